//! What makes results doubtful, or a scenario look like a slip: told by `check` before a run and by `run` after it.

use crate::small::{Place, SMALL, in_one_line, small_with};

/// What `check` tells beside whether the file is a scenario.
fn noted(text: &str, settings: &[&str]) -> String {
    told(text, &["check", "small.toml"], settings)
}

fn told(text: &str, verb: &[&str], settings: &[&str]) -> String {
    let place = Place::new().file("small.toml", text);
    let settings: Vec<&str> = settings.iter().flat_map(|setting| ["--set", setting]).collect();
    let ended = place.throughline(&[verb, &settings].concat()).assert().success();
    in_one_line(&String::from_utf8_lossy(&ended.get_output().stderr))
}

const SWAMPED: &str = "and has more to do than it can: where nobody waits, its work under \"silos\" is that of";

#[test]
fn a_swamped_desk_is_named_with_a_scale_that_carries_its_work() {
    // Nobody is kept away by the line, or drawn by its getting shorter.
    let crowd = ["run.customers=20000", "channel.phone.patience_minutes=inf", "choice.wait_aversion=0"];
    for verb in [&["check", "small.toml"][..], &["run", "small.toml", "--charts", "none"]] {
        let said = told(SMALL, verb, &crowd);
        assert!(said.contains("staff.agents is busy") && said.contains(SWAMPED), "{said}");
        assert!(said.contains("(under \"silos\", \"one record\")"), "{said}");
        let scale =
            said.split("(staff.agents.scale = ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a scale");
        let scaled = format!("staff.agents.scale={scale}");
        let said = told(SMALL, verb, &[&crowd[..], &[scaled.as_str()]].concat());
        assert!(!said.contains(SWAMPED), "{said}");
    }
}

#[test]
fn a_desk_with_next_to_nothing_to_do_is_told_and_one_that_is_busy_is_not() {
    assert!(noted(SMALL, &[]).contains("staff.agents is busy 1 to 3 % of its time"));
    assert!(!noted(SMALL, &["run.customers=8000"]).contains("of its time"));
}

#[test]
fn a_line_in_which_most_hang_up_is_told() {
    let said = noted(SMALL, &["run.customers=20000", "channel.phone.patience_minutes=0.1"]);
    assert!(said.contains("of those who come to channel.phone hang up"), "{said}");
}

#[test]
fn journeys_that_are_still_open_when_their_time_is_over_are_told() {
    let says = "of journeys were still open at the horizon: lengthen the horizon,";
    let said = noted(SMALL, &["channel.web.step.explain.minutes.mean=40000"]);
    assert!(said.contains(says), "{said}");
    let longer = ["channel.web.step.explain.minutes.mean=40000", "run.horizon_days=3640"];
    assert!(!noted(SMALL, &longer).contains(says), "whoever does as it says");
}

#[test]
fn a_note_names_the_strategies_under_which_it_holds() {
    let closed =
        small_with("set = { \"staff.agents.servers\" = 2 }", "set = { \"channel.web.hours\" = \"mon 09:00-10:00\" }");
    let said = noted(&closed, &[]);
    assert!(said.contains("(under \"second agent\")"), "{said}");
    assert!(
        !noted(SMALL, &["channel.web.hours=mon 09:00-10:00"]).contains(
            "closed, and come when one opens: look at the hours of those, and at by_hour and by_weekday (under"
        )
    );
}

#[test]
fn a_slip_of_the_unit_is_asked_about() {
    for (setting, says) in [
        ("channel.web.step.choose.minutes.mean=180", "180 minutes a step: were these seconds?"),
        ("channel.phone.access_minutes=300", "300 minutes to get there: were these seconds?"),
        ("seam.rebuild_minutes=81", "81 minutes each time: were these seconds?"),
        ("run.discount_per_year=8", "a discount of 800 % a year; if 8 is per cent, write 0.08"),
        ("segment.others.loss_per_year=5", "a rate of leaving of 500 % a year; if 5 is per cent, write 0.05"),
        ("staff.agents.cost_per_hour=5200", "5200 EUR an hour of one agent"),
        ("segment.others.needs.purchase.per_year=2000", "a need every 4.4 hours of each customer"),
    ] {
        let said = noted(SMALL, &[setting]);
        assert!(said.contains(says), "{setting}: {said}");
        assert!(!noted(SMALL, &[]).contains(says), "{setting}");
    }
}

#[test]
fn what_never_begins_and_what_does_nothing_is_told() {
    let begun_late = SMALL.replace("name = \"one record\"", "name = \"one record\"\nfrom_day = 35");
    let changed_late = format!("{SMALL}\n[[change]]\nday = 40\nset = {{ \"seam.cold\" = 0.5 }}\n");
    let empty = format!("{SMALL}\n[channel.kiosk]\n");
    let copied = format!("{SMALL}\n[[strategy]]\nname = \"copy\"\n");
    for (text, says) in [
        (begun_late, "day 35 is not before the horizon of 35 days: the strategy never begins"),
        (changed_late, "day 40 is not before the horizon of 35 days: nothing changes"),
        (empty, "it offers no step of any journey: nobody comes here"),
        (copied, "it does nothing else than \"silos\""),
    ] {
        let said = noted(&text, &[]);
        assert!(said.contains(says), "{says}: {said}");
        assert!(!noted(SMALL, &[]).contains(says), "{says}");
    }
}

