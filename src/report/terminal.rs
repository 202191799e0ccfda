//! The answer on a terminal: the headline outcomes of every strategy, each with its paired difference from the baseline,
//! its interval and a verdict in words; then a sentence for each strategy.

mod bad_day;
pub mod brought;
mod columns;
pub mod credits;
pub mod dashboards;
mod definitions;
mod grid;
mod joined;
mod worth;

use super::finding::falls;
use super::rounding::{Rounding, plain};
use crate::experiment::{self, Difference, LEAST_REPLICATIONS, Study, Verdict};
use crate::outcomes::{Key, METRICS, metric};
use crate::scenario::lines::{hung, wrapped};
use crate::stats::Estimate;
use grid::{Group, Row};
use std::fmt::Write;

/// From this many columns on, all that is known of a row is shown.
const WIDE: usize = 120;

/// The comparison as text, for a terminal of so many columns.
pub fn comparison(study: &Study, differences: &[Difference], columns: usize) -> String {
    let mut text = format!("{}\n{}\n", head(study, differences), table(study, differences, columns));
    if lacks_intervals(study, differences) {
        text += &paragraph("-: no interval, since no replication differs, all do by the same, or too few do to tell.");
    }
    text += &paragraph(
        "Effort counts all journeys, also those that came to nothing: see effort_per_completed_journey in summary.csv.",
    );
    if study.staffing().next().is_some() {
        text += &paragraph("Verdicts on staff are adjusted outcome by outcome (Benjamini and Hochberg).");
    }
    text.push('\n');
    for (at, strategy) in study.scenario.strategies.iter().enumerate().filter(|(_, strategy)| !strategy.baseline) {
        text += &paragraph(&format!("{}: {}", strategy.name, sentence(study, differences, at)));
    }
    let pays: Vec<String> =
        experiment::worth(study).iter().filter_map(|one| worth::sentence(study, differences, one)).collect();
    if !pays.is_empty() {
        text.push('\n');
        text.extend(pays.iter().map(|sentence| paragraph(sentence)));
    }
    let joined: Vec<String> =
        (0..study.scenario.strategies.len()).filter_map(|at| joined::sentence(study, at)).collect();
    if !joined.is_empty() {
        text.push('\n');
        text.extend(joined.iter().map(|sentence| paragraph(sentence)));
    }
    let bad_days = experiment::bad_day(study);
    if !bad_days.is_empty() {
        text.push('\n');
        text.extend(bad_day::sentences(study, &bad_days).map(|sentence| paragraph(&sentence)));
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
        "{} customers{}, {} days, {} replication{}, seed {}",
        plain(f64::from(run.customers), 0),
        if run.asked.joins { " at the start" } else { "" },
        run.horizon_days,
        run.replications,
        if run.replications == 1 { "" } else { "s" },
        run.seed,
    );
    let reading = format!(
        "intervals at 95 % (of chance alone, not of what is assumed), differences paired with \"{}\"; {}",
        study.scenario.strategies[study.scenario.baseline()].name,
        verdicts(study, differences),
    );
    let lines = [about].into_iter().chain(study.scenario.changed()).chain([size, reading]);
    lines.map(|line| paragraph(&line)).collect()
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
    let shown: Vec<usize> = study.headlines().chain(study.staffing()).collect();
    let lacks = |one: &Difference| shown.contains(&one.key) && one.paired.ci.is_none();
    study.scenario.run.replications > 1 && differences.iter().any(lacks)
}

/// The headline outcomes and how busy staff is, each with a row for every strategy that has a value there.
fn table(study: &Study, differences: &[Difference], columns: usize) -> String {
    let (heads, numbers): (&[&str], Numbers) = if columns < WIDE {
        (&["value", "difference", "95 % interval"], usual)
    } else {
        (&["value", "95 % interval", "difference", "95 % interval", "p adjusted"], all)
    };
    let group = |key: usize| {
        let rounding = Rounding::of_outcome(study, differences, key);
        let row = |strategy: usize| {
            let difference = differences.iter().find(|one| one.strategy == strategy && one.key == key);
            let verdict = match difference {
                Some(one) => one.verdict.words(),
                None if study.scenario.strategies[strategy].baseline => "baseline",
                None => Verdict::None.words(),
            };
            let numbers = numbers(&rounding, study.estimate(strategy, key).as_ref(), difference);
            Row { name: study.scenario.strategies[strategy].name.clone(), numbers, verdict }
        };
        Group {
            head: format!("{} [{}]", whose(&study.keys[key]), unit(&rounding)),
            rows: (0..study.scenario.strategies.len())
                .filter(|&strategy| study.estimate(strategy, key).is_some())
                .map(row)
                .collect(),
        }
    };
    let groups: Vec<Group> = study.headlines().chain(study.staffing()).map(group).collect();
    grid::drawn(heads, &groups, columns)
}

