//! What the model must reproduce: closed forms that it comes down to when all but a mechanism or two are off, each on the
//! smallest market that shows it.

pub mod loyalty;
pub mod queues;
pub mod recontact;

use crate::experiment::{self, Order, Study};
use crate::scenario::{Scenario, Source, Wishes, understand};
use crate::stats::two_sided;

/// With which chance a right model fails any of all facts.
pub const CHANCE_OF_ALARM: f64 = 0.01;
/// Outcomes are sums of whole numbers: below this share of a value nothing can be told apart.
const ROUNDING: f64 = 1e-9;

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
    /// The channel or pool that it is of; empty for all.
    pub channel: &'static str,
    /// The number.
    pub exact: f64,
}

/// What was simulated beside what theory says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// What happens in the market.
    pub about: &'static str,
    /// What theory says.
    pub fact: Fact,
    /// The unit of the outcome.
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

/// All that is proved.
pub fn proofs() -> Vec<Proof> {
    [queues::proofs(), recontact::proofs(), loyalty::proofs()].concat()
}

/// The number of runs that proofs take.
pub fn runs(proofs: &[Proof]) -> usize {
    proofs.iter().map(|proof| experiment::runs(&scenario(proof))).sum()
}

/// Simulates the markets and holds what comes out against theory. `done` is called after each run.
pub fn check(proofs: &[Proof], done: impl Fn() + Sync) -> Vec<Finding> {
    let studies = experiment::run(proofs.iter().map(scenario).collect(), Order::Forward, done);
    let facts: usize = proofs.iter().map(|proof| proof.facts.len()).sum();
    let found = |(proof, study): (&Proof, &Study)| -> Vec<Finding> {
        proof.facts.iter().map(|fact| finding(study, proof.about, *fact, facts)).collect()
    };
    proofs.iter().zip(&studies).flat_map(found).collect()
}

fn scenario(proof: &Proof) -> Scenario {
    let source = Source::parse(proof.about.into(), proof.market.clone()).expect("a market of a proof is TOML");
    understand(&source, "proof", &Wishes::default()).unwrap_or_else(|error| panic!("{}: {error}", proof.about))
}

/// One of so many facts: each at its share of the chance of an alarm (Bonferroni), by Student's t law.
fn finding(study: &Study, about: &'static str, fact: Fact, facts: usize) -> Finding {
    let key = study.key_of(fact.outcome, "", fact.channel).expect("the market has the outcome");
    let estimate = study.estimate(0, key).expect("the outcome has a value");
    let se = estimate.se.expect("there are several replications");
    let off = estimate.mean - fact.exact;
    let is_rounding = off.abs() <= ROUNDING * fact.exact.abs().max(1.0);
    let z = if is_rounding { 0.0 } else { off / se };
    let agrees = is_rounding || two_sided(z, estimate.n - 1) * facts as f64 >= CHANCE_OF_ALARM;
    Finding { about, fact, unit: study.keys[key].measure.unit, n: estimate.n, simulated: estimate.mean, se, z, agrees }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A proof with the numbers of theory off by a share.
    fn off_by(share: f64) -> Vec<Finding> {
        let mut proof = recontact::proofs().remove(0);
        proof.facts.iter_mut().for_each(|fact| fact.exact *= 1.0 + share);
        check(&[proof], || {})
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
        let facts: usize = all.iter().map(|proof| proof.facts.len()).sum();
        for one in check(&all, || {}) {
            let alarm = crate::stats::critical(CHANCE_OF_ALARM / facts as f64, one.n - 1);
            assert!(one.agrees, "{one:?}");
            assert!(one.se * alarm <= SHARE * one.fact.exact.abs(), "{one:?} is too blunt");
        }
    }
}
