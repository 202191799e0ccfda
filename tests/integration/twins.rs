//! Work left behind in another channel, and matters sent twice: what they cost the desk, and what closing them spares it.

use crate::support::{assert_strategy_agrees, mean_of, ratios, strategy, study, study_in, values_of};
use throughline::experiment::{Order, Study};
use throughline::validate::letters::{CALL, RATE, calls_and_letters, line};

const NOW: usize = 0;
const SERVED: usize = 1;
const ARRIVES: usize = 2;
const DAYS: f64 = 60.0;

#[test]
fn a_letter_beside_every_call_doubles_the_load_of_the_mail_desk_until_it_is_closed() {
    let study = study(&calls_and_letters(DAYS));
    let letters = RATE * 1440.0 * DAYS;
    let twice = line(2.0 * RATE, 2.0 * RATE, 5.0, CALL);
    assert!((twice.mean_wait - 0.7 / 0.06).abs() < 1e-9, "M/M/1");
    let served = line(2.0 * RATE, 1.4 * RATE, 5.0, CALL);
    let arrives = line(1.4 * RATE, 1.4 * RATE, 5.0, CALL);
    for (strategy, line, closed) in [(NOW, &twice, 0.0), (SERVED, &served, 0.6 * served.late), (ARRIVES, &arrives, 0.6)]
    {
        assert_strategy_agrees(&study, strategy, "wait_minutes", "mail", line.mean_wait, 0.04);
        assert_strategy_agrees(&study, strategy, "occupancy", "staff.desk", line.busy, 0.01);
        assert_strategy_agrees(&study, strategy, "orphaned_contacts", "mail", letters, 0.01);
        assert_strategy_agrees(&study, strategy, "orphans_closed", "mail", closed * letters, 0.02);
        let hours = (1.0 - closed) * letters * 5.0 / 60.0;
        assert_strategy_agrees(&study, strategy, "orphaned_hours", "mail", hours, 0.02);
        assert_eq!(
            mean_of(&study, strategy, "orphaned_contacts", "phone"),
            0.0,
            "calls leave nothing behind at the phone"
        );
    }
}

#[test]
fn letters_are_closed_from_the_day_on_and_until_then_nothing_differs() {
    let from_day = |name: &str| format!("name = \"closed {name}\"\n        from_day = 31");
    let text = ["when served", "on arrival"].iter().fold(calls_and_letters(DAYS), |text, name| {
        text.replace(&format!("name = \"closed {name}\""), &from_day(name))
    });
    let text = text.replace("set = { \"seam.twin_closed_when\" = \"arrives\" }", "");
    let study_of_both = study(&text);
    let served = line(2.0 * RATE, 1.4 * RATE, 5.0, CALL);
    let letters = RATE * 1440.0 * DAYS / 2.0;
    assert_strategy_agrees(&study_of_both, SERVED, "orphans_closed", "mail", 0.6 * served.late * letters, 0.02);
    let until_then =
        study(&text.replace("horizon_days = 61", "horizon_days = 31").replace("replications = 20", "replications = 3"));
    for metric in ["wait_minutes", "occupancy", "orphaned_hours"] {
        let channel = if metric == "occupancy" { "staff.desk" } else { "mail" };
        let [as_now, served] = [NOW, SERVED].map(|at| values_of(&until_then, at, metric, channel));
        assert_eq!(as_now, served, "{metric}");
    }
}

#[test]
fn no_order_of_customers_moves_what_is_closed() {
    let text = calls_and_letters(DAYS).replace("replications = 20", "replications = 2");
    assert_eq!(study(&text).outcomes, study_in(&text, Order::Reverse).outcomes);
}

