//! Whether what journeys are made of can happen: every step offered, by a channel that is open, to somebody who needs it.

use super::values::Check;
use crate::scenario::error::did_you_mean;
use crate::scenario::meant::{Channel, Journey, Market, Names, Segment};
use crate::scenario::path::{Part, Path};
use crate::scenario::typed;
use std::collections::BTreeSet;

/// A step that no channel offers, beside one like it that no journey has, is one slip: all that follows from it would be
/// told at the wrong places.
pub fn steps_are_as_channels_write_them(check: &mut Check, typed: &typed::Scenario) {
    let had: BTreeSet<&str> = typed.journey.values().flat_map(|journey| &journey.steps).map(String::as_str).collect();
    let offered = || typed.channel.iter().flat_map(|(name, channel)| channel.step.keys().map(move |step| (name, step)));
    let unused: Vec<&str> = offered().map(|(_, step)| step.as_str()).filter(|step| !had.contains(step)).collect();
    for (name, journey) in &typed.journey {
        for step in journey.steps.iter().filter(|step| !offered().any(|(_, offered)| offered == *step)) {
            let Some(like) = did_you_mean(step, unused.iter().copied()) else { continue };
            let channel = offered().find(|(_, step)| *step == like).map_or("", |(name, _)| name);
            check.wrong(
                Path::of(["journey", name, "steps"]),
                format_args!("`{step}`, which no channel offers, and `{like}` at {}", Path::of(["channel", channel])),
                "a step by the same word here and where channels offer it",
                format!("did you mean `{like}`? If not, correct it in {}", Path::of(["channel", channel])),
            );
        }
    }
}

/// A journey that can only ever be given up, or that nobody ever needs, is a mistake, in the scenario or the strategy.
pub(super) fn every_need_can_be_met(
    check: &mut Check,
    market: &Market,
    names: &Names,
    typed: &typed::Scenario,
    strategy: (usize, &typed::Strategy),
) {
    every_step_is_offered(check, typed, market, names);
    if check.problems.is_empty() {
        every_step_is_open(check, market, names, strategy);
        every_journey_arises(check, typed, market, names);
    }
}

fn every_step_is_offered(check: &mut Check, typed: &typed::Scenario, market: &Market, names: &Names) {
    let offered = |step: usize| market.channels.iter().any(|channel| channel.steps[step].is_some());
    for (journey, name) in market.journeys.iter().zip(&names.journeys) {
        let missing = journey.steps.iter().filter(|&&step| !offered(step)).map(|&step| names.steps[step].as_str());
        let missing: Vec<&str> = missing.collect();
        if let [first, ..] = missing[..] {
            let opens = |(_, channel): &(&String, &typed::Channel)| channel.step.contains_key(first);
            let remedy = match typed.channel.iter().find(opens) {
                Some((channel, _)) => {
                    let path = Path::of(["channel", channel, "step", first, "from_inventory"]);
                    format!("leave {path} out, or let another channel offer the step at every level of inventory")
                }
                None => format!("add [{}]", Path::of(["channel", "NAME", "step", first])),
            };
            check.wrong(
                Path::of(["journey", name, "steps"]),
                format_args!("`{}`, which no channel offers", missing.join("`, `")),
                "steps that some channel offers, under every strategy",
                remedy,
            );
        }
    }
}

fn every_step_is_open(check: &mut Check, market: &Market, names: &Names, strategy: (usize, &typed::Strategy)) {
    if let Some(step) = market.step_without_channel() {
        check.wrong(
            closed_at(step, &market.channels, names, strategy),
            format_args!("no open channel for the step `{}`", names.steps[step]),
            "an open channel for every step of every journey",
            format!("open {}", offering(step, market, names).join(" or ")),
        );
    }
}

/// The channels that offer a step, open or not.
fn offering(step: usize, market: &Market, names: &Names) -> Vec<String> {
    let all = market.channels.iter().zip(&names.channels).filter(|(channel, _)| channel.steps[step].is_some());
    all.map(|(_, name)| Path::of(["channel", name]).to_string()).collect()
}

fn every_journey_arises(check: &mut Check, typed: &typed::Scenario, market: &Market, names: &Names) {
    let joins_with = |segment: &Segment| segment.joins.as_ref().filter(|_| segment.share > 0.0)?.first;
    let is_needed = |at: usize| {
        market.segments.iter().any(|segment| segment.needs[at].is_some() || joins_with(segment) == Some(at))
            || market.campaigns.iter().any(|campaign| campaign.begins == at)
    };
    let arises = |(at, journey): &(usize, &Journey)| {
        is_needed(*at) || !journey.follows.is_empty() || is_set_on_a_day(typed, &names.journeys[*at])
    };
    for (at, _) in market.journeys.iter().enumerate().filter(|journey| !arises(journey)) {
        let name = &names.journeys[at];
        let given = typed.segment.iter().find(|(_, segment)| segment.needs.contains_key(name));
        let (path, remedy) = if let Some((segment, _)) = given {
            let path = Path::of(["segment", segment, "needs", name, "per_year"]);
            (path, "write a number above 0, however small".into())
        } else {
            (Path::of(["journey", name]), format!("add {} to a segment", Path::of(["needs", name])))
        };
        let expected =
            "needs in some segment, `follows`, a campaign that begins it, or a segment whose customers join with it";
        check.wrong(path, format_args!("a journey that nobody ever needs: {name}"), expected, remedy);
    }
}

/// Whether needs of a type are set from a day on: there may be none on others.
fn is_set_on_a_day(typed: &typed::Scenario, journey: &str) -> bool {
    let later = typed.strategy.iter().filter(|strategy| strategy.from_day.is_some()).map(|strategy| &strategy.set);
    let mut set = typed.change.iter().map(|change| &change.set).chain(later).flat_map(|set| set.keys());
    let is_needs = |parts: &[Part]| {
        matches!(parts, [Part::Key(table), Part::Key(_), Part::Key(needs), Part::Key(name), ..]
            if (table.as_str(), needs.as_str(), name.as_str()) == ("segment", "needs", journey))
    };
    set.any(|key| is_needs(Path::typed(key).parts()))
}

/// Where the last channel for a step was closed: by the strategy's list, or by the channel's own `open`.
fn closed_at(step: usize, channels: &[Channel], names: &Names, (at, strategy): (usize, &typed::Strategy)) -> Path {
    let listed = |name: &String| strategy.channels.as_ref().is_none_or(|list| list.contains(name));
    let mut offering = channels.iter().zip(&names.channels).filter(|(channel, _)| channel.steps[step].is_some());
    match offering.find(|(_, name)| listed(name)) {
        Some((_, name)) => Path::of(["channel", name, "open"]),
        None => Path::of(["strategy"]).index(at).key("channels"),
    }
}
