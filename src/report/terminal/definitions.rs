//! A strategy under all dashboards: of each kind of figure the lowest and the highest value, and who says so; and how much
//! of a difference between reports is definition.

use super::columns::{Cells, Line, drawn};
use super::dashboards::{Rows, counted, strategies, told};
use crate::dashboards::{Row, Subject};
use crate::experiment::Study;
use crate::report::rounding::plain;
use crate::scenario::lines::{WIDTH, hung, pieces, width};
use crate::stats::Measure;
use std::collections::BTreeMap;

/// Figures of one kind, in the unit of the first of them.
struct OfKind<'a> {
    subject: Subject,
    measure: Measure,
    figures: Vec<&'a (usize, Row)>,
}

/// Every strategy under all the dashboards that are asked for, then how far apart their figures are; nothing where no
/// kind has two figures.
pub fn shown(study: &Study, rows: &Rows, columns: usize) -> Vec<String> {
    let kinds = kinds(study, rows);
    let Some(widest) = kinds.iter().map(|kind| width(kind.subject.words())).max() else { return Vec::new() };
    let of_strategy = |strategy: usize| {
        let head = format!("THE SAME CONTACTS BY EACH DEFINITION: {}", strategies(study)[strategy]);
        let lines: String = kinds.iter().flat_map(|kind| kind.ends(study, strategy, widest)).collect();
        format!("{}\n\n{lines}", hung(&head, 2))
    };
    (0..study.outcomes.len()).map(of_strategy).chain([definition_or_strategy(study, &kinds, columns)]).collect()
}

/// The kinds of which two figures or more have a value under some strategy.
fn kinds<'a>(study: &Study, rows: &'a Rows) -> Vec<OfKind<'a>> {
    let mut kinds: BTreeMap<Subject, Vec<&(usize, Row)>> = BTreeMap::new();
    let has_value = |(at, row): &&(usize, Row)| {
        (0..study.outcomes.len()).any(|strategy| counted(study, strategy, *at, &row.figure.measure).is_some())
    };
    for row in rows.iter().filter(has_value) {
        kinds.entry(row.1.figure.subject).or_default().push(row);
    }
    let several = kinds.into_iter().filter(|(_, figures)| figures.len() > 1);
    several.map(|(subject, figures)| OfKind { subject, measure: figures[0].1.figure.measure, figures }).collect()
}

impl OfKind<'_> {
    fn value(&self, study: &Study, strategy: usize, (at, row): &(usize, Row)) -> Option<f64> {
        let measure = &row.figure.measure;
        Some(counted(study, strategy, *at, measure)? * seconds_in(measure.unit) / seconds_in(self.measure.unit))
    }

    /// Who says so: a dashboard, and which of its figures, where it has several of the kind.
    fn who(&self, row: &Row) -> String {
        let several = self.figures.iter().filter(|(_, other)| other.dashboard.name == row.dashboard.name).count() > 1;
        if several { format!("{} ({})", row.dashboard.name, row.figure.name) } else { row.dashboard.name.into() }
    }

    /// How far apart the figures of a strategy are at most, by how they count.
    fn by_definition(&self, study: &Study) -> Option<f64> {
        let of_strategy = |strategy| apart(self.figures.iter().filter_map(move |row| self.value(study, strategy, row)));
        (0..study.outcomes.len()).filter_map(of_strategy).reduce(f64::max)
    }

    /// How far apart strategies are at most, by one and the same figure.
    fn by_strategy(&self, study: &Study) -> Option<f64> {
        let strategies = 0..study.outcomes.len();
        let of_figure =
            |row: &&(usize, Row)| apart(strategies.clone().filter_map(|strategy| self.value(study, strategy, row)));
        self.figures.iter().filter_map(of_figure).reduce(f64::max)
    }

    /// The lowest and the highest value of a strategy, as they are shown, and who says so.
    fn ends(&self, study: &Study, strategy: usize, widest: usize) -> Vec<String> {
        let with_name = |row: &&(usize, Row)| Some((self.value(study, strategy, row)?, self.who(&row.1)));
        let values: Vec<(f64, String)> = self.figures.iter().filter_map(with_name).collect();
        let said: Vec<(String, &str)> =
            values.iter().map(|(value, by)| (told(*value, &self.measure), by.as_str())).collect();
        let line = |label: &str, end: &str| {
            let by: Vec<&str> = said.iter().filter(|(value, _)| value == end).map(|(_, by)| *by).collect();
            let who = if by.len() == said.len() { "all".into() } else { named(&by) };
            let count = format!("{} of {}", by.len(), said.len());
            hung_below(&format!("{label:widest$}  {end:>VALUE$}  {count:>COUNT$}  "), &who)
        };
        let end = |of: fn(f64, f64) -> f64| values.iter().map(|(value, _)| *value).reduce(of);
        let ends = [end(f64::min), end(f64::max)].into_iter().flatten();
        let mut ends: Vec<String> = ends.map(|end| told(end, &self.measure)).collect();
        ends.dedup();
        ends.into_iter().zip([self.subject.words(), ""]).map(|(end, label)| line(label, &end)).collect()
    }
}

/// How far apart values are.
fn apart(values: impl Iterator<Item = f64> + Clone) -> Option<f64> {
    let most = values.clone().reduce(f64::max)?;
    Some(most - values.reduce(f64::min)?)
}

/// Columns for a value, and for how many say it.
const VALUE: usize = 14;
const COUNT: usize = 8;

/// A text beside a label, what goes on of it below its beginning.
fn hung_below(label: &str, text: &str) -> String {
    let lines = pieces(text, WIDTH.saturating_sub(width(label)), 0);
    format!("{label}{}\n", lines.join(&format!("\n{:1$}", "", width(label))))
}

/// Dashboards by name, each once, with how many of its figures there are.
fn named(dashboards: &[&str]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for &name in dashboards {
        match counts.iter_mut().find(|(one, _)| *one == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let told = |(name, count): &(&str, usize)| if *count == 1 { (*name).into() } else { format!("{name} ({count})") };
    counts.iter().map(told).collect::<Vec<String>>().join(", ")
}

/// How long a unit of time is, so that seconds and minutes can stand side by side; 1 for all other units.
fn seconds_in(unit: &str) -> f64 {
    if unit == "min" { 60.0 } else { 1.0 }
}

/// How far apart figures are by how they count, and by what they count.
fn definition_or_strategy(study: &Study, kinds: &[OfKind], columns: usize) -> String {
    let line = |kind: &OfKind| {
        let told = |apart: Option<f64>| match (apart, kind.measure.unit) {
            (None, _) => "-".into(),
            (Some(apart), "share") => format!("{} points", plain(100.0 * apart, 1)),
            (Some(apart), unit) => format!("{} {unit}", plain(apart, 1)),
        };
        let values = [kind.by_definition(study), kind.by_strategy(study)].map(told);
        Line { label: kind.subject.words().into(), cells: Cells::Values(values.into()) }
    };
    let lines: Vec<Line> = kinds.iter().map(line).collect();
    let note = "By definition: how far apart the figures of one strategy are at most. By strategy: how far apart strategies are at most, by one and the same figure. Of a difference between two firms' reports, as much as stands under definition can be that alone.";
    let heads = ["by definition", "by strategy"];
    format!(
        "DEFINITION OR STRATEGY: how far apart figures are\n\n{}\n{}\n",
        drawn(&heads, &lines, columns),
        hung(note, 2)
    )
}
