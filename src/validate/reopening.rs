//! Cases that seem solved and come back.

use super::{Fact, Proof};
use crate::theory::recontact::{contacts, contacts_exceed, variance_of_contacts};

/// A thousand customers with some eight needs each in the first four weeks, and eight weeks more in which all of them end.
pub fn market(journey: &str, rest: &str) -> String {
    format!(
        r#"
        [run]
        customers = 1_000
        horizon_days = 84
        replications = 40
        seed = 27
        [segment.all]
        share = 1
        needs.help = {{ per_year = 8 }}
        loss = {{ a = 0, b = 1 }}
        tolerance_minutes = {{ mean = inf }}
        [seam]
        identify_minutes = 0
        cold = 0
        [choice]
        habit = 0
        taste_sd = 0
        [journey.help]
        by_season = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        {journey}
        {rest}
        [[strategy]]
        name = "one"
        baseline = true
        "#
    )
}

/// One desk where a contact takes six minutes and one to get there; some of those that seem to help do not.
pub fn desk(success: f64, returns: f64, journey: &str) -> String {
    market(
        &format!(
            r#"
            steps = ["help"]
            rebuild_minutes = 0
            pause_days = 0.005
            give_up_days = 5
            reopens = {{ probability = {returns}, after_days = 0.5 }}
            {journey}
            "#
        ),
        &format!(
            r#"
            [channel.desk]
            kind = "live"
            access_minutes = 1
            step.help = {{ success = {success}, minutes = {{ mean = 6, cv = 0 }} }}
            "#
        ),
    )
}

/// What theory says of it: a contact settles the case where it succeeds and the case does not come back.
pub(super) fn proofs() -> Vec<Proof> {
    let (success, returns) = (0.7, 0.2);
    let settled = success * (1.0 - returns);
    vec![Proof {
        about: "cases that come back, one in five",
        market: desk(success, returns, ""),
        facts: vec![
            Fact::new("geometric", "contacts_per_journey", contacts(settled)),
            Fact::new("geometric", "contacts_variance", variance_of_contacts(settled)),
            Fact::new("geometric", "first_contact_resolution", 1.0 - contacts_exceed(settled, 1)),
            Fact::new("chance put in", "reopened_rate", returns),
        ],
    }]
}
