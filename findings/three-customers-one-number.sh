#!/usr/bin/env bash
# pandas 3.1.1: three customers with numbers of 18 digits become one as soon as a fourth has none; d3 needs no fourth.
#
# A column of whole numbers with a gap becomes one of doubles, as is well known. That these no longer tell customers apart
# is not: above 2^53, about 9e15, not every whole number has a double of its own, and at 18 digits these are 16 apart.
# nunique then counts one customer, groupby makes one journey of three, and merge with a table of exact numbers gives nine
# rows for three, each customer with every segment. One contact by somebody who was not recognised, anywhere in the file,
# does this to everyone, so that a siloed channel looks as if it had fewer and more loyal customers. read_json and concat
# do the same. d3-dsv's autoType and vega-loader's "auto" do it without any gap. Nothing warns. polars and DuckDB keep
# whole numbers with gaps, Papa Parse leaves long ones as text; dtype_backend="numpy_nullable" mends pandas.
#
# Seen: customers counted, of three: pandas 3, with a gap 1, nullable 3; polars 3; DuckDB 3
#       with a gap by read_json (of two) 1, by concat 1
#       rows of the merge: 3, with a gap 9
#       d3-dsv 3.0.2: 1; vega-loader 5.1.3: 1; papaparse 5.7.1: 3
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 polars==2.1.0 duckdb==2.0.1 numpy==2.4.6
npm install --silent --no-audit --no-fund --prefix "$place" d3-dsv@3.0.2 vega-loader@5.1.3 papaparse@5.7.1 >/dev/null
printf '%s\n' customer,contacts 100000000000000001,1 100000000000000002,2 100000000000000003,4 >known.csv
{ cat known.csv; echo ,3; } >gap.csv
venv/bin/python - <<'PYTHON'
import io
import sys
import warnings

import duckdb
import pandas as pd
import polars as pl

warnings.simplefilter("error")
known, gap = pd.read_csv("known.csv"), pd.read_csv("gap.csv")
nullable = pd.read_csv("gap.csv", dtype_backend="numpy_nullable")
segments = pd.DataFrame({"customer": known["customer"], "segment": ["new", "loyal", "lapsed"]})
counted = [table["customer"].nunique() for table in (known, gap, nullable)]
rows = [len(table.merge(segments, on="customer")) for table in (known, gap)]
journeys = gap.groupby("customer")["contacts"].sum().tolist()
others = [
    pd.read_json(io.StringIO('[{"customer": 100000000000000001}, {"customer": 100000000000000002}, {"customer": null}]')),
    pd.concat([known, pd.DataFrame({"contacts": [3]})]),
]
others = [table["customer"].nunique() for table in others]
by_polars = pl.read_csv("gap.csv")["customer"].drop_nulls().n_unique()
by_duckdb = duckdb.sql("SELECT count(DISTINCT customer) FROM 'gap.csv'").fetchall()[0][0]
print(f"pandas {pd.__version__}: {counted[0]}, with a gap {counted[1]}, nullable {counted[2]}; read_json and concat:", *others)
print(f"polars {by_polars}; DuckDB {by_duckdb}")
print(f"rows of the merge: {rows[0]}, with a gap {rows[1]}; contacts by customer, with a gap:", *journeys)
same = counted == [3, 1, 3] and others == [1, 1] and rows == [3, 9] and journeys == [7]
sys.exit(0 if same and by_polars == by_duckdb == 3 else 1)
PYTHON
cat >read.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { autoType, csvParse } from "d3-dsv";
import Papa from "papaparse";
import { read } from "vega-loader";

const text = readFileSync("known.csv", "utf8");
const tables = {
  "d3-dsv": csvParse(text, autoType),
  "vega-loader": read(text, { type: "csv", parse: "auto" }),
  papaparse: Papa.parse(text, { header: true, dynamicTyping: true, skipEmptyLines: true }).data,
};
const counted = Object.values(tables).map((rows) => new Set(rows.map((row) => row.customer)).size);
console.log(Object.keys(tables).map((name, index) => `${name}: ${counted[index]}`).join("; "));
process.exit(counted.join() === "1,1,3" ? 0 : 1);
JAVASCRIPT
node read.mjs
