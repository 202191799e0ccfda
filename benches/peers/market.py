"""The numbers of the two reference markets as plain tables, and the command line that all peers share.

Times are in minutes, money in EUR. A program is called with CUSTOMERS SEED REPLICATIONS and prints one line of JSON:
the totals of each replication by the names of LAWS.md, the seconds that each took, and the peak memory of the process
(MiB). Those of Mesa, SimPy and Ciw take DAYS as a fourth word, in place of the market's horizon.
"""

import argparse
import itertools
import json
import math
import random
import resource
import sys
import time
import tomllib
from pathlib import Path

import numpy as np

OUTCOMES = (
    "arrived", "journeys", "completed", "left", "given_up", "contacts", "switches", "repeats", "failed",
    "effort", "effort_squared", "revenue", "lost", "satisfaction",
)
QUEUE_OUTCOMES = ("waited", "hung_up")

# What LAWS.md states and the files leave to the engine's defaults.
START_SATISFACTION = 0.75
RISE = 0.10
FALL = 0.30
PROPENSITY = (0.5, 9.5)
FAILED_CONTACT = 0.15
EXCESS_EFFORT = 0.04
EXCESS_EFFORT_CAP = 3.0
GIVEN_UP = 0.30
LOSS_LATE = 0.5 * 0.63
LOSS_GIVEN_UP = 0.5 * 1.85
LOSS_SATISFACTION = 2.0
WAITING_WEIGHT = 1.5

MINUTES_PER_DAY = 1440.0
YEAR_DAYS = 364
STAFF_IS_FOR = 100_000


class Market:
    """One market; lists by channel have the order of the file, and a row by channel before ends with that for none."""

    def __init__(self, name):
        with open(Path(__file__).parent.parent / f"{name}.toml", "rb") as file:
            typed = tomllib.load(file)
        segment, journey = typed["segment"]["all"], typed["journey"]["purchase"]
        channels = typed["channel"]
        self.channels = list(channels)
        self.nowhere = len(channels)
        self.horizon = typed["run"]["horizon_days"] * MINUTES_PER_DAY
        self.need_gap = YEAR_DAYS * MINUTES_PER_DAY / segment["needs"]["purchase"]["per_year"]
        self.tolerance = segment["tolerance_minutes"]["mean"]
        self.pause = journey["pause_days"] * MINUTES_PER_DAY
        self.give_up_after = journey["give_up_days"] * MINUTES_PER_DAY
        self.contact_limit = journey["contact_limit"]
        self.reference_minutes = journey["reference_minutes"]
        self.retry = journey["retry"]
        variance = math.log(1.0 + journey["value"]["cv"] ** 2)
        self.value_log_mean = math.log(journey["value"]["mean"]) - variance / 2.0
        self.value_log_deviation = math.sqrt(variance)
        self.restart = journey["steps"].index(journey["restart"])
        self.steps = len(journey["steps"])
        # By channel and step; no entry where the channel does not offer the step.
        self.attempts = [
            {step: channel["step"][word] for step, word in enumerate(journey["steps"]) if word in channel["step"]}
            for channel in channels.values()
        ]
        self.cold_odds = math.exp(-typed["seam"]["cold"])
        between, within = journey["context_kept"]["siloed"], journey["context_kept_within"]["siloed"]
        self.kept = [[within if a == c else between for c in self.channels] for a in self.channels]
        self.choice = self._choice(segment["taste"], typed["choice"]["synergy"])
        self.running = [[self._running(chances) for chances in rows] for rows in self.choice]
        self.patience = [channel.get("patience_minutes") for channel in channels.values()]
        self.staff = {pool["serves"][0]: pool["servers"] for pool in typed.get("staff", {}).values()}
        self.outcomes = OUTCOMES + (QUEUE_OUTCOMES if self.staff else ())

    @property
    def counted_until(self):
        """Journeys that begin from here on may not end within the horizon, and are not counted."""
        return self.horizon - self.give_up_after

    def _choice(self, taste, synergy):
        """Probabilities of the channels, by channel before and step."""
        table = []
        for before in [*self.channels, None]:
            table.append([])
            for step in range(self.steps):
                weights = [
                    math.exp(taste[name] + synergy.get(f"{before}>{name}", 0.0)) if step in offered else 0.0
                    for name, offered in zip(self.channels, self.attempts)
                ]
                table[-1].append([weight / sum(weights) for weight in weights])
        return table

    @staticmethod
    def _running(chances):
        """Running sums; from the last channel that is offered on, no draw is beyond them."""
        last = max(channel for channel, chance in enumerate(chances) if chance > 0.0)
        return [total if channel < last else math.inf for channel, total in enumerate(itertools.accumulate(chances))]

    def success(self, channel, step, cold):
        """Probability that an attempt of somebody who does not leave succeeds."""
        success = self.attempts[channel][step]["success"]
        odds = success * self.cold_odds
        return odds / (odds + 1.0 - success) if cold else success

    def arrays(self):
        """Mean minutes and chance to leave by channel and step; success by channel, step and whether cold."""
        shape = (len(self.channels), self.steps)
        minutes, leave, success = np.zeros(shape), np.zeros(shape), np.zeros((*shape, 2))
        for channel, offered in enumerate(self.attempts):
            for step, typed in offered.items():
                minutes[channel, step], leave[channel, step] = typed["minutes"]["mean"], typed["leave"]
                success[channel, step] = [self.success(channel, step, cold) for cold in (False, True)]
        return minutes, leave, success

    def servers(self, customers):
        """The number of agents by channel, None where customers serve themselves."""
        scale = customers / STAFF_IS_FOR
        return [
            max(1, math.floor(self.staff[name] * scale + 0.5)) if name in self.staff else None
            for name in self.channels
        ]


def run(simulate, rules=None):
    """Runs `simulate(customers, seed)`, which returns the totals of one replication, as the command line says. A program
    that takes DAYS hands in its `rules`, whose horizon they replace.
    """
    typed = arguments(rules)
    outcomes, seconds = [], []
    for replication in range(typed.replications):
        # Peers must not share their luck: they are compared as independent samples.
        own_seed = random.Random(f"{Path(sys.argv[0]).stem} {typed.seed} {replication}").getrandbits(60)
        began = time.perf_counter()
        outcomes.append(simulate(typed.customers, own_seed))
        seconds.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    print(json.dumps({"outcomes": outcomes, "seconds": seconds, "peak_mb": peak}))


def arguments(rules):
    """What the command line says; DAYS go into the rules."""
    parser = argparse.ArgumentParser()
    for name, numbers in {"customers": positive, "seed": int, "replications": positive}.items():
        parser.add_argument(name, metavar=name.upper(), type=numbers)
    if rules:
        parser.add_argument("days", metavar="DAYS", type=positive, nargs="?")
    typed = parser.parse_args()
    if rules and typed.days:
        rules.horizon = typed.days * MINUTES_PER_DAY
        if rules.counted_until <= 0:
            parser.error(f"DAYS must be more than the {rules.give_up_after / MINUTES_PER_DAY:g} of a journey")
    return typed


def positive(word):
    """A whole number of at least 1."""
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{word} is less than 1")
    return number
