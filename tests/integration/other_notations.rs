//! What people type who know other notations than TOML: each message says what to write instead, and whoever writes that
//! comes closer to a scenario.

use crate::small::{Place, SMALL, in_one_line, small_with, tells};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::starts_with;
use throughline::scenario::lines::{WIDTH, width};
use throughline::scenario::{Source, Wishes, understand};

/// Replaced text of the small scenario, what was typed in its place, the part of that which is wrong, what to write instead
/// of it, and what is told when that is written: nothing, if it is a scenario then.
type Typed<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

/// What is wrong with a text.
fn wrong(text: &str) -> String {
    let source = Source::parse("small.toml".into(), text.into());
    let understood = source.and_then(|source| understand(&source, "small", &Wishes::default()));
    understood.err().map_or(String::new(), |error| error.to_string())
}

/// Holds that each is told where it stands, with what to write instead, and that this helps.
fn mended(cases: &[Typed]) {
    for (from, typed, part, instead, then) in cases {
        let text = small_with(from, typed);
        let at = SMALL.find(from).expect("it was just replaced");
        let at = at + typed.find(part).unwrap_or_else(|| panic!("`{part}` is not in `{typed}`"));
        let (line, column) = place(&text, at);
        let message = wrong(&text);
        assert!(
            message.starts_with(&format!("small.toml:{line}:{column}\n")),
            "`{typed}`, {line}:{column}:\n{message}"
        );
        assert!(
            in_one_line(&message).contains(&in_one_line(instead)),
            "`{typed}` does not say `{instead}`:\n{message}"
        );
        assert!(message.contains("write "), "`{typed}` does not say what to write:\n{message}");
        assert!(message.lines().all(|line| width(line) <= WIDTH), "`{typed}` is told in lines too long:\n{message}");
        let now = wrong(&small_with(from, &typed.replacen(part, instead, 1)));
        let is_as_due = if then.is_empty() { now.is_empty() } else { in_one_line(&now).contains(then) };
        assert!(is_as_due, "`{instead}` for `{typed}` is told as:\n{now}");
    }
}

fn place(text: &str, at: usize) -> (usize, usize) {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    (text[..at].matches('\n').count() + 1, text[start..at].chars().count() + 1)
}

#[test]
fn a_number_with_a_sign_or_a_unit_is_told_with_the_number() {
    mended(&[
        ("share = 0.7", "share = 70%", "70%", "0.7", ""),
        ("share = 0.7", "share = 70 % # most", "70 %", "0.7", ""),
        ("{ web = 0.9 }", "{ web = 90% }", "90%", "0.9", ""),
        ("cost_per_hour = 30", "cost_per_hour = 30 EUR", "30 EUR", "30", ""),
        ("cost_per_hour = 30", "cost_per_hour = €30", "€30", "30", ""),
        ("cost_per_hour = 30", "cost_per_hour = 30 €/h", "30 €/h", "30", ""),
        ("{ mean = 60, cv", "{ mean = 60 EUR, cv", "60 EUR", "60", ""),
        ("patience_minutes = 5", "patience_minutes = 5 min", "5 min", "5", ""),
        ("patience_minutes = 5", "patience_minutes = 45 s", "45 s", "0.75", ""),
        ("minutes = { mean = 6 }", "minutes = { mean = 0.1 h }", "0.1 h", "6", ""),
        ("horizon_days = 35", "horizon_days = 5 weeks", "5 weeks", "35", ""),
        ("customers = 200", "customers = 2k", "2k", "2000", ""),
        ("customers = 200", "customers = 2*100", "2*100", "200", ""),
        ("customers = 200", "customers = ~200", "~200", "200", ""),
        ("customers = 200", "customers = 200 of 300", "200 of 300", "200", ""),
        ("customers = 200", "customers = 100-200", "100-200", "100", ""),
        ("seed = 7", "seed = 07", "07", "7", ""),
        ("leave = 0.3", "leave = .3", ".3", "0.3", ""),
        ("leave = 0.3", "leave = −1.0", "−1.0", "-1.0", "a number from 0 to 1"),
        ("customers = 200", "customers = \u{a0}2_000", "\u{a0}2_000", "2000", ""),
        ("seed = 7", "seed = 7\u{200b}", "7\u{200b}", "7", ""),
    ]);
    assert!(in_one_line(&wrong(&small_with("= 30", "= 30 EUR"))).contains("money is in the scenario's currency"));
    assert!(in_one_line(&wrong(&small_with("seed = 7", "seed = 7 min"))).contains("time is in the unit of its key"));
    assert!(in_one_line(&wrong(&small_with("= 200", "= −200"))).contains("the plain minus of the keyboard"));
    assert!(in_one_line(&wrong(&small_with("= 200", "= \u{a0}200"))).contains("U+00A0, a blank"));
}

