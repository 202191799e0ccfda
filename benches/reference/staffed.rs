//! Market 2 as one hand-written loop with the engine's addressed luck: events in time, in buckets of some 64
//! and a heap for the bucket at hand; lines as plain queues; what a journey does while it meets nobody seen through at
//! once, ahead of its time.

use super::addressed::Tables;
use super::market::{
    ATTEMPTS, CHANNELS, CONTACT_LIMIT, COUNTED_UNTIL, End, GIVE_UP, HORIZON, KEPT, KEPT_WITHIN, NEEDS_PER_MICRO,
    PATIENCE, PAUSE, PURCHASES, RETRY, SERVERS, START, STEPS, TOLERANCE, Totals, WAITING_WEIGHT, agents, experience,
    is_lost, moved, shift,
};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use throughline::chance::maths::{exp, ln, probit};
use throughline::chance::{JourneyLuck, ReplicationLuck};
use throughline::engine::tally::fixed;
use throughline::scenario::timetable::{Micros, float, micros, nearest};

const NOWHERE: u8 = CHANNELS as u8;

/// Time and kind, customer, and the number of the need, or the slot of the journey. At one moment, service ends before
/// journeys go on, and these before needs arise.
type Event = (u64, u32, u32);
const SERVED: u64 = 0;
const GOES_ON: u64 = 1;
const NEED: u64 = 2;

#[derive(Clone, Copy)]
struct Customer {
    satisfaction: f64,
    lost: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Choosing,
    Entering(u8),
    Waiting,
    Served,
    Ending(End),
}

/// How an attempt ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Left,
    Failed,
    Completed,
    On(u8),
    Stays,
}

struct Journey {
    customer: u32,
    luck: JourneyLuck,
    started: Micros,
    due: Micros,
    phase: Phase,
    step: u8,
    channel: u8,
    told: u8,
    cold: bool,
    contacts: u16,
    decisions: u16,
    switches: u16,
    repeats: u16,
    failed: u16,
    attempts: [u16; STEPS],
    arrived: Micros,
    attempt_began: Micros,
    effort: Micros,
    effort_before: Micros,
    failed_effort: Micros,
}

struct Desk {
    free: u32,
    /// Slot of who waits, and when they came: whoever has gone since then is passed over.
    line: VecDeque<(u32, Micros)>,
}

struct Market<'a> {
    luck: ReplicationLuck,
    tables: &'a Tables,
    customers: Vec<Customer>,
    journeys: Vec<Journey>,
    free: Vec<u32>,
    desks: [Desk; CHANNELS],
    spans: Vec<Vec<Event>>,
    span: Micros,
    at_hand: usize,
    /// The moment that has come.
    present: Micros,
    heap: BinaryHeap<Reverse<Event>>,
    totals: Totals,
}

/// Simulates one replication.
pub fn replicate(tables: &Tables, luck: ReplicationLuck, customers: u32) -> Totals {
    let mut market = Market::new(tables, luck, customers);
    for customer in 0..customers {
        market.schedule_need(customer, 0, 0);
    }
    while let Some(Reverse((key, customer, id))) = market.next_event() {
        let now = key >> 2;
        market.present = now;
        match key & 3 {
            NEED => market.need_arises(customer, id, now),
            _ if market.journeys[id as usize].due == now => market.journey_goes_on(id, now),
            _ => {}
        }
    }
    market.totals.lost = market.customers.iter().map(|customer| u64::from(customer.lost)).sum();
    let active = market.customers.iter().filter(|customer| !customer.lost);
    market.totals.satisfaction = active.map(|customer| fixed(customer.satisfaction)).sum();
    market.totals
}

