//! What shelves serve, and what happens where stock meets the other rules: the smallest markets in which they do.

use crate::small::{Place, in_one_line};
use crate::support::{assert_agrees, assert_strategy_agrees, mean, mean_of, study, study_in, values_of};
use throughline::experiment::Order;
use throughline::theory::stock::{correlation_by_days, fill_rate, pooled_over_apart};
use throughline::validate::stock::two_shelves;

const RATE: &str = "stock_fill_rate";

/// One shop with a shelf, and ten customers who want something for an hour of the day on average. `journey`, `shop` and
/// `stock` are the rest of their tables, `more` whatever else stands in the file.
fn shop(run: &str, journey: &str, shop: &str, stock: &str, more: &str) -> String {
    format!(
        r#"
        [run]
        customers = 10
        replications = 40
        seed = 11
        {run}
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        tolerance_minutes = {{ mean = inf }}
        needs.it = {{ per_year = 36.4 }}
        [journey.it]
        takes_at = "take"
        {journey}
        [channel.shop]
        stock = "shelf"
        {shop}
        [stock.shelf]
        {stock}
        {more}
        [[strategy]]
        name = "only"
        baseline = true
        "#
    )
}

/// Needs a day of all customers.
const A_DAY: f64 = 1.0;
const ONCE: &str = "steps = [\"take\"]\nleave_when_out = 1\ngive_up_days = 0.5";
const AT_ONCE: &str = r#"step.take = { minutes = { mean = 0, law = "fixed" } }"#;
const NEVER_AGAIN: &str = "review_days = 36_400";

/// The mean of min(N, S) over Poisson counts N.
fn served(mean: f64, units: u32) -> f64 {
    mean * fill_rate(mean, units)
}

#[test]
fn what_is_not_filled_up_is_sold_once_and_what_was_sold_before_the_warm_up_is_not_counted() {
    let stock = format!("order_up_to = 20\n{NEVER_AGAIN}");
    let study = study(&shop("horizon_days = 30\nwarm_up_days = 10", ONCE, AT_ONCE, &stock, ""));
    let sold = served(30.0 * A_DAY, 20) - served(10.0 * A_DAY, 20);
    let sales = |at: usize| {
        let [asked, rate] = ["stock_asked", RATE].map(|metric| values_of(&study, 0, metric, "shop")[at]);
        asked * rate
    };
    let sales: Vec<f64> = (0..40).map(sales).collect();
    crate::support::assert_values_agree("units sold", &sales, sold, 0.05);
}

#[test]
fn what_is_ordered_beyond_the_horizon_never_comes() {
    let text = |lead: &str| {
        let stock = format!("order_up_to = 3\nreview_days = 1\n{lead}");
        shop("horizon_days = 20", ONCE, AT_ONCE, &stock, "")
    };
    let [late, soon] = [study(&text("lead_days = 36_400")), study(&text("lead_days = 0"))];
    assert_agrees(&late, RATE, "shop", served(20.0, 3) / 20.0, 0.1);
    assert_agrees(&soon, RATE, "shop", fill_rate(A_DAY, 3), 0.01);
    assert_agrees(&late, "stock_empty", "stock.shelf", 1.0 - served(20.0, 3) / 20.0, 0.02);
}

#[test]
fn an_empty_shelf_serves_nobody_and_one_beyond_all_demand_everybody() {
    let of = |units: u32| study(&shop("horizon_days = 20", ONCE, AT_ONCE, &format!("order_up_to = {units}"), ""));
    assert_eq!(mean(&of(0), RATE), 0.0);
    assert_eq!(mean(&of(0), "resolution_rate"), 0.0);
    assert_eq!(mean(&of(100), RATE), 1.0);
    assert_eq!(mean(&of(100), "resolution_rate"), 1.0);
    assert_eq!(mean(&of(100), "stock_out_rate"), 0.0);
}

#[test]
fn a_step_that_fails_after_the_one_that_took_a_unit_gives_it_back() {
    // Half of those who have taken one give it back at once, as if they had not been there.
    let journey = "steps = [\"take\", \"pay\"]\nleave_when_out = 1";
    let channel = format!("{AT_ONCE}\nstep.pay = {{ leave = 0.5, minutes = {{ mean = 0, law = \"fixed\" }} }}");
    let study = study(&shop("horizon_days = 200", journey, &channel, "order_up_to = 1", ""));
    assert_agrees(&study, RATE, "shop", fill_rate(A_DAY / 2.0, 1), 0.01);
    let [asked, rate, back] = ["stock_asked", RATE, "stock_given_back"].map(|metric| mean(&study, metric));
    assert!((back / (asked * rate) - 0.5).abs() < 0.03, "{back} of {asked}");
    assert_agrees(&study, "resolution_rate", "", fill_rate(A_DAY / 2.0, 1) / 2.0, 0.02);
}

