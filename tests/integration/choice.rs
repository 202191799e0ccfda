//! Where customers turn first, against logit models.

use crate::support::{assert_agrees, assert_values_agree, ratios, study, sums, values_of};
use throughline::experiment::Study;
use throughline::theory::choice::{
    after_choices, inertia_stationary, inertia_transitions, log_sum, mixed_shares, shares,
};
use throughline::validate::choice::{NO_HABIT, SIX, TASTES, WITHOUT_EMAIL, market, of_different_liking, of_habit};

/// Share of first contacts in a channel, by replication.
fn first_contacts(study: &Study, strategy: usize, channel: &str) -> Vec<f64> {
    let begun = |channel: &str| values_of(study, strategy, "contact_flow", &format!("start>{channel}"));
    ratios(&begun(channel), &sums(&SIX.map(begun)))
}

fn assert_first_contacts(study: &Study, strategy: usize, expected: &[f64]) {
    for (channel, &share) in SIX.iter().zip(expected) {
        assert_values_agree(channel, &first_contacts(study, strategy, channel), share, 0.015);
    }
}

#[test]
fn customers_without_habits_choose_as_the_multinomial_logit_says() {
    let worked = [0.333_031, 0.246_716, 0.182_772, 0.100_307, 0.082_125, 0.055_050];
    assert_first_contacts(&study(&market(TASTES, 1_000, 10, NO_HABIT, "")), 0, &worked);
    let own = [-1.5, 0.3, 0.3, 1.1, -0.2, 0.0];
    assert_first_contacts(&study(&market(own, 1_000, 10, NO_HABIT, "")), 0, &shares(&own));
}

#[test]
fn a_closed_channel_spreads_its_customers_in_proportion() {
    let study = study(&(market(TASTES, 1_000, 10, NO_HABIT, "") + WITHOUT_EMAIL));
    let all = shares(&TASTES);
    for (channel, share) in SIX[..5].iter().zip(&all) {
        assert_values_agree(channel, &first_contacts(&study, 1, channel), share / (1.0 - all[5]), 0.01);
    }
}

#[test]
fn a_channel_that_not_all_can_use_splits_the_market() {
    let study = study(&market(TASTES, 10_000, 1, NO_HABIT, "reach = { app = 0.45 }"));
    let mut without_app = TASTES;
    without_app[2] = f64::NEG_INFINITY;
    let (with, without) = (shares(&TASTES), shares(&without_app));
    let mixture: Vec<f64> = with.iter().zip(&without).map(|(with, without)| 0.45 * with + 0.55 * without).collect();
    assert_first_contacts(&study, 0, &mixture);
}

#[test]
fn a_need_is_not_pursued_when_doing_nothing_is_liked_better() {
    let study = study(&market(TASTES, 1_000, 10, &format!("{NO_HABIT}\noutside = 1.3"), ""));
    let nothing = values_of(&study, 0, "needs_not_pursued", "");
    let needs = sums(&[nothing.clone(), values_of(&study, 0, "contacts", "")]);
    let expected = shares(&[log_sum(&TASTES), 1.3])[1];
    assert_values_agree("needs not pursued", &ratios(&nothing, &needs), expected, 0.005);
    assert_first_contacts(&study, 0, &shares(&TASTES));
}

#[test]
fn customers_who_differ_in_their_liking_of_the_store_choose_as_the_mixed_logit_says() {
    let worked = [0.359_899, 0.236_777, 0.175_409, 0.096_266, 0.078_816, 0.052_832];
    assert_first_contacts(&study(&of_different_liking()), 0, &worked);
}

