//! Returning customers and the agent who knows their case, held against closed forms and a simulation written apart.

use crate::support::{estimate_of, mean_of, strategy, study, values_of};
use throughline::experiment::Study;

/// Holds an outcome against a value that was simulated apart, with its standard error.
fn assert_simulated(study: &Study, name: &str, metric: &str, channel: &str, (right, of_right): (f64, f64)) {
    let estimate = estimate_of(study, strategy(study, name), metric, channel);
    let se = estimate.se.expect("a test has several replications");
    assert!(se <= 0.04 * right, "{metric} {channel} of {name}: a standard error of {se} is too large");
    let z = (estimate.mean - right) / se.hypot(of_right);
    println!("{name}: {metric} {channel}: {} for {right}, se {se}, z {z:.2}", estimate.mean);
    assert!(z.abs() <= 3.5, "{metric} {channel} of {name}: {} is {z:.1} standard errors from {right}", estimate.mean);
}

/// Mean wait at one agent with so many customers, each away for a mean time between calls of a mean length (all exponential;
/// the machine-repair model, Palm 1947).
fn wait_among(customers: u32, away: f64, mean_service: f64) -> f64 {
    let (mut weight, mut waiting, mut coming) = (1.0, 0.0, 0.0);
    for present in 0..=customers {
        let rate = f64::from(customers - present) / away;
        waiting += weight * f64::from(present.saturating_sub(1));
        coming += weight * rate;
        weight *= rate * mean_service;
    }
    waiting / coming
}

/// Ten thousand customers with one case each, dealt out evenly among five agents at the start: a letter each, before all
/// calls. From then on each calls every 12,500 minutes on average, for five minutes: a load of .8.
fn returning_desk() -> Study {
    let wait = |name: &str, minutes: &str| {
        format!("[[strategy]]\nname = \"{name}\"\nset = {{ \"staff.desk.same_agent.wait_minutes\" = {minutes} }}\n")
    };
    let text = r#"
        [run]
        customers = 10_000
        horizon_days = 36
        warm_up_days = 1
        replications = 20
        seed = 12
        [segment.all]
        share = 1
        loss = { a = 1, b = 0 }
        tolerance_minutes = { mean = inf }
        needs.start = { every_days = 0.01 }
        [journey.start]
        steps = ["start"]
        give_up_days = 1
        [journey.quit]
        steps = ["quit"]
        occasion = true
        give_up_days = 1
        follows = [{ journey = "start", probability = 1, after_days = 0.0004 }]
        [journey.case]
        steps = ["open", "work"]
        give_up_days = 34.5
        pause_days = 8.680_555_556
        rebuild_minutes = 1.35
        context_kept = { siloed = 0.85, integrated = 0.85 }
        context_kept_within = { siloed = 0.85, integrated = 0.85 }
        follows = [{ journey = "start", probability = 1 }]
        [channel.web]
        step.start.minutes.mean = 0
        step.quit.minutes.mean = 0
        [channel.mail]
        kind = "messages"
        patience_minutes = inf
        identify_minutes = 0
        step.open.minutes = { mean = 0.1, law = "fixed" }
        [channel.phone]
        kind = "live"
        patience_minutes = inf
        identify_minutes = 0
        step.work = { success = 0, minutes = { mean = 5, law = "exponential" } }
        [staff.desk]
        serves = ["mail", "phone"]
        servers = 5
        priority = ["mail"]
        [seam]
        cold = 0
        [conflict]
        worse_leave = 0
        [choice]
        habit = 0
        taste_sd = 0
        wait_aversion = 0
        [[strategy]]
        name = "any of five"
        baseline = true
        "#;
    study(
        &(text.to_string()
            + &wait("three minutes", "3")
            + &wait("twenty minutes", "20")
            + &wait("one agent a customer", "inf")),
    )
}

#[test]
fn one_agent_a_customer_saves_a_little_telling_again_and_costs_much_waiting() {
    let study = returning_desk();
    // Where nobody else serves, each agent has a line alone: 20 minutes, if customers without end came as often.
    assert!((wait_among(100_000, 625_000.0, 5.0) - 20.0).abs() < 0.05);
    let alone = wait_among(2_000, 12_500.0, 5.0);
    assert!((alone - 19.570).abs() < 1e-3, "{alone}");
    assert_simulated(&study, "one agent a customer", "wait_minutes", "phone", (alone, 0.0));
    assert_simulated(&study, "one agent a customer", "handle_minutes", "phone", (5.0, 0.0));
    // The rest was simulated apart: what is lost of context costs 1.35 minutes each time.
    for (name, wait, lost) in [
        ("any of five", (3.716, 0.039), (0.1497, 0.0002)),
        ("three minutes", (4.902, 0.032), (0.0835, 0.0002)),
        ("twenty minutes", (9.933, 0.034), (0.0250, 0.0002)),
    ] {
        assert_simulated(&study, name, "wait_minutes", "phone", wait);
        let minutes = (5.0 + 1.35 * lost.0, 1.35 * lost.1);
        assert_simulated(&study, name, "handle_minutes", "phone", minutes);
    }
}

