//! Whoever follows a remedy to the letter comes closer to a scenario that is right.

use crate::small::{Place, SMALL, in_one_line, small_with};

/// What `check` says of a text, in one line; empty if the text is a scenario.
fn told(text: &str) -> String {
    let place = Place::new().file("small.toml", text);
    let ended = place.throughline(&["check", "small.toml"]).output().expect("it runs");
    let said = in_one_line(&String::from_utf8_lossy(&ended.stderr));
    if ended.status.success() { String::new() } else { said }
}

const LEVELS: &str = "levels = { identity = 1.0, continuity = 1.0 }";
const SET: &str = "set = { \"staff.agents.servers\" = 2 }";
const PHONE: &str = "[channel.phone]\nkind = \"live\"";

/// What stands in the small scenario; the mistake; what the remedy says; what whoever follows it writes.
const FOLLOWED: [[&str; 4]; 41] = [
    ["minutes = { mean = 6 }", "minutes = 6", "write { mean = 6 }", "minutes = { mean = 6 }"],
    ["value = { mean = 60, cv = 0.7 }", "value = 60", "write { mean = 60 }", "value = { mean = 60 }"],
    [
        "needs.question = { per_year = 6 }",
        "needs.question = 6",
        "write { per_year = 6 }",
        "needs.question = { per_year = 6 }",
    ],
    [
        "needs.question = { per_year = 6 }",
        "needs.question = { per_day = 1 }",
        "`per_year` is known here: the number in another unit (this is by the day)",
        "needs.question = { per_year = 364 }",
    ],
    [
        "needs.question = { per_year = 6 }",
        "needs.question = { per_year = 6, every_days = 60 }",
        "keep one of the two",
        "needs.question = { every_days = 60 }",
    ],
    ["customers = 200", "customers = 200.0", "write 200, without a point", "customers = 200"],
    ["customers = 200", "customers = 20.000", "write 20000 or 20, without a point", "customers = 20000"],
    ["servers = 1", "servers = 2.5", "write a whole number, such as 3", "servers = 3"],
    ["servers = 1", "servers = 0", "put at least one on duty", "servers = 1"],
    ["servers = 1", "capacity = 2", "the number of agents is `servers`", "servers = 2"],
    [
        "servers = 1",
        "servers = 1\nsame_agent = 3",
        "write { wait_minutes = 3 }",
        "servers = 1\nsame_agent = { wait_minutes = 3 }",
    ],
    ["kind = \"live\"", "kind = \"voice\"", "write \"live\"", "kind = \"live\""],
    [
        "occasion = true",
        "occasion = true\nmargin = 30",
        "if this is per cent, write 0.3",
        "occasion = true\nmargin = 0.3",
    ],
    [
        "hours = \"mon-sat 09:00-18:00\"",
        "hours = \"mon,tue 10:00-16:00\"",
        "repeat the times after each day",
        "hours = \"mon 10:00-16:00, tue 10:00-16:00\"",
    ],
    [
        "hours = \"mon-sat 09:00-18:00\"",
        "hours = \"24/7\"",
        "write \"mon-sun 00:00-24:00\"",
        "hours = \"mon-sun 00:00-24:00\"",
    ],
    [
        "horizon_days = 35",
        "horizon_days = 35\nwarm_up_days = 20",
        "shorten warm_up_days to less than 14",
        "horizon_days = 35\nwarm_up_days = 13",
    ],
    [
        "steps = [\"explain\"]",
        "steps = [\"explain\"]\nreopens = { probability = 0.1, after_days = 5 }\ngive_up_days = 10",
        "set journey.question.reopens.after_days to less than 2.14",
        "steps = [\"explain\"]\nreopens = { probability = 0.1, after_days = 2.13 }\ngive_up_days = 10",
    ],
    ["steps = [\"explain\"]", "steps = \"explain\"", "write it in brackets: [\"explain\"]", "steps = [\"explain\"]"],
    ["serves = [\"phone\"]", "serves = \"phone\"", "write it in brackets: [\"phone\"]", "serves = [\"phone\"]"],
    [
        PHONE,
        "[channel.phone]\nidentification_minutes = 1\nkind = \"live\"",
        "did you mean `identify_minutes`?",
        "[channel.phone]\nidentify_minutes = 1\nkind = \"live\"",
    ],
    [PHONE, "[channel.phone]\nrebuild_minutes = 1\nkind = \"live\"", "it belongs in [journey.NAME]", PHONE],
    [
        "levels = { identity = 1.0, continuity = 1.0 }",
        "levels = { crm = 1.0 }",
        "use one of: identity, continuity, consistency, routing",
        "levels = { identity = 1.0 }",
    ],
    [
        "levels = { identity = 1.0, continuity = 1.0 }",
        "levels = 0.5",
        "write { identity = 0.5",
        "levels = { identity = 0.5 }",
    ],
    [
        "\"staff.agents.servers\" = 2",
        "\"levels.identity\" = 1",
        "it belongs in [[strategy]]",
        "\"staff.agents.servers\" = 2",
    ],
    [
        "step.explain = { success = 0.9, minutes = { mean = 3 } }",
        "step.explain = { success = 0.9, minutes = { mean = 3 } }\nstep.resolve = { minutes = { mean = 3 } }",
        "take it out, or add it to the `steps` of a journey",
        "step.explain = { success = 0.9, minutes = { mean = 3 } }",
    ],
    [
        LEVELS,
        "levels = identity, continuity",
        "write levels = { identity = 1, continuity = 1 }",
        "levels = { identity = 1, continuity = 1 }",
    ],
    [
        LEVELS,
        "levels = [\"identity\", \"continuity\"]",
        "write { continuity = 1, identity = 1 }",
        "levels = { identity = 1, continuity = 1 }",
    ],
    [LEVELS, "level = { identity = 1.0, continuity = 1.0 }", "did you mean `levels`?", LEVELS],
    [
        LEVELS,
        "levels = identity 0.5, continuity",
        "write levels = { identity = 0.5, continuity = 1 }",
        "levels = { identity = 0.5, continuity = 1 }",
    ],
    [
        LEVELS,
        "levels = [\"identity=0.5\", \"continuity\", \"continuity\"]",
        "write { continuity = 1, identity = 0.5 }",
        "levels = { continuity = 1, identity = 0.5 }",
    ],
    [
        SET,
        "set = \"staff.agents.servers=2, seam.cold=0.5\"",
        "write { \"staff.agents.servers\" = 2, \"seam.cold\" = 0.5 }",
        "set = { \"staff.agents.servers\" = 2, \"seam.cold\" = 0.5 }",
    ],
    [
        "name = \"one record\"",
        "name = \"one record\"\nfrom_day = \"12 days\"",
        "write 12",
        "name = \"one record\"\nfrom_day = 12",
    ],
    [
        SET,
        "set = \"staff.agents.servers=2\"",
        "write { \"staff.agents.servers\" = 2 }",
        "set = { \"staff.agents.servers\" = 2 }",
    ],
    [
        SET,
        "set = { \"staff.agents.hours = mon-fri 09:00-19:00\" }",
        "write \"staff.agents.hours\" = \"mon-fri 09:00-19:00\"",
        "set = { \"staff.agents.hours\" = \"mon-fri 09:00-19:00\" }",
    ],
    [
        "horizon_days = 35",
        "horizon_days = 35\ndiscount_per_year = 0,08   # what a bank's own capital costs",
        "write 0.08",
        "horizon_days = 35\ndiscount_per_year = 0.08   # what a bank's own capital costs",
    ],
    [
        "horizon_days = 35",
        "horizon_days = 35\ndiscount_per_year = 8%   # what a bank's own capital costs",
        "write 0.08",
        "horizon_days = 35\ndiscount_per_year = 0.08   # what a bank's own capital costs",
    ],
    [
        "hours = \"mon-sat 09:00-18:00\"",
        "hours = \"mon-sat\n09:00-18:00\"",
        "write it on one line: hours = \"mon-sat 09:00-18:00\"",
        "hours = \"mon-sat 09:00-18:00\"",
    ],
    [
        "kind = \"live\"",
        "kind = \"live\"\nidentify_minutes = \"1:30\"",
        "write 1.5 for 1:30",
        "kind = \"live\"\nidentify_minutes = 1.5",
    ],
    [
        "name = \"one record\"",
        "name = \"one record\"\nfrom_day = \"1 April\"",
        "days are counted from the start of the run",
        "name = \"one record\"\nfrom_day = 20",
    ],
    [
        "name = \"one record\"",
        "name = \"one record\"\nfrom_day = 20\nfull_day = 10",
        "if 10 is how long it takes, write full_day = 30",
        "name = \"one record\"\nfrom_day = 20\nfull_day = 30",
    ],
    [
        "[run]",
        "[[change]]\nday = 20\ndays = 3\nset = { \"seam.cold\" = 0.5 }\n[run]",
        "a change ends with `until_day`",
        "[[change]]\nday = 20\nuntil_day = 23\nset = { \"seam.cold\" = 0.5 }\n[run]",
    ],
];