#[test]
fn a_step_that_is_done_again_keeps_the_unit_that_it_has() {
    // Paid for in another channel, where all context is lost and the order is done again.
    let journey = "steps = [\"take\", \"pay\"]\nrestart = \"take\"\ncontext_kept = { siloed = 0, integrated = 0 }\n\
                   pause_days = 0\ncontact_limit = 9";
    let shop_steps = format!("{AT_ONCE}\nstep.pay = {{ fit = -50, minutes = {{ mean = 1 }} }}");
    let more = r#"
        [channel.till]
        stock = "shelf"
        step.take = { fit = -50, minutes = { mean = 1 } }
        step.pay = { minutes = { mean = 1 } }
        [choice]
        habit = 0
        taste_sd = 0
    "#;
    let study = study(&shop("horizon_days = 100", journey, &shop_steps, "order_up_to = 1000", more));
    assert!(mean(&study, "repeats_per_journey") > 0.99, "the order is done again at the till");
    let (asked, journeys) = (values_of(&study, 0, "stock_asked", ""), values_of(&study, 0, "journeys", ""));
    let open = values_of(&study, 0, "censored_journeys", "");
    let begun = mean(&study, "journeys") + mean(&study, "censored_journeys");
    assert!(asked.len() == journeys.len() && open.len() == asked.len() && begun > 50.0);
    // Journeys count up to give_up_days before the end, units up to the end.
    let per_day = mean(&study, "stock_asked") / 100.0;
    assert!((per_day - A_DAY).abs() < 4.0 * (A_DAY / 100.0 / 40.0_f64).sqrt(), "one unit each: {per_day}");
    assert_eq!(mean(&study, "stock_given_back"), 0.0);
}

#[test]
fn whoever_is_passed_on_asks_at_the_shelf_of_the_other_channel() {
    let more = r#"
        [channel.depot]
        kind = "live"
        stock = "hall"
        step.take = { fit = -50, minutes = { mean = 0, law = "fixed" } }
        [stock.hall]
        order_up_to = 1
        [choice]
        habit = 0
        taste_sd = 0
    "#;
    let channel = format!("transfer = 1\n{AT_ONCE}");
    let journey = "steps = [\"take\"]\nleave_when_out = 0\ngive_up_days = 0";
    let study = study(&shop("horizon_days = 200", journey, &channel, "order_up_to = 1", more));
    assert_agrees(&study, RATE, "shop", fill_rate(A_DAY, 1), 0.01);
    let overflow = served(A_DAY, 2) - served(A_DAY, 1);
    assert_agrees(&study, RATE, "depot", overflow / (A_DAY - served(A_DAY, 1)), 0.02);
    // Served in the end from one shelf of two units.
    assert_agrees(&study, "resolution_rate", "", fill_rate(A_DAY, 2), 0.01);
}

#[test]
fn whoever_misses_and_does_not_leave_has_failed_and_asks_again_until_the_case_is_cut_off() {
    let journey = "steps = [\"take\"]\nleave_when_out = 0\npause_days = 0\ncontact_limit = 3";
    let study = study(&shop("horizon_days = 200", journey, AT_ONCE, "order_up_to = 2", ""));
    let missed = 1.0 - fill_rate(A_DAY, 2);
    assert_agrees(&study, "cut_off_rate", "", missed, 0.04);
    assert_agrees(&study, "failed_contacts_per_journey", "", 3.0 * missed, 0.04);
    assert_agrees(&study, RATE, "shop", (1.0 - missed) / (1.0 + 2.0 * missed), 0.01);
}

