"""Customers who join in the course of a run."""

import math

from customer import Customer
from journey import Cause, need
from market import YEAR
from money import book, middle_of_day
from week import WEEK


def joiners(world, customer):
    """Those who join for a customer who was there at the start, numbered on from that customer."""
    many = world.market.customers
    for count, time in enumerate(times(customer.segment.name, world.course, world.luck), 1):
        yield Customer(customer.number + count * many, world.course, world.luck, customer.segment, time)


def times(segment, course, luck):
    """When customers join for one who was there at the start: Poisson, each week and day at its own rate."""
    by_week = next((joins["by_week"] for market in course.markets if "by_week" in (joins := market.segments[segment].joins)), [1.0])
    for first, last, weight in weeks(by_week, course.first.horizon):
        for start, end, market in course.spans(first, last):
            rate = market.segments[segment].joins.get("per_year", 0.0) * weight / YEAR
            time = start + luck.arrival(rate)
            while time < end:
                yield time
                time += luck.arrival(rate)


def weeks(weights, horizon):
    """Start, end and weight of each week of the run; 1 is the mean of the weights over the time of the run."""
    spans = [(week * WEEK, min((week + 1) * WEEK, horizon), weights[week % len(weights)])
             for week in range(math.ceil(horizon / WEEK))]
    mean = sum(weight * (end - start) for start, end, weight in spans) / horizon
    return [(start, end, weight / mean) for start, end, weight in spans]


def note_joined(world, customer):
    """Books that a customer joins, what that costs, and the journey with which they do."""
    segment = customer.segment.name
    joins = world.course.at(customer.joined).segments[segment].joins
    if customer.joined >= world.market.warm_up:
        world.tally.add("joined", segment)
        book(world, "acquisition cost", segment, joins.get("cost", 0.0), middle_of_day(world, customer.joined))
    if "first" in joins:
        need(world, customer.joined, customer, world.market.kinds[joins["first"]], Cause())
