#!/usr/bin/env bash
# marketing-attribution-models 1.0.10: its Markov model leaves out all journeys that came to nothing, by default.
#
# MAM.attribution_markov weights each journey by its conversion value, which is 0 for one without a conversion. The chain is
# so fitted to successful journeys alone: every path ends in a sale, and a channel that none of them passed has no effect,
# even if 70 of 80 customers used it and its removal would cost three sales in five. conversion_value_as_frequency=False
# counts every journey once and gives the exact effects. Nothing warns, and the table of transitions that comes with the
# result shows it: what leads to (null) is 0 throughout.
#
# Data: 30 customers web > phone > web and 30 phone > web > phone, none of whom buys; 10 web > store, who buy; 10
# phone > mail, who do not. By the chain's equations, removing the phone loses 3 conversions in 5.
#
# Seen: removal effect of the phone: exact 0.60, by default 0.00, with conversion_value_as_frequency=False 0.60
#       sales credited to web, store, phone: by default 5.0 5.0 0.0, else 3.8 3.8 2.3
# Ends with 1 if this changed. Needs Python 3.11 or older, for pandas 1.5.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    marketing-attribution-models==1.0.10 numpy==1.26.4 pandas==1.5.3 matplotlib==3.7.5
MPLCONFIGDIR="$place" MPLBACKEND=Agg venv/bin/python - <<'PYTHON'
import sys
import warnings

import numpy as np
import pandas as pd

warnings.simplefilter("ignore")
from marketing_attribution_models import MAM

paths = [("web > phone > web", False, 30), ("phone > web > phone", False, 30), ("web > store", True, 10), ("phone > mail", False, 10)]
journeys = pd.DataFrame([path[:2] for path in paths for _ in range(path[2])], columns=["path", "bought"])


def conversion(without=None):
    states, ends = ["start", "web", "phone", "store", "mail"], {True: "bought", False: "not"}
    counts = pd.DataFrame(0.0, index=states, columns=[*states, *ends.values()])
    for path, bought, number in paths:
        steps = ["start", *path.split(" > "), ends[bought]]
        for one, other in zip(steps, steps[1:]):
            counts.loc[one, other] += number
    chances = counts.div(counts.sum(axis=1), axis=0)
    kept = [state for state in states if state != without]
    return np.linalg.solve(np.eye(len(kept)) - chances.loc[kept, kept], chances.loc[kept, "bought"])[0]


def fitted(**settings):
    data = MAM(
        journeys, group_channels=False, channels_colname="path", journey_with_conv_colname="bought", group_timestamp_colname=None
    )
    _, credit, transitions, effects = data.attribution_markov(**settings)
    credit = credit.set_index("channels").iloc[:, 0]
    lost = transitions.loc[["web", "phone", "store", "mail"], "(null)"].sum()
    return effects.loc["phone", "removal_effect"], credit[["web", "store", "phone"]].round(1).tolist(), lost


exact = 1 - conversion("phone") / conversion()
by_default, each = fitted(), fitted(conversion_value_as_frequency=False)
print(f"removal effect of the phone: exact {exact:.2f}, by default {by_default[0]:.2f}, counting each journey {each[0]:.2f}")
print("sales credited to web, store, phone: by default", *by_default[1], "; counting each", *each[1])
print(f"chances of leading to nothing, summed over channels: by default {by_default[2]:.2f}, counting each {each[2]:.2f}")
same = abs(exact - 0.6) < 1e-9 and by_default[0] == 0 and by_default[2] == 0 and abs(each[0] - exact) < 1e-9
sys.exit(0 if same else 1)
PYTHON
