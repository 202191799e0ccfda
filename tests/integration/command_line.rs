//! Verbs, flags, exit codes and files: what a person at a terminal, or a script, relies on.

use crate::small::{Place, SMALL, in_one_line, small_with, tells};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::is_empty;
use serde_json::Value;
use std::collections::BTreeSet;
use throughline::scenario::lines::{WIDTH, width};
use throughline::scenario::text::is_seen;

const TABLES: [&str; 5] = ["comparison.csv", "hours.csv", "replications.csv", "series.csv", "summary.csv"];

fn json(place: &Place, arguments: &[&str]) -> Value {
    let fixed = ["run", "small.toml", "--out", "out", "--format", "json"];
    let text = place.printed(&[&fixed, arguments].concat());
    serde_json::from_str(&text).expect("--format json prints JSON")
}

/// The rows of a table, without the first column, which names the scenario, and the last, which tells its settings.
fn rows(place: &Place, file: &str) -> Vec<Vec<String>> {
    let text = place.read(file);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let row = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.expect("a table can be read");
        record.iter().take(record.len() - 1).skip(1).map(String::from).collect()
    };
    reader.records().map(row).collect()
}

/// All tables of a scenario's results.
fn tables(place: &Place, folder: &str) -> Vec<String> {
    TABLES.iter().map(|name| place.read(&format!("{folder}/{name}"))).collect()
}

/// The mean of an outcome of the whole market.
fn mean(json: &Value, strategy: &str, metric: &str) -> f64 {
    let rows = json[0]["summary"].as_array().expect("a summary has rows");
    let found = rows.iter().find(|row| {
        row["strategy"] == strategy && row["metric"] == metric && row["segment"] == "*" && row["channel"] == "*"
    });
    found.and_then(|row| row["mean"].as_f64()).unwrap_or_else(|| panic!("no {metric} of {strategy}"))
}

// run

#[test]
fn a_run_shows_the_comparison_and_writes_the_tables() {
    let place = Place::with_small();
    place
        .throughline(&["run", "small.toml"])
        .assert()
        .success()
        .stdout(tells("Two channels and a desk").and(tells("one record")).and(tells("95 % interval")))
        .stdout(tells("no verdict").and(tells("output/small/")));
    let files = place.listed("output/small");
    for name in TABLES.iter().chain(&["manifest.json"]) {
        assert!(files.contains(&(*name).to_string()), "{name} is missing in {files:?}");
    }
    assert_eq!(place.listed("output"), ["small"]);
}

#[test]
fn json_holds_what_summary_and_comparison_hold() {
    let place = Place::with_small();
    let json = json(&place, &[]);
    assert_eq!((&json[0]["scenario"], &json[0]["customers"]), (&"small".into(), &200.into()));
    let as_text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        number => number.as_f64().expect("the rest are numbers").to_string(),
    };
    // Reading JSON rounds the last digit of a number.
    let same = |shown: &String, written: &String| match (shown.parse::<f64>(), written.parse::<f64>()) {
        (Ok(shown), Ok(written)) => (shown - written).abs() <= 1e-14 * written.abs(),
        _ => shown == written,
    };
    let summary = [
        "strategy",
        "design_point",
        "metric",
        "unit",
        "segment",
        "channel",
        "n",
        "mean",
        "sd",
        "se",
        "ci_low",
        "ci_high",
    ];
    let comparison = [
        "strategy",
        "design_point",
        "baseline",
        "metric",
        "unit",
        "segment",
        "channel",
        "n",
        "difference",
        "se",
        "ci_low",
        "ci_high",
        "p_value",
        "p_adjusted",
        "variance_ratio",
        "verdict",
        "p_benjamini_hochberg",
    ];
    for (part, columns) in [("summary", &summary[..]), ("comparison", &comparison[..])] {
        let row = |row: &Value| columns.iter().map(|column| as_text(&row[*column])).collect::<Vec<_>>();
        let shown: Vec<Vec<String>> = json[0][part].as_array().expect("a list of rows").iter().map(row).collect();
        let written = rows(&place, &format!("out/small/{part}.csv"));
        assert_eq!(shown.len(), written.len());
        for (shown, written) in shown.iter().zip(&written) {
            assert!(shown.iter().zip(written).all(|(shown, written)| same(shown, written)), "{shown:?} {written:?}");
        }
    }
}

/// Other programs address columns by place as well as by name: new ones may only come after these.
#[test]
fn columns_stand_where_they_have_always_stood() {
    let place = Place::with_results();
    let spread = "n,mean,sd,se,ci_low,ci_high";
    let about = "metric,unit,segment,channel";
    for (table, columns) in [
        ("summary", format!("scenario,strategy,design_point,{about},{spread},settings")),
        (
            "comparison",
            format!(
                "scenario,strategy,design_point,baseline,{about},n,difference,se,ci_low,ci_high,p_value,p_adjusted,variance_ratio,verdict,p_benjamini_hochberg,settings"
            ),
        ),
        (
            "replications",
            format!("scenario,strategy,design_point,replication,seed,{about},value,numerator,denominator,settings"),
        ),
        ("series", format!("scenario,strategy,design_point,metric,unit,week,days,warm_up_days,{spread},settings")),
        ("hours", format!("scenario,strategy,design_point,metric,unit,channel,hour,{spread},settings")),
    ] {
        let text = place.read(&format!("output/small/{table}.csv"));
        let header = text.lines().next().expect("a table has a header");
        assert!(header.starts_with(&columns), "{table}.csv: {header}");
    }
}

