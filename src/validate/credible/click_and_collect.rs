//! What is observed where goods that were ordered online are picked up in the store: the web shop's own report, beside the books
//! of all.

use super::Asked::{Above, Below};
use super::{Shown, Sight, Stage, fitted};

const APART: &str = "apart";
const ALONE: &str = "pick-up alone";
const SEEN: &str = "stock seen";
const WHOLE: &str = "one stock";
/// What is ordered in the web shop is delivered, or picked up at the desk in the store.
const ONLINE: [&str; 2] = ["web", "desk"];
const IN_THE_STORE: [&str; 2] = ["store", "desk"];

pub(super) fn stage() -> Stage {
    Stage {
        file: "scenarios/click-and-collect.toml",
        text: include_str!("../../../scenarios/click-and-collect.toml").to_owned(),
        strategies: &[APART, ALONE, SEEN, WHOLE],
        enough: 10,
        claims: false,
        sights: sights(),
    }
}

const ROWS: &str = "F12, C14";

/// The signs of C14 under a strategy: all were in view when the scenario was made.
macro_rules! signs {
    ($when:literal, $strategy:expr) => {
        [
            fitted(ROWS, concat!("online orders, pick-up included, ", $when, " less apart"), Below(0.0), |shown| {
                less_apart(shown, $strategy, "orders", &ONLINE)
            }),
            fitted(ROWS, concat!("orders in the store, ", $when, " less apart"), Above(0.0), |shown| {
                less_apart(shown, $strategy, "orders", &["store"])
            }),
            fitted(ROWS, concat!("visits to store and desk, ", $when, " less apart"), Above(0.0), |shown| {
                less_apart(shown, $strategy, "contacts", &IN_THE_STORE)
            }),
            fitted(ROWS, concat!("all sales, ", $when, " less apart [EUR]"), Above(0.0), |shown| {
                less_apart(shown, $strategy, "revenue", &[""])
            }),
            fitted(
                "F12, T5",
                concat!("profit in the books of all, ", $when, " less apart [EUR]"),
                Above(0.0),
                |shown| less_apart(shown, $strategy, "profit", &[""]),
            ),
            fitted(
                "F12, C14",
                concat!("baskets left by the web shop's own report, ", $when, " less apart"),
                Above(0.0),
                |shown| less_apart(shown, $strategy, "cart_abandonment_own", &["web"]),
            ),
        ]
    };
}

fn sights() -> Vec<Sight> {
    // Where only pick-up is new, the web shop gains by it.
    let reverse = fitted("F12", "online orders, pick-up alone less apart: the reverse", Above(0.0), |shown| {
        less_apart(shown, ALONE, "orders", &ONLINE)
    });
    let signs = signs!("stock seen", SEEN).into_iter().chain(signs!("one stock", WHOLE));
    signs.chain([reverse]).collect()
}

/// An outcome in some channels together under a strategy, less that where channels work apart.
fn less_apart(shown: &Shown, strategy: &str, outcome: &str, channels: &[&str]) -> f64 {
    let under = |strategy| channels.iter().map(|channel| shown.of(strategy, outcome, channel)).sum::<f64>();
    under(strategy) - under(APART)
}
