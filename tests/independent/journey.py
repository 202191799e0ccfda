"""A journey from the need to its end, and what it leaves with the customer."""

import math
from dataclasses import dataclass

from books import CUT_OFF, GIVEN_UP, Ended, note_end
from choice import NOWHERE, OUTSIDE, TOO_LATE, before_contact, candidates, return_after
from clock import AT_ONCE, NEED
from contact import (
    COMPLETED, LEFT, MOVES_ON, PASSED_ON, REPEAT, STRANDED, Contact, contact, fail, trip_in_vain,
)
from customer import Journey
from luck import quantile, shifted
from market import reached
from money import earn
from outreach import discount_today, is_taken
from pool import HUNG_UP
from returns import Piece, hand_in, what_comes_about
from showroom import later_need, see
from stock import give_back
from week import DAY


def arise(world, customer, kind, number, cause):
    """A need arises: a journey begins, unless the customer is lost and sends nothing back, or has no channel at all."""
    if customer.lost and kind.refunds is None or cause.own and is_taken(world, customer, kind):
        return
    one_more = later_need(world, customer, kind) if cause.by_itself else None
    if one_more is not None:
        need(world, one_more, customer, kind, Cause(by_itself=False))
    journey = Journey(customer, world.market.kinds[kind.name], number, world.now, world.luck, cause.campaign)
    journey.brings = cause.brings
    reach = world.segment(customer).reach
    journey.within_reach = {
        name for name in world.market.channels if customer.reach_luck[name] < reached(reach.get(name, 1.0), world.now)
    }
    if candidates(world.market, journey):
        if world.counts(journey.start):
            world.tally.add("still open", customer.segment.name)
        customer.problems += not kind.value
        world.start(pursue(world, journey))
    else:
        not_pursued(world, journey, has_channel=False)


def not_pursued(world, journey, has_channel):
    """Lets a need be; the customer may be lost over it."""
    customer = journey.customer
    lost = not customer.lost and world.luck.happens(world.kind(journey).loss_not_pursued)
    if lost:
        customer.lost_at = world.now
    if world.in_window:
        segment = customer.segment.name
        world.tally.add("not pursued", segment)
        world.tally.add("without channel", segment, not has_channel)
        world.tally.add("lost over not pursued", segment, lost)
        world.tally.add("lost: not pursued", segment, lost)


def pursue(world, journey):
    """Contact after contact until the journey ends."""
    planned = None
    while True:
        channel = yield from (enter(world, journey, planned) if planned else before_contact(world, journey))
        if channel == OUTSIDE or channel == NOWHERE and not journey.channels:
            if world.counts(journey.start):
                world.tally.add("still open", journey.customer.segment.name, -1)
            journey.customer.problems -= not journey.kind.value
            return not_pursued(world, journey, has_channel=channel == OUTSIDE)
        if channel in (TOO_LATE, NOWHERE):
            return end(world, journey, GIVEN_UP)
        result, planned = yield from visit(world, journey, channel)
        if result == COMPLETED and world.luck.happens(journey.contact_kind.reopens):
            ending = yield from come_back(world, journey)
            if ending:
                return end(world, journey, ending)
            planned = None
            continue
        if result in (COMPLETED, LEFT):
            return end(world, journey, result, journey.contact_kind)
        if result == STRANDED:
            return end(world, journey, GIVEN_UP, journey.contact_kind)
        if world.now > journey.deadline:
            return end(world, journey, GIVEN_UP)
        if result != MOVES_ON and has_enough(world, journey, result):
            return end(world, journey, GIVEN_UP, journey.contact_kind if result else None)
        pause = world.luck.exponential(world.kind(journey).pause)
        if not (yield from world.until_or(world.now + pause, journey.deadline)):
            return end(world, journey, GIVEN_UP)
        if len(journey.channels) >= world.kind(journey).contact_limit:
            return end(world, journey, CUT_OFF)


