"""Market 2 in SimPy: as market 1, with a resource for each channel that is staffed, and reneging as its guide shows it.

An honest remark: a contact is one timeout, however many attempts it has, and only those who must wait draw a patience.
"""

import simpy

import market
from journey import Customer, Law

RULES = market.Market("rm2")


def life(environment, law, customer, desks):
    """Has needs until lost; a need beyond the horizon is not waited for."""
    while True:
        gap = law.exponential(RULES.need_gap)
        if environment.now + gap >= RULES.horizon:
            return
        yield environment.timeout(gap)
        if not customer.active:
            return
        environment.process(travel(environment, law, law.begin(customer, environment.now), desks))


def travel(environment, law, journey, desks):
    """A journey from its need to its end."""
    while law.starts_contact(journey, environment.now):
        desk = desks[journey.channel]
        if desk is None:
            yield environment.timeout(law.serve(journey))
            pause = law.finish(journey, environment.now)
        else:
            with desk.request() as request:
                arrived = environment.now
                if not request.triggered:
                    yield request | environment.timeout(law.patience(journey))
                law.stop_waiting(journey, environment.now - arrived)
                if request.triggered:
                    yield environment.timeout(law.serve(journey))
                    pause = law.finish(journey, environment.now)
                else:
                    pause = law.hang_up(journey, environment.now)
        if pause is None:
            return
        yield environment.timeout(pause)


def simulate(number, seed):
    """The totals of one replication."""
    law = Law(RULES, number, seed)
    environment = simpy.Environment()
    desks = [servers and simpy.Resource(environment, servers) for servers in RULES.servers(number)]
    customers = [Customer(propensity) for propensity in law.propensities]
    for customer in customers:
        environment.process(life(environment, law, customer, desks))
    environment.run(until=RULES.horizon)
    return law.close(customers)


if __name__ == "__main__":
    market.run(simulate, RULES)
