//! What is observed of banks that open channels of self-service.

use super::Asked::{Above, Below};
use super::{Sight, Stage, held_out};

const ONLINE: &str = "apart";
const PEOPLE: &str = "people only";
const CLEAR: &str = "clear answers";

pub(super) fn stage() -> Stage {
    Stage {
        file: "scenarios/bank.toml",
        text: include_str!("../../../scenarios/bank.toml").to_owned(),
        strategies: &[ONLINE, PEOPLE, CLEAR],
        enough: 4,
        claims: false,
        sights: sights(),
    }
}

fn sights() -> Vec<Sight> {
    vec![
        held_out("F7, C33", "contacts with web and app, over without", Above(1.0), |shown| {
            shown.of(ONLINE, "contacts", "") / shown.of(PEOPLE, "contacts", "")
        }),
        held_out("F7, C33", "cost to serve with web and app, less without [EUR]", Above(0.0), |shown| {
            shown.less("cost_to_serve", ONLINE, PEOPLE)
        }),
        held_out("F7, C33", "retention over three years with web and app, less without", Above(0.0), |shown| {
            shown.less("retention_rate", ONLINE, PEOPLE)
        }),
        held_out("C33", "calls and visits to branches with web and app, over without", Above(1.0), |shown| {
            let with_people =
                |strategy| shown.of(strategy, "contacts", "phone") + shown.of(strategy, "contacts", "branch");
            with_people(ONLINE) / with_people(PEOPLE)
        }),
        held_out("F7, C32", "contacts where web and app answer clearly, over where not", Below(1.0), |shown| {
            shown.of(CLEAR, "contacts", "") / shown.of(ONLINE, "contacts", "")
        }),
        held_out("F7, C32", "calls where web and app answer clearly, over where not", Below(1.0), |shown| {
            shown.of(CLEAR, "contacts", "phone") / shown.of(ONLINE, "contacts", "phone")
        }),
        held_out(
            "F7, C32",
            "cost to serve where web and app answer clearly, less where not [EUR]",
            Below(0.0),
            |shown| shown.less("cost_to_serve", CLEAR, ONLINE),
        ),
    ]
}
