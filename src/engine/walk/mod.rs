//! The walk through time: takes event after event, applies the rules of the model, and records what happened.
//!
//! Both walks are this one, with another agenda: for one customer at a time, or for all together. Each journey has at
//! most one event that counts, the one at its `due`; others, left behind when it was served before its patience ran
//! out, are passed over.

mod choice;
mod contacts;
mod endings;
mod staff;

use super::agenda::{Agenda, Event, Kind};
use super::pool::Pool;
use super::tally::Record;
use crate::chance::ReplicationLuck;
use crate::model::journey::{Customer, Journey, MOST_NEEDS, NO_JOURNEY, Phase, cause_and_need, journey_id};
use crate::model::needs::next_need;
use crate::model::rules::Rules;
use crate::model::traits::Traits;
use crate::scenario::timetable::Micros;
use std::hint::black_box;

/// One walk through time: the customers and their open journeys, and the world they move in.
pub struct Walk<'a, A, R> {
    world: World<'a, A, R>,
    /// Customers by number, from `first` on.
    customers: Vec<Customer>,
    first: u32,
    /// Open journeys by slot, and free slots.
    journeys: Vec<Journey<'a>>,
    free: Vec<u32>,
}

/// Everything but the customers and their open journeys.
struct World<'a, A, R> {
    rules: &'a Rules,
    luck: ReplicationLuck,
    agenda: A,
    pools: Vec<Pool<'a>>,
    /// Traits of the customer who was last asked for.
    traits: Traits,
    record: &'a mut R,
}

/// What becomes of a journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// It goes on by itself, when it is due.
    GoesOn,
    /// It is in the hands of those who serve.
    IsServed,
    /// It has ended.
    Ended,
}

impl<'a, A: Agenda, R: Record> Walk<'a, A, R> {
    /// A market in which nobody is yet.
    pub fn new(rules: &'a Rules, luck: ReplicationLuck, agenda: A, record: &'a mut R) -> Self {
        let pools: Vec<Pool> =
            rules.pools.iter().map(|pool| Pool::new(pool, rules.channels.len(), rules.warm_up)).collect();
        let traits = Traits::new(u32::MAX, luck.customer(u32::MAX), 0);
        let world = World { rules, luck, agenda, pools, traits, record };
        let mut walk = Self { world, customers: Vec::new(), first: 0, journeys: Vec::new(), free: Vec::new() };
        for pool in 0..walk.world.pools.len() {
            walk.world.schedule_shift(pool, 0);
        }
        walk
    }

    /// Brings a customer in beside the others, with the first of each of their needs.
    pub fn admit(&mut self, number: u32) {
        let customer = Customer::new(self.world.rules, self.world.luck.customer(number));
        if self.customers.is_empty() {
            self.customers.resize(self.world.rules.customers as usize, customer);
        }
        self.customers[number as usize] = customer;
        self.world.admitted(number, &customer);
    }

    /// Brings a customer in, in the place of the one before.
    pub fn admit_alone(&mut self, number: u32) {
        let customer = Customer::new(self.world.rules, self.world.luck.customer(number));
        self.customers.clear();
        self.customers.push(customer);
        self.first = number;
        self.world.admitted(number, &customer);
    }

    /// Lets happen whatever happens before the horizon.
    pub fn run(&mut self) {
        while let Some(event) = self.world.agenda.pop() {
            self.fetch_those_who_come_next();
            let now = event.at();
            match event.kind() {
                Kind::Need => self.need_arises(event.who(), event.id(), now),
                Kind::Journey => {
                    let slot = self.find(event.who(), event.id());
                    if let Some(slot) = slot.filter(|&slot| self.journeys[slot].due == now) {
                        self.with(slot, |world, customer, journey| world.run_on(customer, journey, now));
                    }
                }
                Kind::Work => self.work_ends(event.who() as usize, event.id() as usize, now),
                Kind::Shift => self.shift_changes(event.who() as usize, now),
            }
        }
    }

    /// Customers and journeys far apart in memory are fetched together: one by one, each would be waited for.
    fn fetch_those_who_come_next(&mut self) {
        let coming = self.world.agenda.announce().iter().filter(|event| event.kind() >= Kind::Journey);
        let slots = coming.map(|event| self.customers[(event.who() - self.first) as usize].journeys);
        let open = slots.filter_map(|slot| self.journeys.get(slot as usize));
        black_box(open.fold(0, |sum, journey| sum ^ journey.due));
    }

    /// Closes the books at the horizon.
    pub fn close(&mut self) {
        for journey in self.journeys.iter().filter(|journey| journey.next != FREED) {
            self.world.record.censored(self.world.rules, journey);
        }
        self.journeys.clear();
        self.free.clear();
        for (pool, staff) in self.world.pools.iter().enumerate() {
            self.world.record.worked(pool, staff.time_at_work(self.world.rules.horizon));
        }
    }

