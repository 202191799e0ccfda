//! One replication: two walks over the rules of the model, and the tally of what happened.

pub mod agenda;
mod pool;
pub mod tally;
mod walk;

pub use tally::Tally;

use crate::chance::ReplicationLuck;
use crate::model::rules::Rules;
use agenda::{Few, Many};
use tally::Record;
use walk::Walk;

/// Simulates one replication of a market, its customers in the given order: one by one where they are independent, so
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

/// Simulates independent customers one by one, each over the whole horizon; nothing is kept of a customer.
pub fn one_by_one(
    rules: &Rules,
    luck: ReplicationLuck,
    customers: impl Iterator<Item = u32>,
    record: &mut impl Record,
) {
    debug_assert!(rules.customers_are_independent());
    let mut walk = Walk::new(rules, luck, Few::default(), record);
    for customer in customers {
        walk.admit_alone(customer);
        walk.run();
        walk.close();
    }
}

/// Simulates all customers together, event by event in time. For independent customers the record is the same, to the
/// byte, as that of [`one_by_one`].
pub fn in_time(rules: &Rules, luck: ReplicationLuck, customers: impl Iterator<Item = u32>, record: &mut impl Record) {
    let agenda = Many::new(rules.horizon, rules.followed_until, rules.customers as usize * rules.journeys.len());
    let mut walk = Walk::new(rules, luck, agenda, record);
    customers.for_each(|customer| walk.admit(customer));
    walk.run();
    walk.close();
}
