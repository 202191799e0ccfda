//! What differs from passage to passage, whatever the journey: whose record is met, and how channels disagree.

use super::levels::Levels;
use super::values::{Check, share};
use crate::scenario::meant::{Names, Probability};
use crate::scenario::path::Path;
use crate::scenario::typed::{self, Capability};

/// Who is recognised meets somebody else's record: `[before][channel]`, the last row for a journey's first contact.
pub(super) fn wrong_match(typed: &typed::Scenario, names: &Names, levels: &Levels) -> Vec<Vec<Probability>> {
    let count = names.channels.len();
    let at = |before: usize, channel: usize| {
        let seam = (before < count).then_some((before, channel));
        levels.at(Capability::Identity, typed.capability.identity.wrong_match, seam)
    };
    (0..=count).map(|before| (0..count).map(|channel| at(before, channel)).collect()).collect()
}

/// A conflict is for the better: `[before][channel]`.
pub(super) fn better_share(check: &mut Check, typed: &typed::Scenario, names: &Names) -> Vec<Vec<Probability>> {
    let count = names.channels.len();
    let mut table = vec![vec![share(typed.conflict.better_share); count]; count];
    let path = Path::of(["conflict", "worse_share"]);
    for (key, worse) in &typed.conflict.worse_share {
        match check.seam(&path, key, &names.channels) {
            Some((before, channel)) if before == channel => check.wrong(
                path.key(key),
                format_args!("`{key}`, within one channel"),
                "a passage between two channels",
                "leave it out: only two channels can disagree",
            ),
            Some((before, channel)) => table[before][channel] = share(1.0 - worse),
            None => {}
        }
    }
    table
}
