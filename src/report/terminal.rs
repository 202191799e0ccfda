//! The answer on a terminal: the headline outcomes of every strategy, each with its paired difference from the baseline,
//! its interval and a verdict in words; then a sentence for each strategy.

use crate::experiment::{Difference, LEAST_REPLICATIONS, Study, Verdict};
use crate::outcomes::{Key, METRICS, metric};
use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};
use std::fmt::Write;

const RULES: TableStyle = {
    let rule = LineStyle::none().fill('\u{2500}').junction('\u{2500}');
    TableStyle::new().top_border(rule).header_separator(rule).bottom_border(rule)
};
/// Above this share of cut-off journeys a result is to be doubted.
const MOST_CUT_OFF: f64 = 0.001;
/// Above this share of contacts in line at the horizon a pool was swamped, and its waits depend on how long one looks.
const MOST_IN_LINE: f64 = 0.01;

/// The comparison as text.
pub fn comparison(study: &Study, differences: &[Difference]) -> String {
    let run = &study.scenario.run;
    let mut text = String::new();
    let _ = writeln!(text, "{}: {}", study.scenario.name, study.scenario.title);
    let _ = writeln!(
        text,
        "{} customers, {} days, {} replication{}, seed {}\nintervals at 95 %, differences paired with \"{}\"; {}\n",
        grouped(f64::from(run.customers), 0),
        run.horizon_days,
        run.replications,
        if run.replications == 1 { "" } else { "s" },
        run.seed,
        study.scenario.strategies[study.scenario.baseline()].name,
        verdicts(study, differences),
    );
    let _ = writeln!(text, "{}", table(study, differences));
    if lacks_intervals(study, differences) {
        text.push_str("-: no interval, since no replication differs, all do by the same, or too few do to tell.\n");
    }
    text.push_str("Effort counts all journeys, also those that came to nothing: see effort_per_completed_journey in summary.csv.\n\n");
    for (at, strategy) in study.scenario.strategies.iter().enumerate().filter(|(_, strategy)| !strategy.baseline) {
        let _ = writeln!(text, "{}: {}", strategy.name, sentence(study, differences, at));
    }
    for warning in warnings(study) {
        let _ = writeln!(text, "\nwarning: {warning}");
    }
    text
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

fn table(study: &Study, differences: &[Difference]) -> Table {
    let mut table = Table::new();
    table.load_style(RULES).set_header(["outcome", "strategy", "value", "difference", "95 % interval", "verdict"]);
    for key in (0..study.keys.len()).filter(|&key| study.keys[key].headline) {
        if table.row_count() > 0 {
            table.add_row([""]);
        }
        for strategy in 0..study.scenario.strategies.len() {
            let difference = differences.iter().find(|one| one.strategy == strategy && one.key == key);
            table.add_row(row(study, key, strategy, difference));
        }
    }
    for column in 2..5 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn row(study: &Study, key: usize, strategy: usize, difference: Option<&Difference>) -> Vec<Cell> {
    let about = &study.keys[key];
    let outcome = if strategy == 0 { format!("{} [{}]", label(about), shown_unit(about)) } else { String::new() };
    let value = study.estimate(strategy, key).map_or("-".into(), |estimate| plain(about, estimate.mean));
    let mut row = vec![outcome, study.scenario.strategies[strategy].name.clone(), value];
    match difference {
        Some(one) => {
            row.push(signed(about, one.paired.difference));
            row.push(
                one.paired
                    .ci
                    .map_or("-".into(), |(low, high)| format!("{} to {}", signed(about, low), signed(about, high))),
            );
            row.push(one.verdict.words().into());
        }
        None if study.scenario.strategies[strategy].baseline => {
            row.extend([String::new(), String::new(), "baseline".into()]);
        }
        None => row.extend(["-".into(), "-".into(), Verdict::None.words().into()]),
    }
    row.into_iter().map(Cell::new).collect()
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
    let mut warnings = Vec::new();
    let (cut_off, journeys, censored) =
        (study.key("cut_off_rate"), study.key("journeys"), study.key("censored_journeys"));
    for (at, strategy) in study.scenario.strategies.iter().enumerate() {
        let mean = |key: usize| study.estimate(at, key).map_or(0.0, |estimate| estimate.mean);
        if mean(cut_off) > MOST_CUT_OFF {
            warnings.push(format!("\"{}\": {:.2} % of journeys were cut off at the limit of contacts; they cannot end as they are described", strategy.name, 100.0 * mean(cut_off)));
        }
        if mean(censored) > 0.01 * (mean(journeys) + mean(censored)) {
            warnings.push(format!(
                "\"{}\": {:.0} journeys were still open at the horizon; lengthen the horizon or shorten the journeys",
                strategy.name,
                mean(censored)
            ));
        }
    }
    warnings.extend((0..study.scenario.strategies.len()).flat_map(|at| swamped(study, at)));
    let replications = study.scenario.run.replications;
    if replications == 1 {
        warnings.push("one replication has no interval and gives no verdict; use --replications 10 or more".into());
    } else if (replications as usize) < LEAST_REPLICATIONS {
        warnings.push(format!(
            "fewer than {LEAST_REPLICATIONS} replications give no verdict; use --replications 10 or more"
        ));
    }
    warnings
}

/// The pools that were swamped under a strategy: many stood in their line at the horizon.
fn swamped(study: &Study, at: usize) -> impl Iterator<Item = String> {
    let scenario = &study.scenario;
    let strategy = &scenario.strategies[at];
    let sum = move |metric: &str, pool: usize| -> f64 {
        let served = strategy.market.channels.iter().zip(&scenario.names.channels);
        let keys = served
            .filter(|(channel, _)| channel.pool == Some(pool))
            .filter_map(|(_, name)| study.key_of(metric, "", name));
        keys.filter_map(|key| study.estimate(at, key)).map(|estimate| estimate.mean).sum()
    };
    scenario.names.pools.iter().enumerate().filter_map(move |(pool, name)| {
        let (in_line, left) = (sum("contacts_in_line_at_horizon", pool), sum("censored_contacts", pool));
        let still = if left > 0.0 { format!(" (and {left:.0} were not done a whole horizon later)") } else { String::new() };
        (in_line > MOST_IN_LINE * sum("contacts", pool)).then(|| {
            format!(
                "\"{}\": {in_line:.0} contacts stood in the line of staff.{name} at the horizon{still}: closed then, or more than it can serve (then the longer the run, the longer the waits)",
                strategy.name
            )
        })
    })
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
