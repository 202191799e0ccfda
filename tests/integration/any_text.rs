//! Whatever stands in a scenario file is understood or refused, and what is understood can be simulated.

use crate::small::SMALL;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use throughline::experiment::{Order, differences, run};
use throughline::report;
use throughline::scenario::{Market, Origin, Scenario, Setting, Source, Wishes, command_line_value, understand};

/// Where values stand in the small scenario: after each `=`, up to the end of the value.
fn values() -> Vec<std::ops::Range<usize>> {
    SMALL
        .match_indices("= ")
        .map(|(at, equals)| {
            let start = at + equals.len();
            let rest = &SMALL[start..];
            let end = match rest.chars().next() {
                Some('"') => rest[1..].find('"').map(|end| end + 2),
                Some('[') => rest.find(']').map(|end| end + 1),
                Some('{') => rest.find(" }").map(|end| end + 2),
                _ => rest.find([',', ' ', '\n']),
            };
            start..start + end.unwrap_or(rest.len())
        })
        .collect()
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<f64>().prop_map(|number| format!("{number:?}").replace("NaN", "nan")),
        (-400_i32..=308).prop_map(|exponent| format!("1e{exponent}")),
        (0.0..1.0_f64).prop_map(|share| format!("{share:?}")),
        any::<i64>().prop_map(|number| number.to_string()),
        (0_u32..2000).prop_map(|number| number.to_string()),
        prop::sample::select(vec!["0", "1", "-1", "0.0", "-0.0", "inf", "-inf", "nan", "1e-300", "50", "1e6", "1e9"])
            .prop_map(String::from),
    ]
}

fn junk() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => number(),
        1 => ".{0,12}",
        1 => "[a-z>. ]{0,8}".prop_map(|text| format!("\"{text}\"")),
        1 => prop::collection::vec(number(), 0..30).prop_map(|list| format!("[{}]", list.join(", "))),
        1 => number().prop_map(|mean| format!("{{ mean = {mean}, cv = {mean} }}")),
        1 => prop::sample::select(vec![
            "true", "false", "[]", "{}", "\"\"", "2026-11-21", "[\"web\"]", "[\"phone\", \"web\"]", "\"mon 00:00-24:00\"",
            "{ mean = inf }", "{ from = 0, to = 1, days = 9 }", "{ to = 1, p = 1000, q = 1000 }", "{ every_days = 1 }",
        ])
        .prop_map(String::from),
    ]
}

/// The small scenario with some of its values replaced.
fn with_other_values() -> impl Strategy<Value = String> {
    let places = values();
    prop::collection::vec((0..places.len(), junk()), 1..4).prop_map(move |mut changes| {
        changes.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
        changes.dedup_by_key(|(place, _)| *place);
        let mut text = SMALL.to_string();
        let mut untouched = text.len();
        for (place, value) in changes {
            // A value within one that was replaced already is gone.
            if places[place].end <= untouched {
                text.replace_range(places[place].clone(), &value);
                untouched = places[place].start;
            }
        }
        text
    })
}

