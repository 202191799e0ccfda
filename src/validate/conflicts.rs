//! Channels that disagree: how often, for better and for worse, and what that does.

use super::{Fact, Proof};

/// Two thousand customers with one kind of need, whom nothing drives away.
pub fn market(journey: &str, rest: &str) -> String {
    format!(
        r#"
        [run]
        customers = 2_000
        horizon_days = 70
        replications = 8
        seed = 17
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        tolerance_minutes = {{ mean = inf }}
        needs.help = {{ per_year = 12 }}
        [journey.help]
        give_up_days = 21
        pause_days = 0.1
        {journey}
        [choice]
        habit = 0
        taste_sd = 0
        {rest}
        [[strategy]]
        name = "multichannel"
        baseline = true
        "#
    )
}

/// Found on the web, ordered and paid in the store at 100 EUR, in one visit or not at all; web and store agree in seven
/// of ten cases, or never. A conflict has no effect but the one given.
pub fn web_then_store(order: &str, pay: &str, conflict: &str, strategies: &str) -> String {
    let effects = ["better_success", "better_discount", "worse_leave"];
    let others = effects.iter().filter(|effect| !conflict.starts_with(**effect));
    let no_other = others.map(|effect| format!("{effect} = 0")).collect::<Vec<_>>().join("\n");
    let rest = format!(
        r#"
        [channel.web]
        step.find = {{ minutes = {{ mean = 1 }} }}
        [channel.store]
        kind = "live"
        step.order = {order}
        step.pay = {pay}
        [capability.consistency]
        consistent = {{ siloed = 0.7, integrated = 0 }}
        [seam]
        cold = 0
        [conflict]
        {conflict}
        {no_other}
        "#
    );
    let journey = "steps = [\"find\", \"order\", \"pay\"]\ncontact_limit = 2\nvalue = { mean = 100, cv = 0 }";
    market(journey, &rest) + CONTRARY + strategies
}

/// A step that always succeeds.
pub const SURE: &str = "{ minutes = { mean = 1 } }";
/// A step that succeeds in every other case.
pub const EVEN: &str = "{ success = 0.5, minutes = { mean = 1 } }";

/// Channels that never agree.
const CONTRARY: &str = "[[strategy]]\nname = \"contrary\"\nlevels = { consistency = 1 }\n";

/// A better price is a fifth lower.
const DISCOUNT: &str = "[[strategy]]\nname = \"discount\"\nset = { \"conflict.better_discount\" = 0.2 }\n";
/// All needs arise in the first four weeks, and all journeys end before the horizon: revenue is theirs, and nobody else's.
const IN_GOOD_TIME: &str = "by_season = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]";
/// The price is accepted with the order.
const PRICED: &str = "[[strategy]]\nname = \"priced\"\nset = { \"journey.help.price_step\" = \"order\" }\n";
/// Odds that are thrice as high, as a shift of the logit.
pub const THRICE: &str = "1.09861228866811";

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    const JOURNEY: &[(&str, &str)] = &[("journeys", "")];
    const LAW: &str = "odds put in";
    let mut proofs = vec![
        Proof {
            about: "web and store that agree in seven cases of ten",
            market: web_then_store(SURE, SURE, "", DISCOUNT)
                .replace("pause_days", &format!("{IN_GOOD_TIME}\npause_days")),
            facts: vec![
                Fact::new("chance put in", "conflicts_per_journey", 0.3),
                Fact::new("chance put in", "conflicts_per_journey", 1.0).under("contrary"),
                Fact::new(LAW, "revenue", 100.0 * (1.0 - 0.15 * 0.2)).under("discount").per("journey", JOURNEY),
            ],
        },
        Proof {
            about: "worse news, over which customers leave",
            market: web_then_store(
                "{ leave = 0.5, minutes = { mean = 1 } }",
                SURE,
                &format!("worse_leave = {THRICE}"),
                "",
            ),
            facts: vec![Fact::new(LAW, "left_rate", 0.85 * 0.5 + 0.15 * 0.75)],
        },
        Proof {
            about: "better news, at which customers order",
            market: web_then_store(EVEN, SURE, &format!("better_success = {THRICE}"), PRICED),
            facts: vec![
                Fact::new("chance put in", "completion_rate", 0.5),
                Fact::new(LAW, "completion_rate", 0.85 * 0.5 + 0.15 * 0.75).under("priced"),
            ],
        },
    ];
    for proof in &mut proofs {
        proof.market = proof.market.replace("replications = 8", "replications = 20");
    }
    proofs
}
