//! Strategies that differ in nothing that can act: the same customers with the same luck fare the same, to the last digit.

use super::{Fact, Proof};

/// A desk and a shop with lost context, conflicts, transfers, lines and losses; its twin; and what owns nothing at full level.
pub fn market() -> String {
    r#"
    [run]
    customers = 1_000
    horizon_days = 56
    replications = 10
    seed = 31
    [segment.all]
    share = 1
    needs.buy = { per_year = 12, cv = 1 }
    needs.ask = { per_year = 20, cv = 0.5 }
    [journey.buy]
    steps = ["find", "order"]
    occasion = true
    value = { mean = 60 }
    [journey.ask]
    steps = ["explain", "resolve"]
    [channel.web]
    step.find = { leave = 0.3, success = 0.7, minutes = { mean = 4 } }
    step.order = { leave = 0.3, success = 0.6, minutes = { mean = 4 } }
    step.explain = { success = 0.5, minutes = { mean = 3 } }
    [channel.phone]
    kind = "live"
    transfer = 0.3
    step.order = { success = 0.8, minutes = { mean = 5 } }
    step.explain = { success = 0.9, minutes = { mean = 6 } }
    step.resolve = { success = 0.6, minutes = { mean = 9 } }
    [staff.agents]
    serves = ["phone"]
    servers = 2
    cost_per_hour = 30
    [capability.identity]
    recognised = { siloed = 0.4, integrated = 0.4 }
    [capability.continuity]
    context_kept = { siloed = 0.2, integrated = 0.2 }
    [[strategy]]
    name = "one"
    baseline = true
    [[strategy]]
    name = "its twin"
    [[strategy]]
    name = "known in vain"
    levels = { identity = 1 }
    "#
    .into()
}

/// What must hold of it.
pub(super) fn proofs() -> Vec<Proof> {
    const LAW: &str = "same customers, same luck";
    let nothing = |outcome, strategy| Fact::new(LAW, outcome, 0.0).under(strategy).less_the_baseline();
    let outcomes = ["effort_per_journey", "contacts", "retention_rate", "profit"];
    let both = |outcome| [nothing(outcome, "its twin"), nothing(outcome, "known in vain")];
    vec![Proof {
        about: "strategies that differ in nothing that acts",
        market: market(),
        facts: outcomes.into_iter().flat_map(both).collect(),
    }]
}
