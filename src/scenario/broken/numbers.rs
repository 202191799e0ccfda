//! Numbers as they are written elsewhere: with a sign of per cent, a unit, separators, a decimal comma.

use super::fault::{Fault, Slip, Value, commented, unseen, until_comma, with_comment};
use super::figure::{Figure, figure};
use crate::scenario::text::{is_seen, told};
use crate::scenario::tree::plain;

/// What is due.
pub const NUMBER: &str = "a number such as 30, 0.5, 1_000 or 1e6";
const MONEY: &str = "money is in the scenario's currency";
const MONEY_SIGNS: &str = "€$£¥₹";

/// A number that is written as elsewhere, and how it is written in TOML.
pub fn slip(fault: &Fault) -> Option<Slip> {
    let assigned = fault.assigned().filter(|value| value.within != Some('['));
    let whole = assigned.and_then(|value| read(fault, value, true));
    whole.or_else(|| list(fault)).or_else(|| read(fault, fault.item()?, false))
}

/// The same of one value, in which a comma can be a decimal one or not.
fn read(fault: &Fault, value: Value, with_commas: bool) -> Option<Slip> {
    let figure = figure(value.text, with_commas)?;
    let (typed, after) = value.text.split_at(figure.end);
    let after = if value.within.is_some() { until_comma(after) } else { after };
    // The parser stops in the number, or at the first character after it that is no blank.
    let up_to_fault = value.text.get(..fault.at.checked_sub(value.start)?).unwrap_or(value.text);
    let is_here = up_to_fault.get(figure.end..).is_none_or(|between| between.trim().is_empty());
    if !is_here || after.contains('=') || is_of_text(fault, value) {
        return None;
    }
    let found = &value.text[..figure.end + after.len()];
    let odd = unseen(typed).or_else(|| unseen(after));
    let after = after.trim_matches(|c: char| c.is_whitespace() || !is_seen(c));
    let number = figure.written.parse().ok()?;
    let whole = Typed { fault, value, figure: &figure, number, after };
    let told_of = AFTER.iter().find_map(|look| look(&whole));
    let remedy = told_of.or_else(|| odd.filter(|_| after.is_empty()).map(|_| format!("write {}", figure.written)))?;
    let minus = if typed.contains(['−', '–', '‐']) { ", with the plain minus of the keyboard" } else { "" };
    let odd = odd.map(|c| format!("; take out {}", told(c))).unwrap_or_default();
    Some(fault.slip(value.start, found, NUMBER, format!("{remedy}{minus}{odd}")))
}

/// Keys of texts, which may begin with a number.
const TEXTS: [&str; 5] = ["hours", "title", "name", "description", "kind"];

/// Whether a text is due, or hours are meant.
fn is_of_text(fault: &Fault, value: Value) -> bool {
    let key = fault.line[..value.start].trim_end().trim_end_matches('=').trim_end();
    let is_time = value.alone().contains(':') && !value.alone().contains(" :");
    is_time || TEXTS.iter().any(|text| key.ends_with(text)) || fault.is_of_evidence()
}

/// A list whose numbers have decimal commas, and something else than commas between them.
fn list(fault: &Fault) -> Option<Slip> {
    let (open, _) = fault.last_before(fault.at, |c| c == '[')?;
    let (close, _) = fault.first_from(fault.at, |c| c == ']')?;
    let inner = &fault.line[open + 1..close];
    let items: Vec<&str> = if inner.contains(';') { inner.split(';').collect() } else { inner.split(' ').collect() };
    let items: Vec<&str> = items.into_iter().map(|item| item.trim().trim_end_matches(',')).collect();
    let items = || items.iter().filter(|item| !item.is_empty());
    let numbers = items().map(|item| only(item)).collect::<Option<Vec<_>>>()?;
    let remedy = format!("decimals have a point: write [{}]", numbers.join(", "));
    items()
        .any(|item| item.contains(','))
        .then(|| fault.slip(open, &fault.line[open..=close], "numbers with commas between them", remedy))
}

/// A number as typed, and what stands after it up to the end of its value.
struct Typed<'a> {
    fault: &'a Fault<'a>,
    value: Value<'a>,
    figure: &'a Figure,
    number: f64,
    after: &'a str,
}

/// What is looked for after a number, in this order: the first that is found is told.
const AFTER: [fn(&Typed) -> Option<String>; 9] =
    [alone, next_item, per_cent, comment, multiple, range, computed, unit, one_of_them];

impl Typed<'_> {
    /// What comes after the first of some signs, if it stands after the number.
    fn after(&self, signs: &[&str]) -> Option<&str> {
        signs.iter().find_map(|sign| self.after.strip_prefix(sign)).map(str::trim)
    }
}

/// What to write for a number after which nothing comes.
fn alone(typed: &Typed) -> Option<String> {
    let Figure { written, or, before, end, is_parted } = typed.figure;
    if !typed.after.is_empty() || typed.value.text[..*end] == *written {
        return None;
    }
    if let Some(or) = or {
        return Some(format!("write {written} if the comma parts thousands, {or} if it is a decimal one"));
    }
    let is_long = *is_parted && written.len() > 3 && written.bytes().all(|byte| byte.is_ascii_digit());
    let parted = if is_long { format!(" or {}", in_thousands(written)) } else { String::new() };
    let without = match before.as_str() {
        "" => String::new(),
        sign if is_of_money(sign) => format!(", without `{sign}`: {MONEY}"),
        sign => format!(", without `{sign}`"),
    };
    Some(format!("write {written}{parted}{without}"))
}

