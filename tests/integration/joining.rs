//! Customers who join later: where joining meets other rules, each on the smallest market in which they do, and what it is
//! not allowed to move.

use crate::small::{Place, in_one_line};
use crate::support::{
    assert_agrees, assert_estimate_agrees, mean, mean_of, scenario, study, study_in, values_of, week_of,
};
use std::collections::BTreeMap;
use throughline::experiment::{Order, Study};
use throughline::outcomes::COHORTS;
use throughline::theory::growth::{base, survival};
use throughline::validate::joining::market;

const CUSTOMERS: f64 = 2_000.0;
const YEAR: f64 = 364.0;

#[test]
fn needs_of_joiners_begin_when_they_join_and_follow_the_rhythm_and_the_days() {
    // By weekday: needs on Saturdays alone. Joiners come evenly, so half of the needs that all could have had.
    let needs = "needs.ask.per_year = 52";
    let all = CUSTOMERS * 8.0 + CUSTOMERS * 8.0 / 2.0;
    for more in ["", "by_weekday = [0, 0, 0, 0, 0, 1, 0]"] {
        let text = market(CUSTOMERS, 56.0, "", &format!("{needs}\njoins.per_year = 6.5"));
        let text = text.replace("steps = [\"ask\"]", &format!("steps = [\"ask\"]\n{more}"));
        // Of the Saturday of the week in which somebody joins, 5/7 come in time for all of it and 1/7 for half of it: more
        // than the half of the week that is left in the mean.
        let saturdays = if more.is_empty() { 0.0 } else { CUSTOMERS * (5.5 / 7.0 - 0.5) };
        assert_agrees(&study(&text), "journeys", "", all + saturdays, 0.01);
    }
    let uneven = market(CUSTOMERS, 56.0, "", &format!("{needs}\njoins.per_year = 6.5\nday_cv = 0.4"));
    assert_agrees(&study(&uneven), "journeys", "", all, 0.03);
}

#[test]
fn needs_that_a_change_adds_begin_when_somebody_joins_and_those_that_it_takes_away_do_not_arise() {
    let text = market(CUSTOMERS, YEAR, "", "needs.ask.per_year = 4\njoins.per_year = 1");
    // From half of the year on: there are then 1.5 to 2 times as many, 1.75 in the mean.
    let first = 4.0 * CUSTOMERS * (0.5 + 0.125);
    for (rate, change) in [(12.0, "12"), (1.0, "1")] {
        let change = format!("[[change]]\nday = 182\nset = {{ \"segment.all.needs.ask.per_year\" = {change} }}\n");
        assert_agrees(&study(&(text.clone() + &change)), "journeys", "", first + rate * CUSTOMERS * 1.75 / 2.0, 0.01);
    }
}

#[test]
fn a_change_leaves_the_need_with_which_somebody_joins_as_it_is() {
    let text = market(CUSTOMERS, YEAR, "", "needs.ask.per_year = 1e-9\njoins = { per_year = 1, first = \"ask\" }");
    let change = "[[change]]\nday = 100\nset = { \"segment.all.needs.ask.per_year\" = 1e-10, volume = 0.5 }\n";
    let [plain, changed] = [text.clone(), text + change].map(|text| study(&text));
    assert_eq!(values_of(&plain, 0, "journeys", ""), values_of(&plain, 0, "joined_customers", ""));
    assert_eq!(values_of(&changed, 0, "journeys", ""), values_of(&plain, 0, "journeys", ""));
}

#[test]
fn journeys_follow_the_need_with_which_somebody_joins() {
    let text = market(CUSTOMERS, YEAR, "", "joins = { per_year = 1, first = \"ask\" }")
        + "[journey.thank]\nsteps = [\"ask\"]\ngive_up_days = 0\nfollows = [{ journey = \"ask\", probability = 1, after_days = 0 }]\n";
    let study = study(&text);
    let twice: Vec<f64> = values_of(&study, 0, "joined_customers", "").iter().map(|all| 2.0 * all).collect();
    assert_eq!(values_of(&study, 0, "journeys", ""), twice);
}

