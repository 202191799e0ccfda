//! Keys and heads of tables that are written as elsewhere: with blanks, arrows, colons, brackets too few or too many.

use super::fault::{
    Fault, Slip, commented, in_quotes, is_value, pairs_in_a_text, quoted, unseen, until_comma, with_comment,
    without_comment,
};
use crate::scenario::text::{is_seen, told};

/// Tables of which there are several, by the last part of their head.
const LISTS: [&str; 3] = ["strategy", "timetable", "follows"];
/// Tables of what has a name.
const NAMED: [&str; 8] = ["segment", "journey", "channel", "staff", "stock", "campaign", "capability", "strategy"];
/// What people write for the passage from one channel to another.
const ARROWS: [&str; 9] = ["→", "⟶", "⇒", "➔", "->", "–>", "—>", "=>", "»"];
/// What begins a pair in programs.
const DECLARING: [&str; 5] = ["let ", "export ", "set ", "var ", "const "];

const KEY: &str = "a key of letters from a to z, digits, - and _, or in quotes";
const PAIR: &str = "a key, `=` and a value, such as seed = 1";

/// A line, a head or a key that is written as elsewhere, and how it is written in TOML.
pub fn slip(fault: &Fault) -> Option<Slip> {
    other_notation(fault)
        .or_else(|| comment(fault))
        .or_else(|| blank(fault))
        .or_else(|| head(fault))
        .or_else(|| arrow(fault))
        .or_else(|| pair_in_quotes(fault))
        .or_else(|| assignment(fault))
        .or_else(|| odd_key(fault))
}

fn is_of_key(fault: &Fault) -> bool {
    fault.says(&["unquoted key", "with no value", "missing assignment", "extra `=`", "key-value pair"])
}

fn comment(fault: &Fault) -> Option<Slip> {
    let line = fault.line.trim();
    let text = commented(line).filter(|_| is_of_key(fault))?;
    let remedy = format!("a comment begins with #: write # {text}");
    Some(fault.slip(indent(fault), line, "a line such as seed = 1, or a comment", remedy))
}

/// A line of a file in another notation altogether.
fn other_notation(fault: &Fault) -> Option<Slip> {
    let remedy = match fault.line.trim() {
        line if line.starts_with("{\\rtf") => "this is RTF: save it as plain text, which any editor of texts can",
        line if line.starts_with('{') && !line.contains('=') => {
            "this is JSON: write [run] above what is in \"run\", and each key as seed = 1"
        }
        line if line.starts_with("- ") => {
            "write [[strategy]] above each strategy, and lists in brackets, such as [\"web\", \"phone\"]"
        }
        "---" => "take it out; each table begins with its head, such as [run]",
        _ => return None,
    };
    let line = "a line such as seed = 1, [run] or [[strategy]]";
    is_of_key(fault).then(|| fault.slip(indent(fault), fault.line, line, remedy))
}

fn indent(fault: &Fault) -> usize {
    fault.line.len() - fault.line.trim_start().len()
}

/// A blank unlike those of the keyboard, or what is not seen at all, where a key is due.
fn blank(fault: &Fault) -> Option<Slip> {
    let odd = fault.line[fault.at..].chars().next().filter(|_| fault.says(&["unquoted key"]))?;
    let odd = unseen(odd.encode_utf8(&mut [0; 4]))?;
    let clean: String = fault
        .statement()
        .chars()
        .map(|c| if c == odd && c.is_whitespace() { ' ' } else { c })
        .filter(|c| *c != odd)
        .collect();
    Some(match clean.trim() {
        "" => fault.slip(fault.at, &told(odd), PAIR, "take the line out"),
        clean => fault.slip(fault.at, fault.statement(), PAIR, format!("take out {}: write {clean}", told(odd))),
    })
}

/// A head such as `[run]`.
fn head(fault: &Fault) -> Option<Slip> {
    let line = fault.statement();
    let is_head = fault.says(&["unclosed table", "array table", "unquoted key", "key or value"]);
    let inner = line.strip_prefix('[').filter(|_| is_head)?.trim_start_matches(['[', ' ']);
    let (name, after) = inner.split_at(inner.find([']', '[']).unwrap_or(inner.len()));
    let after = after[after.rfind(']').map_or(0, |end| end + 1)..].trim_start_matches([' ', ';']);
    let head = head_of(name.trim());
    let typed = without_comment(fault.line);
    let odd = unseen(&typed[typed.rfind(']').map_or(typed.len(), |end| end + 1)..]);
    let remedy = match commented(after) {
        Some(comment) => with_comment(&head, comment),
        None if after.chars().all(|c| !is_seen(c) || c.is_whitespace()) => match odd {
            Some(odd) => format!("take out {}: write {head}", told(odd)),
            None => format!("write {head}"),
        },
        None => format!("write {head}, and {after} on the next line"),
    };
    let expected = "a head such as [run], [channel.web] or [[strategy]]";
    (!name.trim().is_empty()).then(|| fault.slip(indent(fault), line, expected, remedy))
}

/// The head of a table by its name as typed.
fn head_of(name: &str) -> String {
    let first = name.split([' ', '/', ':', '>']).next().unwrap_or_default();
    let rest = name[first.len()..].trim_matches([' ', '/', ':', '>']);
    let path = match rest {
        "" => as_key(name),
        rest if NAMED.contains(&first) => format!("{first}.{}", as_key(rest)),
        _ => as_key(name),
    };
    if is_list(&path) { format!("[[{path}]]") } else { format!("[{path}]") }
}

/// Whether there are several tables of this name.
pub fn is_list(name: &str) -> bool {
    name.rsplit('.').next().is_some_and(|last| LISTS.contains(&last))
}

