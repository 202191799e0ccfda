"""What a scenario says on one day, every default filled in from docs/model.md and the schema."""

import math
import tomllib
from dataclasses import dataclass

from week import DAY, Week

YEAR = 364 * DAY
CAPABILITIES = ["identity", "continuity", "consistency", "routing", "inventory", "personalisation", "orchestration", "measurement"]


def load(path):
    """The document that a scenario file holds."""
    with open(path, "rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True)
class Law:
    """A positive quantity that varies."""

    mean: float
    cv: float
    shape: str


def law(table, default=None):
    """The law that a table describes, lognormal with cv 1 unless it says otherwise."""
    table = default if table is None else {**(default or {}), **table}
    return None if table is None else Law(table["mean"], table.get("cv", 1.0), table.get("law", "lognormal"))


@dataclass(frozen=True)
class Step:
    """How one step goes in one channel."""

    leave: float
    success: float
    fit: float
    beta: float
    minutes: Law


class Channel:
    """A place to turn to."""

    def __init__(self, name, table, market):
        """Reads the table of a channel; the market knows what stands elsewhere."""
        seam, choice = market.document.get("seam", {}), market.document.get("choice", {})
        self.name = name
        self.kind = table.get("kind", "self_service")
        self.alone = self.kind == "self_service"
        self.messages = self.kind == "messages"
        self.open = table.get("open", True)
        self.access = table.get("access_minutes", 0.0)
        self.handling_weight = table.get("handling_weight", 1.0)
        self.after_contact = table.get("after_contact_minutes", 0.0)
        self.accepts_transfers = table.get("accepts_transfers", not self.alone)
        self.identify = table.get("identify_minutes", 0.0 if self.alone else seam.get("identify_minutes", 0.75))
        self.patience = table.get("patience_minutes", {"chat": 3.0, "messages": 1440.0}.get(self.kind, 5.0))
        self.slots = table.get("slots", 3) if self.kind == "chat" else 1
        self.slowdown = table.get("slowdown", 0.3) if self.kind == "chat" else 0.0
        self.waiting_weight = table.get("waiting_weight", 0.0 if self.messages else 1.5)
        self.taste_sd = table.get("taste_sd", choice.get("taste_sd", 0.8))
        self.transfer = table.get("transfer", 0.0)
        self.cost_per_minute = table.get("cost_per_minute", 0.0)
        self.cost_per_contact = table.get("cost_per_contact", 0.0)
        self.steps = {
            step: Step(how.get("leave", 0.0), how.get("success", 1.0), how.get("fit", 0.0),
                       how.get("personalisation", market.personalisation["beta"]), law(how["minutes"]))
            for step, how in table.get("step", {}).items() if market.levels.get("inventory", 0.0) >= how.get("from_inventory", 0.0)
        }
        self.stock = table.get("stock")
        self.pool = next((pool for pool, staff in market.staff.items() if name in staff["serves"]), None)
        self.hours = Week([(table.get("hours"), 1)])

    @property
    def typical_minutes(self):
        """What a customer takes a contact to last: the plain mean over steps, and the work after a contact."""
        return sum(step.minutes.mean for step in self.steps.values()) / len(self.steps) + self.after_contact


class Kind:
    """A kind of journey."""

    def __init__(self, name, table, market):
        """Reads the table of a journey type; the market knows what stands elsewhere."""
        self.name = name
        self.steps = table["steps"]
        self.value = law(table.get("value"))
        self.margin = table.get("margin", 0.3)
        self.occasion = table.get("occasion", False)
        self.restart = table.get("restart")
        self.restart_not_offered = table.get("restart_not_offered", "nothing")
        self.twin = table.get("twin", {})
        self.refunds = table.get("refunds")
        self.may_reopen = "reopens" in table
        self.reopens = table.get("reopens", {}).get("probability", 0.0)
        self.reopens_after = table.get("reopens", {}).get("after_days", 0.0) * DAY
        continuity = {"context_kept": (0.15, 0.90), "context_kept_within": (0.85, 0.95)}
        if self.restart is not None:
            continuity = {"context_kept": (0.55, 0.90), "context_kept_within": (0.95, 0.98)}
        self.kept = {
            key: (ends(siloed, integrated) if self.restart is not None
                  else market.capability("continuity", key, siloed, integrated)) | table.get(key, {})
            for key, (siloed, integrated) in continuity.items()
        }
        self.rebuild = table.get("rebuild_minutes", market.document.get("seam", {}).get("rebuild_minutes", 1.35))
        self.pause = table.get("pause_days", 1.5 if self.value else 0.5) * DAY
        self.give_up = table.get("give_up_days", 21.0) * DAY
        self.contact_limit = table.get("contact_limit", 100)
        self.takes_at = table.get("takes_at")
        self.leave_when_out = table.get("leave_when_out", 0.14)
        self.retry = table.get("retry", 0.6)
        self.return_minutes = table.get("return_minutes", 30.0)
        self.loss_not_pursued = table.get("loss_not_pursued", 0.0)
        self.reference = table.get("reference_minutes", 20.0 if self.value else 9.0)
        self.taste = table.get("taste", {})
        self.follows = table.get("follows", [])
        self.rhythm = tuple(tuple(table.get(key, ())) for key in ("by_hour", "by_weekday", "by_season"))
        self.price_step = table.get("price_step", self.steps[0] if len(self.steps) == 1 else None)

    @property
    def longest(self):
        """How long before the horizon a journey has to begin to be counted."""
        return 2 * self.give_up + 7 * self.reopens_after if self.may_reopen else self.give_up


class Segment:
    """A group of customers with common parameters."""

    def __init__(self, name, table, market):
        """Reads the table of a segment; the market knows what stands elsewhere."""
        loss = table.get("loss") or {"a": market.loss["a"], "b": market.loss["b"]}
        self.name = name
        self.share = table["share"]
        self.day_cv = table.get("day_cv", 0.0)
        self.reach = table.get("reach", {})
        self.taste = table.get("taste", {})
        self.value_factor = table.get("value_factor", 1.0)
        self.value_cv = table.get("value_cv", 0.0)
        self.margin_per_year = table.get("margin_per_year", 0.0)
        self.loss_per_year = table.get("loss_per_year", 0.0)
        self.loss_cv = table.get("loss_cv", 0.0)
        self.needs = table.get("needs", {})
        self.joins = table.get("joins", {})
        self.tolerance = law(table.get("tolerance_minutes"), {"mean": 150.0})
        self.loss = (loss["a"], loss["b"])


class Campaign:
    """Messages that the firm sends in a channel."""

    def __init__(self, name, table, segments):
        """Reads the table of a campaign; it sends to all segments where it names none."""
        self.name, self.channel, self.begins = name, table["channel"], table["begins"]
        self.segments = table.get("segments") or list(segments)
        self.first = table.get("first_day", 0.0) * DAY
        self.in_waves = "every_days" in table
        self.a_day = 1 / table["every_days"] if self.in_waves else table["per_year"] / 364
        self.share = table.get("share", 1.0)
        self.cost = table.get("cost", 0.0)
        self.response = table["response"]
        self.response_after = table.get("response_days", 0.0) * DAY
        self.until_response = table.get("until_response", False)
        self.discount = table.get("discount", 0.0)
        self.brought_forward = table.get("brought_forward", 0.0)
        self.opt_out = table.get("opt_out", 0.0)
        self.pressure = table.get("pressure", 1.0)


class Market:
    """A scenario as it is on one day."""

    def __init__(self, document, levels, seam_levels):
        """Reads a whole document, and takes levels of capabilities, in general and of single seams."""
        self.document, self.levels, self.seam_levels = document, levels, seam_levels
        run = document["run"]
        self.customers = run["customers"]
        self.repeat_within = run.get("repeat_within_days", 0.0) * DAY
        self.in_time = run.get("service_level_seconds", 20) / 60
        self.discount = run.get("discount_per_year", 0.0)
        self.volume = document.get("volume", 1.0)
        self.day_cv = document.get("demand", {}).get("day_cv", 0.0)
        self.horizon = run.get("horizon_days", 364.0) * DAY
        self.warm_up = run.get("warm_up_days", 0.0) * DAY
        choice = document.get("choice", {})
        self.habit = choice.get("habit", 0.8)
        self.wait_aversion = choice.get("wait_aversion", 0.05)
        self.outside = choice.get("outside")
        self.synergy = choice.get("synergy", {})
        self.stockout_aversion = choice.get("stockout_aversion", 0.0)
        seam = document.get("seam", {})
        self.cold = seam.get("cold", 0.3)
        self.repair = seam.get("repair_minutes", 8.0)
        self.recognised_by = seam.get("recognised_by", "contact")
        self.basket_merge = seam.get("basket_merge")
        self.basket_minutes = seam.get("basket_minutes", 2.0)
        self.twin_closed_when = seam.get("twin_closed_when", "served")
        self.conflict = {"better_share": 0.5, "better_success": 0.3, "better_experience": 0.05, "better_discount": 0.05,
                         "worse_leave": 0.5, "worse_experience": 0.1} | document.get("conflict", {})
        self.worse_share = self.conflict.get("worse_share", {})
        self.experience = {"start": 0.75, "rise": 0.1, "fall": 0.3, "failed_contact": 0.15, "excess_effort": 0.04,
                           "excess_effort_cap": 3.0, "transfer": 0.03, "given_up": 0.3, "recovery": 0.0,
                           "wrong_match": 0.1, "stock_out": 0.0} | document.get("experience", {})
        self.loss = {"a": 0.5, "b": 9.5, "satisfaction": 2.0, "stated_to_actual": 0.5, "late": 0.63, "given_up": 1.85
                     } | document.get("loss", {})
        self.showroom = {"channels": [], "needs": 0.0, "after_days": 30.0, "sent_back": 1.0} | document.get("showroom", {})
        self.personalisation = {"beta": 0.0, "kappa": 3.0, "anticipation": 0.0} | document.get("personalisation", {})
        self.outreach = {"half_life_days": 7.0, "fatigue": 0.0, "opt_out_rise": 0.0, "annoyance": 0.0, "response_cv": 0.0,
                         "newcomer_response": 1.0, "newcomer_half_life_days": 91.0, "quiet_days": 0.0, "cap": None
                         } | document.get("outreach", {})
        self.budget = {"step": 0.5, "claim_days": 28.0, "held_out": 0.1} | document["budget"] if "budget" in document else None
        self.staff = document.get("staff", {})
        self.stock = document.get("stock", {})
        self.channels = {name: Channel(name, table, self) for name, table in document["channel"].items()}
        self.kinds = {name: Kind(name, table, self) for name, table in document["journey"].items()}
        self.segments = {name: Segment(name, table, self) for name, table in document["segment"].items()}
        self.campaigns = {name: Campaign(name, table, self.segments) for name, table in document.get("campaign", {}).items()}
        self.weeks = {name: self.week(name) for name in self.staff}
        self.longest_journey = max(kind.longest for kind in self.kinds.values())

    def capability(self, name, parameter, siloed, integrated):
        """The two end values of a parameter that a capability owns."""
        table = self.document.get("capability", {}).get(name, {})
        return ends(siloed, integrated) | table.get(parameter, {})

    def at_level(self, capability, values, seam=None):
        """A parameter's value at the level of its capability, or at that of one seam."""
        level = self.seam_levels.get(capability, {}).get(seam, self.levels.get(capability, 0.0))
        return values["siloed"] + level * (values["integrated"] - values["siloed"])

    def integration_cost(self, name, way):
        """What the level of a capability costs in a way of paying: once, per year or per contact."""
        cost = self.document.get("capability", {}).get(name, {}).get("cost", {})
        return self.levels.get(name, 0.0) * cost.get(way, 0.0)

    def integration_costs(self, way):
        """What the levels of all capabilities cost in a way of paying."""
        return sum(self.integration_cost(name, way) for name in CAPABILITIES)

    def week(self, pool):
        """Agents on duty over the week of a pool: none where all its channels are closed."""
        used = any(channel.open and channel.pool == pool for channel in self.channels.values())
        return timetable(self.staff[pool]) if used else NOBODY

    def opening(self, name):
        """The week of a channel, or of its pool where it has one."""
        channel = self.channels[name]
        return self.weeks[channel.pool] if channel.pool else channel.hours if channel.open else NOBODY


NOBODY = Week([(None, 0)])


def ends(siloed, integrated):
    """The two end values of a parameter, as scenario files write them."""
    return {"siloed": siloed, "integrated": integrated}


def timetable(staff):
    """Agents on duty over the week of a pool."""
    def scaled(servers):
        agents = math.floor(servers * staff.get("scale", 1) + 0.5)
        return max(1, agents) if servers > 0 and staff.get("scale", 1) > 0 else agents

    shifts = [(shift["hours"], scaled(shift["servers"])) for shift in staff.get("timetable", [])]
    return Week(shifts or [(staff.get("hours"), scaled(staff.get("servers", 1)))])


def reached(reach, time):
    """Share of a segment within reach of a channel at a time."""
    if not isinstance(reach, dict):
        return reach
    if "days" in reach:
        passed = (time / DAY - reach.get("start_day", 0.0)) / reach["days"] if reach["days"] else math.inf
        return reach["from"] + (reach["to"] - reach["from"]) * min(max(passed, 0.0), 1.0)
    left = math.exp(-(reach["p"] + reach["q"]) * time / YEAR)
    return reach["to"] * (1 - left) / (1 + reach["q"] / reach["p"] * left)
