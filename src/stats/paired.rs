//! The difference between two strategies measured on the same replications.

use super::estimate::variance;
use super::interval::plain;
use super::jackknife::{Jackknife, standard_error};
use super::measure::{Measure, Ratio};
use super::sign::sign_test;
use super::student::two_sided;
use std::cmp::Ordering;

/// From this many differences other than 0 on, Student's t needs no company.
const ENOUGH_FOR_T: u32 = 10;
/// Fewer cannot convince a sign test at 5 %, whichever way they point.
const ENOUGH_FOR_SIGNS: u32 = 6;

/// The difference of two ratios of sums, and the test of it against 0.
///
/// Assumes replications independent of each other, with pseudo-values of the difference whose mean
/// is about normal (Student 1908).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paired {
    /// Number of replications in which both have a value.
    pub n: usize,
    /// Ratio of the strategy - that of the baseline, in the unit of the outcome.
    pub difference: f64,
    /// Standard error of the difference, from paired pseudo-values; needs two pairs.
    pub se: Option<f64>,
    /// Two-sided 95 % Student t confidence interval; `None` where all replications differ by the same, or some do not
    /// differ and fewer than six do: then they do not tell.
    pub ci: Option<(f64, f64)>,
    /// Two-sided p-value of "no difference", in [0, 1]; `None` where all replications differ by the same, or not at all.
    pub p_value: Option<f64>,
    /// Var(x - y) / (Var x + Var y) of pseudo-values: below 1 if pairing helped; `None` without any variance.
    pub variance_ratio: Option<f64>,
}

impl Paired {
    /// Compares a strategy with a baseline, replication by replication; `None` if one of them has no value at all.
    ///
    /// # Panics
    ///
    /// If the slices differ in length: then they are not pairs.
    pub fn of(strategy: &[Ratio], baseline: &[Ratio], measure: &Measure) -> Option<Self> {
        assert_eq!(strategy.len(), baseline.len(), "pairs need two equal lengths");
        let (ours, theirs) = (Jackknife::of(strategy, measure)?, Jackknife::of(baseline, measure)?);
        let n = pairs(strategy, baseline).count();
        let deviations: Vec<f64> = ours.deviations.iter().zip(&theirs.deviations).map(|(x, y)| x - y).collect();
        let difference = ours.ratio - theirs.ratio;
        let se = standard_error(&deviations).filter(|_| n >= 2);
        let signs = Signs::of(strategy, baseline);
        Some(Self {
            n,
            difference,
            se,
            ci: se.filter(|&se| se > 0.0 && !signs.are_fewer_than(ENOUGH_FOR_SIGNS)).map(|se| plain(difference, se, n)),
            p_value: se.and_then(|se| p_value(difference, se, n, signs)),
            variance_ratio: se.and_then(|_| variance_ratio(&deviations, &ours, &theirs)),
        })
    }

    /// Compares what something changes, with it less without it, under a strategy and under a baseline, replication by
    /// replication; `None` if one of the four has no value at all. It has no test.
    pub fn of_changes(strategy: [&[Ratio]; 2], baseline: [&[Ratio]; 2], measure: &Measure) -> Option<Self> {
        let signed = [(strategy[0], 1.0), (strategy[1], -1.0), (baseline[0], -1.0), (baseline[1], 1.0)];
        let (mut difference, mut deviations, mut n) = (0.0, vec![0.0; strategy[0].len()], usize::MAX);
        for (parts, sign) in signed {
            let one = Jackknife::of(parts, measure)?;
            difference += sign * one.ratio;
            deviations.iter_mut().zip(&one.deviations).for_each(|(sum, deviation)| *sum += sign * deviation);
            n = n.min(one.n);
        }
        let se = standard_error(&deviations).filter(|_| n >= 2);
        let ci = se.filter(|&se| se > 0.0).map(|se| plain(difference, se, n));
        Some(Self { n, difference, se, ci, p_value: None, variance_ratio: None })
    }
}

