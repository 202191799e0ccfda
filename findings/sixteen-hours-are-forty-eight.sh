#!/usr/bin/env bash
# businesstime 0.3.0: 16 working hours are 48 if they end at the hour at which they began, and 32 if at closing time.
#
# businesstimedelta gives a timedelta in which a working day counts as one day. Days of a timedelta have 24 hours, so that
# total_seconds(), a comparison with four hours, a mean, and every sum of such results are too large as soon as a ticket is
# open for a full day or more; below that they are right. Rates of tickets within target suffer: nine working hours are
# over a target of 20. business-duration 0.68 does the opposite: its unit "day" is 24 working hours, that is three days of
# eight hours. businesstimedelta 1.0.1, a third package, has hours and seconds alone. Nothing warns.
#
# Seen: open 9 to 17                      exact      businesstime (its hours)    business-duration
#       Monday 10:00 to Monday 12:30       2.5 h     2:30:00           2.5       2.5 h, 0.10 days
#       Monday 16:00 to Tuesday 10:00      2 h       2:00:00           2         2 h, 0.08 days
#       Monday 10:00 to Tuesday 11:00      9 h       1 day, 1:00:00   25         9 h, 0.38 days
#       Monday 09:00 to Tuesday 17:00     16 h       1 day, 8:00:00   32        16 h, 0.67 days
#       Monday 10:00 to Wednesday 10:00   16 h       2 days, 0:00:00  48        16 h, 0.67 days
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    businesstime==0.3.0 business-duration==0.68 businesstimedelta==1.0.1 numpy==2.4.6 pandas==2.3.3
venv/bin/python - <<'PYTHON'
import sys
from datetime import datetime, time

import pandas as pd
from business_duration import businessDuration
from businesstime import BusinessTime
from businesstimedelta import Rules, WorkDayRule

opens, closes = time(9), time(17)
firm = BusinessTime(business_hours=(opens, closes))
rules = Rules([WorkDayRule(start_time=opens, end_time=closes, working_days=[0, 1, 2, 3, 4])])
cases = [
    ((2, 10, 0), (2, 12, 30), 2.5, 2.5),
    ((2, 16, 0), (3, 10, 0), 2, 2),
    ((2, 10, 0), (3, 11, 0), 9, 25),
    ((2, 9, 0), (3, 17, 0), 16, 32),
    ((2, 10, 0), (4, 10, 0), 16, 48),
]
same = True
for begin, end, exact, expected in cases:
    begin, end = datetime(2025, 6, *begin), datetime(2025, 6, *end)
    span = firm.businesstimedelta(begin, end)
    hours = span.total_seconds() / 3600
    other, days = (
        businessDuration(pd.Timestamp(begin), pd.Timestamp(end), opens, closes, unit=unit) for unit in ("hour", "day")
    )
    third = rules.difference(begin, end).timedelta.total_seconds() / 3600
    print(f"{begin:%a %H:%M} to {end:%a %H:%M}: exact {exact} h; businesstime {span}, that is {hours} h; ", end="")
    print(f"business-duration {other} h, {days:.2f} days; businesstimedelta {third} h")
    same = same and hours == expected and other == third == exact and abs(days - exact / 24) < 1e-9
sys.exit(0 if same else 1)
PYTHON
