#!/usr/bin/env bash
# Makes target/exports/PACKAGE, a virtual environment with one package as requirements/PACKAGE.txt pins it, unless it is there
# as it should be. Each has one of its own, since they need different versions of what they share.
#
# Usage:  environment.sh lifetimes|pymc-marketing|channelattribution|pm4py
set -euo pipefail
cd "$(dirname "$0")/../.."
wanted=tests/exports/requirements/$1.txt
made=target/exports/$1
cmp -s "$wanted" "$made/requirements.txt" && exit 0
rm -rf "$made"
python3 -m venv "$made"
"$made/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
cp "$wanted" "$made/requirements.txt"
