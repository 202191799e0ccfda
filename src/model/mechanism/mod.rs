//! Mechanisms: what a market may have or not, each a module of its own with its rules, its luck and what it counts.
//!
//! A mechanism hooks into the walk at a few moments, and acts on the world through a [`Scene`]. A market with none of them
//! is walked by code that does not know of them, so that what is off costs nothing; and since a mechanism draws its luck
//! at addresses of its own, it moves nobody else's.

pub mod baskets;
mod by_customer;
mod follow_ups;
pub mod outreach;
pub mod personalisation;
pub mod refunds;
mod showroom;
pub mod stock;
mod twins;

use super::contact::AttemptEnd;
use super::experience::Ended;
use super::joining::Newcomer;
use super::journey::{ContactEnd, Customer, Journey};
use super::rules::{Rules, Weights};
use crate::chance::{CustomerLuck, ReplicationLuck};
use crate::scenario::meant::{Later, Market};
use crate::scenario::timetable::{DAY, Micros};
use std::fmt::Debug;
use std::ops::Range;
use std::sync::Arc;

/// Makes a mechanism, where the market has it, from the start on or later.
type Made = fn(&Market, &[Later]) -> Option<Arc<dyn Mechanism>>;

/// All mechanisms, in the order in which their hooks are called.
const ALL: &[Made] =
    &[personalisation::of, showroom::of, follow_ups::of, refunds::of, twins::of, stock::of, baskets::of, outreach::of];

/// The mechanisms that a market has, with what becomes of it in the course of the run.
pub fn of(market: &Market, later: &[Later]) -> Vec<Arc<dyn Mechanism>> {
    ALL.iter().filter_map(|made| made(market, later)).collect()
}

/// Something of the market, from when on: from the start, and from each day on which it becomes another.
fn course<T>(market: &Market, later: &[Later], of: impl Fn(&Market) -> T) -> Vec<(Micros, T)> {
    let later = later.iter().map(|later| (Micros::from(later.day) * DAY, &later.market));
    [(0, market)].into_iter().chain(later).map(|(from, market)| (from, of(market))).collect()
}

/// Whether something holds of the market on any day.
fn ever(market: &Market, later: &[Later], mut holds: impl FnMut(&Market) -> bool) -> bool {
    holds(market) || later.iter().any(|later| holds(&later.market))
}

/// What holds at a moment, of what holds from when on; the first does from the start.
fn on<T>(course: &[(Micros, T)], now: Micros) -> &T {
    &course[course.partition_point(|&(from, _)| from <= now) - 1].1
}

/// The moments at which a mechanism can have a say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Hook {
    /// [`Mechanism::came_in`].
    Newcomer,
    /// [`Mechanism::need_arises`].
    Arises,
    /// [`Mechanism::need_arose`].
    Need,
    /// [`Mechanism::contact_arrived`].
    Arrival,
    /// [`Mechanism::orphan_arose`].
    Orphan,
    /// [`Mechanism::attempt_holds`].
    Success,
    /// [`Mechanism::contact_ended`].
    Contact,
    /// [`Mechanism::journey_ended`].
    Journey,
    /// [`Mechanism::weigh`].
    Choice,
}

impl Hook {
    /// Its bit in a set of hooks.
    pub const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A message that stands in a line though nobody waits for its answer.
#[derive(Debug, Clone, Copy)]
pub struct Orphan {
    /// The channel, one of kind messages with a staff pool.
    pub channel: u8,
    /// What the channel was when it was sent.
    pub form: u8,
    /// Which of the journey's messages: the number of the contact that was hung up, or one beyond all contacts.
    pub number: u16,
    /// From when its place in the line counts.
    pub since: Micros,
    /// From when nobody waits for it.
    pub arose: Micros,
}

/// What a stock pool has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Units on hand, of all items.
    pub units: u64,
    /// Items of which there are none.
    pub empty: u64,
}

/// What refunding an order takes off the day (millionths of a unit of money).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refund {
    /// Off revenue.
    pub value: i64,
    /// Off margin.
    pub margin: i64,
}

/// How a journey ended, and when.
#[derive(Debug, Clone, Copy)]
pub struct JourneyEnd {
    /// In what way.
    pub ended: Ended,
    /// Value and margin of an order (millionths of a unit of money).
    pub money: Option<(u64, i64)>,
    /// When.
    pub now: Micros,
}

/// Where something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The segment.
    pub segment: u8,
    /// The journey type.
    pub journey: usize,
    /// The channel, or [`super::rules::NOWHERE`].
    pub channel: u8,
}

impl Spot {
    /// Where a journey is: in its segment and type, and the channel of its contact.
    pub fn of(journey: &Journey) -> Self {
        Self { segment: journey.segment, journey: journey.kind.number, channel: journey.channel }
    }
}

/// Something of a mechanism's own that happens to a customer.
pub struct Happening<'h> {
    /// The customer's number.
    pub who: u32,
    /// The customer.
    pub customer: &'h mut Customer,
    /// The customer's open journeys.
    pub open: &'h mut dyn Iterator<Item = &'h Journey<'h>>,
    /// What, as the mechanism numbers it.
    pub what: u32,
    /// When.
    pub now: Micros,
}

