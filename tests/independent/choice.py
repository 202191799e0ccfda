"""Where a customer turns: before a contact, after a completed step, and when passed on."""

TOO_LATE, OUTSIDE = "too late", "outside"


def candidates(journey):
    """Channels that offer the step reached, are kept open by the strategy, and are within reach."""
    step = journey.kind.steps[journey.step]
    return [channel for channel in journey.within_reach if step in channel.steps]


def utility(world, journey, channel, looks_at_line=True, habit=0.0, agent=None):
    """How much a channel is liked in a choice, as a logit, by somebody for whom this agent, if any, is the one who knows the case."""
    market, customer, name = world.market, journey.customer, channel.name
    taste = customer.segment.taste | journey.kind.taste
    liking = taste.get(name, 0.0) + customer.liking[name] + channel.steps[journey.kind.steps[journey.step]].fit
    synergy = market.synergy.get(f"{journey.before}>{name}", 0.0)
    looks_at_line = looks_at_line and channel.pool
    wait = world.pools[channel.pool].expected_wait(channel, journey.kind, agent) if looks_at_line else 0.0
    same = habit if customer.last_channel == name else 0.0
    return liking + synergy + same - market.wait_aversion * wait


def before_contact(world, journey):
    """A channel that is open now, chosen as soon as any is; OUTSIDE, or TOO_LATE to choose any."""
    first = not journey.channels
    while True:
        possible = [channel for channel in candidates(journey) if world.is_open(channel)]
        if possible:
            habit = world.market.habit if first else 0.0
            liked = {channel: utility(world, journey, channel, habit=habit, agent=journey.last_agent) for channel in possible}
            if first and world.market.outside is not None:
                liked[OUTSIDE] = world.market.outside
            return world.luck.choose(liked)
        opening = min(world.next_opening(channel) for channel in candidates(journey))
        if not (yield from return_after(world, journey, opening)):
            return TOO_LATE


def return_after(world, journey, opening):
    """Comes back some time after an opening; whether that is before the journey is given up."""
    late = world.luck.exponential(journey.kind.return_minutes)
    return (yield from world.until_or(opening + late, journey.deadline))


def after_step(world, journey, here, agent):
    """The channel for the next step, open or not, `here` to stay, where this agent serves if any does; None if there is none."""
    possible = candidates(journey)
    liked = {
        channel: utility(world, journey, channel, looks_at_line=channel is not here, agent=agent) for channel in possible
    }
    return world.luck.choose(liked) if liked else None


def passed_on_to(world, journey, here):
    """The channel that a failed step is passed on to; None if it is not."""
    if len(journey.channels) >= journey.kind.contact_limit or not world.luck.happens(here.transfer):
        return None
    possible = [
        channel for channel in candidates(journey)
        if channel.accepts_transfers and world.is_open(channel) and not (channel is here and here.alone)
    ]
    if not possible:
        return None
    market = world.market
    right = market.at_level("routing", market.capability("routing", "routed_right", 0.30, 0.85))
    if not world.luck.happens(right):
        return world.luck.choose({channel: utility(world, journey, channel) for channel in possible})
    name = journey.kind.steps[journey.step]
    return min(possible, key=lambda channel: (-(1 - channel.steps[name].leave) * channel.steps[name].success, channel.name))
