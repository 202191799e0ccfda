#!/usr/bin/env bash
# Ciw 3.2.7: with 12 agents in every line of a timetable up to 27 are at work; in quarters of an hour hardly anybody waits.
#
# At the end of a shift those who are free leave, those who are serving stay until their customers are done, and as many new
# servers as the next line says begin at once, beside those who stay, even if the number is the same, and also where the
# timetable starts again. That servers finish their work is documented, as overtime; that their places are filled meanwhile
# is not, and the number is called that of servers on duty. Each change so adds up to a whole shift of servers for the length
# of a call. With timetables by the hour, half hour or quarter, as call centres have them, mean waits are a half, a third and
# a tenth of the true ones, and far fewer agents seem to do. Nothing warns. preemption="resume", which interrupts all and lets
# them go on at once, keeps the number.
#
# Data: 100 calls an hour, 6 minutes each, 12 agents all the time; minutes.
#
# Seen: exact (Erlang C)      mean wait  1.35, most at work 12
#       no timetable          mean wait  1.26, most at work 12
#       shifts of 480         mean wait  1.23, most at work 24
#       shifts of 60          mean wait  0.68, most at work 24
#       shifts of 30          mean wait  0.39, most at work 25
#       shifts of 15          mean wait  0.11, most at work 27
#       shifts of 15, resume  mean wait  1.26, most at work 12
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ciw==3.2.7 numpy==2.4.6 pandas==3.1.1 networkx==3.6.1
venv/bin/python - <<'PYTHON'
import math
import sys

import ciw

print("ciw", ciw.__version__)
agents, calls, minutes = 12, 100 / 60, 6.0


def run(timetable):
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(calls)],
        service_distributions=[ciw.dists.Exponential(1 / minutes)],
        number_of_servers=[timetable],
    )
    ciw.seed(1)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(60_000.0)
    records = simulation.get_all_records()
    done = [record for record in records if record.record_type == "service" and record.arrival_date > 500]
    wait = sum(record.exit_date - record.arrival_date for record in done) / len(done) - minutes
    changes = sorted(
        change for record in records for change in [(record.service_start_date, 1), (record.exit_date, -1)]
    )
    most = busy = 0
    for _, change in changes:
        busy += change
        most = max(most, busy)
    return wait, most


def one_number(shift, **more):
    return ciw.Schedule(numbers_of_servers=[agents] * 3, shift_end_dates=[shift, 2 * shift, 3 * shift], **more)


offered = calls * minutes
blocked = 1.0
for number in range(1, agents + 1):
    blocked = offered * blocked / (number + offered * blocked)
exact = blocked / (1 - offered / agents * (1 - blocked)) * minutes / (agents - offered)
print(f"exact (Erlang C)      mean wait {exact:5.2f}, most at work {agents}")
rows = {"no timetable": agents}
for shift in [480, 60, 30, 15]:
    rows[f"shifts of {shift}"] = one_number(shift)
rows["shifts of 15, resume"] = one_number(15, preemption="resume")
seen = {}
for name, timetable in rows.items():
    seen[name] = run(timetable)
    print(f"{name:20}  mean wait {seen[name][0]:5.2f}, most at work {seen[name][1]}")
same = all(abs(seen[name][0] - exact) < 0.25 and seen[name][1] == agents for name in ["no timetable", "shifts of 15, resume"])
fewer = seen["shifts of 30"][0] < 0.5 and seen["shifts of 15"][0] < 0.2
sys.exit(0 if same and fewer and min(seen[f"shifts of {shift}"][1] for shift in [60, 30, 15]) > 20 else 1)
PYTHON
