//! Customers who join later, against Poisson streams, an infinite queue and laws of survival.

use super::money::{force, stream_by_day};
use super::{Fact, Proof, queues};
use crate::theory::growth::{base, survival, years_of_joiners};
use crate::theory::queues::erlang_a;

const CUSTOMERS: f64 = 4_000.0;
const DAYS_A_YEAR: f64 = 364.0;
const WEEKS_A_YEAR: f64 = 52.0;
/// Length of a period of ages (weeks).
const PERIOD: f64 = 4.0;

/// Customers who need something that is done at once, and nothing else; of the segment, whatever is said of it.
pub fn market(customers: f64, days: f64, run: &str, segment: &str) -> String {
    format!(
        r#"
        [run]
        customers = {customers}
        horizon_days = {days}
        replications = 30
        seed = 41
        {run}
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        {segment}
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        pause_days = 0
        [channel.shop]
        step.ask.minutes.mean = 0
        [choice]
        habit = 0
        taste_sd = 0
        [[strategy]]
        name = "one"
        baseline = true
        "#
    )
}

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    [streams(), losses(), money(), line()].concat()
}

/// Who joins, when, and what they then need.
fn streams() -> Vec<Proof> {
    const RATE: f64 = 0.8;
    const NEEDS: f64 = 12.0;
    // Weights 0, 1, 2, 5: 104 over 52 weeks, 17 in the first 10.
    let by_week = format!("needs.ask.per_year = 1\njoins = {{ per_year = {RATE}, by_week = [0, 1, 2, 5] }}");
    let needs = |needs: &str| format!("needs.ask = {needs}\njoins.per_year = {RATE}");
    let asked = NEEDS * (CUSTOMERS + CUSTOMERS * RATE * years_of_joiners(1.0));
    let contract = format!("{{ every_days = {} }}", DAYS_A_YEAR / NEEDS);
    vec![
        Proof {
            about: "customers who join by weeks of unlike weight, ten weeks of warm-up",
            market: market(CUSTOMERS, DAYS_A_YEAR, "warm_up_days = 70", &by_week),
            facts: vec![
                Fact::new("Poisson stream", "joined_customers", CUSTOMERS * RATE * (104.0 - 17.0) / 104.0),
                Fact::new("Poisson stream", "active_customers", CUSTOMERS * (1.0 + RATE)),
            ],
        },
        Proof {
            about: "customers who join at any time and need something a dozen times a year",
            market: market(CUSTOMERS, DAYS_A_YEAR, "", &needs(&format!("{{ per_year = {NEEDS} }}"))),
            facts: vec![
                Fact::new("needs from joining on", "contacts", asked),
                Fact::new("needs from joining on", "contacts_per_active_customer", NEEDS),
            ],
        },
        Proof {
            about: "the same with contracts that begin when they join",
            market: market(CUSTOMERS, DAYS_A_YEAR, "", &needs(&contract)),
            facts: vec![Fact::new("needs from joining on", "contacts", asked)],
        },
    ]
}

/// How long they stay, and how large the base is.
fn losses() -> Vec<Proof> {
    const YEARS: f64 = 3.0;
    const RATE: f64 = 0.3;
    const LOSS: f64 = 0.4;
    const CV: f64 = 1.2;
    let segment = |cv: f64| {
        let joins = format!("joins.per_year = {RATE}\nneeds.ask.per_year = 0.5");
        format!("{joins}\nloss_per_year = {LOSS}\nloss_cv = {cv}")
    };
    let at_age = |law: &'static str, cohort: usize, period: usize, cv: f64| {
        let years = (period + 1) as f64 * PERIOD / WEEKS_A_YEAR;
        Fact::new(law, "active_share", survival(LOSS, cv, years)).at_age(cohort, period)
    };
    let there = base(CUSTOMERS, CUSTOMERS * RATE, LOSS, YEARS);
    vec![
        Proof {
            about: "a base that others join while customers leave by the calendar",
            market: market(CUSTOMERS, DAYS_A_YEAR * YEARS, "", &segment(0.0)),
            facts: vec![
                Fact::new("infinite queue", "active_customers", there),
                Fact::new("exponential loss", "retention_rate", survival(LOSS, 0.0, YEARS)),
                at_age("exponential loss by age", 0, 12, 0.0),
                at_age("exponential loss by age", 1, 2, 0.0),
                at_age("exponential loss by age", 6, 12, 0.0),
            ],
        },
        Proof {
            about: "the same where some leave more easily than others",
            market: market(CUSTOMERS, DAYS_A_YEAR * YEARS, "", &segment(CV)),
            facts: vec![
                Fact::new("gamma-mixed loss", "retention_rate", survival(LOSS, CV, YEARS)),
                at_age("gamma-mixed loss by age", 0, 25, CV),
                at_age("gamma-mixed loss by age", 3, 12, CV),
            ],
        },
    ]
}

