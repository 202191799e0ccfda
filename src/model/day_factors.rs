//! Days that bring more or fewer needs than others: a factor on the rate of each day, the market's times the segment's, the
//! same for all customers, by the luck of the market.

use super::needs::Rhythm;
use super::rules::{Needs, Rules};
use crate::chance::{Quantiles, ReplicationLuck, named};
use crate::scenario::timetable::{DAY, Micros};

const DAY_FACTOR: u64 = named("day factor");
/// Whose factor it is: the market's, beside those of segments by their addresses.
const MARKET: u64 = 0;

/// The factors of a replication, for each segment and journey type; nothing where no day differs.
#[derive(Debug)]
pub struct DayFactors(Vec<Vec<Option<Days>>>);

/// The factors of the days, and how much of the rhythm has passed with them up to each day.
#[derive(Debug)]
struct Days {
    factors: Vec<f64>,
    passed: Vec<f64>,
}

impl DayFactors {
    /// Draws them, for needs that arise at random.
    pub fn new(rules: &Rules, luck: ReplicationLuck) -> Option<Self> {
        let differs = |factor: &Quantiles| matches!(factor, Quantiles::Table(_));
        let any = differs(&rules.day_factor) || rules.segments.iter().any(|segment| differs(&segment.day_factor));
        any.then(|| {
            let days = rules.horizon.div_ceil(DAY);
            let of_segments = rules.segments.iter().map(|segment| {
                let factor = |day: u64| {
                    let luck = luck.market(DAY_FACTOR).of(day);
                    rules.day_factor.at(|| luck.draw(MARKET)) * segment.day_factor.at(|| luck.draw(segment.address))
                };
                let factors: Vec<f64> = (0..days).map(factor).collect();
                let kinds = segment.needs.iter().zip(&rules.journeys);
                let of_kind = |(needs, kind): (&Needs, &super::rules::Journey)| {
                    (!matches!(needs, Needs::Every(_))).then(|| Days::new(factors.clone(), &kind.rhythm))
                };
                kinds.map(of_kind).collect()
            });
            Self(of_segments.collect())
        })
    }

    /// How time passes for the needs of a segment.
    pub fn pace<'a>(all: Option<&'a Self>, segment: u8, kind: &'a super::rules::Journey) -> Pace<'a> {
        let days = all.and_then(|all| all.0[usize::from(segment)][kind.number].as_ref());
        Pace { rhythm: &kind.rhythm, days }
    }
}

impl Days {
    fn new(factors: Vec<f64>, rhythm: &Rhythm) -> Self {
        let of_day = |day: usize| rhythm.passed(start_of(day + 1)) - rhythm.passed(start_of(day));
        let sums = factors.iter().enumerate().scan(0.0, |sum, (day, factor)| {
            *sum += factor * of_day(day);
            Some(*sum)
        });
        let passed = [0.0].into_iter().chain(sums).collect();
        Self { factors, passed }
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

    #[cold]
    fn passed_with(self, days: &Days, at: Micros) -> f64 {
        let day = (at / DAY) as usize;
        let Some(factor) = days.factors.get(day) else { return days.passed[days.factors.len()] };
        days.passed[day] + factor * (self.rhythm.passed(at) - self.rhythm.passed(start_of(day)))
    }

    /// Beyond the last day, that is its end.
    #[cold]
    fn moment_with(self, days: &Days, passed: f64) -> Micros {
        let day = days.passed.partition_point(|&sum| sum <= passed) - 1;
        let Some(factor) = days.factors.get(day) else { return start_of(days.factors.len()) };
        let within = self.rhythm.passed(start_of(day)) + (passed - days.passed[day]) / factor;
        self.rhythm.moment(within).clamp(start_of(day), start_of(day + 1))
    }
}
