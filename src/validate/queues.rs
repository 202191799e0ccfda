//! One desk against queueing theory: calls an hour, around the clock, of which every one is answered, lost or hung up.

use super::{Fact, Proof};
use crate::theory::queues::{ChatDesk, chat, erlang_a, erlang_a_on_uneven_days, erlang_b, erlang_c};
use crate::theory::recontact::feedback_rate;

/// One channel with its staff; needs come from 10,000 customers, each one step.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// New needs an hour.
    pub an_hour: f64,
    /// Days that are reported.
    pub days: u32,
    /// Days before them.
    pub warm_up_days: u32,
    /// Agents on duty.
    pub servers: u32,
    /// Mean patience (minutes).
    pub patience: f64,
    /// The law of minutes, as it is typed.
    pub minutes: &'static str,
    /// What kind of channel, with whatever else is to be said of it.
    pub channel: &'static str,
    /// The chance that a call helps.
    pub success: f64,
    /// The chance that those who hang up go on.
    pub retry: f64,
    /// How long all pause who go on (days).
    pub pause_days: f64,
}

/// Six minutes, exponential.
const EXPONENTIAL: &str = r#"{ mean = 6, law = "exponential" }"#;
/// Patience without end.
const FOREVER: f64 = f64::INFINITY;

/// A telephone line: 100 calls an hour of six minutes each.
pub const PHONE: Line = Line {
    an_hour: 100.0,
    days: 20,
    warm_up_days: 1,
    servers: 12,
    patience: FOREVER,
    minutes: EXPONENTIAL,
    channel: "kind = \"live\"",
    success: 1.0,
    retry: 0.0,
    pause_days: 0.0,
};

/// One chat agent, 5.4 chats an hour of ten minutes if alone.
pub const CHAT: Line = Line {
    an_hour: 5.4,
    days: 336,
    warm_up_days: 14,
    servers: 1,
    minutes: r#"{ mean = 10, law = "exponential" }"#,
    ..PHONE
};

/// The market with such a line, and nothing else.
pub fn market(line: Line) -> String {
    format!(
        r#"
        [run]
        customers = 10_000
        horizon_days = {horizon}
        warm_up_days = {warm_up}
        replications = 20
        seed = 7
        [segment.all]
        share = 1
        needs.call = {{ per_year = {per_year} }}
        tolerance_minutes = {{ mean = inf }}
        loss = {{ a = 0, b = 1 }}
        [journey.call]
        steps = ["talk"]
        retry = {retry}
        pause_days = {pause}
        give_up_days = {give_up}
        [seam]
        rebuild_minutes = 0
        cold = 0
        [channel.line]
        identify_minutes = 0
        patience_minutes = {patience}
        {channel}
        step.talk = {{ minutes = {minutes}, success = {success} }}
        [staff.agents]
        serves = ["line"]
        servers = {servers}
        [[strategy]]
        name = "one"
        baseline = true
        "#,
        horizon = line.days + line.warm_up_days,
        warm_up = line.warm_up_days,
        per_year = line.an_hour * 24.0 * 364.0 / 10_000.0,
        retry = line.retry,
        pause = line.pause_days,
        give_up = 0.5 + 20.0 * line.pause_days,
        patience = line.patience,
        channel = line.channel,
        minutes = line.minutes,
        success = line.success,
        servers = line.servers,
    )
}

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    const MINUTES: f64 = 6.0;
    let (rate, agents) = (PHONE.an_hour / 60.0, PHONE.servers);
    let waiting = erlang_c(rate, MINUTES, agents).expect("twelve agents carry ten calls at a time");
    let lost = erlang_b(rate * MINUTES, agents);
    let (helped, two_chats) = (0.7, (0.4, 2));
    let desk = ChatDesk {
        rate: CHAT.an_hour / 60.0,
        mean_service: 10.0,
        slow_down: two_chats.0,
        agents: CHAT.servers,
        cap: two_chats.1,
    };
    let chats = chat(&desk).expect("one agent carries them two at a time");
    let again = Line { an_hour: PHONE.an_hour * helped, success: helped, pause_days: 0.05, days: 150, ..PHONE };
    let calls = feedback_rate(again.an_hour, helped, 1.0).expect("not all come back for ever");
    let impatient = erlang_a(rate, MINUTES, 5.0, 10).expect("who hangs up keeps the line short");
    let uneven = erlang_a_on_uneven_days(rate, 0.1, MINUTES, 5.0, 10).expect("who hangs up keeps the line short");
    vec![
        Proof {
            about: "calls that never hang up",
            market: market(Line { days: 124, ..PHONE }),
            facts: vec![
                Fact::new("Erlang C", "wait_minutes", waiting.mean_wait).of("line"),
                Fact::new("Erlang C", "service_level", waiting.service_level(1.0 / 3.0)).of("line"),
                Fact::new("load over agents", "occupancy", rate * MINUTES / f64::from(agents)).of("staff.agents"),
            ],
        },
        Proof {
            about: "calls that do not wait",
            market: market(Line { patience: 0.0, days: 30, ..PHONE }),
            facts: vec![
                Fact::new("Erlang B", "abandonment_rate", lost).of("line"),
                Fact::new("Erlang B", "occupancy", rate * MINUTES * (1.0 - lost) / f64::from(agents))
                    .of("staff.agents"),
            ],
        },
        Proof {
            about: "calls that hang up after five minutes in the mean",
            market: market(Line { patience: 5.0, servers: 10, days: 30, ..PHONE }),
            facts: vec![
                Fact::new("Erlang A", "wait_minutes", impatient.mean_wait).of("line"),
                Fact::new("Erlang A", "abandonment_rate", impatient.abandon).of("line"),
            ],
        },
        Proof {
            about: "calls that hang up, on days whose demand has a cv of 0.1",
            market: market(Line { patience: 5.0, servers: 10, days: 180, ..PHONE }) + "[demand]\nday_cv = 0.1\n",
            facts: vec![
                Fact::new("Erlang A over days", "wait_minutes", uneven.mean_wait).of("line"),
                Fact::new("Erlang A over days", "abandonment_rate", uneven.abandon).of("line"),
            ],
        },
        Proof {
            about: "calls that come back when they do not help",
            market: market(again),
            facts: vec![
                Fact::new("Jackson", "contacts", calls * 24.0 * f64::from(again.days)).of("line"),
                Fact::new("Jackson", "wait_minutes", waiting.mean_wait).of("line"),
            ],
        },
        Proof {
            about: "two chats at a time that slow each other",
            market: market(Line { channel: "kind = \"chat\"\nslots = 2\nslowdown = 0.4", days: 448, ..CHAT }),
            facts: vec![
                Fact::new("birth and death", "wait_minutes", chats.mean_wait).of("line"),
                Fact::new("birth and death", "handle_minutes", chats.mean_time - chats.mean_wait).of("line"),
            ],
        },
    ]
}
