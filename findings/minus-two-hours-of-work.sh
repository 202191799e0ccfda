#!/usr/bin/env bash
# moment-business-time 2.0.0: with a lunch break, 45 working minutes are -150, and two hours in the morning are 30 minutes.
#
# workinghours may list several spans a day, as its own examples do. workingDiff, which reply and resolution times are
# taken from, then takes away the time that is left until the end of the break, for all that ends before that. What ends
# early in the morning is below zero; from 9:30 to 11:30 it says 30 minutes for 120, which looks like any other number.
# What ends in the afternoon is right, so that a mean is only somewhat too small. Hours without a break are right, too, and
# so is dayjs-business-time 1.0.4 with and without one. In fractions of a day, two working hours over night are 2.25 days,
# even without a break; for this alone there is a warning, that results may be ambiguous.
#
# Seen: open 9 to 12 and 13 to 17            exact  moment-business-time  dayjs-business-time   (minutes)
#       Tuesday 18:00 to Wednesday 09:45        45                  -150                   45
#       Tuesday 16:00 to Wednesday 09:45       105                   -90                  105
#       Wednesday 09:30 to 11:30               120                    30                  120
#       Tuesday 18:00 to Wednesday 14:00       240                   240                  240
#       open 9 to 17, Monday 16:00 to Tuesday 10:00: 2 hours, or 2.25 days
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
npm install --silent --no-audit --no-fund --prefix "$place" \
    moment-business-time@2.0.0 moment@2.30.1 dayjs@1.11.19 dayjs-business-time@1.0.4 >/dev/null
cat >lunch.mjs <<'JAVASCRIPT'
import dayjs from "dayjs";
import withBusinessTime from "dayjs-business-time";
import moment from "moment";
import "moment-business-time";

dayjs.extend(withBusinessTime);
console.warn = () => {};
const day = (date, time) => `2025-06-0${date}T${time}:00`;
const pair = ([from, to]) => ({
  moment: moment(to).workingDiff(moment(from), "minutes"),
  dayjs: dayjs(from).businessMinutesDiff(dayjs(to)),
});
const night = [day(2, "16:00"), day(3, "10:00")];
const hours = moment(night[1]).workingDiff(moment(night[0]), "hours", true);
const days = moment(night[1]).workingDiff(moment(night[0]), "days", true);

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday"];
const spans = ["09:00:00", "12:00:00", "13:00:00", "17:00:00"];
const working = Object.fromEntries(weekdays.map((_, index) => [index + 1, spans]));
moment.updateLocale("en", { workinghours: { 0: null, ...working, 6: null } });
const open = [{ start: spans[0], end: spans[1] }, { start: spans[2], end: spans[3] }];
dayjs.setBusinessTime({ sunday: null, ...Object.fromEntries(weekdays.map((name) => [name, open])), saturday: null });

const cases = [
  [[day(3, "18:00"), day(4, "09:45")], 45, -150],
  [[day(3, "16:00"), day(4, "09:45")], 105, -90],
  [[day(4, "09:30"), day(4, "11:30")], 120, 30],
  [[day(3, "18:00"), day(4, "14:00")], 240, 240],
];
let same = Math.abs(hours - 2) < 1e-9 && Math.abs(days - 2.25) < 1e-9;
for (const [span, exact, expected] of cases) {
  const found = pair(span);
  console.log(`${span.join(" to ")}: exact ${exact}, moment-business-time ${found.moment}, dayjs-business-time ${found.dayjs}`);
  same &&= found.moment === expected && found.dayjs === exact;
}
console.log(`without a break, ${night.join(" to ")}: ${hours} hours, ${days} days`);
process.exit(same ? 0 : 1);
JAVASCRIPT
TZ=UTC node lunch.mjs
