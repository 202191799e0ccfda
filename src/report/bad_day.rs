//! Who softens a bad day and who spreads it, in words: by the effort that it adds to a journey, beside the baseline.

use super::finding::{LONGEST, listed, quoted, replications_are_too_few};
use crate::experiment::{BadDay, Study, Total};
use crate::stats::Paired;

/// Most strategies that are named of each kind.
const NAMED: usize = 3;

/// The sentence; none where nothing is beside the baseline.
pub fn found(study: &Study, days: &[BadDay]) -> Option<String> {
    if days.len() < 2 {
        return None;
    }
    if replications_are_too_few(study) {
        return Some("Too few replications to say who softens a bad day".into());
    }
    let beside = |one: &BadDay| Some((one.strategy, effort(one)?.beside_baseline?));
    let all: Vec<(usize, Paired)> = days.iter().filter_map(beside).collect();
    let names = |is: fn(&Paired) -> bool| -> Vec<String> {
        all.iter().filter(|(_, one)| is(one)).map(|(strategy, _)| quoted(study, *strategy)).collect()
    };
    let (less, more) = (names(|one| end(one, false) < 0.0), names(|one| end(one, true) > 0.0));
    let baseline = quoted(study, study.scenario.baseline());
    let with = |most: usize| {
        let kinds = [("less", &less), ("more", &more)];
        let told = kinds.iter().filter(|(_, list)| !list.is_empty());
        told.map(|(what, list)| format!("{what} under {}", listed(list, most))).collect::<Vec<_>>().join(", ")
    };
    if less.is_empty() && more.is_empty() {
        return Some(format!("No strategy is shown to bear the bad day with more or less effort than {baseline}"));
    }
    let sentence = |most| format!("Effort that the bad day adds, beside {baseline}: {}", with(most));
    (1..=NAMED).rev().map(sentence).find(|words| words.chars().count() <= LONGEST).or_else(|| Some(sentence(0)))
}

fn effort(one: &BadDay) -> Option<&Total> {
    one.totals.iter().find(|total| total.id == "effort_change")
}

/// The end of a difference's interval that is nearer to 0 if it is above, or below; 0 where there is none.
fn end(one: &Paired, lower: bool) -> f64 {
    one.ci.map_or(0.0, |(low, high)| if lower { low } else { high })
}
