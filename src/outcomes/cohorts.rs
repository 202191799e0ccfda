//! Cohorts by age: those there at the start, and those who joined in the same quarter.

use super::measures::{BALANCE, EUR, EURO, SHARE, count};
use super::series::Series;
use crate::engine::Tally;
use crate::engine::tally::cohorts::{PERIOD, cohorts, seen_through};
use crate::engine::tally::{Cohort, Customers};
use crate::model::rules::Rules;
use crate::scenario::timetable::{Micros, YEAR};
use crate::stats::Ratio;
use std::ops::Range;

/// A cohort in a period of the time that it is there, all of which is before the horizon.
#[derive(Debug, Clone, Copy)]
pub struct Aged {
    /// All of it.
    customers: u64,
    /// Of those, still active at the end of the period.
    active: u64,
    /// What it did in the period.
    cell: Cohort,
    /// Margin of the period with that by the calendar (millionths of a unit of money), where that is known.
    margin: Option<i128>,
}

/// All outcomes by age of a cohort, in the order in which they are reported.
pub static COHORTS: [Series<Aged>; 4] = [
    Series {
        id: "customers",
        measure: count("customers"),
        definition: "Customers of the cohort.",
        numerator: "customers",
        denominator: "replications",
        part: |aged| Ratio::total(aged.customers.into()),
    },
    Series {
        id: "active_share",
        measure: SHARE,
        definition: "Share of the cohort still active at the end of the period.",
        numerator: "those still active",
        denominator: "customers of the cohort",
        part: |aged| Ratio::per(aged.active, aged.customers),
    },
    Series {
        id: "revenue",
        measure: EUR,
        definition: "Revenue in the period per customer of the cohort, lost or not.",
        numerator: "revenue",
        denominator: "customers of the cohort",
        part: |aged| Ratio { numerator: aged.cell.revenue, denominator: aged.customers },
    },
    Series {
        id: "margin",
        measure: BALANCE,
        definition: "Margin in the period per customer of the cohort, lost or not: of orders, and of active customers by the calendar; none where the latter changes during the run.",
        numerator: "margin",
        denominator: "customers of the cohort",
        part: |aged| aged.margin.map_or(Ratio::NONE, |numerator| Ratio { numerator, denominator: aged.customers }),
    },
];

/// What each cohort of a part of the market came to, by period.
pub type ByAge = Vec<Vec<[Ratio; COHORTS.len()]>>;

/// The cohorts of all customers and of each segment, where any join; `margin_per_year` is that of an active customer by
/// segment, where it does not change.
pub(super) fn by_age(rules: &Rules, tally: &Tally, margin_per_year: Option<&[f64]>) -> Vec<ByAge> {
    if !rules.asked.joins {
        return Vec::new();
    }
    let segments = rules.segments.len();
    let of_segments = (0..segments).map(|segment| segment..segment + 1);
    std::iter::once(0..segments).chain(of_segments).map(|part| of_part(rules, tally, &part, margin_per_year)).collect()
}

fn of_part(rules: &Rules, tally: &Tally, segments: &Range<usize>, margin_per_year: Option<&[f64]>) -> ByAge {
    let of_cohort = |cohort: usize| {
        let periods = seen_through(rules.horizon, cohort);
        let mut all = vec![Aged::NOTHING; periods.len()];
        for segment in segments.clone() {
            let cells = tally.cohorts.row(segment * cohorts(rules.horizon) + cohort);
            let customers = size(&tally.customers[segment], cells, cohort);
            let per_year = margin_per_year.map(|margins| margins[segment]);
            all.iter_mut().zip(aged(customers, cells, per_year)).for_each(|(sum, more)| sum.add(&more));
        }
        all.iter().map(|aged| std::array::from_fn(|at| (COHORTS[at].part)(aged))).collect()
    };
    (0..cohorts(rules.horizon)).map(of_cohort).collect()
}

/// How many are of a cohort of a segment: those there at the start, or those who joined.
const fn size(customers: &Customers, cells: &[Cohort], cohort: usize) -> u64 {
    if cohort == 0 { customers.all } else { cells[0].joined }
}

/// A cohort of one segment, period by period.
fn aged(customers: u64, cells: &[Cohort], margin_per_year: Option<f64>) -> impl Iterator<Item = Aged> {
    let mut active = customers;
    cells.iter().map(move |cell| {
        let time: Micros = active.saturating_mul(PERIOD).saturating_sub(cell.time_lost);
        active -= cell.lost;
        let by_calendar = |per_year: f64| (per_year * (time as f64 / YEAR as f64) * EURO).round() as i128;
        let margin = margin_per_year.map(|per_year| cell.margin + by_calendar(per_year));
        Aged { customers, active, cell: *cell, margin }
    })
}

impl Aged {
    const NOTHING: Self = Self {
        customers: 0,
        active: 0,
        cell: Cohort { joined: 0, lost: 0, time_lost: 0, revenue: 0, margin: 0 },
        margin: Some(0),
    };

    fn add(&mut self, other: &Self) {
        self.customers += other.customers;
        self.active += other.active;
        self.cell += &other.cell;
        self.margin = self.margin.zip(other.margin).map(|(sum, more)| sum + more);
    }
}
