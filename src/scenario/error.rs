//! What is wrong with a scenario, told so that it can be mended: file, line, column, key, value found, what was
//! expected, remedy.

use std::fmt;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// Where: dotted path of the key, empty for the file as a whole.
    pub path: String,
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
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.origin)?;
        if let Some((line, column)) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        let Problem { path, found, expected, remedy } = &self.problem;
        if !path.is_empty() {
            write!(f, ": {path}")?;
        }
        write!(f, "\n  found:    {found}\n  expected: {expected}\n  remedy:   {remedy}")
    }
}

/// A scenario that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", listed(.0))]
pub struct ScenarioError(pub Vec<Located>);

fn listed(problems: &[Located]) -> String {
    const SHOWN: usize = 12;
    let mut lines: Vec<String> = problems.iter().take(SHOWN).map(ToString::to_string).collect();
    if problems.len() > SHOWN {
        lines.push(format!("... and {} more", problems.len() - SHOWN));
    }
    lines.join("\n")
}

/// The candidate most like what was typed, if any is like it at all: by its beginning, or but for one slip.
pub fn did_you_mean<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let likeness = |candidate: &str| {
        let one_slip = candidate.chars().count() > 2 && strsim::osa_distance(&typed, candidate) == 1;
        strsim::jaro_winkler(&typed, candidate) + f64::from(u8::from(one_slip))
    };
    candidates
        .into_iter()
        .map(|candidate| (likeness(&candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// A remedy for a name that does not exist.
pub fn name_remedy<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match did_you_mean(typed, candidates.clone()) {
        Some(like) => format!("did you mean `{like}`?"),
        None if candidates.clone().into_iter().next().is_none() => "there is none yet; declare it first".into(),
        None => format!("use one of: {}", candidates.into_iter().collect::<Vec<_>>().join(", ")),
    }
}
