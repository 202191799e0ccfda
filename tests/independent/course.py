"""What a scenario says under one strategy from day to day: changes of the market, and strategies that begin later."""

import copy
import math
from bisect import bisect_right
from fnmatch import fnmatchcase

from market import Market
from week import DAY

# What a number is where a scenario does not name it, by path: the defaults of section 7.1 that are the same for all kinds of
# channels and journeys.
UNNAMED = {
    "volume": 1.0,
    "capability.*.cost.*": 0.0,
    "capability.identity.recognised.siloed": 0.41, "capability.identity.recognised.integrated": 0.95,
    "capability.continuity.context_kept.siloed": 0.15, "capability.continuity.context_kept.integrated": 0.90,
    "capability.continuity.context_kept_within.siloed": 0.85, "capability.continuity.context_kept_within.integrated": 0.95,
    "capability.consistency.consistent.siloed": 0.72, "capability.consistency.consistent.integrated": 0.98,
    "capability.routing.routed_right.siloed": 0.30, "capability.routing.routed_right.integrated": 0.85,
    "capability.inventory.stock_shared.siloed": 0.0, "capability.inventory.stock_shared.integrated": 1.0,
    "capability.inventory.stock_visible.siloed": 0.0, "capability.inventory.stock_visible.integrated": 1.0,
    "capability.personalisation.records_shared.siloed": 0.0, "capability.personalisation.records_shared.integrated": 1.0,
    "capability.orchestration.suppressed.siloed": 0.0, "capability.orchestration.suppressed.integrated": 1.0,
    "capability.measurement.follows_brought.siloed": 0.0, "capability.measurement.follows_brought.integrated": 1.0,
    "capability.routing.warm.siloed": 0.10, "capability.routing.warm.integrated": 0.90,
    "capability.identity.wrong_match.*": 0.0, "capability.continuity.twin_closed.*": 0.0,
    "campaign.*.share": 1.0, "campaign.*.cost": 0.0, "campaign.*.response_days": 0.0, "campaign.*.discount": 0.0,
    "campaign.*.brought_forward": 0.0, "campaign.*.opt_out": 0.0, "campaign.*.pressure": 1.0,
    "outreach.half_life_days": 7.0, "outreach.fatigue": 0.0, "outreach.opt_out_rise": 0.0, "outreach.annoyance": 0.0,
    "outreach.response_cv": 0.0, "outreach.newcomer_response": 1.0, "outreach.newcomer_half_life_days": 91.0,
    "outreach.quiet_days": 0.0,
    "channel.*.access_minutes": 0.0, "channel.*.after_contact_minutes": 0.0, "channel.*.handling_weight": 1.0,
    "channel.*.transfer": 0.0, "channel.*.cost_per_minute": 0.0, "channel.*.cost_per_contact": 0.0,
    "channel.*.step.*.leave": 0.0, "channel.*.step.*.success": 1.0, "channel.*.step.*.fit": 0.0,
    "channel.*.step.*.minutes.cv": 1.0,
    "demand.day_cv": 0.0,
    "choice.habit": 0.8, "choice.wait_aversion": 0.05, "choice.taste_sd": 0.8, "choice.synergy.*": 0.0,
    "conflict.better_share": 0.5, "conflict.better_success": 0.3, "conflict.better_experience": 0.05,
    "conflict.better_discount": 0.05, "conflict.worse_leave": 0.5, "conflict.worse_experience": 0.10,
    "experience.rise": 0.10, "experience.fall": 0.30, "experience.failed_contact": 0.15, "experience.excess_effort": 0.04,
    "experience.excess_effort_cap": 3.0, "experience.transfer": 0.03, "experience.given_up": 0.30,
    "experience.recovery": 0.0, "experience.wrong_match": 0.10, "experience.stock_out": 0.0,
    "journey.*.margin": 0.3, "journey.*.retry": 0.6, "journey.*.return_minutes": 30.0, "journey.*.loss_not_pursued": 0.0,
    "journey.*.give_up_days": 21.0, "journey.*.twin.*": 0.0, "journey.*.leave_when_out": 0.14,
    "loss.a": 0.5, "loss.b": 9.5, "loss.satisfaction": 2.0, "loss.stated_to_actual": 0.5, "loss.late": 0.63,
    "loss.given_up": 1.85,
    "seam.identify_minutes": 0.75, "seam.rebuild_minutes": 1.35, "seam.cold": 0.3, "seam.repair_minutes": 8.0,
    "personalisation.beta": 0.0, "personalisation.kappa": 3.0, "personalisation.anticipation": 0.0,
    "seam.basket_minutes": 2.0, "showroom.needs": 0.0, "showroom.after_days": 30.0, "showroom.sent_back": 1.0,
    "journey.*.refunds.lost": 0.0, "journey.*.refunds.cost": 0.0, "journey.*.refunds.exchanged.*": 0.0,
    "segment.*.value_factor": 1.0, "segment.*.margin_per_year": 0.0, "segment.*.reach.*": 1.0, "segment.*.taste.*": 0.0,
    "segment.*.loss_per_year": 0.0, "segment.*.loss_cv": 0.0, "segment.*.day_cv": 0.0,
    "segment.*.needs.*.cv": 0.0, "segment.*.joins.cost": 0.0,
    "segment.*.tolerance_minutes.mean": 150.0, "segment.*.tolerance_minutes.cv": 1.0,
    "staff.*.cost_per_hour": 0.0, "staff.*.scale": 1.0, "staff.*.same_agent.wait_minutes": 0.0,
}
WHOLE = {"servers", "order_up_to", "slots", "contact_limit", "calls", "chats", "messages", "together"}

