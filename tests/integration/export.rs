//! What is exported for other packages is what the rows of the run say, in the shape that docs/exports.md settles.

use crate::small::{Place, SMALL, in_one_line, small_with};
use assert_cmd::assert::Assert;
use std::collections::{BTreeMap, BTreeSet};

const DAY: f64 = 1440.0;
const PACKAGES: [&str; 4] = ["lifetimes", "pymc-marketing", "channelattribution", "pm4py"];
/// The horizon of the small market (days).
const HORIZON: u64 = 35;

type Row = BTreeMap<String, String>;

/// The small market's results, with rows of two replications.
fn results(scenario: &str) -> Place {
    let place = Place::new().file("small.toml", scenario);
    run(&place, &["--journeys", "--journeys-replications", "2"]);
    place
}

fn run(place: &Place, arguments: &[&str]) {
    place.throughline(&["run", "small.toml", "--quiet", "--charts", "none"]).args(arguments).assert().success();
}

fn export(place: &Place, arguments: &[&str]) -> Assert {
    place.throughline(&["export", "output/small"]).args(arguments).assert()
}

/// Whether an export is refused with these words.
fn refused(assert: Assert, expected: &str) {
    let output = assert.failure().code(2).get_output().clone();
    let told = in_one_line(&String::from_utf8_lossy(&output.stderr));
    assert!(told.contains(expected), "{expected}: {told}");
}

fn table(place: &Place, name: &str) -> Vec<Row> {
    let text = place.read(name);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("as many cells as columns")).collect()
}

/// Rows of a strategy in a replication, by the run's own table.
fn rows_of(place: &Place, strategy: &str, replication: &str) -> Vec<Row> {
    let mut rows = table(place, "output/small/contacts.csv");
    rows.retain(|row| row["strategy"] == strategy && row["replication"] == replication);
    rows
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: {}", row[column]))
}

fn is_contact(row: &Row) -> bool {
    row["contact"] != "0" && row["contact_end"] != "in vain"
}

#[test]
fn purchases_are_summed_by_customer_and_day_and_the_first_of_them_is_not_counted() {
    let place = results(SMALL);
    export(&place, &["--for", "lifetimes", "--replication", "2"]).success();
    let mut expected: BTreeMap<u32, BTreeMap<u64, f64>> = BTreeMap::new();
    for row in rows_of(&place, "one record", "2").iter().filter(|row| !row["value"].is_empty()) {
        let day = (number(row, "journey_ended_minutes") / DAY) as u64;
        *expected.entry(number(row, "customer") as u32).or_default().entry(day).or_default() += number(row, "value");
    }
    let bought = table(&place, "output/small-for-lifetimes/one record/transactions.csv");
    assert_eq!(bought.len(), expected.values().map(BTreeMap::len).sum::<usize>());
    let days = expected.iter().flat_map(|(customer, days)| days.iter().map(move |(day, value)| (customer, day, value)));
    for (row, (customer, day, value)) in bought.iter().zip(days) {
        // The horizon lies in January and February of 2001.
        let date = if *day < 31 { format!("2001-01-{:02}", day + 1) } else { format!("2001-02-{:02}", day - 30) };
        assert_eq!((row["customer_id"].as_str(), &row["date"]), (customer.to_string().as_str(), &date));
        assert!((number(row, "value") - value).abs() < 1e-9, "{row:?}");
    }
    let summary = table(&place, "output/small-for-lifetimes/one record/summary.csv");
    assert_eq!(summary.len(), expected.len());
    assert!(summary.iter().any(|row| row["frequency"] != "0"), "somebody buys again");
    for (row, (customer, days)) in summary.iter().zip(&expected) {
        let (first, last) = (days.keys().next().expect("a day"), days.keys().next_back().expect("a day"));
        let again = days.len() - 1;
        let mean = if again == 0 { 0.0 } else { days.values().skip(1).sum::<f64>() / again as f64 };
        let told = ["customer_id", "frequency", "recency", "T"].map(|column| number(row, column) as u64);
        assert_eq!(told, [u64::from(*customer), again as u64, last - first, HORIZON - 1 - first]);
        assert!((number(row, "monetary_value") - mean).abs() < 1e-9, "{row:?}");
    }
    let period = table(&place, "output/small-for-lifetimes/one record/period.csv");
    assert_eq!((period[0]["first_day"].as_str(), period[0]["last_day"].as_str()), ("2001-01-01", "2001-02-04"));
}

