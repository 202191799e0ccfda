"""What an ended journey adds to the sums that outcomes are made of."""

import math
from dataclasses import dataclass

from contact import COMPLETED, LEFT

GIVEN_UP, CUT_OFF = "given_up", "cut off"


@dataclass
class Ended:
    """How a journey ended, and what the customer makes of it."""

    ending: str
    effort: float
    experience: float
    reported: float
    was_active: bool
    lost: bool

    @property
    def given_up(self):
        """Whether over what went wrong; cut off counts as given up."""
        return self.ending in (GIVEN_UP, CUT_OFF)


def note_end(world, journey, ended):
    """Adds an ended journey to all sums that count it."""
    add_to_segment(world.tally, journey, ended)
    if not journey.kind.value:
        add_service(world, journey, ended)
    add_elapsed(world, journey, ended)
    journey.customer.served_in |= journey.served_in
    journey.customer.spent += journey.spent
    add_steps(world.tally, journey, ended)
    if ended.ending == COMPLETED and journey.kind.value:
        world.tally.add("orders by path", f"{journey.channels[0]}>{journey.channels[-1]}")
    for later, channel in enumerate(reversed(journey.baskets)):
        if channel.alone:
            world.tally.add("baskets", channel.name)
            is_lost = later > 0 or ended.ending != COMPLETED
            world.tally.add("baskets not ordered", channel.name, is_lost)
            world.tally.add("baskets not ordered there", channel.name, is_lost or journey.channels[-1] != channel.name)


def add_steps(tally, journey, ended):
    """Adds to each step of the type that a journey ended, and to the one reached that it ended there, if in vain."""
    for number, step in enumerate(journey.kind.steps):
        place = f"journey.{journey.kind.name}.step.{step}"
        tally.add("ended of type", place)
        tally.add("ended at step", place, ended.ending != COMPLETED and number == journey.step)


def add_elapsed(world, journey, ended):
    """Adds how long it took from the need to the first answer by somebody, and to the end of what was completed."""
    if journey.answered:
        add_time(world, journey, "answer", *journey.answered)
    if ended.ending == COMPLETED:
        add_time(world, journey, "end", world.now, world.market.channels[journey.channels[-1]])


def add_time(world, journey, what, until, channel):
    """Adds the time from the need, on the clock and in the hours of a channel, over all, by journey type and by origin."""
    for place in ("*", f"journey.{journey.kind.name}", journey.channels[0]):
        world.tally.add(f"journeys with {what}", place)
        world.tally.add(f"until {what}", place, until - journey.start)
        world.tally.add(f"open until {what}", place, world.course.open_minutes(channel.name, journey.start, until))


def add_to_segment(tally, journey, ended):
    """Adds what is summed over journeys of all kinds."""
    purchase, completed, effort = journey.kind.value is not None, ended.ending == COMPLETED, ended.effort
    many, switches = len(journey.channels), journey.switches
    occasion = journey.kind.occasion and ended.was_active
    first, late = completed and not journey.failed, completed and journey.failed > 0
    ease = 2 ** (-effort / 20)
    out_of_ten = math.ceil(round(10 * ended.reported, 6) - 0.5)
    amounts = {
        "still open": -1,
        "ended": 1,
        "purchases": purchase,
        "service": not purchase,
        "completed service": completed and not purchase,
        "completed": completed,
        "orders": completed and purchase,
        "orders across channels": completed and purchase and len(set(journey.channels)) > 1,
        "left": ended.ending == LEFT,
        "given up": ended.given_up,
        "cut off": ended.ending == CUT_OFF,
        "effort": effort,
        "effort squared": effort**2,
        "effort of completed": effort * completed,
        "effort of purchases": effort * purchase,
        "effort of service": effort * (not purchase),
        "score 5": 1 + 4 * (1 - ease),
        "score 7": 1 + 6 * ease,
        "contacts of journeys": many,
        "contacts squared": many**2,
        "contacts of service": many * (not purchase),
        "failed contacts": journey.failed,
        "switches": switches,
        "switches squared": switches**2,
        "repeats": journey.repeats,
        "returns": journey.returns,
        "returns and completed service": journey.returns + (completed and not purchase),
        "conflicts": sum(journey.conflicts.values()),
        "transfers": sum(journey.transfers.values()),
        "experience": ended.experience,
        "reported": ended.reported,
        "promoters less detractors": 100 * ((out_of_ten >= 9) - (out_of_ten <= 6)),
        "resolved first": first,
        "reported of resolved first": ended.reported * first,
        "recovered": journey.recovered,
        "reported of recovered": ended.reported * journey.recovered,
        "occasions resolved first": occasion and first,
        "lost over resolved first": occasion and first and ended.lost,
        "occasions resolved late": occasion and late,
        "lost over resolved late": occasion and late and ended.lost,
        "occasions given up": occasion and ended.given_up,
        "lost over given up": occasion and ended.given_up and ended.lost,
    }
    for what, amount in (amounts | journey.effort).items():
        tally.add(what, journey.customer.segment.name, amount)


def add_service(world, journey, ended):
    """Adds what is summed over service journeys: resolution, transfers, and figures by number of contacts."""
    tally, segment, completed = world.tally, journey.customer.segment.name, ended.ending == COMPLETED
    tally.add("settled in one contact", segment, completed and journey.chosen == 1)
    for channel, turns in journey.turns.items():
        by_people = not world.market.channels[channel].alone
        tally.add_to_both("turned to", channel, by_people)
        tally.add_to_both("reported settled", channel, by_people, completed and turns == 1)
    if journey.turns_to_people:
        settled = completed and journey.turns_to_people == 1 and not journey.came_back_to_people
        seen = "cold transfer" if journey.transfers["cold"] else "warm transfer" if journey.transfers["warm"] else "no transfer"
        tally.add("turned to people", segment)
        tally.add("settled in one turn", segment, settled)
        tally.add(f"with {seen}", segment)
        tally.add(f"resolved with {seen}", segment, settled)
        tally.add(f"experience with {seen}", segment, ended.experience)
    many = len(journey.channels)
    if 1 <= many <= 3:
        label = ["one contact", "two contacts", "three contacts"][many - 1]
        path = label if many == 1 else f"{label}, {'switched' if journey.switches else 'same'}"
        tally.add(f"of {label}", segment)
        tally.add(f"reported of {label}", segment, ended.reported)
        if many > 1:
            tally.add(f"of {path}", segment)
        tally.add(f"effort of {path}", segment, ended.effort)
