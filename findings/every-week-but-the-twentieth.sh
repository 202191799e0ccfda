#!/usr/bin/env bash
# ical.js 2.2.1: "Monday of week 20", an example of the iCalendar standard, is every Monday of the year but that one.
#
# FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO stands in RFC 5545. python-dateutil 4.0.0, and rrule 2.8.1 and rrule-temporal 2.2.8 of
# npm, make one day a year of it. ical.js makes all the Mondays that are not in week 20, even where the event itself begins
# in it: a mailing that goes out once a year is sent 51 times, but not on its day. The twentieth Monday of a year, 20MO, an
# example there too, is every Monday. Nothing warns.
#
# With BYWEEKNO=20 alone the others part as well: what a rule leaves open is as at the event's beginning, by the standard, so
# that it is a Monday again; rrule-temporal has it so, dateutil and rrule all seven days of the week, and ical.js none. And
# the Saturday of week 53 is 1 January 2022 for dateutil and rrule, too, which is in week 52; rrule-temporal loses the first
# one, 2 January 2021, though the event begins then.
#
# Data: events of Monday, 12 May 2025, in week 20, of 19 May 2025, the twentieth Monday, and of 2 January 2021, in week 53;
# when they return until the end of 2029.
#
# Seen: dates, right ones      exact  dateutil     rrule  rrule-temporal   ical.js
#       BYWEEKNO=20;BYDAY=MO    5, 5      5, 5      5, 5            5, 5    238, 0
#       BYWEEKNO=20             5, 5     35, 5     35, 5            5, 5      0, 0
#       BYDAY=20MO              5, 5      5, 5      5, 5            5, 5    242, 5
#       BYWEEKNO=53;BYDAY=SA    2, 2      3, 2      3, 2            1, 1    468, 0
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-dateutil==4.0.0
npm install --silent --no-audit --no-fund --prefix "$place" rrule@2.8.1 rrule-temporal@2.2.8 ical.js@2.2.1 >/dev/null
cat >others.mjs <<'JAVASCRIPT'
import ICAL from "ical.js";
import rrule from "rrule";
import { RRuleTemporal } from "rrule-temporal";

const [start, rule] = process.argv.slice(2);
const text = `DTSTART:${start.replaceAll("-", "")}T090000Z\nRRULE:${rule}`;
const ends = new Date("2030-01-01T00:00:00Z");
const begins = new Date(`${start}T00:00:00Z`);
const dates = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromString(`${start}T09:00:00Z`));
const ical = [];
for (let next = dates.next(); next && next.year < 2030; next = dates.next()) ical.push(next.toString());
const found = {
  rrule: rrule.rrulestr(text).between(begins, ends).map((day) => day.toISOString()),
  "rrule-temporal": new RRuleTemporal({ rruleString: text }).between(begins, ends).map((day) => day.toString()),
  "ical.js": ical,
};
for (const name in found) found[name] = found[name].map((day) => day.slice(0, 10));
console.log(JSON.stringify(found));
JAVASCRIPT
cat >all.py <<'PYTHON'
import json
import subprocess
import sys
from datetime import date, datetime, timedelta

from dateutil.rrule import rrulestr

ENDS = date(2030, 1, 1)


def days(start):
    return [start + timedelta(number) for number in range((ENDS - start).days)]


def in_week(start, week):
    return [day for day in days(start) if day.isocalendar()[1] == week and day.weekday() == start.weekday()]


twentieth = [day for day in days(date(2025, 5, 19)) if day.weekday() == 0 and (day.timetuple().tm_yday - 1) // 7 == 19]
cases = [
    ("BYWEEKNO=20;BYDAY=MO", in_week(date(2025, 5, 12), 20), [(5, 5), (5, 5), (5, 5), (238, 0)]),
    ("BYWEEKNO=20", in_week(date(2025, 5, 12), 20), [(35, 5), (35, 5), (5, 5), (0, 0)]),
    ("BYDAY=20MO", twentieth, [(5, 5), (5, 5), (5, 5), (242, 5)]),
    ("BYWEEKNO=53;BYDAY=SA", in_week(date(2021, 1, 2), 53), [(3, 2), (3, 2), (1, 1), (468, 0)]),
]
same = True
for rule, exact, expected in cases:
    start, rule = exact[0], "FREQ=YEARLY;" + rule
    ours = rrulestr(f"DTSTART:{start:%Y%m%d}T090000Z\nRRULE:{rule}").between(
        datetime(2000, 1, 1).astimezone(), datetime(2030, 1, 1).astimezone()
    )
    found = {"dateutil": [day.date().isoformat() for day in ours]}
    found |= json.loads(subprocess.check_output(["node", "others.mjs", start.isoformat(), rule]))
    right = {day.isoformat() for day in exact}
    print(f"{rule}: exact {', '.join(sorted(right))}")
    for name, dates in found.items():
        print(f"    {name:15}{len(dates):4} dates, {len(right & set(dates))} right, {', '.join(dates[:4])}")
    seen = [(len(dates), len(right & set(dates))) for dates in found.values()]
    same = same and seen == expected and list(found) == ["dateutil", "rrule", "rrule-temporal", "ical.js"]
sys.exit(0 if same else 1)
PYTHON
TZ=UTC venv/bin/python all.py
