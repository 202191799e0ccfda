"""Stock pools: what is on hand and on order, who asks for it, and what customers believe of it."""

from clock import STOCK
from market import YEAR
from money import pay
from week import DAY


class Stock:
    """A pool of some like items, of each so many units."""

    def __init__(self, world, name, is_there):
        """A pool that is full at the start; one that is not there holds nothing, orders nothing, and is out of nothing."""
        table = world.market.stock[name]
        self.world, self.name = world, name
        self.items = table.get("items", 1)
        self.review, self.lead = table.get("review_days", 1.0) * DAY, table.get("lead_days", 0.0) * DAY
        self.on_hand = [table["order_up_to"] if is_there else 0] * self.items
        self.on_order = [0] * self.items
        self.since = 0.0
        self.is_there, self.unit_minutes = is_there, {}
        self.empty_minutes = 0.0
        if is_there:
            self.plan_review(1)

    def item(self, journey):
        """Which of the items a journey wants."""
        return int(journey.item_luck * self.items)

    def has(self, journey):
        """Whether what a journey wants is on hand."""
        return self.on_hand[self.item(journey)] > 0

    def plan_review(self, number):
        """Puts down a review, which puts down the next."""
        def look():
            self.order()
            self.plan_review(number + 1)

        if number * self.review < self.world.market.horizon:
            self.world.clock.at(number * self.review, STOCK, look)

    def order(self):
        """Orders what brings each item up to the level of the day."""
        level = self.world.market.stock[self.name]["order_up_to"]
        many = [max(0, level - here - coming) for here, coming in zip(self.on_hand, self.on_order)]
        self.on_order = [coming + more for coming, more in zip(self.on_order, many)]

        def arrive():
            self.on_order = [coming - more for coming, more in zip(self.on_order, many)]
            self.add(many)

        if self.lead:
            self.world.clock.at(self.world.now + self.lead, STOCK, arrive)
        else:
            arrive()

    def move(self, item, units):
        """Adds units of one item to what is on hand, or takes them."""
        self.add([units if number == item else 0 for number in range(self.items)])

    def add(self, units):
        """Adds units of each item to what is on hand."""
        self.catch_up()
        self.on_hand = [here + more for here, more in zip(self.on_hand, units)]

    def catch_up(self):
        """Sums up, day by day, how long how many units were on hand in the window."""
        market = self.world.market
        start, end = max(self.since, market.warm_up), min(self.world.now, market.horizon)
        self.since = self.world.now
        while start < end:
            day = int(start // DAY)
            until = min((day + 1) * DAY, end)
            self.unit_minutes[day] = self.unit_minutes.get(day, 0.0) + sum(self.on_hand) * (until - start)
            self.empty_minutes += (until - start) * self.on_hand.count(0) / self.items * self.is_there
            start = until


def stocks(world, course):
    """The stock pools of a replication, by name."""
    markets = [market for _, _, market in course.spans(0.0, course.first.horizon)]
    used = {channel.stock for market in markets for channel in market.channels.values() if channel.open}
    return {name: Stock(world, name, name in used) for name in sorted(world.market.stock)}


def is_out(world, contact):
    """Asks for the unit that a journey takes with an attempt that would succeed else; whether there is none."""
    journey, channel = contact.journey, contact.channel
    if channel.stock is None or journey.unit_from is not None or world.over:
        return False
    own = world.stocks[channel.stock]
    source = own if own.has(journey) else elsewhere(world, journey, own)
    note_asked(world, channel.name, own, source)
    if source is None:
        journey.misses += 1
        return True
    source.move(source.item(journey), -1)
    journey.unit_from = source
    return False


def elsewhere(world, journey, own):
    """The pool that serves what a channel's own has not; None if none does."""
    shared = world.luck.happens(shared_today(world))
    having = [pool for pool in others(world, own) if pool.has(journey)]
    return max(having, key=lambda pool: pool.on_hand[pool.item(journey)], default=None) if shared else None


def others(world, own):
    """All other stock pools, by name."""
    return [pool for pool in world.stocks.values() if pool is not own]


def shared_today(world):
    """The chance that another pool serves."""
    return world.market.at_level("inventory", world.market.capability("inventory", "stock_shared", 0.0, 1.0))


def visible_today(world):
    """The chance that a customer sees what is in stock."""
    return world.market.at_level("inventory", world.market.capability("inventory", "stock_visible", 0.0, 1.0))


def note_asked(world, name, own, source):
    """Counts a unit asked for, and by whom it was served."""
    if world.in_window:
        world.tally.add("asked", name)
        world.tally.add("asked and served", name, source is not None)
        world.tally.add("out", name, source is not own)
        world.tally.add("served elsewhere", name, source not in (own, None))


def believed_out(world, journey, channel):
    """With which chance a customer who chooses believes that a channel is out of what they want, where they want any of it."""
    kind = journey.kind
    if channel.stock is None or kind.takes_at not in channel.steps or journey.unit_from is not None:
        return 0.0
    if journey.step > kind.steps.index(kind.takes_at):
        return 0.0
    own = world.stocks[channel.stock]
    table = world.market.stock[own.name]
    if journey.seeing_luck >= visible_today(world):
        return table.get("believed_out", 0.08)
    shown = journey.shown_luck.setdefault(channel.name, world.luck.random()) < table.get("shown_wrongly", 0.0)
    if world.over or own.has(journey) or shown:
        return 0.0
    return 1 - shared_today(world) if any(pool.has(journey) for pool in others(world, own)) else 1.0


def give_back(world, journey):
    """Gives back the unit of a journey that ends otherwise than completed, and counts it as lost where it missed any."""
    if world.in_window:
        world.tally.add("lost to stock", journey.before, journey.misses > 0)
        world.tally.add("given back", journey.before, journey.unit_from is not None)
    if journey.unit_from:
        journey.unit_from.move(journey.unit_from.item(journey), 1)


def count_stock(world):
    """What was on hand between the end of the warm-up and the horizon, for how long, and what that costs."""
    minutes = world.market.horizon - world.market.warm_up
    for name, pool in world.stocks.items():
        pool.catch_up()
        place, cost = f"stock.{name}", world.market.stock[name].get("holding_cost_per_year", 0.0)
        for day, unit_minutes in pool.unit_minutes.items():
            world.tally.add("units times minutes", place, unit_minutes)
            pay(world, "holding cost", unit_minutes / YEAR * cost, day * DAY)
        world.tally.add("minutes reported", place, minutes)
        world.tally.add("share of time out", place, pool.empty_minutes / minutes)
