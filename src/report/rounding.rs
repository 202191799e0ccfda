//! How numbers are written for people: one unit and one number of decimals for an outcome, wherever it is shown.
//!
//! Half-widths decide: the finest interval of a row still shows a digit. The same number is the same text in a table, a
//! chart and a title.

use crate::experiment::{Difference, Study};
use crate::scenario::currency;

/// Most digits of a number, however narrow its interval.
const MOST_DIGITS: i32 = 5;
/// Digits of the largest number of a row without intervals.
const USUAL_DIGITS: i32 = 4;
/// More decimals than this are not shown in a larger unit: the smaller has fewer.
const FEW_DECIMALS: i32 = 2;

/// A unit that numbers can be shown in.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Unit {
    /// How many of the unit of measure one of these is, in words with a blank after them.
    scale: &'static str,
    name: &'static str,
    /// What values are multiplied with.
    factor: f64,
    /// From which value on it is used.
    from: f64,
}

/// Money in a currency.
const fn money(name: &'static str) -> [Unit; 3] {
    [
        Unit { scale: "", name, factor: 1.0, from: 0.0 },
        Unit { scale: "thousand ", name, factor: 1e-3, from: 1e4 },
        Unit { scale: "million ", name, factor: 1e-6, from: 1e7 },
    ]
}

const TIME: [Unit; 3] = [
    Unit { scale: "", name: "min", factor: 1.0, from: 0.0 },
    Unit { scale: "", name: "hours", factor: 1.0 / 60.0, from: 180.0 },
    Unit { scale: "", name: "days", factor: 1.0 / 1440.0, from: 14_400.0 },
];
const SHARE: Unit = Unit { scale: "", name: "%", factor: 100.0, from: 0.0 };

/// How the numbers of a row or a column are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rounding {
    unit: Unit,
    decimals: usize,
}

impl Rounding {
    /// For numbers of a unit of which the largest is this far from 0, and the narrowest interval has this half-width.
    pub fn new(unit: &'static str, largest: f64, half_width: Option<f64>) -> Self {
        let extent = Extent { largest, half_width: half_width.filter(|&half| half > 0.0 && half.is_finite()) };
        Self::within(extent, unit, extent)
    }

    /// For all values of an outcome and their differences from the baseline; amounts of money in the headline have one unit.
    pub fn of_outcome(study: &Study, differences: &[Difference], key: usize) -> Self {
        let extent = |key: usize| {
            let levels = (0..study.outcomes.len()).filter_map(|strategy| study.estimate(strategy, key));
            let levels = levels.map(|one| (one.mean, one.ci));
            let changes = differences.iter().filter(|one| one.key == key);
            Extent::of(levels.chain(changes.map(|one| (one.paired.difference, one.paired.ci))))
        };
        let unit = study.keys[key].measure.unit;
        let is_amount = study.keys[key].headline && currency::named(unit).is_some();
        let alike = study.headlines().filter(|&other| is_amount && study.keys[other].measure.unit == unit);
        Self::within(extent(key), unit, alike.map(extent).fold(extent(key), Extent::and))
    }

    /// For values of a unit, with the intervals of those that have one.
    pub fn of(unit: &'static str, values: impl IntoIterator<Item = (f64, Option<(f64, f64)>)>) -> Self {
        let extent = Extent::of(values);
        Self::within(extent, unit, extent)
    }

    /// For numbers that are shown in the unit that fits all of those around them.
    fn within(own: Extent, unit: &'static str, all: Extent) -> Self {
        let shows_half_width =
            |unit: &Unit| all.half_width.is_none_or(|half| needed(half * unit.factor) <= FEW_DECIMALS);
        let is_of_use = |unit: &Unit| all.largest >= unit.from && shows_half_width(unit);
        let money = money(unit);
        let units = match unit {
            "min" => &TIME[..],
            "share" => &[SHARE][..],
            code if currency::named(code).is_some() => &money[..],
            name => &[Unit { scale: "", name, factor: 1.0, from: 0.0 }][..],
        };
        let unit = units.iter().copied().rev().find(is_of_use).unwrap_or(units[0]);
        let decimals = decimals(own.largest * unit.factor, own.half_width.map(|half| half * unit.factor));
        Self { unit, decimals: usize::try_from(decimals).unwrap_or(0) }
    }

    /// The unit of the numbers as shown.
    pub fn unit(&self) -> String {
        format!("{}{}", self.unit.scale, self.unit.name)
    }

    /// The unit of differences as shown: those of shares are no per cent.
    pub fn unit_of_differences(&self) -> String {
        if self.unit == SHARE { "% points".into() } else { self.unit() }
    }

    /// A value in the unit that is shown, in full.
    pub fn in_unit(&self, value: f64) -> f64 {
        value * self.unit.factor
    }

    /// A number as shown.
    pub fn plain(&self, value: f64) -> String {
        plain(self.in_unit(value), self.decimals)
    }

    /// The same with a plus where it is one.
    pub fn signed(&self, value: f64) -> String {
        signed(self.in_unit(value), self.decimals)
    }

    /// A number as shown, counted in its last digit.
    pub fn last_digits(&self, value: f64) -> i128 {
        let shown = self.plain(value);
        let digits = shown
            .bytes()
            .filter(u8::is_ascii_digit)
            .fold(0, |sum: i128, digit| sum.saturating_mul(10).saturating_add((digit - b'0').into()));
        if shown.starts_with('\u{2212}') { -digits } else { digits }
    }
}

/// How large numbers are, and how sure.
#[derive(Debug, Clone, Copy)]
struct Extent {
    /// The largest distance from 0.
    largest: f64,
    /// The narrowest half-width of those that have one.
    half_width: Option<f64>,
}

