//! Customers who join later: a Poisson stream of them for each customer who was there at the start, bent by the week of the
//! run, by luck of that customer's own.

use super::rules::Rules;
use super::traits;
use crate::chance::{CustomerLuck, ReplicationLuck, maths::ln, named};
use crate::mistakes::{Mistake::JoinedFromTheStart, is_made};
use crate::scenario::meant;
use crate::scenario::timetable::{Micros, WEEK, YEAR, float, nearest};

/// Where the luck of joiners stands below that of the customer who was there at the start.
const JOINS: u64 = named("joins");

/// A customer who comes in, from the start or later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newcomer {
    /// Their number.
    pub number: u32,
    /// Their segment.
    pub segment: u8,
    /// When they come in.
    pub at: Micros,
}

impl Newcomer {
    /// One who is there at the start.
    pub fn at_the_start(rules: &Rules, luck: ReplicationLuck, number: u32) -> Self {
        Self { number, segment: traits::segment(rules, luck.customer(number)), at: 0 }
    }

    /// Whether they were not there at the start.
    pub const fn has_joined(&self, rules: &Rules) -> bool {
        self.number >= rules.customers
    }
}

/// How customers of a segment come to join.
#[derive(Debug, Clone)]
pub struct Joining {
    /// For each customer there at the start, at the mean of the weights (per micro-minute).
    rate: f64,
    /// How much of the mean rate has passed up to each week (micro-minutes); empty where all weeks are alike.
    passed: Vec<f64>,
    /// The spans in which the rate is another; empty where it stays as it is.
    spans: Vec<Span>,
    /// The journey type that is needed at the moment of joining.
    pub first: Option<usize>,
}

/// A span of the run with a rate of its own.
#[derive(Debug, Clone, Copy)]
struct Span {
    /// How much of the mean rate has passed at its start.
    mean: f64,
    /// How much has passed at its start by the rates of the spans before.
    passed: f64,
    /// Its rate over the mean rate.
    factor: f64,
}

impl Joining {
    /// What was typed, over a run of this length.
    pub fn new(joins: &meant::Joins, horizon: Micros) -> Self {
        Self {
            rate: joins.per_year / YEAR as f64,
            passed: passed(&joins.by_week, horizon),
            spans: Vec::new(),
            first: joins.first,
        }
    }

    /// The same where the rate is another from some moments on, or nobody joins; nothing, where nobody ever does.
    pub fn in_course(course: &[(Micros, Option<&meant::Joins>)], horizon: Micros) -> Option<Self> {
        let first = course.iter().find_map(|(_, joins)| *joins)?;
        let mut joining = Self::new(first, horizon);
        let mut spans: Vec<Span> = Vec::new();
        for (from, joins) in course {
            let mean = joining.mean_passed(*from, horizon);
            let passed = spans.last().map_or(0.0, |last| last.passed + last.factor * (mean - last.mean));
            spans.push(Span { mean, passed, factor: joins.map_or(0.0, |joins| joins.per_year / first.per_year) });
        }
        joining.spans = if spans.iter().all(|span| span.factor == 1.0) { Vec::new() } else { spans };
        Some(joining)
    }

    /// How much of the mean rate has passed at a moment of the run.
    fn mean_passed(&self, at: Micros, horizon: Micros) -> f64 {
        let week = (at / WEEK) as usize;
        let Some(next) = self.passed.get(week + 1) else { return float(at) };
        let begins = week as Micros * WEEK;
        self.passed[week] + (next - self.passed[week]) * float(at - begins) / float(WEEK.min(horizon - begins))
    }

    /// How much of the mean rate has passed when so much has by the rates of the spans; nothing, where that never is.
    fn mean_when(&self, passed: f64) -> Option<f64> {
        let Some(last) = self.spans.partition_point(|span| span.passed <= passed).checked_sub(1) else {
            return Some(passed);
        };
        let Span { mean, passed: before, factor } = self.spans[last];
        (factor > 0.0).then(|| mean + (passed - before) / factor)
    }

    /// The moment at which so much has passed, if that is before the horizon.
    fn moment(&self, passed: f64, horizon: Micros) -> Option<Micros> {
        let passed = self.mean_when(passed)?;
        if passed >= float(horizon) {
            return None;
        }
        let at = match self.passed.partition_point(|&sum| sum <= passed).checked_sub(1) {
            None => nearest(passed),
            Some(week) => {
                let begins = week as Micros * WEEK;
                let length = float(WEEK.min(horizon - begins));
                let width = self.passed[week + 1] - self.passed[week];
                begins + nearest((passed - self.passed[week]) / width * length)
            }
        };
        (at < horizon).then_some(at)
    }
}

/// How much of the mean rate has passed up to the start of each week of a run, and up to its end: the mean over the run is 1.
fn passed(weights: &[f64], horizon: Micros) -> Vec<f64> {
    if weights.is_empty() {
        return Vec::new();
    }
    let weeks = horizon.div_ceil(WEEK);
    let of_week = |week: Micros| weights[week as usize % weights.len()] * float(WEEK.min(horizon - week * WEEK));
    let mean = (0..weeks).map(of_week).sum::<f64>() / float(horizon);
    let mut sums = vec![0.0];
    for week in 0..weeks {
        sums.push(sums[week as usize] + of_week(week) / mean);
    }
    // Whatever is missing by rounding falls to the end.
    sums[weeks as usize] = float(horizon);
    sums
}

