#!/usr/bin/env bash
# mabwiser 2.7.4: by UCB1 a channel that has not been tried yet is never tried: its bound is 0, the lowest there can be.
#
# UCB1 takes what has the highest upper bound for its mean: the less is known of an arm, the higher. Of what was never tried
# nothing is known, and UCB1 as published begins with trying each once. Here its bound is 0, while all the others are above
# that as long as no reward is negative; so predict never names it, partial_fit never learns of it, and it stays so, for an
# arm of the start without data as for one of add_arm. Nothing warns. The library's issue 10 says that without data there is
# no bound; the documentation gives the formula, which has none either, and does not say what follows. Thompson sampling, of
# the same library, tries new arms. One made-up trial of the new arm, as a success, mends it, and so does its warm_start.
#
# Data: mail sells to 5 %, phone to 4 %, 100 trials of each; then a third channel comes that sells to 10 %. 2000 customers,
# one after the other.
#
# Seen: tried                 mail  phone   new    sold
#       UCB1                  1167    833     0      92
#       UCB1, one made up      401    424  1175     152
#       Thompson sampling      119     62  1819     182
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile --no-deps \
    mabwiser==2.7.4 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1 python-dateutil==4.0.0 scikit-learn==1.9.1 joblib==1.6.0 \
    cloudpickle==3.1.3 threadpoolctl==3.8.0 narwhals==2.29.0
venv/bin/python - <<'PYTHON'
import sys

import numpy as np
from mabwiser.mab import MAB, LearningPolicy

SELLS = {"mail": 0.05, "phone": 0.04, "new": 0.10}


def run(policy, made_up=False):
    bandit = MAB(["mail", "phone"], policy, seed=1)
    bandit.fit(["mail"] * 100 + ["phone"] * 100, [1] * 5 + [0] * 95 + [1] * 4 + [0] * 96)
    bandit.add_arm("new")
    if made_up:
        bandit.partial_fit(["new"], [1])
    first = bandit.predict_expectations()
    luck, tried, sold = np.random.default_rng(1), dict.fromkeys(SELLS, 0), 0
    for _ in range(2000):
        channel = bandit.predict()
        bought = int(luck.random() < SELLS[channel])
        bandit.partial_fit([channel], [bought])
        tried[channel] += 1
        sold += bought
    return first, tried, sold


seen = {}
for name, policy, made_up in (
    ("UCB1", LearningPolicy.UCB1(alpha=1), False),
    ("UCB1, one made up", LearningPolicy.UCB1(alpha=1), True),
    ("Thompson sampling", LearningPolicy.ThompsonSampling(), False),
):
    first, tried, sold = seen[name] = run(policy, made_up)
    bounds = ", ".join(f"{channel} {value:.3f}" for channel, value in first.items())
    print(f"{name:18} tried {tried}, sold {sold}; before the first customer: {bounds}")
bound, tried, _ = seen["UCB1"]
others = all(seen[name][1]["new"] > 500 for name in ("UCB1, one made up", "Thompson sampling"))
sys.exit(0 if bound["new"] == 0 and bound["mail"] > 0.3 and tried["new"] == 0 and others else 1)
PYTHON
