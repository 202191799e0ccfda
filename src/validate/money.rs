//! What customers are worth over time: margins by the calendar, discounted; what an investment costs and saves; what
//! customers spend.

use super::{Fact, Proof, queues};

/// A shop that sells at 50 with a margin of 20, and whatever else a market has.
pub fn market(customers: u32, days: f64, replications: u32, more: &str) -> String {
    format!(
        r#"
        [run]
        customers = {customers}
        horizon_days = {days}
        replications = {replications}
        seed = 29
        {more}
        [journey.buy]
        steps = ["buy"]
        value = {{ mean = 50, law = "fixed" }}
        margin = 0.4
        give_up_days = 0
        pause_days = 0
        [channel.shop]
        step.buy.minutes.mean = 0
        [choice]
        habit = 0
        taste_sd = 0
        "#
    )
}

/// Nothing but what comes by the calendar: orders bring no margin.
pub fn calendar(customers: u32, days: f64, replications: u32, more: &str) -> String {
    let needs = "needs.buy = { per_year = 1 }";
    market(customers, days, replications, &format!("{more}\n{needs}")).replace("margin = 0.4", "margin = 0") + ONE
}

/// A strategy that changes nothing.
pub const ONE: &str = "[[strategy]]\nname = \"one\"\nbaseline = true\n";

/// Continuous rate that makes up a rate per year.
pub fn force(per_year: f64) -> f64 {
    (1.0 + per_year).ln()
}

/// What a stream of 1 a year that fades at this rate brings in so many years.
pub fn stream(rate: f64, years: f64) -> f64 {
    if rate == 0.0 { years } else { (1.0 - (-rate * years).exp()) / rate }
}

/// An order each day, and a record that costs 100 at once and 1.5 a day, and makes each contact 4 cheaper: a loss of 100,
/// then 2.5 a day.
pub fn invested_over(days: f64, run: &str) -> String {
    let more = format!("{run}\n[segment.all]\nshare = 1\nneeds.buy = {{ every_days = 1 }}");
    let strategies = r#"
        [capability.identity]
        cost = { once = 100, per_year = 546 }
        [[strategy]]
        name = "apart"
        baseline = true
        set = { "channel.shop.cost_per_contact" = 5 }
        [[strategy]]
        name = "shared"
        levels = { identity = 1 }
        set = { "channel.shop.cost_per_contact" = 1 }
    "#;
    market(1, days, 6, &more) + strategies
}

/// What the same brings that comes day by day, each day's part discounted from its middle.
pub fn stream_by_day(rate: f64, days: u32) -> f64 {
    (0..days).map(|day| (-rate * (f64::from(day) + 0.5) / 364.0).exp() / 364.0).sum()
}

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    const YEARS: f64 = 3.0;
    const LOSS: f64 = 0.25;
    const ORDER: &[(&str, &str)] = &[("journeys", "")];
    let steady = "discount_per_year = 0.08\nwarm_up_days = 182\n[segment.all]\nshare = 1\nloss = { a = 0, b = 1 }\nmargin_per_year = 120";
    let fading =
        format!("discount_per_year = 0.1\n[segment.all]\nshare = 1\nmargin_per_year = 100\nloss_per_year = {LOSS}");
    let spend = "[segment.all]\nshare = 1\nneeds.buy = { every_days = 10 }\nvalue_cv = 0.6";
    let desk = queues::Line { days: 7, warm_up_days: 0, ..queues::PHONE };
    vec![
        Proof {
            about: "twelve agents around the clock for a week, at 30 an hour",
            market: queues::market(desk).replace("servers = 12", "servers = 12\ncost_per_hour = 30"),
            facts: vec![Fact::new("cost put in", "staff_cost", 12.0 * 7.0 * 24.0 * 30.0)],
        },
        Proof {
            about: "a margin of 120 a year from each customer, discounted by 8 %",
            market: calendar(100, 728.0, 2, steady),
            facts: vec![
                Fact::new("annuity", "npv", 100.0 * 120.0 * stream_by_day(force(0.08), 546)),
                Fact::new("annuity", "margin", 100.0 * 120.0 * 1.5),
            ],
        },
        Proof {
            about: "customers who leave by the calendar, discounted by 10 %",
            market: calendar(4_000, 364.0 * YEARS, 30, &fading),
            facts: vec![
                Fact::new("exponential loss", "retention_rate", (-LOSS * YEARS).exp()),
                Fact::new("fading stream", "margin_by_calendar", 4_000.0 * 100.0 * stream(LOSS, YEARS)),
                Fact::new("fading stream", "npv", 4_000.0 * 100.0 * stream(LOSS + force(0.1), YEARS)),
            ],
        },
        Proof {
            about: "an investment of 100 that saves 2.5 a day",
            market: invested_over(100.0, "discount_per_year = 0"),
            facts: vec![
                Fact::new("cost put in", "integration_cost", 100.0 + 1.5 * 100.0).under("shared"),
                Fact::new("cost put in", "npv", 2.5 * 100.0 - 100.0).under("shared").less_the_baseline(),
            ],
        },
        Proof {
            about: "customers who differ in what they spend",
            market: market(20_000, 10.0, 20, spend) + ONE,
            facts: vec![Fact::new("gamma", "revenue", 50.0).per("journey", ORDER)],
        },
    ]
}
