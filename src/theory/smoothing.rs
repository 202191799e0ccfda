//! Satisfaction as exponential smoothing of experiences.
//!
//! Roberts (1959): S becomes S + a (x - S) with weight a in (0, 1] at each of n independent,
//! equally distributed experiences x of mean m and variance v. S has the unit of x, variances its
//! square.

/// Mean m + (S0 - m) (1 - a)^n after `n` experiences, from `start`.
pub fn smoothed_mean(start: f64, mean: f64, weight: f64, n: u32) -> f64 {
    mean + (start - mean) * (1.0 - weight).powf(f64::from(n))
}

/// Variance v a (1 - (1 - a)^(2n)) / (2 - a) after `n` experiences, from a fixed start.
pub fn smoothed_variance(variance: f64, weight: f64, n: u32) -> f64 {
    let forgotten = (1.0 - weight).powf(2.0 * f64::from(n));
    stationary_variance(variance, weight) * (1.0 - forgotten)
}

/// Variance v a / (2 - a) in the long run.
pub fn stationary_variance(variance: f64, weight: f64) -> f64 {
    variance * weight / (2.0 - weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{assert_near, assert_within};

    #[test]
    fn ten_good_experiences_nearly_make_a_satisfied_customer() {
        assert_near(smoothed_mean(0.0, 1.0, 0.3, 10), 0.971_752);
    }

    #[test]
    fn satisfaction_varies_less_than_experience() {
        assert_near(stationary_variance(1.0, 0.3), 0.176_471);
        assert_near(smoothed_variance(1.0, 0.3, 200), 0.176_471);
    }

    #[test]
    fn one_experience_counts_with_its_weight() {
        assert_near(smoothed_mean(0.4, 0.9, 0.25, 1), 0.4 + 0.25 * 0.5);
        assert_near(smoothed_variance(2.0, 0.25, 1), 2.0 * 0.25 * 0.25);
    }

    #[test]
    fn no_experience_changes_nothing_and_full_weight_forgets_the_past() {
        assert_within(smoothed_mean(0.4, 0.9, 0.25, 0), 0.4, 1e-15);
        assert_within(smoothed_variance(2.0, 0.25, 0), 0.0, 0.0);
        assert_within(smoothed_mean(0.4, 0.9, 1.0, 1), 0.9, 0.0);
        assert_within(smoothed_variance(2.0, 1.0, 5), 2.0, 0.0);
    }

    #[test]
    fn mean_and_variance_follow_the_recursion_step_by_step() {
        let (m, v, a) = (0.6, 0.09, 0.2);
        let (mut mean, mut variance) = (0.1, 0.0);
        for n in 1..=20 {
            mean += a * (m - mean);
            variance = (1.0 - a) * (1.0 - a) * variance + a * a * v;
            assert_within(smoothed_mean(0.1, m, a, n), mean, 1e-12);
            assert_within(smoothed_variance(v, a, n), variance, 1e-12);
        }
    }
}
