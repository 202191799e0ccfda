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
const FOLLOWED: [[&str; 4]; 96] = [
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
    [
        "steps = [\"explain\"]",
        "steps = [\"explain\"]\nby_weekday = [1, 1, 1]",
        "write one weight for each part",
        "steps = [\"explain\"]\nby_weekday = [1, 1, 1, 1, 1, 0, 0]",
    ],
    [
        "steps = [\"explain\"]",
        "steps = [\"explain\"]\nby_weekday = [0, 0, 0, 0, 0, 0, 0]",
        "leave the key out for no rhythm",
        "steps = [\"explain\"]",
    ],
    [
        "steps = [\"explain\"]",
        "steps = [\"explain\"]\nby_weekday = [1e-7, 1, 1, 1, 1, 1, 1]",
        "only their ratios count: scale them",
        "steps = [\"explain\"]\nby_weekday = [1e-5, 100, 100, 100, 100, 100, 100]",
    ],
    [
        "steps = [\"explain\"]",
        "steps = [\"explain\"]\nby_season = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
        "write 13 weights of four weeks each",
        "steps = [\"explain\"]\nby_season = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
    ],
    [
        "[channel.phone]\nkind = \"live\"",
        "[channel.phone]\nkind = \"live\"\nhours = \"mon-fri 09:00-17:00\"",
        "set the pool's hours",
        "[channel.phone]\nkind = \"live\"",
    ],
    [
        "[channel.phone]\nkind = \"live\"",
        "[channel.phone]\nkind = \"live\"\ncost_per_minute = 0.5",
        "set the pool's cost_per_hour",
        "[channel.phone]\nkind = \"live\"",
    ],
    [
        "restart = \"choose\"",
        "restart = \"choose\"\nrebuild_minutes = 2",
        "keep the one that describes what lost context costs here",
        "restart = \"choose\"",
    ],
    [
        "steps = [\"explain\"]",
        "steps = [\"explain\"]\nprice_step = \"explain\"",
        "take `price_step` out, or give the journey a value",
        "steps = [\"explain\"]\nprice_step = \"explain\"\nvalue = { mean = 5 }",
    ],
    [
        "restart = \"choose\"",
        "restart = \"choose\"\ngive_up_days = 5\nreopens = { probability = 0.1, after_days = 1 }",
        "take `reopens` out",
        "restart = \"choose\"",
    ],
    ["kind = \"live\"", "kind = \"self_service\"", "set `kind`", "kind = \"messages\""],
    ["baseline = true", "baseline = false", "mark the one that the others are compared with", "baseline = true"],
    ["name = \"one record\"", "name = \"one record\"\nbaseline = true", "remove one of them", "name = \"one record\""],
    [
        "name = \"one record\"",
        "name = \"one record\"\nfull_day = 20",
        "say from which day it takes effect",
        "name = \"one record\"\nfrom_day = 10\nfull_day = 20",
    ],
    [
        "[run]\ncustomers = 200\nhorizon_days = 35",
        "[[strategy]]\nname = \"slow\"\nlevels = { identity = 1 }\nfrom_day = 1\nfull_day = 9000\n[run]\ncustomers = 200\nhorizon_days = 9999",
        "bring it nearer to from_day",
        "[[strategy]]\nname = \"slow\"\nlevels = { identity = 1 }\nfrom_day = 1\nfull_day = 90\n[run]\ncustomers = 200\nhorizon_days = 1000",
    ],
    [
        "restart = \"choose\"",
        "restart = \"choose\"\nfollows = [{ journey = \"question\", probability = 0.1, after_days = 1 }]",
        "take one out of the circle",
        "restart = \"choose\"",
    ],
    ["[choice]", "[loss]\na = 0\nb = 0\n[choice]", "write b = 1 beside a = 0", "[loss]\na = 0\nb = 1\n[choice]"],
    [
        "steps = [\"choose\", \"order\"]",
        "steps = [\"choose\", \"order\", \"choose\"]",
        "take it out, or give the other another name",
        "steps = [\"choose\", \"order\"]",
    ],
    [
        "steps = [\"explain\"]",
        "steps = [\"explain\"]\nrestart_not_offered = \"minutes\"",
        "take it out, or say with `restart` from which step on",
        "steps = [\"explain\"]\nrestart_not_offered = \"minutes\"\nrestart = \"explain\"",
    ],
    [
        "steps = [\"explain\"]",
        "steps = [\"explain\"]\ntwin = { web = 0.1 }",
        "name a channel of kind messages",
        "steps = [\"explain\"]",
    ],
    [
        "[channel.phone]\nkind = \"live\"",
        "[journey.question.twin]\nmail = 0.1\n[channel.mail]\nkind = \"messages\"\nstep.explain = { success = 0.9, minutes = { mean = 3 } }\n[channel.phone]\nkind = \"live\"",
        "let a pool serve it",
        "[journey.question.twin]\nmail = 0.1\n[staff.letters]\nserves = [\"mail\"]\nservers = 1\n[channel.mail]\nkind = \"messages\"\nstep.explain = { success = 0.9, minutes = { mean = 3 } }\n[channel.phone]\nkind = \"live\"",
    ],
    [
        "[channel.phone]\nkind = \"live\"",
        "[journey.question.twin]\nmail = 0.1\n[staff.letters]\nserves = [\"mail\"]\nservers = 1\n[channel.mail]\nkind = \"messages\"\nstep.order = { success = 0.9, minutes = { mean = 3 } }\n[channel.phone]\nkind = \"live\"",
        "let it offer the first step",
        "[journey.question.twin]\nmail = 0.1\n[staff.letters]\nserves = [\"mail\"]\nservers = 1\n[channel.mail]\nkind = \"messages\"\nstep.explain = { success = 0.9, minutes = { mean = 3 } }\n[channel.phone]\nkind = \"live\"",
    ],
    [
        "[channel.phone]\nkind = \"live\"",
        "[journey.sign.twin]\nmail = 0.1\n[journey.sign]\nsteps = [\"sign\"]\nfollows = [{ journey = \"purchase\", probability = 0.2, after_days = 2 }]\n[staff.letters]\nserves = [\"mail\"]\nservers = 1\n[channel.mail]\nkind = \"messages\"\nstep.sign = { success = 0.9, minutes = { mean = 3 } }\n[channel.phone]\nkind = \"live\"",
        "take it out: a letter has no twin in its own channel",
        "[journey.sign]\nsteps = [\"sign\"]\nfollows = [{ journey = \"purchase\", probability = 0.2, after_days = 2 }]\n[staff.letters]\nserves = [\"mail\"]\nservers = 1\n[channel.mail]\nkind = \"messages\"\nstep.sign = { success = 0.9, minutes = { mean = 3 } }\n[channel.phone]\nkind = \"live\"",
    ],
    [
        "[choice]",
        "[staff.more]\nserves = [\"phone\"]\nservers = 1\n[choice]",
        "take it out of the `serves` of all but one",
        "[choice]",
    ],
    [
        "[channel.phone]\nkind = \"live\"",
        "[channel.mail]\nkind = \"messages\"\nstep.explain = { success = 0.9, minutes = { mean = 3 } }\nhours = \"mon-fri 09:00-17:00\"\n[channel.phone]\nkind = \"live\"",
        "leave it out; who answers them, and when, is said by a staff pool",
        "[channel.mail]\nkind = \"messages\"\nstep.explain = { success = 0.9, minutes = { mean = 3 } }\n[channel.phone]\nkind = \"live\"",
    ],
    [
        "[choice]",
        "[conflict]\nworse_share = { \"web>web\" = 1 }\n[choice]",
        "leave it out: only two channels can disagree",
        "[choice]",
    ],
    [
        "synergy = { \"web>phone\" = 1.0 }",
        "synergy = { \"web-phone\" = 1.0 }",
        "write the channel before, >, and the channel after, in quotes",
        "synergy = { \"web>phone\" = 1.0 }",
    ],
    [
        "[channel.phone]\nkind = \"live\"",
        "[journey.sign]\nsteps = [\"sign\"]\nfollows = [{ journey = \"purchase\", probability = 0.2, after_days = 2 }]\n[channel.phone]\nkind = \"live\"",
        "add [channel.NAME.step.sign]",
        "[journey.sign]\nsteps = [\"sign\"]\nfollows = [{ journey = \"purchase\", probability = 0.2, after_days = 2 }]\n[channel.notary.step.sign]\nminutes = { mean = 3 }\n[channel.phone]\nkind = \"live\"",
    ],
    [
        "[channel.phone]\nkind = \"live\"",
        "[journey.sign]\nsteps = [\"sign\"]\nfollows = [{ journey = \"purchase\", probability = 0.2, after_days = 2 }]\n[channel.notary]\nopen = false\nstep.sign = { minutes = { mean = 3 } }\n[channel.phone]\nkind = \"live\"",
        "open channel.notary",
        "[journey.sign]\nsteps = [\"sign\"]\nfollows = [{ journey = \"purchase\", probability = 0.2, after_days = 2 }]\n[channel.notary]\nopen = true\nstep.sign = { minutes = { mean = 3 } }\n[channel.phone]\nkind = \"live\"",
    ],
    [
        "[segment.others]",
        "[journey.extra]\nsteps = [\"explain\"]\n[segment.others]",
        "add needs.extra to a segment",
        "[journey.extra]\nsteps = [\"explain\"]\n[segment.others]\nneeds.extra = { per_year = 1 }",
    ],
    [
        "needs.question = { per_year = 6 }",
        "needs.question = { per_year = 1e6, cv = 5 }",
        "lower the rate",
        "needs.question = { per_year = 6 }",
    ],
    ["share = 0.7", "share = 0.7\nvalue_cv = 1e-9", "write 0 if all are alike", "share = 0.7\nvalue_cv = 0"],
    [
        "needs.question = { per_year = 6 }",
        "needs.question = { every_days = 30, cv = 1 }",
        "remove it, or use per_year",
        "needs.question = { every_days = 30 }",
    ],
    [
        "needs.question = { per_year = 6 }",
        "needs.question = {}",
        "write { per_year = ... }, or { every_days = ... }",
        "needs.question = { every_days = 30 }",
    ],
    ["seed = 7", "seed = 9007199254740993", "write one from 0 up and below 2^53", "seed = 9007199254740991"],
    ["name = \"one record\"", "name = \"one\\trecord\"", "rename it", "name = \"one record\""],
    ["name = \"one record\"", "name = \"true\"", "add a word to it, or rename it", "name = \"true record\""],
    ["name = \"one record\"", "name = \"silos\"", "rename one of them", "name = \"one record\""],
    [
        "servers = 1",
        "servers = 1\nsharing = \"call_interrupts\"",
        "leave it out, or let the pool serve a channel of the other kind too",
        "servers = 1",
    ],
    [
        "servers = 1",
        "servers = 1\nsharing = { limits = { chats = 2 } }",
        "remove it, or let the pool serve such a channel",
        "servers = 1\nsharing = { limits = { calls = 1 } }",
    ],
    [
        "[channel.phone]\nkind = \"live\"",
        "[channel.chat]\nkind = \"chat\"\nslots = 2\nstep.explain = { minutes = { mean = 3 } }\n[staff.chatters]\nserves = [\"chat\"]\nservers = 1\nsharing = { limits = { chats = 5 } }\n[channel.phone]\nkind = \"live\"",
        "raise their `slots`, or lower it",
        "[channel.chat]\nkind = \"chat\"\nslots = 5\nstep.explain = { minutes = { mean = 3 } }\n[staff.chatters]\nserves = [\"chat\"]\nservers = 1\nsharing = { limits = { chats = 5 } }\n[channel.phone]\nkind = \"live\"",
    ],
    [
        "[channel.phone]\nkind = \"live\"",
        "[channel.mail]\nkind = \"messages\"\nstep.explain = { success = 0.9, minutes = { mean = 3 } }\n[staff.letters]\nserves = [\"mail\"]\n[channel.phone]\nkind = \"live\"",
        "add one of the two",
        "[channel.mail]\nkind = \"messages\"\nstep.explain = { success = 0.9, minutes = { mean = 3 } }\n[staff.letters]\nserves = [\"mail\"]\nservers = 1\n[channel.phone]\nkind = \"live\"",
    ],
    [
        "[channel.phone]\nkind = \"live\"",
        "[channel.mail]\nkind = \"messages\"\nstep.explain = { success = 0.9, minutes = { mean = 3 } }\n[staff.letters]\nserves = [\"mail\"]\nservers = 1\ntimetable = [{ hours = \"mon-fri 09:00-17:00\", servers = 1 }]\n[channel.phone]\nkind = \"live\"",
        "keep one of the two",
        "[channel.mail]\nkind = \"messages\"\nstep.explain = { success = 0.9, minutes = { mean = 3 } }\n[staff.letters]\nserves = [\"mail\"]\nservers = 1\n[channel.phone]\nkind = \"live\"",
    ],
    [
        "[channel.phone]\nkind = \"live\"",
        "[channel.mail]\nkind = \"messages\"\nstep.explain = { success = 0.9, minutes = { mean = 3 } }\n[staff.letters]\nserves = [\"mail\"]\nhours = \"mon-fri 09:00-17:00\"\ntimetable = [{ hours = \"mon-fri 09:00-17:00\", servers = 1 }]\n[channel.phone]\nkind = \"live\"",
        "leave it out; set those of a shift, timetable.0.hours, instead",
        "[channel.mail]\nkind = \"messages\"\nstep.explain = { success = 0.9, minutes = { mean = 3 } }\n[staff.letters]\nserves = [\"mail\"]\ntimetable = [{ hours = \"mon-fri 09:00-17:00\", servers = 1 }]\n[channel.phone]\nkind = \"live\"",
    ],
    [
        "[run]",
        "[[change]]\nday = 20\nuntil_day = 20\nset = { \"seam.cold\" = 0.5 }\n[run]",
        "name the first day on which all is as before",
        "[[change]]\nday = 20\nuntil_day = 21\nset = { \"seam.cold\" = 0.5 }\n[run]",
    ],
    [
        "baseline = true",
        "baseline = true\nfrom_day = 5",
        "leave it out; what changes for all is a [[change]]",
        "baseline = true",
    ],
    ["kind = \"live\"", "kind = \"live\"\nslots = 2", "set `kind = \"chat\"`", "kind = \"chat\"\nslots = 2"],
    [
        "[run]",
        "[[change]]\nday = 20\nset = { \"experience.start\" = 0.5 }\n[run]",
        "leave it out of the change, and set it for the whole run",
        "[run]",
    ],
    [
        "set = { \"staff.agents.servers\" = 2 }",
        "set = { \"experience.start\" = 0.5 }\nfrom_day = 5",
        "leave from_day out: then all holds from the start",
        "set = { \"experience.start\" = 0.5 }",
    ],
    ["steps = [\"explain\"]", "steps = []", "name one", "steps = [\"explain\"]"],
    ["share = 0.7", "share = 1.5", "a share or a probability is from 0 to 1", "share = 0.7"],
    ["kind = \"live\"", "kind = 5", "put it in quotes", "kind = \"live\""],
    ["occasion = true", "occasion = \"yes\"", "write true or false, without quotes", "occasion = true"],
    ["customers = 200", "customers = 2e2", "write 200, without an exponent", "customers = 200"],
    ["share = 0.7", "share = \"70%\"", "write 0.7, without per cent", "share = 0.7"],
    ["share = 0.7", "share = 0.8", "0.1 is too much", "share = 0.7"],
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

#[test]
fn too_many_ways_in_which_journeys_come_about_are_fewer_where_chains_are_shorter() {
    let chained = |before: usize| -> String {
        let follows = |at: usize| format!("{{ journey = \"j{at}\", probability = 0.1, after_days = 1 }}");
        let journey = |at: usize| {
            let follows: Vec<String> = (at.saturating_sub(before)..at).map(follows).collect();
            format!("[journey.j{at}]\nsteps = [\"explain\"]\nfollows = [{}]\n", follows.join(", "))
        };
        let first = "[journey.j0]\nsteps = [\"explain\"]\n[segment.regulars]\nneeds.j0 = { per_year = 1 }";
        let rest: String = (1..14).map(journey).collect();
        small_with("[segment.regulars]", &format!("{rest}{first}"))
    };
    let said = told(&chained(2));
    assert!(said.contains("shorten the chains of `follows`, or merge journeys that are alike"), "{said}");
    assert!(told(&chained(1)).is_empty(), "{}", told(&chained(1)));
}

#[test]
fn remedies_of_the_command_line_are_taken_as_they_stand() {
    for (setting, remedy, followed) in [
        ("staff.agents.timetable.0.servers=3", "set staff.agents.servers,", "staff.agents.servers=3"),
        ("strategy.silo.levels.identity=1", "did you mean `silos`?", "strategy.silos.levels.identity=1"),
        ("staff.servers=3", "use one of: agents", "staff.agents.servers=3"),
        ("servers=3", "write staff.agents.servers=3", "staff.agents.servers=3"),
    ] {
        let place = Place::with_small();
        let mut mistaken = place.throughline(&["check", "small.toml", "--set", setting]);
        let said = in_one_line(&String::from_utf8_lossy(&mistaken.assert().code(2).get_output().stderr));
        assert!(said.contains(remedy), "`{setting}` is not answered by `{remedy}`: {said}");
        place.throughline(&["check", "small.toml", "--set", followed]).assert().success();
    }
    let place = Place::with_small();
    let mut renamed = place.throughline(&["check", "small.toml", "--set", "strategy.silos.name=x"]);
    let said = in_one_line(&String::from_utf8_lossy(&renamed.assert().code(2).get_output().stderr));
    assert!(said.contains("change it where the strategy is declared"), "{said}");
}
