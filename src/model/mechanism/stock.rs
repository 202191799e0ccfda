//! Stock: units that a step takes, what happens where there is none, and how shelves fill again.
//!
//! A shelf changes by itself only at reviews and deliveries, which nobody sees but who asks: it is brought up to the moment
//! whenever somebody does, so that it needs no events of its own.

use super::{Held, Hook, JourneyEnd, Mechanism, Scene, course, ever, on, refunds};
use crate::chance::maths::exp;
use crate::chance::{JourneyLuck, ReplicationLuck, named};
use crate::mistakes::Mistake::{PiecesThrownAway, ShelvesEndless};
use crate::mistakes::is_made;
use crate::model::bits;
use crate::model::contact::AttemptEnd;
use crate::model::experience::Ended;
use crate::model::journey::{Customer, Journey, cause_and_need};
use crate::model::rules::{NOWHERE, Rules, Weights};
use crate::scenario::meant::{Later, Market};
use crate::scenario::timetable::{MINUTES_PER_DAY, Micros, micros};
use crate::scenario::typed;
use std::collections::VecDeque;
use std::sync::Arc;

/// Where the luck of stock stands: a journey's, and an attempt's.
const STOCK: u64 = named("stock");
/// Of a journey: which item it wants.
const ITEM: u64 = 0;
/// Of a journey: whether it sees what is in stock.
const SEES: u64 = 1;
/// Of a journey and a channel: whether it is shown what is not there.
const SHOWN: u64 = 0;
/// Of an attempt: whether another pool serves it.
const IS_SHARED: u64 = 0;
/// Of an attempt: whether the customer leaves.
const LEAVES: u64 = 1;

/// Names of what is counted.
pub const ASKED: &str = "stock.asked";
/// Of these, what the channel's own pool did not have.
pub const OUT: &str = "stock.out";
/// Of these, what another served.
pub const ELSEWHERE: &str = "stock.elsewhere";
/// Journeys that ended otherwise than completed after a miss.
pub const LOST: &str = "stock.lost";
/// Units that were given back.
pub const GIVEN_BACK: &str = "stock.given_back";
/// Units of orders that were sent back and refunded.
pub const PUT_BACK: &str = "stock.put_back";
const COUNTERS: [&str; 6] = [ASKED, OUT, ELSEWHERE, LOST, GIVEN_BACK, PUT_BACK];

#[derive(Debug, Clone)]
struct Stock {
    /// The shelf of each stock pool; none of one that nobody sells from.
    shelves: Vec<Option<Shelf>>,
    /// How likely another pool serves, and how likely stock is seen, from when on.
    course: Vec<(Micros, Integration)>,
    /// What customers who choose look at: nothing, where they do not mind.
    outlook: Option<Vec<Outlook>>,
}

/// What the capability comes to.
#[derive(Debug, Clone, Copy)]
struct Integration {
    /// Another pool serves what the channel's own has not.
    shared: f64,
    /// Stock is seen.
    visible: f64,
}

/// What customers think of a pool.
#[derive(Debug, Clone, Copy)]
struct Outlook {
    /// With which chance it is believed to be out.
    believed_out: f64,
    /// With which probability it shows what is not there.
    shown_wrongly: f64,
}

/// The mechanism, where anything is sold from stock.
pub fn of(market: &Market, later: &[Later]) -> Option<Arc<dyn Mechanism>> {
    if !ever(market, later, Market::has_stock) {
        return None;
    }
    let shelf = |number: usize| {
        let full = course(market, later, |market| market.stocks[number].order_up_to);
        let is_there = ever(market, later, |market| market.sells_from(number));
        is_there.then(|| Shelf::new(&market.stocks[number], full))
    };
    let matters = ever(market, later, |market| market.choice.stockout_aversion > 0.0);
    Some(Arc::new(Stock {
        shelves: (0..market.stocks.len()).map(shelf).collect(),
        course: course(market, later, Integration::of),
        outlook: matters.then(|| market.stocks.iter().map(Outlook::of).collect()),
    }))
}

impl Integration {
    fn of(market: &Market) -> Self {
        Self { shared: market.stock_shared.get(), visible: market.stock_visible.get() }
    }
}

