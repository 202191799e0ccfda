"""Work left behind: messages whose sender has hung up, or has sent the matter to another channel as well."""

from luck import quantile
from pool import Ticket


def leave_behind(world, contact):
    """Keeps in mind a message whose sender has hung up; it stays in the line."""
    note_orphan(world, contact.journey, contact.ticket)


def note_orphan(world, journey, ticket):
    """Counts an orphan, which its journey can have closed later on."""
    journey.orphans.append(ticket)
    ticket.counted_orphan = world.in_window
    if ticket.counted_orphan:
        world.tally.add("orphans", ticket.channel.name)


def send_twice(world, contact):
    """Lets the customer send the matter of a first contact to other channels as well; names of pools whose line changed."""
    journey, changed = contact.journey, set()
    if len(journey.channels) > 1:
        return changed
    for copy, (name, probability) in enumerate(sorted(contact.kind.twin.items()), 1):
        channel = contact.rules.channels[name]
        takes_letters = channel.open and channel.messages and channel.pool and contact.kind.steps[0] in channel.steps
        if takes_letters and name in journey.within_reach and channel is not contact.channel and world.luck.happens(probability):
            changed.add(write_twin(world, journey, channel, copy))
    return changed


def write_twin(world, journey, channel, copy):
    """Puts into a line what nobody waits for: an attempt at the first step, with luck of its own; the name of its pool."""
    pool = world.pool_of(channel)
    order = pool.order(channel, journey.kind, world.now, journey.customer.number, journey.number, copy)
    ticket = Ticket(channel, journey.kind, order, None)
    ticket.orphan_minutes = quantile(channel.steps[journey.kind.steps[0]].minutes, world.luck.random())
    note_orphan(world, journey, ticket)
    pool.insert(ticket)
    return pool.name


def close_orphans(world, contact):
    """Drops, each with its probability, orphans in the lines of other channels; names of pools whose line changed."""
    if contact.as_met.alone or world.over:
        return set()
    closed = [ticket for ticket in contact.journey.orphans if is_closed(world, ticket, contact)]
    for ticket in closed:
        contact.journey.orphans.remove(ticket)
        if ticket.counted_orphan:
            world.tally.add("orphans closed", ticket.channel.name)
    return {ticket.pool.name for ticket in closed}


def is_closed(world, ticket, contact):
    """Whether an orphan is taken out of its line, now that people in another channel know of its journey."""
    pool, channel, today = ticket.pool, contact.channel, world.market.channels[ticket.channel.name]
    if ticket.channel.name == channel.name or pool.position(ticket) is None or not (today.messages and today.pool):
        return False
    closed = world.market.capability("continuity", "twin_closed", 0.0, 0.0)
    closed = world.market.at_level("continuity", closed, f"{ticket.channel.name}>{channel.name}")
    return world.luck.happens(closed) and pool.drop(ticket)