/// A reader drops rows whose key is empty, or does not find them again.
#[test]
fn no_cell_that_tells_what_a_row_is_about_is_empty() {
    let place = Place::with_results();
    for table in TABLES {
        let text = place.read(&format!("output/small/{table}"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let keys =
            ["scenario", "strategy", "design_point", "baseline", "metric", "segment", "channel", "verdict", "settings"];
        let header = reader.headers().expect("a table has a header").clone();
        for record in reader.records() {
            let record = record.expect("a table can be read");
            let mut keyed = header.iter().zip(&record).filter(|(name, _)| keys.contains(name));
            assert!(keyed.all(|(_, cell)| !cell.is_empty()), "{table}: {record:?}");
        }
    }
}

#[test]
fn a_value_is_its_numerator_over_its_denominator_and_there_is_none_without_one() {
    let place = Place::with_results();
    let (mut some, mut none) = (0, 0);
    for row in rows(&place, "output/small/replications.csv") {
        let [value, numerator, denominator] = &row[8..] else { panic!("{row:?}") };
        let whole: u64 = denominator.parse().expect("a whole number");
        if whole == 0 {
            assert_eq!((value.as_str(), numerator.as_str()), ("", ""));
            none += 1;
        } else {
            let ratio = numerator.parse::<f64>().expect("a number") / whole as f64;
            assert_eq!(value.parse(), Ok(ratio), "{row:?}");
            some += 1;
        }
    }
    assert!(some > 0 && none > 0);
}

#[test]
fn a_quiet_run_writes_its_files_and_says_nothing() {
    let place = Place::with_small();
    place.throughline(&["run", "small.toml", "--quiet"]).assert().success().stdout(is_empty()).stderr(is_empty());
    assert!(place.path("output/small/summary.csv").is_file());
}

#[test]
fn charts_are_drawn_in_the_forms_that_are_wanted_and_the_manifest_lists_no_others() {
    let place = Place::with_small();
    for (wanted, endings) in [("all", vec!["png", "svg"]), ("svg", vec!["svg"]), ("png", vec!["png"]), ("none", vec![])]
    {
        place.throughline(&["run", "small.toml", "--quiet", "--charts", wanted]).assert().success();
        let manifest: Value = serde_json::from_str(&place.read("output/small/manifest.json")).expect("JSON");
        let listed: Vec<&String> = manifest["files_sha256"].as_object().expect("hashes by name").keys().collect();
        let charts: Vec<&str> = listed.iter().filter_map(|name| name.strip_prefix("charts/")).collect();
        let forms: BTreeSet<&str> = charts.iter().filter_map(|name| Some(name.split_once('.')?.1)).collect();
        assert_eq!(forms.into_iter().collect::<Vec<_>>(), endings, "{wanted}");
        assert_eq!(charts.len(), 8 * endings.len(), "{wanted}");
        let written = if endings.is_empty() { Vec::new() } else { place.listed("output/small/charts") };
        assert_eq!(written, charts, "{wanted}");
    }
    assert!(!place.listed("output/small").contains(&"charts".into()));
    place.throughline(&["run", "small.toml", "--charts", "none"]).assert().stdout(tells("; tables in output/small/"));
}

#[test]
fn charts_are_drawn_on_a_dark_page_where_one_is_asked_for() {
    let place = Place::with_small();
    for (theme, page) in [("light", "#FFFFFF"), ("dark", "#16181D")] {
        place.throughline(&["run", "small.toml", "--quiet", "--charts", "svg", "--theme", theme]).assert().success();
        let chart = place.read("output/small/charts/comparison.svg");
        let first = chart.lines().find(|line| line.contains("<rect")).expect("a page");
        assert!(first.contains(page), "{theme}: {first}");
    }
}

#[test]
fn the_table_is_as_wide_as_the_terminal_says() {
    let place = Place::with_small();
    let printed = |columns: &str| {
        let mut command = place.throughline(&["run", "small.toml", "--charts", "none"]);
        let printed = command.env("COLUMNS", columns).assert().success();
        String::from_utf8(printed.get_output().stdout.clone()).expect("UTF-8")
    };
    assert!(printed("140").contains("p adjusted"));
    for usual in ["80", "", "many", "20"] {
        let text = printed(usual);
        assert!(!text.contains("p adjusted") && text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
}

#[test]
fn characters_that_bitmaps_show_as_boxes_are_named_where_bitmaps_are_drawn() {
    let place = Place::new().file("tea.toml", small_with("Two channels and a desk", "Trà Київ 茶 → чай"));
    let told = tells("warning: tea: its PNG charts")
        .and(tells("PNG charts").and(tells("茶 (U+8336)\n")).and(tells("U+2192").not()));
    place.throughline(&["run", "tea.toml"]).assert().success().stderr(told);
    let quiet = place.throughline(&["run", "tea.toml", "--quiet"]).assert().success().stdout(is_empty());
    quiet.stderr(tells("warning: tea: its PNG charts"));
    place.throughline(&["run", "tea.toml", "--charts", "svg"]).assert().success().stderr(tells("PNG").not());
}

#[test]
fn one_two_and_eight_threads_write_the_same_bytes() {
    let place = Place::with_small();
    let run = |threads: &str| {
        place.throughline(&["run", "small.toml", "--quiet", "--threads", threads]).assert().success();
        tables(&place, "output/small")
    };
    let alone = run("1");
    assert_eq!(alone, run("2"));
    assert_eq!(alone, run("8"));
}

#[test]
fn another_seed_is_other_luck_and_the_same_seed_the_same() {
    let place = Place::with_results();
    let all = || TABLES.map(|name| rows(&place, &format!("output/small/{name}")));
    let plain = all();
    let with_seed = |seed: &str| {
        place.throughline(&["run", "small.toml", "--quiet", "--seed", seed]).assert().success();
        all()
    };
    assert_eq!(with_seed("7"), plain);
    assert_ne!(with_seed("8"), plain);
}

#[test]
fn more_replications_leave_the_first_ones_as_they_were() {
    let place = Place::with_results();
    let two = rows(&place, "output/small/replications.csv");
    place.throughline(&["run", "small.toml", "--quiet", "--replications", "3"]).assert().success();
    let three = rows(&place, "output/small/replications.csv");
    let (first, third): (Vec<_>, Vec<_>) = three.into_iter().partition(|row| row[2] != "3");
    assert_eq!(first, two);
    assert!(!third.is_empty());
}

#[test]
fn one_replication_has_no_interval_and_says_so() {
    let place = Place::with_small();
    let run = ["run", "small.toml", "--replications", "1"];
    place.throughline(&run).assert().success().stdout(tells("one replication has no interval"));
}

#[test]
fn below_five_replications_no_verdict_is_given_and_the_terminal_says_so() {
    let place = Place::with_small();
    let run = |replications: &str| place.printed(&["run", "small.toml", "--replications", replications]);
    let four = run("4");
    assert!(four.contains("fewer than 5 replications give no verdict") && !four.contains("no difference shown"));
    let five = run("5");
    assert!(!five.contains("give no verdict") && five.contains("no difference shown"), "{five}");
}

#[test]
fn the_terminal_says_why_an_interval_is_missing_and_when_there_is_nothing_to_test() {
    let place = Place::with_small();
    let printed = |more: &[&str]| place.printed(&[&["run", "small.toml", "--replications", "5"], more].concat());
    let why = "-: no interval, since no replication differs";
    assert!(printed(&[]).contains(why) && printed(&[]).contains("verdicts allow for "));
    // Hardly anybody ever has a need: nothing happens under any strategy.
    let needs = ["regulars.needs.purchase", "regulars.needs.question", "others.needs.purchase"];
    let none: Vec<String> = needs.iter().map(|path| format!("segment.{path}.per_year=1e-9")).collect();
    let quiet: Vec<&str> = none.iter().flat_map(|setting| ["--set", setting]).collect();
    let nothing = printed(&[&quiet[..], &["--strategy", "one record"]].concat());
    assert!(
        nothing.contains(why) && in_one_line(&nothing).contains("nothing differs that chance could have a part in"),
        "{nothing}"
    );
}

#[test]
fn a_wanted_strategy_is_run_beside_the_baseline_and_comes_out_as_among_others() {
    let place = Place::with_results();
    let among_others = rows(&place, "output/small/summary.csv");
    place.throughline(&["run", "small.toml", "--quiet", "--strategy", "second agent"]).assert().success();
    let alone = rows(&place, "output/small/summary.csv");
    let expected: Vec<_> = among_others.into_iter().filter(|row| row[0] != "one record").collect();
    assert_eq!(alone, expected);
}

#[test]
fn a_setting_changes_the_market_of_all_strategies() {
    let place = Place::with_small();
    let day_and_night = ["--set", "run.customers=100", "--set", "staff.agents.hours=mon-sun 00:00-24:00"];
    let changed = json(&place, &day_and_night);
    assert_eq!(changed[0]["customers"], 100);
    let wages = 35.0 * 24.0 * 30.0;
    for (strategy, agents) in [("silos", 1.0), ("one record", 1.0), ("second agent", 2.0)] {
        let cost = mean(&changed, strategy, "cost_to_serve");
        assert!((agents * wages..1.01 * agents * wages).contains(&cost), "{strategy}: {cost}");
    }
}

#[test]
fn a_setting_of_a_strategy_goes_over_that_of_the_command_line() {
    let place = Place::with_small();
    let json = json(&place, &["--set", "staff.agents.servers=6"]);
    let (six, two) = (mean(&json, "silos", "cost_to_serve"), mean(&json, "second agent", "cost_to_serve"));
    assert!((2.9..=3.0).contains(&(six / two)), "{six} and {two}");
}

/// The cells of a column, each once, in order.
fn cells(place: &Place, file: &str, column: &str) -> Vec<String> {
    let text = place.read(file);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let at = reader.headers().expect("a header").iter().position(|name| name == column).expect("a column of that name");
    let mut cells: Vec<String> = reader.records().map(|row| row.expect("a row")[at].to_string()).collect();
    cells.sort();
    cells.dedup();
    cells
}

#[test]
fn a_label_names_folder_and_design_point_and_the_last_column_tells_what_was_changed() {
    let place = Place::with_results();
    let plain = rows(&place, "output/small/summary.csv");
    let two = ["run", "small.toml", "--name", "two agents", "--set", "staff.agents.servers=2", "--seed", "3"];
    place
        .throughline(&two)
        .args(["--as", "ga4"])
        .assert()
        .success()
        .stdout(tells("design point \"two agents\", settings staff.agents.servers=2; run.seed=3 200 customers"));
    for table in TABLES.iter().chain(&["dashboards.csv"]) {
        let file = format!("output/two agents/{table}");
        assert_eq!(cells(&place, &file, "scenario"), ["small"], "{table}");
        assert_eq!(cells(&place, &file, "design_point"), ["two agents"], "{table}");
        assert_eq!(cells(&place, &file, "settings"), ["staff.agents.servers=2; run.seed=3"], "{table}");
    }
    assert_eq!(rows(&place, "output/small/summary.csv"), plain);
    assert_eq!(cells(&place, "output/small/summary.csv", "settings"), ["*"]);
}

#[test]
fn settings_stand_in_tables_without_double_quotes_and_in_the_manifest_as_typed() {
    let place = Place::with_small();
    let typed = "seam.twin_closed_when=\"arrives\"";
    place.throughline(&["run", "small.toml", "--quiet", "--charts", "none", "--set", typed]).assert().success();
    assert_eq!(cells(&place, "output/small/summary.csv", "settings"), ["seam.twin_closed_when='arrives'"]);
    let manifest: Value = serde_json::from_str(&place.read("output/small/manifest.json")).expect("JSON");
    assert_eq!(manifest["settings"][0], typed);
}

#[test]
fn the_manifest_holds_the_scenario_as_an_object_too_endless_numbers_as_texts() {
    let place = Place::with_small();
    let forever = ["--set", "staff.agents.same_agent.wait_minutes=inf", "--set", "run.customers=50"];
    place.throughline(&["run", "small.toml", "--quiet", "--charts", "none"]).args(forever).assert().success();
    let manifest: Value = serde_json::from_str(&place.read("output/small/manifest.json")).expect("JSON");
    let scenario = &manifest["scenario_object"];
    assert_eq!(scenario["run"]["customers"], 50);
    assert_eq!(scenario["staff"]["agents"]["same_agent"]["wait_minutes"], "inf");
    let text: toml::Table = manifest["scenario"].as_str().expect("a text").parse().expect("TOML");
    assert_eq!(scenario["strategy"][1]["name"].as_str(), text["strategy"][1]["name"].as_str());
    // A manifest with an object in it is still one of ours, as it was written.
    place
        .throughline(&["run", "small.toml", "--quiet", "--charts", "none"])
        .args(forever)
        .assert()
        .success()
        .stderr("");
}

#[test]
fn a_label_that_no_folder_or_table_can_have_or_several_scenarios_would_share_is_refused() {
    let place = Place::with_small().file("other.toml", SMALL);
    for (label, says) in [
        ("NA", "a label which pandas, R or csvkit read as a missing value"),
        ("*", "which stands for all"),
        ("", "a label which is empty"),
        ("a:b", "a label with `:`"),
        ("../up", "a label with a point at an end"),
        ("nul", "a label which Windows keeps for a device"),
        ("a/../../b", "a label with `/`"),
    ] {
        let told = tells(says).and(tells("remedy: choose another label"));
        place.throughline(&["run", "small.toml", "--name", label]).assert().code(2).stderr(told);
    }
    let both = tells("2 scenarios, whose results would go to one folder").and(tells("leave --name out"));
    place.throughline(&["run", "small.toml", "other.toml", "--name", "both"]).assert().code(2).stderr(both);
    assert_eq!(place.listed("."), ["other.toml", "small.toml"]);
}

#[test]
fn several_files_and_folders_are_one_job_and_come_out_as_alone() {
    let other = small_with("seed = 7", "seed = 8");
    let place =
        Place::with_results().file("more/b.toml", &other).file("more/a.txt", "no scenario").file("c.toml", SMALL);
    let run = ["run", "c.toml", "more", "--format", "json"];
    let json: Value = serde_json::from_str(&place.printed(&run)).expect("--format json prints JSON");
    let names: Vec<&str> = json.as_array().expect("a list").iter().filter_map(|one| one["scenario"].as_str()).collect();
    assert_eq!(names, ["c", "b"]);
    assert_eq!(place.listed("output"), ["b", "c", "small"]);
    assert_eq!(rows(&place, "output/c/replications.csv"), rows(&place, "output/small/replications.csv"));
    assert_ne!(rows(&place, "output/b/replications.csv"), rows(&place, "output/small/replications.csv"));
}

#[test]
fn two_files_that_would_write_the_same_folder_are_refused() {
    let place = Place::with_small().file("more/small.toml", SMALL);
    place
        .throughline(&["run", "small.toml", "more"])
        .assert()
        .code(2)
        .stderr(tells("the same name as small.toml").and(tells("rename one of the files")));
    assert!(!place.path("output").exists());
}

#[test]
fn a_file_named_twice_is_taken_once() {
    let place = Place::with_small();
    for verb in ["check", "run"] {
        let printed = place.printed(&[verb, "small.toml", "./small.toml", "."]);
        assert_eq!(printed.matches("small.toml: fine").count(), usize::from(verb == "check"), "{printed}");
    }
    assert_eq!(place.listed("output"), ["small"]);
}

#[test]
fn a_file_with_windows_line_ends_and_a_byte_order_mark_is_a_scenario() {
    let text = format!("\u{feff}{}", SMALL.replace('\n', "\r\n"));
    let place = Place::new().file("small.toml", &text);
    place.throughline(&["check", "small.toml"]).assert().success();
}

// The result folder

#[test]
fn a_run_replaces_the_results_that_a_run_wrote() {
    let place = Place::with_results();
    let before = tables(&place, "output/small");
    place.throughline(&["run", "small.toml", "--quiet", "--seed", "8"]).assert().success();
    assert_ne!(before, tables(&place, "output/small"));
    assert_eq!(place.listed("output"), ["small"]);
}

#[test]
fn a_folder_with_other_files_is_left_alone_unless_forced_and_they_are_kept() {
    let place = Place::with_results();
    let place = place.file("output/small/notes/mine.txt", "keep me");
    let before = tables(&place, "output/small");
    let again = ["run", "small.toml", "--quiet", "--seed", "8"];
    place
        .throughline(&again)
        .assert()
        .code(2)
        .stderr(tells("`notes`").and(tells("--force")).and(tells("did not write")));
    assert_eq!(before, tables(&place, "output/small"));
    place.throughline(&[&again[..], &["--force"]].concat()).assert().success();
    assert_ne!(before, tables(&place, "output/small"));
    assert_eq!(place.read("output/small/notes/mine.txt"), "keep me");
}

#[test]
fn a_changed_result_is_not_replaced_unless_forced() {
    let place = Place::with_results();
    let place = place.file("output/small/summary.csv", "my own numbers");
    let run = ["run", "small.toml", "--quiet"];
    place.throughline(&run).assert().code(2).stderr(tells("summary.csv").and(tells("was changed since")));
    assert_eq!(place.read("output/small/summary.csv"), "my own numbers");
    place.throughline(&[&run[..], &["--force"]].concat()).assert().success();
    assert_ne!(place.read("output/small/summary.csv"), "my own numbers");
}

#[test]
fn a_folder_whose_manifest_is_none_of_ours_is_left_alone() {
    let place = Place::with_results();
    let place = place.file("output/small/manifest.json", "{}");
    place.throughline(&["run", "small.toml", "--quiet"]).assert().code(2).stderr(tells("manifest.json"));
}

#[test]
fn an_empty_folder_is_as_good_as_none() {
    let place = Place::with_small();
    std::fs::create_dir_all(place.path("output/small")).expect("a folder can be made");
    place.throughline(&["run", "small.toml", "--quiet"]).assert().success();
}

#[test]
fn a_file_in_place_of_the_result_folder_is_kept_even_with_force() {
    let place = Place::with_small().file("output/small", "a file");
    for force in [&[][..], &["--force"]] {
        let run = [&["run", "small.toml", "--quiet"], force].concat();
        place.throughline(&run).assert().code(2).stderr(tells("move it"));
    }
    assert_eq!(place.read("output/small"), "a file");
}

#[test]
fn results_that_cannot_be_written_are_a_failure_found_before_the_work() {
    let place = Place::with_small().file("taken", "a file");
    for out in ["taken", "taken/below"] {
        place
            .throughline(&["run", "small.toml", "--set", "run.customers=10_000_000", "--out", out])
            .timeout(std::time::Duration::from_secs(20))
            .assert()
            .code(1)
            .stdout(is_empty())
            .stderr(tells("cannot be written").and(tells("a file where a folder is needed")));
    }
    assert_eq!(place.read("taken"), "a file");
    assert_eq!(place.listed("."), ["small.toml", "taken"]);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_the_results_before_it_and_nothing_else() {
    let place = Place::with_results();
    let before = tables(&place, "output/small");
    let long = ["run", "small.toml", "--set", "run.customers=100_000", "--replications", "1000", "--threads", "1"];
    let mut child = std::process::Command::new("env")
        .arg("--default-signal=INT")
        .arg(assert_cmd::cargo::cargo_bin!("throughline"))
        .args(long)
        .current_dir(place.path("."))
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the command starts");
    std::thread::sleep(std::time::Duration::from_millis(400));
    let interrupt = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupt.expect("there is a `kill`").success());
    assert_eq!(child.wait().expect("the command ends").code(), Some(130));
    assert_eq!(before, tables(&place, "output/small"));
    assert_eq!(place.listed("output"), ["small"]);
}

#[cfg(unix)]
#[test]
fn a_reader_who_goes_away_changes_neither_result_nor_exit_code() {
    use std::process::{Command, Stdio};
    let place = Place::with_small().file("bad.toml", "[run]");
    let code_unheard = |arguments: &[&str]| {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("throughline"))
            .args(arguments)
            .current_dir(place.path("."))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        drop((child.stdout.take(), child.stderr.take()));
        child.wait().expect("the command ends").code()
    };
    assert_eq!(code_unheard(&["describe"]), Some(0));
    assert_eq!(code_unheard(&["run", "small.toml"]), Some(0));
    assert_eq!(code_unheard(&["check", "bad.toml"]), Some(2));
    assert!(place.path("output/small/manifest.json").is_file());
}

// Other verbs

#[test]
fn check_says_what_a_scenario_holds_and_writes_nothing() {
    let place = Place::with_small();
    place
        .throughline(&["check", "small.toml"])
        .assert()
        .success()
        .stdout(tells("small.toml: fine: 3 strategies, 2 segments, 2 journeys, 2 channels, 1 staff pool\n"));
    assert_eq!(place.listed("."), ["small.toml"]);
}

/// The notes that `check` prints on the small scenario with these settings.
fn notes(settings: &[&str]) -> Vec<String> {
    let settings = settings.iter().flat_map(|setting| ["--set", setting]).collect::<Vec<_>>();
    let check = Place::with_small().throughline(&[&["check", "small.toml"][..], &settings].concat()).assert().success();
    let told = super::small::in_one_line(&String::from_utf8_lossy(&check.get_output().stderr));
    told.split("small.toml:").filter(|part| part.contains(": note: ")).map(|part| part.trim().into()).collect()
}

#[test]
fn check_notes_once_what_is_easily_overlooked_where_it_stands() {
    let known = "58:12: note: nobody who is known is taken for somebody else";
    let basket = "24:1: note: `phone` offers `order` and no step from `choose` to it";
    let is = |told: &[String], expected: &[&str]| {
        assert_eq!(told.len(), expected.len(), "{told:?}");
        told.iter().zip(expected).for_each(|(told, expected)| assert!(told.starts_with(expected), "{told}"));
    };
    let free = "58:1: note: identity, continuity at no cost";
    is(&notes(&[]), &[basket, free, known]);
    is(&notes(&["capability.identity.wrong_match.integrated=0.02"]), &[basket, free]);
    is(&notes(&["seam.identify_minutes=0"]), &[basket, free]);
    is(&notes(&["capability.identity.recognised.integrated=0.41"]), &[basket, free]);
    is(&notes(&["journey.purchase.restart_not_offered=nothing"]), &[free, known]);
    is(&notes(&["journey.purchase.restart=order"]), &[free, known]);
    is(
        &notes(&[
            "journey.purchase.context_kept={ siloed = 1, integrated = 1 }",
            "journey.purchase.context_kept_within={ siloed = 1, integrated = 1 }",
        ]),
        &[free, known],
    );
}

#[test]
fn a_resolved_scenario_is_one_whatever_is_not_seen_in_its_texts() {
    let place = Place::new();
    let title = r#"title = "a\u200Db 'c' \u001B[31m""#;
    let place = place.file("small.toml", super::small::small_with("title = \"Two channels and a desk\"", title));
    let resolved = place.printed(&["check", "--resolved", "small.toml"]);
    place.file("again.toml", resolved).throughline(&["check", "again.toml"]).assert().success();
}

#[test]
fn a_capability_given_in_part_keeps_the_rest_of_its_default() {
    let place = Place::with_small();
    let set = |settings: &[&str]| {
        let settings: Vec<&str> = settings.iter().flat_map(|setting| ["--set", setting]).collect();
        place.printed(&[&["check", "--resolved", "small.toml"][..], &settings].concat())
    };
    let whole = set(&["capability.identity.recognised={ siloed = 0.41, integrated = 0.9 }"]);
    assert_eq!(whole, set(&["capability.identity.recognised.integrated=0.9"]));
    assert_eq!(whole, set(&["capability.identity.recognised={ integrated = 0.9 }"]));
    place
        .throughline(&["check", "small.toml", "--set", "capability.identity.recognised.siloed=2"])
        .assert()
        .code(2)
        .stderr(tells("a number from 0 to 1"));
}

#[test]
fn a_table_given_in_part_keeps_the_rest_of_its_default() {
    let summary = |settings: &[&str]| {
        let place = Place::with_small();
        let settings: Vec<&str> = settings.iter().flat_map(|setting| ["--set", setting]).collect();
        place
            .throughline(&[&["run", "small.toml", "--quiet", "--charts", "none"][..], &settings].concat())
            .assert()
            .success();
        rows(&place, "output/small/summary.csv")
    };
    let plain = summary(&[]);
    for (part, whole) in [
        ("segment.regulars.tolerance_minutes.cv=0.1", "segment.regulars.tolerance_minutes={ mean = 150, cv = 0.1 }"),
        ("segment.regulars.tolerance_minutes={ mean = 3 }", "segment.regulars.tolerance_minutes={ mean = 3, cv = 1 }"),
        ("segment.regulars.loss={ a = 9 }", "segment.regulars.loss={ a = 9, b = 9.5 }"),
        (
            "journey.purchase.context_kept={ siloed = 0.01 }",
            "journey.purchase.context_kept={ siloed = 0.01, integrated = 0.9 }",
        ),
        (
            "journey.question.context_kept_within.siloed=0.01",
            "journey.question.context_kept_within={ siloed = 0.01, integrated = 0.95 }",
        ),
    ] {
        let in_part = summary(&[part]);
        assert_eq!(in_part, summary(&[whole]), "{part}");
        assert_ne!(in_part, plain, "{part}");
    }
    for wrong in ["segment.regulars.loss.c=1", "segment.regulars.loss.a=-1", "segment.regulars.tolerance_minutes.cv=11"]
    {
        Place::with_small().throughline(&["check", "small.toml", "--set", wrong]).assert().code(2);
    }
}

#[test]
fn a_resolved_scenario_gives_the_same_results() {
    let place = Place::with_results();
    let before = tables(&place, "output/small");
    let resolved = place.printed(&["check", "--resolved", "small.toml"]);
    assert!(resolved.contains("handling_weight = 1.0"), "defaults are filled in");
    let place = place.file("small.toml", &resolved);
    place.throughline(&["run", "small.toml", "--quiet"]).assert().success();
    assert_eq!(before, tables(&place, "output/small"));
    assert_eq!(resolved, place.printed(&["check", "--resolved", "small.toml"]));
}

#[test]
fn a_resolved_scenario_holds_what_the_command_line_changed() {
    let place = Place::with_small();
    let changes = ["--set", "choice.habit=0.25", "--seed", "9", "--replications", "5"];
    let resolved = place.printed(&[&["check", "--resolved", "small.toml"], &changes[..]].concat());
    for line in ["habit = 0.25", "seed = 9", "replications = 5"] {
        assert!(resolved.lines().any(|one| one == line), "no line `{line}` in\n{resolved}");
    }
}

#[test]
fn the_shipped_scenarios_are_fine_resolved_too() {
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let place = Place::new();
    place.throughline(&["check", shipped]).assert().success();
    for entry in std::fs::read_dir(shipped).expect("scenarios are shipped") {
        let path = entry.expect("an entry can be read").path();
        let resolved = place.printed(&["check", "--resolved", &path.to_string_lossy()]);
        let file = place.path("resolved.toml");
        std::fs::write(&file, resolved).expect("a file can be written");
        place.throughline(&["check", "resolved.toml"]).assert().success();
    }
}

#[test]
fn new_writes_a_scenario_that_check_accepts_and_never_over_a_file() {
    let place = Place::new();
    place.throughline(&["new", "first"]).assert().success().stdout(tells("first.toml is written"));
    place.throughline(&["check", "first.toml"]).assert().success();
    std::fs::write(place.path("first.toml"), "mine").expect("a file can be written");
    for name in ["first", "first.toml"] {
        place.throughline(&["new", name]).assert().code(2).stderr(tells("a file that is there already"));
    }
    assert_eq!(place.read("first.toml"), "mine");
}

#[test]
fn new_writes_each_shipped_scenario_under_the_new_name_and_the_tutorial_where_none_is_named() {
    let place = Place::new();
    let shipped = |name: &str| {
        let file = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(file).expect("it is shipped")
    };
    for name in ["tutorial", "retail", "contact-centre", "support-desk", "bank", "outage"] {
        place.throughline(&["new", &format!("my-{name}"), "--from", name]).assert().success();
        assert_eq!(place.read(&format!("my-{name}.toml")), shipped(name));
    }
    place.throughline(&["new", "mine"]).assert().success();
    assert_eq!(place.read("mine.toml"), shipped("tutorial"));
    let told = place.throughline(&["new", "other", "--from", "retial"]).assert().code(2);
    told.stderr(tells("retial").and(tells("contact-centre")));
}

#[test]
fn what_new_suggests_can_be_pasted_into_a_shell() {
    let place = Place::new();
    for (name, typed) in
        [("help desk", "'help desk.toml'"), ("a&b", "'a&b.toml'"), ("it's", r"'it'\''s.toml'"), ("desk", "desk.toml")]
    {
        let told = in_one_line(&place.printed(&["new", name]));
        assert!(told.ends_with(&format!("try: throughline run {typed}")), "{told}");
    }
    std::fs::create_dir(place.path("$5")).expect("a folder can be made");
    let told = in_one_line(&place.printed(&["new", "$5/desk"]));
    assert!(told.ends_with("throughline run '$5/desk.toml'"), "{told}");
}

/// A scenario once for each setting that it has in a comment without a blank, with that setting; lines below the head of a
/// table belong to it.
fn switched_on(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let is_off = |line: &str| line.starts_with('#') && !line.starts_with("# ");
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    for at in (0..lines.len()).filter(|&at| is_off(lines[at])) {
        let goes_on = |block: &&mut Vec<usize>| block.last() == Some(&(at - 1)) && lines[block[0]].starts_with("#[");
        match blocks.last_mut().filter(goes_on) {
            Some(block) => block.push(at),
            None => blocks.push(vec![at]),
        }
    }
    let with = |block: &Vec<usize>| {
        let line = |at: usize| if block.contains(&at) { &lines[at][1..] } else { lines[at] };
        (0..lines.len()).map(line).collect::<Vec<_>>().join("\n")
    };
    blocks.iter().map(with).collect()
}

#[test]
fn each_setting_that_a_new_scenario_has_switched_off_can_be_switched_on() {
    let place = Place::new();
    place.throughline(&["new", "mine"]).assert().success();
    let text = place.read("mine.toml");
    let meant = |text: &str| {
        std::fs::write(place.path("tried.toml"), text).expect("a file can be written");
        place.printed(&["check", "--resolved", "tried.toml"])
    };
    let switched_on = switched_on(&text);
    for key in ["reopens", "same_agent", "sharing", "journey.question.twin", "wrong_match"] {
        let is_on = |one: &&String| one.lines().any(|line| line.trim_start_matches('[').starts_with(key));
        assert!(switched_on.iter().any(|one| is_on(&one)), "{key}");
    }
    for one in &switched_on {
        assert_ne!(meant(one), meant(&text));
    }
}

#[test]
fn new_refuses_what_is_no_name_of_a_scenario() {
    let place = Place::new();
    for (name, says) in [
        (".", "no name"),
        ("..", "no name"),
        ("NA", "read as a missing value"),
        ("con", "Windows keeps for a device"),
        ("a;b", "`;` (U+003B, a punctuation mark)"),
        ("folder/", "no name"),
    ] {
        place.throughline(&["new", name]).assert().code(2).stderr(tells(says).and(tells("choose another name")));
        assert!(place.listed(".").is_empty(), "{name}");
    }
}

#[test]
fn new_keeps_the_whole_name_and_fails_where_it_cannot_write() {
    let place = Place::new();
    place.throughline(&["new", "spring.2027"]).assert().success();
    assert_eq!(place.listed("."), ["spring.2027.toml"]);
    place.throughline(&["new", "nowhere/first"]).assert().code(1).stderr(tells("a folder that does not exist"));
}

#[test]
fn the_schema_is_json_and_knows_the_tables_of_a_scenario() {
    let schema: Value = serde_json::from_str(&Place::new().printed(&["schema"])).expect("the schema is JSON");
    for table in ["run", "segment", "journey", "channel", "staff", "strategy"] {
        assert!(schema["properties"][table].is_object(), "{table}");
    }
}

#[test]
fn shells_and_man_know_every_command_and_option() {
    let place = Place::new();
    let knows = |shell: &str, words: &[&str]| {
        let script = place.printed(&["completions", shell]);
        words.iter().all(|word| script.contains(word))
    };
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(knows(shell, &["describe", "replications"]), "{shell}");
    }
    // Elvish and PowerShell are told no values.
    for shell in ["bash", "fish", "zsh"] {
        assert!(knows(shell, &["amazon-connect"]), "{shell}");
    }
    place.throughline(&["completions", "tcsh"]).assert().code(2).stderr(tells("expected: one of: bash, elvish, fish"));
}

/// What a line of help or of the manual page says, without marks of either.
fn words_of(text: &str) -> Vec<String> {
    let plain = ["\\fB", "\\fI", "\\fR", "\\&"].iter().fold(text.to_string(), |text, mark| text.replace(mark, ""));
    plain.replace("\\-", "-").replace("\\*(Aq", "'").split_whitespace().map(String::from).collect()
}

/// Whether words stand in a text, one after the other.
fn holds(text: &[String], words: &[String]) -> bool {
    text.windows(words.len()).any(|window| window == words)
}

#[test]
fn the_manual_page_says_of_every_command_all_that_its_help_does() {
    let place = Place::new();
    let page = place.printed(&["manual"]);
    for part in [".SH NAME", ".SH SYNOPSIS", ".SH \"EXIT STATUS\"", ".SH \"SEE ALSO\""] {
        assert!(page.contains(part), "{part}:\n{page}");
    }
    for verb in ["run", "check", "attribute", "new", "schema", "describe", "completions", "manual"] {
        let (_, after) = page.split_once(&format!(".SH \"throughline {verb}\"")).expect("a heading for each command");
        let section = words_of(after.split(".SH \"").next().expect("text before the next command"));
        let help = place.printed(&[verb, "--help"]);
        for piece in pieces(&help).iter().filter(|piece| !["Arguments:", "Options:"].contains(&piece.as_str())) {
            assert!(holds(&section, &words_of(piece)), "{verb}: {piece}\n{section:?}");
        }
    }
}

/// What some help says, piece by piece: lines, columns of a line, and each value of a list of possible ones.
fn pieces(help: &str) -> Vec<String> {
    let mut parts = help.split("[possible values: ");
    let mut pieces: Vec<String> = parts.next().into_iter().flat_map(columns).collect();
    for part in parts {
        let (values, after) = part.split_once(']').expect("a list of values ends");
        pieces.extend(values.split(',').map(String::from).chain(columns(after)));
    }
    pieces
}

/// The columns of some lines, without the marks of a list.
fn columns(text: &str) -> impl Iterator<Item = String> {
    let columns = text.lines().flat_map(|line| line.split("  ")).map(str::trim).filter(|column| !column.is_empty());
    columns.map(|column| column.trim_start_matches("- ").into())
}

#[test]
fn describe_tells_every_outcome_and_capability() {
    let place = Place::with_small();
    let text = place.printed(&["describe"]);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let text = text.replace("\n      ", " ");
    place.throughline(&["run", "small.toml", "--quiet"]).assert().success();
    for metric in rows(&place, "output/small/replications.csv").iter().map(|row| &row[4]) {
        assert!(text.contains(&format!(" {metric} [")), "{metric}");
    }
    let outcomes = text.lines().filter(|line| line.contains(" [")).count();
    assert_eq!(text.lines().filter(|line| line.contains("; interval: ")).count(), outcomes);
    for capability in ["identity", "continuity", "consistency", "routing"] {
        assert!(text.contains(&format!("  {capability}\n")), "{capability}");
    }
}

#[test]
fn describe_tells_what_one_name_stands_for() {
    let place = Place::new();
    for (name, says) in [
        (
            "conversion_rate",
            &["conversion_rate [share]", "ended journeys with a value", "interval: share", "summary.csv"][..],
        ),
        ("active_share", &["by week, in series.csv"]),
        ("continuity", &["  continuity\n", "context_kept_within"]),
        ("warm", &["  routing\n"]),
        ("seam.rebuild_minutes", &["seam.rebuild_minutes [minutes]", "default: 1.35", "source: E19, E20"]),
        ("channel.web.step.choose.leave", &["channel.NAME.step.NAME.leave", "range: "]),
        ("channel.web", &["[channel.NAME]", "keys: "]),
        ("E20", &["E20", "context rebuilding"]),
        ("zendesk", &["zendesk: "]),
    ] {
        let told = place.printed(&["describe", name]);
        assert!(says.iter().all(|part| told.contains(part)), "{name}: {told}");
        assert!(told.lines().all(|line| width(line) <= WIDTH && told.lines().count() < 60), "{name}: {told}");
    }
    for (name, like) in
        [("conversion_rat", "`conversion_rate`"), ("seam.rebuild_minute", "`seam.rebuild_minutes`"), ("", "")]
    {
        let told = tells("a name that is not known").and(tells(like));
        place.throughline(&["describe", name]).assert().code(2).stderr(told);
    }
    place.throughline(&["describe", "warm", "--keys"]).assert().code(2).stderr(tells("one of the two"));
}

#[test]
fn wrong_usage_is_told_as_a_wrong_scenario_is() {
    let place = Place::with_small();
    let cases: [(&[&str], &str); 14] = [
        (
            &["run", "small.toml", "--seed", "-1"],
            "--seed <N> found: \"-1\" expected: a whole number from 0 to 9007199254740991",
        ),
        (&["run", "small.toml", "--threads", "many"], "found: \"many\" expected: a whole number from 1 to 1024"),
        (&["run", "small.toml", "--replications", "0"], "found: \"0\" expected: a whole number from 1 to 100000"),
        (&["run", "small.toml", "--charts", "pgn"], "found: \"pgn\" expected: one of: none, svg, png, all"),
        (&["run", "small.toml", "--charts", "pgn"], "did you mean `png`?"),
        (&["run", "small.toml", "--quite"], "--quite found: an argument that is not known here"),
        (&["run", "small.toml", "--quite"], "did you mean `--quiet`?"),
        (&["chekc", "small.toml"], "chekc found: a command that is not known expected: one of: run, check, export"),
        (&["check"], "<FILE>... found: nothing expected: throughline check <FILE>..."),
        (&["run", "small.toml", "--out"], "--out <DIR> found: nothing expected: a value"),
        (&["check", "small.toml", "--evidence", "--resolved"], "--evidence found: `--resolved` beside it"),
        (&["run", "small.toml", "--quiet=1"], "--quiet found: \"1\" expected: no value"),
        (&["run", "small.toml", "--threads", "3\n  remedy:   none"], "found: \"3\\u{a}  remedy:   none\""),
        (&["run", "small.toml", "--quiet", "--quiet"], "found: it, given twice expected: it, given once"),
    ];
    for (arguments, says) in cases {
        place.throughline(arguments).assert().code(2).stderr(tells(says).and(tells("remedy: ")));
    }
    for odd in [
        &["run", "--a\u{1b}[2Jb"][..],
        &["a\u{202e}b"],
        &["run", "small.toml", "--charts", "\u{9b}2J"],
        &["new", "x", "\u{7}"],
    ] {
        let told = place.throughline(odd).assert().code(2);
        let message = String::from_utf8_lossy(&told.get_output().stderr).into_owned();
        assert!(message.chars().all(|c| c == '\n' || is_seen(c)), "{odd:?} is told as {message:?}");
    }
    assert_eq!(place.listed("."), ["small.toml"]);
}

#[test]
fn what_is_printed_for_people_is_as_wide_as_a_terminal() {
    let place = Place::with_small();
    let title =
        "title = \"Two channels and a desk, or as many as there are words in a title that somebody took delight in\"";
    let place = place.file("wide.toml", small_with("title = \"Two channels and a desk\"", title));
    for arguments in
        [&["run", "wide.toml"][..], &["check", "wide.toml"], &["run", "--help"], &["check", "-h"], &["--help"]]
    {
        let printed = place.printed(arguments);
        assert!(printed.lines().all(|line| width(line) <= WIDTH), "{arguments:?} prints\n{printed}");
    }
}

#[test]
fn wrong_usage_is_exit_code_2_and_help_is_0() {
    let place = Place::with_small();
    let wrong: [&[&str]; 10] = [
        &[],
        &["simulate", "small.toml"],
        &["run"],
        &["run", "small.toml", "--fast"],
        &["run", "small.toml", "--threads", "0"],
        &["run", "small.toml", "--replications", "0"],
        &["run", "small.toml", "--seed", "x"],
        &["run", "small.toml", "--seed", "-1"],
        &["run", "small.toml", "--seed", "18446744073709551615"],
        &["run", "small.toml", "--format", "xml"],
    ];
    for arguments in wrong {
        place.throughline(arguments).assert().code(2).stdout(is_empty()).stderr(tells("remedy: ").or(tells("Usage")));
    }
    assert_eq!(place.listed("."), ["small.toml"]);
    place.throughline(&["--help"]).assert().success().stdout(tells("run").and(tells("describe")));
    place.throughline(&["--version"]).assert().success().stdout(tells("throughline"));
}

#[test]
fn a_scenario_where_a_command_is_due_is_told_with_both() {
    let place = Place::with_small();
    place.throughline(&["small.toml"]).assert().code(2).stderr(tells("throughline run small.toml"));
}

#[test]
fn a_file_of_another_kind_is_told_by_its_ending() {
    let place = Place::with_small().file("notes.md", "# Notes\n\nWhat we know.\n");
    let told = "a file that ends in .md, and holds no TOML";
    place.throughline(&["check", "notes.md"]).assert().code(2).stderr(tells(told));
}
