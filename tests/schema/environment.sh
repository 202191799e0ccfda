#!/usr/bin/env bash
# Makes target/schema, with the validators of requirements.txt and package.json, unless it is there as it should be.
set -euo pipefail
cd "$(dirname "$0")/../.."
made=target/schema
cmp -s tests/schema/requirements.txt $made/requirements.txt && cmp -s tests/schema/package.json $made/package.json \
    && test -d $made/node_modules && exit 0
rm -rf $made
python3 -m venv $made
$made/bin/pip install --quiet --disable-pip-version-check --requirement tests/schema/requirements.txt
cp tests/schema/{package.json,ajv.mjs} $made
npm install --prefix $made --silent --no-audit --no-fund
cp tests/schema/requirements.txt $made/requirements.txt
