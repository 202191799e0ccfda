#!/usr/bin/env bash
# marketing-attribution-models 2.1.1: of five channels in a journey, the first by alphabet gets no credit from Shapley values.
#
# run_shapley keeps the last max_size (4) channels of a journey, for speed, after it has sorted them by name: so it is not
# the earliest contact that is left out, but what the alphabet puts first, and its credit goes to the others. max_size=5
# mends it here. run_markov computes exact removal effects, and then spreads each sale among the channels of its own journey
# in proportion to them, where the method credits all sales together by them, as version 1.0.10 did: channels of short
# journeys gain. Both add up to all sales, and nothing warns.
#
# Data: for Shapley, 10 sales by app > mail > phone > store > web, 10 by the same backwards, and 80 other journeys that came to
# nothing; for Markov, 10 sales by mail > web and 5 by web: removal effects 2/3 and 1, so 6 and 9 sales.
#
# Seen: Shapley values of app, mail, phone, store, web: 0, 5, 5, 5, 5; with max_size=5: 4 each; linear: 4 each
#       Markov: removal effects of mail and web 0.667 and 1.000, sales credited 4 and 11
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    marketing-attribution-models==2.1.1 numpy==2.4.6 pandas==3.1.1 polars==2.1.0 scipy==1.17.1 plotly==7.1.0 pyarrow==26.0.1
venv/bin/python - <<'PYTHON'
import sys

import pandas as pd
from mam.core import MAM

FIVE = ["app", "mail", "phone", "store", "web"]


def model(paths):
    table = pd.DataFrame(paths, columns=["path", "sold", "journeys"])
    columns = {"channels_colname": "path", "journey_with_conv_colname": "sold", "occurrences_colname": "journeys"}
    return MAM(df=table, format_type="grouped_journey", **columns)


def credit(result, channels):
    found = dict(result.to_polars().iter_rows())
    return [round(found.get(channel, 0.0), 6) for channel in channels]


five = model([(" > ".join(FIVE), True, 10), (" > ".join(FIVE[::-1]), True, 10), ("mail > web", False, 80)])
by_default, all_five, linear = five.run_shapley(), five.run_shapley(max_size=5), five.run_linear()
print("sales credited to", *FIVE)
for name, result in (("Shapley", by_default), ("Shapley, max_size=5", all_five), ("linear", linear)):
    print(f"{name}:", *credit(result, FIVE))
chain = model([("mail > web", True, 10), ("web", True, 5)]).run_markov()
effects = chain.metadata["removal_effect"]["removal_effect"].round(3).to_dict()
print("Markov: removal effects", effects, "sales credited to mail and web", *credit(chain, ["mail", "web"]))
same = credit(by_default, FIVE) == [0, 5, 5, 5, 5] and credit(all_five, FIVE) == credit(linear, FIVE) == [4] * 5
sys.exit(0 if same and effects == {"mail": 0.667, "web": 1.0} and credit(chain, ["mail", "web"]) == [4, 11] else 1)
PYTHON