/// Replications in which both have a value.
fn pairs<'a>(strategy: &'a [Ratio], baseline: &'a [Ratio]) -> impl Iterator<Item = (&'a Ratio, &'a Ratio)> {
    strategy.iter().zip(baseline).filter(|(ours, theirs)| ours.has_value() && theirs.has_value())
}

/// Which way replications differ.
#[derive(Debug, Clone, Copy, Default)]
struct Signs {
    up: u32,
    down: u32,
    none: u32,
}

impl Signs {
    fn of(strategy: &[Ratio], baseline: &[Ratio]) -> Self {
        let mut signs = Self::default();
        for (ours, theirs) in pairs(strategy, baseline) {
            match ours.compare(theirs) {
                Ordering::Greater => signs.up += 1,
                Ordering::Less => signs.down += 1,
                Ordering::Equal => signs.none += 1,
            }
        }
        signs
    }

    /// Whether some replications do not differ, and fewer than so many do.
    const fn are_fewer_than(self, enough: u32) -> bool {
        self.none > 0 && self.up + self.down < enough
    }
}

/// Student's t; where some replications do not differ at all and few do, their mean is not about normal, and the sign
/// test must agree.
fn p_value(difference: f64, se: f64, n: usize, signs: Signs) -> Option<f64> {
    if se == 0.0 {
        return None;
    }
    let by_t = two_sided(difference / se, n - 1);
    Some(if signs.are_fewer_than(ENOUGH_FOR_T) { by_t.max(sign_test(signs.up, signs.down)) } else { by_t })
}

