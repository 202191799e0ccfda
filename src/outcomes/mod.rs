//! From what happened to the outcomes of one replication: definitions, units, directions, and rows in a fixed order.

pub mod metric;
mod slice;

pub use metric::{Better, METRICS, Metric, Scope};
pub use slice::Books;

use crate::engine::Tally;
use crate::engine::tally::{UNIT, fixed};
use crate::model::rules::Rules;
use crate::scenario::meant::Names;
use crate::scenario::timetable::HOUR;
use slice::Slice;

/// What an outcome's value is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Stable name of the outcome.
    pub metric: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Better direction.
    pub better: Better,
    /// Whether it is a headline of the whole market.
    pub headline: bool,
    /// Segment, empty for all.
    pub segment: String,
    /// Channel, a passage such as `web>phone`, or a pool such as `staff.agents`; empty for all.
    pub channel: String,
}

/// The outcomes by week.
pub static SERIES: [(&str, &str, &str); 8] = [
    ("active_share", "share", "customers still active at the end of the week"),
    ("effort_per_journey", "min", "effort per journey that ended in the week, warm-up and end included"),
    (
        "conversion_rate",
        "share",
        "share of journeys with a value that ended in the week that were completed, warm-up and end included",
    ),
    ("satisfaction", "0 to 1", "satisfaction of active customers at the end of the week"),
    ("contacts", "contacts", "contacts"),
    ("journeys", "journeys", "journeys ended"),
    ("revenue", "EUR", "revenue"),
    ("wait_minutes", "min", "waiting time of staffed contacts, messages left out"),
];

/// The outcomes of one replication under one strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes {
    /// One value per key of the layout.
    pub values: Vec<Option<f64>>,
    /// `[week][series]`.
    pub weeks: Vec<[Option<f64>; SERIES.len()]>,
    /// Mean wait by channel and hour of arrival (minutes).
    pub hours: Vec<[Option<f64>; 24]>,
}

/// What the values are about, in order; the same for every strategy and replication of a scenario.
pub fn layout(names: &Names) -> Vec<Key> {
    let mut keys = Vec::new();
    let key = |metric: &Metric, segment: &str, channel: &str| Key {
        metric: metric.id,
        unit: metric.unit,
        better: metric.better,
        headline: metric.headline && segment.is_empty() && channel.is_empty(),
        segment: segment.into(),
        channel: channel.into(),
    };
    for metric in METRICS {
        keys.push(key(metric, "", ""));
        match metric.scope {
            Scope::Market => {}
            Scope::Segments => keys.extend(names.segments.iter().map(|segment| key(metric, segment, ""))),
            Scope::Channels => keys.extend(names.channels.iter().map(|channel| key(metric, "", channel))),
        }
    }
    let mut plain = |metric, unit, channel| {
        keys.push(Key { metric, unit, better: Better::Neither, headline: false, segment: String::new(), channel });
    };
    for before in names.channels.iter().map(String::as_str).chain(["start"]) {
        for channel in &names.channels {
            plain("contact_flow", "contacts", format!("{before}>{channel}"));
        }
    }
    for first in &names.channels {
        for last in &names.channels {
            plain("order_path", "share of orders", format!("{first}>{last}"));
        }
    }
    for pool in &names.pools {
        plain("staffed_hours", "h", format!("staff.{pool}"));
        plain("occupancy", "share", format!("staff.{pool}"));
    }
    keys
}

/// The outcomes that follow from a tally.
pub fn outcomes(rules: &Rules, books: &Books, tally: &Tally) -> Outcomes {
    let all = Slice::new(rules, books, tally, None, None);
    let segments: Vec<Slice> =
        (0..rules.segments.len()).map(|s| Slice::new(rules, books, tally, Some(s), None)).collect();
    let channels: Vec<Slice> =
        (0..rules.channels.len()).map(|c| Slice::new(rules, books, tally, None, Some(c))).collect();
    let mut values = Vec::new();
    for metric in METRICS {
        values.push((metric.value)(&all));
        let parts: &[Slice] = match metric.scope {
            Scope::Market => &[],
            Scope::Segments => &segments,
            Scope::Channels => &channels,
        };
        values.extend(parts.iter().map(metric.value));
    }
    values.extend(tally.flow.cells().iter().map(|&contacts| Some(contacts as f64)));
    let orders: u64 = tally.paths.cells().iter().sum();
    values.extend(tally.paths.cells().iter().map(|&part| (orders > 0).then(|| part as f64 / orders as f64)));
    for (&hours, &work) in books.staffed_hours.iter().zip(&tally.work) {
        values.push(Some(hours));
        values.push((hours > 0.0).then(|| work as f64 / HOUR as f64 / hours));
    }
    Outcomes { values, weeks: weeks(rules, tally), hours: hours(tally) }
}

fn weeks(rules: &Rules, tally: &Tally) -> Vec<[Option<f64>; SERIES.len()]> {
    let customers: u64 = tally.customers.iter().map(|cell| cell.all).sum();
    let mut active = customers;
    let mut satisfaction = customers as i64 * fixed(rules.experience.start);
    let each = |part: u64, whole: u64, unit: f64| (whole > 0).then(|| part as f64 * unit / whole as f64);
    tally
        .weeks
        .iter()
        .map(|week| {
            active -= week.lost;
            satisfaction += week.satisfaction;
            [
                each(active, customers, 1.0),
                each(week.effort, week.journeys, 1e-6),
                each(week.orders, week.purchases, 1.0),
                (active > 0).then(|| satisfaction as f64 / UNIT / active as f64),
                Some(week.contacts as f64),
                Some(week.journeys as f64),
                Some(week.revenue as f64 / 1e6),
                each(week.waited, week.waits, 1e-6),
            ]
        })
        .collect()
}

fn hours(tally: &Tally) -> Vec<[Option<f64>; 24]> {
    let wait =
        |hour: &crate::engine::tally::Hour| (hour.waits > 0).then(|| hour.waited as f64 * 1e-6 / hour.waits as f64);
    tally.hours.rows().map(|hours| std::array::from_fn(|hour| wait(&hours[hour]))).collect()
}