/// The small scenario with keys of its own replaced by settings on paths that exist.
fn settings() -> impl Strategy<Value = Vec<(String, String)>> {
    let paths = [
        "choice.habit",
        "choice.taste_sd",
        "choice.outside",
        "choice.wait_aversion",
        "seam.rebuild_minutes",
        "seam.cold",
        "loss.a",
        "loss.b",
        "loss.satisfaction",
        "loss.stated_to_actual",
        "experience.excess_effort_cap",
        "experience.start",
        "conflict.better_success",
        "conflict.better_discount",
        "segment.regulars.tolerance_minutes.mean",
        "segment.regulars.value_factor",
        "segment.regulars.needs.purchase.cv",
        "segment.regulars.reach.phone",
        "journey.purchase.value.mean",
        "journey.purchase.contact_limit",
        "journey.purchase.pause_days",
        "journey.purchase.give_up_days",
        "journey.purchase.retry",
        "journey.question.by_weekday",
        "channel.phone.kind",
        "channel.phone.slots",
        "channel.phone.slowdown",
        "channel.phone.patience_minutes",
        "channel.phone.access_minutes",
        "channel.phone.after_contact_minutes",
        "channel.phone.waiting_weight",
        "channel.web.handling_weight",
        "channel.web.step.choose.minutes.mean",
        "channel.web.step.choose.minutes.cv",
        "channel.web.step.order.success",
        "channel.phone.step.order.minutes.mean",
        "staff.agents.servers",
        "staff.agents.cost_per_hour",
        "staff.agents.hours",
        "capability.continuity.context_kept.siloed",
        "capability.routing.cost.per_contact",
        "run.warm_up_days",
    ];
    let value = prop_oneof![4 => junk(), 1 => Just("chat".to_string()), 1 => Just("messages".to_string())];
    prop::collection::vec((prop::sample::select(paths.to_vec()).prop_map(String::from), value), 1..5)
}

fn understood(text: &str, settings: Vec<(String, String)>) -> Option<Scenario> {
    let set = |(path, value): (String, String)| Setting {
        path,
        value: command_line_value(&value),
        origin: Origin::CommandLine,
    };
    let wishes = Wishes { settings: settings.into_iter().map(set).collect(), strategies: Vec::new() };
    let understood =
        Source::parse("any.toml".into(), text.into()).and_then(|source| understand(&source, "any", &wishes));
    match understood {
        Ok(scenario) => Some(scenario),
        Err(error) => {
            assert!(error.to_string().contains("remedy:"), "an error without a remedy: {error}");
            None
        }
    }
}

/// Whether a scenario is small enough to be simulated here.
fn is_small(scenario: &Scenario) -> bool {
    let rare = |market: &Market| {
        market.segments.iter().flat_map(|segment| &segment.needs).flatten().all(|needs| {
            needs.per_year.unwrap_or(0.0) * needs.cv.unwrap_or(0.0).max(1.0) <= 2000.0
                && needs.every_days.unwrap_or(1.0) >= 0.5
        })
    };
    let run = &scenario.run;
    run.customers <= 1000
        && run.horizon_days <= 100.0
        && run.replications <= 3
        && scenario.strategies.iter().all(|strategy| rare(&strategy.market))
}

/// Simulates, compares and shows.
fn simulates(mut scenario: Scenario) {
    scenario.run.customers = scenario.run.customers.min(40);
    let replications = scenario.run.replications;
    let study = run(vec![scenario], Order::Forward, || {}).remove(0);
    assert_eq!(study.outcomes[0].len(), replications as usize);
    let list = differences(&study);
    assert!(!report::terminal::comparison(&study, &list).is_empty());
    assert!(!report::json(&[(study, list)]).is_empty());
}

fn fixed(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_121),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(fixed(300))]

    #[test]
    fn any_value_is_understood_or_refused_and_what_is_understood_runs(text in with_other_values()) {
        if let Some(scenario) = understood(&text, Vec::new()).filter(is_small) {
            simulates(scenario);
        }
    }

    #[test]
    fn any_setting_is_understood_or_refused_and_what_is_understood_runs(settings in settings()) {
        if let Some(scenario) = understood(SMALL, settings).filter(is_small) {
            simulates(scenario);
        }
    }

    #[test]
    fn any_cut_and_any_insertion_is_understood_or_refused(at in 0..SMALL.len(), length in 0_usize..40, text in ".{0,6}") {
        let mut changed = SMALL.to_string();
        changed.replace_range(at..(at + length).min(SMALL.len()), &text);
        understood(&changed, Vec::new());
    }

    #[test]
    fn any_path_and_value_on_the_command_line_is_understood_or_refused(path in ".{0,12}|[a-z.\\[\\]\"0-9]{0,20}", value in ".{0,12}") {
        understood(SMALL, vec![(path, value)]);
    }
}
