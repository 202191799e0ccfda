//! What is sent back, baskets that meet and showrooms where they meet the other rules: the smallest markets in which they do.

use crate::small::{Place, in_one_line};
use crate::support::{assert_agrees, assert_values_agree, mean, mean_of, scenario, study, study_in, values_of};
use throughline::experiment::Order;
use throughline::scenario::{Source, Wishes, understand};
use throughline::validate::refunds::{A_DAY, shop};

/// All that is ordered is brought back at once.
const ALL: &str = "follows = [{ journey = \"buy\", probability = 1 }]";
const DAYS: f64 = 364.0;

/// The shop, of which each order takes one of very many units from a warehouse that nobody fills up.
fn with_stock(back: &str, more: &str) -> String {
    let stock = "[stock.warehouse]\norder_up_to = 100_000\nreview_days = 36_400\n";
    shop("", back, &format!("{stock}{more}"))
        .replace("[journey.buy]", "[journey.buy]\ntakes_at = \"order\"")
        .replace("[channel.web]", "[channel.web]\nstock = \"warehouse\"")
}

#[test]
fn what_is_refunded_is_on_the_shelf_where_it_is_handed_in_and_else_where_it_came_from() {
    let back = format!("{ALL}\nrefunds = {{}}");
    let there = "[stock.shop]\norder_up_to = 0\nreview_days = 36_400\n";
    let anywhere = with_stock(&back, there).replace("[channel.desk]", "[channel.desk]\nstock = \"shop\"");
    let anywhere = study(&anywhere);
    let orders: Vec<f64> = values_of(&anywhere, 0, "orders", "");
    assert_eq!(orders, values_of(&anywhere, 0, "stock_put_back", "desk"));
    let a_day = orders.iter().sum::<f64>() / orders.len() as f64 / DAYS;
    assert_agrees(&anywhere, "stock_on_hand", "stock.shop", a_day * DAYS / 2.0, 0.05);
    assert_agrees(&anywhere, "stock_on_hand", "stock.warehouse", 100_000.0 - a_day * DAYS / 2.0, 0.05);
    let home = study(&with_stock(&back, ""));
    assert!(values_of(&home, 0, "stock_on_hand", "stock.warehouse").iter().all(|units| *units == 100_000.0));
}

#[test]
fn what_is_exchanged_leaves_the_sale_and_the_stock_as_they_are_and_costs_what_handling_costs() {
    let back = format!("{ALL}\nrefunds = {{ lost = 0.1, cost = 3, exchanged = {{ desk = 1 }} }}");
    let study = study(&with_stock(&back, ""));
    let all = |metric: &str| mean(&study, metric);
    assert_eq!((all("refunds"), all("stock_put_back"), all("exchanged_rate")), (0.0, 0.0, 1.0));
    assert!((all("revenue") - 50.0 * all("orders")).abs() < 1e-6);
    assert!((all("margin") - (20.0 - 5.0 - 3.0) * all("orders")).abs() < 1e-6);
}

#[test]
fn whoever_is_lost_sends_back_all_the_same() {
    let back = format!("{ALL}\nrefunds = {{}}\n[journey.ask]\nsteps = [\"hand_in\"]\n{ALL}\n");
    let text = shop("", &back, "")
        .replace("a = 0, b = 1", "a = 1, b = 0")
        .replace("[journey.buy]", "[journey.buy]\noccasion = true");
    let study = study(&text);
    assert_eq!(mean(&study, "sent_back_rate"), 1.0);
    assert!(mean(&study, "retention_rate") < 0.01, "whoever has ordered is lost");
    let orders = mean(&study, "orders");
    assert_eq!(mean_of(&study, 0, "contacts", "desk"), orders, "and has no other need that follows");
}