#[test]
fn what_a_remedy_says_is_a_scenario() {
    for [from, mistake, remedy, followed] in FOLLOWED {
        let wrong = told(&small_with(from, mistake));
        assert!(wrong.contains(&in_one_line(remedy)), "`{mistake}` is not answered by `{remedy}`: {wrong}");
        let after = told(&small_with(from, followed));
        assert!(after.is_empty(), "`{mistake}`, mended as `{remedy}` says, is refused: {after}");
    }
}

#[test]
fn a_need_that_a_strategy_switches_off_is_told_by_its_name() {
    let off = small_with("\"staff.agents.servers\" = 2", "\"segment.regulars.needs.question.per_year\" = 0");
    let off = off.replace("follows = [{ journey = \"purchase\", probability = 0.2, after_days = 2 }]\n", "");
    let said = told(&off);
    assert!(said.contains("segment.regulars.needs.question.per_year (strategy \"second agent\")"), "{said}");
    assert!(said.contains("write a number above 0") && !said.contains("add needs"), "{said}");
    assert!(told(&off.replace("per_year\" = 0", "per_year\" = 0.001")).is_empty());
}

#[test]
fn a_setting_that_needs_another_names_it_and_both_together_are_taken() {
    let place = Place::with_small();
    let mut one = place.throughline(&["check", "small.toml", "--set", "journey.question.reopens.probability=0.1"]);
    let said = in_one_line(&String::from_utf8_lossy(&one.assert().code(2).get_output().stderr));
    assert!(said.contains("the key `after_days`"), "{said}");
    let both = ["journey.question.reopens.probability=0.1", "journey.question.reopens.after_days=1"];
    let both: Vec<&str> = both.iter().flat_map(|setting| ["--set", setting]).collect();
    let text = SMALL.replace("horizon_days = 35", "horizon_days = 60");
    let place = Place::new().file("small.toml", text);
    place.throughline(&[&["check", "small.toml"][..], &both].concat()).assert().success();
}

#[test]
fn a_key_that_is_missing_is_told_with_its_line_and_without_a_number_to_copy() {
    for (line, remedy) in [
        ("customers = 200\n", "add customers = ..., a whole number from 1 to 16000000 [customers]"),
        ("share = 0.3\n", "add share = ..., a number from 0 to 1"),
        ("serves = [\"phone\"]\n", "add serves = [\"...\"]"),
        ("steps = [\"explain\"]\n", "add steps = [\"...\"]"),
        (", minutes = { mean = 6 }", "add minutes = { mean = ... }"),
        ("name = \"silos\"\n", "add name = \"...\""),
    ] {
        let said = told(&small_with(line, ""));
        assert!(said.contains(&in_one_line(remedy)), "without `{line}`: {said}");
    }
    let said = told("title = \"Nothing\"\n");
    assert!(said.contains("add [run] with") && said.contains("add [segment.NAME] with"), "{said}");
    assert!(said.contains("add [[strategy]] with"), "{said}");
}
