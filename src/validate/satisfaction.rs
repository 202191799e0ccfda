//! Satisfaction as exponential smoothing of experiences: its mean and its variance over customers.

use super::{Fact, Proof};
use crate::theory::smoothing::{smoothed_mean, smoothed_variance};

/// A need a day for each of 4,000 customers, an experience of 1 with probability `good` and of 0 otherwise: one contact
/// that either helps or is the last, and giving up spoils everything.
pub fn market(days: u32, good: f64, start: f64, rise: f64, fall: f64) -> String {
    format!(
        r#"
        [run]
        customers = 4_000
        horizon_days = {days}
        replications = 40
        seed = 15
        [segment.all]
        share = 1
        needs.help = {{ every_days = 1 }}
        loss = {{ a = 0, b = 1 }}
        [journey.help]
        steps = ["help"]
        contact_limit = 1
        pause_days = 0
        give_up_days = 0
        [channel.desk]
        step.help = {{ success = {good}, minutes = {{ mean = 0 }} }}
        [experience]
        start = {start}
        rise = {rise}
        fall = {fall}
        failed_contact = 0
        given_up = 1
        [[strategy]]
        name = "one"
        baseline = true
        "#
    )
}

/// Mean and variance of satisfaction after so many days of experiences of 0 and 1, where bad ones weigh otherwise than good
/// ones: both moments obey a linear recursion, since S goes to (1 - rise) S + rise or to (1 - fall) S.
pub fn of_two_weights(days: u32, good: f64, start: f64, rise: f64, fall: f64) -> (f64, f64) {
    let (mut mean, mut square) = (start, start * start);
    for _ in 0..days {
        let kept = 1.0 - rise;
        square = good * (kept * kept * square + 2.0 * kept * rise * mean + rise * rise)
            + (1.0 - good) * (1.0 - fall) * (1.0 - fall) * square;
        mean += good * rise * (1.0 - mean) - (1.0 - good) * fall * mean;
    }
    (mean, square - mean * mean)
}

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    let (days, good, start) = (10, 0.6, 0.75);
    let (mean, variance) = of_two_weights(14, 0.8, start, 0.1, 0.3);
    vec![
        Proof {
            about: "good and bad days that weigh alike",
            market: market(days, good, start, 0.1, 0.1),
            facts: vec![
                Fact::new("chance put in", "experience", good),
                Fact::new("smoothing", "satisfaction", smoothed_mean(start, good, 0.1, days)),
                Fact::new("smoothing", "satisfaction_variance", smoothed_variance(good * (1.0 - good), 0.1, days)),
            ],
        },
        Proof {
            about: "bad days that weigh three times as much",
            market: market(14, 0.8, start, 0.1, 0.3),
            facts: vec![
                Fact::new("smoothing by two weights", "satisfaction", mean),
                Fact::new("smoothing by two weights", "satisfaction_variance", variance),
            ],
        },
    ]
}