#[test]
fn a_number_with_separators_is_told_with_the_number_or_with_both_that_it_can_be() {
    mended(&[
        ("customers = 200", "customers = 20 000", "20 000", "20000", ""),
        ("customers = 200", "customers = 20 000", "20 000", "20_000", ""),
        ("customers = 200", "customers = 20'000", "20'000", "20000", ""),
        ("customers = 200", "customers = 20\u{202f}000", "20\u{202f}000", "20_000", ""),
        ("customers = 200", "customers = 1,000,000", "1,000,000", "1_000_000", ""),
        ("customers = 200", "customers = 1.000.000", "1.000.000", "1000000", ""),
        ("horizon_days = 35", "horizon_days = 1,000", "1,000", "1000", ""),
        ("horizon_days = 35", "horizon_days = 35,125", "35,125", "35.125", ""),
        ("mean = 60, cv", "mean = 1.060,50, cv", "1.060,50", "1060.50", ""),
        ("share = 0.7", "share = 0,7", "0,7", "0.7", ""),
        ("share = 0.7", "share = 0,70 # most", "0,70", "0.70", ""),
        ("{ web = 0.9 }", "{ web = 0,9 }", "0,9", "0.9", ""),
        ("{ leave = 0.3, ", "{ leave = 0,45, ", "0,45", "0.45", ""),
        ("success = 0.6, ", "success = 0,6, ", "0,6", "0.6", ""),
        ("cost_per_hour = 30", "cost_per_hour = 30,50 EUR", "30,50 EUR", "30.50", ""),
    ]);
}

#[test]
fn a_comment_of_another_notation_is_told_with_how_one_begins() {
    mended(&[
        ("seed = 7", "seed = 7 // luck", "7 // luck", "7 # luck", ""),
        ("seed = 7", "seed = 7 ; luck", "7 ; luck", "7 # luck", ""),
        ("seed = 7", "seed = 7 (luck)", "7 (luck)", "7 # luck", ""),
        ("occasion = true", "occasion = true // now", "true // now", "true # now", ""),
        ("kind = \"live\"", "kind = \"live\" // now", "\"live\" // now", "\"live\" # now", ""),
        ("[run]", "// luck\n[run]", "// luck", "# luck", ""),
        ("[run]", "; luck\n[run]", "; luck", "# luck", ""),
        ("[run]", "[run] // luck", "[run] // luck", "[run] # luck", ""),
    ]);
}

#[test]
fn a_word_for_true_or_false_or_a_text_without_quotes_is_told_with_how_it_is_written() {
    mended(&[
        ("occasion = true", "occasion = yes", "yes", "true", ""),
        ("occasion = true", "occasion = no", "no", "false", ""),
        ("occasion = true", "occasion = True", "True", "true", ""),
        ("kind = \"live\"", "kind = live", "live", "\"live\"", ""),
        (
            "title = \"Two channels and a desk\"",
            "title = Two channels, a desk",
            "Two channels, a desk",
            "\"Two channels, a desk\"",
            "",
        ),
        ("[\"explain\"]", "[explain]", "explain", "\"explain\"", ""),
        (
            "hours = \"mon-sat 09:00-18:00\"",
            "hours = mon-sat 09:00-18:00",
            "mon-sat 09:00-18:00",
            "\"mon-sat 09:00-18:00\"",
            "",
        ),
        ("hours = \"mon-sat 09:00-18:00\"", "hours = 24/7", "24/7", "\"24/7\"", "staff.agents.hours"),
        ("patience_minutes = 5", "patience_minutes = infinity", "infinity", "inf", ""),
    ]);
}