#[test]
fn of_those_who_miss_some_leave_and_the_rest_has_failed() {
    let journey = "steps = [\"take\"]\nleave_when_out = 0.3\ncontact_limit = 1";
    let study =
        study(&shop("horizon_days = 200", journey, AT_ONCE, "order_up_to = 0", "[experience]\nstock_out = 0.2"));
    assert_agrees(&study, "left_rate", "", 0.3, 0.05);
    assert_agrees(&study, "failed_contacts_per_journey", "", 0.7, 0.05);
    // Cut off: a failed contact, having given up, and the miss; those who leave have the miss alone.
    let x = 0.3 * 0.8 + 0.7 * (1.0 - 0.15 - 0.30 - 0.2);
    assert_agrees(&study, "experience", "", x, 0.05);
    let lost = values_of(&study, 0, "stock_lost_journeys", "");
    let asked = values_of(&study, 0, "stock_asked", "");
    assert!(lost.iter().zip(&asked).all(|(lost, asked)| asked - lost <= 1.0), "but for one still pausing");
}

#[test]
fn of_two_who_come_at_the_same_moment_the_first_by_number_takes_the_last_unit() {
    // All who want it in the week come when it opens.
    let hours = format!("hours = \"mon 09:00-09:01\"\n{AT_ONCE}");
    let journey = "steps = [\"take\"]\nleave_when_out = 1\nreturn_minutes = 0\ngive_up_days = 14";
    let text = shop("horizon_days = 70", journey, &hours, "order_up_to = 1", "");
    let [forward, reverse] = [Order::Forward, Order::Reverse].map(|order| study_in(&text, order));
    assert_eq!(forward.outcomes, reverse.outcomes);
    let sold: Vec<f64> = values_of(&forward, 0, RATE, "shop")
        .iter()
        .zip(values_of(&forward, 0, "stock_asked", "shop"))
        .map(|(rate, asked)| rate * asked)
        .collect();
    assert!(sold.iter().all(|sold| (sold - 9.0).abs() < 1.5), "one a week, of seven who come: {sold:?}");
}

#[test]
fn deliveries_at_a_moment_are_there_for_whoever_comes_at_it() {
    // The shop opens at midnight of Monday, when the shelf is filled, sold out the week before.
    let hours = format!("hours = \"mon 00:00-00:01\"\n{AT_ONCE}");
    let journey = "steps = [\"take\"]\nleave_when_out = 1\nreturn_minutes = 0\ngive_up_days = 14";
    let of = |stock: &str| study(&shop("horizon_days = 70", journey, &hours, stock, ""));
    let weekly = of("order_up_to = 1000\nreview_days = 7");
    assert_eq!(mean(&weekly, RATE), 1.0);
    let one = of("order_up_to = 1\nreview_days = 7");
    let late = of("order_up_to = 1\nreview_days = 7\nlead_days = 7");
    let sold = |study: &throughline::experiment::Study| mean(study, RATE) * mean(study, "stock_asked");
    assert!((sold(&one) - 9.0).abs() < 0.3, "every Monday after the first: {}", sold(&one));
    // Sold on a Monday before the review has seen it: ordered a week later, there after another.
    assert!(sold(&late) < 5.5 && sold(&late) > 2.5, "{}", sold(&late));
}

#[test]
fn shelves_for_each_other_miss_as_much_less_as_eppen_says() {
    // Safety of one standard deviation apart, and of one of both together, for demands that share busy days.
    let (mean_demand, cv) = (100.0, 0.1);
    let correlation = correlation_by_days(mean_demand, cv);
    let sigma = (mean_demand + cv * cv * mean_demand * mean_demand).sqrt();
    let units = (mean_demand + sigma).round();
    let pooled = (mean_demand + sigma * pooled_over_apart(2, correlation)).round();
    let text = two_shelves("", &format!("[demand]\nday_cv = {cv}\n"))
        .replace("order_up_to = 7", &format!("order_up_to = {units}"))
        .replace("4.55", "91")
        .replace("levels = { inventory = 1 }", &format!(
            "levels = {{ inventory = 1 }}\nset = {{ \"stock.web_shelf.order_up_to\" = {pooled}, \"stock.store_shelf.order_up_to\" = {pooled} }}"
        ));
    let study = study(&text);
    let missing = |strategy: usize| 1.0 - mean_of(&study, strategy, RATE, "");
    let ratio = missing(1) / missing(0);
    let eppen = pooled_over_apart(2, correlation);
    assert!((ratio / eppen - 1.0).abs() < 0.1, "{ratio} for {eppen}");
}

