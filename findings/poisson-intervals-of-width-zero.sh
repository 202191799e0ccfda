#!/usr/bin/env bash
# statsmodels 0.15.0: two 95 % intervals for counts have no width when a count is 0.
#
# confint_poisson(0, exposure, method="midp-c") gives the same number as lower and as upper end, log(20) / exposure, so
# that the observed rate of 0 lies outside. confint_poisson_2indep(3, 10, 0, 10, compare="ratio", method="score") gives
# .780953 twice, where the estimated ratio is infinite and the interval should run from there upwards. The first says
# nothing; the second warns of a division by zero, and returns. At a count of 0 one end of such an interval is 0, or
# infinity, by definition; it is searched for all the same, and the search ends at the other end.
#
# One would expect the mid-p interval of 0 in 10 to be 0 to .2996, as exact-c gives 0 to .3689.
#
# Seen: midp-c, 0 in 10: 0.299573 to 0.299573
#       score, ratio of 3 in 10 to 0 in 10: 0.780953 to 0.780953
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check statsmodels==0.15.0 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
venv/bin/python - <<'PYTHON'
import sys
import warnings

import statsmodels
from statsmodels.stats.rates import confint_poisson, confint_poisson_2indep

warnings.simplefilter("ignore")
print("statsmodels", statsmodels.__version__)
exact = confint_poisson(0, 10, method="exact-c")
mid_p = confint_poisson(0, 10, method="midp-c")
ratio = confint_poisson_2indep(3, 10, 0, 10, compare="ratio", method="score")
print(f"exact-c, 0 in 10: {exact[0]:.6f} to {exact[1]:.6f}")
print(f"midp-c, 0 in 10: {mid_p[0]:.6f} to {mid_p[1]:.6f}")
print(f"score, ratio of 3 in 10 to 0 in 10: {ratio[0]:.6f} to {ratio[1]:.6f}")
no_width = [low > 0.1 and abs(high - low) < 1e-6 for low, high in (mid_p, ratio)]
sys.exit(0 if all(no_width) else 1)
PYTHON
