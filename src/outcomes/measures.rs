//! In what outcomes are measured: units, and the whole numbers that are summed.

use crate::engine::tally::UNIT;
use crate::scenario::timetable::{HOUR, MINUTE};
use crate::stats::{Kind, MONEY, Measure};

/// Money is summed in millionths of EUR.
pub const EURO: f64 = 1e6;
/// Variances of counts are kept in millionths of millionths.
pub const COUNT_SQUARED: f64 = 1e12;

const fn measure(unit: &'static str, in_one: f64, kind: Kind) -> Measure {
    Measure { unit, in_one, kind }
}

/// Cases out of cases.
pub const SHARE: Measure = measure("share", 1.0, Kind::Share);
/// A share that follows from others in one replication, and is no count of cases.
pub const SHARE_OF_EACH: Measure = measure("share", 1e12, Kind::Grade(0.0, 1.0));
/// A share that may exceed 1.
pub const LOAD: Measure = measure("share", 1.0, Kind::Amount);
/// Orders out of orders.
pub const SHARE_OF_ORDERS: Measure = measure("share of orders", 1.0, Kind::Share);
/// Times, in micro-minutes.
pub const MINUTES: Measure = measure("min", MINUTE as f64, Kind::Amount);
/// Their squares.
pub const MINUTES_SQUARED: Measure = measure("min^2", MINUTE as f64 * MINUTE as f64, Kind::Amount);
/// Times, in micro-minutes.
pub const HOURS: Measure = measure("h", HOUR as f64, Kind::Amount);
/// Money.
pub const EUR: Measure = measure(MONEY, EURO, Kind::Amount);
/// Money that may be missing.
pub const BALANCE: Measure = measure(MONEY, EURO, Kind::Balance);
/// Satisfaction and experience.
pub const GRADE: Measure = measure("0 to 1", UNIT, Kind::Grade(0.0, 1.0));
/// Their squares.
pub const GRADE_SQUARED: Measure = measure("(0 to 1)^2", UNIT * UNIT, Kind::Amount);
/// Customer Effort Score 1.0.
pub const SCORE_5: Measure = measure("1 to 5", UNIT, Kind::Grade(1.0, 5.0));
/// Customer Effort Score 2.0.
pub const SCORE_7: Measure = measure("1 to 7", UNIT, Kind::Grade(1.0, 7.0));

/// Net promoter score: promoters less detractors, of a hundred.
pub const NET_PROMOTERS: Measure = measure("-100 to 100", 0.01, Kind::Grade(-100.0, 100.0));
/// What is counted, over the time of a year.
pub const PER_YEAR: Measure = measure("contacts per year", 1.0, Kind::Amount);

/// Units of stock, on average over time.
pub const UNITS: Measure = measure("units", 1.0, Kind::Amount);

/// Records that are known, of some in part.
pub const RECORDS: Measure = measure("records", 1e6, Kind::Amount);

/// Things that are counted.
pub const fn count(unit: &'static str) -> Measure {
    measure(unit, 1.0, Kind::Count)
}

/// Squares of things that are counted.
pub const fn count_squared(unit: &'static str) -> Measure {
    measure(unit, COUNT_SQUARED, Kind::Amount)
}
