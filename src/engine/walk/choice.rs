//! Which channel a journey turns to, and whether it turns to one at all.

use super::{Next, World, schedule};
use crate::chance::maths::ln;
use crate::engine::agenda::Agenda;
use crate::engine::tally::Record;
use crate::model::bits;
use crate::model::choice::{Choice, Decision, choose};
use crate::model::experience::Ended;
use crate::model::journey::{Arrival, Customer, Journey};
use crate::model::rules::NOWHERE;
use crate::scenario::timetable::{Micros, micros};

/// Those who find all closed come so long after the next opening, on average (minutes).
const AFTER_OPENING_MINUTES: f64 = 30.0;

impl<A: Agenda, R: Record> World<'_, A, R> {
    /// A contact would start now: choose among what is open, or wait for an opening, or give up.
    pub(super) fn choose_channel(&mut self, customer: &mut Customer, journey: &mut Journey, now: Micros) -> Next {
        let rules = self.rules;
        if let Some(ended) = no_further_contact(journey, now) {
            return self.end_journey(customer, journey, ended, now);
        }
        let possible = journey.possible();
        let open = self.open(possible, now);
        if open == 0 {
            let opening = bits(possible).filter_map(|channel| rules.channels[channel].hours.next_opening(now)).min();
            return match opening {
                Some(opening) => come_after_opening(journey, opening),
                None => self.end_journey(customer, journey, Ended::GivenUp, now),
            };
        }
        let first = journey.contacts == 0;
        let habit = if first { customer.last_channel } else { NOWHERE };
        let outside = if first { rules.outside } else { 0.0 };
        match self.decide(journey, open, habit, outside, NOWHERE) {
            Choice::Channel(channel) => self.arrive(journey, channel, Arrival::Chosen, now),
            Choice::Nothing => self.need_comes_to_nothing(customer, journey, now),
        }
    }

    /// Which of the channels (bits) are open.
    pub(super) fn open(&self, channels: u16, now: Micros) -> u16 {
        let at_times = bits(channels & !self.rules.always_open);
        let open = at_times.filter(|&channel| self.rules.channels[channel].hours.count_at(now) > 0);
        channels & self.rules.always_open | open.map(|channel| 1 << channel).sum::<u16>()
    }

    /// Chooses among the candidates (bits); whoever is in the channel `here` need not wait to stay.
    pub(super) fn decide(
        &mut self,
        journey: &mut Journey,
        candidates: u16,
        habit: u8,
        outside: f64,
        here: u8,
    ) -> Choice {
        let (rules, pools) = (self.rules, &self.pools);
        let luck = journey.luck.choice(journey.decisions);
        journey.decisions = journey.decisions.saturating_add(1);
        let queues = if here == NOWHERE { rules.queues } else { rules.queues & !(1 << here) };
        let decision = Decision { candidates, habit, before: journey.channel, queues, outside, luck };
        choose(rules, journey, &decision, |channel| {
            let rule = &rules.channels[channel];
            rule.pool.map_or(0.0, |pool| pools[pool].expected_wait(rule.slots, rule.typical_minutes))
        })
    }
}

pub(super) fn no_further_contact(journey: &Journey, now: Micros) -> Option<Ended> {
    if journey.contacts >= journey.kind.contact_limit {
        return Some(Ended::CutOff);
    }
    (now - journey.started > journey.kind.give_up).then_some(Ended::GivenUp)
}

#[cold]
pub(super) fn come_after_opening(journey: &mut Journey, opening: Micros) -> Next {
    let luck = journey.luck.contact(journey.contacts).opening(journey.openings_missed);
    journey.openings_missed = journey.openings_missed.saturating_add(1);
    let later = micros(-AFTER_OPENING_MINUTES * ln(1.0 - luck.get()));
    schedule(journey, journey.phase, opening.saturating_add(later))
}
