//! One replication: two walks over the rules of the model, and the tally of what happened.

pub mod agenda;
pub mod log;
mod pool;
pub mod retold;
pub mod tally;
mod walk;

pub use tally::Tally;

use crate::chance::ReplicationLuck;
use crate::model::joining::Newcomer;
use crate::model::rules::Rules;
use agenda::{Agenda, Few, Many};
use tally::Record;
use walk::{Mechanisms, Off, On, Walk};

/// Simulates one replication of a market, of these customers there at the start, in the given order, and those who join for
/// them: one by one where they are independent, so
/// that neither order nor company makes a difference; in time where they meet, so that order makes none either.
pub fn replicate(rules: &Rules, luck: ReplicationLuck, customers: impl Iterator<Item = u32>) -> Tally {
    let mut tally = Tally::new(rules);
    if rules.customers_are_independent() {
        one_by_one(rules, luck, customers, &mut tally);
    } else {
        in_time(rules, luck, customers, &mut tally);
    }
    tally
}

/// Simulates independent customers one by one, each over the whole horizon and followed by those who join for them; nothing
/// is kept of a customer.
pub fn one_by_one(
    rules: &Rules,
    luck: ReplicationLuck,
    customers: impl Iterator<Item = u32>,
    record: &mut impl Record,
) {
    debug_assert!(rules.customers_are_independent());
    if rules.mechanisms.is_empty() {
        walk_alone(Walk::<_, _, Off>::new(rules, luck, Few::default(), record), customers);
    } else {
        walk_alone(Walk::<_, _, On>::new(rules, luck, Few::default(), record), customers);
    }
}

fn walk_alone<A: Agenda, R: Record, M: Mechanisms>(mut walk: Walk<A, R, M>, customers: impl Iterator<Item = u32>) {
    for customer in customers {
        let newcomer = walk.newcomer(customer);
        walk.admit_alone(newcomer);
        walk.run();
        walk.close();
        if walk.somebody_joins() {
            walk_joiners_alone(&mut walk, newcomer);
        }
    }
}

/// Those who join for a customer, one by one.
#[cold]
fn walk_joiners_alone<A: Agenda, R: Record, M: Mechanisms>(walk: &mut Walk<A, R, M>, parent: Newcomer) {
    for joiner in walk.joiners(parent) {
        walk.admit_alone(joiner);
        walk.run();
        walk.close();
    }
}

/// Simulates all customers together, event by event in time. For independent customers the record is the same, to the
/// byte, as that of [`one_by_one`].
pub fn in_time(rules: &Rules, luck: ReplicationLuck, customers: impl Iterator<Item = u32>, record: &mut impl Record) {
    let agenda = Many::new(rules.horizon, rules.followed_until, rules.customers as usize * rules.journeys.len());
    if rules.mechanisms.is_empty() {
        walk_together(Walk::<_, _, Off>::new(rules, luck, agenda, record), customers);
    } else {
        walk_together(Walk::<_, _, On>::new(rules, luck, agenda, record), customers);
    }
}

fn walk_together<A: Agenda, R: Record, M: Mechanisms>(mut walk: Walk<A, R, M>, customers: impl Iterator<Item = u32>) {
    customers.for_each(|customer| walk.admit(customer));
    walk.run();
    walk.close();
}
