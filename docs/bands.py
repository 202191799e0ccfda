#!/usr/bin/env python3
"""Writes the tables of outcomes, measured values and bands into docs/model.md, or checks that they are not stale.

Usage, after `throughline run scenarios --out DIR`:  python3 docs/bands.py DIR docs/model.md [--check]
Only the standard library is needed.
"""

import csv
import sys
from pathlib import Path

BEGIN, END = "<!-- bands: begin -->", "<!-- bands: end -->"
SILOED = "multichannel"


def load(folder, scenario):
    rows = csv.DictReader((Path(folder) / scenario / "summary.csv").open())
    return {(r["strategy"], r["metric"], r["segment"], r["channel"]): float(r["mean"]) for r in rows}


def series(folder, scenario, strategy):
    rows = csv.DictReader((Path(folder) / scenario / "series.csv").open())
    return {int(r["week"]): float(r["mean"]) for r in rows if r["metric"] == "active_share" and r["strategy"] == strategy}


def value(data, metric, channel="*", strategy=SILOED):
    return data[(strategy, metric, "*", channel)]


def line(outcome, measured, low, high, source):
    verdict = "yes" if low <= measured <= high else "**no**"
    return f"| {outcome} | {measured:.3f} | {low:g} to {high:g} | {verdict} | {source} |"


def above(outcome, measured, low, source):
    verdict = "yes" if measured > low else "**no**"
    return f"| {outcome} | {measured:.3f} | above {low:g} | {verdict} | {source} |"


def retail(folder):
    d = load(folder, "retail")
    path = lambda pairs: sum(value(d, "order_path", pair) for pair in pairs)
    week = series(folder, "retail", SILOED)
    quarters = [week[to] / week[start] for start, to in ((1, 13), (13, 26), (26, 39), (39, 52))]
    one, three = value(d, "reported_one_contact"), value(d, "reported_three_contacts")
    cut = 1 - value(d, "handle_minutes_after_switch", "phone", "shared record") / value(d, "handle_minutes_after_switch", "phone")
    gap = value(d, "first_contact_resolution_reported") - value(d, "first_contact_resolution")
    return [
        line("conversion per visit, web", value(d, "conversion_per_visit", "web"), 0.018, 0.0444, "C1"),
        line("conversion per visit, app", value(d, "conversion_per_visit", "app"), 0.03, 0.07, "C2"),
        line("conversion per visit, store", value(d, "conversion_per_visit", "store"), 0.15, 0.45, "C3"),
        line("store over web, conversion per visit", value(d, "conversion_per_visit", "store") / value(d, "conversion_per_visit", "web"), 5, 10, "F8"),
        line("online cart abandonment", value(d, "cart_abandonment"), 0.65, 0.75, "F9, C5"),
        line("orders that touch two channels or more", value(d, "cross_channel_orders"), 0.20, 0.40, "C8, C13"),
        line("orders begun on web or app, finished in the store (webrooming)", path(["web>store", "app>store"]), 0.15, 0.41, "C12"),
        line("orders begun in the store, finished on web or app (showrooming)", path(["store>web", "store>app"]), 0.02, 0.28, "C12"),
        line("contacts per service journey", value(d, "contacts_per_service_journey"), 1.4, 2.6, "E9, E24; assumed"),
        line("first-contact resolution, telephone, as reported", value(d, "first_contact_resolution_reported", "phone"), 0.69, 0.78, "E9"),
        line("reported less lived resolution", gap, 0.05, 0.20, "F3, E10"),
        line("telephone contacts passed on", value(d, "transfer_rate", "phone"), 0.08, 0.25, "E16"),
        line("telephone hang-ups", value(d, "abandonment_rate", "phone"), 0.03, 0.12, "E28"),
        line("telephone handle time [min]", value(d, "handle_minutes", "phone"), 4, 7, "E25"),
        line("cut of telephone handle time after a switch, shared record", cut, 0.10, 0.40, "F2, E19"),
        line("satisfaction, change per further contact", (three - one) / 2, -0.20, -0.10, "F4, E13"),
        above("same channel again, over chance", value(d, "same_channel_share") / value(d, "same_channel_share_if_independent"), 1, "F16"),
        line("retention over a year", value(d, "retention_rate"), 0.6, 0.9, "assumed; R3 counts otherwise"),
        above("retention in the last quarter over the first", quarters[3] / quarters[0], 1, "F21"),
        line("conversion, omnichannel over multichannel", value(d, "conversion_rate", "*", "omnichannel") / value(d, "conversion_rate"), 1, 1.144, "oracle 16: a ceiling"),
    ]


