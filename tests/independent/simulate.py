"""One replication of one strategy: customers, their needs, and what comes of them."""

from customer import Customer, Rhythm, needs
from journey import need
from market import YEAR
from outcomes import ALL, outcomes
from world import World


def replicate(market, seed):
    """Numerator and denominator of every outcome of one replication."""
    world = World(market, seed)
    rhythms = {name: Rhythm(kind.rhythm, market.horizon) for name, kind in market.kinds.items()}
    customers = [Customer(number, market, world.luck) for number in range(market.customers)]
    for customer in customers:
        for time, name in needs(customer, market, rhythms, world.luck):
            need(world, time, customer, market.kinds[name])
    world.clock.run(market.horizon)
    for contact in world.in_line:
        world.tally.add("in line at horizon", contact.channel.name, contact.counted)
    world.clock.run(2 * market.horizon)
    count_customers(world, customers)
    count_passages(world)
    count_money(world)
    return outcomes(world.tally, market)


def count_customers(world, customers):
    """Who was active at the end of the warm-up, and who still is at the horizon."""
    for customer in customers:
        segment, before = customer.segment.name, customer.lost_at >= world.market.warm_up
        active, satisfaction = not customer.lost, customer.satisfaction
        world.tally.add("active after warm-up", segment, before)
        world.tally.add("still active", segment, active)
        world.tally.add("churned", segment, before and not active)
        world.tally.add("active", segment, active)
        world.tally.add("satisfaction", segment, satisfaction * active)
        world.tally.add("satisfaction squared", segment, satisfaction**2 * active)


def count_passages(world):
    """How often contacts stayed in a channel, and how often they would if the channel before did not matter."""
    names, sums = list(world.market.channels), world.tally.sums
    flows = {(before, after): sums["flow", f"{before}>{after}"] for before in names for after in names}
    every = sum(flows.values())
    world.tally.add("contacts after another", ALL, every)
    world.tally.add("has contacts after another", ALL, every > 0)
    world.tally.add("same channel", ALL, sum(flows[name, name] for name in names))
    for name in names:
        left = sum(flows[name, after] for after in names)
        entered = sum(flows[before, name] for before in names)
        world.tally.add("same channel if independent", ALL, left * entered / every**2 if every else 0.0)


def count_money(world):
    """What staff, contacts and integration cost between the end of the warm-up and the horizon, and what is left."""
    market, tally = world.market, world.tally
    for name, pool in world.pools.items():
        pool.close_books()
        hours = pool.week.minutes(market.warm_up, market.horizon) / 60
        tally.add("staffed hours", f"staff.{name}", hours)
        tally.add("hours at work", f"staff.{name}", pool.busy_minutes / 60)
        for channel, minutes in pool.orphan_minutes.items():
            tally.add("orphaned hours", channel, minutes / 60)
        tally.add("staff cost", ALL, hours * pool.cost_per_hour)
    sums = tally.sums
    served = sums["staff cost", ALL] + sums["cost of minutes", ALL] + sums["cost of contacts", ALL]
    contacts = sum(sums["contacts", name] for name in market.channels)
    integration = market.integration_cost((market.horizon - market.warm_up) / YEAR, contacts)
    tally.add("cost to serve", ALL, served)
    tally.add("integration cost", ALL, integration)
    tally.add("profit", ALL, sum(sums["margin", name] for name in market.segments) - served - integration)
