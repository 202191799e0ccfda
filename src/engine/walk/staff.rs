//! Where customers meet: queues, agents at work, shifts.

use super::{Walk, schedule};
use crate::engine::agenda::{Agenda, Event, Kind};
use crate::engine::pool::{For, Place};
use crate::engine::tally::Contacts;
use crate::model::contact;
use crate::model::experience::{self, Ended};
use crate::model::journey::{Arrival, Phase};
use crate::scenario::meant;
use crate::scenario::timetable::{Micros, micros};

impl<A: Agenda> Walk<'_, A> {
    fn place(&self, slot: usize, pool: usize) -> Place {
        let journey = &self.journeys[slot];
        let channel = usize::from(journey.channel);
        Place {
            rank: self.rules.pools[pool].ranks[usize::from(journey.kind)][channel],
            message: self.rules.channels[channel].kind == meant::Kind::Messages,
            since: journey.contact.since,
            customer: journey.customer,
            id: journey.id,
            contact: journey.contacts,
        }
    }

    /// Begins service by an agent of a pool.
    pub(super) fn serve_by(&mut self, slot: usize, pool: usize, agent: usize, now: Micros) {
        let work = self.begin_service(slot, now);
        let journey = &mut self.journeys[slot];
        (journey.phase, journey.due) = (Phase::Served, Micros::MAX);
        let rule = &self.rules.channels[usize::from(journey.channel)];
        let owner = For::Journey { customer: journey.customer, id: journey.id };
        let due = self.pools[pool].begin(agent, owner, work, rule.slots, rule.slowdown, now);
        self.schedule_work(pool, agent, due);
    }

    pub(super) fn wait_in_line(&mut self, slot: usize, pool: usize, now: Micros) -> Option<Event> {
        let place = self.place(slot, pool);
        let journey = &mut self.journeys[slot];
        let channel = usize::from(journey.channel);
        self.pools[pool].queue(channel, place);
        let patience = self.rules.channels[channel].patience.at(journey.contact.luck.patience());
        schedule(journey, Phase::Waiting, now.saturating_add(micros(patience)))
    }

    pub(super) fn hang_up(&mut self, slot: usize, now: Micros) -> Option<Event> {
        let channel = usize::from(self.journeys[slot].channel);
        if let Some(pool) = self.rules.channels[channel].pool {
            let place = self.place(slot, pool);
            if place.message {
                let attempt = contact::begin_attempt(self.rules, &self.journeys[slot]);
                self.pools[pool].orphan(place, attempt + self.rules.channels[channel].after_contact);
            } else {
                self.pools[pool].leave_queue(channel, &place);
            }
        }
        self.stop_waiting_unserved(slot, now, |cell| cell.hung_up += 1);
        let journey = &mut self.journeys[slot];
        let retry = self.rules.journeys[usize::from(journey.kind)].retry;
        if journey.contact.luck.retry().falls_below(retry) {
            return self.contact_failed(slot, now);
        }
        let luck = self.luck.customer(journey.customer);
        experience::gives_up(self.rules, journey, luck);
        self.end_journey(slot, Ended::GivenUp, now)
    }

    fn stop_waiting_unserved(&mut self, slot: usize, now: Micros, count: impl Fn(&mut Contacts)) {
        let (rules, journey) = (self.rules, &mut self.journeys[slot]);
        let waited = contact::stop_waiting(rules, journey, now);
        self.tally.waited(rules, journey, waited, false);
        if journey.contact.arrived >= rules.warm_up {
            count(self.tally.contact(journey));
        }
    }

    pub(super) fn work_ends(&mut self, pool: usize, agent: usize, now: Micros) {
        let Some(owner) = self.pools[pool].finished(agent, now) else { return };
        match owner {
            For::Nobody => self.end_work(pool, agent, owner, now),
            For::Journey { customer, id } => {
                let slot = self.find(customer, id).expect("a journey in service is open");
                let channel = usize::from(self.journeys[slot].channel);
                match self.attempt_ends(slot, now) {
                    Ok(work) => {
                        let due = self.pools[pool].go_on(agent, owner, owner, work, now);
                        self.schedule_work(pool, agent, due);
                    }
                    Err(next) => {
                        let next = self.pass_on_at_once(next, now);
                        if let Some(next) = next.filter(|next| next.at() < self.rules.horizon) {
                            self.agenda.push(next);
                        }
                        self.end_service(pool, agent, owner, channel, now);
                    }
                }
            }
        }
    }

    /// Whoever is passed on stands in the next line before the agent who passed them on is free again.
    fn pass_on_at_once(&mut self, next: Option<Event>, now: Micros) -> Option<Event> {
        let event = next?;
        let slot = self.find(event.who, event.id)?;
        match self.journeys[slot].phase {
            Phase::Entering(channel, arrival) if arrival != Arrival::Chosen => self.enter(slot, channel, arrival, now),
            _ => Some(event),
        }
    }

    fn end_service(&mut self, pool: usize, agent: usize, owner: For, channel: usize, now: Micros) {
        let after = self.rules.channels[channel].after_contact;
        if after > 0 {
            let due = self.pools[pool].go_on(agent, owner, For::Nobody, after, now);
            self.schedule_work(pool, agent, due);
        } else {
            self.end_work(pool, agent, owner, now);
        }
    }

    fn end_work(&mut self, pool: usize, agent: usize, owner: For, now: Micros) {
        if let Some(due) = self.pools[pool].end(agent, owner, now) {
            self.schedule_work(pool, agent, due);
        }
        self.take_from_line(pool, now);
    }

    /// Free agents take whom they can.
    fn take_from_line(&mut self, pool: usize, now: Micros) {
        let rules = self.rules;
        while let Some((agent, channel, place)) = self.pools[pool].next_match(|channel| rules.channels[channel].slots) {
            if let Some(work) = self.pools[pool].take_orphan(&place) {
                let due = self.pools[pool].begin(agent, For::Nobody, work, 1, 0.0, now);
                self.schedule_work(pool, agent, due);
            } else {
                let slot = self.find(place.customer, place.id).expect("a journey in a queue is open");
                debug_assert_eq!(usize::from(self.journeys[slot].channel), channel);
                self.serve_by(slot, pool, agent, now);
            }
        }
    }

    pub(super) fn shift_changes(&mut self, pool: usize, now: Micros) {
        self.pools[pool].change_shift(now);
        if !self.pools[pool].is_staffed() {
            for place in self.pools[pool].turn_away() {
                let slot = self.find(place.customer, place.id).expect("a journey in a queue is open");
                self.stop_waiting_unserved(slot, now, |cell| cell.turned_away += 1);
                let next = self.contact_failed(slot, now);
                if let Some(next) = next.filter(|next| next.at() < self.rules.horizon) {
                    self.agenda.push(next);
                }
            }
        }
        self.take_from_line(pool, now);
        self.schedule_shift(pool, now);
    }

    pub(super) fn schedule_shift(&mut self, pool: usize, now: Micros) {
        if let Some(at) = self.rules.pools[pool].timetable.next_change(now).filter(|&at| at < self.rules.horizon) {
            self.agenda.push(Event::new(at, Kind::Shift, pool as u32, 0));
        }
    }

    fn schedule_work(&mut self, pool: usize, agent: usize, due: Micros) {
        if due < self.rules.horizon {
            self.agenda.push(Event::new(due, Kind::Work, pool as u32, agent as u32));
        }
    }
}
