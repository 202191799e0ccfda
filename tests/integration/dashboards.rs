//! Figures as each dashboard counts them: told, and computed from what was simulated.

use crate::small::{Place, SMALL, in_one_line, tells};
use crate::support::scenario;
use predicates::prelude::PredicateBooleanExt;
use throughline::dashboards::facts::Part;
use throughline::dashboards::{COUNTED, Row, Rule, Subject, asked_for, dashboards};
use throughline::experiment::{Order, Study, run};
use throughline::scenario::lines::{WIDTH, width};
use throughline::stats::Ratio;

#[test]
fn each_dashboard_tells_its_figures_with_what_they_are_made_of_and_where_that_is_written() {
    let place = Place::new();
    for dashboard in dashboards() {
        let told = place.printed(&["describe", "--as", dashboard.name]);
        assert!(told.starts_with(&format!("{}: ", dashboard.name)), "{told}");
        assert!(told.lines().all(|line| width(line) <= WIDTH), "{told}");
        for part in ["numerator", "denominator", "left out", "delivered", "source", "here"] {
            assert_eq!(told.matches(&format!("\n    {part} ")).count(), dashboard.figures.len(), "{part}: {told}");
        }
    }
}

#[test]
fn a_delivered_setting_that_no_documentation_tells_is_not_found() {
    let told = Place::new().printed(&["describe", "--as", "genesys-cloud"]);
    assert!(told.contains("delivered    not found"), "{told}");
}

#[test]
fn a_dashboard_that_is_not_known_is_refused_with_the_list() {
    let place = Place::with_small();
    for verb in [&["describe", "--as", "amazon-conect"][..], &["run", "small.toml", "--as", "amazon-conect"]] {
        let told = place.throughline(verb).assert().code(2);
        told.stderr(tells("found: \"amazon-conect\"").and(tells("did you mean `amazon-connect`?")));
        for dashboard in dashboards() {
            place.throughline(verb).assert().stderr(tells(dashboard.name));
        }
    }
}

#[test]
fn the_page_of_dashboards_is_that_of_docs() {
    let file = format!("{}/docs/dashboards.md", env!("CARGO_MANIFEST_DIR"));
    let told = Place::new().printed(&["describe", "--as", "all", "--markdown"]);
    assert_eq!(
        std::fs::read_to_string(file).expect("docs/dashboards.md"),
        told,
        "throughline describe --as all --markdown > docs/dashboards.md"
    );
}

#[test]
fn one_dashboard_in_markdown_is_its_part_of_the_page() {
    let place = Place::new();
    let page = place.printed(&["describe", "--as", "all", "--markdown"]);
    for dashboard in dashboards() {
        let told = place.printed(&["describe", "--as", dashboard.name, "--markdown"]);
        assert!(told.starts_with(&format!("### `{}`\n", dashboard.name)) && told.matches("###").count() == 1, "{told}");
        assert!(page.contains(&told), "{told}");
    }
}

const CENTRE: &str = include_str!("../../scenarios/contact-centre.toml");
const RETAIL: &str = include_str!("../../scenarios/retail.toml");

/// A study with all dashboards asked for.
fn counted(text: &str, customers: u32, replications: u32) -> Study {
    let mut scenario = scenario(text);
    let run_of = &mut scenario.run;
    (run_of.customers, run_of.replications, run_of.asked.dashboards) =
        (customers, replications, asked_for(dashboards()));
    run(vec![scenario], Order::Forward, || {}).remove(0)
}

/// The sum over replications of a metric in a channel; empty for all.
fn in_summary(study: &Study, strategy: usize, metric: &str, channel: &str) -> Ratio {
    let key = study.key_of(metric, "", channel).unwrap_or_else(|| panic!("no {metric} in {channel}"));
    study.parts(strategy, key).iter().sum()
}

/// What is counted in all replications.
fn in_all(parts: &[Ratio]) -> i128 {
    parts.iter().map(|part| part.numerator).sum()
}

/// A figure of a dashboard over replications.
fn figure(study: &Study, strategy: usize, (dashboard, subject): (&str, Subject), part: Part) -> Ratio {
    let rows = study.dashboard_rows();
    let is_it = |row: &Row| row.dashboard.name == dashboard && row.figure.subject == subject && row.part == part;
    study.dashboard_value(strategy, rows.iter().position(is_it).expect("there is such a row"))
}

