"""Records of customers in random scenarios."""

from later import hold_later


def add_records(write, document):
    """Now and then lets channels keep records of customers, which strategies share more or less."""
    following = [table for table in document["journey"].values() if "value" not in table and table.get("follows")]
    if not write.yes(0.35):
        return
    known = {"beta": beta(write)} | write.sometimes(kappa=lambda: write.amount(0.2, 10))
    if following and write.yes(0.7):
        known["anticipation"] = write.share()
    document["personalisation"] = known
    steps = [(name, step) for name, table in document["channel"].items() for step in table["step"]]
    for name, step in steps:
        if write.yes(0.2):
            document["channel"][name]["step"][step]["personalisation"] = beta(write)
    share_records(write, document)
    possible = later(write, document, steps)
    if write.yes(0.5):
        some = write.sample(list(possible), min(write.randint(1, 3), len(possible)))
        hold_later(write, document, {path: possible[path] for path in some})


def beta(write):
    """What being known does to the logit of success, for the better or the worse; now and then nothing."""
    return write.choice([-1, 1, 1]) * write.share(0, 4)


def share_records(write, document):
    """What of records is known elsewhere at each level, and what strategies have of that, in general and at single seams."""
    document["capability"]["personalisation"] = write.sometimes(
        records_shared=write.ends,
        cost=lambda: write.sometimes(once=lambda: write.amount(1, 100), per_year=lambda: write.amount(1, 1000),
                                     per_contact=lambda: write.amount(0.01, 1)))
    plain, mixed = document["strategy"]
    for strategy in (plain, mixed):
        strategy["levels"] |= write.sometimes(personalisation=write.share)
    names = list(document["channel"])
    seams = [f"{there}>{here}" for there in names for here in names if there != here]
    levels = {seam: write.share() for seam in seams if write.yes(0.3)}
    if levels and write.yes(0.4):
        mixed["seam_levels"]["personalisation"] = levels


def later(write, document, steps):
    """Settings of what is known, and of what that does, each with a value."""
    possible = {"personalisation.beta": beta(write), "personalisation.kappa": write.amount(0.2, 10),
                "capability.personalisation.records_shared.siloed": write.share()}
    if "anticipation" in document["personalisation"]:
        possible["personalisation.anticipation"] = write.share()
    return possible | {f"channel.{name}.step.{step}.personalisation": beta(write) for name, step in steps}
