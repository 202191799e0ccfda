//! Contacts: arriving, being served step by step, failing, being passed on.

use super::{Walk, bits, schedule};
use crate::engine::agenda::{Agenda, Event};
use crate::model::choice::{Choice, Decision, best_at_step, choose};
use crate::model::contact::{self, AttemptEnd};
use crate::model::experience::{self, Ended};
use crate::model::journey::{Arrival, NOWHERE, Phase};
use crate::scenario::timetable::{Micros, micros};

impl<A: Agenda> Walk<'_, A> {
    /// Enters a channel, if a further contact is begun at all and the channel is open.
    pub(super) fn enter(&mut self, slot: usize, channel: u8, arrival: Arrival, now: Micros) -> Option<Event> {
        let rules = self.rules;
        let rule = &rules.channels[usize::from(channel)];
        if arrival == Arrival::Chosen {
            if let Some(ended) = self.no_further_contact(slot, now) {
                return self.end_journey(slot, ended, now);
            }
            if rule.hours.count_at(now) == 0 {
                self.journeys[slot].phase = Phase::Entering(channel, arrival);
                return match rule.hours.next_opening(now) {
                    Some(opening) => self.come_after_opening(slot, opening),
                    None => self.end_journey(slot, Ended::GivenUp, now),
                };
            }
        }
        let journey = &mut self.journeys[slot];
        contact::arrive(rules, journey, channel, arrival, now);
        self.tally.arrived(rules, journey);
        match rule.pool {
            None => self.serve(slot, now),
            Some(pool) => match self.pools[pool].free_on_arrival(rule.slots) {
                Some(agent) => {
                    self.serve_by(slot, pool, agent, now);
                    None
                }
                None => self.wait_in_line(slot, pool, now),
            },
        }
    }

    /// Begins service; returns when the first attempt ends.
    fn serve(&mut self, slot: usize, now: Micros) -> Option<Event> {
        let work = self.begin_service(slot, now);
        schedule(&mut self.journeys[slot], Phase::Served, now.saturating_add(work))
    }

    pub(super) fn begin_service(&mut self, slot: usize, now: Micros) -> Micros {
        let (rules, journey) = (self.rules, &mut self.journeys[slot]);
        if rules.channels[usize::from(journey.channel)].pool.is_some() {
            let waited = contact::stop_waiting(rules, journey, now);
            self.tally.waited(rules, journey, waited, true);
        }
        let seam = contact::cross_seam(rules, journey, now);
        self.tally.crossed(rules, journey, seam);
        contact::begin_attempt(rules, journey)
    }

    /// The attempt under way ends; `Ok` is the work of the next attempt in the same contact, `Err` what the journey
    /// does after the contact.
    pub(super) fn attempt_ends(&mut self, slot: usize, now: Micros) -> Result<Micros, Option<Event>> {
        let rules = self.rules;
        let journey = &mut self.journeys[slot];
        let (kind, step, channel) =
            (usize::from(journey.kind), usize::from(journey.step), usize::from(journey.channel));
        let end = contact::end_attempt(rules, journey, now);
        if journey.contact.arrived >= rules.warm_up {
            self.tally.steps_done[kind][step][channel] += u64::from(end == AttemptEnd::Succeeded);
        }
        match end {
            AttemptEnd::Left => Err(self.contact_ends_journey(slot, Ended::Left, now)),
            AttemptEnd::Failed => Err(self.step_failed(slot, now)),
            AttemptEnd::Succeeded if usize::from(self.journeys[slot].step) == rules.journeys[kind].steps => {
                Err(self.contact_ends_journey(slot, Ended::Completed, now))
            }
            AttemptEnd::Succeeded => self.step_succeeded(slot, now),
        }
    }

    fn contact_ends_journey(&mut self, slot: usize, ended: Ended, now: Micros) -> Option<Event> {
        self.end_contact(slot);
        self.end_journey(slot, ended, now)
    }

    /// On to the next step: here, or elsewhere after a pause. Elsewhere may be closed now, it is entered later.
    fn step_succeeded(&mut self, slot: usize, now: Micros) -> Result<Micros, Option<Event>> {
        let possible = self.journeys[slot].possible(self.rules);
        if possible == 0 {
            return Err(self.contact_ends_journey(slot, Ended::GivenUp, now));
        }
        let here = self.journeys[slot].channel;
        match self.decide(slot, possible, NOWHERE, 0.0, here) {
            Choice::Channel(channel) if channel != here => {
                self.end_contact(slot);
                Err(self.pause(slot, Phase::Entering(channel, Arrival::Chosen), now))
            }
            _ => Ok(contact::begin_attempt(self.rules, &self.journeys[slot])),
        }
    }

    /// A failed step ends the contact: it is passed on, or counts as failed.
    fn step_failed(&mut self, slot: usize, now: Micros) -> Option<Event> {
        self.end_contact(slot);
        if let Some((channel, arrival)) = self.transfer(slot, now) {
            let journey = &mut self.journeys[slot];
            self.tally.passed_on(self.rules, journey);
            return schedule(journey, Phase::Entering(channel, arrival), now);
        }
        self.contact_failed(slot, now)
    }

    pub(super) fn contact_failed(&mut self, slot: usize, now: Micros) -> Option<Event> {
        let luck = self.luck.customer(self.journeys[slot].customer);
        if experience::gives_up(self.rules, &mut self.journeys[slot], luck) {
            return self.end_journey(slot, Ended::GivenUp, now);
        }
        self.pause(slot, Phase::Choosing, now)
    }

    fn pause(&mut self, slot: usize, then: Phase, now: Micros) -> Option<Event> {
        let journey = &mut self.journeys[slot];
        let pause = self.rules.journeys[usize::from(journey.kind)].pause.at(journey.contact.luck.pause());
        schedule(journey, then, now.saturating_add(micros(pause)))
    }

    /// Where a failed step is passed on to, if it is.
    fn transfer(&mut self, slot: usize, now: Micros) -> Option<(u8, Arrival)> {
        let rules = self.rules;
        let journey = &self.journeys[slot];
        let here = usize::from(journey.channel);
        let luck = journey.contact.luck;
        let kind = &rules.journeys[usize::from(journey.kind)];
        if journey.contacts >= kind.contact_limit || !luck.transfer().falls_below(rules.channels[here].transfer) {
            return None;
        }
        let takes_it = |channel: usize| channel == here || rules.channels[channel].accepts_transfers;
        let candidates: u16 =
            bits(journey.possible(rules)).filter(|&channel| takes_it(channel)).map(|channel| 1 << channel).sum();
        if candidates == 0 {
            return None;
        }
        let to = if luck.routed_right().falls_below(rules.routed_right) {
            best_at_step(rules, journey, candidates)?
        } else {
            let decision = Decision { candidates, habit: NOWHERE, before: here, outside: 0.0, luck: luck.misrouted() };
            match choose(rules, journey, &decision, |_| 0.0) {
                Choice::Channel(channel) => channel,
                Choice::Nothing => return None,
            }
        };
        let is_open = rules.channels[usize::from(to)].hours.count_at(now) > 0;
        let warm = luck.warm().falls_below(kind.seams[here][usize::from(to)].warm.get());
        is_open.then_some((to, if warm { Arrival::Warm } else { Arrival::Cold }))
    }

    fn end_contact(&mut self, slot: usize) {
        let journey = &mut self.journeys[slot];
        self.tally.served(self.rules, journey);
        journey.told = journey.channel;
        let (number, channel) = (journey.customer, journey.channel);
        self.customer(number).last_channel = channel;
    }

    /// After an attempt without a pool: the next attempt, or what comes after the contact.
    pub(super) fn serve_on(&mut self, slot: usize, more: Result<Micros, Option<Event>>, now: Micros) -> Option<Event> {
        match more {
            Ok(work) => schedule(&mut self.journeys[slot], Phase::Served, now.saturating_add(work)),
            Err(next) => next,
        }
    }
}
