//! What is sent back, where it meets losses, choices, changes and cohorts: each rule in the smallest market that would show it
//! broken.

use crate::small::in_one_line;
use crate::support::{assert_rules, mean, mean_of, scenario, study, values_of};
use throughline::attribution::Rule::Linear;
use throughline::experiment::{Beside, Brought, Closings, attribute};
use throughline::outcomes::COHORTS;
use throughline::scenario::{Source, Wishes, understand};
use throughline::theory::delayed::come_about;
use throughline::validate::refunds::shop as many;

const DAYS: f64 = 364.0;
/// All that is ordered is brought back at once.
const ALL: &str = "follows = [{ journey = \"buy\", probability = 1 }]\n";

/// The shop with 100 customers, who order 20 times a day.
fn shop(back: &str, more: &str) -> String {
    many("", back, more).replace("customers = 1000", "customers = 100")
}

/// The same where all who order are lost over it.
fn losing(text: &str) -> String {
    text.replace("a = 0, b = 1", "a = 1, b = 0").replace("[journey.buy]", "[journey.buy]\noccasion = true")
}

#[test]
fn a_piece_is_handed_in_by_whoever_is_lost_and_by_nobody_who_kept_it() {
    let later = "follows = [{ journey = \"buy\", probability = 1, after_days = 10 }]\nrefunds = {}";
    // Three of four bring it back, and nobody thinks twice about ordering.
    let outside = shop(&format!("{ALL}refunds = {{}}"), "")
        .replace("habit = 0", &format!("habit = 0\noutside = {}", (1.0_f64 / 3.0).ln()))
        .replace("[channel.web]", "[channel.web]\nstep.order.fit = 49");
    assert_rules(&[
        ("also who is lost by then", losing(&shop(later, "")), &[(0, "sent_back_rate", "", 1.0)]),
        ("not who does not set out", outside, &[(0, "sent_back_rate", "", 0.75)]),
    ]);
    let any = "follows = [{ journey = \"buy\", probability = 1, ending = \"any\" }]\nrefunds = {}";
    let left = study(&shop(any, "").replace("[channel.web]", "[channel.web]\nstep.order.leave = 0.4"));
    let of = |metric, channel| values_of(&left, 0, metric, channel);
    assert_eq!(of("contacts", "desk"), of("contacts", "web"), "all journeys are followed");
    assert!(of("orders", "").iter().sum::<f64>() < 0.7 * of("contacts", "web").iter().sum::<f64>());
    assert_eq!(of("revenue", ""), vec![0.0; 20], "and all that was completed is refunded");
}

#[test]
fn the_first_by_name_hands_it_in_even_if_it_comes_later() {
    let late = "[journey.a_back]\nsteps = [\"hand_in\"]\ngive_up_days = 0\n\
                follows = [{ journey = \"buy\", probability = 0.5, after_days = 30 }]\n\
                refunds = { exchanged = { desk = 1 } }\n";
    let by_the_horizon = come_about(0.0, DAYS, 30.0) / DAYS;
    let exchanged = 0.5 * by_the_horizon / (0.5 * by_the_horizon + 0.5);
    let text = shop(&format!("{ALL}refunds = {{}}"), late);
    assert_rules(&[("a before b", text, &[(0, "exchanged_rate", "", exchanged)])]);
}

#[test]
fn what_is_refunded_is_what_was_paid() {
    let campaign = "[channel.mail]\n[campaign.news]\nchannel = \"mail\"\nbegins = \"buy\"\nevery_days = 7\nresponse = 1\ndiscount = 0.15\n";
    let discounted = shop(&format!("{ALL}refunds = {{}}"), campaign).replace("buy = { per_year = 72.8 }", "");
    let later = "follows = [{ journey = \"buy\", probability = 1, after_days = 5 }]\nrefunds = {}";
    let stop = "\"segment.all.needs.buy.per_year\" = 0, \"journey.buy.value.mean\" = 500";
    let dearer = shop(later, "") + &format!("[[change]]\nday = 182\nset = {{ {stop} }}\n");
    let all = |text| [("what came in goes out", text, &[(0, "revenue", "", 0.0), (0, "margin", "", 0.0)][..])];
    assert_rules(&all(discounted));
    assert_rules(&all(dearer));
}

