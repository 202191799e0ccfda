//! What two comparisons show that are made every day, where nothing can be shown.

use super::Asked::{Above, Below, Exactly};
use super::{Shown, Sight, Stage, fitted, held_out};

const APART: &str = "apart";
const WHOLE: &str = "integrated";
const INVITED: &str = "invited";
/// The firms.
const FIRMS: [&str; 10] =
    ["firm 1", "firm 2", "firm 3", "firm 4", "firm 5", "firm 6", "firm 7", "firm 8", "firm 9", "firm 10"];
/// A fifth of them.
const BEST: usize = FIRMS.len() / 5;

const TEXT: &str = include_str!("../../../scenarios/selection.toml");

/// The scenario as it is shipped.
pub(super) fn stage() -> Stage {
    Stage {
        file: "scenarios/selection.toml",
        text: TEXT.to_owned(),
        strategies: &[
            APART, WHOLE, "firm 1", "firm 2", "firm 3", "firm 4", "firm 5", "firm 6", "firm 7", "firm 8", "firm 9",
            "firm 10",
        ],
        enough: 10,
        claims: false,
        sights: sights(),
    }
}

/// The same, where people stay away if no channel is worth the trouble, so that a further one can bring orders.
pub(super) fn stage_of_trials() -> Stage {
    Stage {
        file: "scenarios/selection.toml",
        text: TEXT.to_owned() + STAYING_AWAY,
        strategies: &[APART, INVITED, OFTEN, OFTEN_INVITED, SOMETIMES, SOMETIMES_INVITED],
        enough: 20,
        claims: false,
        sights: sights_of_trials(),
    }
}

const OFTEN: &str = "often stay away";
const OFTEN_INVITED: &str = "often stay away, invited";
const SOMETIMES: &str = "sometimes stay away";
const SOMETIMES_INVITED: &str = "sometimes stay away, invited";

/// How many stay away was chosen for what a trial shows. The invitation is one by reach, as in `invited`; a message would not
/// do, since messages bring orders by themselves.
const STAYING_AWAY: &str = r#"
[[strategy]]
name = "often stay away"
set = { "choice.outside" = 2.5 }
[[strategy]]
name = "often stay away, invited"
set = { "choice.outside" = 2.5, "segment.regulars.reach.app" = 0.6, "segment.passers_by.reach.app" = 0.6 }
[[strategy]]
name = "sometimes stay away"
set = { "choice.outside" = 1.5 }
[[strategy]]
name = "sometimes stay away, invited"
set = { "choice.outside" = 1.5, "segment.regulars.reach.app" = 0.6, "segment.passers_by.reach.app" = 0.6 }
"#;

fn sights() -> Vec<Sight> {
    vec![
        held_out("F14, C11", "spend, customers of more channels less those of one [EUR]", Above(0.0), |shown| {
            gap(shown, APART)
        }),
        held_out("F14", "spend per customer, integrated less apart [EUR]", Exactly(0.0), |shown| {
            shown.by_all(WHOLE, "revenue") - shown.by_all(APART, "revenue")
        }),
        held_out("F25, R1", "retention, best fifth of ten firms less the others", Above(0.1), |shown| {
            let (best, others) = best_and_others(shown);
            mean(&best) - mean(&others)
        }),
        held_out("F25", "retention, integrated less apart", Exactly(0.0), |shown| {
            shown.less("retention_rate", WHOLE, APART)
        }),
    ]
}

fn sights_of_trials() -> Vec<Sight> {
    const ROWS: &str = "F14";
    vec![
        fitted(ROWS, "what a trial shows of a further channel, where many stay away [EUR]", Above(0.0), |shown| {
            in_a_trial(shown, OFTEN, OFTEN_INVITED)
        }),
        held_out(
            ROWS,
            "gap between customers of more channels and of one there, less that [EUR]",
            Above(0.0),
            |shown| gap(shown, OFTEN) - in_a_trial(shown, OFTEN, OFTEN_INVITED),
        ),
        fitted(ROWS, "what a trial shows where some stay away [EUR]", Above(0.0), |shown| {
            in_a_trial(shown, SOMETIMES, SOMETIMES_INVITED)
        }),
        held_out(ROWS, "the gap there, less that [EUR]", Above(0.0), |shown| {
            gap(shown, SOMETIMES) - in_a_trial(shown, SOMETIMES, SOMETIMES_INVITED)
        }),
        held_out(ROWS, "what a trial shows where nobody stays away [EUR]", Below(0.0), |shown| {
            in_a_trial(shown, APART, INVITED)
        }),
    ]
}

/// What customers of more channels spend beyond those of one, in the same firm.
fn gap(shown: &Shown, strategy: &str) -> f64 {
    shown.of(strategy, "spend_more_channels", "") - shown.of(strategy, "spend_one_channel", "")
}

/// What it is worth that a customer uses more channels, by what becomes of all who are asked to (Wald 1940), whether or not they
/// are served: who is, hangs on being asked.
fn in_a_trial(shown: &Shown, apart: &str, invited: &str) -> f64 {
    let moved = |outcome| shown.by_all(invited, outcome) - shown.by_all(apart, outcome);
    moved("revenue") / moved("more_channels_share")
}

/// The shares of customers that firms keep: the fifth of those that keep most, and the others.
fn best_and_others(shown: &Shown) -> (Vec<f64>, Vec<f64>) {
    let mut kept = FIRMS.map(|firm| shown.of(firm, "retention_rate", "")).to_vec();
    kept.sort_by(|one, other| other.total_cmp(one));
    let others = kept.split_off(BEST);
    (kept, others)
}

fn mean(kept: &[f64]) -> f64 {
    kept.iter().sum::<f64>() / kept.len() as f64
}
