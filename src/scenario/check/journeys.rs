//! Journeys: their steps, what follows from what, and what lost context costs.

use super::levels::Levels;
use super::refunds::refunds;
use super::values::{A_CHANNEL, Check, share};
use crate::scenario::meant::{Follows, Journey, Kind, LostContext, Names, Probability, Rhythm, Seam};
use crate::scenario::path::Path;
use crate::scenario::typed::{self, Capability};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Ways in which journeys come about, by a need or a chain of `follows`: they are numbered in 8 bits.
const MOST_CAUSES: u64 = 256;

pub(super) fn journeys(check: &mut Check, typed: &typed::Scenario, names: &Names, levels: &Levels) -> Vec<Journey> {
    typed.journey.iter().map(|(name, journey)| one_journey(check, typed, names, levels, name, journey)).collect()
}

fn one_journey(
    check: &mut Check,
    typed: &typed::Scenario,
    names: &Names,
    levels: &Levels,
    name: &str,
    journey: &typed::Journey,
) -> Journey {
    let path = Path::of(["journey", name]);
    reopens(check, &path, journey);
    Journey {
        typed: Arc::new(journey.clone()),
        price_step: price_step(check, &path, journey),
        takes_at: takes_at(check, &path, journey),
        refunds: refunds(check, &path, typed, journey, names),
        lost_context: lost_context(check, &path, typed, journey),
        steps: steps(check, &path, journey, names),
        pause_days: journey.pause_days(),
        reference_minutes: journey.reference_minutes(),
        taste: check.per_channel(&path.key("taste"), &journey.taste, &names.channels),
        rhythm: rhythm(check, &path, journey),
        twin: twin(check, &path, typed, journey, names),
        follows: follows(check, &path, typed, name, names),
        seams: seams(typed, journey, levels),
    }
}

fn steps(check: &mut Check, path: &Path, journey: &typed::Journey, names: &Names) -> Vec<usize> {
    let new = "a step that some journey has without the strategy";
    let known = |step: &String| check.name(path.key("steps"), step, new, &names.steps);
    let steps: Vec<usize> = journey.steps.iter().filter_map(known).collect();
    if let Some(at) = (1..steps.len()).find(|&at| steps[..at].contains(&steps[at])) {
        check.wrong(
            path.key("steps"),
            format_args!("`{}` twice", names.steps[steps[at]]),
            "each step once",
            "take it out, or give the other another name",
        );
    }
    steps
}

fn price_step(check: &mut Check, path: &Path, journey: &typed::Journey) -> Option<usize> {
    match (&journey.price_step, &journey.value) {
        (Some(step), None) => {
            check.wrong(
                path.key("price_step"),
                format_args!("\"{step}\", in a journey without a value"),
                "a journey with a `value`",
                "take `price_step` out, or give the journey a value",
            );
            None
        }
        (Some(step), _) => check.name(path.key("price_step"), step, "a step of this journey", &journey.steps),
        (None, Some(_)) => (journey.steps.len() == 1).then_some(0),
        (None, None) => None,
    }
}

/// The position of the step that takes a unit of stock.
fn takes_at(check: &mut Check, path: &Path, journey: &typed::Journey) -> Option<usize> {
    if let (None, Some(leave)) = (&journey.takes_at, journey.leave_when_out) {
        check.wrong(
            path.key("leave_when_out"),
            format_args!("{leave}, in a journey that takes nothing from stock"),
            "a journey with `takes_at`",
            "take it out, or say with `takes_at` which step takes a unit",
        );
    }
    let step = journey.takes_at.as_ref()?;
    check.name(path.key("takes_at"), step, "a step of this journey", &journey.steps)
}

fn reopens(check: &mut Check, path: &Path, journey: &typed::Journey) {
    if let (Some(reopens), Some(_)) = (journey.reopens, &journey.value) {
        check.wrong(
            path.key("reopens"),
            format_args!("probability = {}, in a journey with a value", reopens.probability),
            "a journey without a `value`",
            "take `reopens` out; an order that causes work later has a journey for it, which `follows`",
        );
    }
}

fn rhythm(check: &mut Check, path: &Path, journey: &typed::Journey) -> Rhythm {
    check.weights(&path.key("by_hour"), &journey.by_hour, &[24]);
    check.weights(&path.key("by_weekday"), &journey.by_weekday, &[7]);
    check.weights(&path.key("by_season"), &journey.by_season, &[4, 13, 52]);
    Rhythm {
        by_hour: journey.by_hour.clone(),
        by_weekday: journey.by_weekday.clone(),
        by_season: journey.by_season.clone(),
    }
}

fn lost_context(check: &mut Check, path: &Path, typed: &typed::Scenario, journey: &typed::Journey) -> LostContext {
    if let (Some(restart), Some(minutes)) = (&journey.restart, journey.rebuild_minutes) {
        check.wrong(
            path.key("rebuild_minutes"),
            format_args!("{minutes}, beside restart = \"{restart}\""),
            "either `restart` or `rebuild_minutes`",
            "keep the one that describes what lost context costs here",
        );
    }
    if let (None, Some(_)) = (&journey.restart, journey.restart_not_offered) {
        check.wrong(
            path.key("restart_not_offered"),
            "restart_not_offered, in a journey without `restart`",
            "a journey with `restart`",
            "take it out, or say with `restart` from which step on lost context is done again",
        );
    }
    if let Some(restart) = &journey.restart {
        return LostContext::Restart(
            check.name(path.key("restart"), restart, "a step of this journey", &journey.steps).unwrap_or(0),
        );
    }
    LostContext::Rebuild(journey.rebuild_minutes(&typed.seam))
}

