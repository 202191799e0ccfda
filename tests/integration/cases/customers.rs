//! Who buys, how often, and who stays.

use super::{assert_exact_under, assert_reported, assert_right, assert_right_under, case};
use crate::support::{assert_values_agree, ratios, shipped};
use throughline::experiment::Study;
use throughline::theory::choice::{reached_shares, shares};
use throughline::theory::markov::AbsorbingChain;
use throughline::theory::recontact::{contacts, contacts_within, variance_of_contacts};
use throughline::theory::survival::{ParetoNbd, beta_geometric_retention, geometric_survival};

#[test]
fn who_has_stayed_a_year_is_likelier_to_stay_another() {
    let study = case!("sbg-period-retention");
    let second_year = beta_geometric_retention(0.668, 3.806, 2);
    assert_reported(second_year, 0.87797, 1e-5);
    assert_right(&study, "retention_rate", "", second_year, 0.002);
}

#[test]
fn customers_who_may_leave_unseen_buy_as_pareto_nbd_says() {
    let study = case!("pareto-nbd");
    // Weeks; the shapes are 1 / cv^2, the rates follow from the means for 52 weeks.
    let shape = |cv: f64| 1.0 / (cv * cv);
    let (r, s) = (shape(1.344_377), shape(1.284_482));
    let law = ParetoNbd { r, alpha: 52.0 * r / 2.719_985, s, beta: 52.0 * s / 2.700_934 };
    assert_reported(law.expected_purchases(39.0), 1.2136, 1e-4);
    assert_reported(law.active(39.0), 0.41066, 1e-5);
    assert_right(&study, "revenue", "", 20_000.0 * law.expected_purchases(39.0), 0.005);
    assert_right(&study, "retention_rate", "", law.active(39.0), 0.005);
}

#[test]
fn customers_who_may_be_lost_over_renewals_and_over_visits_stay_as_if_the_two_did_not_know_of_each_other() {
    let study = case!("two-causes");
    let stay = geometric_survival(0.9, 4) * f64::exp(-0.1 * 2.0);
    assert_reported(stay, 0.53717, 1e-5);
    assert_right(&study, "retention_rate", "", stay, 0.003);
}

#[test]
fn a_visit_converts_less_often_than_the_journey_it_belongs_to() {
    let study = case!("visits-and-journeys");
    // A visit ends in an order with 0.8 x 0.3, for good without one with 0.2.
    let (order, ends) = (0.8 * 0.3, 0.8 * 0.3 + 0.2);
    assert_reported(order / ends, 0.5455, 1e-4);
    assert_reported(contacts(ends), 2.2727, 1e-4);
    assert_right(&study, "conversion_rate", "", order / ends, 0.002);
    assert_right(&study, "conversion_per_visit", "", order, 0.002);
    assert_right(&study, "contacts_per_journey", "", contacts(ends), 0.002);
}

#[test]
fn where_every_touch_of_a_channel_loses_the_customer_conversion_falls_by_the_removal_effect() {
    let study = case!("removal-effect");
    let taste = [0.4, 0.1, -0.5];
    let synergy = [[0.8, 0.0, 1.1], [0.6, 0.0, 0.0], [0.0, -0.4, 0.0]];
    let (leave, success) = ([0.15, 0.30, 0.10], [0.30, 0.05, 0.20]);
    let conversion = |removed: Option<usize>| {
        let stays = |channel: usize| if removed == Some(channel) { 0.0 } else { 1.0 - leave[channel] };
        let onward = |channel: usize| -> Vec<f64> {
            let utilities: Vec<f64> = (0..3).map(|next| taste[next] + synergy[channel][next]).collect();
            let goes_on = stays(channel) * (1.0 - success[channel]);
            shares(&utilities).into_iter().map(|share| goes_on * share).collect()
        };
        let chain = AbsorbingChain::solve((0..3).map(onward).collect()).expect("every journey ends");
        let converts: Vec<f64> = (0..3).map(|channel| stays(channel) * success[channel]).collect();
        let first = shares(&taste);
        chain.total(&converts).iter().zip(first).map(|(converts, share)| converts * share).sum::<f64>()
    };
    let removed = [("all", None, 0.50315), ("without search", Some(0), 0.06613)];
    let more = [("without social", Some(1), 0.30528), ("without mail", Some(2), 0.27478)];
    for (name, removed, reported) in removed.into_iter().chain(more) {
        assert_reported(conversion(removed), reported, 1e-5);
        assert_right_under(&study, name, "conversion_rate", "", conversion(removed), 0.01);
    }
}

/// Probability that `shift` logits make of another.
fn shifted(probability: f64, shift: f64) -> f64 {
    let odds = probability / (1.0 - probability) * shift.exp();
    odds / (1.0 + odds)
}

