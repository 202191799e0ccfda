//! Channels that become of another kind on a day, gain a staff pool or lose it: what is under way ends as it began, and all
//! else is as if it had always been so.

use crate::support::{
    ALONE, PLAIN, assert_agrees, assert_estimate_agrees, assert_values_agree, mean_of, sized, study, sums, values_of,
    week_of,
};
use throughline::experiment::Study;
use throughline::outcomes::SERIES;
use throughline::theory::queues::{erlang_a, erlang_c};

/// Twenty-four contacts an hour of six minutes with two who serve, in a channel of this kind.
fn desk(channel: &str, staff: &str, change: &str) -> Study {
    study(&desk_text(channel, staff, change))
}

fn desk_text(channel: &str, staff: &str, change: &str) -> String {
    format!(
        r#"
        {}
        [segment.all]
        share = 1
        needs.ask = {{ per_year = 52.416 }}
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        retry = 0
        [channel.desk]
        {channel}
        step.ask.minutes = {{ mean = 6, law = "exponential" }}
        [staff.agents]
        {staff}
        servers = 4
        cost_per_hour = 30
        {PLAIN}{change}{ALONE}"#,
        sized(4_000, 56, 30)
    )
}

const RATE: f64 = 24.0 / 60.0;

fn assert_weeks(study: &Study, weeks: std::ops::RangeInclusive<u32>, wait: f64) {
    for week in weeks {
        assert_estimate_agrees(&format!("wait in week {week}"), week_of(study, week, "wait_minutes"), wait, 0.08);
    }
}

/// Who served without a pool is paid by the minute; a pool by the hour, from the day on which it serves.
#[test]
fn a_channel_that_gains_a_pool_has_a_line_and_wages_from_then_on() {
    let change =
        "[[change]]\nday = 28\nset = { \"staff.agents.serves\" = [\"desk\"], \"channel.desk.cost_per_minute\" = 0 }\n";
    let study = desk("kind = \"live\"\npatience_minutes = 5\ncost_per_minute = 0.5", "serves = []", change);
    let exact = erlang_a(RATE, 6.0, 5.0, 4).expect("a desk");
    let wait = SERIES.iter().position(|one| one.id == "wait_minutes").expect("a series");
    assert!(study.week(0, 3, wait).is_none(), "nobody waits where nobody has to");
    assert_weeks(&study, 6..=8, exact.mean_wait);
    assert_agrees(&study, "pool_abandonment_rate", "staff.agents", exact.abandon, 0.03);
    let wages = 28.0 * 24.0 * 4.0 * 30.0;
    assert_agrees(&study, "cost_to_serve", "", wages + 28.0 * 24.0 * 24.0 * 6.0 * 0.5, 0.01);
    assert_agrees(&study, "staffed_hours", "staff.agents", 28.0 * 24.0 * 4.0, 1.0);
}

#[test]
fn a_channel_that_loses_its_pool_serves_at_once_also_those_who_wait() {
    let change =
        "[[change]]\nday = 28\nset = { \"staff.agents.serves\" = [], \"channel.desk.cost_per_minute\" = 0.5 }\n";
    let study = desk("kind = \"live\"\npatience_minutes = inf", "serves = [\"desk\"]", change);
    let exact = erlang_c(RATE, 6.0, 4).expect("a desk that keeps up");
    assert_weeks(&study, 2..=4, exact.mean_wait);
    // Contacts are paid by the day on which they arrive: nobody is paid twice.
    assert_agrees(&study, "cost_to_serve", "", 28.0 * 24.0 * (4.0 * 30.0 + 24.0 * 6.0 * 0.5), 0.01);
}

