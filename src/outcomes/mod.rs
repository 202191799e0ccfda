//! From what happened to the outcomes of one replication: definitions, units, directions, and rows in a fixed order.

pub mod measures;
pub mod metric;
pub mod series;
mod slice;

pub use metric::{Better, METRICS, Metric, Scope};
pub use series::{SERIES, Series};
pub use slice::Books;

use crate::engine::Tally;
use crate::engine::tally::Hour;
use crate::model::rules::Rules;
use crate::scenario::meant::Names;
use crate::stats::{Measure, Ratio};
use measures::{HOURS, LOAD, SHARE_OF_ORDERS, count};
use slice::Slice;

/// What an outcome's value is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Stable name of the outcome.
    pub metric: &'static str,
    /// In what it is measured.
    pub measure: Measure,
    /// Better direction.
    pub better: Better,
    /// Whether it is a headline of the whole market.
    pub headline: bool,
    /// Segment, empty for all.
    pub segment: String,
    /// Channel, a passage such as `web>phone`, or a pool such as `staff.agents`; empty for all.
    pub channel: String,
}

/// An outcome that is about passages or staff pools, one row for each.
#[derive(Debug)]
pub struct Detail {
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
}

/// Contacts by passage.
pub static CONTACT_FLOW: Detail = Detail {
    id: "contact_flow",
    measure: count("contacts"),
    definition: "Contacts by passage: `web>phone` came to the phone after the web, `start>web` began a journey on the web.",
    numerator: "contacts",
    denominator: "replications",
};

/// Orders by first and last channel.
pub static ORDER_PATH: Detail = Detail {
    id: "order_path",
    measure: SHARE_OF_ORDERS,
    definition: "Completed journeys with a value by the channel of the first contact and of the last.",
    numerator: "those from the one to the other",
    denominator: "completed journeys with a value",
};

/// Paid time of a pool.
pub static STAFFED_HOURS: Detail = Detail {
    id: "staffed_hours",
    measure: HOURS,
    definition: "Paid hours of a staff pool, by its timetable.",
    numerator: "paid hours",
    denominator: "replications",
};

/// Time at work of a pool.
pub static OCCUPANCY: Detail = Detail {
    id: "occupancy",
    measure: LOAD,
    definition: "Time at work of a staff pool's agents, over its paid hours; above 1 where they finish after closing, unpaid.",
    numerator: "micro-minutes at work",
    denominator: "paid micro-minutes",
};

/// All of them, in the order in which they are reported.
pub static DETAILS: [&Detail; 4] = [&CONTACT_FLOW, &ORDER_PATH, &STAFFED_HOURS, &OCCUPANCY];

/// The outcomes of one replication under one strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes {
    /// One part per key of the layout.
    pub parts: Vec<Ratio>,
    /// `[week][series]`.
    pub weeks: Vec<[Ratio; SERIES.len()]>,
    /// Waits by channel and hour of arrival.
    pub hours: Vec<[Ratio; 24]>,
}

/// What the values are about, in order; the same for every strategy and replication of a scenario.
pub fn layout(names: &Names) -> Vec<Key> {
    let mut keys = Vec::new();
    for metric in METRICS {
        keys.push(key_of_metric(metric, "", ""));
        match metric.scope {
            Scope::Market => {}
            Scope::Segments => keys.extend(names.segments.iter().map(|segment| key_of_metric(metric, segment, ""))),
            Scope::Channels => keys.extend(names.channels.iter().map(|channel| key_of_metric(metric, "", channel))),
        }
    }
    for before in names.channels.iter().map(String::as_str).chain(["start"]) {
        keys.extend(names.channels.iter().map(|channel| key_of_detail(&CONTACT_FLOW, format!("{before}>{channel}"))));
    }
    for first in &names.channels {
        keys.extend(names.channels.iter().map(|last| key_of_detail(&ORDER_PATH, format!("{first}>{last}"))));
    }
    for pool in &names.pools {
        keys.extend([&STAFFED_HOURS, &OCCUPANCY].map(|detail| key_of_detail(detail, format!("staff.{pool}"))));
    }
    keys
}

fn key_of_metric(metric: &Metric, segment: &str, channel: &str) -> Key {
    Key {
        metric: metric.id,
        measure: metric.measure,
        better: metric.better,
        headline: metric.headline && segment.is_empty() && channel.is_empty(),
        segment: segment.into(),
        channel: channel.into(),
    }
}

fn key_of_detail(detail: &Detail, channel: String) -> Key {
    let (metric, measure) = (detail.id, detail.measure);
    Key { metric, measure, better: Better::Neither, headline: false, segment: String::new(), channel }
}

/// Whether an outcome follows from the strategy alone, whatever happens.
pub fn is_fixed(key: &Key, books: &Books) -> bool {
    match metric::position(key.metric) {
        Some(at) => (METRICS[at].is_fixed)(books),
        None => key.metric == STAFFED_HOURS.id,
    }
}

/// The outcomes that follow from a tally.
pub fn outcomes(rules: &Rules, books: &Books, tally: &Tally) -> Outcomes {
    let all = Slice::new(rules, books, tally, None, None);
    let segments: Vec<Slice> =
        (0..rules.segments.len()).map(|s| Slice::new(rules, books, tally, Some(s), None)).collect();
    let channels: Vec<Slice> =
        (0..rules.channels.len()).map(|c| Slice::new(rules, books, tally, None, Some(c))).collect();
    let mut parts = Vec::new();
    for metric in METRICS {
        parts.push((metric.part)(&all));
        let slices: &[Slice] = match metric.scope {
            Scope::Market => &[],
            Scope::Segments => &segments,
            Scope::Channels => &channels,
        };
        parts.extend(slices.iter().map(metric.part));
    }
    parts.extend(tally.flow.cells().iter().map(|&contacts| Ratio::total(contacts.into())));
    let orders: u64 = tally.paths.cells().iter().sum();
    parts.extend(tally.paths.cells().iter().map(|&part| Ratio::per(part, orders)));
    for (&paid, &work) in books.staffed.iter().zip(tally.work.cells()) {
        parts.extend([Ratio::total(paid.into()), Ratio::per(work, paid)]);
    }
    Outcomes { parts, weeks: series::weeks(rules, tally), hours: hours(tally) }
}

fn hours(tally: &Tally) -> Vec<[Ratio; 24]> {
    let wait = |hour: &Hour| Ratio::per(hour.waited, hour.waits);
    tally.hours.rows().map(|hours| std::array::from_fn(|hour| wait(&hours[hour]))).collect()
}
