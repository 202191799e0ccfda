//! What is done again, and where, when context is lost in a channel that cannot do it again.

use crate::exactness::MULTICHANNEL;
use crate::support::{assert_strategy_agrees, mean_of, strategy, study};
use throughline::experiment::Study;

/// Three thousand customers who choose and order; half of what is lost between channels is kept.
fn shop(steps: &str, rest: &str, strategies: &str) -> Study {
    study(&format!(
        r"
        [run]
        customers = 3_000
        horizon_days = 70
        replications = 10
        seed = 35
        [segment.all]
        share = 1
        tolerance_minutes = {{ mean = inf }}
        loss = {{ a = 0, b = 1 }}
        needs.buy = {{ per_year = 12 }}
        [journey.buy]
        steps = {steps}
        value = {{ mean = 50 }}
        restart = 'choose'
        pause_days = 0.01
        context_kept = {{ siloed = 0.55, integrated = 0.55 }}
        context_kept_within = {{ siloed = 1, integrated = 1 }}
        [choice]
        habit = 0
        taste_sd = 0
        {rest}
        {MULTICHANNEL}
        {strategies}
        "
    ))
}

fn not_offered(how: &str) -> String {
    format!("[[strategy]]\nname = \"{how}\"\nset = {{ \"journey.buy.restart_not_offered\" = \"{how}\" }}\n")
}

#[test]
fn by_default_nothing_is_done_again_where_nothing_can_be() {
    let rest = "[channel.web]\nstep.choose = { minutes = { mean = 6 } }\n[channel.till]\nkind = \"live\"\nstep.order = { minutes = { mean = 4 } }";
    let study = shop("['choose', 'order']", rest, &not_offered("nothing"));
    assert_eq!(study.outcomes[0], study.outcomes[1]);
    assert_eq!(mean_of(&study, 0, "repeats_per_journey", ""), 0.0);
    assert_strategy_agrees(&study, 0, "context_lost_rate", "till", 0.45, 0.01);
}

#[test]
fn what_is_entered_again_takes_its_minutes_of_the_channel_told_or_else_of_the_first_that_offers_it() {
    // The app was told by the web, which offers the choice; the till by the app, which does not.
    let rest = r#"
        [channel.app]
        step.check = { minutes = { mean = 1, law = "fixed" } }
        [channel.agency]
        open = false
        step.choose = { minutes = { mean = 300, law = "fixed" } }
        [channel.fair]
        step.choose = { minutes = { mean = 20, law = "fixed" }, fit = -50 }
        [channel.web]
        step.choose = { minutes = { mean = 6, law = "fixed" } }
        [channel.till]
        kind = "live"
        identify_minutes = 0
        step.order = { minutes = { mean = 4, law = "fixed" } }
        "#;
    let study = shop("['choose', 'check', 'order']", rest, &not_offered("minutes"));
    let one = strategy(&study, "minutes");
    assert_strategy_agrees(&study, one, "effort_rebuilding", "", 0.45 * 6.0 + 0.45 * 20.0, 0.01);
    assert_strategy_agrees(&study, one, "repeats_per_journey", "", 0.45 + 0.45 * 2.0, 0.01);
    assert_strategy_agrees(&study, one, "handle_minutes", "till", 4.0 + 0.45 * 20.0, 0.01);
    assert_eq!(mean_of(&study, one, "contacts_per_journey", ""), 3.0);
}

#[test]
fn who_is_sent_back_has_said_who_they_are_and_comes_again() {
    let rest = r#"
        [channel.web]
        step.choose = { minutes = { mean = 6, law = "fixed" } }
        [channel.till]
        kind = "live"
        step.order = { minutes = { mean = 4, law = "fixed" } }
        [capability.identity]
        recognised = { siloed = 0.6, integrated = 0.6 }
        wrong_match = { siloed = 0.2, integrated = 0.2 }
        "#;
    let study = shop("['choose', 'order']", rest, &not_offered("back"));
    let one = strategy(&study, "back");
    let wrong: f64 = 0.6 * 0.2;
    // Visits to the till are geometric: one in which nothing is lost is the last.
    let lost = wrong + (1.0 - wrong) * 0.45;
    let visits = 1.0 / (1.0 - lost);
    let at_the_till = visits * (0.4 * 0.75 + wrong * 8.0);
    for (metric, channel, expected, sharpness) in [
        ("contacts_per_journey", "", 2.0 * visits, 0.01),
        ("contacts_variance", "", 4.0 * lost * visits * visits, 0.03),
        ("repeats_per_journey", "", visits - 1.0, 0.01),
        ("context_lost_rate", "till", lost, 0.01),
        ("identification_rate", "till", 0.4, 0.01),
        ("effort_handling", "", 6.0 * visits + 4.0, 0.01),
        ("effort_per_journey", "", 6.0 * visits + 4.0 + at_the_till, 0.01),
        ("handle_minutes", "till", (4.0 + at_the_till) / visits, 0.01),
    ] {
        assert_strategy_agrees(&study, one, metric, channel, expected, sharpness);
    }
    assert_eq!(mean_of(&study, one, "failed_contacts_per_journey", ""), 0.0);
    assert_eq!(mean_of(&study, one, "conversion_rate", ""), 1.0);
}

#[test]
fn a_step_that_the_channel_offers_is_done_again_there_whatever_is_said_of_those_that_it_does_not() {
    let rest = r#"
        [channel.web]
        step.choose = { minutes = { mean = 6, law = "fixed" } }
        step.check = { minutes = { mean = 1, law = "fixed" } }
        [channel.till]
        kind = "live"
        step.check = { minutes = { mean = 2, law = "fixed" }, fit = -50 }
        step.order = { minutes = { mean = 4, law = "fixed" } }
        "#;
    let study = shop("['choose', 'check', 'order']", rest, &(not_offered("minutes") + &not_offered("back")));
    assert_strategy_agrees(&study, 0, "repeats_per_journey", "", 0.45, 0.01);
    for one in 1..3 {
        assert_eq!(study.outcomes[0], study.outcomes[one]);
    }
}
