//! Stylised facts of docs/evidence.md, section 2, on the shipped scenarios.

use crate::support::{estimate_of, mean_of, shipped, shipped_scenario, strategy};
use throughline::attribution::Rule;
use throughline::experiment::{Brought, Closings, Study, attribute};

const RETAIL: &str = include_str!("../../scenarios/retail.toml");
const CENTRE: &str = include_str!("../../scenarios/contact-centre.toml");
const SIZE: [(&str, &str); 1] = [("run.replications", "4")];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    SIZE.iter().chain(more).copied().collect()
}

fn of(study: &Study, name: &str, metric: &str) -> f64 {
    mean_of(study, strategy(study, name), metric, "")
}

#[test]
fn f1_with_context_a_switch_costs_no_more_than_staying_and_without_it_clearly_more() {
    let whole = with(&[
        ("capability.continuity.context_kept", "{ siloed = 0.0, integrated = 1.0 }"),
        ("capability.continuity.context_kept_within", "{ siloed = 1.0, integrated = 1.0 }"),
    ]);
    let study = shipped(CENTRE, &whole, &["shared case record"]);
    let effort = |name: &str, what: &str| of(&study, name, what);
    for (switched, stayed) in [
        ("effort_two_contacts_switched", "effort_two_contacts_same_channel"),
        ("effort_three_contacts_switched", "effort_three_contacts_same_channel"),
    ] {
        assert!(effort("shared case record", switched) <= effort("shared case record", stayed));
        assert!(effort("multichannel", switched) > 1.1 * effort("shared case record", switched));
    }
}

#[test]
fn f2_context_that_comes_along_cuts_handle_time_after_a_switch_by_a_tenth_to_two_fifths() {
    for (text, partly) in [(CENTRE, "shared case record"), (RETAIL, "shared record")] {
        let study = shipped(text, &SIZE, &[partly]);
        let after = |name: &str| mean_of(&study, strategy(&study, name), "handle_minutes_after_switch", "phone");
        let cut = 1.0 - after(partly) / after("multichannel");
        assert!((0.10..=0.40).contains(&cut), "{cut}");
    }
}

#[test]
fn f3_channels_report_five_to_twenty_points_more_resolution_than_customers_live_and_the_same_where_nobody_switches() {
    for text in [CENTRE, RETAIL] {
        let study = shipped(text, &SIZE, &["single channel"]);
        let gap = |name: &str| {
            of(&study, name, "first_contact_resolution_reported") - of(&study, name, "first_contact_resolution")
        };
        assert!((0.05..=0.20).contains(&gap("multichannel")), "{}", gap("multichannel"));
        assert!(gap("single channel").abs() < 1e-12);
    }
}

#[test]
fn f4_each_further_contact_costs_ten_to_twenty_points_of_satisfaction() {
    let study = shipped(CENTRE, &SIZE, &["multichannel"]);
    let [one, three] = ["reported_one_contact", "reported_three_contacts"]
        .map(|metric| estimate_of(&study, strategy(&study, "multichannel"), metric, ""));
    let slope = (three.mean - one.mean) / 2.0;
    let error = one.se.unwrap_or(0.0).hypot(three.se.unwrap_or(0.0)) / 2.0;
    // At the end of the band; docs/model.md, section 9, tells what a whole run gives.
    assert!((-0.20..=-0.10 + 2.0 * error).contains(&slope) && error < 0.002, "{slope} ({error})");
}

#[test]
fn f5_loss_is_least_when_resolved_at_once_and_most_when_given_up() {
    for text in [CENTRE, RETAIL] {
        let study = shipped(text, &SIZE, &["multichannel"]);
        let [first, late, given_up] = ["loss_rate_resolved_first", "loss_rate_resolved_late", "loss_rate_given_up"]
            .map(|what| of(&study, "multichannel", what));
        assert!(first < late && late < given_up, "{first} {late} {given_up}");
    }
}