#[test]
fn contacts_written_down_one_by_one_count_up_to_what_the_summary_has() {
    for study in [counted(CENTRE, 1_500, 2), counted(SMALL, 200, 2)] {
        let mut telling = 0;
        for strategy in 0..study.scenario.strategies.len() {
            for (metric, subject) in [
                ("service_level", Subject::ServiceLevel),
                ("abandonment_rate", Subject::Abandonment),
                ("wait_minutes", Subject::SpeedOfAnswer),
                ("handle_minutes", Subject::HandleTime),
            ] {
                let market = &study.scenario.strategies[strategy].market;
                for (at, name) in study.scenario.names.channels.iter().enumerate() {
                    if market.channels[at].pool.is_some() {
                        let counted = figure(&study, strategy, ("throughline", subject), Part::Channel(at as u16));
                        assert_eq!(counted, in_summary(&study, strategy, metric, name), "{metric} in {name}");
                        telling += usize::from(counted.denominator > 20);
                    }
                }
                if subject != Subject::HandleTime {
                    let counted = figure(&study, strategy, ("throughline", subject), Part::All);
                    assert_eq!(counted, in_summary(&study, strategy, metric, ""), "{metric}");
                }
            }
        }
        assert!(telling >= 4 * study.scenario.strategies.len(), "too few contacts to tell");
    }
}

#[test]
fn a_longer_threshold_has_more_contacts_answered_in_time_by_every_definition_and_is_20_seconds_where_nobody_sets_it() {
    let with = |set: &str| counted(&CENTRE.replacen("[run]", &format!("[run]\n{set}"), 1), 1_500, 1);
    let levels = |study: &Study| -> Vec<f64> {
        let rows = study.dashboard_rows().into_iter().enumerate();
        let is_one = |row: &Row| row.is_of_all_channels() && row.figure.subject == Subject::ServiceLevel;
        let of_firm = rows.filter(|(_, row)| is_one(row));
        of_firm.filter_map(|(at, row)| study.dashboard_value(0, at).value(&row.figure.measure)).collect()
    };
    let [none, twenty, hour] = [0, 20, 3600].map(|seconds| with(&format!("service_level_seconds = {seconds}")));
    assert_eq!(levels(&none).len(), 15);
    for ((none, twenty), hour) in levels(&none).into_iter().zip(levels(&twenty)).zip(levels(&hour)) {
        assert!(none < twenty && twenty < hour, "{none} {twenty} {hour}");
    }
    assert_eq!(levels(&twenty), levels(&with("")));
    for study in [none, hour] {
        let own = figure(&study, 0, ("throughline", Subject::ServiceLevel), Part::All);
        assert_eq!(own, in_summary(&study, 0, "service_level", ""));
    }
}

#[test]
fn orders_and_customers_in_the_books_are_those_of_the_summary() {
    let study = counted(RETAIL, 600, 2);
    for strategy in 0..study.scenario.strategies.len() {
        let (converted, orders) = (in_summary(&study, strategy, "conversion_rate", ""), study.claimed(strategy, 2));
        assert_eq!(in_all(&orders.books), converted.numerator);
        let woo = figure(&study, strategy, ("woocommerce", Subject::Returning), Part::All);
        assert_eq!(i128::from(woo.denominator), converted.numerator);
        assert!(woo.numerator > 0);
    }
}

#[test]
fn what_channels_claim_is_what_is_there_and_what_is_counted_twice_or_wrongly_less_what_nobody_counts() {
    for (text, customers) in [(RETAIL, 600), (CENTRE, 600), (SMALL, 200)] {
        let study = counted(text, customers, 2);
        for (strategy, of) in (0..study.scenario.strategies.len()).flat_map(|s| (0..COUNTED.len()).map(move |c| (s, c)))
        {
            let claimed = study.claimed(strategy, of);
            assert_eq!(claimed.channels.iter().map(|parts| in_all(parts)).sum::<i128>(), in_all(&claimed.sum));
            assert_eq!(
                in_all(&claimed.sum) + in_all(&claimed.nobody),
                in_all(&claimed.books) + in_all(&claimed.twice) + in_all(&claimed.not_so),
                "{}",
                COUNTED[of].name
            );
            assert!(in_all(&claimed.books) <= i128::from(customers) * 2 || of > 0);
        }
    }
}

