//! Names that programs which read our tables take for something else than text, or for one another. What each reader
//! does is in `docs/tables.md`; the tests in `tests/readers` hold the readers to it.

use crate::scenario::text::JOINERS;
use unicode_normalization::UnicodeNormalization;

/// What a name is taken for, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misread {
    Mark,
    Missing,
    Truth,
    Number,
    Date,
    Formula,
}

impl Misread {
    /// What some reader takes a name for, if any does.
    pub(super) fn of(name: &str) -> Option<Self> {
        let plain = plain(name);
        [
            (Self::Mark, is_mark as fn(&str) -> bool),
            (Self::Missing, is_missing),
            (Self::Truth, is_truth),
            (Self::Number, is_number),
            (Self::Date, is_date),
            (Self::Formula, is_formula),
        ]
        .into_iter()
        .find_map(|(misread, is_so)| is_so(&plain).then_some(misread))
    }

    /// To go after a name: what it is, and to whom.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Mark => "which stands for all in the tables",
            Self::Missing => "which pandas, R or csvkit read as a missing value",
            Self::Truth => "which R, DuckDB or pandas read as true or false",
            Self::Number => "which programs that read tables take for a number",
            Self::Date => "which DuckDB or a spreadsheet take for a date or a time",
            Self::Formula => "which a spreadsheet takes for a formula, by its first character",
        }
    }
}

/// Two names with the same key differ in nothing but case, blanks, joiners and the encoding of letters: one and the same
/// to a spreadsheet's look-up, to the folders of some systems, or to whoever types them again.
pub(super) fn alike_key(name: &str) -> String {
    let seen = name.nfkd().filter(|c| !c.is_whitespace() && !JOINERS.contains(c));
    seen.flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfkc().collect()
}

/// In small letters, and with plain digits for those of other scripts, which some readers know as digits.
fn plain(name: &str) -> String {
    let digit = |c: char| if c.is_numeric() && !c.is_ascii() { '0' } else { c };
    name.trim().chars().map(digit).flat_map(char::to_lowercase).collect()
}

fn is_mark(name: &str) -> bool {
    name == "*"
}

fn is_missing(name: &str) -> bool {
    const MISSING: [&str; 13] =
        [".", "#n/a", "#n/a n/a", "#na", "1.#ind", "1.#qnan", "<na>", "n/a", "na", "nan", "none", "null", "nat"];
    MISSING.contains(&name.trim_start_matches(['-', '+']))
}

fn is_truth(name: &str) -> bool {
    ["t", "f", "true", "false", "yes", "no"].contains(&name)
}

fn is_formula(name: &str) -> bool {
    name.starts_with(['=', '+', '-', '@'])
}

/// A number with all that somebody reads past: blanks, separators, currency, per cent, brackets, a sign behind it
/// (`65+` is 65 to a spreadsheet), a type's letter.
fn is_number(name: &str) -> bool {
    let bare: String = name.chars().filter(|c| !c.is_whitespace() && !"_,'".contains(*c)).collect();
    let bare = bare.trim_matches(|c| "$€£¥%()".contains(c)).trim_end_matches(['+', '-']);
    let is_real = |text: &str| text.parse::<f64>().is_ok();
    is_real(bare) || is_typed(bare, is_real) || is_by_base(bare)
}

/// A number and the letter of its type, as in `1L`, `5d`, `2i`; `1d5` and `1e` are numbers to R, and `1+2i` one too.
fn is_typed(text: &str, is_real: impl Fn(&str) -> bool) -> bool {
    let starts_as_number = text.trim_start_matches(['+', '-', '.']).starts_with(|c: char| c.is_ascii_digit());
    let number = text.strip_suffix(['d', 'e', 'f', 'i', 'l', 's']);
    let sum = number.filter(|_| text.ends_with('i')).and_then(|sum| sum.rsplit_once(['+', '-']));
    starts_as_number
        && (number.is_some_and(&is_real)
            || is_real(&text.replacen('d', "e", 1))
            || sum.is_some_and(|(real, imaginary)| is_real(real) && is_real(imaginary)))
}

/// Digits after `0x`, `0o` or `0b`.
fn is_by_base(text: &str) -> bool {
    let text = text.trim_start_matches(['+', '-']);
    let of = |prefix, base| {
        text.strip_prefix(prefix).is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_digit(base)) && rest.chars().all(|c| c.is_digit(base) || ".p+-".contains(c))
        })
    };
    of("0x", 16) || of("0o", 8) || of("0b", 2)
}

fn is_date(name: &str) -> bool {
    name == "epoch" || is_date_in_digits(name) || is_hour(name) || is_date_with_month(name)
}

