"""The law of LAWS.md for the peers in plain Python: what a customer and a journey do, without a clock or a queue.

A contact's attempts depend on nothing outside the journey, so they are drawn together when its service begins, and a
peer needs one event for all of them. Random numbers come from the standard library, whose scalars are quicker than
NumPy's.
"""

from bisect import bisect
from math import exp, log
from random import Random

import numpy as np

import market

LEFT, COMPLETED, FAILED, SWITCHES = range(4)


class Journey:
    """One need on its way to an end; `channel` is that of the contact under way or the last one."""

    __slots__ = (
        "customer", "began", "step", "channel", "chosen", "told", "contacts", "switches", "repeats", "failed",
        "effort", "of_contact", "budget", "end_of_contact", "is_over",
    )


class Customer:
    """What a customer is; a peer may use its own class with these three attributes."""

    __slots__ = ("propensity", "satisfaction", "active")

    def __init__(self, propensity):
        self.propensity = propensity
        self.satisfaction = market.START_SATISFACTION
        self.active = True


class Law:
    """The law of one market with its luck, and the totals of what happens. A lost customer feels nothing any more."""

    def __init__(self, rules, customers, seed):
        self.rules = rules
        luck = Random(seed)
        self.random = luck.random
        self.gauss = luck.gauss
        self.propensities = np.random.default_rng(seed).beta(*market.PROPENSITY, customers).tolist()
        self.totals = dict.fromkeys(rules.outcomes, 0)
        self.counted_until = rules.counted_until
        self.choice = rules.running
        # By whether cold, channel and step: mean minutes, chance to leave, chance to leave or succeed.
        self.attempts = [
            [
                {
                    step: (typed["minutes"]["mean"], typed["leave"],
                           typed["leave"] + (1.0 - typed["leave"]) * rules.success(channel, step, cold))
                    for step, typed in offered.items()
                }
                for channel, offered in enumerate(rules.attempts)
            ]
            for cold in (False, True)
        ]

    def exponential(self, mean):
        """A time until something happens."""
        return -mean * log(1.0 - self.random())

    def begin(self, customer, now):
        """A need arises."""
        journey = Journey()
        journey.customer = customer
        journey.began = now
        journey.step = journey.contacts = journey.switches = journey.repeats = journey.failed = 0
        journey.channel = self.rules.nowhere
        journey.chosen = journey.told = None
        journey.is_over = False
        journey.effort = 0.0
        journey.budget = -self.rules.tolerance * log(1.0 - self.random())
        return journey

    def starts_contact(self, journey, now):
        """A contact would start now: sets its channel, or ends the journey and returns False."""
        if journey.is_over or journey.contacts == self.rules.contact_limit:
            self.give_up(journey, now)
            return False
        channel = journey.chosen
        if channel is None:
            channel = bisect(self.choice[journey.channel][journey.step], self.random())
        else:
            journey.chosen = None
        self.start_contact(journey, channel)
        return True

    def start_contact(self, journey, channel):
        """A contact starts in a channel."""
        if journey.contacts and channel != journey.channel:
            journey.switches += 1
        journey.contacts += 1
        journey.channel = channel
        journey.of_contact = 0.0
        self.totals["arrived"] += 1

    def serve(self, journey):
        """Service begins: draws all that happens in it, up to how it ends; returns its minutes."""
        random, channel, step, told = self.random, journey.channel, journey.step, journey.told
        cold = told is not None and random() >= self.rules.kept[told][channel]
        if cold and step > self.rules.restart:
            journey.repeats += step - self.rules.restart
            step = self.rules.restart
        journey.told = channel
        attempts = self.attempts[cold][channel]
        last = self.rules.steps - 1
        minutes = 0.0
        while True:
            mean, leave, leave_or_succeed = attempts[step]
            minutes -= mean * log(1.0 - random())
            draw = random()
            if draw < leave:
                end = LEFT
                break
            if draw >= leave_or_succeed:
                end = FAILED
                break
            if step == last:
                end = COMPLETED
                break
            step += 1
            chosen = bisect(self.choice[channel][step], random())
            if chosen != channel:
                journey.chosen = chosen
                end = SWITCHES
                break
            attempts = self.attempts[False][channel]
        journey.step = step
        journey.end_of_contact = end
        journey.effort += minutes
        journey.of_contact += minutes
        return minutes

    def finish(self, journey, now):
        """Service ends: returns the minutes of the pause before the next contact, or None if the journey is over."""
        end = journey.end_of_contact
        if end == SWITCHES:
            return self.pause(journey, now)
        if end == FAILED:
            return self.fail(journey, now)
        if end == COMPLETED:
            value = exp(self.gauss(self.rules.value_log_mean, self.rules.value_log_deviation))
            self.totals["revenue"] += round(value, 6)
            self.count(journey, "completed")
            odds = market.LOSS_LATE if journey.failed else 0.0
        else:
            self.count(journey, "left")
            odds = 0.0
        self.feel(journey, 0.0, odds)
        return None

    def fail(self, journey, now):
        """A contact has failed: returns the minutes of the pause that follows, or None if the journey is given up."""
        journey.failed += 1
        journey.budget -= journey.of_contact
        if journey.budget <= 0.0:
            self.give_up(journey, now)
            return None
        return self.pause(journey, now)

    def pause(self, journey, now):
        """The minutes of the pause before the next contact, or until it is too late for one."""
        minutes = -self.rules.pause * log(1.0 - self.random())
        left = max(journey.began + self.rules.give_up_after - now, 0.0)
        journey.is_over = minutes > left
        return min(minutes, left)

    def patience(self, journey):
        """How long the customer will wait in line."""
        return self.exponential(self.rules.patience[journey.channel])

    def stop_waiting(self, journey, waited):
        """The customer no longer waits in line, being served or having hung up."""
        self.totals["waited"] += waited
        effort = market.WAITING_WEIGHT * waited
        journey.effort += effort
        journey.of_contact += effort

    def hang_up(self, journey, now):
        """The customer hangs up: as `fail`."""
        self.totals["hung_up"] += 1
        if self.random() < self.rules.retry:
            return self.fail(journey, now)
        journey.failed += 1
        self.give_up(journey, now)
        return None

    def give_up(self, journey, now):
        """The journey is given up."""
        self.count(journey, "given_up")
        self.feel(journey, market.GIVEN_UP, market.LOSS_GIVEN_UP)

    def count(self, journey, ending):
        """Adds an ended journey to the totals, if it counts."""
        if journey.began < self.counted_until:
            totals, effort = self.totals, journey.effort
            totals["journeys"] += 1
            totals[ending] += 1
            totals["contacts"] += journey.contacts
            totals["switches"] += journey.switches
            totals["repeats"] += journey.repeats
            totals["failed"] += journey.failed
            totals["effort"] += effort
            totals["effort_squared"] += effort * effort

    def feel(self, journey, disappointment, loss):
        """What an ended journey does to its customer, who may be lost over it."""
        customer = journey.customer
        if not customer.active:
            return
        experience = 1.0 - market.FAILED_CONTACT * journey.failed - disappointment
        excess = journey.effort / self.rules.reference_minutes - 1.0
        if excess > 0.0:
            experience -= market.EXCESS_EFFORT * min(excess, market.EXCESS_EFFORT_CAP)
        change = max(experience, 0.0) - customer.satisfaction
        customer.satisfaction += (market.FALL if change < 0.0 else market.RISE) * change
        loss += market.LOSS_SATISFACTION * (market.START_SATISFACTION - customer.satisfaction)
        odds = customer.propensity * exp(loss)
        if self.random() * (odds + 1.0 - customer.propensity) < odds:
            customer.active = False
            self.totals["lost"] += 1

    def close(self, customers):
        """The totals at the horizon."""
        self.totals["satisfaction"] = sum(customer.satisfaction for customer in customers if customer.active)
        return self.totals
