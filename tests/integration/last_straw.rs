//! What customers are lost over: the last straw, cause by cause, adding up to all losses.

use crate::support::{assert_agrees, assert_values_agree, mean, ratios, shipped, study, sums, values_of};
use throughline::experiment::Study;
use throughline::theory::recontact::contacts_with_continuation;

const STRAWS: [&str; 8] = [
    "lost_wait",
    "lost_repeat",
    "lost_transfer",
    "lost_conflict",
    "lost_wrong_record",
    "lost_gave_up",
    "lost_not_pursued",
    "lost_none",
];

/// Every customer has a need within the first week, and is lost over it however it ends.
fn market(journey: &str, rest: &str) -> String {
    format!(
        r#"
        [run]
        customers = 1_000
        horizon_days = 70
        replications = 20
        seed = 31
        [segment.all]
        share = 1
        needs.help = {{ every_days = 7 }}
        loss = {{ a = 1, b = 0 }}
        tolerance_minutes = {{ mean = inf }}
        [journey.help]
        occasion = true
        steps = ["help"]
        give_up_days = 30
        retry = 1
        {journey}
        [seam]
        identify_minutes = 0
        rebuild_minutes = 0
        cold = 0
        [capability.consistency]
        consistent = {{ siloed = 1, integrated = 1 }}
        [choice]
        habit = 0
        taste_sd = 0
        {rest}
        [[strategy]]
        name = "one"
        baseline = true
        "#
    )
}

/// One desk that helps so often, in contacts of seven minutes.
fn desk(success: f64, journey: &str) -> String {
    let desk = format!(
        "[channel.desk]\nkind = \"live\"\nstep.help = {{ success = {success}, minutes = {{ mean = 7, cv = 0 }} }}"
    );
    market(&format!("pause_days = 0.01\n{journey}"), &desk)
}

/// Holds the shares of customers lost over each of these to their right values; over nothing else is anybody lost.
fn assert_lost_over(study: &Study, shares: &[(&str, f64)]) {
    let of = |metric: &str| values_of(study, 0, metric, "");
    let all = of("churned_customers");
    assert_eq!(sums(&STRAWS.map(of)), all);
    for straw in STRAWS {
        match shares.iter().find(|(name, _)| *name == straw) {
            Some(&(_, share)) => assert_values_agree(straw, &ratios(&of(straw), &all), share, 0.03),
            None => assert_eq!(mean(study, straw), 0.0, "{straw}"),
        }
    }
}

#[test]
fn customers_are_lost_over_a_repeat_where_a_contact_failed() {
    assert_lost_over(&study(&desk(0.7, "")), &[("lost_repeat", 0.3), ("lost_none", 0.7)]);
}

#[test]
fn customers_are_lost_over_a_repeat_where_what_was_done_did_not_last() {
    let study = study(&desk(1.0, "reopens = { probability = 0.3, after_days = 0.1 }"));
    assert_lost_over(&study, &[("lost_repeat", 0.3), ("lost_none", 0.7)]);
}

#[test]
fn customers_who_gave_up_are_lost_over_that_whatever_went_wrong_before() {
    let study_of_tolerance = study(&desk(0.5, "").replace("mean = inf ", "mean = 20, cv = 0 "));
    let resolved = contacts_with_continuation(0.5, f64::exp(-7.0 / 20.0)).resolved;
    let shares = [("lost_gave_up", 1.0 - resolved), ("lost_repeat", resolved - 0.5), ("lost_none", 0.5)];
    assert_lost_over(&study_of_tolerance, &shares);
    let cut_off = study(&desk(0.5, "contact_limit = 2"));
    assert_lost_over(&cut_off, &[("lost_gave_up", 0.25), ("lost_repeat", 0.25), ("lost_none", 0.5)]);
}

#[test]
fn customers_are_lost_over_a_trip_in_vain() {
    // The shop is six hours away and open until noon: who sets out after six in the morning finds it closed. Who thinks of
    // it after noon comes a little after it opens, at midnight, half an hour on average.
    let shop = r#"
        [channel.shop]
        kind = "live"
        hours = "mon-sun 00:00-12:00"
        access_minutes = 360
        step.help = { minutes = { mean = 1 } }
        "#;
    let in_vain = 0.25 + 0.5 * f64::exp(-12.0);
    assert_lost_over(&study(&market("", shop)), &[("lost_wait", in_vain), ("lost_none", 1.0 - in_vain)]);
}

