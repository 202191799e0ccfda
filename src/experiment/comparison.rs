//! Paired differences from the baseline, adjusted for how many are looked at, and a verdict in words.

use super::Study;
use crate::outcomes::{Better, Key, Outcomes};
use crate::stats::{Paired, Ratio, benjamini_hochberg, holm};

/// Chance of a wrong verdict that is put up with.
const ALPHA: f64 = 0.05;
/// Fewer replications than this give no verdict.
pub const LEAST_REPLICATIONS: usize = 5;

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
    /// Too little to matter, as the scenario says what would.
    NoRelevantDifference,
    /// It could be chance, or there is none.
    NoDifference,
    /// None in any replication.
    ExactlyEqual,
    /// The replications are too few to tell, or all differ by the same.
    None,
}

impl Verdict {
    /// Whether it shows a difference that matters.
    pub const fn is_shown(self) -> bool {
        matches!(self, Self::Better | Self::Worse | Self::Higher | Self::Lower)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::NoRelevantDifference => "no relevant difference",
            Self::NoDifference => "no difference shown",
            Self::ExactlyEqual => "exactly equal",
            Self::None => "no verdict",
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
    /// Over the replications.
    pub paired: Paired,
    /// Holm's adjustment over headline outcomes and strategies; for other outcomes none.
    pub p_adjusted: Option<f64>,
    /// Benjamini and Hochberg's over the strategies, segments and channels of the outcome.
    pub p_benjamini_hochberg: Option<f64>,
    /// What it shows: for headline outcomes by the one, for others by the other.
    pub verdict: Verdict,
}

/// The differences of all strategies but the baseline, in all outcomes, by strategy and key.
pub fn differences(study: &Study) -> Vec<Difference> {
    let baseline = study.scenario.baseline();
    let mut list: Vec<Difference> = (0..study.scenario.strategies.len())
        .filter(|&strategy| strategy != baseline)
        .flat_map(|strategy| (0..study.keys.len()).map(move |key| (strategy, key)))
        .filter_map(|(strategy, key)| difference(study, strategy, key))
        .collect();
    adjust_headline(study, &mut list);
    adjust_each_outcome(study, &mut list);
    for difference in &mut list {
        difference.verdict = verdict(study, difference);
    }
    list
}

/// The others from which a strategy is not told in an outcome, after Holm over these: a difference from the baseline on
/// both sides does not tell two strategies apart.
pub fn too_close_to_tell(study: &Study, key: usize, strategy: usize, others: &[usize]) -> Vec<usize> {
    let ours = study.parts(strategy, key);
    let chance = |&other: &usize| {
        Paired::of(&ours, &study.parts(other, key), &study.keys[key].measure).and_then(|it| it.p_value)
    };
    let adjusted = holm(&others.iter().map(chance).collect::<Vec<_>>());
    others.iter().zip(adjusted).filter(|(_, p)| !is_small(*p)).map(|(&other, _)| other).collect()
}

/// Which of these counts of contacts by passage are shown to differ from the baseline's per journey, after Benjamini and
/// Hochberg over all of them; journeys are counted by the passages from the start.
pub fn passages_shown_to_differ(study: &Study, strategy: usize, passages: &[usize], starts: &[usize]) -> Vec<usize> {
    let per_journey = |strategy: usize, key: usize| -> Vec<Ratio> {
        let of_replication = |outcomes: &Outcomes| {
            let journeys: i128 = starts.iter().map(|&start| outcomes.parts[start].numerator).sum();
            Ratio { numerator: outcomes.parts[key].numerator, denominator: u64::try_from(journeys).unwrap_or(u64::MAX) }
        };
        study.outcomes[strategy].iter().map(of_replication).collect()
    };
    let pair = |&key: &usize| {
        let (ours, theirs) = (per_journey(strategy, key), per_journey(study.scenario.baseline(), key));
        Paired::of(&ours, &theirs, &study.keys[key].measure).filter(|it| it.n >= LEAST_REPLICATIONS)?.p_value
    };
    let adjusted = benjamini_hochberg(&passages.iter().map(pair).collect::<Vec<_>>());
    passages.iter().zip(adjusted).filter(|(_, p)| is_small(*p)).map(|(&key, _)| key).collect()
}

fn is_small(p: Option<f64>) -> bool {
    p.is_some_and(|p| p < ALPHA)
}

fn difference(study: &Study, strategy: usize, key: usize) -> Option<Difference> {
    let baseline = study.scenario.baseline();
    let (ours, theirs) = (study.parts(strategy, key), study.parts(baseline, key));
    let mut paired = Paired::of(&ours, &theirs, &study.keys[key].measure)?;
    // What is known for sure is not tested.
    paired.p_value = paired.p_value.filter(|_| !is_fixed(study, strategy, key));
    let (p_adjusted, p_benjamini_hochberg, verdict) = (None, None, Verdict::None);
    Some(Difference { strategy, key, paired, p_adjusted, p_benjamini_hochberg, verdict })
}

/// Whether a difference follows from the two strategies alone, whatever happens.
fn is_fixed(study: &Study, strategy: usize, key: usize) -> bool {
    study.fixed[strategy][key] && study.fixed[study.scenario.baseline()][key]
}

/// One family: headline outcomes x strategies.
fn adjust_headline(study: &Study, list: &mut [Difference]) {
    let headline: Vec<usize> = (0..list.len()).filter(|&at| study.keys[list[at].key].headline).collect();
    for (&at, adjusted) in headline.iter().zip(holm(&p_values(list, &headline))) {
        list[at].p_adjusted = adjusted;
    }
}

/// A family for each outcome, so that an outcome added later moves no other's verdict.
fn adjust_each_outcome(study: &Study, list: &mut [Difference]) {
    let mut families: Vec<(&str, Vec<usize>)> = Vec::new();
    for (at, one) in list.iter().enumerate() {
        let metric = study.keys[one.key].metric;
        match families.iter_mut().find(|(name, _)| *name == metric) {
            Some((_, family)) => family.push(at),
            None => families.push((metric, vec![at])),
        }
    }
    for (_, family) in families {
        for (&at, adjusted) in family.iter().zip(benjamini_hochberg(&p_values(list, &family))) {
            list[at].p_benjamini_hochberg = adjusted;
        }
    }
}

fn p_values(list: &[Difference], of: &[usize]) -> Vec<Option<f64>> {
    of.iter().map(|&at| list[at].paired.p_value).collect()
}

fn verdict(study: &Study, difference: &Difference) -> Verdict {
    let key = &study.keys[difference.key];
    let p = if key.headline { difference.p_adjusted } else { difference.p_benjamini_hochberg };
    if difference.paired.n < LEAST_REPLICATIONS {
        return Verdict::None;
    }
    if is_equal(study, difference) {
        return Verdict::ExactlyEqual;
    }
    if is_irrelevant(study, difference) {
        return Verdict::NoRelevantDifference;
    }
    match p {
        Some(p) if p < ALPHA => direction(key, difference.paired.difference),
        Some(_) => Verdict::NoDifference,
        None if difference.paired.difference == 0.0 => Verdict::NoDifference,
        None if is_fixed(study, difference.strategy, difference.key) => direction(key, difference.paired.difference),
        None => Verdict::None,
    }
}

/// Whether every replication has the same value under both strategies.
fn is_equal(study: &Study, one: &Difference) -> bool {
    let parts = |strategy: usize| study.outcomes[strategy].iter().map(|outcomes| &outcomes.parts[one.key]);
    parts(one.strategy).zip(parts(study.scenario.baseline())).all(|(ours, theirs)| ours.equals(theirs))
}

/// Whether all that the interval holds is too little to matter; of what no chance has a part in, the difference itself.
fn is_irrelevant(study: &Study, one: &Difference) -> bool {
    let metric = study.keys[one.key].metric;
    let smallest = study.scenario.smallest_relevant.iter().find(|(name, _)| name == metric);
    let is_known = is_fixed(study, one.strategy, one.key).then_some((one.paired.difference, one.paired.difference));
    let within = |(low, high): (f64, f64), smallest: f64| low > -smallest && high < smallest;
    smallest.zip(one.paired.ci.or(is_known)).is_some_and(|((_, smallest), interval)| within(interval, *smallest))
}

/// What a difference shows that is no chance.
fn direction(key: &Key, change: f64) -> Verdict {
    match (key.better, change > 0.0) {
        (Better::Neither, true) => Verdict::Higher,
        (Better::Neither, false) => Verdict::Lower,
        (Better::Higher | Better::Lower, up) if up == (key.better == Better::Higher) => Verdict::Better,
        _ => Verdict::Worse,
    }
}
