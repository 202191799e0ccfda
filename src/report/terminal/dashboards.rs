//! What dashboards count, on a terminal: each in its own words, the strategies side by side; one strategy under all of
//! them; and each channel by its own dashboard beside one set of books.

use super::columns::{Cells, Line, drawn};
use super::definitions;
use crate::dashboards::facts::Part;
use crate::dashboards::{CLAIMS, COUNTED, Dashboard, Figure, Reach, Row};
use crate::experiment::Study;
use crate::report::rounding::plain;
use crate::scenario::lines::hung;
use crate::stats::{Measure, Ratio};

/// Figures, and where in a study they are.
pub(super) type Rows = [(usize, Row)];

/// All that dashboards count of a study, for a terminal of so many columns.
pub fn shown(study: &Study, columns: usize) -> String {
    let rows: Vec<(usize, Row)> = study.dashboard_rows().into_iter().enumerate().collect();
    let of_firm: Vec<(usize, Row)> = rows.iter().filter(|(_, row)| row.is_of_all_channels()).copied().collect();
    let same = |one: &(usize, Row), next: &(usize, Row)| one.1.dashboard.name == next.1.dashboard.name;
    let mut parts: Vec<String> = match of_firm.chunk_by(same).collect::<Vec<_>>()[..] {
        [_] => vec![by_one(study, &rows, columns)],
        ref several => several.iter().map(|of_one| by_one(study, of_one, columns)).chain([by_channel()]).collect(),
    };
    parts.extend(definitions::shown(study, &of_firm, columns));
    parts.push(beside_the_books(study, columns));
    parts.join("\n")
}

pub(super) fn strategies(study: &Study) -> Vec<&str> {
    study.scenario.strategies.iter().map(|strategy| strategy.name.as_str()).collect()
}

/// One dashboard's figures, of all channels, and of each where that is among the rows and anything is counted there.
fn by_one(study: &Study, rows: &Rows, columns: usize) -> String {
    let dashboard: &Dashboard = rows[0].1.dashboard;
    let head = format!("AS {} COUNTS: {}", dashboard.name, dashboard.title);
    let lines: Vec<Line> = rows.iter().filter_map(|(at, row)| line(study, *at, row)).collect();
    format!("{}\n\n{}", hung(&head, 2), drawn(&strategies(study), &lines, columns))
}

fn by_channel() -> String {
    let note = "Of all channels; waits, service level and abandonment without messages. By channel: dashboards.csv, or one dashboard alone.";
    format!("{}\n", hung(note, 2))
}

fn line(study: &Study, at: usize, row: &Row) -> Option<Line> {
    let values: Vec<String> =
        (0..study.outcomes.len()).map(|strategy| value(study, strategy, at, row.figure)).collect();
    let is_there = values.iter().any(|value| value != NOTHING);
    let (label, cells) = match (row.part, row.figure.reach) {
        (Part::Channel(_), _) if !is_there => return None,
        (Part::Channel(at), _) => {
            (format!("  {}", study.scenario.names.channels[usize::from(at)]), Cells::Values(values))
        }
        (Part::All, reach @ Reach::NotSimulated(_)) => (row.figure.name.into(), Cells::Across(reach.words())),
        (Part::All, _) if !is_there => (row.figure.name.into(), Cells::Across("nothing of it is counted here".into())),
        (Part::All, _) => (row.figure.name.into(), Cells::Values(values)),
    };
    Some(Line { label, cells })
}

/// Stands where there is no value.
const NOTHING: &str = "-";

fn value(study: &Study, strategy: usize, at: usize, figure: &Figure) -> String {
    let value = counted(study, strategy, at, &figure.measure);
    value.map_or_else(|| NOTHING.into(), |value| told(value, &figure.measure))
}

/// A value over all replications; none where nothing is counted.
pub(super) fn counted(study: &Study, strategy: usize, at: usize, measure: &Measure) -> Option<f64> {
    let sum = study.dashboard_value(strategy, at);
    sum.value(measure).filter(|_| sum.counts_something(measure))
}

/// A value with its unit.
pub(super) fn told(value: f64, measure: &Measure) -> String {
    match measure.unit {
        "share" => format!("{:.1} %", 100.0 * value),
        unit => format!("{} {unit}", plain(value, 1)),
    }
}

/// What channels report each by itself, beside one set of books; by replication.
fn beside_the_books(study: &Study, columns: usize) -> String {
    const HEADS: [&str; 5] = ["sum of channels", "in the books", "counted twice", "though not so", "by nobody"];
    let line = |strategy: usize, at: usize| {
        let claimed = study.claimed(strategy, at);
        let values = [&claimed.sum, &claimed.books, &claimed.twice, &claimed.not_so, &claimed.nobody];
        let mean = |parts: &Vec<Ratio>| parts.iter().sum::<Ratio>().value(&CLAIMS);
        let value = |parts| mean(parts).map_or_else(|| NOTHING.into(), |mean| plain(mean, 0));
        let label = format!("  {}", COUNTED[at].name);
        (!claimed.is_nothing()).then(|| Line { label, cells: Cells::Values(values.map(value).into()) })
    };
    let of_strategy = |strategy: usize| {
        let head = Line { label: strategies(study)[strategy].into(), cells: Cells::Values(Vec::new()) };
        [head].into_iter().chain((0..COUNTED.len()).filter_map(move |at| line(strategy, at)))
    };
    let lines: Vec<Line> = (0..study.outcomes.len()).flat_map(of_strategy).collect();
    let head = "EACH CHANNEL BY ITS OWN DASHBOARD, BESIDE ONE SET OF BOOKS (by replication)";
    let told = "The sum of channels is what is in the books, and what is counted twice or though it is not so, less what nobody counts. A channel closes a case when it has served the customer and does not see them again; it claims each order whose customer it has seen on the way.";
    format!("{head}\n\n{}\n{}\n", drawn(&HEADS, &lines, columns), hung(told, 2))
}