#[test]
fn customers_are_lost_over_a_wait_that_they_broke_off() {
    // All who have hung up call again, so that whoever needed one contact has not.
    let desk = r#"
        [channel.desk]
        kind = "live"
        patience_minutes = 1
        step.help = { minutes = { mean = 6 } }
        [staff.agent]
        serves = ["desk"]
        servers = 1
        "#;
    let study = study(&market("pause_days = 0.1", desk));
    let at_once = mean(&study, "one_contact_resolution");
    assert!((0.2..0.8).contains(&at_once));
    assert_lost_over(&study, &[("lost_wait", 1.0 - at_once), ("lost_none", at_once)]);
}

#[test]
fn customers_are_lost_over_a_wait_at_the_end_of_which_they_were_turned_away() {
    // One agent for a whole morning's customers, all there in its first hour, who takes ten hours for each.
    let desk = r#"
        [channel.desk]
        kind = "live"
        patience_minutes = inf
        step.help = { minutes = { mean = 600, cv = 0 } }
        [staff.agent]
        serves = ["desk"]
        servers = 1
        hours = "mon-sun 00:00-12:00"
        "#;
    let first_hour = format!("by_hour = [1{}]\nby_weekday = [1, 0, 0, 0, 0, 0, 0]", ", 0".repeat(23));
    let few = market(&first_hour, desk).replace("customers = 1_000", "customers = 20");
    let study = study(&few.replace("every_days = 7", "per_year = 52"));
    let of = |metric: &str| values_of(&study, 0, metric, "");
    assert!(mean(&study, "turned_away_contacts") > 20.0);
    assert!(mean(&study, "lost_wait") > 10.0);
    assert_eq!(sums(&[of("lost_wait"), of("lost_none")]), of("churned_customers"));
}

#[test]
fn customers_are_lost_over_a_transfer_or_over_what_failed_before_it_by_what_came_last() {
    // On the web: helped with 0.6, passed on to the desk, which helps, with 0.2, else they try again.
    let channels = r#"
        [channel.web]
        transfer = 0.5
        step.help = { success = 0.6, minutes = { mean = 1 } }
        [channel.desk]
        kind = "live"
        step.help = { minutes = { mean = 1 } }
        "#;
    let study = study(&market("pause_days = 0.01\ntaste = { web = 40 }", channels));
    let again = 1.0 / (1.0 - 0.2);
    let shares = [("lost_none", 0.6), ("lost_transfer", 0.2 * again), ("lost_repeat", 0.2 * again * 0.6)];
    assert_lost_over(&study, &shares);
}

/// Who is not helped on the web goes to the telephone, which tells something else with 0.4, and stays there.
fn web_then_phone(conflict: &str) -> Study {
    let channels = format!(
        r#"
        synergy = {{ "web>phone" = 40, "phone>phone" = 40 }}
        [channel.web]
        step.help = {{ success = 0.5, minutes = {{ mean = 1 }} }}
        [channel.phone]
        kind = "live"
        step.help = {{ success = 0.7, minutes = {{ mean = 1 }} }}
        [conflict]
        worse_leave = 0
        {conflict}
        "#
    );
    let text = market("pause_days = 0.01\ntaste = { web = 20 }", &channels);
    study(&text.replace("consistent = { siloed = 1", "consistent = { siloed = 0.6"))
}

#[test]
fn customers_are_lost_over_a_conflict_for_the_worse_unless_a_contact_fails_after_it() {
    let conflict = 0.5 * 0.4 * 0.7;
    let shares = [("lost_none", 0.5), ("lost_conflict", conflict), ("lost_repeat", 0.5 - conflict)];
    assert_lost_over(&web_then_phone("better_share = 0"), &shares);
    assert_lost_over(&web_then_phone("better_share = 1"), &[("lost_none", 0.5), ("lost_repeat", 0.5)]);
}

