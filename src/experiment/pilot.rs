//! A short look at a scenario before it is run: all its customers, some weeks, one replication.

use super::{Order, Study, run};
use crate::scenario::meant::{Needs, Segment};
use crate::scenario::{Market, Scenario};

/// Most needs that a pilot may bring about, over all strategies.
const MOST_NEEDS: f64 = 300_000.0;
/// Weeks after which a desk is as busy as it gets, or is swamped.
const WEEKS: [f64; 3] = [8.0, 4.0, 2.0];
const DAYS_A_WEEK: f64 = 7.0;
const DAYS_A_YEAR: f64 = 364.0;

/// The pilot of a scenario, and its days; `None` if even a short one would take long.
pub fn pilot(scenario: &Scenario) -> Option<(Study, f64)> {
    let needs = needs_a_day(scenario) * scenario.strategies.len() as f64;
    let journeys = scenario.strategies.iter().flat_map(|strategy| &strategy.market.journeys);
    // Only journeys that can end are counted.
    let before_any_counts = journeys.map(|journey| journey.typed.longest_days()).fold(0.0, f64::max);
    let days = |weeks: &f64| (before_any_counts + weeks * DAYS_A_WEEK).min(scenario.run.horizon_days);
    let days = WEEKS.iter().map(days).find(|days| needs * days <= MOST_NEEDS)?;
    let mut short = scenario.clone();
    short.run.warm_up_days = scenario.run.warm_up_days.min((days - before_any_counts) / 4.0);
    short.run.horizon_days = days;
    short.run.replications = 1;
    let study = run(vec![short], Order::Forward, || {}).pop()?;
    Some((study, days))
}

/// Mean needs of all customers in a day, under the strategy that has most.
fn needs_a_day(scenario: &Scenario) -> f64 {
    let of_customer = |segment: &Segment| -> f64 {
        let rate = |needs: &Needs| match (needs.per_year, needs.every_days) {
            (Some(rate), _) => rate / DAYS_A_YEAR,
            (None, Some(days)) => 1.0 / days,
            (None, None) => 0.0,
        };
        segment.share * segment.needs.iter().flatten().map(rate).sum::<f64>()
    };
    let under = |market: &Market| market.segments.iter().map(of_customer).sum::<f64>();
    let most = scenario.strategies.iter().map(|strategy| under(&strategy.market)).fold(0.0, f64::max);
    f64::from(scenario.run.customers) * most
}
