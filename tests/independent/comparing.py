"""Whether two simulators tell the same: ratios of sums over replications, and their differences.

An outcome of a simulator is a list of pairs, numerator and denominator of each replication.
"""

import math
from dataclasses import dataclass

ROUNDING = 2e-6     # times are whole micro-minutes in one simulator; differences below this share are none


def ratio(pairs):
    """The ratio of sums; None without a denominator."""
    above, over = sums(pairs)
    return above / over if over else None


def sums(pairs):
    """Of all numerators and of all denominators."""
    return sum([numerator for numerator, _ in pairs]), sum([denominator for _, denominator in pairs])


def jackknife_error(pairs):
    """Standard error of a ratio of sums by leaving out each replication in turn; infinite where that leaves nothing."""
    many, (above, over) = len(pairs), sums(pairs)
    if over - max([d for _, d in pairs]) <= 1e-9 * over:
        return math.inf
    left_out = [(above - n) / (over - d) for n, d in pairs]
    mean = sum(left_out) / many
    return math.sqrt((many - 1) / many * sum([(value - mean) ** 2 for value in left_out]))


def informative(pairs):
    """In how many replications an outcome is not what it is over all of them."""
    whole = ratio(pairs)
    return sum([abs(n - whole * d) > ROUNDING * max(1.0, abs(n)) for n, d in pairs])


@dataclass
class Difference:
    """One outcome as two simulators tell it."""

    outcome: tuple
    ours: float
    theirs: float
    z: float
    informative: int


def same(ours, theirs):
    """Whether two values differ by rounding only."""
    return abs(ours - theirs) <= ROUNDING * max(1.0, abs(ours), abs(theirs))


def difference(outcome, ours, theirs):
    """How far two simulators are apart, in joint standard errors; None where either has no value."""
    values = ratio(ours), ratio(theirs)
    if None in values:
        return None
    gap, error = values[0] - values[1], math.hypot(jackknife_error(ours), jackknife_error(theirs))
    z = 0.0 if same(*values) else gap / error if error else math.copysign(math.inf, gap)
    return Difference(outcome, *values, z, min(informative(ours), informative(theirs)))


def balanced_statistic(ours, theirs):
    """Sum over root of the sum of squares of paired residuals from the joint ratio, as many of each simulator.

    Were both simulators the same, exchanging the two members of any pair would change nothing but the sign of its
    difference. Such a statistic has tails below those of Student's and, but for a factor, the normal law, whatever the law
    of the residuals (Efron 1969; Pinelis 1994).
    """
    whole = ratio([*ours, *theirs])
    if whole is None:
        return 0.0
    gaps = [(n - whole * d) - (m - whole * e) for (n, d), (m, e) in zip(ours, theirs, strict=True)]
    scale = max(1.0, *(abs(n) for n, _ in ours))
    gaps = [gap if abs(gap) > ROUNDING * scale else 0.0 for gap in gaps]
    squares = sum(gap * gap for gap in gaps)
    return sum(gaps) / math.sqrt(squares) if squares else 0.0


def chance(statistic):
    """At most this is the chance of a balanced statistic as far from 0, by the constant of Pinelis (1994), 2 e^3 / 9."""
    return min(1.0, 2 * math.e**3 / 9 * normal_tails(statistic))


def normal_tails(z):
    """The chance that a standard normal quantity is as far from 0."""
    return math.erfc(abs(z) / math.sqrt(2))
