"""Random small scenarios, in which everything that a scenario can say meets everything else."""

import math

from drawing import CAPABILITIES, HOURS, NAMES, STEPS, Writer, offered, sharing
from goods import add_stock
from known import add_records
from later import add_costs_later, add_days, add_further, add_pools_later, add_unnamed, sent_twice
from market import timetable
from sentback import add_returns
from told import add_outreach
from turning import add_turns
from week import DAY


def scenario(seed):
    """A random scenario; the same seed writes the same.

    Where the seed begins with `turning`, most things become others; with `outreach`, campaigns write in nearly all.
    """
    turning = str(seed).startswith("turning")
    write = Writer(f"scenario {seed}")
    days = write.choice([3, 7, 10, 14, 21])
    desk = write.yes(0.4)
    channels = some_kinds(write, desk)
    steps = STEPS[:1 if desk else write.choice([1, 2, 3, 3])]
    journeys = ["buy", "ask", "complain"][:write.randint(1, 3)]
    staffed = [name for name, kind in channels.items() if kind != "self_service" and (desk or write.yes(0.8))]
    kinds = {name: journey(write, name, channels, steps, journeys, days) for name in journeys}
    steps = [step for step in steps if any(step in table["steps"] for table in kinds.values())]
    document = {
        "run": run(write, days),
        "segment": segments(write, channels, journeys, days),
        "journey": kinds,
        "channel": {name: channel(write, kind, steps, name in staffed) for name, kind in channels.items()},
        "staff": pools(write, staffed, journeys, write.choice([1.0, 0.5]) if desk else 0.7),
        "choice": choice(write, channels),
        "seam": write.sometimes(identify_minutes=lambda: write.amount(0.1, 5), rebuild_minutes=lambda: write.amount(0.1, 10),
                                cold=lambda: write.share(0, 2))
                | write.rarely(recognised_by=lambda: write.choice(["contact", "customer"])),
        "conflict": conflict(write) | write.rarely(worse_share=lambda: passages(write, channels, write.share)),
        "experience": experience(write),
        "loss": loss(write),
        "capability": capabilities(write),
    }
    within_slots(document)
    regrouped = staffed and write.yes() and not turning
    if regrouped:
        open_around_the_clock(write, document)
    for step in steps:
        if not offered(document, channels, [step]):
            document["channel"][write.choice(list(channels))]["step"][step] = step_in_channel(write)
    for name in journeys:
        if not any(name in table["needs"] for table in document["segment"].values()):
            document["segment"]["young"]["needs"][name] = needs(write, days)
    for table in document["staff"].values():
        fill(write, document, table)
    leave_work_behind(write, document)
    document["strategy"] = strategies(write, document)
    document = write.rarely(volume=lambda: write.amount(0.5, 2)) | document
    add_money(write, document)
    add_days(write, document)
    add_day_factors(write, document)
    add_costs_later(write, document)
    if regrouped:
        add_pools_later(write, document)
    add_further(write, document)
    add_unnamed(write, document)
    add_returns(write, document)
    add_records(write, document)
    add_joins(write, document)
    add_stock(write, document)
    add_turns(write, document, needs, turning)
    add_outreach(write, document, str(seed).startswith("outreach"))
    return document


def some_kinds(write, desk):
    """Channels by name with their kinds: a few where people serve, at one desk, or any."""
    if desk:
        names = write.sample(["phone", "store", "chat", "talk", "mail"], write.randint(2, 3))
        return {name: kind for kind in NAMES for name in NAMES[kind] if name in names}
    return {name: kind for kind in NAMES for name in NAMES[kind] if write.yes(0.45)} or {"web": "self_service"}


def open_around_the_clock(write, document):
    """Keeps some pools open at midnight, when rules change."""
    for table in document["staff"].values():
        if write.yes():
            table.pop("hours", None)


