//! Which channel a journey turns to, and whether it turns to one at all.

use super::{Walk, bits, schedule};
use crate::chance::maths::ln;
use crate::engine::agenda::{Agenda, Event};
use crate::model::choice::{Choice, Decision, choose};
use crate::model::experience::Ended;
use crate::model::journey::{Arrival, NOWHERE};
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
        match self.decide(slot, open, habit, outside) {
            Choice::Channel(channel) => {
                self.journeys[slot].channel = channel;
                self.enter(slot, Arrival::Chosen, now)
            }
            Choice::Nothing => self.need_comes_to_nothing(slot, now),
        }
    }

    pub(super) fn decide(&mut self, slot: usize, candidates: u16, habit: u8, outside: f64) -> Choice {
        let rules = self.rules;
        let pools = &self.pools;
        let journey = &mut self.journeys[slot];
        let luck = journey.luck.choice(journey.decisions);
        journey.decisions = journey.decisions.saturating_add(1);
        // After a contact has begun, the channel before is that of the contact under way or just ended.
        let before = if journey.contacts > 0 { usize::from(journey.channel) } else { rules.channels.len() };
        let wait = |channel: usize| {
            let channel = &rules.channels[channel];
            match channel.pool {
                Some(pool) if channel.kind != Kind::Messages => {
                    pools[pool].expected_wait(channel.slots, channel.typical_minutes)
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
        let luck = journey.luck.contact(journey.contacts).opening();
        let later = micros(-AFTER_OPENING_MINUTES * ln(1.0 - luck.get()));
        schedule(journey, journey.phase, opening.saturating_add(later))
    }
}
