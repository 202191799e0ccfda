#!/usr/bin/env bash
# Nobody left before day 30; a Cox model of scikit-survival 0.28.0 or lifelines 0.30.3 loses a seventh of them on day 0.
#
# Predicted survival begins with the first time in the data, not with 1 at time 0, and both libraries carry its first value
# back to 0: with contracts that end on day 30 at the earliest, 15 % are gone on day 0. scikit-survival does so for its
# forests, too. lifelines joins the points by lines after that (day 45 is halfway between days 30 and 60, where a step
# would be), and its predict_expectation adds up the area from the first time on: the mean is short by the whole time
# before it. The Kaplan-Meier curve of lifelines is 1 until day 30, as it should be. Nothing warns. Customers whose life
# begins with a minimum term, a trial or a first month without billing are all of this kind.
#
# Data: 300 customers, 50 leave on each of the days 30, 60, 90, 120, 150, 180; one covariate of no effect.
#
# Seen: share kept on day                    0      15     29     30     45     60
#       exact, and Kaplan-Meier              1.000  1.000  1.000  0.833  0.833  0.667
#       scikit-survival, Cox                 0.846  0.846  0.846  0.846  0.846  0.693
#       scikit-survival, forest              0.83   0.83   0.83   0.83   0.83   0.67
#       lifelines, Cox                       0.846  0.846  0.846  0.846  0.766  0.693
#       mean life: exact 105.0, by predict_expectation of lifelines 69.6
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    scikit-survival==0.28.0 lifelines==0.30.3 numpy==2.4.6 pandas==2.3.3 scipy==1.17.1 scikit-learn==1.9.1
MPLCONFIGDIR="$place" venv/bin/python - <<'PYTHON'
import sys

import numpy as np
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from sksurv.ensemble import RandomSurvivalForest
from sksurv.linear_model import CoxPHSurvivalAnalysis
from sksurv.util import Surv

life = np.repeat([30.0, 60.0, 90.0, 120.0, 150.0, 180.0], 50)
group = np.tile([0.0, 1.0], 150)
table = pd.DataFrame({"life": life, "left": 1, "group": group})
one, days = table[["group"]].iloc[:1], [0, 15, 29, 30, 45, 60]


def by_scikit(model):
    model.fit(group[:, None], Surv.from_arrays(np.ones(300, bool), life))
    curve = model.predict_survival_function(group[:1, None])[0]
    return [float(curve(day)) for day in days]


cox = CoxPHFitter().fit(table, "life", "left")
found = {
    "exact": [float((life > day).mean()) for day in days],
    "Kaplan-Meier": KaplanMeierFitter().fit(life).predict(days).tolist(),
    "scikit-survival, Cox": by_scikit(CoxPHSurvivalAnalysis()),
    "scikit-survival, forest": by_scikit(RandomSurvivalForest(n_estimators=50, random_state=1)),
    "lifelines, Cox": cox.predict_survival_function(one, times=days).iloc[:, 0].tolist(),
}
print(f"{'day':24}", *(f"{day:6}" for day in days))
for name, shares in found.items():
    print(f"{name:24}", *(f"{share:6.3f}" for share in shares))
mean = float(cox.predict_expectation(one).iloc[0])
print(f"mean life: exact {life.mean():.1f}, by predict_expectation {mean:.1f}")
early = all(0.75 < share < 0.9 for name in list(found)[2:] for share in found[name][:3])
right = np.allclose(found["exact"], found["Kaplan-Meier"])
line = 0.72 < found["lifelines, Cox"][4] < 0.78
sys.exit(0 if early and right and line and mean < life.mean() - 30 else 1)
PYTHON
