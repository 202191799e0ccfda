//! Orders that are sent back and refunded, against displaced Poisson streams and Erlang's B; baskets that meet, against a
//! chain; and needs of those who have seen the goods, against a stream that begins when they do.

use super::{Fact, Proof};
use crate::theory::delayed::{baskets_met, baskets_met_where_overwritten, come_about, come_about_after_a_start};
use crate::theory::queues::erlang_b;

const CUSTOMERS: f64 = 1_000.0;
const DAYS: f64 = 364.0;
/// Orders of all customers, a day.
pub const A_DAY: f64 = 200.0;
/// Value and margin of an order.
const VALUE: f64 = 50.0;
const MARGIN: f64 = 20.0;
/// Share of orders that is sent back.
const SHARE: f64 = 0.3;
/// How much later, on average (days).
const LATER: f64 = 40.0;

/// A shop that sells at 50 with a margin of 20, orders that arise 200 times a day, and a desk to which some are brought back:
/// nobody waits, fails or goes. `back` is what is said of it (probability, delay, refunds), `more` whatever else stands in
/// the file.
pub fn shop(run: &str, back: &str, more: &str) -> String {
    format!(
        r#"
        [run]
        customers = {CUSTOMERS}
        horizon_days = {DAYS}
        replications = 20
        seed = 43
        {run}
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        [segment.all.needs]
        buy = {{ per_year = {} }}
        [journey.buy]
        steps = ["order"]
        value = {{ mean = {VALUE}, law = "fixed" }}
        margin = {}
        give_up_days = 0
        pause_days = 0
        [journey.bring_back]
        steps = ["hand_in"]
        give_up_days = 0
        pause_days = 0
        {back}
        [channel.web]
        step.order.minutes.mean = 0
        [channel.desk]
        step.hand_in.minutes.mean = 0
        [choice]
        habit = 0
        taste_sd = 0
        {more}
        [[strategy]]
        name = "only"
        baseline = true
        "#,
        A_DAY * DAYS / CUSTOMERS,
        MARGIN / VALUE,
    )
}

/// What theory says of it.
pub(super) fn proofs() -> Vec<Proof> {
    [streams(), units(), baskets(), showroom()].concat()
}

/// What is refunded, and when.
fn streams() -> Vec<Proof> {
    const LAW: &str = "displaced Poisson stream";
    const EXCHANGED: f64 = 0.25;
    const WARM_UP: f64 = 28.0;
    const LOST_AND_COST: f64 = 0.2 * VALUE + 3.0;
    const RATE: f64 = 0.1;
    let back = format!(
        r#"
        follows = [{{ journey = "buy", probability = {SHARE}, after_days = {LATER} }}]
        refunds = {{ lost = 0.2, cost = 3, exchanged = {{ desk = {EXCHANGED} }} }}
        "#
    );
    let handed_in = |from: f64, until: f64| A_DAY * SHARE * come_about(from, until, LATER);
    let refunded = |from: f64, until: f64| (1.0 - EXCHANGED) * handed_in(from, until);
    let margin = |from: f64, until: f64| {
        MARGIN * (A_DAY * (until - from) - refunded(from, until)) - LOST_AND_COST * handed_in(from, until)
    };
    let revenue = |from: f64, until: f64| VALUE * (A_DAY * (until - from) - refunded(from, until));
    let discounted = |day: u32| {
        let (from, until) = (f64::from(day), f64::from(day + 1));
        (1.0 + RATE).powf(-(from + 0.5 - WARM_UP) / DAYS) * margin(from, until)
    };
    let present: f64 = (WARM_UP as u32..DAYS as u32).map(discounted).sum();
    let all = handed_in(WARM_UP, DAYS);
    let week = |at: usize| {
        let from = 7.0 * at as f64;
        Fact::new(LAW, "revenue", revenue(from, from + 7.0)).in_week(at)
    };
    vec![Proof {
        about: "orders of which three in ten are sent back after forty days",
        market: shop("warm_up_days = 28\ndiscount_per_year = 0.1", &back, ""),
        facts: vec![
            Fact::new(LAW, "sent_back_rate", all / (A_DAY * (DAYS - WARM_UP))).of("web"),
            Fact::new(LAW, "exchanged_rate", EXCHANGED).of("desk"),
            Fact::new(LAW, "refunds", VALUE * refunded(WARM_UP, DAYS)),
            Fact::new(LAW, "sent_back_cost", LOST_AND_COST * all),
            Fact::new(LAW, "revenue", revenue(WARM_UP, DAYS)),
            Fact::new(LAW, "profit", margin(WARM_UP, DAYS)),
            Fact::new(LAW, "npv", present),
            week(0),
            week(4),
            week(40),
        ],
    }]
}

/// Units that are all sent back: as if they were hired.
fn units() -> Vec<Proof> {
    const UNITS: u32 = 5;
    const LATER: f64 = 0.02;
    let back = format!(
        r#"
        follows = [{{ journey = "buy", probability = 1, after_days = {LATER} }}]
        refunds = {{}}
        "#
    );
    let stock = format!("[stock.shelf]\norder_up_to = {UNITS}\nreview_days = 36_400\n");
    let market = shop("warm_up_days = 14", &back, &stock)
        .replace("[journey.buy]", "[journey.buy]\ntakes_at = \"order\"\nleave_when_out = 1")
        .replace("[channel.web]", "[channel.web]\nstock = \"shelf\"");
    vec![Proof {
        about: "units that are all sent back",
        market,
        facts: vec![Fact::new("Erlang B of units sent back", "stock_fill_rate", 1.0 - erlang_b(A_DAY * LATER, UNITS))],
    }]
}

