//! Wrong input: exit code 2, the place, the key, what was found, what was expected and the remedy; and nothing written.

use crate::small::{Place, SMALL, in_one_line, small_with, tells};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::{is_empty, starts_with};
use throughline::scenario::lines::{WIDTH, width};
use throughline::scenario::text::is_seen;

/// Replaced text of the small scenario, its replacement, where in the replacement the error points, and what it says.
type Wrong<'a> = (&'a str, &'a str, &'a str, &'a [&'a str]);

/// Holds that `run` refuses each of these, and writes nothing.
fn refused(cases: &[Wrong]) {
    for (from, to, at, says) in cases {
        let text = small_with(from, to);
        let start = SMALL.find(from).expect("it was just replaced");
        let start = start + to.find(at).unwrap_or_else(|| panic!("`{at}` is not in `{to}`"));
        let line = text[..start].matches('\n').count() + 1;
        let column = start - text[..start].rfind('\n').map_or(0, |end| end + 1) + 1;
        let place = Place::new().file("small.toml", &text);
        let run = place.throughline(&["run", "small.toml"]).assert().code(2).stdout(is_empty());
        let message = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        let position = format!("small.toml:{line}:{column}");
        assert!(message.starts_with(&position), "`{to}` is not told to be at {position}:\n{message}");
        for part in ["\n  found:    ", "\n  expected: ", "\n  remedy:   "] {
            assert!(message.contains(part), "`{to}` does not tell what was{part}:\n{message}");
        }
        for part in *says {
            assert!(in_one_line(&message).contains(&in_one_line(part)), "`{to}` does not say `{part}`:\n{message}");
        }
        assert!(message.lines().all(|line| width(line) <= WIDTH), "`{to}` is told in lines too long:\n{message}");
        assert_eq!(message.matches("found:").count(), 1, "`{to}` is told more than once:\n{message}");
        assert_eq!(place.listed("."), ["small.toml"], "`{to}` wrote something");
    }
}

#[test]
fn the_place_is_that_of_the_key() {
    let place = Place::new().file("small.toml", small_with("customers = 200", "customers = 0"));
    place.throughline(&["run", "small.toml"]).assert().code(2).stderr(
        "small.toml:4:1: run.customers\n  found:    0\n  expected: a whole number from 1 to 16000000 [customers]\n  remedy:   simulate somebody\n",
    );
}

#[test]
fn an_unknown_key_is_told_with_the_one_that_was_meant_at_any_depth() {
    refused(&[
        ("title =", "titel =", "titel", &["`titel`", "did you mean `title`?"]),
        ("[run]", "[rnu]", "rnu", &["`rnu`", "did you mean `run`?"]),
        ("horizon_days", "horizon", "horizon", &["run.horizon", "did you mean `horizon_days`?"]),
        ("taste = {", "tastes = {", "tastes", &["segment.regulars.tastes", "did you mean `taste`?"]),
        ("per_year = 12", "per_yaer = 12", "per_yaer", &["segment.regulars.needs.purchase.per_yaer", "`per_year`?"]),
        ("mean = 60", "maen = 60", "maen", &["journey.purchase.value.maen", "did you mean `mean`?"]),
        ("after_days", "after_day", "after_day", &["journey.question.follows[0].after_day", "`after_days`?"]),
        ("leave = 0.3", "laeve = 0.3", "laeve", &["channel.web.step.choose.laeve", "did you mean `leave`?"]),
        ("{ mean = 6 }", "{ mean = 6, sd = 2 }", "sd", &["choose.minutes.sd", "use one of: cv, law, mean"]),
        ("serves", "servs", "servs", &["staff.agents.servs", "did you mean `serves`?"]),
        ("synergy", "sinergy", "sinergy", &["choice.sinergy", "did you mean `synergy`?"]),
        ("baseline", "basline", "basline", &["strategy.silos.basline", "did you mean `baseline`?"]),
        ("baseline", "xyzzy", "xyzzy", &["remove it, or use one of: baseline, channels"]),
        ("kind = \"live\"", "kind = \"lively\"", "kind", &["`lively`", "did you mean `live`?"]),
        ("cv = 0.7", "law = \"normal\"", "law", &["`normal`", "did you mean `lognormal`?"]),
    ]);
}

#[test]
fn a_value_of_the_wrong_type_is_told_with_how_to_write_it() {
    refused(&[
        ("customers = 200", "customers = \"many\"", "customers", &["\"many\"", "a whole number"]),
        ("customers = 200", "customers = 200.5", "customers", &["200.5", "a whole number"]),
        ("customers = 200", "customers = -5", "customers", &["-5", "a whole number from 1 to 16000000"]),
        ("seed = 7", "seed = 2026-11-21", "seed", &["2026-11-21", "a whole number"]),
        ("seed = 7", "seed = 100_000_000_000_000_000_000", "seed", &["100000000000000000000", "0 to 9007199254740991"]),
        ("leave = 0.3", "leave = \"0.3\"", "leave", &["a number", "without quotes"]),
        ("minutes = { mean = 6 }", "minutes = 6", "minutes", &["found:    6", "write { mean = 6 }"]),
        ("baseline = true", "baseline = \"yes\"", "baseline", &["\"yes\"", "true or false"]),
        ("serves = [\"phone\"]", "serves = \"phone\"", "serves", &["\"phone\"", "a list"]),
        ("servers = 1", "servers = 5_000_000_000", "servers", &["5000000000", "0 to 100000 [agents]"]),
        ("web = 0.9", "web = \"most\"", "web", &["\"most\"", "a share such as 0.8, a ramp"]),
        (
            "title = \"Two channels and a desk\"",
            "title = 2024-01-01",
            "title",
            &["2024-01-01, a date", "a text in quotes"],
        ),
        ("title = \"Two channels and a desk\"", "title = 08:30:00", "title", &["08:30:00, a date or a time"]),
        ("title = \"Two channels and a desk\"", "title = 2024", "title", &["found:    2024\n", "a text in quotes"]),
        ("name = \"one record\"", "name = 2024-01-01", "name", &["strategy[1].name", "a date", "a text in quotes"]),
        ("steps = [\"explain\"]", "steps = [2024-01-01]", "2024", &["journey.question.steps[0]", "a text in quotes"]),
        (
            "\"staff.agents.servers\" = 2",
            "\"staff.agents.servers\" = 2024-01-01",
            "\"staff",
            &["2024-01-01, a date or a time", "put it in quotes"],
        ),
        ("web = 0.9", "web = { form = 0, to = 1, days = 9 }", "web", &["form = 0", "a share such as 0.8, a ramp"]),
    ]);
}

