//! How strong numbers are: what they are said to rest on, rows of `docs/evidence.md` or nobody's but an assumption, and the
//! grade of each row.

use super::path::Path;
use super::reference::Found;
use super::tree::plain;
use super::typed;
use indexmap::IndexMap;
use std::sync::LazyLock;
use toml::Value;

const EVIDENCE: &str = include_str!("../../docs/evidence.md");

/// How strong a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// A causal design, or a meta-analysis.
    A,
    /// Observed in large real data.
    B,
    /// A benchmark with a stated method.
    C,
    /// A figure of a vendor's or a consultancy's.
    D,
    /// An anecdote, or a number without a method.
    E,
}

/// How strong a number is, from the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// It rests on rows of evidence, of which this is the weakest grade.
    Graded(Grade),
    /// It rests on rows without a grade: theory, a convention.
    Ungraded,
    /// It is assumed.
    Assumed,
    /// The file does not say.
    NotStated,
}

impl Strength {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Graded(Grade::A),
        Self::Graded(Grade::B),
        Self::Graded(Grade::C),
        Self::Graded(Grade::D),
        Self::Graded(Grade::E),
        Self::Ungraded,
        Self::Assumed,
        Self::NotStated,
    ];

    /// In a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Graded(Grade::A) => "A",
            Self::Graded(Grade::B) => "B",
            Self::Graded(Grade::C) => "C",
            Self::Graded(Grade::D) => "D",
            Self::Graded(Grade::E) => "E",
            Self::Ungraded => "no grade",
            Self::Assumed => "assumed",
            Self::NotStated => "not stated",
        }
    }

    /// What that means.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Graded(Grade::A) => "a causal design, or a meta-analysis",
            Self::Graded(Grade::B) => "observed in large real data",
            Self::Graded(Grade::C) => "an industry benchmark with a stated method",
            Self::Graded(Grade::D) => "a vendor's or consultancy's figure",
            Self::Graded(Grade::E) => "an anecdote, or a number without a method",
            Self::Ungraded => "theory, or a convention",
            Self::Assumed => "no source settles it",
            Self::NotStated => "the file names no source",
        }
    }
}

/// The grades of all rows of the evidence by name, the weakest where a row has several.
pub fn rows() -> &'static IndexMap<&'static str, Option<Grade>> {
    static ROWS: LazyLock<IndexMap<&'static str, Option<Grade>>> = LazyLock::new(|| graded_rows(EVIDENCE));
    &ROWS
}

