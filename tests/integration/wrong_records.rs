//! Whom the firm takes for whom: records that are somebody else's, and customers who are never recognised.

use crate::exactness::{BUSY_MARKET, MULTICHANNEL};
use crate::support::{assert_strategy_agrees, mean_of, scenario, strategy, study, values_of};
use throughline::chance::maths::shifted;
use throughline::chance::{Laws, ReplicationLuck};
use throughline::engine::{Tally, in_time, replicate};
use throughline::experiment::Study;
use throughline::model::rules::Rules;
use throughline::scenario::MOST_STEPS;
use throughline::validate::{Fact, records};

/// Four thousand customers with one kind of need, whom nothing drives away, and whose channels have no staff.
fn market(journey: &str, rest: &str, strategies: &str) -> Study {
    study(&format!(
        r"
        [run]
        customers = 4_000
        horizon_days = 70
        replications = 10
        seed = 27
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        tolerance_minutes = {{ mean = inf }}
        needs.help = {{ per_year = 12 }}
        [journey.help]
        pause_days = 0.01
        reference_minutes = 1000
        {journey}
        [choice]
        habit = 0
        taste_sd = 0
        {rest}
        {MULTICHANNEL}
        {strategies}
        "
    ))
}

/// A strategy of its own.
fn with(name: &str, what: &str) -> String {
    format!("[[strategy]]\nname = \"{name}\"\n{what}\n")
}

#[test]
fn a_wrong_record_takes_its_minutes_and_tells_the_customer_what_is_not_so() {
    let rest = r#"
        [channel.phone]
        kind = "live"
        step.resolve = { leave = 0.2, minutes = { mean = 3, law = "fixed" } }
        [capability.identity]
        recognised = { siloed = 0.4, integrated = 0.8 }
        wrong_match = { siloed = 0, integrated = 0.25 }
        "#;
    let strategies = with("half", "levels = { identity = 0.5 }")
        + &with("whole", "levels = { identity = 1 }")
        + &with("slow", "levels = { identity = 1 }\nset = { \"seam.repair_minutes\" = 20 }");
    let study = market("steps = [\"resolve\"]", rest, &strategies);
    for (name, recognised, wrong_match, repair) in [
        ("multichannel", 0.4, 0.0, 8.0),
        ("half", 0.6, 0.125, 8.0),
        ("whole", 0.8, 0.25, 8.0),
        ("slow", 0.8, 0.25, 20.0),
    ] {
        let one = strategy(&study, name);
        let wrong: f64 = recognised * wrong_match;
        if wrong == 0.0 {
            assert_eq!(mean_of(&study, one, "wrong_record_rate", "phone"), 0.0);
            assert_eq!(mean_of(&study, one, "effort_rebuilding", ""), 0.0);
            continue;
        }
        let minutes = 3.0 + (1.0 - recognised) * 0.75 + wrong * repair;
        for (metric, channel, expected) in [
            ("identification_rate", "phone", 1.0 - recognised),
            ("wrong_record_rate", "phone", wrong),
            ("effort_rebuilding", "", wrong * repair),
            ("effort_per_journey", "", minutes),
            ("handle_minutes", "phone", minutes),
            ("conflicts_per_journey", "", wrong),
            ("left_rate", "", 0.2 + wrong * (shifted(0.2, 0.5) - 0.2)),
            // What the conflict takes, and what the record does beside it.
            ("experience", "", 1.0 - wrong * (0.10 + 0.10)),
        ] {
            assert_strategy_agrees(&study, one, metric, channel, expected, 0.03);
        }
    }
}

#[test]
fn nobody_is_mistaken_where_saying_who_one_is_takes_no_time_or_at_a_seam_without_identity() {
    let rest = r#"
        [channel.web]
        step.explain = { minutes = { mean = 1 } }
        [channel.phone]
        kind = "live"
        step.resolve = { minutes = { mean = 1 } }
        [channel.store]
        kind = "live"
        identify_minutes = 0
        step.resolve = { minutes = { mean = 1 } }
        [channel.desk]
        kind = "live"
        step.resolve = { minutes = { mean = 1 } }
        [capability.identity]
        recognised = { siloed = 1, integrated = 1 }
        wrong_match = { siloed = 0, integrated = 1 }
        "#;
    let strategies = with("full", "levels = { identity = 1 }")
        + &with("one seam", "seam_levels = { identity = { \"web>phone\" = 1 } }");
    let study = market("steps = [\"explain\", \"resolve\"]", rest, &strategies);
    let rates = |name: &str| {
        let one = strategy(&study, name);
        ["web", "phone", "store", "desk"].map(|channel| mean_of(&study, one, "wrong_record_rate", channel))
    };
    assert_eq!(rates("multichannel"), [0.0; 4]);
    assert_eq!(rates("full"), [0.0, 1.0, 0.0, 1.0]);
    assert_eq!(rates("one seam"), [0.0, 1.0, 0.0, 0.0]);
}

