#!/usr/bin/env bash
# datasketches 5.2.0 for Python: t-digest quantiles fall where they should rise, at four steps in five.
#
# Between the means of two neighbouring groups of values, get_quantile of tdigest_double takes its line the wrong way
# round: at .503 it gives less than at .497, and from one group to the next it leaps. Each value is near the right one,
# within some two percent, so that a few percentiles by themselves show nothing. But a curve of them is a saw, the value
# that 90.1 % stay below exceeds that of 90.5 %, and a search for the share within a target ends anywhere. get_rank rises
# as it should, and so do the quantiles of the KLL sketch of the same package. Nothing warns.
#
# Data: 0.05, 0.15, ..., 99.95 (1,000 values) in any order, so that quantile q is 100 q.
#
# Seen: quantiles .497 to .503: 51.3 51.2 51.1 51.0 50.9 50.8 50.7
#       steps of a thousandth at which the quantile falls: t-digest 827 of 998; KLL 0; ranks of the t-digest 0
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasketches==5.2.0 numpy==2.4.6
venv/bin/python - <<'PYTHON'
import random
import sys

import datasketches

values = [(number + 0.5) / 10 for number in range(1000)]
random.Random(1).shuffle(values)
digest, sketch = datasketches.tdigest_double(200), datasketches.kll_doubles_sketch(200)
for value in values:
    digest.update(value)
    sketch.update(value)


def falls(numbers):
    return sum(after < before for before, after in zip(numbers, numbers[1:]))


shares = [thousandth / 1000 for thousandth in range(1, 1000)]
by_digest = [digest.get_quantile(share) for share in shares]
by_sketch = [sketch.get_quantile(share) for share in shares]
ranks = [digest.get_rank(value) for value in sorted(values)]
print("quantiles .497 to .503:", *(f"{value:.1f}" for value in by_digest[496:503]))
print(f"steps that fall, of 998: t-digest {falls(by_digest)}, KLL {falls(by_sketch)}; of 999 ranks {falls(ranks)}")
worst = max(abs(value - 100 * share) for value, share in zip(by_digest, shares))
print(f"largest error of a quantile: {worst:.2f}")
sys.exit(0 if falls(by_digest) > 600 and falls(by_sketch) == falls(ranks) == 0 and worst < 3 else 1)
PYTHON
