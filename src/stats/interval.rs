//! Intervals at 95 % that stay where values can be.

use super::measure::{Kind, Measure, Ratio};
use super::student::critical;

/// Half of the chance that an interval misses.
const TAIL: f64 = 0.025;

/// The interval of a ratio with its standard error, from `n` >= 2 replications with a denominator; `None` where the
/// replications do not tell.
///
/// Shares and grades by a logit, counts and amounts by a logarithm, both with the standard error of the delta method,
/// balances plainly; Student's t with n - 1 degrees of freedom. Where all replications are equal there is none, but for
/// what was counted and happened never, or always.
pub(super) fn interval(ratio: f64, se: f64, n: usize, sum: Ratio, measure: &Measure) -> Option<(f64, f64)> {
    if se == 0.0 {
        return of_rare_events(ratio, sum.denominator, measure.kind);
    }
    let ends = match measure.kind {
        Kind::Share => by_logit(ratio, se, n, (0.0, 1.0)),
        Kind::Grade(low, high) => by_logit(ratio, se, n, (low, high)),
        Kind::Count | Kind::Amount => by_logarithm(ratio, se, n),
        Kind::Balance => Some(plain(ratio, se, n)),
    };
    ends.filter(|(low, high)| low.is_finite() && high.is_finite())
}

/// A value or difference plus and minus its standard errors.
pub(super) fn plain(value: f64, se: f64, n: usize) -> (f64, f64) {
    let half_width = half_width(se, n);
    (value - half_width, value + half_width)
}

fn half_width(se: f64, n: usize) -> f64 {
    critical(2.0 * TAIL, n - 1) * se
}

fn by_logit(ratio: f64, se: f64, n: usize, (low, high): (f64, f64)) -> Option<(f64, f64)> {
    let share = (ratio - low) / (high - low);
    if share <= 0.0 || share >= 1.0 {
        return None;
    }
    let odds = share / (1.0 - share);
    let half_width = half_width(se / (high - low) / (share * (1.0 - share)), n);
    let end = |shift: f64| low + (high - low) / (1.0 + (-shift).exp() / odds);
    Some((end(-half_width), end(half_width)))
}

fn by_logarithm(ratio: f64, se: f64, n: usize) -> Option<(f64, f64)> {
    if ratio <= 0.0 {
        return None;
    }
    let factor = half_width(se / ratio, n).exp();
    Some((ratio / factor, ratio * factor))
}

/// Where a Poisson count is 0, its mean is below -ln(0.025) with 97.5 %; spread over the denominators.
fn of_rare_events(ratio: f64, denominators: u64, kind: Kind) -> Option<(f64, f64)> {
    let most = -TAIL.ln() / denominators as f64;
    match kind {
        Kind::Share if ratio == 0.0 => Some((0.0, most.min(1.0))),
        Kind::Share if ratio == 1.0 => Some((1.0 - most.min(1.0), 1.0)),
        Kind::Count if ratio == 0.0 => Some((0.0, most)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::assert_within;

    fn of(kind: Kind, ratio: f64, se: f64) -> Option<(f64, f64)> {
        interval(ratio, se, 5, Ratio::per(0, 200), &Measure { unit: "", in_one: 1.0, kind })
    }

    fn near(ends: Option<(f64, f64)>, low: f64, high: f64) {
        let ends = ends.expect("there is an interval");
        assert_within(ends.0, low, 1e-9);
        assert_within(ends.1, high, 1e-9);
    }

    const T: f64 = 2.776_445_105_2;

    #[test]
    fn a_share_stays_between_0_and_1_and_turns_round_with_its_complement() {
        let (low, high) = of(Kind::Share, 0.97, 0.02).expect("there is an interval");
        let logit = (0.97_f64 / 0.03).ln();
        let end = |side: f64| 1.0 / (1.0 + (-(logit + side * T * 0.02 / (0.97 * 0.03))).exp());
        near(Some((low, high)), end(-1.0), end(1.0));
        near(of(Kind::Share, 0.03, 0.02), 1.0 - high, 1.0 - low);
        assert!(low > 0.0 && high < 1.0);
    }

    #[test]
    fn a_grade_is_a_share_of_the_way_between_its_ends() {
        let (low, high) = of(Kind::Share, 0.25, 0.05).expect("there is an interval");
        near(of(Kind::Grade(1.0, 5.0), 2.0, 0.2), 1.0 + 4.0 * low, 1.0 + 4.0 * high);
    }

    #[test]
    fn an_amount_stays_above_0_and_lies_between_equal_factors() {
        let factor = (T * 0.5_f64).exp();
        near(of(Kind::Amount, 3.0, 1.5), 3.0 / factor, 3.0 * factor);
        near(of(Kind::Count, 3.0, 1.5), 3.0 / factor, 3.0 * factor);
    }

    #[test]
    fn a_balance_may_lie_on_both_sides_of_0() {
        near(of(Kind::Balance, 1.0, 1.5), 1.0 - 1.5 * T, 1.0 + 1.5 * T);
    }

    #[test]
    fn equal_replications_tell_nothing_of_amounts_grades_and_balances() {
        for kind in [Kind::Amount, Kind::Grade(0.0, 1.0), Kind::Balance] {
            for ratio in [0.0, 0.3, 1.0] {
                assert_eq!(of(kind, ratio, 0.0), None);
            }
        }
        assert_eq!((of(Kind::Share, 0.3, 0.0), of(Kind::Count, 1.0, 0.0)), (None, None));
    }

    #[test]
    fn what_never_happened_may_happen_as_often_as_poisson_allows() {
        let most = 3.688_879_454_1 / 200.0;
        near(of(Kind::Count, 0.0, 0.0), 0.0, most);
        near(of(Kind::Share, 0.0, 0.0), 0.0, most);
        near(of(Kind::Share, 1.0, 0.0), 1.0 - most, 1.0);
        let share = Measure { unit: "", in_one: 1.0, kind: Kind::Share };
        near(interval(0.0, 0.0, 2, Ratio::per(0, 2), &share), 0.0, 1.0);
    }

    #[test]
    fn what_lies_outside_its_range_or_beyond_all_numbers_has_no_interval() {
        assert_eq!((of(Kind::Share, -0.1, 0.1), of(Kind::Share, 1.1, 0.1)), (None, None));
        assert_eq!((of(Kind::Amount, -1.0, 0.1), of(Kind::Amount, 1e-3, 1e3)), (None, None));
    }
}
