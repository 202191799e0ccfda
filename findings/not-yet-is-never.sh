#!/usr/bin/env bash
# openretailscience 0.48.1: nobody has left, and of customers who joined within half a year 17 % are kept after five months.
#
# CohortAnalysis has a row for each month of first purchases and a column for each month since then. Those who joined last
# have no fifth month yet; the table says 0 for it, as for a month in which nobody bought, where one would expect it to be
# empty. With percentage=True that reads as nobody kept, and the mean of a column, the curve of retention that one makes of
# such a table, falls towards 0 by a straight line whatever customers do; of sums of money it is the same. Its documentation
# speaks of gaps that are filled, of missing periods, and not of the future; nothing warns. The table has no way to tell the
# two kinds of 0 apart: who knows the last month of the data can empty what lies beyond it, as below.
#
# Data: in each of six months ten customers join, and every customer buys in every month from then on. So all are kept.
# Then the same, but those of the second month stay away in the last two, their third and fourth; they have no fifth.
#
# Seen: months since the first             0     1     2     3     4     5
#       exact                           1.00  1.00  1.00  1.00  1.00  1.00
#       openretailscience, mean         1.00  0.83  0.67  0.50  0.33  0.17
#       beyond the last month emptied   1.00  1.00  1.00  1.00  1.00  1.00
#       row of those who joined last    1.00  0.00  0.00  0.00  0.00  0.00
#       row of those who stay away      1.00  1.00  1.00  0.00  0.00  0.00
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile --no-deps \
    openretailscience==0.48.1 ibis-framework==12.0.0 duckdb==1.5.6 pandas==2.3.3 numpy==2.4.6 pyarrow==25.0.1 \
    pyarrow-hotfix==0.7 sqlglot==30.30.0 toolz==1.2.0 atpublic==9.0.0 parsy==2.2 rich==15.0.0 Pygments==2.21.0 \
    typing_extensions==4.16.0 python-dateutil==4.0.0 pytz==2026.6 tzdata==2026.6 toml==0.10.2 packaging==26.4
venv/bin/python - <<'PYTHON'
import sys

import pandas as pd
from openretailscience.analysis.cohort import CohortAnalysis


def kept(bought):
    rows = [(who, pd.Timestamp(2025, month, 5), 20.0) for who, month in bought]
    data = pd.DataFrame(rows, columns=["customer_id", "transaction_date", "unit_spend"])
    return CohortAnalysis(data, aggregation_column="customer_id", agg_func="nunique", period="month", percentage=True).df


def show(name, values):
    print(f"{name:32}" + "".join(f"{value:6.2f}" for value in values))
    return [round(float(value), 2) for value in values]


all_months = [(10 * first + who, month) for first in range(1, 7) for who in range(10) for month in range(first, 7)]
table = kept(all_months)
known = table.where([[joined.month + since <= 6 for since in table.columns] for joined in table.index])
stay_away = kept([(who, month) for who, month in all_months if not (who // 10 == 2 and month > 4)])
seen = [
    show("openretailscience, mean", table.mean()),
    show("beyond the last month emptied", known.mean()),
    show("row of those who joined last", table.iloc[-1]),
    show("row of those who stay away", stay_away.iloc[1]),
]
expected = [[1, 0.83, 0.67, 0.5, 0.33, 0.17], [1] * 6, [1, 0, 0, 0, 0, 0], [1, 1, 1, 0, 0, 0]]
sys.exit(0 if seen == expected else 1)
PYTHON
