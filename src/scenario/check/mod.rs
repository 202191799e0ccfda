//! From what was typed to what was meant: checks every number and name, fills in what depends on other keys, and turns
//! the levels of the capabilities into the values they stand for.

mod channels;
mod journeys;
mod levels;
mod misread;
mod names;
mod ranges;
mod run;
mod segments;
mod staff;

pub use names::{names, scenario_name, strategy_names};
pub use ranges::Check;
pub use run::{BYTES_PER_CUSTOMER, MOST_SEED, run};

use crate::scenario::meant::{Choice, Market, Names};
use crate::scenario::typed;
use channels::{channels, open_channels};
use journeys::{every_need_can_be_met, few_enough_causes, journeys};
use levels::Levels;
use segments::segments;
use staff::pools;

/// Most channels a market can have.
pub const MOST_CHANNELS: usize = 16;

/// Most steps a journey can have.
pub const MOST_STEPS: usize = 8;

/// Longest horizon (days).
const LONGEST_HORIZON: f64 = 36_400.0;

/// The capabilities by name, in order.
const CAPABILITIES: [&str; 4] = ["identity", "continuity", "consistency", "routing"];

/// The market under one strategy.
pub fn market(
    check: &mut Check,
    typed: &typed::Scenario,
    names: &Names,
    strategy: &typed::Strategy,
    at: usize,
) -> Market {
    let levels = Levels::read(check, strategy, at, names);
    let open = open_channels(check, strategy, at, names);
    let channels = channels(check, typed, names, &open);
    let pools = pools(check, typed, names, &channels);
    let segments = segments(check, typed, names);
    let journeys = journeys(check, typed, names, &levels);
    few_enough_causes(check, typed);
    every_need_can_be_met(check, &journeys, &channels, &segments, names, at);
    conflict_and_experience(check, typed);
    let capability = &typed.capability;
    Market {
        channels,
        segments,
        journeys,
        pools,
        choice: choice(check, typed, names),
        cold: check.within("seam.cold", typed.seam.cold, 0.0, 50.0, "logit"),
        routed_right: levels.at(check, "capability.routing.routed_right", 3, capability.routing.routed_right, None),
        conflict: typed.conflict.clone(),
        experience: typed.experience.clone(),
        loss: typed.loss.clone(),
        integration_cost: levels.cost(check, typed),
    }
}

fn choice(check: &mut Check, typed: &typed::Scenario, names: &Names) -> Choice {
    let count = names.channels.len();
    let mut synergy = vec![vec![0.0; count]; count];
    for (key, pull) in &typed.choice.synergy {
        if let Some((before, channel)) = check.seam("choice.synergy", key, &names.channels) {
            synergy[before][channel] = check.logit(format_args!("choice.synergy.{key}"), *pull);
        }
    }
    Choice {
        habit: check.logit("choice.habit", typed.choice.habit),
        wait_aversion: check.within(
            "choice.wait_aversion",
            typed.choice.wait_aversion,
            0.0,
            1000.0,
            "logit per minute",
        ),
        synergy,
        outside: typed.choice.outside.map(|outside| check.logit("choice.outside", outside)),
    }
}

fn conflict_and_experience(check: &mut Check, typed: &typed::Scenario) {
    let conflict = &typed.conflict;
    check.probability("conflict.better_share", conflict.better_share);
    check.logit("conflict.better_success", conflict.better_success);
    check.logit("conflict.worse_leave", conflict.worse_leave);
    check.probability("conflict.better_discount", conflict.better_discount);
    check.probability("conflict.better_experience", conflict.better_experience);
    check.probability("conflict.worse_experience", conflict.worse_experience);
    let experience = &typed.experience;
    for (key, value) in [
        ("start", experience.start),
        ("rise", experience.rise),
        ("fall", experience.fall),
        ("failed_contact", experience.failed_contact),
        ("excess_effort", experience.excess_effort),
        ("transfer", experience.transfer),
        ("given_up", experience.given_up),
        ("recovery", experience.recovery),
    ] {
        check.probability(format_args!("experience.{key}"), value);
    }
    check.within("experience.excess_effort_cap", experience.excess_effort_cap, 0.0, f64::MAX, "");
    let loss = &typed.loss;
    check.within("loss.satisfaction", loss.satisfaction, 0.0, 1000.0, "logit");
    check.within("loss.stated_to_actual", loss.stated_to_actual, 0.0, 10.0, "");
    check.logit("loss.late", loss.late);
    check.logit("loss.given_up", loss.given_up);
}