/// Two agents by day and one by night, calls and chats, customers who come back until they leave or all is done, hang up and
/// try again; some whose call failed are passed on to another desk, cold.
const COMING_BACK: &str = r#"
[run]
customers = 10_000
horizon_days = 64
warm_up_days = 1
replications = 60
seed = 1234
[segment.all]
share = 1
loss = { a = 0, b = 1 }
tolerance_minutes = { mean = inf }
needs.case = { per_year = 2.6208 }
[journey.case]
steps = ["work"]
give_up_days = 3
pause_days = 0.01
retry = 1
rebuild_minutes = 2
context_kept = { siloed = 0.3, integrated = 0.3 }
context_kept_within = { siloed = 0.5, integrated = 0.5 }
[channel.phone]
kind = "live"
patience_minutes = 10
identify_minutes = 0
after_contact_minutes = 1
transfer = 0.3
step.work = { leave = 0.2, success = 0.4, minutes = { mean = 4, law = "exponential" } }
[channel.chat]
kind = "chat"
slots = 2
slowdown = 0.3
patience_minutes = 10
identify_minutes = 0
step.work = { leave = 0.2, success = 0.3, minutes = { mean = 8, law = "exponential" } }
[staff.desk]
serves = ["phone", "chat"]
timetable = [{ hours = "mon-sun 00:00-24:00", servers = 1 }, { hours = "mon-sun 00:00-12:00", servers = 1 }]
[seam]
cold = 0
[conflict]
worse_leave = 0
[capability.routing]
routed_right = { siloed = 1, integrated = 1 }
warm = { siloed = 0, integrated = 0 }
[choice]
habit = 0
taste_sd = 0
wait_aversion = 0

[[strategy]]
name = "any, chats first in line"
baseline = true
set = { "staff.desk.priority" = ["chat"] }
[[strategy]]
name = "known, chats first in line"
set = { "staff.desk.priority" = ["chat"], "staff.desk.same_agent.wait_minutes" = 5 }
[[strategy]]
name = "known"
set = { "staff.desk.same_agent.wait_minutes" = 5 }
[[strategy]]
name = "known, calls interrupt"
set = { "staff.desk.sharing" = "call_interrupts", "staff.desk.same_agent.wait_minutes" = 5 }
[[strategy]]
name = "calls interrupt"
set = { "staff.desk.sharing" = "call_interrupts" }
[[strategy]]
name = "known, two at a time"
set = { "staff.desk.sharing" = { limits = { together = 2 } }, "staff.desk.same_agent.wait_minutes" = 5 }
[[strategy]]
name = "known, however long"

[strategy.set]
"staff.desk.same_agent.wait_minutes" = inf
"channel.phone.patience_minutes" = 60
"channel.chat.patience_minutes" = 60
"#;

/// By channel: waits, hang-ups, handling with the work after it.
type Fares = [[(f64, f64); 3]; 2];

#[test]
fn those_who_come_back_fare_as_simulated_apart_whatever_else_the_rules_of_the_pool_say() {
    let study = study(COMING_BACK);
    let right: [(&str, Fares); 7] = [
        (
            "any, chats first in line",
            [
                [(2.82028, 0.01795), (0.28221, 0.00186), (5.66471, 0.00552)],
                [(1.02376, 0.00889), (0.10329, 0.00093), (9.46382, 0.01273)],
            ],
        ),
        (
            "known, chats first in line",
            [
                [(2.54349, 0.01465), (0.25534, 0.00156), (5.14801, 0.00534)],
                [(0.93513, 0.00666), (0.09355, 0.00072), (8.79251, 0.01287)],
            ],
        ),
        (
            "known",
            [
                [(2.31893, 0.01247), (0.23198, 0.00124), (5.14060, 0.00553)],
                [(1.20652, 0.00899), (0.12035, 0.00090), (8.71793, 0.01190)],
            ],
        ),
        (
            "known, calls interrupt",
            [
                [(0.68978, 0.00454), (0.06892, 0.00047), (5.13880, 0.00537)],
                [(1.13973, 0.00930), (0.11407, 0.00094), (11.56195, 0.02416)],
            ],
        ),
        (
            "calls interrupt",
            [
                [(0.74604, 0.00513), (0.07480, 0.00055), (5.64868, 0.00518)],
                [(1.32574, 0.01176), (0.13283, 0.00115), (12.81399, 0.02792)],
            ],
        ),
        (
            "known, two at a time",
            [
                [(0.88311, 0.00527), (0.08810, 0.00059), (5.14406, 0.00543)],
                [(0.41506, 0.00461), (0.04128, 0.00048), (8.87433, 0.01262)],
            ],
        ),
        (
            "known, however long",
            [
                [(4.23757, 0.03471), (0.07103, 0.00070), (5.13750, 0.00667)],
                [(1.99323, 0.02051), (0.03325, 0.00047), (8.62832, 0.01723)],
            ],
        ),
    ];
    for (name, fares) in right {
        for (channel, fare) in ["phone", "chat"].iter().zip(fares) {
            for (metric, value) in ["wait_minutes", "abandonment_rate", "handle_minutes"].iter().zip(fare) {
                assert_simulated(&study, name, metric, channel, value);
            }
        }
    }
}

