//! How journeys end: what the customer takes away, and what follows.

use super::{MOST_NEEDS, Walk, square};
use crate::engine::agenda::{Agenda, Event, Kind};
use crate::engine::tally::{Ending, fixed};
use crate::model::experience::{self, Ended};
use crate::model::journey::Journey;
use crate::model::rules::Rules;
use crate::scenario::meant;
use crate::scenario::timetable::{Micros, micros};

impl<A: Agenda> Walk<'_, A> {
    /// A journey ends: the customer takes away an experience, may be lost, and something may follow.
    pub(super) fn end_journey(&mut self, slot: usize, ended: Ended, now: Micros) -> Option<Event> {
        let rules = self.rules;
        let journey = &self.journeys[slot];
        let number = journey.customer;
        let x = experience::experience(rules, journey, ended);
        let said = experience::reported(rules, journey, ended, x);
        let money = if ended == Ended::Completed { money(rules, journey) } else { None };
        let lost = self.customer_feels(slot, ended, x, now);
        self.tally.ended(
            rules,
            &self.journeys[slot],
            &Ending { ended, experience: x, reported: said, lost, money },
            now,
        );
        self.let_follow(slot, ended, now);
        self.forget(number, slot);
        None
    }

    /// Updates satisfaction, and decides whether the customer is lost over it; `None` where they were lost before.
    fn customer_feels(&mut self, slot: usize, ended: Ended, x: f64, now: Micros) -> Option<bool> {
        let (rules, journey) = (self.rules, &self.journeys[slot]);
        let luck = self.luck.customer(journey.customer);
        let customer = &mut self.customers[(journey.customer - self.first) as usize];
        let before = customer.satisfaction;
        let after = experience::updated(rules, before, x);
        customer.satisfaction = after;
        if customer.lost {
            return None;
        }
        let lost = experience::is_lost(rules, journey, ended, after, luck);
        customer.lost = lost;
        let (change, squares) = if lost {
            (-fixed(before), -square(before))
        } else {
            (fixed(after) - fixed(before), square(after) - square(before))
        };
        let cell = &mut self.tally.customers[usize::from(customer.segment)];
        cell.satisfaction += change;
        cell.satisfaction_squared += squares;
        cell.lost_before += u64::from(lost && now < rules.warm_up);
        cell.lost += u64::from(lost && now >= rules.warm_up);
        let week = self.tally.week(now);
        week.satisfaction += change;
        week.lost += u64::from(lost);
        Some(lost)
    }

    fn let_follow(&mut self, slot: usize, ended: Ended, now: Micros) {
        let journey = &self.journeys[slot];
        let (number, k, channel) = (journey.customer, journey.id & MOST_NEEDS, usize::from(journey.channel));
        for follower in &self.rules.causes[(journey.id >> 24) as usize].followers {
            let fits = ending_fits(follower.ending, ended) && follower.channel.is_none_or(|wanted| wanted == channel);
            let luck = self.luck.customer(number).journey(self.rules.causes[follower.cause].address, k);
            if fits && luck.follows().falls_below(follower.probability) {
                let at = now.saturating_add(micros(follower.delay.at(luck.delay())));
                if at < self.rules.horizon {
                    self.agenda.push(Event::new(at, Kind::Need, number, (follower.cause as u32) << 24 | k));
                }
            }
        }
    }

    /// A need that was not worth the trouble; an occasion all the same.
    pub(super) fn need_comes_to_nothing(&mut self, slot: usize, now: Micros) -> Option<Event> {
        let number = self.journeys[slot].customer;
        let segment = usize::from(self.journeys[slot].segment);
        self.tally.customers[segment].not_pursued += u64::from(now >= self.rules.warm_up);
        let unmoved = self.customers[(number - self.first) as usize].satisfaction;
        self.customer_feels(slot, Ended::Left, unmoved, now);
        self.forget(number, slot);
        None
    }
}

fn ending_fits(wanted: meant::Ending, ended: Ended) -> bool {
    match wanted {
        meant::Ending::Any => true,
        meant::Ending::Completed => ended == Ended::Completed,
        meant::Ending::Left => ended == Ended::Left,
        meant::Ending::GivenUp => ended >= Ended::GivenUp,
    }
}

/// Value and margin of a completed journey (cents); a better price found elsewhere comes off both.
fn money(rules: &Rules, journey: &Journey) -> Option<(u64, u64)> {
    let value = experience::value_cents(rules, journey)?;
    let discount = if journey.contact.better { rules.conflict.better_discount } else { 0.0 };
    let margin = rules.journeys[usize::from(journey.kind)].margin;
    let part = |share: f64| (value as f64 * share + 0.5) as u64;
    Some((part(1.0 - discount), part((margin - discount).max(0.0))))
}
