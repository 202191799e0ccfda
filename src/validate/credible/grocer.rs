//! What is observed of goods that are needed anyway, beside those that are bought for pleasure.

use super::Asked::{Above, Below};
use super::{Shown, Sight, Stage, held_out};

const APART: &str = "apart";
const PLEASURE: &str = "pleasure";

pub(super) fn stage() -> Stage {
    Stage {
        file: "scenarios/grocer.toml",
        text: include_str!("../../../scenarios/grocer.toml").to_owned(),
        strategies: &[APART, PLEASURE],
        enough: 10,
        claims: false,
        sights: sights(),
    }
}

fn sights() -> Vec<Sight> {
    vec![
        held_out("F15, C29", "spend, more channels over one, goods needed anyway", Below(1.0), |shown| {
            premium(shown, APART)
        }),
        held_out("F15, C29", "the same where people come when they feel like it", Above(1.0), |shown| {
            premium(shown, PLEASURE)
        }),
    ]
}

/// What customers of more channels spend over what those of one do.
fn premium(shown: &Shown, market: &str) -> f64 {
    shown.of(market, "spend_more_channels", "") / shown.of(market, "spend_one_channel", "")
}
