//! What an agent has at hand at a time, held against chains and closed forms.

use crate::support::{assert_strategy_agrees, assert_values_agree, ratios, strategy, study, sums, values_of};
use throughline::experiment::Study;
use throughline::theory::pools::{Class, Sharing, shared_over_day, shared_pool};
use throughline::theory::queues::{self, erlang_b, interrupted_stay, priority_waits};

/// How each kind of contact is called, and the rest of its channel's table.
const KINDS: [(&str, &str); 3] = [("phone", "live"), ("chat", "chat"), ("mail", "messages")];

fn kind_of(class: &Class) -> (&'static str, &'static str) {
    match class.slots {
        _ if class.message => KINDS[2],
        1 => KINDS[0],
        _ => KINDS[1],
    }
}

/// Needs of 10,000 customers and a channel for each class, `more` of it by name, and what else there is.
fn market(classes: &[Class], days: u32, more: impl Fn(&str) -> &'static str, rest: &str) -> String {
    let needs = |class: &Class| {
        let per_year = class.rate * 1440.0 * 364.0 / 10_000.0;
        format!("needs.{}_need = {{ per_year = {per_year} }}\n", kind_of(class).0)
    };
    let channel = |class: &Class| {
        let (name, kind) = kind_of(class);
        let sharing = if kind == "chat" {
            format!("slots = {}\nslowdown = {}", class.slots, class.slowdown)
        } else {
            String::new()
        };
        let (patience, minutes) = (class.mean_patience, class.mean_service);
        format!(
            r#"
            [journey.{name}_need]
            steps = ["{name}_step"]
            give_up_days = 0.5
            retry = 0
            {}
            [channel.{name}]
            kind = "{kind}"
            identify_minutes = 0
            patience_minutes = {patience}
            {sharing}
            {}
            step.{name}_step = {{ minutes = {{ mean = {minutes}, law = "exponential" }} }}
            "#,
            more("journey"),
            more(name),
        )
    };
    format!(
        r"
        [run]
        customers = 10_000
        horizon_days = {}
        warm_up_days = 1
        replications = 20
        seed = 27
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        {}
        {}
        [choice]
        habit = 0
        taste_sd = 0
        wait_aversion = 0
        {rest}
        ",
        days + 1,
        classes.iter().map(needs).collect::<Vec<_>>().concat(),
        classes.iter().map(channel).collect::<Vec<_>>().concat(),
    )
}

fn nothing_more(_: &str) -> &'static str {
    ""
}

/// A strategy that differs from the scenario as typed in what an agent has at hand.
fn sharing(name: &str, value: &str) -> String {
    format!("[[strategy]]\nname = \"{name}\"\nset = {{ \"staff.desk.sharing\" = {value} }}\n")
}

const AS_TYPED: &str = "[[strategy]]\nname = \"chats first\"\nbaseline = true\n";

/// Holds waits, hang-ups, handling and occupancy under a strategy against the chain.
fn assert_as_the_chain(study: &Study, name: &str, classes: &[Class], rule: Sharing, agents: usize) {
    let desk = shared_pool(classes, rule, agents, 10);
    assert!(desk.cut < 2e-5, "{name}: {}", desk.cut);
    let at = strategy(study, name);
    for (class, fare) in classes.iter().zip(&desk.fares) {
        let channel = kind_of(class).0;
        assert_strategy_agrees(study, at, "wait_minutes", channel, fare.mean_wait, 0.06);
        assert_strategy_agrees(study, at, "abandonment_rate", channel, fare.hang_up, 0.06);
        if !class.message {
            assert_strategy_agrees(study, at, "handle_minutes", channel, fare.mean_handling, 0.01);
        }
    }
    assert_strategy_agrees(study, at, "occupancy", "staff.desk", desk.busy, 0.01);
}

/// Calls of four minutes, chats of seven in threes, letters of five: so many of each a minute.
fn three_kinds([calls, chats, letters]: [f64; 3]) -> [Class; 3] {
    [
        Class { mean_patience: 4.0, ..Class::calls(calls, 4.0) },
        Class { mean_patience: 5.0, ..Class::chats(chats, 7.0, 3, 0.4) },
        Class { mean_patience: 15.0, ..Class::messages(letters, 5.0) },
    ]
}

const TWO_FOR_ALL: &str = "[staff.desk]\nserves = [\"phone\", \"chat\", \"mail\"]\nservers = 2\n";

#[test]
fn calls_that_interrupt_chats_and_letters_fare_as_their_chain_says_and_so_do_these() {
    let classes = three_kinds([0.12, 0.1, 0.03]);
    let text =
        market(&classes, 40, nothing_more, TWO_FOR_ALL) + AS_TYPED + &sharing("calls interrupt", "\"call_interrupts\"");
    let study = study(&text);
    assert_as_the_chain(&study, "chats first", &classes, Sharing::ChatsFirst, 2);
    assert_as_the_chain(&study, "calls interrupt", &classes, Sharing::CallInterrupts, 2);
}