/// For whom somebody has joined, by their number and how many were there at the start; and as which, from 1 on.
pub const fn joined_for(number: u32, at_the_start: u32) -> (u32, u32) {
    (number % at_the_start, number / at_the_start)
}

/// The number of the k-th, from 1 on, who joins for a customer, where there is one.
fn number_of(parent: u32, k: u64, at_the_start: u32) -> Option<u32> {
    u32::try_from(u64::from(at_the_start) * k + u64::from(parent)).ok()
}

/// Those who join for a customer who was there at the start, in order of time.
pub fn joiners(rules: &Rules, luck: ReplicationLuck, parent: Newcomer) -> Vec<Newcomer> {
    let Some(joining) = &rules.segments[usize::from(parent.segment)].joining else { return Vec::new() };
    let moments = moments(joining, luck.customer(parent.number), rules.horizon);
    let newcomer = |(k, at): (u64, Micros)| {
        // Rates with which numbers could run out are refused.
        let number = number_of(parent.number, k, rules.customers)?;
        let at = if is_made(JoinedFromTheStart) { 0 } else { at };
        Some(Newcomer { number, segment: parent.segment, at })
    };
    (1..).zip(moments).map_while(newcomer).collect()
}

fn moments(joining: &Joining, luck: CustomerLuck, horizon: Micros) -> impl Iterator<Item = Micros> + '_ {
    let luck = luck.own(JOINS);
    let mut passed = 0.0;
    (0..).map_while(move |k| {
        passed += -ln(1.0 - luck.draw(k).get()) / joining.rate;
        joining.moment(passed, horizon)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::timetable::DAY;

    fn joining(per_year: f64, by_week: &[f64], horizon: Micros) -> Joining {
        Joining::new(&meant::Joins { per_year, by_week: by_week.to_vec(), first: None, cost: 0.0 }, horizon)
    }

    #[test]
    fn so_many_join_over_a_run_whatever_the_weights_and_none_in_a_week_of_weight_0() {
        let horizon = 45 * DAY;
        for weights in [&[] as &[f64], &[1.0, 0.0, 3.0], &[0.0, 2.0], &[5.0]] {
            let joining = joining(1.0, weights, horizon);
            let at = |share: f64| joining.moment(share * float(horizon), horizon).expect("it is before the horizon");
            for part in 0..1000 {
                let week = (at(f64::from(part) / 1000.0) / WEEK) as usize;
                assert!(weights.is_empty() || weights[week % weights.len()] > 0.0, "{weights:?}: week {week}");
            }
            assert_eq!(joining.moment(float(horizon), horizon), None);
        }
        // Of three weeks with 1, 0 and 3, and three days of the first: 7 + 21 of each four, as far as there are.
        let uneven = joining(1.0, &[1.0, 0.0, 3.0], horizon);
        let shares = [7.0, 0.0, 21.0, 7.0, 0.0, 21.0, 3.0].map(|part: f64| part / 59.0 * 45.0 * DAY as f64);
        let sums: Vec<f64> = shares
            .iter()
            .scan(0.0, |sum, part| {
                *sum += part;
                Some(*sum)
            })
            .collect();
        assert!(uneven.passed[1..].iter().zip(&sums).all(|(one, other)| (one - other).abs() < 1.0), "{sums:?}");
    }

    #[test]
    fn streams_of_many_customers_join_at_their_rate_and_not_before_their_time() {
        let horizon = 364 * DAY;
        let luck = ReplicationLuck::new(5, 0);
        let joining = joining(2.0, &[], horizon);
        let all: Vec<Micros> = (0..20_000).flat_map(|one| moments(&joining, luck.customer(one), horizon)).collect();
        let of_first_half = all.iter().filter(|&&at| at < horizon / 2).count();
        assert!((all.len() as f64 - 40_000.0).abs() < 4.0 * 200.0, "{}", all.len());
        assert!((of_first_half as f64 - 20_000.0).abs() < 4.0 * 142.0, "{of_first_half}");
    }

    #[test]
    fn a_run_cut_short_has_those_who_join_in_its_weeks() {
        let whole = meant::Joins { per_year: 2.0, by_week: vec![0.0, 0.0, 3.0, 1.0], first: None, cost: 0.0 };
        assert_eq!(whole.over_the_first(14.0, 364.0), None);
        let of_all = Joining::new(&whole, 364 * DAY);
        for days in [17_u32, 21, 28, 200] {
            let cut = whole.over_the_first(f64::from(days), 364.0).expect("somebody joins by then");
            let horizon = Micros::from(days) * DAY;
            let joining = Joining::new(&cut, horizon);
            for customer in 0..200 {
                let luck = ReplicationLuck::new(5, 0).customer(customer);
                let all = moments(&of_all, luck, 364 * DAY).take_while(|&at| at < horizon);
                let pairs: Vec<(Micros, Micros)> = moments(&joining, luck, horizon).zip(all).collect();
                assert!(pairs.iter().all(|(one, other)| one.abs_diff(*other) < 100), "{days} days: {pairs:?}");
            }
        }
    }
}
