#!/usr/bin/env bash
# scikit-uplift 0.5.1: the standard deviation of the total uplift is the sum of those of its bins: 32 times too large at ten.
#
# uplift_by_percentile with std=True gives a standard deviation for the uplift of each of the bins, which is right. With
# total=True, too, the row "total" has their sum in it, and likewise for the response rates; the variance of the total,
# computed beside it, is not used. So the total looks less certain than any part, and the more so the more bins are asked
# for, though the data are the same. An effect of nine standard errors looks like one of a third of one. Nothing warns.
#
# Data: 20,000 customers, half of them treated; 12 % of those treated and 8 % of the others buy; the score tells nothing.
#
# Seen: bins   uplift  std of the total  of its parts      exact
#          2   0.0400            0.0120        0.0060     0.0042
#         10   0.0400            0.1339        0.0134     0.0042
#         50   0.0400            1.4932        0.0299     0.0042
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    scikit-uplift==0.5.1 scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1 \
    matplotlib==3.11.2 requests==2.34.2 tqdm==4.70.1
MPLCONFIGDIR="$place" MPLBACKEND=Agg venv/bin/python - <<'PYTHON'
import sys

import numpy as np
from sklift.metrics import uplift_by_percentile

each = 10_000
treated = np.repeat([1, 0], each)
bought = np.concatenate([np.arange(each) < 0.12 * each, np.arange(each) < 0.08 * each]).astype(int)
luck = np.random.default_rng(1)
score = luck.random(2 * each)
exact = np.sqrt(0.12 * 0.88 / each + 0.08 * 0.92 / each)
again = (luck.binomial(each, 0.12, 20_000) - luck.binomial(each, 0.08, 20_000)) / each
print(f"uplift 0.04, standard error {exact:.4f}; by simulation {np.std(again):.4f}")
seen = []
for bins in (2, 10, 50):
    table = uplift_by_percentile(bought, score, treated, bins=bins, std=True, total=True)
    total, parts = table.loc["total"], table.drop("total")
    seen.append((total["uplift"], total["std_uplift"], parts["std_uplift"].sum()))
    each_part = parts["std_uplift"].mean()
    print(f"{bins:2} bins: uplift {total['uplift']:.4f}, std {total['std_uplift']:.4f}; parts {each_part:.4f} each")
sums = all(abs(told - parts) < 1e-9 and abs(uplift - 0.04) < 1e-9 for uplift, told, parts in seen)
sys.exit(0 if sums and abs(np.std(again) - exact) < 1e-4 and seen[1][1] > 30 * exact else 1)
PYTHON
