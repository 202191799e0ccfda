"""Makes a scenario as small as it goes while two simulators still differ in it."""

import copy

from comparing import balanced_statistic
from trial import numbered, ours, strategy_named

STILL = 4.0         # balanced statistic above which a difference is there
AT_FIRST = 20       # replications, doubled while they do not show the difference


def differs(product, document, outcome, many, seed):
    """Whether the one strategy of a scenario still differs in an outcome."""
    if product.accepts(document):
        return False
    name = document["strategy"][0]["name"]
    found, theirs = ours(document, name, many, seed), product.replications(document, many, numbered(seed))[name]
    if outcome not in found or outcome not in theirs:
        return False
    return abs(balanced_statistic(found[outcome], theirs[outcome])) > STILL


def alone(document, name):
    """A scenario with one strategy, which is the baseline then; one that begins later needs the baseline beside it."""
    document = copy.deepcopy(document)
    strategy = strategy_named(document, name)
    if "from_day" in strategy:
        document["strategy"].sort(key=lambda one: one is not strategy)
    else:
        document["strategy"] = [strategy | {"baseline": True}]
    return document


def shrink(product, document, name, outcome, most, seed, tell=print):
    """The smallest scenario found by leaving out what can be left out, as long as anything can; None if none differs."""
    document, many = alone(document, name), AT_FIRST
    while not differs(product, document, outcome, many, seed):
        many *= 2
        if many > most:
            return None
    smaller = True
    while smaller:
        smaller = False
        for path in sorted(paths(document), key=len):
            attempt = without(document, path)
            if attempt and differs(product, attempt, outcome, many, seed):
                tell(f"without {'.'.join(map(str, path))}")
                document, smaller = attempt, True
    return document


def paths(place, path=()):
    """Where in a document something could be left out."""
    inner = place.items() if isinstance(place, dict) else enumerate(place) if isinstance(place, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from paths(value, (*path, key))


def without(document, path):
    """The document without what is at a path, and without what names it; None if it is not there, or has to stay."""
    document = copy.deepcopy(document)
    place = document
    for key in path[:-1]:
        if not has(place, key):
            return None
        place = place[key]
    if not has(place, path[-1]) or path[0] == "run" or path[0] == "strategy" and len(path) < 3:
        return None
    gone = place.pop(path[-1])
    if len(path) == 2 and path[0] in ("channel", "journey", "segment", "staff", "campaign"):
        forget(document, path[1])
    if path[0] == "journey" and path[2:3] == ("steps",) and len(path) == 4:
        steps = {step for table in document["journey"].values() for step in table["steps"]}
        if gone not in steps:
            forget(document, gone)
    for table in document.get("segment", {}).values():
        table["share"] = 1 / len(document["segment"])
    return document


def has(place, key):
    """Whether a table or list has something under a key."""
    return key in place if isinstance(place, dict) else isinstance(place, list) and len(place) > key


def forget(place, name):
    """Takes out all that names a channel, journey, segment, pool or step that is gone."""
    if isinstance(place, dict):
        for key in [key for key in place if name in key.replace(">", ".").split(".")]:
            del place[key]
        for key in [key for key, value in place.items() if value == name]:
            del place[key]
    elif isinstance(place, list):
        place[:] = [item for item in place if item != name and not (isinstance(item, dict) and name in item.values())]
    for value in place.values() if isinstance(place, dict) else place if isinstance(place, list) else ():
        forget(value, name)
