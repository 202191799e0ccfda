//! A table with a column for each strategy, in as many pieces as a terminal's width asks for.

use crate::scenario::lines::{pieces, width};

/// Between two columns.
const GAP: usize = 2;
/// Widest column of labels.
const WIDEST_LABEL: usize = 40;
/// A column of values is not made narrower than this.
const LEAST_VALUE: usize = 9;

/// A row: what it is about, and what stands in each column, or one text across all of them.
pub struct Line {
    /// What it is about.
    pub label: String,
    /// What is said of it.
    pub cells: Cells,
}

/// What stands in a row.
pub enum Cells {
    /// A value by column.
    Values(Vec<String>),
    /// One text for all columns.
    Across(String),
}

/// The table, below heads for its columns, in pieces of so many columns of a terminal.
pub fn drawn(heads: &[&str], lines: &[Line], wide: usize) -> String {
    let label = lines.iter().map(|line| width(&line.label)).max().unwrap_or(0).min(WIDEST_LABEL);
    let has_values = lines.iter().any(|line| matches!(line.cells, Cells::Values(_)));
    let heads = if has_values { heads } else { &[""] };
    let widths: Vec<usize> = (0..heads.len()).map(|at| width_of(heads[at], at, lines)).collect();
    let tables = side_by_side(wide.saturating_sub(label), &widths).into_iter().map(|columns| {
        let heads = in_columns(&columns, &widths, |at| pieces(heads[at], widths[at], 0));
        let heads = heads.into_iter().filter(|line| !line.trim().is_empty());
        let head = heads.map(|line| format!("{:label$}{line}", ""));
        let rows = lines.iter().flat_map(|line| row(line, (label, wide), &columns, &widths));
        head.chain(rows).map(|line| line.trim_end().to_string() + "\n").collect::<String>()
    });
    tables.collect::<Vec<_>>().join("\n")
}

/// The same without columns in which nothing stands but the mark for it.
pub fn drawn_without(nothing: &str, heads: &[&str], mut lines: Vec<Line>, wide: usize) -> String {
    let says = |at: usize| {
        lines.iter().any(
            |line| matches!(&line.cells, Cells::Values(values) if values.get(at).is_some_and(|one| one != nothing)),
        )
    };
    let kept: Vec<usize> = (0..heads.len()).filter(|&at| says(at)).collect();
    for line in &mut lines {
        if let Cells::Values(values) = &mut line.cells {
            *values = kept.iter().filter_map(|&at| values.get(at).cloned()).collect();
        }
    }
    let heads: Vec<&str> = kept.into_iter().map(|at| heads[at]).collect();
    drawn(&heads, &lines, wide)
}

/// As wide as the longest word of the head, and as any value.
fn width_of(head: &str, at: usize, lines: &[Line]) -> usize {
    let words = head.split(' ').map(width);
    let values = lines.iter().filter_map(|line| match &line.cells {
        Cells::Values(values) => values.get(at).map(|value| width(value)),
        Cells::Across(_) => None,
    });
    words.chain(values).fold(LEAST_VALUE, usize::max)
}

/// Which columns stand in one table, beside a column of labels that leaves so much room.
fn side_by_side(beside_labels: usize, widths: &[usize]) -> Vec<Vec<usize>> {
    let mut tables: Vec<Vec<usize>> = Vec::new();
    let mut room = 0;
    for (at, width) in widths.iter().enumerate() {
        let takes = GAP + width;
        match tables.last_mut() {
            Some(table) if takes <= room => table.push(at),
            _ => {
                tables.push(vec![at]);
                room = beside_labels;
            }
        }
        room = room.saturating_sub(takes);
    }
    tables
}

/// Texts of several lines side by side, each set to the right of its column.
fn in_columns(columns: &[usize], widths: &[usize], text: impl Fn(usize) -> Vec<String>) -> Vec<String> {
    let texts: Vec<Vec<String>> = columns.iter().map(|&at| text(at)).collect();
    let height = texts.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |text: &Vec<String>, at: usize, line: usize| {
        let above = height - text.len();
        let piece = line.checked_sub(above).and_then(|line| text.get(line)).map_or("", String::as_str);
        format!("{}{piece}", " ".repeat((GAP + widths[at]).saturating_sub(width(piece))))
    };
    let line = |line: usize| texts.iter().zip(columns).map(|(text, &at)| cell(text, at, line)).collect::<String>();
    (0..height).map(line).collect()
}

/// A row, its label in as many lines as it takes, what is said of it in the last.
fn row(line: &Line, (label, wide): (usize, usize), columns: &[usize], widths: &[usize]) -> Vec<String> {
    let mut labels = pieces(&line.label, label, 2);
    for later in labels.iter_mut().skip(1) {
        *later = format!("  {later}");
    }
    let last = labels.pop().unwrap_or_default();
    let start = format!("{last}{}", " ".repeat(label.saturating_sub(width(&last))));
    match &line.cells {
        Cells::Values(values) => {
            let values = in_columns(columns, widths, |at| vec![values.get(at).cloned().unwrap_or_default()]);
            labels.push(start + &values.concat());
        }
        Cells::Across(text) => {
            let mut texts = pieces(text, wide.saturating_sub(label + GAP), 0).into_iter();
            labels.push(format!("{start}{:GAP$}{}", "", texts.next().unwrap_or_default()));
            labels.extend(texts.map(|text| format!("{:1$}{text}", "", label + GAP)));
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::lines::WIDTH;

    fn values(label: &str, values: &[&str]) -> Line {
        Line { label: label.into(), cells: Cells::Values(values.iter().map(|value| (*value).into()).collect()) }
    }

    #[test]
    fn strategies_stand_side_by_side_under_their_names() {
        let table = drawn(&["silos", "one record"], &[values("service level", &["60.0 %", "65.4 %"])], WIDTH);
        let lines = [
            "                                one",
            "                   silos     record",
            "service level     60.0 %     65.4 %",
        ];
        assert_eq!(table, lines.map(|line| line.to_string() + "\n").concat());
    }

    #[test]
    fn no_table_is_wider_than_a_terminal() {
        let heads = ["a strategy of many words", "another", "incomprehensibility of everything", "four", "five", "six"];
        let lines = [
            values(&"word ".repeat(20), &["1"; 6]),
            Line { label: "notes".into(), cells: Cells::Across("not simulated: notes, ".repeat(9)) },
        ];
        let table = drawn(&heads, &lines, WIDTH);
        assert!(table.lines().all(|line| width(line) <= WIDTH), "{table}");
        for head in heads.iter().flat_map(|head| head.split(' ')) {
            assert!(table.contains(head), "{head}: {table}");
        }
    }
}
