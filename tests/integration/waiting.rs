//! Who waits, for how long, and what that does to them: at the line, at closing time, after a transfer.

use crate::exactness::MULTICHANNEL;
use crate::support::{assert_agrees, assert_values_agree, mean, mean_of, ratios, scenario, strategy, study, values_of};
use throughline::chance::{Laws, ReplicationLuck};
use throughline::engine::replicate;
use throughline::experiment::Study;
use throughline::model::rules::Rules;
use throughline::theory::queues::{Class, priority_waits};

/// A thousand customers who need help with one journey, so often a day in all, whom nothing drives away but the line.
fn market(a_day: f64, journey: &str, rest: &str) -> String {
    format!(
        r"
        [run]
        customers = 1_000
        horizon_days = 70
        replications = 8
        seed = 21
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        tolerance_minutes = {{ mean = inf }}
        needs.help = {{ per_year = {} }}
        [journey.help]
        {journey}
        [choice]
        habit = 0
        taste_sd = 0
        {rest}
        {MULTICHANNEL}
        ",
        a_day * 364.0 / 1000.0
    )
}

/// The baseline's twin in all but one setting.
fn twin(name: &str, setting: &str) -> String {
    format!("[[strategy]]\nname = \"{name}\"\nset = {{ {setting} }}\n")
}

fn flow(study: &Study, strategy: usize, passage: &str) -> Vec<f64> {
    values_of(study, strategy, "contact_flow", passage)
}

const FIXED_TEN: &str = r#"{ minutes = { mean = 10, law = "fixed" } }"#;

#[test]
fn staying_on_the_line_after_a_step_costs_no_wait_however_averse_to_waiting() {
    // The first step can be done on the phone only; the one agent is busy with the very customer who chooses.
    let text = market(
        30.0,
        "steps = [\"explain\", \"resolve\"]\ngive_up_days = 7",
        r#"
        wait_aversion = 0
        [channel.phone]
        kind = "live"
        patience_minutes = inf
        step.explain = { minutes = { mean = 3 } }
        step.resolve = { minutes = { mean = 3 } }
        [channel.web]
        step.resolve = { minutes = { mean = 3 } }
        [staff.agent]
        serves = ["phone"]
        servers = 1
        "#,
    ) + &twin("averse", "\"choice.wait_aversion\" = 2");
    let study = study(&text);
    for one in 0..2 {
        let left = ratios(&flow(&study, one, "phone>web"), &flow(&study, one, "start>phone"));
        assert_values_agree("share that goes on elsewhere", &left, 0.5, 0.01);
    }
}

/// Phone and web equally good for the only step, and so many agents on the phone.
fn phone_or_web(servers: u32) -> Study {
    let rest = r#"
        wait_aversion = 0
        [channel.phone]
        kind = "live"
        patience_minutes = inf
        step.resolve = { minutes = { mean = 6 } }
        [channel.web]
        step.resolve = { minutes = { mean = 6 } }
        [staff.agents]
        serves = ["phone"]
        servers = SERVERS
        "#;
    study(
        &(market(400.0, "steps = [\"resolve\"]\ngive_up_days = 7", &rest.replace("SERVERS", &servers.to_string()))
            + &twin("averse", "\"choice.wait_aversion\" = 0.5")),
    )
}

#[test]
fn where_somebody_is_always_free_aversion_to_waiting_changes_nothing() {
    let study = phone_or_web(40);
    assert_eq!(mean(&study, "wait_minutes"), 0.0);
    assert_eq!(study.outcomes[0], study.outcomes[strategy(&study, "averse")]);
}

#[test]
fn where_the_line_is_long_those_averse_to_waiting_turn_elsewhere() {
    let study = phone_or_web(1);
    let averse = strategy(&study, "averse");
    let share = |one| ratios(&flow(&study, one, "start>phone"), &values_of(&study, one, "contacts", ""));
    // 200 calls a day of 6 minutes and more fill the agent's day: all but a few callers would have to wait.
    assert_values_agree("share that calls", &share(0), 0.5, 0.01);
    assert!(share(averse).iter().all(|&share| share < 0.4), "{:?}", share(averse));
    assert!(mean_of(&study, averse, "wait_minutes", "") < 0.5 * mean(&study, "wait_minutes"));
}

