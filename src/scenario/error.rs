//! What is wrong with a scenario, told so that it can be mended: file, line, column, key, value found, what was
//! expected, remedy.

use super::lines::wrapped;
use super::path::Path;
use super::text::{short_end, short_words};
use std::fmt;

/// Most problems that are shown.
const MOST_SHOWN: usize = 20;
/// Longest message (bytes).
const LONGEST: usize = 4000;
/// Longest word that is held against the known ones (characters).
const LONGEST_WORD: usize = 64;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// Where: the path of the key, empty for the file as a whole.
    pub path: Path,
    /// The value found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do about it.
    pub remedy: String,
}

/// One thing that is wrong, and the place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// File name, or the command line's `--set`.
    pub origin: String,
    /// Line and column, from 1.
    pub position: Option<(usize, usize)>,
    /// The strategy whose `set` it is about.
    pub under: Option<String>,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&short_words(&short_end(&self.origin, 200), 200))?;
        if let Some((line, column)) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        let Problem { path, found, expected, remedy } = &self.problem;
        if !path.is_empty() {
            write!(f, ": {}", short_words(&path.to_string(), 240))?;
        }
        if let Some(strategy) = &self.under {
            write!(f, " (strategy \"{}\")", short_words(strategy, LONGEST_WORD))?;
        }
        let lines = [("found:   ", found, 240), ("expected:", expected, 320), ("remedy:  ", remedy, 320)];
        lines.into_iter().try_for_each(|(what, text, most)| write!(f, "\n  {what} {}", short_words(text, most)))
    }
}

/// A scenario that cannot be used.
#[derive(Debug, thiserror::Error, Default)]
#[error("{}", listed(.problems, *.more))]
pub struct ScenarioError {
    /// What is wrong, in order.
    pub problems: Vec<Located>,
    /// How many more there are at least.
    pub more: usize,
}

impl ScenarioError {
    /// A single thing that is wrong.
    pub fn one(problem: Located) -> Self {
        Self { problems: vec![problem], more: 0 }
    }

    /// Several things, told in the order in which they stand in the file, after those of the command line and of the file
    /// as a whole.
    pub fn by_line(mut problems: Vec<Located>, more: usize) -> Self {
        problems.sort_by_key(|problem| problem.position);
        problems.dedup();
        Self { problems, more }
    }

    /// The same and another one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.problems.extend(other.problems);
        self.more += other.more;
        self
    }
}

/// As many problems as can be read, and how many more there are.
fn listed(problems: &[Located], more: usize) -> String {
    let mut text = String::new();
    let mut shown = 0;
    for problem in problems.iter().take(MOST_SHOWN).map(|problem| wrapped(&problem.to_string())) {
        if shown > 0 && text.len() + problem.len() + 100 > LONGEST {
            break;
        }
        text += if shown > 0 { "\n" } else { "" };
        text += &problem;
        shown += 1;
    }
    match (problems.len() - shown, more) {
        (0, 0) => text,
        (rest, 0) => format!("{text}\n... and {rest} more"),
        (rest, more) => format!("{text}\n... and at least {} more", rest + more),
    }
}

/// The candidate most like what was typed, if any is like it at all: by its beginning, or but for one slip.
pub fn did_you_mean<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let is_word = |text: &str| text.chars().take(LONGEST_WORD + 1).count() <= LONGEST_WORD;
    if !is_word(typed) {
        return None;
    }
    let typed = typed.to_lowercase();
    let likeness = |candidate: &str| {
        let one_slip = candidate.chars().count() > 2 && strsim::osa_distance(&typed, candidate) == 1;
        strsim::jaro_winkler(&typed, candidate) + f64::from(u8::from(one_slip))
    };
    candidates
        .into_iter()
        .filter(|candidate| is_word(candidate))
        .map(|candidate| (likeness(&candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// A name in quotes where one cannot tell without where it ends.
fn in_quotes_if_blank(name: &str) -> String {
    if name.contains([' ', ',']) { format!("\"{name}\"") } else { name.into() }
}

/// A remedy for a name that does not exist.
pub fn name_remedy<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match did_you_mean(typed, candidates.clone()) {
        Some(like) if like.contains(' ') => format!("did you mean `\"{like}\"`?"),
        Some(like) => format!("did you mean `{like}`?"),
        None if candidates.clone().into_iter().next().is_none() => "there is none yet; declare it first".into(),
        None => {
            format!("use one of: {}", candidates.into_iter().map(in_quotes_if_blank).collect::<Vec<_>>().join(", "))
        }
    }
}