impl<'a> Market<'a> {
    fn new(tables: &'a Tables, luck: ReplicationLuck, customers: u32) -> Self {
        let span = HORIZON / (Micros::from(customers) / 64 + 1);
        Self {
            luck,
            tables,
            customers: vec![Customer { satisfaction: START, lost: false }; customers as usize],
            journeys: Vec::new(),
            free: Vec::new(),
            desks: std::array::from_fn(|channel| Desk { free: agents(channel, customers), line: VecDeque::new() }),
            spans: vec![Vec::new(); (HORIZON / span) as usize + 1],
            span,
            at_hand: 0,
            present: 0,
            heap: BinaryHeap::new(),
            totals: Totals::default(),
        }
    }

    fn push(&mut self, at: Micros, kind: u64, customer: u32, id: u32) {
        if at < HORIZON {
            let (span, event) = ((at / self.span) as usize, (at << 2 | kind, customer, id));
            if span <= self.at_hand { self.heap.push(Reverse(event)) } else { self.spans[span].push(event) }
        }
    }

    fn next_event(&mut self) -> Option<Reverse<Event>> {
        while self.heap.is_empty() && self.at_hand + 1 < self.spans.len() {
            self.at_hand += 1;
            self.heap = std::mem::take(&mut self.spans[self.at_hand]).into_iter().map(Reverse).collect();
        }
        self.heap.pop()
    }

    fn schedule_need(&mut self, customer: u32, k: u32, before: Micros) {
        let own = self.luck.customer(customer).journey(PURCHASES, k);
        let at = nearest(float(before) - ln(1.0 - own.gap().get()) / NEEDS_PER_MICRO);
        self.push(at, NEED, customer, k);
    }

    fn need_arises(&mut self, customer: u32, k: u32, now: Micros) {
        if self.customers[customer as usize].lost {
            return;
        }
        self.schedule_need(customer, k + 1, now);
        let journey = Journey {
            customer,
            luck: self.luck.customer(customer).journey(PURCHASES, k),
            started: now,
            due: now,
            phase: Phase::Choosing,
            step: 0,
            channel: NOWHERE,
            told: NOWHERE,
            cold: false,
            contacts: 0,
            decisions: 0,
            switches: 0,
            repeats: 0,
            failed: 0,
            attempts: [0; STEPS],
            arrived: 0,
            attempt_began: 0,
            effort: 0,
            effort_before: 0,
            failed_effort: 0,
        };
        let slot = self.free.pop().unwrap_or(self.journeys.len() as u32);
        if slot as usize == self.journeys.len() {
            self.journeys.push(journey);
        } else {
            self.journeys[slot as usize] = journey;
        }
        self.journey_goes_on(slot, now);
    }

    fn journey_goes_on(&mut self, slot: u32, now: Micros) {
        match self.journeys[slot as usize].phase {
            Phase::Choosing => self.contact_starts(slot, None, now),
            Phase::Entering(channel) => self.contact_starts(slot, Some(channel), now),
            Phase::Waiting => self.hang_up(slot, now),
            Phase::Served => {
                let outcome = self.outcome(slot, now);
                self.attempt_ends(slot, outcome, now);
            }
            Phase::Ending(end) => self.end(slot, end, now),
        }
    }

    fn choose(&mut self, slot: u32) -> u8 {
        let journey = &mut self.journeys[slot as usize];
        journey.decisions += 1;
        let luck = journey.luck.choice(journey.decisions - 1).get();
        self.tables.choose(usize::from(journey.step), usize::from(journey.channel), luck) as u8
    }

