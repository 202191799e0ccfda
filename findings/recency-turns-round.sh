#!/usr/bin/env bash
# pymc-marketing 0.19.2: with include_first_transaction=True, recency is the time since the last purchase, not the time to it.
#
# rfm_summary, which comes from lifetimes, returns for its models the days from the first purchase to the last: more is more
# recent. With first purchases included, meant for segments, it returns the days from the last purchase to the end, under
# the same name: less is more recent. Its documentation says when to set it, and not that a column turns round; lifetimes
# 0.11.3, of whose function it is the heir, keeps the meaning. rfm_train_test_split does the same, and still returns the
# columns of a test beside. T is left out; whoever puts it back has a table that BetaGeoModel takes, with the loyal dead
# and the lost alive. Nothing warns.
#
# Data: customer 1 buys on every fifth day of a year, to the last; customer 2 on the first and the sixth day, and no more.
#
# Seen: recency           lifetimes   lifetimes, first included   pymc-marketing   pymc-marketing, first included
#       1, still there    365         365                         365              0
#       2, long gone        5           5                           5              360
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv one
python3 -m venv other
one/bin/pip install --quiet --disable-pip-version-check \
    lifetimes==0.11.3 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1 autograd==1.9.1 dill==0.4.1
other/bin/pip install --quiet --disable-pip-version-check \
    pymc-marketing==0.19.2 pymc==5.28.5 pytensor==2.38.3 arviz==0.23.4 xarray==2026.9.0 numpy==2.4.6 pandas==3.1.1
cat >recency.py <<'PYTHON'
import sys
import warnings

import pandas as pd

warnings.simplefilter("ignore")
if sys.argv[1] == "lifetimes":
    from lifetimes.utils import summary_data_from_transaction_data as summary
else:
    from pymc_marketing.clv import rfm_summary

    def summary(*arguments, **settings):
        return rfm_summary(*arguments, **settings).set_index("customer_id")


days = [(1, day) for day in range(0, 366, 5)] + [(2, 0), (2, 5)]
bought = pd.DataFrame(days, columns=["customer", "day"])
bought["date"] = (pd.Timestamp("2024-01-01") + pd.to_timedelta(bought.day, unit="D")).dt.strftime("%Y-%m-%d")
found = [
    summary(bought, "customer", "date", observation_period_end="2024-12-31", include_first_transaction=first).recency.to_dict()
    for first in (False, True)
]
print(f"{sys.argv[1]}: recency {found[0]}, with first purchases {found[1]}")
turned = {1: 0, 2: 360} if sys.argv[1] == "pymc-marketing" else {1: 365, 2: 5}
sys.exit(0 if found == [{1: 365, 2: 5}, turned] else 1)
PYTHON
one/bin/python recency.py lifetimes
MPLCONFIGDIR="$place" PYTENSOR_FLAGS="compiledir=$place/compiled" other/bin/python recency.py pymc-marketing
