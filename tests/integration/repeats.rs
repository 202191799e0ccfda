//! How often customers turn to somebody who serves again, soon after a contact with somebody who serves.

use crate::exactness::MULTICHANNEL;
use crate::support::{assert_agrees, mean_of, study};
use throughline::experiment::Study;

/// A market whose customers nothing drives away, and whose repeats within so many days are asked for.
fn market(within_days: f64, needs: &str, rest: &str) -> Study {
    study(&format!(
        r"
        [run]
        customers = 2_000
        horizon_days = 112
        warm_up_days = 14
        replications = 20
        seed = 41
        repeat_within_days = {within_days}
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        tolerance_minutes = {{ mean = inf }}
        {needs}
        [choice]
        habit = 0
        taste_sd = 0
        wait_aversion = 0
        [seam]
        identify_minutes = 0
        rebuild_minutes = 0
        cold = 0
        {rest}
        {MULTICHANNEL}
        "
    ))
}

/// Chance that an exponential time of this mean is over within another.
fn over_within(mean: f64, within: f64) -> f64 {
    1.0 - (-within / mean).exp()
}

const RATE: &str = "repeat_contact_rate";

#[test]
fn a_matter_that_follows_is_a_repeat_as_often_as_it_comes_in_time() {
    for (probability, mean) in [(0.3, 4.0), (0.6, 10.0)] {
        let study = market(
            7.0,
            "needs.ask = { every_days = 112 }",
            &format!(
                r#"
                [journey.ask]
                steps = ["ask"]
                [journey.doubt]
                steps = ["doubt"]
                follows = [{{ journey = "ask", probability = {probability}, after_days = {mean} }}]
                [channel.phone]
                kind = "live"
                step.ask = {{ minutes = {{ mean = 10 }} }}
                [channel.shop]
                kind = "live"
                step.doubt = {{ minutes = {{ mean = 10 }} }}
                "#
            ),
        );
        let repeated = probability * over_within(mean, 7.0);
        assert_agrees(&study, RATE, "phone", repeated, 0.02);
        assert_eq!(mean_of(&study, 0, RATE, "shop"), 0.0, "nothing follows a doubt");
    }
}

#[test]
fn contacts_that_did_not_help_are_repeated_when_the_pause_is_short_enough() {
    let worked = 0.6;
    let study = market(
        1.0,
        "needs.ask = { every_days = 90 }",
        &format!(
            r#"
            [journey.ask]
            steps = ["ask"]
            pause_days = 0.8
            give_up_days = 40
            [channel.phone]
            kind = "live"
            step.ask = {{ success = {worked}, minutes = {{ mean = 10 }} }}
            "#
        ),
    );
    assert_agrees(&study, RATE, "", (1.0 - worked) * over_within(0.8, 1.0), 0.01);
}

#[test]
fn contacts_of_one_customer_after_another_are_repeats_as_often_as_poisson_says() {
    let study = market(
        7.0,
        "needs.ask = { per_year = 26 }\nneeds.tell = { per_year = 10 }",
        r#"
        [journey.ask]
        steps = ["ask"]
        [journey.tell]
        steps = ["tell"]
        [channel.phone]
        kind = "live"
        step.ask = { minutes = { mean = 200 } }
        [channel.shop]
        kind = "live"
        step.tell = { minutes = { mean = 100 } }
        [channel.web]
        step.ask = { minutes = { mean = 5 } }
        "#,
    );
    // Half of those who ask do it on the web, where nobody serves: no contact that is repeated, and none that repeats.
    let repeated = over_within(364.0 / (13.0 + 10.0), 7.0);
    for channel in ["", "phone", "shop"] {
        assert_agrees(&study, RATE, channel, repeated, 0.01);
    }
    let web = study.key_of(RATE, "", "web").expect("a row");
    assert!(study.estimate(0, web).is_none());
}

