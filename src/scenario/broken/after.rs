//! What stands after a value on its line: a comment of another notation, a mark, another value, another pair.

use super::brackets::{LIST, TABLE};
use super::fault::{Fault, Slip, Value, commented, in_quotes, is_value, level_meant, with_comment, without_comment};

const PAIR: &str = "one key and its value on a line";
const END: &str = "the end of the line, or a comment";
/// Marks that end a value in other notations.
const MARKS: [char; 3] = [',', ';', ' '];

/// What stands after a value, and how the line is written.
pub fn slip(fault: &Fault) -> Option<Slip> {
    if !fault.says(&["key or value", "must be quoted", "boolean", "float", "extra assignment", "opening quote"]) {
        return None;
    }
    let value = fault.assigned()?;
    two_pairs(fault, value)
        .or_else(|| comment(fault, value))
        .or_else(|| mark(fault, value))
        .or_else(|| list(fault, value))
        .or_else(|| rest(fault))
}

/// Two pairs without a comma, or a line break, between them.
fn two_pairs(fault: &Fault, value: Value) -> Option<Slip> {
    let typed = value.alone();
    let (before, second) = typed.split_once('=')?;
    let before = before.trim_end();
    let at = before.rfind([' ', '\t', ';'])? + 1;
    let (first, key) = (before[..at].trim_end_matches([' ', '\t', ';']), &before[at..]);
    let second = second.trim();
    if key.is_empty() || !is_value(first) {
        return None;
    }
    let before = key_of(fault, value);
    let (expected, remedy) = match value.within {
        Some('{') if second.starts_with(['{', '[']) => {
            (TABLE, format!("put a comma before {key}: write {before} {first},"))
        }
        Some('{') => (TABLE, format!("put a comma between them: write {before} {first}, {key} = {second}")),
        _ => (PAIR, format!("end the line before it: write {key} = {second} on the next line")),
    };
    Some(fault.slip(value.start + at, &typed[at..], expected, remedy))
}

/// The key of a value, and what stands between them.
fn key_of<'a>(fault: &Fault<'a>, value: Value) -> &'a str {
    fault.line[fault.key_start(value.start)..value.start].trim()
}

/// A value and a comment of another notation.
fn comment(fault: &Fault, value: Value) -> Option<Slip> {
    let is_after_value = |at: &usize| value.alone()[..*at].ends_with([' ', '\t']) && is_value(&value.alone()[..*at]);
    let signs = value.alone().char_indices().filter(|(_, c)| "/-;%".contains(*c)).map(|(at, _)| at);
    let at = signs.into_iter().take(MOST_SIGNS).find(is_after_value)?;
    let (typed, after) = value.alone().split_at(at);
    let text = commented(after)?;
    Some(fault.slip(value.start, value.alone(), END, with_comment(typed.trim(), text)))
}

/// Most places at which a comment may begin that are looked at.
const MOST_SIGNS: usize = 8;

/// A value and nothing but a comma or a semicolon after it.
fn mark(fault: &Fault, value: Value) -> Option<Slip> {
    let typed = value.text.trim_end_matches(MARKS);
    let is_marked = typed.len() < value.text.len() && !typed.contains([',', ';']);
    let remedy = format!("take out what comes after the value: write {} {}", key_of(fault, value), corrected(typed));
    let is_alone = is_marked && value.within.is_none();
    is_alone.then(|| fault.slip(fault.key_start(value.start), fault.statement(), PAIR, remedy))
}

/// Values with commas between them: a list without brackets, or a text without quotes.
fn list(fault: &Fault, value: Value) -> Option<Slip> {
    let is_at_comma = fault.line[fault.at..].trim_start().starts_with(',');
    let is_list = is_at_comma || fault.at <= value.start && !value.text.starts_with(['"', '{', '[']);
    let items = value.text.trim_start_matches('(').trim_end_matches(')').split(',').map(str::trim);
    if !is_list
        || value.within.is_some()
        || items.clone().count() < 2
        || items.clone().any(|item| item.is_empty() || item.contains('='))
    {
        return None;
    }
    let key = key_of(fault, value);
    if key.trim_end_matches('=').trim_end().rsplit('.').next() == Some("levels") {
        let items = items.map(level_meant).map(|(name, level)| format!("{name} = {level}"));
        let remedy = format!("write {key} {{ {} }}, where 1 is in full", items.collect::<Vec<_>>().join(", "));
        return Some(fault.slip(value.start, value.text, TABLE, remedy));
    }
    if fault.is_of_evidence() || items.clone().any(|item| item.contains([' ', ':']) && !is_value(item)) {
        let remedy = format!("put a text in quotes: write {key} {}", in_quotes(value.text));
        return Some(fault.slip(value.start, value.text, "a text in quotes", remedy));
    }
    let items: Vec<String> = items.map(corrected).collect();
    let remedy = format!("put a list in brackets: write {key} [{}]", items.join(", "));
    Some(fault.slip(value.start, value.text, LIST, remedy))
}

fn corrected(value: &str) -> String {
    if is_value(value) { value.into() } else { in_quotes(value) }
}

/// Whatever else stands after a value.
fn rest(fault: &Fault) -> Option<Slip> {
    let (before, after) =
        without_comment(fault.line).split_at_checked(fault.at).filter(|_| fault.says(&["key or value"]))?;
    let (before, after) = (before.trim(), after.trim());
    if let Some(text) = commented(after) {
        return Some(fault.slip(fault.at, after, END, with_comment(before, text)));
    }
    let next = after.trim_start_matches(MARKS);
    if next.contains('=') && !next.starts_with('=') {
        let remedy = format!("end the line before it: write {next} on the next line");
        return Some(fault.slip(fault.at, next, PAIR, remedy));
    }
    Some(fault.slip(fault.at, after, END, format!("take out what comes after the value: write {before}")))
}
