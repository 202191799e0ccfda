//! One desk against queueing theory: calls an hour, around the clock, of which every one is answered, lost or hung up.

use super::{Fact, Proof};
use crate::theory::queues::{erlang_a, erlang_b, erlang_c};

const MINUTES: f64 = 6.0;
const AGENTS: u32 = 12;
const CALLS_AN_HOUR: f64 = 100.0;

fn market(patience_minutes: f64, agents: u32, days: u32) -> String {
    format!(
        r#"
        [run]
        customers = 10_000
        horizon_days = {}
        warm_up_days = 1
        replications = 20
        seed = 7
        [segment.all]
        share = 1
        needs.call = {{ per_year = {} }}
        tolerance_minutes = {{ mean = inf }}
        loss = {{ a = 0, b = 1 }}
        [journey.call]
        steps = ["talk"]
        retry = 0
        pause_days = 0
        give_up_days = 0.5
        [seam]
        rebuild_minutes = 0
        cold = 0
        [channel.line]
        kind = "live"
        identify_minutes = 0
        patience_minutes = {patience_minutes}
        step.talk = {{ minutes = {{ mean = {MINUTES}, law = "exponential" }} }}
        [staff.agents]
        serves = ["line"]
        servers = {agents}
        [[strategy]]
        name = "one"
        baseline = true
        "#,
        days + 1,
        CALLS_AN_HOUR * 24.0 * 364.0 / 10_000.0,
    )
}

pub fn proofs() -> Vec<Proof> {
    let rate = CALLS_AN_HOUR / 60.0;
    let waiting = erlang_c(rate, MINUTES, AGENTS).expect("twelve agents carry ten calls at a time");
    let lost = erlang_b(rate * MINUTES, AGENTS);
    let impatient = erlang_a(rate, MINUTES, 5.0, 10).expect("who hangs up keeps the line short");
    let fact = |law, outcome, channel, exact| Fact { law, outcome, channel, exact };
    vec![
        Proof {
            about: "calls that never hang up",
            market: market(f64::INFINITY, AGENTS, 90),
            facts: vec![
                fact("Erlang C", "wait_minutes", "line", waiting.mean_wait),
                fact("Erlang C", "service_level", "line", waiting.service_level(1.0 / 3.0)),
                fact("load over agents", "occupancy", "staff.agents", rate * MINUTES / f64::from(AGENTS)),
            ],
        },
        Proof {
            about: "calls that do not wait",
            market: market(0.0, AGENTS, 30),
            facts: vec![
                fact("Erlang B", "abandonment_rate", "line", lost),
                fact("Erlang B", "occupancy", "staff.agents", rate * MINUTES * (1.0 - lost) / f64::from(AGENTS)),
            ],
        },
        Proof {
            about: "calls that hang up after five minutes in the mean",
            market: market(5.0, 10, 30),
            facts: vec![
                fact("Erlang A", "wait_minutes", "line", impatient.mean_wait),
                fact("Erlang A", "abandonment_rate", "line", impatient.abandon),
            ],
        },
    ]
}
