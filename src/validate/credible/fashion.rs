//! What is observed where goods can be seen somewhere, and are sent back.

use super::Asked::{Above, Below, Within};
use super::{APART, Shown, Sight, Stage, fitted};

const ALONE: &str = "online alone";
const SEEN: &str = "showroom";

pub(super) fn stage() -> Stage {
    Stage {
        file: "scenarios/fashion.toml",
        text: include_str!("../../../scenarios/fashion.toml").to_owned(),
        strategies: &[ALONE, SEEN, APART],
        enough: 6,
        claims: false,
        sights: sights(),
    }
}

fn sights() -> Vec<Sight> {
    vec![
        fitted("F13, C17", "online orders, with a showroom that sells nothing over without", Above(1.0), |shown| {
            online_orders(shown, SEEN) / online_orders(shown, ALONE)
        }),
        fitted("F13", "net sales with it over those without, last quarter over first", Above(1.0), |shown| {
            let lift = |from: usize| quarter(shown, SEEN, from) / quarter(shown, ALONE, from);
            lift(39) / lift(4)
        }),
        fitted("F13, C36", "online orders sent back, with it over without", Below(1.0), |shown| {
            let sent_back = |strategy| shown.of(strategy, "sent_back_rate", "");
            sent_back(SEEN) / sent_back(ALONE)
        }),
        fitted("C35", "orders sent back, web", Within(0.25, 0.30), |shown| shown.of(APART, "sent_back_rate", "web")),
        fitted("C35", "orders sent back, store", Within(0.03, 0.08), |shown| {
            shown.of(APART, "sent_back_rate", "store")
        }),
    ]
}

fn online_orders(shown: &Shown, strategy: &str) -> f64 {
    shown.of(strategy, "orders", "web") + shown.of(strategy, "orders", "app")
}

/// Net sales of a quarter that begins after so many weeks.
fn quarter(shown: &Shown, strategy: &str, from: usize) -> f64 {
    (from + 1..=from + 13).map(|week| shown.in_week(strategy, "revenue", week)).sum()
}
