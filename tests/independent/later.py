"""What changes in the course of a random scenario."""

from drawing import CAPABILITIES, HOURS, offered, sharing


def add_days(write, document):
    """Now and then lets the market change in the course of the run, for a time or for good, and a strategy begin later."""
    days, mixed = document["run"]["horizon_days"], document["strategy"][1]
    if write.yes(0.5):
        shuts = write.choice(list(document["channel"]))
        document["change"] = [change(write, document, days, shuts) for _ in range(write.randint(1, 3))]
    if write.yes(0.4):
        begin_later(write, mixed, days)


def begin_later(write, strategy, days):
    """Lets a strategy begin on a day, and come into full effect then or by and by."""
    strategy["from_day"] = write.randint(0, days // 2)
    strategy |= write.sometimes(full_day=lambda: strategy["from_day"] + write.randint(0, days // 2))


def hold_later(write, document, settings):
    """Lets settings hold from a day on: for all strategies, for some days or for good, or under the one that begins later."""
    days, mixed = document["run"]["horizon_days"], document["strategy"][1]
    if write.yes(0.6) or "channels" in mixed:
        document.setdefault("change", []).append(spell(write, days) | {"set": settings})
        return
    if "from_day" not in mixed:
        begin_later(write, mixed, days)
    mixed["set"] = mixed.get("set", {}) | {path: value for path, value in settings.items() if acts_for_sure(path)}
    idle = [path.removesuffix("serves") for path, value in mixed["set"].items() if value == []]
    mixed["set"] = {path: value for path, value in mixed["set"].items() if value == [] or not path.startswith(tuple(idle))}


def acts_for_sure(path):
    """Whether a setting does something, whatever the market; a strategy must not set what does nothing, a change may."""
    return path.split(".")[-1] not in ("priority", "loss_cv")


def spell(write, days):
    """From a later day on, for some days or for good."""
    day = write.randint(1, days - 1)
    return {"day": day} | write.sometimes(until_day=lambda: write.randint(day + 1, days))


def add_pools_later(write, document):
    """Lets pools be others on some days: what they serve, and by what rules."""
    if len(document["staff"]) == 1 and write.yes(0.6):
        add_desk_for_nothing(write, document)
    for _ in range(write.randint(1, 3)):
        hold_later(write, document, regrouped(write, document))


def add_desk_for_nothing(write, document):
    """A second pool, which serves a channel that is shut, so that it can take over from the first, or lose all to it."""
    steps = {step for table in document["channel"].values() for step in table["step"]}
    document["channel"]["fax"] = {"kind": "messages", "open": False, "step": {step: {"minutes": {"mean": 1}} for step in steps}}
    document["staff"]["team1"] = {"serves": ["fax"], "servers": write.randint(1, 3)}


def regrouped(write, document):
    """Settings that share channels out among the pools anew, and give these other rules."""
    groups, settings = grouped(write, document["staff"]), {}
    for name, serves in groups.items():
        kinds = {document["channel"][served]["kind"] for served in serves}
        if not serves:
            settings[f"staff.{name}.serves"] = []
            continue
        own = {"serves": serves, "sharing": without_chats(sharing(write, kinds))}
        if len([name for name in serves if name != "fax"]) > 1:
            own |= write.sometimes(priority=lambda: write.sample([*serves, *document["journey"]], write.randint(1, len(serves))))
        own |= write.rarely(**{"same_agent.wait_minutes": lambda: write.choice([0, 2, 60])})
        settings |= {f"staff.{name}.{key}": value for key, value in own.items()}
    return settings | chats_later(write, document)


def grouped(write, staff):
    """Channels by pool: all in one of two, all but one, or anyhow, so that each pool has some."""
    pools, served = list(staff), [name for table in staff.values() for name in table["serves"]]
    if len(pools) == 2 and write.yes(0.6):
        alone = None if write.yes() else "fax" if "fax" in served else write.choice(served)
        write.shuffle(pools)
        return {pools[0]: [name for name in served if name != alone], pools[1]: [alone] if alone else []}
    while True:
        groups = {pool: [] for pool in pools}
        for name in served:
            groups[write.choice(pools)].append(name)
        if all(groups.values()):
            return groups


def without_chats(rule):
    """A rule of sharing that names no limit of chats, which slots may fall below."""
    if isinstance(rule, dict):
        rule["limits"].pop("chats", None)
    return rule


def chats_later(write, document):
    """Settings of how many chats an agent has, no fewer than a pool names, and of how they slow each other."""
    rules = [table["sharing"] for table in document["staff"].values() if "sharing" in table]
    fewest = max([rule["limits"].get("chats", 1) for rule in rules if isinstance(rule, dict)], default=1)
    served, settings = [name for table in document["staff"].values() for name in table["serves"]], {}
    for name in served:
        if document["channel"][name]["kind"] == "chat":
            own = write.sometimes(slots=lambda: write.randint(fewest, 6), slowdown=lambda: write.share(0, 2))
            settings |= {f"channel.{name}.{key}": value for key, value in own.items()}
    return settings


def add_further(write, document):
    """Now and then lets journeys, losses by the calendar, and how much days differ, be others on some days."""
    for possible in (journeys_later(write, document), losses_later(write, document), day_factors_later(write, document)):
        if possible and write.yes(0.3):
            some = write.sample(list(possible), min(write.randint(1, 3), len(possible)))
            hold_later(write, document, {path: possible[path] for path in some})


def journeys_later(write, document):
    """Settings of when journeys are given up, come back, bring about others and are sent twice, each with a value."""
    days, possible = document["run"]["horizon_days"], {}
    if "twin_closed" in document["capability"]["continuity"]:
        possible["seam.twin_closed_when"] = write.choice(["served", "arrives"])
    for name, table in document["journey"].items():
        own = {"give_up_days": write.choice([0, 0.1, 0.5, min(1, days / 5)])}
        if table.get("follows"):
            own["follows"] = [one | {"probability": write.share(), "after_days": write.choice([0, 0.2, 1])}
                              for one in table["follows"]]
        if "value" not in table and table["give_up_days"] <= days / 5:
            own["reopens"] = {"probability": write.share(0, 0.8), "after_days": write.amount(0.01, days / 40)}
        own |= {f"twin.{twin}": write.share() for twin in sent_twice(document, table)}
        possible |= {f"journey.{name}.{key}": value for key, value in own.items()}
    return possible


def losses_later(write, document):
    """Settings of losses by the calendar, each with a value."""
    possible = {}
    for name, table in document["segment"].items():
        possible[f"segment.{name}.loss_per_year"] = write.choice([0, write.amount(1, 40), write.amount(1, 40)])
        if "loss_per_year" in table:
            possible[f"segment.{name}.loss_cv"] = write.choice([0, 0.5, 2])
    return possible


def day_factors_later(write, document):
    """Settings of how much days differ, each with a value."""
    vary = [f"segment.{name}" for name, table in document["segment"].items()
            if any("per_year" in need for need in table["needs"].values())]
    return {f"{place}.day_cv": write.choice([0, write.amount(0.1, 2)]) for place in vary and ["demand", *vary]}


def add_costs_later(write, document):
    """Now and then gives a strategy that begins later costs of its own, which the market may not name."""
    mixed = document["strategy"][1]
    levels = [name for name, level in mixed["levels"].items() if level]
    if "from_day" in mixed and levels:
        name = write.choice(levels)
        costs = write.rarely(once=lambda: write.amount(1, 100), per_year=lambda: write.amount(1, 1000),
                             per_contact=lambda: write.amount(0.01, 1))
        if costs:
            mixed["set"] = mixed.get("set", {}) | {f"capability.{name}.cost.{way}": cost for way, cost in costs.items()}


def add_unnamed(write, document):
    """Now and then lets a strategy that begins later come to numbers that the market leaves at what they are by default."""
    mixed, possible = document["strategy"][1], {}
    for name in [name for table in document["staff"].values() for name in table["serves"] if name != "fax"]:
        own = {"patience_minutes": write.amount(1, 100), "taste_sd": write.share(0.1, 2)}
        possible |= {f"channel.{name}.{key}": value for key, value in own.items() if key not in document["channel"][name]}
    possible |= unnamed_tastes(write, document)
    for name, table in document["journey"].items():
        possible |= {f"journey.{name}.twin.{twin}": write.share(0.2) for twin in sent_twice(document, table)
                     if twin not in table.get("twin", {})}
    if possible and "from_day" in mixed and "channels" not in mixed and write.yes(0.3):
        some = write.sample(list(possible), min(write.randint(1, 4), len(possible)))
        mixed["set"] = mixed.get("set", {}) | {path: possible[path] for path in some}


def unnamed_tastes(write, document):
    """Settings of what customers like and reach that the market does not name, each with a value."""
    names, possible = list(document["channel"]), {}
    for name, table in document["segment"].items():
        own = {"taste": round(write.uniform(-3, 3), 2), "reach": write.share()}
        possible |= {f"segment.{name}.{key}.{channel}": value for key, value in own.items()
                     for channel in names if channel != "fax" and channel not in table.get(key, {})}
    for pair in (f"{before}>{after}" for before in names for after in names if "fax" not in (before, after)):
        if pair not in document["choice"].get("synergy", {}):
            possible[f"choice.synergy.{pair}"] = round(write.uniform(-3, 3), 2)
    return possible


def sent_twice(document, table):
    """Channels to which the matter of a journey can be sent as well."""
    channels = document["channel"]
    mail = [name for staff in document["staff"].values() for name in staff["serves"] if channels[name]["kind"] == "messages"]
    first = [name for name in channels if table["steps"][0] in channels[name]["step"] and name != "fax"]
    return [name for name in mail if name in first and len(first) > 1]


def change(write, document, days, shuts):
    """A few settings that hold from a day on, for some days or for good; one channel may be shut, if others do without it."""
    possible = changeable(write, document)
    if stands_in(document, shuts):
        possible[f"channel.{shuts}.open"] = False
    further = changeable_further(write, document)
    some = write.sample(list(possible), min(write.randint(1, 4), len(possible))) + write.sample(list(further), write.randint(0, 4))
    possible |= further
    return spell(write, days) | {"set": {path: possible[path] for path in some}}


def stands_in(document, shut):
    """Whether all steps are offered without a channel, under every strategy."""
    steps = {step for table in document["journey"].values() for step in table["steps"]}
    open_ones = [strategy.get("channels", document["channel"]) for strategy in document["strategy"]]
    return all(offered(document, [name for name in names if name != shut], steps) for names in open_ones)


def changeable(write, document):
    """All settings that a change may be made of, each with a value."""
    possible = {"choice.habit": write.share(0, 2)}
    for name, table in document["segment"].items():
        for kind, need in table["needs"].items():
            if "per_year" in need:
                possible[f"segment.{name}.needs.{kind}.per_year"] = round(need["per_year"] * write.choice([0.1, 0.3, 2, 4]), 1)
        possible[f"segment.{name}.margin_per_year"] = write.choice([-1, 1]) * write.amount(10, 10_000)
    for name in document["channel"]:
        possible |= changeable_in_channel(write, name, document["channel"][name])
    for name in document["staff"]:
        possible[f"staff.{name}.scale"] = write.choice([0.5, 2, 3])
        possible[f"staff.{name}.cost_per_hour"] = write.amount(5, 50)
    for name in CAPABILITIES:
        possible[f"capability.{name}.cost.{write.choice(['per_year', 'per_contact'])}"] = write.amount(0.1, 100)
    return possible


def changeable_in_channel(write, name, table):
    """Settings of a channel that a change may be made of."""
    possible = {f"channel.{name}.cost_per_contact": write.amount(0.01, 5)}
    for step, how in table["step"].items():
        possible[f"channel.{name}.step.{step}.success"] = write.share()
        possible[f"channel.{name}.step.{step}.minutes.mean"] = round(how["minutes"]["mean"] * write.choice([0.2, 3, 10]), 2)
    return possible


def changeable_further(write, document):
    """Settings that a change may be made of as well, of all that customers meet on their way."""
    possible = {
        "choice.taste_sd": write.share(0, 2), "choice.wait_aversion": write.choice([0, 0.2]),
        "seam.rebuild_minutes": write.amount(0.1, 10), "seam.cold": write.share(0, 2),
        "conflict.better_discount": write.share(0, 0.5), "conflict.worse_leave": write.share(0, 2),
        "experience.failed_contact": write.share(0, 0.4), "experience.fall": write.share(), "loss.late": write.share(0, 2),
        "capability.identity.recognised.siloed": write.share(), "capability.continuity.context_kept.integrated": write.share(),
        "capability.consistency.consistent.siloed": write.share(), "capability.routing.warm.siloed": write.share(),
    }
    if "twin_closed" in document["capability"]["continuity"]:
        possible["capability.continuity.twin_closed.siloed"] = write.share()
    for name, table in document["journey"].items():
        own = {"retry": write.share(), "pause_days": write.choice([0.01, 0.3]), "return_minutes": write.amount(1, 200),
               "reference_minutes": write.amount(1, 60), "contact_limit": write.choice([1, 3, 9]), "loss_not_pursued": write.share()}
        possible |= {f"journey.{name}.{key}": value for key, value in own.items()}
        if "value" in table:
            possible[f"journey.{name}.margin"] = write.share(-0.3, 0.6)
    for name in document["segment"]:
        possible[f"segment.{name}.value_factor"] = write.amount(0.3, 3)
        possible[f"segment.{name}.tolerance_minutes.mean"] = write.amount(2, 200)
        possible[f"segment.{name}.taste.{write.choice(list(document['channel']))}"] = round(write.uniform(-2, 2), 2)
        possible[f"segment.{name}.reach.{write.choice(list(document['channel']))}"] = write.share()
    for name, table in document["channel"].items():
        possible |= changeable_in_channel_further(write, name, table)
    return possible


def changeable_in_channel_further(write, name, table):
    """Settings of a channel that a change may be made of as well."""
    possible = {"access_minutes": write.choice([0, 10, 90]), "transfer": write.share(), "identify_minutes": write.choice([0, 2, 8])}
    if table["kind"] != "self_service":
        possible["after_contact_minutes"] = write.amount(0.1, 10)
    if "patience_minutes" in table:
        possible["patience_minutes"] = write.amount(1, 100)
    if "hours" in table:
        possible["hours"] = write.choice(HOURS)
    return {f"channel.{name}.{key}": value for key, value in possible.items()}
