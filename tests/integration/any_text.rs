//! Whatever stands in a scenario file is understood or refused, and what is understood can be simulated.

use crate::small::SMALL;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use throughline::experiment::{Order, differences, run};
use throughline::report;
use throughline::scenario::text::is_seen;
use throughline::scenario::{Market, Scenario, Setting, Source, Wishes, understand};

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
        "journey.question.reopens",
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

const SHIPPED: [&str; 5] = [
    SMALL,
    include_str!("../../scenarios/tutorial.toml"),
    include_str!("../../scenarios/retail.toml"),
    include_str!("../../scenarios/contact-centre.toml"),
    include_str!("../../scenarios/no-gain.toml"),
];

/// A change of a text, at a place of it from 0 to 1.
#[derive(Debug, Clone)]
enum Change {
    /// The value after the next `=` becomes another.
    Value(f64, String),
    /// So many characters are taken out.
    Cut(f64, usize),
    /// Characters are put in.
    Insert(f64, String),
    /// A line is written once more, somewhere else.
    Repeat(f64, f64),
}

fn change() -> impl Strategy<Value = Change> {
    let place = || 0.0..1.0_f64;
    let odd = prop::sample::select(vec![
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "=",
        ".",
        ",",
        "#",
        "\n",
        "\u{1b}",
        "\u{202e}",
        "\u{0}",
        "\\",
        "[[strategy]]\n",
        "[channel.x]\n",
        "x.y.z = 1\n",
        "nan",
        "é",
        "-",
        "_",
        "e400",
        "set = { \"choice.habit\" = 1 }\n",
    ]);
    prop_oneof![
        4 => (place(), junk()).prop_map(|(at, value)| Change::Value(at, value)),
        1 => (place(), 0_usize..200).prop_map(|(at, length)| Change::Cut(at, length)),
        1 => (place(), odd.prop_map(String::from)).prop_map(|(at, text)| Change::Insert(at, text)),
        1 => (place(), ".{0,6}").prop_map(|(at, text)| Change::Insert(at, text)),
        1 => (place(), place()).prop_map(|(from, to)| Change::Repeat(from, to)),
    ]
}

fn changed(mut text: String, change: Change) -> String {
    let at = |text: &str, place: f64| text.floor_char_boundary((place * text.len() as f64) as usize);
    match change {
        Change::Value(place, value) => {
            let from = at(&text, place);
            if let Some(start) = text[from..].find("= ").map(|equals| from + equals + 2) {
                let end = text[start..].find(['\n', ',', '}', '#']).map_or(text.len(), |end| start + end);
                text.replace_range(start..end, &value);
            }
        }
        Change::Cut(place, length) => {
            let from = at(&text, place);
            let to = text.floor_char_boundary((from + length).min(text.len()));
            text.replace_range(from..to, "");
        }
        Change::Insert(place, more) => text.insert_str(at(&text, place), &more),
        Change::Repeat(from, to) => {
            let start = text[..at(&text, from)].rfind('\n').map_or(0, |end| end + 1);
            let end = text[start..].find('\n').map_or(text.len(), |end| start + end + 1);
            let line = text[start..end].to_string();
            let start = text[..at(&text, to)].rfind('\n').map_or(0, |end| end + 1);
            text.insert_str(start, &line);
        }
    }
    text
}

/// A shipped scenario with a few changes.
fn mutated() -> impl Strategy<Value = String> {
    let changes = prop::collection::vec(change(), 1..5);
    (prop::sample::select(SHIPPED.to_vec()), changes)
        .prop_map(|(text, changes)| changes.into_iter().fold(text.to_string(), changed))
}

/// Settings that make a small run of any scenario.
fn small_run() -> Vec<(String, String)> {
    let settings =
        [("run.customers", "20"), ("run.horizon_days", "30"), ("run.warm_up_days", "0"), ("run.replications", "2")];
    settings.map(|(path, value)| (path.into(), value.into())).to_vec()
}

/// Whether what is left of the time that the variable `FUZZ_SECONDS` gives is nothing.
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is asked for")]
fn is_over() -> bool {
    static STARTED: OnceLock<Instant> = OnceLock::new();
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let started = STARTED.get_or_init(Instant::now);
    seconds.is_some_and(|seconds| started.elapsed() > Duration::from_secs(seconds))
}