/// The rows of those tables whose last column is the strength.
fn graded_rows(text: &'static str) -> IndexMap<&'static str, Option<Grade>> {
    let mut rows = IndexMap::new();
    let mut is_graded = false;
    for line in text.lines() {
        let Some(inner) = line.trim().strip_prefix('|').and_then(|line| line.strip_suffix('|')) else { continue };
        let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
        let (first, last) = (cells[0], cells[cells.len() - 1]);
        if first == "#" {
            is_graded = last == "strength";
        } else if is_graded && is_name(first) {
            rows.insert(first, weakest(last));
        }
    }
    rows
}

/// The weakest of the letters with which a strength begins.
fn weakest(strength: &str) -> Option<Grade> {
    let letter = |word: &str| match word {
        "A" => Some(Grade::A),
        "B" => Some(Grade::B),
        "C" => Some(Grade::C),
        "D" => Some(Grade::D),
        "E" => Some(Grade::E),
        _ => None,
    };
    words(strength).map_while(letter).max()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a word names a row, such as E20.
fn is_name(word: &str) -> bool {
    let number = word.strip_prefix(|first: char| first.is_ascii_uppercase());
    number.is_some_and(|number| (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// How strong a number is that is said to rest on this: on the rows that are named in it, or assumed, where it begins so.
pub fn strength(evidence: &str) -> Strength {
    if is_assumed(evidence) {
        return Strength::Assumed;
    }
    let grades = words(evidence).filter_map(|word| rows().get(word)).flatten();
    grades.max().map_or(Strength::Ungraded, |grade| Strength::Graded(*grade))
}

fn is_assumed(evidence: &str) -> bool {
    words(evidence).next() == Some("assumed")
}

/// The evidence with its strength, in words.
pub fn told(evidence: &str) -> String {
    match strength(evidence) {
        Strength::Assumed => evidence.into(),
        strength => format!("{evidence} ({})", strength.word()),
    }
}

/// What is wrong with a statement of evidence.
pub fn wrong_with(evidence: &str) -> Option<String> {
    let mut names = words(evidence).filter(|word| is_name(word)).peekable();
    if names.peek().is_none() && !is_assumed(evidence) {
        return Some(format!("`{evidence}`, which names no row"));
    }
    let unknown = names.find(|name| !rows().contains_key(name))?;
    Some(format!("`{unknown}`, a row that there is not"))
}

/// A number of a scenario, and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Its path.
    pub path: Path,
    /// The number.
    pub value: String,
    /// What it is said to rest on, by the scenario, or by the key where it is the default.
    pub evidence: Option<String>,
}

impl Number {
    /// How strong it is.
    pub fn strength(&self) -> Strength {
        self.evidence.as_deref().map_or(Strength::NotStated, strength)
    }
}

/// All numbers of a market, but for the size and length of the run, which rest on nothing.
pub fn numbers(typed: &typed::Scenario) -> Vec<Number> {
    let value = Value::try_from(typed).expect("a typed scenario can be written as TOML");
    let stated: Vec<(Path, &String)> = typed.evidence.iter().map(|(path, rest)| (Path::typed(path), rest)).collect();
    let mut numbers = Vec::new();
    for (key, member) in value.as_table().into_iter().flatten() {
        if !["run", "strategy", "evidence"].contains(&key.as_str()) {
            collect(member, &Path::default().key(key), &stated, &mut numbers);
        }
    }
    numbers
}

fn collect(value: &Value, path: &Path, stated: &[(Path, &String)], numbers: &mut Vec<Number>) {
    let value = match value {
        Value::Table(members) => {
            return members.iter().for_each(|(key, member)| collect(member, &path.key(key), stated, numbers));
        }
        Value::Array(list) => {
            return list.iter().enumerate().for_each(|(at, item)| collect(item, &path.index(at), stated, numbers));
        }
        Value::Integer(number) => *number as f64,
        Value::Float(number) => *number,
        _ => return,
    };
    let by_file = stated.iter().filter(|(of, _)| path.is_within(of)).max_by_key(|(of, _)| of.parts().len());
    let own = by_file.filter(|(of, _)| of == path).map(|(_, rest)| (*rest).clone());
    let evidence = own.or_else(|| of_default(path, value)).or_else(|| by_file.map(|(_, rest)| (*rest).clone()));
    numbers.push(Number { path: path.clone(), value: plain(value), evidence });
}

/// What the default of a key rests on, where the number is that.
fn of_default(path: &Path, value: f64) -> Option<String> {
    let key = Found::at(path)?;
    key.evidence.filter(|_| key.default_number() == Some(value)).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::reference::sections;

    #[test]
    fn a_strength_is_that_of_the_weakest_row() {
        let rows = graded_rows(
            "| # | what | strength |\n|---|---|---|\n| E1 | x | B/A: said |\n| E2 | y | theory |\n\n| # | basis |\n| F1 | E1 |\n",
        );
        assert_eq!(rows.into_iter().collect::<Vec<_>>(), [("E1", Some(Grade::B)), ("E2", None)]);
        assert_eq!(weakest("C, C, D, E"), Some(Grade::E));
        assert_eq!(weakest("A for direction (survey constructs)"), Some(Grade::A));
        assert_eq!(weakest("E as causal evidence"), Some(Grade::E));
        assert_eq!(strength("E13: 15 points"), Strength::Graded(Grade::C));
        assert_eq!(strength("E13; E26"), Strength::Graded(Grade::C));
        assert_eq!(strength("O3"), Strength::Ungraded);
        assert_eq!(strength("assumed; order from E16"), Strength::Assumed);
    }

    #[test]
    fn evidence_must_be_a_row_or_an_assumption() {
        assert_eq!(wrong_with("E20: 45 s, in C3"), None);
        assert_eq!(wrong_with("assumed"), None);
        assert_eq!(wrong_with("assumed; order from E160"), None, "three digits are no name");
        assert!(wrong_with("E99").is_some_and(|found| found.contains("`E99`")));
        assert!(wrong_with("my boss").is_some_and(|found| found.contains("no row")));
    }

    #[test]
    fn the_evidence_of_every_key_is_known() {
        for key in sections().iter().flat_map(|section| &section.keys) {
            let wrong = key.evidence.and_then(wrong_with);
            assert_eq!(wrong, None, "{}", key.path);
        }
    }

    #[test]
    fn every_row_of_the_evidence_is_read() {
        assert_eq!(rows().len(), 33 + 38 + 10 + 8 + 9 + 5 + 6 + 7);
        assert_eq!(rows()["E26"], Some(Grade::B));
    }
}
