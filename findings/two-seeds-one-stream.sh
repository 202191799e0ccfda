#!/usr/bin/env bash
# numpy 2.4.6: the stream of seed 7 is also that of [7, 0], and that of 4294967303 is [7, 1]; Python's random forgets signs.
#
# default_rng([seed, replication]) looks like a stream of its own for each replication. But numpy lengthens a seed of up to
# four words by zeros, so that replication 0 has the numbers of default_rng(seed), which often made the population, the
# scenario or the parameters before: the customers then meet the luck that made them. (A uniform draw for who they are and
# one for what they do are equal, not independent.) A seed above 2^32 is cut in words in the same way. random.seed, which
# SimPy models mostly draw from, takes the absolute value of a whole number: -5 is 5, and replications numbered from -n to
# n are half as many. Nothing warns. SeedSequence(seed).spawn(n) gives streams that do differ, also from the parent's.
#
# Seen: first numbers of 7: 0.6251 0.8972; of [7, 0]: 0.6251 0.8972; of [7, 0, 0]: 0.6251 0.8972; of [7, 1]: others
#       correlation of 100,000 numbers of 7 and of [7, 0]: 1.00; of 7 and its first spawned child: 0.00
#       [7, 1] is 7 + 2^32; Python: seed -5 is seed 5
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.4.6
venv/bin/python - <<'PYTHON'
import random
import sys

import numpy as np


def numbers(seed, count=2):
    return np.random.default_rng(seed).random(count)


print("numpy", np.__version__, "Python", sys.version.split()[0])
for seed in [7, [7, 0], [7, 0, 0], [7, 1], 7 + 2**32]:
    print(f"{seed}:", *numbers(seed).round(4))
child = np.random.SeedSequence(7).spawn(1)[0]
together, apart = (np.corrcoef(numbers(7, 100_000), numbers(seed, 100_000))[0, 1] for seed in ([7, 0], child))
print(f"correlation of 7 and [7, 0]: {together:.2f}; of 7 and its first spawned child: {abs(apart):.2f}")
signs = [random.Random(seed).random() for seed in (5, -5)]
print("Python's random, 5 and -5:", *signs)
same = all((numbers(7) == numbers(seed)).all() for seed in ([7, 0], [7, 0, 0]))
cut = (numbers([7, 1]) == numbers(7 + 2**32)).all() and (numbers([7, 1]) != numbers(7)).all()
sys.exit(0 if same and cut and together > 0.999999 and abs(apart) < 0.02 and signs[0] == signs[1] else 1)
PYTHON
