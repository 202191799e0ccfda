"""Messages that campaigns send: when they are due, to whom they go, and which of them are unwelcome."""

import math

from luck import beta_quantile
from market import reached
from week import DAY

MICRO = 6       # decimals of a minute to which moments of messages are rounded, so that spans of days end where they ought to


def due_times(course, name, joined, luck):
    """When messages of a campaign are due to a customer, before the horizon and since joining."""
    times = waves(course, name) if course.first.campaigns[name].in_waves else at_random(course, name, joined, luck)
    return [time for time in (round(time, MICRO) for time in times) if joined <= time < course.first.horizon]


def waves(course, name):
    """The moments at which the clock of a campaign shows a whole number, each day at its rate."""
    passed, due = 0.0, 0
    for start, end, market in course.spans(course.first.campaigns[name].first, course.first.horizon):
        rate = market.campaigns[name].a_day / DAY
        before, passed = passed, passed + (end - start) * rate
        while due < passed:
            yield start + (due - before) / rate
            due += 1


def at_random(course, name, joined, luck):
    """Times of a Poisson process, each day at the rate of the campaign."""
    for start, end, market in course.spans(max(joined, course.first.campaigns[name].first), course.first.horizon):
        rate = market.campaigns[name].a_day / DAY
        time = start + luck.arrival(rate)
        while time < end:
            yield time
            time += luck.arrival(rate)


def hears(world, customer, campaign):
    """Whether a campaign still means a customer at all."""
    mail = customer.mail
    answered = campaign.until_response and campaign.name in mail.responded_to
    return not (customer.lost or campaign.channel in mail.opted_out or answered)


def is_sent(world, customer, campaign):
    """Whether a message goes out, by the rules of the day and its own luck."""
    reach = world.segment(customer).reach.get(campaign.channel, 1.0)
    return (
        customer.segment.name in campaign.segments
        and world.market.channels[campaign.channel].open
        and customer.reach_luck[campaign.channel] < reached(reach, world.now)
        and not (world.budget and world.budget.holds_out(world, customer, campaign))
        and world.luck.happens(world.budget.share(campaign) if world.budget else campaign.share)
    )


def is_unwelcome(world, customer, campaign):
    """Whether a customer has had enough messages, has a problem, or has just done what the campaign asks for."""
    rules, completed = world.market.outreach, customer.completed_at.get(campaign.begins, -math.inf)
    if customer.problems or world.now - completed < rules["quiet_days"] * DAY:
        return True
    cap = rules["cap"]
    if cap is None:
        return False
    after = round(world.now - cap["days"] * DAY, MICRO)
    return sum(time > after for time in customer.mail.times) >= cap["messages"]


def is_suppressed(world):
    """Whether an unwelcome message is not sent."""
    ends = world.market.capability("orchestration", "suppressed", 0.0, 1.0)
    return world.luck.happens(world.market.at_level("orchestration", ends))


def pressure_now(world, customer):
    """The contact pressure that a message meets."""
    mail, half_life = customer.mail, world.market.outreach["half_life_days"] * DAY
    return mail.pressure * 2 ** (-(world.now - mail.times[-1]) / half_life) if mail.times else 0.0


def chance_of_response(world, customer, campaign, pressure):
    """How likely a message begins a journey."""
    rules, age = world.market.outreach, (world.now - customer.joined) / DAY
    newcomer = 1 + (rules["newcomer_response"] - 1) * 2 ** (-age / rules["newcomer_half_life_days"]) if customer.joined else 1.0
    return own_chance(customer, campaign.response, rules["response_cv"]) * math.exp(-rules["fatigue"] * pressure) * newcomer


def own_chance(customer, mean, cv):
    """A customer's own chance at a campaign, by the same quantile of the laws of all."""
    known = customer.mail.response_chances
    if (mean, cv) not in known:
        known[mean, cv] = beta_quantile(customer.mail.response_luck, mean, cv)
    return known[mean, cv]


def chance_to_opt_out(world, campaign, pressure):
    """How likely whoever gets a message opts out of its channel."""
    return campaign.opt_out * math.exp(min(700.0, world.market.outreach["opt_out_rise"] * pressure))


def is_taken(world, customer, kind):
    """Whether a response has taken the place of a need of the customer's own, which then does not arise."""
    taken = customer.mail.places_taken
    if not taken[kind.name]:
        return False
    taken[kind.name] -= 1
    world.tally.add("brought forward", customer.segment.name, world.in_window)
    return True


def discount_today(world, journey):
    """The discount of an order that a campaign began."""
    return world.market.campaigns[journey.campaign.name].discount if journey.campaign else 0.0
