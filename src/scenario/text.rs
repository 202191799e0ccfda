//! Texts of a user's, made fit to be printed: nothing in them moves the cursor, turns the direction of writing, or is
//! there without being seen.

use std::borrow::Cow;
use std::fmt::Write;
use std::io;
use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Widest word that is shown whole in a message (columns).
const WIDEST_WORD: usize = 66;

/// Whether a character is seen where it stands, and does nothing else.
pub fn is_seen(c: char) -> bool {
    use GeneralCategory::{Control, Format, LineSeparator, ParagraphSeparator, PrivateUse};
    let acts = matches!(c.general_category(), Control | Format | LineSeparator | ParagraphSeparator | PrivateUse);
    c.is_ascii_graphic() || c == ' ' || !acts && !is_empty(c)
}

/// Letters and marks that Unicode means to be invisible: fillers, joiners, selectors.
const fn is_empty(c: char) -> bool {
    matches!(c, '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Not seen, they decide how the letters beside them are drawn.
pub const JOINERS: [char; 2] = [NON_JOINER, '\u{200D}'];
const NON_JOINER: char = '\u{200C}';
/// The combining class of the sign that takes a letter's vowel away, in all scripts of India and its neighbours.
const VIRAMA: u8 = 9;

/// Whether the character at a place of a text is a joiner that its script needs there: after a sign that takes the vowel
/// away, or, not to join them, between letters of a script that joins them (Unicode UAX 31, 2.3, without the joining
/// types of single letters).
pub fn is_joiner_in_place(text: &str, at: usize) -> bool {
    let (before, rest) = text.split_at(at);
    let is_mark = |c: &char| c.general_category_group() == GeneralCategoryGroup::Mark;
    let mut rest = rest.chars();
    let joiner = rest.next().filter(|c| JOINERS.contains(c));
    let follows_virama = before.chars().next_back().is_some_and(|c| canonical_combining_class(c) == VIRAMA);
    let is_between_letters =
        before.chars().rev().find(|c| !is_mark(c)).is_some_and(joins) && rest.next().is_some_and(joins);
    joiner.is_some_and(|c| follows_virama || c == NON_JOINER && is_between_letters)
}

/// Letters of Arabic, Syriac, N'Ko and Mandaic.
fn joins(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{7FF}' | '\u{840}'..='\u{8FF}') && c.is_alphabetic()
}

/// One word to a shell.
pub fn in_a_shell(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "._-=,/".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.into()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// A character with its number, and what it is.
pub fn told(c: char) -> String {
    let number = format!("U+{:04X}, {}", u32::from(c), class(c));
    if is_seen(c) && c != ' ' { format!("`{c}` ({number})") } else { number }
}

fn class(c: char) -> &'static str {
    use GeneralCategory::{Control, Format, LineSeparator, ParagraphSeparator, PrivateUse, SpaceSeparator, Unassigned};
    use GeneralCategoryGroup::{Letter, Mark, Number, Punctuation, Symbol};
    match (c.general_category(), c.general_category_group()) {
        (Control, _) => "a control character",
        (Format, _) => "a format character, which is not seen",
        (LineSeparator | ParagraphSeparator, _) => "a line break",
        (SpaceSeparator, _) => "a blank",
        (PrivateUse, _) => "a character for private use",
        (Unassigned, _) => "a character that Unicode does not know",
        _ if is_empty(c) => "a character that is not seen",
        (_, Letter) => "a letter",
        (_, Mark) => "a combining mark",
        (_, Number) => "a number that is no digit",
        (_, Punctuation) => "a punctuation mark",
        (_, Symbol) => "a symbol",
        _ => "a character of another kind",
    }
}

/// A text with an escape such as `\u{1b}` for every character that is not seen.
pub fn clean(text: &str) -> Cow<'_, str> {
    escaped(text, is_seen)
}

/// The same for a text of several lines.
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c == '\n' || is_seen(c))
}

fn escaped(text: &str, is_fit: impl Fn(char) -> bool) -> Cow<'_, str> {
    let stays = |(at, c): (usize, char)| is_fit(c) || is_joiner_in_place(text, at);
    if text.char_indices().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut fit = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if stays((at, c)) {
            fit.push(c);
        } else {
            let _ = write!(fit, "{}", c.escape_unicode());
        }
    }
    Cow::Owned(fit)
}

/// The first characters of a text, cleaned, with `...` for the rest.
pub fn short(text: &str, most: usize) -> String {
    let end = text.char_indices().nth(most + 1).map_or(text.len(), |(end, _)| end);
    let start = clean(&text[..end]);
    if end == text.len() && start.chars().count() <= most {
        return start.into_owned();
    }
    start.chars().take(most.saturating_sub(3)).chain("...".chars()).collect()
}

/// The first characters of a text, cleaned, of each word its beginning and its end: no line is wider than a terminal.
pub fn short_words(text: &str, most: usize) -> String {
    let words = short(text, most);
    words.split(' ').map(middle_cut).collect::<Vec<_>>().join(" ")
}

