//! What could not be told apart in a table.

use super::case;
use crate::support::week_of;
use throughline::scenario::{Source, Wishes, understand};

#[test]
fn names_that_differ_only_in_case_or_a_blank_are_refused() {
    let source = Source::parse("names-alike.toml".into(), include_str!("names-alike.toml").into()).expect("TOML");
    let refused = understand(&source, "names-alike", &Wishes::default()).expect_err("names alike").to_string();
    for place in ["channel.web", "strategy.base.name", "strategy.\"base \".name"] {
        assert!(refused.contains(place), "{place}: {refused}");
    }
}

#[test]
fn the_two_days_of_a_fifth_week_are_told_from_a_week() {
    let study = case!("partial-week");
    assert_eq!([0, 1, 4].map(|week| study.days(week)), [(7.0, 3.0), (7.0, 0.0), (2.0, 0.0)]);
    // One need a day from each of 500 customers, but for the minute that one takes.
    for (week, days) in [(2, 7.0), (5, 2.0)] {
        let journeys = week_of(&study, week, "journeys").mean;
        assert!((journeys - 500.0 * days).abs() < 3.0, "week {week}: {journeys}");
    }
}