# What a number is where a scenario does not name it, if that hangs on the kind of channel or journey, or on what stands elsewhere.
UNNAMED_BY_KIND = {
    "channel.*.slowdown": lambda channel: channel.slowdown,
    "channel.*.patience_minutes": lambda channel: channel.patience,
    "channel.*.identify_minutes": lambda channel: channel.identify,
    "channel.*.waiting_weight": lambda channel: channel.waiting_weight,
    "channel.*.taste_sd": lambda channel: channel.taste_sd,
    "journey.*.pause_days": lambda kind: kind.pause / DAY,
    "journey.*.reference_minutes": lambda kind: kind.reference,
    "journey.*.rebuild_minutes": lambda kind: kind.rebuild,
    "journey.*.context_kept.siloed": lambda kind: kind.kept["context_kept"]["siloed"],
    "journey.*.context_kept.integrated": lambda kind: kind.kept["context_kept"]["integrated"],
    "journey.*.context_kept_within.siloed": lambda kind: kind.kept["context_kept_within"]["siloed"],
    "journey.*.context_kept_within.integrated": lambda kind: kind.kept["context_kept_within"]["integrated"],
}


class Course:
    """The markets of a run, each from the start of a day until that of the next."""

    def __init__(self, document, strategy):
        """Lays out all days on which anything changes."""
        baseline = next(one for one in document["strategy"] if one.get("baseline"))
        days = [0, *sorted(turns(document, strategy) - {0})]
        self.starts = [day * DAY for day in days]
        self.markets = [rules(document, baseline, strategy, day) for day in days]
        self.first = self.markets[0]
        self.longest_journey = max(market.longest_journey for _, _, market in self.spans(0.0, self.first.horizon))

    def at(self, time):
        """The market as it is at a time."""
        return self.markets[bisect_right(self.starts, time) - 1]

    def spans(self, start, end):
        """The time between two moments in parts within each of which nothing changes: start, end and market."""
        for begin, until, market in zip(self.starts, [*self.starts[1:], math.inf], self.markets):
            if max(begin, start) < min(until, end):
                yield max(begin, start), min(until, end), market

    def days(self):
        """The days that are reported, as far as they are: start, end and market."""
        warm_up, horizon = self.first.warm_up, self.first.horizon
        for day in range(math.floor(warm_up / DAY), math.ceil(horizon / DAY)):
            start, end = max(day * DAY, warm_up), min((day + 1) * DAY, horizon)
            yield start, end, self.at(start)

    def staffed_minutes(self, pool, start, end):
        """Paid minutes of a pool between two times."""
        return sum(market.weeks[pool].minutes(begin, until) for begin, until, market in self.spans(start, end))

    def open_minutes(self, channel, start, end):
        """Minutes between two times at which a channel, or its pool where it has one, was open."""
        return sum(market.opening(channel).open_minutes(begin, until) for begin, until, market in self.spans(start, end))


