#!/usr/bin/env python3
"""Finds summary.csv and comparison.csv again from replications.csv and the words of `throughline describe` alone.

Usage:  throughline describe > DESCRIBE;  python3 tests/tables/recompute.py DESCRIBE RESULT_FOLDER...
Only the standard library is needed. Numbers must agree to 1e-12 of their size, p-values to 1e-9.
"""

import csv
import math
import re
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from functools import cache
from pathlib import Path

NUMBERS, P_VALUES = 1e-12, 1e-9
# Standard errors of differences below this share of what differs are made of its last digits.
ROUNDING = 1e-9
LEAST_REPLICATIONS, ENOUGH_FOR_T, ENOUGH_FOR_SIGNS, ALPHA = 5, 10, 6, 0.05
ALWAYS_FIXED = {"staffed_hours", "staff_cost"}
MAY_BE_FIXED = ALWAYS_FIXED | {"integration_cost", "cost_to_serve", "revenue", "margin", "profit",
    "profit_before_integration", "profit_per_customer"}
KINDS = {"share", "count", "log", "logit", "plain"}


# What describe says


def described(text):
    """Better direction, headline and interval by outcome."""
    text = re.sub(r"\n {6,}", " ", text)  # what goes on
    entry = re.compile(r"^([* ]) (\w+) \[[^]]*\] \((\w+)[^)]*\)\n.*\n    = .*; interval: (.*)$", re.MULTILINE)
    return {name: (better, star == "*", interval) for star, name, better, interval in entry.findall(text)}


# Student's t


def beta_fraction(a, b, x):
    """The continued fraction of the incomplete beta function, by the method of Lentz."""
    keep = lambda value: value if abs(value) > 1e-300 else 1e-300
    c, d = 1.0, 1.0 / keep(1.0 - (a + b) * x / (a + 1.0))
    value = d
    for m in range(1, 10_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1.0 / keep(1.0 + term * d), keep(1.0 + term / c)
            value *= c * d
        if abs(c * d - 1.0) < 1e-16:
            break
    return value


def two_sided(t, degrees):
    """Chance of a value at least as far from 0 as t."""
    a, b, x = degrees / 2, 0.5, degrees / (degrees + t * t)
    y = t * t / (degrees + t * t)
    if y == 0.0:
        return 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(y))
    if x < (a + 1) / (a + b + 2):
        return front * beta_fraction(a, b, x) / a
    return 1.0 - front * beta_fraction(b, a, y) / b


@cache
def critical(degrees):
    """What is exceeded on either side with 5 %, by bisection."""
    low, high = 0.0, 20.0
    while math.nextafter(low, high) < high:
        middle = (low + high) / 2
        low, high = (middle, high) if two_sided(middle, degrees) > 0.05 else (low, middle)
    return (low + high) / 2


# Estimates


class Ratio:
    """A ratio of sums with its jackknife; `parts` has (numerator, denominator) of every replication."""

    def __init__(self, parts):
        self.parts = parts
        self.n = sum(d > 0 for _, d in parts)
        self.denominators = sum(d for _, d in parts)
        self.has_value = self.denominators > 0
        if self.has_value:
            total = sum(x for x, _ in parts)
            self.exact = Fraction(total) / self.denominators
            self.mean = float(self.exact)
        if self.n >= 2:
            others = len(parts) - 1
            left = lambda x, d: (total - x) / (self.denominators - d)
            self.d = [others * (self.exact - left(x, d)) for x, d in parts]
            self.sd = deviation(self.d)
            self.se = self.sd / math.sqrt(len(parts))
        else:
            self.d = self.sd = self.se = None

    def interval(self, kind):
        """The interval by the kind that describe tells, and what it was made by."""
        if self.se is None:
            return None, "none"
        kind, *ends = kind.split(" ", 1)
        if self.se == 0.0:
            most = -math.log(0.025) / self.denominators
            if kind in ("share", "count") and self.exact == 0:
                return (0.0, min(most, 1.0) if kind == "share" else most), f"{kind}, never"
            if kind == "share" and self.exact == 1:
                return (1.0 - min(most, 1.0), 1.0), "share, always"
            return None, "none"
        t, mean, se = critical(self.n - 1), self.mean, self.se
        if kind == "plain":
            return (mean - t * se, mean + t * se), kind
        if kind in ("log", "count"):
            if mean <= 0 or t * se / mean > 700:
                return None, "none"
            factor = math.exp(t * se / mean)
            return (mean / factor, mean * factor), kind
        low, high = map(float, ends[0].split(" to ")) if ends else (0.0, 1.0)
        if not low < mean < high:
            return None, "none"
        g = math.log((mean - low) / (high - mean))
        half = t * se * (high - low) / ((mean - low) * (high - mean))
        back = lambda g: low + (high - low) * (1 / (1 + math.exp(-g)) if g > -700 else 0.0)
        return (back(g - half), back(g + half)), kind


