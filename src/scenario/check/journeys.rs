//! Journeys: their steps, what follows from what, and what lost context costs.

use super::levels::Levels;
use super::ranges::{A_CHANNEL, Check, checked};
use super::{LONGEST_HORIZON, MOST_STEPS};
use crate::scenario::meant::{Channel, Follows, Journey, LostContext, Names, Rhythm, Seam, Segment};
use crate::scenario::typed::{self, BASKET_KEPT, BASKET_KEPT_WITHIN, Ends};
use std::collections::{BTreeMap, BTreeSet};

/// Most contacts of a journey: all that they repeat can be counted in 16 bits.
const MOST_CONTACTS: u16 = 9_000;

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
    let path = format!("journey.{name}");
    let (pause, reference) = if journey.value.is_some() { (1.5, 20.0) } else { (0.5, 9.0) };
    let mut number = |key: &str, value: f64, (least, most): (f64, f64), unit: &str| {
        check.within(format_args!("{path}.{key}"), value, least, most, unit)
    };
    let pause_days = number("pause_days", journey.pause_days.unwrap_or(pause), (0.0, LONGEST_HORIZON), "days");
    let give_up_days = number("give_up_days", journey.give_up_days, (0.0, LONGEST_HORIZON), "days");
    let return_minutes = number("return_minutes", journey.return_minutes, (0.0, 1e6), "minutes");
    let reference = journey.reference_minutes.unwrap_or(reference);
    let reference_minutes = number("reference_minutes", reference, (1e-6, 1e6), "minutes");
    if let Some(value) = journey.value {
        check.law(&format!("{path}.value"), value, 1e9, "EUR");
    }
    for (channel, taste) in &journey.taste {
        check.logit(format_args!("{path}.taste.{channel}"), *taste);
    }
    Journey {
        price_step: price_step(check, &path, journey),
        lost_context: lost_context(check, &path, typed, journey),
        return_minutes,
        loss_not_pursued: check.probability(format_args!("{path}.loss_not_pursued"), journey.loss_not_pursued),
        steps: steps(check, &path, journey, names),
        occasion: journey.occasion,
        value: journey.value,
        margin: check.probability(format_args!("{path}.margin"), journey.margin),
        pause_days,
        give_up_days,
        contact_limit: contact_limit(check, &path, journey),
        reference_minutes,
        retry: check.probability(format_args!("{path}.retry"), journey.retry),
        taste: check.per_channel(&format!("{path}.taste"), &journey.taste, &names.channels),
        rhythm: rhythm(check, &path, journey),
        follows: follows(check, &path, typed, name, names),
        seams: seams(check, &path, typed, journey, levels),
    }
}

fn steps(check: &mut Check, path: &str, journey: &typed::Journey, names: &Names) -> Vec<usize> {
    if journey.steps.is_empty() || journey.steps.len() > MOST_STEPS {
        check.wrong(
            format_args!("{path}.steps"),
            format_args!("{} steps", journey.steps.len()),
            format!("1 to {MOST_STEPS} steps"),
            "list the steps in order",
        );
    }
    let new = "a step that some journey has without the strategy";
    let known = |step: &String| check.name(format_args!("{path}.steps"), step, new, &names.steps);
    let steps: Vec<usize> = journey.steps.iter().filter_map(known).collect();
    if (1..steps.len()).any(|at| steps[..at].contains(&steps[at])) {
        check.wrong(
            format_args!("{path}.steps"),
            format_args!("{:?}", journey.steps),
            "each step once",
            "name steps that differ differently",
        );
    }
    steps
}

fn price_step(check: &mut Check, path: &str, journey: &typed::Journey) -> Option<usize> {
    match (&journey.price_step, &journey.value) {
        (Some(step), None) => {
            check.wrong(
                format_args!("{path}.price_step"),
                format_args!("\"{step}\", in a journey without a value"),
                "a journey with a `value`",
                "take `price_step` out, or give the journey a value",
            );
            None
        }
        (Some(step), _) => {
            check.name(format_args!("{path}.price_step"), step, "a step of this journey", &journey.steps)
        }
        (None, Some(_)) => (journey.steps.len() == 1).then_some(0),
        (None, None) => None,
    }
}

fn contact_limit(check: &mut Check, path: &str, journey: &typed::Journey) -> u16 {
    if journey.contact_limit == 0 || journey.contact_limit > MOST_CONTACTS {
        check.wrong(
            format_args!("{path}.contact_limit"),
            journey.contact_limit,
            format!("1 to {MOST_CONTACTS} contacts"),
            "100 is plenty",
        );
    }
    journey.contact_limit
}

fn rhythm(check: &mut Check, path: &str, journey: &typed::Journey) -> Rhythm {
    check.weights(&format!("{path}.by_hour"), &journey.by_hour, &[24]);
    check.weights(&format!("{path}.by_weekday"), &journey.by_weekday, &[7]);
    check.weights(&format!("{path}.by_season"), &journey.by_season, &[4, 13, 52]);
    Rhythm {
        by_hour: journey.by_hour.clone(),
        by_weekday: journey.by_weekday.clone(),
        by_season: journey.by_season.clone(),
    }
}

fn lost_context(check: &mut Check, path: &str, typed: &typed::Scenario, journey: &typed::Journey) -> LostContext {
    if let (Some(restart), Some(minutes)) = (&journey.restart, journey.rebuild_minutes) {
        check.wrong(
            format_args!("{path}.rebuild_minutes"),
            format_args!("{minutes}, beside restart = \"{restart}\""),
            "either `restart` or `rebuild_minutes`",
            "keep the one that describes what lost context costs here",
        );
    }
    if let Some(restart) = &journey.restart {
        return LostContext::Restart(
            check.name(format_args!("{path}.restart"), restart, "a step of this journey", &journey.steps).unwrap_or(0),
        );
    }
    let minutes = journey.rebuild_minutes.unwrap_or(typed.seam.rebuild_minutes);
    let path = if journey.rebuild_minutes.is_some() {
        format!("{path}.rebuild_minutes")
    } else {
        "seam.rebuild_minutes".into()
    };
    LostContext::Rebuild(check.within(path, minutes, 0.0, 1e6, "minutes"))
}