impl Outlook {
    fn of(stock: &typed::Stock) -> Self {
        Self { believed_out: stock.believed_out, shown_wrongly: stock.shown_wrongly }
    }
}

impl Mechanism for Stock {
    fn start(&self, _: &Rules, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(self.clone())
    }

    fn hooks(&self) -> &'static [Hook] {
        if self.outlook.is_some() {
            &[Hook::Success, Hook::Journey, Hook::Choice]
        } else {
            &[Hook::Success, Hook::Journey]
        }
    }

    fn counters(&self) -> &'static [&'static str] {
        &COUNTERS
    }

    fn couples_customers(&self) -> bool {
        true
    }

    fn is_noticed(&self, journey: &Journey) -> bool {
        let looks = self.outlook.is_some();
        journey.kind.takes_at.is_some_and(|step| step == journey.step || looks && journey.step < step)
    }

    fn weigh(&mut self, scene: &mut dyn Scene, journey: &Journey, candidates: u16, factors: &mut Weights, now: Micros) {
        let Some(takes_at) = journey.kind.takes_at.filter(|&step| journey.step <= step) else { return };
        if journey.unit_from != NOWHERE || now >= scene.rules().horizon {
            return;
        }
        let sees = journey.luck.own(STOCK).draw(SEES).falls_below(self.integration(now).visible);
        for channel in bits(candidates & journey.kind.offered[usize::from(takes_at)]) {
            if let Some(pool) = scene.rules().channels[channel].stock {
                let out = self.seems_out(scene, journey, (channel, pool), sees, now);
                factors[channel] *= exp(-scene.rules().stockout_aversion * out);
            }
        }
    }

    fn attempt_holds(&mut self, scene: &mut dyn Scene, journey: &mut Journey, now: Micros) -> AttemptEnd {
        let pool = scene.rules().channels[usize::from(journey.channel)].stock;
        let is_over = now >= scene.rules().horizon;
        let Some(pool) = pool.filter(|_| !is_over && asks(journey)) else { return AttemptEnd::Succeeded };
        count(scene, journey, ASKED, now);
        if let Some(from) = self.serve(scene, journey, pool, now) {
            journey.unit_from = from as u8;
            return AttemptEnd::Succeeded;
        }
        journey.stock_outs += 1;
        let leaves = journey.contact.attempt.own(STOCK).draw(LEAVES).falls_below(journey.kind.typed.leave_when_out());
        if leaves { AttemptEnd::Left } else { AttemptEnd::Failed }
    }

    fn journey_ended(&mut self, scene: &mut dyn Scene, _: &mut Customer, journey: &Journey, end: JourneyEnd) {
        let JourneyEnd { ended, now, .. } = end;
        if journey.kind.refunds.is_some() {
            return self.hand_in(scene, journey, ended, now);
        }
        if ended.is_completed() {
            return;
        }
        if journey.stock_outs > 0 {
            count(scene, journey, LOST, now);
        }
        if let Some(Some(shelf)) = self.shelves.get_mut(usize::from(journey.unit_from)) {
            count(scene, journey, GIVEN_BACK, now);
            shelf.pass(scene, usize::from(journey.unit_from), now);
            let item = shelf.item(wish(journey.luck));
            shelf.put(item, 1);
        }
    }

    fn closed(&mut self, scene: &mut dyn Scene, now: Micros) {
        for (number, shelf) in self.shelves.iter_mut().enumerate() {
            if let Some(shelf) = shelf {
                shelf.pass(scene, number, now);
            }
        }
    }
}

/// Whether an attempt that has just succeeded asks for a unit.
fn asks(journey: &Journey) -> bool {
    journey.unit_from == NOWHERE && journey.kind.takes_at.is_some_and(|step| step + 1 == journey.step)
}

/// Which item a journey wants, as a share of all there are.
fn wish(journey: JourneyLuck) -> f64 {
    journey.own(STOCK).draw(ITEM).get()
}

fn count(scene: &mut dyn Scene, journey: &Journey, counter: &str, now: Micros) {
    let at = COUNTERS.iter().position(|name| *name == counter).expect("one of its own counters");
    scene.count(journey, at, 1, now);
}

