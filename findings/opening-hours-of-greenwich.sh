#!/usr/bin/env bash
# pm4py 2.7.23.11 measures business hours in universal time: a firm in Berlin opens at 11 in summer, and at 10 in winter.
#
# format_dataframe, which every table goes through, turns zoned times into universal ones, and reading XES does so too.
# business_hours=True then lays the slots, counted from the start of the week, over those: for a firm in Berlin that is
# open from 9 to 17, it is from 11 to 19 in summer and from 10 to 18 in winter. The same case takes another time in
# another season, though no clock on the wall would say so. Slots have no zone to set, and those of the default, 7 to 17,
# are moved alike. Nothing warns. Local times without a zone are measured right, and called universal.
#
# Data: one case, from 16:00 to 9:30 of the next day, open 9 to 17: an hour and a half of business time.
#
# Seen: hours, by case duration, by the graph of what follows what, and after writing and reading XES, all three alike:
#       no zone 1.5; Berlin in June 3.0, in February 2.0; New York in June 4.5
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pm4py==2.7.23.11 numpy==2.4.6 pandas==3.1.1
MPLCONFIGDIR="$place" venv/bin/python - <<'PYTHON'
import sys
import warnings

import pandas as pd

warnings.simplefilter("ignore")
import pm4py
from pm4py.util import constants

constants.SHOW_PROGRESS_BAR = False
OPEN = [((24 * day + 9) * 3600, (24 * day + 17) * 3600) for day in range(5)]


def hours(month, zone):
    """Business hours of a case from 16:00 to 9:30: by case duration, and by the graph of who follows whom."""
    times = pd.Series(pd.to_datetime([f"2025-{month}-03 16:00", f"2025-{month}-04 09:30"]))
    times = times.dt.tz_localize(zone) if zone else times
    table = pd.DataFrame({"case": ["1", "1"], "step": ["asked", "answered"], "time": times})
    log = pm4py.format_dataframe(table, case_id="case", activity_key="step", timestamp_key="time")
    whole = pm4py.get_all_case_durations(log, business_hours=True, business_hour_slots=OPEN)[0]
    graph = pm4py.discover_performance_dfg(log, business_hours=True, business_hour_slots=OPEN)[0]
    pm4py.write_xes(log, "log.xes")
    again = pm4py.get_all_case_durations(pm4py.read_xes("log.xes"), business_hours=True, business_hour_slots=OPEN)[0]
    return [float(seconds) / 3600 for seconds in (whole, graph["asked", "answered"]["mean"], again)]


cases = [("06", None), ("06", "Europe/Berlin"), ("02", "Europe/Berlin"), ("06", "America/New_York")]
found = {case: hours(*case) for case in cases}
for (month, zone), values in found.items():
    print(f"month {month}, zone {zone}: durations {values[0]:.2f} h, graph {values[1]:.2f} h, from XES {values[2]:.2f} h")
expected = dict(zip(cases, [1.5, 3.0, 2.0, 4.5]))
sys.exit(0 if all(abs(value - expected[case]) < 1e-6 for case in cases for value in found[case]) else 1)
PYTHON
