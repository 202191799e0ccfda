//! The dates that moments of a run stand for: day 0 is a Monday, 2001-01-01, at midnight, universal time.

use crate::scenario::timetable::Micros;
use chrono::{NaiveDate, TimeDelta};

/// Microseconds of a millionth of a minute.
const OF_A_MICRO: i64 = 60;

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2001, 1, 1).expect("a day of the calendar")
}

/// A day, from 0, as a date.
pub fn date(day: u64) -> String {
    (first_day() + TimeDelta::days(day as i64)).to_string()
}

/// A moment with its date and six places after the seconds.
pub fn moment(at: Micros) -> String {
    let start = first_day().and_time(chrono::NaiveTime::MIN);
    let moment = start + TimeDelta::microseconds(at as i64 * OF_A_MICRO);
    moment.format("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::timetable::DAY;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (day, expected) in [(0, "2001-01-01"), (363, "2001-12-30"), (1154, "2004-02-29"), (36_524, "2101-01-01")] {
            assert_eq!(date(day), expected);
        }
    }

    #[test]
    fn no_moment_is_rounded() {
        assert_eq!(moment(0), "2001-01-01T00:00:00.000000+00:00");
        assert_eq!(moment(DAY - 1), "2001-01-01T23:59:59.999940+00:00");
        assert_eq!(moment(DAY + 20_000_001), "2001-01-02T00:20:00.000060+00:00");
    }
}
