//! The cells of a job, each one replication of one strategy of one scenario, and their execution in parallel.

use super::{Order, simulate};
use crate::chance::{Laws, ReplicationLuck};
use crate::mistakes::{Mistake::LuckByStrategy, is_made};
use crate::model::rules::Rules;
use crate::outcomes::{Books, Outcomes, is_fixed, layout, outcomes};
use crate::scenario::Scenario;
use crate::scenario::meant::{Later, Market};
use rayon::prelude::*;
use std::sync::{Mutex, PoisonError};

/// One replication of one strategy of one scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Its number in the job.
    pub number: usize,
    /// Position of the scenario.
    pub scenario: usize,
    /// Position of the strategy in it; after all of them each once more, without changes that end, where there are any.
    pub strategy: usize,
    /// The replication, from 0.
    pub replication: u32,
}

/// Scenarios ready to be simulated.
pub struct Job<'a> {
    scenarios: &'a [Scenario],
    /// `[scenario][strategy]`.
    compiled: Vec<Vec<(Rules, Books)>>,
    /// All cells in order: scenario by scenario, strategy by strategy.
    pub cells: Vec<Cell>,
}

impl<'a> Job<'a> {
    /// All replications of all strategies of these scenarios.
    pub fn new(scenarios: &'a [Scenario]) -> Self {
        let mut laws = Laws::default();
        let compiled = scenarios.iter().map(|scenario| compile(scenario, &mut laws)).collect();
        let of_scenario = |(at, scenario): (usize, &Scenario)| {
            let replications = scenario.run.replications;
            let of_strategy = move |strategy| (0..replications).map(move |replication| (at, strategy, replication));
            (0..courses(scenario)).flat_map(of_strategy)
        };
        let cells = scenarios.iter().enumerate().flat_map(of_scenario).enumerate();
        let cells = cells
            .map(|(number, (scenario, strategy, replication))| Cell { number, scenario, strategy, replication })
            .collect();
        Self { scenarios, compiled, cells }
    }

    /// Simulates all cells, and hands what comes out of each to `sink`, which may refuse it, or cancel: no cell is begun
    /// after that.
    ///
    /// # Errors
    /// The refusal of the first cell that was refused, in their order.
    pub fn execute<E: Send>(
        &self,
        order: Order,
        sink: impl Fn(Cell, Outcomes) -> Result<(), E> + Sync,
    ) -> Result<(), E> {
        let refused: Mutex<Option<(usize, E)>> = Mutex::new(None);
        let in_hand = || refused.lock().unwrap_or_else(PoisonError::into_inner);
        self.cells.par_iter().with_max_len(1).for_each(|&cell| {
            if in_hand().is_some() {
                return;
            }
            if let Err(error) = sink(cell, self.simulated(cell, order)) {
                let mut refused = in_hand();
                if refused.as_ref().is_none_or(|(first, _)| cell.number < *first) {
                    *refused = Some((cell.number, error));
                }
            }
        });
        let refused = refused.into_inner().unwrap_or_else(PoisonError::into_inner);
        refused.map_or(Ok(()), |(_, error)| Err(error))
    }

    fn simulated(&self, cell: Cell, order: Order) -> Outcomes {
        let (rules, books) = &self.compiled[cell.scenario][cell.strategy];
        let own = if is_made(LuckByStrategy) { cell.strategy as u64 } else { 0 };
        let luck = ReplicationLuck::new(self.scenarios[cell.scenario].run.seed + own, cell.replication);
        outcomes(rules, books, &simulate(rules, luck, order))
    }

    /// Whether outcomes follow from the strategy alone, `[scenario][course][key]`.
    pub fn fixed(&self) -> Vec<Vec<Vec<bool>>> {
        let of_scenario = |(scenario, compiled): (&Scenario, &Vec<(Rules, Books)>)| {
            let keys = layout(&scenario.names, &scenario.run);
            compiled.iter().map(|(_, books)| keys.iter().map(|key| is_fixed(key, books)).collect()).collect()
        };
        self.scenarios.iter().zip(&self.compiled).map(of_scenario).collect()
    }
}

/// How many courses of the market are simulated: each strategy's, and once more without changes that end, if any does.
pub(super) fn courses(scenario: &Scenario) -> usize {
    scenario.strategies.len() + scenario.strategies.iter().filter(|strategy| strategy.undisturbed.is_some()).count()
}

pub(super) fn compile(scenario: &Scenario, laws: &mut Laws) -> Vec<(Rules, Books)> {
    let of = |(market, later): (&Market, &[Later])| {
        let rules = Rules::of_course(&scenario.run, &scenario.names, market, later, laws);
        let books = Books::new(market, later, &rules);
        (rules, books)
    };
    let whole = scenario.strategies.iter().map(|strategy| (&strategy.market, strategy.later.as_slice()));
    let undisturbed = scenario.strategies.iter().filter_map(|strategy| strategy.undisturbed.as_deref());
    whole.chain(undisturbed.map(|course| (&course.market, course.later.as_slice()))).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, Wishes, understand};
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn scenarios() -> Vec<Scenario> {
        let source = Source::parse("t.toml".into(), include_str!("../../scenarios/tutorial.toml").into());
        let source = source.unwrap_or_else(|error| panic!("{error}"));
        let mut scenario = understand(&source, "t", &Wishes::default()).unwrap_or_else(|error| panic!("{error}"));
        scenario.run.customers = 2;
        scenario.run.replications = 500;
        vec![scenario]
    }

    #[test]
    fn the_first_refusal_is_told_and_no_cell_is_begun_after_it() {
        let scenarios = scenarios();
        let job = Job::new(&scenarios);
        let simulated = AtomicUsize::new(0);
        let refuse = |cell: Cell, _| {
            simulated.fetch_add(1, Ordering::Relaxed);
            Err(cell.number)
        };
        let threads = rayon::ThreadPoolBuilder::new().num_threads(4).build().expect("threads can be started");
        let told = threads.install(|| job.execute(Order::Forward, refuse)).expect_err("all were refused");
        let simulated = simulated.into_inner();
        assert!(simulated <= 4, "{simulated} of {} cells were simulated", job.cells.len());
        assert!(told < job.cells.len());
    }

    #[test]
    fn cells_are_numbered_strategy_by_strategy() {
        let scenarios = scenarios();
        let job = Job::new(&scenarios);
        assert_eq!(job.cells.len(), scenarios[0].strategies.len() * 500);
        assert_eq!(job.cells[501], Cell { number: 501, scenario: 0, strategy: 1, replication: 1 });
    }
}