#[test]
fn without_a_level_of_inventory_another_shelf_changes_nothing_and_no_order_of_customers_does() {
    let text = two_shelves("lead_days = 1.5\nitems = 3", "").replace("replications = 20", "replications = 3");
    let [forward, reverse] = [Order::Forward, Order::Reverse].map(|order| study_in(&text, order));
    assert_eq!(forward.outcomes, reverse.outcomes);
    let off = study(&text.replace("levels = { inventory = 1 }", "levels = { inventory = 0 }"));
    assert_eq!(off.outcomes[0][0], off.outcomes[1][0], "a strategy against itself");
    assert_eq!(forward.outcomes[0], off.outcomes[0]);
    assert_strategy_agrees(&forward, 1, "stock_asked", "", 2.0 * 5.0 * 364.0, 0.02);
}

#[test]
fn a_level_that_changes_on_a_day_holds_from_its_first_review_on() {
    let more = "[[change]]\nday = 50\nset = { \"stock.shelf.order_up_to\" = 3 }\n";
    let text = shop("horizon_days = 100\nwarm_up_days = 50", ONCE, AT_ONCE, "order_up_to = 0", more);
    assert_agrees(&study(&text), RATE, "shop", fill_rate(A_DAY, 3), 0.01);
    let before =
        text.replace("warm_up_days = 50", "warm_up_days = 0").replace("horizon_days = 100", "horizon_days = 51");
    let before = before.replace("day = 50", "day = 50\nuntil_day = 51");
    let study = study(&before);
    assert!(mean(&study, RATE) < 0.05, "nothing until then");
}

#[test]
fn a_pool_whose_channels_are_all_closed_holds_nothing_costs_nothing_and_serves_nobody() {
    let more = r#"
        [channel.depot]
        stock = "hall"
        step.take = { fit = -50, minutes = { mean = 0, law = "fixed" } }
        [stock.hall]
        order_up_to = 1
        holding_cost_per_year = 10
        [choice]
        habit = 0
        taste_sd = 0
        [[strategy]]
        name = "for each other"
        levels = { inventory = 1 }
        [[strategy]]
        name = "depot closed"
        levels = { inventory = 1 }
        channels = ["shop"]
    "#;
    let study = study(&shop("horizon_days = 200", ONCE, AT_ONCE, "order_up_to = 1", more));
    let at = |name: &str| crate::support::strategy(&study, name);
    let (apart, both, closed) = (at("only"), at("for each other"), at("depot closed"));
    assert_strategy_agrees(&study, both, RATE, "shop", fill_rate(A_DAY, 2), 0.01);
    assert_eq!(values_of(&study, closed, RATE, "shop"), values_of(&study, apart, RATE, "shop"));
    assert_eq!(mean_of(&study, closed, "stock_on_hand", "stock.hall"), 0.0);
    assert_eq!(mean_of(&study, closed, "holding_cost", ""), 0.0);
    assert!((mean_of(&study, apart, "holding_cost", "") - 10.0 * 200.0 / 364.0).abs() < 1e-5);
}

#[test]
fn holding_costs_are_part_of_the_cost_to_serve_also_by_the_day() {
    let text = two_shelves("holding_cost_per_year = 10", "").replace("seed = 37", "seed = 37\ndiscount_per_year = 0");
    let study = study(&text);
    assert_eq!(values_of(&study, 0, "holding_cost", ""), values_of(&study, 0, "cost_to_serve", ""));
    let (npv, profit) = (values_of(&study, 0, "npv", ""), values_of(&study, 0, "profit", ""));
    assert!(npv.iter().zip(&profit).all(|(npv, profit)| (npv - profit).abs() < 1e-3), "{npv:?} {profit:?}");
}

/// A web shop with an empty warehouse and a store with a full shelf, alike but for that; nobody is ever out of the step.
fn web_and_store(warehouse: &str, choice: &str, strategies: &str) -> String {
    format!(
        r#"
        [run]
        customers = 1000
        horizon_days = 30
        replications = 20
        seed = 12
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        needs.it = {{ per_year = 12 }}
        [journey.it]
        steps = ["take"]
        takes_at = "take"
        leave_when_out = 1
        [choice]
        habit = 0
        taste_sd = 0
        stockout_aversion = 2
        {choice}
        [channel.web]
        stock = "warehouse"
        step.take = {{ minutes = {{ mean = 0, law = "fixed" }} }}
        [channel.store]
        stock = "shelf"
        step.take = {{ minutes = {{ mean = 0, law = "fixed" }} }}
        [stock.warehouse]
        {warehouse}
        [stock.shelf]
        order_up_to = 100_000
        believed_out = 0.1
        [[strategy]]
        name = "unseen"
        baseline = true
        {strategies}
        "#
    )
}