/// A key and its value in one pair of quotes, in a table in one line.
fn pair_in_quotes(fault: &Fault) -> Option<Slip> {
    let is_in_table = |open: usize| fault.line[..open].trim_end().ends_with(['{', ',']);
    let ends = |close: usize| fault.line[close + 1..].trim_start().starts_with(['}', ',']);
    let pairs = quoted(fault.line).into_iter().filter_map(|(open, close)| Some((open, close?)));
    let mut pairs = pairs.filter(|&(open, close)| is_in_table(open) && ends(close) && fault.line.contains('{'));
    let is_pair = |&(open, close): &(usize, usize)| fault.line[open + 1..close].contains('=');
    let (open, close) = pairs.find(is_pair)?;
    let pairs = pairs_in_a_text(&fault.line[open + 1..close])?;
    let remedy = format!("put quotes around the key, and around a text: write {pairs}");
    Some(fault.slip(open, &fault.line[open..=close], PAIR, remedy))
}

/// A key with an arrow that has an `=` in it.
fn arrow(fault: &Fault) -> Option<Slip> {
    let at = fault.code.windows(2).find(|two| two[0].1 == '=' && two[1] == (two[0].0 + 1, '>'))?[0].0;
    let start = fault.key_start(at);
    Some(match fault.first_from(at + 1, |c| c == '=') {
        Some((end, _)) => quoted_key(fault, start, end),
        None => pair(fault, start, at, at + 2),
    })
}

/// A key and a value with something else between them than one `=`.
fn assignment(fault: &Fault) -> Option<Slip> {
    let start = fault.key_start(fault.at);
    if fault.says(&["extra `=`"]) {
        let (equals, _) = fault.last_before(fault.at, |c| c == '=')?;
        let after = fault.line[equals..].trim_start_matches(['=', ' ']);
        return Some(pair(fault, start, equals, fault.line.len() - after.len()));
    }
    let is_colon = fault.line[fault.at..].starts_with(':') && is_of_key(fault);
    let is_here = is_colon || fault.says(&["with no value", "missing assignment"]);
    let colon = fault.first_from(start, |c| c == ':').filter(|_| is_here)?.0;
    let value = colon + 1 + usize::from(fault.line[colon + 1..].starts_with('='));
    fault.first_from(value, |c| c == '=').is_none().then(|| pair(fault, start, colon, value))
}

/// A pair, whose key ends and whose value begins at places of the line.
fn pair(fault: &Fault, start: usize, end: usize, value: usize) -> Slip {
    let rest = without_comment(fault.line);
    let rest = rest.get(value..).unwrap_or_default();
    let is_nested = fault.line[..start].contains('{');
    let value = if is_nested { until_comma(rest).trim() } else { rest.trim().trim_end_matches(',') };
    let key = as_key(fault.line[start..end].trim());
    let remedy = match value {
        "" if is_nested => format!("write {key} = and its value"),
        "" => format!("write {}, or {key} = and its value", head_of(&key)),
        value if is_value(value) => format!("write {key} = {value}"),
        value => format!("write {key} = {}", in_quotes(value)),
    };
    let found = if is_nested { fault.line[start..].trim_end_matches(['}', ' ']) } else { fault.statement() };
    fault.slip(start, found, PAIR, remedy)
}

/// A key that must be in quotes, or a pair without `=`.
fn odd_key(fault: &Fault) -> Option<Slip> {
    if !fault.says(&["unquoted key", "with no value", "missing assignment"]) {
        return None;
    }
    let start = fault.key_start(fault.at);
    if let Some((end, _)) =
        fault.first_from(start, |c| c == '=').filter(|(end, _)| !fault.line[start..*end].trim().is_empty())
    {
        return Some(quoted_key(fault, start, end));
    }
    let rest = without_comment(fault.line).get(start..)?;
    let typed = if fault.line[..start].contains('{') { until_comma(rest) } else { rest.trim_end() };
    let (key, value) = typed.split_once([' ', '\t']).filter(|(key, _)| is_bare(key) || key.starts_with('"'))?;
    let value = value.trim();
    let value = if is_value(value) { value.into() } else { in_quotes(value) };
    Some(fault.slip(start, typed, PAIR, format!("write {key} = {value}")))
}

fn quoted_key(fault: &Fault, start: usize, end: usize) -> Slip {
    let typed = fault.line[start..end].trim();
    let declared = DECLARING.iter().find_map(|word| typed.strip_prefix(word));
    let key = as_key(declared.unwrap_or(typed));
    let what = match declared {
        Some(_) => "a key stands alone",
        None if typed.split('.').any(str::is_empty) => "take out the point",
        None => "put it in quotes",
    };
    let value = without_comment(fault.line).get(end + 1..).unwrap_or_default();
    let value = if fault.line[..start].contains('{') { until_comma(value) } else { value };
    let value = if is_value(value) { value.trim() } else { "and its value" };
    fault.slip(start, typed, KEY, format!("{what}: write {key} = {value}"))
}

/// A key as it is written in TOML: each part in quotes where it must be.
fn as_key(typed: &str) -> String {
    let straight = ARROWS.iter().fold(typed.to_string(), |key, arrow| key.replace(arrow, ">"));
    let is_quoted = straight.contains(['"', '\'']);
    let bare: String = straight.chars().filter(|c| !['"', '\''].contains(c)).collect();
    let trimmed: Vec<&str> = bare.split('>').map(str::trim).collect();
    let name = trimmed.join(">");
    let parts = if is_quoted {
        vec![name.as_str()]
    } else {
        name.split('.').map(str::trim).filter(|part| !part.is_empty()).collect()
    };
    let written = |part: &str| if is_bare(part) { part.to_string() } else { format!("\"{part}\"") };
    parts.into_iter().map(written).collect::<Vec<_>>().join(".")
}

fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}
