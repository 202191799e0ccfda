"""One scenario before two simulators, and what they say differently."""

import hashlib
import math

from comparing import balanced_statistic, chance, difference
from course import Course
from simulate import replicate

SUSPECT = 4.0           # standard errors at which a difference is asked again with fresh luck
MORE_OF_THEIRS = 3      # replications of the fast simulator for each of the slow one, at first
FEWEST, MOST = 40, 1000  # replications of the slow simulator

# Quantiles come from a histogram, with an error that is stated and is none of chance.
QUANTILES = ("_median", "_p90")


def strategy_named(document, name):
    """The strategy of this name."""
    return next(strategy for strategy in document["strategy"] if strategy["name"] == name)


def ours(document, name, many, seed):
    """What this simulator finds in many replications of a strategy: pairs by outcome."""
    course = Course(document, strategy_named(document, name))
    found = {}
    for replication in range(many):
        for outcome, pair in replicate(course, f"{seed} {name} {replication}").items():
            found.setdefault(outcome, []).append(pair)
    return found


def enough(document, name, contacts, seed):
    """How many replications have so many contacts, told by a few."""
    trial = ours(document, name, 5, f"{seed} size")["contacts", "*", "*"]
    each = sum(many for many, _ in trial) / len(trial)
    return min(max(math.ceil(contacts / (each + 10)), FEWEST), MOST)


def compare(product, document, contacts, seed):
    """Differences of all strategies, by strategy, at so many contacts of each."""
    names = [strategy["name"] for strategy in document["strategy"]]
    sizes = {name: enough(document, name, contacts, seed) for name in names}
    theirs = product.replications(document, MORE_OF_THEIRS * max(sizes.values()), numbered(seed))
    return {name: differences(ours(document, name, sizes[name], seed), theirs[name]) for name in names}


def differences(found, theirs):
    """Differences of all outcomes that both simulators have; an outcome that only they have is an error."""
    unknown = {outcome[0] for outcome in theirs if not outcome[0].endswith(QUANTILES)} - {outcome[0] for outcome in found}
    if unknown:
        raise ValueError(f"outcomes that the independent simulator does not know: {', '.join(sorted(unknown))}")
    both = (difference(outcome, found[outcome], theirs[outcome]) for outcome in sorted(theirs) if outcome in found)
    return [one for one in both if one is not None]


def suspects(compared):
    """Strategies and outcomes to be asked again."""
    return [(name, one.outcome) for name, several in compared.items() for one in several if abs(one.z) >= SUSPECT]


def ask_again(product, document, asked, contacts, seed):
    """The chance that both simulators are the same, at most, of outcomes asked with luck of their own."""
    result = {}
    for name in sorted({name for name, _ in asked}):
        many = enough(document, name, contacts, f"{seed} again")
        found = ours(document, name, many, f"{seed} again")
        theirs = product.replications(document, many, numbered(f"{seed} again"))[name]
        for outcome in (outcome for other, outcome in asked if other == name):
            statistic = balanced_statistic(found[outcome], theirs[outcome])
            result[name, outcome] = {"statistic": statistic, "chance": chance(statistic),
                                     **values(found[outcome], theirs[outcome])}
    return result


def values(found, theirs):
    """What both simulators say."""
    one = difference(None, found, theirs)
    return {"ours": one.ours, "theirs": one.theirs, "z": one.z} if one else {"ours": None, "theirs": None, "z": 0.0}


def numbered(seed):
    """A number below 2^40 for a text of luck."""
    return int(hashlib.sha256(str(seed).encode()).hexdigest()[:10], 16)