/// Letters that nobody has answered when their desk is given up: each has waited from its arrival to that midnight.
#[test]
fn letters_in_line_are_answered_at_once_when_no_pool_serves_them_any_more() {
    let text = |kind: &str, patience: &str, change: &str| {
        desk(
            &format!("kind = \"{kind}\"\npatience_minutes = {patience}"),
            "serves = [\"desk\"]\nhours = \"sun 23:00-24:00\"",
            change,
        )
    };
    let given_up = |more: &str| format!("[[change]]\nday = 4\nset = {{ \"staff.agents.serves\" = []{more} }}\n");
    let study = text("messages", "inf", &given_up(""));
    let waited = values_of(&study, 0, "wait_minutes", "desk");
    let contacts = values_of(&study, 0, "contacts", "desk");
    // Those of four days have waited for two in the mean; all others not at all, and are in no line.
    let mean = 2.0 * 1440.0;
    assert_values_agree("wait of letters", &waited, mean, 0.02);
    assert!(contacts.iter().all(|&all| all > 50.0 * 24.0 * 24.0));
    // Of those who wait no longer than an exponential time of a day, the others have hung up, and nothing of theirs is done.
    let study = text("messages", "1440", &given_up(""));
    let left = (1.0 - (-4.0_f64).exp()) / 4.0;
    assert_agrees(&study, "orphaned_contacts", "desk", 4.0 * 24.0 * 24.0 * (1.0 - left), 0.02);
    assert_eq!(mean_of(&study, 0, "orphaned_hours", "desk"), 0.0);
}

/// Two weeks of letters, which wait for ever, and calls from then on.
#[test]
fn a_channel_of_letters_becomes_one_of_calls() {
    let calls =
        "[[change]]\nday = 28\nset = { \"channel.desk.kind\" = \"live\", \"channel.desk.patience_minutes\" = 5 }\n";
    let study = desk("kind = \"messages\"\npatience_minutes = inf", "serves = [\"desk\"]", calls);
    let letters = erlang_c(RATE, 6.0, 4).expect("a desk").mean_wait;
    let exact = erlang_a(RATE, 6.0, 5.0, 4).expect("a desk");
    let callers = exact.mean_wait;
    assert_weeks(&study, 6..=8, callers);
    assert_agrees(&study, "wait_minutes", "desk", f64::midpoint(letters, callers), 0.05);
    // Of all channels, the waits of those who wait in person alone.
    assert_agrees(&study, "wait_minutes", "", callers, 0.05);
    assert_agrees(&study, "pool_abandonment_rate", "staff.agents", exact.abandon, 0.03);
}

/// A machine by which customers help themselves becomes people who talk to them: only theirs is the time of those who serve.
#[test]
fn contacts_count_as_of_what_their_channel_was_when_they_arrived() {
    let people = "[[change]]\nday = 42\nset = { \"channel.desk.kind\" = \"live\", \"channel.desk.step.ask.minutes.mean\" = 9 }\n";
    let text = desk_text("kind = \"self_service\"", "", people);
    let study = study(&text.replace("[staff.agents]", "").replace("servers = 4", "").replace("cost_per_hour = 30", ""));
    assert_agrees(&study, "handle_minutes", "", 9.0, 0.02);
    assert_agrees(&study, "handle_minutes", "desk", (42.0 * 6.0 + 14.0 * 9.0) / 56.0, 0.02);
    assert_agrees(&study, "first_contact_resolution", "", 1.0, 1.0);
    let all = sums(&[values_of(&study, 0, "contacts", "desk")]);
    assert_values_agree("contacts", &all, 56.0 * 576.0, 0.01);
}

/// Somebody with a letter in the line, and nobody on duty: a letter is not turned away where callers would be.
#[test]
fn a_letter_in_the_line_stays_a_letter_when_its_channel_becomes_one_of_calls() {
    let set = |kind: &str| {
        format!(
            "[[change]]\nday = 3\nset = {{ \"channel.desk.kind\" = \"{kind}\", \"channel.desk.patience_minutes\" = 1e9 }}\n"
        )
    };
    let of = |change: &str| {
        desk(
            "kind = \"messages\"\npatience_minutes = inf",
            "serves = [\"desk\"]\nhours = \"thu-sun 12:00-24:00\"",
            change,
        )
    };
    let study = of(&set("live"));
    assert_eq!(mean_of(&study, 0, "turned_away_contacts", ""), mean_of(&study, 0, "turned_away_contacts", "desk"));
    // Callers come after the letters of three days and a half, and before any that is not yet answered: they wait as if
    // there were no letters, but for those that are being answered.
    assert!(week_of(&study, 1, "wait_minutes").mean < 10.0, "{}", week_of(&study, 1, "wait_minutes").mean);
    assert!(mean_of(&study, 0, "wait_minutes", "desk") > 10.0);
}

