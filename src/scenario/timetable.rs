//! Time, and the weekly timetables of channels and staff.
//!
//! Time is counted in whole micro-minutes from Monday 00:00 of day 0, so that sums of times are exact in any order.

use std::collections::BTreeMap;

/// A moment, or a length of time (10^-6 minutes).
pub type Micros = u64;
/// One minute.
pub const MINUTE: Micros = 1_000_000;
/// One hour.
pub const HOUR: Micros = 60 * MINUTE;
/// One day.
pub const DAY: Micros = 24 * HOUR;
/// One week.
pub const WEEK: Micros = 7 * DAY;
/// One year of 52 weeks; all rates "a year" are meant so.
pub const YEAR: Micros = 52 * WEEK;

/// Minutes in a day.
pub const MINUTES_PER_DAY: f64 = 1440.0;
/// Seconds in a minute.
pub const SECONDS_PER_MINUTE: f64 = 60.0;

/// Beyond every horizon: some 4,000 years.
pub const NEVER: Micros = 1 << 51;

/// The nearest whole number of micro-minutes; too long to matter becomes [`NEVER`].
#[inline]
pub fn micros(minutes: f64) -> Micros {
    let micros = minutes * MINUTE as f64;
    if micros < NEVER as f64 { rounded(micros) } else { NEVER }
}

/// The nearest whole number to a number from 0 up, of two that are as near the even one.
#[inline]
pub fn nearest(amount: f64) -> u64 {
    if amount < WHOLE_FROM { rounded(amount) } else { amount as u64 }
}

/// From here on, numbers have no fraction.
const WHOLE_FROM: f64 = (1_u64 << 52) as f64;

/// Added to that, a smaller number has no room for a fraction, and is rounded.
#[inline]
fn rounded(amount: f64) -> u64 {
    (amount + WHOLE_FROM).to_bits() - WHOLE_FROM.to_bits()
}

/// A time as a floating-point number; sums of times may be beyond its range of 2^63.
#[inline]
pub const fn float(micros: Micros) -> f64 {
    micros.cast_signed() as f64
}

/// Minutes, for reporting.
pub fn minutes(micros: Micros) -> f64 {
    float(micros) / MINUTE as f64
}

/// How many are on duty (for a channel: 1 open, 0 closed) at each moment of a week that repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timetable {
    /// Moments of the week from which a number holds, ascending, the first at 0.
    changes: Vec<(Micros, u32)>,
}

impl Timetable {
    /// The same number all the time.
    pub fn always(count: u32) -> Self {
        Self { changes: vec![(0, count)] }
    }

    /// Shifts laid over each other: where they overlap, their numbers add up.
    pub fn from_shifts(shifts: &[(Hours, u32)]) -> Self {
        let mut steps = BTreeMap::from([(0, 0_i64)]);
        for (hours, count) in shifts {
            for (from, to) in hours.united() {
                *steps.entry(from).or_default() += i64::from(*count);
                *steps.entry(to).or_default() -= i64::from(*count);
            }
        }
        let mut on_duty = 0;
        let mut changes: Vec<(Micros, u32)> = steps
            .range(..WEEK)
            .map(|(&at, step)| {
                on_duty += step;
                (at, u32::try_from(on_duty).unwrap_or(u32::MAX))
            })
            .collect();
        changes.dedup_by_key(|(_, count)| *count);
        Self { changes }
    }

    /// So many times the number at each moment.
    #[must_use]
    pub fn times(&self, factor: u32) -> Self {
        Self { changes: self.changes.iter().map(|&(from, count)| (from, count.saturating_mul(factor))).collect() }
    }

    /// The number at a moment.
    pub fn count_at(&self, at: Micros) -> u32 {
        if self.changes.len() == 1 {
            return self.changes[0].1;
        }
        self.changes[self.changes.partition_point(|&(from, _)| from <= at % WEEK) - 1].1
    }

    /// Whether there is somebody on duty all the time.
    pub fn is_always(&self) -> bool {
        self.changes.iter().all(|&(_, count)| count > 0)
    }

    /// The next moment after `at` at which the number changes; `None` if it never does.
    pub fn next_change(&self, at: Micros) -> Option<Micros> {
        if self.changes.len() == 1 {
            return None;
        }
        let week = at - at % WEEK;
        let later = self.changes.iter().map(|&(from, _)| week + from).find(|&from| from > at);
        let next = later.unwrap_or(week + WEEK);
        if self.count_at(next) == self.count_at(at) { self.next_change(next) } else { Some(next) }
    }