def deviation(values):
    """Standard deviation with divisor n - 1, of fractions."""
    mean = sum(values) / len(values)
    return math.sqrt(math.fsum(float(x - mean) ** 2 for x in values) / (len(values) - 1))


def sign_test(up, down):
    """Exact, two-sided."""
    n = up + down
    return min(1.0, 2 * sum(math.comb(n, k) for k in range(min(up, down) + 1)) / 2**n)


class Difference:
    """A strategy's ratio less the baseline's, paired by replication."""

    def __init__(self, ours, theirs):
        pairs = [(a[0] / a[1], b[0] / b[1]) for a, b in zip(ours.parts, theirs.parts) if a[1] and b[1]]
        up, down = sum(a > b for a, b in pairs), sum(a < b for a, b in pairs)
        self.n = len(pairs)
        self.equal = all(bool(a[1]) == bool(b[1]) and a[0] * b[1] == b[0] * a[1] for a, b in zip(ours.parts, theirs.parts))
        self.difference = float(ours.exact - theirs.exact)
        self.se = self.ci = self.p = self.ratio = None
        if self.n < 2:
            return
        d = [a - b for a, b in zip(ours.d, theirs.d)]
        unpaired = ours.sd**2 + theirs.sd**2
        self.ratio = deviation(d) ** 2 / unpaired if unpaired > 0 else None
        self.se = deviation(d) / math.sqrt(len(d))
        if self.se > 0:
            half = critical(self.n - 1) * self.se
            if not len(pairs) > up + down < ENOUGH_FOR_SIGNS:
                self.ci = (self.difference - half, self.difference + half)
            self.p = two_sided(self.difference / self.se, self.n - 1)
            if len(pairs) > up + down < ENOUGH_FOR_T:
                self.p = max(self.p, sign_test(up, down))


# Families


def holm(tests):
    """Adjusted p-values of those that have one, by key."""
    order = sorted((p, key) for key, p in tests.items() if p is not None)
    adjusted, highest = {}, 0.0
    for rank, (p, key) in enumerate(order):
        highest = min(1.0, max(highest, (len(order) - rank) * p))
        adjusted[key] = highest
    return adjusted


def benjamini_hochberg(tests):
    """Adjusted p-values of those that have one, by key."""
    order = sorted((p, key) for key, p in tests.items() if p is not None)
    adjusted, lowest = {}, 1.0
    for rank, (p, key) in reversed(list(enumerate(order, 1))):
        lowest = min(lowest, len(order) * p / rank)
        adjusted[key] = lowest
    return adjusted


def verdict(difference, p, better, fixed):
    """In words."""
    if difference.n < LEAST_REPLICATIONS:
        return "no verdict"
    if difference.equal:
        return "exactly equal"
    if difference.difference == 0 or (p is not None and p >= ALPHA):
        return "no difference shown"
    if p is None and not fixed:
        return "no verdict"
    up = difference.difference > 0
    if better == "neither":
        return "higher" if up else "lower"
    return "better" if up == (better == "higher") else "worse"


# The tables


class Check:
    """Compares cells with what is found again."""

    def __init__(self):
        self.cells, self.wrong, self.seen = 0, [], Counter()

    def near(self, where, cell, found, tolerance=NUMBERS, scale=0.0):
        self.cells += 1
        if (cell == "") != (found is None):
            self.wrong.append(f"{where}: {cell!r} for {found}")
        elif found is not None and abs(float(cell) - found) > tolerance * max(abs(found), scale):
            self.wrong.append(f"{where}: {cell} for {found!r}")

    def same(self, where, cell, found):
        self.cells += 1
        if cell != str(found):
            self.wrong.append(f"{where}: {cell!r} for {found!r}")


def rows(folder, table):
    with (Path(folder) / table).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def key_of(row):
    return (row["strategy"], row["design_point"], row["metric"], row["segment"], row["channel"])


def ratios(folder, check):
    """The ratio of every key, from replications.csv; checks its value column too."""
    parts = defaultdict(list)
    for row in rows(folder, "replications.csv"):
        denominator = int(row["denominator"])
        numerator = Fraction(row["numerator"]) if denominator else Fraction(0)
        value = float(numerator / denominator) if denominator else None
        check.near((folder, *key_of(row), row["replication"], "value"), row["value"], value)
        parts[key_of(row)].append((numerator, denominator))
    return {key: Ratio(list_of) for key, list_of in parts.items()}


