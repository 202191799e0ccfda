#!/usr/bin/env bash
# pm4py 2.7.23.11: whoever looks at the graph of a log has another log afterwards, in which all work takes no time.
#
# discover_dfg, discover_performance_dfg, discover_eventually_follows_graph and discover_heuristics_net write a column
# start_timestamp into the table that they are given, a copy of time:timestamp, where there is none. What pairs starts with
# ends (to_interval, and heuristics miner ++ by it) leaves a log alone that has such a column: it is one of intervals already.
# So the pairs are no longer made, each contact counts twice, and takes no time. In a table that is written to a file the
# column stays. Nothing warns. log.copy(), handed to what only looks, keeps the log as it is.
#
# Data: one case: web from 9:00 to 9:10, phone from 10:00 to 10:30, each with an event for its start and one for its end.
#
# Seen: minutes of contacts, before discover_dfg: web 10, phone 30; after it: web 0, web 0, phone 0, phone 0
#       heuristics miner ++, contacts by phone: before 1, after 2
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
from pm4py.algo.discovery.heuristics import algorithm as heuristics
from pm4py.objects.log.util import interval_lifecycle
from pm4py.util import constants

constants.SHOW_PROGRESS_BAR = False
EVENTS = [("web", "start", "9:00"), ("web", "complete", "9:10"), ("phone", "start", "10:00"), ("phone", "complete", "10:30")]


def minutes(log):
    pairs = interval_lifecycle.to_interval(pm4py.convert_to_event_log(log))
    events = [event for case in pairs for event in case]
    return [(e["concept:name"], (e["time:timestamp"] - e["start_timestamp"]).total_seconds() / 60) for e in events]


def calls(log):
    net = heuristics.apply_heu(pm4py.convert_to_event_log(log), variant=heuristics.Variants.PLUSPLUS)
    return net.nodes["phone"].node_occ


table = [("1", channel, kind, pd.Timestamp(f"2025-03-03 {time}", tz="UTC")) for channel, kind, time in EVENTS]
log = pd.DataFrame(table, columns=["case:concept:name", "concept:name", "lifecycle:transition", "time:timestamp"])
before = minutes(log), calls(log)
pm4py.discover_dfg(log.copy())
kept = minutes(log), calls(log)
pm4py.discover_dfg(log)
after = minutes(log), calls(log)
print("minutes of contacts:", *before[0], "; after discover_dfg:", *after[0])
print(f"calls by heuristics miner ++: {before[1]}, after discover_dfg: {after[1]}")
once = [("web", 10.0), ("phone", 30.0)]
twice = [("web", 0.0), ("web", 0.0), ("phone", 0.0), ("phone", 0.0)]
sys.exit(0 if before == kept == (once, 1) and after == (twice, 2) else 1)
PYTHON
