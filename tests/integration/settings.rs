//! Settings laid over a scenario: each does something or is told not to, everything can be set by its path, and what is
//! printed with every default filled in is the same scenario.

use crate::small::{Place, SMALL, in_one_line, small_with, tells};
use crate::support::scenario;
use predicates::prelude::PredicateBooleanExt;
use std::path::Path;
use throughline::experiment::{Order, run};
use throughline::scenario::{Scenario, Setting, Source, Wishes, understand};

/// The small scenario with settings, or what is wrong with them.
fn with(text: &str, settings: &[(&str, &str)]) -> Result<Scenario, String> {
    let set = |(path, value): &(&str, &str)| Setting::of_path(path, value);
    let wishes = Wishes { settings: settings.iter().map(set).collect(), strategies: Vec::new() };
    let source = Source::parse("small.toml".into(), text.into()).expect("the text is TOML");
    understand(&source, "small", &wishes).map_err(|error| error.to_string())
}

/// Holds that a setting is refused for doing nothing, and that what is offered in its place does something.
fn is_idle(text: &str, path: &str, value: &str, why: &str, remedy: &str) {
    let told = with(text, &[(path, value)]).expect_err("it does nothing");
    let told = in_one_line(&told);
    assert!(told.contains(&in_one_line(&format!("found: no change: {why}"))), "{path}={value}: {told}");
    assert!(told.contains(&in_one_line(&format!("remedy: {remedy}"))), "{path}={value}: {told}");
    if let Some(setting) = remedy.trim_end_matches(", and so with the others").strip_prefix("--set ") {
        let (path, value) = setting.trim_matches('\'').split_once('=').expect("PATH=VALUE");
        with(text, &[(path, value)]).unwrap_or_else(|told| panic!("{setting}: {told}"));
    }
}

#[test]
fn a_general_setting_that_everything_has_of_its_own_is_refused_with_the_one_that_acts() {
    let own = small_with("steps = [\"explain\"]", "steps = [\"explain\"]\nrebuild_minutes = 2");
    is_idle(
        &own,
        "seam.rebuild_minutes",
        "0.25",
        "journey.question.rebuild_minutes stands in its place",
        "--set journey.question.rebuild_minutes=0.25",
    );
}

#[test]
fn a_table_that_is_set_whole_is_refused_with_each_of_its_keys_and_those_that_it_needs() {
    for (path, value, remedy) in [
        ("budget", "3", "name one of its keys, such as budget.review_days"),
        (
            "budget",
            "{ step = 0.3 }",
            "set each key by itself: --set budget.step=0.3; a budget needs budget.review_days, too",
        ),
        (
            "budget",
            "{ review_days = 28, step = 0.3 }",
            "set each key by itself: --set budget.review_days=28 --set budget.step=0.3",
        ),
        ("run", "{ seed = 3 }", "set each key by itself: --set run.seed=3"),
        ("channel", "{ web = 3 }", "name one of its keys, such as channel.NAME.KEY"),
    ] {
        let told = in_one_line(&with(SMALL, &[(path, value)]).expect_err("it is a whole table"));
        assert!(told.ends_with(&format!("remedy: {remedy}")), "{path}={value}: {told}");
    }
}

#[test]
fn a_setting_that_all_strategies_override_is_refused_with_their_names() {
    let text = SMALL.replace("name = \"silos\"", "name = \"silos\"\nset = { \"staff.agents.servers\" = 3 }");
    let text = text.replace("name = \"one record\"", "name = \"one record\"\nset = { \"staff.agents.servers\" = 4 }");
    is_idle(
        &text,
        "staff.agents.servers",
        "7",
        "all strategies set it that need it",
        "--set 'strategy.silos.set.\"staff.agents.servers\"=7', and so with the others",
    );
}