#[test]
fn a_number_out_of_range_is_told_with_the_range() {
    refused(&[
        ("leave = 0.3", "leave = 30", "leave", &["30", "a number from 0 to 1", "if this is per cent, write 0.3;"]),
        ("leave = 0.3", "leave = nan", "leave", &["found:    nan", "a number from 0 to 1"]),
        ("leave = 0.3", "leave = inf", "leave", &["inf", "a number from 0 to 1"]),
        ("leave = 0.3", "leave = -0.0001", "leave", &["-0.0001", "a number from 0 to 1"]),
        ("share = 0.7", "share = nan", "share", &["nan"]),
        ("web = 0.5", "web = 1e300", "web", &["found:    1e300", "-50 to 50 [logit]"]),
        ("minutes = { mean = 6", "minutes = { mean = -6", "mean", &["-6", "0 to 1000000 [minutes]"]),
        ("cv = 1.0", "cv = 1e-9", "cv", &["1e-9", "0, or a number from 0.01 to 10"]),
        ("cost_per_hour = 30", "cost_per_hour = 1.7e308", "cost_per_hour", &["1.7e308", "[EUR]"]),
        ("patience_minutes = 5", "patience_minutes = -1", "patience_minutes", &["-1", "inf allowed"]),
        ("transfer = 0.3", "transfer = 0.3\nslots = 3", "slots", &["3", "1 to 32 for chat"]),
        ("identity = 1.0", "identity = 1.5", "identity", &["strategy.\"one record\".levels.identity", "from 0 to 1"]),
        ("\"web>phone\" = 0.5", "\"web>phone\" = 5", "\"web>phone\"", &["seam_levels.continuity.\"web>phone\""]),
        (
            "steps = [\"explain\"]",
            "steps = [\"explain\"]\nreopens = { probability = 20, after_days = 0 }",
            "probability",
            &["journey.question.reopens.probability", "20", "a number from 0 to 1"],
        ),
        (
            "steps = [\"explain\"]",
            "steps = [\"explain\"]\nreopens = { probability = 0, after_days = -1 }",
            "after_days",
            &["-1", "0 to 36400 [days]"],
        ),
        ("steps = [\"explain\"]", "steps = [\"explain\"]\nreopens = { probability = 0 }", "reopens", &["`after_days`"]),
        ("occasion = true", "contact_limit = 0", "contact_limit", &["1 to 9000 [contacts]"]),
        ("occasion = true", "contact_limit = 60_000", "contact_limit", &["1 to 9000 [contacts]"]),
        ("occasion = true", "by_weekday = [1, 1]", "by_weekday", &["2 weights", "7 weights"]),
        ("occasion = true", "by_weekday = [0, 0, 0, 0, 0, 0, 0]", "by_weekday", &["all 0"]),
        (
            "occasion = true",
            "by_weekday = [1e308, 1, 1, 1, 1, 1, 1]",
            "1e308",
            &["by_weekday[0]", "1e308", "0 to 1000000"],
        ),
    ]);
}

#[test]
fn a_job_too_large_is_told_with_what_it_would_need() {
    refused(&[
        ("customers = 200", "customers = 20_000_000", "customers", &["4.0 GB for each thread"]),
        ("customers = 200", "customers = 10_000_000_000", "customers", &["2000.0 GB for each thread"]),
        ("horizon_days = 35", "horizon_days = 1e9", "horizon_days", &["0.001 to 36400 [days]", "GB for each strategy"]),
        ("replications = 2", "replications = 1_000_000", "replications", &["1 to 100000 [replications]", "100.0 GB"]),
        ("replications = 2", "replications = 10_000_000_000", "replications", &["1 to 100000", "GB"]),
    ]);
    let place = Place::with_small();
    let much = ["run", "small.toml", "--set", "run.horizon_days=36400", "--replications", "100000"];
    place
        .throughline(&much)
        .assert()
        .code(1)
        .stderr(tells("a job that needs about").and(tells("GB of memory that can be had")));
    assert_eq!(place.listed("."), ["small.toml"]);
}

#[test]
fn a_run_that_shows_nothing_is_told() {
    refused(&[
        ("customers = 200", "customers = 0", "customers", &["1 to 16000000 [customers]"]),
        ("replications = 2", "replications = 0", "replications", &["1 to 100000 [replications]"]),
        (
            "horizon_days = 35",
            "horizon_days = 14",
            "horizon_days",
            &["14", "give_up_days = 21", "lengthen the horizon"],
        ),
        (
            "horizon_days = 35",
            "horizon_days = 35\nrepeat_within_days = 35",
            "repeat_within_days",
            &["35", "less than horizon_days - warm_up_days = ", "look at fewer days"],
        ),
        (
            "horizon_days = 35",
            "horizon_days = 35\nrepeat_within_days = 0",
            "repeat_within_days",
            &["found:    0", "0.001 to 36400 [days]"],
        ),
        ("horizon_days = 35", "horizon_days = 35\nelapsed = \"yes\"", "elapsed", &["\"yes\"", "true or false"]),
        ("horizon_days = 35", "horizon_days = -inf", "horizon_days", &["-inf", "0.001 to 36400 [days]"]),
        ("horizon_days = 35", "horizon_days = nan", "horizon_days", &["nan", "0.001 to 36400 [days]"]),
    ]);
}

#[test]
fn a_run_too_short_for_cases_to_come_back_is_told() {
    let question = "steps = [\"explain\"]";
    let reopens = format!("{question}\nreopens = {{ probability = 0.1, after_days = 2 }}");
    let place = Place::new().file("small.toml", small_with(question, &reopens));
    let refusal = place.throughline(&["check", "small.toml"]).assert().code(2);
    let message = in_one_line(&String::from_utf8_lossy(&refusal.get_output().stderr));
    for part in ["small.toml:5:1", "twice give_up_days + 7 x reopens.after_days of journey.question = 56", "lengthen"] {
        assert!(message.contains(&in_one_line(part)), "{message}");
    }
    place.throughline(&["check", "small.toml", "--set", "run.horizon_days=57"]).assert().success();
}

#[test]
fn a_remedy_speaks_of_what_was_found() {
    refused(&[
        ("customers = 200", "customers = \"many\"", "customers", &["remedy:   write a number"]),
        (
            "customers = 200",
            "customers = 200.0",
            "customers",
            &["found:    200.0\n", "remedy:   write 200, without a point"],
        ),
        ("replications = 2", "replications = \"two\"", "replications", &["remedy:   write a number"]),
        ("leave = 0.3", "leave = nan", "leave", &["remedy:   write a number in that range"]),
        ("leave = 0.3", "leave = -0.3", "leave", &["remedy:   write a number in that range"]),
        ("leave = 0.3", "leave = 30.0", "leave", &["found:    30.0\n", "if this is per cent, write 0.3;"]),
        (
            "steps = [\"explain\"]",
            "steps = [\"explain\", \"explain\"]",
            "steps",
            &["found:    `explain` twice", "take it out, or give the other another name"],
        ),
    ]);
}

#[test]
fn shares_that_all_but_add_up_are_told_with_what_is_missing_or_too_much() {
    for (share, total, remedy) in
        [("0.70001", "1.00001", "0.00001 is too much"), ("0.699998", "0.999998", "0.000002 is missing")]
    {
        let place = Place::new().file("small.toml", small_with("share = 0.7", &format!("share = {share}")));
        let told = tells(&format!("shares that add up to {total}\n")).and(tells(remedy));
        place.throughline(&["check", "small.toml"]).assert().code(2).stderr(told);
    }
}

#[test]
fn shares_that_do_not_add_up_are_told_at_the_segments() {
    let place = Place::new().file("small.toml", small_with("share = 0.7", "share = 0.6"));
    let told = tells("small.toml:9:2: segment").and(tells("shares that add up to 0.9\n"));
    place.throughline(&["check", "small.toml"]).assert().code(2).stderr(told.and(tells("shares that add up to 1")));
}

