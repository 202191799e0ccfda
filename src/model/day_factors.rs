//! Days that bring more or fewer needs than others: a factor on the rate of each day, the market's times the segment's, the
//! same for all customers, by the luck of the market.

use super::needs::Rhythm;
use super::rules::{Journey, Needs, Rules};
use crate::chance::{Quantiles, ReplicationLuck, named};
use crate::scenario::timetable::{DAY, Micros};
use std::sync::Arc;

const DAY_FACTOR: u64 = named("day factor");
/// Whose factor it is: the market's, beside those of segments by their addresses.
const MARKET: u64 = 0;

/// The factors of a replication, for each segment and journey type; nothing where no day differs.
#[derive(Debug)]
pub struct DayFactors(Vec<Vec<Option<Arc<Days>>>>);

/// The factors of the days, and how much of a rhythm has passed with them up to each day.
#[derive(Debug)]
struct Days {
    factors: Arc<[f64]>,
    passed: Vec<f64>,
    /// Days before this one are as they would be without factors, to the last digit.
    even: usize,
}

impl DayFactors {
    /// Draws them.
    pub fn new(rules: &Rules, luck: ReplicationLuck) -> Option<Self> {
        let segments = 0..rules.segments.len();
        let any = segments.clone().any(|segment| differ(rules, segment));
        any.then(|| Self(segments.map(|segment| of_segment(rules, segment, luck)).collect()))
    }

    /// How time passes for the needs of a segment.
    pub fn pace<'a>(all: Option<&'a Self>, segment: u8, kind: &'a Journey) -> Pace<'a> {
        let days = all.and_then(|all| all.0[usize::from(segment)][kind.number].as_deref());
        Pace { rhythm: &kind.rhythm, days }
    }
}

/// Whether the days of a segment differ, at any time.
fn differ(rules: &Rules, segment: usize) -> bool {
    let is_spread = |factor: &Quantiles| matches!(factor, Quantiles::Table(_));
    rules.course().any(|(rules, _)| is_spread(&rules.day_factor) || is_spread(&rules.segments[segment].day_factor))
}

/// The days of a segment by journey type, for needs that arise at random; types of one rhythm share theirs.
fn of_segment(rules: &Rules, segment: usize, luck: ReplicationLuck) -> Vec<Option<Arc<Days>>> {
    if !differ(rules, segment) {
        return vec![None; rules.journeys.len()];
    }
    let factor = |day: u64| {
        let luck = luck.market(DAY_FACTOR).of(day);
        let rules = rules.on(day * DAY);
        let segment = &rules.segments[segment];
        rules.day_factor.at(|| luck.draw(MARKET)) * segment.day_factor.at(|| luck.draw(segment.address))
    };
    let factors: Arc<[f64]> = (0..rules.horizon.div_ceil(DAY)).map(factor).collect();
    let mut by_rhythm: Vec<(&Rhythm, Arc<Days>)> = Vec::new();
    let mut days_of = |rhythm| {
        let known = by_rhythm.iter().find(|(one, _)| *one == rhythm).map(|(_, days)| Arc::clone(days));
        known.unwrap_or_else(|| {
            let days = Arc::new(Days::new(Arc::clone(&factors), rhythm));
            by_rhythm.push((rhythm, Arc::clone(&days)));
            days
        })
    };
    let kinds = rules.segments[segment].needs.iter().zip(&rules.journeys);
    kinds.map(|(needs, kind)| (!matches!(needs, Needs::Every(_))).then(|| days_of(&kind.rhythm))).collect()
}

impl Days {
    fn new(factors: Arc<[f64]>, rhythm: &Rhythm) -> Self {
        let at_start = |day: usize| rhythm.passed(start_of(day));
        let even = factors.iter().take_while(|&&factor| factor == 1.0).count();
        let mut passed: Vec<f64> = (0..=even).map(at_start).collect();
        for (day, factor) in factors.iter().enumerate().skip(even) {
            passed.push(passed[day] + factor * (at_start(day + 1) - at_start(day)));
        }
        Self { factors, passed, even }
    }
}

const fn start_of(day: usize) -> Micros {
    day as Micros * DAY
}

