//! A short run of a scenario, before or beside the true one: all its customers, some weeks, one replication. What would take
//! long, or much memory, has none.

use super::{Order, Study, run};
use crate::outcomes::layout;
use crate::scenario::meant::{Journey, Needs, Probability, Segment, Strategy};
use crate::scenario::{Market, Scenario};

/// Most contacts, over all strategies.
const MOST_CONTACTS: f64 = 1_000_000.0;
/// Most customers, over all strategies.
const MOST_CUSTOMERS: f64 = 400_000.0;
/// Most outcomes, over all strategies.
const MOST_OUTCOMES: usize = 60_000;
/// Weeks after which a desk is as busy as it gets, or is swamped.
const WEEKS: [f64; 3] = [8.0, 4.0, 2.0];
const DAYS_A_WEEK: f64 = 7.0;
const DAYS_A_YEAR: f64 = 364.0;

/// The pilot of a scenario, and its days.
pub fn pilot(scenario: &Scenario) -> Option<(Study, f64)> {
    let markets = || scenario.strategies.iter().map(|strategy| &strategy.market);
    // Only journeys that can end are counted.
    let journeys = scenario.strategies.iter().flat_map(Strategy::markets).flat_map(|market| &market.journeys);
    let before_any_counts = journeys.map(|journey| journey.typed.longest_days()).fold(0.0, f64::max);
    let joiners = markets().map(|market| market.joiners(scenario.run.horizon_days)).fold(0.0, f64::max);
    let customers = f64::from(scenario.run.customers) * (1.0 + joiners);
    let contacts_a_day = customers * markets().map(contacts_a_day).sum::<f64>();
    let days = |weeks: &f64| (before_any_counts + weeks * DAYS_A_WEEK).min(scenario.run.horizon_days);
    let days = WEEKS.iter().map(days).find(|days| contacts_a_day * days <= MOST_CONTACTS)?;
    let strategies = scenario.strategies.len();
    if customers * strategies as f64 > MOST_CUSTOMERS {
        return None;
    }
    let mut short = scenario.clone();
    short.run.warm_up_days = scenario.run.warm_up_days.min((days - before_any_counts) / 4.0);
    short.run.horizon_days = days;
    short.run.replications = 1;
    short.run.asked.bad_days = false;
    short.strategies.iter_mut().for_each(|strategy| strategy.undisturbed = None);
    let markets = short.strategies.iter_mut().flat_map(|strategy| {
        [&mut strategy.market].into_iter().chain(strategy.later.iter_mut().map(|later| &mut later.market))
    });
    for segment in markets.flat_map(|market| &mut market.segments) {
        let joins = segment.joins.take();
        segment.joins = joins.and_then(|joins| joins.over_the_first(days, scenario.run.horizon_days));
    }
    if layout(&short.names, &short.run).len() * strategies > MOST_OUTCOMES {
        return None;
    }
    let study = run(vec![short], Order::Forward, || {}).pop()?;
    Some((study, days))
}

/// Contacts of a customer in a day, about as many as there can be.
fn contacts_a_day(market: &Market) -> f64 {
    let of_segment = |segment: &Segment| -> f64 {
        let needs = segment.needs.iter().zip(&market.journeys);
        let contacts =
            needs.filter_map(|(needs, journey)| Some(needs_a_day(needs.as_ref()?) * contacts(market, journey)));
        segment.share * contacts.sum::<f64>()
    };
    // What follows from other journeys comes on top.
    let follows = market.journeys.iter().map(|journey| journey.follows.len()).sum::<usize>();
    market.segments.iter().map(of_segment).sum::<f64>() * (1 + follows) as f64
}

fn needs_a_day(needs: &Needs) -> f64 {
    needs.per_year.map_or(0.0, |rate| rate / DAYS_A_YEAR) + needs.every_days.map_or(0.0, |days| 1.0 / days)
}

/// Contacts of a journey: each step in the channel in which it succeeds least often, up to the limit.
fn contacts(market: &Market, journey: &Journey) -> f64 {
    let attempts = |&step: &usize| {
        let ways = market.channels.iter().filter(|channel| channel.open).filter_map(|channel| channel.steps[step]);
        let least =
            ways.map(|way| way.success).fold(Probability::ONE, |one, other| if other < one { other } else { one });
        1.0 / least.get().max(1e-6)
    };
    journey.steps.iter().map(attempts).sum::<f64>().min(f64::from(journey.typed.contact_limit))
}

/// The work of a pool without waits and their consequences: agents who would be busy all the time on duty, where nobody
/// waits since there are many times as many of them. `None` where finding out would take long.
pub fn work_without_waits(scenario: &Scenario, strategy: usize, pool: usize) -> Option<f64> {
    const TIMES: u32 = 20;
    let mut alone = scenario.clone();
    alone.strategies = vec![alone.strategies.swap_remove(strategy)];
    alone.strategies[0].baseline = true;
    alone.strategies[0].later.clear();
    let pools = &mut alone.strategies[0].market.pools;
    pools[pool].timetable = pools[pool].timetable.times(TIMES);
    let (study, _) = pilot(&alone)?;
    let key = study.key_of("occupancy", "", &format!("staff.{}", scenario.names.pools[pool]))?;
    Some(study.estimate(0, key)?.mean * f64::from(TIMES))
}
