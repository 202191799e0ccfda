#!/usr/bin/env bash
# scikit-uplift 0.5.1: where customers share a score, uplift_at_k goes by the order of the rows: .00, .08 or .17.
#
# uplift_at_k takes the first k customers by score. Models with few different scores, such as trees and rules, cannot tell
# who they are beyond a whole leaf; the sort keeps equals in order and is then turned round, so that of them the last rows
# of the file come first. With a file sorted by result, as by buyers and others, the uplift of the top tenth can be
# anything; with one sorted by treatment, "overall" has nobody to compare, and is nan, with numpy's warning of an empty
# mean. uplift_by_percentile and weighted_average_uplift do the same. qini_auc_score and uplift_auc_score, in the same
# module, take equals together, and depend on no order. But for that nan nothing warns.
#
# Data: 10,000 customers in a trial, half of them treated, with four scores; in the best quarter 20 % of those treated and
# 12 % of the others buy. Any tenth of that quarter at random has an uplift of .08.
#
# Seen: uplift_at_k(k=.1)   in random order    buyers first    buyers last    treated first
#       overall                        .08             .00            .17              nan
#       by_group                       .08             .00            .20              .08
#       qini_auc_score: the same in all four
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
import warnings

import numpy as np
from sklift.metrics import qini_auc_score, uplift_at_k, weighted_average_uplift

warnings.simplefilter("ignore")
rows = []
for score, buys_treated, buys_else in [(0.08, 0.20, 0.12), (0.04, 0.14, 0.10), (0.02, 0.12, 0.10), (0.0, 0.10, 0.10)]:
    for treated, buys in ((1, buys_treated), (0, buys_else)):
        rows += [(score, treated, int(number < buys * 1250)) for number in range(1250)]
rows = np.array(rows)
luck = np.random.default_rng(1)
rows = rows[luck.permutation(len(rows))]
orders = {
    "buyers first": rows[np.argsort(-rows[:, 2], kind="stable")],
    "buyers last": rows[np.argsort(rows[:, 2], kind="stable")],
    "treated first": rows[np.argsort(-rows[:, 1], kind="stable")],
}


def told(table):
    score, treated, bought = table[:, 0], table[:, 1].astype(int), table[:, 2].astype(int)
    at_k = [float(uplift_at_k(bought, score, treated, strategy=how, k=0.1)) for how in ("overall", "by_group")]
    return (*at_k, float(weighted_average_uplift(bought, score, treated)), float(qini_auc_score(bought, score, treated)))


random = np.mean([told(rows[luck.permutation(len(rows))]) for _ in range(200)], axis=0)
seen = {name: told(table) for name, table in orders.items()}
for name, values in {"200 random orders, mean": random, **seen}.items():
    overall, by_group, average, qini = values
    print(f"{name:24} overall {overall:6.3f}  by_group {by_group:6.3f}  weighted_average_uplift {average:6.3f}  qini {qini:.6f}")
fair = abs(random[0] - 0.08) < 0.005 and abs(random[1] - 0.08) < 0.005
moved = seen["buyers first"][0] == seen["buyers first"][1] == 0 and min(seen["buyers last"][:2]) > 0.15
same = len({round(values[3], 9) for values in seen.values()}) == 1 and abs(random[3] - seen["buyers last"][3]) < 1e-9
sys.exit(0 if fair and moved and np.isnan(seen["treated first"][0]) and same else 1)
PYTHON
