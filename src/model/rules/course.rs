//! The rules of a market that changes in the course of a run.

use super::{Interval, Later, MoreNeeds, Rules, StillArise};
use crate::chance::{Laws, Quantiles};
use crate::model::joining::Joining;
use crate::model::mechanism;
use crate::scenario::meant::{self, Market, Names, Needs};
use crate::scenario::timetable::{DAY, Micros, NEVER, YEAR};

impl Rules {
    /// Compiles a market, and what becomes of it.
    pub fn of_course(
        run: &meant::Run,
        names: &Names,
        market: &Market,
        later: &[meant::Later],
        laws: &mut Laws,
    ) -> Self {
        let mut first = Self::new(run, names, market, laws);
        first.losses_change = later.iter().any(|later| losses(&later.market) != losses(market));
        first.mechanisms = mechanism::of(market, later);
        for (at, next) in later.iter().enumerate() {
            let mut rules = Self::new(run, names, &next.market, laws);
            let from = Micros::from(next.day) * DAY;
            let until = later.get(at + 1).map_or(first.horizon, |after| Micros::from(after.day) * DAY);
            rules.let_fewer_arise(market, &next.market, laws);
            first.let_more_arise((from, until), market, &next.market, laws);
            first.later.push(Later { from, rules });
        }
        if !later.is_empty() {
            first.let_regular_ones_arise();
            first.let_others_join(market, later);
        }
        first.agree_over_the_course();
        first
    }

    /// What is asked of the whole course is the same in all of its parts.
    fn agree_over_the_course(&mut self) {
        let counted_until = self.course().map(|(rules, _)| rules.counted_until).fold(NEVER, Micros::min);
        let agents_know_cases = self.course().any(|(rules, _)| rules.agents_know_cases);
        let is_delayed = |channel: usize| self.course().any(|(rules, _)| rules.channels[channel].is_delayed);
        let is_delayed: Vec<bool> = (0..self.channels.len()).map(is_delayed).collect();
        let mut forms = self.forms.clone();
        for form in self.later.iter().flat_map(|later| &later.rules.forms) {
            if !forms.contains(form) {
                forms.push(*form);
            }
        }
        let agree = |rules: &mut Self| {
            rules.counted_until = counted_until;
            rules.agents_know_cases = agents_know_cases;
            let now = rules.forms.iter().map(|now| forms.iter().position(|form| form == now).unwrap_or(now.channel));
            rules
                .channels
                .iter_mut()
                .zip(now.collect::<Vec<_>>())
                .for_each(|(channel, form)| channel.form = form as u8);
            rules.forms.clone_from(&forms);
            rules
                .channels
                .iter_mut()
                .zip(&is_delayed)
                .for_each(|(channel, &is_delayed)| channel.is_delayed = is_delayed);
        };
        agree(self);
        self.later.iter_mut().for_each(|later| agree(&mut later.rules));
    }

    /// Of the needs that there are at the start, so many still arise.
    fn let_fewer_arise(&mut self, first: &Market, now: &Market, laws: &mut Laws) {
        for ((rules, first), now) in self.segments.iter_mut().zip(&first.segments).zip(&now.segments) {
            let pairs = first.needs.iter().zip(&now.needs);
            rules.still_arise = pairs.map(|(first, now)| still_arise(first.as_ref(), now.as_ref(), laws)).collect();
            let all_do = |share: &StillArise| matches!(share, StillArise::Alike(share) if *share >= 1.0);
            self.has_fewer_needs |= !rules.still_arise.iter().all(all_do);
        }
    }

    /// Beyond those, so many arise in a span of time.
    fn let_more_arise(&mut self, (from, until): (Micros, Micros), first: &Market, now: &Market, laws: &mut Laws) {
        for ((rules, first), now) in self.segments.iter_mut().zip(&first.segments).zip(&now.segments) {
            rules.more_needs.resize(first.needs.len(), Vec::new());
            for ((spans, first), now) in rules.more_needs.iter_mut().zip(&first.needs).zip(&now.needs) {
                if let Some((rates, less)) = more(first.as_ref(), now.as_ref(), laws) {
                    spans.push(MoreNeeds { from, until, rates, less });
                    self.has_more_needs = true;
                }
            }
        }
    }

