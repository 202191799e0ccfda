"""Where a customer turns: before a contact, after a completed step, and when passed on."""

from stock import believed_out

TOO_LATE, OUTSIDE, NOWHERE = "too late", "outside", "nowhere"


def candidates(market, journey):
    """Channels that offer the step reached, are kept open by the rules of a market, and are within reach."""
    step = journey.kind.steps[journey.step]
    return [
        channel.name for channel in market.channels.values()
        if channel.open and step in channel.steps and channel.name in journey.within_reach
    ]


def utility(world, market, journey, name, looks_at_line=True, habit=0.0, agent=None):
    """How much a channel is liked by the rules of a market, as a logit, by somebody whose case this agent, if any, knows.

    The wait that is seen, and what it weighs, are those of the day.
    """
    customer, channel, today = journey.customer, market.channels[name], world.market
    taste = market.segments[customer.segment.name].taste | market.kinds[journey.kind.name].taste
    liking = taste.get(name, 0.0) + customer.liking_luck[name] * channel.taste_sd + channel.steps[journey.kind.steps[journey.step]].fit
    before = journey.before or journey.campaign and journey.campaign.channel
    synergy = market.synergy.get(f"{before}>{name}", 0.0)
    pool = world.pool_of(channel) if looks_at_line else None
    wait = pool.expected_wait(today.channels[name], journey.kind, agent) if pool else 0.0
    same = habit if customer.last_channel == name else 0.0
    out = market.stockout_aversion and market.stockout_aversion * believed_out(world, journey, channel)
    return liking + synergy + same - today.wait_aversion * wait - out


def before_contact(world, journey):
    """A channel that is open now, chosen as soon as any is; OUTSIDE, TOO_LATE to choose any, or NOWHERE to go."""
    first = not journey.channels
    while True:
        market = world.market
        offering = candidates(market, journey)
        possible = [channel for channel in offering if world.is_open(channel)]
        if possible:
            habit = market.habit if first else 0.0
            liked = {
                channel: utility(world, market, journey, channel, habit=habit, agent=journey.last_agent) for channel in possible
            }
            if first and market.outside is not None:
                liked[OUTSIDE] = market.outside
            return world.luck.choose(liked)
        if not offering:
            return NOWHERE
        opening = min(world.next_opening(channel) for channel in offering)
        if not (yield from return_after(world, journey, opening)):
            return TOO_LATE


def return_after(world, journey, opening):
    """Comes back some time after an opening; whether that is before the journey is given up."""
    late = world.luck.exponential(world.kind(journey).return_minutes)
    return (yield from world.until_or(opening + late, journey.deadline))


def after_step(world, contact):
    """The channel for the next step, open or not, by the rules of the contact; None if there is none."""
    market, here = contact.rules, contact.channel.name
    liked = {
        channel: utility(world, market, contact.journey, channel, looks_at_line=channel != here, agent=contact.agent)
        for channel in candidates(market, contact.journey)
    }
    return world.luck.choose(liked) if liked else None


def passed_on_to(world, contact):
    """The channel that a failed step is passed on to; None if it is not. Whether and where to go by the rules of the day."""
    market, today, journey, here = contact.rules, world.market, contact.journey, contact.channel
    if len(journey.channels) >= contact.kind.contact_limit or not world.luck.happens(today.channels[here.name].transfer):
        return None
    possible = [
        name for name in candidates(market, journey)
        if today.channels[name].accepts_transfers and world.is_open(name) and not (name == here.name and today.channels[name].alone)
    ]
    if not possible:
        return None
    right = today.at_level("routing", today.capability("routing", "routed_right", 0.30, 0.85))
    if not world.luck.happens(right):
        return world.luck.choose({channel: utility(world, market, journey, channel) for channel in possible})
    return min(possible, key=lambda name: (-chance_of_success(market.channels[name], journey), name))


def chance_of_success(channel, journey):
    """How likely the next attempt succeeds in a channel."""
    step = channel.steps[journey.kind.steps[journey.step]]
    return (1 - step.leave) * step.success
