//! A continuous law as a table, for drawing by inversion without logarithms.

/// Octaves of probability tabled towards each end; beyond 2^-33 the law is cut.
const OCTAVES: u64 = 32;
/// Binary digits of the number of linear pieces per octave.
const PIECE_BITS: u32 = 5;
/// Significant binary digits kept of an entry.
///
/// The exact quantile passes through the machine's `ln` and `exp`, whose last digits differ
/// between libraries, and a simulation should not. Rounding makes two values that differ by k
/// units in the 53rd digit equal, except where a rounding boundary lies between them: a chance of
/// about k / 2^25 for each entry.
const KEPT_BITS: u32 = 28;

/// Bits of a double below its exponent and its piece: how far u has come within the piece.
const WITHIN_BITS: u32 = f64::MANTISSA_DIGITS - 1 - PIECE_BITS;
const PIECES: u64 = OCTAVES << PIECE_BITS;
/// Exponent and piece, as they stand in the bits, of the lowest tabled probability.
const FIRST: u64 = (0.5_f64.to_bits() >> WITHIN_BITS) - PIECES;

/// The quantile function of a continuous law, tabled finely towards both ends.
///
/// Each half of (0, 1) is cut into 32 octaves of probability, each octave into 32 pieces that are
/// linear in u. Which piece holds u is read off the bits of u or 1 - u. The law is cut at its
/// quantiles 2^-33 and 1 - 2^-33.
#[derive(Debug, Clone, PartialEq)]
pub struct QuantileTable {
    below: Vec<f64>,
    above: Vec<f64>,
    mostly_below: f64,
}

/// The probability of a table's `mostly_below`.
const MOSTLY: f64 = 15.0 / 16.0;

/// Exact quantiles of a law with scale 1 where tables have entries; they take long to find.
#[derive(Debug, Clone, PartialEq)]
pub struct Knots {
    below: Vec<f64>,
    above: Vec<f64>,
}

impl Knots {
    /// Those of a non-decreasing quantile function.
    pub fn of(quantile: impl Fn(f64) -> f64) -> Self {
        Self { below: knots().map(&quantile).collect(), above: knots().map(|u| quantile(1.0 - u)).collect() }
    }
}

impl QuantileTable {
    /// Tables the exact, non-decreasing quantile function of a law.
    pub fn of(quantile: impl Fn(f64) -> f64) -> Self {
        Self::scaled(&Knots::of(quantile), 1.0)
    }

    /// Tables a law of this scale.
    pub fn scaled(exact: &Knots, scale: f64) -> Self {
        let entries = |exact: &[f64]| exact.iter().map(|quantile| rounded(scale * quantile)).collect::<Vec<f64>>();
        let (below, above) = (entries(&exact.below), entries(&exact.above));
        let mostly_below = interpolate(&above, 1.0 - MOSTLY);
        Self { below, above, mostly_below }
    }

    /// The value not exceeded with probability `u` in (0, 1), in the unit of the law.
    #[inline]
    pub fn at(&self, u: f64) -> f64 {
        if u < 0.5 { interpolate(&self.below, u) } else { interpolate(&self.above, 1.0 - u) }
    }

    /// What the value at `u` is not above, for less work than the value.
    #[inline]
    pub fn bound(&self, u: f64) -> f64 {
        if u <= MOSTLY { self.mostly_below } else { f64::INFINITY }
    }
}

/// Tail probabilities of the entries, from 2^-33 to 1/2, and one more so that 1/2 starts a piece.
fn knots() -> impl Iterator<Item = f64> {
    (FIRST..=FIRST + PIECES).chain([FIRST + PIECES]).map(|piece| f64::from_bits(piece << WITHIN_BITS))
}

fn interpolate(entries: &[f64], tail: f64) -> f64 {
    let bits = tail.to_bits();
    let Some(piece) = (bits >> WITHIN_BITS).checked_sub(FIRST) else {
        return entries[0];
    };
    let (from, to) = (entries[piece as usize], entries[piece as usize + 1]);
    from + (to - from) * within(bits)
}

/// Position within the piece, in [0, 1): the low bits as the mantissa of a number in [1, 2).
fn within(bits: u64) -> f64 {
    let mantissa = (bits << PIECE_BITS) & ((1 << (f64::MANTISSA_DIGITS - 1)) - 1);
    f64::from_bits(1.0_f64.to_bits() | mantissa) - 1.0
}