#[test]
fn what_a_strategy_sets_in_vain_is_noted_where_the_command_line_sets_something() {
    let text = small_with("\"staff.agents.servers\" = 2", "\"seam.repair_minutes\" = 2");
    let scenario = with(&text, &[("seam.cold", "0.5")]).expect("a point of a sweep may idle what a strategy sets");
    let said = scenario.notes.join(" ");
    assert!(said.contains("seam.repair_minutes does nothing with what the command line sets"), "{said}");
}

#[test]
fn what_a_change_makes_of_the_market_is_looked_at_too() {
    let own = small_with("steps = [\"explain\"]", "steps = [\"explain\"]\nrebuild_minutes = 2");
    let change = |set: &str| format!("{own}\n[[change]]\nday = 10\nuntil_day = 14\nset = {{ {set} }}\n");
    // Four days on which something else is different, and four on which the setting would do something.
    let of_others = change("\"channel.web.access_minutes\" = 9");
    let why = "journey.question.rebuild_minutes stands in its place";
    is_idle(&of_others, "seam.rebuild_minutes", "0.25", why, "--set journey.question.rebuild_minutes=0.25");
    let own_repair = change("\"capability.identity.wrong_match.integrated\" = 0.2");
    with(&own_repair, &[("seam.repair_minutes", "2")]).expect("on four days, records are wrong");
    // One that holds for good overrides what is set.
    let for_good = format!("{SMALL}\n[[change]]\nday = 0\nset = {{ \"seam.rebuild_minutes\" = 4 }}\n");
    is_idle(&for_good, "seam.rebuild_minutes", "2", "change[0] sets it from day 0 on", "leave it out");
    let without = change("\"channel.web.access_minutes\" = 9");
    with(&without, &[("seam.repair_minutes", "2")]).expect_err("no record is ever wrong");
}

#[test]
fn what_nobody_meets_is_refused_and_taken_where_somebody_does() {
    let nothing = "what is simulated here does not hang on it";
    let out_of_reach = small_with("share = 0.3", "share = 0.3\nreach = { phone = 0 }");
    is_idle(&out_of_reach, "segment.others.taste.phone", "2", nothing, "leave it out");
    let always_open = SMALL.replace("hours = \"mon-sat 09:00-18:00\"\n", "");
    is_idle(&always_open, "journey.question.return_minutes", "5", nothing, "leave it out");
    let in_reach = SMALL.replace("reach = { web = 0.9 }\n", "");
    is_idle(&in_reach, "journey.question.loss_not_pursued", "0.5", nothing, "leave it out");
    is_idle(SMALL, "capability.routing.routed_right.siloed", "0.9", nothing, "leave it out");
    for (text, setting) in [
        (SMALL, ("segment.others.taste.phone", "2")),
        (SMALL, ("journey.question.return_minutes", "5")),
        (&small_with("{ web = 0.9 }", "{ web = 0.9, phone = 0.9 }"), ("journey.question.loss_not_pursued", "0.5")),
        (&small_with("[channel.web]", "[channel.web]\naccepts_transfers = true"), ROUTED),
    ] {
        with(text, &[setting]).unwrap_or_else(|told| panic!("{told}"));
    }
}

const ROUTED: (&str, &str) = ("capability.routing.routed_right.siloed", "0.9");

#[test]
fn what_no_strategy_has_a_level_of_cannot_be_set_in_vain() {
    let text = SMALL.replace("identity = 1.0", "identity = 0.0");
    is_idle(
        &text,
        "capability.identity.recognised.integrated",
        "0.7",
        "no strategy has a level of identity",
        "leave it out",
    );
}

#[test]
fn a_strategy_that_sets_in_vain_is_told_at_the_line_of_the_setting() {
    let text = small_with("\"staff.agents.servers\" = 2", "\"seam.repair_minutes\" = 2");
    let told = with(&text, &[]).expect_err("it does nothing");
    let line = text.lines().position(|line| line.contains("seam.repair_minutes")).expect("it stands there") + 1;
    assert!(told.starts_with(&format!("small.toml:{line}:")), "{told}");
    assert!(told.contains("(strategy \"second agent\")") && told.contains("no change"), "{told}");
}