#[test]
fn a_piece_that_is_not_handed_in_is_kept_and_none_is_handed_in_twice() {
    let given_up = shop("", &format!("{ALL}\nrefunds = {{ cost = 3 }}"), "")
        .replace("step.hand_in.minutes", "step.hand_in.leave = 1\nstep.hand_in.minutes");
    let given_up = study(&given_up);
    let all = |metric: &str| mean(&given_up, metric);
    assert_eq!((all("sent_back_rate"), all("refunds"), all("sent_back_cost")), (0.0, 0.0, 0.0));
    let twice = ALL.replace(']', ", { journey = \"buy\", probability = 1, channel = \"web\" }]");
    let twice = study(&shop("", &format!("{twice}\nrefunds = {{}}"), ""));
    assert_eq!((mean(&twice, "sent_back_rate"), mean(&twice, "revenue")), (1.0, 0.0));
    assert_eq!(mean_of(&twice, 0, "contacts", "desk"), 2.0 * mean(&twice, "orders"), "though two set out");
}

#[test]
fn a_step_that_opens_with_inventory_lets_orders_be_brought_back_anywhere() {
    let back = format!("{ALL}\nrefunds = {{ exchanged = {{ store = 1 }} }}");
    let store = "[channel.store]\nstep.hand_in = { minutes = { mean = 0 }, from_inventory = 0.5 }\n";
    let text = shop("", &back, store) + "[[strategy]]\nname = \"anywhere\"\nlevels = { inventory = 1 }\n";
    let study = study(&text);
    assert_eq!([0, 1].map(|strategy| mean_of(&study, strategy, "exchanged_rate", "desk")), [0.0, 0.0]);
    assert_eq!(mean(&study, "exchanged_rate"), 0.0);
    assert_values_agree("both are liked alike", &values_of(&study, 1, "exchanged_rate", ""), 0.5, 0.02);
}

#[test]
fn handling_costs_what_it_costs_on_the_day_and_refunds_fall_on_theirs() {
    let back = "follows = [{ journey = \"buy\", probability = 1, after_days = 30 }]\nrefunds = { cost = 2 }";
    let change = "[[change]]\nday = 182\nset = { \"journey.bring_back.refunds.cost\" = 8 }\n";
    let study = study(&shop("", back, change));
    let a_day = A_DAY;
    let until = |day: f64| day - 30.0 * (1.0 - (-day / 30.0).exp());
    let cost = a_day * (2.0 * until(182.0) + 8.0 * (until(DAYS) - until(182.0)));
    assert_agrees(&study, "sent_back_cost", "", cost, 0.02);
    let sent_back = a_day * (until(35.0) - until(28.0));
    let net = crate::support::week_of(&study, 5, "revenue");
    crate::support::assert_estimate_agrees("the fifth week", net, 50.0 * (7.0 * a_day - sent_back), 0.2);
}

#[test]
fn what_does_nothing_moves_nothing() {
    let back = format!("{ALL}\nrefunds = {{}}");
    let plain = shop("", &back, "");
    let neutral = shop(
        "",
        &back,
        "[showroom]\nchannels = [\"desk\"]\nneeds = 0\nsent_back = 1\n[seam]\nbasket_merge = \"set_aside\"\n",
    );
    let [plain, neutral] = [study(&plain), study(&neutral)];
    for (at, key) in plain.keys.iter().enumerate() {
        let place = neutral
            .keys
            .iter()
            .position(|one| (one.metric, &one.segment, &one.channel) == (key.metric, &key.segment, &key.channel));
        let place = place.unwrap_or_else(|| panic!("{} is there in both", key.metric));
        assert_eq!(plain.parts(0, at), neutral.parts(0, place), "{}", key.metric);
    }
}

#[test]
fn in_whatever_order_customers_are_simulated_the_same_is_sent_back() {
    let text =
        with_stock("follows = [{ journey = \"buy\", probability = 0.4, after_days = 9 }]\nrefunds = { cost = 3 }", "")
            .replace("horizon_days = 364", "horizon_days = 60")
            .replace("order_up_to = 100_000", "order_up_to = 300");
    let [forward, reverse] = [Order::Forward, Order::Reverse].map(|order| study_in(&text, order).outcomes);
    assert_eq!(forward, reverse);
}