#[test]
fn quotes_of_a_word_processor_are_told_with_those_of_a_file() {
    mended(&[
        ("kind = \"live\"", "kind = “live”", "“live”", "\"live\"", ""),
        ("kind = \"live\"", "kind = „live“", "„live“", "\"live\"", ""),
        ("kind = \"live\"", "kind = «live»", "«live»", "\"live\"", ""),
        ("kind = \"live\"", "kind = ‘live’", "‘live’", "\"live\"", ""),
        ("kind = \"live\"", "kind = \"live”", "\"live”", "\"live\"", ""),
        ("kind = \"live\"", "kind = “live\"", "“live\"", "\"live\"", ""),
        ("[\"choose\", \"order\"]", "[\"choose\", “order”]", "“order”", "\"order\"", ""),
        ("[\"choose\", \"order\"]", "[“choose”, “order”]", "“choose”", "\"choose\"", "“order”"),
        ("{ \"web>phone\" = 1.0 }", "{ “web>phone” = 1.0 }", "“web>phone”", "\"web>phone\"", ""),
        ("[segment.others]", "[segment.“others”]", "“others”", "\"others\"", ""),
    ]);
}

#[test]
fn a_quote_that_is_missing_or_within_a_text_is_told_with_the_text() {
    mended(&[
        ("[\"choose\", \"order\"]", "[\"choose, \"order\"]", "\"choose", "\"choose\"", ""),
        ("[\"choose\", \"order\"]", "[\"choose\", \"order]", "\"order", "\"order\"", ""),
        ("[\"choose\", \"order\"]", "[choose\", \"order\"]", "choose\"", "\"choose\"", ""),
        ("kind = \"live\"", "kind = \"live # calls", "\"live", "\"live\"", ""),
        ("kind = \"live\"", "kind = live\" # calls", "live\"", "\"live\"", ""),
        ("\"Two channels and a desk\"", "'it's two'", "'it's two'", "\"it's two\"", ""),
        ("\"Two channels and a desk\"", "\"the \"two\"\"", "\"the \"two\"\"", "'the \"two\"'", ""),
        ("\"Two channels and a desk\"", "\"C:\\data\\two\"", "\"C:\\data\\two\"", "'C:\\data\\two'", ""),
        ("\"Two channels and a desk\"", "\"C:\\Users\\two\"", "\"C:\\Users\\two\"", "'C:\\Users\\two'", ""),
    ]);
    assert!(!wrong(&small_with("kind = \"live\"", "kind = \"live # calls")).contains("calls"));
}

#[test]
fn a_head_is_told_with_the_head_that_is_meant() {
    mended(&[
        ("[channel.web]", "[channel web]", "[channel web]", "[channel.web]", ""),
        ("[channel.web]", "[channel/web]", "[channel/web]", "[channel.web]", ""),
        ("[segment.others]", "[segment.all others]", "[segment.all others]", "[segment.\"all others\"]", ""),
        ("[run]", "[run", "[run", "[run]", ""),
        ("[run]", "[run]]", "[run]]", "[run]", ""),
        ("[[strategy]]", "[[strategy]", "[[strategy]", "[[strategy]]", ""),
    ]);
}

#[test]
fn a_single_bracket_among_several_strategies_is_told_where_it_stands() {
    let text = |wrong: &[usize]| {
        let mut parts = SMALL.split("[[strategy]]");
        let first = parts.next().expect("there is a beginning").to_string();
        let head = |at| if wrong.contains(&at) { "[strategy]" } else { "[[strategy]]" };
        parts.enumerate().fold(first, |text, (at, part)| format!("{text}{}{part}", head(at)))
    };
    for wrongs in [&[0][..], &[1], &[2], &[0, 1], &[0, 1, 2]] {
        let text = text(wrongs);
        let at = text.find("\n[strategy]").expect("it is there") + 2;
        let (line, column) = place(&text, at);
        let message = wrong(&text);
        assert!(message.starts_with(&format!("small.toml:{line}:{column}\n")), "{wrongs:?}:\n{message}");
        assert!(message.contains("found:    [strategy]\n") && message.contains("write [[strategy]]"), "{message}");
        let now = wrong(&text.replacen("\n[strategy]", "\n[[strategy]]", 1));
        assert!(now.is_empty() || now > message, "{wrongs:?}:\n{now}");
    }
}

