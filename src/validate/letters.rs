//! Work left behind in another channel: a line that some leave after a fixed time.

use super::{Fact, Proof};

/// Letters and calls, a minute each.
pub const RATE: f64 = 0.07;
/// Minutes of a call.
pub const CALL: f64 = 3.0;
/// Letters and calls at the same rate; whoever calls writes a letter as well. One agent answers all letters in five minutes on
/// average. Calls take three minutes, and ten to get through to; nobody waits in line for them.
pub fn calls_and_letters(days: f64) -> String {
    let per_year = RATE * 1440.0 * 364.0 / 1000.0;
    format!(
        r#"
        [run]
        customers = 1000
        horizon_days = {}
        warm_up_days = 1
        replications = 20
        seed = 27
        [segment.all]
        share = 1
        taste = {{ phone = 50 }}
        needs = {{ letter = {{ per_year = {per_year} }}, call = {{ per_year = {per_year} }} }}
        loss = {{ a = 0, b = 1 }}
        [choice]
        habit = 0
        taste_sd = 0
        [journey.letter]
        steps = ["write"]
        [journey.call]
        steps = ["ask"]
        twin = {{ mail = 1 }}
        [channel.mail]
        kind = "messages"
        patience_minutes = inf
        identify_minutes = 0
        step.write = {{ minutes = {{ mean = 5, law = "exponential" }} }}
        step.ask = {{ minutes = {{ mean = 5, law = "exponential" }} }}
        [channel.phone]
        kind = "live"
        access_minutes = 10
        identify_minutes = 0
        step.ask = {{ minutes = {{ mean = {CALL}, law = "fixed" }} }}
        [staff.desk]
        serves = ["mail"]
        servers = 1
        [capability.continuity]
        twin_closed = {{ siloed = 0, integrated = 1 }}
        [[strategy]]
        name = "as now"
        baseline = true
        [[strategy]]
        name = "closed when served"
        levels = {{ continuity = 0.6 }}
        [[strategy]]
        name = "closed on arrival"
        levels = {{ continuity = 0.6 }}
        set = {{ "seam.twin_closed_when" = "arrives" }}
        "#,
        days + 1.0
    )
}

/// One agent who serves in the order of arrival, with exponential times.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Minutes.
    pub mean_wait: f64,
    /// The share of the time that the agent works.
    pub busy: f64,
    /// The share of arrivals that are not taken within some time.
    pub late: f64,
}

/// Arrivals at one rate where less than `patience` lies before them, and at another where it is more: whoever of the others
/// waits for so long leaves the line. The wait that lies before an arrival has the density p(0) r(0) exp(-m w + integral of
/// the rate r up to w), by crossings of its level (Brill and Posner 1977).
pub fn line(soon: f64, later: f64, mean_service: f64, patience: f64) -> Line {
    let (a, b) = (1.0 / mean_service - soon, 1.0 / mean_service - later);
    let beyond = f64::exp(-a * patience);
    let idle = 1.0 / (1.0 + soon * ((1.0 - beyond) / a + beyond / b));
    let up_to = (1.0 - beyond * (1.0 + a * patience)) / (a * a);
    Line {
        mean_wait: idle * soon * (up_to + beyond * (patience / b + 1.0 / (b * b))),
        busy: 1.0 - idle,
        late: idle * soon * beyond / b,
    }
}

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    const LAW: &str = "crossings of a level";
    const DAYS: f64 = 112.0;
    let letters = RATE * 1440.0 * DAYS;
    let served = line(2.0 * RATE, 1.4 * RATE, 5.0, CALL);
    let fact = |outcome, channel, exact| Fact::new(LAW, outcome, exact).of(channel).under("closed when served");
    vec![Proof {
        about: "letters that a call of three minutes makes idle",
        market: calls_and_letters(DAYS),
        facts: vec![
            fact("wait_minutes", "mail", served.mean_wait),
            fact("occupancy", "staff.desk", served.busy),
            fact("orphans_closed", "mail", 0.6 * served.late * letters),
        ],
    }]
}
