#!/usr/bin/env bash
# DuckDB 2.0.1 and polars 2.1.0: a folder called seed=3 replaces what the files in it hold in their column seed, silently.
#
# Results of a sweep are often put into folders such as seed=3 or strategy=silos. DuckDB takes that for a partition of a
# data lake without being asked, for CSV and Parquet, for a pattern and for a single file named by its path: a column of the
# file that has the name is thrown away, and every row gets the folder's text. Where the file has two strategies, all rows
# are of one; a filter by a value that stands in the file finds nothing. polars does so for a folder of Parquet files, but
# not for one of its files, nor for CSV, so that the same data read in two ways differ. pyarrow 26.0.1 keeps the file's
# column where it reads a file, and refuses, with an error, to read a partitioned data set of this kind. In DuckDB,
# hive_partitioning = false reads what is there.
#
# Seen: the file's column seed            101, 102
#       DuckDB, the file or a pattern     3, 3
#       polars, folder of Parquet         3, 3
#       polars, file or CSV               101, 102
#       pyarrow, file                     101, 102
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 polars==2.1.0 pyarrow==26.0.1
mkdir -p csv/seed=3 parquet/seed=3
printf 'seed,strategy,profit\n101,silos,5\n102,joined,6\n' >csv/seed=3/runs.csv
cat >read.py <<'PYTHON'
import sys

import duckdb
import polars as pl
import pyarrow
import pyarrow.csv
import pyarrow.parquet as pq

print("Python", sys.version.split()[0], "DuckDB", duckdb.__version__, "polars", pl.__version__, "pyarrow", pyarrow.__version__)
file, whole = "csv/seed=3/runs.csv", "parquet/seed=3/runs.parquet"
pq.write_table(pyarrow.csv.read_csv(file), whole)
by_duckdb = lambda what: [row[0] for row in duckdb.sql(f"SELECT seed FROM {what} ORDER BY profit").fetchall()]
count = lambda what: duckdb.sql(f"SELECT count(*) FROM {what} WHERE seed = 101").fetchall()[0][0]
seen = {
    "DuckDB, the CSV file": by_duckdb(f"'{file}'"),
    "DuckDB, CSV by a pattern": by_duckdb("read_csv('csv/*/runs.csv')"),
    "DuckDB, the Parquet file": by_duckdb(f"'{whole}'"),
    "DuckDB, rows of seed 101": count(f"'{file}'"),
    "DuckDB, hive_partitioning = false": by_duckdb(f"read_csv('{file}', hive_partitioning = false)"),
    "polars, a folder of Parquet": pl.read_parquet("parquet")["seed"].to_list(),
    "polars, the Parquet file": pl.read_parquet(whole)["seed"].to_list(),
    "polars, a folder of CSV": pl.scan_csv("csv").collect()["seed"].to_list(),
    "pyarrow, the Parquet file": pq.read_table(whole)["seed"].to_pylist(),
}
for how, seeds in seen.items():
    print(f"{how:34} {seeds}")
there, folder = [101, 102], [3, 3]
sys.exit(list(seen.values()) != [folder, folder, folder, 0, there, folder, there, there, there])
PYTHON
venv/bin/python read.py || { echo 'they read these files in another way now'; exit 1; }
