//! Stock: what shelves serve that are filled by reviews, apart and for each other, and units that are given back.

use super::{Fact, Proof};
use crate::theory::queues::erlang_b;
use crate::theory::stock::{fill_rate, fill_rate_on_uneven_days, fill_rate_with_lead, left_on_average};

/// Mean demand of a shelf, a day.
pub const A_DAY: f64 = 5.0;
/// Units of each shelf.
pub const UNITS: u32 = 7;

/// Two channels, each with needs of its own from 400 customers, 5 a day, and a shelf of 7 units that is filled every night;
/// whoever finds nothing goes. `shelf` is the rest of a shelf's table, `more` whatever else stands in the file.
pub fn two_shelves(shelf: &str, more: &str) -> String {
    let per_year = A_DAY * 364.0 / 400.0;
    let side = |name: &str| {
        format!(
            r#"
            [journey.{name}_need]
            steps = ["{name}_order"]
            takes_at = "{name}_order"
            leave_when_out = 1
            [channel.{name}]
            stock = "{name}_shelf"
            step.{name}_order = {{ minutes = {{ mean = 0, law = "fixed" }} }}
            [stock.{name}_shelf]
            order_up_to = {UNITS}
            {shelf}
            "#
        )
    };
    format!(
        r#"
        [run]
        customers = 400
        horizon_days = 384
        warm_up_days = 20
        replications = 20
        seed = 37
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        needs = {{ web_need = {{ per_year = {per_year} }}, store_need = {{ per_year = {per_year} }} }}
        {more}
        {}
        {}
        [[strategy]]
        name = "apart"
        baseline = true
        [[strategy]]
        name = "for each other"
        levels = {{ inventory = 1 }}
        "#,
        side("web"),
        side("store"),
    )
}

/// Units that are hired for a time and always come back: an order that takes one, and a second step that fails after six
/// hours on average. Ten orders a day for three units, which nobody fills up.
pub const HIRED: &str = r#"
    [run]
    customers = 400
    horizon_days = 384
    warm_up_days = 20
    replications = 20
    seed = 38
    [segment.all]
    share = 1
    loss = { a = 0, b = 1 }
    needs.hire = { per_year = 9.1 }
    [journey.hire]
    steps = ["order", "return"]
    takes_at = "order"
    leave_when_out = 1
    [channel.desk]
    stock = "bicycles"
    step.order = { minutes = { mean = 0, law = "fixed" } }
    step.return = { leave = 1, minutes = { mean = 360, law = "exponential" } }
    [stock.bicycles]
    order_up_to = 3
    review_days = 36_400
    [[strategy]]
    name = "only"
    baseline = true
"#;

const CV: f64 = 0.4;

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    let rate = "stock_fill_rate";
    let [apart, together] = [fill_rate(A_DAY, UNITS), fill_rate(2.0 * A_DAY, 2 * UNITS)];
    let uneven = |shelves: u32| fill_rate_on_uneven_days(A_DAY * f64::from(shelves), CV, shelves * UNITS);
    let left = left_on_average(A_DAY, UNITS);
    vec![
        Proof {
            about: "a shelf that is filled every night",
            market: two_shelves("holding_cost_per_year = 2.5", ""),
            facts: vec![
                Fact::new("Poisson fill rate", rate, apart).of("store"),
                Fact::new("Poisson fill rate", rate, apart).of("web"),
                Fact::new("Poisson fill rate", "stock_on_hand", left).of("stock.web_shelf"),
                Fact::new("Poisson fill rate", "holding_cost", 5.0 * left),
                Fact::new("Poisson fill rate", rate, together).under("for each other"),
            ],
        },
        Proof {
            about: "the same, delivered at noon",
            market: two_shelves("lead_days = 0.5", ""),
            facts: vec![
                Fact::new("chain of shelves", rate, fill_rate_with_lead(A_DAY / 2.0, A_DAY / 2.0, UNITS)),
                Fact::new("chain of shelves", rate, fill_rate_with_lead(A_DAY, A_DAY, 2 * UNITS))
                    .under("for each other"),
            ],
        },
        Proof {
            about: "the same, of two items",
            market: two_shelves("items = 2", ""),
            facts: vec![Fact::new("Poisson fill rate", rate, fill_rate(A_DAY / 2.0, UNITS)).of("web")],
        },
        Proof {
            about: "shelves for each other on days that differ",
            market: two_shelves("", &format!("[demand]\nday_cv = {CV}\n")),
            facts: vec![
                Fact::new("negative binomial fill rate", rate, uneven(1)),
                Fact::new("negative binomial fill rate", rate, uneven(2)).under("for each other"),
            ],
        },
        Proof {
            about: "units that come back",
            market: HIRED.into(),
            facts: vec![Fact::new("Erlang B of units", rate, 1.0 - erlang_b(2.5, 3))],
        },
    ]
}