fn next_item(typed: &Typed) -> Option<String> {
    let next = only(typed.after.trim_start_matches(';').trim()).filter(|_| typed.value.within == Some('['))?;
    Some(format!("put a comma between them: write {}, {next}", typed.figure.written))
}

fn per_cent(typed: &Typed) -> Option<String> {
    typed.after(&["%", "per cent", "percent", "pct"])?;
    let share = tidy(typed.number / 100.0);
    Some(if typed.value.text.trim_start().starts_with('+') {
        format!("write {} as a factor; as a share, write {share}", tidy(1.0 + typed.number / 100.0))
    } else {
        format!("write {share}; shares and probabilities are from 0 to 1")
    })
}

fn comment(typed: &Typed) -> Option<String> {
    let in_brackets = || typed.after.strip_prefix('(')?.strip_suffix(')');
    Some(with_comment(&typed.figure.written, commented(typed.after).or_else(in_brackets)?))
}

fn multiple(typed: &Typed) -> Option<String> {
    let times = match typed.after.trim_end_matches('.') {
        "k" | "K" | "Tsd" => 1e3,
        "M" | "Mio" => 1e6,
        "Mrd" | "bn" => 1e9,
        _ => return None,
    };
    Some(format!("write {}", tidy(typed.number * times)))
}

fn range(typed: &Typed) -> Option<String> {
    let next = typed.after(&["-", "–", "..", "to "]).and_then(only)?;
    Some(format!("write one number: {} or {next}, or one between them", typed.figure.written))
}

fn computed(typed: &Typed) -> Option<String> {
    let number = |signs: &[&str]| typed.after(signs).and_then(only)?.parse::<f64>().ok();
    let product = number(&["*", "×", "x"]).map(|next| typed.number * next);
    let quotient = || number(&["/", "÷"]).map(|next| typed.number / next);
    let sum = || number(&["+"]).map(|next| typed.number + next);
    let comes_to = product.or_else(quotient).or_else(sum).filter(|number| number.is_finite())?;
    Some(format!("write {}; nothing is computed in a file", tidy(comes_to)))
}

fn unit(typed: &Typed) -> Option<String> {
    let Figure { written, or, .. } = typed.figure;
    let is_unit = |c: char| c.is_alphabetic() || MONEY_SIGNS.contains(c) || "/. ".contains(c);
    if typed.after.is_empty() || !typed.after.chars().all(is_unit) {
        return None;
    }
    let or = or.as_ref().map(|or| format!(", or {or} if the comma is a decimal one")).unwrap_or_default();
    Some(match in_unit_of_key(typed) {
        Some((number, unit)) => format!("write {number}; the key is in {unit}"),
        None => format!("write {written}{or}, without `{}`: {}", typed.after, unit_meant(typed.after)),
    })
}

fn one_of_them(typed: &Typed) -> Option<String> {
    let is_date = typed.after.starts_with('-') && typed.value.text.len() > 9;
    let is_more = !typed.after.is_empty() && !typed.after.starts_with([',', ']', '}']) && !is_date;
    is_more.then(|| format!("write one number alone, such as {}", typed.figure.written))
}

/// What the unit of a number is, where it is not written.
fn unit_meant(unit: &str) -> &'static str {
    if minutes(unit).is_some() {
        "time is in the unit of its key"
    } else if is_of_money(unit) {
        MONEY
    } else {
        "money is in the scenario's currency, time in the unit of its key"
    }
}

fn is_of_money(sign: &str) -> bool {
    sign.chars().all(|c| MONEY_SIGNS.contains(c) || c.is_uppercase())
}

/// The number in the unit of its key, and what that is, where both are units of time.
fn in_unit_of_key(typed: &Typed) -> Option<(String, &'static str)> {
    let minutes = minutes(typed.after)?;
    let before = &typed.fault.line[..typed.value.start];
    let of_key = [("minutes", 1.0), ("days", 1440.0)];
    let (name, in_minutes) =
        of_key.into_iter().filter(|(name, _)| before.contains(name)).max_by_key(|(name, _)| before.rfind(name))?;
    Some((tidy(typed.number * minutes / in_minutes), name))
}

/// Minutes in a unit of time.
fn minutes(unit: &str) -> Option<f64> {
    Some(match unit.trim_end_matches('.') {
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0 / 60.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 1.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 60.0,
        "d" | "day" | "days" => 1440.0,
        "w" | "week" | "weeks" => 10_080.0,
        "y" | "yr" | "yrs" | "year" | "years" => 364.0 * 1440.0,
        _ => return None,
    })
}

/// A number in the digits that it needs.
fn tidy(number: f64) -> String {
    plain(format!("{number:.11e}").parse().unwrap_or(number))
}

fn in_thousands(digits: &str) -> String {
    let begins = |at: usize| at > 0 && (digits.len() - at).is_multiple_of(3);
    digits.char_indices().flat_map(|(at, digit)| begins(at).then_some('_').into_iter().chain([digit])).collect()
}

/// The number that a text is, and nothing else.
fn only(text: &str) -> Option<String> {
    let figure = figure(text, true)?;
    (text[figure.end..].trim().is_empty() && figure.or.is_none()).then_some(figure.written)
}