#[test]
fn a_key_or_a_pair_is_told_with_how_it_is_written() {
    mended(&[
        ("{ \"web>phone\" = 1.0 }", "{ web>phone = 1.0 }", "web>phone", "\"web>phone\"", ""),
        ("{ \"web>phone\" = 1.0 }", "{ web→phone = 1.0 }", "web→phone", "\"web>phone\"", ""),
        ("{ \"web>phone\" = 1.0 }", "{ web -> phone = 1.0 }", "web -> phone", "\"web>phone\"", ""),
        (
            "synergy = { \"web>phone\" = 1.0 }",
            "synergy.web=>phone = 1.0",
            "synergy.web=>phone",
            "synergy.\"web>phone\"",
            "",
        ),
        ("seed = 7", "seed: 7", "seed: 7", "seed = 7", ""),
        ("seed = 7", "seed == 7", "seed == 7", "seed = 7", ""),
        ("seed = 7", "seed := 7", "seed := 7", "seed = 7", ""),
        ("seed = 7", "seed => 7", "seed => 7", "seed = 7", ""),
        ("seed = 7", "seed 7", "seed 7", "seed = 7", ""),
        ("kind = \"live\"", "kind: live", "kind: live", "kind = \"live\"", ""),
        ("{ web = 0.5 }", "{ web: 0.5 }", "web: 0.5", "web = 0.5", ""),
    ]);
    assert!(wrong(&small_with("seed = 7", "seed\u{a0}= 7")).contains("U+00A0, a blank"));
    assert!(wrong("{\"run\": {\"seed\": 1}}").contains("this is JSON"));
}

#[test]
fn a_mark_that_is_missing_or_too_many_is_told_with_the_line() {
    mended(&[
        ("occasion = true", "occasion = true,", "occasion = true,", "occasion = true", ""),
        ("seed = 7", "seed = 7;", "7;", "7", ""),
        ("kind = \"live\"", "kind = \"live\",", "kind = \"live\",", "kind = \"live\"", ""),
    ]);
    for (from, typed, says) in [
        ("cv = 1.0 }", "cv = 1.0", "close the brace: write needs.purchase = { per_year = 12, cv = 1.0 }"),
        ("serves = [\"phone\"]", "serves = [\"phone\"", "close the bracket: write serves = [\"phone\"]"),
        ("serves = [\"phone\"]", "serves = [\n\"phone\",", "write ] at the end of line 45"),
        ("[\"choose\", \"order\"]", "\"choose\", \"order\"", "write steps = [\"choose\", \"order\"]"),
        ("[\"choose\", \"order\"]", "[\"choose\",, \"order\"]", "write steps = [\"choose\", \"order\"]"),
        ("[\"choose\", \"order\"]", "(\"choose\", \"order\")", "write steps = [\"choose\", \"order\"]"),
        ("[\"choose\", \"order\"]", "{\"choose\", \"order\"}", "write steps = [\"choose\", \"order\"]"),
        ("{ \"web>phone\" = 1.0 }", "[ \"web>phone\" = 1.0 ]", "write synergy = { \"web>phone\" = 1.0 }"),
        ("occasion = true", "by_weekday = [0,5; 0,6]", "decimals have a point: write [0.5, 0.6]"),
        ("seed = 7", "ｓｅｅｄ ＝ ７", "write seed = 7"),
        ("\"Two channels and a desk\"", "\"\"\"Two channels", "write \"\"\" where the text ends"),
        ("[\"choose\", \"order\"]", "[\"choose\" \"order\"]", "put a comma before it: write steps = [\"choose\","),
        ("seed = 7", "seed = 7 replications = 2", "write replications = 2 on the next line"),
        ("{ mean = 60, cv", "{ mean = 60 cv", "put a comma between them: write mean = 60, cv = 0.7"),
        ("{ mean = 60, cv", "{ mean = 60\n cv", "put a comma at the end of line 23: write value = { mean = 60,"),
        ("[\"choose\", \"order\"]", "[\"choose\", \"order\"]]", "take out what comes after the value: write steps = ["),
    ] {
        let message = wrong(&small_with(from, typed));
        assert!(in_one_line(&message).contains(says), "`{typed}` does not say `{says}`:\n{message}");
    }
}

