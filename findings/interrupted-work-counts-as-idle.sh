#!/usr/bin/env bash
# Ciw 3.2.7 reports a server's utilisation without the work that was interrupted, and none at all after closing time.
#
# An urgent customer takes the server from another (preemption). What had been done for the other by then is left out of
# server_utilisation, whether the work is resumed later or started again, so that a server who was busy for half of the
# time is said to have been busy for three tenths. In an M/M/1 queue with two classes, .3 and .4 of a load, it says .61 for
# .70. The sum of service_time over the records is no way round: of interrupted work the last record holds the rest only,
# and those marked as interrupted the whole that was still due. And a run that ends while the timetable has nobody on duty
# has a utilisation of None, where one that ends a little earlier, or after the next opening, has a number.
#
# Run of 10 minutes: other, from 1, needs 4; urgent, from 3, needs 1. Busy from 1 to 6; started again: from 1 to 8.
# One server at work from 0 to 8, none from 8 to 24; a customer every other hour needs one hour.
#
# Seen: nobody interrupted: busy 0.5, reported 0.5
#       resumed:            busy 0.5, reported 0.3; service_time in records 1, 4, 2
#       started again:      busy 0.7, reported 0.5; service_time in records 1, 4, 4
#       two classes, resumed: load 0.700, reported 0.61
#       run ends at 7.9: 0.38; at 8.1: None; at 25: 0.5
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ciw==3.2.7 numpy==2.4.6 pandas==3.1.1 networkx==3.6.1
venv/bin/python - <<'PYTHON'
import sys

import ciw
from ciw.dists import Deterministic, Exponential, Sequential

print("ciw", ciw.__version__)


def run(until, arrivals, services, **more):
    network = ciw.create_network(
        arrival_distributions=arrivals, service_distributions=services, **{"number_of_servers": [1], **more}
    )
    ciw.seed(1)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(until)
    return simulation.transitive_nodes[0].server_utilisation, [record.service_time for record in simulation.get_all_records()]


def two_classes(until, preemption, urgent, other):
    return run(
        until, {"urgent": [urgent[0]], "other": [other[0]]}, {"urgent": [urgent[1]], "other": [other[1]]},
        priority_classes=({"urgent": 0, "other": 1}, [preemption]),
    )


seen = {}
for name, preemption, busy in [("nobody interrupted", False, 0.5), ("resumed", "resume", 0.5), ("started again", "restart", 0.7)]:
    urgent, other = (Sequential([3.0, 1000.0]), Deterministic(1.0)), (Sequential([1.0, 1000.0]), Deterministic(4.0))
    seen[name], times = two_classes(10.0, preemption, urgent, other)
    print(f"{name}: busy {busy}, reported {seen[name]}; service_time in records", *times)
long, _ = two_classes(20_000.0, "resume", (Exponential(0.3), Exponential(1.0)), (Exponential(0.4), Exponential(1.0)))
print(f"two classes, resumed: load 0.700, reported {long:.3f}")
ends = []
for until in [7.9, 8.1, 25.0]:
    timetable = ciw.Schedule(numbers_of_servers=[1, 0], shift_end_dates=[8, 24])
    ends.append(run(until, [Deterministic(2.0)], [Deterministic(1.0)], number_of_servers=[timetable])[0])
    print(f"run ends at {until}: {ends[-1]}")
same = seen == {"nobody interrupted": 0.5, "resumed": 0.3, "started again": 0.5} and abs(long - 0.61) < 0.03
sys.exit(0 if same and ends[1] is None and ends[0] and ends[2] == 0.5 else 1)
PYTHON
