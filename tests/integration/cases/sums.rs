//! Sums and shares that a ledger or a counter would find.

use super::{assert_exact_under, assert_right_under, case};
use crate::support::{shipped, values_of};

#[test]
fn orders_of_a_fraction_of_a_cent_add_up() {
    let study = case!("micro-prices");
    // 1,000 customers order on 28 days.
    let orders = 28_000.0;
    for (name, value) in [("five cents", 0.05), ("half a cent", 0.005), ("0.4 cents", 0.004), ("0.6 cents", 0.006)] {
        assert_exact_under(&study, name, "revenue", "", orders * value);
        assert_exact_under(&study, name, "margin", "", orders * value * 0.3);
        assert_exact_under(&study, name, "cost_to_serve", "", orders * 0.004);
    }
}

#[test]
fn a_discount_above_the_margin_is_a_loss_on_the_order() {
    let study = case!("discount-over-margin");
    // 2,000 orders of 100 with a margin of 3; where channels disagree, half of them with a discount of 20.
    assert_right_under(&study, "siloed", "profit", "", 2000.0 * (0.5 * 3.0 + 0.5 * (3.0 - 20.0)), 0.02);
    assert_right_under(&study, "siloed", "revenue", "", 2000.0 * (0.5 * 100.0 + 0.5 * 80.0), 0.005);
    // But for who orders in the last minute and is not done at the horizon.
    assert_right_under(&study, "integrated", "profit", "", 6000.0, 0.001);
}

#[test]
fn a_basket_is_abandoned_where_it_was_filled_unless_it_is_ordered_anywhere() {
    let study = case!("cart-abandonment");
    for (name, channels) in
        [("three channels", &["", "web", "app"][..]), ("web only", &["", "web"]), ("web and app", &["", "web", "app"])]
    {
        for channel in channels {
            assert_right_under(&study, name, "cart_abandonment", channel, 0.5, 0.02);
        }
    }
}

#[test]
fn a_basket_that_is_filled_again_was_lost_before() {
    // With an app that fills baskets and orders nothing more, orders of the web fail half of the time, and the basket is
    // chosen again wherever: all but the last basket of a journey are lost.
    let again = [
        ("channel.web.step.order.leave", "0"),
        ("channel.web.step.order.success", "0.5"),
        ("journey.buy.restart", "fill"),
        ("journey.buy.context_kept_within.siloed", "0"),
        ("journey.buy.context_kept.siloed", "0"),
        ("journey.buy.give_up_days", "1"),
    ];
    let study = shipped(include_str!("cart-abandonment.toml"), &again, &[]);
    // One basket of two on the web, where each order that fails is followed by a new basket.
    assert_right_under(&study, "web only", "cart_abandonment", "", 0.5, 0.01);
}

#[test]
fn where_nobody_is_recognised_every_contact_served_begins_with_saying_who_one_is() {
    let study = case!("more-than-all");
    assert_exact_under(&study, "s", "identification_rate", "", 1.0);
    assert_exact_under(&study, "s", "identification_rate", "desk", 1.0);
}

#[test]
fn letters_that_still_wait_are_no_visits_without_an_order() {
    let study = case!("still-waiting-counts");
    assert_exact_under(&study, "s", "conversion_per_visit", "", 1.0);
    assert_exact_under(&study, "s", "conversion_per_visit", "mail", 1.0);
    // Twice as many come as one desk can answer, so that half stand in line after thirty days.
    assert!(values_of(&study, 0, "contacts_in_line_at_horizon", "mail").iter().all(|&waiting| waiting > 350.0));
}
