"""Whether customers who were served turn to somebody who serves again within some days."""


def note_served(world, contact):
    """Counts a contact served to an end by somebody, if all days after it are before the horizon."""
    market = world.market
    if market.repeat_within and market.warm_up <= world.now < market.horizon - market.repeat_within:
        world.tally.add_to_both("may be repeated", contact.channel.name, True)
        contact.journey.customer.may_repeat.append((world.now, contact.channel.name))


def note_turn_to_people(world, customer):
    """Counts the contacts after which the customer turns to somebody again, each once."""
    for time, channel in customer.may_repeat:
        world.tally.add_to_both("repeated", channel, True, world.now <= time + world.market.repeat_within)
    customer.may_repeat = []