/// Rounds to the nearest number of [`KEPT_BITS`] significant binary digits.
fn rounded(value: f64) -> f64 {
    const UNIT: u64 = 1 << (f64::MANTISSA_DIGITS - KEPT_BITS);
    f64::from_bits((value.to_bits() + UNIT / 2) & !(UNIT - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{beta_quantile, gamma_quantile, ks_p};
    use statrs::distribution::{ContinuousCDF, LogNormal};

    fn lognormal_quantile(mean: f64, cv: f64) -> impl Fn(f64) -> f64 {
        let variance = (cv * cv).ln_1p();
        let law = LogNormal::new(mean.ln() - variance / 2.0, variance.sqrt()).unwrap();
        move |u| law.inverse_cdf(u)
    }

    fn shape(shape: f64) -> impl Fn(f64) -> f64 {
        gamma_quantile(shape, 1.0 / shape.sqrt())
    }

    /// Levels at irregular places in every octave on both sides.
    fn levels() -> impl Iterator<Item = f64> {
        (0..32 * 997).flat_map(|i| {
            let tail = f64::exp2(-1.0 - f64::from(i) / 997.0);
            [tail, 1.0 - tail]
        })
    }

    fn largest_relative_error(quantile: impl Fn(f64) -> f64) -> f64 {
        let table = QuantileTable::of(&quantile);
        levels().map(|u| (table.at(u) / quantile(u) - 1.0).abs()).fold(0.0, f64::max)
    }

    /// Mean of the tabled law: its pieces are linear, so trapezes between the entries are exact.
    fn mean(table: &QuantileTable) -> f64 {
        let tails: Vec<f64> = knots().collect();
        let half = |entries: &[f64]| -> f64 {
            let pieces = tails.windows(2).zip(entries.windows(2));
            let cut = entries[0] * tails[0];
            cut + pieces.map(|(u, x)| (u[1] - u[0]) * (x[0] + x[1]) / 2.0).sum::<f64>()
        };
        half(&table.below) + half(&table.above)
    }

    fn relative_mean_error(quantile: impl Fn(f64) -> f64, exact: f64) -> f64 {
        (mean(&QuantileTable::of(quantile)) / exact - 1.0).abs()
    }

    #[test]
    fn tabled_quantiles_are_near_the_exact_ones_everywhere() {
        assert!(largest_relative_error(shape(0.243)) < 1.6e-3);
        assert!(largest_relative_error(shape(1.0)) < 1e-4);
        assert!(largest_relative_error(beta_quantile(0.5, 9.5)) < 3e-4);
        assert!(largest_relative_error(beta_quantile(0.793, 2.426)) < 1e-4);
        assert!(largest_relative_error(lognormal_quantile(1.0, 1.0)) < 1e-4);
    }

    #[test]
    fn tabled_laws_keep_their_mean() {
        let worst = [
            relative_mean_error(shape(0.243), 0.243),
            relative_mean_error(shape(1.0), 1.0),
            relative_mean_error(beta_quantile(0.5, 9.5), 0.05),
            relative_mean_error(beta_quantile(0.793, 2.426), 0.793 / 3.219),
            relative_mean_error(lognormal_quantile(1.0, 1.0), 1.0),
        ];
        assert!(worst.iter().all(|&error| error < 1e-4), "{worst:?}");
    }

    #[test]
    fn a_larger_u_never_gives_a_smaller_value() {
        for table in [
            QuantileTable::of(shape(0.243)),
            QuantileTable::of(beta_quantile(0.793, 2.426)),
            QuantileTable::of(lognormal_quantile(1.0, 1.0)),
        ] {
            let mut ordered: Vec<f64> = levels().chain(knots()).collect();
            ordered.extend(knots().map(|u| (1.0 - u).next_down()));
            ordered.sort_by(f64::total_cmp);
            let values: Vec<f64> = ordered.iter().map(|&u| table.at(u)).collect();
            assert!(values.is_sorted());
            assert!(ordered.iter().zip(&values).all(|(&u, &value)| value <= table.bound(u)));
            assert!(table.bound(MOSTLY) <= table.at(MOSTLY));
        }
    }

    #[test]
    fn a_straight_law_is_tabled_without_error_but_rounding() {
        let table = QuantileTable::of(|u| u);
        for u in levels() {
            assert!((table.at(u) - u).abs() <= f64::exp2(-28.0) * u);
        }
    }

    #[test]
    fn both_ends_are_cut() {
        let table = QuantileTable::of(shape(1.0));
        let last = f64::exp2(-33.0);
        assert_eq!(Some(table.at(f64::MIN_POSITIVE)), Some(table.at(last)));
        assert_eq!(Some(table.at(1.0 - f64::EPSILON / 2.0)), Some(table.at(1.0 - last)));
    }

    #[test]
    fn draws_by_table_follow_the_law() {
        let table = QuantileTable::of(shape(1.0));
        let mut draws: Vec<f64> = (0..10_000).map(|i| table.at((f64::from(i) + 0.5) / 1e4)).collect();
        assert!(ks_p(&mut draws, |x| -(-x).exp_m1()) > 0.999);
    }

    #[test]
    fn entries_differ_from_the_exact_quantile_by_the_rounding_only() {
        let third = rounded(1.0 / 3.0);
        assert!((third * 3.0 - 1.0).abs() < f64::exp2(-28.0));
        assert_eq!(Some(rounded(third.next_up())), Some(third));
        assert_eq!(Some(rounded(-2.5)), Some(-2.5));
    }
}
