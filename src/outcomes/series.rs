//! The outcomes by week, and by hour of the day.

use super::measures::{EUR, GRADE, MINUTES, SHARE, count};
use crate::engine::Tally;
use crate::engine::tally::{Hour, Week, fixed};
use crate::model::rules::Rules;
use crate::scenario::meant::Asked;
use crate::stats::{Measure, Ratio};

/// An outcome by time, from what happened then.
#[derive(Debug)]
pub struct Series<T: 'static> {
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
    /// Its part from one replication.
    pub(super) part: fn(&T) -> Ratio,
}

/// A week, and how things stand at its end.
#[derive(Debug)]
pub struct WeekEnd {
    week: Week,
    /// There at the start, and of those still active.
    first: u64,
    active_of_first: u64,
    active: u64,
    satisfaction: i64,
}

/// All outcomes by week, in the order in which they are reported.
pub static SERIES: [Series<WeekEnd>; 9] = [
    Series {
        id: "active_share",
        measure: SHARE,
        definition: "Of the customers there at the start, share still active at the end of the week.",
        numerator: "those still active",
        denominator: "customers at the start",
        part: |end| Ratio::per(end.active_of_first, end.first),
    },
    Series {
        id: "effort_per_journey",
        measure: MINUTES,
        definition: "Effort per journey that ended in the week, warm-up and end included.",
        numerator: "effort",
        denominator: "journeys that ended in the week",
        part: |end| Ratio::per(end.week.effort, end.week.journeys),
    },
    Series {
        id: "conversion_rate",
        measure: SHARE,
        definition: "Share of journeys with a value that ended in the week that were completed, warm-up and end included.",
        numerator: "those completed",
        denominator: "journeys with a value that ended in the week",
        part: |end| Ratio::per(end.week.orders, end.week.purchases),
    },
    Series {
        id: "satisfaction",
        measure: GRADE,
        definition: "Satisfaction of active customers at the end of the week.",
        numerator: "satisfaction S",
        denominator: "customers active at the end of the week",
        part: |end| Ratio { numerator: end.satisfaction.into(), denominator: end.active },
    },
    Series {
        id: "contacts",
        measure: count("contacts"),
        definition: "Contacts that arrived.",
        numerator: "contacts",
        denominator: "replications",
        part: |end| Ratio::total(end.week.contacts.into()),
    },
    Series {
        id: "journeys",
        measure: count("journeys"),
        definition: "Journeys that ended.",
        numerator: "journeys",
        denominator: "replications",
        part: |end| Ratio::total(end.week.journeys.into()),
    },
    Series {
        id: "revenue",
        measure: EUR,
        definition: "Revenue.",
        numerator: "revenue",
        denominator: "replications",
        part: |end| Ratio::total(end.week.revenue),
    },
    Series {
        id: "wait_minutes",
        measure: MINUTES,
        definition: "Waiting time of staffed contacts, messages left out.",
        numerator: "waiting time",
        denominator: "contacts that no longer wait",
        part: |end| Ratio::per(end.week.waited, end.week.waits),
    },
    Series {
        id: "active_customers",
        measure: count("customers"),
        definition: "With segment.X.joins: customers active at the end of the week, whenever they joined.",
        numerator: "customers",
        denominator: "replications",
        part: |end| Ratio::total(end.active.into()),
    },
];

/// The outcomes by week that are reported, by position: how many customers there are only where somebody joins.
pub fn reported(asked: &Asked) -> impl Iterator<Item = usize> {
    let joins = asked.joins;
    (0..SERIES.len()).filter(move |&at| joins || SERIES[at].id != "active_customers")
}

/// All outcomes by hour of the day and channel.
pub static HOURS: [Series<Hour>; 1] = [Series {
    id: "wait_minutes",
    measure: MINUTES,
    definition: "Waiting time of contacts in a channel with a staff pool that arrived after the warm-up in the hour, of any day.",
    numerator: "waiting time",
    denominator: "contacts that no longer wait",
    part: |hour| Ratio::per(hour.waited, hour.waits),
}];

/// The outcomes by week that follow from a tally.
pub(super) fn weeks(rules: &Rules, tally: &Tally) -> Vec<[Ratio; SERIES.len()]> {
    let customers: u64 = tally.customers.cells().iter().map(|cell| cell.all).sum();
    let satisfaction = customers.cast_signed() * fixed(rules.whole.experience.start);
    let mut end = WeekEnd {
        week: Week::default(),
        first: customers,
        active_of_first: customers,
        active: customers,
        satisfaction,
    };
    let row = |week: &Week| {
        end.week = *week;
        end.active_of_first -= week.lost_of_first;
        end.active += week.joined;
        end.active -= week.lost;
        end.satisfaction += week.satisfaction;
        std::array::from_fn(|at| (SERIES[at].part)(&end))
    };
    tally.weeks.cells().iter().map(row).collect()
}

/// The outcome by hour that follows from a tally, by channel.
pub(super) fn hours(tally: &Tally) -> Vec<[Ratio; 24]> {
    let [wait] = &HOURS;
    tally.hours.rows().map(|hours| std::array::from_fn(|hour| (wait.part)(&hours[hour]))).collect()
}
