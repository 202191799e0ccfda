//! What is observed where lines or shelves are put together.

use super::Asked::{Above, Below, Within};
use super::{Shown, Sight, Stage, held_out};
use crate::theory::queues::erlang_c;

const TWO: &str = "two lines";
const ONE: &str = "one line";
const WALK_INS_FIRST: &str = "one line, walk-ins first";

/// Walk-ins, and orders to be picked.
pub(super) fn stage_of_lines() -> Stage {
    Stage {
        file: "src/validate/credible/markets/lines.toml",
        text: include_str!("markets/lines.toml").to_owned(),
        strategies: &[TWO, ONE, WALK_INS_FIRST],
        enough: 40,
        claims: false,
        sights: sights_of_lines(),
    }
}

fn sights_of_lines() -> Vec<Sight> {
    const ROWS: &str = "F23, C34";
    vec![
        held_out("oracle 3", "wait of walk-ins in a line of their own, over Erlang C", Within(0.95, 1.05), |shown| {
            let an_hour = 267.0 * 1_000.0 / (364.0 * 24.0);
            walk_ins(shown, TWO) / (60.0 * erlang_c(an_hour, 2.0 / 60.0, 2).expect("less work than two do").mean_wait)
        }),
        held_out("F23", "mean wait of all, one line over two", Below(1.0), |shown| {
            shown.of(ONE, "wait_minutes", "") / shown.of(TWO, "wait_minutes", "")
        }),
        held_out(ROWS, "wait of walk-ins, one line with orders over two: the reverse", Above(1.0), |shown| {
            walk_ins(shown, ONE) / walk_ins(shown, TWO)
        }),
        held_out(ROWS, "the same in one line, walk-ins first over not", Below(1.0), |shown| {
            walk_ins(shown, WALK_INS_FIRST) / walk_ins(shown, ONE)
        }),
        held_out(ROWS, "the same, one line with walk-ins first over two", Below(1.05), |shown| {
            walk_ins(shown, WALK_INS_FIRST) / walk_ins(shown, TWO)
        }),
    ]
}

fn walk_ins(shown: &Shown, strategy: &str) -> f64 {
    shown.of(strategy, "wait_minutes", "store")
}

const APART: &str = "two stocks";
const WHOLE: &str = "one stock";
const OWN_APART: &str = "two stocks, days of their own";
const OWN_WHOLE: &str = "one stock, days of their own";
const SHARED_APART: &str = "two stocks, days in common";
const SHARED_WHOLE: &str = "one stock, days in common";

/// Customers here and there, each with a shelf.
pub(super) fn stage_of_stock() -> Stage {
    Stage {
        file: "src/validate/credible/markets/shelves.toml",
        text: include_str!("markets/shelves.toml").to_owned(),
        strategies: &[APART, WHOLE, OWN_APART, OWN_WHOLE, SHARED_APART, SHARED_WHOLE],
        enough: 40,
        claims: false,
        sights: sights_of_stock(),
    }
}

fn sights_of_stock() -> Vec<Sight> {
    const ROWS: &str = "F23, O3";
    vec![
        held_out(ROWS, "fill rate, one stock less two", Above(0.0), |shown| gained(shown, WHOLE, APART)),
        held_out(ROWS, "the same where either side has busy days of its own", Above(0.0), |shown| {
            gained(shown, OWN_WHOLE, OWN_APART)
        }),
        held_out(ROWS, "gain where both have the same busy days, over that", Below(1.0), |shown| {
            gained(shown, SHARED_WHOLE, SHARED_APART) / gained(shown, OWN_WHOLE, OWN_APART)
        }),
    ]
}

/// The share of what is asked for that one stock serves and two do not.
fn gained(shown: &Shown, one: &str, two: &str) -> f64 {
    shown.less("stock_fill_rate", one, two)
}
