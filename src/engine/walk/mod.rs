//! The walk through time: takes event after event, applies the rules of the model, and tallies what happened.
//!
//! The same walk serves one customer alone and a market whose customers meet at the staff. Each journey has at most one
//! event that counts, the one at its `due`; others, left behind when it was served before its patience ran out, are
//! passed over.

mod choice;
mod contacts;
mod endings;
mod staff;

use super::agenda::{Agenda, Event, Kind};
use super::pool::Pool;
use super::tally::{Tally, fixed};
use crate::chance::ReplicationLuck;
use crate::model::journey::{Customer, Journey, NO_JOURNEY, Phase};
use crate::model::needs::next_need;
use crate::model::rules::Rules;
use crate::scenario::timetable::Micros;

/// Numbers of needs that fit beside the cause in an id.
const MOST_NEEDS: u32 = (1 << 24) - 1;

/// One walk through time.
pub struct Walk<'a, A> {
    rules: &'a Rules,
    luck: ReplicationLuck,
    agenda: A,
    /// Customers by number, from `first` on.
    customers: Vec<Customer>,
    first: u32,
    /// Open journeys by slot, and free slots.
    journeys: Vec<Journey>,
    free: Vec<u32>,
    pools: Vec<Pool<'a>>,
    tally: &'a mut Tally,
}

impl<'a, A: Agenda> Walk<'a, A> {
    /// A market in which nobody is yet.
    pub fn new(rules: &'a Rules, luck: ReplicationLuck, agenda: A, tally: &'a mut Tally) -> Self {
        let pools: Vec<Pool> =
            rules.pools.iter().map(|pool| Pool::new(pool, rules.channels.len(), rules.warm_up)).collect();
        let mut walk = Self {
            rules,
            luck,
            agenda,
            customers: Vec::new(),
            first: 0,
            journeys: Vec::new(),
            free: Vec::new(),
            pools,
            tally,
        };
        for pool in 0..walk.pools.len() {
            walk.schedule_shift(pool, 0);
        }
        walk
    }

    /// Brings a customer in, with the first of each of their needs.
    pub fn admit(&mut self, number: u32) {
        let luck = self.luck.customer(number);
        let customer = Customer::new(self.rules, luck);
        if self.pools.is_empty() {
            self.first = number;
            self.customers.clear();
            self.customers.push(customer);
        } else {
            if self.customers.is_empty() {
                self.customers.resize(self.rules.customers as usize, customer);
            }
            self.customers[number as usize] = customer;
        }
        let cell = &mut self.tally.customers[usize::from(customer.segment)];
        cell.all += 1;
        cell.satisfaction += fixed(customer.satisfaction);
        cell.satisfaction_squared += square(customer.satisfaction);
        for journey in 0..self.rules.journeys.len() {
            self.schedule_need(number, customer.segment, journey, 0, 0);
        }
    }

    /// Lets happen whatever happens before the horizon.
    pub fn run(&mut self) {
        while let Some(mut event) = self.agenda.pop() {
            // A journey's next event is often the next of all: then it need not go through the agenda.
            while let Some(next) = self.happen(event) {
                if next.at() >= self.rules.horizon {
                    break;
                }
                if self.agenda.first().is_some_and(|first| first < next) {
                    self.agenda.push(next);
                    break;
                }
                event = next;
            }
        }
    }

    /// Closes the books at the horizon.
    pub fn close(&mut self) {
        for journey in self.journeys.iter().filter(|journey| journey.next != FREED) {
            let in_contact = matches!(journey.phase, Phase::Waiting | Phase::Served);
            self.tally.censored(self.rules, journey, in_contact);
        }
        self.journeys.clear();
        self.free.clear();
        for (work, pool) in self.tally.work.iter_mut().zip(&self.pools) {
            *work += pool.time_at_work(self.rules.horizon);
        }
    }

    fn happen(&mut self, event: Event) -> Option<Event> {
        let now = event.at();
        match event.kind() {
            Kind::Need => self.need_arises(event.who, event.id, now),
            Kind::Journey => {
                let slot = self.find(event.who, event.id)?;
                (self.journeys[slot].due == now).then(|| self.journey_goes_on(slot, now))?
            }
            Kind::Work => {
                self.work_ends(event.who as usize, event.id as usize, now);
                None
            }
            Kind::Shift => {
                self.shift_changes(event.who as usize, now);
                None
            }
        }
    }