const EMPTY: &str = "order_up_to = 0\nbelieved_out = 0.4";

fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// Holds the share of first contacts on the web.
fn assert_web(study: &throughline::experiment::Study, strategy: usize, share: f64) {
    let [web, store] =
        ["web", "store"].map(|channel| values_of(study, strategy, "contact_flow", &format!("start>{channel}")));
    let shares: Vec<f64> = web.iter().zip(&store).map(|(web, store)| web / (web + store)).collect();
    crate::support::assert_values_agree("share of the web", &shares, share, 0.05);
}

#[test]
fn customers_shun_what_they_believe_or_see_to_be_out_of_stock() {
    let text = web_and_store(
        EMPTY,
        "",
        r#"
        [[strategy]]
        name = "seen"
        levels = { inventory = 1 }
        set = { "capability.inventory.stock_shared" = { siloed = 0, integrated = 0 } }
        [[strategy]]
        name = "seen by three in ten"
        levels = { inventory = 0.3 }
        set = { "capability.inventory.stock_shared" = { siloed = 0, integrated = 0 } }
        [[strategy]]
        name = "seen, and shared in half"
        levels = { inventory = 1 }
        set = { "capability.inventory.stock_shared" = { siloed = 0, integrated = 0.5 } }
        [[strategy]]
        name = "seen, and half of it wrong"
        levels = { inventory = 1 }
        set = { "capability.inventory.stock_shared" = { siloed = 0, integrated = 0 }, "stock.warehouse.shown_wrongly" = 0.5 }
        "#,
    );
    let study = study(&text);
    let (unseen, seen) = (logistic(-2.0 * 0.3), logistic(-2.0));
    assert_web(&study, 0, unseen);
    assert_web(&study, 1, seen);
    assert_web(&study, 2, 0.3 * seen + 0.7 * unseen);
    assert_web(&study, 3, logistic(-1.0));
    assert_web(&study, 4, 0.5 * seen + 0.5 * logistic(0.0));
    assert_strategy_agrees(&study, 3, "stock_served_elsewhere", "web", 0.5, 0.05);
}

#[test]
fn where_stock_is_seen_nobody_comes_in_vain_unless_another_was_there_first() {
    let of = |access: &str, stock: &str| {
        let choice = "[choice]\nhabit = 0\nstockout_aversion = 50\noutside = -30\n\
                      [capability.inventory]\nstock_visible = { siloed = 1, integrated = 1 }\n";
        study(
            &shop("horizon_days = 364", ONCE, &format!("{access}\n{AT_ONCE}"), stock, choice).replace("36.4", "873.6"),
        )
    };
    // 24 needs a day: of what is filled every day, all that is there is sold, and nobody asks for what is not.
    let near = of("", "order_up_to = 20");
    assert_eq!(mean(&near, "stock_out_rate"), 0.0);
    let (missed, all) = (values_of(&near, 0, "needs_not_pursued", ""), values_of(&near, 0, "stock_asked", ""));
    let missed: Vec<f64> = missed.iter().zip(&all).map(|(missed, asked)| missed / (missed + asked)).collect();
    crate::support::assert_values_agree("needs not pursued", &missed, 1.0 - fill_rate(24.0, 20), 0.01);
    // One piece a week, an hour away: who sets out within the hour in which it is taken sees it too.
    let far = of("access_minutes = 60", "order_up_to = 1\nreview_days = 7");
    let asked = values_of(&far, 0, "stock_asked", "");
    crate::support::assert_values_agree("who sets out for the last piece", &asked, 52.0 * 2.0, 0.02);
    assert_agrees(&far, "stock_out_rate", "", 0.5, 0.02);
}