#[test]
fn a_run_as_a_dashboard_tells_its_figures_and_writes_them_and_changes_no_other_table() {
    let place = Place::with_small();
    let told = place.printed(&["run", "small.toml", "--as", "asterisk/sl2", "--as", "zendesk", "--charts", "none"]);
    assert!(told.lines().all(|line| width(line) <= WIDTH), "{told}");
    for what in [
        "AS asterisk/sl2 COUNTS",
        "SL2",
        "holdtime",
        "AS zendesk COUNTS",
        "requester wait time",
        "not simulated: pending time",
    ] {
        assert!(told.contains(what), "{what}: {told}");
    }
    assert!(!told.contains("AS amazon-connect COUNTS"));
    let table = place.read("output/small/dashboards.csv");
    assert!(table.starts_with(
        "scenario,strategy,dashboard,channel,figure,value,numerator,denominator,unit,reach,kind,ci_low,ci_high,design_point,settings\n"
    ));
    assert!(table.contains("small,silos,asterisk/sl2,phone,SL2,0."), "{table}");
    assert!(
        table.contains(
            "small,silos,zendesk,*,requester wait time,,,0,min,not simulated: pending time,waiting over a case,,,*,*\n"
        ),
        "{table}"
    );
    let without = Place::with_results();
    assert!(!without.listed("output/small").contains(&"dashboards.csv".to_string()));
    for name in ["comparison.csv", "hours.csv", "replications.csv", "series.csv", "summary.csv"] {
        let name = format!("output/small/{name}");
        assert_eq!(place.read(&name), without.read(&name), "{name}");
    }
}

#[test]
fn dashboards_count_the_same_on_any_number_of_threads() {
    let place = Place::with_small();
    for (threads, out) in [("1", "one"), ("4", "four")] {
        let run =
            ["run", "small.toml", "--as", "all", "--quiet", "--charts", "none", "--threads", threads, "--out", out];
        place.throughline(&run).assert().success();
    }
    assert_eq!(place.read("one/small/dashboards.csv"), place.read("four/small/dashboards.csv"));
}

#[test]
fn of_each_kind_of_figure_the_lowest_and_the_highest_value_stand_with_who_says_so() {
    let place = Place::with_small();
    let told = place.printed(&["run", "small.toml", "--as", "all", "--charts", "none"]);
    assert!(told.lines().all(|line| width(line) <= WIDTH), "{told}");
    let study = counted(SMALL, 200, 2);
    let value =
        |(at, row): (usize, Row)| study.dashboard_value(0, at).value(&row.figure.measure).map(|value| (row, value));
    let firm = study.dashboard_rows().into_iter().enumerate().filter(|(_, row)| row.is_of_all_channels());
    let values: Vec<(Row, f64)> = firm.filter_map(value).collect();
    let (_, silos) = told.split_once("EACH DEFINITION: silos\n").expect("a table for each strategy");
    for subject in [
        Subject::ServiceLevel,
        Subject::Abandonment,
        Subject::SpeedOfAnswer,
        Subject::HandleTime,
        Subject::Occupancy,
        Subject::FirstReply,
        Subject::FirstContact,
        Subject::Visits,
        Subject::Conversion,
    ] {
        let figures = values.iter().filter(|(row, _)| row.figure.subject == subject).count();
        let line = silos.lines().find(|line| line.starts_with(subject.words())).expect("a row of the kind");
        assert!(figures > 1 && line.contains(&format!(" of {figures}  ")), "{figures}: {line}");
    }
    let resolution = values.iter().filter(|(row, _)| row.figure.subject == Subject::FirstContact);
    let (row, lowest) = resolution.min_by(|one, other| one.1.total_cmp(&other.1)).expect("it has values");
    let line = silos.lines().find(|line| line.starts_with("first-contact resolution")).expect("a row of the kind");
    assert!(
        line.contains(&format!("{:.1} %", 100.0 * lowest)) && line.contains(row.dashboard.name),
        "{lowest}: {line}"
    );
    assert!(told.contains("DEFINITION OR STRATEGY"), "{told}");
}