impl Stock {
    /// What a journey has brought back is there again, unless it was exchanged: where it was handed in, or, if no stock is
    /// kept there, where it came from.
    fn hand_in(&mut self, scene: &mut dyn Scene, journey: &Journey, ended: Ended, now: Micros) {
        let is_put_back = ended.is_completed() && journey.unit_from != NOWHERE && !refunds::is_exchanged(journey);
        if !is_put_back || is_made(PiecesThrownAway) {
            return;
        }
        let (cause, k) = cause_and_need(journey.id);
        let causes = &scene.rules().causes;
        let order = scene.luck_of(journey.customer).journey(causes[causes[cause].before].address, k);
        let here = scene.rules().channels[usize::from(journey.channel)].stock;
        let is_there = |pool: &usize| self.shelves[*pool].is_some();
        let pool = here.filter(is_there).unwrap_or(usize::from(journey.unit_from));
        if let Some(shelf) = &mut self.shelves[pool] {
            shelf.pass(scene, pool, now);
            shelf.put(shelf.item(wish(order)), 1);
            count(scene, journey, PUT_BACK, now);
        }
    }

    /// Takes a unit from the channel's own pool, or from another that serves in its place; tells from which.
    fn serve(&mut self, scene: &mut dyn Scene, journey: &Journey, own: usize, now: Micros) -> Option<usize> {
        let wish = wish(journey.luck);
        if self.has(scene, own, wish, now) {
            self.take(own, wish);
            return Some(own);
        }
        count(scene, journey, OUT, now);
        let shared = self.integration(now).shared;
        if !journey.contact.attempt.own(STOCK).draw(IS_SHARED).falls_below(shared) {
            return None;
        }
        let other = self.fullest(scene, wish, now)?;
        self.take(other, wish);
        count(scene, journey, ELSEWHERE, now);
        Some(other)
    }

    /// What the capability comes to on a day.
    fn integration(&self, now: Micros) -> Integration {
        *on(&self.course, now)
    }

    /// With which chance a customer who chooses believes that a channel and its pool are out of what is wanted.
    fn seems_out(
        &mut self,
        scene: &mut dyn Scene,
        journey: &Journey,
        (channel, pool): (usize, usize),
        sees: bool,
        now: Micros,
    ) -> f64 {
        let outlook = self.outlook.as_ref().expect("customers mind")[pool];
        if !sees {
            return outlook.believed_out;
        }
        let wish = wish(journey.luck);
        let luck = journey.luck.own(STOCK).of(scene.rules().channels[channel].address);
        if self.has(scene, pool, wish, now) || luck.draw(SHOWN).falls_below(outlook.shown_wrongly) {
            return 0.0;
        }
        if self.fullest(scene, wish, now).is_some() { 1.0 - self.integration(now).shared } else { 1.0 }
    }

    fn has(&mut self, scene: &mut dyn Scene, pool: usize, wish: f64, now: Micros) -> bool {
        self.on_hand(scene, pool, wish, now) > 0
    }

    /// Units of an item that a pool has on hand.
    fn on_hand(&mut self, scene: &mut dyn Scene, pool: usize, wish: f64, now: Micros) -> u64 {
        self.shelves[pool].as_mut().map_or(0, |shelf| {
            shelf.pass(scene, pool, now);
            shelf.on_hand[shelf.item(wish)]
        })
    }

    /// The pool with the most units of an item; of several the first.
    fn fullest(&mut self, scene: &mut dyn Scene, wish: f64, now: Micros) -> Option<usize> {
        let mut fullest = None;
        for pool in 0..self.shelves.len() {
            let units = self.on_hand(scene, pool, wish, now);
            if units > fullest.map_or(0, |(_, most)| most) {
                fullest = Some((pool, units));
            }
        }
        fullest.map(|(pool, _)| pool)
    }

    fn take(&mut self, pool: usize, wish: f64) {
        let units = self.shelves[pool].as_mut().expect("a pool that has a unit is there");
        if !is_made(ShelvesEndless) {
            units.take(units.item(wish));
        }
    }
}

