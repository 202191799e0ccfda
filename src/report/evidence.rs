//! How strong the numbers of a scenario are, for reading on a terminal.

use crate::scenario::Scenario;
use crate::scenario::evidence::{Number, Strength, told};
use std::fmt::Write;

/// How many numbers there are of each strength, then what those rest on that rest on something.
pub fn evidence(scenario: &Scenario) -> String {
    let numbers = &scenario.numbers;
    let mut text = format!("  {} numbers of the market, by the weakest grade of what they rest on:\n", numbers.len());
    for strength in Strength::ALL {
        let count = numbers.iter().filter(|number| number.strength() == strength).count();
        if count > 0 {
            let _ = writeln!(text, "  {count:>6}  {:<10}  {}", strength.word(), strength.meaning());
        }
    }
    text.push_str("\n  What they rest on, as rows of docs/evidence.md:\n");
    for strength in &Strength::ALL[..6] {
        text.extend(numbers.iter().filter(|number| number.strength() == *strength).map(line));
    }
    text.push_str("  Numbers of a table of their own can be given a source in [evidence].\n");
    text
}

fn line(number: &Number) -> String {
    let evidence = number.evidence.as_deref().map(told).unwrap_or_default();
    let head = format!("  {} = {}", number.path, number.value);
    if head.chars().count() + evidence.chars().count() < 78 {
        format!("{head}  {evidence}\n")
    } else {
        format!("{head}\n      {evidence}\n")
    }
}