def turns(document, strategy):
    """The days at whose start something is different from the day before."""
    ends = [change[key] for change in document.get("change", []) for key in ("day", "until_day") if key in change]
    return {*ends, *range(strategy.get("from_day", 0), full_day(strategy) + 1)}


def full_day(strategy):
    """The day from which a strategy is all that it will be."""
    return strategy.get("full_day", strategy.get("from_day", 0))


def rules(document, baseline, strategy, day):
    """The market on a day: the changes that hold on it, then the strategy as far as it has come."""
    for change in document.get("change", []):
        if change["day"] <= day < change.get("until_day", math.inf):
            document = with_settings(document, change.get("set", {}))
    begin, full = strategy.get("from_day", 0), full_day(strategy)
    if day >= full:
        return Market(under(document, strategy), *levels_of(strategy))
    if day < begin:
        return Market(under(document, baseline), *levels_of(baseline))
    return under_way(document, baseline, strategy, (day - begin + 0.5) / (full - begin))


def under_way(document, baseline, strategy, share):
    """The market so far on the way from the baseline to a strategy: what can be divided moves, all else waits."""
    before, after = under(document, baseline), under(document, strategy)
    paths = [inner for path in {**baseline.get("set", {}), **strategy.get("set", {})}
             for document in (before, after) for inner in leaves(path, found(document, path))]
    moved = {path: between(path, before, after, share) for path in paths}
    (levels, seams), (own_levels, own_seams) = levels_of(baseline), levels_of(strategy)
    return Market(
        with_settings(before, {path: value for path, value in moved.items() if value is not None}),
        {name: mix(levels.get(name, 0.0), own_levels.get(name, 0.0), share) for name in {**levels, **own_levels}},
        {name: {seam: mix(level_at(levels, seams, name, seam), level_at(own_levels, own_seams, name, seam), share)
                for seam in {**seams.get(name, {}), **own_seams.get(name, {})}}
         for name in {**seams, **own_seams}},
    )


def leaves(path, value):
    """The paths of all that is in a table, or of the value itself."""
    return [leaf for key, inner in value.items() for leaf in leaves(f"{path}.{key}", inner)] if isinstance(value, dict) else [path]


def between(path, before, after, share):
    """A number that can be divided, on its way; None for what takes effect at once."""
    key = path.split(".")[-1]
    one, other = (found(document, path) for document in (before, after))
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (one, other))
    return mix(one, other, share) if numbers and key not in WHOLE else None


def mix(one, other, share):
    """The value at a share of the way from one to the other."""
    return one + share * (other - one)


def levels_of(strategy):
    """General levels of the capabilities, and those of single seams."""
    return strategy.get("levels", {}), strategy.get("seam_levels", {})


def level_at(levels, seam_levels, name, seam):
    """The level of a capability at a seam."""
    return seam_levels.get(name, {}).get(seam, levels.get(name, 0.0))


def found(document, path):
    """What a document has at a path, or what that is by default; None where it is nothing."""
    place = document
    for key in path.split("."):
        if not isinstance(place, dict) or key not in place:
            return unnamed(document, path)
        place = place[key]
    return place


def unnamed(document, path):
    """What a number is where a document does not name it."""
    for pattern, value in UNNAMED_BY_KIND.items():
        if fnmatchcase(path, pattern):
            table, name = path.split(".")[:2]
            market = Market(document, {}, {})
            return value({"channel": market.channels, "journey": market.kinds}[table][name])
    if fnmatchcase(path, "channel.*.step.*.personalisation"):
        return found(document, "personalisation.beta")
    return next((value for pattern, value in UNNAMED.items() if fnmatchcase(path, pattern)), None)


def with_settings(document, settings):
    """The document with settings by their paths."""
    document = copy.deepcopy(document)
    for path, value in settings.items():
        *tables, key = path.split(".")
        place = document
        for table in tables:
            place = place.setdefault(table, {})
        place[key] = value
    return document


def under(document, strategy):
    """The document with what a strategy sets, its closed channels closed."""
    document = with_settings(document, strategy.get("set", {}))
    if "channels" in strategy:
        for name, channel in document["channel"].items():
            channel["open"] = channel.get("open", True) and name in strategy["channels"]
    return document