#[test]
fn contracts_of_joiners_come_up_evenly_over_their_term_from_joining_on() {
    // Whoever is asked is lost; terms are as long as a period of ages: all of them are asked within the first.
    let text = market(CUSTOMERS, YEAR, "", "needs.ask = { every_days = 56 }\njoins.per_year = 1")
        .replace("loss = { a = 0, b = 1 }", "loss = { a = 1, b = 0 }")
        .replace("pause_days = 0", "pause_days = 0\noccasion = true");
    let study = study(&text);
    for (cohort, period, left) in [(0, 0, 0.5), (0, 1, 0.0), (1, 0, 0.5), (1, 1, 0.0), (3, 0, 0.5)] {
        assert_estimate_agrees("active share", cohort_of(&study, "active_share", cohort, period), left, 0.02);
    }
}

/// An outcome of a cohort of all customers in a period.
fn cohort_of(study: &Study, outcome: &str, cohort: usize, period: usize) -> throughline::stats::Estimate {
    let at = COHORTS.iter().position(|series| series.id == outcome).expect("an outcome of cohorts");
    study.aged(0, 0, (cohort, period), at).expect("the cohort is seen")
}

#[test]
fn the_base_holds_where_as_many_join_as_are_lost_and_retention_is_of_those_there_after_the_warm_up() {
    let text = market(
        CUSTOMERS,
        2.0 * YEAR,
        "warm_up_days = 91",
        "needs.ask.per_year = 1\nloss_per_year = 0.5\njoins.per_year = 0.5",
    );
    let study = study(&text);
    for week in [1, 26, 104] {
        assert_estimate_agrees("active", week_of(&study, week, "active_customers"), CUSTOMERS, 0.01);
        let alone = survival(0.5, 0.0, f64::from(week) / 52.0);
        assert_estimate_agrees("of the first", week_of(&study, week, "active_share"), alone, 0.02);
    }
    assert_agrees(&study, "active_customers", "", base(CUSTOMERS, 0.5 * CUSTOMERS, 0.5, 2.0), 0.01);
    assert_agrees(&study, "retention_rate", "", survival(0.5, 0.0, 1.75), 0.01);
    assert_agrees(&study, "churned_customers", "", 0.5 * CUSTOMERS * 1.75, 0.01);
    assert_agrees(&study, "contacts_per_active_customer", "", 1.0, 0.02);
}

#[test]
fn nobody_is_lost_by_the_calendar_beyond_the_horizon_and_some_are_between_joining_and_it() {
    let text = market(CUSTOMERS, YEAR, "", "needs.ask.per_year = 1\nloss_per_year = 1\njoins.per_year = 1");
    // Of those who join in a year, (1 - e^-1) are there at its end.
    let left = CUSTOMERS * (1.0 + 1.0) - base(CUSTOMERS, CUSTOMERS, 1.0, 1.0);
    assert_agrees(&study(&text), "lost_by_calendar", "", left, 0.01);
}

#[test]
fn what_comes_day_by_day_adds_up_to_what_comes_in_all() {
    let segment =
        "needs.buy.per_year = 6\nloss_per_year = 0.4\nmargin_per_year = 30\njoins = { per_year = 0.6, cost = 12 }";
    let text = market(CUSTOMERS, YEAR, "warm_up_days = 30.5\ndiscount_per_year = 0", segment)
        .replace("[journey.ask]", "[journey.buy]\nvalue = { mean = 20 }");
    let study = study(&text);
    let [npv, profit, lifetime] = ["npv", "profit", "lifetime_value"].map(|metric| mean(&study, metric));
    assert!((npv - profit).abs() < 1e-3, "{npv} {profit}");
    let ever = CUSTOMERS * 1.6;
    assert!((lifetime * ever - profit - mean(&study, "acquisition_cost")).abs() < 0.02 * profit, "{lifetime}");
    let parts = ["margin", "cost_to_serve", "acquisition_cost", "integration_cost"].map(|metric| mean(&study, metric));
    assert!((parts[0] - parts[1] - parts[2] - parts[3] - profit).abs() < 1e-3);
    assert!(parts[2] > 0.0);
}

