#!/usr/bin/env bash
# inventorize 1.2.6: where lead times vary, it writes powers as in R; to Python ^ is an exclusive or, and stock is too low.
#
# dlsigmadl and reorderpoint_leadtime_variability give the standard deviation of what is asked for until a delivery comes:
# the root of lead time x variance of daily demand + squared daily demand x variance of the lead time. They hold ^2 for
# squares, which flips a bit of a whole number instead, and binds less than any product. So the examples of their own
# descriptions come out as 19.0 for 309.5 and 71.8 for 100.7, and stock that is to last until the delivery in 90 cycles of
# 100 lasts in 82; where the lead time spreads by four days instead of two, in 74. Nothing warns. total_logistics_cost, in
# the same package, has it right.
#
# Data: the two examples: 100 a day, sd 22, in 12 days, sd 3; and 50 a day, sd 5, in 6 days, sd 2, asked for .90.
#
# Seen: dlsigmadl(100, 22, 12, 3): 19.0, exact 309.5
#       reorderpoint_leadtime_variability(50, 5, 6, 2, .90): sigma 71.8, reorder point 392; exact 100.7, 429; lasts in .82
#       with sd 4: sigma 100.8, reorder point 429; exact 200.4, 557; lasts in .74
#       total_logistics_cost, sd 2: sigma 100.7
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    inventorize==1.2.6 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1 scikit-learn==1.9.1 statsmodels==0.15.0 plotly==7.1.0
venv/bin/python - <<'PYTHON'
import math
import random
import sys
from statistics import NormalDist

from inventorize import dlsigmadl, reorderpoint_leadtime_variability, total_logistics_cost


def exact(demand, spread, days, days_spread):
    return math.sqrt(days * spread**2 + demand**2 * days_spread**2)


def lasts(stock, demand, spread, days, days_spread, cycles=400_000):
    """Share of cycles in which the stock lasts until the delivery, by simulation; lead times are normal."""
    luck, many = random.Random(1), 0
    for _ in range(cycles):
        time = max(luck.gauss(days, days_spread), 0.0)
        many += luck.gauss(demand * time, spread * math.sqrt(time)) <= stock
    return many / cycles


example = dlsigmadl(100, 22, 12, 3)["sigmadl"]
print(f"dlsigmadl(100, 22, 12, 3): {example:.1f}, exact {exact(100, 22, 12, 3):.1f}")
seen = []
for days_spread in (2, 4):
    told = reorderpoint_leadtime_variability(50, 5, 6, days_spread, 0.90)
    right = exact(50, 5, 6, days_spread)
    needed = 300 + NormalDist().inv_cdf(0.9) * right
    share = lasts(told["reorder_point"], 50, 5, 6, days_spread)
    seen.append((told["sigmadl"], right, share, lasts(needed, 50, 5, 6, days_spread)))
    print(f"sd {days_spread}: sigma {told['sigmadl']:.1f}, reorder point {told['reorder_point']:.0f}; exact {right:.1f}, ", end="")
    print(f"{needed:.0f}; stock lasts in {share:.3f}, with the exact one in {seen[-1][3]:.3f}")
cost = total_logistics_cost(100, 50 * 365, 5 * math.sqrt(365), 6, 2, 1, 0, 0.1, 1, 0.90)
print(f"total_logistics_cost of the same, sd 2: sigma {cost['sigmadl']:.1f}")
wrong = abs(example - 19.03) < 0.01 and abs(seen[0][0] - 71.78) < 0.01 and abs(seen[1][0] - 100.76) < 0.1
right = abs(cost["sigmadl"] - seen[0][1]) < 0.1 and abs(seen[0][3] - 0.9) < 0.01
sys.exit(0 if wrong and right and seen[0][2] < 0.83 else 1)
PYTHON