#[test]
fn what_stands_twice_is_told_with_both_lines() {
    for (from, typed, at, says) in [
        ("seed = 7", "seed = 7\nseed = 8", "8:1", "seed = 8, and in line 7 seed = 7"),
        ("[choice]", "[run]\n[choice]", "49:2", "[run], as in line 3"),
        ("customers = 200", "seed = 1\ncustomers = 200", "8:1", "seed = 7, and in line 4 seed = 1"),
        ("restart = \"choose\"", "value.cv = 1", "24:1", "write cv = 1 within the braces of line 23"),
    ] {
        let message = wrong(&small_with(from, typed));
        assert!(message.starts_with(&format!("small.toml:{at}\n")) && message.contains(says), "{message}");
    }
}

#[test]
fn the_first_of_several_slips_is_told() {
    let text = small_with("seed = 7", "seed = 70%").replace("kind = \"live\"", "kind = “live”");
    assert!(wrong(&text).contains("70%"), "{}", wrong(&text));
}

#[test]
fn what_a_number_rests_on_is_told_with_how_that_is_said() {
    let with = |line: &str| small_with("[[strategy]]", &format!("[evidence]\n{line}\n\n[[strategy]]"));
    for (typed, instead) in [
        ("our own survey", "own: our own survey"),
        ("internal data, 2025", "own: internal data, 2025"),
        ("guess", "assumed: guess"),
        ("Estimate of the board", "assumed: Estimate of the board"),
        ("Assumed", "assumed"),
        ("ASSUMED: by us", "assumed: by us"),
        ("Own: the books", "own: the books"),
        ("e20: 45 s", "E20: 45 s"),
        ("Gartner 2021", "own: Gartner 2021"),
        ("Gartner 2021", "assumed: Gartner 2021"),
        ("", "assumed"),
    ] {
        let message = wrong(&with(&format!("\"seam.rebuild_minutes\" = \"{typed}\"")));
        assert!(in_one_line(&message).contains(&format!("\"{instead}\"")), "{message}");
        assert_eq!(wrong(&with(&format!("\"seam.rebuild_minutes\" = \"{instead}\""))), "");
    }
    let message = wrong(&with("seam.rebuild_minutes = \"E20\""));
    assert!(message.starts_with("small.toml:53:6: evidence\n"), "{message}");
    assert!(message.contains("put the whole path in quotes: write \"seam.rebuild_minutes\" = \"E20\""), "{message}");
    assert_eq!(wrong(&with("\"seam.rebuild_minutes\" = \"E20\"")), "");
}

#[test]
fn no_line_of_a_message_is_wider_than_a_terminal() {
    let long = "x".repeat(90);
    for text in [
        small_with("seed = 7", &format!("seed = \"{long}\"")),
        small_with("seed = 7", &format!("{long} = 7")),
        small_with("seed = 7", &format!("seed = {long}")),
        small_with("name = \"one record\"", &format!("name = \"{long}\"\nbaselin = true")),
        small_with("levels = {", &format!("levels = {{ {long} = 1,")),
    ] {
        let message = wrong(&text);
        assert!(message.contains("...") && message.lines().all(|line| width(line) <= WIDTH), "{message}");
    }
    let place = Place::new().file(&format!("{long}.toml"), "seed = 70%");
    let set = format!("run.customers={long}");
    for arguments in [&["check", &format!("{long}.toml")][..], &["check", &format!("{long}.toml"), "--set", &set]] {
        let told = place.throughline(arguments).assert().code(2);
        let message = String::from_utf8_lossy(&told.get_output().stderr).into_owned();
        assert!(message.contains("...") && message.lines().all(|line| width(line) <= WIDTH), "{message}");
    }
}

