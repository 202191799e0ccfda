//! How strong numbers are: what they are said to rest on, rows of `docs/evidence.md` or nobody's but an assumption, and the
//! grade of each row.

use super::path::Path;
use super::reference;
use super::text::clean;
use super::tree::{Node, plain};
use super::typed;
use indexmap::IndexMap;
use std::collections::BTreeMap;
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
    /// It rests on data of one's own.
    Own,
    /// By it, what its key stands for does not happen.
    Off,
    /// It is assumed.
    Assumed,
    /// The file does not say.
    NotStated,
}

impl Strength {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Graded(Grade::A),
        Self::Graded(Grade::B),
        Self::Graded(Grade::C),
        Self::Graded(Grade::D),
        Self::Graded(Grade::E),
        Self::Ungraded,
        Self::Own,
        Self::Off,
        Self::Assumed,
        Self::NotStated,
    ];

    /// Whether rows of the evidence stand behind it.
    pub const fn rests_on_rows(self) -> bool {
        matches!(self, Self::Graded(_) | Self::Ungraded)
    }

    /// In a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Graded(Grade::A) => "A",
            Self::Graded(Grade::B) => "B",
            Self::Graded(Grade::C) => "C",
            Self::Graded(Grade::D) => "D",
            Self::Graded(Grade::E) => "E",
            Self::Ungraded => "no grade",
            Self::Own => "own",
            Self::Off => "off",
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
            Self::Own => "data of one's own",
            Self::Off => "a default by which nothing happens",
            Self::Assumed => "no source settles it",
            Self::NotStated => "the file names no source",
        }
    }
}

/// A row of the evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is about.
    pub subject: &'static str,
    /// Its grade, the weakest where it has several.
    pub grade: Option<Grade>,
    /// What else its table says of it, each with the head of its column.
    pub says: Vec<(&'static str, &'static str)>,
}

/// All rows of the evidence by name.
pub fn rows() -> &'static IndexMap<&'static str, Row> {
    static ROWS: LazyLock<IndexMap<&'static str, Row>> = LazyLock::new(|| graded_rows(EVIDENCE));
    &ROWS
}

