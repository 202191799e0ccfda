//! Numbers of which the point may have been meant to part thousands: 150.000 is 150 here.

use super::path::{Part, Path};
use super::rules::{self, Rule};
use super::settings::{Laid, Origin, of_change, of_strategy};
use super::source::Source;
use super::tree::{Node, Typed, plain};

/// Units in which three decimals are rarely meant.
const UNITS: [&str; 2] = ["EUR", "EUR per year"];

/// A note on each such number of a file, of its strategies' settings, and of those of the command line.
pub fn notes(source: &Source, laid: &[Laid]) -> Vec<String> {
    let in_the_file = parted(rules::scenario(), &source.tree, &Path::default());
    let all = |list: &str| 0..source.tree.get(list).and_then(|list| list.items()).map_or(0, <[_]>::len);
    let by_strategies = all("strategy").flat_map(|at| of_strategy(&source.tree, at));
    let set = by_strategies.chain(all("change").flat_map(|at| of_change(&source.tree, at)));
    let set = set.flat_map(|one| parted_in(&one));
    let of_the_file = in_the_file.into_iter().chain(set).map(|(at, what)| source.note_at(at, &what));
    let typed = laid.iter().filter_map(|one| match &one.origin {
        Origin::CommandLine(_) => Some((one.origin.to_string(), parted_in(one))),
        Origin::Strategy(_) | Origin::Change(_) => None,
    });
    let typed =
        typed.flat_map(|(origin, found)| found.into_iter().map(move |(_, what)| format!("{origin}: note: {what}")));
    let mut notes: Vec<String> = of_the_file.chain(typed).collect();
    notes.dedup();
    notes
}

/// The same of what a setting puts somewhere.
fn parted_in(setting: &Laid) -> Vec<(usize, String)> {
    let rule = setting.path.parts().iter().try_fold(rules::scenario(), |rule, part| match (rule, part) {
        (Rule::Table(keys), Part::Key(key)) => keys.get(key),
        (Rule::List { item, .. }, _) => Some(item.as_ref()),
        _ => None,
    });
    rule.map_or_else(Vec::new, |rule| parted(rule, &setting.node, &setting.path))
}

/// Where such numbers stand at and below a node, and what to say of them.
fn parted(rule: &Rule, node: &Node, path: &Path) -> Vec<(usize, String)> {
    match (rule, &node.value) {
        (Rule::Table(keys), Typed::Table(members)) => {
            let known = members.iter().filter_map(|(key, member)| Some((keys.get(key)?, key, member)));
            known.flat_map(|(rule, key, member)| parted(rule, member, &path.key(key))).collect()
        }
        (Rule::List { item, .. }, Typed::List(list)) => {
            list.iter().enumerate().flat_map(|(at, one)| parted(item, one, &path.index(at))).collect()
        }
        (Rule::Number { unit: Some(unit), .. }, Typed::Number(value, typed)) if UNITS.contains(&unit.as_str()) => {
            let said = said(typed, *value).map(|said| (node.at, format!("{path} = {typed} {said}")));
            said.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// What to say of a number with one to three digits before its point and three after it.
fn said(typed: &str, value: f64) -> Option<String> {
    let (before, after) = typed.split_once('.')?;
    let is_a_group = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_parted = is_a_group(before) && is_a_group(after) && (1..=3).contains(&before.len()) && after.len() == 3;
    let decimals = match after.trim_end_matches('0') {
        "" => "0".into(),
        short if short.len() == after.len() => format!("{after}0"),
        short => short.to_string(),
    };
    let read = plain(value);
    (is_parted && before != "0").then(|| {
        format!("is read as {read}: write {before}_{after} if the point parts thousands, else {before}.{decimals}")
    })
}
