#!/usr/bin/env bash
# One half of ten short and ten long waits: 54.5 is the median, polars 2.1.0 says 100, and DuckDB 2.0.1 says 9.
#
# median() of an even number of values is the mean of the two in the middle, in both. But polars' quantile(0.5), and the
# line "50%" of its describe(), take the nearest value, and of two that are as near always the upper; DuckDB's quantile
# takes the lower. Where values come in two groups (answered at once, or after the queue), one says that the typical
# customer waits long and the other that he does not, of the same table. Other quantiles shift as well:
# of 20 replications polars' .025 and .975 are the smallest and the largest. pandas interpolates, and so do DuckDB's
# quantile_cont and SUMMARIZE; polars does with interpolation="linear".
#
# Data: waits 0, 1, ... 9 and 100, 101, ... 109.
#
# Seen: polars: median 54.5, quantile(0.5) 100.0, 50% of describe 100.0; linear 54.5; .025 and .975: 0.0 109.0
#       DuckDB: median 54.5, quantile 9.0, quantile_cont 54.5, SUMMARIZE 54.5
#       pandas: 50% of describe 54.5; .025 and .975: 0.475 108.525
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
waits = [float(wait) for wait in [*range(10), *range(100, 110)]]
column, tails = pl.Series("wait", waits), (0.025, 0.975)
description = dict(column.describe().iter_rows())
by_polars = [column.median(), column.quantile(0.5), description["50%"], column.quantile(0.5, interpolation="linear")]
polars_tails = [column.quantile(tail) for tail in tails]
duckdb.sql(f"CREATE TABLE waits AS SELECT unnest({waits})::DOUBLE AS wait")
by_duckdb = [
    *duckdb.sql("SELECT median(wait), quantile(wait, 0.5), quantile_cont(wait, 0.5) FROM waits").fetchall()[0],
    float(duckdb.sql("SELECT q50 FROM (SUMMARIZE waits)").fetchall()[0][0]),
]
by_pandas = pd.Series(waits).describe()["50%"]
pandas_tails = [round(float(pd.Series(waits).quantile(tail)), 3) for tail in tails]
print(f"polars {pl.__version__}: median, quantile, describe, linear:", *by_polars, "; .025 and .975:", *polars_tails)
print(f"DuckDB {duckdb.__version__}: median, quantile, quantile_cont, SUMMARIZE:", *by_duckdb)
print(f"pandas {pd.__version__}: describe: {by_pandas}; .025 and .975:", *pandas_tails)
same = by_polars == [54.5, 100, 100, 54.5] and by_duckdb == [54.5, 9, 54.5, 54.5] and by_pandas == 54.5
sys.exit(0 if same and polars_tails == [0, 109] and pandas_tails == [0.475, 108.525] else 1)
PYTHON
