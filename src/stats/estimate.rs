//! A mean with its uncertainty.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// The mean of independent observations and how well it is known.
///
/// All values carry the unit of the observations. Assumes independent, equally distributed
/// observations whose mean is about normal (Student 1908).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Number of observations, at least 1.
    pub n: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// Standard deviation with divisor n - 1; needs two observations.
    pub sd: Option<f64>,
    /// Standard error of the mean, sd / sqrt(n); needs two observations.
    pub se: Option<f64>,
    /// Two-sided 95 % Student t confidence interval; needs two observations.
    pub ci: Option<(f64, f64)>,
}

impl Estimate {
    /// Estimates the mean of `observations`; `None` if there are none.
    pub fn of(observations: &[f64]) -> Option<Self> {
        let mean = mean(observations)?;
        let n = observations.len();
        let sd = variance(observations).map(f64::sqrt);
        let se = sd.map(|sd| sd / (n as f64).sqrt());
        let ci = se.map(|se| interval(mean, se, n));
        Some(Self { n, mean, sd, se, ci })
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

fn interval(mean: f64, se: f64, n: usize) -> (f64, f64) {
    let half_width = student(n).inverse_cdf(0.975) * se;
    (mean - half_width, mean + half_width)
}

/// Student's t with the n - 1 degrees of freedom of a mean of n >= 2 observations.
pub(super) fn student(n: usize) -> StudentsT {
    StudentsT::new(0.0, 1.0, (n - 1) as f64).expect("n >= 2 gives positive degrees of freedom")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::assert_within;

    #[test]
    fn no_observation_gives_no_estimate() {
        assert_eq!(Estimate::of(&[]), None);
    }

    #[test]
    fn one_observation_has_a_mean_but_no_spread() {
        let one = Estimate::of(&[3.5]).unwrap();
        assert_eq!((one.n, Some(one.mean)), (1, Some(3.5)));
        assert_eq!((one.sd, one.se, one.ci), (None, None, None));
    }

    #[test]
    fn equal_observations_have_no_spread_at_all() {
        for value in [0.1, 1.0 / 3.0, 1e17, -7.3e-9] {
            let same = Estimate::of(&[value; 7]).unwrap();
            assert_eq!(Some(same.mean), Some(value));
            assert_eq!((same.sd, same.se), (Some(0.0), Some(0.0)));
            assert_eq!(same.ci, Some((value, value)));
        }
    }

    #[test]
    fn five_numbers_give_the_textbook_interval() {
        let five = Estimate::of(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
        assert_within(five.mean, 3.0, 1e-15);
        assert_within(five.sd.unwrap(), 2.5_f64.sqrt(), 1e-15);
        assert_within(five.se.unwrap(), 0.5_f64.sqrt(), 1e-15);
        let (low, high) = five.ci.unwrap();
        assert_within(low, 3.0 - 2.776_445_105 * 0.5_f64.sqrt(), 1e-9);
        assert_within(high, 3.0 + 2.776_445_105 * 0.5_f64.sqrt(), 1e-9);
    }

    #[test]
    fn a_large_offset_does_not_hide_a_small_spread() {
        let offset = Estimate::of(&[1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0]).unwrap();
        assert_within(offset.sd.unwrap(), 1.0, 1e-12);
    }

    #[test]
    fn student_quantiles_are_those_of_the_printed_tables() {
        let table = [
            (2, 12.706_204_736),
            (3, 4.302_652_730),
            (11, 2.228_138_852),
            (31, 2.042_272_456),
            (1001, 1.962_339_081),
            (10_001, 1.960_201_240),
        ];
        for (n, quantile) in table {
            assert_within(student(n).inverse_cdf(0.975), quantile, 1e-8);
        }
    }
}
