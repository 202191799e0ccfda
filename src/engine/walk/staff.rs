//! Where customers meet: queues, agents at work, shifts.

use super::mechanisms::Mechanisms;
use super::{Moment, Next, Walk, World, followed_to_its_end};
use crate::engine::agenda::{Agenda, Event, Kind};
use crate::engine::pool::{For, Place};
use crate::engine::tally::{AfterContact, Record, WaitEnd};
use crate::mistakes::Mistake::{PriorityIgnored, RedialAlways};
use crate::mistakes::is_made;
use crate::model::contact;
use crate::model::experience::{self, Ended, LastStraw};
use crate::model::journey::{Arrival, Customer, Journey, Phase};
use crate::model::mechanism::{Hook, Orphan};
use crate::model::rules::Channel;
use crate::scenario::meant;
use crate::scenario::timetable::{Micros, NEVER, micros};

impl<A: Agenda, R: Record, M: Mechanisms> World<'_, A, R, M> {
    pub(super) fn place(&self, journey: &Journey, pool: usize) -> Place {
        self.place_of(journey, pool, journey.contact.form, (journey.contact.since, journey.contacts))
    }

    /// The place of one of a journey's contacts, or of a message beside, by what its channel was, since when it counts and
    /// its number.
    pub(super) fn place_of(&self, journey: &Journey, pool: usize, form: u8, (since, contact): (Micros, u16)) -> Place {
        let form = self.rules.forms[usize::from(form)];
        Place {
            rank: self.rank(pool, journey.kind.number, form.channel),
            message: form.kind == meant::Kind::Messages,
            since,
            customer: journey.customer,
            id: journey.id,
            contact,
        }
    }

    /// The rank of a journey type's contacts in a channel, in the line of a pool.
    pub(super) fn rank(&self, pool: usize, journey: usize, channel: usize) -> u8 {
        if is_made(PriorityIgnored) { 0 } else { self.rules.pools[pool].ranks[journey][channel] }
    }

    /// Begins service by an agent of a pool.
    pub(super) fn serve_by(&mut self, journey: &mut Journey, pool: usize, agent: usize, now: Micros) -> Next {
        let rule = &self.rules.channels[usize::from(journey.channel)];
        let waited = contact::stop_waiting(rule, journey, now);
        self.record.waited(self.rules, journey, waited, WaitEnd::Served);
        let customer = journey.customer;
        if self.rules.agents_know_cases {
            self.meet(rule, journey, pool, agent);
        }
        contact::cross_seam(self.rules, rule, journey, || self.luck_of(customer), now);
        let work = contact::begin_attempt(journey);
        (journey.phase, journey.due) = (Phase::Served, NEVER);
        let owner = For::Journey { customer: journey.customer, id: journey.id };
        let demand = self.rules.demand(journey.contact.form.into());
        let due = self.pools[pool].begin(agent, owner, work, demand, now);
        self.schedule_work(pool, agent, due);
        Next::Waits
    }

    /// A contact comes to a pool's line, and is served at once if it is the first and an agent is free.
    pub(super) fn line_up(&mut self, rule: &Channel, journey: &mut Journey, pool: usize, now: Micros) -> Next {
        if let Some(agent) = self.agent_who_knows(rule, journey, pool, journey.told)
            && journey.contact.arrival == Arrival::Chosen
        {
            return self.line_up_for(agent, rule, journey, pool, now);
        }
        // What was sent beside it at this moment may come before it: then the line decides.
        let is_settled = !M::ANY || !self.unsettled.contains(&pool);
        let free = || self.pools[pool].free_on_arrival(|| self.place(journey, pool), rule.demand());
        if let Some(agent) = is_settled.then(free).flatten() {
            return self.serve_by(journey, pool, agent, now);
        }
        let place = self.place(journey, pool);
        self.pools[pool].queue(usize::from(rule.form), place);
        self.wait(journey, Phase::Waiting, out_of_patience(rule, journey))
    }

    pub(super) fn hang_up(&mut self, customer: &mut Customer, journey: &mut Journey, at: Moment) -> Next {
        let now = at.now;
        let rules = self.rules;
        let channel = usize::from(journey.channel);
        if let Some(pool) = rules.channels[channel].pool {
            let place = self.place(journey, pool);
            if place.message {
                if rules.agents_know_cases {
                    self.let_anybody_take(pool, place);
                }
                let attempt = contact::begin_attempt(journey);
                self.pools[pool].orphan(place, attempt + rules.channels[channel].after_contact);
                self.is_orphaned(journey, now);
            } else {
                self.pools[pool].leave_queue(journey.contact.form.into(), &place);
                self.unsettled.push(pool);
            }
        }
        self.stop_waiting_unserved(journey, now, WaitEnd::HungUp);
        if now >= rules.horizon {
            return followed_to_its_end(journey);
        }
        if journey.contact.luck.retry().falls_below(journey.kind.typed.retry) || is_made(RedialAlways) {
            return self.contact_failed(customer, journey, LastStraw::Wait, at);
        }
        experience::gives_up(rules, journey, self.luck_of(journey.customer));
        self.end_journey(customer, journey, Ended::GivenUp, at)
    }

    /// Nobody waits for the message at hand any more.
    fn is_orphaned(&mut self, journey: &Journey, now: Micros) {
        self.record.orphaned(self.rules, journey.channel, now);
        if now < self.rules.horizon {
            let (channel, form) = (journey.channel, journey.contact.form);
            let orphan = Orphan { channel, form, number: journey.contacts, since: journey.contact.since, arose: now };
            self.each(Hook::Orphan, |mechanism, scene| mechanism.orphan_arose(scene, journey, orphan));
        }
    }

    pub(super) fn turned_away(&mut self, customer: &mut Customer, journey: &mut Journey, at: Moment) -> Next {
        self.stop_waiting_unserved(journey, at.now, WaitEnd::TurnedAway);
        if at.now >= self.rules.horizon {
            return followed_to_its_end(journey);
        }
        self.contact_failed(customer, journey, LastStraw::Wait, at)
    }

    fn stop_waiting_unserved(&mut self, journey: &mut Journey, now: Micros, why: WaitEnd) {
        let waited = contact::stop_waiting(&self.rules.channels[usize::from(journey.channel)], journey, now);
        self.record.waited(self.rules, journey, waited, why);
    }

    fn end_service(&mut self, pool: usize, agent: usize, owner: For, channel: usize, next: For, now: Micros) {
        let after = self.rules.channels[channel].after_contact;
        if after > 0 {
            let due = self.pools[pool].go_on(agent, owner, next, after, now);
            self.schedule_work(pool, agent, due);
        } else {
            self.end_work(pool, agent, owner, now);
        }
    }

    fn end_work(&mut self, pool: usize, agent: usize, owner: For, now: Micros) {
        if let Some(due) = self.pools[pool].end(agent, owner, now) {
            self.schedule_work(pool, agent, due);
        }
    }

    pub(super) fn schedule_shift(&mut self, pool: usize, now: Micros) {
        if let Some(at) = self.rules.pools[pool].timetable.next_change(now).filter(|&at| at < self.rules.followed_until)
        {
            self.agenda.push(Event::new(at, Kind::Shift, pool as u32, self.changes as u32));
        }
    }

    pub(super) fn schedule_work(&mut self, pool: usize, agent: usize, due: Micros) {
        if due < self.rules.followed_until {
            self.agenda.push(Event::new(due, Kind::Work, pool as u32, agent as u32));
        }
    }
}

