"""What is sent back, baskets that meet and showrooms in random scenarios."""

from later import hold_later


def add_returns(write, document):
    """Now and then lets some of what is sold come back, baskets meet, and customers see the goods."""
    sold = [name for name, table in document["journey"].items() if "value" in table]
    if not sold or not write.yes(0.35):
        return
    if write.yes(0.7):
        for name in ["bring", "return"][:write.randint(1, 2)]:
            document["journey"][name] = bring_back(write, document, sold)
    if write.yes(0.6):
        add_baskets(write, document, sold)
    if write.yes(0.6):
        add_showroom(write, document)
    possible = later(write, document)
    if possible and write.yes(0.5):
        some = write.sample(list(possible), min(write.randint(1, 3), len(possible)))
        hold_later(write, document, {path: possible[path] for path in some})


def bring_back(write, document, sold):
    """A kind of journey that follows what is sold, and brings some of it back."""
    days, steps = document["run"]["horizon_days"], document["journey"][sold[0]]["steps"]
    return {
        "steps": sorted(write.sample(steps, write.randint(1, len(steps))), key=steps.index),
        "refunds": refunds(write, document),
        "follows": [cause(write, document, sold), *(cause(write, document, sold, ["any", "given_up"]) for _ in range(write.randint(0, 1)))],
        "give_up_days": write.choice([0, 0.1, 0.5, days / 5]),
        "pause_days": write.choice([0, 0.01, 0.1]),
        "contact_limit": write.choice([1, 2, 8]),
    }


def refunds(write, document):
    """What it costs that goods come back, and where they are exchanged."""
    return write.sometimes(
        lost=write.share, cost=lambda: write.amount(0.1, 20),
        exchanged=lambda: {name: write.share() for name in document["channel"] if name != "fax" and write.yes(0.6)},
    )


def cause(write, document, sold, endings=("any",)):
    """How something comes back: over an order, wherever it was made or from one channel, or over a journey that ended otherwise."""
    return {"journey": write.choice(sold), "probability": write.share(0.2)} | write.sometimes(
        after_days=lambda: write.choice([0, 0.2, 1])) | write.rarely(
        ending=lambda: write.choice(endings),
        channel=lambda: write.choice([name for name in document["channel"] if name != "fax"]),
    )


def add_baskets(write, document, sold):
    """Lets customers be known as who filled a basket elsewhere, in two channels without people, whose baskets are filled again."""
    longer = [name for name in sold if len(document["journey"][name]["steps"]) > 1]
    if not longer:
        return
    for name in ("web", "app"):
        open_shop(write, document, name)
    for name in longer:
        table = document["journey"][name]
        table.pop("rebuild_minutes", None)
        table.setdefault("restart", table["steps"][0])
        for channel in ("web", "app"):
            document["channel"][channel]["step"].setdefault(table["steps"][-2], shopping(write))
    ways = ["set_aside", "overwritten"] + ["added_up"] * any("refunds" in table for table in document["journey"].values())
    document["seam"]["basket_merge"] = write.choice(ways)
    if document["seam"]["basket_merge"] == "set_aside":
        document["seam"] |= write.sometimes(basket_minutes=lambda: write.amount(0.1, 30))


def open_shop(write, document, name):
    """Lets there be a channel without people, open under all strategies."""
    document["channel"].setdefault(name, {"kind": "self_service", "step": {}})
    for strategy in document["strategy"]:
        if "channels" in strategy and name not in strategy["channels"]:
            strategy["channels"].append(name)


def shopping(write):
    """How a step goes where it is offered for the sake of baskets."""
    return {"minutes": write.law(1, 30), "success": write.share(0.3)}


def add_showroom(write, document):
    """Lets those who were in some of the channels need more, and send back less of what they buy elsewhere."""
    channels = [name for name in document["channel"] if name != "fax"]
    back = any("refunds" in table for table in document["journey"].values())
    document["showroom"] = {"channels": write.sample(channels, write.randint(1, max(1, len(channels) - 1))),
                            "needs": write.share(0.1)} | write.sometimes(after_days=lambda: write.choice([0, 0.2, 2]))
    if back:
        document["showroom"] |= write.sometimes(sent_back=lambda: write.share())


def later(write, document):
    """Settings of what is sent back, of baskets and of showrooms, each with a value."""
    possible = {}
    for name, table in document["journey"].items():
        if "refunds" in table:
            possible |= {f"journey.{name}.refunds.lost": write.share(), f"journey.{name}.refunds.cost": write.amount(0.1, 20),
                         f"journey.{name}.follows": [one | {"probability": write.share()} for one in table["follows"]]}
    if document["seam"].get("basket_merge") == "set_aside":
        possible["seam.basket_minutes"] = write.amount(0.1, 30)
    if "showroom" in document:
        possible["showroom.needs"] = write.share()
        possible["showroom.after_days"] = write.choice([0.1, 1])
    return possible