#[test]
fn customers_are_lost_over_somebody_else_s_record_unless_a_contact_fails_after_it() {
    let desk = r#"
        [capability.identity]
        recognised = { siloed = 1, integrated = 1 }
        wrong_match = { siloed = 0.3, integrated = 0.3 }
        [conflict]
        worse_leave = 0
        [channel.desk]
        kind = "live"
        identify_minutes = 1
        step.help = { success = 0.8, minutes = { mean = 1 } }
        "#;
    // By the last contact, which helps, whatever came before: the first of all, with 0.8.
    let shares = [("lost_wrong_record", 0.3), ("lost_repeat", 0.7 * 0.2), ("lost_none", 0.7 * 0.8)];
    assert_lost_over(&study(&market("pause_days = 0.01", desk)), &shares);
}

#[test]
fn customers_are_lost_over_needs_that_are_not_pursued() {
    let study = study(&desk(1.0, "loss_not_pursued = 1").replace("taste_sd = 0", "taste_sd = 0\noutside = 0.5"));
    let not_pursued = 1.0 / (1.0 + f64::exp(-0.5));
    assert_lost_over(&study, &[("lost_not_pursued", not_pursued), ("lost_none", 1.0 - not_pursued)]);
}

#[test]
fn customers_lost_before_the_warm_up_is_over_are_in_no_cause() {
    let from = "horizon_days = 70\nwarm_up_days = 1.75";
    let text = desk(0.6, "loss_not_pursued = 1").replace("horizon_days = 70", from);
    let study = study(&text.replace("taste_sd = 0", "taste_sd = 0\noutside = 0"));
    let (later, pursued) = (1000.0 * 0.75, 0.5);
    assert_agrees(&study, "lost_not_pursued", "", later * (1.0 - pursued), 0.03);
    assert_agrees(&study, "lost_repeat", "", later * pursued * 0.4, 0.03);
    assert_agrees(&study, "lost_none", "", later * pursued * 0.6, 0.03);
}

#[test]
fn each_segment_has_its_own_last_straws() {
    let text = desk(0.5, "")
        .replace("share = 1\n        needs", "share = 0.4\n        taste = { shop = 40 }\n        needs")
        + r#"
        [channel.shop]
        kind = "live"
        step.help = { minutes = { mean = 7 } }
        [segment.others]
        share = 0.6
        taste = { desk = 40 }
        needs.help = { every_days = 7 }
        loss = { a = 1, b = 0 }
        tolerance_minutes = { mean = inf }
        "#;
    let study = study(&text);
    let of = |metric: &str, segment: &str| study.values(0, study.key_of(metric, segment, "").expect("an outcome"));
    assert_eq!(of("lost_none", "all"), of("churned_customers", "all"));
    let share = ratios(&of("lost_repeat", "others"), &of("churned_customers", "others"));
    assert_values_agree("lost over a repeat", &share, 0.5, 0.02);
}

#[test]
fn last_straws_add_up_to_all_losses_in_every_shipped_scenario_under_every_strategy_and_in_every_segment() {
    for text in [
        include_str!("../../scenarios/tutorial.toml"),
        include_str!("../../scenarios/retail.toml"),
        include_str!("../../scenarios/contact-centre.toml"),
        include_str!("../../scenarios/no-gain.toml"),
    ] {
        let study =
            shipped(text, &[("run.customers", "600"), ("run.replications", "3"), ("run.warm_up_days", "28")], &[]);
        let mut lost = 0.0;
        for (key, one) in study.keys.iter().enumerate().filter(|(_, one)| one.metric == "churned_customers") {
            for strategy in 0..study.scenario.strategies.len() {
                let straw = |metric: &str| {
                    study.values(strategy, study.key_of(metric, &one.segment, "").expect("where losses are"))
                };
                let all = study.values(strategy, key);
                assert_eq!(
                    sums(&STRAWS.map(straw)),
                    all,
                    "{} {}",
                    study.scenario.strategies[strategy].name,
                    one.segment
                );
                lost += all.iter().sum::<f64>();
            }
        }
        assert!(lost > 0.0);
    }
}