#[test]
fn what_is_seen_depends_on_no_order_of_customers_and_without_aversion_changes_nothing() {
    let strategies = r#"
        [[strategy]]
        name = "seen"
        levels = { inventory = 1 }
        set = { "capability.inventory.stock_shared" = { siloed = 0, integrated = 0 } }
    "#;
    let text = web_and_store("order_up_to = 20\nlead_days = 0.5\nitems = 2\nshown_wrongly = 0.2", "", strategies);
    let [forward, reverse] = [Order::Forward, Order::Reverse].map(|order| study_in(&text, order));
    assert_eq!(forward.outcomes, reverse.outcomes);
    assert_ne!(forward.outcomes[0], forward.outcomes[1]);
    let indifferent =
        study(&text.replace("stockout_aversion = 2", "stockout_aversion = 0").replace("\nshown_wrongly = 0.2", ""));
    assert_eq!(indifferent.outcomes[0], indifferent.outcomes[1]);
    assert_web(&indifferent, 1, 0.5);
}

#[test]
fn a_choice_after_a_step_looks_at_the_shelf_of_its_own_channel_too() {
    // Whoever has looked on the web, for half a day, sees then whether it has still got what they want.
    let text = web_and_store("order_up_to = 30\nreview_days = 36_400", "", "")
        .replace("steps = [\"take\"]", "steps = [\"look\", \"take\"]\npause_days = 0")
        .replace(
            "[channel.web]",
            "[capability.inventory]\nstock_visible = { siloed = 1, integrated = 1 }\n[channel.web]\n\
             step.look = { minutes = { mean = 720, law = \"fixed\" } }",
        )
        .replace("stockout_aversion = 2", "stockout_aversion = 40\nsynergy = { \"web>web\" = 20 }");
    let study = study(&text);
    assert_eq!(mean_of(&study, 0, "stock_out_rate", "web"), 0.0, "nobody asks where they see that there is nothing");
    let asked = values_of(&study, 0, "stock_asked", "web");
    assert!(asked.iter().all(|&asked| asked == 30.0), "{asked:?}");
    let [forward, reverse] = [Order::Forward, Order::Reverse].map(|order| study_in(&text, order));
    assert_eq!(forward.outcomes, reverse.outcomes);
}

#[test]
fn a_step_is_offered_from_a_level_of_inventory_on() {
    let strategies = |level: &str| format!("[[strategy]]\nname = \"open\"\nlevels = {{ inventory = {level} }}");
    let text = |level: &str| {
        web_and_store("order_up_to = 100_000", "", &strategies(level))
            .replace("stockout_aversion = 2", "stockout_aversion = 0")
            .replace(
                "stock = \"shelf\"\n        step.take = {",
                "stock = \"shelf\"\n        step.take = { from_inventory = 0.5,",
            )
    };
    let [below, from] = ["0.49", "0.5"].map(|level| study(&text(level)));
    assert_eq!(mean_of(&below, 1, "contact_flow", "start>store"), 0.0);
    assert_eq!(below.outcomes[0], below.outcomes[1], "nothing differs below");
    assert_web(&from, 1, 0.5);
}

#[test]
fn what_looks_like_a_slip_with_stock_is_noted() {
    let text = shop("horizon_days = 30", ONCE, AT_ONCE, "order_up_to = 2", "");
    let noted = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let place = Place::new().file("shop.toml", text.replace(from, to));
        let ended = place.throughline(&["check", "shop.toml"]).assert().success();
        in_one_line(&String::from_utf8_lossy(&ended.get_output().stderr))
    };
    assert!(!noted("order_up_to = 2", "order_up_to = 3").contains("stock"));
    for (from, to, what) in [
        (
            "order_up_to = 2",
            "order_up_to = 2\nreview_days = 30",
            "30 days, in a run of 30: what is sold is never there again",
        ),
        ("order_up_to = 2", "order_up_to = 2\n[stock.spare]\norder_up_to = 1", "no channel sells from it"),
        (
            "takes_at = \"take\"\n        steps = [\"take\"]\nleave_when_out = 1",
            "steps = [\"take\"]",
            "no journey type takes anything from stock",
        ),
        (
            "stock = \"shelf\"\n        step.take = {",
            "stock = \"shelf\"\n        [channel.desk]\n        step.take = {",
            "no channel that offers `take` sells from stock",
        ),
    ] {
        let said = noted(from, to);
        assert!(said.contains(what), "{to}: {said}");
    }
    let counter = "[channel.counter]\nstep.take = { from_inventory = 0.5, minutes = { mean = 0 } }\n[channel.shop]";
    let said = noted("[channel.shop]", counter);
    assert!(said.contains("no strategy has more inventory than 0: it never opens"), "{said}");
}
