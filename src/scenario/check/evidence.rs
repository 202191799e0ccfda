//! What numbers are said to rest on: of numbers that there are, on rows that there are.

use super::values::Check;
use crate::scenario::broken::in_quotes;
use crate::scenario::error::name_remedy;
use crate::scenario::evidence::{Number, rows, wrong_with};
use crate::scenario::path::{Part, Path};
use crate::scenario::typed;
use std::collections::BTreeSet;

/// Checks what a file says of its numbers.
pub fn evidence(check: &mut Check, typed: &typed::Scenario, numbers: &[Number]) {
    let prefixes = |number: &Number| {
        let path = number.path.as_if_typed();
        (1..=path.parts().len()).map(|parts| path.first(parts)).collect::<Vec<_>>()
    };
    let known: BTreeSet<Path> = numbers.iter().flat_map(prefixes).collect();
    for (of, rests_on) in &typed.evidence {
        let at = Path::of(["evidence"]).key(of);
        if !known.contains(&Path::typed(of)) {
            check.wrong(
                at.clone(),
                format_args!("`{of}`, where there is no number"),
                "the path of a number of this market, such as seam.rebuild_minutes, or of a table of them",
                of_path(&Path::typed(of), &known),
            );
        }
        if let Some(found) = wrong_with(rests_on) {
            let expected =
                "rows of the evidence, \"assumed\" or \"own\", and after a colon what you like: \"E20: 45 s\"";
            check.wrong(at, found, expected, remedy(rests_on));
        }
    }
}

/// What to do about a path of no number: maybe one of its names was changed.
fn of_path(path: &Path, known: &BTreeSet<Path>) -> String {
    let parts = path.parts();
    let is_known = |many: &usize| *many == 0 || known.contains(&path.first(*many));
    let many = (0..parts.len()).rev().find(is_known).unwrap_or(0);
    let unknown = parts.get(many).map_or_else(String::new, Part::shown);
    let beside = known.iter().filter(|one| one.parts().len() == many + 1 && one.first(many) == path.first(many));
    let names: BTreeSet<String> = beside.map(|one| one.parts()[many].shown()).collect();
    match name_remedy(&unknown, names.iter().map(String::as_str)) {
        remedy if many > 0 && !names.is_empty() => {
            format!("there is no `{unknown}` in {}: {remedy}", path.first(many))
        }
        _ => "write the path as --set takes it".into(),
    }
}

const ROWS: &str = "`throughline describe --evidence` lists the rows";
/// Words that tell of an assumption, and of data of one's own.
const ASSUMPTIONS: [&str; 8] = ["assum", "guess", "estimat", "expert", "rule", "gut", "placeholder", "unknown"];
const OWN: [&str; 6] = ["our", "own", "my", "internal", "survey", "crm"];

/// What to write in the place of what a number is said to rest on.
fn remedy(rests_on: &str) -> String {
    let typed = rests_on.trim();
    let (first, rest) = typed.split_at(typed.find(|c: char| !c.is_alphanumeric()).unwrap_or(typed.len()));
    let lower = typed.to_lowercase();
    let has = |words: &[&str]| lower.split_whitespace().any(|word| words.iter().any(|one| word.starts_with(one)));
    let as_own = in_quotes(&format!("own: {typed}"));
    let as_assumed = in_quotes(&format!("assumed: {typed}"));
    match in_its_case(first) {
        _ if first.is_empty() => format!("write \"assumed\" if no source settles it; {ROWS}"),
        Some(known) if known != first => format!("write {}", in_quotes(&format!("{known}{rest}"))),
        _ if is_like_a_row(first) => ROWS.into(),
        _ if has(&ASSUMPTIONS) => format!("write {as_assumed}"),
        _ if has(&OWN) => format!("write {as_own}"),
        _ => format!("write {as_own} if the data are yours, else {as_assumed}; {ROWS}"),
    }
}

/// A word that can stand first, written as it is known.
fn in_its_case(word: &str) -> Option<String> {
    let (row, other) = (word.to_uppercase(), word.to_lowercase());
    let is_other = ["assumed", "own", "off"].contains(&other.as_str());
    if is_other { Some(other) } else { rows().contains_key(row.as_str()).then_some(row) }
}

/// Whether a word is a letter and a number, as the names of rows are.
fn is_like_a_row(word: &str) -> bool {
    let number = word.strip_prefix(|first: char| first.is_ascii_alphabetic());
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
