//! Where a text stops being TOML: the line, what of it is code, and the value or the pair that the place is in.

use crate::scenario::text::{is_seen, told};
use std::str::CharIndices;

/// What begins a comment in other notations.
const COMMENTS: [&str; 6] = ["//", "/*", "--", ";", "%", "REM "];
/// Longest part of a line that is looked at (bytes).
const LONGEST_LOOKED_AT: usize = 4000;

/// A place at which a text stops being TOML.
pub struct Fault<'a> {
    /// The text.
    pub text: &'a str,
    /// What the parser says.
    pub message: &'a str,
    /// Where the line begins (bytes of the text).
    pub start: usize,
    /// The line.
    pub line: &'a str,
    /// The place (bytes of the line).
    pub at: usize,
    /// Characters of the line that stand in no quotes and no comment, with their places.
    pub code: Vec<(usize, char)>,
}

/// What was typed instead of TOML, and what to write instead.
#[derive(Debug)]
pub struct Slip {
    /// Where it stands (bytes of the text).
    pub at: usize,
    /// What was typed.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to write instead.
    pub remedy: String,
}

/// A value as typed, up to the end of its line.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    /// Where it begins (bytes of the line).
    pub start: usize,
    /// From there to the end of the line, without a comment.
    pub text: &'a str,
    /// What it stands in, if that is on the same line: `[` or `{`.
    pub within: Option<char>,
}

impl Value<'_> {
    /// Up to the end of the value, as far as brackets and commas tell.
    pub fn alone(&self) -> &str {
        if self.within.is_some() { until_comma(self.text) } else { self.text }
    }
}

/// Up to the first comma or closing bracket.
pub fn until_comma(text: &str) -> &str {
    text[..text.find([',', ']', '}']).unwrap_or(text.len())].trim_end()
}

impl<'a> Fault<'a> {
    /// The place that the parser names.
    pub fn new(text: &'a str, place: usize, message: &'a str) -> Self {
        let place = text.floor_char_boundary(place);
        let start = text[..place].rfind('\n').map_or(0, |end| end + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        let line = &line[..line.floor_char_boundary(LONGEST_LOOKED_AT)];
        Self { text, message, start, line, at: (place - start).min(line.len()), code: code(line) }
    }

    /// Whether the parser says one of these words.
    pub fn says(&self, words: &[&str]) -> bool {
        let said = self.message.split(", expected").next().unwrap_or(self.message);
        words.iter().any(|word| said.contains(word))
    }

    /// The line without a comment and without blanks around it.
    pub fn statement(&self) -> &'a str {
        without_comment(self.line).trim()
    }

    /// The last of some characters of code before a place of the line.
    pub fn last_before(&self, place: usize, is_one: impl Fn(char) -> bool) -> Option<(usize, char)> {
        self.code.iter().rev().find(|(at, c)| *at < place && is_one(*c)).copied()
    }

    /// The first of some characters of code from a place of the line on.
    pub fn first_from(&self, place: usize, is_one: impl Fn(char) -> bool) -> Option<(usize, char)> {
        self.code.iter().find(|(at, c)| *at >= place && is_one(*c)).copied()
    }

    /// The value after the last `=` before the place.
    pub fn assigned(&self) -> Option<Value<'a>> {
        let (equals, _) = self.last_before(self.at, |c| c == '=')?;
        Some(self.value(equals + 1))
    }

    /// The value, or the item of a list, that the place is in; an item may stand on a line of its own.
    pub fn item(&self) -> Option<Value<'a>> {
        match self.last_before(self.at, |c| ['=', '[', ','].contains(&c)) {
            Some((after, _)) => Some(self.value(after + 1)),
            None if self.says(&["must be quoted", "boolean", "float"]) => {
                Some(Value { within: Some('['), ..self.value(0) })
            }
            None => None,
        }
    }

    /// Whether the place is under the head `[evidence]`, whose values are texts.
    pub fn is_of_evidence(&self) -> bool {
        let above = self.text[..self.start].lines().rev().map(str::trim).find(|line| line.starts_with('['));
        above.is_some_and(|head| head.starts_with("[evidence]"))
    }

    fn value(&self, start: usize) -> Value<'a> {
        let rest = &without_comment(self.line)[start.min(without_comment(self.line).len())..];
        let text = rest.trim_start_matches([' ', '\t']);
        Value {
            start: start + rest.len() - text.len(),
            text: text.trim_end_matches([' ', '\t']),
            within: self.within(start),
        }
    }

    /// The bracket that is open at a place of the line.
    fn within(&self, place: usize) -> Option<char> {
        let mut open = Vec::new();
        for (_, c) in self.code.iter().take_while(|(at, _)| *at < place) {
            match c {
                '[' | '{' => open.push(*c),
                ']' | '}' => drop(open.pop()),
                _ => {}
            }
        }
        open.pop()
    }

    /// The key of the pair that a place of the line is in, and what comes before it on the line.
    pub fn key_start(&self, place: usize) -> usize {
        let start = self.last_before(place, |c| c == '{' || c == ',').filter(|_| self.within(place) == Some('{'));
        let start = start.map_or(0, |(at, c)| at + c.len_utf8());
        start + self.line[start..].len() - self.line[start..].trim_start().len()
    }

    /// What was typed at a place of this line.
    pub fn slip(&self, at: usize, found: &str, expected: impl Into<String>, remedy: impl Into<String>) -> Slip {
        let shown = match found.trim() {
            "" => found.chars().next().map_or("nothing".into(), told),
            found => found.into(),
        };
        Slip { at: self.start + at, found: shown, expected: expected.into(), remedy: remedy.into() }
    }
}

