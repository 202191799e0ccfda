#!/usr/bin/env bash
# polars 2.1.0: the sum of a column of 32-bit whole numbers wraps around; that of a column of 16-bit ones does not.
#
# Small types are widened before they are added, the one of 32 bits is not: thirty times 100,000,000 is -1,294,967,296,
# alone, by group and as a running total. The mean of the same column is right, so that mean times count and sum
# disagree. Parquet files often hold such columns (cents, milliseconds, counts): 21 million in cents, or 24 days in
# milliseconds, is all that fits. Beyond twice as much the sum is positive again, and looks like any other. Nothing warns.
# pandas and DuckDB widen. Casting to Int64 before summing mends it.
#
# Data: 30 purchases of 1,000,000.00 each, in cents, in a Parquet file; 15 in each of two channels.
#
# Seen: polars: sum -1294967296; by channel 1500000000 1500000000; last running total -1294967296; mean 100000000.0
#       polars, 50 purchases: sum 705032704
#       polars, 16 bits: 30 times 30000 is 900000
#       pandas 3000000000, DuckDB 3000000000
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check polars==2.1.0 duckdb==2.0.1 pandas==3.1.1 numpy==2.4.6
venv/bin/python - <<'PYTHON'
import sys
import warnings

import duckdb
import pandas as pd
import polars as pl

warnings.simplefilter("error")
right = 30 * 100_000_000
duckdb.sql(
    "COPY (SELECT if(range % 2 = 0, 'web', 'store') AS channel, 100000000::INTEGER AS cents FROM range(30))"
    " TO 'purchases.parquet' (FORMAT parquet)"
)
purchases = pl.read_parquet("purchases.parquet")
print("polars", pl.__version__, purchases.schema)
total, mean = purchases["cents"].sum(), purchases["cents"].mean()
lazy = pl.scan_parquet("purchases.parquet").select(pl.col("cents").sum()).collect().item()
channels = purchases.group_by("channel").agg(pl.col("cents").sum())["cents"].to_list()
together = purchases.group_by(pl.lit("all")).agg(pl.col("cents").sum())["cents"].item()
running = purchases["cents"].cum_sum()[-1]
fifty = pl.Series([100_000_000] * 50, dtype=pl.Int32).sum()
short = pl.Series([30_000] * 30, dtype=pl.Int16).sum()
by_pandas = int(pd.Series([100_000_000] * 30, dtype="int32").sum())
by_duckdb = duckdb.sql("SELECT sum(cents) FROM 'purchases.parquet'").fetchall()[0][0]
print(f"polars: sum {total}, lazily {lazy}, in one group {together}; last running total {running}; mean {mean}")
print("polars, by channel:", *channels)
print(f"polars, 50 purchases: sum {fifty}; 16 bits, 30 times 30000: {short}")
print(f"pandas {by_pandas}, DuckDB {by_duckdb}")
wrapped = right - 2**32
same = [total, lazy, together, running] == [wrapped] * 4 and channels == [right // 2] * 2 and fifty == 705_032_704
sys.exit(0 if same and mean * 30 == right and short == 900_000 and by_pandas == by_duckdb == right else 1)
PYTHON
