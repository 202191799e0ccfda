//! What must be seen where integration can do nothing.

use super::Asked::Exactly;
use super::{APART, Shown, Sight, Stage, held_out};

const WHOLE: &str = "omnichannel";

pub(super) fn stage() -> Stage {
    Stage {
        file: "scenarios/no-gain.toml",
        text: include_str!("../../../scenarios/no-gain.toml").to_owned(),
        strategies: &[APART, WHOLE],
        enough: 10,
        claims: false,
        sights: sights(),
    }
}

fn sights() -> Vec<Sight> {
    const ROWS: &str = "oracle 20";
    vec![
        held_out(ROWS, "effort, omnichannel less multichannel [min]", Exactly(0.0), |shown| {
            gained(shown, "effort_per_journey")
        }),
        held_out(ROWS, "conversion, omnichannel less multichannel", Exactly(0.0), |shown| {
            gained(shown, "conversion_rate")
        }),
        held_out(ROWS, "retention, omnichannel less multichannel", Exactly(0.0), |shown| {
            gained(shown, "retention_rate")
        }),
        held_out(ROWS, "profit, omnichannel less multichannel [EUR]", Exactly(0.0), |shown| gained(shown, "profit")),
    ]
}

fn gained(shown: &Shown, outcome: &str) -> f64 {
    shown.of(WHOLE, outcome, "") - shown.apart(outcome)
}
