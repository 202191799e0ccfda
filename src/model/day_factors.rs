//! Days that are not alike: each has the rhythm of its needs, and a factor on their rate, the market's times the segment's,
//! the same for all customers, by the luck of the market.

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

/// The rhythms and the factors of the days, and how much has passed with them up to each day.
#[derive(Debug)]
struct Days {
    factors: Arc<[f64]>,
    /// From which day on each rhythm holds; the first from the start.
    rhythms: Vec<(usize, Rhythm)>,
    passed: Vec<f64>,
    /// Days before this one are as they would be without factors or another rhythm, to the last digit.
    even: usize,
}

impl DayFactors {
    /// Draws them.
    pub fn new(rules: &Rules, luck: ReplicationLuck) -> Option<Self> {
        let segments = 0..rules.segments.len();
        let any = segments.clone().any(|segment| differ(rules, segment)) || a_rhythm_changes(rules);
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

/// The rhythms of a journey type in the course of a run, each with the day from which on it holds.
fn rhythms(rules: &Rules, kind: usize) -> Vec<(usize, Rhythm)> {
    let course = rules.course().map(|(rules, part)| ((part.start / DAY) as usize, rules.journeys[kind].rhythm.clone()));
    let mut all: Vec<_> = course.collect();
    all.dedup_by(|(_, later), (_, before)| later == before);
    all
}

fn a_rhythm_changes(rules: &Rules) -> bool {
    let changes =
        |kind: &Journey| rules.later.iter().any(|later| later.rules.journeys[kind.number].rhythm != kind.rhythm);
    rules.journeys.iter().any(changes)
}

/// The days of a segment by journey type, for needs that arise at random; types of one rhythm share theirs.
fn of_segment(rules: &Rules, segment: usize, luck: ReplicationLuck) -> Vec<Option<Arc<Days>>> {
    let differ = differ(rules, segment);
    let factor = |day: u64| {
        let luck = luck.market(DAY_FACTOR).of(day);
        let rules = rules.on(day * DAY);
        let segment = &rules.segments[segment];
        rules.day_factor.at(|| luck.draw(MARKET)) * segment.day_factor.at(|| luck.draw(segment.address))
    };
    let factors: Arc<[f64]> = (0..rules.horizon.div_ceil(DAY)).map(factor).collect();
    let mut known: Vec<Arc<Days>> = Vec::new();
    let mut days_of = |rhythms: Vec<(usize, Rhythm)>| {
        known.iter().find(|days| days.rhythms == rhythms).cloned().unwrap_or_else(|| {
            let days = Arc::new(Days::new(Arc::clone(&factors), rhythms));
            known.push(Arc::clone(&days));
            days
        })
    };
    let is_regular = |rules: &Rules, kind: usize| matches!(rules.segments[segment].needs[kind], Needs::Every(_));
    let of_kind = |kind: usize| {
        let always_regular = rules.course().all(|(rules, _)| is_regular(rules, kind));
        let rhythms = rhythms(rules, kind);
        (!always_regular && (differ || rhythms.len() > 1)).then(|| days_of(rhythms))
    };
    (0..rules.journeys.len()).map(of_kind).collect()
}

impl Days {
    fn new(factors: Arc<[f64]>, rhythms: Vec<(usize, Rhythm)>) -> Self {
        let of_first = rhythms.get(1).map_or(factors.len(), |&(day, _)| day.min(factors.len()));
        let even = factors[..of_first].iter().take_while(|&&factor| factor == 1.0).count();
        let passed = (0..=even).map(|day| rhythms[0].1.passed(start_of(day))).collect();
        let mut days = Self { factors, rhythms, passed, even };
        for day in even..days.factors.len() {
            let all = days.rhythm(day).passed(start_of(day + 1)) - days.rhythm(day).passed(start_of(day));
            days.passed.push(days.passed[day] + days.factors[day] * all);
        }
        days
    }

    /// The rhythm that holds on a day.
    fn rhythm(&self, day: usize) -> &Rhythm {
        &self.rhythms[self.rhythms.partition_point(|&(from, _)| from <= day) - 1].1
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
        let rhythm = days.rhythm(day);
        days.passed[day] + factor * (rhythm.passed(at) - rhythm.passed(start_of(day)))
    }

    /// Beyond the last day, that is its end.
    #[inline(never)]
    fn moment_with(self, days: &Days, passed: f64) -> Micros {
        let day = days.passed.partition_point(|&sum| sum <= passed) - 1;
        if day < days.even {
            return self.rhythm.moment(passed);
        }
        let Some(factor) = days.factors.get(day) else { return start_of(days.factors.len()) };
        let rhythm = days.rhythm(day);
        let within = rhythm.passed(start_of(day)) + (passed - days.passed[day]) / factor;
        rhythm.moment(within).clamp(start_of(day), start_of(day + 1))
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
        let days = Days::new(factors, vec![(0, rhythm.clone())]);
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
        let days = Days::new(factors, vec![(0, rhythm.clone())]);
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
