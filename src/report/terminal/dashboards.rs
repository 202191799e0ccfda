//! What dashboards count, on a terminal: each in its own words, the strategies side by side; one service level beside the
//! other; and each channel by its own dashboard beside one set of books.

use super::columns::{Cells, Line, drawn};
use crate::dashboards::{COUNTED, Dashboard, Figure, Reach, Row, Subject};
use crate::experiment::Study;
use crate::report::rounding::plain;
use crate::scenario::lines::hung;
use crate::stats::Ratio;

/// All that dashboards count of a study, for a terminal of so many columns.
pub fn shown(study: &Study, columns: usize) -> String {
    let rows: Vec<(usize, Row)> = study.dashboard_rows().into_iter().enumerate().collect();
    let of_firm: Vec<&(usize, Row)> = rows.iter().filter(|(_, row)| row.is_of_all_channels()).collect();
    let same = |one: &&(usize, Row), next: &&(usize, Row)| one.1.dashboard.name == next.1.dashboard.name;
    let mut parts: Vec<String> = of_firm.chunk_by(same).map(|rows| by_one(study, rows, columns)).collect();
    parts.extend(by_definition(study, &of_firm, columns));
    parts.push(beside_the_books(study, columns));
    parts.join("\n")
}

fn strategies(study: &Study) -> Vec<&str> {
    study.scenario.strategies.iter().map(|strategy| strategy.name.as_str()).collect()
}

/// One dashboard's figures.
fn by_one(study: &Study, rows: &[&(usize, Row)], columns: usize) -> String {
    let dashboard: &Dashboard = rows[0].1.dashboard;
    let head = format!("AS {} COUNTS: {}", dashboard.name, dashboard.title);
    let lines: Vec<Line> = rows.iter().map(|(at, row)| line(study, *at, row.figure, row.figure.name.into())).collect();
    let note = "All channels; waits, service level and abandonment without messages. By channel: dashboards.csv.";
    format!("{}\n\n{}\n{}\n", hung(&head, 2), drawn(&strategies(study), &lines, columns), hung(note, 2))
}

fn line(study: &Study, at: usize, figure: &Figure, label: String) -> Line {
    let cells = match figure.reach {
        Reach::NotSimulated(_) => Cells::Across(figure.reach.words()),
        _ => Cells::Values((0..study.outcomes.len()).map(|strategy| value(study, strategy, at, figure)).collect()),
    };
    Line { label, cells }
}

fn value(study: &Study, strategy: usize, at: usize, figure: &Figure) -> String {
    let value = study.dashboard_value(strategy, at).value(&figure.measure);
    let told = |value: f64| match figure.measure.unit {
        "share" => format!("{:.1} %", 100.0 * value),
        unit => format!("{} {unit}", plain(value, 1)),
    };
    value.map_or_else(|| "-".into(), told)
}

/// Service levels from the lowest to the highest, as the baseline has them, and what is definition in their differences.
fn by_definition(study: &Study, rows: &[&(usize, Row)], columns: usize) -> Option<String> {
    let share =
        |strategy: usize, (at, row): &(usize, Row)| study.dashboard_value(strategy, *at).value(&row.figure.measure);
    let is_one = |row: &&&(usize, Row)| row.1.figure.subject == Subject::ServiceLevel;
    let baseline = |row: &(usize, Row)| share(study.scenario.baseline(), row);
    let mut levels: Vec<&(usize, Row)> =
        rows.iter().filter(is_one).filter(|row| baseline(row).is_some()).copied().collect();
    levels.sort_by(|one, other| baseline(one).unwrap_or(0.0).total_cmp(&baseline(other).unwrap_or(0.0)));
    if levels.len() < 2 {
        return None;
    }
    let label = |row: &Row| format!("{}: {}", row.dashboard.name, row.figure.name);
    let lines: Vec<Line> = levels.iter().map(|(at, row)| line(study, *at, row.figure, label(row))).collect();
    let strategies_of = 0..study.outcomes.len();
    let points = |share: f64| format!("{:.1}", 100.0 * share);
    let of_strategy = |strategy: usize| range(levels.iter().filter_map(|row| share(strategy, row))).map(points);
    let by_definition: Vec<String> = strategies_of.clone().filter_map(of_strategy).collect();
    let of_definition = |row: &&(usize, Row)| range(strategies_of.clone().filter_map(|strategy| share(strategy, row)));
    let by_strategy = levels.iter().filter_map(of_definition).fold(0.0, f64::max);
    let told = format!(
        "Of a difference between two firms' reports, so many points can be definition alone: {} (by strategy, in their order). By one and the same definition, strategies differ by {} points at most.",
        by_definition.join(", "),
        points(by_strategy)
    );
    let head = "SERVICE LEVEL, THE SAME CONTACTS BY EACH DEFINITION, from the lowest up";
    Some(format!("{head}\n\n{}\n{}\n", drawn(&strategies(study), &lines, columns), hung(&told, 2)))
}

/// From the least to the most.
fn range(values: impl Iterator<Item = f64> + Clone) -> Option<f64> {
    let most = values.clone().reduce(f64::max)?;
    Some(most - values.reduce(f64::min)?)
}

/// What channels report each by itself, beside one set of books; by replication.
fn beside_the_books(study: &Study, columns: usize) -> String {
    const HEADS: [&str; 5] = ["sum of channels", "in the books", "counted twice", "though not so", "by nobody"];
    let line = |strategy: usize, at: usize| {
        let claimed = study.claimed(strategy, at);
        let values = [claimed.sum, claimed.books, claimed.twice, claimed.not_so, claimed.nobody];
        let value =
            |sum: Ratio| sum.value(&crate::dashboards::CLAIMS).map_or_else(|| "-".into(), |mean| plain(mean, 0));
        Line { label: format!("  {}", COUNTED[at].name), cells: Cells::Values(values.map(value).into()) }
    };
    let of_strategy = |strategy: usize| {
        let head = Line { label: strategies(study)[strategy].into(), cells: Cells::Values(Vec::new()) };
        [head].into_iter().chain((0..COUNTED.len()).map(move |at| line(strategy, at)))
    };
    let lines: Vec<Line> = (0..study.outcomes.len()).flat_map(of_strategy).collect();
    let head = "EACH CHANNEL BY ITS OWN DASHBOARD, BESIDE ONE SET OF BOOKS (by replication)";
    let told = "The sum of channels is what is in the books, and what is counted twice or though it is not so, less what nobody counts. A channel closes a case when it has served the customer and does not see them again; it claims each order whose customer it has seen on the way.";
    format!("{head}\n\n{}\n{}\n", drawn(&HEADS, &lines, columns), hung(told, 2))
}
