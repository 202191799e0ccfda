//! Quotes that are not those of a file, that are missing, or that stand within a text.

use super::fault::{Fault, Slip, in_quotes, quoted, without_comment};

/// Quotes of books and of word processors.
const TYPOGRAPHIC: [char; 16] = ['“', '”', '„', '‟', '«', '»', '‹', '›', '‘', '’', '‚', '‛', '`', '´', '″', '′'];
/// What begins and ends a text of several lines.
const SEVERAL_LINES: [&str; 2] = ["\"\"\"", "'''"];
/// Those of them that begin a text, and none that ends one.
const OPENING: [char; 5] = ['“', '„', '«', '‘', '‚'];
const EXPECTED: &str = "a text between two quotes of the keyboard, on one line";

/// A text that is not quoted as in TOML, and how it is quoted there.
pub fn slip(fault: &Fault) -> Option<Slip> {
    if fault.says(&["multi-line"]) {
        return of_several_lines(fault);
    }
    let is_in_brackets = fault.assigned().is_some_and(|value| value.text.starts_with('('));
    if is_in_brackets || SEVERAL_LINES.iter().any(|quotes| fault.line.contains(quotes)) {
        return None;
    }
    typographic(fault).or_else(|| backslashes(fault)).or_else(|| missing(fault)).or_else(|| unquoted_before(fault))
}

/// A text of several lines that does not end.
fn of_several_lines(fault: &Fault) -> Option<Slip> {
    let before = fault.text.get(..fault.start + fault.at)?;
    let (at, quotes) = SEVERAL_LINES.iter().filter_map(|quotes| Some((before.rfind(quotes)?, quotes))).max()?;
    let found = before[before[..at].rfind('\n').map_or(0, |end| end + 1)..].lines().next()?.trim().into();
    let expected = "a text of several lines, and its end".into();
    Some(Slip { at, found, expected, remedy: format!("write {quotes} where the text ends") })
}

/// A text, or a key, in typographic quotes.
fn typographic(fault: &Fault) -> Option<Slip> {
    if !fault.says(&["must be quoted", "unquoted key", "string", "quote", "array", "inline", "pairs", "key or value"]) {
        return None;
    }
    let opens = |(at, c): &(usize, char)| TYPOGRAPHIC.contains(c) && is_edge(fault.line[..*at].chars().next_back());
    let plain = quoted(fault.line).into_iter().filter(|(_, end)| end.is_none()).map(|(at, _)| (at, '"'));
    let mut openings: Vec<(usize, char)> = fault.code.iter().copied().filter(opens).chain(plain).collect();
    openings.sort_unstable();
    let ends = |open: usize, c: char| closing(&fault.line[open + c.len_utf8()..]).map(|end| open + c.len_utf8() + end);
    let text = |(open, c): (usize, char)| {
        let (start, end) = (open + c.len_utf8(), ends(open, c)?);
        let is_closed_oddly = fault.line[end..].starts_with(TYPOGRAPHIC) && !fault.line[start..end].contains(OPENING);
        let is_odd = TYPOGRAPHIC.contains(&c) || is_closed_oddly;
        (is_odd && open <= fault.at).then_some((open, start, end))
    };
    let (open, start, end) = openings.into_iter().find_map(text)?;
    let after = end + fault.line[end..].chars().next().map_or(0, char::len_utf8);
    let remedy =
        format!("write {}; the quotes of a file are those of the keyboard", in_quotes(&fault.line[start..end]));
    Some(fault.slip(open, &fault.line[open..after], EXPECTED, remedy))
}

/// Where a text ends that begins here: at a quote after which no letter comes.
fn closing(text: &str) -> Option<usize> {
    let is_end = |(at, c): &(usize, char)| {
        (TYPOGRAPHIC.contains(c) || *c == '"') && is_edge(text[at + c.len_utf8()..].chars().next())
    };
    text.char_indices().find(is_end).map(|(at, _)| at)
}

/// Whether something stands here, beside a quote, that a text does not begin or end with.
fn is_edge(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_whitespace() || "=,;[](){}#.:".contains(c))
}