#[test]
fn being_passed_on_is_no_repeat_and_being_put_through_by_a_machine_is_one() {
    let worked = 0.5;
    let study = market(
        1.0,
        "needs.ask = { every_days = 90 }",
        &format!(
            r#"
            [journey.ask]
            steps = ["ask"]
            pause_days = 0.5
            give_up_days = 40
            [journey.ask.taste]
            phone = -50
            experts = -50
            [capability.routing]
            routed_right = {{ siloed = 0, integrated = 0 }}
            [channel.bot]
            transfer = 1
            step.ask = {{ success = 0, minutes = {{ mean = 144, law = "fixed" }} }}
            [channel.phone]
            kind = "live"
            transfer = 1
            step.ask = {{ success = 0, minutes = {{ mean = 5 }} }}
            [channel.experts]
            kind = "live"
            accepts_transfers = true
            step.ask = {{ success = {worked}, minutes = {{ mean = 5, law = "fixed" }} }}
            "#
        ),
    );
    // Everybody begins at the machine and goes on from desk to desk until an expert has been tried; half come back, to the
    // machine first, which takes a tenth of a day before it puts them through.
    assert_agrees(&study, RATE, "experts", (1.0 - worked) * over_within(0.5, 0.9), 0.01);
}

#[test]
fn whoever_is_passed_on_from_desk_to_desk_and_helped_there_turns_to_nobody_again() {
    let study = market(
        1.0,
        "needs.ask = { every_days = 90 }",
        r#"
        [journey.ask]
        steps = ["ask"]
        taste = { experts = -50 }
        [capability.routing]
        routed_right = { siloed = 1, integrated = 1 }
        [channel.phone]
        kind = "live"
        transfer = 1
        step.ask = { success = 0, minutes = { mean = 5 } }
        [channel.experts]
        kind = "live"
        step.ask = { minutes = { mean = 5 } }
        "#,
    );
    assert_eq!(mean_of(&study, 0, "transfer_rate", "phone"), 1.0);
    assert_eq!(mean_of(&study, 0, RATE, "phone"), 0.0);
    assert_eq!(mean_of(&study, 0, RATE, "experts"), 0.0);
}

#[test]
fn a_trip_in_vain_is_no_contact_that_is_repeated() {
    let study = market(
        7.0,
        "needs.ask = { every_days = 56 }",
        r#"
        [journey.ask]
        steps = ["ask"]
        [channel.shop]
        kind = "live"
        hours = "mon-sun 00:00-12:00"
        access_minutes = 360
        step.ask = { minutes = { mean = 1 } }
        "#,
    );
    assert!(mean_of(&study, 0, "trips_in_vain", "shop") > 100.0);
    assert_eq!(mean_of(&study, 0, RATE, "shop"), 0.0);
}

#[test]
fn contacts_in_the_warm_up_are_left_out() {
    let study = market(
        7.0,
        "needs.ask = { per_year = 4 }",
        r#"
        [journey.ask]
        steps = ["ask"]
        by_season = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        [channel.phone]
        kind = "live"
        step.ask = { minutes = { mean = 1 } }
        "#,
    );
    // One need a week on average, for four weeks, of which two are warm-up. In the third week a contact is repeated with
    // 1 - 1/e; in the last, with 1 - e^-(weeks left), which is 1/e on average.
    assert_agrees(&study, RATE, "phone", 0.5, 0.01);
}

#[test]
fn whoever_comes_back_to_the_agent_who_knows_the_case_turns_to_somebody_again() {
    let (worked, pause) = (0.6, 0.8);
    let study = market(
        1.0,
        "needs.ask = { every_days = 90 }",
        &format!(
            r#"
            [journey.ask]
            steps = ["ask"]
            pause_days = {pause}
            give_up_days = 40
            [channel.phone]
            kind = "live"
            patience_minutes = inf
            step.ask = {{ success = {worked}, minutes = {{ mean = 10 }} }}
            [staff.desk]
            serves = ["phone"]
            servers = 50
            same_agent.wait_minutes = 5
            "#
        ),
    );
    assert_agrees(&study, RATE, "", (1.0 - worked) * over_within(pause, 1.0), 0.01);
}
