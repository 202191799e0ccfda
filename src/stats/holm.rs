//! Many tests at once.

/// Adjusts p-values for being several, by the step-down method of Holm (1979), in input order.
///
/// An adjusted value at or below alpha may be called significant with a family-wise error of at
/// most alpha, whatever the dependence between the tests.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&i, &j| p_values[i].total_cmp(&p_values[j]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut highest = 0.0_f64;
    for (rank, &test) in order.iter().enumerate() {
        let remaining = (p_values.len() - rank) as f64;
        highest = highest.max(remaining * p_values[test]).min(1.0);
        adjusted[test] = highest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: &[f64], b: &[f64]) {
        assert_eq!(a.len(), b.len());
        assert!(a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-12), "{a:?}");
    }

    #[test]
    fn four_tests_are_adjusted_step_by_step_in_input_order() {
        near(&holm(&[0.01, 0.04, 0.03, 0.005]), &[0.03, 0.06, 0.06, 0.02]);
    }

    #[test]
    fn nothing_exceeds_one() {
        near(&holm(&[0.6, 0.9, 0.8]), &[1.0, 1.0, 1.0]);
    }

    #[test]
    fn a_single_test_needs_no_adjustment() {
        near(&holm(&[0.02]), &[0.02]);
        near(&holm(&[]), &[]);
    }

    #[test]
    fn equal_values_are_adjusted_alike() {
        near(&holm(&[0.02, 0.02, 0.02]), &[0.06, 0.06, 0.06]);
    }

    #[test]
    fn adjusted_values_keep_the_order_and_never_fall() {
        let raw = [0.001, 0.2, 0.0011, 0.05, 0.049, 0.7, 0.012];
        let adjusted = holm(&raw);
        for (i, a) in raw.iter().enumerate() {
            assert!(adjusted[i] >= *a && adjusted[i] <= 1.0);
            for (j, b) in raw.iter().enumerate() {
                assert!(a > b || adjusted[i] <= adjusted[j]);
            }
        }
    }
}
