#!/usr/bin/env bash
# openretailscience 0.48.1: of customers who bought once, the same goods on the same day, some score 000 and others 955.
#
# RFMSegmentation gives each customer a score of 0 to 9 for how lately, how often and for how much he bought. It cuts the
# customers, in order, into tenths of one size, so that those who are equal fall into several; and it orders them by their
# number, so that the first get the low scores. Where most customers bought once, as in most shops, the score for how often
# tells mainly who is how old a customer; if all were there on the day of a sale, so does the one for how lately. The
# segments steer who gets a mailing, and an effect of it is then one of age. That the tenths are of one size is documented,
# that equals are told apart by number is not; nothing warns. Cut points, such as [.6, .85], are applied to the same order.
#
# Data: 1,000 customers, of whom 600 bought once, 250 twice and 150 three times, mixed among the numbers; each at 20 euros,
# and all of them for the last time on 1 June. By shares of those who bought less often the three scores would be 0, 6, 8.
#
# Seen: bought            lately  often   much   together
#       once              0 to 9  0 to 5  0 to 5   000 to 955
#       twice             0 to 9  6 to 8  6 to 8   066 to 988
#       three times       0 to 9  8 to 9  8 to 9   088 to 999
#       once, numbers 1 to 100: on average 0.0 for lately, 0.0 for often; 901 to 1000: 9.0 and 5.0
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile --no-deps \
    openretailscience==0.48.1 ibis-framework==12.0.0 duckdb==1.5.6 pandas==2.3.3 numpy==2.4.6 pyarrow==25.0.1 \
    pyarrow-hotfix==0.7 sqlglot==30.30.0 toolz==1.2.0 atpublic==9.0.0 parsy==2.2 rich==15.0.0 Pygments==2.21.0 \
    typing_extensions==4.16.0 python-dateutil==4.0.0 pytz==2026.6 tzdata==2026.6 toml==0.10.2 packaging==26.4
MPLCONFIGDIR="$place" MPLBACKEND=Agg venv/bin/python - <<'PYTHON'
import sys

import pandas as pd
from openretailscience.segmentation.rfm import RFMSegmentation

LAST = pd.Timestamp(2025, 6, 1)
SCORES = ["r_score", "f_score", "m_score", "rfm_segment"]
times = {number: 1 + (number % 20 >= 12) + (number % 20 >= 17) for number in range(1, 1001)}
bought = pd.DataFrame(
    [(number, LAST - pd.Timedelta(days=30 * visit), 20.0) for number, visits in times.items() for visit in range(visits)],
    columns=["customer_id", "transaction_date", "unit_spend"],
).assign(transaction_id=lambda rows: rows.index)


def spread(**cuts):
    found = RFMSegmentation(bought, current_date="2025-07-01", **cuts).df
    ends = found.groupby("frequency")[SCORES].agg(["min", "max"])
    return found, {often: [int(value) for value in row] for often, row in zip(ends.index, ends.values, strict=True)}


found, tenths = spread()
_, cut = spread(r_segments=[0.5], f_segments=[0.3], m_segments=[0.3])
for often, (r0, r1, f0, f1, m0, m1, s0, s1) in tenths.items():
    print(f"bought {often} times: lately {r0} to {r1}, often {f0} to {f1}, much {m0} to {m1}, together {s0:03} to {s1:03}")
once = found[found.frequency == 1].sort_index()
old, new = once.loc[1:100, SCORES[:2]].mean(), once.loc[901:1000, SCORES[:2]].mean()
for name, scores in (("1 to 100", old), ("901 to 1000", new)):
    print(f"bought once, numbers {name}: lately {scores.iloc[0]:.1f}, often {scores.iloc[1]:.1f}")
print("one cut each: bought once", cut[1])
same = tenths == {1: [0, 9, 0, 5, 0, 5, 0, 955], 2: [0, 9, 6, 8, 6, 8, 66, 988], 3: [0, 9, 8, 9, 8, 9, 88, 999]}
sys.exit(0 if same and cut[1][:6] == [0, 1] * 3 and old.max() < 1 and new.min() > 4.5 else 1)
PYTHON
