#!/usr/bin/env bash
# stockpyl 1.0.2: for a lead time of one period one of its functions says to stock 115 units, and another says 61.
#
# The newsvendor functions take an order to be placed before the demand of its period, so that stock must last for
# lead_time + 1 periods, though they speak of "lead-time demand". optimize_base_stock_levels, for stages in a row, and the
# simulation order when the demand is known: stock lasts for lead_time periods. The simulation's tutorial tells of the
# difference, and to add a period there; the functions that give the levels do not, and all have the same lead_time. So a
# level of the first, simulated with the lead time it was asked for, costs three times what was told, with a shelf that is
# never empty; a level of the second, in a shop that orders before it opens, serves 22 customers in 100 at once, for 99.
# With lead_time=2 the second gives what the first does with 1, but for its grid. Nothing warns.
#
# Data: demand of 50 a period, standard deviation 8; a unit on the shelf costs 1 a period, a missing one 10; lead time 1.
#
# Seen:                            level  told cost  simulated, at once  exact, ordered before, at once  after, at once
#       newsvendor_normal          115.1       20.4          65.0, 1.000                      20.4, 0.990      65.1, 1.000
#       optimize_base_stock_levels  60.8       14.4          14.4, 0.993                     391.7, 0.223      14.4, 0.994
#       the same with lead_time=2  115.3       20.3
# Ends with 1 if this changed. Needs Python 3.12 or older, for numpy 1.26.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check stockpyl==1.0.2 numpy==1.26.4 scipy==1.17.1
venv/bin/python - <<'PYTHON'
import math
import sys
from importlib.metadata import version
from statistics import NormalDist

from stockpyl.newsvendor import newsvendor_normal
from stockpyl.sim import simulation
from stockpyl.ssm_serial import optimize_base_stock_levels
from stockpyl.supply_chain_network import single_stage_system

print("stockpyl", version("stockpyl"))
holding, stockout, mean, deviation, lead_time, periods = 1, 10, 50, 8, 1, 20_000


def missing(level, length):
    if length == 0:
        return 0.0
    spread = deviation * math.sqrt(length)
    distance = (level - mean * length) / spread
    unit = NormalDist()
    return spread * (unit.pdf(distance) - distance * (1 - unit.cdf(distance)))


def exact(level, length):
    """Cost of a period, and share of demand served at once, if an order is on the shelf for `length` periods' demand."""
    short = missing(level, length)
    cost = holding * (level - mean * length + short) + stockout * short
    return cost, 1 - (short - missing(level, length - 1)) / mean


def simulated(level):
    network = single_stage_system(
        holding_cost=holding, stockout_cost=stockout, demand_type="N", mean=mean, standard_deviation=deviation,
        policy_type="BS", base_stock_level=level, shipment_lead_time=lead_time,
    )
    cost = simulation(network, periods, rand_seed=1, progress_bar=False) / periods
    node = network.nodes[0]
    return cost, float(node.state_vars[periods - 1].get_fill_rate())


formula = tuple(float(value) for value in newsvendor_normal(holding, stockout, mean, deviation, lead_time=lead_time))


def serial(length):
    levels, cost = optimize_base_stock_levels(
        num_nodes=1, node_order_in_system=[1], node_order_in_lists=[1], echelon_holding_cost=[holding],
        lead_time=[length], stockout_cost=stockout, demand_mean=mean, demand_standard_deviation=deviation,
    )
    return float(levels[1]), float(cost)


print("                           level  told cost  simulated, at once  exact, ordered before, at once  after, at once")
seen = {}
for name, (level, told) in {"newsvendor_normal": formula, "optimize_base_stock_levels": serial(lead_time)}.items():
    results = [simulated(level), exact(level, lead_time + 1), exact(level, lead_time)]
    seen[name] = told, *results
    columns = (f"{cost:{width}.1f}, {share:.3f}" for width, (cost, share) in zip([13, 25, 9], results))
    print(f"{name:26} {level:5.1f} {told:10.1f}", *columns)
longer = serial(lead_time + 1)
print(f"the same with lead_time=2  {longer[0]:5.1f} {longer[1]:10.1f}")


def near(one, other):
    return abs(one - other) < 0.02 * other


told, run, before, after = seen["newsvendor_normal"]
same = near(told, before[0]) and near(run[0], after[0]) and run[0] > 3 * told
told, run, before, after = seen["optimize_base_stock_levels"]
same = same and near(told, after[0]) and near(run[0], after[0]) and before[1] < 0.25 < 0.99 < run[1]
sys.exit(0 if same and near(longer[0], formula[0]) and near(longer[1], formula[1]) else 1)
PYTHON
