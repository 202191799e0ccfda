"""Market 1 in SimPy: each customer is a process that has needs, and each journey is a process of its own.

An honest remark: a contact is one timeout, however many attempts it has. Most of what is in SimPy's queue are needs to
come, since a process for each customer is how SimPy is used.
"""

import simpy

import market
from journey import Customer, Law

RULES = market.Market("rm1")


def life(environment, law, customer):
    """Has needs until lost; a need beyond the horizon is not waited for."""
    while True:
        gap = law.exponential(RULES.need_gap)
        if environment.now + gap >= RULES.horizon:
            return
        yield environment.timeout(gap)
        if not customer.active:
            return
        environment.process(travel(environment, law, law.begin(customer, environment.now)))


def travel(environment, law, journey):
    """A journey from its need to its end."""
    while law.starts_contact(journey, environment.now):
        yield environment.timeout(law.serve(journey))
        pause = law.finish(journey, environment.now)
        if pause is None:
            return
        yield environment.timeout(pause)


def simulate(number, seed):
    """The totals of one replication."""
    law = Law(RULES, number, seed)
    environment = simpy.Environment()
    customers = [Customer(propensity) for propensity in law.propensities]
    for customer in customers:
        environment.process(life(environment, law, customer))
    environment.run(until=RULES.horizon)
    return law.close(customers)


if __name__ == "__main__":
    market.run(simulate, RULES)
