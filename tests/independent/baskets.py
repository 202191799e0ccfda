"""Baskets that a journey fills, and what comes of two of the same things."""

OVERWRITTEN, ADDED_UP, SET_ASIDE = "overwritten", "added_up", "set_aside"


def fill(world, contact):
    """Fills a basket anew; what comes of it where it meets an older one, None where it does not."""
    journey, meeting = contact.journey, None
    if meets(world, contact):
        meeting = contact.rules.basket_merge
        world.tally.add("baskets that met", contact.channel.name, world.in_window)
    journey.baskets.append(contact.as_met)
    journey.twice = meeting == ADDED_UP
    if meeting == SET_ASIDE:
        contact.to_set_aside = contact.rules.basket_minutes
    if meeting == OVERWRITTEN:
        journey.repeats += 1
    return meeting


def meets(world, contact):
    """Whether the customer is known, in another channel without people, as who filled the basket before."""
    older, here, rules = contact.journey.baskets[-1:], contact.as_met, contact.rules
    if world.over or rules.basket_merge is None or not older or not here.alone:
        return False
    if not older[0].alone or older[0].name == here.name:
        return False
    recognised = rules.capability("identity", "recognised", 0.41, 0.95)
    return world.luck.happens(rules.at_level("identity", recognised, f"{older[0].name}>{here.name}"))


def set_aside(contact):
    """Minutes that putting an older basket aside takes before the next attempt, once."""
    minutes, contact.to_set_aside = contact.to_set_aside, 0.0
    contact.effort["rebuilding"] += minutes
    return minutes
