//! Outreach: messages that come by a clock, tire, are suppressed, bring purchases forward and lose those who hear them.

use super::{Fact, Proof};
use crate::theory::choice::shares;
use crate::theory::outreach::{beta_of, fatigue_at_random, pressure, still_hear};

const CUSTOMERS: f64 = 1_000.0;
const DAYS: f64 = 364.0;

/// Customers with a mailbox, whom a shop serves at once and in full. `campaign`, `outreach` and `segment` are the rest of
/// these tables, `more` whatever else stands in the file.
pub fn mailed(campaign: &str, outreach: &str, segment: &str, more: &str) -> String {
    format!(
        r#"
        [run]
        customers = {CUSTOMERS}
        horizon_days = {DAYS}
        replications = 30
        seed = 43
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        {segment}
        [journey.buy]
        steps = ["buy"]
        give_up_days = 0
        value = {{ mean = 50, law = "fixed" }}
        margin = 0.4
        [channel.shop]
        step.buy = {{ minutes = {{ mean = 0, law = "fixed" }} }}
        [channel.mail]
        [campaign.news]
        channel = "mail"
        begins = "buy"
        {campaign}
        [outreach]
        {outreach}
        [choice]
        habit = 0
        taste_sd = 0
        {more}
        [[strategy]]
        name = "each for itself"
        baseline = true
        [[strategy]]
        name = "one plan"
        levels = {{ orchestration = 1 }}
        "#
    )
}

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    [responses(), opting_out(), plans(), purchases(), budgets()].concat()
}

const RESPONSE: f64 = 0.1;
const HALF_LIFE: f64 = 5.0;
const FATIGUE: f64 = 0.5;
const WAVES: u32 = 52;

/// How many respond, by pressure, by differences between customers, and by how long they have been there.
fn responses() -> Vec<Proof> {
    const A_DAY: f64 = 0.2;
    const CV: f64 = 1.5;
    const JOIN: f64 = 2.0;
    const FRESH: f64 = 3.0;
    let tired = format!("half_life_days = {HALF_LIFE}\nfatigue = {FATIGUE}");
    let in_wave = |n: u32| RESPONSE * (-FATIGUE * pressure(n, 7.0, HALF_LIFE)).exp();
    let by_pressure = (0..WAVES).map(in_wave).sum::<f64>() / f64::from(WAVES);
    let at_random = RESPONSE * fatigue_at_random(A_DAY, HALF_LIFE, FATIGUE);
    let (a, b) = beta_of(RESPONSE, CV);
    let hear = still_hear(WAVES, |n| a / (a + b + f64::from(n)));
    let by_differences = (1.0 - hear[WAVES as usize]) / hear[..WAVES as usize].iter().sum::<f64>();
    let messages = A_DAY * DAYS;
    let news = CUSTOMERS * RESPONSE * messages;
    let joined = CUSTOMERS * JOIN * RESPONSE * A_DAY * (DAYS / 2.0 + (FRESH - 1.0) * by_age(60.0));
    vec![
        Proof {
            about: "a newsletter every week, tiring",
            market: mailed(&format!("every_days = 7\nresponse = {RESPONSE}\ncost = 0.25"), &tired, "", ""),
            facts: vec![
                Fact::new("clock of waves", "outreach_messages", CUSTOMERS * f64::from(WAVES)),
                Fact::new("clock of waves", "outreach_cost", CUSTOMERS * f64::from(WAVES) * 0.25),
                Fact::new("geometric pressure", "outreach_response_rate", by_pressure),
            ],
        },
        Proof {
            about: "messages at random moments, tiring, four months of warm-up",
            market: mailed(&format!("per_year = {}\nresponse = {RESPONSE}", A_DAY * DAYS), &tired, "", "")
                .replace("seed", "warm_up_days = 112\nseed"),
            facts: vec![
                Fact::new("Poisson messages", "outreach_messages", CUSTOMERS * A_DAY * (DAYS - 112.0)),
                Fact::new("shot noise", "outreach_response_rate", at_random),
            ],
        },
        Proof {
            about: "a newsletter to customers who differ, until they respond",
            market: mailed(
                &format!("every_days = 7\nresponse = {RESPONSE}\nuntil_response = true"),
                &format!("response_cv = {CV}"),
                "",
                "",
            ),
            facts: vec![Fact::new("beta-geometric response", "outreach_response_rate", by_differences)],
        },
        Proof {
            about: "messages to customers who join and respond more while they are new",
            market: mailed(
                &format!("per_year = {messages}\nresponse = {RESPONSE}"),
                &format!("newcomer_response = {FRESH}\nnewcomer_half_life_days = 60"),
                &format!("joins.per_year = {JOIN}"),
                "",
            ),
            facts: vec![Fact::new("response by tenure", "outreach_responses", news + joined)],
        },
    ]
}

