//! What is wrong with a text that is no TOML, in our own words: those of the parser are for programmers.

use super::error::Problem;
use super::path::Path;
use std::ops::Range;

/// Tables of which there are several, by the last part of their head.
const LISTS: [&str; 3] = ["strategy", "timetable", "follows"];
/// A shorter part of a line does not tell what is meant (bytes).
const LEAST_SHOWN: usize = 3;

const UNQUOTED: &str = "must be quoted";
const ONCE: (&str, &str) = ("each key and each table once", "remove one of the two, or rename it");
const VALUE: (&str, &str) = ("a key, `=` and a value, such as seed = 1", "write key = value");
const IN_LINE: (&str, &str) = (
    "a table in one line, such as { mean = 4, cv = 1.0 }",
    "check its commas and braces, and those of the line before",
);
const QUOTED: (&str, &str) = ("a text between two quotes, on one line", "close the quotes");
const UNSEEN: (&str, &str) = ("lines without control characters", "take out what cannot be seen");
const NUMBER: (&str, &str) =
    ("a number such as 30, 0.5, 1_000 or 1e6", "write it like that; if it is a text, put it in quotes");

/// Parts of what the parser says, with what was expected and the remedy; the first that fits is told.
const KNOWN: [(&str, (&str, &str)); 29] = [
    ("duplicate key", ONCE),
    ("dotted key", ONCE),
    (
        "must be quoted",
        ("a number, a text in quotes, true or false, [ a list ] or { a table }", "put a text in quotes"),
    ),
    ("boolean", ("true or false", "write it in small letters")),
    ("array table", ("a head such as [[strategy]]", "close the double brackets")),
    ("unclosed table", ("a head such as [run]", "close the bracket")),
    ("inline table", IN_LINE),
    ("key-value pairs", IN_LINE),
    ("array", ("a list, such as [\"web\", \"phone\"]", "check its commas and brackets, and those of the line before")),
    ("escape", ("a backslash only as in \\n, \\t, \\\" or \\\\", "double it, or put the text in 'single quotes'")),
    ("unicode", ("\\u and four digits", "correct the digits, or put the text in 'single quotes'")),
    ("comment character", UNSEEN),
    ("carriage return", UNSEEN),
    ("unquoted key", ("a key of letters from a to z, digits, - and _", "put other keys in quotes")),
    ("string", QUOTED),
    ("quote", QUOTED),
    ("key or value", ("one key and its value on a line", "end the line there; decimals have a point, not a comma")),
    ("recur", ("at most a few tables and lists within each other", "check the brackets")),
    ("date", ("a date such as 2027-01-31, in quotes as a text", "put it in quotes")),
    ("time", ("a time such as 08:30:00, in quotes as a text", "put it in quotes")),
    ("value", VALUE),
    ("`=`", VALUE),
    ("zero", NUMBER),
    ("`_`", NUMBER),
    ("sign", NUMBER),
    ("number", NUMBER),
    ("float", NUMBER),
    ("mantissa", NUMBER),
    ("fraction", NUMBER),
];

/// Whether a line holds a value such as 1,000, outside of lists.
fn has_separators(line: &str) -> bool {
    let after = line.split_once('=').map(|(_, value)| value).unwrap_or_default();
    let bytes = after.as_bytes();
    !after.contains(['[', '"', '\''])
        && bytes.windows(3).any(|three| three[0].is_ascii_digit() && three[1] == b',' && three[2].is_ascii_digit())
}

/// The problem at a place that the parser names.
pub fn broken(text: &str, span: Range<usize>, message: &str) -> Problem {
    let line = text.get(..span.start).and_then(|before| text.get(before.rfind('\n').map_or(0, |end| end + 1)..));
    let line = line.map(first_line).unwrap_or_default();
    let part = text.get(span).map(first_line).unwrap_or_default();
    let found = if part.len() < LEAST_SHOWN { without_comment(line) } else { part };
    let problem = |found: &str, expected: String, remedy: &str| Problem {
        path: Path::default(),
        found: found.into(),
        expected,
        remedy: remedy.into(),
    };
    if let Some(name) = head(line).filter(|name| message == "duplicate key" && is_list(name)) {
        return problem(line, format!("[[{name}]], for each of them"), "write all its heads with double brackets");
    }
    if has_separators(line) {
        return problem(line, NUMBER.0.into(), "write numbers without separators of thousands; decimals have a point");
    }
    let (expected, remedy) = match part.chars().next() {
        None if message.contains(UNQUOTED) => VALUE,
        Some('0'..='9' | '+' | '-' | '.') if message.contains(UNQUOTED) => NUMBER,
        _ => words(message),
    };
    problem(if found.is_empty() { "the end of the file" } else { found }, expected.into(), remedy)
}

/// What was expected, and the remedy.
fn words(message: &str) -> (&'static str, &'static str) {
    let said = message.split(", expected").next().unwrap_or(message);
    let known = KNOWN.iter().find(|(part, _)| said.contains(part)).map(|(_, words)| *words);
    known.unwrap_or((
        "a line such as seed = 1, [run] or [[strategy]]",
        "mend the line; https://toml.io shows the notation",
    ))
}

/// The name in a line such as `[name]` or `[[name]]`.
fn head(line: &str) -> Option<&str> {
    let name = line.strip_prefix('[')?.split(']').next()?;
    Some(name.strip_prefix('[').unwrap_or(name).trim())
}

fn is_list(name: &str) -> bool {
    name.rsplit('.').next().is_some_and(|last| LISTS.contains(&last))
}

/// A line without the comment at its end, as far as no quote is open there.
fn without_comment(line: &str) -> &str {
    let mut starts = line.match_indices(" #").map(|(at, _)| &line[..at]);
    starts.find(|start| start.matches(['"', '\'']).count() % 2 == 0).unwrap_or(line).trim_end()
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_matches([' ', '\t', '\r'])
}
