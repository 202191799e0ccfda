#!/usr/bin/env bash
# lifetimes 0.11.3 and pymc-marketing 0.19.2 cut training from test at midnight before the day that they call the last one.
#
# calibration_period_end ("a period to limit the calibration to, inclusive") and train_period_end are taken as the first
# moment of their day, and held against times of day: what was bought later on that day is test, and whoever first bought
# then is in neither. The end of observation is taken so too, so that its purchases are lost, while T and the length of the
# test count both days in full. lifetimes' summary_data_from_transaction_data and rfm_summary, of the same libraries, cut
# times off first and count the last day. Nothing warns. Whole dates, without a time of day, are split as one would think.
#
# Data: customer 1 buys every day from 1 to 20 January, at noon; customer 2 on the 10th and the 15th. Training ends on the
# 10th, observation on the 20th.
#
# Seen, of both alike:        whole dates                      at noon
#       customer 1            9 repeats, last on day 9 of 9    8 repeats, last on day 8 of 9
#       test, of ten days     10 purchases, money 15.5         10 purchases, money 14.5
#       customer 2            is there                         is not
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
cat >split.py <<'PYTHON'
import sys
import warnings

import pandas as pd

warnings.simplefilter("ignore")
COLUMNS = ["frequency", "recency", "T", "test_frequency", "test_monetary_value", "test_T"]
if sys.argv[1] == "lifetimes":
    from lifetimes.utils import calibration_and_holdout_data

    def split(bought):
        found = calibration_and_holdout_data(
            bought, "customer", "when", "2024-01-10", "2024-01-20", monetary_value_col="money"
        )
        names = ["frequency_cal", "recency_cal", "T_cal", "frequency_holdout", "monetary_value_holdout", "duration_holdout"]
        return found[names].T.to_dict("list")
else:
    from pymc_marketing.clv import rfm_train_test_split

    def split(bought):
        found = rfm_train_test_split(bought, "customer", "when", "2024-01-10", "2024-01-20", monetary_value_col="money")
        return found.set_index("customer_id")[COLUMNS].T.to_dict("list")


days = [(1, day) for day in range(1, 21)] + [(2, 10), (2, 15)]
bought = pd.DataFrame([(who, f"2024-01-{day:02}", float(day)) for who, day in days], columns=["customer", "when", "money"])
dates, noon = split(bought), split(bought.assign(when=bought.when + " 12:00"))
print(sys.argv[1], "frequency, recency, T; test frequency, money, length")
print("whole dates:", dates)
print("at noon:    ", noon)
same = dates == {1: [9, 9, 9, 10, 15.5, 10], 2: [0, 0, 0, 1, 15, 10]} and noon == {1: [8, 8, 9, 10, 14.5, 10]}
sys.exit(0 if same else 1)
PYTHON
one/bin/python split.py lifetimes
MPLCONFIGDIR="$place" PYTENSOR_FLAGS="compiledir=$place/compiled" other/bin/python split.py pymc-marketing