/// The integral of 2^(-age / half-life) over the time of a joiner that is left, of one who joins a year: over ages up to the
/// end, (days - age) / days of them each.
fn by_age(half_life_days: f64) -> f64 {
    let k = std::f64::consts::LN_2 / half_life_days;
    (DAYS - (1.0 - (-k * DAYS).exp()) / k) / (k * DAYS)
}

/// Those who hear no more: by pressure, and beside those who are lost.
fn opting_out() -> Vec<Proof> {
    const OPT_OUT: f64 = 0.01;
    const RISE: f64 = 0.6;
    const LOSS: f64 = 0.8;
    const A_YEAR: f64 = 60.0;
    const ANNOYANCE: f64 = 0.01;
    let goes = |n: u32| OPT_OUT * (RISE * pressure(n, 7.0, HALF_LIFE)).exp();
    let hear = still_hear(WAVES, goes);
    let forces = A_YEAR * OPT_OUT + LOSS;
    let heard = A_YEAR * (1.0 - (-forces).exp()) / forces;
    let kept = (0..WAVES).map(|n| 1.0 - ANNOYANCE * pressure(n, 7.0, HALF_LIFE)).product::<f64>();
    vec![
        Proof {
            about: "a newsletter every week that more opt out of under pressure",
            market: mailed(
                &format!("every_days = 7\nresponse = 0\nopt_out = {OPT_OUT}"),
                &format!("half_life_days = {HALF_LIFE}\nopt_out_rise = {RISE}"),
                "",
                "",
            ),
            facts: vec![
                Fact::new("opting out", "outreach_messages", CUSTOMERS * hear[..WAVES as usize].iter().sum::<f64>()),
                Fact::new("opting out", "outreach_opt_outs", CUSTOMERS * (1.0 - hear[WAVES as usize])),
            ],
        },
        Proof {
            about: "messages at random moments to customers who leave by the calendar or opt out",
            market: mailed(
                &format!("per_year = {A_YEAR}\nresponse = 0\nopt_out = {OPT_OUT}"),
                "",
                &format!("loss_per_year = {LOSS}"),
                "",
            ),
            facts: vec![Fact::new("competing forces", "outreach_messages", CUSTOMERS * heard)],
        },
        Proof {
            about: "a newsletter every week that annoys",
            market: mailed(
                "every_days = 7\nresponse = 0",
                &format!("half_life_days = {HALF_LIFE}\nannoyance = {ANNOYANCE}"),
                "",
                "",
            ),
            facts: vec![Fact::new("geometric pressure", "satisfaction", 0.75 * kept)],
        },
    ]
}

/// What a plan for all messages leaves out.
fn plans() -> Vec<Proof> {
    const A_YEAR: f64 = 60.0;
    const PROBLEMS: f64 = 40.0;
    const HOURS: f64 = 48.0;
    const BUYS: f64 = 20.0;
    const QUIET: f64 = 6.0;
    let problems = PROBLEMS / DAYS * HOURS / 24.0;
    let bought = BUYS / DAYS * QUIET;
    let sent = |unwelcome: f64| CUSTOMERS * A_YEAR * (-unwelcome).exp();
    let waves = CUSTOMERS * DAYS / 2.0;
    vec![
        Proof {
            about: "messages every other day, of which half of those beyond one in three days are suppressed",
            market: mailed("every_days = 2\nresponse = 0", "cap = { messages = 1, days = 3 }", "", "")
                .replace("orchestration = 1", "orchestration = 0.5"),
            facts: vec![
                Fact::new("clock of waves", "outreach_messages", waves),
                // After one that was sent half are, after one that was not all: two of three in the long run.
                Fact::new("chain of a cap", "outreach_messages", CUSTOMERS * sent_under_cap(182)).under("one plan"),
            ],
        },
        Proof {
            about: "messages at random moments to customers with a problem now and then",
            market: mailed(
                &format!("per_year = {A_YEAR}\nresponse = 0"),
                "",
                &format!("needs.ask.per_year = {PROBLEMS}"),
                &format!(
                    r#"
                    [journey.ask]
                    steps = ["ask"]
                    give_up_days = 0
                    [channel.desk]
                    step.ask = {{ minutes = {{ mean = {}, law = "exponential" }} }}
                    "#,
                    HOURS * 60.0
                ),
            )
            .replace("seed", "warm_up_days = 28\nseed"),
            facts: vec![
                Fact::new("an infinite queue of problems", "outreach_messages", sent(problems) * (DAYS - 28.0) / DAYS)
                    .under("one plan"),
            ],
        },
        Proof {
            about: "messages at random moments to customers who buy of themselves",
            market: mailed(
                &format!("per_year = {A_YEAR}\nresponse = 0"),
                &format!("quiet_days = {QUIET}"),
                &format!("needs.buy.per_year = {BUYS}"),
                "",
            )
            .replace("seed", "warm_up_days = 28\nseed"),
            facts: vec![
                Fact::new("age of a Poisson stream", "outreach_messages", sent(bought) * (DAYS - 28.0) / DAYS)
                    .under("one plan"),
            ],
        },
    ]
}