def fill(write, document, staff):
    """Lengthens or shortens the work of a pool so that it is idle, busy or overloaded, roughly."""
    days, customers = document["run"]["horizon_days"], document["run"]["customers"]
    needs_each = sum(
        table["share"] * (days / need["every_days"] if "every_days" in need else days / 364 * need["per_year"])
        for table in document["segment"].values() for need in table["needs"].values()
    )
    contacts = 1.5 * customers * needs_each * len(staff["serves"]) / len(document["channel"])
    slots = sum(document["channel"][name].get("slots", 3) if document["channel"][name]["kind"] == "chat" else 1
                for name in staff["serves"]) / len(staff["serves"])
    minutes = write.choice([0.3, 0.8, 1.2, 2, 4]) * slots * timetable(staff).minutes(0, days * DAY) / (contacts + 1)
    for name in staff["serves"]:
        for step in document["channel"][name]["step"].values():
            step["minutes"]["mean"] = min(max(round(minutes * write.amount(0.1, 3), 2), 0.1), 600)


def leave_work_behind(write, document):
    """Now and then sends matters twice, closes work left behind and takes some for others, where that can happen."""
    channels, capability = document["channel"], document["capability"]
    mail = any(channels[name]["kind"] == "messages" for staff in document["staff"].values() for name in staff["serves"])
    for table in document["journey"].values():
        possible = sent_twice(document, table)
        if possible and write.yes(0.3):
            table["twin"] = {name: write.share(0.2) for name in write.sample(possible, write.randint(1, len(possible)))}
    if mail and write.yes(0.6):
        capability["continuity"]["twin_closed"] = write.ends()
        document["seam"] |= write.sometimes(twin_closed_when=lambda: write.choice(["served", "arrives"]))
    if write.yes(0.25):
        capability["identity"]["wrong_match"] = write.ends()
        document["seam"] |= write.sometimes(repair_minutes=lambda: write.amount(0.1, 20))
        document["experience"] |= write.sometimes(wrong_match=lambda: write.share(0, 0.4))


def run(write, days):
    """How many customers, for how long."""
    return {"customers": write.randint(10, 120), "horizon_days": days, "replications": 1,
            "warm_up_days": write.choice([0, 0, 1, 2.5 if days > 3 else 0.5])} | write.rarely(
        elapsed=lambda: True,
        repeat_within_days=lambda: write.amount(0.02, days / 3),
        channels_used=lambda: True,
        service_level_seconds=lambda: write.randint(0, 300),
    )


def segments(write, channels, journeys, days):
    """One or two groups of customers."""
    names = ["young", "old"][:write.randint(1, 2)]
    first = round(write.uniform(0.2, 0.8), 2)
    shares = [1.0] if len(names) == 1 else [first, round(1 - first, 2)]
    return {name: {"share": share} | segment(write, channels, journeys, days) for name, share in zip(names, shares)}


def segment(write, channels, journeys, days):
    """What a group of customers has in common."""
    return {
        "needs": {name: needs(write, days) for name in journeys if write.yes(0.8)},
        "reach": {name: reach(write, days) for name in channels if write.yes(0.25)},
        "taste": {name: round(write.uniform(-2, 2), 2) for name in channels if write.yes()},
    } | write.sometimes(
        value_factor=lambda: write.amount(0.3, 3),
        tolerance_minutes=lambda: {"mean": write.choice([math.inf, write.amount(2, 200)])},
        loss=lambda: {"a": write.choice([0, 0.5, 2]), "b": write.amount(1, 20)},
    )


def needs(write, days):
    """How often a need arises, once or a few times within the horizon."""
    if write.yes(0.25):
        return {"every_days": write.amount(days / 4, days)}
    return {"per_year": round(364 / days * write.amount(0.5, 4), 1)} | write.sometimes(cv=lambda: write.choice([0, 0.3, 1, 2]))


def reach(write, days):
    """The share of a segment that can use a channel, fixed or growing."""
    fixed = write.share()
    ramp = {"from": write.share(), "to": write.share(), "days": write.amount(1, days), "start_day": write.share(0, days / 2)}
    curve = {"to": write.share(), "p": write.amount(0.1, 20), "q": write.amount(0.1, 50)}
    return write.choice([fixed, fixed, ramp, curve])