#[test]
fn calls_wait_for_the_repair_of_others_as_pollaczek_and_khinchine_say() {
    let study = study(&records::market());
    for (one, wrong) in [(0, 0.0), (1, records::WRONG)] {
        for (Fact { outcome, channel, exact, .. }, sharpness) in
            records::facts(wrong, "").into_iter().zip([0.03, 0.01, 0.01])
        {
            assert_strategy_agrees(&study, one, outcome, channel, exact, sharpness);
        }
    }
}

#[test]
fn a_wrong_record_loses_the_basket_whatever_would_have_been_kept_or_told() {
    let rest = r#"
        [channel.web]
        step.choose = { minutes = { mean = 6, law = "fixed" }, fit = 40 }
        [channel.store]
        kind = "live"
        step.choose = { minutes = { mean = 5, law = "fixed" } }
        step.order = { minutes = { mean = 4, law = "fixed" } }
        [capability.identity]
        recognised = { siloed = 1, integrated = 1 }
        wrong_match = { siloed = 0.2, integrated = 0.2 }
        [capability.consistency]
        consistent = { siloed = 0.6, integrated = 0.6 }
        [conflict]
        better_share = 1
        "#;
    let journey = "steps = [\"choose\", \"order\"]\nrestart = \"choose\"\ncontext_kept = { siloed = 1, integrated = 1 }\nvalue = { mean = 50 }";
    let study = market(journey, rest, "");
    let wrong = 0.2;
    for (metric, channel, expected) in [
        ("context_lost_rate", "store", wrong),
        ("repeats_per_journey", "", wrong),
        ("effort_per_journey", "", 6.0 + 4.0 + wrong * (8.0 + 5.0)),
        ("conflicts_per_journey", "", wrong + (1.0 - wrong) * 0.4),
        // A wrong record is for the worse, though all that channels would have told is for the better, beyond which x cannot go.
        ("experience", "", 1.0 - wrong * (0.10 + 0.10)),
    ] {
        assert_strategy_agrees(&study, 0, metric, channel, expected, 0.02);
    }
    assert_eq!(mean_of(&study, 0, "contacts_per_journey", ""), 2.0);
}

#[test]
fn a_warm_transfer_to_somebody_else_s_record_is_told_from_the_start() {
    let rest = r#"
        [channel.phone]
        kind = "live"
        transfer = 1
        step.resolve = { success = 0, minutes = { mean = 2, law = "fixed" }, fit = 40 }
        [channel.desk]
        kind = "live"
        step.resolve = { minutes = { mean = 2, law = "fixed" } }
        [seam]
        cold = 0
        [capability.identity]
        recognised = { siloed = 1, integrated = 1 }
        wrong_match = { siloed = 0.2, integrated = 0.2 }
        [capability.continuity]
        context_kept = { siloed = 0, integrated = 0 }
        [capability.consistency]
        consistent = { siloed = 1, integrated = 1 }
        [capability.routing]
        routed_right = { siloed = 1, integrated = 1 }
        warm = { siloed = 1, integrated = 1 }
        "#;
    let study = market("steps = [\"resolve\"]\nrebuild_minutes = 3", rest, "");
    assert_eq!(mean_of(&study, 0, "contacts_per_journey", ""), 2.0);
    assert_strategy_agrees(&study, 0, "context_lost_rate", "desk", 0.2, 0.02);
    assert_strategy_agrees(&study, 0, "conflicts_per_journey", "", 2.0 * 0.2, 0.02);
    // A repair in either contact; the story only in the second, where there is one.
    assert_strategy_agrees(&study, 0, "effort_rebuilding", "", 2.0 * 0.2 * 8.0 + 0.2 * 3.0, 0.02);
}

#[test]
fn customers_who_are_never_recognised_say_who_they_are_as_often_and_more_unevenly() {
    let rest = r#"
        [channel.phone]
        kind = "live"
        identify_minutes = 2
        step.explain = { minutes = { mean = 1, law = "fixed" } }
        [channel.desk]
        kind = "live"
        identify_minutes = 2
        step.resolve = { minutes = { mean = 1, law = "fixed" } }
        [capability.identity]
        recognised = { siloed = 0.6, integrated = 0.6 }
        [capability.continuity]
        context_kept = { siloed = 1, integrated = 1 }
        "#;
    let by_customer = with("by customer", "set = { \"seam.recognised_by\" = \"customer\" }");
    let study = market("steps = [\"explain\", \"resolve\"]", rest, &by_customer);
    let one = 0.6 * 0.4;
    // Two contacts of two minutes each: known or not apart from each other, or both alike.
    for (at, variance) in [(0, 2.0 * one * 4.0), (1, one * 16.0)] {
        assert_strategy_agrees(&study, at, "identification_rate", "phone", 0.4, 0.02);
        assert_strategy_agrees(&study, at, "identification_rate", "desk", 0.4, 0.02);
        assert_strategy_agrees(&study, at, "effort_identification", "", 2.0 * 2.0 * 0.4, 0.02);
        assert_strategy_agrees(&study, at, "effort_variance", "", variance, 0.01);
    }
}

