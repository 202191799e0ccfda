#!/usr/bin/env bash
# Six callers in ten did not wait; by four t-digests that is 30 %, 29 % or nobody, and for one the quickest waited -0.3 s.
#
# A t-digest takes its quantiles and shares from lines between the means of groups of values. Where many values are equal,
# as waits of zero are, half of their group lies "below" them, so that the share of waits of at most 0 is half of the true
# one; for fastdigest 0.12.0 it is none at all. tdigest 0.5.2.2 of Python draws the line on through the zeros: the tenth
# percentile is below zero, and the median is a wait. So it is by npm's tdigest 0.1.3, which prom-client's summaries use.
# Means, counts and high percentiles are right, so that nothing looks wrong. cdf, get_rank and p_rank are what one would
# ask for the share answered at once, or within a target that many just meet.
#
# Data: 600 waits of 0 and 400 exponential ones with a mean of 60 seconds.
#
# Seen:                     share at 0  quantiles .1     .5     .59    .61     .9
#       exact               0.600             0.00   0.00   0.00   1.50  82.94
#       tdigest 0.5.2.2     0.300            -0.30   0.30   0.43   1.52  82.86
#       fastdigest 0.12.0   0.000             0.00   0.00   0.00   1.50  82.94
#       datasketches 5.2.0  0.288             0.00   0.00   0.65   5.84  84.17
#       npm tdigest 0.1.3   0.300             0.00   0.30   0.43   1.52  83.18
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check tdigest==0.5.2.2 fastdigest==0.12.0 datasketches==5.2.0 numpy==2.4.6
npm install --silent --no-audit --no-fund --prefix "$place" tdigest@0.1.3 >/dev/null
venv/bin/python - <<'PYTHON'
import json
import math
import random
import sys

import datasketches
import fastdigest
import numpy as np
from tdigest import TDigest

waits = [0.0] * 600 + [-60 * math.log(1 - (number + 0.5) / 400) for number in range(400)]
random.Random(1).shuffle(waits)
with open("waits.json", "w") as file:
    json.dump(waits, file)
shares = [0.1, 0.5, 0.59, 0.61, 0.9]

by_tdigest = TDigest()
by_tdigest.batch_update(waits)
by_fastdigest = fastdigest.TDigest.from_values(waits)
by_datasketches = datasketches.tdigest_double(100)
for wait in waits:
    by_datasketches.update(wait)

found = {
    "exact": (sum(wait <= 0 for wait in waits) / 1000, np.quantile(waits, shares)),
    "tdigest": (by_tdigest.cdf(0), [by_tdigest.percentile(100 * share) for share in shares]),
    "fastdigest": (by_fastdigest.cdf(0), [by_fastdigest.quantile(share) for share in shares]),
    "datasketches": (by_datasketches.get_rank(0.0), [by_datasketches.get_quantile(share) for share in shares]),
}
for name, (at_once, quantiles) in found.items():
    print(f"{name:13} {at_once:.3f} ", *(f"{quantile:6.2f}" for quantile in quantiles))
tenth, median = found["tdigest"][1][:2]
same = abs(found["tdigest"][0] - 0.3) < 0.001 and tenth < -0.1 and median > 0.1
sys.exit(0 if same and found["fastdigest"][0] == 0 and 0.2 < found["datasketches"][0] < 0.35 else 1)
PYTHON
cat >digest.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import tdigest from "tdigest";

const digest = new tdigest.TDigest();
digest.push(JSON.parse(readFileSync("waits.json", "utf8")));
digest.compress();
const atOnce = digest.p_rank(0);
const quantiles = [0.1, 0.5, 0.59, 0.61, 0.9].map((share) => digest.percentile(share));
console.log("npm tdigest  ", atOnce.toFixed(3), "", ...quantiles.map((quantile) => quantile.toFixed(2).padStart(6)));
process.exit(Math.abs(atOnce - 0.3) < 0.001 && quantiles[1] > 0.1 ? 0 : 1);
JAVASCRIPT
node digest.mjs