#[test]
fn a_name_that_does_not_exist_is_told_with_one_that_does() {
    refused(&[
        ("taste = { web", "taste = { wbe", "wbe", &["`wbe`", "a channel of this scenario", "did you mean `web`?"]),
        ("reach = { web", "reach = { shop", "shop", &["`shop`", "use one of: phone, web"]),
        ("needs.purchase", "needs.purchse", "purchse", &["a journey of this scenario", "did you mean `purchase`?"]),
        ("restart = \"choose\"", "restart = \"chose\"", "restart", &["a step of this journey", "`choose`?"]),
        ("step.explain", "step.explian", "explian", &["a step of some journey", "did you mean `explain`?"]),
        ("serves = [\"phone\"]", "serves = [\"fone\"]", "serves", &["`fone`", "did you mean `phone`?"]),
        ("cost_per_hour", "priority = [\"purchas\"]\ncost_per_hour", "priority", &["did you mean `purchase`?"]),
        ("{ journey = \"purchase\"", "{ journey = \"sale\"", "journey", &["`sale`", "use one of: purchase, question"]),
        ("{ \"web>phone\" = 1", "{ \"web>fone\" = 1", "\"web>fone\"", &["`fone`", "did you mean `phone`?"]),
        (
            "synergy = { \"web>phone\"",
            "synergy = { \"web-phone\"",
            "synergy",
            &["`web-phone`", "such as \"web>phone\""],
        ),
        ("identity = 1.0", "identiti = 1.0", "identiti", &["a capability", "did you mean `identity`?"]),
        ("{ continuity = {", "{ continuty = {", "continuty", &["a capability", "did you mean `continuity`?"]),
        ("{ \"web>phone\" = 0.5", "{ \"web>fone\" = 0.5", "\"web>fone\"", &["`fone`", "did you mean `phone`?"]),
        ("baseline = true", "baseline = true\nchannels = [\"fone\"]", "channels", &["did you mean `phone`?"]),
        ("baseline = true", "baseline = true\nchannels = []", "channels", &["no open channel for the step `choose`"]),
    ]);
}

#[test]
fn a_setting_of_a_strategy_that_does_not_exist_is_told_at_the_strategy() {
    let set = |to| ("\"staff.agents.servers\" = 2", to);
    let cases: [((&str, &str), &str, &[&str]); 11] = [
        (set("\"staff.agent.servers\" = 2"), "\"staff", &["(strategy \"second agent\")", "`agent`", "`agents`?"]),
        (set("\"staff.agents.server\" = 2"), "\"staff", &["`server`", "did you mean `servers`?"]),
        (set("\"staf.agents.servers\" = 2"), "\"staf", &["`staf`", "did you mean `staff`?"]),
        (set("\"staff.agents\" = 2"), "\"staff", &["a whole table", "such as staff.agents.servers"]),
        (set("staff.agents.servers = 2"), "staff", &["a whole table", "in quotes"]),
        (set("\"run.customers\" = 2"), "\"run", &["`run`", "a setting of the market"]),
        (set("\"strategy.name\" = 2"), "\"strategy", &["`strategy`", "a setting of the market"]),
        (set("\"channel.web.step.ordr.leave\" = 0"), "\"channel", &["`ordr`", "did you mean `order`?"]),
        (set("\"journey.question.steps\" = [\"explain\", \"extra\"]"), "\"journey", &["`extra`"]),
        (set("\"staff.agents.servers\" = \"two\""), "\"staff", &["\"two\"", "a whole number"]),
        (set("\"staff.agents.servers\" = 0"), "\"staff", &["nobody on duty at any time"]),
    ];
    for ((from, to), at, says) in cases {
        refused(&[(from, to, at, says)]);
    }
}

#[test]
fn what_contradicts_itself_is_told() {
    let circle = "follows = [{ journey = \"question\", probability = 0.2 }]";
    refused(&[
        ("restart = \"choose\"", "restart = \"choose\"\nrebuild_minutes = 2", "rebuild_minutes", &["`restart` or"]),
        ("follows = [{ journey = \"purchase\", probability = 0.2, after_days = 2 }]", circle, "follows", &["itself"]),
        (
            "steps = [\"explain\"]",
            "steps = [\"explain\", \"resolve\"]",
            "steps",
            &["`resolve`, which no channel offers"],
        ),
        (
            "needs.purchase = { per_year = 3 }",
            "needs.purchase = { per_year = 3, every_days = 9 }",
            "purchase",
            &["both per_year and every_days"],
        ),
        (
            "restart = \"choose\"",
            "restart = \"choose\"\ngive_up_days = 1\nreopens = { probability = 0.1, after_days = 0.1 }",
            "reopens",
            &["in a journey with a value", "a journey without a `value`", "take `reopens` out"],
        ),
        ("name = \"one record\"", "name = \"one record\"\nbaseline = true", "baseline", &["beside \"silos\""]),
        ("name = \"one record\"", "name = \"silos\"", "name", &["\"silos\" again", "rename one of them"]),
        ("name = \"one record\"", "name = \" \"", "name", &["\" \"", "no blank at either end"]),
        ("[channel.web]", "[channel.\"web;de\"]", "\"web;de\"", &["channel.\"web;de\"", "letters, digits, blanks and"]),
        ("[channel.web]", "[channel.start]", "start", &["another name", "rename it"]),
    ]);
}

#[test]
fn a_name_that_a_reader_of_tables_takes_for_something_else_is_told_with_what_it_is_taken_for() {
    let missing = &["the name `NA`", "read as a missing value", "a name that every program takes for text"][..];
    refused(&[
        ("[segment.others]", "[segment.NA]", "NA", &[missing, &["segment.NA"]].concat()),
        ("[segment.others]", "[segment.\"*\"]", "\"*\"", &["segment.\"*\"", "stands for all in the tables"]),
        ("[segment.others]", "[segment.none]", "none", &["the name `none`", "a missing value"]),
        ("[channel.web]", "[channel.T]", "T", &["channel.T", "true or false"]),
        ("[channel.web]", "[channel.1e5]", "1e5", &["channel.1e5", "for a number"]),
        ("[channel.web]", "[channel.0x1F]", "0x1F", &["for a number"]),
        ("[channel.web]", "[channel.inf]", "inf", &["for a number"]),
        ("[journey.question]", "[journey.1-2]", "1-2", &["journey.1-2", "a date or a time"]),
        ("[journey.question]", "[journey.\"2024-01-01\"]", "\"2024", &["a date or a time"]),
        ("[staff.agents]", "[staff.007]", "007", &["staff.007", "for a number"]),
        (
            "steps = [\"explain\"]",
            "steps = [\"YES\"]",
            "steps",
            &["journey.question.steps", "the name `YES`", "true or false"],
        ),
        ("name = \"one record\"", "name = \"null\"", "name", &["strategy.null.name", "`null`", "a missing value"]),
        ("name = \"one record\"", "name = \"=1+1\"", "name", &["`=1+1`", "for a formula"]),
        ("name = \"one record\"", "name = \"@home\"", "name", &["`@home`", "for a formula"]),
        ("name = \"one record\"", "name = \"3/4\"", "name", &["`3/4`", "a date or a time"]),
    ]);
}

#[test]
fn a_file_name_that_would_leave_the_column_scenario_without_a_name_is_told() {
    let place = Place::new().file("NA.toml", SMALL).file("=x.toml", SMALL).file("2026-11.toml", SMALL);
    for (file, says) in [("NA.toml", "the file name `NA`, which pandas, R"), ("=x.toml", "for a formula")] {
        let told = starts_with(file).and(tells(says)).and(tells("choose another name for the file"));
        place.throughline(&["check", file]).assert().code(2).stderr(told);
    }
    place.throughline(&["check", "2026-11.toml"]).assert().success();
}

