//! Many replications of many strategies, in parallel, and what they show: estimates with intervals, and paired
//! differences from the baseline, whose replications share their luck.

mod attribution;
mod bad_day;
mod cells;
mod closings;
mod comparison;
mod counted;
mod doubts;
mod pilot;
mod retelling;
mod worth;

pub use attribution::{Attributed, Brought, One, attribute};
pub use bad_day::{BadDay, Dip, Total, WINDOW, bad_day, bad_days};
use cells::courses;
pub use cells::{Cell, Job};
pub use closings::{Beside, Closing, Closings, Stopping};
pub use comparison::{
    Difference, LEAST_REPLICATIONS, Verdict, differences, passages_shown_to_differ, too_close_to_tell,
};
pub use counted::Claimed;
pub use doubts::doubts;
pub use pilot::pilot;
pub use retelling::{Chapter, Retelling};
pub use worth::{BesideBaseline, OverTime, Payback, worth};

use crate::chance::ReplicationLuck;
use crate::engine::{Tally, replicate};
use crate::model::rules::Rules;
use crate::outcomes::{COHORTS, HOURS, Key, Outcomes, SERIES, layout};
use crate::scenario::Scenario;
use crate::scenario::timetable::{DAY, WEEK};
use crate::stats::{Estimate, Paired, Ratio};
use rayon::prelude::*;
use std::convert::Infallible;
use std::ops::Range;
use std::sync::OnceLock;

/// A scenario with all that came out of it.
#[derive(Debug)]
pub struct Study {
    /// The scenario.
    pub scenario: Scenario,
    /// What the values are about.
    pub keys: Vec<Key>,
    /// Outcomes `[strategy][replication]`.
    pub outcomes: Vec<Vec<Outcomes>>,
    /// The same without changes that end; empty where there are none.
    pub undisturbed: Vec<Vec<Outcomes>>,
    /// Whether an outcome follows from the strategy alone, `[strategy][key]`.
    pub fixed: Vec<Vec<bool>>,
}

/// The order in which customers are simulated; no result depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// From the first.
    Forward,
    /// From the last, in each part that is simulated at once.
    Reverse,
}

/// Number of runs that a scenario asks for.
pub fn runs(scenario: &Scenario) -> usize {
    courses(scenario) * scenario.run.replications as usize
}

/// Runs all scenarios as one parallel job, and keeps what comes out in memory. `done` is called after each run.
pub fn run(scenarios: Vec<Scenario>, order: Order, done: impl Fn() + Sync) -> Vec<Study> {
    let job = Job::new(&scenarios);
    let kept: Vec<OnceLock<Outcomes>> = job.cells.iter().map(|_| OnceLock::new()).collect();
    let keep = |cell: Cell, outcomes| -> Result<(), Infallible> {
        kept[cell.number].set(outcomes).expect("each cell is run once");
        done();
        Ok(())
    };
    let Ok(()) = job.execute(order, keep);
    let fixed = job.fixed();
    let mut kept = kept.into_iter().map(|outcomes| outcomes.into_inner().expect("all cells were run"));
    let mut gather = |(scenario, fixed): (Scenario, _)| {
        let replications = scenario.run.replications as usize;
        let mut of = |count: usize| -> Vec<Vec<Outcomes>> {
            (0..count).map(|_| kept.by_ref().take(replications).collect()).collect()
        };
        let strategies = scenario.strategies.len();
        let (outcomes, undisturbed) = (of(strategies), of(courses(&scenario) - strategies));
        Study { keys: layout(&scenario.names, &scenario.run), scenario, outcomes, undisturbed, fixed }
    };
    scenarios.into_iter().zip(fixed).map(&mut gather).collect()
}

/// Outcomes of staff pools that are shown beside the headline.
const STAFFING: [&str; 2] = ["occupancy", "pool_abandonment_rate"];

/// Customers of a part; independent ones are simulated in parts, in parallel within a replication.
const PART: u32 = 1 << 14;

/// Simulates all customers of a market.
pub fn simulate(rules: &Rules, luck: ReplicationLuck, order: Order) -> Tally {
    let of = |customers: Range<u32>| match order {
        Order::Forward => replicate(rules, luck, customers),
        Order::Reverse => replicate(rules, luck, customers.rev()),
    };
    if !rules.customers_are_independent() {
        return of(0..rules.customers);
    }
    let part = |part: u32| of(part * PART..rules.customers.min((part + 1) * PART));
    let both = |mut tally: Tally, other: Tally| {
        tally.add(&other);
        tally
    };
    let parts = (0..rules.customers.div_ceil(PART)).into_par_iter().map(part);
    parts.reduce_with(both).unwrap_or_else(|| Tally::new(rules))
}

impl Study {
    /// The position of an outcome of the whole market.
    ///
    /// # Panics
    /// If there is no outcome of that name.
    pub fn key(&self, metric: &str) -> usize {
        self.key_of(metric, "", "").unwrap_or_else(|| panic!("there is no outcome `{metric}`"))
    }