    fn need_arises(&mut self, number: u32, id: u32, now: Micros) {
        let world = &mut self.world;
        let customer = &mut self.customers[(number - self.first) as usize];
        let (cause, k) = cause_and_need(id);
        if cause < world.rules.journeys.len() {
            if customer.lost {
                return;
            }
            world.schedule_need(number, customer.segment, cause, k + 1, now);
        }
        let rules = world.rules;
        let mut journey = Journey::new(rules, world.traits(number, customer.segment), id, now);
        let next = world.run_on(customer, &mut journey, now);
        if next != Next::Ended {
            journey.next = customer.journeys;
            world.await_due(&journey, next);
            self.keep(journey);
        }
    }

    /// Lets something happen to an open journey, and sees to what becomes of it.
    fn with(
        &mut self,
        slot: usize,
        happens: impl FnOnce(&mut World<'a, A, R>, &mut Customer, &mut Journey<'a>) -> Next,
    ) {
        let journey = &mut self.journeys[slot];
        let customer = &mut self.customers[(journey.customer - self.first) as usize];
        match happens(&mut self.world, customer, journey) {
            Next::Ended => self.forget(slot),
            next => self.world.await_due(journey, next),
        }
    }

    /// The slot of a customer's open journey.
    fn find(&self, number: u32, id: u32) -> Option<usize> {
        let mut slot = self.customers[(number - self.first) as usize].journeys;
        while slot != NO_JOURNEY && self.journeys[slot as usize].id != id {
            slot = self.journeys[slot as usize].next;
        }
        (slot != NO_JOURNEY).then_some(slot as usize)
    }

    fn keep(&mut self, journey: Journey<'a>) {
        let slot = self.free.pop().unwrap_or(self.journeys.len() as u32);
        self.customers[(journey.customer - self.first) as usize].journeys = slot;
        if slot as usize == self.journeys.len() {
            self.journeys.push(journey);
        } else {
            self.journeys[slot as usize] = journey;
        }
    }

    fn forget(&mut self, slot: usize) {
        let Journey { customer, next, .. } = self.journeys[slot];
        let first = &mut self.customers[(customer - self.first) as usize].journeys;
        if *first as usize == slot {
            *first = next;
        } else {
            let mut at = *first as usize;
            while self.journeys[at].next as usize != slot {
                at = self.journeys[at].next as usize;
            }
            self.journeys[at].next = next;
        }
        self.journeys[slot].next = FREED;
        self.free.push(slot as u32);
    }
}

impl<A: Agenda, R: Record> World<'_, A, R> {
    fn admitted(&mut self, number: u32, customer: &Customer) {
        self.record.admitted(customer);
        for journey in 0..self.rules.journeys.len() {
            self.schedule_need(number, customer.segment, journey, 0, 0);
        }
    }

    #[inline(always)]
    fn schedule_need(&mut self, customer: u32, segment: u8, journey: usize, k: u32, before: Micros) {
        if k > MOST_NEEDS {
            return;
        }
        let (rules, luck) = (self.rules, self.luck.customer(customer));
        let needs = &rules.segments[usize::from(segment)].needs[journey];
        let own = luck.journey(rules.causes[journey].address, k);
        let at = next_need(needs, &rules.journeys[journey].rhythm, luck, journey, own, k, before);
        if let Some(at) = at.filter(|&at| at < rules.horizon) {
            self.agenda.push(Event::new(at, Kind::Need, customer, journey_id(journey, k)));
        }
    }

    fn traits(&mut self, number: u32, segment: u8) -> &mut Traits {
        if self.traits.customer != number {
            self.traits = Traits::new(number, self.luck.customer(number), segment);
        }
        &mut self.traits
    }

    /// Lets a journey go on for as long as nothing else comes first.
    fn run_on(&mut self, customer: &mut Customer, journey: &mut Journey, mut now: Micros) -> Next {
        // Nothing is added to the agenda as long as the journey goes on by itself.
        let until = self.agenda.quiet_until().min(self.rules.horizon);
        loop {
            let next = self.go_on(customer, journey, now);
            if next != Next::GoesOn || journey.due >= until {
                return next;
            }
            now = journey.due;
        }
    }

    #[inline(always)]
    fn go_on(&mut self, customer: &mut Customer, journey: &mut Journey, now: Micros) -> Next {
        match journey.phase {
            Phase::Choosing => self.choose_channel(customer, journey, now),
            Phase::Entering(channel) => self.enter(customer, journey, channel, now),
            Phase::Transferred(channel, arrival) => self.arrive(journey, channel, arrival, now),
            Phase::Waiting => self.hang_up(customer, journey, now),
            Phase::Served => match self.attempt_ends(journey, now) {
                None => self.serve_alone(journey, now),
                Some(end) => self.contact_ends(customer, journey, end, now),
            },
            Phase::Leaving(end) => self.contact_ends(customer, journey, end, now),
        }
    }

    /// Sees to it that a journey is heard of again.
    fn await_due(&mut self, journey: &Journey, next: Next) {
        if next == Next::GoesOn && journey.due < self.rules.horizon {
            self.agenda.push(Event::new(journey.due, Kind::Journey, journey.customer, journey.id));
        }
    }
}

/// Marks a slot without a journey.
const FREED: u32 = u32::MAX - 1;

/// Sets what a journey does next, and when.
fn schedule(journey: &mut Journey, phase: Phase, due: Micros) -> Next {
    (journey.phase, journey.due) = (phase, due);
    Next::GoesOn
}