/// What they cost and bring.
fn money() -> Vec<Proof> {
    const RATE: f64 = 0.5;
    const COST: f64 = 25.0;
    const MARGIN: f64 = 60.0;
    const JOINED: &[(&str, &str)] = &[("joined_customers", "")];
    let joins = format!("joins = {{ per_year = {RATE}, cost = {COST}, first = \"ask\" }}");
    let a_year = CUSTOMERS * RATE;
    let over = DAYS_A_YEAR * 2.0;
    vec![
        Proof {
            about: "customers who cost 25 each when they join, with one need each, discounted by 10 %",
            market: market(CUSTOMERS, over, "discount_per_year = 0.1", &joins),
            facts: vec![
                Fact::new("cost put in", "acquisition_cost", COST).per("joined customer", JOINED),
                Fact::new("one need each", "journeys", 1.0).per("joined customer", JOINED),
                Fact::new("annuity", "npv", -COST * a_year * stream_by_day(force(0.1), over as u32)),
            ],
        },
        Proof {
            about: "customers who bring 60 a year from when they join",
            market: market(
                CUSTOMERS,
                over,
                "",
                &format!("needs.ask.per_year = 0.5\nmargin_per_year = {MARGIN}\njoins.per_year = {RATE}"),
            ),
            facts: vec![
                Fact::new(
                    "margin from joining on",
                    "margin_by_calendar",
                    MARGIN * (CUSTOMERS * 2.0 + a_year * years_of_joiners(2.0)),
                ),
                Fact::new("margin from joining on", "margin", MARGIN * PERIOD / WEEKS_A_YEAR).at_age(2, 5),
            ],
        },
    ]
}

/// A telephone line that half as many customers call again as there are at the start, who all join in the first week.
fn line() -> Vec<Proof> {
    let (rate, minutes, agents, days) = (queues::PHONE.an_hour / 60.0, 6.0, 10, 30);
    let calm = queues::Line {
        an_hour: queues::PHONE.an_hour / 1.5,
        patience: 5.0,
        servers: agents,
        days,
        warm_up_days: 12,
        ..queues::PHONE
    };
    let impatient = erlang_a(rate, minutes, 5.0, agents).expect("who hangs up keeps the line short");
    let weeks = (calm.days + calm.warm_up_days).div_ceil(7) as usize;
    let by_week = format!("[1{}]", ", 0".repeat(weeks - 1));
    let per_year = 0.5 * DAYS_A_YEAR / f64::from(calm.days + calm.warm_up_days);
    let joins = format!("share = 1\njoins = {{ per_year = {per_year}, by_week = {by_week} }}");
    vec![Proof {
        about: "a line of ten agents that half as many customers again have come to call",
        market: queues::market(calm).replace("share = 1", &joins),
        facts: vec![
            Fact::new("Erlang A with joiners", "wait_minutes", impatient.mean_wait).of("line"),
            Fact::new("Erlang A with joiners", "abandonment_rate", impatient.abandon).of("line"),
        ],
    }]
}