fn variance_ratio(deviations: &[f64], ours: &Jackknife, theirs: &Jackknife) -> Option<f64> {
    let unpaired = variance(&ours.deviations)? + variance(&theirs.deviations)?;
    (unpaired > 0.0).then_some(variance(deviations)? / unpaired)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::assert_within;
    use crate::stats::measure::Kind;

    const TENTHS: Measure = Measure { unit: "", in_one: 10.0, kind: Kind::Balance };

    fn totals<const N: usize>(tenths: [i128; N]) -> [Ratio; N] {
        tenths.map(Ratio::total)
    }

    fn compared(strategy: &[Ratio], baseline: &[Ratio]) -> Paired {
        Paired::of(strategy, baseline, &TENTHS).unwrap()
    }

    #[test]
    fn a_strategy_against_itself_differs_by_exactly_nothing() {
        for x in [totals([1, 7, 33]), [Ratio::per(1, 3), Ratio::NONE, Ratio::per(5, 7)]] {
            let same = compared(&x, &x);
            assert_eq!(Some(same.difference), Some(0.0));
            assert_eq!((same.se, same.p_value, same.ci), (Some(0.0), None, None));
            assert_eq!(same.variance_ratio, Some(0.0));
        }
    }

    #[test]
    fn a_constant_difference_is_shown_without_a_test() {
        let shifted = compared(&totals([20, 30, 50]), &totals([10, 20, 40]));
        assert_eq!((Some(shifted.difference), shifted.se), (Some(1.0), Some(0.0)));
        assert_eq!((shifted.p_value, shifted.ci), (None, None));
    }

    #[test]
    fn one_pair_shows_a_difference_without_a_test() {
        let one = compared(&totals([20]), &totals([15]));
        assert_eq!(Some(one.difference), Some(0.5));
        assert_eq!((one.se, one.p_value, one.variance_ratio), (None, None, None));
        assert_eq!(Paired::of(&[], &[], &TENTHS), None);
    }

    #[test]
    fn values_that_never_meet_in_a_replication_show_a_difference_without_a_test() {
        let (first, last) = ([Ratio::per(3, 1), Ratio::per(5, 1)], [Ratio::NONE; 2]);
        let apart = compared(&[first, last].concat(), &[last, first].concat());
        assert_eq!((apart.n, Some(apart.difference), apart.se, apart.p_value), (0, Some(0.0), None, None));
        assert_eq!(Paired::of(&first, &last, &TENTHS), None);
    }

    #[test]
    fn student_s_sleep_data_give_the_published_test() {
        let drug_2 = totals([19, 8, 11, 1, -1, 44, 55, 16, 46, 34]);
        let drug_1 = totals([7, -16, -2, -12, -1, 34, 37, 8, 0, 20]);
        let sleep = compared(&drug_2, &drug_1);
        assert_within(sleep.difference, 1.58, 1e-12);
        assert_within(sleep.difference / sleep.se.unwrap(), 4.0621, 1e-4);
        let (low, high) = sleep.ci.unwrap();
        assert_within(low, 0.700_114, 1e-6);
        assert_within(high, 2.459_886, 1e-6);
        // One of the ten slept alike on both: nine signs, all up, agree at 0.0039, where t alone has 0.0028.
        assert_within(sleep.p_value.unwrap(), 0.003_906_25, 1e-15);
        let by_t = two_sided(sleep.difference / sleep.se.unwrap(), 9);
        assert_within(by_t, 0.002_833, 1e-6);
    }

    #[test]
    fn few_differences_among_replications_that_do_not_differ_need_their_signs_too() {
        let baseline = totals([0; 12]);
        let mut strategy = totals([9, 9, 9, 9, 9, 0, 0, 0, 0, 0, 0, 0]);
        assert_within(compared(&strategy, &baseline).p_value.unwrap(), 0.0625, 1e-15);
        assert_eq!(compared(&strategy, &baseline).ci, None);
        strategy[5] = Ratio::total(9);
        assert_within(compared(&strategy, &baseline).p_value.unwrap(), 0.03125, 1e-15);
        assert!(compared(&strategy, &baseline).ci.is_some());
        strategy[6..10].fill(Ratio::total(9));
        assert!(compared(&strategy, &baseline).p_value.unwrap() < 1e-4);
        // Where all differ, Student's t stands, however few they are.
        let all_differ = compared(&totals([9, 8, 9, 9, 9]), &totals([0; 5]));
        assert!(all_differ.p_value.unwrap() < 1e-4 && all_differ.ci.is_some());
    }

    #[test]
    fn the_difference_of_two_ratios_has_the_spread_of_their_paired_pseudo_values() {
        let x = [(12, 4), (15, 5), (9, 2), (20, 8), (14, 6)].map(|(part, whole)| Ratio::per(part, whole));
        let y = [(6, 4), (9, 5), (3, 2), (15, 8), (11, 6)].map(|(part, whole)| Ratio::per(part, whole));
        let plain = Measure { in_one: 1.0, ..TENTHS };
        let left_out = |parts: &[Ratio], out: usize| {
            let kept = || parts.iter().enumerate().filter(|(at, _)| *at != out).map(|(_, part)| part);
            kept().map(|part| part.numerator as f64).sum::<f64>()
                / kept().map(|part| part.denominator as f64).sum::<f64>()
        };
        let differences: Vec<f64> = (0..5).map(|out| left_out(&x, out) - left_out(&y, out)).collect();
        let se = (variance(&differences).unwrap() * 16.0 / 5.0).sqrt();
        let paired = Paired::of(&x, &y, &plain).unwrap();
        assert_within(paired.difference, 70.0 / 25.0 - 44.0 / 25.0, 1e-15);
        assert_within(paired.se.unwrap(), se, 1e-14);
    }

    #[test]
    fn pairing_that_helps_has_a_variance_ratio_below_one() {
        let x = totals([10, 20, 30, 40]);
        let y = totals([11, 19, 32, 38]);
        let reversed = totals([38, 32, 19, 11]);
        assert!(compared(&x, &y).variance_ratio.unwrap() < 0.05);
        assert!(compared(&x, &reversed).variance_ratio.unwrap() > 1.9);
        assert_eq!(compared(&totals([10, 10]), &totals([20, 20])).variance_ratio, None);
    }

    #[test]
    #[should_panic(expected = "pairs need two equal lengths")]
    fn unequal_lengths_are_not_pairs() {
        let _ = Paired::of(&totals([1]), &totals([1, 2]), &TENTHS);
    }
}