/// Where the matter is also sent: to channels of kind messages that can answer it, and are not the only ones to.
fn twin(
    check: &mut Check,
    path: &Path,
    typed: &typed::Scenario,
    journey: &typed::Journey,
    names: &Names,
) -> Vec<(usize, Probability)> {
    let mut list = Vec::new();
    for (name, &probability) in &journey.twin {
        let path = path.key("twin").key(name);
        let Some(channel) = check.name(&path, name, A_CHANNEL, &names.channels) else { continue };
        match cannot_be_written_to(typed, journey, name) {
            Some((found, remedy)) => check.wrong(
                path,
                format_args!("`{name}`, {found}"),
                "a channel of kind messages with a staff pool that offers the journey's first step, beside another",
                remedy,
            ),
            None => list.push((channel, share(probability))),
        }
    }
    list
}

/// Why nobody who begins a journey elsewhere can write to a channel as well, and what to do about it.
fn cannot_be_written_to(
    typed: &typed::Scenario,
    journey: &typed::Journey,
    name: &str,
) -> Option<(&'static str, &'static str)> {
    let offers = |channel: &typed::Channel| journey.steps.first().is_some_and(|step| channel.step.contains_key(step));
    let channel = &typed.channel[name];
    if channel.kind != Kind::Messages {
        Some(("a channel of another kind", "name a channel of kind messages, or set its `kind`"))
    } else if !typed.staff.values().any(|staff| staff.serves.iter().any(|served| served == name)) {
        Some(("a channel without a staff pool", "let a pool serve it, or take it out"))
    } else if !offers(channel) {
        Some(("a channel that does not offer the first step", "let it offer the first step, or take it out"))
    } else if typed.channel.values().filter(|channel| offers(channel)).count() == 1 {
        Some((
            "the only channel in which the journey can begin",
            "take it out: a letter has no twin in its own channel",
        ))
    } else {
        None
    }
}

fn follows(check: &mut Check, path: &Path, typed: &typed::Scenario, name: &str, names: &Names) -> Vec<Follows> {
    if leads_back(typed, name, name, &mut BTreeSet::new()) {
        check.wrong(
            path.key("follows"),
            "a journey that follows from itself",
            "no circle of journeys",
            "take one out of the circle, or make it a journey of its own",
        );
        return Vec::new();
    }
    let mut list = Vec::new();
    for (index, follows) in typed.journey[name].follows.iter().enumerate() {
        let path = path.key("follows").index(index);
        let journey = check.name(path.key("journey"), &follows.journey, "a journey of this scenario", &names.journeys);
        let channel = follows
            .channel
            .as_ref()
            .map(|channel| check.name(path.key("channel"), channel, A_CHANNEL, &names.channels).unwrap_or(0));
        let probability = share(follows.probability);
        list.extend(journey.map(|journey| Follows {
            journey,
            ending: follows.ending,
            channel,
            probability,
            after_days: follows.after_days,
        }));
    }
    list
}

fn leads_back<'a>(typed: &'a typed::Scenario, from: &str, target: &str, seen: &mut BTreeSet<&'a str>) -> bool {
    typed.journey.get(from).is_some_and(|journey| {
        journey.follows.iter().any(|follows| {
            let before = follows.journey.as_str();
            before == target || seen.insert(before) && leads_back(typed, before, target, seen)
        })
    })
}

/// Every chain of journeys that can follow from each other is told apart; of these there may not be too many.
pub(super) fn few_enough_causes(check: &mut Check, typed: &typed::Scenario) {
    let mut causes: BTreeMap<&str, u64> = BTreeMap::new();
    let known =
        |causes: &BTreeMap<&str, u64>, name: &str| causes.contains_key(name) || !typed.journey.contains_key(name);
    while let Some((name, journey)) = typed.journey.iter().find(|(name, journey)| {
        !causes.contains_key(name.as_str()) && journey.follows.iter().all(|follows| known(&causes, &follows.journey))
    }) {
        let before = journey.follows.iter().filter_map(|follows| causes.get(follows.journey.as_str()));
        // A need of whoever has seen the goods may bring one more about, and a campaign may begin the journey.
        let of_itself = if typed.showroom.channels.is_empty() || journey.value.is_none() { 1 } else { 2 };
        let begun = typed.campaign.values().filter(|campaign| campaign.begins == *name).count() as u64;
        let own = before.fold(of_itself + begun, |sum: u64, chains| sum.saturating_add(*chains));
        causes.insert(name, own);
    }
    let all = causes.values().fold(0_u64, |sum, own| sum.saturating_add(*own));
    if all > MOST_CAUSES {
        check.wrong(
            Path::of(["journey"]),
            format_args!("{all} ways in which journeys come about"),
            format!(
                "at most {MOST_CAUSES}, one for each journey, each campaign and each chain of journeys that follow"
            ),
            "shorten the chains of `follows`, or merge journeys that are alike",
        );
    }
}

fn seams(typed: &typed::Scenario, journey: &typed::Journey, levels: &Levels) -> Vec<Vec<Seam>> {
    let capability = &typed.capability;
    let between = journey.context_kept(&capability.continuity);
    let within = journey.context_kept_within(&capability.continuity);
    let count = typed.channel.len();
    let seam = |before: usize, channel: usize| {
        let at = (before < count).then_some((before, channel));
        Seam {
            recognised: levels.at(Capability::Identity, capability.identity.recognised, at),
            context_kept: levels.at(Capability::Continuity, if before == channel { within } else { between }, at),
            consistent: levels.at(Capability::Consistency, capability.consistency.consistent, at),
            warm: levels.at(Capability::Routing, capability.routing.warm, at),
        }
    };
    (0..=count).map(|before| (0..count).map(|channel| seam(before, channel)).collect()).collect()
}