/// Characters in no quotes and no comment, with their places; a quote that is not closed goes on to the end.
fn code(line: &str) -> Vec<(usize, char)> {
    let mut code = Vec::new();
    let mut chars = line.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '#' => break,
            '"' | '\'' => drop(pass_quoted(&mut chars, c)),
            _ => code.push((at, c)),
        }
    }
    code
}

/// Goes on behind the quote that ends a text; whether there is one.
fn pass_quoted(chars: &mut CharIndices<'_>, quote: char) -> bool {
    while let Some((_, c)) = chars.next() {
        match c {
            '\\' if quote == '"' => drop(chars.next()),
            c if c == quote => return true,
            _ => {}
        }
    }
    false
}

/// A line without the comment at its end. Where a quote is not closed, ` #` begins one nevertheless.
pub fn without_comment(line: &str) -> &str {
    let mut chars = line.char_indices();
    while let Some((at, c)) = chars.next() {
        let is_open = ['"', '\''].contains(&c) && !pass_quoted(&mut chars, c);
        if c == '#' || is_open {
            let end = if is_open { line[at..].find(" #").map(|end| at + end) } else { Some(at) };
            return &line[..end.unwrap_or(line.len())];
        }
    }
    line
}

/// Where quotes are opened and closed, but for those in a comment.
pub fn quoted(line: &str) -> Vec<(usize, Option<usize>)> {
    let mut quoted = Vec::new();
    let mut chars = line.char_indices();
    while let Some((open, c)) = chars.next() {
        if c == '#' {
            break;
        }
        if c == '"' || c == '\'' {
            let is_closed = pass_quoted(&mut chars, c);
            quoted.push((open, is_closed.then(|| chars.offset() - 1)));
        }
    }
    quoted
}

/// What is said in a comment as other notations have them, with which a text begins.
pub fn commented(text: &str) -> Option<&str> {
    let text = COMMENTS.iter().find_map(|sign| text.strip_prefix(sign))?;
    Some(text.trim_end_matches("*/").trim())
}

/// How a comment is written behind something.
pub fn with_comment(before: &str, comment: &str) -> String {
    match comment {
        "" => format!("write {before}"),
        comment => format!("a comment begins with #: write {before} # {comment}"),
    }
}

/// The value in quotes, so that it is read as typed.
pub fn in_quotes(text: &str) -> String {
    match (text.contains(['"', '\\']), text.contains('\'')) {
        (false, _) => format!("\"{text}\""),
        (true, false) => format!("'{text}'"),
        (true, true) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// The name and the level that an item of levels means: in full, where it says no number.
pub fn level_meant(item: &str) -> (&str, &str) {
    let (name, level) = item.trim().split_once([' ', '=', ':']).unwrap_or((item.trim(), ""));
    let level = level.trim_matches([' ', '=', ':']);
    (name, if level.is_empty() { "1" } else { level })
}

/// Pairs of a key and its value in one text, with commas between them, as they are written; a comma without a key after it
/// belongs to the value.
pub fn pairs_in_a_text(text: &str) -> Option<String> {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    for item in text.split(',') {
        match (item.split_once('='), pairs.last_mut()) {
            (Some((key, value)), _) => pairs.push((key.trim(), value.trim().into())),
            (None, Some((_, value))) => value.extend([", ", item.trim()]),
            (None, None) => return None,
        }
    }
    let pair = |(key, value): &(&str, String)| {
        let value = if is_value(value) { value.clone() } else { in_quotes(value) };
        format!("{} = {value}", in_quotes(key))
    };
    Some(pairs.iter().map(pair).collect::<Vec<_>>().join(", "))
}

/// Whether a text is a value of TOML.
pub fn is_value(text: &str) -> bool {
    toml::de::DeTable::parse(&format!("value = {text}")).is_ok_and(|table| table.get_ref().len() == 1)
}

/// The first character that is not seen, or is a blank unlike those of the keyboard.
pub fn unseen(text: &str) -> Option<char> {
    text.chars().find(|&c| c != '\t' && !c.is_ascii_graphic() && c != ' ' && (c.is_whitespace() || !is_seen(c)))
}
