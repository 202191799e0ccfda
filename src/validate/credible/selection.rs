//! What two comparisons show that are made every day, where nothing can be shown.

use super::Asked::{Above, Exactly};
use super::{Shown, Sight, Stage, held_out};

const APART: &str = "apart";
const WHOLE: &str = "integrated";
const INVITED: &str = "invited";
/// The firms; of these are integrated:
const FIRMS: [&str; 10] =
    ["firm 1", "firm 2", "firm 3", "firm 4", "firm 5", "firm 6", "firm 7", "firm 8", "firm 9", "firm 10"];
const INTEGRATED: [&str; 5] = ["firm 2", "firm 3", "firm 4", "firm 7", "firm 10"];
/// A fifth of them.
const BEST: usize = FIRMS.len() / 5;

pub(super) fn stage() -> Stage {
    Stage {
        scenario: "selection",
        text: include_str!("../../../scenarios/selection.toml").to_owned(),
        strategies: &[
            APART, WHOLE, INVITED, "firm 1", "firm 2", "firm 3", "firm 4", "firm 5", "firm 6", "firm 7", "firm 8",
            "firm 9", "firm 10",
        ],
        enough: 10,
        sights: sights(),
    }
}

fn sights() -> Vec<Sight> {
    vec![
        held_out("F14, C11", "spend, customers of more channels less those of one [EUR]", Above(0.0), gap),
        held_out("F14", "spend per customer, integrated less apart [EUR]", Exactly(0.0), |shown| {
            spend(shown, WHOLE) - spend(shown, APART)
        }),
        held_out("F14, C30", "the same gap, less what a trial shows of a further channel [EUR]", Above(0.0), |shown| {
            gap(shown) - in_a_trial(shown)
        }),
        held_out("F25, R1", "retention, best fifth of ten firms less the others", Above(0.1), |shown| {
            let (best, others) = best_and_others(shown);
            mean(&best, |(kept, _)| kept) - mean(&others, |(kept, _)| kept)
        }),
        held_out("F25, R1", "share integrated, best fifth less the others", Exactly(0.0), |shown| {
            let (best, others) = best_and_others(shown);
            let is_integrated = |(_, firm)| f64::from(u8::from(INTEGRATED.contains(&firm)));
            mean(&best, is_integrated) - mean(&others, is_integrated)
        }),
        held_out("F25", "retention, integrated less apart", Exactly(0.0), |shown| {
            shown.of(WHOLE, "retention_rate", "") - shown.of(APART, "retention_rate", "")
        }),
    ]
}

/// What customers of more channels spend beyond those of one, in the same firm.
fn gap(shown: &Shown) -> f64 {
    shown.of(APART, "spend_more_channels", "") - shown.of(APART, "spend_one_channel", "")
}

/// What it is worth that a customer uses more channels, by what becomes of all who are asked to (Wald 1940).
fn in_a_trial(shown: &Shown) -> f64 {
    let moved = |strategy| shown.of(strategy, "more_channels_share", "");
    (spend(shown, INVITED) - spend(shown, APART)) / (moved(INVITED) - moved(APART))
}

/// What a customer spends, whatever they use.
fn spend(shown: &Shown, strategy: &str) -> f64 {
    let of = |outcome| shown.of(strategy, outcome, "");
    let more = of("more_channels_share");
    more * of("spend_more_channels") + (1.0 - more) * of("spend_one_channel")
}

/// A firm, with the share of customers that it keeps.
type Firm = (f64, &'static str);

/// The fifth of the firms that keep most of their customers, and the others.
fn best_and_others(shown: &Shown) -> (Vec<Firm>, Vec<Firm>) {
    let mut firms: Vec<Firm> = FIRMS.iter().map(|firm| (shown.of(firm, "retention_rate", ""), *firm)).collect();
    firms.sort_by(|one, other| other.0.total_cmp(&one.0));
    let others = firms.split_off(BEST);
    (firms, others)
}

fn mean(firms: &[Firm], of: impl Fn(Firm) -> f64) -> f64 {
    firms.iter().copied().map(of).sum::<f64>() / firms.len() as f64
}