def come_back(world, journey):
    """Comes back with a case that seemed completed; how the journey ends over it, None if it goes on."""
    yield from world.until(world.now + world.luck.exponential(journey.contact_kind.reopens_after))
    journey.returns += 1
    journey.recovered = False
    journey.came_back_to_people |= journey.turns_to_people > 0
    journey.step = len(journey.kind.steps) - 1
    fail(journey, journey.last_effort, REPEAT)
    if has_enough(world, journey, COMPLETED):
        return GIVEN_UP
    if len(journey.channels) >= world.kind(journey).contact_limit:
        return CUT_OFF
    journey.deadline = world.now + world.kind(journey).give_up
    return None


def enter(world, journey, channel):
    """Enters a channel planned before, some time after its next opening where it is closed; another one where it is shut."""
    while True:
        if not (world.market.channels[channel].open and offers(world, journey, channel)):
            return (yield from before_contact(world, journey))
        if world.is_open(channel):
            return channel
        if not (yield from return_after(world, journey, world.next_opening(channel))):
            return TOO_LATE


def offers(world, journey, name):
    """Whether a channel offers the step reached, by the level of inventory of the day."""
    return journey.kind.steps[journey.step] in world.market.channels[name].steps


def visit(world, journey, name):
    """Goes to a channel and wherever the contact is passed on to; how it ended, and the channel planned next."""
    channel = world.market.channels[name]
    yield from world.until(world.now + channel.access)
    if not (world.is_open(name) and offers(world, journey, name)):
        trip_in_vain(world, journey, world.market.channels[name], channel.access)
        return None, None
    stay = Contact(world, journey, name, access=channel.access)
    result = yield from contact(world, stay)
    while result == PASSED_ON:
        if world.over:
            yield from world.until(math.inf)
        stay = passed_on(world, stay)
        result = yield from contact(world, stay)
    return result, stay.next_channel


def passed_on(world, stay):
    """The contact that follows one that was passed on."""
    journey, target = stay.journey, stay.next_channel
    warm = stay.rules.capability("routing", "warm", 0.10, 0.90)
    warm = world.luck.happens(stay.rules.at_level("routing", warm, f"{stay.channel.name}>{target}"))
    journey.transfers["warm" if warm else "cold"] += 1
    return Contact(world, journey, target, passed_on_by=stay, warm=warm)


def has_enough(world, journey, result):
    """Whether a customer gives up after a failed contact: by tolerance, or by not dialling again after a hang-up."""
    customer = journey.customer
    tolerance = quantile(world.segment(customer).tolerance, customer.tolerance_luck)
    if tolerance < math.inf and journey.failed_effort >= tolerance * journey.tolerance_factor:
        return True
    return result == HUNG_UP and not world.luck.happens(journey.contact_kind.retry)


def end(world, journey, ending, kind=None):
    """Ends a journey before the horizon: experience, satisfaction, loss, follow-ups, money and the books.

    Its kind is that of the day, or of the contact with which it ends.
    """
    if world.over:
        return
    effort, kind = sum(journey.effort.values()), kind or world.kind(journey)
    experience = lived(world, journey, kind, effort, ending in (GIVEN_UP, CUT_OFF))
    reported = min(1.0, experience + world.market.experience["recovery"]) if journey.recovered else experience
    customer, was_active = journey.customer, not journey.customer.lost
    customer.problems -= not journey.kind.value
    if ending == COMPLETED:
        customer.completed_at[journey.kind.name] = world.now
    pace = world.market.experience["rise" if experience > customer.satisfaction else "fall"]
    customer.satisfaction += pace * (experience - customer.satisfaction)
    ended = Ended(ending, effort, experience, reported, was_active, lose(world, journey, kind, ending))
    see(world, journey)
    piece = order(world, journey) if ending == COMPLETED and journey.kind.value else None
    follow(world, journey, ended, piece)
    if journey.kind.value and world.in_window:
        customer.shopped = True
    if ending == COMPLETED:
        hand_in(world, journey)
    else:
        give_back(world, journey)
    if world.counts(journey.start):
        note_end(world, journey, ended)