fn understood(text: &str, settings: Vec<(String, String)>) -> Option<Scenario> {
    let set = |(path, value): (String, String)| Setting::of_path(&path, &value);
    let wishes = Wishes { settings: settings.into_iter().map(set).collect(), strategies: Vec::new() };
    let understood = in_a_second(|| {
        Source::parse("any.toml".into(), text.into()).and_then(|source| {
            let notes = source.notes();
            assert!(notes.iter().all(|note| note.chars().all(is_seen)), "a note acts on the terminal: {notes:?}");
            understand(&source, "any", &wishes)
        })
    });
    match understood {
        Ok(scenario) => Some(scenario),
        Err(error) => {
            let message = error.to_string();
            assert!(message.contains("remedy:"), "an error without a remedy: {message}");
            assert!(message.len() < 4096, "a message of {} bytes", message.len());
            assert!(message.chars().all(|c| c == '\n' || is_seen(c)), "an error acts on the terminal: {message:?}");
            None
        }
    }
}

/// What something comes to, if it does so within a second; a machine that was busy gets another chance.
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
fn in_a_second<T>(something: impl Fn() -> T) -> T {
    for _ in 0..4 {
        let started = Instant::now();
        let result = something();
        if started.elapsed() < Duration::from_secs(1) {
            return result;
        }
    }
    panic!("it takes more than a second");
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

/// Whether so little happens in a scenario that it is simulated at once.
fn has_few_needs(scenario: &Scenario) -> bool {
    let mut segments = scenario.strategies.iter().flat_map(|strategy| &strategy.market.segments);
    segments.all(|segment| {
        segment.needs.iter().flatten().all(|needs| {
            needs.per_year.unwrap_or(0.0) * needs.cv.unwrap_or(0.0).max(1.0) <= 100.0
                && needs.every_days.unwrap_or(9.0) >= 5.0
        })
    })
}

/// Simulates, compares and shows.
fn simulates(mut scenario: Scenario) {
    scenario.run.customers = scenario.run.customers.min(40);
    let replications = scenario.run.replications;
    let study = run(vec![scenario], Order::Forward, || {}).remove(0);
    assert_eq!(study.outcomes[0].len(), replications as usize);
    let list = differences(&study);
    assert!(!report::terminal::comparison(&study, &list, 80).is_empty());
    let tables = [
        report::tables::replications(&study).csv(),
        report::tables::summary(&study).csv(),
        report::tables::comparison(&study, &list).csv(),
        report::tables::series(&study).csv(),
        report::tables::hours(&study).csv(),
    ];
    for table in tables {
        let table = String::from_utf8(table).expect("tables are text");
        let odd = |cell: &str| ["nan", "inf", "-inf"].contains(&cell.to_lowercase().as_str());
        assert!(!table.split([',', '\n']).any(odd), "a table has a number that is none:\n{table}");
    }
    assert!(!report::json(&[(study, list)]).is_empty());
}

/// As many cases as the variable `FUZZ_CASES` says, with other luck for each `FUZZ_SEED`; where absent, a few and the
/// same every time.
fn fixed(cases: u32) -> ProptestConfig {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u32>().ok());
    ProptestConfig {
        cases: number("FUZZ_CASES").unwrap_or(cases),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(u64::from(number("FUZZ_SEED").unwrap_or(20_261_121))),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(fixed(1500))]

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

    #[test]
    fn any_change_of_a_shipped_scenario_is_understood_or_refused_and_what_is_understood_runs(text in mutated()) {
        static SEEN: AtomicU64 = AtomicU64::new(0);
        static RUN: AtomicU64 = AtomicU64::new(0);
        if !is_over() {
            if understood(&text, Vec::new()).is_some()
                && let Some(scenario) = understood(&text, small_run()).filter(has_few_needs)
            {
                simulates(scenario);
                RUN.fetch_add(1, Ordering::Relaxed);
            }
            let seen = SEEN.fetch_add(1, Ordering::Relaxed) + 1;
            if seen.is_multiple_of(1000) {
                println!("{seen} changed scenarios seen, {} simulated", RUN.load(Ordering::Relaxed));
            }
        }
    }

    #[test]
    fn any_bytes_are_understood_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        understood(&String::from_utf8_lossy(&bytes), Vec::new());
        let file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
        std::fs::write(file.path(), &bytes).expect("a file can be written");
        let refused = Source::read(file.path()).and_then(|source| understand(&source, "any", &Wishes::default()));
        prop_assert!(refused.is_err_and(|error| error.to_string().contains("remedy:")));
    }
}