#[test]
fn names_that_differ_in_case_or_blanks_alone_are_told_beside_each_other() {
    let alike = "which a spreadsheet's look-up holds for the same";
    refused(&[
        ("[channel.phone]", "[channel.Web]\n[channel.phone]", "Web", &["the name `Web` beside `web`", alike]),
        ("[segment.others]", "[segment.Regulars]", "Regulars", &["`Regulars` beside `regulars`", "rename one"]),
        ("name = \"one record\"", "name = \"Silos\"", "name", &["strategy.Silos.name", "`Silos` beside `silos`"]),
        ("name = \"second agent\"", "name = \"onerecord\"", "name", &["`onerecord` beside `one record`"]),
        ("name = \"one record\"", "name = \"one record \"", "name", &["\"one record \"", "no blank at either end"]),
        (
            "steps = [\"explain\"]",
            "steps = [\"explain\", \"Order\"]",
            "steps",
            &["journey.question.steps", "`Order` beside `order`"],
        ),
    ]);
}

#[test]
fn a_seed_that_readers_would_round_is_told() {
    for (seed, found) in [
        ("9_007_199_254_740_992", "9007199254740992"),
        ("9_223_372_036_854_775_808", "9223372036854775808"),
        ("-1", "-1"),
    ] {
        let found = format!("found:    {found}");
        let says = [found.as_str(), "below 2^53", "0 to 9007199254740991", "round"];
        refused(&[("seed = 7", &format!("seed = {seed}"), "seed", &says)]);
    }
    let place = Place::with_small();
    for seed in ["9007199254740992", "18446744073709551616", "-1"] {
        let told = tells("--seed").and(tells("0 to 9007199254740991"));
        place.throughline(&["check", "small.toml", &format!("--seed={seed}")]).assert().code(2).stderr(told);
    }
    place.throughline(&["check", "small.toml", "--seed", "9007199254740991"]).assert().success();
}

#[test]
fn more_needs_of_a_customer_than_can_be_numbered_are_told() {
    refused(&[
        ("per_year = 12, cv = 1.0", "per_year = 1e6, cv = 10", "per_year", &["needs before the horizon", "2^23"]),
        (
            "needs.question = { per_year = 6 }\n",
            "needs.question = { per_year = 1e6, cv = 10 }\n",
            "per_year",
            &["segment.regulars.needs.question.per_year", "found:    1000000, with which", "8388608"],
        ),
    ]);
    let a_year = small_with("horizon_days = 35", "horizon_days = 364");
    for (rate, code) in [("3.5e5, cv = 1", 0), ("4e5, cv = 1", 2)] {
        let text = a_year.replace("per_year = 12, cv = 1.0", &format!("per_year = {rate}"));
        let place = Place::new().file("small.toml", text);
        place.throughline(&["check", "small.toml"]).assert().code(code);
    }
}

#[test]
fn messages_can_be_sent_at_any_time() {
    let from = "[channel.web]\n";
    let to = "[channel.web]\nkind = \"messages\"\nhours = \"mon-fri 09:00-18:00\"\n";
    refused(&[(from, to, "hours", &["channel.web.hours", "messages can be sent at any time", "by a staff pool"])]);
}

#[test]
fn hours_that_cannot_be_read_are_told_part_by_part() {
    let hours = "hours = \"mon-sat 09:00-18:00\"";
    refused(&[
        (hours, "hours = \"mon-sat 9-18\"", "hours", &["`9` is no time of day", "mon-fri 08:00-20:00"]),
        (hours, "hours = \"mo-sat 09:00-18:00\"", "hours", &["`mo` is no day of the week"]),
        (hours, "hours = \"mon 18:00-09:00\"", "hours", &["does not end after it starts"]),
        (hours, "hours = \"sat-mon 09:00-18:00\"", "hours", &["runs backwards"]),
        (hours, "hours = \"mon 09:00\"", "hours", &["no end in `09:00`"]),
        (hours, "hours = \"\"", "hours", &["is no day of the week"]),
        (
            hours,
            "hours = \"mon,sat 09:00-18:00\"",
            "hours",
            &["`mon` has no times: write `mon 00:00-24:00` for all day"],
        ),
        (hours, "hours = \"mon-sat 09:00-25:00\"", "hours", &["`25:00` is no time of day"]),
    ]);
}

#[test]
fn more_than_can_be_numbered_is_told() {
    let many = |count: usize, table: &str, keys: &str| {
        (0..count).map(|n| format!("[{table}.x{n}]\n{keys}")).collect::<Vec<_>>().concat()
    };
    let channels = many(15, "channel", "");
    let segments = many(63, "segment", "share = 0\n");
    let chains: String = "{ journey = \"purchase\", probability = 0.1 }, ".repeat(300);
    let follows = "follows = [{ journey = \"purchase\", probability = 0.2, after_days = 2 }]";
    for (from, to, says) in [
        ("[channel.web]", format!("{channels}[channel.web]"), "at most 16"),
        ("[segment.others]", format!("{segments}[segment.others]"), "at most 64"),
        (follows, format!("follows = [{chains}]"), "at most 256"),
    ] {
        let place = Place::new().file("small.toml", small_with(from, &to));
        place.throughline(&["run", "small.toml"]).assert().code(2).stderr(tells(says));
        assert_eq!(place.listed("."), ["small.toml"]);
    }
}

#[test]
fn text_that_is_no_toml_is_told_with_the_line() {
    for (from, to, position, says) in [
        ("desk\"", "desk", "small.toml:1:9", "found:    \"Two channels and a desk\n"),
        ("seed = 7", "seed = 7\nseed = 8", "small.toml:8:1", "each key and each table once"),
        ("[choice]", "[run]\n[choice]", "small.toml:49:2", "each key and each table once"),
        ("seed = 7", "seed : 7", "small.toml:7:", "seed : 7"),
        (
            "serves = [\"phone\"]",
            "serves = [\"phone\"",
            "small.toml:44:10",
            "close the bracket: write serves = [\"phone\"]",
        ),
        (
            "seed = 7",
            "seed = seven # luck",
            "small.toml:7:8",
            "found:    seven\n  expected: a number, a text in quotes",
        ),
        ("seed = 7", "seed = 07 # luck", "small.toml:7:8", "found:    07\n  expected: a number such as 30"),
        ("seed = 7", "seed =", "small.toml:7:", "found:    seed =\n  expected: a key, `=` and a value"),
        ("seed = 7", "seed = 7,5", "small.toml:7:8", "write 7.5"),
        ("occasion = true", "occasion = True", "small.toml:21:12", "expected: true or false"),
        ("{ mean = 6 }", "{ mean = 6 cv = 1 }", "small.toml:32:", "such as { mean = 4, cv = 1.0 }"),
        (
            "[[strategy]]\nname = \"one",
            "[strategy]\nname = \"one",
            "small.toml:56:2",
            "expected: [[strategy]], for each",
        ),
    ] {
        let place = Place::new().file("small.toml", small_with(from, to));
        place.throughline(&["run", "small.toml"]).assert().code(2).stderr(starts_with(position).and(tells(says)));
        assert_eq!(place.listed("."), ["small.toml"]);
    }
}