#[test]
fn cohorts_add_up_to_all_who_joined_and_segments_to_all_customers() {
    let text = market(500.0, YEAR, "", "joins = { per_year = 1, by_week = [1, 2] }\nneeds.ask.per_year = 1")
        .replace("share = 1", "share = 0.7")
        .replace("[journey.ask]", "[segment.other]\nshare = 0.3\njoins.per_year = 2\n[journey.ask]");
    let study = study(&text);
    let customers = |part: usize, cohort: usize| study.aged(0, part, (cohort, 0), 0).expect("the cohort is seen").mean;
    for cohort in 0..4 {
        let of_segments = customers(1, cohort) + customers(2, cohort);
        assert!((customers(0, cohort) - of_segments).abs() < 1e-9);
    }
    assert!((customers(0, 0) - 500.0).abs() < 1e-9);
    // Those of the last quarter are not seen for four weeks all of them.
    assert_eq!(study.ages(0).map(|(cohort, _)| cohort).max(), Some(3));
}

#[test]
fn one_customer_is_enough_for_many_to_join() {
    let study = study(&market(1.0, YEAR, "", "needs.ask.per_year = 10\njoins.per_year = 400"));
    assert_agrees(&study, "joined_customers", "", 400.0, 0.02);
    assert_agrees(&study, "journeys", "", 10.0 * (1.0 + 400.0 / 2.0), 0.03);
}

/// A market with staff, everything of joining, and a segment that nobody joins.
const DESK: &str = r#"
[run]
customers = 300
horizon_days = 182
warm_up_days = 14
replications = 3
[segment.all]
share = 0.8
needs = { call = { per_year = 40 }, renew = { every_days = 60 } }
loss_per_year = 0.3
joins = { per_year = 2, by_week = [3, 1], first = "call", cost = 7 }
[segment.rest]
share = 0.2
needs.call.per_year = 20
[journey.call]
steps = ["talk"]
[journey.renew]
steps = ["talk"]
value = { mean = 30 }
[channel.phone]
kind = "live"
step.talk = { minutes.mean = 200, success = 0.8 }
[staff.agents]
serves = ["phone"]
servers = 8
cost_per_hour = 10
[[strategy]]
name = "one"
baseline = true
[[strategy]]
name = "two"
levels.continuity = 1
[[strategy]]
name = "three"
set = { "segment.all.joins.per_year" = 4, "segment.all.joins.cost" = 9 }
"#;

#[test]
fn the_order_of_customers_moves_nothing_where_they_meet_and_all_strategies_have_the_same_joiners() {
    let [forward, reverse] = [Order::Forward, Order::Reverse].map(|order| study_in(DESK, order));
    assert_eq!(forward.outcomes, reverse.outcomes);
    let joined = |strategy| values_of(&forward, strategy, "joined_customers", "");
    assert_eq!(joined(0), joined(1));
    let more: f64 = joined(2).iter().sum::<f64>() / joined(0).iter().sum::<f64>();
    assert!((more - 2.0).abs() < 0.2, "{more}");
    assert!(mean_of(&forward, 0, "wait_minutes", "phone") < mean_of(&forward, 2, "wait_minutes", "phone"));
}

#[test]
fn rows_tell_when_somebody_joined_and_add_up_to_the_tables() {
    let place = Place::new().file("desk.toml", DESK);
    place.printed(&["run", "desk.toml", "--journeys", "--quiet", "--charts", "none"]);
    let rows = place.read("output/desk/customers.csv");
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let heads = reader.headers().expect("heads").clone();
    let at = |name: &str| heads.iter().position(|head| head == name).expect("a column");
    let mut joined: BTreeMap<String, u64> = BTreeMap::new();
    let mut last = BTreeMap::new();
    for row in reader.records().map(|row| row.expect("a row")) {
        let number: u64 = row[at("customer")].parse().expect("a number");
        let parent = (number - 1) % 300;
        let before = last.insert(row[at("strategy")].to_owned(), (parent, number));
        assert!(before.is_none_or(|before| before < (parent, number)), "each before those who join for them");
        let minutes = &row[at("joined_minutes")];
        assert_eq!(minutes.is_empty(), number <= 300);
        if let Ok(minutes) = minutes.parse::<f64>() {
            assert_eq!(row[at("joined_on_day")].parse::<u64>(), Ok((minutes / 1440.0) as u64));
            let until = row[at("lost_minutes")].parse().unwrap_or(f64::INFINITY);
            assert!(minutes < until && &row[at("segment")] == "all" && &row[at("needs")] != "0");
            *joined.entry(row[at("strategy")].to_owned()).or_default() += u64::from(minutes >= 14.0 * 1440.0);
        }
    }
    let study = study(DESK);
    for (strategy, name) in ["one", "two", "three"].iter().enumerate() {
        assert_eq!(joined[*name] as f64, values_of(&study, strategy, "joined_customers", "")[0]);
    }
}

