#!/usr/bin/env bash
# ChannelAttribution 2.2.5: of the money of a path, its Markov model knows only in which channel the path ended.
#
# A simulated path that ends in a sale draws its money from all sales that ended in the same channel, whatever came before.
# So a channel that brings sales of 100 euros, and one that brings sales of 1, are worth the same if both lead to the store:
# total_conversion_value differs from total_conversions by a factor alone, unless sales end in several channels. With order =
# 2 it is the last two channels that count. The column reads as money that a channel brings; nothing warns. First, last and
# linear touch keep the money with its path.
#
# Data: mail > store, 10 sales of 100 euros; web > store, 10 sales of 1 euro. Without mail 1000 of 1010 euros are gone.
#
# Seen: removal effect on money, mail 0.50, web 0.50; money credited to mail, web, store: 253, 252, 505
#       with order = 2: 500, 5, 505; by linear touch: 500, 5, 505
# Ends with 1 if this changed. Builds ChannelAttribution from source: needs g++.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check channelattribution==2.2.5 numpy==2.4.6 pandas==3.1.1 matplotlib==3.11.2
MPLCONFIGDIR="$place" MPLBACKEND=Agg venv/bin/python - <<'PYTHON'
import sys

import ChannelAttribution
import pandas as pd

data = pd.DataFrame([("mail > store", 10, 1000.0), ("web > store", 10, 10.0)], columns=["path", "sold", "money"])


def by_chain(order):
    found = ChannelAttribution.markov_model(
        data, "path", "sold", "money", order=order, out_more=True, max_step=1000, conv_par=0.005, verbose=False, flg_pro=False
    )
    lost = found["removal_effects"].set_index("channel_name")["removal_effects_conversion_value"]
    return found["result"].set_index("channel_name")["total_conversion_value"], lost


linear = ChannelAttribution.heuristic_models(data, "path", "sold", var_value="money", flg_pro=False)
linear = linear.set_index("channel_name")["linear_touch_value"]
(first, lost), (second, _) = by_chain(1), by_chain(2)
print(f"removal effects on money: mail {lost['mail']:.2f}, web {lost['web']:.2f}")
for name, credit in (("order 1", first), ("order 2", second), ("linear touch", linear)):
    print(f"{name}: mail {credit['mail']:.0f}, web {credit['web']:.0f}, store {credit['store']:.0f}")
alike = all(abs(lost[channel] - 0.5) < 0.02 and abs(first[channel] - 252.5) < 8 for channel in ("mail", "web"))
apart = all(abs(credit["mail"] - 500) < 8 and abs(credit["web"] - 5) < 1 for credit in (second, linear))
sys.exit(0 if alike and apart else 1)
PYTHON