/// A shop with a queue at each desk, everybody mistaken now and then, and known or not by customer; lost context is sent back
/// from the till to the desks that advise.
fn sent_about(staff: &str) -> String {
    let market = BUSY_MARKET
        .replace("restart = \"find\"", "restart = \"find\"\nrestart_not_offered = \"back\"")
        .replace("steps = [\"find\", \"order\"]", "steps = [\"find\", \"compare\", \"order\"]")
        .replace("[channel.phone]", "[channel.till]\nkind = \"live\"\nstep.order = { success = 0.9, minutes = { mean = 9 } }\n[channel.phone]\nstep.find = { success = 0.9, minutes = { mean = 9 } }\nstep.compare = { minutes = { mean = 5 } }")
        .replace("[channel.chat]", "[channel.chat]\nstep.find = { success = 0.9, minutes = { mean = 9 } }");
    let market = market.split("[staff").next().expect("a part");
    format!(
        r#"{market}
        {staff}
        [choice]
        habit = 0
        wait_aversion = 0.3
        [seam]
        recognised_by = "customer"
        [conflict]
        worse_share = {{ "web>till" = 1, "phone>till" = 0 }}
        [capability.identity]
        wrong_match = {{ siloed = 0.2, integrated = 0.2 }}
        {MULTICHANNEL}"#
    )
}

const DESKS: &str = "[staff.agents]\nserves = [\"phone\", \"chat\", \"email\"]\nservers = 1\n[staff.cashiers]\nserves = [\"till\"]\nservers = 1\n";
const LUCK: ReplicationLuck = ReplicationLuck::new(5, 0);

fn rules_of(text: &str) -> Rules {
    let scenario = scenario(text);
    Rules::new(&scenario.run, &scenario.names, &scenario.strategies[0].market, &mut Laws::default())
}

#[test]
fn independent_customers_give_the_same_tally_one_by_one_and_in_time() {
    let rules = rules_of(&sent_about(""));
    let alone = replicate(&rules, LUCK, 0..rules.customers);
    let mut together = Tally::new(&rules);
    in_time(&rules, LUCK, (0..rules.customers).rev(), &mut together);
    assert_eq!(together, alone);
    assert!(alone.contacts.cells().iter().any(|cell| cell.wrong_records() > 0));
}

#[test]
fn who_is_sent_back_looks_at_the_queues_of_that_moment() {
    let text = sent_about(DESKS).replace("customers = 400", "customers = 1200");
    let mut rules = rules_of(&text);
    let ahead = replicate(&rules, LUCK, 0..rules.customers);
    rules.habit_pulls = true;
    rules.journeys.iter_mut().for_each(|journey| journey.judged = [u16::MAX; MOST_STEPS + 1]);
    assert_eq!(replicate(&rules, LUCK, 0..rules.customers), ahead);
    let sent_back = study(&text);
    assert!(values_of(&sent_back, 0, "contact_flow", "till>phone").iter().all(|&contacts| contacts > 10.0));
}

#[test]
fn in_the_contact_centre_a_few_wrong_records_undo_what_identity_saves() {
    let shipped = include_str!("../../scenarios/contact-centre.toml").replace("replications = 30", "replications = 5");
    let market = shipped.split("[[strategy]]").next().expect("what comes before the strategies");
    let channels = "channels = [\"web\", \"phone\", \"email\"]";
    let identity = |name: &str, wrong: f64, minutes: u8| {
        let set =
            format!("\"capability.identity.wrong_match.integrated\" = {wrong}, \"seam.repair_minutes\" = {minutes}");
        with(name, &format!("{channels}\nlevels = {{ identity = 1 }}\nset = {{ {set} }}"))
    };
    let strategies = format!("{MULTICHANNEL}{channels}\n")
        + &identity("never", 0.0, 8)
        + &identity("1 in 50, 20 minutes", 0.02, 20)
        + &identity("1 in 20, 8 minutes", 0.05, 8);
    let study = study(&format!("{market}{strategies}"));
    let gained = |metric: &str, one: usize| mean_of(&study, one, metric, "") - mean_of(&study, 0, metric, "");
    assert!(gained("effort_per_journey", 1) < -0.3);
    for one in 2..4 {
        assert!(gained("effort_per_journey", one).abs() < 0.06, "{}", gained("effort_per_journey", one));
        assert!(gained("context_lost_rate", one) > gained("context_lost_rate", 1));
        assert!(gained("satisfaction", one) < 0.0 && gained("satisfaction", 1) > 0.0);
    }
}
