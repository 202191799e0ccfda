//! What is observed of contact centres.

use super::Asked::{Above, Below, Exactly, Within};
use super::{APART, Shown, Sight, Stage, fitted, held_out};

const TELEPHONE: &str = "single channel";
const MORE: &str = "more channels";
const KNOWN: &str = "shared case record";
const KEPT: &str = "context always kept";
const LOST: &str = "context always lost";
const MADE_GOOD: &str = "failures made good";
const CLEAR: &str = "answers are clear";

const TEXT: &str = include_str!("../../../scenarios/contact-centre.toml");

/// The scenario as it is shipped.
pub(super) fn stage() -> Stage {
    Stage {
        file: "scenarios/contact-centre.toml",
        text: TEXT.to_owned(),
        strategies: &[TELEPHONE, APART, MORE, KNOWN],
        // The change of satisfaction comes close to the end of its band.
        enough: 30,
        claims: false,
        sights: sights(),
    }
}

/// The same, beside strategies that only facts need.
pub(super) fn stage_of_changes() -> Stage {
    Stage {
        file: "scenarios/contact-centre.toml",
        text: TEXT.to_owned() + CHANGES,
        strategies: &[TELEPHONE, APART, KEPT, LOST, MADE_GOOD, CLEAR, "two agents", "three agents", "five agents"],
        enough: 6,
        claims: false,
        sights: sights_of_changes(),
    }
}

/// The siloed market, but for what a fact turns on.
const CHANGES: &str = r#"
[[strategy]]
name = "context always kept"
channels = ["web", "phone", "email"]
levels = { identity = 1, continuity = 1 }
set = { "capability.continuity.context_kept" = { siloed = 0.0, integrated = 1.0 }, "capability.continuity.context_kept_within" = { siloed = 1.0, integrated = 1.0 } }
[[strategy]]
name = "context always lost"
channels = ["web", "phone", "email"]
set = { "capability.continuity.context_kept" = { siloed = 0.0, integrated = 1.0 }, "capability.continuity.context_kept_within" = { siloed = 1.0, integrated = 1.0 } }
[[strategy]]
name = "failures made good"
channels = ["web", "phone", "email"]
set = { "experience.recovery" = 0.3 }
[[strategy]]
name = "answers are clear"
channels = ["web", "phone", "email"]
set = { "journey.clarification.follows" = [{ journey = "question", channel = "web", probability = 0, after_days = 0.5 }] }
[[strategy]]
name = "two agents"
channels = ["web", "phone", "email"]
set = { "staff.agents.timetable" = [{ hours = "mon-sat 08:00-20:00", servers = 2 }] }
[[strategy]]
name = "three agents"
channels = ["web", "phone", "email"]
set = { "staff.agents.timetable" = [{ hours = "mon-sat 08:00-20:00", servers = 3 }] }
[[strategy]]
name = "five agents"
channels = ["web", "phone", "email"]
set = { "staff.agents.timetable" = [{ hours = "mon-sat 08:00-20:00", servers = 5 }] }
"#;

