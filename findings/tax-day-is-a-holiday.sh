#!/usr/bin/env bash
# The United States had 243, 250 or 251 working days in 2025, by three libraries; Great Britain, 253 to 255.
#
# date-holidays 3.37.0 (npm): isHoliday is true for days of which its own list says that they are no days off: Tax Day and
# Valentine's Day in the United States, Shrove Monday and Ash Wednesday in Germany. Only type "public" is a day off.
# holidays 0.109 (Python): Great Britain without a part has what all its parts share, which leaves out Easter Monday and
# the last Monday of August; date-holidays leaves out the second alone. workalendar 17.0.0 has both, as in England, and no
# Juneteenth in the United States. Replies counted in working days, and cases within target, differ without a word.
#
# Seen: working days, Monday to Friday    US   GB  GB-ENG   DE
#       date-holidays, isHoliday         243  254     253  245
#       date-holidays, type public       250  254     253  252
#       holidays                         250  255     253  252
#       workalendar                      251  253       -  252
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check holidays==0.109 workalendar==17.0.0
npm install --silent --no-audit --no-fund --prefix "$place" date-holidays@3.37.0 >/dev/null
cat >days.cjs <<'JAVASCRIPT'
const Holidays = require("date-holidays");

const working = (isOff) => {
  let count = 0;
  for (let day = new Date(2025, 0, 1, 12); day.getFullYear() === 2025; day.setDate(day.getDate() + 1)) {
    if (day.getDay() % 6 !== 0 && !isOff(day)) count += 1;
  }
  return count;
};
const places = [["US"], ["GB"], ["GB", "ENG"], ["DE"]];
const calendars = places.map((place) => new Holidays(...place));
const all = calendars.map((calendar) => working((day) => calendar.isHoliday(day)));
const off = calendars.map((calendar) => working((day) => (calendar.isHoliday(day) || []).some(({ type }) => type === "public")));
const taxDay = calendars[0].isHoliday(new Date(2025, 3, 15, 12));
console.log("date-holidays, isHoliday:  ", ...all, `(15 April in the US: ${taxDay[0].name}, ${taxDay[0].type})`);
console.log("date-holidays, type public:", ...off);
process.exit(all.join() === "243,254,253,245" && off.join() === "250,254,253,252" && taxDay[0].type === "observance" ? 0 : 1);
JAVASCRIPT
TZ=UTC node days.cjs
venv/bin/python - <<'PYTHON'
import sys
from datetime import date, timedelta

import holidays
from workalendar.registry import registry

days = [date(2025, 1, 1) + timedelta(number) for number in range(365)]
weekdays = [day for day in days if day.weekday() < 5]
easter_monday = date(2025, 4, 21)


def by_holidays(country, part=None):
    off = holidays.country_holidays(country, subdiv=part, years=2025)
    return sum(day not in off for day in weekdays), easter_monday in off


def by_workalendar(country):
    calendar = registry.get(country)()
    return sum(calendar.is_working_day(day) for day in weekdays), calendar.is_holiday(easter_monday)


places = [("US",), ("GB",), ("GB", "ENG"), ("DE",)]
one = [by_holidays(*place) for place in places]
other = [by_workalendar("-".join(place)) for place in places if len(place) == 1]
print("holidays:   ", *(count for count, _ in one), "Easter Monday off:", *(off for _, off in one))
print("workalendar:", *(count for count, _ in other), "Easter Monday off:", *(off for _, off in other), "(without GB-ENG)")
same = [count for count, _ in one] == [250, 255, 253, 252] and [count for count, _ in other] == [251, 253, 252]
sys.exit(0 if same and not one[1][1] and other[1][1] else 1)
PYTHON
