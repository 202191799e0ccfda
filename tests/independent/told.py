"""What firms send of themselves, and how money for that moves, in random scenarios."""

from turning import hold


def add_outreach(write, document, often):
    """Now and then, or nearly always, lets campaigns write to customers, perhaps in a channel that only reaches out."""
    begun = [name for name, table in document["journey"].items() if "refunds" not in table]
    if not write.yes(0.9 if often else 0.35):
        return
    if write.yes(0.6):
        add_print(write, document)
    names = ["cards", "news", "offers"][:write.randint(1, 3)]
    document["campaign"] = {name: campaign(write, document, write.choice(begun)) for name in names}
    document["outreach"] = outreach(write, document)
    add_plan(write, document)
    if len(names) > 1 and write.yes(0.4):
        add_budget(write, document)
    possible = later(write, document)
    for _ in range(write.randint(0, 2)):
        some = write.sample(list(possible), min(write.randint(1, 3), len(possible)))
        hold(write, document, {path: possible[path] for path in some})


def add_print(write, document):
    """A channel that offers no step, and pulls some of those whom it reaches to others."""
    others = [name for name in document["channel"] if name != "fax"]
    document["channel"]["print"] = {"kind": "self_service", "step": {}}
    for strategy in document["strategy"]:
        if "channels" in strategy and write.yes(0.7):
            strategy["channels"].append("print")
    for table in document["segment"].values():
        table["reach"] |= write.rarely(print=write.share)


def campaign(write, document, begins):
    """Messages in waves or at random, which begin journeys of a type."""
    days, reaching = document["run"]["horizon_days"], [name for name in document["channel"] if name != "fax"]
    channel = "print" if "print" in reaching and write.yes() else write.choice(reaching)
    often = {"every_days": write.amount(days / 30, days / 2)} if write.yes() else {
        "per_year": round(364 / days * write.amount(1, 20), 1)}
    sold = "value" in document["journey"][begins]
    own = any(begins in table["needs"] for table in document["segment"].values())
    if write.yes():
        pull(write, document, channel, begins)
    return {"channel": channel, "begins": begins, "response": write.share(0.05)} | often | write.sometimes(
        first_day=lambda: write.share(0, days / 3), share=lambda: write.share(0.1), cost=lambda: write.amount(0.01, 5),
        response_days=lambda: write.amount(0.01, days / 5), opt_out=lambda: write.share(0, 0.3),
    ) | write.rarely(
        segments=lambda: [write.choice(list(document["segment"]))], until_response=lambda: True,
        pressure=lambda: write.share(0, 3),
    ) | (write.sometimes(discount=write.share) if sold else {}) | (write.sometimes(brought_forward=write.share) if own else {})


def pull(write, document, channel, begins):
    """Lets a channel that reaches out pull to one in which journeys of a type begin."""
    first = document["journey"][begins]["steps"][0]
    to = write.choice([name for name, table in document["channel"].items() if name != "fax" and first in table["step"]])
    document["choice"].setdefault("synergy", {})[f"{channel}>{to}"] = round(write.uniform(-2, 3), 2)


def outreach(write, document):
    """What all messages together do to customers."""
    largest = max(table["response"] for table in document["campaign"].values())
    joins = any("joins" in table for table in document["segment"].values())
    by_pressure = write.sometimes(fatigue=lambda: write.share(0, 2), annoyance=lambda: write.share(0, 0.3))
    if any(table.get("opt_out") for table in document["campaign"].values()):
        by_pressure |= write.sometimes(opt_out_rise=lambda: write.share(0, 2))
    settings = by_pressure | (write.sometimes(half_life_days=lambda: write.amount(0.3, 30)) if by_pressure else {})
    if largest < 1:
        settings |= write.sometimes(response_cv=lambda: write.share(0.05, min(2, 0.9 * ((1 - largest) / largest) ** 0.5)))
    if joins and write.yes():
        settings |= {"newcomer_response": write.amount(0.1, 5)} | write.sometimes(newcomer_half_life_days=lambda: write.amount(0.3, 30))
    return settings


def add_plan(write, document):
    """What is unwelcome, and what strategies suppress of it."""
    days = document["run"]["horizon_days"]
    document["outreach"] |= write.sometimes(quiet_days=lambda: write.amount(0.1, days / 2),
                                            cap=lambda: {"messages": write.randint(1, 3), "days": write.amount(0.2, days / 2)})
    document["capability"]["orchestration"] = write.rarely(suppressed=write.ends, cost=lambda: costs(write))
    for strategy in document["strategy"]:
        strategy["levels"] |= write.sometimes(orchestration=write.share)


def costs(write):
    """What a capability costs, in some ways."""
    return write.sometimes(once=lambda: write.amount(1, 100), per_year=lambda: write.amount(1, 1000),
                           per_contact=lambda: write.amount(0.01, 1))


def add_budget(write, document):
    """Lets money move between campaigns, by what they claim or by what those held out show."""
    days = document["run"]["horizon_days"]
    for table in document["campaign"].values():
        table.setdefault("cost", write.amount(0.01, 5))
    document["budget"] = {"review_days": write.amount(days / 20, days / 2)} | write.sometimes(
        step=lambda: write.share(0.1), claim_days=lambda: write.amount(0.1, days), held_out=lambda: write.share(0, 0.6))
    document["capability"]["measurement"] = write.rarely(follows_brought=write.ends, cost=lambda: costs(write))
    for strategy in document["strategy"]:
        strategy["levels"] |= write.sometimes(measurement=write.share)


def later(write, document):
    """Settings of campaigns and of what they do together, each with a value."""
    possible = {"outreach.fatigue": write.share(0, 2), "outreach.annoyance": write.share(0, 0.3),
                "capability.orchestration.suppressed.siloed": write.share()}
    if "print" in document["channel"]:
        possible["channel.print.open"] = False
    for name, table in document["campaign"].items():
        own = {"share": write.share(), "cost": write.amount(0.01, 5), "response": write.share(0.05, table["response"]),
               "response_days": write.share(0, 2), "opt_out": write.share(0, 0.3), "pressure": write.share(0, 3)}
        own |= {key: round(table[key] * write.choice([0.3, 0.5, 2, 4]), 2) for key in ("every_days", "per_year") if key in table}
        own |= {"discount": write.share()} if "discount" in table else {}
        own |= {"brought_forward": write.share()} if "brought_forward" in table else {}
        own |= {"segments": [write.choice(list(document["segment"]))]} if "budget" not in document else {}
        possible |= {f"campaign.{name}.{key}": value for key, value in own.items()}
    for key, value in [("quiet_days", write.amount(0.1, 5)), ("half_life_days", write.amount(0.3, 30)),
                       ("newcomer_response", write.amount(0.1, 5)), ("opt_out_rise", write.share(0, 2)),
                       ("cap", {"messages": write.randint(1, 3), "days": write.amount(0.2, 5)})]:
        if key in document["outreach"]:
            possible[f"outreach.{key}"] = value
    return possible
