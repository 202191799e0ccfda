#!/usr/bin/env python3
"""Gives an export of customers to lifetimes, and holds what it makes of it against the definitions.

Usage:  read_lifetimes.py FOLDER        with the Python of target/exports/lifetimes

lifetimes' summary of transactions.csv must be summary.csv; its split must cut after the last day of its first half; and the
chances of customers to be there still, by a BG/NBD model of summary.csv, must be those of the formula at its parameters.
"""

import sys
import warnings

import customers
from exported import Checks

warnings.simplefilter("ignore")
import pandas as pd
from lifetimes import BetaGeoFitter
from lifetimes.utils import calibration_and_holdout_data, summary_data_from_transaction_data

WHOSE = {"customer_id_col": "customer_id", "datetime_col": "date", "monetary_value_col": "value"}


def main():
    folder = sys.argv[1]
    purchases, summary, first_day, last_day = customers.exported(folder)
    transactions = pd.read_csv(f"{folder}/transactions.csv")
    checks = Checks()
    checks.same("summary.csv", summary, customers.summarised(purchases, last_day), 1e-12)
    found = summary_data_from_transaction_data(transactions, **WHOSE, observation_period_end=str(last_day))
    checks.same("summary", found.to_dict("index"), summary, 1e-12)
    split(checks, transactions, purchases, customers.half_way(first_day, last_day), last_day)
    fit(checks, pd.read_csv(f"{folder}/summary.csv", index_col="customer_id"))
    checks.end("lifetimes")


def split(checks, transactions, purchases, middle, last_day):
    found = calibration_and_holdout_data(
        transactions, **WHOSE, calibration_period_end=str(middle), observation_period_end=str(last_day)
    )
    before, after = customers.summarised(purchases, middle), customers.held_out(purchases, middle, last_day)
    expected = {
        customer: {f"{name}_cal": value for name, value in before[customer].items()}
        | {f"{name}_holdout": value for name, value in after[customer].items()}
        | {"duration_holdout": (last_day - middle).days}
        for customer in before
    }
    checks.same("split", found.to_dict("index"), expected, 1e-12)


def fit(checks, summary):
    columns = summary["frequency"], summary["recency"], summary["T"]
    # The penalty keeps the parameters finite where customers are few.
    model = BetaGeoFitter(penalizer_coef=0.01).fit(*columns)
    found = dict(zip(summary.index, model.conditional_probability_alive(*columns)))
    parameters = {name: model.params_[name] for name in ("r", "alpha", "a", "b")}
    expected = {customer: customers.alive(row, **parameters) for customer, row in summary.iterrows()}
    checks.same("alive", found, expected, 1e-9)


main()