/// A phone that is answered for an hour a day only, by one agent, and those who call it.
fn short_hours(patience: &str) -> String {
    let rest = r#"
        [channel.phone]
        kind = "live"
        identify_minutes = 0
        patience_minutes = PATIENCE
        step.resolve = { minutes = { mean = 5 } }
        [staff.agent]
        serves = ["phone"]
        hours = "mon-sun 09:00-10:00"
        servers = 1
        "#;
    let journey = "steps = [\"resolve\"]\nretry = 0\npause_days = 0.1\ngive_up_days = 35";
    market(10.0, journey, &rest.replace("PATIENCE", patience))
}

#[test]
fn whoever_is_turned_away_at_closing_goes_on_even_if_nobody_ever_calls_back_after_hanging_up() {
    let study = study(&short_hours("inf"));
    assert!(mean(&study, "turned_away_contacts") > 50.0);
    assert!(mean(&study, "failed_contacts_per_journey") > 0.1);
    assert_eq!(mean(&study, "given_up_rate"), 0.0);
}

#[test]
fn whoever_is_turned_away_gives_up_once_tolerance_is_used_up() {
    let study = study(&short_hours("inf").replace("mean = inf }", "mean = 20 }"));
    assert!(mean(&study, "given_up_rate") > 0.03);
}

#[test]
fn whoever_hangs_up_gives_up_where_nobody_calls_back() {
    let text = short_hours("1").replace("hours = \"mon-sun 09:00-10:00\"", "").replace("mean = 5 }", "mean = 100 }");
    let never = study(&text);
    assert!(mean(&never, "given_up_rate") > 0.1);
    assert_eq!(mean(&never, "contacts_per_journey"), 1.0);
    assert_eq!(never.values(0, never.key("failed_contacts_per_journey")), never.values(0, never.key("given_up_rate")));
    let always = study(&text.replace("retry = 0", "retry = 1"));
    assert_eq!(mean(&always, "given_up_rate"), 0.0);
}

#[test]
fn where_one_pool_serves_phone_and_chat_neither_overtakes_the_other() {
    let rest = r#"
        [channel.phone]
        kind = "live"
        identify_minutes = 0
        patience_minutes = inf
        step.resolve = { minutes = { mean = 6 } }
        [channel.chat]
        kind = "chat"
        slots = 3
        identify_minutes = 0
        patience_minutes = inf
        step.resolve = { minutes = { mean = 6 } }
        [staff.agent]
        serves = ["phone", "chat"]
        servers = 1
        "#;
    // Twenty chat for one who calls: if they went first, calls would wait until no chat at all is left.
    let study = study(&market(300.0, "steps = [\"resolve\"]\ngive_up_days = 7\ntaste = { chat = 3 }", rest));
    let (phone, chat) = (mean_of(&study, 0, "wait_minutes", "phone"), mean_of(&study, 0, "wait_minutes", "chat"));
    // A chat can join other chats, a call needs an idle agent: calls wait longer, but not out of proportion.
    assert!(chat < phone && phone < 2.2 * chat, "{phone} {chat}");
}

#[test]
fn nobody_is_served_outside_hours() {
    // Services of ten minutes, begun between nine and ten: six a day, though thirty would like one.
    for channel in [
        "kind = \"live\"\npatience_minutes = inf",
        "kind = \"messages\"\npatience_minutes = inf",
        "kind = \"messages\"\npatience_minutes = 60",
    ] {
        let rest = format!(
            r#"
            [channel.desk]
            {channel}
            identify_minutes = 0
            step.resolve = {FIXED_TEN}
            [staff.agent]
            serves = ["desk"]
            hours = "mon-sun 09:00-10:00"
            servers = 1
            "#
        );
        let text = market(30.0, "steps = [\"resolve\"]\ngive_up_days = 7", &rest);
        let scenario = scenario(&text);
        let rules = Rules::new(&scenario.run, &scenario.names, &scenario.strategies[0].market, &mut Laws::default());
        let tally = replicate(&rules, ReplicationLuck::new(5, 0), 0..rules.customers);
        let served: u64 = tally.contacts.cells().iter().map(|cell| cell.served).sum();
        let hours_at_work = tally.work[0] as f64 / 60e6;
        // Who stands in line after the seventy days is followed for as long again; work is counted up to then.
        assert!(served <= 6 * 140 && hours_at_work <= 70.0 + 1e-9, "{channel}: {served}, {hours_at_work}");
        assert!(hours_at_work > 60.0, "{channel}: {hours_at_work}");
    }
}

