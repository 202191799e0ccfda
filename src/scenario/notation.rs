//! What of a scenario's notation only TOML 1.1 knows: it is read here, and by readers of TOML 1.0 refused. And what TOML
//! reads in another way than it is meant.

use super::broken::in_quotes;
use super::error::Problem;
use super::path::Path;
use super::tree::Node;
use std::ops::Range;
use toml_parser::decoder::Encoding;
use toml_parser::parser::{Event, EventKind, parse_document};

const READERS: &str = "which is TOML 1.1: Python's tomllib before 3.15, taplo and others refuse it";

/// Places of what TOML 1.0 does not know, and what it is; the first of each kind.
pub fn newer(text: &str) -> Vec<(usize, String)> {
    let source = toml_parser::Source::new(text);
    let tokens = source.lex().into_vec();
    let mut found = Newer { text, ..Newer::default() };
    let mut see = |event: Event| found.see(&event);
    parse_document(&tokens, &mut see, &mut ());
    let mut places: Vec<_> = found.first.into_iter().collect();
    places.sort_unstable();
    places.into_iter().map(|(at, what)| (at, format!("{what}, {READERS}"))).collect()
}

/// Paths under `[evidence]` that are typed without quotes, which TOML takes for tables in tables; with their places.
pub fn unquoted_paths(tree: &Node) -> Vec<(usize, Problem)> {
    let mut found = Vec::new();
    let members = tree.get("evidence").and_then(|evidence| evidence.members());
    for (key, member) in members.into_iter().flatten().filter(|(_, member)| member.members().is_some()) {
        within(member, &Path::of([key]), &mut found);
    }
    found
}

fn within(node: &Node, path: &Path, found: &mut Vec<(usize, Problem)>) {
    for (key, member) in node.members().into_iter().flatten() {
        within(member, &path.key(key), found);
    }
    if node.members().is_none() {
        let value = node.text().map_or_else(|| node.shown(), in_quotes);
        let problem = Problem {
            path: Path::of(["evidence"]),
            found: path.to_string(),
            expected: "the path of a number as one key".into(),
            remedy: format!("put the whole path in quotes: write {} = {value}", in_quotes(&path.to_string())),
        };
        found.push((node.at, problem));
    }
}

#[derive(Default)]
struct Newer<'a> {
    text: &'a str,
    first: Vec<(usize, &'static str)>,
    /// Whether each list or inline table that is open is an inline table.
    open: Vec<bool>,
    comma: Option<usize>,
}

impl Newer<'_> {
    fn see(&mut self, event: &Event) {
        let span = event.span();
        let in_table = self.open.last() == Some(&true);
        match event.kind() {
            EventKind::InlineTableOpen | EventKind::ArrayOpen => {
                self.open.push(event.kind() == EventKind::InlineTableOpen);
            }
            EventKind::InlineTableClose | EventKind::ArrayClose => {
                if let (true, Some(comma)) = (in_table, self.comma) {
                    self.note(comma, "a comma at the end of an inline table");
                }
                self.open.pop();
            }
            EventKind::Newline if in_table => self.note(span.start(), "a line break in an inline table"),
            EventKind::Scalar | EventKind::SimpleKey => self.see_text(span.start()..span.end(), event.encoding()),
            _ => {}
        }
        self.comma = match event.kind() {
            EventKind::ValueSep => Some(span.start()),
            EventKind::Whitespace | EventKind::Newline | EventKind::Comment => self.comma,
            _ => None,
        };
    }

    fn see_text(&mut self, span: Range<usize>, encoding: Option<Encoding>) {
        let text = &self.text[span.clone()];
        match encoding {
            Some(Encoding::BasicString | Encoding::MlBasicString) => {
                let mut escapes = text.match_indices('\\');
                while let Some((at, _)) = escapes.next() {
                    match text[at + 1..].chars().next() {
                        Some('e') => self.note(span.start + at, "the escape \\e"),
                        Some('x') => self.note(span.start + at, "an escape with \\x"),
                        Some('\\') => drop(escapes.next()),
                        _ => {}
                    }
                }
            }
            None if is_time_without_seconds(text) => self.note(span.start, "a time without seconds"),
            _ => {}
        }
    }

    fn note(&mut self, at: usize, what: &'static str) {
        if !self.first.iter().any(|(_, told)| *told == what) {
            self.first.push((at, what));
        }
    }
}

/// Whether there are hours and minutes, and nothing of the time after them.
fn is_time_without_seconds(text: &str) -> bool {
    let digits = |part: &str| part.len() >= 2 && part.bytes().take(2).all(|byte| byte.is_ascii_digit());
    let Some((before, after)) = text.split_once(':') else { return false };
    before.len() >= 2
        && before.is_char_boundary(before.len() - 2)
        && digits(&before[before.len() - 2..])
        && digits(after)
        && !after[2..].starts_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        newer(text).into_iter().map(|(_, what)| what.split(", which").next().unwrap_or_default().into()).collect()
    }

    #[test]
    fn what_toml_1_0_knows_has_no_note() {
        for text in [
            "a = [\n1,\n2,\n]",
            "a = { b = [\n1,\n] }",
            "a = \"\\\\e \\\\x41\"",
            "a = '\\e'",
            "a = 07:32:00",
            "a = 1979-05-27T07:32:00-07:00",
            "a = \"07:32\"",
            "# { a = 1, }",
        ] {
            assert!(told(text).is_empty(), "{text}: {:?}", told(text));
        }
    }

    #[test]
    fn what_only_toml_1_1_knows_has_a_note() {
        assert_eq!(told("a = {\n b = 1 }"), ["a line break in an inline table"]);
        assert_eq!(told("a = { b = 1, }"), ["a comma at the end of an inline table"]);
        assert_eq!(told("a = \"\\e\""), ["the escape \\e"]);
        assert_eq!(told("\"\\x41\" = 1"), ["an escape with \\x"]);
        assert_eq!(told("a = 07:32"), ["a time without seconds"]);
        assert_eq!(told("a = 1979-05-27 07:32Z"), ["a time without seconds"]);
        assert_eq!(told("a = [{\n b = 1 },\n{ b = 1, }]").len(), 2);
    }
}
