#!/usr/bin/env bash
# A TOML number of nan passes every bound of a JSON Schema in check-jsonschema 0.39.0; taplo 0.9.3 refuses inf where it fits.
#
# TOML knows nan and inf, JSON Schema does not. check-jsonschema (the jsonschema 4.26 of Python) tests whether a value is
# below the minimum or above the maximum, which nan is not: a probability of nan between 0 and 1 and a price of nan above 0
# are valid. taplo reads nan and inf as null: it refuses both everywhere, with "null is not of type number", also a patience
# of inf that has no maximum. tombi 1.9.6 does what one would expect: nan is in no range, and inf is a number. So of three
# checkers of the same file by the same schema no two agree, and a check that passed lets nan into the model.
#
# Seen:                    check-jsonschema  taplo    tombi
#       probability = nan  valid             refused  refused
#       price = nan        valid             refused  refused
#       patience = inf     valid             refused  valid
#       probability = inf  refused           refused  refused
#       probability = 0.5  valid             valid    valid
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check check-jsonschema==0.39.0 jsonschema==4.26.0 taplo==0.9.3 tombi==1.9.6
cat >schema.json <<'JSON'
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "probability": { "type": "number", "minimum": 0, "maximum": 1 },
    "price": { "type": "number", "exclusiveMinimum": 0 },
    "patience": { "type": "number", "minimum": 0 }
  }
}
JSON
export HOME=$place XDG_CACHE_HOME=$place
verdict() {
    if "$@" >"$place/said" 2>&1; then printf '%-9s' valid; else printf '%-9s' refused; fi
}
seen=
while IFS= read -r line; do
    printf '#:schema ./schema.json\n%s\n' "$line" >scenario.toml
    verdicts="$(verdict venv/bin/check-jsonschema --schemafile schema.json scenario.toml)"
    verdicts+="$(verdict venv/bin/taplo lint --schema "file://$place/schema.json" scenario.toml)"
    grep -o 'null is not of type "number"' said | sort -u >>taplo.txt || true
    verdicts+="$(verdict venv/bin/tombi lint --offline scenario.toml)"
    echo "$line: $verdicts"
    seen+="$verdicts/"
done <<'TOML'
probability = nan
price = nan
patience = inf
probability = inf
probability = 0.5
TOML
echo "taplo says: $(sort -u taplo.txt)"
expected='valid    refused  refused  /valid    refused  refused  /valid    refused  valid    /'
expected+='refused  refused  refused  /valid    valid    valid    /'
[ "$seen" = "$expected" ] && [ -s taplo.txt ] || { echo 'they judge these numbers in another way now'; exit 1; }