#[test]
fn what_nobody_could_join_by_is_refused_or_noted() {
    let told = |from: &str, to: &str| {
        let place = Place::new().file("desk.toml", DESK.replacen(from, to, 1));
        let ended = place.throughline(&["check", "desk.toml"]).output().expect("it runs");
        (ended.status.code(), in_one_line(&String::from_utf8_lossy(&ended.stderr)))
    };
    let joins = "joins = { per_year = 2, by_week = [3, 1], first = \"call\", cost = 7 }";
    for (written, said) in [
        ("joins = { cost = 7 }", "per_year"),
        ("joins = { per_year = -1 }", "per_year"),
        ("joins = { per_year = 2, by_week = [0, 0] }", "weights that are all 0"),
        ("joins = { per_year = 2, first = \"cal\" }", "did you mean `call`?"),
        ("joins = { per_year = 2, rate = 1 }", "a key that is known here"),
        ("joins = 0.3", "joins"),
        ("growth = 0.3", "customers who come later are `joins = { per_year = ... }`"),
    ] {
        let (code, words) = told(joins, written);
        assert!(code == Some(2) && words.contains(said), "{written}: {words}");
    }
    let zeros = format!("joins = {{ per_year = 2, by_week = [{}1] }}", "0, ".repeat(26));
    assert!(told(joins, &zeros).1.contains("weights that are 0 in all 26 weeks of the run"));
    let crowd = DESK.replace("customers = 300", "customers = 16_000_000").replace("per_year = 2,", "per_year = 1000,");
    let place = Place::new().file("desk.toml", crowd);
    let ended = place.throughline(&["check", "desk.toml"]).output().expect("it runs");
    assert!(in_one_line(&String::from_utf8_lossy(&ended.stderr)).contains("numbers of customers"));
    let change = |what: &str| format!("[[change]]\nday = 9\nset = {{ {what} }}\n[[strategy]]");
    let (code, words) = told("[[strategy]]", &change("\"segment.all.joins.by_week\" = [3, 1, 7]"));
    assert!(
        code == Some(2)
            && words.contains("those who join, other than how many and at which cost, changed during the run"),
        "{words}"
    );
    let without_three = DESK.split("[[strategy]]\nname = \"three\"").next().expect("a text");
    let place = Place::new().file("desk.toml", without_three.replace("per_year = 2,", "per_year = 0,"));
    let ended = place.throughline(&["check", "desk.toml"]).output().expect("it runs");
    assert!(in_one_line(&String::from_utf8_lossy(&ended.stderr)).contains("desk.toml:11:11: note: nobody joins"));
    let ended =
        place.throughline(&["check", "desk.toml", "--set", "segment.all.joins.cost=9"]).output().expect("it runs");
    assert_eq!(ended.status.code(), Some(2), "a cost of those who do not join does nothing");
    assert!(told(joins, "joins = { per_year = 30 }").1.contains("write 0.3"));
}

#[test]
fn a_market_that_nobody_joins_has_no_outcome_of_joining() {
    let alone = DESK.replace("joins = { per_year = 2, by_week = [3, 1], first = \"call\", cost = 7 }", "");
    let alone = alone.split("[[strategy]]\nname = \"three\"").next().expect("a text").to_owned();
    assert!(!scenario(&alone).run.asked.joins);
    let study = study(&alone);
    assert!(study.keys.iter().all(|key| !["joined_customers", "acquisition_cost"].contains(&key.metric)));
    assert!(study.outcomes.iter().flatten().all(|one| one.cohorts.is_empty()));
    let place = Place::new().file("desk.toml", &alone);
    place.printed(&["run", "desk.toml", "--journeys", "--quiet", "--charts", "none"]);
    assert!(!place.path("output/desk/cohorts.csv").exists());
    assert!(!place.read("output/desk/series.csv").contains("active_customers"));
    assert!(!place.read("output/desk/customers.csv").contains("joined"));
}
