"""The outcomes: each the ratio of two sums over what happened, by segment or by channel, `*` standing for all."""

from collections import defaultdict

ALL = "*"

# Outcomes of ended journeys, by segment: numerator, denominator; None counts.
OF_JOURNEYS = {
    "effort_per_journey": ("effort", "ended"),
    "conversion_rate": ("orders", "purchases"),
    "resolution_rate": ("completed service", "service"),
    "effort_per_completed_journey": ("effort of completed", "completed"),
    "effort_per_purchase": ("effort of purchases", "purchases"),
    "effort_per_service_journey": ("effort of service", "service"),
    "effort_waiting": ("waiting", "ended"),
    "effort_handling": ("handling", "ended"),
    "effort_access": ("access", "ended"),
    "effort_identification": ("identification", "ended"),
    "effort_rebuilding": ("rebuilding", "ended"),
    "effort_score_5": ("score 5", "ended"),
    "effort_score_7": ("score 7", "ended"),
    "contacts_per_journey": ("contacts of journeys", "ended"),
    "contacts_per_service_journey": ("contacts of service", "service"),
    "failed_contacts_per_journey": ("failed contacts", "ended"),
    "switches_per_journey": ("switches", "ended"),
    "repeats_per_journey": ("repeats", "ended"),
    "conflicts_per_journey": ("conflicts", "ended"),
    "transfers_per_journey": ("transfers", "ended"),
    "completion_rate": ("completed", "ended"),
    "left_rate": ("left", "ended"),
    "given_up_rate": ("given up", "ended"),
    "cut_off_rate": ("cut off", "ended"),
    "journeys": ("ended", None),
    "censored_journeys": ("still open", None),
    "needs_not_pursued": ("not pursued", None),
    "needs_without_channel": ("without channel", None),
    "experience": ("experience", "ended"),
    "satisfaction_reported": ("reported", "ended"),
    "first_contact_resolution": ("settled in one turn", "turned to people"),
    "one_contact_resolution": ("settled in one contact", "service"),
    "cross_channel_orders": ("orders across channels", "orders"),
    "loss_rate_not_pursued": ("lost over not pursued", "not pursued"),
    "loss_rate_resolved_first": ("lost over resolved first", "occasions resolved first"),
    "loss_rate_resolved_late": ("lost over resolved late", "occasions resolved late"),
    "loss_rate_given_up": ("lost over given up", "occasions given up"),
    "reported_resolved_first": ("reported of resolved first", "resolved first"),
    "reported_recovered": ("reported of recovered", "recovered"),
    "reported_one_contact": ("reported of one contact", "of one contact"),
    "reported_two_contacts": ("reported of two contacts", "of two contacts"),
    "reported_three_contacts": ("reported of three contacts", "of three contacts"),
    "effort_one_contact": ("effort of one contact", "of one contact"),
    "effort_two_contacts_same_channel": ("effort of two contacts, same", "of two contacts, same"),
    "effort_two_contacts_switched": ("effort of two contacts, switched", "of two contacts, switched"),
    "effort_three_contacts_same_channel": ("effort of three contacts, same", "of three contacts, same"),
    "effort_three_contacts_switched": ("effort of three contacts, switched", "of three contacts, switched"),
    "resolution_no_transfer": ("resolved with no transfer", "with no transfer"),
    "resolution_warm_transfer": ("resolved with warm transfer", "with warm transfer"),
    "resolution_cold_transfer": ("resolved with cold transfer", "with cold transfer"),
    "experience_no_transfer": ("experience with no transfer", "with no transfer"),
    "experience_warm_transfer": ("experience with warm transfer", "with warm transfer"),
    "experience_cold_transfer": ("experience with cold transfer", "with cold transfer"),
    "retention_rate": ("still active", "active after warm-up"),
    "active_customers": ("active", None),
    "churned_customers": ("churned", None),
    "satisfaction": ("satisfaction", "active"),
    **{f"lost_{cause.replace(' ', '_')}": (f"lost: {cause}", None) for cause in [
        "wait", "repeat", "transfer", "conflict", "wrong record", "gave up", "not pursued", "by calendar"]},
    "lost_none": ("lost: nothing", None),
    "reopened_rate": ("returns", "returns and completed service"),
    "revenue": ("revenue", None),
    "margin": ("margin", None),
    "margin_by_calendar": ("margin by calendar", None),
    "refunds": ("refunds", None),
    "sent_back_cost": ("cost of what was sent back", None),
    "acquisition_cost": ("acquisition cost", None),
    "joined_customers": ("joined", None),
    "conversion_by_customer": ("who bought", "who shopped"),
    "customers_without_order": ("who did not buy", "who could buy"),
    "contacts_per_active_customer": ("contacts of customers", "active days"),
    "outreach_reached": ("reached", "ever there"),
    "outreach_brought_forward": ("brought forward", None),
    "nps": ("promoters less detractors", "ended"),
}

