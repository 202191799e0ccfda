//! How long customers stay and how often they come back, against buy-till-you-die models and survival laws.

use crate::support::{assert_agrees, assert_estimate_agrees, assert_values_agree, study, values_of, week_of};
use throughline::theory::survival::{BgNbd, beta_geometric_survival, geometric_survival, logit_hazard};
use throughline::validate::loyalty::{gamma_needs, market, one_need_each};

/// Buyers of records (Fader, Hardie & Lee 2005); time in weeks. The first purchase is day 0.
const RECORDS: BgNbd = BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

#[test]
fn customers_buy_and_leave_as_bg_nbd_says() {
    let own = BgNbd { r: 1.7, alpha: 6.0, a: 2.0, b: 5.0 };
    for (law, weeks, worked) in [(RECORDS, 39.0, Some(1.196_723)), (RECORDS, 52.0, Some(1.446_051)), (own, 26.0, None)]
    {
        let loss = format!("a = {}\nb = {}", law.a, law.b);
        let study = study(&market(10_000, weeks * 7.0, &gamma_needs(law.r, law.alpha), &loss));
        let purchases: Vec<f64> = values_of(&study, 0, "journeys", "").iter().map(|all| all / 10_000.0).collect();
        assert_values_agree("purchases", &purchases, worked.unwrap_or(law.expected_purchases(weeks)), 0.005);
        assert_agrees(&study, "retention_rate", "", law.active(weeks), 0.003);
        for week in [4, 13, 26] {
            let active = week_of(&study, week, "active_share");
            assert_estimate_agrees("active share", active, law.active(f64::from(week)), 0.003);
        }
    }
}

#[test]
fn customers_without_a_purchase_are_as_many_as_the_negative_binomial_says() {
    // Whoever buys is lost, so that those who are left have bought nothing.
    for (law, worked) in [(RECORDS, Some(0.573_786)), (BgNbd { r: 1.7, alpha: 60.0, ..RECORDS }, None)] {
        let study = study(&market(10_000, 273.0, &gamma_needs(law.r, law.alpha), "a = 1\nb = 0"));
        assert_agrees(&study, "retention_rate", "", worked.unwrap_or(law.none(39.0)), 0.003);
        for week in [2, 10, 39] {
            assert_estimate_agrees(
                "no purchase",
                week_of(&study, week, "active_share"),
                law.none(f64::from(week)),
                0.003,
            );
        }
    }
}

/// A contract that is renewed every week: by the end of week t every customer has had t occasions.
const WEEKLY: &str = "{ every_days = 7 }";

#[test]
fn customers_who_differ_in_loyalty_stay_as_the_beta_geometric_law_says() {
    let worked = [(1, 0.850_693), (2, 0.746_882), (5, 0.561_869)];
    let study = study(&market(10_000, 84.0, WEEKLY, "a = 0.668\nb = 3.806"));
    for (week, survival) in worked {
        assert_estimate_agrees("active share", week_of(&study, week, "active_share"), survival, 0.002);
    }
    assert_agrees(&study, "retention_rate", "", beta_geometric_survival(0.668, 3.806, 12), 0.003);
    let occasions: f64 = (0..12).map(|t| beta_geometric_survival(0.668, 3.806, t)).sum();
    assert_agrees(&study, "journeys", "", 10_000.0 * occasions, 0.002);
}

#[test]
fn customers_alike_in_loyalty_stay_as_the_geometric_law_says() {
    // A Beta law so narrow that it is next to one probability: 0.03 and 0.2.
    for (loss, retention, worked) in
        [("a = 3e5\nb = 9.7e6", 0.97, (12, 0.693_842)), ("a = 2e6\nb = 8e6", 0.8, (5, 0.327_680))]
    {
        let study = study(&market(5_000, 84.0, WEEKLY, loss));
        assert_estimate_agrees("active share", week_of(&study, worked.0, "active_share"), worked.1, 0.005);
        assert_agrees(&study, "retention_rate", "", geometric_survival(retention, 12), 0.015);
    }
}

#[test]
fn contracts_come_up_evenly_over_their_term() {
    // Whoever is asked is lost, so that those who are left have not been asked: a quarter fewer every week of four.
    let study = study(&market(10_000, 28.0, "{ every_days = 28 }", "a = 1\nb = 0"));
    for week in 1..=4 {
        let not_asked = 1.0 - f64::from(week) / 4.0;
        assert_estimate_agrees("active share", week_of(&study, week, "active_share"), not_asked, 0.005);
    }
}

#[test]
fn customers_are_lost_by_how_their_need_ended_as_they_say_they_would_be() {
    // 5 per cent if helped at once, 9 if late, 25 if given up: evidence, row E14; together 0.0748.
    let study = study(&one_need_each(true));
    assert_agrees(&study, "loss_rate_resolved_first", "", 0.05, 0.01);
    assert_agrees(&study, "loss_rate_resolved_late", "", 0.09, 0.015);
    assert_agrees(&study, "loss_rate_given_up", "", 0.25, 0.02);
    assert_agrees(&study, "retention_rate", "", 1.0 - 0.0748, 0.001);
    assert_agrees(&study, "churned_customers", "", 748.0, 0.007);
}

#[test]
fn a_need_that_is_no_occasion_loses_only_what_its_failures_add() {
    let study = study(&one_need_each(false));
    let excess = 0.22 * (0.09 - 0.05) + 0.08 * (0.25 - 0.05);
    assert_agrees(&study, "churned_customers", "", 10_000.0 * excess, 0.015);
}

#[test]
fn half_of_what_customers_say_moves_their_logit_half_as_far() {
    let study = study(&one_need_each(true).replace("stated_to_actual = 1", "stated_to_actual = 0.5"));
    let lost = |stated: f64| logit_hazard((0.05_f64 / 0.95).ln(), 0.5, stated);
    assert_agrees(&study, "loss_rate_resolved_late", "", lost(0.630_804), 0.015);
    assert_agrees(&study, "loss_rate_given_up", "", lost(1.845_827), 0.03);
}

#[test]
fn effort_loses_customers_through_their_satisfaction_as_the_logit_hazard_says() {
    // A unit of effort beyond the reference takes 0.1 from the experience, which satisfaction follows at once, and the
    // logit rises by 5 for each unit of satisfaction: intercept -4, slope 0.5. Survival: evidence, example 10.
    let intercept = 1.0 / (1.0 + 4.0_f64.exp());
    let loss = format!("a = {}\nb = {}", 1e7 * intercept, 1e7 * (1.0 - intercept));
    for (effort, survival) in [(0.0, 0.804_287), (1.0, 0.699_769), (2.0, 0.558_194), (4.0, 0.218_027)] {
        let text = market(2_000, 84.0, WEEKLY, &loss)
            .replace("satisfaction = 0", "satisfaction = 5")
            .replace("occasion = true", "occasion = true\nreference_minutes = 5")
            .replace("minutes.mean = 0", &format!("minutes = {{ mean = {}, cv = 0 }}", 5.0 * (1.0 + effort)))
            + "[experience]\nstart = 1\nfall = 1\nexcess_effort = 0.1\nexcess_effort_cap = 10\n";
        let study = study(&text);
        assert_estimate_agrees("active share", week_of(&study, 12, "active_share"), survival, 0.008);
    }
}
