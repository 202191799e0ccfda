//! What numbers are said to rest on: by the scenario, by the key, or by nobody.

use crate::small::tells;
use crate::small::{Place, SMALL, small_with};
use crate::support::{scenario, shipped_texts};
use predicates::prelude::PredicateBooleanExt;
use throughline::scenario::evidence::{Number, Strength};

/// The small scenario with a table of evidence.
fn with_evidence(lines: &str) -> String {
    small_with("[[strategy]]", &format!("[evidence]\n{lines}\n\n[[strategy]]"))
}

fn number(text: &str, path: &str) -> Number {
    let numbers = scenario(text).numbers;
    numbers.into_iter().find(|number| number.path.to_string() == path).unwrap_or_else(|| panic!("no {path}"))
}

fn evidence(text: &str, path: &str) -> Option<String> {
    number(text, path).evidence
}

#[test]
fn every_number_of_the_shipped_scenarios_is_said_to_rest_on_something() {
    for (name, text) in shipped_texts() {
        for number in scenario(&text).numbers {
            assert_ne!(number.strength(), Strength::NotStated, "{name}: {}", number.path);
        }
    }
}

#[test]
fn a_line_of_its_own_comes_before_the_key_s_default_and_that_before_a_table_s_line() {
    let text = with_evidence("journey = \"assumed\"\n\"seam.identify_minutes\" = \"C5\"\nseam = \"C14\"");
    assert_eq!(evidence(&text, "seam.identify_minutes").as_deref(), Some("C5"));
    assert_eq!(evidence(&text, "seam.rebuild_minutes").as_deref(), Some("E19, E20: 81 s"), "the default's");
    assert_eq!(evidence(&text, "journey.purchase.value.mean").as_deref(), Some("assumed"), "the table's");
    assert_eq!(evidence(&text, "segment.regulars.share"), None);
    let typed = small_with("[[strategy]]", "[seam]\nidentify_minutes = 0.5\n\n[[strategy]]");
    assert_eq!(evidence(&typed, "seam.identify_minutes"), None, "what is typed has no evidence unless it is stated");
    assert_eq!(
        number(&text, "seam.identify_minutes").strength(),
        Strength::Graded(throughline::scenario::evidence::Grade::C)
    );
}

#[test]
fn a_number_in_a_list_is_named_by_its_position() {
    let follows = "[journey.thank]\nsteps = [\"choose\"]\nfollows = [{ journey = \"purchase\", probability = 0.3 }]\n\n[[strategy]]";
    for typed in
        ["journey.thank.follows.0.probability", "journey.thank.follows[0].probability", "journey.thank.follows"]
    {
        let text = small_with("[[strategy]]", &format!("[evidence]\n\"{typed}\" = \"C5\"\n\n{follows}"));
        assert_eq!(evidence(&text, "journey.thank.follows[0].probability").as_deref(), Some("C5"), "{typed}");
        let place = Place::new().file("small.toml", text);
        let told =
            place.printed(&["check", "--evidence", "small.toml", "--set", "journey.thank.follows.0.probability=0.9"]);
        assert!(!told.contains("C5"), "{told}");
    }
}

#[test]
fn what_the_command_line_puts_in_the_place_of_a_number_does_not_rest_on_what_that_did() {
    let place = Place::new().file("small.toml", with_evidence("\"channel.web.step.choose.leave\" = \"C5\""));
    let told = place.printed(&["check", "--evidence", "small.toml", "--set", "channel.web.step.choose.leave=0.9"]);
    assert!(!told.contains("C5"), "{told}");
}

#[test]
fn much_evidence_is_seen_through_at_once() {
    let lines: Vec<String> = (0..2000).map(|at| format!("\"channel.web.step.x{at}.leave\" = \"E1\"\n")).collect();
    let place = Place::new().file("small.toml", with_evidence(lines.concat().trim_end()));
    #[expect(clippy::disallowed_methods, reason = "how long it takes is what is looked at")]
    let begun = std::time::Instant::now();
    place.throughline(&["check", "small.toml"]).assert().code(2);
    assert!(begun.elapsed().as_secs_f64() < 1.0, "{:?}", begun.elapsed());
}

#[test]
fn evidence_moves_no_table() {
    let place = Place::new().file("small.toml", SMALL).file("b/small.toml", with_evidence("channel = \"assumed\""));
    place.throughline(&["run", "small.toml", "--charts", "none", "--out", "one"]).assert().success();
    place.throughline(&["run", "b/small.toml", "--charts", "none", "--out", "two"]).assert().success();
    assert_eq!(place.read("one/small/replications.csv"), place.read("two/small/replications.csv"));
}