# Variances within a replication: sum of squares, sum, how many. Over replications their mean is taken.
VARIANCES = {
    "effort_variance": ("effort squared", "effort", "ended"),
    "contacts_variance": ("contacts squared", "contacts of journeys", "ended"),
    "switches_variance": ("switches squared", "switches", "ended"),
    "satisfaction_variance": ("satisfaction squared", "satisfaction", "active"),
}

# Outcomes of contacts, by channel: numerator, denominator, and the contacts that all together means.
OF_CHANNELS = {
    "first_contact_resolution_reported": ("reported settled", "turned to", "people"),
    "contacts": ("contacts", None, "any"),
    "trips_in_vain": ("trips in vain", None, "any"),
    "wait_minutes": ("wait", "waited", "in line"),
    "abandoned_contacts": ("hung up", None, "in line"),
    "abandonment_rate": ("hung up", "waited", "in line"),
    "turned_away_contacts": ("turned away", None, "any"),
    "censored_contacts": ("censored", None, "any"),
    "contacts_in_line_at_horizon": ("in line at horizon", None, "any"),
    "service_level": ("served in time", "waited", "in line"),
    "handle_minutes": ("handle", "handled", "people"),
    "handle_minutes_after_switch": ("handle after switch", "handled after switch", "people"),
    "identification_rate": ("identified", "served", "any"),
    "context_lost_rate": ("context lost", "served after another", "any"),
    "orphaned_contacts": ("orphans", None, "any"),
    "orphans_closed": ("orphans closed", None, "any"),
    "orphaned_hours": ("orphaned hours", None, "any"),
    "wrong_record_rate": ("wrong records", "served", "any"),
    "repeat_contact_rate": ("repeated", "may be repeated", "people"),
    "transfer_rate": ("passed on", "served", "people"),
    "conversion_per_visit": ("visits that ordered", "visits", "any"),
    "cart_abandonment": ("baskets not ordered", "baskets", "any"),
    "orders": ("visits that ordered", None, "any"),
    "cart_abandonment_own": ("baskets not ordered there", "baskets", "any"),
    "stock_asked": ("asked", None, "any"),
    "stock_fill_rate": ("asked and served", "asked", "any"),
    "stock_out_rate": ("out", "asked", "any"),
    "stock_served_elsewhere": ("served elsewhere", "asked", "any"),
    "stock_lost_journeys": ("lost to stock", None, "any"),
    "stock_given_back": ("given back", None, "any"),
    "stock_put_back": ("put back", None, "any"),
    "sent_back_rate": ("sent back", "visits that ordered", "any"),
    "exchanged_rate": ("exchanged", "handed in", "any"),
    "baskets_met": ("baskets that met", None, "any"),
    "records_known": ("records known", "arrived", "any"),
    "outreach_messages": ("messages", None, "any"),
    "outreach_suppressed": ("suppressed", None, "any"),
    "outreach_responses": ("responses", None, "any"),
    "outreach_response_rate": ("responses", "messages", "any"),
    "outreach_claimed": ("margin claimed", None, "any"),
    "outreach_measured": ("margin measured", None, "any"),
    "outreach_opt_outs": ("opt-outs", None, "any"),
    "outreach_opt_out_rate": ("opt-outs", "messages", "any"),
}

# Means of elapsed time, by journey type, by channel of the first contact, and over all.
OF_TIMES = {
    "answer_minutes": ("until answer", "journeys with answer"),
    "answer_open_minutes": ("open until answer", "journeys with answer"),
    "end_minutes": ("until end", "journeys with end"),
    "end_open_minutes": ("open until end", "journeys with end"),
}

