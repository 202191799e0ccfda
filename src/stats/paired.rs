//! The difference between two strategies measured on the same units.

use statrs::distribution::ContinuousCDF;

use super::Estimate;
use super::estimate::{student, variance};

/// The mean paired difference and its t-test against 0.
///
/// Assumes pairs independent of each other, with a mean difference that is about normal
/// (Student 1908).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paired {
    /// Number of pairs, at least 1.
    pub n: usize,
    /// Mean of strategy - baseline, in the unit of the observations.
    pub difference: f64,
    /// Standard error of the difference; needs two pairs.
    pub se: Option<f64>,
    /// Two-sided 95 % Student t confidence interval; needs two pairs.
    pub ci: Option<(f64, f64)>,
    /// Two-sided p-value of "no difference", in [0, 1]; needs two pairs.
    pub p_value: Option<f64>,
    /// Var(x - y) / (Var x + Var y): below 1 if pairing helped; `None` without any variance.
    pub variance_ratio: Option<f64>,
}

impl Paired {
    /// Compares a strategy with a baseline, pair by pair; `None` if there are no pairs.
    ///
    /// # Panics
    ///
    /// If the slices differ in length: then they are not pairs.
    pub fn of(strategy: &[f64], baseline: &[f64]) -> Option<Self> {
        assert_eq!(strategy.len(), baseline.len(), "pairs need two equal lengths");
        let differences: Vec<f64> = strategy.iter().zip(baseline).map(|(x, y)| x - y).collect();
        let estimate = Estimate::of(&differences)?;
        Some(Self {
            n: estimate.n,
            difference: estimate.mean,
            se: estimate.se,
            ci: estimate.ci,
            p_value: estimate.se.map(|se| p_value(estimate.mean, se, estimate.n)),
            variance_ratio: variance_ratio(&differences, strategy, baseline),
        })
    }
}

fn p_value(difference: f64, se: f64, n: usize) -> f64 {
    match (difference == 0.0, se == 0.0) {
        (true, _) => 1.0,
        (false, true) => 0.0,
        (false, false) => 2.0 * student(n).sf((difference / se).abs()),
    }
}

fn variance_ratio(differences: &[f64], strategy: &[f64], baseline: &[f64]) -> Option<f64> {
    let unpaired = variance(strategy)? + variance(baseline)?;
    (unpaired > 0.0).then_some(variance(differences)? / unpaired)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::assert_within;

    #[test]
    fn a_strategy_against_itself_differs_by_exactly_nothing() {
        let x = [0.1, 0.7, 1.0 / 3.0];
        let same = Paired::of(&x, &x).unwrap();
        assert_eq!(Some(same.difference), Some(0.0));
        assert_eq!((same.se, same.p_value), (Some(0.0), Some(1.0)));
        assert_eq!(same.ci, Some((0.0, 0.0)));
        assert_eq!(same.variance_ratio, Some(0.0));
    }

    #[test]
    fn a_constant_difference_is_certain() {
        let shifted = Paired::of(&[2.0, 3.0, 5.0], &[1.0, 2.0, 4.0]).unwrap();
        assert_eq!((shifted.se, shifted.p_value), (Some(0.0), Some(0.0)));
    }

    #[test]
    fn one_pair_shows_a_difference_without_a_test() {
        let one = Paired::of(&[2.0], &[1.5]).unwrap();
        assert_eq!(Some(one.difference), Some(0.5));
        assert_eq!((one.se, one.p_value, one.variance_ratio), (None, None, None));
        assert_eq!(Paired::of(&[], &[]), None);
    }

    #[test]
    fn student_s_sleep_data_give_the_published_test() {
        let drug_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let drug_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let sleep = Paired::of(&drug_2, &drug_1).unwrap();
        assert_within(sleep.difference, 1.58, 1e-12);
        assert_within(sleep.difference / sleep.se.unwrap(), 4.0621, 1e-4);
        assert_within(sleep.p_value.unwrap(), 0.002_833, 1e-6);
        let (low, high) = sleep.ci.unwrap();
        assert_within(low, 0.700_114, 1e-6);
        assert_within(high, 2.459_886, 1e-6);
    }

    #[test]
    fn pairing_that_helps_has_a_variance_ratio_below_one() {
        let x = [1.0, 2.0, 3.0, 4.0];
        let y = [1.1, 1.9, 3.2, 3.8];
        let reversed = [3.8, 3.2, 1.9, 1.1];
        assert!(Paired::of(&x, &y).unwrap().variance_ratio.unwrap() < 0.05);
        assert!(Paired::of(&x, &reversed).unwrap().variance_ratio.unwrap() > 1.9);
        assert_eq!(Paired::of(&[1.0; 4], &[2.0; 4]).unwrap().variance_ratio, None);
    }

    #[test]
    #[should_panic(expected = "equal lengths")]
    fn unequal_lengths_are_no_pairs() {
        let _ = Paired::of(&[1.0], &[]);
    }
}
