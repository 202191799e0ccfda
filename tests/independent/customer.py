"""Customers and their journeys: what they are, and when their needs arise."""

import math
from bisect import bisect_right
from collections import Counter
from functools import cache
from itertools import accumulate

from luck import gamma_quantile
from market import YEAR
from week import DAY


class Customer:
    """One person, for the whole replication."""

    def __init__(self, number, course, luck, joins=None, joined=0.0):
        """Draws all that differs between customers; who is not there at the start joins a segment at a time."""
        market = course.first
        self.number, self.joined = number, joined
        self.segment = segment = joins or market.segments[luck.pick({s.name: s.share for s in market.segments.values()})]
        self.satisfaction = market.experience["start"]
        self.spends = luck.varied(1.0, segment.value_cv)
        self.lost_by_calendar_at = lost_by_calendar(segment.name, joined, course, luck)
        self.shopped = self.bought = False
        self.mail = Mail(luck)
        self.problems, self.completed_at = 0, {}
        self.last_channel = None
        self.needs = 0
        self.lost_at = math.inf
        self.may_repeat = []
        self.served_in, self.spent = set(), 0.0
        self.records = Counter()
        self.has_seen = False
        self.liking_luck = {name: luck.gauss(0.0, 1.0) for name in market.channels}
        self.reach_luck = {name: luck.random() for name in market.channels}
        self.recognition_luck = luck.random()
        self.tolerance_luck = luck.random()
        a, b = segment.loss
        self.loss_chance = luck.betavariate(a, b) if a else 0.0

    @property
    def lost(self):
        """Whether the firm has lost the customer."""
        return self.lost_at < math.inf


class Mail:
    """What messages of the firm have left with a customer."""

    def __init__(self, luck):
        """No message has come yet."""
        self.response_luck = luck.random()
        self.response_chances = {}
        self.pressure, self.times, self.last_of = 0.0, [], {}
        self.opted_out, self.responded_to = set(), set()
        self.places_taken = Counter()
        self.reached = False


class Journey:
    """One need on its way to an end."""

    def __init__(self, customer, kind, number, start, luck, campaign=None):
        """A journey that begins now, by a campaign's message or not; the number tells a customer's journeys apart."""
        self.campaign = campaign
        self.customer, self.kind, self.number, self.start = customer, kind, number, start
        self.contact_kind = kind
        self.deadline = start + kind.give_up
        self.tolerance_factor = luck.expovariate(1.0)
        self.within_reach = []
        self.step = 0
        self.attempts = {}
        self.attempt_luck = {}
        self.channels = []
        self.chosen = 0
        self.turns = {}
        self.turns_to_people = 0
        self.met_somebody = False
        self.last_served = None
        self.served_in, self.spent = set(), 0.0
        self.last_agent = None
        self.last_effort = 0.0
        self.orphans = []
        self.answered = None
        self.returns = 0
        self.came_back_to_people = False
        self.wrong_records = 0
        self.last_straw = None
        self.failed = 0
        self.failed_effort = 0.0
        self.repeats = 0
        self.conflicts = {"better": 0, "worse": 0}
        self.transfers = {"warm": 0, "cold": 0}
        self.effort = dict.fromkeys(["access", "waiting", "handling", "identification", "rebuilding"], 0.0)
        self.better_price = False
        self.baskets = []
        self.twice = False
        self.brings = None
        self.served_in = set()
        self.item_luck, self.seeing_luck, self.shown_luck = luck.random(), luck.random(), {}
        self.unit_from = None
        self.misses = 0
        self.anticipated = 0.0
        self.recovered = False

    @property
    def before(self):
        """The channel of the contact before, however that contact ended."""
        return self.channels[-1] if self.channels else None

    @property
    def switches(self):
        """How often a contact was in another channel than the one before."""
        return sum(before != after for before, after in zip(self.channels, self.channels[1:]))


def lost_by_calendar(segment, joined, course, luck):
    """When the rates passed since joining add up to one unit exponential; never, where they do not by the horizon."""
    left, share, varied = luck.expovariate(1.0), luck.random(), {}
    for start, end, market in course.spans(joined, course.first.horizon):
        rules = market.segments[segment]
        if rules.loss_cv not in varied:
            varied[rules.loss_cv] = gamma_quantile(share, rules.loss_cv)
        rate = rules.loss_per_year / YEAR * varied[rules.loss_cv]
        if rate * (end - start) > left:
            return start + left / rate
        left -= rate * (end - start)
    return math.inf


