"""One replication of one strategy: customers, their needs, and what comes of them."""

from itertools import pairwise

from customer import Customer, needs
from joining import joiners, note_joined
from journey import Cause, lose_by_calendar, need
from market import CAPABILITIES, YEAR
from money import earn, pay
from outcomes import ALL, outcomes
from responding import put_down_messages
from stock import count_stock
from week import DAY
from world import World


def replicate(course, seed):
    """Numerator and denominator of every outcome of one replication."""
    world, market = World(course, seed), course.first
    customers = [Customer(number, course, world.luck) for number in range(market.customers)]
    joined = [joiner for customer in customers for joiner in joiners(world, customer)]
    for joiner in joined:
        note_joined(world, joiner)
    customers += sorted(joined, key=lambda joiner: joiner.number)
    for customer in customers:
        lose_by_calendar(world, customer)
        for time, name in needs(customer, course, world.day_factors, world.luck):
            need(world, time, customer, market.kinds[name], Cause(own=True))
        put_down_messages(world, customer)
    world.customers = customers
    world.clock.run(market.horizon)
    world.clock.now = market.horizon
    count_stock(world)
    for contact in world.in_line:
        world.tally.add("in line at horizon", contact.channel.name, contact.counted)
    world.clock.run(2 * market.horizon)
    count_customers(world, customers)
    count_passages(world)
    count_staff(world)
    count_days(world, customers)
    count_money(world)
    return outcomes(world.tally, market)


def count_customers(world, customers):
    """Who was active at the end of the warm-up, and who still is at the horizon."""
    for customer in customers:
        segment, warm_up = customer.segment.name, world.market.warm_up
        active, satisfaction = not customer.lost, customer.satisfaction
        before = customer.joined <= warm_up <= customer.lost_at
        world.tally.add("active after warm-up", segment, before)
        world.tally.add("still active", segment, before and active)
        world.tally.add("churned", segment, warm_up <= customer.lost_at and not active)
        world.tally.add("active", segment, active)
        world.tally.add("ever there", segment)
        world.tally.add("reached", segment, customer.mail.reached)
        world.tally.add("satisfaction", segment, satisfaction * active)
        world.tally.add("satisfaction squared", segment, satisfaction**2 * active)
    count_buyers(world, customers)
    count_channels_used(world, customers)


def count_channels_used(world, customers):
    """Who was served in one channel, and who in more, and what they spent, by journeys that count."""
    for customer in customers:
        if customer.served_in:
            channels = "more channels" if len(customer.served_in) > 1 else "one channel"
            world.tally.add(f"customers of {channels}", ALL)
            world.tally.add("customers of any channel", ALL)
            world.tally.add(f"spent in {channels}", ALL, customer.spent)


def count_buyers(world, customers):
    """Who ended a journey with a value after the warm-up, and who completed one."""
    sold = any(kind.value for kind in world.market.kinds.values())
    for customer in customers:
        segment = customer.segment.name
        world.tally.add("customers at the start", ALL, customer.joined == 0)
        world.tally.add("customers", ALL)
        world.tally.add("who shopped", segment, customer.shopped)
        world.tally.add("who bought", segment, customer.bought)
        world.tally.add("who could buy", segment, sold)
        world.tally.add("who did not buy", segment, sold and not customer.bought)


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


def count_staff(world):
    """What agents were paid for, and what they did, between the end of the warm-up and the horizon."""
    market, tally = world.market, world.tally
    for name, pool in world.pools.items():
        pool.close_books()
        tally.add("staffed hours", f"staff.{name}", world.course.staffed_minutes(name, market.warm_up, market.horizon) / 60)
        tally.add("hours at work", f"staff.{name}", pool.busy_minutes / 60)
        for channel, minutes in pool.orphan_minutes.items():
            tally.add("orphaned hours", channel, minutes / 60)


def count_days(world, customers):
    """What each day brings and costs, whatever happens on it: margin of active customers, wages, integration."""
    for start, end, market in world.course.days():
        middle = (start + end) / 2
        for name, staff in market.staff.items():
            pay(world, "staff cost", market.weeks[name].minutes(start, end) / 60 * staff.get("cost_per_hour", 0.0), middle)
        pay(world, "integration cost", market.integration_costs("per_year") * (end - start) / YEAR, middle)
        for customer in customers:
            active = max(0.0, min(end, customer.lost_at) - max(start, customer.joined))
            segment = market.segments[customer.segment.name]
            margin = segment.margin_per_year * active / YEAR
            earn(world, segment.name, margin, middle)
            world.tally.add("margin by calendar", segment.name, margin)
            world.tally.add("active days", segment.name, active / DAY)
    pay_once(world)


def pay_once(world):
    """Pays what each capability costs once, at the start of each day on which that is more than was paid: all of the rise."""
    days = list(world.course.days())
    for name in CAPABILITIES:
        costs, paid = [market.integration_cost(name, "once") for _, _, market in days], 0.0
        for number, (start, _, _) in enumerate(days):
            if costs[number] > paid:
                top = end_of_rise(costs[number:])
                pay(world, "integration cost", top - paid, start, at_its_start=True)
                paid = top


def end_of_rise(costs):
    """The cost of the last day up to which costs rise from each day to the next."""
    return next((cost for cost, next_one in pairwise(costs) if next_one <= cost), costs[-1])


def count_money(world):
    """What is left of the margin when staff, contacts and integration are paid, as it is and discounted."""
    for prefix in ("", "discounted "):
        sums = world.tally.sums
        margin, acquired = (sum(sums[f"{prefix}{what}", name] for name in world.market.segments)
                            for what in ("margin", "acquisition cost"))
        served = sum(sums[f"{prefix}{cost}", ALL] for cost in ("staff cost", "cost of minutes", "cost of contacts", "holding cost"))
        left = margin - served - sums[f"{prefix}cost of messages", ALL]
        world.tally.add(f"{prefix}cost to serve", ALL, served)
        world.tally.add(f"{prefix}margin less cost to serve and of messages", ALL, left)
        world.tally.add(f"{prefix}profit before integration", ALL, left - acquired)
        world.tally.add(f"{prefix}profit", ALL, left - acquired - sums[f"{prefix}integration cost", ALL])