#[test]
fn a_setting_to_the_value_that_is_there_is_noted() {
    for (path, value) in
        [("staff.agents.servers", "1"), ("seam.identify_minutes", "0.75"), ("channel.phone.open", "true")]
    {
        let noted = with(SMALL, &[(path, value)]).unwrap_or_else(|told| panic!("{told}")).notes.join("\n");
        assert!(noted.contains(&format!("--set {path}={value}: note: it is so already")), "{path}: {noted}");
    }
    for (path, value, is_told) in
        [("run.customers", "200", true), ("currency", "EUR", true), ("run.customers", "201", false)]
    {
        let noted = with(SMALL, &[(path, value)]).unwrap_or_else(|told| panic!("{told}")).notes.join("\n");
        assert_eq!(noted.contains(&format!("--set {path}={value}: note: it is so already")), is_told, "{noted}");
    }
    let twice = with(SMALL, &[("run.customers", "100"), ("run.customers", "200")]).expect_err("the first does nothing");
    assert!(twice.contains("the same is set again after it"), "{twice}");
    let again = small_with("\"staff.agents.servers\" = 2", "\"staff.agents.servers\" = 1");
    let noted = scenario(&again).notes.join("\n");
    assert!(noted.contains("note: staff.agents.servers: is so already, without the strategy"), "{noted}");
}

/// The outcomes of a scenario in each replication, made small.
fn outcomes(mut scenario: Scenario) -> Vec<String> {
    scenario.run.replications = 2;
    scenario.run.customers = scenario.run.customers.min(150);
    let study = run(vec![scenario], Order::Forward, || {}).remove(0);
    study.outcomes.iter().flatten().map(|outcomes| format!("{:?}", outcomes.parts)).collect()
}

fn understood(text: &str) -> Scenario {
    with(text, &[]).unwrap_or_else(|told| panic!("{told}"))
}

#[test]
fn what_is_printed_with_every_default_is_the_same_scenario() {
    let shipped = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")).expect("there are some");
    for file in shipped.map(|entry| entry.expect("an entry").path()) {
        let text = std::fs::read_to_string(&file).expect("a text");
        let typed = understood(&text);
        let printed = understood(&typed.resolved);
        assert_eq!(printed.resolved, typed.resolved, "{}", file.display());
        assert_eq!(outcomes(printed), outcomes(typed), "{}", file.display());
    }
}

#[test]
fn each_default_that_hangs_on_another_key_is_printed_as_it_acts() {
    let printed: toml::Value = toml::from_str(&scenario(SMALL).resolved).expect("it is TOML");
    let at = |path: &str| path.split('.').fold(&printed, |value, key| &value[key]).as_float();
    for (path, value) in [
        ("journey.question.rebuild_minutes", 1.35),
        ("journey.question.reference_minutes", 9.0),
        ("journey.question.pause_days", 0.5),
        ("journey.question.context_kept.integrated", 0.90),
        ("journey.purchase.reference_minutes", 20.0),
        ("channel.phone.identify_minutes", 0.75),
        ("channel.web.identify_minutes", 0.0),
        ("channel.phone.waiting_weight", 1.5),
        ("segment.others.loss.b", 9.5),
        ("segment.others.reach.web", 1.0),
    ] {
        assert_eq!(at(path), Some(value), "{path}");
    }
}

#[test]
fn a_default_that_hangs_on_what_a_strategy_sets_is_left_out_and_named() {
    let text = small_with("\"staff.agents.servers\" = 2", "\"seam.rebuild_minutes\" = 5");
    let typed = understood(&text);
    let told =
        "# not filled in, since a strategy or a change sets what it hangs on: journey.question.rebuild_minutes\n";
    assert!(typed.resolved.contains(told), "{}", typed.resolved);
    assert_eq!(outcomes(understood(&typed.resolved)), outcomes(typed));
}

