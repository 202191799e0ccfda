"""An export of customers (for lifetimes and pymc-marketing), and what their purchases say by definition, in plain Python."""

from datetime import date, timedelta
from fractions import Fraction

from exported import in_order, rows

SUMMARY = ("customer_id", "frequency", "recency", "T", "monetary_value")


def exported(folder):
    """Purchases by customer and day, the summary by customer, and the first and the last day that were seen."""
    purchases = [
        (int(row["customer_id"]), date.fromisoformat(row["date"]), Fraction(row["value"]))
        for row in rows(folder, "transactions.csv", ("customer_id", "date", "value"))
    ]
    in_order((purchase[:2] for purchase in purchases), "transactions.csv")
    summary = rows(folder, "summary.csv", SUMMARY)
    in_order((int(row["customer_id"]) for row in summary), "summary.csv")
    (period,) = rows(folder, "period.csv", ("first_day", "last_day"))
    return (
        purchases,
        {int(row["customer_id"]): {name: float(row[name]) for name in SUMMARY[1:]} for row in summary},
        date.fromisoformat(period["first_day"]),
        date.fromisoformat(period["last_day"]),
    )


def summarised(purchases, last_day):
    """Fader and Hardie's summary: days with a purchase after the first, days to the last of them and to the end, mean money."""
    of_customer = {}
    for customer, day, value in purchases:
        if day <= last_day:
            of_customer.setdefault(customer, []).append((day, value))
    return {customer: one_summary(days, last_day) for customer, days in of_customer.items()}


def one_summary(days, last_day):
    first, repeats = days[0][0], days[1:]
    return {
        "frequency": len(repeats),
        "recency": (days[-1][0] - first).days,
        "T": (last_day - first).days,
        "monetary_value": float(sum(value for _, value in repeats) / len(repeats)) if repeats else 0.0,
    }


def held_out(purchases, middle, last_day):
    """Days with a purchase, and their mean money, after the middle, of those who bought before."""
    before = {customer for customer, day, _ in purchases if day <= middle}
    after = {customer: [] for customer in before}
    for customer, day, value in purchases:
        if customer in before and middle < day <= last_day:
            after[customer].append(value)
    return {
        customer: {"frequency": len(values), "monetary_value": float(sum(values) / len(values)) if values else 0.0}
        for customer, values in after.items()
    }


def half_way(first_day, last_day):
    return first_day + timedelta(days=(last_day - first_day).days // 2)


def alive(row, r, alpha, a, b):
    """Fader, Hardie and Lee (2005): the chance of a customer of BG/NBD to be there still; 1 after one purchase."""
    if row["frequency"] == 0:
        return 1.0
    odds = a / (b + row["frequency"] - 1) * ((alpha + row["T"]) / (alpha + row["recency"])) ** (r + row["frequency"])
    return 1 / (1 + odds)
