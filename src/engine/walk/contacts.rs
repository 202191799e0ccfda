//! Contacts: arriving, being served step by step, failing, being passed on.

use super::{Moment, Next, World, schedule};
use crate::engine::agenda::Agenda;
use crate::engine::tally::Record;
use crate::model::bits;
use crate::model::choice::{Choice, Decision, best_at_step, choose};
use crate::model::contact::{self, AttemptEnd};
use crate::model::experience::{self, Ended};
use crate::model::journey::{Arrival, ContactEnd, Customer, Journey, Phase};
use crate::model::rules::{Channel, NOWHERE};
use crate::scenario::timetable::{Micros, micros};

impl<A: Agenda, R: Record> World<'_, A, R> {
    /// A contact begins in the channel that the journey is bound for: the customer is served at once, or waits.
    #[inline(always)]
    pub(super) fn arrive(&mut self, journey: &mut Journey, arrival: Arrival, at: Moment) -> Next {
        let rules = self.rules;
        let rule = &rules.channels[usize::from(journey.bound_for)];
        if at.ahead && rule.pool.is_some() {
            return self.wait(journey, Phase::Arriving(arrival), at.now);
        }
        let now = at.now;
        contact::arrive(rule, journey, arrival, now);
        self.record.arrived(rules, journey);
        match rule.pool {
            None => {
                contact::cross_seam(rule, journey, now);
                self.serve_alone(rule, journey, now)
            }
            Some(pool) => match self.pools[pool].free_on_arrival(rule.slots) {
                Some(agent) => self.serve_by(journey, pool, agent, now),
                None => self.wait_in_line(journey, pool, now),
            },
        }
    }

    /// The same out of line, where it is not the rule.
    #[inline(never)]
    pub(super) fn arrive_out_of_line(&mut self, journey: &mut Journey, arrival: Arrival, at: Moment) -> Next {
        self.arrive(journey, arrival, at)
    }

    /// Serves attempt by attempt where nobody is needed to serve. What happens within such a contact touches nobody else,
    /// and is seen through at once up to its end, unless the choice after a step looks at queues.
    #[inline(always)]
    pub(super) fn serve_alone(&mut self, rule: &Channel, journey: &mut Journey, mut now: Micros) -> Next {
        loop {
            let due = now + contact::begin_attempt(journey);
            if journey.looks_at_queues_after_step() || due >= self.rules.horizon {
                return schedule(journey, Phase::Served, due);
            }
            if let Some(end) = self.attempt_ends(rule, journey, due) {
                return schedule(journey, Phase::Leaving(end), due);
            }
            now = due;
        }
    }

    /// An attempt ends where nobody is needed to serve; out of line, since few are waited for.
    #[inline(never)]
    pub(super) fn attempt_ends_alone(&mut self, customer: &mut Customer, journey: &mut Journey, at: Moment) -> Next {
        let rule = &self.rules.channels[usize::from(journey.channel)];
        match self.attempt_ends(rule, journey, at.now) {
            None => self.serve_alone(rule, journey, at.now),
            Some(end) => self.contact_ends(customer, journey, end, at),
        }
    }

    /// The attempt under way ends; tells how the contact ends, if it does.
    #[inline(always)]
    pub(super) fn attempt_ends(&mut self, rule: &Channel, journey: &mut Journey, now: Micros) -> Option<ContactEnd> {
        let step = journey.step;
        match contact::end_attempt(rule, journey, now) {
            AttemptEnd::Left => return Some(ContactEnd::Left),
            AttemptEnd::Failed => return Some(ContactEnd::Failed),
            AttemptEnd::Succeeded => self.record.step_done(self.rules, journey, step),
        }
        if usize::from(journey.step) == journey.kind.steps {
            return Some(ContactEnd::Completed);
        }
        let possible = journey.possible();
        if possible == 0 {
            return Some(ContactEnd::Stuck);
        }
        match self.decide(journey, possible, NOWHERE, 0.0, journey.channel) {
            Choice::Channel(channel) if channel != journey.channel => {
                journey.bound_for = channel;
                Some(ContactEnd::On)
            }
            _ => None,
        }
    }

    /// A contact has been served to its end.
    #[inline(always)]
    pub(super) fn contact_ends(
        &mut self,
        customer: &mut Customer,
        journey: &mut Journey,
        end: ContactEnd,
        at: Moment,
    ) -> Next {
        self.record.served(self.rules, journey, end);
        journey.told = journey.channel;
        customer.last_channel = journey.channel;
        let ended = match end {
            // Elsewhere may be closed now, it is entered later.
            ContactEnd::On => return pause(journey, Phase::Entering, at.now),
            ContactEnd::Failed => return self.step_failed(customer, journey, at),
            ContactEnd::Left => Ended::Left,
            ContactEnd::Completed => Ended::completed(journey),
            ContactEnd::Stuck => Ended::GivenUp,
        };
        self.end_journey(customer, journey, ended, at)
    }

    /// A failed step is passed on, or the contact counts as failed.
    #[inline(always)]
    fn step_failed(&mut self, customer: &mut Customer, journey: &mut Journey, at: Moment) -> Next {
        if let Some((channel, arrival)) = self.transfer(journey, at.now) {
            self.record.passed_on(self.rules, journey);
            journey.bound_for = channel;
            return self.arrive_out_of_line(journey, arrival, at);
        }
        self.contact_failed(customer, journey, at)
    }

    #[inline(always)]
    pub(super) fn contact_failed(&mut self, customer: &mut Customer, journey: &mut Journey, at: Moment) -> Next {
        if experience::gives_up(self.rules, journey, self.luck_of(journey.customer)) {
            return self.end_journey(customer, journey, Ended::GivenUp, at);
        }
        pause(journey, Phase::Choosing, at.now)
    }

    /// Where a failed step is passed on to, if it is.
    #[inline]
    fn transfer(&self, journey: &Journey, now: Micros) -> Option<(u8, Arrival)> {
        let likely = self.rules.channels[usize::from(journey.channel)].transfer;
        let is_passed_on = likely > 0.0 && journey.contact.luck.transfer().falls_below(likely);
        if is_passed_on && journey.contacts < journey.kind.contact_limit { self.pass_on(journey, now) } else { None }
    }

    #[cold]
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
}

#[inline(always)]
fn pause(journey: &mut Journey, then: Phase, now: Micros) -> Next {
    let pause = journey.kind.pause.at(journey.contact.luck.pause());
    schedule(journey, then, now + micros(pause))
}