def journey(write, name, channels, steps, journeys, days):
    """A kind of need: a purchase or service."""
    own = write.sample(steps, max(write.randint(1, len(steps)), write.randint(1, len(steps))))
    own.sort(key=STEPS.index)
    value = {"value": write.law(5, 200), "margin": write.share(0, 0.6)} if write.yes(0.6) else {}
    value |= write.sometimes(price_step=lambda: write.choice(own)) if value else {}
    before = journeys[:journeys.index(name)]
    lost = {"restart": write.choice([own[0], write.choice(own)])} if write.yes(0.6) else {"rebuild_minutes": write.amount(0.1, 20)} if write.yes() else {}
    if "restart" in lost and write.yes(0.4):
        lost["restart_not_offered"] = write.choice(["nothing", "minutes", "back"])
    again = {} if value or write.yes(0.6) else {"reopens": {"probability": write.share(0.05, 0.8), "after_days": write.amount(0.01, days / 40)}}
    return {"steps": own} | value | lost | again | write.sometimes(
        occasion=lambda: write.yes(),
        context_kept=write.ends,
        context_kept_within=write.ends,
        reference_minutes=lambda: write.amount(1, 60),
        loss_not_pursued=write.share,
        taste=lambda: {channel: round(write.uniform(-2, 2), 2) for channel in channels if write.yes()},
        follows=lambda: [follow(write, write.choice(before), channels)] if before else [],
        by_hour=lambda: [write.choice([0, 1, 2, 5]) for _ in range(23)] + [1],
        by_weekday=lambda: [write.choice([0, 1, 2]) for _ in range(6)] + [1],
        by_season=lambda: [write.choice([1, 2]) for _ in range(write.choice([4, 13, 52]))],
    ) | {
        "give_up_days": write.choice([0, 0.1, 0.5, min(1, days / 5), days / 5, days / 3 if not again else days / 5]),
        "pause_days": write.choice([0, 0.01, 0.1, 0.5]),
        "contact_limit": write.choice([1, 2, 4, 8, 16]),
    } | write.sometimes(retry=write.share, return_minutes=lambda: write.amount(1, 200))


def follow(write, cause, channels):
    """How a need follows another."""
    return {"journey": cause, "probability": write.share()} | write.sometimes(
        ending=lambda: write.choice(["completed", "left", "given_up", "any"]),
        channel=lambda: write.choice(list(channels)),
        after_days=lambda: write.choice([0, 0.2, 1]),
    )


def channel(write, kind, steps, staffed):
    """A channel of a kind, with the steps that it offers."""
    patience = {"live": [0, math.inf, math.inf, 3, 20, 100], "chat": [math.inf, 3, 60], "messages": [20, 300, 2000, math.inf]}
    table = {"kind": kind, "step": {step: step_in_channel(write) for step in steps if write.yes(0.75)}}
    table |= write.sometimes(
        access_minutes=lambda: write.choice([0.5, 5, 30, 120]),
        handling_weight=lambda: write.share(0, 2),
        accepts_transfers=write.yes,
        identify_minutes=lambda: write.choice([0, 1, 5]),
        taste_sd=lambda: write.share(0, 2),
        cost_per_contact=lambda: write.amount(0.01, 5),
    )
    table |= {"transfer": write.share()} if write.yes(0.7) else {}
    if kind != "self_service":
        table |= write.sometimes(after_contact_minutes=lambda: write.amount(0.1, 10))
    if kind == "chat":
        table |= write.sometimes(slots=lambda: write.randint(1, 6), slowdown=lambda: write.share(0, 2))
    if staffed:
        table |= {"patience_minutes": write.choice(patience[kind])} if write.yes(0.9) else {}
        table |= write.sometimes(waiting_weight=lambda: write.share(0, 3))
    else:
        table |= write.sometimes(cost_per_minute=lambda: write.amount(0.05, 2))
        if kind != "messages":
            table |= write.sometimes(hours=lambda: write.choice(HOURS))
    return table


def step_in_channel(write):
    """How a step goes in a channel."""
    return {"minutes": write.law(1, 30), "success": write.share(0.2, 1)} | write.sometimes(
        leave=lambda: write.share(0, 0.3), fit=lambda: round(write.uniform(-1, 1), 2)
    )


def pools(write, staffed, journeys, together):
    """One or two pools of staff, each channel in one; the chance that a channel is in the first is given."""
    first = [name for name in staffed if write.yes(together)]
    groups = [group for group in (first, [name for name in staffed if name not in first]) if group]
    return {f"team{number}": pool(write, group, journeys) for number, group in enumerate(groups)}


