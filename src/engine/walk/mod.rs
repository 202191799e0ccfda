//! The walk through time: takes event after event, applies the rules of the model, and records what happened.
//!
//! Both walks are this one, with another agenda: for one customer at a time, or for all together. Each journey has at
//! most one event that counts, the one at its `due`; others, left behind when it was served before its patience ran
//! out, are passed over. What a journey does while it meets nobody is seen through at once, ahead of its time: only what
//! others notice, or what depends on them, waits for its moment.

mod changes;
mod choice;
mod contacts;
mod crowd;
mod endings;
mod mechanisms;
mod returning;
mod staff;

pub use mechanisms::{Mechanisms, Off, On};

use super::agenda::{Agenda, Event, Kind};
use super::pool::Pool;
use super::tally::Record;
use crate::chance::{CustomerLuck, ReplicationLuck};
use crate::model::day_factors::DayFactors;
use crate::model::experience::Ended;
use crate::model::joining::{Newcomer, joiners};
use crate::model::journey::{
    ContactEnd, Customer, JOINING_NEED, Journey, MORE_NEEDS, NO_JOURNEY, Phase, REGULAR_NEEDS, cause_and_need,
    journey_id,
};
use crate::model::mechanism::Hook;
use crate::model::needs::next_need;
use crate::model::rules::Rules;
use crate::model::traits::{self, Traits};
use crate::scenario::timetable::{Micros, NEVER};
use crowd::Crowd;
use std::hint::black_box;

/// One walk through time: the customers and their open journeys, and the world they move in.
pub struct Walk<'a, A, R, M> {
    world: World<'a, A, R, M>,
    crowd: Crowd,
    /// Open journeys by slot, and free slots.
    journeys: Vec<Journey<'a>>,
    free: Vec<u32>,
}

/// Everything but the customers and their open journeys.
struct World<'a, A, R, M> {
    /// The rules that hold at the moment.
    rules: &'a Rules,
    /// Those that hold at the start, with those that come later.
    first: &'a Rules,
    /// How many of the later ones have come.
    changes: usize,
    /// Up to when it is known what holds: the next change, or the horizon.
    known_until: Micros,
    luck: ReplicationLuck,
    /// What the days bring.
    days: Option<DayFactors>,
    agenda: A,
    pools: Vec<Pool<'a>>,
    /// Pools whose lines have just changed otherwise than by an arrival.
    unsettled: Vec<usize>,
    /// Traits of the customer at hand.
    traits: Traits,
    record: &'a mut R,
    mechanisms: M,
}

/// When a journey does something.
#[derive(Debug, Clone, Copy)]
struct Moment {
    now: Micros,
    /// Whether something else may still come before.
    ahead: bool,
}

/// What becomes of a journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// It goes on by itself, when it is due.
    GoesOn,
    /// It waits for its moment, or for those who serve.
    Waits,
    /// It has ended.
    Ended,
}

impl<'a, A: Agenda, R: Record, M: Mechanisms> Walk<'a, A, R, M> {
    /// A market in which nobody is yet.
    pub fn new(rules: &'a Rules, luck: ReplicationLuck, agenda: A, record: &'a mut R) -> Self {
        let pools = (0..rules.pools.len()).map(|pool| Pool::of(rules, pool)).collect();
        let traits = Traits::new(u32::MAX, luck.customer(u32::MAX), 0);
        let world = World {
            rules,
            first: rules,
            changes: 0,
            known_until: rules.horizon,
            luck,
            days: DayFactors::new(rules, luck),
            agenda,
            pools,
            unsettled: Vec::new(),
            traits,
            record,
            mechanisms: M::start(rules, luck),
        };
        let mut walk = Self { world, crowd: Crowd::new(rules), journeys: Vec::new(), free: Vec::new() };
        for pool in 0..walk.world.pools.len() {
            walk.world.schedule_shift(pool, 0);
        }
        walk.world.start_over();
        walk
    }

    /// Brings a customer in beside the others, and whoever joins for them.
    pub fn admit(&mut self, number: u32) {
        let newcomer = self.newcomer(number);
        let customer = self.world.admitted(newcomer);
        self.crowd.take_in(number, customer);
        if self.somebody_joins() {
            self.admit_joiners(newcomer);
        }
    }

    #[cold]
    #[inline(never)]
    fn admit_joiners(&mut self, parent: Newcomer) {
        let joiners = self.joiners(parent);
        self.crowd.take_in_joiners(parent.number, joiners.into_iter().map(|joiner| self.world.admitted(joiner)));
    }