/// How baskets meet, and what becomes of them.
fn baskets() -> Vec<Proof> {
    const LAW: &str = "chain of baskets";
    const KNOWN: f64 = 0.6;
    const ORDER: &[(&str, &str)] = &[("orders", "")];
    // Both channels are liked alike: each choice is one of two.
    const TURNS: f64 = 0.5;
    let market = |merge: &str| {
        format!(
            r#"
            [run]
            customers = {CUSTOMERS}
            horizon_days = {DAYS}
            replications = 20
            seed = 44
            [segment.all]
            share = 1
            loss = {{ a = 0, b = 1 }}
            needs.buy.per_year = {}
            [journey.buy]
            steps = ["fill", "order"]
            restart = "fill"
            context_kept = {{ siloed = 0 }}
            value = {{ mean = {VALUE}, law = "fixed" }}
            give_up_days = 1
            pause_days = 0
            [journey.bring_back]
            steps = ["hand_in"]
            follows = [{{ journey = "buy", probability = {SHARE} }}]
            refunds = {{}}
            give_up_days = 0
            pause_days = 0
            [channel.app]
            step.fill.minutes.mean = 0
            step.order.minutes.mean = 0
            [channel.web]
            step.fill.minutes.mean = 0
            step.order.minutes.mean = 0
            [channel.desk]
            step.hand_in.minutes.mean = 0
            [seam]
            basket_merge = "{merge}"
            [capability.identity]
            recognised = {{ siloed = {KNOWN} }}
            [choice]
            habit = 0
            taste_sd = 0
            [conflict]
            better_discount = 0
            worse_leave = 0
            [[strategy]]
            name = "only"
            baseline = true
            "#,
            A_DAY * DAYS / CUSTOMERS,
        )
    };
    let met = |of: f64| Fact::new(LAW, "baskets_met", of).per("order", ORDER);
    // Of those who meet one, whoever stays for the order sets it aside, for two minutes.
    let rebuilding = 2.0 * (1.0 - TURNS) * baskets_met(TURNS, KNOWN);
    let twice = TURNS * KNOWN;
    vec![
        Proof {
            about: "baskets that are added up, and paid for twice",
            market: market("added_up"),
            facts: vec![
                met(baskets_met(TURNS, KNOWN)),
                Fact::new(LAW, "sent_back_rate", twice + (1.0 - twice) * SHARE),
                Fact::new(LAW, "revenue", VALUE * (1.0 - SHARE)).per("order", ORDER),
                Fact::new(LAW, "refunds", VALUE * (SHARE + twice)).per("order", ORDER),
            ],
        },
        Proof {
            about: "baskets that are overwritten",
            market: market("overwritten"),
            facts: vec![met(baskets_met_where_overwritten(TURNS, KNOWN))],
        },
        Proof {
            about: "baskets that are set aside",
            market: market("set_aside"),
            facts: vec![met(baskets_met(TURNS, KNOWN)), Fact::new(LAW, "effort_per_purchase", rebuilding)],
        },
    ]
}

/// Those who have seen the goods.
fn showroom() -> Vec<Proof> {
    const LAW: &str = "needs with a lag";
    const LOOKS: f64 = 0.02;
    const MORE: f64 = 0.8;
    const KEPT: f64 = 0.4;
    let back = format!(
        r#"
        follows = [{{ journey = "buy", probability = {SHARE} }}]
        refunds = {{}}
        "#
    );
    let seen = |showroom: &str| {
        let looks = format!(
            "look.per_year = {}\n[journey.look]\nsteps = [\"see\"]\ngive_up_days = 0\npause_days = 0\n[journey.buy]",
            LOOKS * DAYS
        );
        shop(
            "",
            &back,
            &format!("[channel.store]\nstep.see.minutes.mean = 0\n[showroom]\nchannels = [\"store\"]\n{showroom}\n"),
        )
        .replace("[journey.buy]", &looks)
    };
    let by = |day: f64| A_DAY * (day + MORE * come_about_after_a_start(LOOKS, day, LATER));
    let in_week = |at: usize| {
        let from = 7.0 * at as f64;
        // Refunded at once, of all alike.
        let orders = by(from + 7.0) - by(from);
        Fact::new(LAW, "revenue", VALUE * (1.0 - SHARE) * orders).in_week(at)
    };
    // Who has seen the goods by a moment: an exponential, averaged over time.
    let not_yet = (1.0 - (-LOOKS * DAYS).exp()) / (LOOKS * DAYS);
    let sent_back = SHARE * (not_yet + (1.0 - not_yet) * KEPT);
    vec![
        Proof {
            about: "customers who need more forty days after they have seen the goods",
            market: seen(&format!("needs = {MORE}\nafter_days = {LATER}")),
            facts: vec![Fact::new(LAW, "orders", by(DAYS)), in_week(0), in_week(8), in_week(50)],
        },
        Proof {
            about: "customers who send back less once they have seen the goods",
            market: seen(&format!("sent_back = {KEPT}")),
            facts: vec![Fact::new("a start at an exponential time", "sent_back_rate", sent_back)],
        },
    ]
}
