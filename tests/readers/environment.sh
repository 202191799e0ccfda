#!/usr/bin/env bash
# Makes target/readers, a virtual environment with the readers of requirements.txt, unless it is there as it should be.
set -euo pipefail
cd "$(dirname "$0")/../.."
wanted=tests/readers/requirements.txt
made=target/readers/requirements.txt
cmp -s "$wanted" "$made" && exit 0
rm -rf target/readers
python3 -m venv target/readers
target/readers/bin/pip install --quiet --disable-pip-version-check --requirement "$wanted"
cp "$wanted" "$made"
