"""Money that moves between campaigns, by what they claim or by what customers show who are held out."""

from clock import REVIEW
from week import DAY


def budget(world):
    """The budget of a world; None where there is none."""
    return Budget(world) if world.market.budget else None


class Budget:
    """The money of each campaign, and what has been claimed and spent since the last review."""

    def __init__(self, world):
        """Each campaign has what it spends a day on day 0; the first review is so many days after the start."""
        market = world.market
        self.rules, self.names = market.budget, list(market.campaigns)
        money = {name: money_a_day(market, campaign) for name, campaign in market.campaigns.items()}
        self.money = {name: amount for name, amount in money.items() if amount}
        self.at_first = dict(self.money)
        self.draws = {}
        self.reviewed = 0.0
        self.forget()
        self.plan_review(world, 1)

    def forget(self):
        """Begins to count anew what campaigns claim, and what those held out and all others spend."""
        self.claimed = dict.fromkeys(self.names, 0.0)
        self.spent = {(name, held_out): 0.0 for name in self.names for held_out in (False, True)}

    def plan_review(self, world, number):
        """Puts down a review, before all else of its moment."""
        def look():
            self.review(world)
            self.plan_review(world, number + 1)

        world.clock.at(round(number * self.rules["review_days"] * DAY, 6), REVIEW, look)

    def share(self, campaign):
        """The share of its audience to which a campaign sends."""
        name = campaign.name
        return min(1.0, campaign.share * (self.money[name] / self.at_first[name] if name in self.money else 1.0))

    def is_held_out(self, world, customer, name):
        """Whether a customer is one of those held out of a campaign."""
        key = customer.number, name
        if key not in self.draws:
            self.draws[key] = world.luck.random()
        return self.draws[key] < self.rules["held_out"]

    def holds_out(self, world, customer, campaign):
        """Whether a campaign keeps a message from a customer so as to measure."""
        return measured_today(world) > 0 and self.is_held_out(world, customer, campaign.name)

    def note_order(self, world, customer, margin):
        """Lets campaigns claim the margin of an order, and adds it to what those held out, or all others, spend."""
        for name in self.names:
            campaign, last = world.market.campaigns[name], customer.mail.last_of.get(name)
            if last is not None and world.now - last < self.rules["claim_days"] * DAY:
                self.claimed[name] += margin
                world.tally.add("margin claimed", campaign.channel, margin * world.in_window)
            if customer.segment.name in campaign.segments:
                self.spent[name, self.is_held_out(world, customer, name)] += margin

    def review(self, world):
        """Moves money towards what campaigns claim and what they brought, of those that had begun by the review before."""
        begun = [name for name, campaign in world.market.campaigns.items() if campaign.first <= self.reviewed]
        measured, brought = measured_today(world), {name: self.brought(world, name) for name in begun}
        for name in begun if measured and world.in_window else []:
            world.tally.add("margin measured", world.market.campaigns[name].channel, brought[name])
        self.move_money({name: amount for name, amount in self.money.items() if name in begun},
                        {name: max(0.0, amount) for name, amount in self.claimed.items()}, brought, measured)
        self.reviewed = world.now
        self.forget()

    def move_money(self, money, claimed, brought, measured):
        """Moves money between the campaigns that have it."""
        for name, amount in money.items():
            share = (1 - measured) * share_of(claimed, money, name) + measured * share_of(brought, money, name)
            self.money[name] += self.rules["step"] * (share * sum(money.values()) - amount)

    def brought(self, world, name):
        """What a campaign brought: the margin of all who get it beyond that of as many of those held out."""
        audience = [customer for customer in world.customers
                    if customer.joined <= world.now and customer.segment.name in world.market.campaigns[name].segments]
        held_out = sum(self.is_held_out(world, customer, name) for customer in audience)
        if not held_out:
            return 0.0
        return max(0.0, self.spent[name, False] - self.spent[name, True] * (len(audience) - held_out) / held_out)


def money_a_day(market, campaign):
    """What a campaign spends a day, but for the number of customers; nothing while its channel is shut."""
    audience = sum(market.segments[name].share for name in campaign.segments)
    return campaign.cost * campaign.share * campaign.a_day * audience * market.channels[campaign.channel].open


def share_of(amounts, money, name):
    """A campaign's share in the amounts of all among which money moves; where these are 0, in money as it stands."""
    total = sum(amounts[name] for name in money)
    return amounts[name] / total if total else money[name] / sum(money.values())


def measured_today(world):
    """How far money follows what campaigns brought, by the rules of the day."""
    market = world.course.at(world.now)
    return market.at_level("measurement", market.capability("measurement", "follows_brought", 0.0, 1.0))
