"""What a message does that a campaign sends to a customer."""

from clock import MESSAGE
from journey import Cause, need
from money import pay
from outreach import (
    chance_of_response, chance_to_opt_out, due_times, hears, is_sent, is_suppressed, is_unwelcome, pressure_now,
)


def put_down_messages(world, customer):
    """Puts down when messages are due to a customer; those of one moment come in the order of the campaigns' names."""
    for name in sorted(world.market.campaigns):
        for time in due_times(world.course, name, customer.joined, world.luck):
            world.clock.at(time, MESSAGE, lambda name=name: due(world, customer, world.market.campaigns[name]))


def due(world, customer, campaign):
    """Sends a message, unless something speaks against it."""
    if not (hears(world, customer, campaign) and is_sent(world, customer, campaign)):
        return
    if is_unwelcome(world, customer, campaign) and is_suppressed(world):
        world.tally.add("suppressed", campaign.channel, world.in_window)
        return
    pressure = pressure_now(world, customer)
    note_sent(world, customer, campaign, pressure)
    if world.luck.happens(chance_of_response(world, customer, campaign, pressure)):
        respond(world, customer, campaign)
    if world.luck.happens(chance_to_opt_out(world, campaign, pressure)):
        customer.mail.opted_out.add(campaign.channel)
        world.tally.add("opt-outs", campaign.channel, world.in_window)
    customer.satisfaction *= 1 - min(1.0, world.market.outreach["annoyance"] * pressure)


def note_sent(world, customer, campaign, pressure):
    """Leaves a message with the customer, and in the books."""
    mail = customer.mail
    mail.pressure = pressure + campaign.pressure
    mail.times.append(world.now)
    mail.last_of[campaign.name] = world.now
    if world.in_window:
        mail.reached = True
        world.tally.add("messages", campaign.channel)
        pay(world, "cost of messages", campaign.cost)


def respond(world, customer, campaign):
    """Lets a message begin a journey, at once or later, which may take the place of a need of the customer's own."""
    kind = world.market.kinds[campaign.begins]
    world.tally.add("responses", campaign.channel, world.in_window)
    customer.mail.responded_to.add(campaign.name)
    if world.luck.happens(campaign.brought_forward):
        customer.mail.places_taken[kind.name] += 1
    need(world, world.now + world.luck.exponential(campaign.response_after), customer, kind,
         Cause(by_itself=False, campaign=campaign))