#[test]
fn calls_chats_and_letters_side_by_side_fare_as_the_chain_of_their_limits_says() {
    let classes = three_kinds([0.15, 0.25, 0.04]);
    let text = market(&classes, 40, nothing_more, TWO_FOR_ALL)
        + AS_TYPED
        + &sharing("limits", "{ limits = { calls = 1, chats = 3, together = 3 } }")
        + &sharing("letters beside", "{ limits = { chats = 2, messages = 2, together = 2 } }");
    let study = study(&text);
    let limits = |chats, messages, together| Sharing::Limits { calls: 1, chats, messages, together };
    assert_as_the_chain(&study, "limits", &classes, limits(3, 1, 3), 2);
    assert_as_the_chain(&study, "letters beside", &classes, limits(2, 2, 2), 2);
}

#[test]
fn a_channel_with_priority_is_taken_first_by_whoever_is_free_for_it() {
    let calls = Class { mean_patience: 6.0, ..Class::calls(0.25, 4.0) };
    let chats = Class { mean_patience: 8.0, rank: 0, ..Class::chats(0.2, 8.0, 2, 0.5) };
    let classes = [calls, chats];
    let staff = "[staff.desk]\nserves = [\"phone\", \"chat\"]\nservers = 2\npriority = [\"chat\"]\n";
    let text = market(&classes, 40, nothing_more, staff)
        + AS_TYPED
        + &sharing("calls interrupt", "\"call_interrupts\"")
        + &sharing("two at a time", "{ limits = { calls = 2, together = 2 } }");
    let study = study(&text);
    let two = Sharing::Limits { calls: 2, chats: 2, messages: 1, together: 2 };
    for (name, rule) in [("calls interrupt", Sharing::CallInterrupts), ("two at a time", two)] {
        let desk = shared_pool(&classes, rule, 2, 14);
        assert!(desk.cut < 2e-5, "{name}: {}", desk.cut);
        let at = strategy(&study, name);
        for (fare, channel) in desk.fares.iter().zip(["phone", "chat"]) {
            assert_strategy_agrees(&study, at, "wait_minutes", channel, fare.mean_wait, 0.04);
            assert_strategy_agrees(&study, at, "handle_minutes", channel, fare.mean_handling, 0.01);
        }
    }
}

#[test]
fn the_work_after_a_call_keeps_what_it_interrupted_standing_still() {
    // Calls of three exponential minutes with two of work after them, chats one by one of six with one.
    let classes = [Class::calls(0.06, 3.0), Class { slots: 1, ..Class::chats(0.04, 6.0, 2, 0.7) }];
    let after = |channel: &str| match channel {
        "phone" => "after_contact_minutes = 2",
        "chat" => "after_contact_minutes = 1",
        _ => "",
    };
    let staff = "[staff.desk]\nserves = [\"phone\", \"chat\"]\nservers = 1\nsharing = \"call_interrupts\"\n";
    let text = market(&[classes[0], Class { slots: 2, ..classes[1] }], 60, after, staff)
        .replace("slots = 2\nslowdown = 0.7", "slots = 1")
        + AS_TYPED;
    let study = study(&text);
    let held = |class: &Class, after: f64| {
        let mean = class.mean_service + after;
        queues::Class { rate: class.rate, mean_service: mean, cv: class.mean_service / mean }
    };
    let (calls, chats) = (held(&classes[0], 2.0), held(&classes[1], 1.0));
    let wait = priority_waits(&[calls]).expect("a stable queue")[0];
    assert_strategy_agrees(&study, 0, "wait_minutes", "phone", wait, 0.02);
    assert_strategy_agrees(&study, 0, "handle_minutes", "phone", 5.0, 0.01);
    let parts = ["wait_minutes", "handle_minutes"].map(|metric| values_of(&study, 0, metric, "chat"));
    let stay = interrupted_stay(&calls, &chats).expect("a stable queue");
    assert_values_agree("stay of chats", &sums(&parts), stay, 0.02);
}