/// Time as needs see it: how much of the mean has passed, by the rhythm and the factors of the days.
#[derive(Debug, Clone, Copy)]
pub struct Pace<'a> {
    rhythm: &'a Rhythm,
    days: Option<&'a Days>,
}

impl Pace<'_> {
    /// The moment so much after another.
    #[inline(always)]
    pub fn after(self, before: Micros, gap: f64) -> Micros {
        match self.days {
            None => self.rhythm.moment(self.rhythm.passed(before) + gap),
            Some(days) => self.moment_with(days, self.passed_with(days, before) + gap),
        }
    }

    /// How much has passed at a moment (micro-minutes).
    pub fn passed(self, at: Micros) -> f64 {
        match self.days {
            None => self.rhythm.passed(at),
            Some(days) => self.passed_with(days, at),
        }
    }

    /// The moment at which so much has passed.
    pub fn moment(self, passed: f64) -> Micros {
        match self.days {
            None => self.rhythm.moment(passed),
            Some(days) => self.moment_with(days, passed),
        }
    }

    #[inline(never)]
    fn passed_with(self, days: &Days, at: Micros) -> f64 {
        let day = (at / DAY) as usize;
        if day < days.even {
            return self.rhythm.passed(at);
        }
        let Some(factor) = days.factors.get(day) else { return days.passed[days.factors.len()] };
        days.passed[day] + factor * (self.rhythm.passed(at) - self.rhythm.passed(start_of(day)))
    }

    /// Beyond the last day, that is its end.
    #[inline(never)]
    fn moment_with(self, days: &Days, passed: f64) -> Micros {
        let day = days.passed.partition_point(|&sum| sum <= passed) - 1;
        if day < days.even {
            return self.rhythm.moment(passed);
        }
        let Some(factor) = days.factors.get(day) else { return start_of(days.factors.len()) };
        let within = self.rhythm.passed(start_of(day)) + (passed - days.passed[day]) / factor;
        self.rhythm.moment(within).clamp(start_of(day), start_of(day + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::meant;

    #[test]
    fn a_moment_is_the_inverse_of_what_has_passed_on_days_of_any_factor() {
        let mut by_hour = vec![0.0; 24];
        by_hour[9..17].fill(1.0);
        let (by_weekday, by_season) = (vec![1.0, 2.0, 1.0, 1.0, 1.0, 0.0, 0.0], vec![1.0, 3.0, 1.0, 1.0]);
        let rhythm = Rhythm::new(&meant::Rhythm { by_hour, by_weekday, by_season });
        let factors: Arc<[f64]> = (0..400).map(|day| [1.0, 0.001, 7.0, 1e-12, 0.3][day % 5]).collect();
        let days = Days::new(factors, &rhythm);
        let pace = Pace { rhythm: &rhythm, days: Some(&days) };
        let mut before = 0;
        for part in 1..4_000_u64 {
            let passed = part as f64 / 4_000.0 * days.passed[400];
            let at = pace.moment(passed);
            assert!(at >= before && (9..=17).contains(&(at % DAY * 24 / DAY)) && at / DAY % 7 < 5, "{at}");
            // A micro-minute of the busiest hour of the busiest day.
            assert!((pace.passed(at) - passed).abs() < 200.0, "{at}");
            before = at;
        }
        assert_eq!(pace.after(300 * DAY, f64::MAX), 400 * DAY, "no need arises beyond the last day");
    }

    #[test]
    fn days_before_the_first_that_differs_are_as_without_factors_to_the_last_digit() {
        let mut by_hour = vec![0.1; 24];
        by_hour[9..17].fill(3.0);
        let rhythm = Rhythm::new(&meant::Rhythm { by_hour, ..meant::Rhythm::default() });
        let factors: Arc<[f64]> = (0..20).map(|day| if day < 10 { 1.0 } else { 0.7 }).collect();
        let days = Days::new(factors, &rhythm);
        let (plain, pace) = (Pace { rhythm: &rhythm, days: None }, Pace { rhythm: &rhythm, days: Some(&days) });
        let mut at = 0;
        for need in 1..2_000_u64 {
            let (before, gap) = (at, 0.008 * DAY as f64 + need as f64);
            at = pace.after(before, gap);
            assert_eq!(at == plain.after(before, gap), at < 10 * DAY, "need {need} at {at}");
        }
        assert!(at > 10 * DAY);
    }
}
