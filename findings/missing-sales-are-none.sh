#!/usr/bin/env bash
# pymc-marketing 0.19.2: a week whose sales are missing becomes a week without sales, and its media mix model fits that.
#
# MMM lays X and y out by date and fills what is missing with 0, the target too. So eight weeks of spending from before the
# first sales were recorded, which other tools of this kind ask for (carry-over begins in them), are eight weeks in which
# advertising sold nothing; and in a table of two regions one of which opened a year later, where it simply has no rows,
# as many more. build_model is the first step of fit, and takes both without a warning; the zeros are in the likelihood.
# Meridian 2.1.0 refuses sales that are missing. Left out, the eight weeks are no longer there for the carry-over either.
# For spending 0 is a fair guess, and for sales it is not.
#
# Data: 60 weeks with sales of 1000 each. First, those of weeks 1 to 8 are missing (NaN); then two regions, of which south
# has rows from week 31 on.
#
# Seen: weeks with sales of 0 in the data    0    the model has
#       all weeks known                                       0, mean 1000
#       weeks 1 to 8 missing                 0                8, mean  867
#       south from week 31 on                0               30, mean  750
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
WEEKS = 60
weeks = pd.DataFrame({"date": pd.date_range("2001-01-01", periods=WEEKS, freq="7D")})
weeks["tv"] = 100.0 + np.arange(WEEKS) % 5
weeks["sales"] = 1000.0


def seen_by_the_model(table, dims=None):
    model = MMM(
        date_column="date",
        channel_columns=["tv"],
        target_column="sales",
        adstock=GeometricAdstock(l_max=4),
        saturation=LogisticSaturation(),
        dims=dims,
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model.build_model(table.drop(columns="sales"), table["sales"])
    told = any("missing" in str(one.message).lower() or "nan" in str(one.message).lower() for one in caught)
    sales = np.asarray(model.model["target_data"].eval())
    return int((sales == 0).sum()), float(sales.mean()), told


history = weeks.assign(sales=weeks["sales"].where(weeks.index >= 8))
south = weeks.assign(region="south").iloc[30:]
regions = pd.concat([weeks.assign(region="north"), south], ignore_index=True)
seen = []
for name, table, dims in [
    ("all weeks known", weeks, None),
    ("weeks 1 to 8 missing", history, None),
    ("south from week 31 on", regions, ("region",)),
]:
    none, mean, told = seen_by_the_model(table, dims)
    seen.append((none, round(mean), told))
    data = int((table["sales"] == 0).sum())
    print(f"{name:22} sales of 0: in the data {data}, in the model {none:2}; mean {mean:4.0f}; warned: {told}")
sys.exit(0 if seen == [(0, 1000, False), (8, 867, False), (30, 750, False)] else 1)
PYTHON
