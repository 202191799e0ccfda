//! Shares and means of few contacts, and of days that differ: sums over sums, not means of ratios.

use super::{assert_exact_under, assert_reported, assert_right, case};
use crate::support::shipped;
use throughline::theory::queues::erlang_a_on_uneven_days;
use throughline::theory::shifts::Desk;

/// Minutes in a year of 52 weeks.
const YEAR: f64 = 364.0 * 1440.0;

#[test]
fn six_calls_in_three_hours_hang_up_as_often_over_many_such_windows_as_the_chain_says() {
    let study = case!("few-contacts");
    let desk = Desk { agents: 1, mean_service: 15.0, mean_patience: 10.0, longest: 30 };
    let window = desk.shift(&[(180.0, 2000.0 * 8.736 / YEAR)]);
    // Simulated apart, cut at the horizon: 0.2149 (0.0003). Followed to the last, 0.2227.
    assert_reported(window.hung_up() / window.calls(), 0.2149, 1e-3);
    assert_right(&study, "abandonment_rate", "line", window.hang_up_to_the_last(), 0.025);
    assert_right(&study, "wait_minutes", "line", window.wait_to_the_last(), 0.025);
    assert_right(&study, "service_level", "line", window.answered_within(1.0 / 3.0), 0.01);
}

#[test]
fn busy_days_weigh_as_much_as_the_calls_they_bring() {
    let study = case!("uneven-days");
    // Four customers whose rates have a coefficient of variation of 0.5.
    let days = erlang_a_on_uneven_days(4.0 * 436_800.0 / YEAR, 0.25, 3.0, 3.0, 12).expect("patience is finite");
    assert_reported(days.abandon, 0.0851, 2e-4);
    assert_reported(days.mean_wait, 0.2553, 5e-4);
    assert_right(&study, "abandonment_rate", "line", days.abandon, 0.04);
    assert_right(&study, "wait_minutes", "line", days.mean_wait, 0.04);
}

#[test]
fn efforts_that_are_all_four_minutes_have_the_score_and_the_median_of_four_minutes() {
    let study = case!("effort-four-minutes");
    let score = |minutes: f64| f64::exp2(-minutes / 20.0);
    for (name, minutes) in [("four", 4.0), ("four point two", 4.2)] {
        assert_exact_under(&study, name, "effort_score_5", "", 5.0 - 4.0 * score(minutes));
        assert_exact_under(&study, name, "effort_score_7", "", 1.0 + 6.0 * score(minutes));
        assert_exact_under(&study, name, "effort_median", "", minutes);
        assert_exact_under(&study, name, "effort_p90", "", minutes);
    }
}

#[test]
fn no_effort_has_the_best_score_and_a_bin_of_its_own() {
    let text = include_str!("effort-four-minutes.toml");
    let study = shipped(text, &[("channel.line.step.talk.minutes.mean", "0")], &["four"]);
    for (metric, right) in
        [("effort_score_5", 1.0), ("effort_score_7", 7.0), ("effort_median", 0.0), ("effort_p90", 0.0)]
    {
        assert_exact_under(&study, "four", metric, "", right);
    }
}
