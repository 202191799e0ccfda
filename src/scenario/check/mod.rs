//! From what was typed to what was meant: checks every number and name, fills in what depends on other keys, and turns
//! the levels of the capabilities into the values they stand for.

mod alphabet;
mod channels;
mod evidence;
mod journeys;
mod levels;
mod misread;
mod names;
mod notes;
mod offers;
mod other_hours;
mod outreach;
mod passages;
mod refunds;
mod run;
mod segments;
mod sharing;
mod showroom;
mod staff;
mod strategies;
mod values;

pub use evidence::evidence;
pub use names::{alike, design_point_flaw, names, scenario_name, strategy_names};
pub use notes::notes;
pub use offers::steps_are_as_channels_write_them;
pub use run::{BYTES_PER_CUSTOMER, MOST_SEED, remedy_of_size, run};
pub use staff::pools_get_channels;
pub use strategies::{one_baseline, strategies_exist};
pub use values::{Check, LEAST_CV, MOST_PROBLEMS};

use crate::scenario::meant::{Choice, Market, Names};
use crate::scenario::path::Path;
use crate::scenario::typed::{self, Capability};
use channels::{channels, open_channels};
use journeys::{few_enough_causes, journeys};
use levels::Levels;
use offers::every_need_can_be_met;
use outreach::campaigns;
use passages::{better_share, wrong_match};
use refunds::whoever_pays_twice_can_send_it_back;
use segments::{segments, spread_of_days};
use showroom::showroom;
use staff::{duties, pools};

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
    let duties = duties(check, typed);
    let channels = channels(check, typed, names, (&open, levels.level(Capability::Inventory)), &duties);
    let pools = pools(check, typed, names, &channels, duties);
    let segments = segments(check, typed, names);
    let journeys = journeys(check, typed, names, &levels);
    few_enough_causes(check, typed);
    whoever_pays_twice_can_send_it_back(check, typed);
    let capability = &typed.capability;
    let market = Market {
        channels,
        segments,
        journeys,
        pools,
        day_cv: spread_of_days(check, &Path::of(["demand", "day_cv"]), typed.demand.day_cv),
        choice: choice(check, typed, names),
        stocks: typed.stock.values().cloned().collect(),
        campaigns: campaigns(check, typed, names),
        outreach: typed.outreach.clone(),
        suppressed: levels.at(Capability::Orchestration, capability.orchestration.suppressed, None),
        stock_shared: levels.at(Capability::Inventory, capability.inventory.stock_shared, None),
        stock_visible: levels.at(Capability::Inventory, capability.inventory.stock_visible, None),
        showroom: showroom(check, typed, names),
        records_shared: levels.by_passage(
            Capability::Personalisation,
            capability.personalisation.records_shared,
            names.channels.len(),
        ),
        cold: typed.seam.cold,
        routed_right: levels.at(Capability::Routing, capability.routing.routed_right, None),
        wrong_match: wrong_match(typed, names, &levels),
        better_share: better_share(check, typed, names),
        twin_closed: levels.by_passage(Capability::Continuity, capability.continuity.twin_closed, names.channels.len()),
        twin_closed_when: typed.seam.twin_closed_when,
        whole: typed.whole(),
        integration_costs: levels.costs(typed),
    };
    every_need_can_be_met(check, &market, names, typed, (at, strategy));
    market
}

fn choice(check: &mut Check, typed: &typed::Scenario, names: &Names) -> Choice {
    let count = names.channels.len();
    let mut synergy = vec![vec![0.0; count]; count];
    for (key, pull) in &typed.choice.synergy {
        if let Some((before, channel)) = check.seam(&Path::of(["choice", "synergy"]), key, &names.channels) {
            synergy[before][channel] = *pull;
        }
    }
    Choice {
        habit: typed.choice.habit,
        wait_aversion: typed.choice.wait_aversion,
        stockout_aversion: typed.choice.stockout_aversion,
        synergy,
        outside: typed.choice.outside,
    }
}
