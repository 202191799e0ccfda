//! Does a sample follow a given law?

use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Probability that a chi-square variable exceeds `statistic`, with `degrees` >= 1 degrees of
/// freedom (Pearson 1900).
///
/// With no degrees of freedom there is nothing to reject, and the result is 1.
pub fn chi_square_p(statistic: f64, degrees: usize) -> f64 {
    ChiSquared::new(degrees as f64).map_or(1.0, |law| law.sf(statistic))
}

/// P-value of "every cell is equally likely", by Pearson's chi-square test.
///
/// Assumes independent counts with an expectation of about 5 or more in each cell. Without
/// counts, or with fewer than two cells, the result is 1.
pub fn chi_square_uniform(counts: &[u64]) -> f64 {
    let total: u64 = counts.iter().sum();
    if total == 0 {
        return 1.0;
    }
    let expected = total as f64 / counts.len() as f64;
    let cell = |&count: &u64| (count as f64 - expected).powi(2) / expected;
    chi_square_p(counts.iter().map(cell).sum(), counts.len() - 1)
}

/// P-value of "the sample was drawn from `cdf`", by the two-sided Kolmogorov-Smirnov test; sorts
/// the sample.
///
/// Assumes independent draws and a continuous law fixed beforehand. Asymptotic series (Kolmogorov
/// 1933) with the finite-sample correction of Stephens (1970). An empty sample gives 1.
pub fn ks_p(samples: &mut [f64], cdf: impl Fn(f64) -> f64) -> f64 {
    samples.sort_by(f64::total_cmp);
    let n = samples.len() as f64;
    let distance = samples
        .iter()
        .enumerate()
        .map(|(below, &x)| {
            let level = cdf(x);
            (level - below as f64 / n).max((below + 1) as f64 / n - level)
        })
        .fold(0.0, f64::max);
    let root = n.sqrt();
    kolmogorov_tail((root + 0.12 + 0.11 / root) * distance)
}

/// 2 sum over k >= 1 of (-1)^(k-1) exp(-2 k^2 x^2).
fn kolmogorov_tail(x: f64) -> f64 {
    // Below 0.2 the tail is 1 to twelve places, and the series too slow to show it.
    if x.is_nan() || x < 0.2 {
        return 1.0;
    }
    let term = |k: i32| (-1.0_f64).powi(k - 1) * (-2.0 * (f64::from(k) * x).powi(2)).exp();
    (2.0 * (1..=40).map(term).sum::<f64>()).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::assert_within;

    #[test]
    fn chi_square_tails_are_those_of_the_printed_tables() {
        assert_within(chi_square_p(3.841_458_821, 1), 0.05, 1e-9);
        assert_within(chi_square_p(18.307_038_053, 10), 0.05, 1e-9);
        assert_within(chi_square_p(2.0 * 100.0_f64.ln(), 2), 0.01, 1e-12);
        assert_within(chi_square_p(0.0, 3), 1.0, 0.0);
        assert_within(chi_square_p(1.0, 0), 1.0, 0.0);
    }

    #[test]
    fn even_counts_are_uniform_and_lopsided_ones_are_not() {
        assert_within(chi_square_uniform(&[25, 25, 25, 25]), 1.0, 0.0);
        assert!(chi_square_uniform(&[100, 0, 0, 0]) < 1e-12);
        assert_within(chi_square_uniform(&[60, 40]), chi_square_p(4.0, 1), 1e-15);
        assert_within(chi_square_uniform(&[]), 1.0, 0.0);
        assert_within(chi_square_uniform(&[9]), 1.0, 0.0);
    }

    #[test]
    fn kolmogorov_tail_has_its_known_critical_points() {
        assert_within(kolmogorov_tail(1.358_099), 0.05, 1e-6);
        assert_within(kolmogorov_tail(1.627_624), 0.01, 1e-6);
        assert_within(kolmogorov_tail(0.2), 1.0, 1e-11);
        assert_within(kolmogorov_tail(0.0), 1.0, 0.0);
    }

    #[test]
    fn an_even_grid_is_uniform_and_its_square_is_not() {
        let mut grid: Vec<f64> = (0..1000).rev().map(|i| (f64::from(i) + 0.5) / 1000.0).collect();
        assert_within(ks_p(&mut grid, |x| x), 1.0, 1e-12);
        assert!(ks_p(&mut grid, |x| x * x) < 1e-12);
        assert_within(ks_p(&mut [], |x| x), 1.0, 0.0);
    }

    #[test]
    fn a_shift_by_the_critical_distance_is_just_significant() {
        let n = 1000.0_f64;
        let critical = 1.358_099 / (n.sqrt() + 0.12 + 0.11 / n.sqrt());
        let mut grid: Vec<f64> = (0..1000).map(|i| (f64::from(i) + 0.5) / n).collect();
        assert_within(ks_p(&mut grid, |x| x + critical - 0.5 / n), 0.05, 1e-5);
    }
}
