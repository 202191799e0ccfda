#!/usr/bin/env bash
# inventorize 1.2.6: by its newsvendor with Poisson demand, the expected profit rises with every further unit in stock.
#
# EPP_singleperiod gives the expected profit of a quantity, MPP_singleperiod that of the best one. Of the formula both
# have the first line, with a bracket and a factor misplaced; the second, which holds the margin of what is ordered and the
# penalty for what is missing, begins with a plus, so that to Python it is a statement of its own, and does nothing. The
# profit of little stock is far too low, that of much stock grows for ever, and a penalty raises it. At the best quantity
# the errors here happen to cancel to one per cent, so that the number that MPP_singleperiod tells does not look wrong. Its
# quantity is right, and so are lost and expected sales, and the two functions for normal demand. Nothing warns.
#
# Data: 100 units are asked for on average; bought at 10.9, sold at 24, left over sold at 7. Exact values are sums over the
# Poisson law.
#
# Seen: in stock            80     100     120     200     400
#       EPP_singleperiod    22     775    1865    3200    6400
#       exact             1047    1242    1230     920     140
#       EPN_singleperiod  1047    1242    1231     920     140   (normal demand with the same mean and variance)
#       best by MPP_singleperiod: 107, profit 1273; exact: 107, 1258
#       penalty of 10 for each unit missing, 100 in stock: 1261, exact 1202
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
import sys

from inventorize import EPN_singleperiod, EPP_singleperiod, MPP_singleperiod

mean, price, cost, salvage = 100, 24, 10.9, 7


def exact(stock, penalty):
    total, chance = 0.0, math.exp(-mean)
    for asked in range(600):
        sold = min(asked, stock)
        total += chance * (price * sold + salvage * (stock - sold) - penalty * (asked - sold) - cost * stock)
        chance *= mean / (asked + 1)
    return total


stocks = [80, 100, 120, 200, 400]
rows = {
    "EPP_singleperiod": [EPP_singleperiod(stock, mean, price, cost, salvage, 0)["expectedprofit"] for stock in stocks],
    "exact": [exact(stock, 0) for stock in stocks],
    "EPN_singleperiod": [EPN_singleperiod(stock, mean, 10, price, cost, salvage, 0)["profit"] for stock in stocks],
}
print("in stock          ", *(f"{stock:6}" for stock in stocks))
for name, values in rows.items():
    print(f"{name:18}", *(f"{value:6.0f}" for value in values))
best = MPP_singleperiod(mean, price, cost, salvage, 0)
top = max(range(300), key=lambda stock: exact(stock, 0))
print(f"best by MPP_singleperiod: {best['quantity']:.0f}, profit {best['expectedprofit']:.0f}; exact: {top}, {exact(top, 0):.0f}")
with_penalty = EPP_singleperiod(100, mean, price, cost, salvage, 10)["expectedprofit"]
print(f"penalty of 10, 100 in stock: {with_penalty:.0f}, exact {exact(100, 10):.0f}")
told, right, normal = rows.values()
rises = told == sorted(told) and told[-1] > 40 * right[-1] and told[0] < right[0] / 40
near = all(abs(one - other) < 3 for one, other in zip(normal, right)) and best["quantity"] == top
sys.exit(0 if rises and near and with_penalty > told[1] and exact(100, 10) < right[1] else 1)
PYTHON
