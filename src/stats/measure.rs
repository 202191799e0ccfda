//! What is measured: sums of whole numbers, and the unit, scale and range of their ratio.

use std::cmp::Ordering;
use std::iter::Sum;
use std::ops::AddAssign;

/// One replication's part in an outcome: a sum of whole numbers, and that of what it is spread over.
///
/// Sums of parts are parts: an outcome over replications, weeks or segments is the ratio of the sums. A total is spread
/// over 1 for each replication.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ratio {
    /// What is shared out, in the whole units of its [`Measure`].
    pub numerator: i128,
    /// Among how many; 0 where there is no value.
    pub denominator: u64,
}

impl Ratio {
    /// No value.
    pub const NONE: Self = Self { numerator: 0, denominator: 0 };

    /// A value of the replication as a whole, such as a total.
    pub const fn total(numerator: i128) -> Self {
        Self { numerator, denominator: 1 }
    }

    /// A part of a number of things.
    pub const fn per(part: u64, whole: u64) -> Self {
        Self { numerator: part as i128, denominator: whole }
    }

    /// Whether there is a value.
    pub const fn has_value(&self) -> bool {
        self.denominator > 0
    }

    /// Compares two ratios exactly, but for numbers beyond all meaning.
    pub fn compare(&self, other: &Self) -> Ordering {
        let cross = |one: &Self, other: &Self| one.numerator.saturating_mul(i128::from(other.denominator));
        cross(self, other).cmp(&cross(other, self))
    }

    /// Whether both have the same value, or neither has one.
    pub fn equals(&self, other: &Self) -> bool {
        self.has_value() == other.has_value() && self.compare(other) == Ordering::Equal
    }

    /// Whether there is a value, and of what is only counted, anything at all.
    pub fn counts_something(&self, measure: &Measure) -> bool {
        self.has_value() && (self.numerator != 0 || measure.kind != Kind::Count)
    }

    /// The value in the unit of its measure.
    pub fn value(&self, measure: &Measure) -> Option<f64> {
        self.has_value().then(|| self.numerator_in_units(measure) / self.denominator as f64)
    }

    /// The numerator in the unit of its measure.
    pub fn numerator_in_units(&self, measure: &Measure) -> f64 {
        self.numerator as f64 / measure.in_one
    }
}

impl AddAssign for Ratio {
    /// Stops at the end of the range, which only times and money beyond all meaning reach.
    fn add_assign(&mut self, other: Self) {
        self.numerator = self.numerator.saturating_add(other.numerator);
        self.denominator = self.denominator.saturating_add(other.denominator);
    }
}

impl<'a> Sum<&'a Self> for Ratio {
    fn sum<I: Iterator<Item = &'a Self>>(parts: I) -> Self {
        parts.fold(Self::NONE, |mut sum, &part| {
            sum += part;
            sum
        })
    }
}

/// What values a quantity can have, and of what it is made; decides how its intervals are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A number of cases out of a number of cases: from 0 to 1.
    Share,
    /// A number of events, in all or for each of something: 0 or more.
    Count,
    /// A grade between two ends, such as satisfaction.
    Grade(f64, f64),
    /// A time, an amount or a spread: 0 or more.
    Amount,
    /// What may also be negative, such as profit.
    Balance,
}

/// In what a quantity is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// Unit, as tables show it.
    pub unit: &'static str,
    /// How many of the whole numbers that are summed make one of the unit.
    pub in_one: f64,
    /// What values it can have.
    pub kind: Kind,
}

impl Measure {
    /// The same with money in this currency.
    #[must_use]
    pub fn in_currency(self, code: &'static str) -> Self {
        if self.unit == MONEY { Self { unit: code, ..self } } else { self }
    }
}

/// The unit of money, until it is known which.
pub const MONEY: &str = "EUR";

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTES: Measure = Measure { unit: "min", in_one: 1e6, kind: Kind::Amount };

    #[test]
    fn a_value_is_its_numerator_over_its_denominator_in_the_unit() {
        assert_eq!(Ratio::per(3_500_000, 7).value(&MINUTES), Some(0.5));
        assert_eq!(Ratio::total(-2_000_000).value(&MINUTES), Some(-2.0));
        assert_eq!(Ratio::NONE.value(&MINUTES), None);
    }

    #[test]
    fn parts_add_up_to_the_whole_exactly_and_stop_at_the_end_of_the_range() {
        let mut sum = Ratio::per(1, 3);
        sum += Ratio::per(1, 7);
        assert_eq!(sum, Ratio::per(2, 10));
        sum += Ratio { numerator: i128::MAX, denominator: u64::MAX };
        assert_eq!(sum, Ratio { numerator: i128::MAX, denominator: u64::MAX });
    }
}