def pool(write, serves, journeys):
    """A pool with one shift, always or at certain hours, or with several."""
    table = {"serves": serves} | write.sometimes(
        cost_per_hour=lambda: write.amount(5, 50),
        priority=lambda: write.sample([*serves, *journeys], write.randint(1, len(serves) + len(journeys))),
    ) | write.rarely(same_agent=lambda: {"wait_minutes": write.amount(0.5, 300)}, scale=lambda: write.choice([1.5, 2.2]))
    if write.yes(0.5):
        table["sharing"] = sharing(write, {kind for kind, names in NAMES.items() if set(names) & set(serves)})
    if write.yes(0.3):
        shifts = [{"hours": write.choice(HOURS), "servers": write.randint(1, 2)} for _ in range(write.randint(1, 3))]
        return table | {"timetable": shifts}
    return table | {"servers": write.choice([1, 1, 2, 3])} | ({"hours": write.choice(HOURS)} if write.yes(0.7) else {})


def within_slots(document):
    """Lowers limits of chats to the most slots of the chat channels that the pool serves."""
    for table in document["staff"].values():
        sharing = table.get("sharing")
        if isinstance(sharing, dict) and "chats" in sharing["limits"]:
            served = [document["channel"][name] for name in table["serves"]]
            slots = max(channel.get("slots", 3) for channel in served if channel["kind"] == "chat")
            sharing["limits"]["chats"] = min(sharing["limits"]["chats"], slots)


def passages(write, channels, draw):
    """Something drawn for some of the passages between channels."""
    return {f"{before}>{after}": draw() for before in channels for after in channels if before != after and write.yes(0.6)}


def choice(write, channels):
    """How customers choose."""
    pairs = [f"{before}>{after}" for before in channels for after in channels]
    return write.sometimes(
        habit=lambda: write.share(0, 2),
        outside=lambda: round(write.uniform(-3, 1), 2),
        taste_sd=lambda: write.share(0, 2),
        wait_aversion=lambda: write.choice([0, 0.02, 0.2, 1]),
        synergy=lambda: {pair: round(write.uniform(-2, 3), 2) for pair in pairs if write.yes(0.4)},
    )


def conflict(write):
    """What channels that disagree do."""
    return write.sometimes(
        better_share=write.share,
        better_success=lambda: write.share(0, 2),
        better_experience=lambda: write.share(0, 0.3),
        better_discount=lambda: write.share(0, 0.5),
        worse_leave=lambda: write.share(0, 2),
        worse_experience=lambda: write.share(0, 0.4),
    )


def experience(write):
    """How a journey becomes satisfaction."""
    return write.sometimes(
        start=write.share, rise=write.share, fall=write.share,
        failed_contact=lambda: write.share(0, 0.4),
        excess_effort=lambda: write.share(0, 0.2),
        excess_effort_cap=lambda: write.share(0.5, 5),
        transfer=lambda: write.share(0, 0.2),
        given_up=lambda: write.share(0, 0.6),
        recovery=lambda: write.share(0, 0.4),
    )


def loss(write):
    """How satisfaction and failures become loss."""
    return write.sometimes(
        a=lambda: write.choice([0, 0.5, 2]), b=lambda: write.amount(1, 20),
        satisfaction=lambda: write.share(0, 5),
        stated_to_actual=lambda: write.share(0.2, 1),
        late=lambda: write.share(0, 2), given_up=lambda: write.share(0, 3),
    )


def capabilities(write):
    """End values and costs of the capabilities."""
    return {name: write.sometimes(**{parameter: write.ends for parameter in owns}, cost=lambda: write.sometimes(
        once=lambda: write.amount(1, 100), per_year=lambda: write.amount(1, 1000), per_contact=lambda: write.amount(0.01, 1)))
        for name, owns in CAPABILITIES.items()}


def strategies(write, document):
    """The market as it is with some levels, and a mixture that differs in settings, seams and open channels."""
    channels = list(document["channel"])
    seams = [f"{before}>{after}" for before in channels for after in channels]
    levels = [{name: write.share() for name in CAPABILITIES if write.yes(0.7)} for _ in range(2)]
    seam_levels = {name: {seam: write.share() for seam in seams if write.yes(0.3)} for name in CAPABILITIES if write.yes(0.4)}
    mixed = (
        {"name": "mixed", "levels": levels[1], "seam_levels": {key: value for key, value in seam_levels.items() if value}}
        | write.sometimes(set=lambda: settings(write, document))
        | write.sometimes(channels=lambda: some_channels(write, document))
    )
    if "set" in mixed:
        mixed["set"] = {path: value for path, value in mixed["set"].items() if acts(path, mixed, document)}
    return [{"name": "plain", "baseline": True, "levels": levels[0]}, mixed]