    fn journey_goes_on(&mut self, slot: usize, now: Micros) -> Option<Event> {
        match self.journeys[slot].phase {
            Phase::Choosing => self.choose_channel(slot, now),
            Phase::Entering(channel, arrival) => self.enter(slot, channel, arrival, now),
            Phase::Waiting => self.hang_up(slot, now),
            Phase::Served => {
                let more = self.attempt_ends(slot, now);
                self.serve_on(slot, more, now)
            }
        }
    }

    fn schedule_need(&mut self, customer: u32, segment: u8, journey: usize, k: u32, before: Micros) {
        if k > MOST_NEEDS {
            return;
        }
        let (rules, luck) = (self.rules, self.luck.customer(customer));
        let needs = &rules.segments[usize::from(segment)].needs[journey];
        let own = luck.journey(rules.causes[journey].address, k);
        let at = next_need(needs, &rules.journeys[journey].rhythm, luck, journey, own, k, before);
        if let Some(at) = at.filter(|&at| at < rules.horizon) {
            self.agenda.push(Event::new(at, Kind::Need, customer, (journey as u32) << 24 | k));
        }
    }

    fn need_arises(&mut self, number: u32, id: u32, now: Micros) -> Option<Event> {
        let (cause, k) = ((id >> 24) as usize, id & MOST_NEEDS);
        let customer = self.customers[(number - self.first) as usize];
        let own_need = cause < self.rules.journeys.len();
        if own_need {
            if customer.lost {
                return None;
            }
            self.schedule_need(number, customer.segment, cause, k + 1, now);
        }
        let luck = self.luck.customer(number);
        let own = luck.journey(self.rules.causes[cause].address, k);
        let mut journey = Journey::new(self.rules, number, id, (luck, own), customer.segment, now);
        journey.next = customer.journeys;
        let slot = self.free.pop().unwrap_or(self.journeys.len() as u32);
        if slot as usize == self.journeys.len() {
            self.journeys.push(journey);
        } else {
            self.journeys[slot as usize] = journey;
        }
        self.customer(number).journeys = slot;
        self.choose_channel(slot as usize, now)
    }

    fn customer(&mut self, number: u32) -> &mut Customer {
        &mut self.customers[(number - self.first) as usize]
    }

    /// The slot of a customer's open journey.
    fn find(&self, number: u32, id: u32) -> Option<usize> {
        let mut slot = self.customers[(number - self.first) as usize].journeys;
        while slot != NO_JOURNEY && self.journeys[slot as usize].id != id {
            slot = self.journeys[slot as usize].next;
        }
        (slot != NO_JOURNEY).then_some(slot as usize)
    }

    fn forget(&mut self, number: u32, slot: usize) {
        let next = self.journeys[slot].next;
        let mut at = self.customers[(number - self.first) as usize].journeys;
        if at as usize == slot {
            self.customer(number).journeys = next;
        } else {
            while self.journeys[at as usize].next as usize != slot {
                at = self.journeys[at as usize].next;
            }
            self.journeys[at as usize].next = next;
        }
        self.journeys[slot].next = FREED;
        self.free.push(slot as u32);
    }
}

/// Marks a slot without a journey.
const FREED: u32 = u32::MAX - 1;

/// Sets what a journey does next, and when; no event if that is never.
fn schedule(journey: &mut Journey, phase: Phase, due: Micros) -> Option<Event> {
    (journey.phase, journey.due) = (phase, due);
    (due < 1 << 61).then(|| Event::new(due, Kind::Journey, journey.customer, journey.id))
}

fn square(satisfaction: f64) -> i128 {
    let fixed = i128::from(fixed(satisfaction));
    fixed * fixed
}

/// The numbers of the bits that are set.
fn bits(mask: u16) -> impl Iterator<Item = usize> {
    (0..16).filter(move |bit| mask >> bit & 1 == 1)
}
