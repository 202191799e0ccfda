//! The table of a comparison, as wide as a terminal: names and verdicts are broken at blanks where they have no room,
//! numbers never, since each part of a number looks like one.

use crate::scenario::lines::{pieces, width};

/// Between two columns.
const GAP: &str = "  ";
/// Before the name of a strategy.
const INDENT: usize = 1;
/// A column of names is not made narrower than this, nor one of verdicts.
const LEAST_NAME: usize = 12;
const LEAST_VERDICT: usize = 13;

/// An outcome, and a row for each strategy.
pub struct Group {
    /// The outcome and its unit.
    pub head: String,
    /// The rows, in order.
    pub rows: Vec<Row>,
}

/// A strategy's row.
pub struct Row {
    /// The strategy.
    pub name: String,
    /// What stands in the columns of numbers.
    pub numbers: Vec<String>,
    /// What is shown by them.
    pub verdict: &'static str,
}

/// Widths of the columns.
struct Widths {
    name: usize,
    numbers: Vec<usize>,
    verdict: usize,
}

/// The table below heads for its columns of numbers, with lines above its head, below it, and at the end.
pub fn drawn(heads: &[&str], groups: &[Group], columns: usize) -> String {
    let widths = Widths::of(heads, groups, columns);
    let rule = "\u{2500}".repeat(widths.sum());
    let head = widths.line("strategy", heads, "verdict");
    let group = |group: &Group| {
        let rows = group.rows.iter().flat_map(|row| widths.lines(row));
        [group.head.clone()].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
    };
    let groups: Vec<String> = groups.iter().map(group).collect();
    format!("{rule}\n{head}\n{rule}\n{}\n{rule}", groups.join("\n\n"))
}

impl Widths {
    /// As wide as what stands in the columns, and where that is too much together, names and then verdicts narrower.
    fn of(heads: &[&str], groups: &[Group], columns: usize) -> Self {
        let rows = || groups.iter().flat_map(|group| &group.rows);
        let widest = |head: &str, cells: &mut dyn Iterator<Item = usize>| cells.fold(width(head), usize::max);
        let of_numbers = |(at, head): (usize, &&str)| widest(head, &mut rows().map(|row| width(&row.numbers[at])));
        let mut widths = Self {
            name: widest("strategy", &mut rows().map(|row| width(&row.name))) + INDENT,
            numbers: heads.iter().enumerate().map(of_numbers).collect(),
            verdict: widest("verdict", &mut rows().map(|row| width(row.verdict))),
        };
        let narrower = |of: usize, by: usize, least: usize| of.saturating_sub(by).max(least.min(of));
        let excess = |widths: &Self| widths.sum().saturating_sub(columns);
        widths.name = narrower(widths.name, excess(&widths), LEAST_NAME);
        widths.verdict = narrower(widths.verdict, excess(&widths), LEAST_VERDICT);
        widths
    }

    fn sum(&self) -> usize {
        self.name + self.numbers.iter().sum::<usize>() + self.verdict + (self.numbers.len() + 1) * GAP.len()
    }

    /// A row, in several lines where its name or its verdict has no room on one; beside a name too long for its column
    /// nothing stands.
    fn lines(&self, row: &Row) -> Vec<String> {
        let names = pieces(&row.name, self.name - INDENT, INDENT);
        let fits = |name: &String| width(name) <= self.name - INDENT;
        let of_numbers = names.iter().position(fits).unwrap_or(names.len());
        let verdicts = pieces(row.verdict, self.verdict, 0);
        let line = |at: usize| {
            let indent = if at == 0 { INDENT } else { 2 * INDENT };
            let name = format!("{:indent$}{}", "", names.get(at).map_or("", String::as_str));
            let number = |number: &String| if at == of_numbers { number.clone() } else { String::new() };
            let numbers: Vec<String> = row.numbers.iter().map(number).collect();
            let verdict = at.checked_sub(of_numbers).and_then(|at| verdicts.get(at));
            self.line(&name, &numbers, verdict.map_or("", String::as_str))
        };
        (0..names.len().max(of_numbers + verdicts.len())).map(line).collect()
    }

    fn line(&self, name: &str, numbers: &[impl AsRef<str>], verdict: &str) -> String {
        let mut line = format!("{name}{}", " ".repeat(self.name.saturating_sub(width(name))));
        for (number, wide) in numbers.iter().map(AsRef::as_ref).zip(&self.numbers) {
            line += GAP;
            line += &" ".repeat(wide.saturating_sub(width(number)));
            line += number;
        }
        format!("{line}{GAP}{verdict}").trim_end().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::lines::WIDTH;

    const HEADS: [&str; 3] = ["value", "difference", "95 % interval"];

    fn group(name: &str, numbers: [&str; 3]) -> Group {
        let row = Row { name: name.into(), numbers: numbers.map(String::from).into(), verdict: "no difference shown" };
        Group { head: "profit [EUR]".into(), rows: vec![row] }
    }

    #[test]
    fn what_has_room_stands_on_one_line() {
        let table = drawn(&HEADS, &[group("silos", ["1", "+2", "+1 to +3"])], WIDTH);
        assert_eq!(table.lines().count(), 6, "{table}");
        assert!(table.contains(" silos         1          +2       +1 to +3  no difference shown"), "{table}");
    }

    #[test]
    fn a_table_is_as_wide_as_a_terminal_and_breaks_no_number() {
        let numbers = ["\u{2212}12,345,678", "+99,009,000", "+9,008,000 to +99,010,000"];
        for name in ["partly integrated, 0.3", "店舗と電話とウェブサイトの統合案", "a shared record of all cases"]
        {
            let table = drawn(&HEADS, &[group(name, numbers), group("silos", ["0.00", "0", "-"])], WIDTH);
            assert!(table.lines().all(|line| width(line) <= WIDTH), "{table}");
            for number in numbers {
                assert_eq!(table.matches(number).count(), 1, "{table}");
            }
            assert!(!table.contains("0.\n") && table.contains("no difference"), "{table}");
        }
    }
}
