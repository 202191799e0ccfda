//! The answer on a terminal: the headline outcomes of every strategy, each with its paired difference from the baseline,
//! its interval and a verdict in words; then a sentence for each strategy.

mod columns;
pub mod dashboards;
mod definitions;
mod grid;

use crate::experiment::{Difference, LEAST_REPLICATIONS, Study, Verdict};
use crate::outcomes::{Key, METRICS, metric};
use crate::scenario::lines::{hung, wrapped};
use grid::{Group, Row};
use std::fmt::Write;

/// The comparison as text.
pub fn comparison(study: &Study, differences: &[Difference]) -> String {
    let mut text = format!("{}\n{}\n", head(study, differences), grid::drawn(&groups(study, differences)));
    if lacks_intervals(study, differences) {
        text += &paragraph("-: no interval, since no replication differs, all do by the same, or too few do to tell.");
    }
    text += &paragraph(
        "Effort counts all journeys, also those that came to nothing: see effort_per_completed_journey in summary.csv.",
    );
    text.push('\n');
    for (at, strategy) in study.scenario.strategies.iter().enumerate().filter(|(_, strategy)| !strategy.baseline) {
        text += &paragraph(&format!("{}: {}", strategy.name, sentence(study, differences, at)));
    }
    for warning in warnings(study) {
        let _ = writeln!(text, "\n{}", wrapped(&format!("warning: {warning}")));
    }
    text
}

fn paragraph(text: &str) -> String {
    hung(text, 2) + "\n"
}

/// What was simulated, and how the table is to be read.
fn head(study: &Study, differences: &[Difference]) -> String {
    let run = &study.scenario.run;
    let about = format!("{}: {}", study.scenario.name, study.scenario.title);
    let size = format!(
        "{} customers, {} days, {} replication{}, seed {}",
        grouped(f64::from(run.customers), 0),
        run.horizon_days,
        run.replications,
        if run.replications == 1 { "" } else { "s" },
        run.seed,
    );
    let reading = format!(
        "intervals at 95 %, differences paired with \"{}\"; {}",
        study.scenario.strategies[study.scenario.baseline()].name,
        verdicts(study, differences),
    );
    [about].into_iter().chain(changed(study)).chain([size, reading]).map(|line| paragraph(&line)).collect()
}

/// What the results are called, and what was changed in the file for them.
fn changed(study: &Study) -> Option<String> {
    let label = study.scenario.design_point.iter().map(|label| format!("\"{label}\""));
    let settings = study.scenario.wishes.settings.iter().map(ToString::to_string);
    let all: Vec<String> = label.chain(settings).collect();
    (!all.is_empty()).then(|| format!("design point {}", all.join("; ")))
}

/// What verdicts allow for, or why there are none.
fn verdicts(study: &Study, differences: &[Difference]) -> String {
    if (study.scenario.run.replications as usize) < LEAST_REPLICATIONS {
        return format!("verdicts need {LEAST_REPLICATIONS} replications");
    }
    match differences.iter().filter(|one| one.p_adjusted.is_some()).count() {
        0 => "nothing differs that chance could have a part in".into(),
        tested => format!("verdicts allow for {tested} comparisons (Holm, 5 %)"),
    }
}

/// Whether an interval is missing in the table though there are replications enough.
fn lacks_intervals(study: &Study, differences: &[Difference]) -> bool {
    let lacks = |one: &Difference| study.keys[one.key].headline && one.paired.ci.is_none();
    study.scenario.run.replications > 1 && differences.iter().any(lacks)
}

/// The headline outcomes, each with a row for every strategy.
fn groups(study: &Study, differences: &[Difference]) -> Vec<Group> {
    let group = |key: usize| {
        let about = &study.keys[key];
        let row = |strategy| {
            let difference = differences.iter().find(|one| one.strategy == strategy && one.key == key);
            row(study, key, strategy, difference)
        };
        Group {
            head: format!("{} [{}]", label(about), shown_unit(about)),
            rows: (0..study.scenario.strategies.len()).map(row).collect(),
        }
    };
    study.headlines().map(group).collect()
}

fn row(study: &Study, key: usize, strategy: usize, difference: Option<&Difference>) -> Row {
    let about = &study.keys[key];
    let none = || "-".to_string();
    let value = study.estimate(strategy, key).map_or_else(none, |estimate| plain(about, estimate.mean));
    let interval = |(low, high)| format!("{} to {}", signed(about, low), signed(about, high));
    let (compared, verdict) = match difference {
        Some(one) => {
            ([signed(about, one.paired.difference), one.paired.ci.map_or_else(none, interval)], one.verdict.words())
        }
        None if study.scenario.strategies[strategy].baseline => ([String::new(), String::new()], "baseline"),
        None => ([none(), none()], Verdict::None.words()),
    };
    let [difference, interval] = compared;
    Row { name: study.scenario.strategies[strategy].name.clone(), numbers: [value, difference, interval], verdict }
}

fn sentence(study: &Study, differences: &[Difference], strategy: usize) -> String {
    let with = |verdict: Verdict| {
        let named = differences
            .iter()
            .filter(|one| one.strategy == strategy && study.keys[one.key].headline && one.verdict == verdict);
        named.map(|one| label(&study.keys[one.key])).collect::<Vec<_>>().join(", ")
    };
    let parts = [
        ("better in", with(Verdict::Better)),
        ("worse in", with(Verdict::Worse)),
        ("no difference shown in", with(Verdict::NoDifference)),
        ("no verdict on", with(Verdict::None)),
    ];
    parts
        .iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(what, list)| format!("{what} {list}"))
        .collect::<Vec<_>>()
        .join("; ")
}

fn warnings(study: &Study) -> Vec<String> {
    let replications = study.scenario.run.replications;
    let few = match replications {
        1 => "one replication has no interval and gives no verdict; use --replications 10 or more".into(),
        _ => format!("fewer than {LEAST_REPLICATIONS} replications give no verdict; use --replications 10 or more"),
    };
    ((replications as usize) < LEAST_REPLICATIONS).then_some(few).into_iter().collect()
}

fn label(key: &Key) -> &'static str {
    metric::position(key.metric).map_or(key.metric, |at| METRICS[at].label)
}

fn shown_unit(key: &Key) -> &'static str {
    if key.measure.unit == "share" { "%" } else { key.measure.unit }
}

/// A value in its unit; shares in per cent.
fn plain(key: &Key, value: f64) -> String {
    match key.measure.unit {
        "share" => format!("{:.2}", 100.0 * value),
        "EUR" => grouped(value, 0),
        _ => grouped(value, 2),
    }
}

fn signed(key: &Key, value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let sign = if value > 0.0 { "+" } else { "\u{2212}" };
    format!("{sign}{}", plain(key, value.abs()))
}

/// A number with its thousands set apart.
fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut groups: Vec<&str> =
        whole.as_bytes().rchunks(3).map(|group| std::str::from_utf8(group).unwrap_or("")).collect();
    groups.reverse();
    let sign = if value < 0.0 { "\u{2212}" } else { "" };
    let part = if part.is_empty() { String::new() } else { format!(".{part}") };
    format!("{sign}{}{part}", groups.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart_and_signs_shown() {
        assert_eq!(grouped(1_234_567.891, 2), "1,234,567.89");
        assert_eq!(grouped(-42.0, 0), "\u{2212}42");
        assert_eq!(grouped(999.0, 0), "999");
    }
}