/// Where nobody needs anything before the day, a channel is as if it had always been so, to the last digit.
#[test]
fn where_nobody_came_before_the_day_the_channel_is_as_if_it_had_always_been_so() {
    let served = |kind: &str| format!("\"channel.desk.kind\" = \"{kind}\", \"staff.agents.serves\" = [\"desk\"]");
    let alone = |kind: &str| format!("\"channel.desk.kind\" = \"{kind}\", \"staff.agents.serves\" = []");
    let forms = [served("messages"), served("chat"), served("live"), alone("self_service"), alone("live")];
    let of = |sets: &[&String]| {
        let change = |(day, set): (u32, &&String)| format!("[[change]]\nday = {day}\nset = {{ {set} }}\n");
        let changes: String = [0, 3].into_iter().zip(sets).map(change).collect();
        let text = "[journey.ask]\nby_weekday = [0, 0, 0, 1, 1, 1, 1]\n";
        let study = study(&market(text, &changes));
        let keys = study.keys.iter().enumerate();
        let told = keys.filter(|(_, key)| !key.channel.starts_with("staff.") && !key.metric.starts_with("cost"));
        let told = told.filter(|(_, key)| {
            !["profit", "profit_per_customer", "staffed_hours", "npv", "lifetime_value"].contains(&key.metric)
        });
        told.map(|(at, key)| (key.metric, key.channel.clone(), study.values(0, at))).collect::<Vec<_>>()
    };
    for then in &forms {
        let always = of(&[then]);
        for first in forms.iter().filter(|first| *first != then) {
            let later = of(&[first, then]);
            let pairs = later
                .iter()
                .filter_map(|one| Some((one, always.iter().find(|all| (all.0, &all.1) == (one.0, &one.1))?)));
            let mut looked_at = 0;
            for (one, other) in pairs {
                assert_eq!(one, other, "{first}, then {then}");
                looked_at += 1;
            }
            assert!(looked_at > 60, "{looked_at}");
        }
    }
}

/// What hangs on the kind of a channel (patience, what waiting weighs, slots) waits for `full_day` with it.
#[test]
fn on_the_way_to_another_kind_a_channel_is_what_it_was_in_all_that_hangs_on_it() {
    let strategies = "[[strategy]]\nname = \"now\"\nbaseline = true\n[[strategy]]\nname = \"letters\"\nfrom_day = 7\nfull_day = 42\nset = { \"channel.desk.kind\" = \"messages\" }\n";
    let text = desk_text("kind = \"live\"", "serves = [\"desk\"]", "")
        .replace(ALONE, strategies)
        .replace("servers = 4", "servers = 2");
    let study = study(&text);
    let wait = SERIES.iter().position(|one| one.id == "wait_minutes").expect("a series");
    let mean = |strategy: usize, week: usize| study.week(strategy, week - 1, wait).map(|estimate| estimate.mean);
    for week in 1..=6 {
        assert_eq!(mean(0, week), mean(1, week), "week {week}");
    }
    assert_ne!(mean(0, 8), mean(1, 8), "letters wait otherwise");
}

fn market(journey: &str, changes: &str) -> String {
    format!(
        r#"
        {}
        [segment.all]
        share = 1
        needs.ask = {{ per_year = 400, cv = 0.5 }}
        {journey}
        steps = ["look", "ask"]
        give_up_days = 1
        [channel.web]
        step.look = {{ minutes.mean = 4, success = 0.7 }}
        step.ask = {{ fit = -2, minutes.mean = 9, success = 0.3 }}
        [channel.desk]
        kind = "live"
        step.ask = {{ minutes.mean = 6, success = 0.8 }}
        [staff.agents]
        serves = ["desk"]
        servers = 3
        {changes}
        {ALONE}"#,
        sized(300, 7, 3)
    )
}
