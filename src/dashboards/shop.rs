//! Figures of shops: baskets left behind, and customers who return.

use super::facts::{Basket, Facts, Hit, OrderFate, Part};
use super::visits::Cuts;
use super::waits::and;
use crate::scenario::timetable::{MINUTE, Micros};
use crate::stats::Ratio;
use std::collections::BTreeMap;

/// When a basket is left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abandoned {
    /// So many minutes after the customer has said how to be reached there is no order. Without that there is no basket.
    Minutes(u32),
    /// The visit in which it was filled has ended without an order; a later one changes nothing.
    Visit(Cuts),
}

impl Abandoned {
    /// Baskets left behind of baskets counted.
    pub fn of(&self, facts: &Facts, part: Part) -> Ratio {
        match self {
            Self::Minutes(minutes) => after(facts, Micros::from(*minutes) * MINUTE, part),
            Self::Visit(cuts) => within_the_visit(facts, *cuts, part),
        }
    }
}

fn baskets(facts: &Facts, part: Part) -> impl Iterator<Item = &Basket> {
    facts.baskets.iter().filter(move |basket| part.holds(basket.channel))
}

fn after(facts: &Facts, time: Micros, part: Part) -> Ratio {
    let from = |basket: &Basket| Some((basket.contact_given?, basket.ordered));
    let begun = baskets(facts, part).filter_map(from).filter(|(from, _)| from + time <= facts.until);
    let is_left = |from: Micros, ordered: Option<Micros>| ordered.is_none_or(|ordered| ordered > from + time);
    begun.fold(Ratio::NONE, |sum, (from, ordered)| and(sum, i128::from(is_left(from, ordered)), 1))
}

fn within_the_visit(facts: &Facts, cuts: Cuts, part: Part) -> Ratio {
    let visits = cuts.visits(facts, part);
    let ends = |visit: &Vec<&Hit>| {
        Some((visit.first()?.channel, visit.first()?.customer, visit.first()?.at, visit.last()?.at))
    };
    let mut last_of: BTreeMap<(u16, u32, Micros), Micros> = BTreeMap::new();
    last_of.extend(visits.iter().filter_map(ends).map(|(channel, customer, from, to)| ((channel, customer, from), to)));
    let is_left = |basket: &Basket| {
        let key = |at: Micros| (basket.channel, basket.customer, at);
        let visit = last_of.range(key(0)..=key(basket.filled)).next_back();
        let end = visit.map_or(basket.filled, |(_, &end)| end.max(basket.filled));
        basket.ordered.is_none_or(|ordered| ordered > end)
    };
    baskets(facts, part).fold(Ratio::NONE, |sum, basket| and(sum, i128::from(is_left(basket)), 1))
}

/// Orders that are not the oldest of their address, of all orders that count.
pub fn returning(facts: &Facts, part: Part) -> Ratio {
    let mut orders: Vec<_> = facts.orders.iter().filter(|order| order.fate == OrderFate::Counted).collect();
    orders.sort_by_key(|order| (order.address, order.at));
    let is_oldest = |at: usize| at == 0 || orders[at - 1].address != orders[at].address;
    let counted = (0..orders.len()).filter(|&at| part.holds(orders[at].channel));
    counted.fold(Ratio::NONE, |sum, at| and(sum, i128::from(!is_oldest(at)), 1))
}
