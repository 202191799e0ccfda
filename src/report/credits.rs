//! What a chart of credits shows: the rules side by side, and the truth with its interval below them.

use super::attribution::{Credited, IF_CLOSED, IF_REMOVED, IF_STOPPED, Known, SHAPLEY, by_claims, by_rule};
use super::charts::{Credits, Line, Of, Values, source};
use super::rounding::{Rounding, plain};
use crate::attribution::{Paths, Rule, over_claim};
use crate::experiment::{Attributed, Brought, Closing};

/// Of a table of paths, of which nothing is known in truth.
pub fn of_paths(file: &str, paths: &Paths) -> Credits {
    let rules = by_rule(paths);
    let lines = |channel: usize| -> Vec<Line> {
        let of = |(rule, credits): &Credited| {
            Some(Line { rule, value: credits.as_ref()?[channel].conversions, ci: None, of: Of::Rule })
        };
        rules.iter().filter_map(of).collect()
    };
    let channels: Vec<(String, Vec<Line>)> =
        by_claims(paths).into_iter().map(|channel| (paths.channels[channel].clone(), lines(channel))).collect();
    let all = paths.all();
    let claimed = over_claim(paths)
        .map_or_else(String::new, |factor| format!(": each is claimed by {} channels on average", plain(factor, 2)));
    Credits {
        title: format!("Conversions by channel and rule{claimed}"),
        subtitle: format!("{file}: {} conversions", plain(all.conversions as f64, 0)),
        source: "throughline".into(),
        rounding: rounding("conversions", &channels),
        channels,
    }
}

/// Of a strategy, beside what is lost where each channel is closed.
pub fn of_strategy(attributed: &Attributed) -> Credits {
    let scenario = &attributed.study.scenario;
    let mut channels: Vec<(String, Vec<Line>)> = attributed
        .channels
        .iter()
        .map(|&(channel, closing)| (scenario.names.channels[channel].clone(), lines(attributed, channel, closing)))
        .collect();
    channels.extend((0..attributed.campaigns.len()).map(|at| campaign(attributed, at)));
    let claims = |lines: &[Line]| lines.first().map_or(0.0, |line| line.value);
    channels.sort_by(|(_, a), (_, b)| claims(b).total_cmp(&claims(a)));
    let about = "Orders by rule, and what is lost where the channel is closed";
    let strategy = &scenario.strategies[0].name;
    Credits {
        title: finding(attributed).unwrap_or_else(|| about.into()),
        subtitle: format!("{about} (“{strategy}”). {}", scenario.title),
        source: source(&attributed.study, Values::WithIntervals),
        rounding: rounding("orders", &channels),
        channels,
    }
}

/// What a campaign, by its place, claims, and what it brings in truth.
fn campaign(attributed: &Attributed, at: usize) -> (String, Vec<Line>) {
    let one = &attributed.campaigns[at];
    let claims = attributed.claimed_by(at).map(|claims| Line {
        rule: Rule::AnyTouch.words(),
        value: claims.mean,
        ci: None,
        of: Of::Rule,
    });
    let truth = attributed.lost_without(one, Brought::Orders).map(Known::from);
    let truth = truth.map(|truth| Line { rule: IF_STOPPED, value: truth.value, ci: truth.ci, of: Of::Truth });
    let name = &attributed.study.scenario.names.campaigns[one.campaign];
    (format!("Campaign: {name}"), claims.into_iter().chain(truth).collect())
}

/// What the rules say of a channel, if anybody can turn to it, and what it brings in truth.
fn lines(attributed: &Attributed, channel: usize, closing: Closing) -> Vec<Line> {
    let line = |of: Of, rule: &'static str, known: Option<Known>| {
        known.map(|known| Line { rule, value: known.value, ci: known.ci.filter(|_| of == Of::Truth), of })
    };
    let rules = Rule::ALL
        .into_iter()
        .map(|rule| line(Of::Rule, rule.words(), attributed.credit(rule, channel, Brought::Orders).map(Known::from)));
    let truth = [
        line(Of::Rule, IF_REMOVED, attributed.lost_by_removal(channel).map(Known::from)),
        line(Of::Truth, SHAPLEY, attributed.shapley(closing).map(Known::from)),
        line(Of::Truth, IF_CLOSED, attributed.incremental(closing, Brought::Orders).map(Known::from)),
    ];
    let touched = |line: &Line| line.of == Of::Truth || !attributed.only_reaches_out(channel);
    rules.chain(truth).flatten().filter(touched).collect()
}

/// How numbers are written.
fn rounding(unit: &'static str, channels: &[(String, Vec<Line>)]) -> Rounding {
    Rounding::of(unit, channels.iter().flat_map(|(_, lines)| lines).map(|line| (line.value, line.ci)))
}

/// The channel of which last touch and truth part most, beyond the interval of the truth, in a sentence.
pub fn finding(attributed: &Attributed) -> Option<String> {
    let both = |&(channel, closing): &(usize, Closing)| {
        let truth = Known::from(attributed.incremental(closing, Brought::Orders)?);
        let (low, high) = truth.ci?;
        let last = attributed.credit(Rule::LastTouch, channel, Brought::Orders)?.mean;
        (last < low || last > high).then_some((channel, last, truth, (low, high)))
    };
    let parted = attributed.channels.iter().filter_map(both);
    let (channel, last, truth, ci) = parted.max_by(|(_, a, truth_a, _), (_, b, truth_b, _)| {
        (a - truth_a.value).abs().total_cmp(&(b - truth_b.value).abs())
    })?;
    let rounding = Rounding::of("orders", [(last, None), (truth.value, truth.ci)]);
    let (does, (low, high)) = if truth.value < 0.0 { ("gains", (-ci.1, -ci.0)) } else { ("loses", ci) };
    Some(format!(
        "Last touch credits {} with {} orders; closing it {does} {} ({} to {})",
        attributed.study.scenario.names.channels[channel],
        rounding.plain(last),
        rounding.plain(truth.value.abs()),
        rounding.plain(low),
        rounding.plain(high),
    ))
}
