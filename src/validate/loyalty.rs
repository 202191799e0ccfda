//! How long customers stay and how often they come back, against buy-till-you-die models and laws of survival.

use super::{Fact, Proof};
use crate::theory::survival::{BgNbd, ParetoNbd, beta_geometric_survival, geometric_survival};

const CUSTOMERS: u32 = 10_000;
const WEEKS_A_YEAR: f64 = 52.0;

/// Needs that are met at once, each an occasion on which the customer may be lost.
pub fn market(customers: u32, days: f64, needs: &str, loss: &str) -> String {
    format!(
        r#"
        [run]
        customers = {customers}
        horizon_days = {days}
        replications = 40
        seed = 14
        [segment.all]
        share = 1
        needs.purchase = {needs}
        tolerance_minutes = {{ mean = inf }}
        [journey.purchase]
        steps = ["buy"]
        occasion = true
        give_up_days = 0
        pause_days = 0
        [seam]
        cold = 0
        [channel.shop]
        step.buy.minutes.mean = 0
        [choice]
        habit = 0
        taste_sd = 0
        [loss]
        stated_to_actual = 0
        satisfaction = 0
        {loss}
        [[strategy]]
        name = "one"
        baseline = true
        "#
    )
}

/// Needs at random, at a rate that is Gamma(r, alpha), in weeks, over customers.
pub fn gamma_needs(r: f64, alpha: f64) -> String {
    format!("{{ per_year = {}, cv = {} }}", r / alpha * 52.0, 1.0 / r.sqrt())
}

/// One occasion for each of 10,000 customers: 0.70 are helped at once, 0.22 at the second contact, 0.08 give up there.
pub fn one_need_each(occasion: bool) -> String {
    market(10_000, 1.0, "{ every_days = 1 }", "a = 5e5\nb = 9.5e6")
        .replace("stated_to_actual = 0", "stated_to_actual = 1\nlate = 0.630804\ngiven_up = 1.845827")
        .replace("occasion = true", &format!("occasion = {occasion}\ncontact_limit = 2"))
        .replace(
            "step.buy.minutes.mean = 0",
            r"step.buy = { success = 0.7, minutes = { mean = 0 } }
            [channel.desk]
            step.buy = { success = 0.7333333333, minutes = { mean = 0 } }",
        )
        .replace("share = 1", "share = 1\ntaste = { desk = -40 }")
        .replace("[choice]", "[choice]\nsynergy = { \"shop>shop\" = -40, \"shop>desk\" = 40 }")
}

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    // Buyers of records (Fader, Hardie & Lee 2005; Schmittlein, Morrison & Colombo 1987); time in weeks.
    let after_purchases = BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
    let at_any_time = ParetoNbd { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
    let of_segment = format!(
        "loss_per_year = {}\nloss_cv = {}",
        at_any_time.s / at_any_time.beta * WEEKS_A_YEAR,
        1.0 / at_any_time.s.sqrt()
    );
    let renewed = (0.668, 3.806);
    vec![
        Proof {
            about: "customers who may leave after each purchase, over 39 weeks",
            market: market(
                CUSTOMERS,
                39.0 * 7.0,
                &gamma_needs(after_purchases.r, after_purchases.alpha),
                "a = 0.793\nb = 2.426",
            ),
            facts: vec![
                Fact::new("BG/NBD", "journeys", f64::from(CUSTOMERS) * after_purchases.expected_purchases(39.0)),
                Fact::new("BG/NBD", "retention_rate", after_purchases.active(39.0)),
            ],
        },
        Proof {
            about: "customers who may leave at any time, over a year",
            market: market(
                CUSTOMERS,
                WEEKS_A_YEAR * 7.0,
                &gamma_needs(at_any_time.r, at_any_time.alpha),
                "a = 0\nb = 1",
            )
            .replace("share = 1", &format!("share = 1\n{of_segment}")),
            facts: vec![
                Fact::new(
                    "Pareto/NBD",
                    "journeys",
                    f64::from(CUSTOMERS) * at_any_time.expected_purchases(WEEKS_A_YEAR),
                ),
                Fact::new("Pareto/NBD", "retention_rate", at_any_time.active(WEEKS_A_YEAR)),
            ],
        },
        Proof {
            about: "contracts that are renewed every week, twelve times",
            market: market(CUSTOMERS, 84.0, "{ every_days = 7 }", &format!("a = {}\nb = {}", renewed.0, renewed.1)),
            facts: vec![Fact::new(
                "shifted beta-geometric",
                "retention_rate",
                beta_geometric_survival(renewed.0, renewed.1, 12),
            )],
        },
        Proof {
            about: "customers who are all lost as easily, twelve weeks",
            market: market(5_000, 84.0, "{ every_days = 7 }", "a = 3e5\nb = 9.7e6"),
            facts: vec![Fact::new("geometric", "retention_rate", geometric_survival(0.97, 12))],
        },
        Proof {
            about: "customers who are lost as they say they would be",
            market: one_need_each(true).replace("replications = 40", "replications = 60"),
            facts: vec![
                Fact::new("logit of loss", "loss_rate_resolved_first", 0.05),
                Fact::new("logit of loss", "loss_rate_resolved_late", 0.09),
                Fact::new("logit of loss", "loss_rate_given_up", 0.25),
                Fact::new("logit of loss", "churned_customers", 10_000.0 * (0.70 * 0.05 + 0.22 * 0.09 + 0.08 * 0.25)),
            ],
        },
    ]
}
