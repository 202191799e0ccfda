#!/usr/bin/env bash
# One CSV, 03/04/2025: pandas 3.1.1 says 4 March; polars 2.1.0 says 3 April; DuckDB 2.0.1 either, by the rows below.
#
# Asked to read dates, or doing so by themselves, all three settle on one order of day and month without a word. pandas
# takes the month first where that fits the first row, also in 03.04.2025, which hardly anybody writes for a day in March.
# polars takes the day first. DuckDB takes the day first too, unless a later row has no such day: then every row of the
# column changes, so that a file with the first twelve days of a month is read one way, and the same file a day later in
# another. Where the order does not hold to the end, pandas and polars hand back text, and do not say so either. Weeks,
# seasons and the time between two contacts follow from it. A format given with the call mends it in each.
#
# Seen: rows                    pandas       polars       DuckDB        (month and day of the first row)
#       03/04/2025, 03/05/2025  March 4      April 3      April 3
#       03/04/2025, 03/13/2025  March 4      text         March 4
#       03/04/2025, 13/04/2025  text         April 3      April 3
#       03.04.2025, 04.04.2025  March 4      April 3      April 3
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 polars==2.1.0 duckdb==2.0.1 numpy==2.4.6
venv/bin/python - <<'PYTHON'
import datetime
import sys
import warnings

import duckdb
import pandas as pd
import polars as pl

warnings.simplefilter("error")
print(f"pandas {pd.__version__}, polars {pl.__version__}, DuckDB {duckdb.__version__}")


def first(value):
    return f"{value:%B} {value.day}" if isinstance(value, datetime.date) else "text"


def read(days):
    with open("calls.csv", "w") as file:
        file.write("day,calls\n" + "".join(f"{day},{calls}\n" for calls, day in enumerate(days, start=1)))
    by_pandas = pd.read_csv("calls.csv", parse_dates=["day"])["day"][0]
    by_polars = pl.read_csv("calls.csv", try_parse_dates=True)["day"][0]
    by_duckdb = duckdb.sql("SELECT day FROM 'calls.csv'").fetchall()[0][0]
    return [first(value) for value in (by_pandas, by_polars, by_duckdb)]


expected = {
    ("03/04/2025", "03/05/2025"): ["March 4", "April 3", "April 3"],
    ("03/04/2025", "03/13/2025"): ["March 4", "text", "March 4"],
    ("03/04/2025", "13/04/2025"): ["text", "April 3", "April 3"],
    ("03.04.2025", "04.04.2025"): ["March 4", "April 3", "April 3"],
}
seen = {days: read(days) for days in expected}
for days, firsts in seen.items():
    print(f"{', '.join(days):23}", *(f"{value:12}" for value in firsts))
sys.exit(0 if seen == expected else 1)
PYTHON
