#!/usr/bin/env bash
# SimPy 4.1.2: a PriorityStore does not serve those of equal priority in the order in which they came.
#
# It keeps its items in a heap, and PriorityItem compares priorities alone, so that equals come out as the heap happens to
# hold them: of eight customers of one class the first is served first, then the third, then the last but one.
# PriorityResource, which one would take for the same thing, keeps the order of arrival. Mean waits do not show it, since
# it changes only who waits: their spread does, and every share of customers who wait longer than some time. Nothing warns.
# A counter as a second part of the priority, (priority, number), mends it.
#
# The queue below has one class, one server and a load of .9; both stores meet the same customers.
#
# Seen: served by PriorityResource: 0 1 2 3 4 5 6 7; by PriorityStore: 0 2 6 5 7 4 1 3
#       Store          mean wait  7.6, longer than 40:  0.2 %, longest   48
#       PriorityStore  mean wait  7.6, longer than 40:  3.2 %, longest  654
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check simpy==4.1.2
venv/bin/python - <<'PYTHON'
import random
import sys

import simpy


def served_by_store():
    env, out = simpy.Environment(), []
    store = simpy.PriorityStore(env)

    def arrivals():
        for customer in range(8):
            yield store.put(simpy.PriorityItem(1, customer))

    def server():
        yield env.timeout(1)
        for _ in range(8):
            out.append((yield store.get()).item)

    env.process(arrivals())
    env.process(server())
    env.run()
    return out


def served_by_resource():
    env, out = simpy.Environment(), []
    resource = simpy.PriorityResource(env)

    def customer(number):
        with resource.request(priority=1) as turn:
            yield turn
            out.append(number)
            yield env.timeout(1)

    for number in range(8):
        env.process(customer(number))
    env.run()
    return out


def waits(kind, wrap, unwrap):
    env, luck, out = simpy.Environment(), random.Random(1), []
    store = kind(env)

    def arrivals():
        for _ in range(50_000):
            yield env.timeout(luck.expovariate(0.9))
            yield store.put(wrap((env.now, luck.expovariate(1.0))))

    def server():
        while True:
            came, work = unwrap((yield store.get()))
            out.append(env.now - came)
            yield env.timeout(work)

    env.process(arrivals())
    env.process(server())
    env.run()
    return out


resource, store = served_by_resource(), served_by_store()
print("served by PriorityResource:", *resource, "; by PriorityStore:", *store)
shares = {}
for kind, wrap, unwrap in [
    (simpy.Store, lambda customer: customer, lambda customer: customer),
    (simpy.PriorityStore, lambda customer: simpy.PriorityItem(1, customer), lambda item: item.item),
]:
    out = waits(kind, wrap, unwrap)
    shares[kind] = sum(wait > 40 for wait in out) / len(out)
    print(f"{kind.__name__:14} mean wait {sum(out) / len(out):4.1f}, longer than 40: {100 * shares[kind]:4.1f} %, longest {max(out):4.0f}")
same = resource == list(range(8)) and store == [0, 2, 6, 5, 7, 4, 1, 3]
sys.exit(0 if same and shares[simpy.PriorityStore] > 2 * shares[simpy.Store] else 1)
PYTHON
