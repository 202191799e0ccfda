//! What channels know of customers, and what happens where that meets the other rules: the smallest markets in which it does.

use crate::small::{Place, SMALL, in_one_line};
use crate::support::{PLAIN, assert_strategy_agrees, mean, mean_of, scenario, sized, study, study_in};
use throughline::chance::{Laws, ReplicationLuck};
use throughline::engine::{Tally, in_time, replicate};
use throughline::experiment::Order;
use throughline::model::rules::Rules;
use throughline::theory::personalisation::Knowing;
use throughline::validate::personalisation::two_channels;

const LIKED: Knowing = Knowing { success: 0.3, beta: 0.8, kappa: 3.0 };

fn shifted(probability: f64, logits: f64) -> f64 {
    let odds = probability / (1.0 - probability) * logits.exp();
    odds / (1.0 + odds)
}

#[test]
fn with_one_channel_or_nothing_known_sharing_changes_nothing() {
    let one_channel = two_channels("").replace("[channel.store]", "[channel.store]\nopen = false");
    let unknown = two_channels("").replace("horizon_days = 84", "horizon_days = 7");
    let indifferent = two_channels("").replace("personalisation = 0.8,", "").replace("personalisation = -0.6,", "");
    for text in [one_channel, unknown, indifferent] {
        let study = study(&text);
        assert_eq!(study.outcomes[0], study.outcomes[2]);
        assert!(mean(&study, "conversion_rate") > 0.2);
    }
    let known = study(&two_channels(""));
    assert_ne!(known.outcomes[0], known.outcomes[2]);
}

#[test]
fn channels_that_begin_to_share_on_a_day_know_what_was_before() {
    // Six contacts each by then, and six from then on, which alone are reported.
    let text = two_channels("")
        .replace("horizon_days = 84", "horizon_days = 84\nwarm_up_days = 42")
        .replace("levels = { personalisation = 1 }", "from_day = 42\nlevels = { personalisation = 1 }");
    let study = study(&text);
    let mean_of_later = |shared: f64| (6..12).map(|before| LIKED.success_after(before, 0.7, shared)).sum::<f64>() / 6.0;
    assert_strategy_agrees(&study, 0, "conversion_per_visit", "web", mean_of_later(0.0), 0.01);
    assert_strategy_agrees(&study, 2, "conversion_per_visit", "web", mean_of_later(1.0), 0.01);
    // The mean of 6 to 11 contacts.
    assert_strategy_agrees(&study, 2, "records_known", "web", 8.5, 0.01);
    assert_strategy_agrees(&study, 0, "records_known", "web", 8.5 * 0.7, 0.01);
}

#[test]
fn whoever_is_passed_on_is_known_by_the_contact_before_beside_what_lost_context_does() {
    let (first, next, beta, kappa, cold, kept): (f64, f64, f64, f64, f64, f64) = (0.4, 0.3, 1.5, 0.8, 0.7, 0.25);
    let study = study(&format!(
        r#"
        {}
        [segment.all]
        share = 1
        needs.question = {{ every_days = 364 }}
        [journey.question]
        steps = ["ask"]
        give_up_days = 0
        [channel.bot]
        transfer = 1
        step.ask = {{ success = {first}, minutes = {{ mean = 0, law = "fixed" }} }}
        [channel.desk]
        kind = "live"
        step.ask = {{ success = {next}, fit = -50, minutes = {{ mean = 0, law = "fixed" }}, personalisation = {beta} }}
        {}
        [capability.continuity]
        context_kept = {{ siloed = {kept}, integrated = 1 }}
        [capability.routing]
        warm = {{ siloed = 0, integrated = 1 }}
        [personalisation]
        kappa = {kappa}
        [[strategy]]
        name = "apart"
        baseline = true
        [[strategy]]
        name = "shared"
        levels = {{ personalisation = 0.4 }}
        "#,
        sized(4_000, 364, 20),
        PLAIN.replace("cold = 0", &format!("cold = {cold}"))
    ));
    for (strategy, shared) in [(0, 0.0), (1, 0.4)] {
        let helps = beta * (1.0 - f64::exp(-shared / kappa));
        let passed_on = kept * shifted(next, helps) + (1.0 - kept) * shifted(next, helps - cold);
        assert_strategy_agrees(&study, strategy, "resolution_rate", "", first + (1.0 - first) * passed_on, 0.01);
        assert_strategy_agrees(&study, strategy, "records_known", "desk", shared, 1e-6);
    }
}

