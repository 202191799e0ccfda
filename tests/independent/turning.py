"""What becomes another thing in the course of a random scenario: kinds of channels, who serves them, how needs come, who joins."""

from drawing import sharing
from later import begin_later, hold_later, spell, without_chats

KINDS = ["self_service", "live", "chat", "messages"]


def add_turns(write, document, needs, often):
    """Now and then, or nearly always, lets channels, needs and those who join become others on some days."""
    if write.yes(0.9 if often else 0.25):
        turn_channels(write, document)
    possible = needs_turned(write, document, needs) | joins_turned(write, document)
    for _ in range(write.randint(1, 3)):
        if possible and write.yes(0.7 if often else 0.2):
            some = write.sample(list(possible), min(write.randint(1, 3), len(possible)))
            hold(write, document, {path: possible[path] for path in some})
            possible |= needs_turned(write, document, needs, whole=False)


def hold(write, document, settings):
    """Lets settings hold from a day on; by a change, where a strategy that begins later could not take them."""
    mixed = document["strategy"][1]
    if any(path.endswith("joins") for path in mixed.get("set", {})):
        document.setdefault("change", []).append(spell(write, document["run"]["horizon_days"]) | {"set": settings})
    else:
        hold_later(write, document, settings)


def turn_channels(write, document):
    """Lets channels be of other kinds and served by others, or nobody, in one to three parts of the run."""
    if is_regrouped(document):
        return
    days, mixed = document["run"]["horizon_days"], document["strategy"][1]
    twins = {twin for table in document["journey"].values() for twin in table.get("twin", {})}
    fixed = twins | {path.split(".")[3] for path in named(document) if ".twin." in path}
    turning = [name for name in document["channel"] if name not in fixed and write.yes(0.7)]
    if not turning:
        return
    if "channels" not in mixed and not any(path.endswith("joins") for path in mixed.get("set", {})) and write.yes(0.3):
        if "from_day" not in mixed:
            begin_later(write, mixed, days)
        mixed["set"] = mixed.get("set", {}) | turned(write, document, turning)
        return
    turns = sorted(write.sample(range(1, days), min(write.randint(1, 4), days - 1)))
    ends = [*turns[1:], None] if len(turns) == 1 or write.yes() else turns[1:]
    for day, end in zip(turns, ends):
        lasting = {} if end is None else {"until_day": end}
        document.setdefault("change", []).append({"day": day} | lasting | {"set": turned(write, document, turning)})


def is_regrouped(document):
    """Whether pools serve other channels on some days already."""
    return any(path.endswith(("serves", "slots")) for path in named(document))


def named(document):
    """The paths of all that changes and strategies set."""
    return [path for part in [*document.get("change", []), *document["strategy"]] for path in part.get("set", {})]


def turned(write, document, turning):
    """Settings by which some channels are of any kind, and in any pool or none."""
    channels, kinds, settings = document["channel"], {}, {}
    serves = {pool: [name for name in table["serves"] if name not in turning] for pool, table in document["staff"].items()}
    for name in turning:
        table = channels[name]
        kinds[name] = write.choice(KINDS[:3] if "hours" in table else KINDS) if write.yes(0.8) else table["kind"]
        served = kinds[name] != "self_service" and "hours" not in table and bool(serves) and write.yes(0.7)
        if served:
            serves[write.choice(list(serves))].append(name)
        own = {} if kinds[name] == table["kind"] else {"kind": kinds[name]}
        own |= of_a_kind(write, table, kinds[name], served)
        settings |= {f"channel.{name}.{key}": value for key, value in own.items()}
    for pool, served in serves.items():
        if served != document["staff"][pool]["serves"]:
            settings[f"staff.{pool}.serves"] = served
        if served:
            own = {kinds.get(name, channels[name]["kind"]) for name in served}
            settings[f"staff.{pool}.sharing"] = without_chats(sharing(write, own))
    return settings


def of_a_kind(write, table, kind, served):
    """What a channel of a kind has beside it, as far as it has to, and now and then more."""
    own = {"slots": 1} if "slots" in table and kind != "chat" else {}
    if kind == "chat" and write.yes():
        own |= {"slots": write.randint(1, 6), "slowdown": write.share(0, 2)}
    if served:
        own |= {"cost_per_minute": 0} if "cost_per_minute" in table else {}
        own |= write.rarely(patience_minutes=lambda: write.amount(1, 300))
    else:
        own |= write.rarely(cost_per_minute=lambda: write.amount(0.05, 2))
    return own


def needs_turned(write, document, needs, whole=True):
    """Settings of how needs come, each with a value: at random or every so many days, unlike and with a rhythm."""
    days, possible = document["run"]["horizon_days"], {"volume": write.amount(0.4, 2.5)}
    known = named(document)
    for name, table in document["segment"].items():
        for kind, need in table["needs"].items():
            place = f"segment.{name}.needs.{kind}"
            if place in known or whole and write.yes() and not any(path.startswith(f"{place}.") for path in known):
                possible[place] = needs(write, days)
            elif "every_days" in need:
                possible[f"{place}.every_days"] = write.amount(days / 6, days)
            else:
                possible[f"{place}.cv"] = write.choice([0, 0.3, 1, 2, 4])
    for name in document["journey"]:
        own = {"by_hour": [write.choice([0, 1, 2, 5]) for _ in range(23)] + [1],
               "by_weekday": [write.choice([0, 1, 2]) for _ in range(6)] + [1],
               "by_season": [write.choice([1, 2]) for _ in range(write.choice([4, 13, 52]))]}
        possible |= {f"journey.{name}.{key}": weights for key, weights in own.items()}
    return possible


def joins_turned(write, document):
    """Settings of how many join and what that costs, each with a value."""
    days, possible = document["run"]["horizon_days"], {}
    for name, table in document["segment"].items():
        possible[f"segment.{name}.joins.per_year"] = write.choice([0, round(364 / days * write.amount(0.1, 3), 1)])
        if "joins" in table:
            possible[f"segment.{name}.joins.cost"] = write.amount(0.1, 100)
    return possible