#[test]
fn f5_what_people_say_they_would_do_comes_out_as_they_say_it() {
    let stated = [
        ("run.replications", "12"),
        ("run.customers", "8000"),
        ("loss.a", "50000"),
        ("loss.b", "950000"),
        ("loss.satisfaction", "0"),
        ("loss.stated_to_actual", "1"),
        ("loss.late", "0.630804"),
        ("loss.given_up", "1.845827"),
    ];
    let study = shipped(RETAIL, &stated, &["multichannel"]);
    for (what, share) in
        [("loss_rate_resolved_first", 0.05), ("loss_rate_resolved_late", 0.09), ("loss_rate_given_up", 0.25)]
    {
        crate::support::assert_agrees(&study, what, "", share, 0.05);
    }
}

#[test]
fn f6_no_transfer_is_better_than_a_warm_one_and_that_better_than_a_cold_one() {
    for text in [CENTRE, RETAIL] {
        let study = shipped(text, &SIZE, &["multichannel"]);
        for what in ["resolution", "experience"] {
            let [none, warm, cold] =
                ["no", "warm", "cold"].map(|how| of(&study, "multichannel", &format!("{what}_{how}_transfer")));
            assert!(none > warm && warm > cold, "{what}: {none} {warm} {cold}");
        }
    }
}

#[test]
fn f16_customers_come_back_to_the_same_channel_more_often_than_by_chance() {
    let study = shipped(RETAIL, &SIZE, &["multichannel"]);
    assert!(
        of(&study, "multichannel", "same_channel_share")
            > 1.2 * of(&study, "multichannel", "same_channel_share_if_independent")
    );
}

#[test]
fn f20_a_good_recovery_lifts_reported_satisfaction_above_that_without_failure_and_retention_not_at_all() {
    let plain = shipped(CENTRE, &SIZE, &["multichannel"]);
    let recovery = shipped(CENTRE, &with(&[("experience.recovery", "0.3")]), &["multichannel"]);
    assert!(of(&plain, "multichannel", "reported_recovered") < of(&plain, "multichannel", "reported_resolved_first"));
    assert!(
        of(&recovery, "multichannel", "reported_recovered") > of(&recovery, "multichannel", "reported_resolved_first")
    );
    let at = plain.scenario.baseline();
    assert_eq!(plain.values(at, plain.key("retention_rate")), recovery.values(at, recovery.key("retention_rate")));
}

#[test]
fn f21_the_longer_customers_have_stayed_the_more_of_them_stay() {
    let study = shipped(RETAIL, &SIZE, &["multichannel"]);
    let active = |week: usize| study.week(study.scenario.baseline(), week - 1, 0).expect("a value").mean;
    let kept: Vec<f64> = [(1, 13), (13, 26), (26, 39), (39, 52)].map(|(from, to)| active(to) / active(from)).to_vec();
    assert!(kept.windows(2).all(|pair| pair[1] > pair[0]), "{kept:?}");
}

#[test]
fn f22_late_channels_gain_and_early_ones_lose_under_last_touch_and_silos_claim_more_than_there_is() {
    let scenario = shipped_scenario(RETAIL, &SIZE, &["multichannel"]);
    let attributed = attribute(Closings::one_by_one(&scenario, scenario.baseline()), || {});
    let credit = |rule: Rule, name: &str| {
        let at = scenario.names.channels.iter().position(|channel| channel == name).expect("a channel");
        attributed.credit(rule, at, Brought::Orders).expect("orders").mean
    };
    let gain = |name: &str| credit(Rule::LastTouch, name) / credit(Rule::Removal, name);
    let (store, web, app) = (gain("store"), gain("web"), gain("app"));
    assert!(store > 1.1 && web < 0.9 && app < 0.9, "{store}, {web}, {app}");
    assert!(attributed.over_claim().expect("orders").mean > 1.2);
}

#[test]
fn f24_hang_ups_are_in_proportion_to_waiting_with_slope_one_over_patience() {
    for servers in ["2", "3", "5"] {
        let timetable = format!("[{{ hours = \"mon-sat 08:00-20:00\", servers = {servers} }}]");
        let study = shipped(CENTRE, &with(&[("staff.agents.timetable", &timetable)]), &["multichannel"]);
        let at = strategy(&study, "multichannel");
        let slope = mean_of(&study, at, "abandonment_rate", "phone") / mean_of(&study, at, "wait_minutes", "phone");
        assert!((slope * 5.0 - 1.0).abs() < 0.03, "{slope}");
    }
}