#[test]
fn seconds_and_minutes_of_two_makers_are_held_against_each_other_in_one_unit() {
    let place = Place::with_small();
    let told = place.printed(&["run", "small.toml", "--as", "zendesk", "--as", "chatwoot", "--charts", "none"]);
    let (_, silos) = told.split_once("EACH DEFINITION: silos\n").expect("a table for each strategy");
    let reply: Vec<&str> = silos.lines().skip_while(|line| !line.starts_with("first reply")).take(5).collect();
    let reply = in_one_line(&reply.join(" "));
    assert!(reply.contains("min 1 of 3 zendesk (first reply time, business hours)"), "{reply}");
    assert!(reply.contains("min 2 of 3 zendesk (first reply time, calendar), chatwoot"), "{reply}");
}

#[test]
fn what_the_tables_have_is_taken_from_them() {
    let text = RETAIL.replacen("[run]", "[run]\nelapsed = true\nrepeat_within_days = 7", 1);
    let study = counted(&text, 400, 2);
    let mut taken = 0;
    for (at, row) in study.dashboard_rows().into_iter().enumerate() {
        let Rule::Outcome(metric) = row.figure.rule else { continue };
        let channel = match row.part {
            Part::All => "",
            Part::Channel(at) => &study.scenario.names.channels[usize::from(at)],
        };
        let counted = study.dashboard_value(0, at);
        match study.key_of(metric, "", channel) {
            Some(_) => assert_eq!(counted, in_summary(&study, 0, metric, channel), "{metric} in {channel}"),
            None => assert_eq!(counted, Ratio::NONE, "{metric} in {channel}"),
        }
        taken += usize::from(counted.has_value() && row.part == Part::All);
    }
    assert_eq!(taken, 7);
}

#[test]
fn figures_have_the_intervals_that_the_summary_has_of_the_same_and_none_from_one_replication() {
    let place = Place::with_small();
    let interval = |replications: &str| -> ([String; 2], [String; 2]) {
        let set = format!("run.replications={replications}");
        let run = ["run", "small.toml", "--as", "throughline", "--set", &set, "--force", "--quiet", "--charts", "none"];
        place.throughline(&run).assert().success();
        let cells = |file: &str, start: &str| -> Vec<String> {
            let table = place.read(&format!("output/small/{file}"));
            let line = table.lines().find(|line| line.starts_with(start)).expect("there is such a row");
            line.split(',').map(String::from).collect()
        };
        let own = cells("dashboards.csv", "small,silos,throughline,*,first-contact resolution,");
        let of_table = cells("summary.csv", "small,silos,*,first_contact_resolution,share,*,*,");
        ([own[11].clone(), own[12].clone()], [of_table[11].clone(), of_table[12].clone()])
    };
    let (own, of_table) = interval("5");
    assert!(own == of_table && own.iter().all(|end| !end.is_empty()), "{own:?} {of_table:?}");
    assert_eq!(interval("1").0, ["", ""]);
}

#[test]
fn what_a_market_has_none_of_has_no_rows_of_zeros() {
    let place = Place::new().file("desk.toml", include_str!("../../scenarios/support-desk.toml"));
    let run = ["run", "desk.toml", "--as", "ga4", "--set", "run.customers=300", "--set", "run.replications=1"];
    let told = place.printed(&[&run[..], &["--charts", "none"]].concat());
    assert!(!told.contains("conversions claimed") && told.contains("cases closed"), "{told}");
    let sessions = told.lines().find(|line| line.starts_with("sessions ")).expect("a row of visits");
    assert!(sessions.ends_with("nothing of it is counted here"), "{sessions}");
    let table = place.read("output/desk/dashboards.csv");
    assert!(!table.contains("conversions claimed") && !table.contains("mail,sessions"), "{table}");
}

#[test]
fn one_dashboard_alone_is_told_by_channel_and_several_say_where_that_is() {
    let place = Place::with_small();
    let run = ["run", "small.toml", "--as", "asterisk/sl", "--charts", "none"];
    let told = place.printed(&run);
    assert!(told.contains("\n  phone ") && !in_one_line(&told).contains("By channel: dashboards.csv"), "{told}");
    let told = place.printed(&[&run[..], &["--as", "zendesk"]].concat());
    assert!(!told.contains("\n  phone ") && in_one_line(&told).contains("By channel: dashboards.csv"), "{told}");
}
