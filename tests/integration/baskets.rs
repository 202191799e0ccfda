//! Baskets that meet: each rule in the smallest market that would show it broken.

use crate::support::{assert_rules, assert_values_agree, ratios, study, values_of};
use throughline::theory::delayed::{baskets_met, baskets_met_where_overwritten};

/// How often somebody is recognised who logs in with a second basket.
const KNOWN: f64 = 0.6;
/// Whoever has filled a basket turns to the other channel as often as not.
const TURNS: f64 = 0.5;
/// The share of orders that is sent back.
const SHARE: f64 = 0.3;

/// Two channels that are liked alike, in which baskets are filled, of which the other channel knows nothing.
fn market(merge: &str, back: &str) -> String {
    format!(
        r#"
        [run]
        customers = 100
        horizon_days = 364
        replications = 20
        seed = 45
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        needs.buy.per_year = 60
        [journey.buy]
        steps = ["fill", "order"]
        restart = "fill"
        context_kept = {{ siloed = 0 }}
        value = {{ mean = 50, law = "fixed" }}
        margin = 0.4
        give_up_days = 1
        pause_days = 0
        {back}
        [channel.app]
        step.fill.minutes.mean = 0
        step.order.minutes.mean = 0
        [channel.web]
        step.fill.minutes.mean = 0
        step.order.minutes.mean = 0
        [seam]
        basket_merge = "{merge}"
        [capability.identity]
        recognised = {{ siloed = {KNOWN}, integrated = 1 }}
        [choice]
        habit = 0
        taste_sd = 0
        [conflict]
        better_discount = 0
        better_success = 0
        worse_leave = 0
        [[strategy]]
        name = "only"
        baseline = true
        "#
    )
}

/// A journey that brings orders back by these links.
fn back(links: &str, refunds: &str) -> String {
    format!(
        "[journey.bring_back]\nsteps = [\"hand_in\"]\ngive_up_days = 0\npause_days = 0\nfollows = [{links}]\n\
         refunds = {{ {refunds} }}\n[channel.desk]\nstep.hand_in.minutes.mean = 0"
    )
}

fn link(probability: f64) -> String {
    format!("{{ journey = \"buy\", probability = {probability} }}")
}

/// Holds one outcome per another of the first strategy.
fn assert_per(says: &str, text: &str, part: (&str, &str), whole: (&str, &str), expected: f64) {
    let study = study(text);
    let of = |(metric, channel)| values_of(&study, 0, metric, channel);
    let each = ratios(&of(part), &of(whole));
    if each.iter().any(|one| (one - each[0]).abs() > 1e-12) {
        assert_values_agree(says, &each, expected, 0.02);
    } else {
        assert!((each[0] - expected).abs() < 1e-9, "{says}: {} and not {expected}", each[0]);
    }
}

const ORDERS: (&str, &str) = ("orders", "");

#[test]
fn baskets_meet_in_two_channels_that_serve_themselves_and_nowhere_else() {
    let none = [(0, "baskets_met", "", 0.0)];
    let one_channel = market("set_aside", "context_kept_within = { siloed = 0 }")
        .replace("[channel.app]", "[channel.app]\nopen = false")
        .replace("step.order.minutes.mean = 0", "step.order = { success = 0.5, minutes = { mean = 0 } }");
    let one_step = market("set_aside", "")
        .replace("steps = [\"fill\", \"order\"]\n        restart = \"fill\"", "steps = [\"order\"]")
        .replace("step.fill.minutes.mean = 0", "")
        .replace("step.order.minutes.mean = 0", "step.order = { success = 0.5, minutes = { mean = 0 } }");
    let live = market("set_aside", "").replace("[channel.app]", "[channel.app]\nkind = \"live\"");
    assert!(values_of(&study(&one_channel), 0, "repeats_per_journey", "").iter().all(|&often| often > 0.5));
    assert_rules(&[
        ("not where people serve", live, &none),
        ("not in one channel, in which all was lost", one_channel, &none),
        ("not in a journey of one step", one_step, &none),
    ]);
    // From the web to the app alone: every other turn.
    let one_way = market("set_aside", &back(&link(SHARE), "")).replace("siloed = 0.6", "siloed = 0")
        + "[[strategy]]\nname = \"one way\"\nseam_levels = { identity = { \"web>app\" = 1 } }\n";
    let study = study(&one_way);
    let met = |channel| values_of(&study, 1, "baskets_met", channel);
    assert_eq!(met("web"), vec![0.0; 20]);
    let orders = values_of(&study, 1, "orders", "");
    assert_values_agree("from older to newer", &ratios(&met("app"), &orders), baskets_met(TURNS, 1.0) / 2.0, 0.02);
}

#[test]
fn what_is_added_up_is_paid_twice_and_the_double_comes_back_once() {
    let of = |links: &str, refunds: &str| market("added_up", &back(links, refunds));
    let kept = of(&link(SHARE), "exchanged = { desk = 1 }");
    let twice = TURNS * KNOWN;
    assert_per("value counts twice", &kept, ("revenue", ""), ORDERS, 50.0 * (1.0 + twice));
    assert_per("and margin", &kept, ("margin", ""), ("revenue", ""), 0.4);
    let stock = "[stock.warehouse]\norder_up_to = 100_000\nreview_days = 36_400\n[seam]";
    let stocked = of(&link(SHARE), "")
        .replace("[journey.buy]", "[journey.buy]\ntakes_at = \"order\"")
        .replace("[seam]", stock)
        .replace("[channel.app]", "[channel.app]\nstock = \"warehouse\"")
        .replace("[channel.web]", "[channel.web]\nstock = \"warehouse\"");
    assert_per("the double is no unit", &stocked, ("stock_put_back", ""), ("stock_asked", ""), SHARE);
    let two = |first: f64| of(&[link(first), link(0.0)].join(", "), "");
    let returns = ("contacts", "desk");
    assert_per("one brings the double", &two(0.0), returns, ORDERS, twice);
    assert_per("where one is drawn, that one", &two(1.0), returns, ORDERS, 1.0);
    assert_per("and it brings all", &two(1.0), ("revenue", ""), ORDERS, 0.0);
}

#[test]
fn what_is_overwritten_is_done_again_and_keeps_its_unit() {
    let stock = "[stock.warehouse]\norder_up_to = 100_000\nreview_days = 36_400\n[seam]";
    let text = market("overwritten", "takes_at = \"fill\"")
        .replace("[seam]", stock)
        .replace("[channel.app]", "[channel.app]\nstock = \"warehouse\"")
        .replace("[channel.web]", "[channel.web]\nstock = \"warehouse\"");
    // As often as somebody turns before ordering, and as baskets meet.
    let again = TURNS / (1.0 - TURNS) + baskets_met_where_overwritten(TURNS, KNOWN);
    assert_rules(&[("the step is repeated", text.clone(), &[(0, "repeats_per_journey", "", again)])]);
    assert_per("the unit is kept", &text, ("stock_asked", ""), ORDERS, 1.0);
}

#[test]
fn what_is_set_aside_is_rebuilt() {
    let text = market("set_aside", &back(&link(SHARE), ""));
    let rebuilding = 2.0 * (1.0 - TURNS) * baskets_met(TURNS, KNOWN) / (1.0 + SHARE);
    assert_rules(&[("two minutes of it", text, &[(0, "effort_rebuilding", "", rebuilding)])]);
}
