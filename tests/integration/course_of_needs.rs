//! Needs of another kind, rhythm or spread from a day on, and customers who join at another rate: before and after by
//! closed forms, and as if it had always been so where nobody needed anything before.

use crate::support::{assert_agrees, assert_estimate_agrees, estimate_of, mean_of, study, values_of, week_of};
use throughline::experiment::Study;

const CUSTOMERS: f64 = 2_000.0;

/// Customers whose every need is one contact of no length; `needs` and `journey` are theirs.
fn needs(customers: f64, days: u32, needs: &str, journey: &str, more: &str) -> Study {
    study(&format!(
        r#"
        [run]
        customers = {customers}
        horizon_days = {days}
        replications = 20
        seed = 8
        [segment.all]
        share = 1
        {needs}
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        {journey}
        [channel.web]
        step.ask.minutes.mean = 0
        {more}"#
    ))
}

fn alone(customers: f64, days: u32, of: &str, journey: &str, change: &str) -> Study {
    needs(customers, days, of, journey, &format!("{change}\n[[strategy]]\nname = \"now\"\nbaseline = true\n"))
}

fn change(day: u32, until: Option<u32>, set: &str) -> String {
    let until = until.map_or_else(String::new, |until| format!("until_day = {until}\n"));
    format!("[[change]]\nday = {day}\n{until}set = {{ {set} }}\n")
}

/// Needs of a customer a week, by the contacts of the weeks named.
fn assert_weeks(study: &Study, weeks: std::ops::RangeInclusive<u32>, each: f64) {
    for week in weeks {
        let contacts = week_of(study, week, "contacts");
        assert_estimate_agrees(&format!("contacts in week {week}"), contacts, CUSTOMERS * each, 0.02);
    }
}

/// Three times as much in the second half of the year, and the other way round from the second quarter on.
#[test]
fn needs_arise_by_the_rhythm_of_the_day() {
    let turned = change(91, None, "\"journey.ask.by_season\" = [3, 3, 1, 1]");
    for cv in ["", "day_cv = 0.3"] {
        let needs = format!("needs.ask = {{ per_year = 52 }}\n{cv}");
        let study = alone(CUSTOMERS, 280, &needs, "by_season = [1, 1, 3, 3]", &turned);
        let sharp = if cv.is_empty() { 0.02 } else { 0.1 };
        for (weeks, each) in [(1..=13, 0.5), (14..=26, 1.5), (27..=40, 0.5)] {
            for week in weeks {
                let contacts = week_of(&study, week, "contacts");
                assert_estimate_agrees(&format!("contacts in week {week}"), contacts, CUSTOMERS * each, sharp);
            }
        }
    }
}

#[test]
fn where_nobody_needed_anything_before_the_day_the_rhythm_is_as_if_it_had_always_been_so() {
    let of = |rhythm: &str, change: &str| {
        let text = "needs.ask = { per_year = 90, cv = 0.7 }\nday_cv = 0.2";
        let study = alone(200.0, 7, text, &format!("by_weekday = {rhythm}"), change);
        (values_of(&study, 0, "journeys", ""), study.outcomes)
    };
    let always = of("[0, 0, 0, 1, 5, 2, 1]", "");
    let later = of("[0, 0, 0, 6, 1, 1, 1]", &change(3, None, "\"journey.ask.by_weekday\" = [0, 0, 0, 1, 5, 2, 1]"));
    assert_eq!(later.0, always.0);
    assert!(always.0[0] > 300.0);
}

/// As much of an interval as has passed counts, whatever its length is from then on.
#[test]
fn needs_come_every_so_many_days_as_long_as_those_are_on_the_day() {
    let study = alone(
        CUSTOMERS,
        280,
        "needs.ask.every_days = 28",
        "",
        &(change(70, None, "\"segment.all.needs.ask.every_days\" = 7") + &change(182, None, "volume = 0.25")),
    );
    assert_weeks(&study, 1..=10, 0.25);
    // From a quarter of a month on, everybody has one in each week, whatever the phase; then again one in four.
    for week in 11..=26 {
        let contacts = week_of(&study, week, "contacts");
        assert_eq!((contacts.mean, contacts.se), (CUSTOMERS, Some(0.0)), "week {week}");
    }
    assert_weeks(&study, 27..=40, 0.25);
}

#[test]
fn needs_become_of_another_kind_and_back_again() {
    let every_week = "\"segment.all.needs.ask\" = { every_days = 7 }";
    let at_random = "\"segment.all.needs.ask\" = { per_year = 104 }";
    // At random, every week, and at random as before: nobody's needs of the last weeks are others.
    let study = alone(CUSTOMERS, 168, "needs.ask.per_year = 26", "", &change(56, Some(112), every_week));
    assert_weeks(&study, 1..=8, 0.5);
    for week in 9..=16 {
        assert_eq!(week_of(&study, week, "contacts").mean, CUSTOMERS, "week {week}");
    }
    let plain = alone(CUSTOMERS, 168, "needs.ask.per_year = 26", "", "");
    for week in (1..=8).chain(17..=24) {
        assert_eq!(week_of(&study, week, "contacts").mean, week_of(&plain, week, "contacts").mean, "week {week}");
    }
    let study = alone(CUSTOMERS, 168, "needs.ask.every_days = 7", "", &change(56, Some(112), at_random));
    for week in (1..=8).chain(17..=24) {
        assert_eq!(week_of(&study, week, "contacts").mean, CUSTOMERS, "week {week}");
    }
    assert_weeks(&study, 9..=16, 2.0);
}