/// Journeys of one customer that go on side by side, in a market that customers join and leave and that changes on a day.
const SIDE_BY_SIDE: &str = r#"
[run]
customers = 300
horizon_days = 120
warm_up_days = 20
replications = 5
seed = 44
[segment.all]
share = 1
loss_per_year = 0.5
needs = { buy = { per_year = 30 }, ask = { per_year = 20 } }
joins = { per_year = 2, first = "ask" }
[journey.buy]
steps = ["look", "order"]
value = { mean = 50 }
pause_days = 4
[journey.ask]
steps = ["say"]
pause_days = 3
follows = [{ journey = "buy", ending = "completed", probability = 0.6, after_days = 2 }]
[channel.web]
step.look = { success = 0.7, minutes = { mean = 3 } }
step.order = { success = 0.5, leave = 0.2, minutes = { mean = 5 } }
step.say = { success = 0.3, minutes = { mean = 4 } }
[channel.shop]
kind = "live"
access_minutes = 60
hours = "mon-sat 09:00-18:00"
step.look = { minutes = { mean = 20 }, personalisation = -1 }
step.order = { success = 0.8, minutes = { mean = 9 } }
step.say = { success = 0.9, minutes = { mean = 9 } }
[choice]
habit = 0
[personalisation]
beta = 1
kappa = 2
anticipation = 0.8
[[change]]
day = 50
set = { "personalisation.kappa" = 6, "capability.personalisation.records_shared" = { siloed = 0.3, integrated = 1 } }
[[strategy]]
name = "apart"
baseline = true
[[strategy]]
name = "shared from a day on"
from_day = 60
full_day = 63
levels = { personalisation = 1 }
[[strategy]]
name = "one way"
seam_levels = { personalisation = { "web>shop" = 1 } }
"#;

#[test]
fn independent_customers_give_the_same_tally_one_by_one_and_in_time() {
    let scenario = scenario(SIDE_BY_SIDE);
    for strategy in &scenario.strategies {
        let laws = &mut Laws::default();
        let rules = Rules::of_course(&scenario.run, &scenario.names, &strategy.market, &strategy.later, laws);
        assert!(rules.customers_are_independent());
        let luck = ReplicationLuck::new(7, 0);
        let alone = replicate(&rules, luck, 0..rules.customers);
        let mut together = Tally::new(&rules);
        in_time(&rules, luck, (0..rules.customers).rev(), &mut together);
        assert!(together == alone, "{}", strategy.name);
    }
}

#[test]
fn where_customers_meet_their_order_moves_nothing_and_records_of_one_passage_are_known_one_way() {
    let desk = "[staff.desk]\nserves = [\"shop\"]\nservers = 2\nhours = \"mon-sat 09:00-18:00\"\n[choice]";
    let staffed = SIDE_BY_SIDE.replace("hours = \"mon-sat 09:00-18:00\"\n", "").replace("[choice]", desk);
    let [forward, reverse] = [Order::Forward, Order::Reverse].map(|order| study_in(&staffed, order));
    assert_eq!(forward.outcomes, reverse.outcomes);
    let known = |strategy: usize, channel: &str| mean_of(&forward, strategy, "records_known", channel);
    assert!(known(2, "shop") > 1.3 * known(0, "shop"), "{} {}", known(2, "shop"), known(0, "shop"));
    assert!((known(2, "web") / known(0, "web") - 1.0).abs() < 0.05, "{} {}", known(2, "web"), known(0, "web"));
}

#[test]
fn what_does_nothing_or_is_beyond_bounds_is_refused() {
    let told = |more: &str, arguments: &[&str]| {
        let place =
            Place::new().file("small.toml", SMALL.replacen("[[strategy]]", &format!("{more}\n[[strategy]]"), 1));
        let ended = place.throughline(&[&["check", "small.toml"], arguments].concat()).output().expect("it runs");
        (ended.status.code(), in_one_line(&String::from_utf8_lossy(&ended.stderr)))
    };
    for (line, says) in [
        ("kappa = 0", "personalisation.kappa"),
        ("beta = -51", "personalisation.beta"),
        ("anticipation = 1.5", "personalisation.anticipation"),
        ("alpha = 1", "alpha"),
    ] {
        let (code, words) = told(&format!("[personalisation]\n{line}"), &[]);
        assert!(code == Some(2) && words.contains(says) && words.contains("remedy:"), "{line}: {words}");
    }
    for set in ["personalisation.kappa=9", "capability.personalisation.records_shared.siloed=0.5"] {
        let (code, words) = told("", &["--set", set]);
        assert!(code == Some(2) && words.contains("no change"), "{set}: {words}");
    }
    assert_eq!(told("[personalisation]\nbeta = 0.1", &["--set", "personalisation.kappa=9"]).0, Some(0));
}
