#!/usr/bin/env bash
# Ciw 3.2.7: with arrivals by PoissonIntervals all trials of a network have the same arrivals, whatever their seeds.
#
# PoissonIntervals, for rates that change during the day, draws all arrivals when it is made, and each Simulation of the
# network starts them from the beginning. The loop of Ciw's tutorial makes the network once, and then sets a seed and a
# Simulation for each trial: service times differ, arrivals do not, so that twenty trials are one day served twenty times.
# The mean over trials is that of this one day, and its interval, from the spread of the trials, is too narrow. Nothing
# warns. Exponential arrivals are drawn anew in each trial; so are these if the network is made in the loop, after the
# seed.
#
# Data: 80 calls an hour for five hours, then 120 for five; 12 agents, 6 minutes a call. Ten networks of twenty trials each.
#
# Seen: moments of the first call in twenty trials: 1; made in the loop: 20
#       calls served, standard deviation over trials: 5 to 15; made in the loop: 23 to 42 (Poisson: 32 calls made)
#       mean wait, the ten networks: from 1.1 +- 0.3 to 5.2 +- 1.1 minutes; made in the loop, 200 trials: 3.9 +- 0.4
#       of ten 95 % intervals hold that: 4; made in the loop: 10
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ciw==3.2.7 numpy==2.4.6 networkx==3.6.1
venv/bin/python - <<'PYTHON'
import statistics
import sys

import ciw

HOURS, TRIALS, NETWORKS = 10.0, 20, 10


def network():
    return ciw.create_network(
        arrival_distributions=[ciw.dists.PoissonIntervals(rates=[80.0, 120.0], endpoints=[5.0, 10.0], max_sample_date=HOURS)],
        service_distributions=[ciw.dists.Exponential(rate=10.0)],
        number_of_servers=[12],
    )


def trial(of):
    simulation = ciw.Simulation(of)
    simulation.simulate_until_max_time(HOURS)
    records = simulation.get_all_records()
    wait = 60 * statistics.mean(record.waiting_time for record in records)
    return len(records), wait, min(record.arrival_date for record in records)


def as_in_the_tutorial(number):
    ciw.seed(1000 + number)
    made, trials = network(), []
    for seed in range(TRIALS):
        ciw.seed(seed)
        trials.append(trial(made))
    return trials


def made_in_the_loop(number):
    trials = []
    for seed in range(number * TRIALS, (number + 1) * TRIALS):
        ciw.seed(seed)
        trials.append(trial(network()))
    return trials


def interval(trials):
    waits = [wait for _, wait, _ in trials]
    return statistics.mean(waits), 2.093 * statistics.stdev(waits) / len(waits) ** 0.5


seen, truth = {}, None
for way in (made_in_the_loop, as_in_the_tutorial):
    networks = [way(number) for number in range(NETWORKS)]
    if truth is None:
        truth, half = interval([one for trials in networks for one in trials])
        print(f"mean wait, made in the loop, {NETWORKS * TRIALS} trials: {truth:.1f} +- {half:.1f} minutes")
    spread = [statistics.stdev(calls for calls, _, _ in trials) for trials in networks]
    intervals = sorted(interval(trials) for trials in networks)
    held = sum(abs(mean - truth) < half for mean, half in intervals)
    firsts = {len({first for _, _, first in trials}) for trials in networks}
    seen[way] = firsts, max(spread), held
    print(f"{way.__name__}: moments of the first call {firsts}; sd of calls {min(spread):.0f} to {max(spread):.0f}")
    print("  mean waits", ", ".join(f"{mean:.1f} +- {half:.1f}" for mean, half in intervals))
    print(f"  {held} of {NETWORKS} intervals hold it")
same = seen[as_in_the_tutorial][0] == {1} and seen[as_in_the_tutorial][1] < 20 and seen[as_in_the_tutorial][2] <= 6
sys.exit(0 if same and seen[made_in_the_loop][0] == {TRIALS} and seen[made_in_the_loop][2] >= 9 else 1)
PYTHON