    /// Brings a customer in, in the place of the one before.
    pub fn admit_alone(&mut self, newcomer: Newcomer) {
        if self.world.changes > 0 {
            self.world.start_over();
        }
        let customer = self.world.admitted(newcomer);
        self.crowd.take_in_alone(newcomer.number, customer);
    }

    /// A customer who is there from the start.
    pub fn newcomer(&self, number: u32) -> Newcomer {
        Newcomer::at_the_start(self.world.first, self.world.luck, number)
    }

    /// Whether others join.
    pub const fn somebody_joins(&self) -> bool {
        self.world.first.somebody_joins
    }

    /// Those who join for one of these.
    pub fn joiners(&self, parent: Newcomer) -> Vec<Newcomer> {
        joiners(self.world.first, self.world.luck, parent)
    }

    /// Lets happen whatever happens before the horizon, and follows contacts under way then to their end.
    pub fn run(&mut self) {
        while let Some(event) = self.world.agenda.pop() {
            self.fetch_those_who_come_next();
            let now = event.at();
            match event.kind() {
                Kind::Need => self.need_arises(event.who(), event.id(), now),
                Kind::Journey => {
                    let slot = self.find(event.who(), event.id());
                    if let Some(slot) = slot.filter(|&slot| self.journeys[slot].due == now) {
                        self.carry_on(slot, now);
                    }
                }
                Kind::Work => self.work_ends(event.who() as usize, event.id() as usize, now),
                Kind::Shift if event.id() as usize == self.world.changes => {
                    self.shift_changes(event.who() as usize, now);
                }
                Kind::Shift => {}
                Kind::Change => self.market_changes(now),
                Kind::Own => self.own_event(event),
                Kind::Leave => self.customer_leaves(event.who(), now),
            }
        }
    }

    /// Customers and journeys far apart in memory are fetched together: one by one, each would be waited for.
    fn fetch_those_who_come_next(&mut self) {
        let coming =
            self.world.agenda.announce().iter().filter(|event| matches!(event.kind(), Kind::Journey | Kind::Need));
        let slots = coming.map(|event| self.crowd.of(event.who()).journeys);
        let open = slots.filter_map(|slot| self.journeys.get(slot as usize));
        black_box(open.fold(0, |sum, journey| sum ^ journey.due));
    }

    /// Closes the books.
    pub fn close(&mut self) {
        for journey in self.journeys.iter().filter(|journey| journey.next != FREED) {
            self.world.record.censored(self.world.rules, journey);
        }
        self.journeys.clear();
        self.free.clear();
        for (pool, staff) in self.world.pools.iter().enumerate() {
            self.world.record.worked(pool, staff.time_at_work());
        }
        self.world.close_mechanisms();
        self.world.record.closed(self.world.first);
    }

    fn need_arises(&mut self, number: u32, id: u32, now: Micros) {
        let world = &mut self.world;
        let customer = self.crowd.of_mut(number);
        let (cause, k) = cause_and_need(id);
        if customer.lost && !world.is_owed(cause) {
            return;
        }
        world.turn_to(number, customer.segment);
        if cause < world.rules.journeys.len() {
            world.schedule_need(cause, k + 1, now);
        }
        let rules = world.rules;
        if rules.has_fewer_needs && !world.still_arises(cause, k) {
            return;
        }
        if !world.all(Hook::Arises, |mechanism, scene| mechanism.need_arises(scene, customer, number, id, now)) {
            return;
        }
        let mut journey = Journey::new(rules, &mut world.traits, id, now);
        world.each(Hook::Need, |mechanism, scene| mechanism.need_arose(scene, customer, &mut journey, now));
        if world.see_through(customer, &mut journey, now) == Next::Waits {
            journey.next = customer.journeys;
            self.keep(journey);
        }
        if M::ANY && !self.world.unsettled.is_empty() {
            self.settle(now);
        }
    }

    /// Something of a mechanism's own happens to a customer.
    #[cold]
    fn own_event(&mut self, event: Event) {
        let customer = self.crowd.of_mut(event.who());
        let (journeys, mut slot) = (&self.journeys, customer.journeys);
        let mut open = std::iter::from_fn(|| {
            let journey = journeys.get(slot as usize)?;
            slot = journey.next;
            Some(journey)
        });
        self.world.own_event(event, customer, &mut open);
    }

    /// A customer is lost by the calendar, unless lost before; journeys under way run to their end.
    #[cold]
    fn customer_leaves(&mut self, number: u32, now: Micros) {
        let customer = self.crowd.of_mut(number);
        if !std::mem::replace(&mut customer.lost, true) {
            self.world.record.felt(self.world.rules, number, customer, customer.satisfaction, now);
            self.world.record.left(self.world.rules, number, customer, now);
        }
    }