/// The units of one pool.
#[derive(Debug, Clone)]
struct Shelf {
    /// Up to how many units of each item are ordered, from when on.
    full: Vec<(Micros, u32)>,
    /// From review to review, and from there to the delivery.
    review: Micros,
    lead: Micros,
    /// Units on hand and on order, by item.
    on_hand: Vec<u64>,
    on_order: Vec<u64>,
    /// Deliveries on their way, the next first: when, and of which items how many.
    coming: VecDeque<(Micros, Vec<(usize, u64)>)>,
    /// Items that the next review must look at.
    touched: Vec<usize>,
    is_touched: Vec<bool>,
    /// When the next review is.
    next_review: Micros,
    /// The level to which the last one ordered.
    level: u64,
    /// From when on its units are not yet told.
    told: Micros,
    /// Units of all items on hand, and items of which there are none.
    held: Held,
}

impl Shelf {
    /// Full, at the start.
    fn new(stock: &typed::Stock, full: Vec<(Micros, u32)>) -> Self {
        let (items, units) = (stock.items as usize, u64::from(stock.order_up_to));
        Self {
            full,
            review: micros(stock.review_days * MINUTES_PER_DAY).max(1),
            lead: micros(stock.lead_days * MINUTES_PER_DAY),
            on_hand: vec![units; items],
            on_order: vec![0; items],
            coming: VecDeque::new(),
            touched: Vec::new(),
            is_touched: vec![false; items],
            next_review: 0,
            level: units,
            told: 0,
            held: Held { units: units * items as u64, empty: if units == 0 { items as u64 } else { 0 } },
        }
    }

    /// The item that a wish stands for.
    fn item(&self, wish: f64) -> usize {
        ((wish * self.on_hand.len() as f64) as usize).min(self.on_hand.len() - 1)
    }

    /// Lets time pass up to a moment, with all that arrives up to it.
    fn pass(&mut self, scene: &mut dyn Scene, number: usize, now: Micros) {
        loop {
            let delivery = self.coming.front().map_or(Micros::MAX, |(at, _)| *at);
            if delivery.min(self.next_review) > now {
                break;
            }
            if delivery <= self.next_review {
                self.tell(scene, number, delivery);
                let (_, units) = self.coming.pop_front().expect("a delivery is on its way");
                self.arrive(units);
            } else {
                self.tell(scene, number, self.next_review);
                self.look(self.next_review);
                self.next_review = self.review_after(now);
            }
        }
        self.tell(scene, number, now);
    }

    /// The next review; where nothing has to be looked at, those up to a moment are passed over.
    fn review_after(&self, now: Micros) -> Micros {
        let next = self.next_review + self.review;
        let is_quiet = self.touched.is_empty() && self.coming.is_empty() && self.full.len() == 1;
        if is_quiet && next <= now { now / self.review * self.review } else { next }
    }

    /// A review: orders what brings each item's position up to the level of the day.
    fn look(&mut self, now: Micros) {
        let level = u64::from(*on(&self.full, now));
        let items: Vec<usize> = if level == self.level {
            std::mem::take(&mut self.touched)
        } else {
            self.touched.clear();
            (0..self.on_hand.len()).collect()
        };
        self.level = level;
        let mut order = Vec::new();
        for item in items {
            self.is_touched[item] = false;
            let missing = level.saturating_sub(self.on_hand[item] + self.on_order[item]);
            if missing > 0 {
                self.on_order[item] += missing;
                order.push((item, missing));
            }
        }
        if self.lead == 0 {
            self.arrive(order);
        } else if !order.is_empty() {
            self.coming.push_back((now + self.lead, order));
        }
    }

    fn arrive(&mut self, delivery: Vec<(usize, u64)>) {
        for (item, units) in delivery {
            self.on_order[item] -= units;
            self.put(item, units);
        }
    }

    fn put(&mut self, item: usize, units: u64) {
        self.held.empty -= u64::from(self.on_hand[item] == 0);
        self.on_hand[item] += units;
        self.held.units += units;
    }

    fn take(&mut self, item: usize) {
        self.on_hand[item] -= 1;
        self.held.units -= 1;
        self.held.empty += u64::from(self.on_hand[item] == 0);
        if !std::mem::replace(&mut self.is_touched[item], true) {
            self.touched.push(item);
        }
    }

    /// Tells what was on hand since it was last told.
    fn tell(&mut self, scene: &mut dyn Scene, number: usize, now: Micros) {
        if now > self.told {
            scene.hold(number, self.held, self.told..now);
            self.told = now;
        }
    }
}