/// What a mechanism can look at and do while one of its hooks runs.
pub trait Scene {
    /// The rules of the market.
    fn rules(&self) -> &Rules;
    /// A customer's luck.
    fn luck_of(&self, customer: u32) -> CustomerLuck;
    /// Lets a need arise later: of a customer, by the id of the journey that it begins.
    fn let_need_arise(&mut self, customer: u32, id: u32, at: Micros);
    /// Lets something of the mechanism's own happen to a customer later; its number is below 2^24.
    fn let_happen(&mut self, who: u32, what: u32, at: Micros);
    /// The channels, as bits, that a customer can use.
    fn reach_of(&mut self, customer: u32, segment: u8, now: Micros) -> u16;
    /// A customer's satisfaction has moved from what it was before.
    fn moved(&mut self, number: u32, customer: &Customer, before: f64, now: Micros);
    /// A campaign has sent a message.
    fn sent(&mut self, campaign: usize, now: Micros);
    /// Sends a message beside a journey's contact: it joins the line, and asks for this much work.
    fn send_beside(&mut self, journey: &Journey, orphan: Orphan, work: Micros);
    /// Drops an orphan of a journey from its line, unless an agent has already begun to work on it.
    fn drop_orphan(&mut self, journey: &Journey, orphan: Orphan);
    /// A stock pool has held so much in a span of time.
    fn hold(&mut self, pool: usize, held: Held, time: Range<Micros>);
    /// What a journey has brought back is refunded.
    fn refund(&mut self, journey: &Journey, refund: Refund, now: Micros);
    /// Adds to one of the mechanism's counters somewhere; what happens before the warm-up is over is left out.
    fn count_at(&mut self, spot: Spot, counter: usize, amount: i64, now: Micros);
    /// The same where the journey is.
    fn count(&mut self, journey: &Journey, counter: usize, amount: i64, now: Micros) {
        self.count_at(Spot::of(journey), counter, amount, now);
    }
}

/// A mechanism with its rules, and its state in one replication. What a hook does must not depend on the order in which
/// customers who do not meet are simulated.
pub trait Mechanism: Debug + Send + Sync {
    /// The same at the start of a replication by these rules with this luck, of which it draws at an address of its own.
    fn start(&self, rules: &Rules, luck: ReplicationLuck) -> Box<dyn Mechanism>;

    /// Its hooks; the others are not called. What it lets happen comes to [`Self::happened`] without one.
    fn hooks(&self) -> &[Hook];

    /// Names of what it counts, by constants that outcomes name, too: `slice.own` of a name that there is not is 0.
    fn counters(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether through it what happens to one customer depends on others.
    fn couples_customers(&self) -> bool {
        false
    }

    /// Whether others notice what it does at the end of this journey's attempt or contact, or it depends on others: then
    /// the end is not seen through ahead of its time.
    fn is_noticed(&self, _journey: &Journey) -> bool {
        self.couples_customers()
    }

    /// The same of the end of its contact alone, which the customer's other journeys may notice, too.
    fn end_is_noticed(&self, journey: &Journey) -> bool {
        self.is_noticed(journey)
    }

    /// The same of the arrival of the journey's next contact.
    fn arrival_is_noticed(&self, _journey: &Journey) -> bool {
        self.couples_customers()
    }

    /// A customer comes in, at the start or later; at its moment or ahead of it.
    fn came_in(&mut self, _scene: &mut dyn Scene, _newcomer: Newcomer) {}

    /// A need of a customer is about to arise, by the id of its journey; whether it does.
    fn need_arises(&mut self, _scene: &mut dyn Scene, _customer: &Customer, _who: u32, _id: u32, _now: Micros) -> bool {
        true
    }

    /// A need has arisen.
    fn need_arose(&mut self, _scene: &mut dyn Scene, _customer: &mut Customer, _journey: &mut Journey, _now: Micros) {}

    /// A contact has arrived, and has neither been served nor stands in a line yet.
    fn contact_arrived(&mut self, _scene: &mut dyn Scene, _journey: &mut Journey, _now: Micros) {}

    /// The sender of a message has hung up, before the horizon; it stays in the line.
    fn orphan_arose(&mut self, _scene: &mut dyn Scene, _journey: &Journey, _orphan: Orphan) {}

    /// A channel is chosen, among candidates (bits): multiplies their weights by factors.
    fn weigh(
        &mut self,
        _scene: &mut dyn Scene,
        _journey: &Journey,
        _candidates: u16,
        _factors: &mut Weights,
        _now: Micros,
    ) {
    }

    /// An attempt at a step would succeed, and the journey stands after it; whether it does, or how it ends instead.
    fn attempt_holds(&mut self, _scene: &mut dyn Scene, _journey: &mut Journey, _now: Micros) -> AttemptEnd {
        AttemptEnd::Succeeded
    }

    /// A contact has been served to its end.
    fn contact_ended(&mut self, _scene: &mut dyn Scene, _journey: &mut Journey, _end: ContactEnd, _now: Micros) {}

    /// A journey has ended, and the customer has felt it.
    fn journey_ended(&mut self, _: &mut dyn Scene, _: &mut Customer, _: &Journey, _end: JourneyEnd) {}

    /// The run is over, and nothing more happens; where customers are independent, for the one at hand.
    fn closed(&mut self, _scene: &mut dyn Scene, _horizon: Micros) {}

    /// Something of its own happens, as it asked for.
    fn happened(&mut self, _scene: &mut dyn Scene, _happening: Happening) {}
}