/// When somebody who has arrived will wait no longer.
#[inline(always)]
pub(super) fn out_of_patience(rule: &Channel, journey: &Journey) -> Micros {
    journey.contact.arrived + micros(rule.patience.at(journey.contact.luck.patience()))
}

impl<A: Agenda, R: Record, M: Mechanisms> Walk<'_, A, R, M> {
    /// An agent finishes a piece of work, unless others have delayed it in the meantime.
    pub(super) fn work_ends(&mut self, pool: usize, agent: usize, now: Micros) {
        let Some(owner) = self.world.pools[pool].finished(agent, now) else { return };
        match owner {
            For::Nobody => self.world.end_work(pool, agent, owner, now),
            For::AfterContact(after) => {
                self.world.record.worked_after(self.world.rules, after, now);
                self.world.end_work(pool, agent, owner, now);
            }
            For::Journey { customer, id } => {
                let slot = self.find(customer, id).expect("a journey in service is open");
                let (world, journey) = (&mut self.world, &mut self.journeys[slot]);
                let channel = usize::from(journey.channel);
                if let Some(end) = world.attempt_ends(&world.rules.channels[channel], journey, now) {
                    // Whoever is passed on stands in the next line before the agent who passed them on is free again.
                    journey.phase = Phase::Leaving(end);
                    let after = AfterContact::of(world.rules, journey, now).map_or(For::Nobody, For::AfterContact);
                    self.carry_on(slot, now);
                    self.world.end_service(pool, agent, owner, channel, after, now);
                } else {
                    let work = contact::begin_attempt(journey);
                    let due = world.pools[pool].go_on(agent, owner, owner, work, now);
                    world.schedule_work(pool, agent, due);
                }
            }
        }
        self.take_from_line(pool, now);
    }

    /// Settles a pool after a change: free agents take whom they can.
    pub(super) fn take_from_line(&mut self, pool: usize, now: Micros) {
        let rules = self.world.rules;
        while let Some((agent, form, place)) = self.world.pools[pool].next_match(|form| rules.demand(form)) {
            if let Some(work) = self.world.pools[pool].take_orphan(&place) {
                self.world.record.orphan_begun(rules, rules.forms[form].channel as u8, work, now);
                let due = self.world.pools[pool].begin(agent, For::Nobody, work, rules.demand(form), now);
                self.world.schedule_work(pool, agent, due);
            } else {
                let slot = self.find(place.customer, place.id).expect("a journey in a queue is open");
                debug_assert_eq!(usize::from(self.journeys[slot].contact.form), form);
                self.world.serve_by(&mut self.journeys[slot], pool, agent, now);
            }
        }
    }

    /// Those who wait in person in a pool's line for one of these channels have to go.
    pub(super) fn turn_away(&mut self, pool: usize, from: impl Fn(usize) -> bool, now: Micros) {
        let forms = &self.world.rules.forms;
        for place in self.world.pools[pool].turn_away(|form| from(forms[form].channel)) {
            let slot = self.find(place.customer, place.id).expect("a journey in a queue is open");
            self.journeys[slot].phase = Phase::TurnedAway;
            self.carry_on(slot, now);
        }
    }

    pub(super) fn shift_changes(&mut self, pool: usize, now: Micros) {
        self.world.pools[pool].change_shift(now);
        if !self.world.pools[pool].is_staffed() {
            self.turn_away(pool, |_| true, now);
        }
        self.take_from_line(pool, now);
        self.world.schedule_shift(pool, now);
    }
}
