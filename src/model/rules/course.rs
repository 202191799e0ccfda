//! The rules of a market that changes in the course of a run.

use super::{Later, MoreNeeds, Rules};
use crate::chance::Laws;
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
            rules.let_fewer_arise(market, &next.market);
            first.let_more_arise((from, until), market, &next.market, laws);
            first.later.push(Later { from, rules });
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
        let agree = |rules: &mut Self| {
            rules.counted_until = counted_until;
            rules.agents_know_cases = agents_know_cases;
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
    fn let_fewer_arise(&mut self, first: &Market, now: &Market) {
        for ((rules, first), now) in self.segments.iter_mut().zip(&first.segments).zip(&now.segments) {
            let share = |(first, now): (&Option<Needs>, &Option<Needs>)| share(first.as_ref(), now.as_ref());
            rules.still_arise = first.needs.iter().zip(&now.needs).map(share).collect();
            self.has_fewer_needs |= rules.still_arise.iter().any(|&share| share < 1.0);
        }
    }

    /// Beyond those, so many arise in a span of time.
    fn let_more_arise(&mut self, (from, until): (Micros, Micros), first: &Market, now: &Market, laws: &mut Laws) {
        for ((rules, first), now) in self.segments.iter_mut().zip(&first.segments).zip(&now.segments) {
            rules.more_needs.resize(first.needs.len(), Vec::new());
            for ((spans, first), now) in rules.more_needs.iter_mut().zip(&first.needs).zip(&now.needs) {
                let more = (per_year(now.as_ref()) - per_year(first.as_ref())).max(0.0);
                if more > 0.0 {
                    let cv = now.and_then(|needs| needs.cv).unwrap_or(0.0);
                    spans.push(MoreNeeds { from, until, rates: laws.gamma(more / YEAR as f64, cv) });
                    self.has_more_needs = true;
                }
            }
        }
    }
}

/// Rates at which customers are lost by the calendar, and how they differ.
fn losses(market: &Market) -> Vec<(f64, f64)> {
    market.segments.iter().map(|segment| (segment.loss_per_year, segment.loss_cv)).collect()
}

fn per_year(needs: Option<&Needs>) -> f64 {
    needs.and_then(|needs| needs.per_year).unwrap_or(0.0)
}

fn share(first: Option<&Needs>, now: Option<&Needs>) -> f64 {
    let (first, now) = (per_year(first), per_year(now));
    if now < first { now / first } else { 1.0 }
}