def lived(world, journey, kind, effort, given_up):
    """The experience of a journey, within 0 and 1."""
    market, weights = world.market, world.market.experience
    excess = min(max(effort / kind.reference - 1, 0.0), weights["excess_effort_cap"])
    x = 1 - weights["failed_contact"] * journey.failed - weights["excess_effort"] * excess
    x -= weights["wrong_match"] * journey.wrong_records + weights["stock_out"] * journey.misses
    x -= market.conflict["worse_experience"] * journey.conflicts["worse"]
    x -= weights["transfer"] * sum(journey.transfers.values()) + weights["given_up"] * given_up
    if journey.kind.value:
        x += market.conflict["better_experience"] * journey.conflicts["better"]
    return min(max(x, 0.0), 1.0)


def lose(world, journey, kind, ending):
    """Draws whether the customer is lost over a journey: over occasions, and over others by the excess only."""
    customer, loss = journey.customer, world.market.loss
    if customer.lost:
        return False
    late = loss["late"] if ending == COMPLETED and journey.failed else 0.0
    given_up = loss["given_up"] if ending in (GIVEN_UP, CUT_OFF) else 0.0
    moved = loss["stated_to_actual"] * (late + given_up)
    moved += loss["satisfaction"] * (world.market.experience["start"] - customer.satisfaction)
    chance = shifted(customer.loss_chance, moved)
    lost = world.luck.happens(chance if kind.occasion else chance - customer.loss_chance)
    if lost:
        customer.lost_at = world.now
        straw = "gave up" if ending in (GIVEN_UP, CUT_OFF) else journey.last_straw or "nothing"
        world.tally.add(f"lost: {straw}", customer.segment.name, world.in_window)
    return lost


def follow(world, journey, ended, piece):
    """Puts down the needs that this end brings about, with what they bring back."""
    def fits(cause):
        wanted = cause.get("ending", COMPLETED)
        ends_so = wanted in ("any", GIVEN_UP if ended.given_up else ended.ending)
        return ends_so and cause["journey"] == journey.kind.name and cause.get("channel") in (None, journey.before)

    kinds = sorted(world.market.kinds.values(), key=lambda kind: kind.name)
    fitting = [(kind, cause) for kind in kinds for cause in kind.follows if fits(cause)]
    for kind, cause, brings in what_comes_about(world, journey, fitting, piece):
        delay = world.luck.exponential(cause.get("after_days", 0.0) * DAY)
        need(world, world.now + delay, journey.customer, kind, Cause(by_itself=False, brings=brings))


@dataclass
class Cause:
    """Why a need arises: by itself or not, by the customer's own rate or a campaign, and what it brings back."""

    by_itself: bool = True
    own: bool = False
    campaign: object = None
    brings: object = None


def need(world, time, customer, kind, cause):
    """Puts down a need that arises at a time before the horizon."""
    if time < world.market.horizon:
        customer.needs += 1
        number = customer.needs
        world.clock.at(time, NEED, lambda: arise(world, customer, kind, number, cause))


def order(world, journey):
    """Books a completed purchase by the calendar; what it brought."""
    customer = journey.customer
    value = world.luck.draw(journey.contact_kind.value) * world.segment(customer).value_factor * customer.spends * (1 + journey.twice)
    discount = world.market.conflict["better_discount"] if journey.better_price else 0.0
    discount = min(1.0, discount + discount_today(world, journey))
    paid, margin = value * (1 - discount), value * (journey.contact_kind.margin - discount)
    if world.in_window:
        customer.bought = True
        world.tally.add("revenue", customer.segment.name, paid)
        journey.spent += paid
        earn(world, customer.segment.name, margin)
    if world.budget:
        world.budget.note_order(world, customer, margin)
    return Piece(journey, journey.before, paid, margin, journey.unit_from, journey.twice)


def lose_by_calendar(world, customer):
    """Puts down when a customer is lost whatever they live through."""
    def gone():
        if not customer.lost:
            customer.lost_at = world.now
            world.tally.add("lost: by calendar", customer.segment.name, world.in_window)

    if customer.lost_by_calendar_at < world.market.horizon:
        world.clock.at(customer.lost_by_calendar_at, AT_ONCE, gone)
