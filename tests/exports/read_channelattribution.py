#!/usr/bin/env python3
"""Gives an export of paths to ChannelAttribution, and holds its credits against exact ones.

Usage:  read_channelattribution.py FOLDER        with the Python of target/exports/channelattribution

First, last and linear touch must be exact; the Markov model, which draws its paths by chance, must be within PRECISION of the
credits by the chain's equations, with paths that may be as long as they come.
"""

import os
import sys
from collections import Counter
from fractions import Fraction

from exported import Checks, in_order, rows

os.environ["MPLBACKEND"] = "Agg"
import ChannelAttribution
import numpy as np
import pandas as pd

PRECISION = 0.03
LONGEST = 100_000
BEGIN = "(start)"


def main():
    folder = sys.argv[1]
    paths = exported(folder)
    table = pd.read_csv(f"{folder}/paths.csv")
    checks = Checks()
    touches(checks, table, paths)
    markov(checks, table, paths)
    checks.end("ChannelAttribution")


def exported(folder):
    """Paths with their conversions, money and journeys that came to nothing."""
    table = rows(folder, "paths.csv", ("path", "conversions", "value", "nulls"))
    in_order((row["path"] for row in table), "paths.csv")
    return [(row["path"].split(" > "), int(row["conversions"]), Fraction(row["value"]), int(row["nulls"])) for row in table]


# Credit by place in the path


def touches(checks, table, paths):
    found = ChannelAttribution.heuristic_models(table, "path", "conversions", var_value="value", flg_pro=False)
    shares = {
        "first_touch": lambda steps: {steps[0]: Fraction(1)},
        "last_touch": lambda steps: {steps[-1]: Fraction(1)},
        "linear_touch": lambda steps: {step: Fraction(number, len(steps)) for step, number in Counter(steps).items()},
    }
    expected = {channel: {} for channel in sorted({step for steps, *_ in paths for step in steps})}
    for model, share in shares.items():
        for channel, row in expected.items():
            of_path = [(share(steps).get(channel, 0), sold, money) for steps, sold, money, _ in paths]
            row[f"{model}_conversions"] = float(sum(part * sold for part, sold, _ in of_path))
            row[f"{model}_value"] = float(sum(part * money for part, _, money in of_path))
    checks.same("touch", found.set_index("channel_name").to_dict("index"), expected, 1e-9)


# Credit by what would be lost without a channel


def markov(checks, table, paths):
    has_money = any(money for _, _, money, _ in paths)
    found = ChannelAttribution.markov_model(
        table, "path", "conversions", var_value="value" if has_money else None, var_null="nulls",
        max_step=LONGEST, conv_par=0.005, verbose=False, flg_pro=False,
    )  # fmt: skip
    found = found.set_index("channel_name")
    for column, of_row in (("total_conversions", 1), ("total_conversion_value", 2))[: 1 + has_money]:
        total = float(sum(path[of_row] for path in paths))
        checks.same(f"{column}, all", found[column].sum(), total, 1e-9)
        shares = {channel: credit / total for channel, credit in credits(paths, of_row).items()}
        checks.same(column, (found[column] / total).to_dict(), shares, PRECISION)


def credits(paths, of_row):
    """Conversions (1) or money (2) by channel, in proportion to what the chain would lose without it."""
    moves, ends, gains = chain(paths, of_row)
    channels = sorted(gains)
    with_all = gain(moves, ends, gains, [BEGIN, *channels])
    lost = {
        channel: 1 - gain(moves, ends, gains, [BEGIN, *(other for other in channels if other != channel)]) / with_all
        for channel in channels
    }
    total = float(sum(path[of_row] for path in paths))
    return {channel: total * lost[channel] / sum(lost.values()) for channel in channels}


def chain(paths, of_row):
    """How many went from one channel to another, how many left each state at all, and what those gained who ended in one.

    Channels that follow themselves count once, and money is that of whoever ends in the channel, as the package has it.
    """
    moves, leaves, gains = Counter(), Counter(), Counter()
    for path in paths:
        steps, sold, _, nulls = path
        states = [BEGIN, *(step for at, step in enumerate(steps) if at == 0 or step != steps[at - 1])]
        for one, other in zip(states, states[1:]):
            moves[one, other] += sold + nulls
        for state in states:
            leaves[state] += sold + nulls
            gains[state] += 0
        gains[states[-1]] += path[of_row]
    del gains[BEGIN]
    return moves, leaves, gains


def gain(moves, leaves, gains, states):
    """The mean gain of a path that only these states are left to; what would go elsewhere comes to nothing."""
    move = np.array([[moves[one, other] / leaves[one] for other in states] for one in states])
    reward = np.array([float(gains.get(state, 0)) / leaves[state] for state in states])
    return np.linalg.solve(np.eye(len(states)) - move, reward)[0]


main()
