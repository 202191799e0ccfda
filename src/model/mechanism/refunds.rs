//! Refunds: what was ordered is brought back by a journey that follows the order, and the firm refunds or exchanges it.

use super::follow_ups::{Brought, brought_about};
use super::{Hook, JourneyEnd, Mechanism, Refund, Scene, Spot};
use crate::chance::{ReplicationLuck, named};
use crate::mistakes::Mistake::RefundsForgotten;
use crate::mistakes::is_made;
use crate::model::journey::{Customer, Journey};
use crate::model::rules::{NOWHERE, Rules};
use crate::scenario::meant::{Later, Market};
use crate::scenario::timetable::{Micros, float, nearest};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A journey's luck: whether what it hands in is exchanged.
const REFUNDS: u64 = named("refunds");
const IS_EXCHANGED: u64 = 0;

/// Names of what is counted: orders that were handed in, by the channel in which they were completed.
pub const SENT_BACK: &str = "refunds.sent_back";
/// The same, by the channel in which they were handed in.
pub const HANDED_IN: &str = "refunds.handed_in";
/// Of these, exchanged.
pub const EXCHANGED: &str = "refunds.exchanged";
/// Money that was refunded (millionths).
pub const REFUNDED: &str = "refunds.refunded";
/// What was lost of what was handed in, and what handling cost (millionths of a unit of money).
pub const COST: &str = "refunds.cost";
const COUNTERS: [&str; 5] = [SENT_BACK, HANDED_IN, EXCHANGED, REFUNDED, COST];

#[derive(Debug, Clone)]
struct Refunds {
    /// What is on its way back, by customer and the journey that brings it.
    pieces: BTreeMap<(u32, u32), Piece>,
}

/// What is on its way back.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// What was paid for it, and the margin on that (millionths of a unit of money).
    money: (u64, i64),
    /// Segment and type of the order, and its last channel.
    ordered: Spot,
    /// The stock pool that its unit came from, or [`NOWHERE`].
    unit_from: u8,
}

/// The mechanism, where any journey type brings orders back, which never changes.
pub fn of(market: &Market, _: &[Later]) -> Option<Arc<dyn Mechanism>> {
    let any = market.journeys.iter().any(|journey| journey.refunds.is_some());
    any.then(|| Arc::new(Refunds { pieces: BTreeMap::new() }) as Arc<dyn Mechanism>)
}

impl Mechanism for Refunds {
    fn start(&self, _: &Rules, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(self.clone())
    }

    fn hooks(&self) -> &'static [Hook] {
        &[Hook::Need, Hook::Journey]
    }

    fn counters(&self) -> &'static [&'static str] {
        &COUNTERS
    }

    fn need_arose(&mut self, _: &mut dyn Scene, _: &mut Customer, journey: &mut Journey, _: Micros) {
        if let Some(piece) = self.pieces.get(&key(journey)) {
            journey.unit_from = piece.unit_from;
        }
    }

    fn journey_ended(&mut self, scene: &mut dyn Scene, customer: &mut Customer, journey: &Journey, end: JourneyEnd) {
        if journey.kind.refunds.is_some() {
            let piece = self.pieces.remove(&key(journey));
            if let Some(piece) = piece.filter(|_| end.ended.is_completed()) {
                hand_in(scene, journey, piece, end.now);
            }
        } else if let Some(money) = end.money {
            let mut brought = brought_about(scene, customer, journey, end.ended).into_iter();
            if let Some(one) = brought.find(|one| one.brings_back) {
                self.pieces.insert((journey.customer, one.id), Piece::of(journey, money, one));
            }
        }
    }

    fn closed(&mut self, _: &mut dyn Scene, _: Micros) {
        self.pieces.clear();
    }
}

impl Piece {
    /// What comes back of an order that has just been completed: all of it, or what was paid twice.
    fn of(journey: &Journey, (value, margin): (u64, i64), brought: Brought) -> Self {
        let (money, unit_from) = if brought.for_the_double_alone {
            ((value / 2, margin / 2), NOWHERE)
        } else {
            ((value, margin), journey.unit_from)
        };
        Self { money, ordered: Spot::of(journey), unit_from }
    }
}

const fn key(journey: &Journey) -> (u32, u32) {
    (journey.customer, journey.id)
}

/// Whether a journey that brings something back has it exchanged, in the channel in which it is.
pub(super) fn is_exchanged(journey: &Journey) -> bool {
    let likely = journey.kind.refunds.as_ref().map_or(0.0, |rule| rule.exchanged[usize::from(journey.channel)].get());
    journey.luck.own(REFUNDS).draw(IS_EXCHANGED).falls_below(likely)
}

/// A piece is handed in: refunded, unless it is exchanged, and handled.
fn hand_in(scene: &mut dyn Scene, journey: &Journey, piece: Piece, now: Micros) {
    let rule = journey.kind.refunds.as_ref().expect("the journey brings something back");
    let is_exchanged = is_exchanged(journey);
    let cost = nearest(float(piece.money.0) * rule.lost).saturating_add(nearest(rule.cost * 1e6));
    let cost = i64::try_from(cost).unwrap_or(i64::MAX);
    let (value, margin) = if is_exchanged { (0, 0) } else { piece.money };
    let value = i64::try_from(value).unwrap_or(i64::MAX);
    scene.count_at(piece.ordered, SENT_BACK_AT, 1, now);
    let counted = [(HANDED_IN_AT, 1), (EXCHANGED_AT, i64::from(is_exchanged)), (REFUNDED_AT, value), (COST_AT, cost)];
    for (at, amount) in counted {
        scene.count(journey, at, amount, now);
    }
    if !is_made(RefundsForgotten) {
        scene.refund(journey, Refund { value, margin: margin.saturating_add(cost) }, now);
    }
}

const SENT_BACK_AT: usize = 0;
const HANDED_IN_AT: usize = 1;
const EXCHANGED_AT: usize = 2;
const REFUNDED_AT: usize = 3;
const COST_AT: usize = 4;
