//! From contact to contact of one journey: who is known, what is lost, who is passed on where, and what channels that
//! disagree do.

use crate::support::{
    assert_strategy_agrees, assert_values_agree, mean, mean_of, ratios, strategy, study, sums, values_of,
};
use throughline::experiment::Study;
use throughline::validate::conflicts::{EVEN, SURE, THRICE, market, web_then_store};

/// A strategy of its own.
fn with(name: &str, what: &str) -> String {
    format!("[[strategy]]\nname = \"{name}\"\n{what}\n")
}

fn flow(study: &Study, strategy: usize, passage: &str) -> Vec<f64> {
    values_of(study, strategy, "contact_flow", passage)
}

#[test]
fn who_only_hung_up_has_nothing_to_lose() {
    let text = market(
        "steps = [\"resolve\"]\nretry = 1",
        r#"
        [channel.phone]
        kind = "live"
        patience_minutes = 2
        step.resolve = { minutes = { mean = 15 } }
        [channel.chat]
        kind = "chat"
        patience_minutes = 2
        step.resolve = { minutes = { mean = 15 } }
        [staff.agent]
        serves = ["phone", "chat"]
        servers = 1
        "#,
    );
    let study = study(&(text + &with("known", "levels = { continuity = 1 }")));
    assert!(mean(&study, "failed_contacts_per_journey") > 0.2);
    assert!(mean(&study, "switches_per_journey") > 0.05);
    assert!(values_of(&study, 0, "context_lost_rate", "").is_empty());
    assert_eq!(mean(&study, "effort_rebuilding"), 0.0);
    assert_eq!(study.outcomes[0], study.outcomes[1]);
}

/// A question asked on the web, and settled on the phone or in a chat, where half the attempts fail.
fn web_then_assisted(strategies: &str) -> Study {
    let rest = r#"
        [channel.web]
        step.explain = { minutes = { mean = 1 } }
        [channel.phone]
        kind = "live"
        step.resolve = { success = 0.5, minutes = { mean = 1 } }
        [channel.chat]
        kind = "chat"
        step.resolve = { success = 0.5, minutes = { mean = 1 } }
        [capability.identity]
        recognised = { siloed = 0, integrated = 1 }
        [capability.continuity]
        context_kept = { siloed = 0, integrated = 1 }
        context_kept_within = { siloed = 0, integrated = 1 }
        "#;
    study(&(market("steps = [\"explain\", \"resolve\"]", rest) + strategies))
}

#[test]
fn a_failure_is_made_good_only_where_context_is_kept() {
    let study = web_then_assisted(&with("connected", "levels = { continuity = 1 }"));
    let made_good = |name: &str| values_of(&study, strategy(&study, name), "reported_recovered", "").len();
    assert_eq!((made_good("multichannel"), made_good("connected")), (0, 8));
}

/// The share of the contacts in a channel that came by a passage.
fn came_by(study: &Study, one: usize, passage: &str, channel: &str) -> Vec<f64> {
    let all: Vec<Vec<f64>> =
        ["web", "phone", "chat"].iter().map(|before| flow(study, one, &format!("{before}>{channel}"))).collect();
    ratios(&flow(study, one, passage), &sums(&all))
}

#[test]
fn a_level_for_one_seam_acts_there_and_nowhere_else() {
    let passages = ["web>phone", "web>chat", "phone>phone", "phone>chat", "chat>phone"];
    let named = |passage: &str| passage.replace('>', " to ");
    let only = |passage: &&str| {
        with(&named(passage), &format!("seam_levels = {{ continuity = {{ \"{passage}\" = 1 }} }}"))
            + &with(
                &format!("all but {}", named(passage)),
                &format!("levels = {{ continuity = 1 }}\nseam_levels = {{ continuity = {{ \"{passage}\" = 0 }} }}"),
            )
    };
    let study = web_then_assisted(&passages.iter().map(only).collect::<String>());
    for passage in passages {
        for channel in ["phone", "chat"] {
            let (one, rest) = (&named(passage), &format!("all but {}", named(passage)));
            let (one, rest) = (strategy(&study, one), strategy(&study, rest));
            let part = |one| {
                let leads_here = passage.ends_with(channel);
                if leads_here { came_by(&study, one, passage, channel) } else { vec![0.0; 8] }
            };
            let lost = |one| values_of(&study, one, "context_lost_rate", channel);
            for (lost, kept) in lost(one).iter().zip(part(one)) {
                assert!((lost + kept - 1.0).abs() < 1e-12, "{passage} in {channel}: {lost} {kept}");
            }
            for (lost, part) in lost(rest).iter().zip(part(rest)) {
                assert!((lost - part).abs() < 1e-12, "all but {passage} in {channel}: {lost} {part}");
            }
        }
    }
}

