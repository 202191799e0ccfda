#!/usr/bin/env bash
# A missing p-value counts as a test, or wipes out all the others, or is left out: it depends on the library and the method.
#
# Five outcomes are compared, two of them without a value (nothing happened), so that their p is missing. Adjusting the
# other three must not depend on the two. statsmodels' multipletests counts missing ones under Holm, Bonferroni and
# Sidak, which makes all p larger, and turns every p into a missing one under Benjamini-Hochberg, Benjamini-Yekutieli,
# Hommel and Simes-Hochberg; nothing warns. pingouin's multicomp leaves them out. scipy refuses them. The same call on
# the same list therefore finds one, none, or all three.
#
# Seen with p = .01, .02, .03, missing, missing:
#   statsmodels 0.15.0  holm    .05 .08 .09 - -
#   statsmodels 0.15.0  fdr_bh  -   -   -   - -
#   pingouin 0.7.0      holm    .03 .04 .04 - -
#   pingouin 0.7.0      fdr_bh  .03 .03 .03 - -
#   scipy 1.17.1        bh      refused
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check statsmodels==0.15.0 pingouin==0.7.0 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
MPLCONFIGDIR="$place" venv/bin/python - <<'PYTHON'
import sys
import warnings

import numpy as np
import pingouin
import scipy.stats
import statsmodels
from statsmodels.stats.multitest import multipletests

warnings.simplefilter("error")
p = np.array([0.01, 0.02, 0.03, np.nan, np.nan])
seen = {
    f"statsmodels {statsmodels.__version__} holm": multipletests(p, method="holm")[1],
    f"statsmodels {statsmodels.__version__} fdr_bh": multipletests(p, method="fdr_bh")[1],
    f"pingouin {pingouin.__version__} holm": pingouin.multicomp(p, method="holm")[1],
    f"pingouin {pingouin.__version__} fdr_bh": pingouin.multicomp(p, method="fdr_bh")[1],
}
for name, adjusted in seen.items():
    print(f"{name:26}", *(f"{value:.2f}" for value in adjusted))
try:
    scipy.stats.false_discovery_control(p)
    refused = False
except ValueError as error:
    refused = True
    print(f"scipy {scipy.__version__} bh: {error}")
none = np.nan
expected = [[0.05, 0.08, 0.09, none, none], [none] * 5, [0.03, 0.04, 0.04, none, none], [0.03] * 3 + [none] * 2]
same = all(np.allclose(s, e, equal_nan=True) for s, e in zip(seen.values(), expected))
sys.exit(0 if same and refused else 1)
PYTHON
