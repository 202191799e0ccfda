//! How strong the numbers of a scenario are, for reading on a terminal.

use crate::scenario::Scenario;
use crate::scenario::evidence::{Number, Strength, told};
use crate::scenario::lines::{hung, width};
use std::fmt::Write;

const NOT_COUNTED: &str = concat!(
    "  not counted: numbers in a strategy's `set`, and defaults that depend on the\n",
    "    kind of a channel\n\n",
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

fn line(number: &Number) -> String {
    let evidence = number.evidence.as_deref().map(told).unwrap_or_default();
    let head = format!("  {} = {}", number.path, number.value);
    let fits = width(&head) + width(&evidence) < 78;
    if fits { format!("{head}  {evidence}\n") } else { format!("{head}\n{}\n", hung(&format!("      {evidence}"), 6)) }
}