    /// The first moment from `at` on with somebody on duty; `None` if there never is one.
    pub fn next_opening(&self, at: Micros) -> Option<Micros> {
        if self.count_at(at) > 0 {
            return Some(at);
        }
        let mut next = self.next_change(at)?;
        while self.count_at(next) == 0 {
            next = self.next_change(next)?;
        }
        Some(next)
    }

    /// The largest number ever on duty.
    pub fn most(&self) -> u32 {
        self.changes.iter().map(|&(_, count)| count).max().unwrap_or(0)
    }

    /// Time on duty, summed over all who are, between two moments (10^-6 minutes).
    pub fn time_on_duty(&self, from: Micros, to: Micros) -> Micros {
        let mut total = 0;
        let mut at = from;
        while at < to {
            let until = self.next_change(at).unwrap_or(to).min(to);
            total += (until - at) * Micros::from(self.count_at(at));
            at = until;
        }
        total
    }

    /// Time with somebody on duty, or the channel open, between two moments (10^-6 minutes).
    pub fn open_time(&self, from: Micros, to: Micros) -> Micros {
        self.open_up_to(to) - self.open_up_to(from)
    }

    /// The same from the start up to a moment: whole weeks, and the part of one.
    fn open_up_to(&self, at: Micros) -> Micros {
        at / WEEK * self.open_in_week_up_to(WEEK) + self.open_in_week_up_to(at % WEEK)
    }

    fn open_in_week_up_to(&self, at: Micros) -> Micros {
        let ends = self.changes.iter().skip(1).map(|&(from, _)| from).chain([WEEK]);
        let open = self.changes.iter().zip(ends).filter(|((_, count), _)| *count > 0);
        open.map(|(&(from, _), end)| end.min(at).saturating_sub(from)).sum()
    }
}

/// Hours of the week, as written "mon-fri 08:00-20:00, sat 09:00-14:00".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours(Vec<(Micros, Micros)>);

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Hours {
    /// All week.
    pub fn always() -> Self {
        Self(vec![(0, WEEK)])
    }

    /// Reads hours; `Err` says what is wrong.
    ///
    /// # Errors
    /// If a day or a time cannot be read, or an end is not after its start.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut spans = Vec::new();
        for part in text.split(',') {
            let part = part.trim();
            let (days, times) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
            let (first, last) = days.split_once('-').unwrap_or((days, days));
            let (first, last) = (day(first)?, day(last)?);
            if times.is_empty() {
                return Err(format!("`{days}` has no times: write `{days} 00:00-24:00` for all day"));
            }
            let (from, to) = times.trim().split_once('-').ok_or_else(|| format!("no end in `{times}`"))?;
            let (from, to) = (time(from)?, time(to)?);
            if to <= from {
                return Err(format!(
                    "`{}` does not end after it starts (write two parts around midnight)",
                    times.trim()
                ));
            }
            if last < first {
                return Err(format!("`{days}` runs backwards"));
            }
            spans.extend((first..=last).map(|day| (day * DAY + from, day * DAY + to)));
        }
        Ok(Self(spans))
    }

    /// The same hours in order, none within another.
    fn united(&self) -> Vec<(Micros, Micros)> {
        let mut spans = self.0.clone();
        spans.sort_unstable();
        let mut united: Vec<(Micros, Micros)> = Vec::new();
        for (from, to) in spans {
            match united.last_mut() {
                Some((_, end)) if from <= *end => *end = to.max(*end),
                _ => united.push((from, to)),
            }
        }
        united
    }
}

fn day(text: &str) -> Result<Micros, String> {
    let text = text.trim().to_lowercase();
    DAYS.iter()
        .position(|day| *day == text)
        .map(|day| day as Micros)
        .ok_or_else(|| format!("`{text}` is no day of the week"))
}