/// Messages sent of so many, if half of those right after one that was sent are not, and all after one that was not.
fn sent_under_cap(messages: u32) -> f64 {
    let next = |sent: &mut f64, _: u32| {
        let now = *sent;
        *sent = 1.0 - now / 2.0;
        Some(now)
    };
    (0..messages).scan(1.0, next).sum()
}

/// What responses bring: orders at a discount, in the store rather than on the web, and in the place of later ones.
fn purchases() -> Vec<Proof> {
    const A_YEAR: f64 = 10.0;
    const DISCOUNT: f64 = 0.15;
    const PULL: f64 = 1.2;
    const NEEDS: f64 = 40.0;
    let orders = CUSTOMERS * A_YEAR;
    let pulled = shares(&[0.0, PULL])[1];
    vec![
        Proof {
            about: "print with a discount that pulls to the store",
            market: mailed(
                &format!("per_year = {A_YEAR}\nresponse = 1\ndiscount = {DISCOUNT}"),
                "",
                "",
                r#"synergy = { "mail>store" = 1.2 }
                [channel.store]
                step.buy = { minutes = { mean = 0, law = "fixed" } }"#,
            ),
            facts: vec![
                Fact::new("Poisson messages", "revenue", orders * 50.0 * (1.0 - DISCOUNT)),
                Fact::new("Poisson messages", "margin", orders * 50.0 * (0.4 - DISCOUNT)),
                Fact::new("logit after a message", "contact_flow", orders * pulled).of("start>store"),
            ],
        },
        Proof {
            about: "responses that take the place of later purchases, 13 weeks of warm-up",
            market: mailed(
                &format!("per_year = {A_YEAR}\nresponse = 1\nbrought_forward = 1"),
                "",
                &format!("needs.buy.per_year = {NEEDS}"),
                "",
            )
            .replace("seed", "warm_up_days = 91\nseed"),
            facts: vec![
                Fact::new("as many as without", "revenue", CUSTOMERS * NEEDS * 50.0 * 0.75),
                Fact::new("as many as without", "outreach_brought_forward", orders * 0.75),
            ],
        },
    ]
}

/// Two mailings of the same cost, each to half of the customers in the mean: one that nobody responds to, to customers who
/// buy four times between two reviews anyway, and one that everybody responds to, to customers who would not buy.
pub fn two_mailings(step: f64, held_out: f64) -> String {
    format!(
        r#"
        [run]
        customers = 2_000
        horizon_days = 140
        replications = 20
        seed = 44
        [segment.buyers]
        share = 0.5
        loss = {{ a = 0, b = 1 }}
        needs.buy.every_days = 7
        [segment.others]
        share = 0.5
        loss = {{ a = 0, b = 1 }}
        [journey.buy]
        steps = ["buy"]
        give_up_days = 0
        value = {{ mean = 50, law = "fixed" }}
        [channel.shop]
        step.buy = {{ minutes = {{ mean = 0, law = "fixed" }} }}
        [channel.mail]
        [channel.print]
        [campaign.idle]
        channel = "mail"
        segments = ["buyers"]
        begins = "buy"
        every_days = 7
        share = 0.5
        cost = 1
        response = 0
        [campaign.good]
        channel = "print"
        segments = ["others"]
        begins = "buy"
        every_days = 7
        share = 0.5
        cost = 1
        response = 1
        [budget]
        review_days = 28
        step = {step}
        claim_days = 364
        held_out = {held_out}
        [choice]
        habit = 0
        taste_sd = 0
        [[strategy]]
        name = "by claims"
        baseline = true
        [[strategy]]
        name = "by what it brings"
        levels = {{ measurement = 1 }}
        "#
    )
}

/// Where money goes, by claims and by what is brought.
fn budgets() -> Vec<Proof> {
    const STEP: f64 = 0.5;
    const HELD_OUT: f64 = 0.1;
    // Five times four waves to 1,000 customers each in the mean, of whom a tenth is held out.
    let waves = 4.0 * 1000.0 * (1.0 - HELD_OUT);
    let periods = || (0..5).map(|review| (1.0_f64 - STEP).powi(review));
    let idle = waves * periods().map(|left| 0.5 * left).sum::<f64>();
    let good = waves * periods().map(|left| 1.0 - 0.5 * left).sum::<f64>();
    vec![Proof {
        about: "money that moves to what brings something",
        market: two_mailings(STEP, HELD_OUT),
        facts: vec![
            Fact::new("budget by hold-out", "outreach_messages", idle).of("mail").under("by what it brings"),
            Fact::new("budget by hold-out", "outreach_messages", good).of("print").under("by what it brings"),
        ],
    }]
}