/// The rows of those tables whose last column is the strength.
fn graded_rows(text: &'static str) -> IndexMap<&'static str, Row> {
    let mut rows = IndexMap::new();
    let mut is_graded = false;
    let mut heads: Vec<&str> = Vec::new();
    for line in text.lines() {
        let Some(inner) = line.trim().strip_prefix('|').and_then(|line| line.strip_suffix('|')) else { continue };
        let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
        let (first, last) = (cells[0], cells[cells.len() - 1]);
        if first == "#" {
            is_graded = last == "strength";
            heads = cells;
        } else if is_graded && is_name(first) {
            let says = heads.iter().copied().zip(cells.iter().copied()).skip(2).filter(|(_, cell)| !cell.is_empty());
            rows.insert(first, Row { subject: cells[1], grade: weakest(last), says: says.collect() });
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

/// How strong a number is that is said to rest on this. What it rests on stands before the first colon or semicolon: rows,
/// `assumed`, `own`, or `off`; what comes after is for people.
pub fn strength(evidence: &str) -> Strength {
    match words(head(evidence)).next() {
        Some("assumed") => Strength::Assumed,
        Some("own") => Strength::Own,
        Some("off") => Strength::Off,
        _ => {
            let grades = words(head(evidence)).filter_map(|word| rows().get(word)?.grade);
            grades.max().map_or(Strength::Ungraded, Strength::Graded)
        }
    }
}

fn head(evidence: &str) -> &str {
    evidence.split([':', ';']).next().unwrap_or_default()
}

/// The evidence with its strength, in words.
pub fn told(evidence: &str) -> String {
    match strength(evidence) {
        Strength::Assumed | Strength::Own | Strength::Off => evidence.into(),
        strength => format!("{evidence} ({})", strength.word()),
    }
}

/// What is wrong with a statement of evidence.
pub fn wrong_with(evidence: &str) -> Option<String> {
    let mut words = words(head(evidence)).peekable();
    match words.peek() {
        None => Some("no row".into()),
        Some(&("assumed" | "own" | "off")) => None,
        _ => words
            .find(|word| !rows().contains_key(word))
            .map(|word| format!("`{word}`, which is no row of the evidence")),
    }
}

/// A number of a scenario, and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Its path.
    pub path: Path,
    /// The number.
    pub value: String,
    /// Whether it was typed, and is not the default that would stand there anyway.
    pub is_typed: bool,
    /// What it is said to rest on, by the scenario, or by the key where it is the default.
    pub evidence: Option<String>,
}

impl Number {
    /// How strong it is.
    pub fn strength(&self) -> Strength {
        self.evidence.as_deref().map_or(Strength::NotStated, strength)
    }
}

/// All numbers of a market, those of the run left out, which rest on nothing. `tree` is what was typed, `changed` are paths
/// whose values the command line put in the place of those that the file speaks of.
pub fn numbers(typed: &typed::Scenario, tree: &Node, changed: &[&Path]) -> Vec<Number> {
    let value = Value::try_from(typed).expect("a typed scenario can be written as TOML");
    let stated = typed.evidence.iter().map(|(path, rest)| (Path::typed(path), rest.as_str())).collect();
    let mut found = Found { stated, changed, numbers: Vec::new() };
    for (key, member) in value.as_table().into_iter().flatten() {
        if !["run", "strategy", "evidence"].contains(&key.as_str()) {
            found.collect(member, tree.get(key).map(AsRef::as_ref), &Path::default().key(key));
        }
    }
    found.numbers
}

/// The numbers found so far, and what is stated of them.
struct Found<'a> {
    stated: BTreeMap<Path, &'a str>,
    changed: &'a [&'a Path],
    numbers: Vec<Number>,
}

impl Found<'_> {
    /// Adds the numbers of a value; `node` is what was typed there.
    fn collect(&mut self, value: &Value, node: Option<&Node>, path: &Path) {
        let number = match value {
            Value::Table(members) => {
                for (key, member) in members {
                    self.collect(member, node.and_then(|node| node.get(key)).map(AsRef::as_ref), &path.key(key));
                }
                return;
            }
            Value::Array(list) => {
                return list.iter().enumerate().for_each(|(at, item)| self.collect(item, node, &path.index(at)));
            }
            Value::Integer(number) => *number as f64,
            Value::Float(number) => *number,
            _ => return,
        };
        let is_typed = node.is_some() && !is_the_default(path, number);
        let evidence = self.evidence(path, is_typed).map(|evidence| clean(evidence).into_owned());
        self.numbers.push(Number { path: path.clone(), value: plain(number), is_typed, evidence });
    }

    /// What a number rests on: by a line of its own; else, if it is a default, by its key; else by the nearest table's line.
    fn evidence(&self, path: &Path, is_typed: bool) -> Option<&str> {
        let typed = path.as_if_typed();
        if self.changed.iter().any(|changed| typed.is_within(&changed.as_if_typed())) {
            return None;
        }
        let by_key = || if is_typed { None } else { reference::Found::at(path)?.evidence };
        let stated = |parts: usize| self.stated.get(&typed.first(parts)).copied();
        let parts = typed.parts().len();
        stated(parts).or_else(by_key).or_else(|| (1..parts).rev().find_map(stated))
    }
}

/// Whether a number is what stands there where nothing is typed: who writes a default out says no more than who leaves it
/// out, and a file of `check --resolved` holds them all.
fn is_the_default(path: &Path, number: f64) -> bool {
    reference::Found::at(path).and_then(|found| found.default_number()) == Some(number)
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
        assert_eq!(rows["E1"], Row { subject: "x", grade: Some(Grade::B), says: vec![("strength", "B/A: said")] });
        assert_eq!((rows.len(), rows["E2"].grade), (2, None));
        assert_eq!(weakest("C, C, D, E"), Some(Grade::E));
        assert_eq!(weakest("A for direction (survey constructs)"), Some(Grade::A));
        assert_eq!(weakest("E as causal evidence"), Some(Grade::E));
        assert_eq!(strength("E13: 15 points"), Strength::Graded(Grade::C));
        assert_eq!(strength("E13, E26: both"), Strength::Graded(Grade::C));
        assert_eq!(strength("O3"), Strength::Ungraded);
        assert_eq!(strength("assumed; order from E16"), Strength::Assumed);
    }

    #[test]
    fn evidence_must_be_a_row_or_an_assumption() {
        for fine in ["E20: 45 s, after Q4", "E19, E20", "assumed", "assumed; H1 of 2024", "own: the books of 2025"] {
            assert_eq!(wrong_with(fine), None, "{fine}");
        }
        for wrong in ["E99", "my boss", "", ": E20", "E20, E160"] {
            assert!(wrong_with(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn every_number_that_stands_where_none_is_typed_rests_on_something() {
        let sections = sections();
        let of_the_market = sections.iter().filter(|section| section.heading != "[run]");
        for key in of_the_market.flat_map(|section| &section.keys) {
            let is_number = key.default.is_some_and(serde_json::Value::is_number);
            assert!(!is_number || key.evidence.is_some(), "{}", key.path);
        }
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
        assert_eq!(rows().len(), 36 + 39 + 10 + 9 + 9 + 5 + 6 + 7);
        assert_eq!(rows()["E26"].grade, Some(Grade::B));
    }
}