    /// The position of an outcome of a part of the market.
    pub fn key_of(&self, metric: &str, segment: &str, channel: &str) -> Option<usize> {
        self.keys.iter().position(|key| key.metric == metric && key.segment == segment && key.channel == channel)
    }

    /// The headline outcomes that fit the market: where nothing is sold, none converts; where nothing costs, nothing is
    /// cheaper.
    pub fn headlines(&self) -> impl Iterator<Item = usize> {
        let is_shown = |&key: &usize| self.keys[key].headline && self.has_value(key) && !self.is_nothing(key);
        (0..self.keys.len()).filter(is_shown)
    }

    /// The outcomes of staff pools that are shown first: occupancy and hang-ups, pool by pool.
    pub fn staffing(&self) -> impl Iterator<Item = usize> {
        let is_shown = |&key: &usize| STAFFING.contains(&self.keys[key].metric) && self.has_value(key);
        (0..self.keys.len()).filter(is_shown)
    }

    /// Whether an outcome is 0 under every strategy, whatever happens.
    fn is_nothing(&self, key: usize) -> bool {
        let is_zero = |estimate: Estimate| estimate.mean == 0.0;
        (0..self.outcomes.len()).all(|s| self.fixed[s][key] && self.estimate(s, key).is_some_and(is_zero))
    }

    /// Whether an outcome has a value in any replication of any strategy.
    pub fn has_value(&self, key: usize) -> bool {
        (0..self.outcomes.len()).any(|strategy| self.estimate(strategy, key).is_some())
    }

    /// What each replication contributes to an outcome.
    pub fn parts(&self, strategy: usize, key: usize) -> Vec<Ratio> {
        self.outcomes[strategy].iter().map(|outcomes| outcomes.parts[key]).collect()
    }

    /// The values of an outcome over the replications in which it has one.
    pub fn values(&self, strategy: usize, key: usize) -> Vec<f64> {
        let measure = &self.keys[key].measure;
        self.outcomes[strategy].iter().filter_map(|outcomes| outcomes.parts[key].value(measure)).collect()
    }

    /// The estimate of an outcome; `None` where no replication has one.
    pub fn estimate(&self, strategy: usize, key: usize) -> Option<Estimate> {
        Estimate::of_ratio(&self.parts(strategy, key), &self.keys[key].measure)
    }

    /// The estimate of a series in a week.
    pub fn week(&self, strategy: usize, week: usize, series: usize) -> Option<Estimate> {
        let parts: Vec<Ratio> = self.outcomes[strategy].iter().map(|outcomes| outcomes.weeks[week][series]).collect();
        Estimate::of_ratio(&parts, &SERIES[series].measure)
    }

    /// The difference of a strategy from the baseline in a series in a week.
    pub fn week_difference(&self, strategy: usize, week: usize, series: usize) -> Option<Paired> {
        let parts = |strategy: usize| -> Vec<Ratio> {
            self.outcomes[strategy].iter().map(|outcomes| outcomes.weeks[week][series]).collect()
        };
        Paired::of(&parts(strategy), &parts(self.scenario.baseline()), &SERIES[series].measure)
    }

    /// Cohorts by number, each with the periods that all of it have behind them: of a part, all customers or a segment.
    pub fn ages(&self, part: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let cohorts = self.outcomes[0][0].cohorts.get(part).map_or(&[] as &[_], Vec::as_slice);
        cohorts.iter().enumerate().flat_map(|(cohort, periods)| (0..periods.len()).map(move |period| (cohort, period)))
    }

    /// The estimate of an outcome of a cohort in a period.
    pub fn aged(
        &self,
        strategy: usize,
        part: usize,
        (cohort, period): (usize, usize),
        series: usize,
    ) -> Option<Estimate> {
        let of = |outcomes: &Outcomes| outcomes.cohorts[part][cohort][period][series];
        let parts: Vec<Ratio> = self.outcomes[strategy].iter().map(of).collect();
        Estimate::of_ratio(&parts, &COHORTS[series].measure)
    }

    /// Number of weeks, the last of which may be short.
    pub fn weeks(&self) -> usize {
        self.outcomes[0][0].weeks.len()
    }

    /// Days of a week that lie within the run, and how many of them are warm-up.
    pub fn days(&self, week: usize) -> (f64, f64) {
        // In whole units of time: 8.3 days are a week and 1.3 days, not 1.3000000000000007.
        let within = |days: f64| {
            let past = (days * DAY as f64).round() - (week as u64 * WEEK) as f64;
            past.clamp(0.0, WEEK as f64) / DAY as f64
        };
        (within(self.scenario.run.horizon_days), within(self.scenario.run.warm_up_days))
    }

    /// The estimate of the wait of those who come to a channel at an hour of the day (minutes).
    pub fn hour(&self, strategy: usize, channel: usize, hour: usize) -> Option<Estimate> {
        let parts: Vec<Ratio> = self.outcomes[strategy].iter().map(|outcomes| outcomes.hours[channel][hour]).collect();
        Estimate::of_ratio(&parts, &HOURS[0].measure)
    }
}
