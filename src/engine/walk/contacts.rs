//! Contacts: arriving, being served step by step, failing, being passed on.

use super::mechanisms::Mechanisms;
use super::{Moment, Next, World, followed_to_its_end, schedule, schedule_in_time};
use crate::engine::agenda::Agenda;
use crate::engine::tally::{Fate, Record};
use crate::model::bits;
use crate::model::choice::{Choice, Decision, best_at_step, choose};
use crate::model::contact::{self, AttemptEnd};
use crate::model::experience::{self, Ended, LastStraw};
use crate::model::journey::{Agent, Arrival, ContactEnd, Customer, Journey, Phase};
use crate::model::mechanism::Hook;
use crate::model::rules::{Channel, NOWHERE};
use crate::scenario::timetable::{Micros, micros};

impl<A: Agenda, R: Record, M: Mechanisms> World<'_, A, R, M> {
    /// The customer sets out for the channel that the journey is bound for. Where nobody meets anybody and nothing closes, the
    /// way there is no event.
    #[inline(always)]
    pub(super) fn set_out(&mut self, journey: &mut Journey, at: Moment) -> Next {
        let channel = journey.bound_for;
        let rule = &self.rules.channels[usize::from(channel)];
        let arrives = at.now + rule.access;
        journey.contact.arrived = at.now;
        let meets_nobody = rule.pool.is_none() && self.rules.always_open >> channel & 1 == 1;
        if rule.access == 0 || meets_nobody && arrives < self.known_until {
            let ahead = at.ahead || rule.access > 0;
            return self.arrive(journey, Arrival::Chosen, Moment { now: arrives, ahead });
        }
        schedule(journey, Phase::Arriving(Arrival::Chosen), arrives)
    }

    /// Whoever has set out is there, and finds the channel open or closed; whoever is passed on is expected.
    #[inline(never)]
    pub(super) fn get_there(
        &mut self,
        customer: &mut Customer,
        journey: &mut Journey,
        arrival: Arrival,
        at: Moment,
    ) -> Next {
        if arrival == Arrival::Chosen && self.open(journey.offered() & 1 << journey.bound_for, at.now) == 0 {
            return self.trip_in_vain(customer, journey, at);
        }
        self.arrive(journey, arrival, at)
    }

    fn trip_in_vain(&mut self, customer: &mut Customer, journey: &mut Journey, at: Moment) -> Next {
        let rule = &self.rules.channels[usize::from(journey.bound_for)];
        contact::arrive(rule, journey, Arrival::Chosen, at.now);
        self.record.trip_in_vain(self.rules, journey);
        self.contact_failed(customer, journey, LastStraw::Wait, at)
    }

    /// A contact begins in the channel that the journey is bound for: the customer is served at once, or waits.
    #[inline(always)]
    pub(super) fn arrive(&mut self, journey: &mut Journey, arrival: Arrival, at: Moment) -> Next {
        let rules = self.rules;
        let rule = &rules.channels[usize::from(journey.bound_for)];
        if at.ahead && (rule.pool.is_some() || self.arrival_is_noticed(journey)) {
            return self.wait(journey, Phase::Arriving(arrival), at.now);
        }
        let now = at.now;
        contact::arrive(rule, journey, arrival, now);
        self.record.arrived(rules, journey);
        self.each(Hook::Arrival, |mechanism, scene| mechanism.contact_arrived(scene, journey, now));
        match rule.pool {
            None => {
                if rules.agents_know_cases {
                    journey.served_by = Agent::NOBODY;
                }
                let customer = journey.customer;
                contact::cross_seam(rules, rule, journey, || self.luck_of(customer), now);
                self.serve_alone(rule, journey, now)
            }
            Some(pool) => self.line_up(rule, journey, pool, now),
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
            if journey.looks_around_after_step() || due >= self.known_until || self.is_noticed(journey) {
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
        let known = if M::ANY { journey.contact.known } else { 0.0 };
        let mut end = contact::end_attempt(rule, journey, known, now);
        if M::ANY && end == AttemptEnd::Succeeded {
            end = self.how_it_holds(journey, now);
            if end != AttemptEnd::Succeeded {
                journey.step = step;
            }
        }
        match end {
            AttemptEnd::Left => return Some(ContactEnd::Left),
            AttemptEnd::Failed if journey.is_sent_back() => return self.sent_back(journey, now),
            AttemptEnd::Failed => return Some(ContactEnd::Failed),
            AttemptEnd::Succeeded if journey.kind.basket_step == Some(step) && now < self.rules.horizon => {
                self.fill_basket(journey);
            }
            AttemptEnd::Succeeded => {}
        }
        if usize::from(journey.step) == journey.kind.steps {
            return Some(ContactEnd::Completed);
        }
        let end = self.after_step(journey, now);
        if M::ANY && std::mem::take(&mut journey.sets_aside) && end.is_none() {
            contact::set_aside(journey);
        }
        end
    }

    /// Stays for the step reached, or goes on to it in another channel.
    #[inline(always)]
    fn after_step(&mut self, journey: &mut Journey, now: Micros) -> Option<ContactEnd> {
        let possible = journey.possible();
        if possible == 0 {
            return Some(ContactEnd::Stuck);
        }
        match self.decide(journey, possible, NOWHERE, 0.0, journey.channel, now) {
            Choice::Channel(channel) if channel != journey.channel => {
                journey.bound_for = channel;
                Some(ContactEnd::On)
            }
            _ => None,
        }
    }

    /// Nothing was attempted where the step that is to be done again is not offered; the customer goes back to where it is.
    #[cold]
    fn sent_back(&mut self, journey: &mut Journey, now: Micros) -> Option<ContactEnd> {
        let step = journey.step();
        journey.attempts[step] -= 1;
        self.after_step(journey, now)
    }

    /// A basket is filled; one that was filled before, and lost, will not be ordered.
    fn fill_basket(&mut self, journey: &mut Journey) {
        if journey.basket != NOWHERE {
            self.record.basket(self.rules, journey, Fate::Lost);
        }
        let form = self.rules.forms[usize::from(journey.contact.form)];
        journey.basket = if form.is_assisted() { NOWHERE } else { journey.channel };
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
        if at.now >= self.rules.horizon {
            if end == ContactEnd::Failed && self.transfer(journey, at.now).is_some() {
                self.record.passed_on(self.rules, journey);
            }
            return followed_to_its_end(journey);
        }
        self.each(Hook::Contact, |mechanism, scene| mechanism.contact_ended(scene, journey, end, at.now));
        journey.told = journey.channel;
        customer.last_channel = journey.channel;
        match end {
            // Elsewhere may be closed now, it is entered later.
            ContactEnd::On => self.pause(journey, Phase::Entering, at.now),
            ContactEnd::Failed => self.step_failed(customer, journey, at),
            ContactEnd::Left => self.end_journey(customer, journey, Ended::Left, at),
            ContactEnd::Completed => self.all_done(customer, journey, at),
            ContactEnd::Stuck => self.end_journey(customer, journey, Ended::GivenUp, at),
        }
    }

    #[inline(always)]
    fn all_done(&mut self, customer: &mut Customer, journey: &mut Journey, at: Moment) -> Next {
        if journey.kind.reopens > 0.0 {
            return self.seems_completed(customer, journey, at);
        }
        self.end_journey(customer, journey, Ended::completed(journey), at)
    }

    /// A failed step is passed on, or the contact counts as failed.
    #[inline(always)]
    fn step_failed(&mut self, customer: &mut Customer, journey: &mut Journey, at: Moment) -> Next {
        if let Some((channel, arrival)) = self.transfer(journey, at.now) {
            self.record.passed_on(self.rules, journey);
            journey.bound_for = channel;
            return self.arrive_out_of_line(journey, arrival, at);
        }
        self.contact_failed(customer, journey, LastStraw::Repeat, at)
    }

    #[inline(always)]
    pub(super) fn contact_failed(
        &mut self,
        customer: &mut Customer,
        journey: &mut Journey,
        how: LastStraw,
        at: Moment,
    ) -> Next {
        journey.last_straw = how;
        if experience::gives_up(self.rules, journey, self.luck_of(journey.customer)) {
            return self.end_journey(customer, journey, Ended::GivenUp, at);
        }
        self.pause(journey, Phase::Choosing, at.now)
    }

    /// The pause after a contact, by the rules of the day.
    #[inline(always)]
    fn pause(&self, journey: &mut Journey, then: Phase, now: Micros) -> Next {
        let pause = self.rules.journeys[journey.kind.number].pause.at(journey.contact.luck.pause());
        schedule_in_time(journey, then, now + micros(pause), now)
    }

    /// Whether the channel passes failed steps on.
    #[inline]
    pub(super) fn may_pass_on(&self, journey: &Journey) -> bool {
        self.rules.channels[usize::from(journey.channel)].transfer > 0.0
    }

    /// Where a failed step is passed on to, if it is.
    #[inline]
    fn transfer(&mut self, journey: &Journey, now: Micros) -> Option<(u8, Arrival)> {
        let likely = self.rules.channels[usize::from(journey.channel)].transfer;
        let is_passed_on = self.may_pass_on(journey) && journey.contact.luck.transfer().falls_below(likely);
        if is_passed_on && journey.contacts < journey.kind.contact_limit { self.pass_on(journey, now) } else { None }
    }

    #[cold]
    fn pass_on(&mut self, journey: &Journey, now: Micros) -> Option<(u8, Arrival)> {
        let candidates = self.open(self.accepting(journey), now);
        if candidates == 0 {
            return None;
        }
        let luck = journey.contact.luck;
        let to = if luck.routed_right().falls_below(self.rules.routed_right) {
            best_at_step(journey, candidates)?
        } else {
            self.chosen_target(journey, candidates, now)?
        };
        let seam = &journey.kind.seams[usize::from(journey.channel)][usize::from(to)];
        let warm = luck.warm().falls_below(seam.warm.get());
        Some((to, if warm { Arrival::Warm } else { Arrival::Cold }))
    }

    /// The channels (bits) that a failed step can be passed on to: those that accept transfers, and its own where people
    /// serve, since there another desk may know better.
    fn accepting(&self, journey: &Journey) -> u16 {
        let takes_it = |&channel: &usize| {
            let rule = &self.rules.channels[channel];
            rule.accepts_transfers && (rule.assisted || channel != usize::from(journey.channel))
        };
        bits(journey.possible()).filter(takes_it).map(|channel| 1 << channel).sum()
    }

    /// The channel that a customer is passed on to by choice, waits included.
    fn chosen_target(&mut self, journey: &Journey, candidates: u16, now: Micros) -> Option<u8> {
        let decision = Decision {
            candidates,
            habit: NOWHERE,
            before: journey.channel,
            queues: self.rules.queues,
            outside: 0.0,
            factors: self.factors(journey, candidates, now),
            luck: journey.contact.luck.misrouted(),
        };
        match choose(self.rules, journey, &decision, |channel| self.expected_wait(journey, channel, NOWHERE)) {
            Choice::Channel(channel) => Some(channel),
            Choice::Nothing => None,
        }
    }
}
