//! Where customers turn first, against logit models.

use super::{Fact, Proof};
use crate::theory::choice::{inertia_stationary, log_sum, mixed_shares, shares};

/// The channels.
pub const SIX: [&str; 6] = ["store", "web", "app", "phone", "chat", "email"];
/// How they are liked.
pub const TASTES: [f64; 6] = [0.8, 0.5, 0.2, -0.4, -0.6, -1.0];

/// Six channels where every journey takes one contact and no time; one need a day for each of `customers`.
pub fn market(tastes: [f64; 6], customers: u32, days: u32, choice: &str, more: &str) -> String {
    let text = format!(
        r#"
        [run]
        customers = {customers}
        horizon_days = {days}
        replications = 40
        seed = 13
        [segment.all]
        share = 1
        needs.need = {{ every_days = 1 }}
        loss = {{ a = 0, b = 1 }}
        tolerance_minutes = {{ mean = inf }}
        taste = {{ store = {}, web = {}, app = {}, phone = {}, chat = {}, email = {} }}
        {more}
        [journey.need]
        steps = ["do"]
        give_up_days = 0
        "#,
        tastes[0], tastes[1], tastes[2], tastes[3], tastes[4], tastes[5],
    );
    let channels = SIX.map(|channel| format!("[channel.{channel}]\nstep.do.minutes.mean = 0\n")).concat();
    let strategy = "[[strategy]]\nname = \"all\"\nbaseline = true\n";
    format!("{text}\n{channels}\n[choice]\n{choice}\n{strategy}")
}

/// Choices by liking alone.
pub const NO_HABIT: &str = "habit = 0\ntaste_sd = 0";

/// A strategy without e-mail.
pub const WITHOUT_EMAIL: &str = r#"
    [[strategy]]
    name = "without email"
    channels = ["store", "web", "app", "phone", "chat"]
"#;

/// The market to which customers come with habits, once their first choices are forgotten.
///
/// Twenty choices are: the second-largest eigenvalue of the chain is about a half.
pub fn of_habit(tastes: [f64; 6], habit: f64) -> String {
    market(tastes, 2_000, 30, &format!("habit = {habit}\ntaste_sd = 0"), "")
        .replace("replications", "warm_up_days = 20\nreplications")
}

/// The market whose customers differ in their liking of the store.
pub fn of_different_liking() -> String {
    market(TASTES, 10_000, 1, NO_HABIT, "").replace("[channel.store]", "[channel.store]\ntaste_sd = 1")
}

/// All first contacts.
const FIRST: &[(&str, &str)] = &[
    ("contact_flow", "start>store"),
    ("contact_flow", "start>web"),
    ("contact_flow", "start>app"),
    ("contact_flow", "start>phone"),
    ("contact_flow", "start>chat"),
    ("contact_flow", "start>email"),
];

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    const HABIT: f64 = 1.2;
    const NOTHING: f64 = 1.3;
    const NEEDS: &[(&str, &str)] = &[("needs_not_pursued", ""), ("contacts", "")];
    let fact = |law, passage, exact| Fact::new(law, "contact_flow", exact).of(passage).per("first contact", FIRST);
    let logit = shares(&TASTES);
    let mixed = mixed_shares(&TASTES, &[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]).expect("one random taste");
    let inertia = inertia_stationary(&TASTES, HABIT);
    let nothing = shares(&[log_sum(&TASTES), NOTHING])[1];
    vec![
        Proof {
            about: "customers choose among six channels",
            market: market(TASTES, 1_000, 10, NO_HABIT, "") + WITHOUT_EMAIL,
            facts: vec![
                fact("logit", "start>store", logit[0]),
                fact("logit", "start>app", logit[2]),
                fact("logit", "start>email", logit[5]),
                fact("logit", "start>store", logit[0] / (1.0 - logit[5])).under("without email"),
            ],
        },
        Proof {
            about: "customers differ in their liking of the store",
            market: of_different_liking(),
            facts: vec![fact("mixed logit", "start>store", mixed[0]), fact("mixed logit", "start>web", mixed[1])],
        },
        Proof {
            about: "customers of habit",
            market: of_habit(TASTES, HABIT),
            facts: vec![
                fact("logit with inertia", "start>store", inertia[0]),
                fact("logit with inertia", "start>web", inertia[1]),
                fact("logit with inertia", "start>email", inertia[5]),
            ],
        },
        Proof {
            about: "customers who may as well do nothing",
            market: market(TASTES, 1_000, 10, &format!("{NO_HABIT}\noutside = {NOTHING}"), ""),
            facts: vec![Fact::new("logit", "needs_not_pursued", nothing).per("need", NEEDS)],
        },
    ]
}
