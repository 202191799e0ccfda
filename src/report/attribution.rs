//! Credits of channels as tables, for programs.

use super::tables::{SETTINGS, settings_in_a_cell};
use super::{Cell, Table};
use crate::attribution::{Credit, Paths, Rule, credits, removal_effects};
use crate::experiment::{Attributed, Brought, One};
use crate::stats::{Estimate, Paired};

/// What the rule is called that tells what would be lost if whoever goes to a channel went nowhere.
pub const IF_REMOVED: &str = "if removed";
/// What it is called where the channel is closed, and the same customers come.
pub const IF_CLOSED: &str = "if closed";
/// Shapley's value, over sets of channels that are open.
pub const SHAPLEY: &str = "Shapley";
/// What is lost in all weeks where the channel is closed for some days alone; in those days, after them, and by week.
const PULSE: &str = "pulse";
/// What is lost where the channel is weighed a tenth less, and gained where it is weighed a tenth more.
const TENTHS: [&str; 2] = ["a tenth less", "a tenth more"];
/// What a contact of the channel brings: at the margin, and on average.
const PER_CONTACT: [&str; 2] = ["a contact at the margin", "a contact on average"];
/// The same of a message of a campaign.
const PER_MESSAGE: [&str; 2] = ["a message at the margin", "a message on average"];
/// What it is called where a campaign is stopped, and the same customers come.
pub const IF_STOPPED: &str = "if stopped";
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
        let rows = rows_of(attributed, what).into_iter().chain(of_campaigns(attributed, what));
        rows.map(move |Row { channel, rule, of, per }| {
            let (low, high) = of.ci.unzip();
            let share = total.filter(|_| per.is_empty()).map(|total| of.value / total);
            vec![
                scenario.name.as_str().into(),
                scenario.strategies[0].name.as_str().into(),
                what.metric().into(),
                format!("{unit}{per}").into(),
                channel.into(),
                rule.into(),
                of.n.into(),
                of.value.into(),
                of.se.into(),
                low.into(),
                high.into(),
                share.into(),
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

/// What a rule says of a channel, or of all, or of a campaign.
struct Row {
    channel: String,
    rule: String,
    of: Known,
    /// Of what it is, if not of all: what is added to the unit.
    per: &'static str,
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
    let name = |channel: Option<usize>| {
        channel.map_or_else(|| ALL.into(), |channel| attributed.study.scenario.names.channels[channel].clone())
    };
    let mut add = |channel: Option<usize>, rule: &str, of: Option<Known>| {
        rows.extend(of.map(|of| Row { channel: name(channel), rule: rule.into(), of, per: "" }));
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
    for (at, &(channel, _)) in attributed.channels.iter().enumerate() {
        let of_channel = |(rule, of)| Row { channel: name(Some(channel)), rule, of, per: "" };
        rows.extend(of_pulse(attributed, at, what).map(of_channel));
    }
    for (at, &(channel, _)) in attributed.channels.iter().enumerate() {
        let each = (PER_CONTACT, " per contact");
        rows.extend(of_tenths(attributed, (One::Channel(at), &name(Some(channel))), what, each));
    }
    rows
}

/// What campaigns claim, and what is lost without them.
fn of_campaigns(attributed: &Attributed, what: Brought) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |name: &str, rule: &str, of: Option<Known>| {
        rows.extend(of.map(|of| Row { channel: format!("campaign.{name}"), rule: rule.into(), of, per: "" }));
    };
    let name = |campaign: usize| attributed.study.scenario.names.campaigns[campaign].as_str();
    for (at, one) in attributed.campaigns.iter().enumerate() {
        let claims = attributed.claimed_by(at).filter(|_| what == Brought::Orders);
        add(name(one.campaign), Rule::AnyTouch.words(), claims.map(Known::from));
        add(name(one.campaign), IF_STOPPED, attributed.lost_without(one, what).map(Known::from));
    }
    add(ALL, IF_STOPPED, attributed.lost_in_silence(what).map(Known::from));
    add(ALL, "no campaign alone", attributed.no_campaign_alone(what).map(Known::from));
    for (at, one) in attributed.campaigns.iter().enumerate() {
        let channel = format!("campaign.{}", name(one.campaign));
        let each = (PER_MESSAGE, " per message");
        rows.extend(of_tenths(attributed, (One::Campaign(at), &channel), what, each));
    }
    rows
}

/// What a tenth less and a tenth more is worth of a channel or a campaign, and what each contact or message then is.
fn of_tenths(
    attributed: &Attributed,
    (one, name): (One, &str),
    what: Brought,
    (rules, per): ([&'static str; 2], &'static str),
) -> Vec<Row> {
    let row = |rule: &str, of: Known, per| Row { channel: name.into(), rule: rule.into(), of, per };
    let Some(tenths) = attributed.tenths(one, what) else { return Vec::new() };
    let tenths = TENTHS.into_iter().zip(tenths).filter_map(|(rule, of)| Some(row(rule, of?.into(), "")));
    let each = rules.into_iter().zip(at_the_margin_and_on_average(attributed, one, what));
    tenths.chain(each.filter_map(|(rule, of)| Some(row(rule, of?, per)))).collect()
}

/// What a contact of a channel, or a message of a campaign, brings at the margin and on average.
pub fn at_the_margin_and_on_average(attributed: &Attributed, one: One, what: Brought) -> [Option<Known>; 2] {
    [attributed.at_the_margin(one, what), attributed.on_average(one, what)].map(|one| one.map(Known::from))
}

/// What is lost where a channel, by its place, is closed for the pulse alone: in all, within it, after it, and in each week
/// from its first on.
fn of_pulse(attributed: &Attributed, at: usize, what: Brought) -> impl Iterator<Item = (String, Known)> {
    let spans = attributed.weeks_of_pulse().map_or_else(Vec::new, |(within, after)| {
        let whole = within.start..after.end;
        let by_week = whole.clone().map(|week| (format!("{PULSE}, week {}", week + 1), week..week + 1));
        let in_all = [(PULSE.into(), whole), (format!("{PULSE}, within"), within), (format!("{PULSE}, after"), after)];
        in_all.into_iter().chain(by_week).collect()
    });
    spans.into_iter().filter_map(move |(rule, weeks)| Some((rule, attributed.lost_in(at, weeks, what)?.into())))
}
