#!/usr/bin/env bash
# DuckDB 2.0.1 reads a CSV column of infinite numbers as dates, and one whose first number is infinite as text.
#
# Its dates know an infinity, and the sniffer tries dates before numbers. A column of bounds that are all infinite (an
# upper bound that no replication reached, a patience without end) becomes a DATE, the 31st of December 9999. If a finite
# number follows, the date is given up, but for text, so that the largest of inf, 10.25, 9.5 is "inf", and of the finite
# ones "9.5". With the infinite row further down, the same column is DOUBLE: sorting the file changes its type. Nothing
# warns.
#
# Seen: inf, inf        -> DATE    9999-12-31, 9999-12-31
#       -inf, -inf      -> DATE    0001-01-01, 0001-01-01
#       inf, 10.25, 9.5 -> VARCHAR, largest finite: 9.5
#       10.25, 9.5, inf -> DOUBLE,  largest finite: 10.25
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1
venv/bin/python - <<'PYTHON'
import sys

import duckdb

print("duckdb", duckdb.__version__)


def read(*cells):
    with open("bounds.csv", "w") as file:
        file.write("outcome,ci_high\n" + "".join(f"outcome {at},{cell}\n" for at, cell in enumerate(cells)))
    table = duckdb.sql("SELECT ci_high FROM 'bounds.csv' ORDER BY outcome")
    finite = "SELECT max(ci_high) FROM 'bounds.csv' WHERE ci_high::VARCHAR NOT LIKE '%inf%'"
    seen = [str(table.types[0]), *(str(value) for (value,) in table.fetchall()), str(duckdb.sql(finite).fetchall()[0][0])]
    print(f"{', '.join(cells)} -> {seen[0]} {', '.join(seen[1:-1])}; largest finite: {seen[-1]}")
    return seen


same = [
    read("inf", "inf")[:3] == ["DATE", "9999-12-31", "9999-12-31"],
    read("-inf", "-inf")[:3] == ["DATE", "0001-01-01", "0001-01-01"],
    read("inf", "10.25", "9.5") == ["VARCHAR", "inf", "10.25", "9.5", "9.5"],
    read("10.25", "9.5", "inf") == ["DOUBLE", "10.25", "9.5", "inf", "10.25"],
]
sys.exit(0 if all(same) else 1)
PYTHON
