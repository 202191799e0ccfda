//! One staffed channel against queueing theory.

use crate::support::{
    assert_agrees, assert_estimate_near, assert_values_agree, disagrees, estimate_of, ratios, study, values_of,
};
use throughline::theory::queues::{ChatDesk, chat, erlang_a, erlang_b, erlang_c};
use throughline::theory::recontact::{Retrials, feedback_rate, rate_with_retrials};
use throughline::validate::queues::{CHAT, Line, PHONE, market};

#[test]
fn calls_that_never_hang_up_wait_as_erlang_c_says() {
    // 100 an hour of 6 minutes for 12, 400 an hour of 3 minutes for 24, 45 an hour of 4 minutes for 4.
    let busy = Line { an_hour: 400.0, minutes: r#"{ mean = 3, law = "exponential" }"#, servers: 24, days: 5, ..PHONE };
    let small = Line { an_hour: 45.0, minutes: r#"{ mean = 4, law = "exponential" }"#, servers: 4, days: 20, ..PHONE };
    for (line, service, seconds) in [(PHONE, 6.0, Some(80.889_880)), (busy, 3.0, Some(13.413_253)), (small, 4.0, None)]
    {
        let study = study(&market(line));
        let theory = erlang_c(line.an_hour / 60.0, service, line.servers).expect("a stable queue");
        assert_agrees(&study, "wait_minutes", "line", seconds.map_or(theory.mean_wait, |s| s / 60.0), 0.04);
        assert_agrees(&study, "service_level", "line", theory.service_level(1.0 / 3.0), 0.01);
        let load = line.an_hour / 60.0 * service / f64::from(line.servers);
        assert_agrees(&study, "occupancy", "staff.agents", load, 0.003);
        assert_agrees(&study, "handle_minutes", "line", service, 0.003);
    }
}

#[test]
fn the_same_calls_with_lognormal_minutes_are_told_apart_from_erlang_c() {
    let study = study(&market(Line { minutes: "{ mean = 6, cv = 1.3 }", days: 60, ..PHONE }));
    let theory = erlang_c(100.0 / 60.0, 6.0, 12).expect("a stable queue");
    assert!(disagrees(&study, "wait_minutes", "line", theory.mean_wait));
}

#[test]
fn calls_without_patience_are_lost_as_erlang_b_says_whatever_the_law_of_their_minutes() {
    let lognormal = Line { minutes: "{ mean = 6, cv = 1.3 }", ..PHONE };
    let with_work_after = Line {
        minutes: r#"{ mean = 4, law = "exponential" }"#,
        channel: "kind = \"live\"\nafter_contact_minutes = 2",
        ..PHONE
    };
    for line in [PHONE, lognormal, with_work_after] {
        let study = study(&market(Line { patience: 0.0, days: 10, ..line }));
        assert_agrees(&study, "abandonment_rate", "line", 0.119_739, 0.015);
        assert_agrees(&study, "occupancy", "staff.agents", 10.0 * (1.0 - erlang_b(10.0, 12)) / 12.0, 0.002);
    }
}

#[test]
fn impatient_calls_wait_and_hang_up_as_erlang_a_says() {
    let line = Line { patience: 5.0, days: 8, ..PHONE };
    // Patience as long as a call: the number of calls is Poisson. A single agent, 48 calls an hour of a minute.
    let poisson = Line { servers: 10, patience: 6.0, ..line };
    let single = Line {
        an_hour: 48.0,
        minutes: r#"{ mean = 1, law = "exponential" }"#,
        servers: 1,
        patience: 2.0,
        days: 20,
        ..line
    };
    let overrun = Line { servers: 7, patience: 3.0, ..line };
    for (line, service, hang_up) in [
        (Line { servers: 9, ..line }, 6.0, Some(0.185_105)),
        (Line { servers: 10, ..line }, 6.0, Some(0.130_695)),
        (poisson, 6.0, Some(0.125_110)),
        (single, 1.0, Some(0.255_941)),
        (overrun, 6.0, None),
    ] {
        let study = study(&market(line));
        let theory = erlang_a(line.an_hour / 60.0, service, line.patience, line.servers).expect("patience is finite");
        assert_agrees(&study, "abandonment_rate", "line", hang_up.unwrap_or(theory.abandon), 0.015);
        assert_agrees(&study, "wait_minutes", "line", theory.mean_wait, 0.015);
        let served = line.an_hour / 60.0 * service * (1.0 - theory.abandon) / f64::from(line.servers);
        assert_agrees(&study, "occupancy", "staff.agents", served, 0.003);
    }
}

#[test]
fn the_share_that_hangs_up_is_the_wait_over_the_patience_whatever_the_law_of_the_minutes() {
    for minutes in ["{ mean = 6, cv = 1.3 }", "{ mean = 6, law = \"fixed\" }"] {
        let study = study(&market(Line { servers: 10, patience: 4.0, days: 10, minutes, ..PHONE }));
        let wait = values_of(&study, 0, "wait_minutes", "line");
        let patience = ratios(&wait, &values_of(&study, 0, "abandonment_rate", "line"));
        assert_values_agree("wait for each that hangs up", &patience, 4.0, 0.007);
    }
}

#[test]
fn calls_that_come_back_when_they_fail_wait_as_jackson_says() {
    // 70 new calls an hour that succeed with p: evidence, example 6. A pause of any length leaves the law as it is.
    for (success, pause_days, seconds) in [(0.70, 0.05, 80.889_880), (0.85, 0.0, 15.754_785)] {
        let line = Line { an_hour: 70.0, success, pause_days, days: 25, ..PHONE };
        let study = study(&market(line));
        let rate = feedback_rate(70.0, success, 1.0).expect("not all come back for ever");
        assert_agrees(&study, "contacts", "line", rate * 24.0 * 25.0, 0.002);
        assert_agrees(&study, "wait_minutes", "line", seconds / 60.0, 0.04);
        assert_agrees(&study, "contacts_per_journey", "", 1.0 / success, 0.001);
    }
}

#[test]
fn calls_that_redial_and_reconnect_settle_where_the_fixed_point_says() {
    // The repeats are taken to arrive as at random, which they do the better, the longer the pause: here half a day, and
    // 2 per cent are granted to what is left of it.
    const SLACK: f64 = 0.02;
    let line = Line {
        an_hour: 70.0,
        servers: 10,
        patience: 5.0,
        success: 0.7,
        retry: 0.5,
        pause_days: 0.5,
        warm_up_days: 5,
        days: 30,
        ..PHONE
    };
    let queue = Retrials {
        new_rate: 70.0 / 60.0,
        mean_service: 6.0,
        mean_patience: 5.0,
        agents: 10,
        redial: 0.5,
        reconnect: 0.3,
    };
    let rate = rate_with_retrials(&queue).expect("a steady state");
    let study = study(&market(line));
    let near = |metric: &str, expected: f64, sharpness: f64| {
        assert_estimate_near(metric, estimate_of(&study, 0, metric, "line"), expected, sharpness, SLACK);
    };
    near("contacts", rate * 60.0 * 24.0 * 30.0, 0.002);
    near("abandonment_rate", 0.149_764, 0.01);
    near("wait_minutes", 44.929_190 / 60.0, 0.01);
}

#[test]
fn chats_of_one_agent_wait_and_last_as_their_birth_death_chain_says() {
    // Time from arrival to end, and wait: evidence, example 17.
    let own = Line { an_hour: 12.0, days: 120, ..CHAT };
    for (line, desk, worked) in [
        (Line { channel: "kind = \"chat\"\nslots = 1\nslowdown = 0.4", ..CHAT }, (0.4, 1), Some((100.0, 90.0))),
        (
            Line { channel: "kind = \"chat\"\nslots = 2\nslowdown = 0.4", days: 168, ..CHAT },
            (0.4, 2),
            Some((21.281_124, 8.446_478)),
        ),
        (
            Line { channel: "kind = \"chat\"\nslots = 3\nslowdown = 0.4", days: 168, ..CHAT },
            (0.4, 3),
            Some((17.068_461, 2.771_445)),
        ),
        (Line { channel: "kind = \"chat\"\nslots = 4\nslowdown = 0.15", ..own }, (0.15, 4), None),
    ] {
        let (slow_down, cap) = desk;
        let desk = ChatDesk { rate: line.an_hour / 60.0, mean_service: 10.0, slow_down, agents: 1, cap };
        let theory = chat(&desk).expect("a stable desk");
        let (time, wait) = worked.unwrap_or((theory.mean_time, theory.mean_wait));
        let study = study(&market(line));
        assert_agrees(&study, "wait_minutes", "line", wait, 0.05);
        assert_agrees(&study, "handle_minutes", "line", time - wait, 0.005);
    }
}

#[test]
fn chats_that_do_not_slow_each_other_are_further_agents() {
    // Two agents with two chats each are four telephones.
    let line =
        Line { an_hour: 19.0, servers: 2, days: 120, channel: "kind = \"chat\"\nslots = 2\nslowdown = 0", ..CHAT };
    let study = study(&market(line));
    let theory = erlang_c(19.0 / 60.0, 10.0, 4).expect("a stable desk");
    assert_agrees(&study, "wait_minutes", "line", theory.mean_wait, 0.03);
    assert_agrees(&study, "handle_minutes", "line", 10.0, 0.003);
}

/// E-mail, 40 an hour of six minutes for five agents.
const EMAIL: Line = Line { an_hour: 40.0, servers: 5, days: 50, channel: "kind = \"messages\"", ..PHONE };

#[test]
fn messages_wait_as_erlang_c_says() {
    let study = study(&market(EMAIL));
    let theory = erlang_c(40.0 / 60.0, 6.0, 5).expect("a stable queue");
    assert_agrees(&study, "wait_minutes", "line", theory.mean_wait, 0.03);
    assert_agrees(&study, "occupancy", "staff.agents", 0.8, 0.002);
}

#[test]
fn messages_whose_senders_have_stopped_waiting_keep_the_agents_as_busy() {
    // The wait W for work is that of Erlang C, and senders stop after an exponential time P: P(W > P) and E min(W, P)
    // follow from W being 0 or exponential.
    let patience = 10.0;
    let study = study(&market(Line { patience, ..EMAIL }));
    let theory = erlang_c(40.0 / 60.0, 6.0, 5).expect("a stable queue");
    let waited = theory.delayed / (theory.slack + 1.0 / patience);
    assert_agrees(&study, "abandonment_rate", "line", waited / patience, 0.02);
    assert_agrees(&study, "wait_minutes", "line", waited, 0.02);
    assert_agrees(&study, "occupancy", "staff.agents", 0.8, 0.002);
}
