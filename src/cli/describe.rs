//! `throughline describe`: what the outcomes mean, what the capabilities own, and how dashboards count.

use super::as_dashboard::{ALL, dashboard_names, dashboards_named};
use super::{Failure, named, say};
use crate::outcomes::{COHORTS, HOURS, METRICS, Metric, SERIES, Series};
use crate::report::definitions;
use crate::scenario::evidence::{Row, rows, told};
use crate::scenario::lines::{hung, wrapped};
use crate::scenario::reference::{Key, Section, sections};
use crate::scenario::typed::{Capability, Owned};
use crate::stats::{Kind, Measure};
use clap::Args;
use serde_json::Value;
use std::fmt::Write;

/// How values, intervals and verdicts are made.
const ESTIMATES: &str = "\
ESTIMATES  (how to find them again from replications.csv)

  value = numerator / denominator, in each replication. Over replications: the sum of numerators over that of \
    denominators. A total has denominator 1.
  se: delete-one jackknife over all N replications, also those without a denominator. With R the ratio and R(i) \
    the ratio without replication i, d(i) = (N - 1) (R - R(i)); sd is the standard deviation of d, se = sd / \
    sqrt(N).
  n: replications with a denominator. t: Student's, two-sided 95 %, n - 1 degrees of freedom.
  interval, by what is written behind an outcome:
    logit a to b   on g = ln((R - a) / (b - R)), plus and minus t se (b - a) / ((R - a) (b - R)), then back
    log            R / f to R f, with f = exp(t se / R)
    plain          R - t se to R + t se
    count          log; where nothing happened in any replication, 0 to -ln(0.025) / (sum of denominators)
    share          logit 0 to 1; where it never or always happened, that bound from 0 up or from 1 down
    none where se is 0 otherwise, and where an end would be endless
  difference: R of the strategy less R of the baseline; se from d of the one less d of the other; n counts the \
    replications in which both have a denominator; interval plain, and none where some replications' values are \
    equal and fewer than 6 differ.
  p: Student's t; where some replications' values are equal and fewer than 10 differ, no less than the exact \
    sign test's; none where all differ by the same or not at all, or where the outcome is fixed by design.
  p_adjusted: Holm, over headline outcomes x strategies. p_benjamini_hochberg: over the rows of one outcome, all \
    strategies, segments and channels. Rows without p are in no family.
  fixed by design: staffed_hours and staff_cost; integration_cost where it has no part per contact; \
    cost_to_serve where no channel costs anything per contact or minute; revenue and margin where nothing is sold; \
    profit, with or without integration and per customer, where all hold.
  verdict at 5 %, of headline outcomes by p_adjusted, of others by p_benjamini_hochberg; of what is fixed by \
    design by the difference itself. No verdict below 5 replications with a value, or without p; where \
    every replication has the same value, exactly equal; no relevant difference where run.smallest_relevant \
    names the outcome and its interval lies within.

";

#[derive(Debug, Args)]
pub struct Describe {
    /// Print only what is known by this name: an outcome, a capability or a parameter that it owns, a key or a table of a
    /// scenario (`seam.rebuild_minutes`, `channel.web`), a row of the evidence (`E20`), or a dashboard.
    #[arg(conflicts_with_all = ["keys", "evidence", "dashboard"])]
    name: Option<String>,
    /// Print every key of a scenario instead: meaning, range, default and what that rests on, as Markdown.
    #[arg(long)]
    keys: bool,
    /// Print the rows of the evidence instead, with their grades.
    #[arg(long, conflicts_with = "keys")]
    evidence: bool,
    /// Print instead how a dashboard counts its figures; `all` for all dashboards.
    #[arg(long = "as", value_name = "DASHBOARD", value_parser = dashboard_names(), conflicts_with_all = ["keys", "evidence"])]
    dashboard: Option<String>,
    /// Print that as Markdown: of all dashboards the page of docs, of one its part.
    #[arg(long, requires = "dashboard")]
    markdown: bool,
}

impl Describe {
    pub fn run(&self) -> Result<(), Failure> {
        match self {
            Self { keys: true, .. } => say(&keys()),
            Self { evidence: true, .. } => say(&evidence()),
            Self { dashboard: Some(name), markdown: true, .. } if name == ALL => say(&definitions::page()),
            Self { dashboard: Some(name), markdown: true, .. } => {
                say(&definitions::part_of_page(dashboards_named(name)))
            }
            Self { dashboard: Some(name), .. } => say(&definitions::told(dashboards_named(name))),
            Self { name: Some(name), .. } => say(&named::told(name)?),
            _ => say(&outcomes()),
        }
    }
}

