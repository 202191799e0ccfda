"""Stock in random scenarios."""

from later import spell


def add_stock(write, document):
    """Now and then lets channels sell from stock, which strategies know and share more or less."""
    channels = [name for name in document["channel"] if name != "fax"]
    kinds = [name for name, table in document["journey"].items() if "refunds" not in table and takers(document, channels, name)]
    if not kinds or not write.yes(0.35):
        return
    taking = write.sample(kinds, write.randint(1, len(kinds)))
    selling = {name: set() for name in taking}
    for name in taking:
        table = document["journey"][name]
        step = write.choice(takers(document, channels, name))
        table |= {"takes_at": step} | write.sometimes(leave_when_out=write.share)
        selling[name] = {channel for channel in channels if step in document["channel"][channel]["step"]}
    add_pools(write, document, sorted(set().union(*selling.values())))
    document["choice"] |= write.sometimes(stockout_aversion=lambda: write.choice([0, write.amount(0.3, 10)]))
    document["experience"] |= write.sometimes(stock_out=lambda: write.share(0, 0.5))
    add_inventory(write, document)
    add_levels(write, document)


def takers(document, channels, name):
    """Steps of a journey type that some channel offers, and could sell at."""
    return [step for step in document["journey"][name]["steps"]
            if any(step in document["channel"][channel]["step"] for channel in channels)]


def add_pools(write, document, selling):
    """One to three stock pools, each with a channel at least; some channels have no end of everything."""
    write.shuffle(selling)
    names, items = ["back", "depot", "hub"][:write.randint(1, min(3, len(selling)))], write.choice([1, 1, 2, 5, 20])
    document["stock"] = {name: pool(write, document, items if write.yes(0.7) else write.randint(1, 6)) for name in names}
    for number, channel in enumerate(selling):
        if number < len(names) or write.yes(0.7):
            document["channel"][channel]["stock"] = names[number] if number < len(names) else write.choice(names)


def pool(write, document, items):
    """A pool that is out seldom or often."""
    days = document["run"]["horizon_days"]
    many = document["run"]["customers"] * write.amount(0.02, 2) / items
    return {"items": items, "order_up_to": write.choice([write.randint(0, 2), round(many)])} | write.sometimes(
        review_days=lambda: write.amount(0.05, days), lead_days=lambda: write.choice([0, 1, write.amount(0.05, days)]),
        holding_cost_per_year=lambda: write.amount(1, 1000),
        believed_out=write.share, shown_wrongly=write.share,
    )


def add_inventory(write, document):
    """What is known of stock and shared at each level, and what strategies have of that."""
    document["capability"]["inventory"] = write.sometimes(
        stock_shared=write.ends, stock_visible=write.ends,
        cost=lambda: write.sometimes(once=lambda: write.amount(1, 100), per_year=lambda: write.amount(1, 1000)))
    plain, mixed = document["strategy"]
    for strategy in (plain, mixed):
        strategy["levels"] |= write.sometimes(inventory=write.share)
    levels = [strategy["levels"].get("inventory", 0) for strategy in (plain, mixed)]
    for channel, table in document["channel"].items():
        for step, how in table["step"].items():
            if any(path.startswith(f"channel.{channel}.step.{step}.") for path in mixed.get("set", {})):
                continue
            # Other channels offer what this one does at some levels only, and no level falls in the course of the run.
            others = sum(step in other["step"] and "from_inventory" not in other["step"][step]
                         for name, other in document["channel"].items() if name in mixed.get("channels", document["channel"]))
            if others > 1 and levels[0] <= levels[1] and write.yes(0.15):
                how["from_inventory"] = write.share(0.05)


def add_levels(write, document):
    """Now and then lets pools order up to other levels, from a day on or under the mixture."""
    mixed = document["strategy"][1]
    for name, table in document["stock"].items():
        setting = {f"stock.{name}.order_up_to": write.choice([level for level in range(6) if level != table["order_up_to"]])}
        if write.yes(0.3):
            document.setdefault("change", []).append(spell(write, document["run"]["horizon_days"]) | {"set": setting})
        elif write.yes(0.3) and "channels" not in mixed:
            mixed["set"] = mixed.get("set", {}) | setting
