//! Customers who come back to one desk because the last contact did not help.

use super::{Fact, Proof};
use crate::theory::recontact::{contacts, contacts_with_continuation, variance_of_contacts};

/// One desk, without staff; some ten needs of every customer on a Monday, none of which the horizon cuts off.
fn market(leave: f64, success: f64) -> String {
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
        tolerance_minutes = {{ mean = inf }}
        loss = {{ a = 0, b = 1 }}
        [journey.help]
        steps = ["help"]
        by_weekday = [1, 0, 0, 0, 0, 0, 0]
        pause_days = 0.005
        give_up_days = 5
        [seam]
        rebuild_minutes = 0
        cold = 0
        [channel.desk]
        step.help = {{ leave = {leave}, success = {success}, minutes = {{ mean = 6, law = "fixed" }} }}
        [[strategy]]
        name = "one"
        baseline = true
        "#
    )
}

pub fn proofs() -> Vec<Proof> {
    const ALWAYS: f64 = 0.45;
    const HELPED: f64 = 0.7;
    const GOES_ON: f64 = 0.8;
    let leave = (1.0 - HELPED) * (1.0 - GOES_ON);
    let now_and_then = contacts_with_continuation(HELPED, GOES_ON);
    let fact = |law, outcome, exact| Fact { law, outcome, channel: "", exact };
    vec![
        Proof {
            about: "who is not helped always comes back",
            market: market(0.0, ALWAYS),
            facts: vec![
                fact("geometric", "contacts_per_journey", contacts(ALWAYS)),
                fact("geometric", "contacts_variance", variance_of_contacts(ALWAYS)),
                fact("geometric", "one_contact_resolution", ALWAYS),
            ],
        },
        Proof {
            about: "who is not helped comes back four times in five",
            market: market(leave, HELPED / (1.0 - leave)),
            facts: vec![
                fact("continuation", "contacts_per_journey", now_and_then.mean),
                fact("continuation", "completion_rate", now_and_then.resolved),
            ],
        },
    ]
}
