//! Cases that seem solved and come back: how often, with what history, to whom, and when they have ended at last.

use crate::exactness::{BUSY_MARKET, MULTICHANNEL};
use crate::support::{assert_agrees, assert_values_agree, mean, ratios, scenario, study, study_in, values_of};
use throughline::chance::{Laws, ReplicationLuck};
use throughline::engine::{Tally, in_time, one_by_one};
use throughline::experiment::{Order, Study};
use throughline::model::rules::Rules;
use throughline::theory::queues::erlang_c;
use throughline::theory::recontact::{
    contacts, contacts_exceed, contacts_with_cap, contacts_with_continuation, contacts_with_returns, contacts_within,
    feedback_rate, variance_of_contacts,
};
use throughline::validate::reopening::{desk, market};

#[test]
fn cases_that_come_back_make_a_geometric_number_of_contacts() {
    for (success, returns) in [(0.7, 0.2), (0.45, 0.5), (1.0, 0.3)] {
        let study = study(&desk(success, returns, ""));
        // A contact settles the case where it succeeds and the case does not come back.
        let p = success * (1.0 - returns);
        assert_agrees(&study, "completion_rate", "", 1.0, 1e-9);
        assert_agrees(&study, "contacts_per_journey", "", contacts(p), 0.002);
        assert_agrees(&study, "contacts_variance", "", variance_of_contacts(p), 0.02);
        assert_agrees(&study, "failed_contacts_per_journey", "", contacts(p) - 1.0, 0.005);
        assert_agrees(&study, "effort_per_journey", "", 7.0 * contacts(p), 0.002);
        assert_agrees(&study, "effort_variance", "", 49.0 * variance_of_contacts(p), 0.02);
        for resolved in ["first_contact_resolution", "first_contact_resolution_reported", "one_contact_resolution"] {
            assert_agrees(&study, resolved, "", 1.0 - contacts_exceed(p, 1), 0.005);
        }
        assert_agrees(&study, "reopened_rate", "", returns, 0.005);
    }
}

#[test]
fn a_case_that_comes_back_is_felt_once_with_one_failed_contact_more() {
    let felt_whole = "\n[experience]\nexcess_effort = 0\nstart = 0\nrise = 1\nfall = 1\n[[strategy]]";
    let study = study(&desk(0.7, 0.2, "").replace("[[strategy]]", felt_whole));
    let p = 0.7 * 0.8;
    let felt = |failed: i32| contacts_exceed(p, failed) * p * (1.0 - 0.15 * f64::from(failed)).max(0.0);
    assert_agrees(&study, "experience", "", (0..100).map(felt).sum(), 0.002);
}

#[test]
fn customers_give_up_over_a_case_that_comes_back_as_over_a_contact_that_fails() {
    for (success, returns, tolerance) in [(0.7, 0.3, 20.0), (1.0, 0.5, 12.0)] {
        let bounded = format!("mean = {tolerance}, cv = 0 ");
        let study = study(&desk(success, returns, "").replace("mean = inf ", &bounded));
        let goes_on = f64::exp(-7.0 / tolerance);
        let theory = contacts_with_continuation(success * (1.0 - returns), goes_on);
        assert_agrees(&study, "given_up_rate", "", 1.0 - theory.resolved, 0.006);
        assert_agrees(&study, "contacts_per_journey", "", theory.mean, 0.002);
        assert_agrees(&study, "contacts_variance", "", variance_of_contacts(1.0 / theory.mean), 0.015);
        assert_agrees(&study, "effort_per_journey", "", 7.0 * theory.mean, 0.002);
        // Who gives up over a return has seen it.
        assert_agrees(&study, "reopened_rate", "", returns, 0.005);
    }
}

