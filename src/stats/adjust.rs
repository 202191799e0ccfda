//! Many tests at once.

/// Adjusts p-values for being several, by the step-down method of Holm (1979), in input order.
///
/// An adjusted value at or below alpha may be called significant with a family-wise error of at
/// most alpha, whatever the dependence between the tests. A test without a p-value is none, and
/// does not count.
pub fn holm(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = from_smallest(p_values);
    let mut adjusted = vec![None; p_values.len()];
    let mut highest = 0.0_f64;
    for (rank, &(test, p)) in order.iter().enumerate() {
        let remaining = (order.len() - rank) as f64;
        highest = highest.max(remaining * p).min(1.0);
        adjusted[test] = Some(highest);
    }
    adjusted
}

/// Adjusts p-values for being several, by the step-up method of Benjamini and Hochberg (1995), in
/// input order.
///
/// Of those at or below alpha, a share of at most alpha is expected to be false, if the tests are
/// independent or depend positively. A test without a p-value is none, and does not count.
pub fn benjamini_hochberg(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = from_smallest(p_values);
    let mut adjusted = vec![None; p_values.len()];
    let mut lowest = 1.0_f64;
    for (rank, &(test, p)) in order.iter().enumerate().rev() {
        lowest = lowest.min(order.len() as f64 * p / (rank + 1) as f64);
        adjusted[test] = Some(lowest);
    }
    adjusted
}

/// Tests with their p-values, the smallest first.
fn from_smallest(p_values: &[Option<f64>]) -> Vec<(usize, f64)> {
    let mut order: Vec<(usize, f64)> = p_values.iter().enumerate().filter_map(|(at, p)| Some((at, (*p)?))).collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    type Method = fn(&[Option<f64>]) -> Vec<Option<f64>>;
    const BOTH: [Method; 2] = [holm, benjamini_hochberg];

    fn near(method: Method, raw: &[f64], expected: &[f64]) {
        let tests: Vec<Option<f64>> = raw.iter().map(|&p| (p >= 0.0).then_some(p)).collect();
        let adjusted: Vec<f64> = method(&tests).into_iter().map(|p| p.unwrap_or(NONE)).collect();
        assert_eq!(adjusted.len(), expected.len());
        assert!(adjusted.iter().zip(expected).all(|(x, y)| (x - y).abs() < 1e-12), "{adjusted:?}");
    }

    /// Stands for no p-value in these tests.
    const NONE: f64 = -1.0;

    #[test]
    fn four_tests_are_adjusted_step_by_step_in_input_order() {
        near(holm, &[0.01, 0.04, 0.03, 0.005], &[0.03, 0.06, 0.06, 0.02]);
        near(benjamini_hochberg, &[0.01, 0.04, 0.03, 0.005], &[0.02, 0.04, 0.04, 0.02]);
    }

    #[test]
    fn the_fifteen_tests_of_benjamini_and_hochberg_give_their_four_rejections() {
        let raw = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let adjusted = benjamini_hochberg(&raw.map(Some));
        assert_eq!(adjusted.iter().flatten().filter(|&&p| p <= 0.05).count(), 4);
        near(benjamini_hochberg, &raw[..4], &[0.0004, 0.0008, 0.0019 * 4.0 / 3.0, 0.0095]);
    }

    #[test]
    fn a_test_without_a_value_leaves_the_family_and_does_not_count_in_it() {
        let raw = [0.012, NONE, 0.001, 0.04, NONE, 0.02, 0.5, 0.013];
        near(holm, &raw, &[0.06, NONE, 0.006, 0.08, NONE, 0.06, 0.5, 0.06]);
        near(benjamini_hochberg, &raw, &[0.026, NONE, 0.006, 0.048, NONE, 0.03, 0.5, 0.026]);
    }

    #[test]
    fn nothing_exceeds_one() {
        near(holm, &[0.6, 0.9, 0.8], &[1.0, 1.0, 1.0]);
        near(benjamini_hochberg, &[0.6, 1.0, 0.8], &[1.0, 1.0, 1.0]);
    }

    #[test]
    fn a_single_test_needs_no_adjustment() {
        for method in BOTH {
            near(method, &[0.02], &[0.02]);
            near(method, &[], &[]);
        }
    }

    #[test]
    fn equal_values_are_adjusted_alike() {
        near(holm, &[0.02, 0.02, 0.02], &[0.06, 0.06, 0.06]);
        near(benjamini_hochberg, &[0.02, 0.02, 0.02], &[0.02, 0.02, 0.02]);
    }

    #[test]
    fn adjusted_values_keep_the_order_and_never_fall() {
        let raw = [0.001, 0.2, 0.0011, 0.05, 0.049, 0.7, 0.012];
        for method in BOTH {
            let adjusted: Vec<f64> = method(&raw.map(Some)).into_iter().flatten().collect();
            for (i, a) in raw.iter().enumerate() {
                assert!(adjusted[i] >= *a && adjusted[i] <= 1.0);
                for (j, b) in raw.iter().enumerate() {
                    assert!(a > b || adjusted[i] <= adjusted[j]);
                }
            }
        }
    }
}
