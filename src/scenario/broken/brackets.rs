//! Brackets that are not closed, and commas between pairs and items that are missing or too many.

use super::fault::{Fault, Slip};

/// What is due between braces.
pub const TABLE: &str = "a table in one line, such as { mean = 4, cv = 1.0 }";
/// What is due where values stand beside each other.
pub const LIST: &str = "a list, such as [\"web\", \"phone\"]";
const LIST_CLOSED: (&str, &str, &str) = ("bracket", "]", LIST);
const TABLE_CLOSED: (&str, &str, &str) = ("brace", " }", TABLE);
/// Most lines above that are looked at.
const MOST_ABOVE: usize = 200;

/// A bracket or a comma that is missing or too many, and how the line is written.
pub fn slip(fault: &Fault) -> Option<Slip> {
    other_bracket(fault)
        .or_else(|| not_closed_above(fault))
        .or_else(|| not_closed(fault))
        .or_else(|| comma_too_many(fault))
        .or_else(|| comma_missing(fault))
}

/// A bracket that is closed by another one, or that stands around what belongs in the other one.
fn other_bracket(fault: &Fault) -> Option<Slip> {
    let (open, bracket) = fault.last_before(fault.at, |c| c == '[' || c == '{')?;
    let (close, closing) = fault.first_from(open, |c| c == ']' || c == '}')?;
    let has_pairs = fault.first_from(open, |c| c == '=').is_some_and(|(at, _)| at < close);
    let has_colons = fault.first_from(open, |c| c == ':').is_some_and(|(at, _)| at < close);
    let is_other = (bracket == '[') != (closing == ']') || bracket == '[' && has_pairs;
    let is_list = fault.says(&["extra comma"]) && bracket == '{' && !has_pairs;
    let (begin, end) = if has_pairs { ("{", "}") } else { ("[", "]") };
    let inner = &fault.line[open + 1..close];
    let (before, after) = (fault.line[..open].trim_start(), fault.line[close + 1..].trim_end());
    let expected = if has_pairs { TABLE } else { LIST };
    let remedy = format!("write {before}{begin}{inner}{end}{after}");
    let is_it = (is_other || is_list) && !has_colons && before.contains('=') && !inner.trim().is_empty();
    is_it.then(|| fault.slip(open, &fault.line[open..=close], expected, remedy))
}

/// A bracket on a line before, which is not closed there.
fn not_closed_above(fault: &Fault) -> Option<Slip> {
    let above = Fault::new(fault.text, begun_above(fault)?, fault.message);
    let (at, bracket) = open_bracket(&above)?;
    let (what, closing, expected) = if bracket == '[' { LIST_CLOSED } else { TABLE_CLOSED };
    let says = match bracket {
        '[' => &["array", "must be quoted", "boolean", "float", "date", "extra `=`"][..],
        _ => &["inline table", "key-value pairs"],
    };
    let is_begun = above.code.iter().any(|(equals, c)| *c == '=' && *equals < at);
    if !is_begun || !fault.says(says) || !(is_head(fault) || is_pair(fault) || fault.statement().is_empty()) {
        return None;
    }
    let typed = above.statement();
    let last = fault.text[..fault.start].trim_end();
    let number = last.matches('\n').count() + 1;
    if bracket == '{' && is_closed_below(fault) {
        let remedy = format!("put a comma at the end of line {number}: write {typed},");
        return (!typed.ends_with(',')).then(|| above.slip(at, typed, "a comma between two keys", remedy));
    }
    let remedy = if above.start + above.line.len() < last.len() {
        format!("close the {what}: write {} at the end of line {number}", closing.trim())
    } else {
        format!("close the {what}: write {}{closing}", typed.trim_end_matches(','))
    };
    Some(above.slip(at, typed, expected, remedy))
}

/// Where the last line above begins that begins something: a pair or a head.
fn begun_above(fault: &Fault) -> Option<usize> {
    let mut end = fault.start.checked_sub(1)?;
    for _ in 0..MOST_ABOVE {
        let start = fault.text[..end].rfind('\n').map_or(0, |end| end + 1);
        let line = Fault::new(fault.text, start, fault.message);
        if is_pair(&line) || is_head(&line) {
            return Some(start);
        }
        end = start.checked_sub(1)?;
    }
    None
}

fn is_head(fault: &Fault) -> bool {
    let line = fault.statement();
    line.starts_with('[')
        && line.ends_with(']')
        && line.trim_matches(['[', ']']).chars().all(|c| !['[', ',', '='].contains(&c))
}

/// Whether a line begins with a key and `=`.
fn is_pair(fault: &Fault) -> bool {
    let first = fault.code.iter().find(|(_, c)| *c != ' ' && *c != '\t').map(|(_, c)| *c);
    first.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '=') && fault.code.iter().any(|(_, c)| *c == '=')
}

/// Whether there are more braces closed than opened from this line to the next head.
fn is_closed_below(fault: &Fault) -> bool {
    let lines = fault.text[fault.start..].lines().take_while(|line| !line.starts_with('['));
    let count = |line: &str, brace: char| line.matches(brace).count();
    let (opened, closed) = lines.fold((0, 0), |(o, c), line| (o + count(line, '{'), c + count(line, '}')));
    closed > opened
}

/// The bracket of a line that is open at its end.
fn open_bracket(fault: &Fault) -> Option<(usize, char)> {
    let mut open = Vec::new();
    for (at, c) in &fault.code {
        match c {
            '[' | '{' => open.push((*at, *c)),
            ']' | '}' => drop(open.pop()),
            _ => {}
        }
    }
    open.pop()
}

/// A bracket of this line that is not closed at the end of the file.
fn not_closed(fault: &Fault) -> Option<Slip> {
    let (at, bracket) = open_bracket(fault).filter(|_| fault.says(&["unclosed array", "unclosed inline"]))?;
    let typed = fault.statement();
    let (what, closing, expected) = if bracket == '[' { LIST_CLOSED } else { TABLE_CLOSED };
    let whole = typed.trim_end_matches(',');
    Some(fault.slip(at, typed, expected, format!("close the {what}: write {whole}{closing}")))
}

/// Two commas without a value between them.
fn comma_too_many(fault: &Fault) -> Option<Slip> {
    let line = fault.line.trim();
    let once = [", ,", ",,", "[,", "{,", "[ ,", "{ ,"].iter().fold(line.to_string(), |line, two| {
        line.replace(two, two.trim_end_matches([',', ' ']).get(..1).unwrap_or(","))
    });
    let remedy = format!("take out a comma: write {once}");
    fault.says(&["extra comma"]).then(|| fault.slip(fault.at, line, "a value between two commas", remedy))
}

/// Two pairs of an inline table, or two items of a list, without a comma between them.
fn comma_missing(fault: &Fault) -> Option<Slip> {
    let on_line = fault.line[..fault.at].trim();
    let above = fault.text[..fault.start].trim_end();
    let (place, before) = match on_line {
        "" => ("at the end of the line before", above.rsplit('\n').next().unwrap_or_default().trim()),
        before => ("before it", before),
    };
    let expected = if fault.says(&["array"]) { LIST } else { TABLE };
    let remedy = format!("put a comma {place}: write {before},");
    fault.says(&["missing comma between"]).then(|| fault.slip(fault.at, fault.statement(), expected, remedy))
}