fn outcomes() -> String {
    let mut text = String::from("OUTCOMES  (* headline; the better direction in brackets)\n\n");
    for metric in METRICS {
        text.push_str(&outcome(metric));
    }
    text.push_str("\nBY WEEK\n\n");
    text.extend(SERIES.iter().map(by_time));
    text.push_str("\nBY HOUR  (of the day at which a contact arrived, by channel)\n\n");
    text.extend(HOURS.iter().map(by_time));
    text.push_str("\nBY AGE  (of cohorts, by periods of four weeks since joining)\n\n");
    text.extend(COHORTS.iter().map(by_time));
    text.push('\n');
    text.push_str(&wrapped(ESTIMATES));
    text.push_str("CAPABILITIES  (what each owns: value at level 0 -> value at level 1)\n\n");
    text.extend(Capability::ALL.iter().map(|&one| capability(one)));
    text
}

pub(super) fn capability(capability: Capability) -> String {
    let mut text = format!("  {}\n    {}\n", capability.name(), capability.idea());
    for Owned { parameter, ends, meaning, evidence } in capability.owns() {
        let owned = format!("    {parameter} {} -> {}: {meaning}", ends.siloed, ends.integrated);
        let _ = writeln!(text, "{}\n      evidence: {}", hung(&owned, 6), told(evidence));
    }
    text
}

/// All rows of the evidence.
fn evidence() -> String {
    rows().iter().map(|(name, row)| row_of_evidence(name, row)).collect()
}

pub(super) fn row_of_evidence(name: &str, row: &Row) -> String {
    let grade = row.grade.map_or("no grade".into(), |grade| format!("{grade:?}"));
    hung(&format!("{name:<4} {grade:<8}  {}", row.subject.replace("**", "")), 15) + "\n"
}

/// All keys of a scenario.
fn keys() -> String {
    let mut text = String::from(
        "# Keys of a scenario\n\nPrinted by `throughline describe --keys`. NAME stands for a name of yours; *required*: where its table is, the key has to be\ntyped. The source is that of the default: E20 and its like are rows of [evidence.md](evidence.md), behind them the weakest\ngrade.\n",
    );
    for Section { heading, meaning, keys, .. } in sections() {
        let _ = write!(text, "\n## {heading}\n\n{}\n\n{KEYS_HEAD}", one_line(meaning));
        text.extend(keys.iter().map(key));
    }
    text
}

/// The head of a table of keys.
const KEYS_HEAD: &str = "| key | meaning | unit | range | default | source |\n|---|---|---|---|---|---|\n";

fn key(key: &Key) -> String {
    let default = default_of(key, "*required*");
    let source = key.evidence.map_or_else(String::new, told);
    let unit = key.unit.as_deref().unwrap_or_default();
    let cells = [&format!("`{}`", key.path), &one_line(key.meaning), unit, &key.expected, &default, &source];
    format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
}

/// What stands where nothing is typed, or that something has to be.
pub(super) fn default_of(key: &Key, required: &str) -> String {
    match key.default {
        Some(default) => in_toml(default),
        None if key.is_required => required.into(),
        None => String::new(),
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A default as one would type it.
fn in_toml(value: &Value) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "none".into(),
        Value::Array(items) if items.is_empty() => "none".into(),
        value => value.to_string(),
    }
}

pub(super) fn outcome(metric: &Metric) -> String {
    let star = if metric.headline { "*" } else { " " };
    let parts = metric.scope.words();
    let head = format!("{star} {} [{}] ({}{parts})", metric.id, metric.measure.unit, metric.better.words());
    entry(&head, metric.definition, (metric.numerator, metric.denominator), &metric.measure)
}

pub(super) fn by_time<T>(series: &Series<T>) -> String {
    let head = format!("  {} [{}]", series.id, series.measure.unit);
    entry(&head, series.definition, (series.numerator, series.denominator), &series.measure)
}

fn entry(head: &str, definition: &str, (numerator, denominator): (&str, &str), measure: &Measure) -> String {
    let definition = hung(&format!("    {definition}"), 6);
    let ratio = hung(&format!("    = {numerator} / {denominator}; interval: {}", interval(measure.kind)), 6);
    format!("{}\n{definition}\n{ratio}\n", hung(head, 6))
}

fn interval(kind: Kind) -> String {
    match kind {
        Kind::Share => "share".into(),
        Kind::Count => "count".into(),
        Kind::Grade(low, high) => format!("logit {low} to {high}"),
        Kind::Amount => "log".into(),
        Kind::Balance => "plain".into(),
    }
}
