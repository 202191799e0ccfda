//! Contacts: arriving, being served step by step, failing, being passed on.

use super::choice::{come_after_opening, no_further_contact};
use super::{Next, World, schedule};
use crate::engine::agenda::Agenda;
use crate::engine::tally::Record;
use crate::model::bits;
use crate::model::choice::{Choice, Decision, best_at_step, choose};
use crate::model::contact::{self, AttemptEnd};
use crate::model::experience::{self, Ended};
use crate::model::journey::{Arrival, Customer, Journey, Phase};
use crate::model::rules::NOWHERE;
use crate::scenario::timetable::{Micros, micros};

impl<A: Agenda, R: Record> World<'_, A, R> {
    /// Enters a channel chosen before a pause, if a further contact is begun at all and the channel is open.
    pub(super) fn enter(&mut self, customer: &mut Customer, journey: &mut Journey, channel: u8, now: Micros) -> Next {
        if let Some(ended) = no_further_contact(journey, now) {
            return self.end_journey(customer, journey, ended, now);
        }
        if self.open(1 << channel, now) == 0 {
            return match self.rules.channels[usize::from(channel)].hours.next_opening(now) {
                Some(opening) => come_after_opening(journey, opening),
                None => self.end_journey(customer, journey, Ended::GivenUp, now),
            };
        }
        self.arrive(journey, channel, Arrival::Chosen, now)
    }

    /// A contact begins: the customer is served at once, or waits.
    pub(super) fn arrive(&mut self, journey: &mut Journey, channel: u8, arrival: Arrival, now: Micros) -> Next {
        let rules = self.rules;
        let rule = &rules.channels[usize::from(channel)];
        contact::arrive(rules, journey, channel, arrival, now);
        self.record.arrived(rules, journey);
        match rule.pool {
            None => {
                let work = self.begin_service(journey, now);
                schedule(journey, Phase::Served, now.saturating_add(work))
            }
            Some(pool) => match self.pools[pool].free_on_arrival(rule.slots) {
                Some(agent) => self.serve_by(journey, pool, agent, now),
                None => self.wait_in_line(journey, pool, now),
            },
        }
    }

    /// Begins service; returns the work of the first attempt.
    #[inline(always)]
    pub(super) fn begin_service(&mut self, journey: &mut Journey, now: Micros) -> Micros {
        let seam = contact::cross_seam(self.rules, journey, now);
        self.record.crossed(self.rules, journey, seam);
        contact::begin_attempt(journey)
    }

    /// The attempt under way ends; `Ok` is the work of the next attempt in the same contact, `Err` what becomes of the
    /// journey after the contact.
    #[inline(always)]
    pub(super) fn attempt_ends(
        &mut self,
        customer: &mut Customer,
        journey: &mut Journey,
        now: Micros,
    ) -> Result<Micros, Next> {
        let rules = self.rules;
        let step = journey.step;
        let ended = match contact::end_attempt(rules, journey, now) {
            AttemptEnd::Failed => return Err(self.step_failed(customer, journey, now)),
            AttemptEnd::Left => Ended::Left,
            AttemptEnd::Succeeded => {
                self.record.step_done(rules, journey, step);
                if usize::from(journey.step) < journey.kind.steps {
                    return self.step_succeeded(customer, journey, now);
                }
                Ended::Completed
            }
        };
        self.end_contact(customer, journey);
        Err(self.end_journey(customer, journey, ended, now))
    }

    /// On to the next step: here, or elsewhere after a pause. Elsewhere may be closed now, it is entered later.
    #[inline(always)]
    fn step_succeeded(&mut self, customer: &mut Customer, journey: &mut Journey, now: Micros) -> Result<Micros, Next> {
        let possible = journey.possible();
        if possible == 0 {
            self.end_contact(customer, journey);
            return Err(self.end_journey(customer, journey, Ended::GivenUp, now));
        }
        let here = journey.channel;
        match self.decide(journey, possible, NOWHERE, 0.0, here) {
            Choice::Channel(channel) if channel != here => {
                self.end_contact(customer, journey);
                Err(pause(journey, Phase::Entering(channel), now))
            }
            _ => Ok(contact::begin_attempt(journey)),
        }
    }

    /// A failed step ends the contact: it is passed on, or counts as failed.
    fn step_failed(&mut self, customer: &mut Customer, journey: &mut Journey, now: Micros) -> Next {
        self.end_contact(customer, journey);
        if let Some((channel, arrival)) = self.transfer(journey, now) {
            self.record.passed_on(self.rules, journey);
            return schedule(journey, Phase::Transferred(channel, arrival), now);
        }
        self.contact_failed(customer, journey, now)
    }

    #[inline(always)]
    pub(super) fn contact_failed(&mut self, customer: &mut Customer, journey: &mut Journey, now: Micros) -> Next {
        if experience::gives_up(self.rules, journey, self.luck.customer(journey.customer)) {
            return self.end_journey(customer, journey, Ended::GivenUp, now);
        }
        pause(journey, Phase::Choosing, now)
    }

    /// Where a failed step is passed on to, if it is.
    #[inline]
    fn transfer(&self, journey: &Journey, now: Micros) -> Option<(u8, Arrival)> {
        let likely = self.rules.channels[usize::from(journey.channel)].transfer;
        let is_passed_on = likely > 0.0 && journey.contact.luck.transfer().falls_below(likely);
        if is_passed_on && journey.contacts < journey.kind.contact_limit { self.pass_on(journey, now) } else { None }
    }

    fn pass_on(&self, journey: &Journey, now: Micros) -> Option<(u8, Arrival)> {
        let rules = self.rules;
        let here = usize::from(journey.channel);
        let luck = journey.contact.luck;
        let kind = journey.kind;
        let takes_it = |channel: usize| channel == here || rules.channels[channel].accepts_transfers;
        let candidates: u16 =
            bits(journey.possible()).filter(|&channel| takes_it(channel)).map(|channel| 1 << channel).sum();
        if candidates == 0 {
            return None;
        }
        let to = if luck.routed_right().falls_below(rules.routed_right) {
            best_at_step(journey, candidates)?
        } else {
            let decision = Decision {
                candidates,
                habit: NOWHERE,
                before: journey.channel,
                queues: 0,
                outside: 0.0,
                luck: luck.misrouted(),
            };
            match choose(rules, journey, &decision, |_| 0.0) {
                Choice::Channel(channel) => channel,
                Choice::Nothing => return None,
            }
        };
        let is_open = rules.channels[usize::from(to)].hours.count_at(now) > 0;
        let warm = luck.warm().falls_below(kind.seams[here][usize::from(to)].warm.get());
        is_open.then_some((to, if warm { Arrival::Warm } else { Arrival::Cold }))
    }

    fn end_contact(&mut self, customer: &mut Customer, journey: &mut Journey) {
        self.record.served(self.rules, journey);
        journey.told = journey.channel;
        customer.last_channel = journey.channel;
    }
}

fn pause(journey: &mut Journey, then: Phase, now: Micros) -> Next {
    let pause = journey.kind.pause.at(journey.contact.luck.pause());
    schedule(journey, then, now.saturating_add(micros(pause)))
}