/// Calls on one morning, half to each of two numbers, each with a letter and a note beside; then six days to answer them.
fn morning(calls: &str, channels: &str, staff: &str, strategies: &str) -> Study {
    study(&format!(
        r#"
        [run]
        customers = 1000
        horizon_days = 7
        replications = 5
        seed = 28
        [segment.all]
        share = 1
        needs.ask = {{ per_year = 104 }}
        loss = {{ a = 0, b = 1 }}
        [choice]
        habit = 0
        taste_sd = 0
        [journey.ask]
        steps = ["ask"]
        by_weekday = [1, 0, 0, 0, 0, 0, 0]
        by_hour = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        give_up_days = 0.5
        {calls}
        {channels}
        {staff}
        [capability.continuity]
        twin_closed = {{ siloed = 0, integrated = 1 }}
        {strategies}
        "#
    ))
}

const CLOSES: &str = r#"
    [[strategy]]
    name = "closes"
    baseline = true
    levels = { continuity = 1 }
"#;

/// A telephone without a line, for so many minutes, and letters that take half an hour each.
fn phone_and_mail(call: f64) -> String {
    format!(
        r#"
        [channel.phone]
        kind = "live"
        step.ask = {{ minutes = {{ mean = {call}, law = "fixed" }} }}
        [channel.mail]
        kind = "messages"
        after_contact_minutes = 1
        step.ask = {{ fit = -50, minutes = {{ mean = 29, law = "fixed" }} }}
        "#
    )
}

#[test]
fn what_an_agent_has_begun_is_finished() {
    let staff = "[staff.desk]\nserves = [\"mail\"]\nservers = 1000";
    let study = morning("twin = { mail = 1 }", &phone_and_mail(3.0), staff, CLOSES);
    let orphans = values_of(&study, 0, "orphaned_contacts", "mail");
    assert_eq!(orphans, values_of(&study, 0, "contacts", "phone"));
    assert_eq!(values_of(&study, 0, "orphans_closed", "mail"), [0.0; 5]);
    assert_eq!(ratios(&values_of(&study, 0, "orphaned_hours", "mail"), &orphans), [0.5; 5]);
}

#[test]
fn nothing_is_closed_from_a_call_that_ends_beyond_the_horizon() {
    let staff = "[staff.desk]\nserves = [\"mail\"]\nservers = 1\nhours = \"sun 23:00-24:00\"";
    let closed_of = |call| {
        let study = morning("twin = { mail = 1 }", &phone_and_mail(call), staff, CLOSES);
        ratios(&values_of(&study, 0, "orphans_closed", "mail"), &values_of(&study, 0, "orphaned_contacts", "mail"))
    };
    assert_eq!(closed_of(3.0), [1.0; 5]);
    assert_eq!(closed_of(20_000.0), [0.0; 5]);
}

#[test]
fn each_passage_closes_with_its_own_level() {
    let channels = r#"
        [channel.phone]
        kind = "live"
        step.ask = { minutes = { mean = 3 } }
        [channel.video]
        kind = "live"
        step.ask = { minutes = { mean = 3 } }
        [channel.mail]
        kind = "messages"
        step.ask = { fit = -50, minutes = { mean = 30 } }
        [channel.note]
        kind = "messages"
        step.ask = { fit = -50, minutes = { mean = 30 } }
    "#;
    let staff = "[staff.desk]\nserves = [\"mail\", \"note\"]\nservers = 1";
    let strategies = r#"
        [[strategy]]
        name = "closes"
        baseline = true
        levels = { continuity = 1 }
        seam_levels = { continuity = { "mail>phone" = 0, "note>phone" = 0.25, "note>video" = 0.75, "phone>mail" = 0 } }
        [[strategy]]
        name = "no letters"
        levels = { continuity = 1 }
        channels = ["phone", "video", "note"]
    "#;
    let seam = "twin = { mail = 1, note = 1 }\n[seam]\ntwin_closed_when = \"arrives\"";
    let study = morning(seam, channels, staff, strategies);
    let closed = |channel| mean_of(&study, 0, "orphans_closed", channel);
    assert_eq!(
        closed("mail"),
        mean_of(&study, 0, "contacts", "video"),
        "all of those who are seen, none of those who call"
    );
    let of_notes = closed("note") / mean_of(&study, 0, "orphaned_contacts", "note");
    assert!((of_notes - 0.5).abs() < 3.5 * (0.25_f64 / 10_000.0).sqrt(), "{of_notes}");
    let closed_letters = strategy(&study, "no letters");
    assert_eq!(mean_of(&study, closed_letters, "orphaned_contacts", "mail"), 0.0, "nobody can write there");
    assert!(mean_of(&study, closed_letters, "orphaned_contacts", "note") > 1_500.0);
}

