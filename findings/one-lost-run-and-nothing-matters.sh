#!/usr/bin/env bash
# SALib 1.6.0: where one of 8,192 runs has no result, every Sobol index is 0, with a confidence interval of width 0.
#
# A ratio that nothing was divided by (no journey of that kind in one design point) is nan. sobol.analyze centres and scales
# all results by their mean and standard deviation, which are nan then, and reports indices of exactly 0 for all inputs: the
# reading is "nothing has any influence, for certain". An infinite result does the same. For nan nothing warns. pawn,
# delta and rbd_fast return nan for the same results, as one would expect; morris masks its measures.
#
# Model: a + 2 b + 4 c with a, b, c in [0, 1]; exact indices 1/21, 4/21, 16/21.
#
# Seen: all results:    S1 .048 .190 .762  ST .048 .190 .762
#       one is missing: S1 0 0 0           ST 0 0 0            half-widths 0
#       pawn, one is missing: nan nan nan
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check salib==1.6.0 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
MPLCONFIGDIR="$place" venv/bin/python - <<'PYTHON'
import sys
import warnings

import numpy as np
from SALib.analyze import pawn, sobol
from SALib.sample import latin, sobol as design

warnings.simplefilter("ignore")
problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}


def model(points):
    return points @ np.array([1.0, 2.0, 4.0])


points = design.sample(problem, 1024, seed=1)
whole = model(points)
lost = whole.copy()
lost[3] = np.nan
print(len(points), "runs")
with warnings.catch_warnings():
    warnings.simplefilter("error")
    seen = [sobol.analyze(problem, results, seed=1) for results in (whole, lost)]
for name, result in zip(["all results", "one is missing"], seen):
    print(f"{name}: S1 {result['S1'].round(3)} ST {result['ST'].round(3)} half-widths {result['S1_conf'].round(3)}")
points = latin.sample(problem, 1000, seed=1)
results = model(points)
results[3] = np.nan
other = pawn.analyze(problem, points, results)["median"]
print("pawn, one is missing:", other)
right = np.allclose(seen[0]["S1"], np.array([1, 4, 16]) / 21, atol=0.01)
nothing = all((seen[1][key] == 0).all() for key in ["S1", "ST", "S1_conf", "ST_conf"])
sys.exit(0 if right and nothing and np.isnan(other).all() else 1)
PYTHON
