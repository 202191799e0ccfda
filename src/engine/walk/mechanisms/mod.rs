//! How mechanisms hook into the walk: not at all where the market has none, through their list where it has some.

use super::World;
use crate::chance::{CustomerLuck, ReplicationLuck};
use crate::engine::agenda::{Agenda, Event, Kind};
use crate::engine::pool::Place;
use crate::engine::tally::Record;
use crate::model::contact::AttemptEnd;
use crate::model::journey::{Customer, Journey};
use crate::model::mechanism::{Happening, Held, Hook, Mechanism, Orphan, Refund, Scene, Spot};
use crate::model::rules::{Rules, Weights};
use crate::scenario::MOST_CHANNELS;
use crate::scenario::timetable::Micros;
use std::ops::Range;

/// Where the number of a mechanism begins in the id of an event of its own.
const NUMBER_SHIFT: u32 = 24;

/// The mechanisms of a market, or none.
pub trait Mechanisms {
    /// Whether there are any: what asks for this is left out where there are none.
    const ANY: bool;

    /// Those of a market, at the start of a replication.
    fn start(rules: &Rules, luck: ReplicationLuck) -> Self;

    /// Whether any of them has this hook.
    fn have(&self, hook: Hook) -> bool;

    /// Whether any of them couples customers.
    fn couple(&self) -> bool;

    /// The list, in the order in which hooks are called.
    fn list(&mut self) -> &mut Vec<InPlay>;
}

/// A mechanism, and what is its own.
pub struct InPlay {
    mechanism: Box<dyn Mechanism>,
    /// Its hooks, as bits.
    hooks: u16,
    /// Its number.
    number: u32,
    /// The number of its first counter.
    first_counter: usize,
}

/// No mechanisms.
pub struct Off;

/// Some mechanisms.
pub struct On {
    list: Vec<InPlay>,
    /// The hooks that any of them has, as bits.
    hooks: u16,
    /// Whether any of them couples customers.
    couple: bool,
}

impl Mechanisms for Off {
    const ANY: bool = false;

    fn start(_: &Rules, _: ReplicationLuck) -> Self {
        Self
    }

    fn have(&self, _: Hook) -> bool {
        false
    }

    fn couple(&self) -> bool {
        false
    }

    fn list(&mut self) -> &mut Vec<InPlay> {
        unreachable!("nothing asks for what is off")
    }
}

impl Mechanisms for On {
    const ANY: bool = true;

    fn start(rules: &Rules, luck: ReplicationLuck) -> Self {
        let mut first_counter = 0;
        let in_play = rules.mechanisms.iter().zip(0..).map(|(mechanism, number)| {
            let hooks = mechanism.hooks().iter().fold(0, |bits, hook| bits | hook.bit());
            let one = InPlay { mechanism: mechanism.start(rules, luck), hooks, number, first_counter };
            first_counter += mechanism.counters().len();
            one
        });
        let list: Vec<InPlay> = in_play.collect();
        Self {
            hooks: list.iter().fold(0, |bits, one| bits | one.hooks),
            list,
            couple: rules.mechanisms.iter().any(|mechanism| mechanism.couples_customers()),
        }
    }

    fn have(&self, hook: Hook) -> bool {
        self.hooks & hook.bit() != 0
    }

    fn couple(&self) -> bool {
        self.couple
    }

    fn list(&mut self) -> &mut Vec<InPlay> {
        &mut self.list
    }
}

impl<A: Agenda, R: Record, M: Mechanisms> World<'_, A, R, M> {
    /// Calls a hook of each mechanism that has it.
    #[inline(always)]
    pub(super) fn each(&mut self, which: Hook, mut hook: impl FnMut(&mut dyn Mechanism, &mut dyn Scene)) {
        self.all(which, |mechanism, scene| {
            hook(mechanism, scene);
            true
        });
    }

    /// Whether a hook says yes for each mechanism that has it; the first no ends it.
    #[inline(always)]
    pub(super) fn all(
        &mut self,
        which: Hook,
        mut hook: impl FnMut(&mut dyn Mechanism, &mut dyn Scene) -> bool,
    ) -> bool {
        if !M::ANY || !self.mechanisms.have(which) {
            return true;
        }
        // Taken out while it acts on the world that holds it.
        let mut list = std::mem::take(self.mechanisms.list());
        let all = list.iter_mut().filter(|one| one.hooks & which.bit() != 0).all(|one| {
            let mut scene = Seen { world: self, number: one.number, first_counter: one.first_counter };
            hook(&mut *one.mechanism, &mut scene)
        });
        *self.mechanisms.list() = list;
        all
    }

    /// How an attempt ends that would succeed: the first mechanism that has something against it decides.
    #[inline(always)]
    pub(super) fn how_it_holds(&mut self, journey: &mut Journey, now: Micros) -> AttemptEnd {
        let mut end = AttemptEnd::Succeeded;
        self.all(Hook::Success, |mechanism, scene| {
            end = mechanism.attempt_holds(scene, journey, now);
            end == AttemptEnd::Succeeded
        });
        end
    }

    /// What mechanisms make of the weights of candidates (bits), where any has a say in choices.
    #[inline(always)]
    pub(super) fn factors(&mut self, journey: &Journey, candidates: u16, now: Micros) -> Option<Weights> {
        if !M::ANY || !self.mechanisms.have(Hook::Choice) {
            return None;
        }
        let mut factors = [1.0; MOST_CHANNELS];
        self.each(Hook::Choice, |mechanism, scene| mechanism.weigh(scene, journey, candidates, &mut factors, now));
        Some(factors)
    }

    /// Tells all mechanisms that the run is over.
    pub(super) fn close_mechanisms(&mut self) {
        if !M::ANY {
            return;
        }
        let horizon = self.rules.horizon;
        let mut list = std::mem::take(self.mechanisms.list());
        for one in &mut list {
            let mut scene = Seen { world: self, number: one.number, first_counter: one.first_counter };
            one.mechanism.closed(&mut scene, horizon);
        }
        *self.mechanisms.list() = list;
    }

    /// Whether others notice what a mechanism does at the end of an attempt or a contact of this journey.
    #[inline(always)]
    pub(super) fn is_noticed(&mut self, journey: &Journey) -> bool {
        M::ANY && self.mechanisms.couple() && self.mechanisms.list().iter().any(|one| one.mechanism.is_noticed(journey))
    }

    /// Whether others, or other journeys of the customer, notice what a mechanism does at the end of this journey's contact.
    #[inline(always)]
    pub(super) fn end_is_noticed(&mut self, journey: &Journey) -> bool {
        let may_notice = M::ANY && (self.mechanisms.couple() || self.mechanisms.have(Hook::Contact));
        may_notice && self.mechanisms.list().iter().any(|one| one.mechanism.end_is_noticed(journey))
    }

    /// Whether others notice what a mechanism does when the next contact of this journey arrives.
    #[inline(always)]
    pub(super) fn arrival_is_noticed(&mut self, journey: &Journey) -> bool {
        let notices = |one: &InPlay| one.hooks & Hook::Arrival.bit() != 0 && one.mechanism.arrival_is_noticed(journey);
        M::ANY && self.mechanisms.have(Hook::Arrival) && self.mechanisms.list().iter().any(notices)
    }

    /// Something of a mechanism's own happens to a customer with these open journeys.
    pub(super) fn own_event<'j>(
        &mut self,
        event: Event,
        customer: &'j mut Customer,
        open: &'j mut dyn Iterator<Item = &'j Journey<'j>>,
    ) {
        let (number, what) = (event.id() >> NUMBER_SHIFT, event.id() & ((1 << NUMBER_SHIFT) - 1));
        let mut list = std::mem::take(self.mechanisms.list());
        let one = &mut list[number as usize];
        let mut scene = Seen { world: self, number, first_counter: one.first_counter };
        one.mechanism.happened(&mut scene, Happening { who: event.who(), customer, open, what, now: event.at() });
        *self.mechanisms.list() = list;
    }
}

