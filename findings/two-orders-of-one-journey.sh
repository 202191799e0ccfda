#!/usr/bin/env bash
# pm4py 2.7.23.11: where contacts overlap, its variants and its graph have them in two orders, and waits are below zero.
#
# A log of intervals, with start_timestamp and time:timestamp, is put in the order of ends by format_dataframe: variants, and
# what a case begins and ends with, follow it. The edges of discover_dfg and discover_performance_dfg follow starts. So a
# graph begins with a channel that its own edges enter, and the edge into it takes -40 minutes, from the end of the one to
# the start of the other, which is in all means; code that would make it 0 is there, and neither function reaches it.
# get_service_time is 0 unless start_timestamp_key is named, though format_dataframe was told it. Nothing warns. One time a
# contact, its start, gives one order everywhere.
#
# Data: ten cases: web from 9:00 to 10:00, a call meanwhile, from 9:20 to 9:30, then the store from 10:30 to 11:00.
#
# Seen: variant phone, web, store; first: phone; edges web > phone 10, phone > store 10, web > store 0
#       minutes from web to phone: -40; service time of the web by default: 0
#       with starts alone: variant web, phone, store; first: web; the same edges; from web to phone 20
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pm4py==2.7.23.11 numpy==2.4.6 pandas==3.1.1
MPLCONFIGDIR="$place" venv/bin/python - 2>/dev/null <<'PYTHON'
import sys
import warnings

import pandas as pd

warnings.simplefilter("ignore")
import pm4py
from pm4py.util import constants

constants.SHOW_PROGRESS_BAR = False
CONTACTS = [("web", "9:00", "10:00"), ("phone", "9:20", "9:30"), ("store", "10:30", "11:00")]


def found(**times):
    rows = [(str(case), *contact) for case in range(10) for contact in CONTACTS]
    table = pd.DataFrame(rows, columns=["case", "channel", "from", "to"])
    for column in ("from", "to"):
        table[column] = pd.to_datetime("2025-03-03 " + table[column], utc=True)
    log = pm4py.format_dataframe(table, case_id="case", activity_key="channel", **times)
    service = pm4py.get_service_time(log)["web"]
    edges, first, _ = pm4py.discover_dfg(log)
    minutes = pm4py.discover_performance_dfg(log)[0]["web", "phone"]["mean"] / 60
    return pm4py.get_variants(log), first, edges, minutes, service


edges = {("web", "phone"): 10, ("phone", "store"): 10}
intervals, starts = found(timestamp_key="to", start_timestamp_key="from"), found(timestamp_key="from")
for name, (variants, first, graph, minutes, service) in (("intervals", intervals), ("starts", starts)):
    print(f"{name}: variants {variants}, first {first}, edges {graph}, from web to phone {minutes} min, service {service}")
same = intervals == ({("phone", "web", "store"): 10}, {"phone": 10}, edges, -40.0, 0.0)
sys.exit(0 if same and starts == ({("web", "phone", "store"): 10}, {"web": 10}, edges, 20.0, 0.0) else 1)
PYTHON