# Outcomes by step of a journey type.
OF_STEPS = {"ended_at_step": ("ended at step", "ended of type")}

# Outcomes by pool.
OF_POOLS = {
    "staffed_hours": ("staffed hours", None),
    "occupancy": ("hours at work", "staffed hours"),
    "pool_abandonment_rate": ("hung up in line", "waited in line"),
}

# Outcomes by stock pool.
OF_STOCK = {"stock_on_hand": ("units times minutes", "minutes reported"), "stock_empty": ("share of time out", None)}

# Outcomes by passage between two channels.
OF_PASSAGES = {"contact_flow": ("flow", None), "order_path": ("orders by path", "orders by path")}

# Outcomes of the firm.
OF_FIRM = {
    "staff_cost": ("staff cost", None),
    "cost_to_serve": ("cost to serve", None),
    "holding_cost": ("holding cost", None),
    "outreach_cost": ("cost of messages", None),
    "integration_cost": ("integration cost", None),
    "profit": ("profit", None),
    "profit_before_integration": ("profit before integration", None),
    "profit_per_customer": ("profit", "customers at the start"),
    "spend_one_channel": ("spent in one channel", "customers of one channel"),
    "spend_more_channels": ("spent in more channels", "customers of more channels"),
    "more_channels_share": ("customers of more channels", "customers of any channel"),
    "npv": ("discounted profit", None),
    "lifetime_value": ("discounted margin less cost to serve and of messages", "customers"),
    "same_channel_share": ("same channel", "contacts after another"),
    "same_channel_share_if_independent": ("same channel if independent", "has contacts after another"),
}


class Tally:
    """Sums of one replication: by what was summed, and segment, channel, passage or pool, `*` for the firm."""

    def __init__(self):
        """Nothing has happened yet."""
        self.sums = defaultdict(float)

    def add(self, what, where, amount=1.0):
        """Adds to a sum."""
        self.sums[what, where] += amount

    def add_to_both(self, what, channel, among_all, amount=1.0):
        """Adds to a sum of a channel, and perhaps to that of all channels together, which leaves some kinds out."""
        self.add(what, channel, amount)
        self.add(what, ALL, amount * among_all)

    def total(self, what, places):
        """A sum over several places; 1 for each replication where nothing is named."""
        return sum(self.sums[what, place] for place in places) if what else 1.0


def outcomes(tally, market):
    """Numerator and denominator of each outcome, segment and channel of a replication; a count's denominator is 1."""
    result = {}
    for label, members in [(ALL, list(market.segments)), *((name, [name]) for name in market.segments)]:
        for name, (numerator, denominator) in OF_JOURNEYS.items():
            result[name, label, ALL] = (tally.total(numerator, members), tally.total(denominator, members))
        for name, parts in VARIANCES.items():
            squares, total, many = (tally.total(part, members) for part in parts)
            result[name, label, ALL] = (squares / many - (total / many) ** 2, 1.0) if many else (0.0, 0.0)
    for name, (numerator, denominator, together) in OF_CHANNELS.items():
        members = list(market.channels) if together == "any" else [ALL]
        for label, places in [(ALL, members), *((channel, [channel]) for channel in market.channels)]:
            result[name, ALL, label] = (tally.total(numerator, places), tally.total(denominator, places))
    passages = [f"{before}>{after}" for before in ["start", *market.channels] for after in market.channels]
    origins = [ALL, *(f"journey.{kind}" for kind in market.kinds), *market.channels]
    steps = [f"journey.{kind.name}.step.{step}" for kind in market.kinds.values() for step in kind.steps]
    pools, stocks = ([f"{what}.{name}" for name in table] for what, table in [("staff", market.staff), ("stock", market.stock)])
    for table, places in [(OF_TIMES, origins), (OF_STEPS, steps), (OF_POOLS, pools), (OF_STOCK, stocks),
                          (OF_PASSAGES, passages), (OF_FIRM, [ALL])]:
        for name, (numerator, denominator) in table.items():
            over = passages if name == "order_path" else None
            for place in places:
                result[name, ALL, place] = (tally.total(numerator, [place]), tally.total(denominator, over or [place]))
    return result