#[test]
fn customers_who_like_the_store_go_back_to_it() {
    // Every journey takes two contacts. Both are in the store as often as the mean over customers of the squared share:
    // by the midpoint rule in the normal liking.
    let text = of_different_liking()
        .replace("give_up_days = 0", "contact_limit = 2\npause_days = 0\ngive_up_days = 0")
        .replace("step.do.minutes.mean = 0", "step.do = { success = 0, minutes = { mean = 0 } }");
    let study = study(&text.replace("[choice]", "[seam]\nrebuild_minutes = 0\n[choice]"));
    let (mut twice, mut weight) = (0.0, 0.0);
    for part in 0..1000 {
        let z = (f64::from(part) + 0.5) / 62.5 - 8.0;
        let density = (-z * z / 2.0).exp();
        let mut liked = TASTES;
        liked[0] += z;
        twice += density * shares(&liked)[0].powi(2);
        weight += density;
    }
    assert_agrees(&study, "contact_flow", "store>store", 10_000.0 * twice / weight, 0.005);
    let expected = mixed_shares(&TASTES, &[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]).expect("one random taste");
    assert_first_contacts(&study, 0, &expected);
}

#[test]
fn customers_who_differ_in_all_their_likings_choose_as_the_mixed_logit_says() {
    // Three channels, since the rule of integration takes no more than three random tastes; the others are closed.
    let three = r#"
        [[strategy]]
        name = "three"
        channels = ["store", "web", "app"]
    "#;
    let study = study(&(market(TASTES, 10_000, 1, "habit = 0\ntaste_sd = 1.5", "") + three));
    let expected = mixed_shares(&TASTES[..3], &[1.5; 3]).expect("three random tastes");
    for (channel, share) in SIX.iter().zip(expected) {
        assert_values_agree(channel, &first_contacts(&study, 1, channel), share, 0.005);
    }
}

#[test]
fn customers_of_habit_end_up_as_the_inertia_chain_says() {
    let worked = [0.387_863, 0.254_875, 0.171_001, 0.081_239, 0.064_236, 0.040_787];
    assert_first_contacts(&study(&of_habit(TASTES, 1.2)), 0, &worked);
    let own = [0.0, -0.5, 0.5, -0.5, 0.0, 0.2];
    assert_first_contacts(&study(&of_habit(own, 0.7)), 0, &inertia_stationary(&own, 0.7));
}

#[test]
fn customers_get_into_their_habits_choice_by_choice() {
    let chain = inertia_transitions(&TASTES, 1.2);
    for choices in [2, 3] {
        let study = study(&market(TASTES, 10_000, choices, "habit = 1.2\ntaste_sd = 0", ""));
        let after: Vec<Vec<f64>> = (0..choices as usize).map(|k| after_choices(&shares(&TASTES), &chain, k)).collect();
        let mean = |channel: usize| after.iter().map(|shares| shares[channel]).sum::<f64>() / f64::from(choices);
        let expected: Vec<f64> = (0..SIX.len()).map(mean).collect();
        assert_first_contacts(&study, 0, &expected);
    }
}

#[test]
fn who_was_in_the_store_last_stays_there_as_often_as_habit_says() {
    // Each need begins in the store; another follows it, for which the store was the channel used last.
    let text = market(TASTES, 10_000, 1, "habit = 1.2\ntaste_sd = 0", "")
        .replace("[journey.need]", "[journey.need]\ntaste = { store = 50 }")
        .replace(
            "[choice]",
            r#"
            [journey.next]
            steps = ["do"]
            give_up_days = 0
            follows = [{ journey = "need", probability = 1 }]
            [choice]"#,
        );
    let study = study(&text);
    let stay = &inertia_transitions(&TASTES, 1.2)[0];
    assert!((stay[0] - 0.623_750).abs() < 1e-6);
    assert_agrees(&study, "contacts", "", 20_000.0, 1e-9);
    // Of all contacts one half are the first needs, all in the store.
    let expected: Vec<f64> =
        stay.iter().enumerate().map(|(c, share)| if c == 0 { (1.0 + share) / 2.0 } else { share / 2.0 }).collect();
    assert_first_contacts(&study, 0, &expected);
}
