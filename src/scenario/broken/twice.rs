//! Keys and tables that stand twice in a text.

use super::fault::{Fault, Slip, without_comment};
use super::keys::is_list;

/// What stands twice, and where it stands first.
pub fn slip(fault: &Fault) -> Option<Slip> {
    if fault.says(&["dotted key"]) {
        return below(fault);
    }
    if !fault.says(&["duplicate key"]) {
        return None;
    }
    head(fault).or_else(|| key(fault))
}

/// A head that stands twice, or in two forms.
fn head(fault: &Fault) -> Option<Slip> {
    let name = name(fault.line)?;
    let heads = || lines(fault.text).filter(|(_, line)| self::name(line).as_deref() == Some(&name));
    let single = heads().find(|(_, line)| !line.trim_start().starts_with("[["));
    let is_of_several = is_list(&name) || heads().any(|(_, line)| line.trim_start().starts_with("[["));
    let (at, line) = single.filter(|_| is_of_several).or_else(|| heads().next())?;
    if is_of_several && is_head(line) {
        let expected = format!("[[{name}]], for each of them");
        let place = at + line.find('[').unwrap_or(0) + 1;
        return Some(Slip { at: place, found: line.trim().into(), expected, remedy: format!("write [[{name}]]") });
    }
    let number = fault.text[..at].matches('\n').count() + 1;
    let remedy = format!("write the keys of both below the head in line {number}, and take this one out, or rename it");
    let found = format!("{}, as in line {number}", fault.statement());
    (at < fault.start).then(|| fault.slip(fault.at, &found, super::ONCE, remedy))
}

fn is_head(line: &str) -> bool {
    !line.trim_start().starts_with("[[")
}

/// A key that stands twice in one table.
fn key(fault: &Fault) -> Option<Slip> {
    let (number, line) = above(fault, key_of(fault.statement())?)?;
    let found = format!("{}, and in line {number} {line}", fault.statement());
    Some(fault.slip(fault.at, &found, super::ONCE, "take out one of the two lines"))
}

/// A key of a table that was written in braces, or of what is no table.
fn below(fault: &Fault) -> Option<Slip> {
    let (key, value) = fault.statement().split_once('=')?;
    let (table, key) = key.trim().rsplit_once('.')?;
    let (number, line) = above(fault, table)?;
    let found = format!("{}, and in line {number} {line}", fault.statement());
    let remedy = if line.contains('{') {
        format!("write {key} ={value} within the braces of line {number}")
    } else {
        "take out one of the two lines".into()
    };
    Some(fault.slip(fault.at, &found, super::ONCE, remedy))
}

/// The number of a line above in the same table with this key, and the line.
fn above<'a>(fault: &Fault<'a>, key: &str) -> Option<(usize, &'a str)> {
    let lines: Vec<(usize, &str)> = lines(&fault.text[..fault.start]).collect();
    let in_table = lines.iter().rev().take_while(|(_, line)| name(line).is_none());
    let (at, line) = in_table.copied().find(|(_, line)| key_of(line.trim()) == Some(key))?;
    Some((fault.text[..at].matches('\n').count() + 1, without_comment(line).trim()))
}

fn key_of(statement: &str) -> Option<&str> {
    statement.split_once('=').map(|(key, _)| key.trim())
}

/// Lines with the places where they begin.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |next, line| {
        let at = *next;
        *next += line.len();
        Some((at, line))
    })
}

/// The name in a line such as `[name]` or `[[name]]`.
fn name(line: &str) -> Option<String> {
    let inner = line.trim().strip_prefix('[')?;
    let inner = inner.strip_prefix('[').unwrap_or(inner);
    let parts = inner.split(']').next()?.split('.').map(|part| part.trim().trim_matches(['"', '\'']));
    Some(parts.collect::<Vec<_>>().join("."))
}