    fn contact_starts(&mut self, slot: u32, chosen: Option<u8>, now: Micros) {
        let journey = &self.journeys[slot as usize];
        if journey.contacts >= CONTACT_LIMIT {
            return self.end(slot, End::GivenUp, now);
        }
        let channel = chosen.unwrap_or_else(|| self.choose(slot));
        if now > self.present && SERVERS[usize::from(channel)] > 0.0 {
            return self.schedule(slot, Phase::Entering(channel), now);
        }
        self.totals.arrived += 1;
        let journey = &mut self.journeys[slot as usize];
        journey.switches += u16::from(journey.channel != NOWHERE && journey.channel != channel);
        journey.channel = channel;
        journey.contacts += 1;
        journey.arrived = now;
        journey.effort_before = journey.effort;
        let desk = &mut self.desks[usize::from(channel)];
        if SERVERS[usize::from(channel)] == 0.0 {
            self.serve(slot, now);
        } else if desk.free > 0 {
            desk.free -= 1;
            self.serve(slot, now);
        } else {
            desk.line.push_back((slot, now));
            let patience = journey.luck.contact(journey.contacts - 1).patience().get();
            let due = now + micros(-PATIENCE[usize::from(channel)] * ln(1.0 - patience));
            self.schedule(slot, Phase::Waiting, due);
        }
    }

    fn schedule(&mut self, slot: u32, phase: Phase, due: Micros) {
        let journey = &mut self.journeys[slot as usize];
        (journey.phase, journey.due) = (phase, due);
        let staffed = phase == Phase::Served && SERVERS[usize::from(journey.channel)] > 0.0;
        let customer = journey.customer;
        self.push(due, if staffed { SERVED } else { GOES_ON }, customer, slot);
    }

    fn stop_waiting(&mut self, slot: u32, now: Micros) {
        let journey = &mut self.journeys[slot as usize];
        let waited = now - journey.arrived;
        self.totals.waited += waited;
        journey.effort += nearest(float(waited) * WAITING_WEIGHT);
    }

    fn serve(&mut self, slot: u32, now: Micros) {
        if SERVERS[usize::from(self.journeys[slot as usize].channel)] > 0.0 {
            self.stop_waiting(slot, now);
        }
        let journey = &mut self.journeys[slot as usize];
        journey.cold = false;
        if journey.told != NOWHERE {
            let kept = if journey.told == journey.channel { KEPT_WITHIN } else { KEPT };
            journey.cold = journey.luck.contact(journey.contacts - 1).context().get() >= kept;
            if journey.cold && journey.step == 2 {
                journey.step = 1;
                journey.repeats += 1;
            }
        }
        self.attempt(slot, now);
    }

    /// The next attempt; without staff, all to the end of the contact.
    fn attempt(&mut self, slot: u32, mut now: Micros) {
        loop {
            let journey = &mut self.journeys[slot as usize];
            let (step, channel) = (usize::from(journey.step), usize::from(journey.channel));
            journey.attempt_began = now;
            let luck = journey.luck.attempt(journey.step, journey.attempts[step]).minutes().get();
            let due = now + micros(-ATTEMPTS[step][channel][2] * ln(1.0 - luck));
            if SERVERS[channel] > 0.0 || due >= HORIZON {
                return self.schedule(slot, Phase::Served, due);
            }
            match self.outcome(slot, due) {
                Outcome::Stays => now = due,
                outcome => return self.attempt_ends(slot, outcome, due),
            }
        }
    }

    fn outcome(&mut self, slot: u32, now: Micros) -> Outcome {
        let journey = &mut self.journeys[slot as usize];
        let (step, channel) = (usize::from(journey.step), usize::from(journey.channel));
        let [leave, success, _] = ATTEMPTS[step][channel];
        journey.effort += now - journey.attempt_began;
        let luck = journey.luck.attempt(journey.step, journey.attempts[step]);
        journey.attempts[step] += 1;
        let odds = if std::mem::take(&mut journey.cold) { self.tables.cold[step][channel] } else { success };
        if luck.leave().get() < leave {
            return Outcome::Left;
        }
        if luck.success().get() >= odds {
            return Outcome::Failed;
        }
        if step + 1 == STEPS {
            return Outcome::Completed;
        }
        journey.step += 1;
        match self.choose(slot) {
            next if usize::from(next) == channel => Outcome::Stays,
            next => Outcome::On(next),
        }
    }