/// Letters whose senders wait for half an hour, and may then write again; calls by nobody.
fn letters(retry: f64, strategies: &str) -> Study {
    let channels = r#"
        [channel.mail]
        kind = "messages"
        patience_minutes = 30
        identify_minutes = 0
        after_contact_minutes = 1
        step.ask = { minutes = { mean = 5, law = "fixed" } }
        [channel.phone]
        kind = "live"
        step.ask = { fit = -50, minutes = { mean = 5 } }
    "#;
    let staff = "[staff.desk]\nserves = [\"mail\"]\nservers = 7";
    morning(&format!("retry = {retry}\npause_days = 0.01"), channels, staff, strategies)
}

#[test]
fn a_letter_does_not_close_another_in_its_own_channel() {
    let study = letters(
        1.0,
        r#"
        [[strategy]]
        name = "as now"
        baseline = true
        [[strategy]]
        name = "closes"
        levels = { continuity = 1 }
        [[strategy]]
        name = "closes on arrival"
        levels = { continuity = 1 }
        set = { "seam.twin_closed_when" = "arrives" }
        "#,
    );
    for one in [SERVED, ARRIVES] {
        assert!(mean_of(&study, one, "orphaned_contacts", "mail") > 100.0);
        assert_eq!(values_of(&study, one, "orphans_closed", "mail"), [0.0; 5]);
        for (metric, channel) in [("wait_minutes", "mail"), ("occupancy", "staff.desk"), ("effort_per_journey", "")] {
            assert_eq!(values_of(&study, NOW, metric, channel), values_of(&study, one, metric, channel), "{metric}");
        }
    }
}

#[test]
fn every_letter_whose_sender_stops_waiting_is_left_behind_and_worked_on() {
    let study = letters(0.0, CLOSES);
    let orphans = values_of(&study, 0, "orphaned_contacts", "mail");
    assert_eq!(orphans, values_of(&study, 0, "abandoned_contacts", "mail"));
    let hours = ratios(&values_of(&study, 0, "orphaned_hours", "mail"), &orphans);
    assert!(hours.iter().all(|hours| (hours - 0.1).abs() < 1e-12), "five minutes and one: {hours:?}");
}

#[test]
fn a_machine_closes_no_letter() {
    let staff = "[staff.desk]\nserves = [\"mail\"]\nservers = 1\nhours = \"sun 23:00-24:00\"";
    let channels = phone_and_mail(3.0).replace("kind = \"live\"", "kind = \"self_service\"");
    let study = morning("twin = { mail = 1 }", &channels, staff, CLOSES);
    assert_eq!(values_of(&study, 0, "orphaned_contacts", "mail"), values_of(&study, 0, "contacts", "phone"));
    assert_eq!(values_of(&study, 0, "orphans_closed", "mail"), [0.0; 5]);
}

#[test]
fn a_matter_is_sent_beside_the_first_contact_alone_to_where_the_customer_is_not_and_can_write() {
    let channels =
        phone_and_mail(3.0).replace("fit = -50, ", "").replacen("step.ask = {", "step.ask = { success = 0.5,", 1);
    let staff = "[staff.desk]\nserves = [\"mail\"]\nservers = 1000";
    let half = CLOSES.to_string() + "set = { \"segment.all.reach\" = { mail = 0.5 } }";
    let study = morning("twin = { mail = 1 }\npause_days = 0.01", &channels, staff, &half);
    let sent = mean_of(&study, 0, "orphaned_contacts", "mail") / mean_of(&study, 0, "journeys", "");
    // Half can write, and half of these call first. Two needs of each of 5000 customers.
    assert!((sent - 0.25).abs() < 3.5 * (0.125_f64 / 5_000.0).sqrt(), "{sent}");
}