/// Agents on duty on Monday at noon, under the first strategy.
fn on_duty(text: &str, settings: &[(&str, &str)]) -> u32 {
    let noon = 12 * throughline::scenario::timetable::HOUR;
    with(text, settings).unwrap_or_else(|told| panic!("{told}")).strategies[0].market.pools[0].timetable.count_at(noon)
}

#[test]
fn a_pool_is_scaled_shift_by_shift_to_the_nearest_and_never_to_nobody() {
    let shifts =
        "timetable = [{ hours = \"mon-fri 08:00-20:00\", servers = 3 }, { hours = \"mon 10:00-14:00\", servers = 1 }]";
    let text = SMALL.lines().filter(|line| !line.starts_with("hours = \"mon")).collect::<Vec<_>>().join("\n");
    let text = text.replace("servers = 1\n", &format!("{shifts}\n"));
    let text = text.replace("\"staff.agents.servers\" = 2", "\"staff.agents.cost_per_hour\" = 2");
    for (scale, agents) in [("1", 4), ("1.5", 5 + 2), ("0.5", 2 + 1), ("0.1", 1 + 1), ("2", 8)] {
        assert_eq!(on_duty(&text, &[("staff.agents.scale", scale)]), agents, "{scale}");
    }
    assert_eq!(on_duty(&text, &[("staff.agents.timetable.0.servers", "7")]), 8);
    assert_eq!(on_duty(&text, &[("staff.agents.timetable[1].servers", "2")]), 5);
    let beyond = with(&text, &[("staff.agents.timetable.2.servers", "7")]).expect_err("there are two");
    assert!(beyond.contains("an entry by its number, from 0 to 1"), "{beyond}");
}

#[test]
fn a_level_is_set_for_one_strategy_or_for_all_but_the_baseline() {
    let levels = |arguments: &[&str]| {
        let place = Place::with_small();
        let check = place.throughline(&[&["check", "small.toml", "--resolved"], arguments].concat()).assert().success();
        let printed: toml::Value =
            toml::from_str(&String::from_utf8_lossy(&check.get_output().stdout)).expect("it is TOML");
        let strategies = printed["strategy"].as_array().expect("a list").clone();
        strategies.iter().map(|one| one["levels"]["routing"].as_float().expect("a level")).collect::<Vec<f64>>()
    };
    assert_eq!(levels(&["--level", "one record.routing=0.25"]), [0.0, 0.25, 0.0]);
    assert_eq!(levels(&["--level", "routing=0.5"]), [0.0, 0.5, 0.5]);
    assert_eq!(levels(&["--set", "strategy.\"one record\".levels.routing=0.75"]), [0.0, 0.75, 0.0]);
    let place = Place::with_small();
    for (level, says) in [
        ("routing", "no `=`"),
        ("warm=0.5", "a capability"),
        ("one recrod.routing=1", "did you mean `\"one record\"`?"),
        ("routing=7", "a number from 0 to 1"),
    ] {
        place.throughline(&["check", "small.toml", "--level", level]).assert().code(2).stderr(tells(says));
    }
}

#[test]
fn the_example_of_the_help_works_on_every_shipped_scenario() {
    let place = Place::new();
    let help = place.throughline(&["run", "--help"]).assert().success();
    let help = String::from_utf8_lossy(&help.get_output().stdout).into_owned();
    let help = in_one_line(&help);
    let example = help.split("such as `--set ").nth(1).and_then(|rest| rest.split('`').next()).expect("one");
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let check = place.throughline(&["check", &scenarios.to_string_lossy(), "--set", example]).assert().success();
    check.stderr(tells("it is so already").not());
}

#[test]
fn an_option_is_told_in_its_own_words() {
    let place = Place::with_small();
    for (option, value) in [
        ("--level", "routing=7"),
        ("--level", "one record.routing=7"),
        ("--set", "strategy.\"one record\".levels.routing=7"),
        ("--set", "strategy.*.levels.routing=7"),
    ] {
        let told = predicates::str::starts_with(format!("{option} {value}\n"));
        place.throughline(&["check", "small.toml", option, value]).assert().code(2).stderr(told);
    }
}

