//! A value over replications with its uncertainty.

use super::interval::{interval, plain};
use super::jackknife::{Jackknife, standard_error};
use super::measure::{Measure, Ratio};

/// A mean, or a ratio of sums, over replications and how well it is known.
///
/// All values carry the unit of the outcome. Assumes independent, equally distributed replications, and a ratio, logit or
/// logarithm that is about normal over them (Student 1908).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Number of replications with a value, at least 1.
    pub n: usize,
    /// The ratio of the sums of numerators and denominators; for totals the arithmetic mean.
    pub mean: f64,
    /// Standard deviation over replications of the jackknife's pseudo-values; needs two values.
    pub sd: Option<f64>,
    /// Standard error: that over the root of the number of replications; needs two values.
    pub se: Option<f64>,
    /// Two-sided 95 % confidence interval; `None` where the replications do not tell.
    pub ci: Option<(f64, f64)>,
}

impl Estimate {
    /// Estimates a ratio of sums, with the jackknife's standard error; `None` if no replication has a denominator.
    pub fn of_ratio(parts: &[Ratio], measure: &Measure) -> Option<Self> {
        let Jackknife { ratio, sum, n, deviations } = Jackknife::of(parts, measure)?;
        let se = standard_error(&deviations);
        let sd = variance(&deviations).map(f64::sqrt);
        Some(Self { n, mean: ratio, sd, se, ci: se.and_then(|se| interval(ratio, se, n, sum, measure)) })
    }

    /// Estimates the mean of `observations`, with a plain interval; `None` if there are none.
    pub fn of(observations: &[f64]) -> Option<Self> {
        let mean = mean(observations)?;
        let n = observations.len();
        let se = standard_error(observations);
        Some(Self { n, mean, sd: variance(observations).map(f64::sqrt), se, ci: se.map(|se| plain(mean, se, n)) })
    }
}

/// Sums deviations from the first observation, so that equal observations have exactly their
/// own value as mean.
fn mean(observations: &[f64]) -> Option<f64> {
    let first = *observations.first()?;
    let sum: f64 = observations.iter().map(|x| x - first).sum();
    Some(first + sum / observations.len() as f64)
}

/// Sample variance with divisor n - 1, in two passes; needs two observations.
pub(super) fn variance(observations: &[f64]) -> Option<f64> {
    if observations.len() < 2 {
        return None;
    }
    let mean = mean(observations)?;
    let squares: f64 = observations.iter().map(|x| (x - mean).powi(2)).sum();
    Some(squares / (observations.len() - 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::assert_within;
    use crate::stats::measure::Kind;

    const MINUTES: Measure = Measure { unit: "min", in_one: 1e6, kind: Kind::Balance };

    #[test]
    fn no_observation_gives_no_estimate() {
        assert_eq!((Estimate::of(&[]), Estimate::of_ratio(&[Ratio::NONE; 3], &MINUTES)), (None, None));
    }

    #[test]
    fn one_observation_has_a_mean_but_no_spread() {
        for one in [Estimate::of(&[3.5]), Estimate::of_ratio(&[Ratio::NONE, Ratio::per(7_000_000, 2)], &MINUTES)] {
            let one = one.unwrap();
            assert_eq!((one.n, Some(one.mean)), (1, Some(3.5)));
            assert_eq!((one.sd, one.se, one.ci), (None, None, None));
        }
    }

    #[test]
    fn equal_observations_have_no_spread_at_all() {
        for value in [0.1, 1.0 / 3.0, 1e17, -7.3e-9] {
            let same = Estimate::of(&[value; 7]).unwrap();
            assert_eq!(Some(same.mean), Some(value));
            assert_eq!((same.sd, same.se), (Some(0.0), Some(0.0)));
        }
        let same = Estimate::of_ratio(&[Ratio::per(1, 3), Ratio::per(7, 21)], &MINUTES).unwrap();
        assert_eq!((same.sd, same.se, same.ci), (Some(0.0), Some(0.0), None));
        assert_eq!(Some(same.mean), Ratio::per(1, 3).value(&MINUTES));
    }

    #[test]
    fn five_numbers_give_the_textbook_interval() {
        let totals: Vec<Ratio> = (1..=5).map(|n| Ratio::total(n * 1_000_000)).collect();
        for five in [Estimate::of(&[1.0, 2.0, 3.0, 4.0, 5.0]), Estimate::of_ratio(&totals, &MINUTES)] {
            let five = five.unwrap();
            assert_within(five.mean, 3.0, 1e-15);
            assert_within(five.sd.unwrap(), 2.5_f64.sqrt(), 1e-15);
            assert_within(five.se.unwrap(), 0.5_f64.sqrt(), 1e-15);
            let (low, high) = five.ci.unwrap();
            assert_within(low, 3.0 - 2.776_445_105 * 0.5_f64.sqrt(), 1e-9);
            assert_within(high, 3.0 + 2.776_445_105 * 0.5_f64.sqrt(), 1e-9);
        }
    }

    #[test]
    fn the_interval_stands_about_the_ratio_of_sums() {
        let parts = [(12, 4), (15, 5), (9, 2), (20, 8), (14, 6)].map(|(part, whole)| Ratio::per(part, whole));
        let plain = Measure { in_one: 1.0, ..MINUTES };
        let ratio = Estimate::of_ratio(&parts, &plain).unwrap();
        assert_within(ratio.mean, 2.8, 0.0);
        let (low, high) = ratio.ci.unwrap();
        assert_within(low, 2.157_695_009_5, 1e-10);
        assert_within(high, 3.442_304_990_5, 1e-10);
    }

    #[test]
    fn a_large_offset_does_not_hide_a_small_spread() {
        let offset = Estimate::of(&[1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0]).unwrap();
        assert_within(offset.sd.unwrap(), 1.0, 1e-12);
        let offset = [1_i128, 2, 3].map(|n| Ratio::total(1_000_000 * (1_000_000_000_000 + n)));
        assert_within(Estimate::of_ratio(&offset, &MINUTES).unwrap().sd.unwrap(), 1.0, 1e-12);
    }
}