#[test]
fn a_scenario_without_a_part_is_told_which() {
    let strategies = SMALL.find("[[strategy]]").expect("there are strategies");
    for (text, says) in [
        (String::new(), "an empty scenario"),
        ("# nothing but a comment\n".into(), "an empty scenario"),
        ("title = \"x\"".into(), "the key `run`"),
        (SMALL[..strategies].into(), "the key `strategy`"),
        (format!("strategy = []\n{}", &SMALL[..strategies]), "at least 1 entry"),
        (SMALL.replace("baseline = true", ""), "no baseline"),
        (
            SMALL.replace("[[strategy]]", "[strategy]"),
            "found:    [strategy]\n  expected: [[strategy]], for each of them",
        ),
    ] {
        let place = Place::new().file("small.toml", &text);
        place.throughline(&["run", "small.toml"]).assert().code(2).stderr(starts_with("small.toml").and(tells(says)));
        assert_eq!(place.listed("."), ["small.toml"]);
    }
}

#[test]
fn what_is_no_scenario_file_is_told() {
    let place = Place::with_small().file("empty/readme.txt", "no scenario");
    std::fs::write(place.path("binary.toml"), [0xFF, 0xFE, 0, 1, 2]).expect("a file can be written");
    std::fs::write(place.path("zeros.toml"), [0; 64]).expect("a file can be written");
    let large = std::fs::File::create(place.path("large.toml")).expect("a file can be made");
    large.set_len(100 << 20).expect("a sparse file can be made");
    let over = std::fs::File::create(place.path("over.toml")).expect("a file can be made");
    over.set_len((1 << 20) + 1).expect("a sparse file can be made");
    for (path, says) in [
        ("missing.toml", "no such file or folder"),
        ("missing/", "no such file or folder"),
        ("empty", "a folder without scenarios"),
        ("binary.toml", "bytes that are no text"),
        ("zeros.toml", "bytes that are no text"),
        ("large.toml", "a file of 104857600 bytes"),
        ("over.toml", "a file of 1048577 bytes"),
    ] {
        let told = starts_with(path).and(tells(says)).and(tells("remedy:"));
        place.throughline(&["run", path]).assert().code(2).stderr(told);
        assert!(!place.path("output").exists());
    }
}

#[test]
fn what_is_wrong_in_every_strategy_is_told_once_and_what_is_wrong_in_one_beside_it() {
    let text = small_with("leave = 0.3", "leave = 30").replace("identity = 1.0", "identity = 7");
    let place = Place::new().file("small.toml", &text);
    let told = place.throughline(&["check", "small.toml"]).assert().code(2);
    let message = String::from_utf8_lossy(&told.get_output().stderr).into_owned();
    assert_eq!(message.matches("channel.web.step.choose.leave").count(), 1, "{message}");
    assert_eq!(message.matches("strategy.\"one record\".levels.identity").count(), 1, "{message}");
}

/// The places that are told, in order, and the message.
fn places_told(place: &Place, arguments: &[&str]) -> (Vec<String>, String) {
    let check = place.throughline(arguments).assert().code(2);
    let message = String::from_utf8_lossy(&check.get_output().stderr).into_owned();
    let places = message.lines().filter(|line| !line.starts_with(' ')).map(String::from).collect();
    (places, message)
}

#[test]
fn problems_are_told_in_the_order_of_their_lines_after_those_of_the_command_line() {
    let text = small_with("title =", "titel =").replace("leave = 0.3", "leave = 30").replace("seed = 7", "seed = -7");
    let text = text.replace("identity = 1.0", "identity = 7").replace("serves = [", "serve = [");
    let place = Place::new().file("small.toml", text);
    let (places, message) = places_told(&place, &["check", "small.toml", "--set", "choice.habit=99"]);
    let lines: Vec<usize> = places[1..].iter().filter_map(|one| one.split(':').nth(1)?.parse().ok()).collect();
    assert!(places[0].starts_with("--set choice.habit=99"), "{message}");
    assert!(lines.len() >= 5 && lines.is_sorted(), "{message}");
}

#[test]
fn a_slip_in_a_step_is_told_alone_and_with_the_word_that_channels_have_for_it() {
    refused(&[
        ("steps = [\"choose\"", "steps = [\"chose\"", "steps", &["`chose`, which", "did you mean `choose`?"]),
        ("steps = [\"explain\"]", "steps = [\"explian\"]", "steps", &["did you mean `explain`?", "channel.web"]),
    ]);
}

#[test]
fn all_wrong_files_of_a_job_are_told_and_none_is_run() {
    let wrong = small_with("leave = 0.3", "leave = 30");
    let place = Place::with_small().file("a.toml", &wrong).file("b.toml", &wrong);
    let told = tells("a.toml:").and(tells("b.toml:"));
    place.throughline(&["run", "small.toml", "a.toml", "b.toml"]).assert().code(2).stderr(told);
    assert!(!place.path("output").exists());
}

#[test]
fn a_wrong_change_on_the_command_line_is_told_as_typed_there() {
    let place = Place::with_small();
    for (arguments, says) in [
        (["--set", "run.customers"], "write PATH=VALUE"),
        (["--set", "=3"], "nothing before `=`"),
        (["--set", "run.customer=3"], "did you mean `customers`?"),
        (["--set", "run.customers=few"], "\"few\""),
        (["--set", "run.customers=300\nseed = 1"], "a whole number"),
        (["--set", "segment.regular.share=1"], "did you mean `regulars`?"),
        (["--set", "channel.web.step.ordr.leave=0"], "did you mean `order`?"),
        (["--set", "title.long=3"], "shorten the path"),
        (["--set", "strategy.name=x"], "a strategy of this scenario"),
        (["--strategy", "two record"], "did you mean `\"one record\"`?"),
    ] {
        let run = [&["run", "small.toml"], &arguments[..]].concat();
        place.throughline(&run).assert().code(2).stderr(tells(says).and(tells("remedy:")));
        assert_eq!(place.listed("."), ["small.toml"]);
    }
}

#[test]
fn a_number_on_the_command_line_is_read_as_in_a_file_and_told_as_typed() {
    let place = Place::with_small();
    for (key, value, found) in [
        ("channel.web.step.order.leave", "1e-400", "1e-400"),
        ("staff.agents.cost_per_hour", "1e400", "1e400"),
        ("run.customers", "18_446_744_073_709_551_616", "18446744073709551616"),
    ] {
        let setting = format!("{key}={value}");
        let told = starts_with(format!("--set {setting}\n  found:    {found}\n")).and(tells("remedy:"));
        place.throughline(&["check", "small.toml", "--set", &setting]).assert().code(2).stderr(told);
    }
    let above = place.throughline(&["check", "small.toml", "--set", "segment.others.share=0.4"]).assert().code(2);
    above.stderr(starts_with("--set segment.others.share=0.4: segment\n"));
}

/// Holds that each of some texts is refused at once, in a message that fits on a page and does nothing to a terminal.
fn refused_at_once(texts: &[(&str, String, &str)]) {
    for (what, text, says) in texts {
        let place = Place::new().file("small.toml", text);
        #[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
        let started = std::time::Instant::now();
        let check = place.throughline(&["check", "small.toml"]).assert().code(2).stdout(is_empty());
        let seconds = started.elapsed().as_secs_f64();
        let message = String::from_utf8_lossy(&check.get_output().stderr).into_owned();
        assert!(seconds < 3.0, "{what} is refused after {seconds} s");
        assert!(message.len() < 4096, "{what} is told in {} bytes", message.len());
        assert!(
            in_one_line(&message).contains(says) && message.contains("remedy:"),
            "{what} does not say `{says}`:\n{message}"
        );
        assert!(message.chars().all(|c| c == '\n' || is_seen(c)), "{what} acts on the terminal:\n{message:?}");
    }
}