#[test]
fn being_recognised_at_one_seam_helps_there_only() {
    let known = "seam_levels = { identity = { \"web>phone\" = 1 } }";
    let study = web_then_assisted(&with("known", known));
    let identified = values_of(&study, 1, "identification_rate", "phone");
    // Counted among contacts served, whereas a passage counts contacts begun: the few cut by the horizon differ.
    for (identified, known) in identified.iter().zip(came_by(&study, 1, "web>phone", "phone")) {
        assert!((identified + known - 1.0).abs() < 5e-3, "{identified} {known}");
    }
    assert_eq!(mean_of(&study, 1, "identification_rate", "chat"), 1.0);
    assert_eq!(mean_of(&study, 0, "identification_rate", "phone"), 1.0);
}

#[test]
fn whoever_is_not_recognised_says_who_they_are_where_that_takes_time() {
    let rest = r#"
        [channel.phone]
        kind = "live"
        identify_minutes = 0.5
        step.resolve = { minutes = { mean = 1, law = "fixed" } }
        [channel.store]
        kind = "live"
        identify_minutes = 0
        step.resolve = { minutes = { mean = 1, law = "fixed" } }
        [channel.web]
        step.resolve = { minutes = { mean = 1, law = "fixed" } }
        [capability.identity]
        recognised = { siloed = 0.4, integrated = 0.8 }
        "#;
    let study = study(&(market("steps = [\"resolve\"]", rest) + &with("known", "levels = { identity = 0.5 }")));
    for (one, recognised) in [(0, 0.4), (1, 0.6)] {
        assert_strategy_agrees(&study, one, "identification_rate", "phone", 1.0 - recognised, 0.02);
        assert_eq!(mean_of(&study, one, "identification_rate", "store"), 0.0);
        assert_eq!(mean_of(&study, one, "identification_rate", "web"), 0.0);
        assert_strategy_agrees(&study, one, "effort_identification", "", (1.0 - recognised) * 0.5 / 3.0, 0.03);
        // Saying who one is takes time of its own, and no time of the step's.
        assert_eq!(mean_of(&study, one, "effort_handling", ""), 1.0);
    }
}

/// The phone can settle nothing and passes everybody on; the store settles most, a chat little. A drawn transfer goes to
/// the chat twice as often as to the store or to another desk of the phone.
fn switchboard(strategies: &str) -> Study {
    let rest = r#"
        synergy = { "phone>chat" = 0.693147180559945 }
        [channel.phone]
        kind = "live"
        transfer = 1
        step.resolve = { success = 0, minutes = { mean = 1 } }
        [channel.chat]
        kind = "chat"
        step.resolve = { success = 0.3, minutes = { mean = 1 } }
        [channel.store]
        kind = "live"
        step.resolve = { success = 0.9, minutes = { mean = 1 } }
        [capability.routing]
        routed_right = { siloed = 0, integrated = 1 }
        "#;
    study(&(market("steps = [\"resolve\"]", rest) + strategies))
}

/// Where the phone's transfers went: share by channel.
fn passed_on(study: &Study, one: usize, channel: &str) -> Vec<f64> {
    let flows = ["phone", "chat", "store"].map(|to| flow(study, one, &format!("phone>{to}")));
    ratios(&flow(study, one, &format!("phone>{channel}")), &sums(&flows))
}

#[test]
fn transfers_go_by_choice_or_to_where_the_step_succeeds_most_often() {
    let study = switchboard(&with("routed", "levels = { routing = 1 }"));
    for (channel, share) in [("phone", 0.25), ("chat", 0.5), ("store", 0.25)] {
        assert_values_agree(channel, &passed_on(&study, 0, channel), share, 0.02);
        let best = if channel == "store" { 1.0 } else { 0.0 };
        assert!(passed_on(&study, 1, channel).iter().all(|&share| share == best), "{channel}");
    }
}

#[test]
fn a_channel_that_accepts_no_transfers_gets_none_from_its_own_desks_either() {
    let refuses = |name: &str, channel: &str, routing: u8| {
        with(
            name,
            &format!("levels = {{ routing = {routing} }}\nset = {{ \"channel.{channel}.accepts_transfers\" = false }}"),
        )
    };
    let study = switchboard(
        &(refuses("no chat", "chat", 0) + &refuses("no store", "store", 1) + &refuses("no phone", "phone", 0)),
    );
    for (name, phone, chat, store) in
        [("no chat", 0.5, 0.0, 0.5), ("no store", 0.0, 1.0, 0.0), ("no phone", 0.0, 2.0 / 3.0, 1.0 / 3.0)]
    {
        for (channel, share) in [("phone", phone), ("chat", chat), ("store", store)] {
            let shares = passed_on(&study, strategy(&study, name), channel);
            if share == 0.0 || share == 1.0 {
                assert!(shares.iter().all(|&one| one == share), "{name} {channel}: {shares:?}");
            } else {
                assert_values_agree(&format!("{name} {channel}"), &shares, share, 0.02);
            }
        }
    }
}