#[test]
fn cases_that_come_back_are_cut_off_at_the_limit_of_contacts() {
    let study = study(&desk(0.8, 0.5, "contact_limit = 3"));
    let theory = contacts_with_cap(0.4, 3);
    assert_agrees(&study, "contacts_per_journey", "", theory.mean, 0.002);
    assert_agrees(&study, "completion_rate", "", theory.resolved, 0.002);
    assert_agrees(&study, "cut_off_rate", "", contacts_exceed(0.4, 3), 0.015);
}

#[test]
fn whoever_comes_back_has_as_much_time_as_at_first() {
    // Cases are away for longer than a journey lasts until it is given up.
    for (success, returns) in [(0.3, 0.4), (1.0, 0.4)] {
        let journey = format!(
            r#"
            steps = ["help"]
            rebuild_minutes = 0
            pause_days = 0.5
            give_up_days = 1
            reopens = {{ probability = {returns}, after_days = 1.5 }}
            "#
        );
        let at_once = format!("[channel.web]\nstep.help = {{ success = {success}, minutes = {{ mean = 0 }} }}");
        let study = study(&market(&journey, &at_once));
        let theory = contacts_with_returns(contacts_within(success, 0.5, 1.0), returns);
        assert_agrees(&study, "completion_rate", "", theory.resolved, 0.004);
        assert_agrees(&study, "given_up_rate", "", 1.0 - theory.resolved, 0.004);
        assert_agrees(&study, "contacts_per_journey", "", theory.mean, 0.002);
        assert_agrees(&study, "reopened_rate", "", returns, 0.005);
    }
}

#[test]
fn a_line_is_as_long_as_jackson_says_where_cases_come_back_to_it() {
    // Seventy new calls an hour of six minutes, for twelve: with three in ten coming back, a hundred.
    for (success, returns, worked) in [(1.0, 0.3, Some(80.889_880)), (0.85, 0.0, Some(15.754_785)), (0.9, 0.12, None)] {
        let study = study(&format!(
            r#"
            [run]
            customers = 10_000
            horizon_days = 26
            warm_up_days = 1
            replications = 20
            seed = 28
            [segment.all]
            share = 1
            needs.call = {{ per_year = {} }}
            tolerance_minutes = {{ mean = inf }}
            loss = {{ a = 0, b = 1 }}
            [journey.call]
            steps = ["talk"]
            pause_days = 0.03
            give_up_days = 1
            reopens = {{ probability = {returns}, after_days = 0.1 }}
            [seam]
            rebuild_minutes = 0
            cold = 0
            [channel.line]
            kind = "live"
            identify_minutes = 0
            patience_minutes = inf
            step.talk = {{ minutes = {{ mean = 6, law = "exponential" }}, success = {success} }}
            [staff.agents]
            serves = ["line"]
            servers = 12
            {MULTICHANNEL}
            "#,
            70.0 * 24.0 * 364.0 / 10_000.0
        ));
        let rate = feedback_rate(70.0, success * (1.0 - returns), 1.0).expect("not all come back for ever");
        let line = erlang_c(rate / 60.0, 6.0, 12).expect("a stable queue");
        assert!(worked.is_none_or(|seconds| (line.mean_wait * 60.0 - seconds).abs() < 1e-6));
        assert_agrees(&study, "wait_minutes", "line", line.mean_wait, 0.04);
        assert_agrees(&study, "occupancy", "staff.agents", rate / 120.0, 0.003);
        assert_agrees(&study, "contacts_per_journey", "", contacts(success * (1.0 - returns)), 0.001);
    }
}

/// Two desks that help in every contact, by the liking of the second, and what is said of journey and choice.
fn two_desks(returns: f64, taste: f64, journey: &str, synergy: &str) -> String {
    let journey = format!(
        r"
        give_up_days = 1
        reopens = {{ probability = {returns}, after_days = 0.5 }}
        taste = {{ phone = {taste} }}
        {journey}
        "
    );
    let text = market(
        &journey,
        r#"
        [channel.mail]
        kind = "messages"
        step.solve = { minutes = { mean = 5, cv = 0 } }
        [channel.phone]
        kind = "live"
        step.solve = { minutes = { mean = 5, cv = 0 } }
        "#,
    );
    text.replace("taste_sd = 0", &format!("taste_sd = 0\n{synergy}"))
}

