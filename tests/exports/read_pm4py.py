#!/usr/bin/env python3
"""Gives an export of contacts to pm4py, and holds its graph, variants and times against those counted in plain Python.

Usage:  read_pm4py.py FOLDER        with the Python of target/exports/pm4py

events.csv and log.xes, which hold contacts by their arrival, must give the same graph, variants, ends and durations; from
contacts.csv, with both times, service times are taken, but no order: where contacts overlap, pm4py has two.
"""

import sys
import warnings
from collections import Counter
from datetime import datetime
from itertools import groupby
from statistics import fmean

from exported import Checks, in_order, rows

warnings.simplefilter("ignore")
import pandas as pd
import pm4py
from pm4py.util import constants

constants.SHOW_PROGRESS_BAR = False
CASE, ACTIVITY, TIME, START = "case:concept:name", "concept:name", "time:timestamp", "start_timestamp"


def main():
    folder = sys.argv[1]
    contacts = exported(folder)
    journeys = [list(those) for _, those in groupby(contacts, key=lambda contact: contact["journey"])]
    checks = Checks()
    by_arrival(checks, "events.csv", read(folder, "events.csv"), journeys)
    by_arrival(checks, "log.xes", pm4py.read_xes(f"{folder}/log.xes"), journeys)
    services(checks, read(folder, "contacts.csv"), contacts)
    checks.end("pm4py")


def exported(folder):
    """Contacts in the order of customers, journeys and arrivals; events.csv must have the same ones."""
    table = rows(folder, "contacts.csv", (CASE, ACTIVITY, START, TIME, "contact", "case:customer"))
    events = rows(folder, "events.csv", (CASE, ACTIVITY, TIME, "contact", "case:customer"))
    same = [row | {TIME: row[START]} for row in table]
    for row in same:
        del row[START]
    assert same == events, "events.csv and contacts.csv hold other contacts"
    contacts = [
        {
            "journey": row[CASE], "channel": row[ACTIVITY], "number": int(row["contact"]), "customer": row["case:customer"],
            "arrived": datetime.fromisoformat(row[START]), "ended": datetime.fromisoformat(row[TIME]),
        }
        for row in table
    ]  # fmt: skip
    in_order(((*map(int, row["journey"].split("-")), row["arrived"], row["number"]) for row in contacts), "contacts.csv")
    return contacts


def read(folder, file):
    return pm4py.format_dataframe(pd.read_csv(f"{folder}/{file}", dtype=str))


def by_arrival(checks, file, log, journeys):
    first, last = Counter(those[0]["channel"] for those in journeys), Counter(those[-1]["channel"] for those in journeys)
    steps = [(one, other) for those in journeys for one, other in zip(those, those[1:])]
    follows, between = Counter(), {}
    for one, other in steps:
        edge = one["channel"], other["channel"]
        follows[edge] += 1
        between.setdefault(edge, []).append((other["arrived"] - one["arrived"]).total_seconds())
    variants = Counter(tuple(contact["channel"] for contact in those) for those in journeys)
    durations = sorted((those[-1]["arrived"] - those[0]["arrived"]).total_seconds() for those in journeys)
    checks.same(f"{file}, contacts", len(log), sum(map(len, journeys)))
    checks.same(f"{file}, customers", log["case:customer"].nunique(), len({those[0]["customer"] for those in journeys}))
    checks.same(f"{file}, graph", pm4py.discover_dfg(log), (dict(follows), dict(first), dict(last)))
    checks.same(f"{file}, variants", pm4py.get_variants(log), dict(variants))
    times = {edge: found["mean"] for edge, found in pm4py.discover_performance_dfg(log)[0].items()}
    checks.same(f"{file}, seconds between", times, {edge: fmean(seconds) for edge, seconds in between.items()}, 1e-9)
    found = sorted(pm4py.get_all_case_durations(log))
    checks.same(f"{file}, durations", dict(enumerate(found)), dict(enumerate(durations)), 1e-9)


def services(checks, log, contacts):
    found = pm4py.get_service_time(log, start_timestamp_key=START)
    seconds = {}
    for contact in contacts:
        seconds.setdefault(contact["channel"], []).append((contact["ended"] - contact["arrived"]).total_seconds())
    checks.same("contacts.csv, seconds in", found, {channel: fmean(times) for channel, times in seconds.items()}, 1e-9)


main()
