//! From what happened to the outcomes of one replication: definitions, units, directions, and rows in a fixed order.

pub mod cohorts;
pub mod days;
pub mod measures;
pub mod metric;
mod place;
pub mod series;
mod slice;
pub mod worth;

pub use cohorts::COHORTS;
pub use metric::{Better, METRICS, Metric};
pub use place::{Counts, Place, Scope};
pub use series::{HOURS, SERIES, Series};
pub use slice::Books;

use crate::dashboards::facts::Part;
use crate::dashboards::{self, Reported};
use crate::engine::Tally;
use crate::model::rules::Rules;
use crate::scenario::meant::{Asked, Names, Run};
use crate::stats::{Measure, Ratio};
use cohorts::ByAge;
use days::Day;
use slice::Slice;
use worth::Worth;

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
    /// Channel, a passage such as `web>phone`, a pool such as `staff.agents`, or a journey type such as `journey.ask`; empty
    /// for all.
    pub channel: String,
}

/// The outcomes of one replication under one strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes {
    /// One part per key of the layout.
    pub parts: Vec<Ratio>,
    /// `[week][series]`.
    pub weeks: Vec<[Ratio; SERIES.len()]>,
    /// Waits by channel and hour of arrival.
    pub hours: Vec<[Ratio; 24]>,
    /// What each day is worth at the end of the warm-up, where that is asked for.
    pub worth: Vec<Worth>,
    /// The days, where a change ends and what it did is looked at.
    pub days: Vec<Day>,
    /// Cohorts by age, of all customers and of each segment, where any join.
    pub cohorts: Vec<ByAge>,
    /// What the dashboards that are asked for report.
    pub dashboards: Option<Reported>,
}

/// What the values are about, in order; the same for every strategy and replication of a scenario with these names and
/// this run.
pub fn layout(names: &Names, run: &Run) -> Vec<Key> {
    let key = |(metric, place)| key(metric, place, names, run.currency);
    rows(&Counts::of(names), &run.asked).into_iter().map(key).collect()
}

/// Each outcome that there is at each of its places, in the order in which they are reported.
fn rows(counts: &Counts, asked: &Asked) -> Vec<(&'static Metric, Place)> {
    let together = |one: &Metric, next: &Metric| one.scope == next.scope && one.scope.goes_place_by_place();
    let of_group = |group: &'static [Metric]| {
        let places = group[0].scope.places(counts);
        let there = move || group.iter().filter(|metric| (metric.is_there)(asked));
        places.into_iter().flat_map(move |place| there().map(move |metric| (metric, place)))
    };
    METRICS.chunk_by(together).flat_map(of_group).collect()
}

fn key(metric: &Metric, place: Place, names: &Names, currency: &'static str) -> Key {
    let (segment, channel) = place.named(names);
    Key {
        metric: metric.id,
        measure: metric.measure.in_currency(currency),
        better: metric.better,
        headline: metric.headline && place == Place::All,
        segment,
        channel,
    }
}

/// Whether an outcome follows from the strategy alone, whatever happens.
pub fn is_fixed(key: &Key, books: &Books) -> bool {
    metric::position(key.metric).is_some_and(|at| (METRICS[at].is_fixed)(books))
}

/// The outcomes that follow from a tally.
pub fn outcomes(rules: &Rules, books: &Books, tally: &Tally) -> Outcomes {
    let counts = Counts {
        segments: rules.segments.len(),
        channels: rules.channels.len(),
        journeys: rules.journeys.len(),
        pools: rules.pools.len(),
        stocks: rules.stock_pools,
        steps_of: &rules.steps_of,
    };
    let slice = |place| Slice::new(rules, books, tally, place);
    let mut all = slice(Place::All);
    let segments: Vec<Slice> = (0..counts.segments).map(|at| slice(Place::Segment(at))).collect();
    let channels: Vec<Slice> = (0..counts.channels).map(|at| slice(Place::Channel(at))).collect();
    let part = |(metric, place): (&Metric, Place)| match place {
        Place::Segment(at) => (metric.part)(&segments[at]),
        Place::Channel(at) => (metric.part)(&channels[at]),
        place => {
            all.place = place;
            (metric.part)(&all)
        }
    };
    let rows = rows(&counts, &rules.asked);
    let parts: Vec<Ratio> = rows.iter().copied().map(part).collect();
    let dashboards = (rules.asked.dashboards != 0).then(|| {
        let staff = tally.work.cells().iter().copied().zip(books.staffed.iter().copied());
        dashboards::reported(rules, &tally.kept, staff, |name, part| outcome(&rows, &parts, name, part))
    });
    Outcomes {
        parts,
        weeks: series::weeks(rules, tally),
        hours: series::hours(tally),
        worth: all.worth,
        days: books.days(tally),
        cohorts: cohorts::by_age(rules, tally, books.steady_margin_per_year()),
        dashboards,
    }
}

/// What an outcome has for a part of the firm; nothing where it is not reported.
fn outcome(rows: &[(&Metric, Place)], parts: &[Ratio], name: &str, part: Part) -> Ratio {
    let place = match part {
        Part::All => Place::All,
        Part::Channel(at) => Place::Channel(at.into()),
    };
    let at = rows.iter().position(|(metric, of)| metric.id == name && *of == place);
    at.map_or(Ratio::NONE, |at| parts[at])
}
