//! Customers who come back to one desk because the last contact did not help.

use super::{Fact, Proof};
use crate::theory::recontact::{contacts, contacts_with_continuation, variance_of_contacts};

/// One desk where a contact takes six minutes and one to get there; some ten needs of every customer on a Monday.
pub fn desk(leave: f64, success: f64, limit: u16, tolerance: &str) -> String {
    format!(
        r#"
        [run]
        customers = 1_000
        horizon_days = 7
        replications = 40
        seed = 12
        [segment.all]
        share = 1
        needs.help = {{ per_year = 520 }}
        tolerance_minutes = {tolerance}
        loss = {{ a = 0, b = 1 }}
        [journey.help]
        steps = ["help"]
        by_weekday = [1, 0, 0, 0, 0, 0, 0]
        pause_days = 0.005
        give_up_days = 5
        contact_limit = {limit}
        [seam]
        rebuild_minutes = 0
        cold = 0
        [channel.desk]
        access_minutes = 1
        step.help = {{ leave = {leave}, success = {success}, minutes = {{ mean = 6, cv = 0 }} }}
        [[strategy]]
        name = "one"
        baseline = true
        "#
    )
}

/// Tolerance without end.
pub const ENDLESS: &str = "{ mean = inf }";

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    const MANY: u16 = 100;
    const ALWAYS: f64 = 0.45;
    const HELPED: f64 = 0.7;
    const GOES_ON: f64 = 0.8;
    let leave = (1.0 - HELPED) * (1.0 - GOES_ON);
    let now_and_then = contacts_with_continuation(HELPED, GOES_ON);
    vec![
        Proof {
            about: "who is not helped always comes back",
            market: desk(0.0, ALWAYS, MANY, ENDLESS),
            facts: vec![
                Fact::new("geometric", "contacts_per_journey", contacts(ALWAYS)),
                Fact::new("geometric", "contacts_variance", variance_of_contacts(ALWAYS)),
                Fact::new("geometric", "one_contact_resolution", ALWAYS),
            ],
        },
        Proof {
            about: "who is not helped comes back four times in five",
            market: desk(leave, HELPED / (1.0 - leave), MANY, ENDLESS),
            facts: vec![
                Fact::new("continuation", "contacts_per_journey", now_and_then.mean),
                Fact::new("continuation", "completion_rate", now_and_then.resolved),
            ],
        },
    ]
}
