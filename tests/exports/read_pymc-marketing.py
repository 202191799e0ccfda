#!/usr/bin/env python3
"""Gives an export of customers to pymc-marketing, and holds what it makes of it against the definitions.

Usage:  read_pymc-marketing.py FOLDER        with the Python of target/exports/pymc-marketing

Its summary of transactions.csv must be summary.csv; its split must cut after the last day of its first half; with first
purchases included, its recency must be the days since the last one; and the chances of customers to be there still, by a
BG/NBD model that takes summary.csv as it is, must be those of the formula at its parameters.
"""

import sys
import warnings

import customers
from exported import Checks

warnings.simplefilter("ignore")
import pandas as pd
from pymc_marketing.clv import BetaGeoModel, rfm_summary, rfm_train_test_split

WHOSE = {"customer_id_col": "customer_id", "datetime_col": "date", "monetary_value_col": "value"}


def main():
    folder = sys.argv[1]
    purchases, summary, first_day, last_day = customers.exported(folder)
    transactions = pd.read_csv(f"{folder}/transactions.csv")
    checks = Checks()
    checks.same("summary.csv", summary, customers.summarised(purchases, last_day), 1e-12)
    checks.same("summary", by_customer(rfm_summary(transactions, **WHOSE, observation_period_end=str(last_day))), summary, 1e-12)
    split(checks, transactions, purchases, customers.half_way(first_day, last_day), last_day)
    for_segments = rfm_summary(transactions, **WHOSE, observation_period_end=str(last_day), include_first_transaction=True)
    since_last = {customer: row["T"] - row["recency"] for customer, row in summary.items()}
    checks.same("days since", {customer: row["recency"] for customer, row in by_customer(for_segments).items()}, since_last)
    fit(checks, pd.read_csv(f"{folder}/summary.csv"))
    checks.end("pymc-marketing")


def by_customer(table):
    return table.set_index("customer_id").to_dict("index")


def split(checks, transactions, purchases, middle, last_day):
    found = rfm_train_test_split(transactions, **WHOSE, train_period_end=str(middle), test_period_end=str(last_day))
    before, after = customers.summarised(purchases, middle), customers.held_out(purchases, middle, last_day)
    expected = {
        customer: before[customer]
        | {f"test_{name}": value for name, value in after[customer].items()}
        | {"test_T": (last_day - middle).days}
        for customer in before
    }
    checks.same("split", by_customer(found), expected, 1e-12)


def fit(checks, summary):
    model = BetaGeoModel(data=summary)
    model.fit(method="map", progressbar=False)
    found = model.expected_probability_alive().squeeze().to_series().to_dict()
    parameters = {name: float(model.idata.posterior[name].item()) for name in ("r", "alpha", "a", "b")}
    expected = {row["customer_id"]: customers.alive(row, **parameters) for _, row in summary.iterrows()}
    checks.same("alive", found, expected, 1e-6)


main()
