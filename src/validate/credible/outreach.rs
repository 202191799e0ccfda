//! What is observed of firms that write to their customers, on the scenario of two departments that do.

use super::Asked::{Below, Within};
use super::{Shown, Sight, Stage, fitted, held_out};

const BEST: &str = "seven";
const FEW: &str = "four";
const MANY: &str = "ten";

pub(super) fn stage() -> Stage {
    Stage {
        scenario: "outreach",
        text: include_str!("../../../scenarios/outreach.toml").to_owned(),
        strategies: &[BEST, FEW, MANY],
        enough: 10,
        sights: sights(),
    }
}

fn sights() -> Vec<Sight> {
    vec![
        fitted("H9", "lifetime profit lost by four e-mails a month for seven", Within(0.27, 0.37), |shown| {
            lost(shown, FEW)
        }),
        fitted("H9", "lifetime profit lost by ten e-mails a month for seven", Within(0.11, 0.21), |shown| {
            lost(shown, MANY)
        }),
        held_out("H9", "response to an e-mail, ten a month over four", Below(1.0), |shown| {
            shown.of(MANY, "outreach_response_rate", "") / shown.of(FEW, "outreach_response_rate", "")
        }),
    ]
}

/// The share of the lifetime profit of a customer that is lost with another number of e-mails than the best.
fn lost(shown: &Shown, strategy: &str) -> f64 {
    1.0 - shown.of(strategy, "profit_per_customer", "") / shown.of(BEST, "profit_per_customer", "")
}
