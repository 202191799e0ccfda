#!/usr/bin/env bash
# lifelines 0.30.3: percentile(0.9) is the time after which a tenth has left, not nine tenths.
#
# percentile(p) is the time at which the share of those who stay has fallen to p. The ninetieth percentile of patience, of
# time to reply or of customers' lives is percentile(0.1); what percentile(0.9) gives is the tenth. Kaplan-Meier and
# parametric fits do it alike, and so do the predictions of regressions (predict_percentile of Cox and of Weibull models).
# statsmodels means by quantile(0.9) what numpy means. At one half both agree, which is where one would try it. Nothing
# warns: "nine in ten are answered within 10 minutes" for one in ten.
#
# Data: times 1, 2, ..., 100, all of them seen to the end.
#
# Seen: numpy quantile(0.9): 90; statsmodels quantile(0.9): 91
#       lifelines percentile(0.9): Kaplan-Meier 10, Weibull 15; percentile(0.1): Kaplan-Meier 90, Weibull 92
#       predict_percentile(p=0.9): Cox 10, Weibull 14
#       percentile(0.5): Kaplan-Meier 50
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    lifelines==0.30.3 statsmodels==0.15.0 numpy==2.4.6 pandas==2.3.3 scipy==1.17.1
MPLCONFIGDIR="$place" venv/bin/python - <<'PYTHON'
import sys
import warnings

import numpy as np
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter, WeibullAFTFitter, WeibullFitter
from statsmodels.duration.survfunc import SurvfuncRight

warnings.simplefilter("ignore")  # of a coarse timeline, whatever the share
times = np.arange(1.0, 101.0)
by_numpy = np.quantile(times, 0.9)
by_statsmodels = SurvfuncRight(times, np.ones(100)).quantile(0.9)
print(f"numpy {by_numpy:.1f}, statsmodels {by_statsmodels:.1f}")
curve, weibull = KaplanMeierFitter().fit(times), WeibullFitter().fit(times)
found = {share: (curve.percentile(share), weibull.percentile(share)) for share in (0.9, 0.5, 0.1)}
for share, (stepwise, smooth) in found.items():
    print(f"percentile({share}): Kaplan-Meier {stepwise:.0f}, Weibull {smooth:.0f}")
table = pd.DataFrame({"time": times, "seen": 1, "group": np.tile([0, 1], 50)})
one = table[["group"]].iloc[:1]
models = [CoxPHFitter(), WeibullAFTFitter()]
predicted = [
    float(np.ravel(model.fit(table, "time", "seen").predict_percentile(one, p=0.9))[0]) for model in models
]
print("predict_percentile(p=0.9): Cox {:.0f}, Weibull {:.0f}".format(*predicted))
low = all(value < 20 for value in [*found[0.9], *predicted])
high = all(value > 80 for value in [*found[0.1], by_numpy, by_statsmodels])
sys.exit(0 if low and high and found[0.5][0] == 50 else 1)
PYTHON