    /// Lets an open journey do what comes next, and go on from there.
    fn carry_on(&mut self, slot: usize, now: Micros) {
        if self.world.changes > 0 {
            self.follow(slot);
        }
        let journey = &mut self.journeys[slot];
        let customer = self.crowd.of_mut(journey.customer);
        if self.world.see_through(customer, journey, now) == Next::Ended {
            self.forget(slot);
        }
        if !self.world.unsettled.is_empty() {
            self.settle(now);
        }
    }

    /// Whoever stands behind somebody who has left a line may be served now, and so may a message sent beside a contact.
    #[cold]
    fn settle(&mut self, now: Micros) {
        while let Some(pool) = self.world.unsettled.pop() {
            self.take_from_line(pool, now);
        }
    }

    /// The slot of a customer's open journey.
    fn find(&self, number: u32, id: u32) -> Option<usize> {
        let mut slot = self.crowd.of(number).journeys;
        while slot != NO_JOURNEY && self.journeys[slot as usize].id != id {
            slot = self.journeys[slot as usize].next;
        }
        (slot != NO_JOURNEY).then_some(slot as usize)
    }

    fn keep(&mut self, journey: Journey<'a>) {
        let slot = self.free.pop().unwrap_or(self.journeys.len() as u32);
        self.crowd.of_mut(journey.customer).journeys = slot;
        if slot as usize == self.journeys.len() {
            self.journeys.push(journey);
        } else {
            self.journeys[slot as usize] = journey;
        }
    }