/// Two agents who write up a call for ten minutes, and a customer or more who come back at once when it did not help.
fn write_ups(customers: u32, journey: &str, rest: &str) -> Study {
    study(&format!(
        r#"
        [run]
        customers = {customers}
        horizon_days = 364
        replications = 2
        seed = 33
        [segment.all]
        share = 1
        needs.ask = {{ every_days = 28 }}
        loss = {{ a = 0, b = 1 }}
        tolerance_minutes = {{ mean = inf }}
        [journey.ask]
        steps = ["ask"]
        pause_days = 0
        {journey}
        [choice]
        habit = 0
        taste_sd = 0
        wait_aversion = 100
        [seam]
        identify_minutes = 0
        rebuild_minutes = 0
        [channel.phone]
        kind = "live"
        patience_minutes = inf
        after_contact_minutes = 10
        step.ask = {{ success = 0, minutes = {{ mean = 10, law = "fixed" }} }}
        {rest}
        [staff.desk]
        serves = ["phone"]
        servers = 2
        same_agent.wait_minutes = 5
        [[strategy]]
        name = "known"
        baseline = true
        "#
    ))
}

#[test]
fn the_agent_who_knows_a_case_is_the_one_who_had_it_last() {
    // Each of six calls but the first waits five minutes for who had the one before, then goes to the other agent.
    let study = write_ups(1, "contact_limit = 6", "");
    let wait = mean_of(&study, 0, "wait_minutes", "phone");
    assert!((wait - 5.0 * 5.0 / 6.0).abs() < 1e-9, "{wait}");
}

#[test]
fn whoever_would_wait_for_the_agent_who_knows_the_case_turns_elsewhere_though_another_is_free() {
    let study = write_ups(20, "", "[channel.web]\nstep.ask = { minutes = { mean = 1 } }");
    assert!(mean_of(&study, 0, "contact_flow", "phone>web") > 50.0);
    assert_eq!(mean_of(&study, 0, "contact_flow", "phone>phone"), 0.0);
}

/// Cases that never end, by telephone or by video, each with a desk of one agent until the day on which the telephone's desk
/// has two and serves both: whoever is known to the other meets somebody new once, and is known from then on.
#[test]
fn where_pools_become_one_only_those_whose_agent_is_gone_meet_somebody_new_and_only_once() {
    let text = |merged: &str| {
        format!(
            r#"
            [run]
            customers = 50
            horizon_days = 60
            replications = 4
            seed = 3
            [segment.all]
            share = 1
            needs.call.every_days = 1
            needs.view.every_days = 1
            tolerance_minutes.mean = inf
            [journey.call]
            steps = ["speak"]
            give_up_days = 55
            pause_days = 1
            contact_limit = 1000
            [journey.view]
            steps = ["see"]
            give_up_days = 55
            pause_days = 1
            contact_limit = 1000
            [channel.phone]
            kind = "live"
            patience_minutes = inf
            step.speak = {{ success = 0, minutes.mean = 0.01 }}
            [channel.video]
            kind = "live"
            patience_minutes = inf
            step.see = {{ success = 0, minutes.mean = 0.01 }}
            [staff.calls]
            serves = ["phone"]
            servers = 1
            same_agent = {{ wait_minutes = 1000 }}
            [staff.views]
            serves = ["video"]
            servers = 1
            same_agent = {{ wait_minutes = 1000 }}
            [capability.continuity]
            context_kept_within = {{ siloed = 0, integrated = 0 }}
            [[change]]
            day = 20
            set = {{ {merged} }}
            [[strategy]]
            name = "now"
            baseline = true
            "#
        )
    };
    let no_more = "\"segment.all.needs.call.every_days\" = 36400, \"segment.all.needs.view.every_days\" = 36400";
    let merged = format!(
        "{no_more}, \"staff.calls.serves\" = [\"phone\", \"video\"], \"staff.calls.servers\" = 2, \"staff.views.serves\" = []"
    );
    // All cases have come back before the day, and come back after it.
    let cases = 50.0 * 20.0;
    let lost = |change: &str, channel: &str| -> Vec<f64> {
        let study = study(&text(change));
        let values = |metric: &str| values_of(&study, 0, metric, channel);
        values("context_lost_rate").iter().zip(values("contacts")).map(|(rate, all)| rate * (all - cases)).collect()
    };
    for channel in ["phone", "video"] {
        assert!(lost(no_more, channel).iter().all(|&lost| lost == 0.0), "one agent knows all cases");
    }
    assert!(lost(&merged, "phone").iter().all(|&lost| lost == 0.0), "the agent of those who call is still there");
    let of_viewers = lost(&merged, "video");
    assert!(of_viewers.iter().all(|lost| (lost - cases).abs() < 1e-6), "{of_viewers:?} for {cases}");
}