#[test]
fn what_is_put_back_is_the_item_that_was_ordered() {
    let stock = "[stock.shelf]\nitems = 5\norder_up_to = 1\nreview_days = 36_400\n";
    let text = shop(&format!("{ALL}refunds = {{}}"), stock)
        .replace("[journey.buy]", "[journey.buy]\ntakes_at = \"order\"")
        .replace("[channel.web]", "[channel.web]\nstock = \"shelf\"");
    let whole = [(0, "stock_fill_rate", "", 1.0), (0, "stock_on_hand", "stock.shelf", 5.0)];
    assert_rules(&[("one of each is always there", text, &whole)]);
}

#[test]
fn what_is_exchanged_goes_by_the_day_and_moves_on_its_way_to_a_strategy() {
    let back = |desk: u32| format!("{ALL}refunds = {{ exchanged = {{ desk = {desk} }} }}");
    let change = "[[change]]\nday = 182\nset = { \"journey.bring_back.refunds.exchanged.desk\" = 1 }\n";
    let on_the_way = "[[strategy]]\nname = \"other\"\nfrom_day = 91\nfull_day = 273\n\
                      set = { \"journey.bring_back.refunds.exchanged.desk\" = 1 }\n";
    let half = |strategy| [(strategy, "exchanged_rate", "desk", 0.5)];
    assert_rules(&[
        ("from the day on", shop(&back(0), "") + change, &half(0)),
        ("from none, in a straight line", shop(&format!("{ALL}refunds = {{}}"), "") + on_the_way, &half(1)),
    ]);
}

#[test]
fn cohorts_are_net_and_what_is_credited_is_gross() {
    let joins = "joins = { per_year = 4, first = \"buy\" }";
    let text =
        shop(&format!("{ALL}refunds = {{}}"), "").replace("share = 1\n", &format!("share = 1\n        {joins}\n"));
    let study = study(&text);
    let revenue = COHORTS.iter().position(|one| one.id == "revenue").expect("an outcome of cohorts");
    assert!(study.ages(0).count() > 4);
    for age in study.ages(0) {
        assert_eq!(study.aged(0, 0, age, revenue).expect("the cohort is seen").mean, 0.0, "{age:?}");
    }
    assert_eq!(mean(&study, "revenue"), 0.0);
    let paths = (0..study.keys.len()).filter(|&at| study.keys[at].metric == "order_path");
    let shares: f64 = paths.filter_map(|at| study.estimate(0, at)).map(|path| path.mean).sum();
    assert!((shares - 1.0).abs() < 1e-9 && mean(&study, "orders") > 0.0, "{shares}");
    let scenario = scenario(&text.replace("replications = 20", "replications = 2"));
    let credited = attribute(Closings::of(&scenario, scenario.baseline(), Beside::default()), || {});
    let web = scenario.names.channels.iter().position(|name| name == "web").expect("a channel");
    let credit = credited.credit(Linear, web, Brought::Orders).expect("orders").mean;
    assert_eq!(credit, mean_of(&credited.study, 0, "orders", ""));
}

#[test]
fn what_brings_back_takes_nothing_and_does_so_throughout() {
    let back = format!("{ALL}refunds = {{}}");
    let asks = "[journey.ask]\nsteps = [\"hand_in\"]\nfollows = [{ journey = \"buy\", probability = 0.1 }]\n";
    let change = |set: &str| shop(&back, asks) + &format!("[[change]]\nday = 9\nset = {{ {set} }}\n");
    let cases = [
        (shop(&format!("{back}\ntakes_at = \"hand_in\""), ""), "takes a unit of stock", "take `takes_at` out"),
        (change("\"journey.ask.refunds\" = {}"), "whether it has a value or refunds", "for the whole run"),
    ];
    for (text, found, remedy) in cases {
        let source = Source::parse("t.toml".into(), text).expect("a file");
        let refused = understand(&source, "t", &Wishes::default()).expect_err(found);
        let told = in_one_line(&refused.to_string());
        assert!(told.contains(found) && told.contains(remedy), "{told}");
    }
}