def needs(customer, course, day_factors, luck):
    """When each type of need arises for a customer before the horizon, as pairs of time and type."""
    segment = customer.segment.name
    spans = list(day_factors.spans(segment, course, customer.joined))
    for name in course.first.kinds:
        of_days = [(span, market.segments[segment].needs.get(name, {})) for *span, market, _ in spans]
        at_random = irregular(of_days, [span[2:] for span in spans], name, luck)
        for time in [*regular(of_days, [market.volume for *_, market, _ in spans], luck), *at_random]:
            yield time, name


def regular(of_days, volumes, luck):
    """Times at which the parts of intervals that have passed come to the customer's own first part, or to that and so many."""
    passed, due = 0.0, luck.random()
    for ((start, end), need), volume in zip(of_days, volumes):
        if "every_days" in need:
            every = need["every_days"] / volume * DAY
            before, passed = passed, passed + (end - start) / every
            while due < passed:
                yield start + (due - before) * every
                due += 1


def irregular(of_days, markets, name, luck):
    """Times of a Poisson process, whose rate is a customer's factor and the day's on what the market of the day says."""
    factor_by_cv = own_factors({need.get("cv", 0.0) for _, need in of_days}, luck)
    for ((start, end), need), (market, of_day) in zip(of_days, markets):
        rate = factor_by_cv[need.get("cv", 0.0)] * of_day * need.get("per_year", 0.0) * market.volume / YEAR
        rhythm = rhythm_of(market.kinds[name].rhythm, market.horizon)
        passed = rhythm.passed(start) + luck.arrival(rate)
        while passed < rhythm.passed(end):
            yield rhythm.time(passed)
            passed += luck.arrival(rate)


def own_factors(cvs, luck):
    """How many times the mean a customer's rate is, by each coefficient of variation: the same quantile of all their laws."""
    if len(cvs - {0.0}) < 2:
        return {cv: luck.varied(1.0, cv) for cv in cvs}
    share = luck.random()
    return {cv: gamma_quantile(share, cv) for cv in cvs}


class DayFactors:
    """How many times as often as usual needs arise on each day of a replication, for all customers of a segment alike."""

    def __init__(self, course, luck):
        """Draws a factor for the market and one for each segment, for each day by its law; none where no day differs."""
        days = [course.at(day * DAY) for day in range(math.ceil(course.first.horizon / DAY))]
        of_market = [luck.varied(1.0, market.day_cv) for market in days]
        self.factors = {
            name: [factor * luck.varied(1.0, market.segments[name].day_cv) for factor, market in zip(of_market, days)]
            for name in course.first.segments if any(market.day_cv or market.segments[name].day_cv for market in days)
        }

    def spans(self, segment, course, since):
        """The time from then to the horizon in parts with one market and one factor each: start, end, market and factor."""
        for start, end, market in course.spans(since, course.first.horizon):
            if segment not in self.factors:
                yield start, end, market, 1.0
                continue
            while start < end:
                day = int(start // DAY)
                until = min((day + 1) * DAY, end)
                yield start, until, market, self.factors[segment][day]
                start = until


class Rhythm:
    """Needs by hour of the day, day of the week and season: the time at which so much of the need has arisen."""

    def __init__(self, weights, horizon):
        """Weights are relative; those of a whole day, week and year are 1 on average."""
        hours, days, seasons = (
            [weight * len(part) / sum(part) for weight in part] if part else [1.0] for part in weights
        )
        each = [
            60 * hours[hour % len(hours)] * days[hour // 24 % len(days)] * seasons[hour // 24 // 7 % 52 * len(seasons) // 52]
            for hour in range(math.ceil(horizon / 60))
        ]
        self.each, self.until = each, list(accumulate(each, initial=0.0))

    def passed(self, time):
        """How many minutes' worth of an even rhythm have passed by a time."""
        hour = min(int(time // 60), len(self.each) - 1)
        return self.until[hour] + (time / 60 - hour) * self.each[hour]

    def time(self, passed):
        """When so many minutes' worth of an even rhythm have passed."""
        hour = bisect_right(self.until, passed) - 1
        return 60 * (hour + (passed - self.until[hour]) / self.each[hour])


@cache
def rhythm_of(weights, horizon):
    """The rhythm that weights of hours, weekdays and seasons describe."""
    return Rhythm(weights, horizon)
