//! Personalisation: what is told apart by channels, steps and journeys, each rule in the smallest market that would show it
//! broken.

use crate::support::{assert_rules, mean_of, study, values_of};
use throughline::validate::personalisation::two_channels;
use throughline::validate::refunds::shop;

#[test]
fn steps_go_by_their_own_beta_and_else_by_the_general_one() {
    let of = |web: &str, store: &str, general: &str| {
        study(&two_channels(general).replace("personalisation = 0.8,", web).replace("personalisation = -0.6,", store))
            .outcomes
    };
    let own = "personalisation = 0.8,";
    assert_eq!(of("", "", "beta = 0.8"), of(own, own, ""));
    assert_eq!(of("", "personalisation = 0,", "beta = 0.8"), of(own, "", ""));
}

#[test]
fn a_shut_channel_is_remembered_and_what_is_sure_or_impossible_stays_so() {
    let shut = "[[change]]\nday = 42\nset = { \"channel.store.open\" = false }\n";
    let shut = two_channels("").replace("seed", "warm_up_days = 42\nseed") + shut;
    let sure = two_channels("")
        .replace("success = 0.3, personalisation = 0.8", "success = 1, personalisation = -50")
        .replace("success = 0.6, personalisation = -0.6", "success = 0, personalisation = 50");
    let one_way = two_channels("")
        + "[[strategy]]\nname = \"one way\"\nseam_levels = { personalisation = { \"web>store\" = 1 } }\n";
    let (per_visit, known) = ("conversion_per_visit", "records_known");
    assert_rules(&[
        ("all of 6 to 11 contacts before", shut, &[(2, known, "web", 8.5)]),
        ("those of the web alone", one_way, &[(3, known, "store", 5.5), (3, known, "web", 5.5 * 0.7)]),
        ("nothing moves them", sure, &[(2, per_visit, "web", 1.0), (2, per_visit, "store", 0.0)]),
    ]);
}

#[test]
fn whoever_is_passed_on_goes_where_most_succeed_of_whom_nothing_is_known() {
    let study = study(
        r#"
        [run]
        customers = 100
        replications = 2
        seed = 45
        [segment.all]
        share = 1
        loss = { a = 0, b = 1 }
        needs.question = { every_days = 7 }
        [journey.question]
        steps = ["ask"]
        give_up_days = 0
        [channel.bot]
        transfer = 1
        step.ask = { success = 0, fit = 49, minutes = { mean = 0, law = "fixed" } }
        [channel.first]
        kind = "live"
        step.ask = { success = 0.5, personalisation = -3, minutes = { mean = 0, law = "fixed" } }
        [channel.second]
        kind = "live"
        step.ask = { success = 0.4, personalisation = 3, minutes = { mean = 0, law = "fixed" } }
        [choice]
        habit = 0
        taste_sd = 0
        [capability.routing]
        routed_right = { siloed = 1, integrated = 1 }
        [capability.personalisation]
        records_shared = { siloed = 1, integrated = 1 }
        [[strategy]]
        name = "only"
        baseline = true
        "#,
    );
    let to = |channel| mean_of(&study, 0, "contacts", channel);
    assert!(to("first") > 1_000.0 && to("second") == 0.0, "{} and {}", to("first"), to("second"));
}

#[test]
fn neither_purchases_nor_what_is_sent_back_are_anticipated() {
    const FOLLOWS: f64 = 0.5;
    let back = format!("follows = [{{ journey = \"buy\", probability = {FOLLOWS} }}]\nrefunds = {{}}");
    let more = format!(
        "[journey.more]\nsteps = [\"hand_in\"]\ngive_up_days = 0\nvalue = {{ mean = 9 }}\n\
         follows = [{{ journey = \"buy\", probability = {FOLLOWS} }}]\n"
    );
    // Questions are, of which after ever so little next to none comes up.
    let ask = more.replace("more", "ask").replace("value = { mean = 9 }\n", "");
    let known = "[personalisation]\nanticipation = 1\nkappa = 0.001\n";
    let text = shop("", &back, &format!("{more}{ask}{known}")).replace("customers = 1000", "customers = 100");
    let buys = 2.0 * 10.0 * 364.0;
    assert_rules(&[(
        "as without it",
        text,
        &[(0, "sent_back_rate", "web", FOLLOWS), (0, "contacts", "desk", 2.0 * FOLLOWS * buys)],
    )]);
}

#[test]
fn what_is_anticipated_is_left_out_of_what_there_would_be() {
    // One customer each time: whoever is known asks some of the questions that they would ask, and no other.
    let ask = "[journey.question]\nsteps = [\"ask\"]\ngive_up_days = 0\n\
               follows = [{ journey = \"it\", probability = 0.5 }]\n[channel.desk]\n\
               step.ask = { minutes = { mean = 0, law = \"fixed\" } }\n[choice]";
    let text = two_channels("anticipation = 0.6")
        .replace("[choice]", ask)
        .replace("success = 0.3, personalisation = 0.8,", "")
        .replace("success = 0.6, personalisation = -0.6,", "")
        .replace("customers = 500", "customers = 1")
        .replace("replications = 20", "replications = 300");
    let study = study(&text);
    let asked = |strategy| values_of(&study, strategy, "contacts", "desk");
    let (apart, together) = (asked(0), asked(2));
    assert!(apart.iter().zip(&together).all(|(apart, together)| together <= apart));
    assert!(together.iter().sum::<f64>() < 0.95 * apart.iter().sum::<f64>());
}