/// Returns of a case, on average.
fn returns_of_a_case(returns: f64) -> f64 {
    contacts(1.0 - returns) - 1.0
}

#[test]
fn a_return_crosses_a_seam_within_or_between_channels() {
    let returns = 0.4;
    let journey = r#"
        steps = ["solve"]
        rebuild_minutes = 2
        context_kept = { siloed = 0.3, integrated = 1 }
        context_kept_within = { siloed = 0.8, integrated = 1 }
        "#;
    let taste: f64 = -1.2;
    let study = study(&two_desks(returns, taste, journey, ""));
    let phone = 1.0 / (1.0 + (-taste).exp());
    let same = phone * phone + (1.0 - phone) * (1.0 - phone);
    let lost = same * 0.2 + (1.0 - same) * 0.7;
    assert_agrees(&study, "context_lost_rate", "", lost, 0.01);
    assert_agrees(&study, "effort_rebuilding", "", returns_of_a_case(returns) * lost * 2.0, 0.01);
    assert_agrees(&study, "switches_per_journey", "", returns_of_a_case(returns) * (1.0 - same), 0.01);
}

#[test]
fn a_case_that_comes_back_is_at_its_last_step_unless_its_context_is_lost() {
    let returns = 0.4;
    let journey = r#"
        steps = ["tell", "solve"]
        restart = "tell"
        context_kept = { siloed = 0.3, integrated = 1 }
        context_kept_within = { siloed = 0.75, integrated = 1 }
        "#;
    // Everybody writes, and writes again.
    let told = "step.tell = { minutes = { mean = 3, cv = 0 } }\nstep.solve";
    let study = study(&two_desks(returns, -40.0, journey, "").replace("step.solve", told));
    let returns = returns_of_a_case(returns);
    assert_agrees(&study, "repeats_per_journey", "", returns * 0.25, 0.01);
    assert_agrees(&study, "effort_per_journey", "", 8.0 + returns * (5.0 + 0.25 * 3.0), 0.003);
}

#[test]
fn each_desk_reports_as_resolved_what_it_does_not_see_again() {
    let returns = 0.4;
    let study = study(&two_desks(returns, 0.0, "steps = [\"solve\"]", ""));
    assert_agrees(&study, "first_contact_resolution", "", 1.0 - returns, 0.003);
    // Of the contacts of a case, each with half a chance to come to a desk: exactly one, and at least one.
    let goes_on_elsewhere = 1.0 - returns * 0.5;
    let once = (1.0 - returns) * 0.5 / (goes_on_elsewhere * goes_on_elsewhere);
    let touched = 1.0 - (1.0 - returns) * 0.5 / goes_on_elsewhere;
    for desk in ["", "phone", "mail"] {
        assert_agrees(&study, "first_contact_resolution_reported", desk, once / touched, 0.005);
    }
}

#[test]
fn a_case_that_comes_back_after_a_desk_is_not_resolved_at_first_contact_wherever_it_is_settled() {
    let returns = 0.4;
    let there = "synergy = { \"phone>mail\" = 40, \"mail>mail\" = 40 }";
    let phone_first = two_desks(returns, 20.0, "steps = [\"solve\"]", there);
    // From the telephone to self-service: one turn to somebody who serves, and yet not resolved by it.
    let to_the_web = study(&phone_first.replace("kind = \"messages\"", "kind = \"self_service\""));
    assert_agrees(&to_the_web, "first_contact_resolution", "", 1.0 - returns, 0.003);
    assert_agrees(&to_the_web, "first_contact_resolution_reported", "phone", 1.0, 1e-9);
    // From self-service to the desk: for those who serve, it is the first that they hear of it.
    let from_the_web = study(&phone_first.replace("kind = \"live\"", "kind = \"self_service\""));
    assert_agrees(&from_the_web, "first_contact_resolution", "", 1.0 - returns, 0.005);
    assert_agrees(&from_the_web, "one_contact_resolution", "", 1.0 - returns, 0.003);
}