#[test]
fn two_channels_conflict_as_often_as_they_are_inconsistent() {
    let study = study(&web_then_store(SURE, SURE, "", ""));
    for (one, conflicts) in [(0, 0.3), (1, 1.0)] {
        let conflicts_a_switch = ratios(
            &values_of(&study, one, "conflicts_per_journey", ""),
            &values_of(&study, one, "switches_per_journey", ""),
        );
        if one == 0 {
            assert_values_agree("conflicts", &conflicts_a_switch, conflicts, 0.02);
        } else {
            assert!(conflicts_a_switch.iter().all(|&share| share == conflicts));
        }
    }
}

#[test]
fn half_the_conflicts_are_a_better_price_and_cost_the_discount() {
    let discount = with("discount", "set = { \"conflict.better_discount\" = 0.2 }")
        + &with("contrary discount", "levels = { consistency = 1 }\nset = { \"conflict.better_discount\" = 0.2 }");
    let study = study(&web_then_store(SURE, SURE, "", &discount));
    for (name, conflicts) in [("discount", 0.3), ("contrary discount", 1.0)] {
        let revenue = |one| values_of(&study, one, "revenue", "");
        let given: Vec<f64> =
            ratios(&revenue(strategy(&study, name)), &revenue(0)).iter().map(|part| 1.0 - part).collect();
        assert_values_agree(name, &given, conflicts / 2.0 * 0.2, 0.02);
    }
}

#[test]
fn half_the_conflicts_are_worse_and_make_customers_leave() {
    // Leaving, 1 to 1 as a rule, is 3 to 1 after worse news.
    let order = "{ leave = 0.5, minutes = { mean = 1 } }";
    let study = study(&web_then_store(order, SURE, &format!("worse_leave = {THRICE}"), ""));
    assert_strategy_agrees(&study, 0, "left_rate", "", 0.85 * 0.5 + 0.15 * 0.75, 0.01);
    assert_strategy_agrees(&study, 1, "left_rate", "", 0.5 * 0.5 + 0.5 * 0.75, 0.01);
}

#[test]
fn a_better_price_lifts_the_step_at_which_it_is_accepted_and_no_other() {
    // Success, 1 to 1 as a rule, is 3 to 1 at a better price.
    let lift = format!("better_success = {THRICE}");
    let ordered_at = |step: &str| {
        let set = format!("levels = {{ consistency = 1 }}\nset = {{ \"journey.help.price_step\" = \"{step}\" }}");
        with(&format!("price accepted at {step}"), &set)
    };
    let priced = ordered_at("order") + &ordered_at("pay");
    let lifted = 0.5 * 0.5 + 0.5 * 0.75;
    for (order, pay, expected) in [(SURE, EVEN, [0.5, 0.5, lifted]), (EVEN, SURE, [0.5, lifted, 0.5])] {
        let study = study(&web_then_store(order, pay, &lift, &priced));
        for (at, share) in expected.into_iter().enumerate() {
            assert_strategy_agrees(&study, at + 1, "completion_rate", "", share, 0.01);
        }
    }
}

#[test]
fn twice_the_weight_is_exactly_twice_the_effort() {
    let rest = r#"
        [channel.phone]
        kind = "live"
        waiting_weight = 1
        handling_weight = 1
        step.resolve = { success = 0.7, minutes = { mean = 8 } }
        [staff.agent]
        serves = ["phone"]
        servers = 1
        "#;
    let set = |name: &str, weight: u8| with(name, &format!("set = {{ \"channel.phone.{name}\" = {weight} }}"));
    let study =
        study(&(market("steps = [\"resolve\"]", rest) + &set("waiting_weight", 2) + &set("handling_weight", 2)));
    let effort = |one: usize, cause: &str| values_of(&study, one, cause, "");
    for (name, changed) in [("waiting_weight", "effort_waiting"), ("handling_weight", "effort_handling")] {
        let one = strategy(&study, name);
        for cause in ["effort_waiting", "effort_handling", "effort_identification", "effort_rebuilding"] {
            let factor = if cause == changed { 2.0 } else { 1.0 };
            let expected: Vec<f64> = effort(0, cause).iter().map(|effort| factor * effort).collect();
            assert!(expected.iter().all(|&effort| effort > 0.0), "{cause}");
            assert_eq!(effort(one, cause), expected, "{name} {cause}");
        }
        assert_eq!(values_of(&study, one, "wait_minutes", ""), values_of(&study, 0, "wait_minutes", ""));
    }
}
