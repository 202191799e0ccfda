//! From one channel to another: prices that differ, and baskets that are not there.

use super::{assert_exact_under, assert_reported, assert_right_under, case};
use crate::support::{mean_of, shipped, strategy, values_of};
use throughline::chance::maths::shifted;
use throughline::experiment::Study;
use throughline::stats::Estimate;

const PRICES: &str = include_str!("price-differs.toml");

/// What an order begun brings [EUR], where the offer of the other channel is kept with probability `consistent`; of the
/// others a share is for the worse, the rest for the better.
fn margin_an_order_begun(consistent: f64, worse_share: f64) -> f64 {
    let (worse, better) = ((1.0 - consistent) * worse_share, (1.0 - consistent) * (1.0 - worse_share));
    let conversion = 1.0 - (1.0 - worse) * 0.2 - worse * shifted(0.2, 0.5);
    100.0 * (0.3 * conversion - 0.05 * better * 0.8)
}

/// The same in each replication: of the margin m of a unit of revenue, 0.3 - m was given away as discount.
fn margins(study: &Study, name: &str) -> Vec<f64> {
    let of = |metric: &str| values_of(study, strategy(study, name), metric, "");
    let margin = of("margin").into_iter().zip(of("revenue")).map(|(margin, revenue)| margin / revenue);
    let an_order = margin.map(|m| 100.0 * 0.7 * m / (1.0 - m));
    an_order.zip(of("conversion_rate")).map(|(margin, conversion)| margin * conversion).collect()
}

#[test]
fn one_price_is_worth_less_where_a_contradiction_is_always_for_the_worse() {
    let always = [("conflict.worse_share", "{ \"web>store\" = 1 }")];
    for (settings, worse_share, reported) in [(&always[..], 1.0, 0.717), (&[], 0.5, 0.878)] {
        let right = margin_an_order_begun(0.98, worse_share) - margin_an_order_begun(0.72, worse_share);
        assert_reported(right, reported, 1e-3);
        let study = shipped(PRICES, settings, &[]);
        let pairs = margins(&study, "same price").into_iter().zip(margins(&study, "siloed"));
        let gain = Estimate::of(&pairs.map(|(one, other)| one - other).collect::<Vec<_>>()).expect("replications");
        super::assert_near("margin an order begun", gain, (right, 0.0), 0.02);
    }
}

#[test]
fn a_share_of_one_passage_is_no_other_passage_s() {
    let study = shipped(PRICES, &[("conflict.worse_share", "{ \"store>web\" = 1 }")], &[]);
    assert_eq!(study.outcomes, case!("price-differs").outcomes);
    let half = shipped(PRICES, &[("conflict.worse_share", "{ \"web>store\" = 0.5 }")], &[]);
    assert_eq!(half.outcomes, study.outcomes);
}

/// A strategy's basket is lost with 0.45 between the guest's page and the account, which offers the order alone.
const LOST: f64 = 0.45;

#[test]
fn a_basket_that_is_lost_after_log_in_costs_nothing_unless_it_is_entered_again() {
    let study = case!("order-only");
    assert_exact_under(&study, "siloed", "effort_per_journey", "", 10.0);
    let study = shipped(include_str!("order-only.toml"), &[("journey.buy.restart_not_offered", "minutes")], &[]);
    assert_right_under(&study, "siloed", "effort_per_journey", "", 10.0 + LOST * 6.0, 0.002);
    assert_right_under(&study, "siloed", "repeats_per_journey", "", LOST, 0.005);
    assert_exact_under(&study, "siloed", "contacts_per_journey", "", 2.0);
    assert_right_under(&study, "kept", "effort_per_journey", "", 10.0 + 0.1 * 6.0, 0.002);
}

#[test]
fn who_goes_back_for_a_lost_basket_goes_until_it_is_kept() {
    let study = shipped(include_str!("order-only.toml"), &[("journey.buy.restart_not_offered", "back")], &[]);
    for (name, lost) in [("siloed", LOST), ("kept", 0.1)] {
        let times = 1.0 / (1.0 - lost);
        assert_right_under(&study, name, "contacts_per_journey", "", 2.0 * times, 0.005);
        assert_right_under(&study, name, "contacts_variance", "", 4.0 * lost * times * times, 0.02);
        assert_right_under(&study, name, "effort_per_journey", "", 6.0 * times + 4.0, 0.005);
        assert_right_under(&study, name, "effort_variance", "", 36.0 * lost * times * times, 0.02);
        assert_right_under(&study, name, "repeats_per_journey", "", times - 1.0, 0.02);
        assert_eq!(mean_of(&study, strategy(&study, name), "failed_contacts_per_journey", ""), 0.0);
    }
}