fn time(text: &str) -> Result<Micros, String> {
    let unreadable = || format!("`{}` is no time of day", text.trim());
    let (hour, minute) = text.trim().split_once(':').ok_or_else(unreadable)?;
    let (hour, minute): (Micros, Micros) =
        (hour.parse().map_err(|_| unreadable())?, minute.parse().map_err(|_| unreadable())?);
    if minute > 59 || hour > 24 || (hour == 24 && minute > 0) {
        return Err(unreadable());
    }
    Ok(hour * HOUR + minute * MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> Timetable {
        Timetable::from_shifts(&[
            (Hours::parse("mon-sat 09:00-18:00").unwrap(), 2),
            (Hours::parse("mon 12:00-14:00").unwrap(), 1),
        ])
    }

    #[test]
    fn overlapping_shifts_add_up() {
        assert_eq!(shop().count_at(8 * HOUR), 0);
        assert_eq!(shop().count_at(9 * HOUR), 2);
        assert_eq!(shop().count_at(13 * HOUR), 3);
        assert_eq!(shop().count_at(DAY + 13 * HOUR), 2);
        assert_eq!(shop().most(), 3);
    }

    #[test]
    fn a_closed_day_opens_at_the_next_opening_even_over_the_week() {
        assert_eq!(shop().next_opening(5 * DAY + 18 * HOUR), Some(WEEK + 9 * HOUR));
        assert_eq!(shop().next_opening(10 * HOUR), Some(10 * HOUR));
        assert_eq!(Timetable::always(0).next_opening(3), None);
    }

    #[test]
    fn paid_hours_are_those_of_the_timetable() {
        assert_eq!(shop().time_on_duty(0, 2 * WEEK), 2 * (6 * 9 * 2 + 2) * HOUR);
        assert_eq!(shop().time_on_duty(10 * HOUR, 13 * HOUR), (3 * 2 + 1) * HOUR);
    }

    #[test]
    fn open_time_is_that_counted_minute_by_minute() {
        let night = Timetable::from_shifts(&[(Hours::parse("mon-thu 22:00-24:00, tue-fri 00:00-06:00").unwrap(), 3)]);
        let short = Timetable::from_shifts(&[(Hours::parse("sun 23:59-24:00, mon 00:00-00:01").unwrap(), 1)]);
        for timetable in [shop(), night, short, Timetable::always(2), Timetable::always(0)] {
            let end = 2 * WEEK / MINUTE + 700;
            let mut open_before = vec![0];
            for minute in 0..end {
                let is_open = timetable.count_at(minute * MINUTE) > 0;
                open_before.push(open_before[minute as usize] + u64::from(is_open));
            }
            for (from, to) in (0..end).step_by(137).flat_map(|from| (from..=end).step_by(211).map(move |to| (from, to)))
            {
                let counted = open_before[to as usize] - open_before[from as usize];
                assert_eq!(timetable.open_time(from * MINUTE, to * MINUTE), counted * MINUTE, "{from} to {to}");
            }
        }
    }

    #[test]
    fn open_time_counts_parts_of_a_minute() {
        assert_eq!(shop().open_time(9 * HOUR - 5, 9 * HOUR + 7), 7);
        assert_eq!(shop().open_time(18 * HOUR - 3, DAY + 9 * HOUR + 1), 4);
        assert_eq!(shop().open_time(5 * DAY + 18 * HOUR, WEEK + 9 * HOUR), 0);
    }

    #[test]
    fn unreadable_hours_say_what_is_wrong() {
        for wrong in
            ["", "mon", "fry 09:00-18:00", "mon 9-18", "mon 18:00-09:00", "sat-mon 09:00-10:00", "mon 09:00-25:00"]
        {
            assert!(Hours::parse(wrong).is_err() || wrong == "mon", "{wrong}");
        }
    }

    #[test]
    fn micro_minutes_are_rounded_once_and_never_overflow() {
        assert_eq!(micros(1.000_000_4), 1_000_000);
        assert_eq!(micros(f64::INFINITY), NEVER);
        assert_eq!(micros(f64::NAN), NEVER);
        assert_eq!(micros(0.0), 0);
    }

    #[test]
    fn amounts_are_rounded_to_the_nearest_and_to_the_even_of_two() {
        for whole in [0.0, 1.0, 2.0, 7.0, 1e6, 123_456_789.0, 2_f64.powi(51), 2_f64.powi(52), 2_f64.powi(53), 1e18] {
            for part in [0.0, 0.25, 0.499_999, 0.5, 0.500_001, 0.75] {
                let amount: f64 = whole + part;
                assert_eq!(nearest(amount), amount.round_ties_even() as u64, "{amount}");
            }
        }
        assert_eq!(nearest(f64::INFINITY), u64::MAX);
    }
}
