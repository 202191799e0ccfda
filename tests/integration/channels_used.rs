//! What customers spend, by the number of channels that they use.

use crate::support::{ALONE, PLAIN, assert_agrees, sized, study, values_of};
use throughline::experiment::Study;

/// Customers who order at random, or every so many days, each time in one of two channels as it happens.
fn market(needs: &str, run: &str) -> Study {
    study(&format!(
        r#"
        {}
        {run}
        [segment.all]
        share = 1
        needs.buy = {needs}
        [journey.buy]
        steps = ["order"]
        value = {{ mean = 10, law = "fixed" }}
        give_up_days = 0
        [channel.web]
        step.order.minutes.mean = 1
        [channel.store]
        step.order.minutes.mean = 1
        {PLAIN}{ALONE}"#,
        sized(4_000, 364, 20)
    ))
}

const ASKED: &str = "channels_used = true";

/// Nothing makes customers of two channels spend more; those who buy more often are more likely to be seen in both, so that
/// they spend exactly twice as much, however often customers buy in the mean.
#[test]
fn by_chance_alone_customers_of_two_channels_spend_twice_as_much_as_those_of_one() {
    for mean in [0.5_f64, 2.0, 6.0] {
        let study = market(&format!("{{ per_year = {mean} }}"), ASKED);
        let half = 1.0 - (-mean / 2.0).exp();
        assert_agrees(&study, "spend_one_channel", "", 10.0 * mean / (2.0 * half), 0.01);
        assert_agrees(&study, "spend_more_channels", "", 10.0 * mean / half, 0.01);
        assert_agrees(&study, "more_channels_share", "", half * half / (1.0 - (-mean).exp()), 0.02);
    }
}

#[test]
fn where_all_buy_as_often_those_of_more_channels_spend_no_more() {
    let study = market("{ every_days = 182 }", ASKED);
    for outcome in ["spend_one_channel", "spend_more_channels"] {
        assert!(values_of(&study, 0, outcome, "").iter().all(|&spend| (spend - 20.0).abs() < 1e-9), "{outcome}");
    }
    assert_agrees(&study, "more_channels_share", "", 0.5, 0.02);
}

#[test]
fn what_nobody_asks_for_is_not_told_and_moves_nothing() {
    let needs = "{ per_year = 2, cv = 1 }";
    let (plain, asked) = (market(needs, ""), market(needs, ASKED));
    assert!(plain.key_of("spend_one_channel", "", "").is_none());
    for (at, key) in plain.keys.iter().enumerate() {
        let same = asked.key_of(key.metric, &key.segment, &key.channel).expect("an outcome of both");
        assert_eq!(plain.parts(0, at), asked.parts(0, same), "{} {}", key.metric, key.channel);
    }
}