#[test]
fn whoever_stands_behind_a_letter_is_served_when_it_is_closed() {
    let study = study(&format!(
        r#"
        [run]
        customers = 1
        horizon_days = 8
        replications = 2000
        seed = 29
        [segment.all]
        share = 1
        needs.start = {{ every_days = 7 }}
        loss = {{ a = 0, b = 1 }}
        [seam]
        identify_minutes = 0
        [journey.start]
        steps = ["start"]
        give_up_days = 0.5
        [journey.long]
        steps = ["long"]
        follows = [{{ journey = "start", probability = 1 }}]
        give_up_days = 0.5
        [journey.call]
        steps = ["call"]
        follows = [{{ journey = "start", probability = 1 }}]
        give_up_days = 0.5
        twin = {{ mail = 1 }}
        [journey.short]
        steps = ["short"]
        follows = [{{ journey = "start", probability = 1, after_days = 0.041666666667 }}]
        give_up_days = 0.5
        [channel.web]
        step.start.minutes.mean = 0
        [channel.chat]
        kind = "chat"
        slots = 2
        slowdown = 0
        patience_minutes = inf
        step.long = {{ minutes = {{ mean = 600, law = "fixed" }} }}
        step.short = {{ minutes = {{ mean = 1, law = "fixed" }} }}
        [channel.phone]
        kind = "live"
        access_minutes = 10
        step.call = {{ minutes = {{ mean = 60, law = "fixed" }} }}
        [channel.mail]
        kind = "messages"
        step.call = {{ fit = -50, minutes = {{ mean = 1, law = "fixed" }} }}
        [staff.desk]
        serves = ["chat", "mail"]
        servers = 1
        priority = ["mail"]
        [capability.continuity]
        twin_closed = {{ siloed = 0, integrated = 1 }}
        {CLOSES}
        "#
    ));
    // The letter, written ten minutes after the long chat began, waits for its end, and the short chat behind it until the call
    // is over, seventy minutes after: of an exponential hour, 60 e^(-7/6). The long chat does not wait.
    assert_strategy_agrees(&study, 0, "wait_minutes", "chat", 30.0 * f64::exp(-7.0 / 6.0), 0.05);
}

#[test]
fn a_letter_written_at_that_moment_is_answered_before_the_chat_where_letters_come_first() {
    let waited = |desk: &str| {
        let study = study(&format!(
            r#"
            [run]
            customers = 1
            horizon_days = 15
            replications = 20
            seed = 30
            [segment.all]
            share = 1
            needs.ask = {{ every_days = 7 }}
            loss = {{ a = 0, b = 1 }}
            [journey.ask]
            steps = ["ask"]
            give_up_days = 0.5
            twin = {{ mail = 1 }}
            [channel.chat]
            kind = "chat"
            patience_minutes = inf
            step.ask = {{ minutes = {{ mean = 10, law = "fixed" }} }}
            [channel.mail]
            kind = "messages"
            step.ask = {{ fit = -50, minutes = {{ mean = 60, law = "fixed" }} }}
            [staff.desk]
            serves = ["chat", "mail"]
            servers = 1
            {desk}
            [[strategy]]
            name = "only"
            baseline = true
            "#
        ));
        mean_of(&study, 0, "wait_minutes", "chat")
    };
    let one_at_a_time = "sharing = { limits = { chats = 1, messages = 1 } }";
    for rule in ["", one_at_a_time] {
        assert_eq!(waited(rule), 0.0, "chats are served before letters");
        assert_eq!(waited(&format!("{rule}\npriority = [\"mail\"]")), 60.0, "{rule}");
    }
    assert_eq!(
        waited("sharing = { limits = { together = 2 } }\npriority = [\"mail\"]"),
        0.0,
        "both are at hand at once"
    );
}