fn sights() -> Vec<Sight> {
    vec![
        held_out("F1", "effort of two contacts, switched less stayed, context kept [min]", Below(0.5), |shown| {
            switched_less_stayed(shown, KNOWN)
        }),
        held_out("F1", "effort of two contacts, switched less stayed, context lost [min]", Above(0.5), |shown| {
            switched_less_stayed(shown, APART)
        }),
        held_out(
            "F2, E19",
            "cut of telephone handle time after a switch, shared case record",
            Within(0.10, 0.40),
            |shown| {
                let after = |strategy| shown.of(strategy, "handle_minutes_after_switch", "phone");
                1.0 - after(KNOWN) / after(APART)
            },
        ),
        held_out("F3, E10", "reported less lived resolution", Within(0.05, 0.20), |shown| {
            shown.reported_beyond_lived(APART)
        }),
        held_out("F3", "reported less lived resolution where nobody switches", Exactly(0.0), |shown| {
            shown.reported_beyond_lived(TELEPHONE)
        }),
        fitted("F4, E13", "satisfaction, change per further contact", Within(-0.20, -0.10), |shown| {
            (shown.apart("reported_three_contacts") - shown.apart("reported_one_contact")) / 2.0
        }),
        held_out("F5", "loss, resolved late over resolved at once (E14 has 1.8, stated)", Above(1.0), |shown| {
            shown.apart("loss_rate_resolved_late") / shown.apart("loss_rate_resolved_first")
        }),
        held_out("F5", "loss, given up over resolved late (E14 has 2.8, stated)", Above(1.0), |shown| {
            shown.apart("loss_rate_given_up") / shown.apart("loss_rate_resolved_late")
        }),
        held_out("F6", "resolution, no transfer over a warm one", Above(1.0), |shown| {
            shown.apart("resolution_no_transfer") / shown.apart("resolution_warm_transfer")
        }),
        held_out("F6", "resolution, warm transfer over a cold one", Above(1.0), |shown| {
            shown.apart("resolution_warm_transfer") / shown.apart("resolution_cold_transfer")
        }),
        held_out("F6", "experience, no transfer less a warm one", Above(0.0), |shown| {
            shown.apart("experience_no_transfer") - shown.apart("experience_warm_transfer")
        }),
        held_out("F6", "experience, warm transfer less a cold one", Above(0.0), |shown| {
            shown.apart("experience_warm_transfer") - shown.apart("experience_cold_transfer")
        }),
        held_out("F7, E22", "contacts with web and e-mail beside the telephone, over without", Above(1.0), |shown| {
            shown.apart("contacts") / shown.of(TELEPHONE, "contacts", "")
        }),
        fitted("E9", "first-contact resolution, telephone, as reported (telecom 0.61)", Within(0.61, 0.78), |shown| {
            shown.of(APART, "first_contact_resolution_reported", "phone")
        }),
        fitted("E16", "telephone contacts passed on", Within(0.08, 0.25), |shown| {
            shown.of(APART, "transfer_rate", "phone")
        }),
        fitted("E28", "telephone hang-ups", Within(0.03, 0.12), |shown| shown.of(APART, "abandonment_rate", "phone")),
        fitted("E25", "telephone handle time [min]", Within(4.0, 7.0), |shown| {
            shown.of(APART, "handle_minutes", "phone")
        }),
        fitted("E25", "chat handle time [min]", Within(8.0, 12.0), |shown| shown.of(MORE, "handle_minutes", "chat")),
    ]
}

fn sights_of_changes() -> Vec<Sight> {
    vec![
        held_out("F1", "effort of two contacts, switched, context lost over kept", Above(1.1), |shown| {
            let switched = |strategy| shown.of(strategy, "effort_two_contacts_switched", "");
            switched(LOST) / switched(KEPT)
        }),
        held_out("F1", "effort of three contacts, switched, context lost over kept", Above(1.1), |shown| {
            let switched = |strategy| shown.of(strategy, "effort_three_contacts_switched", "");
            switched(LOST) / switched(KEPT)
        }),
        held_out(
            "F7, C32",
            "calls where answers on the web are riddles, over where they are clear",
            Above(1.0),
            |shown| shown.of(APART, "contacts", "phone") / shown.of(CLEAR, "contacts", "phone"),
        ),
        held_out("F7, C32", "calls with web and e-mail, answers clear, over without", Below(1.0), |shown| {
            shown.of(CLEAR, "contacts", "phone") / shown.of(TELEPHONE, "contacts", "phone")
        }),
        held_out("F20", "reported satisfaction, made good less resolved at once, no recovery", Below(0.0), |shown| {
            made_good(shown, APART)
        }),
        held_out("F20", "reported satisfaction, made good less resolved at once, good recovery", Above(0.0), |shown| {
            made_good(shown, MADE_GOOD)
        }),
        held_out("F20", "retention with a good recovery, less without", Exactly(0.0), |shown| {
            shown.of(MADE_GOOD, "retention_rate", "") - shown.apart("retention_rate")
        }),
        held_out("F24", "hang-ups over mean wait, times mean patience", Within(0.97, 1.03), |shown| {
            slope(shown, APART)
        }),
        held_out("F24", "the same with two agents at all hours", Within(0.97, 1.03), |shown| {
            slope(shown, "two agents")
        }),
        held_out("F24", "the same with three", Within(0.97, 1.03), |shown| slope(shown, "three agents")),
        held_out("F24", "the same with five", Within(0.97, 1.03), |shown| slope(shown, "five agents")),
    ]
}

fn switched_less_stayed(shown: &Shown, strategy: &str) -> f64 {
    let of = |outcome| shown.of(strategy, outcome, "");
    of("effort_two_contacts_switched") - of("effort_two_contacts_same_channel")
}

fn made_good(shown: &Shown, strategy: &str) -> f64 {
    shown.of(strategy, "reported_recovered", "") - shown.of(strategy, "reported_resolved_first", "")
}

/// Telephone hang-ups over the mean wait, times the mean patience of five minutes.
fn slope(shown: &Shown, strategy: &str) -> f64 {
    let of = |outcome| shown.of(strategy, outcome, "phone");
    5.0 * of("abandonment_rate") / of("wait_minutes")
}