/// What is told of a market that is refused.
fn told(text: &str) -> String {
    let source = Source::parse("t.toml".into(), text.into()).expect("a file");
    let told = understand(&source, "t", &Wishes::default()).expect_err("it is refused").to_string();
    in_one_line(&told)
}

#[test]
fn what_can_bring_nothing_back_is_refused_with_what_would() {
    let of = |back: &str| told(&shop("", back, ""));
    let wrong = [
        ("refunds = {}", "follows no order", "let it follow a journey with a value"),
        (
            "follows = [{ journey = \"buy\", probability = 1, ending = \"left\" }]\nrefunds = {}",
            "follows no order",
            "completed",
        ),
        (&format!("{ALL}\nrefunds = {{}}\nvalue = {{ mean = 9 }}"), "in a journey with a value", "take `value` out"),
        (&format!("{ALL}\nrefunds = {{ exchanged = {{ dsk = 0.2 }} }}"), "`dsk`", "did you mean `desk`?"),
        (&format!("{ALL}\nrefunds = {{ lost = 2 }}"), "2", "from 0 to 1"),
    ];
    for (back, found, remedy) in wrong {
        let told = of(back);
        assert!(told.contains(found) && told.contains(remedy) && told.contains("refunds"), "{told}");
    }
    let changed = told(&shop(
        "",
        &format!("{ALL}\nrefunds = {{}}"),
        "[showroom]\nchannels = [\"desk\"]\nneeds = 0.1\n[[change]]\nday = 9\nset = { \"showroom.channels\" = [\"web\"] }\n",
    ));
    assert!(changed.contains("where customers see the goods, changed during the run"), "{changed}");
}

#[test]
fn a_showroom_nowhere_and_baskets_that_nobody_sends_back_are_refused() {
    let nowhere = told(&shop("", &format!("{ALL}\nrefunds = {{}}"), "[showroom]\nneeds = 0.1\n"));
    assert!(nowhere.contains("a showroom without channels") && nowhere.contains("channels = [\"store\"]"), "{nowhere}");
    let kept = told(&shop("", ALL, "[seam]\nbasket_merge = \"added_up\"\n"));
    assert!(kept.contains("where no journey has `refunds`") && kept.contains("\"set_aside\""), "{kept}");
}

#[test]
fn a_showroom_where_nobody_comes_and_time_for_baskets_that_nobody_sets_aside_are_noted() {
    let notes = |more: &str| scenario(&shop("", &format!("{ALL}\nrefunds = {{}}"), more)).notes.join(" ");
    let window = "[channel.window]\n[showroom]\nchannels = [\"desk\", \"window\"]\nneeds = 0.1\n";
    let told = notes(window);
    assert!(told.contains("`window` offers no step of any journey: nobody comes there to see the goods"), "{told}");
    assert!(!told.contains("`desk` offers"), "{told}");
    let of = |merge: &str| notes(&format!("[seam]\nbasket_merge = \"{merge}\"\nbasket_minutes = 3\n"));
    let what = "no basket is set aside: only basket_merge = \"set_aside\" takes this time";
    assert!(of("overwritten").contains(what) && !of("set_aside").contains(what));
}

#[test]
fn a_strategy_that_sets_what_nothing_reads_is_refused() {
    let two = |set: &str| {
        let text = shop("", &format!("{ALL}\nrefunds = {{}}"), "");
        let place = Place::new().file("t.toml", text + &format!("[[strategy]]\nname = \"other\"\nset = {{ {set} }}\n"));
        let refused = place.throughline(&["check", "t.toml"]).assert().code(2);
        in_one_line(&String::from_utf8_lossy(&refused.get_output().stderr))
    };
    for set in [
        "\"seam.basket_merge\" = \"overwritten\"",
        "\"seam.basket_minutes\" = 3",
        "\"journey.bring_back.refunds.exchanged.web\" = 0.2",
        "\"showroom.channels\" = [\"web\"]",
    ] {
        let told = two(set);
        assert!(told.contains("no change"), "{set}: {told}");
    }
    assert!(scenario(&shop("", &format!("{ALL}\nrefunds = {{}}"), "")).run.asked.refunds);
}