def centre(folder):
    d = load(folder, "contact-centre")
    partly = "shared case record"
    one, three = value(d, "reported_one_contact"), value(d, "reported_three_contacts")
    cut = 1 - value(d, "handle_minutes_after_switch", "phone", partly) / value(d, "handle_minutes_after_switch", "phone")
    gap = value(d, "first_contact_resolution_reported") - value(d, "first_contact_resolution")
    over = lambda metric: value(d, metric, "*", partly)
    alike = over("effort_two_contacts_switched") - over("effort_two_contacts_same_channel")
    without = value(d, "effort_two_contacts_switched") - value(d, "effort_two_contacts_same_channel")
    loss = [value(d, f"loss_rate_{how}") for how in ("resolved_first", "resolved_late", "given_up")]
    more = value(d, "contacts") / value(d, "contacts", "*", "single channel")
    return [
        line("first-contact resolution, telephone, as reported", value(d, "first_contact_resolution_reported", "phone"), 0.61, 0.78, "E9: telecom 0.61"),
        line("reported less lived resolution", gap, 0.05, 0.20, "F3, E10"),
        line("telephone contacts passed on", value(d, "transfer_rate", "phone"), 0.08, 0.25, "E16"),
        line("telephone hang-ups", value(d, "abandonment_rate", "phone"), 0.03, 0.12, "E28"),
        line("telephone handle time [min]", value(d, "handle_minutes", "phone"), 4, 7, "E25"),
        line("chat handle time [min]", value(d, "handle_minutes", "chat", "more channels"), 8, 12, "E25"),
        line("hang-ups over mean wait, times mean patience", value(d, "abandonment_rate", "phone") / value(d, "wait_minutes", "phone") * 5, 0.97, 1.03, "F24"),
        line("cut of telephone handle time after a switch, shared case record", cut, 0.10, 0.40, "F2, E19"),
        line("satisfaction, change per further contact", (three - one) / 2, -0.20, -0.10, "F4, E13"),
        above("effort of two contacts, stayed less switched, context kept [min]", -alike, -0.5, "F1: no more effort"),
        above("effort of two contacts, switched less stayed, context lost [min]", without, 0.5, "F1: clearly more"),
        above("loss, resolved late over resolved at once", loss[1] / loss[0], 1, "F5; E14 has 1.8, stated"),
        above("loss, given up over resolved late", loss[2] / loss[1], 1, "F5; E14 has 2.8, stated"),
        above("contacts with web and e-mail beside the telephone, over without", more, 1, "F7, E22"),
    ]


def tables(folder):
    head = ["| outcome | measured | band | in it | row |", "|---|---|---|---|---|"]
    parts = [("`scenarios/retail.toml`, multichannel", retail(folder)), ("`scenarios/contact-centre.toml`, multichannel", centre(folder))]
    return "\n".join("\n".join([f"**{title}**", "", *head, *lines, ""]) for title, lines in parts)


def main():
    folder, document = sys.argv[1], Path(sys.argv[2])
    text = document.read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    fresh = f"{before}{BEGIN}\n\n{tables(folder)}\n{END}{after}"
    if "--check" in sys.argv:
        sys.exit(0 if fresh == text else f"{document} is stale: run python3 docs/bands.py {folder} {document}")
    document.write_text(fresh)


main()