#[test]
fn a_point_that_may_part_thousands_is_asked_about_wherever_it_is_typed() {
    let dear = SMALL.replace("cost_per_hour = 30", "cost_per_hour = 30.000");
    let said = noted(&dear, &[]);
    let asked =
        "staff.agents.cost_per_hour = 30.000 is read as 30: write 30_000 if the point parts thousands, else 30.0";
    assert!(
        said.contains(asked) && said.contains(&format!("small.toml:{}:1: note:", line_of(&dear, "30.000"))),
        "{said}"
    );
    let set = SMALL.replace("\"staff.agents.servers\" = 2", "\"staff.agents.cost_per_hour\" = 31.500");
    let said = noted(&set, &[]);
    assert!(
        said.contains(&format!(
            "small.toml:{}:9: note: staff.agents.cost_per_hour = 31.500 is read as 31.5:",
            line_of(&set, "31.500")
        )),
        "{said}"
    );
    let said = noted(SMALL, &["journey.purchase.value.mean=1.125"]);
    assert!(said.contains("--set journey.purchase.value.mean=1.125: note:"), "{said}");
    assert!(said.contains("write 1_125 if the point parts thousands, else 1.1250"), "{said}");
}

#[test]
fn a_point_that_parts_decimals_is_not_asked_about() {
    for sound in ["cost_per_hour = 30.0", "cost_per_hour = 30.25", "cost_per_hour = 0.125", "cost_per_hour = 1500.125"]
    {
        let said = noted(&SMALL.replace("cost_per_hour = 30", sound), &["seam.identify_minutes=1.250"]);
        assert!(!said.contains("thousands"), "{sound}: {said}");
    }
}

/// The line on which a text stands.
fn line_of(text: &str, part: &str) -> usize {
    text.lines().position(|line| line.contains(part)).expect("it stands there") + 1
}

#[test]
fn what_cannot_happen_is_told() {
    let door = "more than a fifth of the needs of purchase arise while every channel that takes them is closed";
    for (setting, says) in [
        (
            "segment.others.reach={ web = 0, phone = 0 }",
            "nobody of these reaches a channel in which purchase can begin",
        ),
        ("channel.web.step.choose.success=0", "no channel in which the step choose ever succeeds"),
        ("journey.question.reopens={ probability = 1, after_days = 0 }", "every case comes back, each time"),
        ("channel.web.hours=mon 09:00-10:00", door),
        ("seam.identify_minutes=0", "nobody is taken for somebody else where saying who one is takes no time"),
    ] {
        let text = SMALL
            .replace("horizon_days = 35", "horizon_days = 60")
            .replace("[choice]", "[capability.identity]\nwrong_match = { integrated = 0.1 }\n\n[choice]");
        let said = noted(&text, &[setting]);
        assert!(said.contains(says), "{setting}: {said}");
        assert!(!noted(&text, &[]).contains(says), "{setting}");
    }
    // Four hours of 24 are less than a fifth, five are more.
    assert!(!noted(SMALL, &["channel.web.hours=mon-sun 00:00-20:00"]).contains(door));
    assert!(noted(SMALL, &["channel.web.hours=mon-sun 00:00-19:00"]).contains(door));
}

#[test]
fn customers_lost_by_default_in_a_study_of_a_queue_are_told_until_the_file_says_how_they_are_lost() {
    let queue = SMALL
        .replace("occasion = true\n", "")
        .replace("value = { mean = 60, cv = 0.7 }\n", "")
        .replace("restart = \"choose\"\n", "");
    let says = "customers are lost by the default [loss]";
    assert!(noted(&queue, &[]).contains(says));
    assert!(!noted(&queue, &["loss.a=0"]).contains(says));
    assert!(!noted(SMALL, &[]).contains(says));
}

#[test]
fn a_crowd_too_large_for_a_look_is_checked_at_once_and_without_one() {
    #[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
    let started = std::time::Instant::now();
    assert!(!noted(SMALL, &["run.customers=16000000"]).contains("in 35 days"));
    assert!(started.elapsed().as_secs_f64() < 3.0);
    assert!(noted(SMALL, &[]).contains("in 35 days"));
}

#[test]
fn what_is_noted_stands_in_the_manifest_too() {
    let place = Place::new().file("small.toml", SMALL);
    place.throughline(&["run", "small.toml", "--quiet", "--charts", "none"]).assert().success();
    let manifest = place.read("output/small/manifest.json");
    for note in ["`phone` offers `order` and no step", "staff.agents is busy"] {
        assert!(manifest.contains(note), "{note}");
    }
}
