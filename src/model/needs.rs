//! When needs arise: a Poisson process for each customer and journey type, bent by hour, weekday and season
//! through the inverse of the cumulative rhythm, one draw for each need; or a contract's renewals.

use super::day_factors::Pace;
use super::rules::{Interval, MoreNeeds, Needs};
use crate::chance::{JourneyLuck, Quantiles, Uniform, maths::ln};
use crate::mistakes::{Mistake::NeedsTooOften, is_made};
use crate::scenario::meant;
use crate::scenario::timetable::{DAY, HOUR, Micros, WEEK, YEAR, float, nearest};

const WEEKS: usize = 52;
const HOURS: usize = 168;

/// How needs spread over the week and the year, by running sums of weights of mean 1.
#[derive(Debug, Clone, PartialEq)]
pub enum Rhythm {
    /// All moments alike.
    Flat,
    /// By the hour of the week and the week of the year.
    Bent {
        /// Sums over the weeks of a year up to each, in weeks.
        weeks: Box<[f64; WEEKS + 1]>,
        /// Sums over the hours of a week up to each, in weeks.
        hours: Box<[f64; HOURS + 1]>,
    },
}

impl Rhythm {
    /// From the weights that were typed.
    pub fn new(weights: &meant::Rhythm) -> Self {
        if weights.by_hour.is_empty() && weights.by_weekday.is_empty() && weights.by_season.is_empty() {
            return Self::Flat;
        }
        let part = |list: &[f64], at: usize, of: usize| list.get(at * list.len() / of).copied().unwrap_or(1.0);
        let week = |week: usize| part(&weights.by_season, week, WEEKS);
        let hour = |hour: usize| part(&weights.by_weekday, hour / 24, 7) * part(&weights.by_hour, hour % 24, 24);
        Self::Bent { weeks: Box::new(running(week, WEEKS as f64)), hours: Box::new(running(hour, 1.0)) }
    }

    /// Time as the needs see it: how much of the mean rhythm has passed (micro-minutes).
    #[inline]
    pub(super) fn passed(&self, at: Micros) -> f64 {
        let Self::Bent { weeks, hours } = self else { return float(at) };
        let years = (at / YEAR) as f64 * YEAR as f64;
        let (week, within) = ((at % YEAR / WEEK) as usize, at % WEEK);
        let hour = (within / HOUR) as usize;
        let of_hour = (within % HOUR) as f64 / HOUR as f64;
        let of_week = hours[hour] + of_hour * (hours[hour + 1] - hours[hour]);
        years + (weeks[week] + of_week * (weeks[week + 1] - weeks[week])) * WEEK as f64
    }

    /// The moment at which so much has passed.
    #[inline]
    pub(super) fn moment(&self, passed: f64) -> Micros {
        let Self::Bent { weeks, hours } = self else { return nearest(passed) };
        let years = (passed / YEAR as f64).floor();
        let (week, of_week) = position(weeks.as_slice(), (passed - years * YEAR as f64) / WEEK as f64);
        let (hour, of_hour) = position(hours.as_slice(), of_week);
        nearest(years * YEAR as f64 + week as f64 * WEEK as f64 + (hour as f64 + of_hour) * HOUR as f64)
    }
}

fn running<const N: usize>(weight: impl Fn(usize) -> f64, total: f64) -> [f64; N] {
    let sum: f64 = (0..N - 1).map(&weight).sum();
    let mut sums = [0.0; N];
    for at in 1..N {
        sums[at] = sums[at - 1] + weight(at - 1) / sum * total;
    }
    sums
}

/// The part in which a running sum reaches a value, and how far into it.
fn position(sums: &[f64], value: f64) -> (usize, f64) {
    let part = sums[1..sums.len() - 1].partition_point(|&sum| sum <= value);
    let width = sums[part + 1] - sums[part];
    let within = if width > 0.0 { ((value - sums[part]) / width).clamp(0.0, 1.0) } else { 0.0 };
    (part, within)
}

/// The moment of a customer's `k`-th need of a journey type, given that of the one before; for the first, that from which on
/// the customer is there. `own` is the number by which they need it earlier or later, more or less often than others.
#[inline(always)]
pub fn next_need(
    needs: &Needs,
    pace: Pace,
    own: impl Fn() -> Uniform,
    luck: JourneyLuck,
    k: u32,
    before: Micros,
) -> Option<Micros> {
    match needs {
        Needs::Never => None,
        Needs::Every(intervals) => {
            // The first comes after a part of an interval, all others after a whole one.
            let part = if k == 0 { own().get() } else { 1.0 };
            next_after(intervals, part, before)
        }
        Needs::Poisson(rates) => {
            let too_often = if is_made(NeedsTooOften) { 1.05 } else { 1.0 };
            let rate = rates.at(&own) * too_often;
            let gap = -ln(1.0 - luck.gap().get()) / rate;
            gap.is_finite().then(|| pace.after(before, gap))
        }
    }
}

