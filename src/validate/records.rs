//! Calls that begin with somebody else's record, which has to be put right.

use super::{Fact, Proof};

/// The share of calls that begin so.
pub const WRONG: f64 = 0.1;
/// Minutes to put it right.
pub const REPAIR: f64 = 8.0;
/// Minutes of a call without that, exponential.
pub const TALK: f64 = 3.0;
/// Calls a minute: as many as keep the one agent busy for seven tenths of the time.
pub const RATE: f64 = 0.7 / (TALK + WRONG * REPAIR);

/// One agent who is never mistaken, or now and then.
pub fn market() -> String {
    format!(
        r#"
        [run]
        customers = 4_000
        horizon_days = 31
        warm_up_days = 1
        replications = 20
        seed = 3
        [segment.all]
        share = 1
        needs.call = {{ per_year = {per_year} }}
        [journey.call]
        steps = ["talk"]
        give_up_days = 0.5
        [channel.line]
        kind = "live"
        patience_minutes = inf
        step.talk = {{ minutes = {{ mean = {TALK}, law = "exponential" }} }}
        [staff.agent]
        serves = ["line"]
        servers = 1
        [capability.identity]
        recognised = {{ siloed = 1, integrated = 1 }}
        wrong_match = {{ siloed = 0, integrated = {WRONG} }}
        [loss]
        a = 0
        b = 1
        [[strategy]]
        name = "never mistaken"
        baseline = true
        [[strategy]]
        name = "mistaken"
        levels = {{ identity = 1 }}
        "#,
        per_year = RATE * 60.0 * 24.0 * 364.0 / 4000.0,
    )
}

/// What Pollaczek and Khinchine say where so many calls begin with a wrong record: the mean and the second moment of what a
/// call takes give the wait.
pub fn facts(wrong: f64, strategy: &'static str) -> [Fact; 3] {
    let mean = TALK + wrong * REPAIR;
    let square = 2.0 * TALK * TALK + 2.0 * TALK * wrong * REPAIR + wrong * REPAIR * REPAIR;
    let wait = RATE * square / (2.0 * (1.0 - RATE * mean));
    [
        Fact::new("Pollaczek-Khinchine", "wait_minutes", wait).of("line").under(strategy),
        Fact::new("load over agents", "occupancy", RATE * mean).of("staff.agent").under(strategy),
        Fact::new("minutes put in", "handle_minutes", mean).of("line").under(strategy),
    ]
}

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    vec![Proof {
        about: "one call in ten with somebody else's record",
        market: market().replace("horizon_days = 31", "horizon_days = 121"),
        facts: facts(WRONG, "mistaken").to_vec(),
    }]
}
