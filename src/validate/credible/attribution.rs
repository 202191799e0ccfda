//! What rules of attribution make of channels, beside what is lost without them.

use super::Asked::{Above, Below, Within};
use super::{Shown, Sight, Stage, held_out};

const ALL: &str = "all four";

pub(super) fn stage() -> Stage {
    Stage {
        file: "scenarios/attribution.toml",
        text: include_str!("../../../scenarios/attribution.toml").to_owned(),
        strategies: &[ALL, "without social media", "without the newsletter", "without the web shop", "without stores"],
        enough: 10,
        claims: true,
        sights: sights(),
    }
}

fn sights() -> Vec<Sight> {
    const ROWS: &str = "F22, T1";
    vec![
        held_out(ROWS, "last touch less what is lost without it, store [share of all]", Above(0.0), |shown| {
            last_touch(shown, "store") - lost(shown, "without stores")
        }),
        held_out(ROWS, "last touch less what is lost without it, web [share of all]", Above(0.0), |shown| {
            last_touch(shown, "web") - lost(shown, "without the web shop")
        }),
        held_out(ROWS, "last touch less what is lost without it, newsletter [share of all]", Below(0.0), |shown| {
            last_touch(shown, "newsletter") - lost(shown, "without the newsletter")
        }),
        held_out(ROWS, "last touch less what is lost without it, social media [share of all]", Below(0.0), |shown| {
            last_touch(shown, "social") - lost(shown, "without social media")
        }),
        // That it is above 1 says no more than that some orders touch two channels.
        held_out("F22, T2", "orders that all channels claim, over those there are", Within(1.2, 1.5), |shown| {
            shown.claims_per_conversion(ALL)
        }),
    ]
}

/// The share of orders that ended in a channel.
fn last_touch(shown: &Shown, channel: &str) -> f64 {
    let began = ["newsletter", "social", "store", "web"];
    began.iter().map(|first| shown.of(ALL, "order_path", &format!("{first}>{channel}"))).sum()
}

/// The share of revenue that is lost under a strategy.
fn lost(shown: &Shown, strategy: &str) -> f64 {
    1.0 - shown.of(strategy, "revenue", "") / shown.of(ALL, "revenue", "")
}