/// Everybody calls, is passed on to another desk of the same phone, and gives up there; a level of routing makes all
/// transfers warm.
fn second_desk() -> Study {
    let rest = r#"
        [channel.phone]
        kind = "live"
        waiting_weight = 1
        identify_minutes = 0
        patience_minutes = inf
        transfer = 1
        step.resolve = { success = 0, minutes = { mean = 5, law = "fixed" } }
        [staff.agent]
        serves = ["phone"]
        servers = 1
        [capability.routing]
        warm = { siloed = 0, integrated = 1 }
        [seam]
        rebuild_minutes = 0
        "#;
    let journey = "steps = [\"resolve\"]\ncontact_limit = 2\npause_days = 0.01\ngive_up_days = 7";
    study(&(market(86.4, journey, rest) + "[[strategy]]\nname = \"warm\"\nlevels = { routing = 1 }\n"))
}

#[test]
fn a_warm_transfer_keeps_its_place_in_the_queue_and_a_cold_one_does_not() {
    let study = second_desk();
    let warm = strategy(&study, "warm");
    assert!(values_of(&study, 0, "contacts_per_journey", "").iter().all(|&contacts| contacts == 2.0));
    // Passed on warm, both calls are one service of ten minutes: who was served first is first again.
    let one_service = Class { rate: 0.06, mean_service: 10.0, cv: 0.0 };
    let wait = priority_waits(&[one_service]).expect("a stable queue")[0];
    crate::support::assert_strategy_agrees(&study, warm, "effort_waiting", "", wait, 0.03);
    assert_eq!(mean(&study, "effort_handling"), mean_of(&study, warm, "effort_handling", ""));
    assert!(mean(&study, "effort_waiting") > 1.2 * wait, "{} {wait}", mean(&study, "effort_waiting"));
    assert_agrees(&study, "occupancy", "staff.agent", 0.6, 0.01);
}

#[test]
fn the_handle_time_of_chats_is_by_the_clock_with_the_work_after_them() {
    // More come than one agent can take, who always has two chats at hand: each goes at half speed, ten minutes and the
    // five after them alike.
    let desk = |law: &str| {
        let staff = format!(
            r#"
            [channel.talk]
            kind = "chat"
            slots = 2
            slowdown = 1
            after_contact_minutes = 5
            patience_minutes = 1e6
            step.do = {{ minutes = {{ mean = 10, {law} }} }}
            [staff.desk]
            serves = ["talk"]
            servers = 1
            [seam]
            identify_minutes = 0
            rebuild_minutes = 0
            "#
        );
        study(&market(150.0, "steps = [\"do\"]", &staff))
    };
    assert_agrees(&desk("law = \"fixed\""), "handle_minutes", "talk", 30.0, 1e-3);
    assert_agrees(&desk("cv = 1"), "handle_minutes", "talk", 30.0, 0.01);
}

#[test]
fn where_all_wait_beyond_all_measure_the_lines_stay_alike() {
    // Two desks alike, to which twice as many come as they can serve, and customers to whom a minute is a logit: what a
    // desk's line is longer by decides, however long both are.
    let desks = r#"
        [channel.anna]
        kind = "live"
        step.do = { minutes = { mean = 60 } }
        patience_minutes = 1e6
        [channel.bert]
        kind = "live"
        step.do = { minutes = { mean = 60 } }
        patience_minutes = 1e6
        [staff.a]
        serves = ["anna"]
        servers = 1
        [staff.b]
        serves = ["bert"]
        servers = 1
        "#;
    let study = study(&market(96.0, "steps = [\"do\"]", desks).replace("[choice]", "[choice]\nwait_aversion = 1"));
    let (anna, bert) = (values_of(&study, 0, "contacts", "anna"), values_of(&study, 0, "contacts", "bert"));
    assert_values_agree("contacts of one desk over the other's", &ratios(&anna, &bert), 1.0, 0.01);
}
