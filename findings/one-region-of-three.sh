#!/usr/bin/env bash
# pymc-marketing 0.19.2: of a table with several rows a week, its media mix model takes the first and drops the others.
#
# A weekly panel often has a row for each region, brand or store. Told of the column (dims), MMM models each; not told, it
# does not add the rows up, nor refuse them: it drops all but the first row of a date, sales and spending apart, so that
# the order of the rows decides whose market is fitted. "Region" may stand in the table, and nothing warns. build_model is
# the first step of fit. Meridian 2.1.0 refuses several rows of a time and geo. Sum by week first.
#
# Data: three regions, 60 weeks; sales of 1000, 2000 and 3000 a week each, and 10 % of that spent.
#
# Seen: rows in the order                sales in the table   in the model
#       north, east, south                           360000          60000
#       south, east, north                           360000         180000
#       summed by week                               360000         360000
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    pymc-marketing==0.19.2 pymc==5.28.5 pytensor==2.38.3 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
PYTENSOR_FLAGS="base_compiledir=$place/compiled" venv/bin/python - <<'PYTHON'
import sys
import warnings

import numpy as np
import pandas as pd
import pymc_marketing
from pymc_marketing.mmm import GeometricAdstock, LogisticSaturation
from pymc_marketing.mmm.multidimensional import MMM

print("pymc-marketing", pymc_marketing.__version__)
dates = pd.date_range("2001-01-01", periods=60, freq="7D")
sales = {"north": 1000.0, "east": 2000.0, "south": 3000.0}
rows = [(date, region, sold, sold / 10) for date in dates for region, sold in sales.items()]
table = pd.DataFrame(rows, columns=["date", "region", "sales", "tv"])
turned = table.iloc[::-1].sort_values("date", kind="stable", ignore_index=True)
summed = table.groupby("date", as_index=False)[["sales", "tv"]].sum()


def seen_by_the_model(table):
    model = MMM(
        date_column="date",
        channel_columns=["tv"],
        target_column="sales",
        adstock=GeometricAdstock(l_max=4),
        saturation=LogisticSaturation(),
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model.build_model(table.drop(columns="sales"), table["sales"])
    told = any("duplicate" in str(one.message).lower() or "rows" in str(one.message).lower() for one in caught)
    read = [float(np.asarray(model.model[name].eval()).sum()) for name in ("target_data", "channel_data")]
    return round(read[0]), round(read[1]), told


seen = []
for name, rows in [("north, east, south", table), ("south, east, north", turned), ("summed by week", summed)]:
    seen.append(seen_by_the_model(rows))
    sold, spent, told = seen[-1]
    print(f"{name:20} sales {rows['sales'].sum():6.0f}, in the model {sold:6}; spent {rows['tv'].sum():5.0f}, {spent:5}; warned: {told}")
sys.exit(0 if seen == [(60000, 6000, False), (180000, 18000, False), (360000, 36000, False)] else 1)
PYTHON