#[test]
fn those_who_would_wait_turn_elsewhere_and_a_call_does_not_wait_for_chats() {
    // Whoever would wait goes to the web: the desk never has a line for calls, only as many as there are agents.
    let text = |rule: &str| {
        format!(
            r#"
            [run]
            customers = 10_000
            horizon_days = 21
            warm_up_days = 1
            replications = 12
            seed = 4
            [segment.all]
            share = 1
            loss = {{ a = 0, b = 1 }}
            taste = {{ web = -20 }}
            needs.help = {{ per_year = 13.104 }}
            needs.talk = {{ per_year = 6.552 }}
            [journey.help]
            steps = ["help"]
            give_up_days = 0.5
            [journey.talk]
            steps = ["talk"]
            give_up_days = 0.5
            [channel.phone]
            kind = "live"
            identify_minutes = 0
            after_contact_minutes = 1
            step.help.minutes = {{ mean = 4, law = "exponential" }}
            [channel.web]
            step.help.minutes.mean = 1
            [channel.chat]
            kind = "chat"
            identify_minutes = 0
            step.talk.minutes.mean = 10
            [staff.desk]
            serves = ["phone", "chat"]
            servers = 2
            sharing = {rule}
            [choice]
            habit = 0
            taste_sd = 0
            wait_aversion = 1000
            {AS_TYPED}
            "#
        )
    };
    // A quarter of a call a minute, each of five with the work after it.
    let turned_elsewhere = erlang_b(1.25, 2);
    let share = |rule: &str| {
        let study = study(&text(rule));
        let begun = ["start>web", "start>phone"].map(|passage| values_of(&study, 0, "contact_flow", passage));
        ratios(&begun[0], &sums(&begun))
    };
    for rule in ["\"call_interrupts\"", "{ limits = { calls = 1, chats = 3, together = 4 } }"] {
        assert_values_agree(rule, &share(rule), turned_elsewhere, 0.01);
    }
    assert!(share("\"chats_first\"").iter().all(|&share| share > turned_elsewhere + 0.1));
}

#[test]
fn at_the_end_of_a_shift_what_was_interrupted_is_finished_and_nothing_more_is_taken() {
    // Needs arise in two hours of the day, in which the desk is open: an hour with two agents, and one with one.
    let calls = Class { mean_patience: 4.0, ..Class::calls(0.25, 4.0) };
    let chats = Class { mean_patience: 6.0, ..Class::chats(0.15, 12.0, 2, 0.2) };
    let classes = [calls, chats];
    let a_day = classes.map(|class| Class { rate: class.rate * 2.0 / 24.0, ..class });
    let hours = |what: &str| match what {
        "journey" => "contact_limit = 1\nby_hour = [0,0,0,0,0,0,0,0,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0]",
        _ => "",
    };
    let staff = r#"
        [staff.desk]
        serves = ["phone", "chat"]
        timetable = [{ hours = "mon-sun 08:00-10:00", servers = 1 }, { hours = "mon-sun 08:00-09:00", servers = 1 }]
        sharing = "call_interrupts"
        "#;
    let study = study(&(market(&a_day, 240, hours, staff) + AS_TYPED));
    let fares = shared_over_day(&classes, Sharing::CallInterrupts, &[(2, 60.0), (1, 60.0)], 10);
    for (fare, channel) in fares.iter().zip(["phone", "chat"]) {
        assert_strategy_agrees(&study, 0, "abandoned_contacts", channel, 240.0 * fare.hung_up, 0.02);
        assert_strategy_agrees(&study, 0, "turned_away_contacts", channel, 240.0 * fare.turned_away, 0.05);
    }
}

/// One agent for chats, which all fail after four minutes, take two more afterwards, and are passed on to a call of six.
fn passed_on_to_oneself(sharing: &str) -> Study {
    study(&format!(
        r#"
        [run]
        customers = 40
        horizon_days = 364
        replications = 2
        seed = 3
        [segment.all]
        share = 1
        taste = {{ chat = 50 }}
        needs.help = {{ per_year = 2 }}
        [journey.help]
        steps = ["solve"]
        [channel.chat]
        kind = "chat"
        identify_minutes = 0
        after_contact_minutes = 2
        transfer = 1
        accepts_transfers = false
        step.solve = {{ success = 0, minutes = {{ mean = 4, law = "fixed" }} }}
        [channel.phone]
        kind = "live"
        identify_minutes = 0
        step.solve = {{ minutes = {{ mean = 6, law = "fixed" }} }}
        [staff.desk]
        serves = ["chat", "phone"]
        servers = 1
        sharing = {sharing}
        [seam]
        rebuild_minutes = 0
        cold = 0
        [[strategy]]
        name = "as it is"
        baseline = true
        "#
    ))
}

#[test]
fn whoever_passes_a_chat_on_to_a_call_of_their_own_has_the_call_first_and_the_work_after_the_chat_then() {
    let handled = |sharing, channel| {
        let study = passed_on_to_oneself(sharing);
        let values = values_of(&study, 0, "handle_minutes", channel);
        values.iter().sum::<f64>() / values.len() as f64
    };
    // Some meet, of eighty needs a year: the usual contact is what is looked at.
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 0.05, "{found} for {expected}");
    near(handled("\"call_interrupts\"", "phone"), 6.0);
    near(handled("\"call_interrupts\"", "chat"), 4.0 + 6.0 + 2.0);
    near(handled("\"chats_first\"", "phone"), 6.0);
    near(handled("\"chats_first\"", "chat"), 4.0 + 2.0);
    near(handled("{ limits = { calls = 1, chats = 3, together = 4 } }", "phone"), 6.0);
}
