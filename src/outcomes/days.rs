//! The outcomes by day, from which the bad day is told.

use super::measures::{BALANCE, EURO, MINUTES, SHARE, count};
use super::series::Series;
use super::worth::{Ledger, Worth};
use crate::engine::Tally;
use crate::engine::tally::{Earned, Spent};
use crate::stats::Ratio;

/// A day, and how things stand at its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    earned: Earned,
    spent: Spent,
    active: u64,
    money: Worth,
}

/// All outcomes by day, in the order in which they are reported.
pub static DAYS: [Series<Day>; 5] = [
    Series {
        id: "effort_per_journey",
        measure: MINUTES,
        definition: "Effort per journey that ended on the day.",
        numerator: "effort",
        denominator: "journeys that ended on the day",
        part: |day| Ratio::per(day.earned.effort, day.earned.journeys),
    },
    Series {
        id: "completion_rate",
        measure: SHARE,
        definition: "Share of journeys that ended on the day that were completed.",
        numerator: "those completed",
        denominator: "journeys that ended on the day",
        part: |day| Ratio::per(day.earned.completed, day.earned.journeys),
    },
    Series {
        id: "wait_minutes",
        measure: MINUTES,
        definition: "Waiting time of staffed contacts that arrived on the day, messages left out.",
        numerator: "waiting time",
        denominator: "contacts that no longer wait",
        part: |day| Ratio::per(day.spent.waited, day.spent.waits),
    },
    Series {
        id: "active_customers",
        measure: count("customers"),
        definition: "Customers active at the end of the day.",
        numerator: "customers",
        denominator: "replications",
        part: |day| Ratio::total(day.active.into()),
    },
    Series {
        id: "profit",
        measure: BALANCE,
        definition: "Profit of the day.",
        numerator: "profit",
        denominator: "replications",
        part: |day| Ratio::total((day.money.profit() * EURO).round() as i128),
    },
];

impl Day {
    /// The part of a replication in an outcome by day.
    pub fn part(&self, series: usize) -> Ratio {
        (DAYS[series].part)(self)
    }
}

/// The days of a replication.
pub(super) fn days(ledger: &Ledger, tally: &Tally) -> Vec<Day> {
    let mut active: u64 = tally.customers.cells().iter().map(|customers| customers.all).sum();
    let day = |(number, money)| {
        let (mut earned, mut spent) = (Earned::default(), Spent::default());
        tally.earned.rows().for_each(|days| earned += &days[number]);
        tally.spent.rows().for_each(|days| spent += &days[number]);
        active += earned.joined;
        active -= earned.lost;
        Day { earned, spent, active, money }
    };
    ledger.money(tally).into_iter().enumerate().map(day).collect()
}
