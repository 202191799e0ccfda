"""One replication's market in motion: time, luck, pools and what has been summed so far."""

from budget import budget
from clock import CHANGE, JOURNEY, Clock
from customer import DayFactors
from luck import Luck
from outcomes import Tally
from pool import Pool, form_lines_anew, let_go
from stock import stocks


class World:
    """What all customers of a replication share."""

    def __init__(self, course, seed):
        """The course of a market at time 0, with the luck of a seed."""
        self.course = course
        self.market = market = course.first
        self.luck = Luck(seed)
        self.day_factors = DayFactors(course, self.luck)
        self.clock = Clock()
        self.tally = Tally()
        self.in_line = set()
        self.stocks = stocks(self, course)
        self.budget = budget(self)
        self.customers = []
        self.pools = {name: Pool(name, market, self.clock) for name in market.staff}
        for start, later in zip(course.starts[1:], course.markets[1:]):
            if start < market.horizon:
                self.clock.at(start, CHANGE, lambda later=later: self.change(later))

    def change(self, market):
        """Lets other rules hold from now on, at midnight, before anything else that happens then."""
        self.market = market
        before = [pool.forms_line_by for pool in self.pools.values()]
        for pool in self.pools.values():
            pool.go_by(market)
        anew = before != [pool.forms_line_by for pool in self.pools.values()]
        without_pool = form_lines_anew(self.pools, market) if anew else []
        for pool in self.pools.values():
            pool.count_on_duty()
        let_go(without_pool, market)
        for pool in self.pools.values():
            pool.settle()

    def pool_of(self, channel):
        """The pool that serves a channel now; None if none does."""
        name = self.market.channels[channel.name].pool
        return self.pools[name] if name else None

    @property
    def now(self):
        """The time, in minutes."""
        return self.clock.now

    @property
    def over(self):
        """Whether the horizon has been reached, and only contacts under way go on."""
        return self.now >= self.market.horizon

    @property
    def in_window(self):
        """Whether what happens now is counted by the calendar."""
        return self.market.warm_up <= self.now < self.market.horizon

    def counts(self, start):
        """Whether a need that arises at this time belongs to the outcomes of journeys."""
        return self.market.warm_up <= start < self.market.horizon - self.course.longest_journey

    def is_open(self, name):
        """Whether a channel can be entered now; messages can be sent at any time."""
        channel = self.market.channels[name]
        if channel.messages or not channel.open:
            return channel.open
        return self.pools[channel.pool].on_duty > 0 if channel.pool else channel.hours.count(self.now) > 0

    def next_opening(self, name):
        """When a channel can next be entered, as far as can be seen now."""
        return self.market.opening(name).next_opening(self.now)

    def kind(self, journey):
        """A journey's type, by the rules that hold now."""
        return self.market.kinds[journey.kind.name]

    def segment(self, customer):
        """A customer's segment, by the rules that hold now."""
        return self.market.segments[customer.segment.name]

    def start(self, process):
        """Lets a process of the world run; it yields what it waits for, a function of how it goes on."""
        self.proceed(process, None)

    def proceed(self, process, answer):
        """Lets a process go on until it waits again or is done."""
        try:
            wait_for = process.send(answer)
        except StopIteration:
            return
        wait_for(lambda answer=None: self.proceed(process, answer))

    def until(self, time):
        """Waits for a time; what would be at the horizon or later never comes."""
        def wait_for(resume):
            if time < self.market.horizon:
                self.clock.at(time, JOURNEY, resume)

        yield wait_for

    def until_or(self, time, deadline):
        """Waits for a time, but no longer than to a deadline; whether the time came."""
        yield from self.until(min(time, deadline))
        return time <= deadline
