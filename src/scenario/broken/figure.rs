//! The number with which a text begins, however it is written.

use crate::scenario::text::is_seen;

/// Longest text that is looked at for a number (characters).
const LONGEST: usize = 200;
/// What people write before a number.
const BEFORE: [&str; 19] =
    ["€", "$", "£", "¥", "₹", "EUR", "USD", "GBP", "CHF", "~", "≈", "<", ">", "<=", ">=", "≤", "≥", "ca.", "about"];

/// A number as typed.
#[derive(Debug, PartialEq)]
pub struct Figure {
    /// As it is written in TOML.
    pub written: String,
    /// The same where its comma is a decimal one, if it can be either.
    pub or: Option<String>,
    /// What stands before it and does not belong to it.
    pub before: String,
    /// Where it ends (bytes).
    pub end: usize,
    /// Whether blanks, quotes, points or commas part its thousands.
    pub is_parted: bool,
}

/// The number with which a text begins; a comma is part of it only where it cannot part the items of a list.
pub fn figure(text: &str, with_commas: bool) -> Option<Figure> {
    let mut signs = Signs { text, chars: text.char_indices().take(LONGEST).collect(), next: 0 };
    let (minus, before) = signs.before()?;
    let (groups, marks) = signs.groups(with_commas);
    let exponent = signs.exponent();
    let (one, or) = readings(&groups, &marks)?;
    let written = |number: &str| format!("{}{number}{exponent}", if minus { "-" } else { "" });
    let is_parted = marks.len() > 1 || marks.iter().any(|mark| !['.', ','].contains(mark));
    Some(Figure { written: written(&one), or: or.map(|or| written(&or)), before, end: signs.place(), is_parted })
}

/// The characters of a text, one after the other.
struct Signs<'a> {
    text: &'a str,
    chars: Vec<(usize, char)>,
    next: usize,
}

impl Signs<'_> {
    fn at(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.next + ahead).map(|(_, c)| *c)
    }

    fn is_digit(&self, ahead: usize) -> bool {
        self.at(ahead).is_some_and(|c| c.is_ascii_digit())
    }

    fn place(&self) -> usize {
        self.chars.get(self.next).map_or(self.text.len(), |(at, _)| *at)
    }

    /// Whether there is a minus, and what else comes before the first digit; nothing, if that does not come before numbers.
    fn before(&mut self) -> Option<(bool, String)> {
        let (mut minus, mut before) = (false, String::new());
        while !(self.is_digit(0) || self.at(0) == Some('.') && self.is_digit(1)) {
            match self.at(0)? {
                '-' | '−' | '–' | '‐' if !minus => minus = true,
                '+' => {}
                c if is_blank(c) => {}
                c => before.push(c),
            }
            self.next += 1;
        }
        (before.is_empty() || BEFORE.contains(&before.as_str())).then_some((minus, before))
    }

    /// The digits, and the marks between them.
    fn groups(&mut self, with_commas: bool) -> (Vec<String>, Vec<char>) {
        let (mut groups, mut marks) = (vec![String::new()], Vec::new());
        loop {
            while self.is_digit(0) {
                groups.iter_mut().last().expect("there is always one").extend(self.at(0));
                self.next += 1;
            }
            while self.at(0) == Some('_') && self.at(1) == Some('_') {
                self.next += 1;
            }
            let of_thousands = (1..=3).all(|ahead| self.is_digit(ahead)) && !self.is_digit(4);
            let after_thousands = groups.last().is_some_and(|group| (1..=3).contains(&group.len()));
            let mark = self.at(0).filter(|&mark| match mark {
                ',' => with_commas && self.is_digit(1),
                '.' | '\'' | '’' | '_' => self.is_digit(1),
                mark => is_blank(mark) && of_thousands && after_thousands,
            });
            let Some(mark) = mark else { return (groups, marks) };
            marks.push(mark);
            groups.push(String::new());
            self.next += 1;
        }
    }

    /// The exponent; a point or a line at the end of the digits is passed over.
    fn exponent(&mut self) -> String {
        while matches!(self.at(0), Some('.' | '_')) && !self.is_digit(1) && self.at(1) != Some('.') {
            self.next += 1;
        }
        let sign = usize::from(matches!(self.at(1), Some('+' | '-')));
        if !matches!(self.at(0), Some('e' | 'E')) || !self.is_digit(1 + sign) {
            return String::new();
        }
        let start = self.place();
        self.next += 1 + sign;
        while self.is_digit(0) {
            self.next += 1;
        }
        self.text[start..self.place()].into()
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || !is_seen(c)
}

/// The number that digits and the marks between them are, and another where a comma can be either.
fn readings(groups: &[String], marks: &[char]) -> Option<(String, Option<String>)> {
    let last = marks.len().checked_sub(1);
    let count = |mark| marks.iter().filter(|one| **one == mark).count();
    let are_thousands = groups[1..].iter().all(|group| group.len() == 3) && (1..=3).contains(&groups[0].len());
    let decimal = match (count('.'), count(',')) {
        (0, 0) => None,
        (1, 0) => marks.iter().position(|mark| *mark == '.'),
        (0, 1) => marks.iter().position(|mark| *mark == ','),
        (_, 0) | (0, _) if are_thousands => None,
        (_, 1) | (1, _) if last.is_some_and(|last| count(marks[last]) == 1) => last,
        _ => return None,
    };
    if decimal.is_some() && decimal != last {
        return None;
    }
    let is_either = marks == [','] && are_thousands && !groups[0].starts_with('0');
    let decimals = number(groups, decimal);
    Some(if is_either { (number(groups, None), Some(decimals)) } else { (decimals, None) })
}

/// A number with its point after the group at a position.
fn number(groups: &[String], decimal: Option<usize>) -> String {
    let (whole, fraction) = groups.split_at(decimal.map_or(groups.len(), |at| at + 1));
    let whole = whole.concat();
    let digits = whole.trim_start_matches('0');
    let whole = if digits.is_empty() { "0" } else { digits };
    let fraction = fraction.concat();
    if fraction.is_empty() { whole.into() } else { format!("{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_written() {
        for (typed, written) in [
            ("0,7", "0.7"),
            ("−1.0", "-1.0"),
            ("€30", "30"),
            ("20 000", "20000"),
            ("\u{a0}2_000", "2000"),
            ("2 000 000", "2000000"),
            ("1'000", "1000"),
            ("1.000.000", "1000000"),
            ("1.000,50", "1000.50"),
            ("1,000.50", "1000.50"),
            ("0,125", "0.125"),
            ("07", "7"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1__0", "10"),
            ("1e6", "1e6"),
        ] {
            let read = figure(typed, true).map(|figure| (figure.written, figure.or, figure.end));
            assert_eq!(read, Some((written.into(), None, typed.len())), "{typed}");
        }
    }

    #[test]
    fn a_comma_before_three_digits_can_be_either() {
        let read = figure("1,000", true).expect("a number");
        assert_eq!((read.written.as_str(), read.or.as_deref()), ("1000", Some("1.000")));
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for typed in ["E20", "mon-sat 09:00", "1.5.2", "12,34,56", "", "-", "web"] {
            assert_eq!(figure(typed, true), None, "{typed}");
        }
        assert_eq!(figure("0,5", false).map(|figure| figure.end), Some(1));
    }
}
