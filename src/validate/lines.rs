//! Lines that customers look at before they join, callers who call again, and a day of overload.

use super::queues::{Line, PHONE, market};
use super::{Fact, Proof};
use crate::theory::lines::{self, judged_lines, redialled};
use crate::theory::recontact::Retrials;
use crate::theory::shifts::Desk;

/// Calls of three minutes.
const SHORT: Line = Line { minutes: r#"{ mean = 3, law = "exponential" }"#, days: 30, warm_up_days: 2, ..PHONE };

/// Callers who hang up and call again after six minutes in the mean, six of ten.
fn again() -> Proof {
    const LAW: &str = "chain with an orbit";
    let line = Line { an_hour: 96.0, servers: 5, patience: 1.5, retry: 0.6, pause_days: 6.0 / 1440.0, ..SHORT };
    let queue = Retrials {
        new_rate: line.an_hour / 60.0,
        mean_service: 3.0,
        mean_patience: line.patience,
        agents: line.servers,
        redial: line.retry,
        reconnect: 0.0,
    };
    let callers = redialled(&queue, 6.0, 40, 40);
    Proof {
        about: "callers who hang up and call again",
        market: market(line),
        facts: vec![
            Fact::new(LAW, "contacts_per_journey", callers.calls),
            Fact::new(LAW, "abandonment_rate", callers.hang_up).of("line"),
            Fact::new(LAW, "given_up_rate", callers.lost),
            Fact::new(LAW, "wait_minutes", callers.mean_wait).of("line"),
        ],
    }
}

/// Customers who look at the line, and may stay away.
fn looked_at() -> Proof {
    const LAW: &str = "chain with balking";
    let line = Line { an_hour: 102.0, servers: 4, patience: 5.0, ..SHORT };
    let (aversion, outside) = (0.8, -1.0);
    let seen = lines::Line { agents: 4, mean_service: 3.0, mean_patience: line.patience, longest: 40 };
    let joined = judged_lines(line.an_hour / 60.0, &[seen], aversion, &[outside])[0];
    let choice = format!("[choice]\nhabit = 0\ntaste_sd = 0\nwait_aversion = {aversion}\noutside = {outside}\n");
    Proof {
        about: "customers who look at the line first",
        market: market(line) + &choice,
        facts: vec![
            Fact::new(LAW, "contacts", joined.rate * 1440.0 * f64::from(line.days)).of("line"),
            Fact::new(LAW, "wait_minutes", joined.mean_wait).of("line"),
            Fact::new(LAW, "abandonment_rate", joined.hang_up).of("line"),
        ],
    }
}

/// A day on which a fifth more call than are served; who waits at its end is served to the last.
fn overloaded() -> Proof {
    let line = Line {
        an_hour: 90.0,
        servers: 5,
        minutes: r#"{ mean = 4, law = "exponential" }"#,
        days: 1,
        warm_up_days: 0,
        ..PHONE
    };
    let desk = Desk { agents: 5, mean_service: 4.0, mean_patience: f64::INFINITY, longest: 700 };
    let day = desk.shift(&[(1440.0, line.an_hour / 60.0)]);
    Proof {
        about: "a day with a fifth more calls than can be served",
        market: market(line).replace("replications = 20", "replications = 500"),
        facts: vec![
            Fact::new("transient Erlang A", "wait_minutes", day.wait_to_the_last()).of("line"),
            Fact::new("transient Erlang A", "contacts_in_line_at_horizon", day.waiting()).of("line"),
        ],
    }
}

/// What theory says of them.
pub(super) fn proofs() -> Vec<Proof> {
    vec![again(), looked_at(), overloaded()]
}
