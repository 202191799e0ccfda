"""Money, as it is and discounted to the end of the warm-up."""

from market import YEAR
from outcomes import ALL
from week import DAY


def earn(world, segment, amount, time=None):
    """Books margin that a segment brings at a time, now where none is given."""
    book(world, "margin", segment, amount, middle_of_day(world, time))


def pay(world, what, amount, time=None, at_its_start=False):
    """Books a cost of a time, now where none is given; money of a day is worth what it is in the middle of it."""
    book(world, what, ALL, amount, time if at_its_start else middle_of_day(world, time))


def book(world, what, where, amount, time):
    """Adds an amount to a sum, and what it is worth at the end of the warm-up to another."""
    years = max(0.0, time - world.market.warm_up) / YEAR
    world.tally.add(what, where, amount)
    world.tally.add(f"discounted {what}", where, amount * (1 + world.market.discount) ** -years)


def middle_of_day(world, time):
    """The middle of the day of a time, as far as the day is reported."""
    start = (world.now if time is None else time) // DAY * DAY
    return (max(start, world.market.warm_up) + min(start + DAY, world.market.horizon)) / 2
