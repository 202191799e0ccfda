//! What is wrong with a text that is no TOML, in our own words: those of the parser are for programmers. What people type
//! who know other notations is told with what to write instead.

mod after;
mod brackets;
mod fault;
pub mod figure;
mod keys;
mod numbers;
mod quotes;
mod twice;
mod width;
mod words;

use crate::scenario::error::Problem;
use crate::scenario::path::Path;
use fault::{Fault, Slip, without_comment};
pub use fault::{in_quotes, level_meant, pairs_in_a_text};
use numbers::NUMBER;
use std::ops::Range;
use toml::de::DeTable;

/// A shorter part of a line does not tell what is meant (bytes).
const LEAST_SHOWN: usize = 3;
/// What is due where something stands twice.
const ONCE: &str = "each key and each table once";

const TWICE: (&str, &str) = (ONCE, "remove one of the two, or rename it");
const VALUE: (&str, &str) = ("a key, `=` and a value, such as seed = 1", "write key = value");
const IN_LINE: (&str, &str) = (
    "a table in one line, such as { mean = 4, cv = 1.0 }",
    "check its commas and braces, and those of the line before",
);
const QUOTED: (&str, &str) = ("a text between two quotes, on one line", "close the quotes");
const UNSEEN: (&str, &str) = ("lines without control characters", "take out what cannot be seen");
const OTHER: (&str, &str) = (NUMBER, "write it in digits, with one point at most");

/// Parts of what the parser says, with what was expected and the remedy; the first that fits is told.
const KNOWN: [(&str, (&str, &str)); 30] = [
    ("duplicate key", TWICE),
    ("dotted key", TWICE),
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
    ("cannot be empty", ("a name before `=`, and within the brackets of a head", "write the name that is missing")),
    ("unquoted key", ("a key of letters from a to z, digits, - and _", "put other keys in quotes")),
    ("string", QUOTED),
    ("quote", QUOTED),
    ("key or value", ("one key and its value on a line", "end the line there; decimals have a point, not a comma")),
    ("recur", ("at most a few tables and lists within each other", "check the brackets")),
    ("date", ("a date such as 2027-01-31, in quotes as a text", "put it in quotes")),
    ("time", ("a time such as 08:30:00, in quotes as a text", "put it in quotes")),
    ("value", VALUE),
    ("`=`", VALUE),
    ("zero", OTHER),
    ("`_`", OTHER),
    ("sign", OTHER),
    ("number", OTHER),
    ("float", OTHER),
    ("mantissa", OTHER),
    ("fraction", OTHER),
];

/// What is looked for, in this order: the first that is found is told.
const SLIPS: [fn(&Fault) -> Option<Slip>; 8] =
    [twice::slip, width::slip, quotes::slip, keys::slip, numbers::slip, after::slip, brackets::slip, words::slip];

/// The problem at a place that the parser names, and where it stands (bytes).
pub fn broken(text: &str, span: Range<usize>, message: &str) -> (usize, Problem) {
    let fault = Fault::new(text, span.start, message);
    let problem =
        |found: String, expected: String, remedy: String| Problem { path: Path::default(), found, expected, remedy };
    if let Some(Slip { at, found, expected, remedy }) = SLIPS.iter().find_map(|slip| slip(&fault)) {
        return (at, problem(found, expected, remedy));
    }
    let part = text.get(span.clone()).and_then(|part| part.lines().next()).unwrap_or_default().trim();
    let found = if part.len() < LEAST_SHOWN { fault.statement() } else { without_comment(part) };
    let (expected, remedy) = words(&fault, part);
    (
        span.start,
        problem(if found.is_empty() { "the end of the file" } else { found }.into(), expected.into(), remedy.into()),
    )
}

/// What to write for a number in another notation that came as a text, for a key in a unit.
pub fn number_meant(typed: &str, unit: Option<&str>) -> Option<String> {
    let key = unit.and_then(|unit| unit.split(' ').next()).unwrap_or("number");
    let line = format!("{key} = {typed}");
    let (_, errors) = DeTable::parse_recoverable(&line);
    let first = errors.iter().min_by_key(|error| error.span().map_or(0, |span| span.start))?;
    let fault = Fault::new(&line, first.span().unwrap_or_default().start, first.message());
    numbers::slip(&fault).map(|slip| slip.remedy)
}

/// What was expected, and the remedy.
fn words(fault: &Fault, part: &str) -> (&'static str, &'static str) {
    if fault.says(&["must be quoted"]) {
        match part.chars().next() {
            None => return VALUE,
            Some('0'..='9' | '+' | '-' | '.') => return OTHER,
            Some(_) => {}
        }
    }
    let known = KNOWN.iter().find(|(part, _)| fault.says(&[part])).map(|(_, words)| *words);
    known.unwrap_or((
        "a line such as seed = 1, [run] or [[strategy]]",
        "mend the line; https://toml.io shows the notation",
    ))
}
