//! A market, what theory says of it, and whether that comes out.

use crate::experiment::{self, Order, Study};
use crate::outcomes::{COHORTS, Outcomes, SERIES};
use crate::scenario::{Scenario, Source, Wishes, understand};
use crate::stats::{Estimate, two_sided};

/// With which chance a right model fails any of all facts.
pub const CHANCE_OF_ALARM: f64 = 0.01;
/// Outcomes are sums of whole numbers: below this share of a value nothing can be told apart.
const ROUNDING: f64 = 1e-9;
/// All customers, among the parts of which cohorts are told.
const ALL: usize = 0;

/// A market, and what theory says of it.
#[derive(Debug, Clone)]
pub struct Proof {
    /// What happens there, in a few words.
    pub about: &'static str,
    /// The scenario.
    pub market: String,
    /// What theory says of it.
    pub facts: Vec<Fact>,
}

/// A number that theory gives exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fact {
    /// The law that gives it.
    pub law: &'static str,
    /// The outcome that must come to it.
    pub outcome: &'static str,
    /// The channel, passage or pool that it is of; empty for all.
    pub channel: &'static str,
    /// The strategy under which; empty for the baseline.
    pub strategy: &'static str,
    /// What the outcome is held beside before.
    pub beside: Beside,
    /// The number.
    pub exact: f64,
}

/// What an outcome is held beside, replication by replication, before it is held against theory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// Nothing.
    Nothing,
    /// Divided by what there is of something.
    Per {
        /// One of it, in a word or two.
        what: &'static str,
        /// The outcomes that add up to it, each with its channel or passage.
        sum: &'static [(&'static str, &'static str)],
    },
    /// Of a cohort (of those there at the start, or of those who joined in a quarter), in a period of the time that it is there.
    AtAge {
        /// The cohort; 0: those there at the start.
        cohort: usize,
        /// The period, from 0.
        period: usize,
    },
    /// Of a week of the run, from 0.
    InWeek(usize),
    /// Less the baseline's, by which it differs in every replication by the same.
    Baseline,
}

impl Fact {
    /// Of the whole market, under the baseline.
    pub const fn new(law: &'static str, outcome: &'static str, exact: f64) -> Self {
        Self { law, outcome, channel: "", strategy: "", beside: Beside::Nothing, exact }
    }

    /// The same of a channel, a passage or a pool.
    #[must_use]
    pub const fn of(self, channel: &'static str) -> Self {
        Self { channel, ..self }
    }

    /// The same under a strategy.
    #[must_use]
    pub const fn under(self, strategy: &'static str) -> Self {
        Self { strategy, ..self }
    }

    /// The same for each of something.
    #[must_use]
    pub const fn per(self, what: &'static str, sum: &'static [(&'static str, &'static str)]) -> Self {
        Self { beside: Beside::Per { what, sum }, ..self }
    }

    /// The same of a cohort in a period.
    #[must_use]
    pub const fn at_age(self, cohort: usize, period: usize) -> Self {
        Self { beside: Beside::AtAge { cohort, period }, ..self }
    }

    /// The same in a week of the run, from 0.
    #[must_use]
    pub const fn in_week(self, week: usize) -> Self {
        Self { beside: Beside::InWeek(week), ..self }
    }

    /// The difference from the baseline.
    #[must_use]
    pub const fn less_the_baseline(self) -> Self {
        Self { beside: Beside::Baseline, ..self }
    }
}

/// What was simulated beside what theory says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// What happens in the market.
    pub about: &'static str,
    /// What theory says.
    pub fact: Fact,
    /// The unit of what is simulated.
    pub unit: &'static str,
    /// Number of replications.
    pub n: usize,
    /// What was simulated.
    pub simulated: f64,
    /// Its standard error.
    pub se: f64,
    /// How many of these it is off.
    pub z: f64,
    /// Whether it agrees.
    pub agrees: bool,
}

/// The number of runs that proofs take.
pub fn runs(proofs: &[Proof]) -> usize {
    proofs.iter().map(|proof| experiment::runs(&scenario(proof))).sum()
}

/// The number of facts of proofs.
pub fn facts(proofs: &[Proof]) -> usize {
    proofs.iter().map(|proof| proof.facts.len()).sum()
}

/// Simulates the markets and holds what comes out against theory, as some of so many facts. `done` is called after each run.
pub fn check(proofs: &[Proof], among: usize, done: impl Fn() + Sync) -> Vec<Finding> {
    let studies = experiment::run(proofs.iter().map(scenario).collect(), Order::Forward, done);
    let found = |(proof, study): (&Proof, &Study)| -> Vec<Finding> {
        proof.facts.iter().map(|fact| finding(study, proof.about, *fact, among)).collect()
    };
    proofs.iter().zip(&studies).flat_map(found).collect()
}

