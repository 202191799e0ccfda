//! What is observed of customers who are new: they respond more to what they are sent than those who have been there for long.

use super::Asked::{Above, Within};
use super::{Shown, Sight, Stage, fitted, held_out};

const ALIKE: &str = "alike";
const DIFFER: &str = "they differ";
const ALIKE_UNTIL: &str = "alike, until they respond";
const DIFFER_UNTIL: &str = "they differ, until they respond";
const MORE: &str = "newcomers respond more";

pub(super) fn stage() -> Stage {
    Stage {
        file: "src/validate/credible/markets/newcomers.toml",
        text: include_str!("markets/newcomers.toml").to_owned(),
        strategies: &[ALIKE, DIFFER, ALIKE_UNTIL, DIFFER_UNTIL, MORE],
        enough: 20,
        claims: false,
        sights: sights(),
    }
}

fn sights() -> Vec<Sight> {
    const ROWS: &str = "F16, H3";
    const AS_MUCH: super::Asked = Within(0.9, 1.1);
    vec![
        held_out(
            ROWS,
            "response, newcomers over others: people differ, and who responds is let be",
            Above(1.0),
            |shown| new_over_old(shown, DIFFER_UNTIL),
        ),
        held_out("F16", "the same where all are alike: the reverse", AS_MUCH, |shown| new_over_old(shown, ALIKE_UNTIL)),
        held_out("F16", "the same where people differ, and nobody is let be: the reverse", AS_MUCH, |shown| {
            new_over_old(shown, DIFFER)
        }),
        fitted(ROWS, "the same where all are alike, and a factor has newcomers respond more", Above(1.0), |shown| {
            new_over_old(shown, MORE)
        }),
    ]
}

/// Responses to a message of those who came lately, over those of the others.
fn new_over_old(shown: &Shown, strategy: &str) -> f64 {
    let of = |channel| shown.of(strategy, "outreach_response_rate", channel);
    of("mail_new") / of("mail_old")
}
