//! Does one of two things happen more often?

/// Two-sided p-value of "up and down are equally likely", by the exact sign test; zeros are left out beforehand.
///
/// Assumes independent signs. Without any, the result is 1.
pub fn sign_test(up: u32, down: u32) -> f64 {
    let (rarer, n) = (up.min(down), up + down);
    let mut ways = 1.0; // n over k
    let mut tail = 0.0;
    for k in 0..=rarer {
        tail += ways;
        ways = ways * f64::from(n - k) / f64::from(k + 1);
    }
    (2.0 * tail * 0.5_f64.powi(n.cast_signed())).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_tails_are_those_of_the_printed_tables() {
        let table: [(u32, &[f64]); 5] = [
            (5, &[0.0625, 0.375, 1.0]),
            (6, &[0.031_25, 0.218_75, 0.6875, 1.0]),
            (7, &[0.015_625, 0.125, 0.453_125, 1.0]),
            (8, &[0.007_812_5, 0.070_312_5, 0.289_062_5, 0.726_562_5, 1.0]),
            (9, &[0.003_906_25, 0.039_062_5, 0.179_687_5, 0.507_812_5, 1.0]),
        ];
        for (n, tails) in table {
            for (rarer, &tail) in (0..).zip(tails) {
                assert_eq!(Some(sign_test(rarer, n - rarer)), Some(tail), "{rarer} of {n}");
                assert_eq!(Some(sign_test(n - rarer, rarer)), Some(tail), "{rarer} of {n}");
            }
        }
    }

    #[test]
    fn without_signs_there_is_nothing_to_reject() {
        assert_eq!(Some(sign_test(0, 0)), Some(1.0));
    }
}
