#!/usr/bin/env bash
# mta 0.0.9: a call after which 2 % buy instead of 20 to 40 % is credited with two thirds of all sales.
#
# logistic_regression fits sales to the channels of a journey, many times on parts of the data, and credits each channel
# with the mean of its coefficients without their signs. A channel that keeps customers from buying has a large coefficient,
# below zero, and gets more credit than one that helps a little. The documentation calls the model an ensemble and does not
# speak of signs; show puts it beside the other models, as percentages that add up to 100, and nothing warns. Who moves
# money by them moves it to what does harm. By these data a journey with a call sells a tenth of the same journey without it.
#
# Data: of 100 customers each, with web 20 buy, with mail 40, with web and mail 40, with call 2, with web and call 2, and
# with web, mail and call 4. Of the 108 sales 8 had a call on their way.
#
# Seen: credited in per cent       web  mail  call
#       logistic regression         25     8    67
#       Shapley values, linear      39    57     4
#       Markov                      47    49     4
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile --no-deps \
    mta==0.0.9 arrow==1.4.0 tzdata==2026.6 python-dateutil==4.0.0 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1 \
    scikit-learn==1.9.1 joblib==1.6.0 cloudpickle==3.1.3 threadpoolctl==3.8.0 narwhals==2.29.0
venv/bin/python - <<'PYTHON'
import contextlib
import io
import sys

import pandas as pd
from mta import MTA

journeys = {"web": 20, "mail": 40, "web > mail": 40, "call": 2, "web > call": 2, "web > mail > call": 4}
data = pd.DataFrame(
    [(path, sold, 100 - sold) for path, sold in journeys.items()], columns=["path", "total_conversions", "total_null"]
)
with contextlib.redirect_stdout(io.StringIO()):
    model = MTA(data)
    model.logistic_regression(n_iterations=100, normalize=True)
    model.shapley(normalize=True).linear(normalize=True).markov(normalize=True)
for name, credit in model.attribution.items():
    print(f"{name:8} " + ", ".join(f"{channel} {100 * credit[channel]:.0f} %" for channel in ("web", "mail", "call")))
most = model.attribution["linreg"]["call"]
least = [model.attribution[name]["call"] for name in ("shapley", "linear", "markov")]
sys.exit(0 if most > 0.6 and max(least) < 0.05 else 1)
PYTHON