    fn attempt_ends(&mut self, slot: u32, outcome: Outcome, now: Micros) {
        let journey = &mut self.journeys[slot as usize];
        let channel = usize::from(journey.channel);
        if outcome == Outcome::Stays {
            return self.attempt(slot, now);
        }
        journey.told = journey.channel;
        match outcome {
            Outcome::Left => self.end(slot, End::Left, now),
            Outcome::Completed => self.end(slot, End::Completed, now),
            Outcome::On(next) => self.pause(slot, Some(next), now),
            _ => self.contact_failed(slot, true, now),
        }
        self.next_in_line(channel, now);
    }

    /// The agent who is free now takes the first who still waits.
    fn next_in_line(&mut self, channel: usize, now: Micros) {
        if SERVERS[channel] == 0.0 {
            return;
        }
        while let Some((slot, arrived)) = self.desks[channel].line.pop_front() {
            let journey = &self.journeys[slot as usize];
            if journey.arrived == arrived && journey.phase == Phase::Waiting {
                return self.serve(slot, now);
            }
        }
        self.desks[channel].free += 1;
    }

    fn hang_up(&mut self, slot: u32, now: Micros) {
        self.stop_waiting(slot, now);
        self.totals.hung_up += 1;
        let journey = &self.journeys[slot as usize];
        let goes_on = journey.luck.contact(journey.contacts - 1).retry().get() < RETRY;
        self.contact_failed(slot, goes_on, now);
    }

    fn contact_failed(&mut self, slot: u32, goes_on: bool, now: Micros) {
        let journey = &mut self.journeys[slot as usize];
        journey.failed += 1;
        journey.failed_effort += journey.effort - journey.effort_before;
        let budget = micros(-TOLERANCE * ln(1.0 - journey.luck.budget().get()));
        if !goes_on || journey.failed_effort >= budget {
            return self.end(slot, End::GivenUp, now);
        }
        self.pause(slot, None, now);
    }

    fn pause(&mut self, slot: u32, then: Option<u8>, now: Micros) {
        let journey = &self.journeys[slot as usize];
        let luck = journey.luck.contact(journey.contacts - 1).pause().get();
        let due = now + micros(-PAUSE * ln(1.0 - luck));
        let over = (journey.started + GIVE_UP).max(now);
        if due > over {
            self.end(slot, End::GivenUp, over);
        } else if due < HORIZON {
            self.contact_starts(slot, then, due);
        } else {
            self.schedule(slot, Phase::Choosing, due);
        }
    }

    fn end(&mut self, slot: u32, end: End, now: Micros) {
        if now > self.present {
            return self.schedule(slot, Phase::Ending(end), now);
        }
        let journey = &mut self.journeys[slot as usize];
        let totals = &mut self.totals;
        if end == End::Completed {
            let (mu, sigma) = self.tables.value;
            totals.revenue += nearest(exp(mu + sigma * probit(journey.luck.value().get())) * 1e6);
        }
        if journey.started < COUNTED_UNTIL {
            match end {
                End::Completed => totals.completed += 1,
                End::Left => totals.left += 1,
                End::GivenUp => totals.given_up += 1,
            }
            totals.contacts += u64::from(journey.contacts);
            totals.switches += u64::from(journey.switches);
            totals.repeats += u64::from(journey.repeats);
            totals.failed += u64::from(journey.failed);
            totals.effort += journey.effort;
            totals.effort_squared += u128::from(journey.effort) * u128::from(journey.effort);
        }
        let customer = &mut self.customers[journey.customer as usize];
        let x = experience(float(journey.effort) / 1e6, journey.failed, end);
        customer.satisfaction = moved(customer.satisfaction, x);
        if !customer.lost {
            let plain = self.tables.propensity.at(self.luck.customer(journey.customer).propensity().get());
            let shift = shift(end, journey.failed, customer.satisfaction);
            customer.lost = is_lost(journey.luck.loss().get(), plain, shift);
        }
        (journey.due, journey.phase) = (0, Phase::Choosing);
        self.free.push(slot);
    }
}