#[test]
fn what_follows_a_case_waits_for_its_real_end() {
    let thanks = r#"
        [journey.thanks]
        steps = ["help"]
        give_up_days = 5
        follows = [{ journey = "help", probability = 1 }]
        [channel.desk]
        "#;
    let study = study(&desk(1.0, 0.5, "").replace("[channel.desk]", thanks));
    // Two contacts of the case, and one of thanks.
    assert_agrees(&study, "contacts_per_journey", "", 1.5, 0.002);
}

#[test]
fn a_case_that_is_away_at_the_horizon_has_not_ended() {
    let away = r#"
        steps = ["help"]
        give_up_days = 0
        contact_limit = 9000
        reopens = { probability = 1, after_days = 10 }
        "#;
    let text = market(away, "[channel.web]\nstep.help.minutes.mean = 0").replace("by_season", "# by_season");
    let study = study(&text.replace("per_year = 8", "per_year = 52"));
    let a_day = 1000.0 * 52.0 / 364.0;
    assert_eq!(mean(&study, "journeys"), 0.0);
    assert_agrees(&study, "censored_journeys", "", a_day * 14.0, 0.005);
    assert_agrees(&study, "contacts", "", a_day * (84.0 + 84.0 * 84.0 / 20.0), 0.003);
}

#[test]
fn returns_that_never_happen_move_nothing_but_the_time_that_counts() {
    let never = study(&desk(0.7, 0.0, ""));
    let off = study(&desk(0.7, 0.0, "").replace("reopens =", "# reopens ="));
    for metric in ["effort_per_journey", "contacts_variance", "journeys", "reopened_rate", "satisfaction"] {
        assert_eq!(values_of(&never, 0, metric, ""), values_of(&off, 0, metric, ""), "{metric}");
    }
    assert_eq!(mean(&off, "reopened_rate"), 0.0);
}

/// A busy market in which one question in three comes back.
fn busy() -> String {
    let reopens =
        "steps = [\"explain\", \"resolve\"]\ngive_up_days = 7\nreopens = { probability = 0.33, after_days = 2 }";
    BUSY_MARKET.replace("steps = [\"explain\", \"resolve\"]", reopens)
}

#[test]
fn customers_whose_cases_come_back_can_be_simulated_in_any_order() {
    let staffed = busy() + MULTICHANNEL;
    let alone = busy().split("[staff").next().expect("a part").to_string() + MULTICHANNEL;
    for text in [&staffed, &alone] {
        let forward = study(text);
        assert_eq!(forward.outcomes, study_in(text, Order::Reverse).outcomes);
        assert!(mean(&forward, "reopened_rate") > 0.05);
    }
}

#[test]
fn both_walks_bring_cases_back_alike() {
    let text = busy().split("[staff").next().expect("a part").to_string() + MULTICHANNEL;
    let scenario = scenario(&text);
    let rules = Rules::new(&scenario.run, &scenario.names, &scenario.strategies[0].market, &mut Laws::default());
    let luck = ReplicationLuck::new(5, 0);
    let (mut alone, mut together) = (Tally::new(&rules), Tally::new(&rules));
    one_by_one(&rules, luck, 0..rules.customers, &mut alone);
    in_time(&rules, luck, (0..rules.customers).rev(), &mut together);
    assert!(alone == together);
}

#[test]
fn a_desk_whose_cases_come_back_has_as_many_more_contacts() {
    let contacts_of = |study: &Study| values_of(study, 0, "contacts", "");
    let (with, without) = (study(&desk(1.0, 0.25, "")), study(&desk(1.0, 0.0, "")));
    assert_values_agree(
        "contacts over those without",
        &ratios(&contacts_of(&with), &contacts_of(&without)),
        4.0 / 3.0,
        0.002,
    );
}