/// Whoever is left has had no need; over half a year as all alike, then as a gamma law, or the other way round.
#[test]
fn needs_differ_between_customers_as_much_as_on_the_day() {
    let journey = "occasion = true";
    let lost = "loss = { a = 1, b = 0 }\n";
    for (first, then, left) in [
        (0.0, 1.5, (-0.5_f64).exp() * (1.0 + 2.25 * 0.5_f64).powf(-1.0 / 2.25)),
        (1.5, 0.0, (1.0 + 2.25 * 0.5_f64).powf(-1.0 / 2.25) * (-0.5_f64).exp()),
    ] {
        let set = format!("\"segment.all.needs.ask.cv\" = {then}");
        let needs = format!("{lost}needs.ask = {{ per_year = 1, cv = {first} }}");
        let study = alone(5_000.0, 364, &needs, journey, &change(182, None, &set));
        assert_agrees(&study, "retention_rate", "", left, 0.01);
    }
    // On its way from 0 to all of it over the whole run, and half of that in the mean: as many needs at all times.
    let late = "[[strategy]]\nname = \"now\"\nbaseline = true\n[[strategy]]\nname = \"late\"\nfrom_day = 0\nfull_day = 280\n\
                set = { \"segment.all.needs.ask.cv\" = 2 }\n";
    let study = needs(CUSTOMERS, 280, "needs.ask.per_year = 26", "", late);
    let journeys = estimate_of(&study, 1, "journeys", "");
    assert_estimate_agrees("journeys", journeys, CUSTOMERS * 20.0, 0.01);
}

#[test]
fn customers_join_at_the_rate_and_at_the_cost_of_the_day() {
    let joins = "needs.ask.per_year = 1\njoins = { per_year = 0.8, cost = 10, by_week = [1, 3] }";
    let late = "[[strategy]]\nname = \"now\"\nbaseline = true\n[[strategy]]\nname = \"more\"\nfrom_day = 91\n\
                set = { \"segment.all.joins.per_year\" = 2.4, \"segment.all.joins.cost\" = 25 }\n\
                [[strategy]]\nname = \"nobody\"\nfrom_day = 182\nset = { \"segment.all.joins.per_year\" = 0 }\n";
    let study = needs(CUSTOMERS, 364, joins, "", late);
    for (strategy, joined, cost) in [(0, 0.8, 8.0), (1, 0.2 + 1.8, 2.0 + 45.0), (2, 0.4, 4.0)] {
        let of = |metric: &str| estimate_of(&study, strategy, metric, "");
        // A list of two weeks does not fit into a quarter: one week in thirteen is one of few rather than of many.
        assert_estimate_agrees("joined", of("joined_customers"), CUSTOMERS * (joined + ODD[strategy][0]), 0.02);
        assert_estimate_agrees("cost", of("acquisition_cost"), CUSTOMERS * (cost + ODD[strategy][1]), 0.02);
    }
    let weeks = |strategy: usize, weeks: usize| {
        study.outcomes[strategy].iter().map(|one| one.weeks[..weeks].to_vec()).collect::<Vec<_>>()
    };
    assert_eq!(weeks(1, 13), weeks(0, 13));
    assert_eq!(weeks(2, 26), weeks(0, 26));
    assert_ne!(weeks(1, 14), weeks(0, 14));
}

/// What the first quarter lacks, since it begins and ends with a week in which few join: half a week of the mean, a 104th of
/// the year.
const ODD: [[f64; 2]; 3] = [[0.0, 0.0], [1.6 / 104.0, (2.4 * 25.0 - 0.8 * 10.0) / 104.0], [0.0, 0.0]];

#[test]
fn where_nobody_joins_at_first_those_come_later_who_would_have_at_the_start() {
    let of = |joins: &str, change: &str| alone(CUSTOMERS, 364, &format!("needs.ask.per_year = 1\n{joins}"), "", change);
    let begins = of("joins.per_year = 0", &change(182, None, "\"segment.all.joins.per_year\" = 1.2"));
    assert_agrees(&begins, "joined_customers", "", CUSTOMERS * 0.6, 0.02);
    assert_eq!(week_of(&begins, 26, "active_customers").mean, CUSTOMERS);
    assert!(mean_of(&begins, 0, "active_customers", "") > CUSTOMERS);
}

/// Everybody is lost over their first need, so that whoever is left has had none: regular at first, that tells nothing of how
/// often they need it at random later; nor the other way round of when a regular need comes next.
#[test]
fn who_needs_something_early_by_the_calendar_does_not_need_it_rarely_at_random() {
    let of = |first: &str, then: &str| {
        let loss = "loss = { a = 1, b = 0 }\nneeds.ask = ".to_string() + first;
        let becomes = change(7, None, &format!("\"segment.all.needs.ask\" = {then}"));
        alone(CUSTOMERS, 14, &loss, "occasion = true", &becomes)
    };
    // At random, mean m = 1 a week with cv 2: nobody comes in so many weeks with (1 + 4 weeks)^(-1/4).
    let random = "{ per_year = 52, cv = 2 }";
    let none = f64::powf(1.0 + 4.0, -0.25);
    let later_at_random = of("{ every_days = 14 }", random);
    assert_agrees(&later_at_random, "retention_rate", "", 0.5 * none, 0.02);
    let later_regular = of(random, "{ every_days = 14 }");
    assert_agrees(&later_regular, "retention_rate", "", none * 0.5, 0.02);
}