/// The small scenario with so many more parts, each made of its number, after a part of it.
fn with_part(after: &str, count: usize, part: impl Fn(usize) -> String) -> String {
    let parts: String = (0..count).map(part).collect();
    small_with(after, &format!("{after}{parts}"))
}

/// The small scenario with so many more lines, each made of its number, before a line of it.
fn with_lines(before: &str, count: usize, line: impl Fn(usize) -> String) -> String {
    let lines: String = (0..count).map(line).collect();
    small_with(before, &format!("{lines}{before}"))
}

#[test]
fn a_path_of_any_length_is_refused() {
    let deep = "x.".repeat(20_000);
    let set = |path: &str| small_with("\"staff.agents.servers\" = 2", &format!("\"{path}\" = 1"));
    refused_at_once(&[
        ("a long path in a set", set(&format!("choice.{deep}x")), "a path of at most 12 parts"),
        ("a path of points", set(&".".repeat(20_000)), "an empty part"),
        ("a long key", small_with("seed = 7", &format!("{}x = 1", "x.".repeat(70))), "at most 12 parts"),
        ("a longer key", small_with("seed = 7", &format!("{deep}x = 1")), "remedy:"),
        ("lists in lists", small_with("seed = 7", &format!("x = {}1{}", "[".repeat(30), "]".repeat(30))), "12 parts"),
        ("many lists in lists", small_with("seed = 7", &format!("x = {}", "[".repeat(500_000))), "remedy:"),
        ("tables in tables", small_with("seed = 7", &format!("x = {}", "{x = ".repeat(200_000))), "remedy:"),
    ]);
    let place = Place::with_small();
    for value in [format!("choice.{deep}x=1"), format!("choice.habit={}", "{a.b = ".repeat(9_000)), deep] {
        place.throughline(&["check", "small.toml", "--set", &value]).assert().code(2).stderr(tells("remedy:"));
    }
}

#[test]
fn any_number_of_mistakes_is_told_at_once_and_in_short() {
    let name = |n: usize| "y".repeat(30_000) + &n.to_string();
    refused_at_once(&[
        ("unknown tastes", with_part("taste = {", 20_000, |n| format!(" x{n} = 1,")), "and at least"),
        (
            "strategies",
            with_lines("[[strategy]]\nname = \"silos\"", 3_000, |n| format!("[[strategy]]\nname = \"s {n}\"\n")),
            "256 entries",
        ),
        ("unknown keys", with_lines("seed = 7", 50_000, |n| format!("key{n} = 1\n")), "and at least"),
        ("long unknown keys", with_lines("seed = 7", 30, |n| format!("{} = 1\n", name(n))), "more"),
        ("long names", with_lines("[channel.web]", 14, |n| format!("[channel.{}]\n", name(n))), "at most 60"),
        ("segments", with_lines("[segment.others]", 20_000, |n| format!("[segment.s{n}]\nshare = 0\n")), "at most 64"),
        (
            "steps",
            small_with("steps = [\"explain\"", &format!("steps = [{}\"explain\"", "\"explain\", ".repeat(50_000))),
            "8",
        ),
        (
            "long text",
            small_with("hours = \"mon", &format!("hours = \"{}mon", "mon 00:00-24:00, ".repeat(50_000))),
            "200",
        ),
    ]);
}

#[test]
fn a_scenario_that_would_take_long_to_see_through_is_refused() {
    let many = |description: &str| {
        let strategy = |n| format!("[[strategy]]\nname = \"s {n}\"\n{description}set = {{ \"choice.habit\" = 1 }}\n");
        with_lines("[[strategy]]\nname = \"silos\"", 250, strategy)
    };
    let place = Place::new().file("many.toml", many(""));
    place.throughline(&["check", "many.toml"]).assert().success();
    let long = format!("description = \"{}\"\n", "x".repeat(499));
    refused_at_once(&[("many values", many(&long), "at most 500000 in all")]);
}

#[test]
fn a_key_that_holds_a_point_is_told_with_its_line_and_in_quotes() {
    refused(&[
        ("taste = { web", "taste = { \"w.b\"", "\"w.b\"", &["segment.regulars.taste.\"w.b\"", "did you mean `web`?"]),
        ("seed = 7", "\"se.ed\" = 7", "\"se.ed\"", &["run.\"se.ed\"", "did you mean `seed`?"]),
        ("seed = 7", "\"a\\u001b[2Jb\" = 7", "\"a", &["run.\"a\\u{1b}[2Jb\""]),
    ]);
    let text = SMALL
        .replace("phone", "\"web.de\"")
        .replace("\"\"web.de\"\"", "\"web.de\"")
        .replace("web>\"web.de\"", "web>web.de");
    let text = text.replace("\"staff.agents.servers\" = 2", "'channel.\"web.de\".patience_minutes' = 3");
    let place = Place::new().file("small.toml", text);
    place.throughline(&["check", "small.toml", "--set", "channel.\"web.de\".transfer=0.1"]).assert().success();
    let told = tells("channel.\"web.de\".transfer").and(tells("from 0 to 1"));
    place.throughline(&["check", "small.toml", "--set", "channel.\"web.de\".transfer=7"]).assert().code(2).stderr(told);
}

#[test]
fn nothing_of_a_file_acts_on_the_terminal() {
    let odd = "\\u001b]0;x\\u0007 \\u202e \\u200b \\u009b2J";
    let title = small_with("Two channels and a desk", odd);
    let place = Place::new().file("small.toml", &title);
    for arguments in
        [&["check", "small.toml", "--resolved"][..], &["run", "small.toml"], &["run", "small.toml", "--format", "json"]]
    {
        let printed = place.printed(arguments);
        assert!(printed.chars().all(|c| c == '\n' || is_seen(c)), "{arguments:?} prints {printed:?}");
    }
    refused_at_once(&[
        ("a value", small_with("kind = \"live\"", &format!("kind = \"{odd}\"")), "\\u{1b}]0;x\\u{7}"),
        ("a name", small_with("name = \"one record\"", &format!("name = \"{odd}\"")), "\\u{202e}"),
        ("a key", small_with("seed = 7", &format!("\"{odd}\" = 7")), "\\u{200b}"),
        ("a reference", small_with("serves = [\"phone\"]", &format!("serves = [\"{odd}\"]")), "\\u{9b}2J"),
        ("a broken line", small_with("seed = 7", "seed = \u{1b}[2J\u{202e}"), "\\u{1b}"),
    ]);
    let place = Place::new().file("a\u{1b}[2J.toml", SMALL).file("b\u{202e}/c.toml", "x = 1");
    for path in ["a\u{1b}[2J.toml", "b\u{202e}", "none\u{1b}.toml"] {
        let told = place.throughline(&["check", path]).assert().code(2);
        let message = String::from_utf8_lossy(&told.get_output().stderr).into_owned();
        assert!(message.chars().all(|c| c == '\n' || is_seen(c)), "{path:?} is told as {message:?}");
    }
}

#[test]
fn a_channel_named_as_a_journey_type_in_the_tables_is_told_where_they_stand_there() {
    let place = Place::new().file("small.toml", small_with("[choice]", "[channel.\"journey.web\"]\n[choice]"));
    place.throughline(&["check", "small.toml"]).assert().success();
    let told = tells("channel.\"journey.web\"").and(tells("stands for a journey type")).and(tells("rename it"));
    place.throughline(&["check", "small.toml", "--set", "run.elapsed=true"]).assert().code(2).stderr(told);
}

