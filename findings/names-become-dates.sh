#!/usr/bin/env bash
# vega-loader 5.1.3 with "parse": "auto" turns names that end in a small number into dates, without a word.
#
# Its type inference asks Date.parse, and V8's reads whatever ends in a number as a date, skipping the words before it:
# "store 3" is the 1st of March 2001, "level 0.7" the 1st of July 2000, "plan 2025" the year. A column all of whose names
# end so (stores, variants, levels, tariffs) becomes milliseconds: a chart's axis, legend or join by name then shows
# numbers. One name that ends in a number above 12 and below 32 ("store 13") and the column stays text, so that the same
# chart changes with the data.
#
# Seen: store 1, store 2, store 3         -> 2001-01-01, 2001-02-01, 2001-03-01
#       integrated, 0.3; integrated, 0.7  -> 2000-03-01, 2000-07-01
#       plan 2024, plan 2025              -> 2024-01-01, 2025-01-01
#       store 1, store 13                 -> as they are
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
npm install --silent --no-audit --no-fund --prefix "$place" vega-loader@5.1.3 >/dev/null
cat >read.mjs <<'JAVASCRIPT'
import { read } from 'vega-loader';

console.log('node', process.version);
const seen = names => {
  const rows = read('name,value\n' + names.map((name, at) => `"${name}",${at}\n`).join(''), { type: 'csv', parse: 'auto' });
  const shown = rows.map(({ name }) => (typeof name === 'string' ? name : new Date(name).toISOString().slice(0, 10)));
  console.log(names.join('; '), '->', shown.join('; '));
  return shown.join();
};
const same = [
  seen(['store 1', 'store 2', 'store 3']) === '2001-01-01,2001-02-01,2001-03-01',
  seen(['integrated, 0.3', 'integrated, 0.7']) === '2000-03-01,2000-07-01',
  seen(['plan 2024', 'plan 2025']) === '2024-01-01,2025-01-01',
  seen(['store 1', 'store 13']) === 'store 1,store 13',
];
process.exit(same.every(Boolean) ? 0 : 1);
JAVASCRIPT
TZ=UTC node read.mjs || { echo 'vega-loader takes these names for something else now'; exit 1; }
