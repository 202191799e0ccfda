//! Days that bring more or fewer needs than others: counts of a day, lines on uneven days, and what stays as it is.

use crate::support::{assert_agrees, assert_values_agree, disagrees, shared, study, values_of};
use std::collections::BTreeMap;
use throughline::experiment::Study;
use throughline::validate::queues::{Line, PHONE, market};

/// Two segments with a thousand customers between them, each with some 25 needs a day, over one day after the first.
const DAY: &str = r#"
[run]
customers = 1_000
horizon_days = 2
warm_up_days = 1
replications = 4_000
seed = 21
[segment.north]
share = 0.5
needs.ask = { per_year = 18.2 }
[segment.south]
share = 0.5
needs.ask = { per_year = 18.2 }
[journey.ask]
steps = ["ask"]
give_up_days = 0
pause_days = 0
[channel.web]
step.ask.minutes.mean = 0
[loss]
a = 0
b = 1
[[strategy]]
name = "one"
baseline = true
"#;
/// Needs of a segment on a day.
const MEAN: f64 = 25.0;
const CV: f64 = 0.3;

fn with(more: &str) -> Study {
    study(&format!("{DAY}{more}"))
}

fn needs_of(study: &Study, segment: &str) -> Vec<f64> {
    study.values(0, study.key_of("journeys", segment, "").expect("needs of the segment"))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Products of what two lists are off their means.
fn together(one: &[f64], other: &[f64]) -> Vec<f64> {
    let (first, second) = (mean(one), mean(other));
    one.iter().zip(other).map(|(a, b)| (a - first) * (b - second)).collect()
}

#[test]
fn a_day_of_all_customers_spreads_their_counts_and_moves_them_together() {
    let study = with(&format!("[demand]\nday_cv = {CV}\n"));
    let [north, south] = ["north", "south"].map(|segment| needs_of(&study, segment));
    assert_values_agree("needs", &north, MEAN, 0.01);
    // A segment's size varies as well: half of a thousand customers, give or take.
    let sizes = MEAN * MEAN / 1_000.0;
    let shared = CV * CV * (MEAN * MEAN - sizes);
    assert_values_agree("variance", &together(&north, &north), MEAN + CV * CV * MEAN * MEAN + sizes, 0.04);
    assert_values_agree("covariance", &together(&north, &south), shared - sizes, 0.06);
    let all: Vec<f64> = north.iter().zip(&south).map(|(a, b)| a + b).collect();
    assert_values_agree("variance of all", &together(&all, &all), 2.0 * MEAN + CV * CV * 4.0 * MEAN * MEAN, 0.04);
}

#[test]
fn a_day_of_one_segment_is_that_segments_own() {
    let own =
        DAY.replace("needs.ask = { per_year = 18.2 }", &format!("day_cv = {CV}\nneeds.ask = {{ per_year = 18.2 }}"));
    let study = study(&own);
    let [north, south] = ["north", "south"].map(|segment| needs_of(&study, segment));
    let sizes = MEAN * MEAN / 1_000.0 * (1.0 + CV * CV);
    assert_values_agree("variance", &together(&south, &south), MEAN + CV * CV * MEAN * MEAN + sizes, 0.04);
    let products = together(&north, &south);
    let error =
        (products.iter().map(|one| one * one).sum::<f64>() / products.len() as f64 / products.len() as f64).sqrt();
    assert!((mean(&products) + MEAN * MEAN / 1_000.0).abs() < 3.5 * error, "{} ({error})", mean(&products));
}

#[test]
fn factors_of_the_market_and_of_the_segment_are_multiplied() {
    let both = DAY.replace("needs.ask = { per_year = 18.2 }", "day_cv = 0.2\nneeds.ask = { per_year = 18.2 }");
    let study = study(&format!("{both}[demand]\nday_cv = 0.3\n"));
    let north = needs_of(&study, "north");
    let squared = 1.09 * 1.04 - 1.0;
    let sizes = MEAN * MEAN / 1_000.0 * (1.0 + squared);
    assert_values_agree("variance", &together(&north, &north), MEAN + squared * MEAN * MEAN + sizes, 0.04);
}

#[test]
fn a_peak_and_a_lull_meet_the_days_factor() {
    for (rate, many) in [("36.4", 2.0 * MEAN), ("9.1", MEAN / 2.0)] {
        let changed = format!(
            "[demand]\nday_cv = {CV}\n[[change]]\nday = 1\nset = {{ \"segment.north.needs.ask.per_year\" = {rate} }}\n"
        );
        let north = needs_of(&with(&changed), "north");
        assert_values_agree("needs", &north, many, 0.01);
        let sizes = many * many / 1_000.0 * (1.0 + CV * CV);
        assert_values_agree("variance", &together(&north, &north), many + CV * CV * many * many + sizes, 0.04);
    }
}

#[test]
fn days_differ_as_of_the_day_on_which_they_begin_to() {
    let from_then = with(&format!("[[change]]\nday = 1\nset = {{ \"demand.day_cv\" = {CV} }}\n"));
    let north = needs_of(&from_then, "north");
    let sizes = MEAN * MEAN / 1_000.0 * (1.0 + CV * CV);
    assert_values_agree("variance", &together(&north, &north), MEAN + CV * CV * MEAN * MEAN + sizes, 0.04);
    let first_day = DAY.replace("warm_up_days = 1", "warm_up_days = 0");
    let until_then = |change: &str| needs_of(&study(&(first_day.clone() + change)), "north");
    let alike: Vec<f64> = until_then("");
    let differ = until_then("[[change]]\nday = 1\nset = { \"demand.day_cv\" = 0.01 }\n");
    let moved = alike.iter().zip(&differ).filter(|(one, other)| one != other).count();
    assert!((1..1_600).contains(&moved), "{moved} of {} replications have a need more or less", alike.len());
}

#[test]
fn needs_of_a_day_keep_to_its_hours_whatever_its_factor() {
    let mut hours = [0; 24];
    hours[9..17].fill(1);
    let text = DAY.replace("give_up_days = 0", &format!("give_up_days = 0\nby_hour = {hours:?}\n"));
    let staffed = text
        .replace("replications = 4_000", "replications = 400")
        .replace("[channel.web]", "[staff.desk]\nserves = [\"web\"]\nservers = 500\n[channel.web]\nkind = \"live\"");
    let study = study(&format!("{staffed}[demand]\nday_cv = {CV}\n"));
    assert_agrees(&study, "journeys", "", 2.0 * MEAN, 0.02);
    let with_calls: Vec<usize> = (0..24).filter(|&hour| study.hour(0, 0, hour).is_some()).collect();
    assert_eq!(with_calls, (9..17).collect::<Vec<_>>());
}

#[test]
fn who_comes_every_so_many_days_and_what_follows_know_no_factor() {
    let every =
        DAY.replace("{ per_year = 18.2 }", "{ every_days = 20 }").replace("replications = 4_000", "replications = 20");
    let factor =
        every.replace("[segment.north]", "[segment.west]\nshare = 0\nneeds.ask = { per_year = 1 }\n[segment.north]");
    let followed = format!(
        "{factor}[journey.again]\nsteps = [\"ask\"]\ngive_up_days = 0\n\
         follows = [{{ journey = \"ask\", probability = 0.5, after_days = 0.3 }}]\n"
    );
    let plain = study(&followed);
    let uneven = study(&format!("{followed}[demand]\nday_cv = {CV}\n"));
    assert_eq!(values_of(&plain, 0, "journeys", ""), values_of(&uneven, 0, "journeys", ""));
    assert!(values_of(&plain, 0, "journeys", "") > values_of(&study(&factor), 0, "journeys", ""));
}

#[test]
fn all_strategies_meet_the_same_days_and_a_segment_more_moves_no_other() {
    let text = DAY
        .replace("replications = 4_000", "replications = 20")
        .replace("share = 0.5\nneeds", "share = 0.5\nday_cv = 0.4\nneeds");
    let two = study(&format!("{text}[[strategy]]\nname = \"again\"\n"));
    assert_eq!(values_of(&two, 0, "journeys", ""), values_of(&two, 1, "journeys", ""));
    let more = text.replace(
        "[segment.south]",
        "[segment.a]\nshare = 0\nday_cv = 1\nneeds.ask = { per_year = 5 }\n[segment.south]",
    );
    assert_eq!(needs_of(&study(&text), "south"), needs_of(&study(&more), "south"));
}

#[test]
fn calls_on_uneven_days_wait_as_erlang_a_says_weighted_by_those_who_call() {
    let line = Line { patience: 5.0, servers: 10, days: 360, ..PHONE };
    let study =
        study(&format!("{}[demand]\nday_cv = 0.1\n", market(line).replace("replications = 20", "replications = 10")));
    assert_agrees(&study, "abandonment_rate", "line", 0.136_535, 0.0075);
    assert_agrees(&study, "wait_minutes", "line", 40.961 / 60.0, 0.009);
    assert!(disagrees(&study, "abandonment_rate", "line", 0.130_695), "days that are all alike");
}

#[test]
fn calls_to_a_bank_vary_within_a_weekday_as_row_e36_says() {
    let Some(file) = shared("day-to-day/bank_calls.csv") else { return };
    let mut by_day: BTreeMap<chrono::NaiveDate, f64> = BTreeMap::new();
    for row in csv::Reader::from_path(file).expect("a file").deserialize::<(u32, String, f64)>() {
        let (_, moment, calls) = row.expect("a row");
        *by_day.entry(moment[..10].parse().expect("a date")).or_default() += calls;
    }
    let cvs = (0..5).map(|weekday| {
        let is_it = |day: &chrono::NaiveDate| chrono::Datelike::weekday(day).num_days_from_monday() == weekday;
        let counts: Vec<f64> = by_day.iter().filter(|(day, _)| is_it(day)).map(|(_, calls)| *calls).collect();
        let variance = together(&counts, &counts).iter().sum::<f64>() / (counts.len() - 1) as f64;
        // Poisson counts have the variance of their mean.
        (variance - mean(&counts)).sqrt() / mean(&counts)
    });
    let (least, most) = cvs.fold((f64::MAX, 0.0_f64), |(least, most), cv| (least.min(cv), most.max(cv)));
    assert_eq!((by_day.len(), format!("{least:.3} {most:.3}")), (164, "0.052 0.086".into()));
}