#[test]
fn a_name_of_another_alphabet_is_told_with_the_alphabet() {
    let alphabet = "letters, digits, blanks and -_.,&/()+'%";
    let long = format!("name = \"{}\"", "n".repeat(61));
    refused(&[
        ("name = \"one record\"", "name = \"one;record\"", "name", &["\"one;record\"", alphabet]),
        ("name = \"one record\"", "name = \"one\\trecord\"", "name", &["\"one\\u{9}record\"", alphabet]),
        ("name = \"one record\"", "name = \"<b>\"", "name", &["\"<b>\"", alphabet]),
        ("name = \"one record\"", "name = \"\\u0301e\"", "name", &[alphabet]),
        ("name = \"one record\"", "name = \"a\\u3164b\"", "name", &["\"a\\u{3164}b\"", alphabet]),
        ("name = \"one record\"", &long, "name", &["at most 60"]),
        ("[segment.others]", "[segment.\"a>b\"]", "\"a>b\"", &["segment.\"a>b\"", alphabet]),
        ("[staff.agents]", "[staff.\"a\\\"b\"]", "\"a", &[alphabet]),
        ("[channel.web]", "[channel.\"staff.web\"]", "\"staff", &["channel.\"staff.web\"", "stands for a staff pool"]),
        ("name = \"one record\"", "name = \"sILOS\"", "name", &["`sILOS` beside `silos`", "rename one"]),
        (
            "name = \"second agent\"",
            "name = \"one re\u{301}cord\"\n[[strategy]]\nname = \"one r\u{e9}cord\"",
            "name = \"one r\u{e9}",
            &["beside", "encoding of letters"],
        ),
    ]);
    refused(&[
        ("name = \"one record\"", "name = \"one\\u200Brecord\"", "name", &["with U+200B, a format character"]),
        ("name = \"one record\"", "name = \"one\\u200Crecord\"", "name", &["\\u{200c}", "with U+200C, a format"]),
        ("name = \"one record\"", "name = \"one;record\"", "name", &["with `;` (U+003B, a punctuation mark)"]),
        ("name = \"one record\"", "name = \" one\"", "name", &["with a blank at an end"]),
        (
            "name = \"second agent\"",
            "name = \"می\u{200c}خواهم\"\n[[strategy]]\nname = \"میخواهم\"",
            "name = \"میخ",
            &["beside", "names that differ in more than"],
        ),
    ]);
    let names = [
        "łódź, north",
        "50 % more",
        "A/B",
        "e\u{301}té",
        "店舗",
        "Ελληνικά",
        "it's (new)",
        "R&D",
        "می\u{200c}خواهم",
        "ශ්\u{200d}රී",
    ];
    for name in names {
        let text = SMALL.replace("[staff.agents]", &format!("[staff.\"{name}\"]")).replace("second agent", name);
        let text = text.replace("\"staff.agents.servers\" = 2", "\"choice.habit\" = 1");
        let place = Place::new().file("small.toml", text);
        place.throughline(&["run", "small.toml", "--quiet"]).assert().success();
    }
}

#[test]
fn a_file_name_that_a_folder_cannot_have_everywhere_is_told() {
    let cases = [
        (".hidden.toml", "without a point at either end"),
        ("dot..toml", "without a point at either end"),
        ("CON.toml", "Windows keeps for a device"),
        ("nul.old.toml", "Windows keeps for a device"),
        ("blank .toml", "no blank at either end"),
        ("a;b.toml", "letters, digits"),
        ("+x.toml", "for a formula"),
    ];
    for (file, says) in cases {
        let place = Place::new().file(file, SMALL);
        place
            .throughline(&["check", file])
            .assert()
            .code(2)
            .stderr(tells(says).and(tells("choose another name for the file")));
    }
    let place = Place::new().file("a/Shop.toml", SMALL).file("b/shop.toml", SMALL);
    let told = tells("Shop.toml").and(tells("b/shop.toml")).and(tells("rename one of the files"));
    place.throughline(&["run", "a/Shop.toml", "b/shop.toml"]).assert().code(2).stderr(told);
}

#[test]
fn a_number_that_is_none_or_only_rounding_makes_legal_is_told() {
    refused(&[
        ("[choice]", "[choice]\ntaste_sd = nan", "taste_sd", &["choice.taste_sd", "found:    nan", "0 to 10 [logit]"]),
        ("[choice]", "[choice]\nhabit = inf", "habit", &["found:    inf", "from -50 to 50 [logit]"]),
        ("leave = 0.3", "leave = 1e-400", "leave", &["found:    1e-400", "tell from 0"]),
        ("cost_per_hour = 30", "cost_per_hour = 1e400", "cost_per_hour", &["found:    1e400", "from infinity"]),
        ("[choice]", "[loss]\na = nan\n[choice]", "a = nan", &["loss.a", "nan"]),
        ("[choice]", "[experience]\nexcess_effort_cap = inf\n[choice]", "excess", &["excess_effort_cap", "inf"]),
    ]);
    for legal in ["patience_minutes = inf", "patience_minutes = 0", "patience_minutes = 1e-300"] {
        let place = Place::new().file("small.toml", small_with("patience_minutes = 5", legal));
        place.throughline(&["check", "small.toml"]).assert().success();
    }
}

#[test]
fn a_closed_last_channel_is_told_where_it_was_closed() {
    let says = &["channel.web.open (strategy \"second agent\")", "no open channel for the step `choose`"];
    refused(&[
        ("\"staff.agents.servers\" = 2", "\"channel.web.open\" = false", "\"channel.web.open\"", says),
        (
            "name = \"one record\"",
            "name = \"one record\"\nchannels = [\"phone\"]",
            "channels",
            &["strategy.\"one record\".channels"],
        ),
        ("horizon_days = 35", "horizon_days = 0", "horizon_days", &["found:    0", "0.001 to 36400"]),
    ]);
    let place = Place::new().file("small.toml", small_with("[channel.web]", "[channel.web]\nopen = false"));
    place.throughline(&["check", "small.toml"]).assert().code(2).stderr(tells("small.toml:31:1: channel.web.open"));
}