#[test]
fn the_end_of_a_path_is_answered_with_the_whole_ones() {
    let named = |typed: &str, value: &str| in_one_line(&with(SMALL, &[(typed, value)]).expect_err("no whole path"));
    for (typed, whole) in [
        ("servers", "write staff.agents.servers=2"),
        ("agents", "write staff.agents.servers=2"),
        ("agents.servers", "write staff.agents.servers=2"),
        ("customers", "write run.customers=2"),
        ("identify_minutes", "write seam.identify_minutes=2"),
        ("cost_per_contact", "write channel.web.cost_per_contact=2"),
        ("share", "write segment.regulars.share=2 or segment.others.share=2"),
    ] {
        let told = named(typed, "2");
        assert!(told.contains(&format!("remedy: {whole}")), "{typed}: {told}");
    }
    assert!(named("mean", "2").ends_with("or another that ends so"));
    assert!(named("xyzzy", "2").contains("a key that is known here"));
}

#[test]
fn levels_that_name_no_capability_or_several_are_answered_with_what_to_type() {
    let place = Place::with_small();
    for (option, value, remedy) in [
        ("--level", "one record=0.5", "write --level 'one record.CAPABILITY=0.5'"),
        ("--level", "silos=0.5", "write --level silos.CAPABILITY=0.5"),
        ("--level", "identity=0.5,routing=1", "write each by itself: --level identity=0.5 --level routing=1"),
        ("--set", "run.customers=5, run.seed=2", "write each by itself: --set run.customers=5 --set run.seed=2"),
        ("--level", "one", "in quotes, if it holds blanks"),
    ] {
        place.throughline(&["check", "small.toml", option, value]).assert().code(2).stderr(tells(remedy));
    }
    place
        .throughline(&["check", "small.toml", "--set", "segment.others.reach={ web = 0.5, phone = 0.9 }"])
        .assert()
        .success();
}

#[test]
fn a_setting_that_the_shell_has_torn_is_answered_with_its_quotes() {
    let place = Place::with_small();
    let torn = ["check", "small.toml", "--set", "staff.agents.hours=mon-fri", "09:00-17:00"];
    let whole = "put that in quotes: --set 'staff.agents.hours=mon-fri 09:00-17:00'";
    place.throughline(&torn).assert().code(2).stderr(tells(whole));
    place.throughline(&["check", "smell.toml", "--set", "volume=2"]).assert().code(2).stderr(tells("quotes").not());
}

#[test]
fn a_volume_is_as_so_many_times_the_needs_of_each_type() {
    let text = small_with("needs.question = { per_year = 6 }", "needs.question = { every_days = 20 }");
    let of = |settings: &[(&str, &str)]| outcomes(with(&text, settings).unwrap_or_else(|told| panic!("{told}")));
    let each = [
        ("segment.regulars.needs.purchase.per_year", "24"),
        ("segment.regulars.needs.question.every_days", "10"),
        ("segment.others.needs.purchase.per_year", "6"),
    ];
    assert_eq!(of(&[("volume", "2")]), of(&each));
    assert_eq!(of(&[("volume", "1")]), of(&[]));
    assert_ne!(of(&[("volume", "2")]), of(&[]));
    assert_eq!(
        of(&[("volume", "2"), ("segment.others.needs.purchase.per_year", "6")]),
        of(&[&each[..2], &[("segment.others.needs.purchase.per_year", "12")]].concat())
    );
}

#[test]
fn a_volume_under_which_needs_cannot_be_numbered_is_refused() {
    let text = small_with("needs.question = { per_year = 6 }", "needs.question = { every_days = 0.01 }");
    let text = text.replace("horizon_days = 35", "horizon_days = 36400");
    let told = in_one_line(&with(&text, &[("volume", "1000")]).expect_err("too many"));
    assert!(told.contains("segment.regulars.needs.question.every_days") && told.contains("or the volume"), "{told}");
}