fn scenario(proof: &Proof) -> Scenario {
    let source = Source::parse(proof.about.into(), proof.market.clone()).expect("a market of a proof is TOML");
    understand(&source, "proof", &Wishes::default()).unwrap_or_else(|error| panic!("{}: {error}", proof.about))
}

/// Each of so many facts at its share of the chance of an alarm (Bonferroni), by Student's t law; what has no noise, exactly.
fn finding(study: &Study, about: &'static str, fact: Fact, among: usize) -> Finding {
    let (estimate, unit) = simulated(study, fact);
    let se = estimate.se.expect("there are several replications");
    let off = estimate.mean - fact.exact;
    let is_rounding = off.abs() <= ROUNDING * fact.exact.abs().max(1.0);
    let z = if is_rounding { 0.0 } else { off / se };
    let agrees = match fact.beside {
        Beside::Baseline => is_rounding && se <= ROUNDING * fact.exact.abs().max(1.0),
        _ => is_rounding || se > 0.0 && two_sided(z, estimate.n - 1) * among as f64 >= CHANCE_OF_ALARM,
    };
    Finding { about, fact, unit, n: estimate.n, simulated: estimate.mean, se, z, agrees }
}

/// What the fact is about, with its unit.
fn simulated(study: &Study, fact: Fact) -> (Estimate, &'static str) {
    let baseline = study.scenario.baseline();
    let named = |name: &str| study.scenario.strategies.iter().position(|strategy| strategy.name == name);
    let strategy = if fact.strategy.is_empty() { baseline } else { named(fact.strategy).expect("a strategy there") };
    if let Beside::AtAge { cohort, period } = fact.beside {
        let at = COHORTS.iter().position(|series| series.id == fact.outcome).expect("an outcome of cohorts");
        let estimate = study.aged(strategy, ALL, (cohort, period), at).expect("the cohort has a value");
        return (estimate, COHORTS[at].measure.in_currency(study.scenario.run.currency).unit);
    }
    if let Beside::InWeek(week) = fact.beside {
        let at = SERIES.iter().position(|series| series.id == fact.outcome).expect("an outcome by week");
        let measure = SERIES[at].measure.in_currency(study.scenario.run.currency);
        let value = |outcomes: &Outcomes| outcomes.weeks[week][at].value(&measure).expect("the week has a value");
        let values: Vec<f64> = study.outcomes[strategy].iter().map(value).collect();
        return (Estimate::of(&values).expect("there are several replications"), measure.unit);
    }
    let key =
        |(outcome, channel): (&str, &str)| study.key_of(outcome, "", channel).expect("the market has the outcome");
    let own = key((fact.outcome, fact.channel));
    let unit = |key: usize| study.keys[key].measure.unit;
    let values = |strategy: usize, key: usize| study.values(strategy, key);
    let estimate = match fact.beside {
        Beside::Nothing | Beside::AtAge { .. } | Beside::InWeek(_) => study.estimate(strategy, own),
        Beside::Per { sum, .. } => {
            let parts: Vec<Vec<f64>> = sum.iter().map(|&part| values(strategy, key(part))).collect();
            let whole = |at: usize| -> f64 { parts.iter().map(|part| part[at]).sum() };
            let each = values(strategy, own).into_iter().enumerate().map(|(at, value)| value / whole(at));
            Estimate::of(&each.collect::<Vec<f64>>())
        }
        Beside::Baseline => {
            let less = values(strategy, own).into_iter().zip(values(baseline, own)).map(|(own, other)| own - other);
            Estimate::of(&less.collect::<Vec<f64>>())
        }
    };
    let is_share =
        matches!(fact.beside, Beside::Per { sum, .. } if sum.iter().any(|&part| unit(key(part)) == unit(own)));
    (estimate.expect("the outcome has a value"), if is_share { "share" } else { unit(own) })
}

#[cfg(test)]
mod tests {
    use super::super::{proofs, recontact};
    use super::*;

    /// A proof with the numbers of theory off by a share.
    fn off_by(share: f64) -> Vec<Finding> {
        let mut proof = recontact::proofs().remove(0);
        proof.facts.iter_mut().for_each(|fact| fact.exact *= 1.0 + share);
        let among = proof.facts.len();
        check(&[proof], among, || {})
    }

    #[test]
    fn what_theory_says_agrees_and_what_it_does_not_say_differs() {
        assert!(off_by(0.0).iter().all(|one| one.agrees));
        assert!(off_by(0.02).iter().all(|one| !one.agrees), "{:?}", off_by(0.02));
    }

    #[test]
    fn every_proof_could_tell_a_number_that_is_a_twentieth_off() {
        const SHARE: f64 = 0.05;
        let all = proofs();
        let among = facts(&all);
        for one in check(&all, among, || {}) {
            let alarm = crate::stats::critical(CHANCE_OF_ALARM / among as f64, one.n - 1);
            assert!(one.agrees, "{one:?}");
            assert!(one.se * alarm <= SHARE * one.fact.exact.abs(), "{one:?} is too blunt");
        }
    }
}
