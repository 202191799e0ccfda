//! Satisfaction as exponential smoothing of experiences: its mean and its variance over customers.

use crate::support::{assert_agrees, assert_estimate_agrees, study, week_of};
use throughline::theory::smoothing::{smoothed_mean, smoothed_variance, stationary_variance};
use throughline::validate::satisfaction::{market, of_two_weights};

#[test]
fn customers_who_are_always_helped_approach_full_satisfaction_step_by_step() {
    let study = study(&market(10, 1.0, 0.0, 0.3, 0.3));
    assert_agrees(&study, "satisfaction", "", 0.971_752_475_1, 1e-9);
    assert_agrees(&study, "satisfaction_variance", "", 0.0, 1e-9);
    assert_estimate_agrees("after a week", week_of(&study, 1, "satisfaction"), smoothed_mean(0.0, 1.0, 0.3, 7), 1e-9);
}

#[test]
fn satisfaction_smooths_good_and_bad_experiences() {
    for (weight, good, start, days) in [(0.3, 0.8, 0.1, 5), (0.1, 0.6, 0.75, 10), (0.6, 0.3, 1.0, 2)] {
        let study = study(&market(days, good, start, weight, weight));
        let variance = good * (1.0 - good);
        assert_agrees(&study, "experience", "", good, 0.003);
        assert_agrees(&study, "satisfaction", "", smoothed_mean(start, good, weight, days), 0.003);
        assert_agrees(&study, "satisfaction_variance", "", smoothed_variance(variance, weight, days), 0.01);
    }
}

#[test]
fn satisfaction_varies_in_the_long_run_as_the_stationary_law_says() {
    let study = study(&market(20, 0.7, 0.7, 0.3, 0.3));
    assert_agrees(&study, "satisfaction", "", 0.7, 0.002);
    assert_agrees(&study, "satisfaction_variance", "", 0.176_471 * 0.21, 0.01);
    assert!((stationary_variance(0.21, 0.3) - 0.176_471 * 0.21).abs() < 1e-6);
}

#[test]
fn bad_news_weighs_more_by_as_much_as_its_own_weight_says() {
    let (good, start, rise, fall, days) = (0.8, 0.75, 0.1, 0.3, 14);
    let (mean, variance) = of_two_weights(days, good, start, rise, fall);
    let study = study(&market(days, good, start, rise, fall));
    assert_agrees(&study, "satisfaction", "", mean, 0.002);
    assert_agrees(&study, "satisfaction_variance", "", variance, 0.01);
}

#[test]
fn satisfaction_follows_needs_that_arise_at_random_and_unequally() {
    // The number of needs by week t is negative binomial: shape r, alpha weeks; (1 - a)^n has the mean of its generating
    // function, (alpha / (alpha + a t))^r.
    let (r, alpha, weight, good) = (2.0_f64, 1.5, 0.3, 0.4);
    let needs = format!("{{ per_year = {}, cv = {} }}", r / alpha * 52.0, 1.0 / r.sqrt());
    let study = study(&market(28, good, 1.0, weight, weight).replace("{ every_days = 1 }", &needs));
    for week in 1..=4 {
        let remembered = (alpha / (alpha + weight * f64::from(week))).powf(r);
        let expected = good + (1.0 - good) * remembered;
        assert_estimate_agrees("satisfaction", week_of(&study, week, "satisfaction"), expected, 0.003);
    }
}