/// An outcome, and whose it is where that is a part of the market.
fn whose(key: &Key) -> String {
    if key.channel.is_empty() { label(key).into() } else { format!("{}: {}", key.channel, label(key)) }
}

/// The unit of values, and that of differences where it is another.
fn unit(rounding: &Rounding) -> String {
    let (of_values, of_differences) = (rounding.unit(), rounding.unit_of_differences());
    if of_values == of_differences { of_values } else { format!("{of_values}, differences in {of_differences}") }
}

/// What stands in the columns of numbers.
type Numbers = fn(&Rounding, Option<&Estimate>, Option<&Difference>) -> Vec<String>;

const NOTHING: &str = "-";

fn usual(rounding: &Rounding, level: Option<&Estimate>, difference: Option<&Difference>) -> Vec<String> {
    let value = level.map_or_else(|| NOTHING.into(), |level| rounding.plain(level.mean));
    let compared =
        |one: &Difference| [rounding.signed(one.paired.difference), interval(one.paired.ci, |x| rounding.signed(x))];
    [value].into_iter().chain(difference.map_or_else(Default::default, compared)).collect()
}

fn all(rounding: &Rounding, level: Option<&Estimate>, difference: Option<&Difference>) -> Vec<String> {
    let around = interval(level.and_then(|level| level.ci), |x| rounding.plain(x));
    let p = |one: &Difference| one.p_adjusted.or(one.p_benjamini_hochberg).map_or_else(|| NOTHING.into(), chance);
    let mut numbers = usual(rounding, level, difference);
    numbers.insert(1, around);
    numbers.push(difference.map_or_else(String::new, p));
    numbers
}

fn interval(ci: Option<(f64, f64)>, write: impl Fn(f64) -> String) -> String {
    ci.map_or_else(|| NOTHING.into(), |(low, high)| format!("{} to {}", write(low), write(high)))
}

/// A p-value.
fn chance(p: f64) -> String {
    if p < 0.001 { "<0.001".into() } else { format!("{p:.3}") }
}

/// What a strategy is better and worse in; and that it serves fewer, where that may be why it takes less.
fn sentence(study: &Study, differences: &[Difference], strategy: usize) -> String {
    let of_strategy = || {
        study.headlines().filter_map(|key| differences.iter().find(|one| one.strategy == strategy && one.key == key))
    };
    let names = |shown: &dyn Fn(&Difference) -> bool| {
        let named = of_strategy().filter(|one| shown(one)).map(|one| label(&study.keys[one.key]));
        named.collect::<Vec<_>>().join(", ")
    };
    let parts = [
        ("better in", Verdict::Better),
        ("worse in", Verdict::Worse),
        ("no relevant difference in", Verdict::NoRelevantDifference),
        ("no difference shown in", Verdict::NoDifference),
        ("exactly equal in", Verdict::ExactlyEqual),
        ("no verdict on", Verdict::None),
    ];
    let parts = parts.map(|(what, verdict)| (what, names(&|one| one.verdict == verdict)));
    let told: Vec<String> =
        parts.iter().filter(|(_, list)| !list.is_empty()).map(|(what, list)| format!("{what} {list}")).collect();
    told.join("; ") + &serves_fewer(study, differences, strategy).unwrap_or_default()
}

/// Outcomes that get better for whoever serves fewer.
const SPARED: [&str; 2] = ["effort_per_journey", "cost_to_serve"];

/// That fewer get what they come for, where effort or cost is better.
fn serves_fewer(study: &Study, differences: &[Difference], strategy: usize) -> Option<String> {
    let is_spared = |one: &&Difference| {
        let key = &study.keys[one.key];
        one.strategy == strategy && key.headline && SPARED.contains(&key.metric) && one.verdict == Verdict::Better
    };
    let names = |of: &[&Difference], between| {
        of.iter().map(|one| label(&study.keys[one.key])).collect::<Vec<_>>().join(between)
    };
    let spared: Vec<&Difference> = differences.iter().filter(is_spared).collect();
    let fewer = falls(study, differences, strategy);
    let told = || {
        format!(
            ". Fewer get what they came for ({}): part of the better {} may be that they are not served",
            names(&fewer, ", "),
            names(&spared, " and ")
        )
    };
    (!fewer.is_empty() && !spared.is_empty()).then(told)
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
