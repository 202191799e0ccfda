//! Credits of channels as tables, for programs.

use super::tables::{SETTINGS, settings_in_a_cell};
use super::{Cell, Table};
use crate::attribution::{Credit, Paths, Rule, credits, removal_effects};
use crate::experiment::{Attributed, Brought};
use crate::stats::{Estimate, Paired};

/// What the rule is called that tells what would be lost if whoever goes to a channel went nowhere.
pub const IF_REMOVED: &str = "if removed";
/// What it is called where the channel is closed, and the same customers come.
pub const IF_CLOSED: &str = "if closed";
/// Shapley's value, over sets of channels that are open.
pub const SHAPLEY: &str = "Shapley";
/// Stands for all channels.
const ALL: &str = "*";

/// A rule, and what it credits each channel with.
pub type Credited = (&'static str, Option<Vec<Credit>>);

/// What each rule makes of paths; last, what would be lost without each channel.
pub fn by_rule(paths: &Paths) -> Vec<Credited> {
    let all = paths.all();
    let lost = |effect: f64| Credit { conversions: effect * all.conversions as f64, value: effect * all.value };
    let if_removed = removal_effects(paths).map(|effects| effects.into_iter().map(lost).collect());
    let rules = Rule::ALL.iter().map(|&rule| (rule.words(), credits(paths, rule)));
    rules.chain([(IF_REMOVED, if_removed)]).collect()
}

/// Channels by how many conversions they claim, and by name.
pub fn by_claims(paths: &Paths) -> Vec<usize> {
    let claims = credits(paths, Rule::AnyTouch).unwrap_or_default();
    let mut order: Vec<usize> = (0..paths.channels.len()).collect();
    order.sort_by(|&a, &b| {
        claims[b].conversions.total_cmp(&claims[a].conversions).then_with(|| paths.channels[a].cmp(&paths.channels[b]))
    });
    order
}

/// Credits by paths of a file, a row for each channel and rule.
pub fn of_paths(paths: &Paths) -> Table<'_> {
    let all = paths.all();
    let share = |credit: &Credit| (all.conversions > 0).then(|| credit.conversions / all.conversions as f64);
    let rules = by_rule(paths);
    let row = move |channel: usize, (rule, credits): &Credited| -> Option<Vec<Cell<'_>>> {
        let credit = credits.as_ref()?[channel];
        let (conversions, value) = (credit.conversions, credit.value);
        Some(vec![
            paths.channels[channel].as_str().into(),
            (*rule).into(),
            conversions.into(),
            value.into(),
            share(&credit).into(),
        ])
    };
    let rows: Vec<Vec<Cell<'_>>> = by_claims(paths)
        .into_iter()
        .flat_map(|channel| rules.iter().filter_map(move |rule| row(channel, rule)).collect::<Vec<_>>())
        .collect();
    Table { columns: vec!["channel", "rule", "conversions", "value", "share"], rows: Box::new(rows.into_iter()) }
}

/// Credits under a strategy, and what its channels bring in truth: a row for each outcome, channel and rule.
pub fn of_strategy(attributed: &Attributed) -> Table<'_> {
    let scenario = &attributed.study.scenario;
    let settings = settings_in_a_cell(scenario);
    let rows = Brought::ALL.into_iter().flat_map(move |what| {
        let total = attributed.total(what).map(|total| total.mean).filter(|total| *total > 0.0);
        let unit = attributed.measure(what).unit;
        let settings = settings.clone();
        rows_of(attributed, what).into_iter().map(move |Row { channel, rule, of }| {
            let (low, high) = of.ci.unzip();
            vec![
                scenario.name.as_str().into(),
                scenario.strategies[0].name.as_str().into(),
                what.metric().into(),
                unit.into(),
                channel.map_or(ALL, |channel| &scenario.names.channels[channel]).into(),
                rule.into(),
                of.n.into(),
                of.value.into(),
                of.se.into(),
                low.into(),
                high.into(),
                total.map(|total| of.value / total).into(),
                settings.clone().into(),
            ]
        })
    });
    let columns = vec![
        "scenario", "strategy", "metric", "unit", "channel", "rule", "n", "value", "se", "ci_low", "ci_high", "share",
        SETTINGS,
    ];
    Table { columns, rows: Box::new(rows) }
}

/// What a rule says of a channel, or of all.
struct Row {
    channel: Option<usize>,
    rule: &'static str,
    of: Known,
}

/// A value, and how well it is known.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// Number of replications.
    pub n: usize,
    /// The value.
    pub value: f64,
    /// Its standard error.
    pub se: Option<f64>,
    /// Its 95 % interval.
    pub ci: Option<(f64, f64)>,
}

impl From<Estimate> for Known {
    fn from(one: Estimate) -> Self {
        Self { n: one.n, value: one.mean, se: one.se, ci: one.ci }
    }
}

impl From<Paired> for Known {
    fn from(one: Paired) -> Self {
        Self { n: one.n, value: one.difference, se: one.se, ci: one.ci }
    }
}

fn rows_of(attributed: &Attributed, what: Brought) -> Vec<Row> {
    let orders = what == Brought::Orders;
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |channel: Option<usize>, rule: &'static str, of: Option<Known>| {
        rows.extend(of.map(|of| Row { channel, rule, of }));
    };
    add(None, "total", attributed.total(what).map(Known::from));
    for &(channel, closing) in &attributed.channels {
        for rule in Rule::ALL {
            add(Some(channel), rule.words(), attributed.credit(rule, channel, what).map(Known::from));
        }
        if orders {
            add(Some(channel), IF_REMOVED, attributed.lost_by_removal(channel).map(Known::from));
            add(Some(channel), SHAPLEY, attributed.shapley(closing).map(Known::from));
        }
        add(Some(channel), IF_CLOSED, attributed.incremental(closing, what).map(Known::from));
    }
    add(None, "no channel alone", attributed.interaction(what).map(Known::from));
    rows
}
