//! Pools that serve several channels, in turn or by priority, and what holds an agent beside the customer's minutes.

use super::{Fact, Proof};
use crate::theory::queues::{Class, pooled, priority_waits};

/// A channel that has a need of its own.
#[derive(Debug, Clone, Copy)]
pub struct Desk {
    /// Its name.
    pub name: &'static str,
    /// Needs a minute.
    pub a_minute: f64,
    /// The law of minutes, as it is typed.
    pub minutes: &'static str,
    /// The rest of the channel's table.
    pub more: &'static str,
}

/// Desks, each with needs of its own from 10,000 customers who never hang up, and the staff that serves them.
pub fn market(desks: &[Desk], staff: &str, days: u32) -> String {
    let needs = |desk: &Desk| {
        let per_year = desk.a_minute * 1440.0 * 364.0 / 10_000.0;
        format!("needs.{}_need = {{ per_year = {per_year} }}\n", desk.name)
    };
    let channel = |Desk { name, minutes, more, .. }: &Desk| {
        format!(
            r#"
            [journey.{name}_need]
            steps = ["{name}_step"]
            give_up_days = 0.5
            [channel.{name}]
            patience_minutes = inf
            {more}
            step.{name}_step = {{ minutes = {minutes} }}
            "#
        )
    };
    format!(
        r#"
        [run]
        customers = 10_000
        horizon_days = {}
        warm_up_days = 1
        replications = 20
        seed = 8
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        {}
        {}
        {staff}
        [[strategy]]
        name = "one"
        baseline = true
        "#,
        days + 1,
        desks.iter().map(needs).collect::<Vec<_>>().concat(),
        desks.iter().map(channel).collect::<Vec<_>>().concat(),
    )
}

/// Calls whose callers everybody knows.
pub const LIVE: &str = "kind = \"live\"\nidentify_minutes = 0";

/// Three desks of 36 customers an hour who take five minutes each: 3 erlang.
pub fn three_desks(staff: &str, days: u32) -> String {
    let minutes = r#"{ mean = 5, law = "exponential" }"#;
    let desk = |name| Desk { name, a_minute: 0.6, minutes, more: LIVE };
    market(&[desk("phone"), desk("video"), desk("store")], staff, days)
}

/// One pool of all agents for them.
pub const TOGETHER: &str = r#"
    [staff.all]
    serves = ["phone", "video", "store"]
    servers = 12
"#;

/// Customers who come for a minute each, and others who take two: one agent, half busy.
pub fn short_and_long(long: &'static str, more: &'static str, staff: &str, days: u32) -> String {
    let short = r#"{ mean = 1, law = "exponential" }"#;
    let desks = [
        Desk { name: "phone", a_minute: 0.2, minutes: short, more: LIVE },
        Desk { name: "other", a_minute: 0.15, minutes: long, more },
    ];
    market(&desks, &format!("[staff.agent]\nserves = [\"phone\", \"other\"]\nservers = 1\n{staff}"), days)
}

/// Those who take a minute.
pub const SHORT: Class = Class { rate: 0.2, mean_service: 1.0, cv: 1.0 };
/// Those who take two.
pub const LONG: Class = Class { rate: 0.15, mean_service: 2.0, cv: 1.0 };
/// Their minutes, by an exponential law.
pub const EXPONENTIAL: &str = r#"{ mean = 2, law = "exponential" }"#;

/// One agent for customers who come six an hour and take four minutes.
pub fn one_agent(channel: &'static str) -> String {
    let desk = Desk { name: "phone", a_minute: 0.1, minutes: r#"{ mean = 4, law = "exponential" }"#, more: channel };
    market(&[desk], "[staff.agent]\nserves = [\"phone\"]\nservers = 1\n", 200)
}

/// Messages whose senders everybody knows.
pub const MESSAGES: &str = "kind = \"messages\"\nidentify_minutes = 0";

/// The same with two minutes of work after each: in all six, with a standard deviation of four.
pub const WITH_WORK_AFTER: &str = "kind = \"live\"\nidentify_minutes = 0\nafter_contact_minutes = 2";
/// How such a contact holds the agent.
pub const HELD: Class = Class { rate: 0.1, mean_service: 6.0, cv: 4.0 / 6.0 };

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    const DAYS: u32 = 100;
    let one_queue = pooled(0.6, 5.0, 4, 3).expect("a stable queue");
    let waits = priority_waits(&[SHORT, LONG]).expect("a stable queue");
    let behind_work = priority_waits(&[HELD]).expect("a stable queue")[0];
    vec![
        Proof {
            about: "one pool for three channels",
            market: three_desks(TOGETHER, 120),
            facts: vec![
                Fact::new("pooled Erlang C", "wait_minutes", one_queue.mean_wait),
                Fact::new("pooled Erlang C", "service_level", one_queue.service_level(1.0 / 3.0)),
                Fact::new("load over agents", "occupancy", 0.75).of("staff.all"),
            ],
        },
        Proof {
            about: "short calls before long ones",
            market: short_and_long(EXPONENTIAL, LIVE, "priority = [\"phone\"]\n", DAYS),
            facts: vec![
                Fact::new("Cobham", "wait_minutes", waits[0]).of("phone"),
                Fact::new("Cobham", "wait_minutes", waits[1]).of("other"),
            ],
        },
        Proof {
            about: "messages, when nobody waits in person",
            market: short_and_long(EXPONENTIAL, MESSAGES, "", DAYS),
            facts: vec![
                Fact::new("Cobham", "wait_minutes", waits[0]).of("phone"),
                Fact::new("Cobham", "wait_minutes", waits[1]).of("other"),
            ],
        },
        Proof {
            about: "work after each call",
            market: one_agent(WITH_WORK_AFTER),
            facts: vec![
                Fact::new("Pollaczek-Khinchine", "wait_minutes", behind_work).of("phone"),
                Fact::new("load over agents", "occupancy", 0.6).of("staff.agent"),
                Fact::new("minutes put in", "handle_minutes", 6.0).of("phone"),
            ],
        },
    ]
}