    /// Customers who join at the rates of the days.
    fn let_others_join(&mut self, market: &Market, later: &[meant::Later]) {
        let horizon = self.horizon;
        for (at, segment) in self.segments.iter_mut().enumerate() {
            let of_day =
                later.iter().map(|later| (Micros::from(later.day) * DAY, later.market.segments[at].joins.as_ref()));
            let course: Vec<_> = [(0, market.segments[at].joins.as_ref())].into_iter().chain(of_day).collect();
            segment.joining = Joining::in_course(&course, horizon);
        }
        self.somebody_joins = self.segments.iter().any(|segment| segment.joining.is_some());
    }

    /// Needs that come every so many days, in the spans of a course in which they do.
    fn let_regular_ones_arise(&mut self) {
        for segment in 0..self.segments.len() {
            let regular = (0..self.journeys.len()).map(|journey| self.intervals(segment, journey)).collect::<Vec<_>>();
            let rules = &mut self.segments[segment];
            rules.regular_needs = vec![super::Needs::Never; regular.len()];
            for (at, intervals) in regular.into_iter().enumerate().filter(|(_, intervals)| !intervals.is_empty()) {
                if matches!(rules.needs[at], super::Needs::Every(_)) {
                    rules.needs[at] = super::Needs::Every(intervals);
                } else {
                    rules.regular_needs[at] = super::Needs::Every(intervals);
                    self.has_more_needs = true;
                }
            }
        }
    }

    /// The intervals of a segment's needs of a type, each as long as it holds.
    fn intervals(&self, segment: usize, journey: usize) -> Vec<Interval> {
        let mut all: Vec<Interval> = Vec::new();
        for (rules, part) in self.course() {
            let super::Needs::Every(intervals) = &rules.segments[segment].needs[journey] else { continue };
            let Some(period) = intervals.first().map(|interval| interval.period) else { continue };
            match all.last_mut().filter(|last| (last.until, last.period) == (part.start, period)) {
                Some(last) => last.until = part.end,
                None => all.push(Interval { from: part.start, until: part.end, period }),
            }
        }
        all
    }
}

/// Rates at which customers are lost by the calendar, and how they differ.
fn losses(market: &Market) -> Vec<(f64, f64)> {
    market.segments.iter().map(|segment| (segment.loss_per_year, segment.loss_cv)).collect()
}

fn per_year(needs: Option<&Needs>) -> f64 {
    needs.and_then(|needs| needs.per_year).unwrap_or(0.0)
}

fn cv(needs: Option<&Needs>) -> f64 {
    needs.and_then(|needs| needs.cv).unwrap_or(0.0)
}

fn rates(needs: Option<&Needs>, laws: &mut Laws) -> Quantiles {
    laws.gamma(per_year(needs) / YEAR as f64, cv(needs))
}

/// Whether customers differ on a day otherwise than they did at the start, in how often they have needs at random.
fn differ_otherwise(first: Option<&Needs>, now: Option<&Needs>) -> bool {
    per_year(first) > 0.0 && per_year(now) > 0.0 && cv(first) != cv(now)
}

fn still_arise(first: Option<&Needs>, now: Option<&Needs>, laws: &mut Laws) -> StillArise {
    if differ_otherwise(first, now) {
        return StillArise::ByCustomer { now: rates(now, laws), first: rates(first, laws) };
    }
    let (first, now) = (per_year(first), per_year(now));
    StillArise::Alike(if now < first { now / first } else { 1.0 })
}

/// The rates at which more needs arise than at the start, and what is to be taken from them.
fn more(first: Option<&Needs>, now: Option<&Needs>, laws: &mut Laws) -> Option<(Quantiles, Option<Quantiles>)> {
    if differ_otherwise(first, now) {
        return Some((rates(now, laws), Some(rates(first, laws))));
    }
    let more = per_year(now) - per_year(first);
    (more > 0.0).then(|| (laws.gamma(more / YEAR as f64, cv(now)), None))
}
