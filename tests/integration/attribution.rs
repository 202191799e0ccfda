//! Credits by rule over tables of paths and over simulated ones, and what is lost in truth where a channel is closed.

use crate::small::{Place, SMALL, in_one_line, small_with};
use crate::support;
use std::collections::BTreeMap;
use std::path::Path;
use throughline::attribution::{Rule, credits, over_claim, read, removal_effects};
use throughline::experiment::{Beside, Brought, Closings, attribute};
use throughline::scenario::lines::{WIDTH, width};
use throughline::scenario::{Setting, Source, Wishes, understand};

/// Three paths, of which unit tests have the credits worked out by hand.
const TABLE: &str = include_str!("../attribution/paths.csv");

type Row = BTreeMap<String, String>;

fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("as many cells as columns")).collect()
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: {row:?}"))
}

/// The only row with these cells.
fn the<'a>(rows: &'a [Row], cells: &[(&str, &str)]) -> &'a Row {
    let mut found = rows.iter().filter(|row| cells.iter().all(|(column, cell)| row[*column] == *cell));
    let one = found.next().unwrap_or_else(|| panic!("no row with {cells:?}"));
    assert!(found.next().is_none(), "one row with {cells:?}");
    one
}

fn refused(place: &Place, arguments: &[&str], expected: &str) {
    let output = place.throughline(arguments).assert().code(2).get_output().clone();
    let told = in_one_line(&String::from_utf8_lossy(&output.stderr));
    for part in [expected, "found: ", "expected: ", "remedy: "] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

// Tables of paths

#[test]
fn ten_thousand_paths_are_credited_as_channel_attribution_credits_them() {
    let Some(file) = support::shared("paths/paths.csv") else { return };
    let paths = read("paths.csv", &std::fs::read(file).expect("a file")).unwrap_or_else(|error| panic!("{error}"));
    let all = paths.all();
    assert_eq!((paths.paths.len(), all.conversions, all.nulls), (10_000, 19_785, 68_602));
    let near = |found: f64, expected: f64, digit: f64| {
        assert!((found - expected).abs() <= digit / 2.0, "{found} is not {expected}");
    };
    near(all.conversion().expect("paths"), 0.223_845_1, 1e-7);
    near(over_claim(&paths).expect("conversions"), 1.826_990, 1e-6);
    let effects = removal_effects(&paths).expect("conversions");
    let at = |name: &str| paths.channels.iter().position(|channel| channel == name).expect("a channel");
    for (channel, effect) in [("alpha", 0.5584), ("iota", 0.4058), ("eta", 0.3490), ("beta", 0.2640)] {
        near(effects[at(channel)], effect, 1e-4);
    }
    let last = credits(&paths, Rule::LastTouch).expect("conversions");
    assert_eq!(last[at("alpha")].conversions, 8_447.0);
}

#[test]
fn a_table_shows_rules_side_by_side_and_how_often_a_conversion_is_claimed() {
    let place = Place::new().file("paths.csv", TABLE);
    let text = place.printed(&["attribute", "paths.csv"]);
    assert!(text.lines().all(|line| width(line) <= WIDTH), "{text}");
    let told = in_one_line(&text);
    for part in [
        "paths.csv: 3 paths of 3 channels; 23 journeys, 10 conversions, 43.48 %",
        "phone 9.00 3.00 0.00 3.00 2.03 4.72",
        "all 25.00 10.00 10.00 10.00 10.00 -",
        "each conversion is claimed by 2.500 channels on average",
    ] {
        assert!(told.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_program_reads_a_row_for_each_channel_and_rule() {
    let place = Place::new().file("paths.csv", TABLE);
    let rows = rows(&place.printed(&["attribute", "paths.csv", "--format", "csv"]));
    assert_eq!(rows.len(), 3 * 6);
    let linear = the(&rows, &[("channel", "web"), ("rule", "linear")]);
    assert_eq!(["conversions", "value", "share"].map(|column| number(linear, column)), [4.0, 35.5, 0.4]);
    let removal: f64 =
        rows.iter().filter(|row| row["rule"] == "Markov removal").map(|row| number(row, "conversions")).sum();
    assert!((removal - 10.0).abs() < 1e-9, "{removal}");
}

#[test]
fn what_export_writes_for_channel_attribution_is_read_and_has_no_trips_in_vain_either() {
    let far_off = small_with("transfer = 0.3", "transfer = 0.3\naccess_minutes = 90");
    let place = Place::new().file("small.toml", far_off);
    place.throughline(&["run", "small.toml", "--journeys", "--quiet", "--charts", "none"]).assert().success();
    place.throughline(&["export", "output/small", "--for", "channelattribution"]).assert().success();
    let file = "output/small-for-channelattribution/silos/paths.csv";
    let of_export = rows(&place.printed(&["attribute", file, "--format", "csv"]));
    let simulated = ["attribute", "small.toml", "--format", "csv", "--quiet", "--replications", "1"];
    let of_scenario = rows(&place.printed(&simulated));
    // Removal hangs on conversions and nulls, which are counted of journeys that begin in time to end; value is not.
    for channel in ["web", "phone"] {
        for rule in ["any touch", "first touch", "last touch", "linear"] {
            let exported = number(the(&of_export, &[("channel", channel), ("rule", rule)]), "value");
            let cells = [("channel", channel), ("rule", rule), ("metric", "revenue")];
            let told = number(the(&of_scenario, &cells), "value");
            assert!((exported - told).abs() < 1e-6, "{rule} of {channel}: {exported} and {told}");
        }
    }
}

#[test]
fn a_table_that_is_none_is_refused_by_line_and_column() {
    for (from, to, expected) in [
        ("total_conversions", "total_conversion", "paths.csv:1: total_conversions"),
        ("phone > store,3", "phone > store,3.5", "paths.csv:3: total_conversions found: \"3.5\""),
        ("4.0", "-4", "paths.csv:2: total_null found: \"-4\" expected: a whole number, 0 or more"),
    ] {
        let place = Place::new().file("paths.csv", TABLE.replacen(from, to, 1));
        refused(&place, &["attribute", "paths.csv"], expected);
    }
    let place = Place::new().file("paths.csv", TABLE).file("folder.csv/small.toml", SMALL);
    refused(&place, &["attribute", "path.csv"], "No such file");
    refused(&place, &["attribute", "folder.csv"], "directory");
    refused(&place, &["attribute", "paths.csv", "--seed", "3"], "--seed found: paths.csv, a table of paths");
    refused(&place, &["attribute", "paths.csv", "--shapley"], "--shapley found: paths.csv, a table of paths");
}

// Scenarios

/// The small market whose web site and telephone can each be closed.
fn with_both() -> Place {
    let chosen_by_phone = "[channel.phone]\nstep.choose = { leave = 0.1, success = 0.8, minutes = { mean = 8 } }";
    Place::new().file("small.toml", small_with("[channel.phone]", chosen_by_phone))
}

fn attributed(place: &Place, arguments: &[&str]) -> Vec<Row> {
    let fixed = ["attribute", "small.toml", "--format", "csv", "--quiet"];
    rows(&place.printed(&[&fixed, arguments].concat()))
}

#[test]
fn what_is_lost_is_what_a_run_with_the_channel_closed_loses() {
    let place = with_both();
    let closed = "\n[[strategy]]\nname = \"closed\"\nset = { \"channel.phone.open\" = false }\n";
    let with_closed = place.read("small.toml") + closed;
    let place = place.file("closed.toml", with_closed);
    let run = ["run", "closed.toml", "--quiet", "--charts", "none", "--strategy", "closed", "--replications", "8"];
    place.throughline(&run).assert().success();
    let compared = rows(&place.read("output/closed/comparison.csv"));
    let credited = attributed(&place, &["--replications", "8"]);
    for metric in ["revenue", "profit"] {
        let by_run = the(&compared, &[("metric", metric), ("segment", "*"), ("channel", "*")]);
        let lost = the(&credited, &[("metric", metric), ("channel", "phone"), ("rule", "if closed")]);
        for (column, of_run) in [("value", "difference"), ("ci_low", "ci_high"), ("ci_high", "ci_low")] {
            let (lost, gained) = (number(lost, column), number(by_run, of_run));
            assert!((lost + gained).abs() < 1e-6 * gained.abs().max(1.0), "{metric} {column}: {lost} and {gained}");
        }
    }
    let profit = the(&credited, &[("metric", "profit"), ("channel", "phone"), ("rule", "if closed")]);
    assert!(number(profit, "value") < 0.0, "nobody is paid to wait for calls that cannot come");
}

#[test]
fn credits_sum_to_what_a_run_reports_and_what_no_channel_owns_alone_is_the_rest() {
    let place = with_both();
    place
        .throughline(&["run", "small.toml", "--quiet", "--charts", "none", "--set", "run.warm_up_days=7"])
        .assert()
        .success();
    let credited = attributed(&place, &["--set", "run.warm_up_days=7"]);
    let of_run = rows(&place.read("output/small/replications.csv"));
    let is_order =
        |row: &&Row| row["strategy"] == "silos" && row["metric"] == "order_path" && row["channel"] == "web>web";
    let orders: f64 = of_run.iter().filter(is_order).map(|row| number(row, "denominator")).sum::<f64>() / 2.0;
    let summary = rows(&place.read("output/small/summary.csv"));
    let silos = [("strategy", "silos"), ("metric", "revenue"), ("segment", "*"), ("channel", "*")];
    let revenue = number(the(&summary, &silos), "mean");
    for (metric, total) in [("orders", orders), ("revenue", revenue)] {
        let near =
            |sum: f64, what: &str| assert!((sum - total).abs() < 1e-6 * total, "{metric}, {what}: {sum} of {total}");
        near(number(the(&credited, &[("metric", metric), ("rule", "total")]), "value"), "total");
        let sum = |rule: &str| -> f64 {
            let of_rule = credited.iter().filter(|row| row["metric"] == metric && row["rule"] == rule);
            of_rule.map(|row| number(row, "value")).sum()
        };
        for rule in ["first touch", "last touch", "linear", "Markov removal"] {
            near(sum(rule), rule);
        }
        near(sum("if closed") + sum("no channel alone"), "closed");
        assert!(sum("any touch") > 1.2 * total, "silos claim more than there is");
    }
}

#[test]
fn shapleys_value_shares_out_what_there_is_and_is_the_mean_of_two_orders_for_two_channels() {
    let place = with_both();
    let credited = attributed(&place, &["--shapley", "--replications", "4"]);
    let of = |channel: &str, rule: &str| {
        number(the(&credited, &[("metric", "orders"), ("channel", channel), ("rule", rule)]), "value")
    };
    let [web, phone] = ["web", "phone"].map(|channel| of(channel, "Shapley"));
    let total = of("*", "total");
    assert!((web + phone - total).abs() < 1e-9, "without channels nothing is sold");
    // Of two: the mean of coming first, which is what the other's closing leaves, and of coming last.
    let alone = |other: &str| total - of(other, "if closed");
    assert!((phone - f64::midpoint(alone("web"), of("phone", "if closed"))).abs() < 1e-9);
    assert!((web - f64::midpoint(alone("phone"), of("web", "if closed"))).abs() < 1e-9);
}

#[test]
fn more_is_sold_without_a_channel_that_keeps_people_from_a_better_one_and_whether_all_go_there_is_told() {
    const POOR_WEB: &str = "run = { customers = 400, horizon_days = 60, replications = 8 }
segment.all = { share = 1, taste = { web = 1.0 }, needs.buy = { per_year = 20 } }
journey.buy = { steps = [\"buy\"], value = { mean = 50 } }
channel.web.step.buy = { leave = 0.8, success = 0.5, minutes = { mean = 3 } }
channel.store.step.buy = { success = 0.9, minutes = { mean = 9 } }
strategy = [{ name = \"as now\", baseline = true }]
";
    let nobody = "Nobody stays away for want of a channel here: choice.outside";
    for (outside, is_told) in [("", true), ("choice = { outside = -4.0 }\n", false)] {
        let place = Place::new().file("poor.toml", format!("{outside}{POOR_WEB}"));
        let told = in_one_line(&place.printed(&["attribute", "poor.toml", "--quiet"]));
        assert!(told.contains("Below 0: without web more is sold"), "{told}");
        assert_eq!(told.contains(nobody), is_told, "{told}");
    }
}

#[test]
fn a_single_channel_has_all_the_credit_whatever_the_rule_and_cannot_be_closed() {
    let alone = small_with("name = \"silos\"", "name = \"silos\"\nchannels = [\"web\"]");
    let place = Place::new().file("small.toml", alone);
    let credited = attributed(&place, &["--replications", "3"]);
    let of_orders: Vec<&Row> = credited.iter().filter(|row| row["metric"] == "orders").collect();
    assert!(of_orders.iter().all(|row| number(row, "share") == 1.0), "{of_orders:?}");
    assert_eq!(of_orders.len(), 1 + 6 + 1, "a total, rules, and what no channel owns alone");
    let text = in_one_line(&place.printed(&["attribute", "small.toml", "--quiet"]));
    for part in
        ["each order is claimed by 1.0", "web cannot be closed alone", "no other open channel offers the step choose"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_terminal_shows_where_removal_and_truth_part() {
    let place = with_both();
    let text = place.printed(&["attribute", "small.toml", "--quiet", "--shapley", "--replications", "12"]);
    assert!(text.lines().all(|line| width(line) <= WIDTH), "{text}");
    let told = in_one_line(&text);
    for part in [
        "strategy \"silos\": 200 customers, 35 days, 12 replications, seed 7",
        "Markov removal loses",
        "since it sends whoever goes there to nowhere; closing the channel",
        "since it reroutes them",
        "no channel alone",
        "Shapley: what a channel adds",
    ] {
        assert!(told.contains(part), "{part}: {text}");
    }
}

#[test]
fn f22_late_channels_gain_and_early_ones_lose_under_last_touch_and_silos_claim_more_than_there_is() {
    let retail = include_str!("../../scenarios/retail.toml");
    let scenario = support::shipped_scenario(retail, &[("run.replications", "4")], &["multichannel"]);
    let attributed = attribute(Closings::of(&scenario, scenario.baseline(), Beside::default()), || {});
    let credit = |rule: Rule, name: &str| {
        let at = scenario.names.channels.iter().position(|channel| channel == name).expect("a channel");
        attributed.credit(rule, at, Brought::Orders).expect("orders").mean
    };
    let gain = |name: &str| credit(Rule::LastTouch, name) / credit(Rule::Removal, name);
    let (store, web, app) = (gain("store"), gain("web"), gain("app"));
    assert!(store > 1.1 && web < 0.9 && app < 0.9, "{store}, {web}, {app}");
    assert!(attributed.over_claim().expect("orders").mean > 1.2);
}

#[test]
fn the_same_is_printed_on_any_number_of_threads() {
    let place = with_both();
    let printed = |threads: &str| {
        place.printed(&["attribute", "small.toml", "--format", "csv", "--shapley", "--quiet", "--threads", threads])
    };
    assert_eq!(printed("1"), printed("8"));
}

#[test]
fn what_cannot_be_attributed_is_refused() {
    let place = with_both();
    let two = ["attribute", "small.toml", "--strategy", "one record", "--strategy", "second agent"];
    refused(&place, &two, "--strategy found: 2 strategies");
    let nothing_sold = Place::new().file("small.toml", small_with("value = { mean = 60, cv = 0.7 }", ""));
    refused(&nothing_sold, &["attribute", "small.toml"], "no journey with a value");
    let folder = Place::new().file("all/one.toml", SMALL).file("all/two.toml", SMALL);
    refused(&folder, &["attribute", "all"], "all found: 2 scenarios");
    let names: Vec<String> = (1..=7).map(|at| format!("shop {at}")).collect();
    let shops = names
        .iter()
        .map(|name| format!("[channel.\"{name}\"]\nstep.buy = {{ success = 0.5, minutes = {{ mean = 1 }} }}\n"));
    let reach: Vec<String> = names.iter().map(|name| format!("\"{name}\" = 1.0")).collect();
    let seven = format!(
        "[run]\ncustomers = 10\n\n[segment.all]\nshare = 1.0\nreach = {{ {} }}\nneeds.purchase = {{ per_year = 5 }}\n\n[journey.purchase]\nsteps = [\"buy\"]\nvalue = {{ mean = 10 }}\nrestart = \"buy\"\n\n{}\n[[strategy]]\nname = \"only\"\nbaseline = true\n",
        reach.join(", "),
        shops.collect::<String>()
    );
    let place = Place::new().file("seven.toml", seven);
    refused(&place, &["attribute", "seven.toml", "--shapley"], "7 channels that can be closed, with 128 sets of them");
}

/// Every channel of every shipped scenario, under every strategy, as far as the file can be changed so.
#[test]
fn a_closed_market_is_the_one_of_a_file_that_says_so() {
    let mut seen = 0;
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")).expect("scenarios") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a scenario");
        let scenario = support::scenario(&text);
        for (at, channel) in scenario.names.channels.iter().enumerate() {
            let source = Source::parse("t.toml".into(), text.clone()).unwrap_or_else(|error| panic!("{error}"));
            let settings = vec![Setting::of_path(&format!("channel.\"{channel}\".open"), "false")];
            let Ok(changed) = understand(&source, "t", &Wishes { settings, strategies: Vec::new() }) else { continue };
            for (whole, changed) in scenario.strategies.iter().zip(&changed.strategies) {
                let closed = whole.without(|one| one == at);
                let by_file: Vec<_> = changed.markets().collect();
                if by_file.iter().any(|market| market.channels[at].open) {
                    continue;
                }
                assert!(closed.markets().eq(by_file), "{channel} under {}", whole.name);
                seen += 1;
            }
        }
    }
    assert!(seen >= 20, "{seen} strategies with a channel closed");
}
