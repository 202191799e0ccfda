//! Lines that a terminal takes whole: what is longer goes on below, broken at blanks.

use unicode_width::UnicodeWidthStr;

/// Columns of a terminal, whatever it is; so that the same is printed to a file.
pub const WIDTH: usize = 80;
/// Longest label that what goes on is set below the end of (columns).
const LONGEST_LABEL: usize = 12;
/// Widest first column of a list of two (columns).
const WIDEST_FIRST: usize = 36;

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// A text in lines that fit; what goes on stands below what comes after the line's label.
pub fn wrapped(text: &str) -> String {
    text.split('\n').map(|line| hung(line, hang(line))).collect::<Vec<_>>().join("\n")
}

/// A line in lines that fit, all but the first with so many blanks before them.
pub fn hung(line: &str, indent: usize) -> String {
    let mut lines = pieces(line, WIDTH, indent).into_iter();
    let first = lines.next().unwrap_or_default();
    lines.fold(first, |text, line| format!("{text}\n{:indent$}{line}", ""))
}

/// A line in pieces of so many columns, all but the first shorter by so many. Words are never broken: one that has no
/// room on any line is on a line of its own, or beside the label.
pub fn pieces(line: &str, columns: usize, shorter: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut room = columns;
    for word in line.split(' ') {
        let is_label_only = pieces.is_empty() && width(&piece) <= shorter;
        if !piece.trim().is_empty() && !is_label_only && width(&piece) + width(word) > room {
            pieces.push(std::mem::take(&mut piece).trim_end().into());
            room = columns.saturating_sub(shorter);
        }
        if !(word.is_empty() && piece.is_empty() && !pieces.is_empty()) {
            piece += word;
            piece.push(' ');
        }
    }
    pieces.push(piece.trim_end().into());
    pieces
}

/// Where what goes on of a line begins: below the text after a label such as `remedy:`, below the second column of a
/// list, in a paragraph of help below its first line, else two columns in.
fn hang(line: &str) -> usize {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let text = &line[indent..];
    let after = |at: usize| indent + at + text[at..].len() - text[at..].trim_start_matches(' ').len();
    let columns = text.find("  ").map(after).filter(|&column| column <= WIDEST_FIRST);
    let label = text.find(": ").filter(|&end| indent + end < LONGEST_LABEL).map(|end| after(end + 1));
    columns.or(label).unwrap_or(if indent < 4 { indent + 2 } else { indent }).min(WIDTH / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_of_any_number_leave_room_for_words() {
        for label in ["a:", "warning:", ""] {
            let text = format!("{label}{}{}", " ".repeat(100), "word ".repeat(30));
            assert!(wrapped(&text).lines().skip(1).all(|line| width(line) <= WIDTH), "{text}");
        }
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        for text in ["", "  found:    1", "a\n\n  b  c\n"] {
            assert_eq!(wrapped(text), text);
        }
    }

    #[test]
    fn what_is_longer_goes_on_below_the_text_after_its_label() {
        let words = "word ".repeat(20);
        for (label, indent) in [("  remedy:   ", 12), ("  expected: ", 12), ("warning: ", 9), ("", 2)] {
            let text = wrapped(&format!("{label}{}", words.trim()));
            assert!(text.lines().all(|line| width(line) <= WIDTH), "{text}");
            assert!(text.lines().skip(1).all(|line| line.starts_with(&format!("{:indent$}word", ""))), "{text}");
            assert_eq!(text.matches("word").count(), 20);
        }
    }

    #[test]
    fn a_word_is_never_broken() {
        let path = "/a/very/long".repeat(10);
        assert_eq!(wrapped(&format!("  found:    {path}")), format!("  found:    {path}"));
        assert_eq!(wrapped(&format!("see {path} there")), format!("see\n  {path}\n  there"));
        assert_eq!(wrapped(&"店".repeat(41)).lines().count(), 1);
        assert_eq!(wrapped("店舗 ".repeat(20).trim()).lines().count(), 2);
    }
}
