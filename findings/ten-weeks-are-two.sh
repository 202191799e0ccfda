#!/usr/bin/env bash
# pymc-marketing 0.19.2: with shape 1 and scale 10 weeks, where a Weibull law is exponential, its CDF adstock lasts 2 weeks.
#
# weibull_adstock "CDF" does not weigh a lag by the share of the law beyond it, but by the product of the shares beyond all
# lags so far, so that weights fall like those of a bell and not by the same factor each week. "PDF" weighs by the density
# less its least value in the window, over the greatest: the last week of a falling density weighs 0, and what lam and k
# mean depends on l_max. Robyn has these two formulas as well; the description here has neither (what normalize does is a
# third thing). geometric_adstock, of the same module, is the exponential one as expected. So lam and k from elsewhere, and
# priors set in weeks, say something else here, and a fitted lam is no time scale. Nothing warns.
#
# Data: 100 spent in week 0; normalize = True; compared are the weights of the law itself, over as many weeks.
#
# Seen: mean lag of the effect in weeks        l_max 13  26   52
#       geometric, alpha = exp(-1 / 10)             4.6  7.4  9.2
#       Weibull itself, lam = 10, k = 1             4.6  7.4  9.2
#       weibull_adstock CDF                         2.0  2.0  2.0
#       weibull_adstock PDF                         3.2  6.0  8.7, of which in the last week 0
#       share of the effect after week 8, of 52 weeks: Weibull itself .40, CDF .004
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    pymc-marketing==0.19.2 pymc==5.28.5 pytensor==2.38.3 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
PYTENSOR_FLAGS="base_compiledir=$place/compiled" venv/bin/python - <<'PYTHON'
import math
import sys
import warnings

warnings.simplefilter("ignore")
import numpy as np
from pymc_marketing.mmm.transformers import WeibullType, geometric_adstock, weibull_adstock
from pytensor.xtensor import as_xtensor

SCALE = 10


def effect(adstock, weeks, **settings):
    spent = np.zeros(weeks)
    spent[0] = 100.0
    return np.asarray(adstock(as_xtensor(spent, dims=("week",)), l_max=weeks, dim="week", normalize=True, **settings).eval())


def mean_lag(weights):
    return float(weights @ np.arange(len(weights)) / weights.sum())


seen = {"geometric": [], "Weibull itself": [], "CDF": [], "PDF": []}
for weeks in (13, 26, 52):
    beyond = np.array([math.exp(-week / SCALE) for week in range(weeks)])
    ways = {
        "geometric": effect(geometric_adstock, weeks, alpha=math.exp(-1 / SCALE)),
        "Weibull itself": 100 * beyond / beyond.sum(),
        "CDF": effect(weibull_adstock, weeks, lam=SCALE, k=1.0, type=WeibullType.CDF),
        "PDF": effect(weibull_adstock, weeks, lam=SCALE, k=1.0, type=WeibullType.PDF),
    }
    for name, weights in ways.items():
        seen[name].append(weights)
for name, several in seen.items():
    print(f"{name:15} mean lag", " ".join(f"{mean_lag(weights):5.1f}" for weights in several), end="; ")
    print(f"of 52 weeks: last week {several[-1][-1]:.3f}, after week 8 {several[-1][9:].sum() / 100:.3f}")
products = np.cumprod([math.exp(-week / SCALE) for week in range(52)])
as_told = np.allclose(seen["CDF"][-1], 100 * products / products.sum(), atol=1e-6)
density = np.array([math.exp(-week / SCALE) for week in range(1, 53)])
rescaled = density - density.min()
as_told = as_told and np.allclose(seen["PDF"][-1], 100 * rescaled / rescaled.sum(), atol=1e-6)
geometric = all(np.allclose(one, other) for one, other in zip(seen["geometric"], seen["Weibull itself"]))
short = all(abs(mean_lag(weights) - 2.03) < 0.02 for weights in seen["CDF"]) and mean_lag(seen["Weibull itself"][-1]) > 9
sys.exit(0 if as_told and geometric and short else 1)
PYTHON