#[test]
fn paths_hold_every_purchase_that_has_ended_with_its_channels_in_order() {
    let place = results(SMALL);
    export(&place, &["--for", "channelattribution"]).success();
    let mut expected: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    let rows = rows_of(&place, "silos", "1");
    for journey in rows.chunk_by(|row, next| row["customer"] == next["customer"] && row["journey"] == next["journey"]) {
        let path: Vec<&str> = journey.iter().filter(|row| is_contact(row)).map(|row| row["channel"].as_str()).collect();
        let end = journey[0]["journey_end"].as_str();
        if path.is_empty() || end == "open" || journey[0]["journey_type"] != "purchase" {
            continue;
        }
        let came = expected.entry(path.join(" > ")).or_default();
        let is_completed = ["resolved at once", "resolved late", "recovered"].contains(&end);
        if is_completed { came.0 += 1 } else { came.1 += 1 }
    }
    let paths = table(&place, "output/small-for-channelattribution/silos/paths.csv");
    let found: BTreeMap<String, (u64, u64)> = paths
        .iter()
        .map(|row| (row["path"].clone(), (number(row, "conversions") as u64, number(row, "nulls") as u64)))
        .collect();
    assert_eq!(found, expected);
    assert!(found.keys().any(|path| path.contains(" > ")), "somebody goes on to another channel");
    let money: f64 = paths.iter().map(|row| number(row, "value")).sum();
    let revenue: f64 = rows.iter().filter(|row| !row["value"].is_empty()).map(|row| number(row, "value")).sum();
    assert!((money - revenue).abs() < 1e-6, "{money} for {revenue}");
}

#[test]
fn trips_in_vain_are_no_contacts_of_a_path_or_a_log() {
    let place = results(&small_with("transfer = 0.3", "transfer = 0.3\naccess_minutes = 90"));
    let of_strategy = rows_of(&place, "silos", "1");
    let in_vain = of_strategy.iter().filter(|row| row["contact_end"] == "in vain").count();
    assert!(in_vain > 0, "some come after the desk has closed");
    for package in ["pm4py", "channelattribution"] {
        export(&place, &["--for", package]).success();
    }
    let contacts = of_strategy.iter().filter(|row| is_contact(row)).count();
    assert_eq!(table(&place, "output/small-for-pm4py/silos/events.csv").len(), contacts);
}

#[test]
fn journeys_of_other_types_are_there_where_they_are_asked_for() {
    let place = results(SMALL);
    export(&place, &["--for", "pm4py", "--journey-type", "question", "--strategy", "silos"]).success();
    let asked: BTreeSet<(String, String)> = rows_of(&place, "silos", "1")
        .iter()
        .filter(|row| row["journey_type"] == "question" && is_contact(row))
        .map(|row| (format!("{}-{}", row["customer"], row["journey"]), row["contact"].clone()))
        .collect();
    let events = table(&place, "output/small-for-pm4py/silos/events.csv");
    let found = events.iter().map(|row| (row["case:concept:name"].clone(), row["contact"].clone())).collect();
    assert_eq!(asked, found);
    assert_eq!(place.listed("output/small-for-pm4py"), ["silos"]);
}

/// The small market with another name for its web site.
fn with_web_called(name: &str) -> String {
    SMALL
        .replace("{ web = ", &format!("{{ \"{name}\" = "))
        .replace("[channel.web]", &format!("[channel.\"{name}\"]"))
        .replace("web>phone", &format!("{name}>phone"))
}

#[test]
fn a_log_holds_the_same_contacts_as_its_tables_and_every_name_as_it_is() {
    let place = results(&with_web_called("web & app"));
    export(&place, &["--for", "pm4py"]).success();
    let folder = "output/small-for-pm4py/second agent";
    let text = place.read(&format!("{folder}/log.xes"));
    let log = roxmltree::Document::parse(&text).expect("XML");
    let events = log.descendants().filter(|node| node.has_tag_name(("http://www.xes-standard.org/", "event")));
    let value = |event: roxmltree::Node, key: &str| {
        let found = event.children().find(|node| node.attribute("key") == Some(key)).expect("every event has it");
        found.attribute("value").expect("a value").to_string()
    };
    let in_log: Vec<[String; 4]> = events
        .map(|event| ["concept:name", "time:timestamp", "ended", "contact"].map(|key| value(event, key)))
        .collect();
    let in_table: Vec<[String; 4]> = table(&place, &format!("{folder}/contacts.csv"))
        .iter()
        .map(|row| ["concept:name", "start_timestamp", "time:timestamp", "contact"].map(|column| row[column].clone()))
        .collect();
    assert_eq!(in_log, in_table);
    assert!(in_log.iter().any(|event| event[0] == "web & app"));
    let arrivals = table(&place, &format!("{folder}/events.csv"));
    assert!(arrivals.iter().zip(&in_log).all(|(row, event)| row["time:timestamp"] == event[1]));
}

#[test]
fn compressed_rows_give_the_same_bytes_and_an_export_is_replaced_by_the_next() {
    let (plain, compressed) = (results(SMALL), Place::with_small());
    run(&compressed, &["--journeys=zst"]);
    for package in PACKAGES {
        for place in [&plain, &compressed, &plain] {
            export(place, &["--for", package]).success();
        }
        let folder = format!("output/small-for-{package}/silos");
        let files = plain.listed(&folder);
        assert!(files.len() > 1, "{files:?}");
        for file in files.iter().filter(|file| *file != "manifest.json") {
            let file = format!("{folder}/{file}");
            assert_eq!(plain.read(&file), compressed.read(&file), "{file}");
        }
    }
}