#[test]
fn a_till_that_does_not_know_the_offer_of_the_web_costs_orders_and_margin() {
    let study = case!("price-differs");
    for (name, consistent, [conversion, margin]) in
        [("siloed", 0.72, [0.78714, 0.29498]), ("same price", 0.98, [0.79908, 0.29965])]
    {
        // Where they disagree it is half the time for the better, at a discount of 5 of 100, half for the worse.
        let each = (1.0 - consistent) / 2.0;
        let (dear, cheap) = (consistent * 0.8 + each * (1.0 - shifted(0.2, 0.5)), each * 0.8);
        let (revenue, earned) = (100.0 * dear + 95.0 * cheap, 30.0 * dear + 25.0 * cheap);
        assert_reported(dear + cheap, conversion, 1e-5);
        assert_reported(earned / revenue, margin, 1e-5);
        assert_right_under(&study, name, "conversion_rate", "", dear + cheap, 0.002);
    }
}

#[test]
fn a_case_that_lasts_longer_than_the_time_that_is_looked_at_counts_like_any_other() {
    let theory = contacts_within(0.2, 5.0, 60.0);
    assert_reported(1.0 - theory.resolved, 0.07257, 1e-5);
    assert_reported(theory.mean, 4.6371, 1e-4);
    let short = shipped(include_str!("long-cases.toml"), &[("run.horizon_days", "65")], &[]);
    for (study, sharpness) in [(case!("long-cases"), 0.02), (short, 0.05)] {
        assert_right(&study, "given_up_rate", "", 1.0 - theory.resolved, sharpness);
        assert_right(&study, "contacts_per_journey", "", theory.mean, sharpness);
        assert_exact_under(&study, "siloed", "censored_journeys", "", 0.0);
    }
}

#[test]
fn whoever_is_lost_over_a_fault_has_no_need_that_would_follow_it() {
    let study = case!("lost-yet-followed");
    // One in a thousand stays: with one need more that follows, and the next fault, after fifty days, for one in ten of
    // them in the time in which journeys are counted, and for one in five before the horizon.
    assert_right(&study, "journeys", "", 2000.0 * (1.0 + 0.001 * (1.0 + 0.1)), 0.001);
    assert_right(&study, "churned_customers", "", 2000.0 * (0.999 + 0.001 * 0.2), 0.001);
}

#[test]
fn nobody_is_lost_over_a_need_that_is_not_pursued_unless_the_market_says_so() {
    let study = case!("not-pursued-yet-lost");
    assert_exact_under(&study, "s", "retention_rate", "", 1.0);
    assert_exact_under(&study, "s", "needs_not_pursued", "", 2000.0);
    let lost = shipped(include_str!("not-pursued-yet-lost.toml"), &[("journey.renew.loss_not_pursued", "0.3")], &[]);
    assert_right(&lost, "retention_rate", "", 0.7, 0.01);
    assert_right(&lost, "loss_rate_not_pursued", "", 0.3, 0.02);
}

#[test]
fn a_case_that_comes_back_was_not_resolved_at_the_first_contact() {
    let study = case!("reopened");
    let resolved = 0.7 * 0.8;
    assert_reported(resolved, 0.56, 1e-9);
    assert_right(&study, "first_contact_resolution", "", resolved, 0.005);
    assert_right(&study, "first_contact_resolution_reported", "mail", resolved, 0.005);
    assert_right(&study, "contacts_per_journey", "", contacts(resolved), 0.003);
    assert_right(&study, "contacts_variance", "", variance_of_contacts(resolved), 0.02);
    assert_right(&study, "reopened_rate", "", 0.2, 0.01);
    // Five minutes each, and more where they have to say who they are, and what it was about.
    let (identified, context_lost) = (0.59 * 0.75, 0.15 * 1.35);
    let effort = (5.0 + identified) * contacts(resolved) + context_lost * (contacts(resolved) - 1.0);
    assert_right(&study, "effort_per_journey", "", effort, 0.005);
}

/// Needs by the customers of a segment, one each.
fn share_of_segment(study: &Study, metric: &str, segment: &str) -> Vec<f64> {
    let of = |metric: &str| study.values(0, study.key_of(metric, segment, "").expect("an outcome by segment"));
    ratios(&of(metric), &of("active_customers"))
}

#[test]
fn needs_without_a_channel_are_told_from_those_that_are_not_worth_the_trouble() {
    let study = case!("outside-option");
    // App, web, chat.
    let sds = [1.2, 0.0, 0.6];
    for (segment, taste, reach) in [("a", [0.7, -0.2, 5.0], [0.4, 1.0, 0.0]), ("b", [-0.4, 0.3, 0.1], [0.9, 0.5, 0.3])]
    {
        let law = reached_shares(&taste, &sds, &reach, 0.25).expect("three random tastes at most");
        let not_pursued = share_of_segment(&study, "needs_not_pursued", segment);
        let without = share_of_segment(&study, "needs_without_channel", segment);
        if segment == "b" {
            assert_reported(law.nothing, 0.42968, 2e-5);
            assert_reported(law.without_channel, 0.035, 1e-9);
            assert_reported(law.nothing + law.without_channel, 0.46467, 1e-5);
            assert_values_agree("needs without a channel", &without, law.without_channel, 0.03);
        } else {
            assert!(without.iter().all(|&share| share == 0.0));
        }
        assert_values_agree("needs not pursued", &not_pursued, law.nothing + law.without_channel, 0.01);
    }
}