/// A word with `...` in its middle, where it is wider than most lines have room for.
pub fn middle_cut(word: &str) -> Cow<'_, str> {
    if word.width() <= WIDEST_WORD {
        return Cow::Borrowed(word);
    }
    let half = (WIDEST_WORD - 3) / 2;
    let within = |c: char, room: &mut usize| {
        let fits = c.width().unwrap_or(0) <= *room;
        *room -= if fits { c.width().unwrap_or(0) } else { *room };
        fits
    };
    let (mut before, mut after) = (half, half);
    let start: String = word.chars().take_while(|c| within(*c, &mut before)).collect();
    let end: Vec<char> = word.chars().rev().take_while(|c| within(*c, &mut after)).collect();
    Cow::Owned(format!("{start}...{}", end.into_iter().rev().collect::<String>()))
}

/// The last characters of a text, cleaned, after `...` for what comes before.
pub fn short_end(text: &str, most: usize) -> String {
    let text = clean(text);
    let count = text.chars().count();
    if count <= most {
        return text.into_owned();
    }
    "...".chars().chain(text.chars().skip(count - most + 3)).collect()
}

/// What the system says of an error, without its number.
pub fn words(error: &io::Error) -> String {
    let text = error.to_string();
    let number = text.split_once(" (os error ").and_then(|(before, rest)| Some((before, rest.split_once(')')?.1)));
    number.map_or(text.clone(), |(before, after)| format!("{before}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_shown_as_an_escape() {
        assert_eq!(clean("a\u{1b}[2Jb\r\u{7}"), "a\\u{1b}[2Jb\\u{d}\\u{7}");
        assert_eq!(clean("\u{202e}\u{2066}\u{200b}\u{feff}\u{ad}"), "\\u{202e}\\u{2066}\\u{200b}\\u{feff}\\u{ad}");
        assert_eq!(clean("\u{3164}\u{e0041}\u{9b}\u{85}\u{2028}"), "\\u{3164}\\u{e0041}\\u{9b}\\u{85}\\u{2028}");
        assert_eq!(clean_lines("a\nb\t"), "a\nb\\u{9}");
    }

    #[test]
    fn what_is_seen_stays() {
        for text in ["Ελληνικά 店舗 łódź", "a ≥ 5 €, 50 % – “so”", "नमस्ते e\u{301} 👍"]
        {
            assert_eq!(clean(text), text);
        }
    }

    #[test]
    fn an_error_of_the_system_is_told_without_its_number() {
        assert_eq!(words(&io::Error::from_raw_os_error(28)), "No space left on device");
        let of_a_path = io::Error::other(format!("{} at path \"x\"", io::Error::from_raw_os_error(28)));
        assert_eq!(words(&of_a_path), "No space left on device at path \"x\"");
        assert_eq!(words(&io::Error::other("no luck")), "no luck");
    }

    #[test]
    fn joiners_stay_where_scripts_need_them() {
        for needed in ["می\u{200c}خواهم", "नाम क्\u{200d}ष", "ශ්\u{200d}රී", "ಕ್\u{200c}ಷ", "അവന്\u{200d}", "كِ\u{200c}ك"]
        {
            assert_eq!(clean(needed), needed);
        }
        for odd in ["a\u{200c}b", "a\u{200d}b", "\u{200c}می", "می\u{200c}", "می\u{200d}خ", "क\u{200d}ष"] {
            assert!(clean(odd).contains("\\u{200"), "{odd}");
        }
    }

    #[test]
    fn a_character_is_told_by_its_number_and_what_it_is() {
        assert_eq!(told('\u{200b}'), "U+200B, a format character, which is not seen");
        assert_eq!(told(';'), "`;` (U+003B, a punctuation mark)");
        assert_eq!(told('\u{a0}'), "`\u{a0}` (U+00A0, a blank)");
        assert_eq!(told('\u{3164}'), "U+3164, a character that is not seen");
        assert_eq!(told('½'), "`½` (U+00BD, a number that is no digit)");
    }

    #[test]
    fn a_long_word_is_cut_in_its_middle() {
        assert_eq!(short_words(&"x".repeat(66), 240), "x".repeat(66));
        let cut = short_words(&format!("see {}y there", "x".repeat(66)), 240);
        assert_eq!(cut, format!("see {}...{}y there", "x".repeat(31), "x".repeat(30)));
        assert!(middle_cut(&"店".repeat(50)).width() <= WIDEST_WORD);
        assert_eq!(middle_cut(&"店".repeat(30)), "店".repeat(30));
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(short("abcdefgh", 8), "abcdefgh");
        assert_eq!(short("abcdefghi", 8), "abcde...");
        assert_eq!(short(&"\u{1b}".repeat(9), 12), "\\u{1b}\\u{...");
        assert_eq!(short_end("abcdefghi", 8), "...efghi");
    }
}