/// A path of Windows, or another text with backslashes that mean nothing.
fn backslashes(fault: &Fault) -> Option<Slip> {
    if !fault.says(&["escape", "unicode"]) {
        return None;
    }
    let (open, close) = quoted(fault.line).into_iter().rfind(|(open, _)| *open < fault.at)?;
    let text = &fault.line[open + 1..close?];
    let remedy = format!("write {}, in which backslashes are what they are", in_quotes(text));
    Some(fault.slip(open, &fault.line[open..=close?], "a backslash only as in \\n, \\t, \\\" or \\\\", remedy))
}

/// A quote that is missing, or one within a text.
fn missing(fault: &Fault) -> Option<Slip> {
    if !fault.says(&[
        "string",
        "quote",
        "array",
        "inline",
        "pairs",
        "boolean",
        "float",
        "key or value",
        "with no value",
    ]) {
        return None;
    }
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut pairs = quoted(fault.line);
    pairs.retain(|(at, _)| {
        !(is_digit(fault.line[..*at].chars().next_back()) && is_digit(fault.line[at + 1..].chars().next()))
    });
    let before = |at: usize| fault.line[..at].chars().next_back();
    let after = |end: usize| fault.line[end + 1..].chars().next();
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '"' || c == '\'');
    let not_opened = pairs.iter().find(|(open, _)| before(*open).is_some_and(char::is_alphanumeric));
    let not_closed = pairs.iter().find(|(_, close)| close.is_none_or(|close| is_word(after(close))));
    match (not_opened, not_closed) {
        (Some((open, _)), odd) if odd.is_none_or(|(other, _)| open <= other) => {
            let start = fault.line[..*open].rfind(['[', '{', ',', '=']).map_or(0, |at| at + 1);
            let start = start + fault.line[start..].len() - fault.line[start..].trim_start().len();
            Some(told(fault, start, &fault.line[start..=*open], &fault.line[start..*open]))
        }
        (_, Some((open, close))) => not_ended(fault, *open, *close),
        _ => None,
    }
}

/// A text whose quote is not closed where it ends.
fn not_ended(fault: &Fault, open: usize, close: Option<usize>) -> Option<Slip> {
    let rest = without_comment(&fault.line[open + 1..]);
    let inner = close.map_or(rest, |close| &fault.line[open + 1..close]);
    let is_in_list = fault.line[..open].contains(['[', '{']);
    let last = without_comment(fault.line).rfind(['"', '\'']).filter(|last| close.is_some_and(|close| close < *last));
    if let (Some(last), false) = (last, is_in_list && inner.contains(',')) {
        let whole = &fault.line[open + 1..last];
        let remedy = format!("write {}; a quote within a text ends it", in_quotes(whole));
        return Some(fault.slip(open, &fault.line[open..=last], EXPECTED, remedy));
    }
    if close.is_some() && !inner.contains(',') {
        return None;
    }
    let is_key = fault.line[..open].trim().is_empty();
    let end = if is_in_list { inner.find([',', ']', '}']) } else { inner.find('=').filter(|_| is_key) };
    let text = inner[..end.unwrap_or(inner.len())].trim_end();
    if let Some(second) = next_line_that_ends_a_text(fault).filter(|_| close.is_none() && !is_in_list && !is_key) {
        let whole = in_quotes(&format!("{} {second}", rest.trim_end()));
        let remedy = format!("write it on one line: {}{whole}", &fault.line[..open].trim_start());
        return Some(fault.slip(open, &format!("{}{rest}", &fault.line[open..=open]), EXPECTED, remedy));
    }
    let found = if close.is_none() && !is_in_list { rest } else { text };
    Some(told(fault, open, &format!("{}{found}", &fault.line[open..=open]), text))
}

/// What the next line has of a text that goes on there, and ends with the only quote on it.
fn next_line_that_ends_a_text<'a>(fault: &Fault<'a>) -> Option<&'a str> {
    let next = fault.text[fault.start..].lines().nth(1)?.trim();
    let text = next.strip_suffix(['"', '\''])?;
    (!text.contains(['"', '\'', '=', '['])).then_some(text.trim())
}

fn told(fault: &Fault, at: usize, found: &str, text: &str) -> Slip {
    fault.slip(at, found, EXPECTED, format!("a quote is missing: write {}", in_quotes(text)))
}

/// A text before whose last quote no other stands.
fn unquoted_before(fault: &Fault) -> Option<Slip> {
    let value = fault.item().filter(|_| fault.says(&["opening quote"]))?;
    let text = value.alone().trim_end_matches(['"', '\'']);
    Some(told(fault, value.start, value.alone(), text))
}
