//! The outcomes by week.

use super::measures::{EUR, GRADE, MINUTES, SHARE, count};
use crate::engine::Tally;
use crate::engine::tally::{Week, fixed};
use crate::model::rules::Rules;
use crate::stats::{Measure, Ratio};

/// An outcome by week.
#[derive(Debug)]
pub struct Series {
    /// Stable name.
    pub id: &'static str,
    /// In what it is measured.
    pub measure: Measure,
    /// What it means.
    pub definition: &'static str,
    /// What is summed.
    pub numerator: &'static str,
    /// What it is divided by.
    pub denominator: &'static str,
    /// Its part from a week.
    part: fn(&Week, &Standing) -> Ratio,
}

/// How things stand at the end of a week.
struct Standing {
    customers: u64,
    active: u64,
    satisfaction: i64,
}

/// All outcomes by week, in the order in which they are reported.
pub static SERIES: [Series; 8] = [
    Series {
        id: "active_share",
        measure: SHARE,
        definition: "Customers still active at the end of the week.",
        numerator: "those still active",
        denominator: "all customers",
        part: |_, standing| Ratio::per(standing.active, standing.customers),
    },
    Series {
        id: "effort_per_journey",
        measure: MINUTES,
        definition: "Effort per journey that ended in the week, warm-up and end included.",
        numerator: "effort",
        denominator: "journeys that ended in the week",
        part: |week, _| Ratio::per(week.effort, week.journeys),
    },
    Series {
        id: "conversion_rate",
        measure: SHARE,
        definition: "Share of journeys with a value that ended in the week that were completed, warm-up and end included.",
        numerator: "those completed",
        denominator: "journeys with a value that ended in the week",
        part: |week, _| Ratio::per(week.orders, week.purchases),
    },
    Series {
        id: "satisfaction",
        measure: GRADE,
        definition: "Satisfaction of active customers at the end of the week.",
        numerator: "satisfaction S",
        denominator: "customers active at the end of the week",
        part: |_, standing| Ratio { numerator: standing.satisfaction.into(), denominator: standing.active },
    },
    Series {
        id: "contacts",
        measure: count("contacts"),
        definition: "Contacts that arrived.",
        numerator: "contacts",
        denominator: "replications",
        part: |week, _| Ratio::total(week.contacts.into()),
    },
    Series {
        id: "journeys",
        measure: count("journeys"),
        definition: "Journeys that ended.",
        numerator: "journeys",
        denominator: "replications",
        part: |week, _| Ratio::total(week.journeys.into()),
    },
    Series {
        id: "revenue",
        measure: EUR,
        definition: "Revenue.",
        numerator: "revenue",
        denominator: "replications",
        part: |week, _| Ratio::total(i128::from(week.revenue)),
    },
    Series {
        id: "wait_minutes",
        measure: MINUTES,
        definition: "Waiting time of staffed contacts, messages left out.",
        numerator: "waiting time",
        denominator: "contacts that no longer wait",
        part: |week, _| Ratio::per(week.waited, week.waits),
    },
];

/// The outcomes by week that follow from a tally.
pub(super) fn weeks(rules: &Rules, tally: &Tally) -> Vec<[Ratio; SERIES.len()]> {
    let customers: u64 = tally.customers.cells().iter().map(|cell| cell.all).sum();
    let satisfaction = customers.cast_signed() * fixed(rules.experience.start);
    let mut standing = Standing { customers, active: customers, satisfaction };
    let row = |week: &Week| {
        standing.active -= week.lost;
        standing.satisfaction += week.satisfaction;
        std::array::from_fn(|at| (SERIES[at].part)(week, &standing))
    };
    tally.weeks.cells().iter().map(row).collect()
}
