//! Where in a scenario something stands: names of tables and keys, and positions in lists.

use super::text::short;
use std::fmt;

/// Most parts of a path, and most tables and lists within each other.
pub const DEEPEST: usize = 12;
/// Longest part that is shown (characters).
const SHOWN: usize = 70;

/// A part of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The key of a table.
    Key(String),
    /// The position in a list, from 0.
    Index(usize),
}

impl Part {
    /// As it stands in a path, alone.
    pub fn shown(&self) -> String {
        match self {
            Self::Key(key) => key.clone(),
            Self::Index(index) => index.to_string(),
        }
    }
}

/// The way from the top of a scenario to a value; empty for the scenario as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Path(Vec<Part>);

impl Path {
    /// The way along some keys.
    pub fn of<const N: usize>(keys: [&str; N]) -> Self {
        Self(keys.into_iter().map(|key| Part::Key(key.into())).collect())
    }

    /// A path as a user types it, with points between its parts; a part in quotes may hold points, and a position stands in
    /// brackets or between points.
    pub fn typed(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let in_quotes = |quote: char| rest.strip_prefix(quote).and_then(|quoted| quoted.split_once(quote));
            let (part, after) = match in_quotes('"').or_else(|| in_quotes('\'')) {
                Some((part, after)) => (part, after.strip_prefix('.').unwrap_or(after)),
                None => rest.split_once('.').unwrap_or((rest, "")),
            };
            match part.strip_suffix(']').and_then(|part| part.split_once('[')) {
                Some((list, position)) if position.bytes().all(|byte| byte.is_ascii_digit()) => {
                    parts.extend([list, position].map(|part| Part::Key(part.into())));
                }
                _ => parts.push(Part::Key(part.into())),
            }
            rest = after;
        }
        Self(parts)
    }

    /// The parts, from the top.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// A key of what stands here.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.with(Part::Key(key.into()))
    }

    /// An item of what stands here.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Part::Index(index))
    }

    fn with(&self, part: Part) -> Self {
        self.and(&[part])
    }

    /// The way on from what stands here.
    #[must_use]
    pub fn and(&self, rest: &[Part]) -> Self {
        Self([&self.0, rest].concat())
    }

    /// The first parts of this path.
    #[must_use]
    pub fn first(&self, count: usize) -> Self {
        Self(self.0.iter().take(count).cloned().collect())
    }

    /// The same with positions as they are typed, which cannot be told from keys.
    #[must_use]
    pub fn as_if_typed(&self) -> Self {
        Self(self.0.iter().map(|part| Part::Key(part.shown())).collect())
    }

    /// Whether this is the other, or stands in it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// Whether this is the scenario as a whole.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&Self> for Path {
    fn from(path: &Self) -> Self {
        path.clone()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.0.iter().take(DEEPEST).enumerate() {
            match part {
                Part::Index(index) => write!(f, "[{index}]")?,
                Part::Key(key) => {
                    let point = if at == 0 { "" } else { "." };
                    let is_bare = |c: char| c.is_alphanumeric() || ['_', '-'].contains(&c);
                    let quote = if !key.is_empty() && key.chars().all(is_bare) { "" } else { "\"" };
                    write!(f, "{point}{quote}{}{quote}", short(key, SHOWN))?;
                }
            }
        }
        f.write_str(if self.0.len() > DEEPEST { "..." } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_holds_a_point_is_in_quotes_when_typed_and_when_shown() {
        let path = Path::typed("channel.\"web.de\".open");
        assert_eq!(path, Path::of(["channel", "web.de", "open"]));
        assert_eq!(path.to_string(), "channel.\"web.de\".open");
        assert_eq!(Path::of(["strategy"]).index(2).key("set").key("a.b").to_string(), "strategy[2].set.\"a.b\"");
        assert_eq!(Path::of(["choice", "synergy", "web>phone"]).to_string(), "choice.synergy.\"web>phone\"");
    }

    #[test]
    fn a_path_of_any_length_is_shown_in_a_few_hundred_characters() {
        let path = Path::typed(&format!("{}.{}", "x".repeat(1 << 20), "x.".repeat(20_000)));
        assert!(path.to_string().len() < 200, "{path}");
    }
}