#[test]
fn a_scenario_comes_from_standard_input() {
    let place = Place::new();
    let fine = tells("standard input: fine");
    place.throughline(&["check", "-"]).write_stdin(SMALL).assert().success().stdout(fine);
    place.throughline(&["run", "-", "-", "--charts", "none"]).write_stdin(SMALL).assert().success();
    assert!(place.path("output/stdin/replications.csv").exists());
    let broken = small_with("seed = 7", "seed = 70%");
    let told = starts_with("standard input:7:8\n").and(tells("write 0.7"));
    place.throughline(&["run", "-"]).write_stdin(broken).assert().code(2).stderr(told);
    let told = starts_with("standard input\n").and(tells("an empty scenario"));
    place.throughline(&["check", "-"]).write_stdin("").assert().code(2).stderr(told);
    let told = starts_with("standard input\n").and(tells("more than 1048576 bytes"));
    place.throughline(&["check", "-"]).write_stdin("#".repeat((1 << 20) + 1)).assert().code(2).stderr(told);
    let told = starts_with("standard input\n").and(tells("bytes that are no text"));
    place.throughline(&["check", "-"]).write_stdin([0xFF, 0xFE]).assert().code(2).stderr(told);
}

#[cfg(unix)]
#[test]
fn a_scenario_comes_through_the_pipes_of_a_shell_and_nothing_is_waited_for() {
    let place = Place::with_small();
    let program = assert_cmd::cargo::cargo_bin!("throughline").display().to_string();
    for (line, says) in [
        ("cat small.toml | '{}' check /dev/stdin", "standard input: fine"),
        ("'{}' check - < small.toml", "standard input: fine"),
        ("'{}' check - <&-", "an empty scenario"),
        ("'{}' check - < /dev/zero", "more than 1048576 bytes"),
        ("'{}' check - < .", "standard input"),
        ("'{}' check /dev/zero", "something that is no file"),
    ] {
        let line = format!("{} 2>&1", line.replace("{}", &program));
        let run = std::process::Command::new("sh").args(["-c", &line]).current_dir(place.path(".")).output();
        let output = run.expect("sh runs").stdout;
        assert!(String::from_utf8_lossy(&output).contains(says), "{line}: {}", String::from_utf8_lossy(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_scenario_comes_through_a_pipe_that_is_open() {
    let place = Place::with_small();
    let program = assert_cmd::cargo::cargo_bin!("throughline").display().to_string();
    let line = format!("cat small.toml | {{ '{program}' check /dev/fd/3 3<&0 2>&1 < /dev/null; }}");
    let run = std::process::Command::new("sh").args(["-c", &line]).current_dir(place.path(".")).output();
    let output = String::from_utf8_lossy(&run.expect("sh runs").stdout).into_owned();
    assert!(output.contains("/dev/fd/3: fine"), "{output}");
}

#[test]
fn a_number_of_the_command_line_is_answered_as_one_of_a_file() {
    let place = Place::with_small();
    for (setting, remedy) in [
        ("run.customers=2k", "write 2000"),
        ("capability.identity.cost.once=2.5M", "write 2500000"),
        ("capability.identity.cost.once=150 Tsd.", "write 150000"),
        ("run.horizon_days=3y", "write 1092; the key is in days"),
        ("channel.phone.patience_minutes=45 s", "write 0.75; the key is in minutes"),
        ("staff.agents.cost_per_hour=30 EUR", "write 30, without `EUR`"),
        ("journey.purchase.margin=10%", "write 0.1, without per cent"),
        ("seam.identify_minutes=\"2\"", "write 2, without quotes or unit"),
    ] {
        place.throughline(&["check", "small.toml", "--set", setting]).assert().code(2).stderr(tells(remedy));
    }
}

#[test]
fn hours_of_another_notation_are_answered_with_these() {
    let here = "\"mon-sat 09:00-18:00\"";
    for (typed, meant) in [("\"Mo-Sa 9-18 Uhr\"", here), ("\"Mon–Fri 9am–5pm\"", "\"mon-fri 09:00-17:00\"")] {
        let told = in_one_line(&wrong(&small_with(here, typed)));
        assert!(told.contains(&format!("remedy: write {meant}")), "{typed}: {told}");
        assert_eq!(wrong(&small_with(here, meant)), "");
    }
}