impl Extent {
    fn of(values: impl IntoIterator<Item = (f64, Option<(f64, f64)>)>) -> Self {
        let of_one = |(value, ci): (f64, Option<(f64, f64)>)| {
            let half = ci.map(|(low, high)| (high - low) / 2.0).filter(|&half| half > 0.0);
            Self { largest: value.abs(), half_width: half }
        };
        values.into_iter().map(of_one).fold(Self { largest: 0.0, half_width: None }, Self::and)
    }

    fn and(self, other: Self) -> Self {
        let half_width = self.half_width.into_iter().chain(other.half_width).reduce(f64::min);
        Self { largest: self.largest.max(other.largest), half_width }
    }
}

/// Decimals of numbers of which the largest is this far from 0.
fn decimals(largest: f64, half_width: Option<f64>) -> i32 {
    match half_width {
        Some(half) => needed(half).min(MOST_DIGITS - before_point(largest).max(1)).max(0),
        None => (USUAL_DIGITS - before_point(largest)).clamp(0, MOST_DIGITS),
    }
}

/// Decimals that show the first digit of a half-width.
fn needed(half_width: f64) -> i32 {
    1 - before_point(half_width)
}

/// Digits before the decimal point; less than 1 where zeros follow it.
fn before_point(number: f64) -> i32 {
    if number > 0.0 { number.log10().floor() as i32 + 1 } else { 1 }
}

/// A number with thousands marked and a proper minus.
pub fn plain(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, part) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let is_zero = digits.chars().all(|c| c == '0' || c == '.');
    let sign = if value < 0.0 && !is_zero { "\u{2212}" } else { "" };
    let mut marked = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            marked.push(',');
        }
        marked.push(digit);
    }
    format!("{sign}{marked}{part}")
}

/// A number with so many decimals that its first digit is shown.
pub fn first_digit(value: f64) -> String {
    plain(value, usize::try_from(needed(value.abs())).unwrap_or(0))
}

/// The same as [`plain`] with a plus where it is one.
pub fn signed(value: f64, decimals: usize) -> String {
    let number = plain(value, decimals);
    let is_nothing = number.chars().all(|c| matches!(c, '0' | '.'));
    if value > 0.0 && !is_nothing { format!("+{number}") } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(plain(-1_234_567.8, 1), "−1,234,567.8");
        assert_eq!((plain(-0.004, 2), signed(0.004, 2)), ("0.00".into(), "0.00".into()));
        assert_eq!(signed(12.0, 0), "+12");
        assert_eq!(
            (first_digit(0.000_043), first_digit(150.7), first_digit(0.0)),
            ("0.00004".into(), "151".into(), "0".into())
        );
    }

    #[test]
    fn the_half_width_decides_how_many_digits_are_shown() {
        let shown = |half| Rounding::new("share", 0.1955, half).plain(0.195_538_2);
        assert_eq!(shown(Some(0.02)), "20");
        assert_eq!(shown(Some(0.002)), "19.6");
        assert_eq!(shown(Some(0.0002)), "19.55");
        assert_eq!(shown(Some(1e-9)), "19.554");
    }

    #[test]
    fn without_a_half_width_the_value_decides() {
        assert_eq!(Rounding::new("min", 16.904_5, None).plain(16.904_5), "16.90");
        assert_eq!(Rounding::new("min", 0.016_904_5, None).plain(0.016_904_5), "0.01690");
        assert_eq!(Rounding::new("min", 0.0, None).plain(0.0), "0.000");
    }

    #[test]
    fn the_half_width_decides_the_unit_too() {
        let shown = |largest, half| {
            let rounding = Rounding::new("EUR", largest, half);
            format!("{} {}", rounding.signed(largest), rounding.unit())
        };
        assert_eq!(shown(138_870.0, Some(217.0)), "+138.9 thousand EUR");
        assert_eq!(shown(138_850.0, Some(7.0)), "+138,850 EUR");
        assert_eq!(shown(9_733.0, Some(217.0)), "+9,733 EUR");
        assert_eq!(shown(56_160.0, None), "+56.16 thousand EUR");
        assert_eq!(shown(1_358_700.0, Some(2_000.0)), "+1,359 thousand EUR");
        assert_eq!(shown(25_358_500.0, Some(20_000.0)), "+25.36 million EUR");
    }

    #[test]
    fn what_stands_beside_larger_amounts_has_their_unit_and_decimals_of_its_own() {
        let of = |value: f64, half| Extent::of([(value, Some((value - half, value + half)))]);
        let (profit, cost) = (of(138_870.0, 2_170.0), of(4_120.0, 70.0));
        let shown = |own: Extent| Rounding::within(own, "EUR", profit.and(cost));
        let text = |rounding: Rounding, value| format!("{} {}", rounding.plain(value), rounding.unit());
        assert_eq!(text(shown(profit), 138_870.0), "139 thousand EUR");
        assert_eq!(text(shown(cost), 4_120.0), "4.12 thousand EUR");
        let fine = of(4_120.4, 0.3);
        assert_eq!(text(Rounding::within(profit, "EUR", profit.and(fine)), 138_870.0), "138,870 EUR");
    }

    #[test]
    fn long_times_are_hours_or_days() {
        let unit = |minutes| Rounding::new("min", minutes, None).unit();
        assert_eq!((unit(179.0), unit(181.0), unit(20_000.0)), ("min".into(), "hours".into(), "days".into()));
    }

    #[test]
    fn differences_of_shares_are_points() {
        let rounding = Rounding::of("share", [(0.2, None), (0.01, Some((0.008, 0.012)))]);
        assert_eq!((rounding.unit(), rounding.unit_of_differences()), ("%".into(), "% points".into()));
        assert_eq!((rounding.signed(0.01), rounding.last_digits(0.01)), ("+1.0".into(), 10));
    }
}
