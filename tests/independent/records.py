"""Records of customers: what a channel knows of one when a contact arrives, what that does, and what it anticipates."""

import math


def note_known(world, contact):
    """Looks up what is known of the customer as a contact arrives, which stays so to its end."""
    known = known_now(world, contact)
    contact.known = familiarity(world.market, known)
    if contact.counted:
        world.tally.add("arrived", contact.channel.name)
        world.tally.add("records known", contact.channel.name, known)


def leave_record(world, contact):
    """Leaves a record of a contact served to an end before the horizon, and what its channel then anticipates."""
    if world.over:
        return
    contact.journey.customer.records[contact.channel.name] += 1
    anticipation = world.market.personalisation["anticipation"]
    contact.journey.anticipated = anticipation * familiarity(world.market, known_now(world, contact))


def known_now(world, contact):
    """How many records of the customer the channel of a contact knows, its own and its share in those of the others."""
    here = contact.channel.name
    return sum(many * (1.0 if there == here else shared_today(world, f"{there}>{here}"))
               for there, many in contact.journey.customer.records.items())


def shared_today(world, seam):
    """The share of a record that is known at the other end of a seam."""
    return world.market.at_level("personalisation", world.market.capability("personalisation", "records_shared", 0.0, 1.0), seam)


def familiarity(market, records):
    """How well so many records let a customer be known, from 0 up to 1."""
    return 1 - math.exp(-records / market.personalisation["kappa"])


def help_of_records(contact, step):
    """By how much what is known moves the logit of an attempt's success at a step."""
    return step.beta * contact.known


def chance_to_follow(kind, cause, journey):
    """The chance that a journey follows another, less where it asks for something and is anticipated."""
    asks = kind.value is None and kind.refunds is None
    return cause["probability"] * (1 - journey.anticipated if asks else 1)
