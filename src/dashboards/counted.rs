//! All that some dashboards count in one replication, in a fixed order of rows.

use super::facts::Part;
use super::figure::{Dashboard, Figure, Reach, Rule};
use super::makers::dashboards;
use super::silos::{COUNTED, Claims, claims};
use super::simulated::{facts, settings};
use crate::engine::log::Log;
use crate::model::rules::Rules;
use crate::scenario::timetable::Micros;
use crate::stats::Ratio;

/// Which dashboards are asked for: a bit for each, in their order.
pub type AskedFor = u32;

/// A figure of a dashboard, for a part of the firm.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The dashboard.
    pub dashboard: &'static Dashboard,
    /// The figure.
    pub figure: &'static Figure,
    /// The part.
    pub part: Part,
}

/// What was counted in one replication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// One part of a ratio by row.
    pub figures: Vec<Ratio>,
    /// Each channel by its own dashboard, beside the books.
    pub claims: [Claims; COUNTED.len()],
}

/// The bits of some dashboards.
pub fn asked_for<'a>(names: impl IntoIterator<Item = &'a Dashboard>) -> AskedFor {
    let bit = |name: &str| dashboards().position(|dashboard| dashboard.name == name).map_or(0, |at| 1 << at);
    names.into_iter().fold(0, |bits, dashboard| bits | bit(dashboard.name))
}

/// The dashboards that are asked for.
pub fn chosen(asked: AskedFor) -> impl Iterator<Item = &'static Dashboard> {
    dashboards().enumerate().filter(move |(at, _)| asked & 1 << at != 0).map(|(_, dashboard)| dashboard)
}

/// The rows of the dashboards asked for in a firm of so many channels: of each figure first that of all channels.
pub fn rows(asked: AskedFor, channels: usize) -> Vec<Row> {
    let parts = move || [Part::All].into_iter().chain((0..channels as u16).map(Part::Channel));
    let of_figure = move |dashboard, figure| parts().map(move |part| Row { dashboard, figure, part });
    let of = |dashboard: &'static Dashboard| dashboard.figures.iter().flat_map(move |one| of_figure(dashboard, one));
    chosen(asked).flat_map(of).collect()
}

/// What the dashboards asked for count in a replication, in which an outcome has this value for a part of the firm.
pub fn reported(
    rules: &Rules,
    log: &Log,
    staff: impl Iterator<Item = (Micros, Micros)>,
    outcome: impl Fn(&str, Part) -> Ratio,
) -> Reported {
    let (facts, settings) = (facts(rules, log, staff), settings(rules));
    let counted = |row: &Row| match (row.figure.reach, row.figure.rule) {
        (Reach::NotSimulated(_), _) => Ratio::NONE,
        (_, Rule::Outcome(name)) => outcome(name, row.part),
        _ => row.figure.of(&facts, &settings, row.part),
    };
    let figures = rows(rules.asked.dashboards, rules.channels.len()).iter().map(counted).collect();
    Reported { figures, claims: claims(rules, log) }
}

impl Row {
    /// Whether it is of all channels together.
    pub fn is_of_all_channels(&self) -> bool {
        self.part == Part::All
    }
}
