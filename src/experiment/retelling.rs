//! Replications simulated once more, to tell contacts and customers one by one: the same luck, so that the same happens.

use super::{PART, cells};
use crate::chance::{Laws, ReplicationLuck};
use crate::engine::retold::{Retold, Told};
use crate::engine::{in_time, one_by_one};
use crate::model::rules::Rules;
use crate::scenario::Scenario;
use std::ops::Range;

/// The first replications of a scenario, to be told.
pub struct Retelling<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// By strategy.
    rules: Vec<Rules>,
    /// What is told at once, in order: strategy by strategy, replication by replication, customer by customer.
    pub chapters: Vec<Chapter>,
}

/// Customers of a replication who meet nobody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// The strategy.
    pub strategy: usize,
    /// The replication, from 0.
    pub replication: u32,
    /// The customers.
    pub customers: Range<u32>,
}

impl<'a> Retelling<'a> {
    /// So many replications, as far as the scenario has them.
    pub fn new(scenario: &'a Scenario, replications: u32) -> Self {
        let compiled = cells::compile(scenario, &mut Laws::default());
        let rules: Vec<Rules> = compiled.into_iter().take(scenario.strategies.len()).map(|(rules, _)| rules).collect();
        let replications = replications.min(scenario.run.replications);
        let of_strategy = |(strategy, rules): (usize, &Rules)| {
            let parts = parts(rules);
            let chapter = move |replication, customers: &Range<u32>| Chapter {
                strategy,
                replication,
                customers: customers.clone(),
            };
            (0..replications).flat_map(move |replication| {
                parts.iter().map(|customers| chapter(replication, customers)).collect::<Vec<_>>()
            })
        };
        let chapters = rules.iter().enumerate().flat_map(of_strategy).collect();
        Self { scenario, rules, chapters }
    }

    /// Tells a chapter: customer by customer where they are independent, else as journeys end, and then customers.
    pub fn tell(&self, chapter: &Chapter, tell: impl FnMut(&Rules, Told)) {
        let rules = &self.rules[chapter.strategy];
        let luck = ReplicationLuck::new(self.scenario.run.seed, chapter.replication);
        let mut retold = Retold::new(tell);
        if rules.customers_are_independent() {
            one_by_one(rules, luck, chapter.customers.clone(), &mut retold);
        } else {
            in_time(rules, luck, chapter.customers.clone(), &mut retold);
        }
    }
}

/// Customers who are told of at once.
fn parts(rules: &Rules) -> Vec<Range<u32>> {
    let at_once = if rules.customers_are_independent() { PART } else { rules.customers };
    let part = |part: u32| part * at_once..rules.customers.min((part + 1) * at_once);
    (0..rules.customers.div_ceil(at_once)).map(part).collect()
}