def check_summary(folder, found, kinds, check):
    table = {key_of(row): row for row in rows(folder, "summary.csv")}
    odd = set(table) ^ {key for key, ratio in found.items() if ratio.has_value}
    check.same((folder, "summary.csv", "rows missing or too many"), str(sorted(odd)), [])
    for key, row in table.items():
        ratio, where = found[key], (folder, "summary.csv", *key)
        ci, made_by = ratio.interval(kinds[key[2]][2])
        check.seen[made_by] += 1
        check.same((*where, "n"), row["n"], ratio.n)
        for column, value in [("mean", ratio.mean), ("sd", ratio.sd), ("se", ratio.se)]:
            check.near((*where, column), row[column], value)
        for column, value in zip(("ci_low", "ci_high"), ci or (None, None)):
            check.near((*where, column), row[column], value)


def check_comparison(folder, found, kinds, check):
    table = {key_of(row): row for row in rows(folder, "comparison.csv")}
    differences, tests = {}, {}
    for key, row in table.items():
        ours, theirs = found[key], found[(row["baseline"], *key[1:])]
        differences[key] = one = Difference(ours, theirs)
        where = (folder, "comparison.csv", *key)
        tests[key] = one.p
        scale = abs(ours.mean) + abs(theirs.mean)
        check.same((*where, "n"), row["n"], one.n)
        # A difference of two doubles has the rounding of these, not of itself.
        check.near((*where, "difference"), row["difference"], one.difference, scale=scale)
        check.near((*where, "se"), row["se"], one.se, scale=scale)
        # Of a difference in the ninth digit (a millionth of a EUR), ratio and p are made of that rounding.
        is_rounding = one.se is not None and 0 < one.se < ROUNDING * scale
        check.seen["of rounding"] += is_rounding
        if is_rounding:
            tests[key] = float(row["p_value"]) if row["p_value"] else None
        else:
            check.near((*where, "variance_ratio"), row["variance_ratio"], one.ratio)
        for column, value in zip(("ci_low", "ci_high"), one.ci or (None, None)):
            check.near((*where, column), row[column], value, scale=scale)
        check.near((*where, "p_value"), row["p_value"], tests[key], P_VALUES)
    check_families(folder, table, differences, tests, kinds, check)


def check_families(folder, table, differences, tests, kinds, check):
    headline = lambda key: kinds[key[2]][1] and key[3:] == ("*", "*")
    adjusted = holm({key: p for key, p in tests.items() if headline(key)})
    by_outcome = defaultdict(dict)
    for key, p in tests.items():
        by_outcome[key[2]][key] = p
    hochberg = {key: p for family in by_outcome.values() for key, p in benjamini_hochberg(family).items()}
    for key, row in table.items():
        where = (folder, "comparison.csv", *key)
        check.near((*where, "p_adjusted"), row["p_adjusted"], adjusted.get(key), P_VALUES)
        check.near((*where, "p_benjamini_hochberg"), row["p_benjamini_hochberg"], hochberg.get(key), P_VALUES)
        p = (adjusted if headline(key) else hochberg).get(key)
        # The tables alone do not tell whether costs and profit follow from the strategies; then both are right.
        may_be = key[2] in MAY_BE_FIXED and row["verdict"] != "no verdict"
        fixed = differences[key].se == 0 and (key[2] in ALWAYS_FIXED or may_be)
        check.same((*where, "verdict"), row["verdict"], verdict(differences[key], p, kinds[key[2]][0], fixed))
        check.seen[row["verdict"]] += 1
        check.seen["fixed by design"] += fixed


def main():
    describe, *folders = sys.argv[1:]
    kinds = described(Path(describe).read_text(encoding="utf-8"))
    check = Check()
    for folder in folders:
        found = ratios(folder, check)
        check_summary(folder, found, kinds, check)
        check_comparison(folder, found, kinds, check)
    print(f"{check.cells:,} cells of {len(folders)} folders, {len(check.wrong)} of them not found again")
    print(", ".join(f"{count} {what}" for what, count in sorted(check.seen.items())))
    for one in check.wrong[:20]:
        print("  ", one)
    expected = KINDS | {"none", "count, never", "share, never", "share, always", "fixed by design"}
    expected |= {"no verdict", "no difference shown", "exactly equal", "better", "worse", "higher", "lower"}
    missing = expected - set(check.seen)
    if missing:
        print("shows nothing of what did not occur:", ", ".join(sorted(missing)))
    sys.exit(1 if check.wrong or missing or not folders else 0)


if __name__ == "__main__":
    main()
