#!/usr/bin/env bash
# Reads a result folder with R, Miller, JavaScript and LibreOffice by the lines of docs/tables.md, and compares what they
# find. Installs them from Debian where they are missing; d3-dsv comes by npm.
#
# Usage:  tests/readers/others.sh RESULT_FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
missing=()
command -v Rscript >/dev/null || missing+=(r-base-core)
command -v mlr >/dev/null || missing+=(miller)
command -v soffice >/dev/null || missing+=(libreoffice-calc)
command -v npm >/dev/null || missing+=(npm)
if ((${#missing[@]})); then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
"$here/environment.sh"
"$here/../../target/readers/bin/python" "$here/read_tables.py" "$1" R Miller JavaScript LibreOffice
