//! How much a ratio of sums hangs on each replication (Quenouille 1956, Tukey 1958).

use super::estimate::variance;
use super::measure::{Measure, Ratio};

/// A ratio of sums over replications, and what each replication moves it by.
#[derive(Debug, Clone)]
pub(super) struct Jackknife {
    /// The ratio of sums, in the unit of its measure.
    pub ratio: f64,
    /// Numerators and denominators added up.
    pub sum: Ratio,
    /// Number of replications that have a denominator.
    pub n: usize,
    /// Pseudo-value less ratio for every replication, also those without a denominator, whose pseudo-value is the ratio;
    /// none where leaving out the only replication leaves nothing.
    pub deviations: Vec<f64>,
}

impl Jackknife {
    /// Takes a ratio apart; `None` where nothing has a denominator.
    pub(super) fn of(parts: &[Ratio], measure: &Measure) -> Option<Self> {
        let mut sum = Ratio::NONE;
        for &part in parts {
            sum += part;
        }
        let n = parts.iter().filter(|part| part.has_value()).count();
        let excesses: Vec<f64> = parts.iter().map(|&part| excess(part, sum)).collect();
        let equal = parts.iter().find(|part| part.has_value()).filter(|_| excesses.iter().all(|&excess| excess == 0.0));
        // The ratio of the sums of equal parts could differ from theirs in the last digit.
        let ratio = equal.unwrap_or(&sum).value(measure)?;
        let others = (parts.len() - 1) as f64;
        let left = |part: &Ratio| sum.denominator as f64 * (sum.denominator - part.denominator) as f64 * measure.in_one;
        let deviation = |(part, excess): (&Ratio, f64)| others * excess / left(part);
        let deviations = if n < 2 { Vec::new() } else { parts.iter().zip(excesses).map(deviation).collect() };
        Some(Self { ratio, sum, n, deviations })
    }
}

/// Standard error of a mean of values.
pub(super) fn standard_error(values: &[f64]) -> Option<f64> {
    Some((variance(values)? / values.len() as f64).sqrt())
}

/// By how much a part exceeds its share of the whole, in whole numbers: exactly 0 where it has the ratio of the whole.
/// The ratio falls by this over both denominators, the whole's and what is left of it, if the part is left out.
fn excess(part: Ratio, whole: Ratio) -> f64 {
    let own = part.numerator.checked_mul(i128::from(whole.denominator));
    let fair = whole.numerator.checked_mul(i128::from(part.denominator));
    let exact = own.zip(fair).and_then(|(own, fair)| own.checked_sub(fair)).map(|excess| excess as f64);
    exact.unwrap_or_else(|| {
        let own = part.numerator as f64 * whole.denominator as f64;
        own - whole.numerator as f64 * part.denominator as f64
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::assert_within;
    use crate::stats::measure::Kind;

    const PLAIN: Measure = Measure { unit: "", in_one: 1.0, kind: Kind::Count };

    fn parts(pairs: &[(i128, u64)]) -> Vec<Ratio> {
        pairs.iter().map(|&(numerator, denominator)| Ratio { numerator, denominator }).collect()
    }

    /// x 12 15 9 20 14 over y 4 5 2 8 6, worked by hand.
    #[test]
    fn five_replications_left_out_one_by_one_give_the_worked_example() {
        let jackknife =
            Jackknife::of(&parts(&[(12, 4), (15, 5), (9, 2), (20, 8), (14, 6)]), &PLAIN).expect("there are values");
        assert_within(jackknife.ratio, 2.8, 0.0);
        let left_out = [2.761_904_761_9, 2.75, 2.652_173_913_0, 2.941_176_470_6, 2.947_368_421_1];
        for (deviation, left_out) in jackknife.deviations.iter().zip(left_out) {
            assert_within(2.8 - deviation / 4.0, left_out, 1e-10);
        }
        let corrected = 2.8 + jackknife.deviations.iter().sum::<f64>() / 5.0;
        assert_within(corrected, 2.757_901_146_7, 1e-10);
        assert_within(standard_error(&jackknife.deviations).expect("five replications"), 0.231_340_785_1, 1e-10);
    }

    #[test]
    fn a_replication_without_a_denominator_moves_nothing_but_counts_as_one() {
        let jackknife = Jackknife::of(&parts(&[(1, 2), (0, 0), (3, 4)]), &PLAIN).expect("there are values");
        assert_eq!((jackknife.n, jackknife.deviations.len(), jackknife.deviations[1]), (2, 3, 0.0));
        assert_within(jackknife.ratio, 4.0 / 6.0, 0.0);
        // Left out: 3/4, 4/6, 1/2, about their mean; times 2/3.
        let by_hand = {
            let left = [0.75, 4.0 / 6.0, 0.5];
            let mean = left.iter().sum::<f64>() / 3.0;
            (left.iter().map(|value| (value - mean).powi(2)).sum::<f64>() * 2.0 / 3.0).sqrt()
        };
        assert_within(standard_error(&jackknife.deviations).expect("two replications with a value"), by_hand, 1e-15);
    }

    #[test]
    fn totals_have_the_usual_standard_error_of_a_mean() {
        let totals: Vec<Ratio> = (1..=5).map(Ratio::total).collect();
        let jackknife = Jackknife::of(&totals, &PLAIN).expect("there are values");
        assert_within(jackknife.ratio, 3.0, 0.0);
        assert_within(standard_error(&jackknife.deviations).expect("five replications"), 0.5_f64.sqrt(), 1e-15);
    }

    #[test]
    fn a_single_replication_with_a_denominator_has_no_standard_error() {
        let jackknife = Jackknife::of(&parts(&[(0, 0), (3, 4), (0, 0)]), &PLAIN).expect("there is a value");
        assert_eq!((jackknife.n, standard_error(&jackknife.deviations)), (1, None));
        assert!(Jackknife::of(&parts(&[(0, 0)]), &PLAIN).is_none() && Jackknife::of(&[], &PLAIN).is_none());
    }

    #[test]
    fn equal_ratios_of_whatever_size_have_exactly_no_standard_error_and_their_own_value() {
        let micros = Measure { in_one: 1e6, ..PLAIN };
        for (numerator, denominator) in [(1, 3), (10_000_001, 7), (i128::from(u64::MAX), 11)] {
            let equal: Vec<Ratio> =
                (1..=7).map(|n| Ratio { numerator: numerator * n, denominator: denominator * n as u64 }).collect();
            let jackknife = Jackknife::of(&equal, &micros).expect("there are values");
            assert_eq!(
                (Some(jackknife.ratio), standard_error(&jackknife.deviations)),
                (equal[0].value(&micros), Some(0.0))
            );
        }
    }

    #[test]
    fn numbers_beyond_all_meaning_are_no_reason_to_stop() {
        let huge = parts(&[(i128::MAX, u64::MAX), (i128::MAX / 2, 5), (i128::MIN, 1)]);
        assert!(Jackknife::of(&huge, &PLAIN).is_some());
    }
}
