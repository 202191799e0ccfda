//! Of what a name can be made.

use crate::scenario::text::{is_joiner_in_place, is_seen, told};
use crate::scenario::typed::bounds::{LONGEST_NAME, MARKS_IN_NAMES};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// What a name can be, in words.
pub const ALPHABET: &str =
    "at most 60 letters, digits, blanks and -_.,&/()+'%, the first no + or -, no blank at either end";

/// What keeps a text from being a name, if anything does. A name is made of letters and combining marks of any script,
/// digits, blanks and a few marks, begins with none that makes a formula of it or hangs on what is before it, and has no
/// blank at either end.
pub fn flaw(name: &str) -> Option<String> {
    let begins = |c: &char| c.general_category_group() != GeneralCategoryGroup::Mark && !"+-".contains(*c);
    let Some(first) = name.chars().next() else { return Some("which is empty".into()) };
    if name.chars().take(LONGEST_NAME + 1).count() > LONGEST_NAME {
        Some(format!("of {} characters", name.chars().count()))
    } else if let Some(stranger) = stranger(name) {
        Some(format!("with {}", told(stranger)))
    } else if !begins(&first) {
        Some(format!("which begins with {}", told(first)))
    } else {
        (name.trim() != name).then(|| "with a blank at an end".into())
    }
}

/// The first character that cannot stand in a name.
fn stranger(name: &str) -> Option<char> {
    let mut strangers = name.char_indices().filter(|&(at, c)| !is_in_names(c) && !is_joiner_in_place(name, at));
    strangers.next().map(|(_, c)| c)
}

fn is_in_names(c: char) -> bool {
    use unicode_properties::GeneralCategory::DecimalNumber;
    let group = c.general_category_group();
    let is_written = matches!(group, GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark);
    c == ' ' || MARKS_IN_NAMES.contains(c) || is_seen(c) && (is_written || c.general_category() == DecimalNumber)
}

/// Whether Windows keeps a name for a device, with any ending.
pub fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_uppercase();
    let is_numbered = |device| stem.strip_prefix(device).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&stem.as_str())
        || is_numbered("COM")
        || is_numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_are_of_the_alphabet() {
        for name in [
            "web",
            "A/B",
            "65 and over",
            "No. 1",
            "50 % more",
            "łódź",
            "e\u{301}",
            "店舗",
            "नमस्ते",
            "don't (yet)",
            "می\u{200c}خواهم",
            "ශ්\u{200d}රී",
        ] {
            assert_eq!(flaw(name), None, "{name}");
        }
        for name in include_str!("../../../tests/readers/names.txt").lines() {
            assert_eq!(flaw(name), None, "{name}");
        }
        assert_eq!(flaw(&"ä".repeat(60)), None);
    }

    #[test]
    fn what_is_not_seen_or_acts_on_a_program_is_not() {
        for name in
            ["", " web", "web ", "=web", "+web", "-web", "@web", "a\u{1b}b", "a\u{200b}b", "a\u{202e}b", "a\u{3164}"]
        {
            assert!(flaw(name).is_some(), "{name:?}");
        }
        for name in
            ["a\tb", "a\nb", "a\"b", "a;b", "a|b", "a<b", "a>b", "a*b", "a\\b", "a\u{a0}b", "\u{301}e", "½ a", "👍"]
        {
            assert!(flaw(name).is_some(), "{name:?}");
        }
        assert_eq!(flaw(&"ä".repeat(61)), Some("of 61 characters".into()));
    }

    #[test]
    fn devices_of_windows_are_reserved_with_any_ending() {
        for name in ["con", "NUL", "Com1", "lpt9", "aux.old"] {
            assert!(is_reserved(name), "{name}");
        }
        for name in ["contact", "com", "com10", "null and void"] {
            assert!(!is_reserved(name), "{name}");
        }
    }
}