#[test]
fn notation_that_other_readers_refuse_is_noted_with_its_line() {
    let text = small_with("{ per_year = 3 }", "{\n  per_year = 3,\n}");
    let place = Place::new().file("small.toml", text);
    let noted = tells("small.toml:18:19: note: a line break in an inline table")
        .and(tells("small.toml:19:15: note: a comma at the end of an inline table"))
        .and(tells("TOML 1.1"));
    place.throughline(&["check", "small.toml"]).assert().success().stderr(noted);
    place.throughline(&["run", "small.toml"]).assert().success().stderr(tells("TOML 1.1").not());
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_to_an_end_is_refused_and_odd_entries_of_a_folder_are_told() {
    let place = Place::new().file("folder/small.toml", SMALL).file("folder/readme.txt", "").file("folder/x.toml/y", "");
    let pipe = place.path("pipe.toml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    for (path, says) in [("pipe.toml", "something that is no file"), ("/dev/zero", "something that is no file")] {
        place.throughline(&["check", path]).assert().code(2).stderr(tells(says));
    }
    place.throughline(&["check", "folder"]).assert().success().stdout(tells("small.toml: fine"));
}

#[test]
fn a_rule_of_seams_that_can_mean_nothing_is_told() {
    let seam = "[seam]\nrecognised_by = \"address\"\n\n[choice]";
    let repair = "[seam]\nrepair_minutes = -1\n\n[choice]";
    let within = "[conflict]\nworse_share = { \"web>web\" = 1 }\n\n[choice]";
    let unknown = "[conflict]\nworse_share = { \"web>phoen\" = 1 }\n\n[choice]";
    let single = "[conflict]\nworse_share = { web = 1 }\n\n[choice]";
    let beyond = "[conflict]\nworse_share = { \"web>phone\" = 2 }\n\n[choice]";
    let wrong = "[capability.identity]\nwrong_match = { integrated = 2 }\n\n[choice]";
    let felt = "[experience]\nwrong_match = 2\n\n[choice]";
    refused(&[
        ("[choice]", seam, "recognised_by", &["seam.recognised_by", "`address`", "contact", "customer"]),
        ("[choice]", repair, "repair_minutes", &["seam.repair_minutes", "-1", "0 to 1000000 [minutes]"]),
        ("[choice]", within, "\"web>web\"", &["conflict.worse_share.\"web>web\"", "within one channel"]),
        ("[choice]", unknown, "\"web>phoen\"", &["`phoen`", "did you mean `phone`?"]),
        ("[choice]", single, "worse_share", &["`web`", "two channels, such as \"web>phone\""]),
        ("[choice]", beyond, "\"web>phone\"", &["found:    2", "a number from 0 to 1"]),
        ("[choice]", wrong, "integrated", &["capability.identity.wrong_match.integrated", "a number from 0 to 1"]),
        ("[choice]", felt, "wrong_match", &["experience.wrong_match", "a number from 0 to 1"]),
        (
            "steps = [\"explain\"]",
            "steps = [\"explain\"]\nrestart_not_offered = \"back\"",
            "restart_not_offered",
            &["journey.question.restart_not_offered", "without `restart`", "take it out"],
        ),
        (
            "restart = \"choose\"",
            "restart = \"choose\"\nrestart_not_offered = \"home\"",
            "restart_not_offered",
            &["`home`", "nothing", "minutes", "back"],
        ),
    ]);
}

#[test]
fn a_twin_is_told_where_nobody_could_write_to_or_answer_it() {
    let question = "[journey.question]\nsteps = [\"explain\"]";
    let with_mail = |mail: &str| format!("{mail}\n{question}\ntwin = {{ mail = 0.1 }}");
    let desk = "[staff.letters]\nserves = [\"mail\"]\nservers = 1\n[channel.mail]\nkind = \"messages\"\n";
    let no_desk = with_mail("[channel.mail]\nkind = \"messages\"\nstep.explain = { minutes = { mean = 3 } }");
    let other_step = with_mail(&format!("{desk}step.order = {{ minutes = {{ mean = 3 }} }}"));
    let alone = format!(
        "{desk}step.write = {{ minutes = {{ mean = 3 }} }}\n[journey.letter]\nsteps = [\"write\"]\ntwin = {{ mail = 1 }}\n{question}"
    );
    refused(&[
        (
            "occasion = true",
            "twin = { mail = 0.1 }",
            "mail",
            &["journey.purchase.twin.mail", "a channel of this scenario"],
        ),
        (
            "occasion = true",
            "twin = { phone = 0.1 }",
            "phone",
            &["`phone`, a channel of another kind", "kind messages"],
        ),
        ("occasion = true", "twin = { phone = 1.5 }", "phone", &["1.5", "a number from 0 to 1"]),
        (question, &no_desk, "mail = 0.1", &["`mail`, a channel without a staff pool", "let a pool serve it"]),
        (question, &other_step, "mail = 0.1", &["does not offer the first step", "let it offer the first step"]),
        (
            question,
            &alone,
            "mail = 1",
            &["journey.letter.twin.mail", "the only channel in which the journey can begin"],
        ),
    ]);
}

#[test]
fn the_closing_of_work_left_behind_is_told_with_its_range_and_its_words() {
    let closed = "[capability.continuity]\ntwin_closed = { siloed = 0, integrated = 9 }\n[choice]";
    refused(&[
        ("[choice]", closed, "integrated", &["capability.continuity.twin_closed.integrated", "9", "from 0 to 1"]),
        (
            "[choice]",
            "[seam]\ntwin_closed_when = \"never\"\n[choice]",
            "twin_closed_when",
            &["seam.twin_closed_when", "`never`"],
        ),
        (
            "[choice]",
            "[seam]\ntwin_closed_when = \"serves\"\n[choice]",
            "twin_closed_when",
            &["did you mean `served`?"],
        ),
    ]);
}

#[test]
fn a_rule_of_sharing_that_nobody_could_mean_is_refused_where_it_stands() {
    let with = |line: &str| format!("servers = 1\n{line}");
    let chat = r#"[channel.chat]
kind = "chat"
step.order = { minutes = { mean = 4 } }

[staff.agents]
serves = ["chat", "phone"]
sharing = { limits = { calls = 1, chats = 5 } }"#;
    let told = "\"chats_first\", \"call_interrupts\" or { limits = { calls = ..., chats = ..., together = ... } }";
    refused(&[
        ("servers = 1", &with("sharing = \"call_interupts\""), "sharing", &["\"call_interupts\"", told]),
        ("servers = 1", &with("sharing = \"limits\""), "sharing", &["\"limits\"", told]),
        ("servers = 1", &with("sharing = 2"), "sharing", &["found:    2", told]),
        ("servers = 1", &with("sharing = { calls = 1 }"), "sharing", &[told]),
        (
            "servers = 1",
            &with("sharing = \"call_interrupts\""),
            "sharing",
            &[
                "staff.agents.sharing",
                "nothing but calls",
                "a pool that serves calls, and chats or messages beside them",
            ],
        ),
        (
            "\"staff.agents.servers\" = 2",
            "\"channel.phone.kind\" = \"chat\", \"staff.agents.sharing\" = \"call_interrupts\"",
            "\"staff",
            &["no call: none of the pool's channels is of kind live"],
        ),
        ("servers = 1", &with("sharing = { limits = { calls = 0 } }"), "calls", &["0", "a whole number from 1 to 32"]),
        ("servers = 1", &with("sharing = { limits = { together = 0 } }"), "together", &["a whole number from 1 to 96"]),
        ("servers = 1", &with("sharing = { limits = { call = 2 } }"), "call", &["sharing.limits.call", "`calls`?"]),
        ("servers = 1", &with("sharing = { limits = 2 }"), "limits", &["a table of limits", "write { together = 2 }"]),
        (
            "servers = 1",
            &with("sharing = { limits = { chats = 2 } }"),
            "chats",
            &["sharing.limits.chats", "none of the pool's channels is of kind chat"],
        ),
        (
            "servers = 1",
            &with("sharing = { limits = { messages = 2 } }"),
            "messages",
            &["none of the pool's channels is of kind messages"],
        ),
        (
            "[staff.agents]\nserves = [\"phone\"]",
            chat,
            "chats = 5",
            &["sharing.limits.chats", "at most 3, the most `slots`", "raise their `slots`"],
        ),
        ("servers = 1", &with("same_agent = 3"), "same_agent", &["a table with a wait", "{ wait_minutes = 3 }"]),
        (
            "servers = 1",
            &with("same_agent = { wait_minutes = -1 }"),
            "wait_minutes",
            &["-1", "a number of at least 0 [minutes], inf allowed"],
        ),
        ("servers = 1", &with("same_agent = { minutes = 1 }"), "minutes", &["same_agent.minutes", "wait_minutes"]),
        (
            "\"staff.agents.servers\" = 2",
            "\"staff.agents.sharing\" = \"calls_interrupt\"",
            "\"staff",
            &["(strategy \"second agent\")", told],
        ),
    ]);
}