#[test]
fn results_without_rows_name_the_run_that_writes_them_and_that_run_does() {
    let place = Place::with_small();
    let settings = ["--set", "seam.rebuild_minutes=2", "--strategy", "one record"];
    run(&place, &settings);
    let command = "throughline run small.toml --set seam.rebuild_minutes=2 --strategy 'one record' --journeys";
    refused(export(&place, &["--for", "lifetimes"]), command);
    assert_eq!(place.listed("output"), ["small"]);
    run(&place, &[&settings[..], &["--journeys"]].concat());
    export(&place, &["--for", "lifetimes"]).success();
}

#[test]
fn what_cannot_be_exported_is_refused_and_nothing_is_written() {
    let place = results(SMALL);
    for (arguments, expected) in [
        (&["--for", "pm4py", "--strategy", "one recrod"][..], "did you mean \"one record\"?"),
        (&["--for", "pm4py", "--journey-type", "purchases"], "did you mean \"purchase\"?"),
        (&["--for", "pm4py", "--replication", "0"], "a whole number from 1"),
        (&["--for", "lifetime"], "lifetimes"),
        (&["--for", "lifetimes", "--journey-type", "question"], "no purchase"),
    ] {
        refused(export(&place, arguments), expected);
    }
    let no_folder = place.throughline(&["export", "small.toml", "--for", "pm4py"]).assert();
    refused(no_folder, "the folder of a run's results");
    assert_eq!(place.listed("output"), ["small"]);
}

#[test]
fn rows_that_were_changed_are_refused_and_so_is_an_export_of_an_export() {
    let place = results(SMALL);
    export(&place, &["--for", "channelattribution"]).success();
    let again = place.throughline(&["export", "output/small-for-channelattribution/silos", "--for", "pm4py"]).assert();
    refused(again, "exported for channelattribution already");
    let changed = place.read("output/small/contacts.csv") + "\n";
    let place = place.file("output/small/contacts.csv", changed);
    refused(export(&place, &["--for", "pm4py"]), "changed since it was written");
}

#[test]
fn a_file_of_the_users_is_not_replaced() {
    let mine = "output/small-for-pm4py/silos/events.csv";
    let place = results(SMALL).file(mine, "mine");
    refused(export(&place, &["--for", "pm4py"]), "which this tool did not write");
    assert_eq!(place.read(mine), "mine");
}

#[test]
fn purchases_that_one_strategy_alone_makes_are_not_left_out() {
    let sold = small_with(
        "set = { \"staff.agents.servers\" = 2 }",
        "set = { \"staff.agents.servers\" = 2, \"journey.question.value\" = { mean = 5 } }",
    );
    let place = results(&sold);
    export(&place, &["--for", "channelattribution"]).success();
    let paths = table(&place, "output/small-for-channelattribution/second agent/paths.csv");
    let money: f64 = paths.iter().map(|row| number(row, "value")).sum();
    let rows = rows_of(&place, "second agent", "1");
    let sold = || rows.iter().filter(|row| !row["value"].is_empty());
    assert!((money - sold().map(|row| number(row, "value")).sum::<f64>()).abs() < 1e-6, "{money}");
    assert!(sold().any(|row| row["journey_type"] == "question"));
}

#[test]
fn an_export_of_other_settings_is_not_replaced_without_a_word() {
    let place = results(SMALL);
    export(&place, &["--for", "pm4py"]).success();
    let again = export(&place, &["--for", "pm4py"]).success();
    assert!(again.get_output().stderr.is_empty());
    let other = export(&place, &["--for", "pm4py", "--replication", "2", "--strategy", "silos"]).success();
    let told = in_one_line(&String::from_utf8_lossy(&other.get_output().stderr));
    assert!(
        told.contains("holds exports of other settings, or of other rows: one record, second agent, silos"),
        "{told}"
    );
    assert!(told.contains("; one record, second agent stay beside"), "{told}");
}

#[test]
fn what_to_run_is_told_only_where_it_can_be_run() {
    let place = results(SMALL);
    refused(export(&place, &["--for", "pm4py", "--replication", "9"]), "ask for one of the first 2 with --replication");
    let piped = Place::new();
    let run = ["run", "-", "--quiet", "--charts", "none"];
    piped.throughline(&run).write_stdin(SMALL).assert().success();
    let told = piped.throughline(&["export", "output/stdin", "--for", "pm4py"]).assert();
    refused(told, "the same command with --journeys");
}

#[test]
fn a_channel_that_a_package_takes_for_something_else_is_refused() {
    let place = results(&with_web_called("(start)"));
    refused(export(&place, &["--for", "channelattribution"]), "takes for the start of every path");
    export(&place, &["--for", "pm4py"]).success();
}

#[test]
fn a_strategy_whose_name_no_folder_can_have_gets_its_number() {
    let place = results(&small_with("name = \"one record\"", "name = \"web/phone\""));
    export(&place, &["--for", "pm4py"]).success();
    assert_eq!(place.listed("output/small-for-pm4py"), ["#2", "second agent", "silos"]);
    let alone = export(&place, &["--for", "pm4py", "--strategy", "web/phone", "--out", "mine"]).success();
    assert!(in_one_line(&String::from_utf8_lossy(&alone.get_output().stdout)).contains("(in #2)"));
    assert_eq!(place.listed("mine/small-for-pm4py"), ["#2"]);
}