    fn forget(&mut self, slot: usize) {
        let Journey { customer, next, .. } = self.journeys[slot];
        let first = &mut self.crowd.of_mut(customer).journeys;
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

impl<A: Agenda, R: Record, M: Mechanisms> World<'_, A, R, M> {
    /// A customer who comes in, with the first of each of their needs. Whoever joins later is there at once, and nothing
    /// happens to them before.
    #[inline(always)]
    fn admitted(&mut self, newcomer: Newcomer) -> Customer {
        let Newcomer { number, segment, at } = newcomer;
        let customer = Customer::new(self.rules, segment);
        self.record.admitted(self.rules, newcomer, &customer);
        self.turn_to(number, segment);
        for journey in 0..self.rules.journeys.len() {
            self.schedule_need(journey, 0, at);
            if self.first.has_more_needs {
                self.schedule_need(journey, MORE_NEEDS, at);
                self.schedule_need(journey, REGULAR_NEEDS, at);
            }
        }
        let leaves = traits::leaves_at(self.first, self.traits.luck, segment, at);
        if leaves < self.rules.horizon {
            self.agenda.push(Event::new(leaves, Kind::Leave, number, 0));
        }
        if self.first.somebody_joins && newcomer.has_joined(self.first) {
            self.schedule_joining_need(newcomer);
        }
        self.each(Hook::Newcomer, |mechanism, scene| mechanism.came_in(scene, newcomer));
        customer
    }

    /// Whether a need arises for customers who are lost, too: they bring back what they ordered.
    #[cold]
    fn is_owed(&self, cause: usize) -> bool {
        M::ANY && cause >= self.rules.journeys.len() && self.rules.brings_back(cause)
    }

    /// Puts down the need with which a customer joins, where there is one.
    #[cold]
    fn schedule_joining_need(&mut self, Newcomer { number, segment, at }: Newcomer) {
        let joining = self.first.segments[usize::from(segment)].joining.as_ref();
        if let Some(journey) = joining.and_then(|joining| joining.first) {
            self.agenda.push(Event::new(at, Kind::Need, number, journey_id(journey, JOINING_NEED)));
        }
    }

    /// Puts down the `k`-th need of the customer at hand.
    #[inline(always)]
    fn schedule_need(&mut self, journey: usize, k: u32, before: Micros) {
        debug_assert!(k <= JOINING_NEED + 1, "rates that come near are refused");
        let (rules, &Traits { customer, luck, segment, .. }) = (self.rules, &self.traits);
        if k >= MORE_NEEDS {
            return self.schedule_one_more_need(journey, k, before);
        }
        let needs = &self.first.segments[usize::from(segment)].needs[journey];
        let own = luck.journey(rules.causes[journey].address, k);
        let kind = &self.first.journeys[journey];
        let pace = DayFactors::pace(self.days.as_ref(), segment, kind);
        let at = next_need(needs, pace, || luck.rate(kind.address), own, k, before);
        if let Some(at) = at.filter(|&at| at < rules.horizon) {
            self.agenda.push(Event::new(at, Kind::Need, customer, journey_id(journey, k)));
        }
    }

    /// Takes a customer to hand, if it was another.
    #[inline(always)]
    fn turn_to(&mut self, number: u32, segment: u8) {
        if self.traits.customer != number {
            self.traits = Traits::new(number, self.luck.customer(number), segment);
        }
    }

    /// A customer's luck.
    #[inline(always)]
    fn luck_of(&self, number: u32) -> CustomerLuck {
        if self.traits.customer == number { self.traits.luck } else { self.luck.customer(number) }
    }

    /// Lets a journey do what comes next, and go on from there until it has to wait or has ended.
    fn see_through(&mut self, customer: &mut Customer, journey: &mut Journey, now: Micros) -> Next {
        // Nothing is added to the agenda as long as the journey goes on.
        let quiet_until = self.agenda.quiet_until();
        let mut next = self.do_next(customer, journey, Moment { now, ahead: false });
        while next == Next::GoesOn {
            let at = Moment { now: journey.due, ahead: journey.due >= quiet_until };
            let is_behind = self.changes > 0 && self.is_behind(journey);
            next = if at.now >= self.known_until || is_behind || at.ahead && !self.is_private(journey) {
                self.wait(journey, journey.phase, at.now)
            } else {
                self.do_next(customer, journey, at)
            };
        }
        next
    }

    #[inline(always)]
    fn do_next(&mut self, customer: &mut Customer, journey: &mut Journey, at: Moment) -> Next {
        match journey.phase {
            Phase::Choosing | Phase::Entering => self.begin_contact(customer, journey, at),
            Phase::Arriving(arrival) => self.get_there(customer, journey, arrival, at),
            Phase::Waiting => self.hang_up(customer, journey, at),
            Phase::WaitingForAgent => self.wait_for_anybody(journey),
            Phase::TurnedAway => self.turned_away(customer, journey, at),
            Phase::Served => self.attempt_ends_alone(customer, journey, at),
            Phase::Leaving(end) => self.contact_ends(customer, journey, end, at),
            Phase::Reopening => self.comes_back(customer, journey, at),
            Phase::Ending(ended) => self.end_journey(customer, journey, ended, at),
        }
    }

    /// Whether what a journey does is neither noticed by others nor depends on them, so that it can be done before its
    /// moment has come. The end of a contact is noticed by the next need, where habit pulls, and whoever is passed on may
    /// look at queues.
    #[inline(always)]
    fn is_private(&mut self, journey: &Journey) -> bool {
        match journey.phase {
            Phase::Choosing => journey.contacts > 0 && !journey.looks_around(),
            Phase::Entering | Phase::Reopening => true,
            Phase::Arriving(_) => self.rules.channels[usize::from(journey.bound_for)].pool.is_none(),
            Phase::Leaving(ContactEnd::Failed) if self.may_pass_on(journey) && journey.looks_around() => false,
            Phase::Leaving(_) => !self.rules.habit_pulls && !self.end_is_noticed(journey),
            _ => false,
        }
    }

    /// Sees to it that a journey does this when the moment comes. Contacts under way are followed beyond the horizon.
    fn wait(&mut self, journey: &mut Journey, phase: Phase, due: Micros) -> Next {
        (journey.phase, journey.due) = (phase, due);
        let until = match phase {
            Phase::Waiting | Phase::WaitingForAgent | Phase::Served | Phase::Leaving(_) => self.rules.followed_until,
            _ => self.rules.horizon,
        };
        if due < until {
            self.agenda.push(Event::new(due, Kind::Journey, journey.customer, journey.id));
        }
        Next::Waits
    }
}

/// A contact that was followed beyond the horizon has ended, and with it all that is looked at of its journey.
fn followed_to_its_end(journey: &mut Journey) -> Next {
    (journey.phase, journey.due) = (Phase::Choosing, NEVER);
    Next::Waits
}

/// Sets what a journey does next, and when.
#[inline(always)]
fn schedule(journey: &mut Journey, phase: Phase, due: Micros) -> Next {
    (journey.phase, journey.due) = (phase, due);
    Next::GoesOn
}

/// The same, unless the journey is given up before: whoever has no contact under way gives up when their time is over.
#[inline(always)]
fn schedule_in_time(journey: &mut Journey, phase: Phase, due: Micros, now: Micros) -> Next {
    if due > journey.over {
        schedule(journey, Phase::Ending(Ended::GivenUp), journey.over.max(now))
    } else {
        schedule(journey, phase, due)
    }
}

/// Marks a slot without a journey.
const FREED: u32 = u32::MAX - 1;
