//! Staffed channels against queueing theory.

use crate::support::{assert_agrees, disagrees, study};
use throughline::theory::queues::{erlang_a, erlang_b, erlang_c};

/// One telephone line, 100 calls an hour on average from 10,000 customers, each call one step.
fn phone(servers: u32, patience: &str, minutes: &str) -> String {
    format!(
        r#"
        [run]
        customers = 10_000
        horizon_days = 21
        warm_up_days = 1
        replications = 20
        seed = 7
        [segment.all]
        share = 1
        needs.call = {{ per_year = 87.36 }}       # 100 an hour over all customers and 364 days
        loss = {{ a = 0, b = 1 }}
        [journey.call]
        steps = ["talk"]
        retry = 0
        pause_days = 0
        give_up_days = 1
        [channel.phone]
        kind = "live"
        identify_minutes = 0
        patience_minutes = {patience}
        step.talk = {{ minutes = {minutes} }}
        [staff.agents]
        serves = ["phone"]
        servers = {servers}
        [choice]
        taste_sd = 0
        [[strategy]]
        name = "one"
        baseline = true
        "#
    )
}

const EXPONENTIAL: &str = r#"{ mean = 6, law = "exponential" }"#;

#[test]
fn calls_that_never_hang_up_wait_as_erlang_c_says() {
    let study = study(&phone(12, "inf", EXPONENTIAL));
    let theory = erlang_c(100.0 / 60.0, 6.0, 12).expect("a stable queue");
    assert_agrees(&study, "wait_minutes", "phone", theory.mean_wait, 0.05);
    assert_agrees(&study, "service_level", "phone", theory.service_level(1.0 / 3.0), 0.02);
}

#[test]
fn the_same_calls_with_lognormal_minutes_are_told_apart_from_erlang_c() {
    let study = study(&phone(12, "inf", "{ mean = 6, cv = 1.3 }"));
    let theory = erlang_c(100.0 / 60.0, 6.0, 12).expect("a stable queue");
    assert!(disagrees(&study, "wait_minutes", "phone", theory.mean_wait));
}

#[test]
fn calls_without_patience_are_lost_as_erlang_b_says() {
    let study = study(&phone(12, "0", EXPONENTIAL));
    assert_agrees(&study, "abandonment_rate", "phone", erlang_b(10.0, 12), 0.05);
    assert_agrees(&study, "occupancy", "staff.agents", 10.0 * (1.0 - erlang_b(10.0, 12)) / 12.0, 0.01);
}

#[test]
fn impatient_calls_wait_and_hang_up_as_erlang_a_says() {
    for servers in [9, 10] {
        let study = study(&phone(servers, "5", EXPONENTIAL));
        let theory = erlang_a(100.0 / 60.0, 6.0, 5.0, servers).expect("patience is finite");
        assert_agrees(&study, "abandonment_rate", "phone", theory.abandon, 0.05);
        assert_agrees(&study, "wait_minutes", "phone", theory.mean_wait, 0.05);
        assert_agrees(&study, "abandonment_rate", "phone", theory.mean_wait / 5.0, 0.05);
    }
}
