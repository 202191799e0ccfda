//! Paired differences from the baseline, adjusted for how many are looked at, and a verdict in words.

use super::Study;
use crate::outcomes::{Better, Key};
use crate::stats::{Paired, holm};

/// Chance of a wrong verdict that is put up with.
const ALPHA: f64 = 0.05;

/// What a difference shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// In the better direction.
    Better,
    /// In the worse direction.
    Worse,
    /// More, of what is neither good nor bad.
    Higher,
    /// Less, of what is neither good nor bad.
    Lower,
    /// It could be chance, or nothing at all.
    NoDifference,
}

impl Verdict {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::NoDifference => "no difference shown",
        }
    }
}

/// A strategy's difference from the baseline in one outcome.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The strategy.
    pub strategy: usize,
    /// The outcome.
    pub key: usize,
    /// Over the replications in which both have a value.
    pub paired: Paired,
    /// Holm's adjustment over headline outcomes and strategies; for other outcomes none.
    pub p_adjusted: Option<f64>,
    /// What it shows: by the adjusted p where there is one, else by the plain p.
    pub verdict: Verdict,
}

/// The differences of all strategies but the baseline, in all outcomes, by strategy and key.
pub fn differences(study: &Study) -> Vec<Difference> {
    let baseline = study.scenario.baseline();
    let mut list: Vec<Difference> = (0..study.scenario.strategies.len())
        .filter(|&strategy| strategy != baseline)
        .flat_map(|strategy| (0..study.keys.len()).map(move |key| (strategy, key)))
        .filter_map(|(strategy, key)| {
            let paired = paired(study, strategy, baseline, key)?;
            Some(Difference { strategy, key, paired, p_adjusted: None, verdict: Verdict::NoDifference })
        })
        .collect();
    adjust(study, &mut list);
    for difference in &mut list {
        difference.verdict = verdict(&study.keys[difference.key], difference);
    }
    list
}

fn paired(study: &Study, strategy: usize, baseline: usize, key: usize) -> Option<Paired> {
    let pairs = study.outcomes[strategy].iter().zip(&study.outcomes[baseline]);
    let (ours, theirs): (Vec<f64>, Vec<f64>) = pairs.filter_map(|(a, b)| a.values[key].zip(b.values[key])).unzip();
    Paired::of(&ours, &theirs)
}

fn adjust(study: &Study, list: &mut [Difference]) {
    let headline: Vec<usize> =
        (0..list.len()).filter(|&at| study.keys[list[at].key].headline && list[at].paired.p_value.is_some()).collect();
    let plain: Vec<f64> = headline.iter().filter_map(|&at| list[at].paired.p_value).collect();
    for (at, adjusted) in headline.into_iter().zip(holm(&plain)) {
        list[at].p_adjusted = Some(adjusted);
    }
}

fn verdict(key: &Key, difference: &Difference) -> Verdict {
    let p = difference.p_adjusted.or(difference.paired.p_value);
    let change = difference.paired.difference;
    if p.is_none_or(|p| p >= ALPHA) || change == 0.0 {
        return Verdict::NoDifference;
    }
    match (key.better, change > 0.0) {
        (Better::Neither, true) => Verdict::Higher,
        (Better::Neither, false) => Verdict::Lower,
        (Better::Higher | Better::Lower, up) if up == (key.better == Better::Higher) => Verdict::Better,
        _ => Verdict::Worse,
    }
}