/// `3/4`, `1-2`, `2024-01-01`, `12:30`, `24.12.`; but not a range such as `18-25`, where no part is a month.
fn is_date_in_digits(name: &str) -> bool {
    let separates = |c: char| "-/.: tz+".contains(c);
    let groups: Vec<&str> = name.split(separates).filter(|group| !group.is_empty()).collect();
    let is_month = |group: &&str| group.parse().is_ok_and(|number: u32| (1..=12).contains(&number));
    name.starts_with(|c: char| c.is_ascii_digit())
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()))
        && (groups.len() > 2 || groups.len() == 2 && (name.contains(':') || groups.iter().any(is_month)))
}

/// `9am`, `12:30 pm`.
fn is_hour(name: &str) -> bool {
    let hour = name.strip_suffix("am").or_else(|| name.strip_suffix("pm")).map(str::trim_end);
    hour.is_some_and(|hour| {
        hour.starts_with(|c: char| c.is_ascii_digit()) && hour.chars().all(|c| c.is_ascii_digit() || c == ':')
    })
}

/// `MAR1`, `1-Mar`, `Jan 2024`: a month by its English name, and one or two numbers.
fn is_date_with_month(name: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let letters: String = name.chars().filter(|c| c.is_alphabetic()).collect();
    let is_month = letters.len() >= 3
        && (letters == "sept" || MONTHS.iter().any(|month| *month == letters || month[..3] == letters));
    let only_digits_besides = name.chars().all(|c| c.is_alphabetic() || c.is_ascii_digit() || "-/., ".contains(c));
    let letters_together = name.contains(&letters);
    is_month && only_digits_besides && letters_together && name.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_are(misread: Misread, names: &[&str]) {
        for name in names {
            assert_eq!(Misread::of(name), Some(misread), "{name}");
            assert_eq!(Misread::of(&name.to_uppercase()), Some(misread), "{name}, in capitals");
        }
    }

    #[test]
    fn what_no_reader_takes_for_something_else_is_a_name() {
        for name in include_str!("../../../tests/readers/names.txt").lines() {
            assert_eq!(Misread::of(name), None, "{name}");
        }
    }

    #[test]
    fn what_stands_for_all_is_no_name() {
        all_are(Misread::Mark, &["*"]);
    }

    #[test]
    fn what_a_reader_takes_for_missing_is_no_name() {
        let names = ["NA", "n/a", "nan", "-NaN", "null", "none", "<NA>", "#N/A", "#N/A N/A", "#NA", "NaT", "."];
        all_are(Misread::Missing, &names);
        all_are(Misread::Missing, &["-1.#IND", "1.#QNAN"]);
    }

    #[test]
    fn what_a_reader_takes_for_true_or_false_is_no_name() {
        all_are(Misread::Truth, &["T", "f", "true", "False", "yes", "NO"]);
    }

    #[test]
    fn what_a_reader_takes_for_a_number_is_no_name() {
        let plain = ["0", "007", "1e5", "-5", "+5", ".5", "1.", "1.000,5", "1,000", "1_000", "1 000", "1'000", "1e400"];
        all_are(Misread::Number, &plain);
        all_are(Misread::Number, &["inf", "-Infinity", "+inf", "5%", "$5", "5 €", "(5)", "(1,000)", "65+", "65 -"]);
        all_are(Misread::Number, &["0x1F", "0b101", "0o17", "0x1p3", "1L", "1d5", "1e", "1.5e", "5d", "1i", "2+3i"]);
        all_are(Misread::Number, &["１２", "٣", "½"]);
    }

    #[test]
    fn what_a_reader_takes_for_a_date_or_a_time_is_no_name() {
        let digits = ["1-2", "3/4", "24/7", "2024-01-01", "2024-01", "01.02.2024", "1.2.", "1.2.3", "12:30", "1:2"];
        all_are(Misread::Date, &digits);
        all_are(Misread::Date, &["2024-01-01T10:00:00Z", "2024-01-01 10:00", "1/2/2024", "1 1/2", "epoch"]);
        all_are(
            Misread::Date,
            &["MAR1", "1-Mar", "Mar-1", "SEPT2", "Sep 2", "Jan 2024", "1 January 2024", "May 1, 24"],
        );
    }

    #[test]
    fn what_a_spreadsheet_takes_for_a_formula_is_no_name() {
        all_are(Misread::Formula, &["=1+1", "=web", "+web", "-web", "@web", "-", "--"]);
    }

    #[test]
    fn names_that_differ_in_case_blanks_or_encoding_alone_are_alike() {
        for (one, other) in [
            ("Web", "web"),
            ("base ", "base"),
            ("e mail", "email"),
            ("Ä", "a\u{308}"),
            ("ΣΑΣ", "σας"),
            ("می\u{200c}خواهم", "میخواهم"),
        ] {
            assert_eq!(alike_key(one), alike_key(other));
        }
        assert_ne!(alike_key("e-mail"), alike_key("email"));
    }
}
