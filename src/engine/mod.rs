//! One replication: events in time over the rules of the model, and the tally of what happened.

pub mod agenda;
mod pool;
pub mod tally;
mod walk;

pub use tally::Tally;

use crate::chance::ReplicationLuck;
use crate::model::rules::Rules;
use agenda::{Few, Many};
use walk::Walk;

/// Simulates one replication of a market, its customers in the given order. Where customers are independent each is
/// simulated alone, and neither order nor company changes the tally; where staff couples them, all are simulated
/// together, and order makes no difference either.
pub fn replicate(rules: &Rules, luck: ReplicationLuck, customers: impl Iterator<Item = u32>) -> Tally {
    let mut tally = Tally::new(rules);
    if rules.customers_are_independent() {
        let mut walk = Walk::new(rules, luck, Few::default(), &mut tally);
        for customer in customers {
            walk.admit(customer);
            walk.run();
            walk.close();
        }
    } else {
        let mut walk = Walk::new(rules, luck, Many::new(rules.horizon), &mut tally);
        customers.for_each(|customer| walk.admit(customer));
        walk.run();
        walk.close();
    }
    tally
}