/// The world as one mechanism sees it.
struct Seen<'w, 'a, A, R, M> {
    world: &'w mut World<'a, A, R, M>,
    number: u32,
    first_counter: usize,
}

impl<A: Agenda, R: Record, M: Mechanisms> Scene for Seen<'_, '_, A, R, M> {
    fn rules(&self) -> &Rules {
        self.world.rules
    }

    fn luck_of(&self, customer: u32) -> CustomerLuck {
        self.world.luck_of(customer)
    }

    fn let_need_arise(&mut self, customer: u32, id: u32, at: Micros) {
        self.let_come(Event::new(at, Kind::Need, customer, id));
    }

    fn let_happen(&mut self, who: u32, what: u32, at: Micros) {
        assert!(what >> NUMBER_SHIFT == 0, "{what} is beyond what an event can hold");
        self.let_come(Event::new(at, Kind::Own, who, self.number << NUMBER_SHIFT | what));
    }

    fn send_beside(&mut self, journey: &Journey, orphan: Orphan, work: Micros) {
        let Some((pool, place)) = self.place(journey, orphan) else { return };
        self.world.pools[pool].queue(orphan.form.into(), place);
        self.world.pools[pool].orphan(place, work);
        self.world.record.orphaned(self.world.rules, orphan.channel, orphan.arose);
        self.world.unsettled.push(pool);
    }

    fn drop_orphan(&mut self, journey: &Journey, orphan: Orphan) {
        let Some((pool, place)) = self.place(journey, orphan) else { return };
        if self.world.pools[pool].drop_orphan(orphan.form.into(), &place) {
            self.world.record.orphan_closed(self.world.rules, orphan.channel, orphan.arose);
            self.world.unsettled.push(pool);
        }
    }

    fn reach_of(&mut self, customer: u32, segment: u8, now: Micros) -> u16 {
        self.world.turn_to(customer, segment);
        self.world.traits.reach(self.world.rules, now)
    }

    fn moved(&mut self, number: u32, customer: &Customer, before: f64, now: Micros) {
        self.world.record.felt(self.world.rules, number, customer, before, now);
    }

    fn sent(&mut self, campaign: usize, now: Micros) {
        self.world.record.sent(self.world.rules, campaign, now);
    }

    fn hold(&mut self, pool: usize, held: Held, time: Range<Micros>) {
        self.world.record.held(self.world.rules, pool, held, time);
    }

    fn refund(&mut self, journey: &Journey, refund: Refund, now: Micros) {
        self.world.record.refunded(self.world.rules, journey, refund, now);
    }

    fn count_at(&mut self, spot: Spot, counter: usize, amount: i64, now: Micros) {
        self.world.record.counted(self.world.rules, spot, self.first_counter + counter, amount, now);
    }
}

impl<A: Agenda, R: Record, M: Mechanisms> Seen<'_, '_, A, R, M> {
    /// The pool that answers an orphan, if one still does, and its place there.
    fn place(&self, journey: &Journey, orphan: Orphan) -> Option<(usize, Place)> {
        let pool = self.world.rules.channels[usize::from(orphan.channel)].pool?;
        Some((pool, self.world.place_of(journey, pool, orphan.form, (orphan.since, orphan.number))))
    }

    fn let_come(&mut self, event: Event) {
        if event.at() < self.world.rules.horizon {
            self.world.agenda.push(event);
        }
    }
}

#[cfg(test)]
mod tests;
