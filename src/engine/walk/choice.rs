//! Which channel a journey turns to, and whether it turns to one at all.

use super::{Walk, bits, schedule};
use crate::chance::maths::ln;
use crate::engine::agenda::{Agenda, Event};
use crate::model::choice::{Choice, Decision, choose};
use crate::model::experience::Ended;
use crate::model::journey::{Arrival, NOWHERE, row};
use crate::scenario::meant::Kind;
use crate::scenario::timetable::{Micros, micros};

/// Those who find all closed come so long after the next opening, on average (minutes).
const AFTER_OPENING_MINUTES: f64 = 30.0;

impl<A: Agenda> Walk<'_, A> {
    /// A contact would start now: choose among what is open, or wait for an opening, or give up.
    pub(super) fn choose_channel(&mut self, slot: usize, now: Micros) -> Option<Event> {
        let rules = self.rules;
        if let Some(ended) = self.no_further_contact(slot, now) {
            return self.end_journey(slot, ended, now);
        }
        let journey = &self.journeys[slot];
        let possible = journey.possible(rules);
        if possible == 0 {
            return self.end_journey(slot, Ended::GivenUp, now);
        }
        let open = bits(possible)
            .filter(|&channel| rules.channels[channel].hours.count_at(now) > 0)
            .map(|channel| 1 << channel)
            .sum();
        if open == 0 {
            let opening = bits(possible).filter_map(|channel| rules.channels[channel].hours.next_opening(now)).min();
            return match opening {
                Some(opening) => self.come_after_opening(slot, opening),
                None => self.end_journey(slot, Ended::GivenUp, now),
            };
        }
        let first = journey.contacts == 0;
        let habit = if first { self.customers[(journey.customer - self.first) as usize].last_channel } else { NOWHERE };
        let outside = if first { rules.outside } else { 0.0 };
        match self.decide(slot, open, habit, outside, NOWHERE) {
            Choice::Channel(channel) => self.enter(slot, channel, Arrival::Chosen, now),
            Choice::Nothing => self.need_comes_to_nothing(slot, now),
        }
    }

    /// Chooses among the candidates (bits); whoever is in the channel `here` need not wait to stay.
    pub(super) fn decide(&mut self, slot: usize, candidates: u16, habit: u8, outside: f64, here: u8) -> Choice {
        let rules = self.rules;
        let pools = &self.pools;
        let journey = &mut self.journeys[slot];
        let luck = journey.luck.choice(journey.decisions);
        journey.decisions = journey.decisions.saturating_add(1);
        let before = row(rules, journey.channel);
        let wait = |channel: usize| {
            let rule = &rules.channels[channel];
            match rule.pool {
                Some(pool) if rule.kind != Kind::Messages && channel != usize::from(here) => {
                    pools[pool].expected_wait(rule.slots, rule.typical_minutes)
                }
                _ => 0.0,
            }
        };
        choose(rules, journey, &Decision { candidates, habit, before, outside, luck }, wait)
    }

    pub(super) fn no_further_contact(&self, slot: usize, now: Micros) -> Option<Ended> {
        let journey = &self.journeys[slot];
        let kind = &self.rules.journeys[usize::from(journey.kind)];
        if journey.contacts >= kind.contact_limit {
            return Some(Ended::CutOff);
        }
        (now - journey.started > kind.give_up).then_some(Ended::GivenUp)
    }

    pub(super) fn come_after_opening(&mut self, slot: usize, opening: Micros) -> Option<Event> {
        let journey = &mut self.journeys[slot];
        let luck = journey.luck.contact(journey.contacts).opening(journey.openings_missed);
        journey.openings_missed = journey.openings_missed.saturating_add(1);
        let later = micros(-AFTER_OPENING_MINUTES * ln(1.0 - luck.get()));
        schedule(journey, journey.phase, opening.saturating_add(later))
    }
}