/// When so much of an interval has passed, in the spans in which there is one.
fn next_after(intervals: &[Interval], mut left: f64, before: Micros) -> Option<Micros> {
    for Interval { from, until, period } in intervals.iter().filter(|interval| interval.until > before) {
        let from = before.max(*from);
        let due = from.saturating_add(nearest(left * float(*period)));
        if due <= *until {
            return Some(due);
        }
        left -= float(until - from) / float(*period);
    }
    None
}

/// The moment of a customer's next need beyond the usual, given that of the one before, or that from which on
/// the customer is there: a Poisson process
/// with a rate of its own in each span, none outside of them.
pub fn next_of_more_needs(
    more: &[MoreNeeds],
    pace: Pace,
    own: impl Fn() -> Uniform,
    luck: JourneyLuck,
    before: Micros,
) -> Option<Micros> {
    let mut left = -ln(1.0 - luck.gap().get());
    for MoreNeeds { from, until, rates, less } in more.iter().filter(|span| span.until > before) {
        let begins = pace.passed(before.max(*from));
        let at = |rates: &Quantiles| rates.at(&own);
        let rate = at(rates) - less.as_ref().map_or(0.0, at);
        let in_span = rate * (pace.passed(*until) - begins);
        if rate > 0.0 && left < in_span {
            return Some(pace.moment(begins + left / rate).min(*until));
        }
        left -= in_span.max(0.0);
    }
    None
}

/// The share of a segment that can use a channel at a moment.
pub fn reach_at(reach: &meant::Reach, at: Micros) -> f64 {
    match *reach {
        meant::Reach::Constant(share) => share,
        meant::Reach::Ramp(ramp) => {
            let done = (at as f64 / DAY as f64 - ramp.start_day) / ramp.days;
            ramp.from + done.clamp(0.0, 1.0) * (ramp.to - ramp.from)
        }
        meant::Reach::Bass(bass) => {
            let decay = crate::chance::maths::exp(-(bass.p + bass.q) * at as f64 / YEAR as f64);
            bass.to * (1.0 - decay) / (1.0 + bass.q / bass.p * decay)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office_hours() -> Rhythm {
        let mut by_hour = vec![0.0; 24];
        by_hour[9..17].fill(1.0);
        Rhythm::new(&meant::Rhythm {
            by_hour,
            by_weekday: vec![1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0],
            by_season: vec![1.0, 3.0, 1.0, 1.0],
        })
    }

    #[test]
    fn moment_is_the_inverse_of_passed() {
        let rhythm = office_hours();
        for share in [0.001, 0.2, 0.3, 0.5, 0.77, 0.999, 1.4] {
            let passed = share * YEAR as f64;
            assert!((rhythm.passed(rhythm.moment(passed)) - passed).abs() < 10.0, "{share}");
        }
    }

    #[test]
    fn needs_arise_only_when_the_rhythm_says_so_and_a_year_has_its_full_number() {
        let rhythm = office_hours();
        for part in 1..1000 {
            let at = rhythm.moment(f64::from(part) / 1000.0 * YEAR as f64);
            assert!(at % WEEK / DAY < 5 && (9..=17).contains(&(at % DAY / HOUR)), "{at}");
        }
        let of_second_quarter = rhythm.passed(YEAR / 2) - rhythm.passed(YEAR / 4);
        assert!((of_second_quarter / YEAR as f64 - 0.5).abs() < 1e-9);
    }

    #[test]
    fn reach_grows_along_its_curve() {
        let ramp =
            meant::Reach::Ramp(crate::scenario::typed::Ramp { from: 0.2, to: 0.6, start_day: 10.0, days: 100.0 });
        assert!((reach_at(&ramp, 60 * DAY) - 0.4).abs() < 1e-12);
        let bass = meant::Reach::Bass(crate::scenario::typed::BassCurve { to: 1.0, p: 0.03, q: 0.38 });
        assert!((reach_at(&bass, 5 * YEAR) - 0.331_199).abs() < 1e-6);
    }
}