#[test]
fn what_rests_on_nothing_known_is_refused() {
    for (line, says) in [
        ("\"seam.rebuild_minute\" = \"E20\"", "`seam.rebuild_minute`, where there is no number"),
        ("\"run.customers\" = \"assumed\"", "`run.customers`, where there is no number"),
        ("\"channel.web.kind\" = \"assumed\"", "`channel.web.kind`, where there is no number"),
        ("\"\" = \"assumed\"", "``, where there is no number"),
        ("seam = \"E91\"", "`E91`, which is no row of the evidence"),
        ("seam = \"our consultants\"", "write \"own: our consultants\""),
        ("seam = \"consultants\"", "describe --evidence"),
        ("seam = 3", "put it in quotes"),
    ] {
        let place = Place::new().file("small.toml", with_evidence(line));
        let told = tells("evidence").and(tells(says)).and(tells("remedy:"));
        place.throughline(&["check", "small.toml"]).assert().code(2).stderr(told);
    }
}

#[test]
fn check_tells_how_strong_the_numbers_are() {
    let place = Place::new()
        .file("small.toml", with_evidence("channel = \"assumed\"\n\"channel.web.step.choose.leave\" = \"C5\""));
    let told = place.printed(&["check", "--evidence", "small.toml"]);
    assert!(told.contains("channel.web.step.choose.leave = 0.3  C5 (C)\n"), "{told}");
    assert!(told.contains("  not stated  the file names no source\n"), "{told}");
    assert!(told.lines().all(|line| line.chars().count() <= 80), "{told}");
}

#[test]
fn a_default_that_is_written_out_is_none_that_was_typed() {
    let written = small_with("[[strategy]]", "[seam]\nidentify_minutes = 0.75\n\n[[strategy]]");
    assert_eq!(number(&written, "seam.identify_minutes"), number(SMALL, "seam.identify_minutes"));
    let other = small_with("[[strategy]]", "[seam]\nidentify_minutes = 0.5\n\n[[strategy]]");
    assert!(number(&other, "seam.identify_minutes").is_typed);
}

#[test]
fn the_numbers_of_a_scenario_rest_on_the_same_where_its_defaults_are_filled_in() {
    for (name, text) in shipped_texts() {
        let plain = scenario(&text);
        let filled = scenario(&plain.resolved).numbers;
        for number in &plain.numbers {
            assert!(filled.contains(number), "{name}: {number:?}");
        }
    }
}

#[test]
fn the_evidence_is_a_table_too_of_all_scenarios_in_one() {
    let place = Place::new()
        .file("small.toml", with_evidence("channel = \"assumed\"\n\"channel.web.step.choose.leave\" = \"C5\""))
        .file("other.toml", SMALL);
    let table = place.printed(&["check", "--evidence", "--format", "csv", "small.toml", "other.toml"]);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], "scenario,path,value,origin,strength,evidence");
    for row in [
        "small,channel.web.step.choose.leave,0.3,typed,C,C5",
        "other,channel.web.step.choose.leave,0.3,typed,not stated,",
        "other,seam.identify_minutes,0.75,default,E,E20: 45 s",
    ] {
        assert!(lines.contains(&row), "{row}:\n{table}");
    }
    assert_eq!(lines.len(), 1 + scenario(SMALL).numbers.len() * 2);
    place.throughline(&["check", "small.toml", "--format", "csv"]).assert().code(2).stderr(tells("--evidence"));
}

#[test]
fn the_readme_says_how_many_numbers_of_the_retailer_are_assumed() {
    let file = |name: &str| std::fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a file");
    let numbers = scenario(&file("scenarios/retail.toml")).numbers;
    let count = |typed, strength: Option<Strength>| {
        let is_meant = |number: &&Number| strength.is_none_or(|strength| number.strength() == strength);
        numbers.iter().filter(|number| number.is_typed == typed).filter(is_meant).count()
    };
    let [assumed, off] = [Some(Strength::Assumed), Some(Strength::Off)];
    let says = format!(
        "{} of the {} that `retail.toml` types, and {} of its {} defaults ({} more are 0 or 1, by which nothing happens)",
        count(true, assumed),
        count(true, None),
        count(false, assumed),
        count(false, None),
        count(false, off),
    );
    assert!(file("README.md").contains(&says), "{says}");
}

#[test]
fn the_reference_of_keys_is_that_of_docs() {
    let file = format!("{}/docs/reference.md", env!("CARGO_MANIFEST_DIR"));
    let told = Place::new().printed(&["describe", "--keys"]);
    assert_eq!(
        std::fs::read_to_string(file).expect("docs/reference.md"),
        told,
        "throughline describe --keys > docs/reference.md"
    );
}
