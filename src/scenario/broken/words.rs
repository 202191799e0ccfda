//! Words in the place of a value: texts without quotes, and what is true, false, nothing or without end elsewhere.

use super::fault::{Fault, Slip, in_quotes, unseen};
use crate::scenario::text::{is_seen, told};

/// A value that is a word, and how it is written in TOML.
pub fn slip(fault: &Fault) -> Option<Slip> {
    let value = fault.item().filter(|_| fault.says(&["must be quoted", "boolean", "float", "date", "time"]))?;
    let typed = value.alone();
    let slip = |found: &str, expected: &str, remedy: String| Some(fault.slip(value.start, found, expected, remedy));
    let truth = "true or false";
    match typed.to_lowercase().trim_end_matches(';') {
        text if text.chars().all(|c| !is_seen(c) || c.is_whitespace()) => {
            let remedy = unseen(text).map(|c| format!("take out {}, and write a value", told(c)))?;
            slip(fault.statement(), "a key, `=` and a value, such as seed = 1", remedy)
        }
        text if text.chars().all(|c| c.is_ascii_digit() || ".,_' ".contains(c)) => None,
        "yes" | "y" | "on" => slip(typed, truth, "write true".into()),
        "no" | "n" | "off" => slip(typed, truth, "write false".into()),
        "true" => slip(typed, truth, "write true, in small letters".into()),
        "false" => slip(typed, truth, "write false, in small letters".into()),
        "inf" | "infinity" | "∞" | "+∞" | "unlimited" => slip(typed, "a number, or inf", "write inf".into()),
        "none" | "null" | "nil" | "na" | "n/a" | "nan" | "-" | "–" | "?" => {
            slip(typed, "a value", "take the line out, so that the default holds".into())
        }
        text if text.contains('=') && value.within.is_none() => {
            slip(typed, "a table in braces", format!("write {{ {typed} }}"))
        }
        "|" | ">" => slip(typed, "a text in quotes", "write a text of several lines between \"\"\" and \"\"\"".into()),
        "½" => slip(typed, super::numbers::NUMBER, "write 0.5".into()),
        "¼" => slip(typed, super::numbers::NUMBER, "write 0.25".into()),
        "¾" => slip(typed, super::numbers::NUMBER, "write 0.75".into()),
        _ => {
            let expected = "a number, a text in quotes, true or false, [ a list ] or { a table }";
            slip(typed, expected, format!("put a text in quotes: write {}", in_quotes(typed)))
        }
    }
}