def acts(path, strategy, document):
    """Whether a setting can do anything under a strategy: agents of a desk that is closed and ends beyond a level cannot."""
    table, name = path.split(".")[:2]
    if table == "staff":
        return bool(set(document["staff"][name]["serves"]) & set(strategy.get("channels", document["channel"])))
    return table != "capability" or strategy["levels"].get(name, 0) < 1


def some_channels(write, document):
    """Some of the channels, or all if these do not offer every step."""
    some = [name for name in document["channel"] if write.yes(0.7)]
    steps = {step for table in document["journey"].values() for step in table["steps"]}
    return some if offered(document, some, steps) else list(document["channel"])


def settings(write, document):
    """A few settings of the market that a strategy changes."""
    possible = {}
    for name, table in document["channel"].items():
        possible[f"channel.{name}.transfer"] = write.share()
        possible[f"channel.{name}.access_minutes"] = write.choice([0, 2, 60])
        for step in table["step"]:
            possible[f"channel.{name}.step.{step}.success"] = write.share()
    for name, table in document["staff"].items():
        if "servers" in table:
            possible[f"staff.{name}.servers"] = write.randint(1, 4)
        if "sharing" in table:
            possible[f"staff.{name}.sharing"] = "chats_first"
        if "same_agent" in table:
            possible[f"staff.{name}.same_agent.wait_minutes"] = write.choice([0, 2, 60])
    for owner, parameter in [("continuity", "twin_closed"), ("identity", "wrong_match")]:
        if parameter in document["capability"][owner]:
            possible[f"capability.{owner}.{parameter}.siloed"] = write.share()
    return {path: possible[path] for path in write.sample(list(possible), min(2, len(possible)))}


def add_money(write, document):
    """Now and then lets the calendar bring money and take customers, orders bring losses, and money lose its value."""
    sold = [table for table in document["journey"].values() if "value" in table]
    for table in document["segment"].values():
        table |= write.rarely(margin_per_year=lambda: write.choice([-1, 1]) * write.amount(10, 10_000))
        if write.yes(0.3):
            table |= {"loss_per_year": write.amount(1, 40)} | write.sometimes(loss_cv=lambda: write.choice([0, 0.5, 2]))
        if sold:
            table |= write.rarely(value_cv=lambda: write.share(0.1, 2))
    for table in sold:
        table |= write.rarely(margin=lambda: -write.share(0, 0.5))
    document["run"] |= write.sometimes(discount_per_year=lambda: write.choice([0, 0.1, 5, -0.5]))


def add_day_factors(write, document):
    """Now and then lets all customers, or those of some segments, need more on some days than on others."""
    vary = [table for table in document["segment"].values() if any("per_year" in need for need in table["needs"].values())]
    if not vary or not write.yes(0.2):
        return
    demand, mixed = {}, document["strategy"][1]
    for table in write.sample([demand, *vary], write.randint(1, 1 + len(vary))):
        table["day_cv"] = write.amount(0.1, 2)
    if demand:
        document["demand"] = demand
    if write.yes(0.3):
        mixed["set"] = mixed.get("set", {}) | {"demand.day_cv": 0.0 if demand else write.amount(0.1, 1)}


def add_joins(write, document):
    """Now and then lets customers join some segments in the course of the run, under a strategy perhaps in another way."""
    mixed = document["strategy"][1]
    if not write.yes(0.35):
        return
    for name, table in document["segment"].items():
        if write.yes(0.7):
            table["joins"] = joins(write, document) | write.rarely(per_year=lambda: 0)
        if "from_day" not in mixed and write.yes(0.3):
            mixed["set"] = mixed.get("set", {}) | {f"segment.{name}.joins": joins(write, document)}


def joins(write, document):
    """How customers join a segment, a few or as many as are there."""
    days = document["run"]["horizon_days"]
    return {"per_year": round(364 / days * write.amount(0.05, 2), 1)} | write.sometimes(
        by_week=lambda: [write.choice([1, 2, 3.5]), *(write.choice([0, 0.5, 2]) for _ in range(write.randint(0, 3)))],
        first=lambda: write.choice(list(document["journey"])),
        cost=lambda: write.amount(0.1, 100),
    )
