//! Looking online and buying, or picking up, in the store: what the channel's own report says, and the books of all.

use crate::support::{ratios, shipped, strategy, sums, values_of};
use throughline::experiment::Study;
use throughline::stats::Estimate;

const MARKET: &str = include_str!("../../scenarios/click-and-collect.toml");
const SEEN: [&str; 2] = ["stock seen", "one stock"];

fn under(study: &Study, name: &str, metric: &str, channels: &[&str]) -> Vec<f64> {
    let at = strategy(study, name);
    sums(&channels.iter().map(|channel| values_of(study, at, metric, channel)).collect::<Vec<_>>())
}

/// Which way an outcome, added up over channels, differs from the baseline's: beyond four standard errors, or not.
fn sign(study: &Study, name: &str, metric: &str, channels: &[&str]) -> i32 {
    let [with, without] = [name, "apart"].map(|name| under(study, name, metric, channels));
    let differences: Vec<f64> = with.iter().zip(&without).map(|(with, without)| with - without).collect();
    let Estimate { mean, se, .. } = Estimate::of(&differences).expect("replications");
    let se = se.expect("several of them");
    i32::from(mean > 4.0 * se) - i32::from(mean < -4.0 * se)
}

const ONLINE: [&str; 2] = ["web", "desk"];

#[test]
fn online_orders_fall_with_those_to_be_picked_up_while_the_store_and_all_sales_rise_and_more_baskets_are_left() {
    let study = shipped(MARKET, &[], &[]);
    for name in SEEN {
        assert_eq!(sign(&study, name, "orders", &ONLINE), -1, "{name}: online orders, pick-up included");
        assert_eq!(sign(&study, name, "orders", &["store"]), 1, "{name}: sales of the store");
        assert_eq!(sign(&study, name, "contacts", &["store", "desk"]), 1, "{name}: traffic of the store");
        assert_eq!(sign(&study, name, "revenue", &[""]), 1, "{name}: all sales");
        assert_eq!(sign(&study, name, "profit", &[""]), 1, "{name}: the books of all");
        assert_eq!(sign(&study, name, "cart_abandonment_own", &["web"]), 1, "{name}: what the web shop reports");
    }
}

#[test]
fn a_desk_that_is_liked_more_and_shows_nothing_makes_online_orders_rise() {
    let study = shipped(MARKET, &[("segment.all.taste.desk", "-0.5")], &["apart", "pick-up alone", "stock seen"]);
    assert_eq!(sign(&study, "pick-up alone", "orders", &ONLINE), 1);
}

#[test]
fn where_nobody_minds_an_empty_shelf_seeing_it_does_nothing() {
    let strategies = ["apart", "pick-up alone", "stock seen"];
    let study = shipped(MARKET, &[("choice.stockout_aversion", "0")], &strategies);
    let [alone, seen] = ["pick-up alone", "stock seen"].map(|name| strategy(&study, name));
    assert_eq!(study.outcomes[alone], study.outcomes[seen]);
}

#[test]
fn the_web_shop_loses_more_baskets_by_its_own_report_than_by_the_books_of_all() {
    let study = shipped(MARKET, &[], &["apart", "one stock"]);
    let own = under(&study, "one stock", "cart_abandonment_own", &["web"]);
    let of_all = under(&study, "one stock", "cart_abandonment", &["web"]);
    assert!(ratios(&own, &of_all).iter().all(|&ratio| ratio > 1.02), "{own:?} {of_all:?}");
}
