//! How strong the numbers of a scenario are: for reading on a terminal, and as a table.

use super::table::{Cell, Table};
use crate::scenario::Scenario;
use crate::scenario::evidence::{Number, Strength, told};
use crate::scenario::lines::{hung, width};
use std::fmt::Write;

const NOT_COUNTED: &str = concat!(
    "  a number that is the default counts as one, even if the file holds it\n",
    "  not counted: numbers in a strategy's `set`, and defaults that depend on\n",
    "    another key, which count as typed where a file holds them\n\n",
);

/// How many numbers there are of each strength, typed and by default, then what those rest on that rest on rows.
pub fn evidence(scenario: &Scenario) -> String {
    let numbers = &scenario.numbers;
    let mut text = String::from("  typed  default  rests on\n");
    for strength in Strength::ALL {
        let count =
            |typed| numbers.iter().filter(|number| number.strength() == strength && number.is_typed == typed).count();
        if count(true) + count(false) > 0 {
            let (word, meaning) = (strength.word(), strength.meaning());
            let _ = writeln!(text, "  {:>5}  {:>7}  {word:<10}  {meaning}", count(true), count(false));
        }
    }
    let typed = numbers.iter().filter(|number| number.is_typed).count();
    let _ = writeln!(text, "  {typed:>5}  {:>7}  in all", numbers.len() - typed);
    text.push_str(NOT_COUNTED);
    for strength in Strength::ALL.iter().filter(|strength| strength.rests_on_rows()) {
        text.extend(numbers.iter().filter(|number| number.strength() == *strength).map(line));
    }
    text
}

/// The columns of the table of numbers.
const COLUMNS: [&str; 6] = ["scenario", "path", "value", "origin", "strength", "evidence"];

/// Every number of some scenarios, one a row.
pub fn table<'a>(scenarios: impl Iterator<Item = &'a Scenario> + 'a) -> Table<'a> {
    let rows = scenarios.flat_map(|scenario| scenario.numbers.iter().map(|number| row(&scenario.name, number)));
    Table { columns: COLUMNS.to_vec(), rows: Box::new(rows) }
}

fn row<'a>(scenario: &'a str, number: &'a Number) -> Vec<Cell<'a>> {
    let origin = if number.is_typed { "typed" } else { "default" };
    let evidence = number.evidence.as_deref().unwrap_or_default();
    let path = number.path.to_string();
    vec![
        scenario.into(),
        path.into(),
        number.value.as_str().into(),
        origin.into(),
        number.strength().word().into(),
        evidence.into(),
    ]
}

fn line(number: &Number) -> String {
    let evidence = number.evidence.as_deref().map(told).unwrap_or_default();
    let head = format!("  {} = {}", number.path, number.value);
    let fits = width(&head) + width(&evidence) < 78;
    if fits { format!("{head}  {evidence}\n") } else { format!("{head}\n{}\n", hung(&format!("      {evidence}"), 6)) }
}