fn follows(check: &mut Check, path: &str, typed: &typed::Scenario, name: &str, names: &Names) -> Vec<Follows> {
    if leads_back(typed, name, name, &mut BTreeSet::new()) {
        check.wrong(
            format_args!("{path}.follows"),
            "a journey that follows from itself",
            "no circle of journeys",
            "take one out of the circle, or make it a journey of its own",
        );
        return Vec::new();
    }
    let mut list = Vec::new();
    for (index, follows) in typed.journey[name].follows.iter().enumerate() {
        let path = format!("{path}.follows[{index}]");
        let journey =
            check.name(format_args!("{path}.journey"), &follows.journey, "a journey of this scenario", &names.journeys);
        let channel = follows.channel.as_ref().map(|channel| {
            check.name(format_args!("{path}.channel"), channel, A_CHANNEL, &names.channels).unwrap_or(0)
        });
        let probability = check.probability(format_args!("{path}.probability"), follows.probability);
        let after_days =
            check.within(format_args!("{path}.after_days"), follows.after_days, 0.0, LONGEST_HORIZON, "days");
        list.extend(journey.map(|journey| Follows {
            journey,
            ending: follows.ending,
            channel,
            probability,
            after_days,
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
        let own = before.fold(1_u64, |sum, chains| sum.saturating_add(*chains));
        causes.insert(name, own);
    }
    let all = causes.values().fold(0_u64, |sum, own| sum.saturating_add(*own));
    if all > MOST_CAUSES {
        check.wrong(
            "journey",
            format_args!("{all} ways in which journeys come about"),
            format!("at most {MOST_CAUSES}, one for each journey and each chain of journeys that follow"),
            "shorten the chains of `follows`, or merge journeys that are alike",
        );
    }
}

pub(super) fn seams(
    check: &mut Check,
    path: &str,
    typed: &typed::Scenario,
    journey: &typed::Journey,
    levels: &Levels,
) -> Vec<Vec<Seam>> {
    let capability = &typed.capability;
    let restarts = journey.restart.is_some();
    let own = |check: &mut Check, key: &str, own: Option<Ends>, basket: Ends, case: Ends| match own {
        Some(ends) => (checked(check, &format!("{path}.{key}"), ends), format!("{path}.{key}")),
        None if restarts => (basket, format!("{path}.{key}")),
        None => (case, format!("capability.continuity.{key}")),
    };
    let between = own(check, "context_kept", journey.context_kept, BASKET_KEPT, capability.continuity.context_kept);
    let within = own(
        check,
        "context_kept_within",
        journey.context_kept_within,
        BASKET_KEPT_WITHIN,
        capability.continuity.context_kept_within,
    );
    let count = typed.channel.len();
    (0..=count)
        .map(|before| {
            (0..count)
                .map(|channel| {
                    let seam = (before < count).then_some((before, channel));
                    let (kept, kept_path) = if before == channel { &within } else { &between };
                    Seam {
                        recognised: levels.at(
                            check,
                            "capability.identity.recognised",
                            0,
                            capability.identity.recognised,
                            seam,
                        ),
                        context_kept: levels.at(check, kept_path, 1, *kept, seam),
                        consistent: levels.at(
                            check,
                            "capability.consistency.consistent",
                            2,
                            capability.consistency.consistent,
                            seam,
                        ),
                        warm: levels.at(check, "capability.routing.warm", 3, capability.routing.warm, seam),
                    }
                })
                .collect()
        })
        .collect()
}

/// A journey whose next step no open channel offers could only ever be given up; a mistake, in the scenario or the strategy.
pub(super) fn every_need_can_be_met(
    check: &mut Check,
    journeys: &[Journey],
    channels: &[Channel],
    segments: &[Segment],
    names: &Names,
    strategy: usize,
) {
    for (journey, name) in journeys.iter().zip(&names.journeys) {
        let offered = |step: usize| channels.iter().any(|channel| channel.steps[step].is_some());
        let missing: Vec<&str> =
            journey.steps.iter().filter(|&&step| !offered(step)).map(|&step| names.steps[step].as_str()).collect();
        if let [first, ..] = missing[..] {
            check.wrong(
                format_args!("journey.{name}.steps"),
                format_args!("`{}`, which no channel offers", missing.join("`, `")),
                "steps that some channel offers",
                format!("add [channel.NAME.step.{first}]"),
            );
        }
    }
    if !check.problems.is_empty() {
        return;
    }
    let closed = |step: &&usize| !channels.iter().any(|channel| channel.open && channel.steps[**step].is_some());
    if let Some(&step) = journeys.iter().flat_map(|journey| &journey.steps).find(closed) {
        check.wrong(
            format_args!("strategy[{strategy}].channels"),
            format_args!("no open channel for the step `{}`", names.steps[step]),
            "an open channel for every step of every journey",
            "open a channel that offers it",
        );
    }
    let arises = |journey: usize| {
        segments.iter().any(|segment| segment.needs[journey].is_some()) || !journeys[journey].follows.is_empty()
    };
    for (index, name) in names.journeys.iter().enumerate() {
        if !arises(index) {
            check.wrong(
                format_args!("journey.{name}"),
                "a journey that nobody ever needs",
                "needs in a segment, or `follows`",
                format!("add needs.{name} to a segment"),
            );
        }
    }
}
