//! What is observed of firms that write to their customers, on the scenario of two departments that do.

use super::Asked::{Above, Below, Within};
use super::{Shown, Sight, Stage, fitted, held_out};

const BEST: &str = "seven";
const FEW: &str = "four";
const FEWER: &str = "six";
const MORE: &str = "eight";
const MANY: &str = "ten";

pub(super) fn stage() -> Stage {
    Stage {
        file: "scenarios/outreach.toml",
        text: include_str!("../../../scenarios/outreach.toml").to_owned() + BETWEEN,
        strategies: &[BEST, FEW, FEWER, MORE, MANY],
        enough: 40,
        claims: false,
        sights: sights(),
    }
}

/// Numbers of e-mails next to the best: that of three numbers the middle one is best shows no more than that both ends are worse.
const BETWEEN: &str = r#"
[[strategy]]
name = "six"
set = { "campaign.newsletter.every_days" = 10.1111, "campaign.offers.every_days" = 10.1111, "campaign.offers.first_day" = 6.4556 }
[[strategy]]
name = "eight"
set = { "campaign.newsletter.every_days" = 7.5833, "campaign.offers.every_days" = 7.5833, "campaign.offers.first_day" = 5.1917 }
"#;

fn sights() -> Vec<Sight> {
    vec![
        fitted("H9", "lifetime profit lost by four e-mails a month for seven", Within(0.27, 0.37), |shown| {
            lost(shown, FEW)
        }),
        fitted("H9", "lifetime profit lost by ten e-mails a month for seven", Within(0.11, 0.21), |shown| {
            lost(shown, MANY)
        }),
        fitted("H9", "lifetime profit lost by four for seven, less that lost by ten", Above(0.0), |shown| {
            lost(shown, FEW) - lost(shown, MANY)
        }),
        fitted("H9", "lifetime profit lost by six e-mails a month for seven", Above(0.0), |shown| lost(shown, FEWER)),
        fitted("H9", "lifetime profit lost by eight e-mails a month for seven", Above(0.0), |shown| lost(shown, MORE)),
        held_out("H9", "response to an e-mail, ten a month over four", Below(1.0), |shown| {
            shown.of(MANY, "outreach_response_rate", "") / shown.of(FEW, "outreach_response_rate", "")
        }),
    ]
}

/// The share of the lifetime profit of a customer that is lost with another number of e-mails than the best.
fn lost(shown: &Shown, strategy: &str) -> f64 {
    1.0 - shown.of(strategy, "profit_per_customer", "") / shown.of(BEST, "profit_per_customer", "")
}
