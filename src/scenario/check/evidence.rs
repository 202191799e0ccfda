//! What numbers are said to rest on: of numbers that there are, on rows that there are.

use super::values::Check;
use crate::scenario::evidence::{Number, numbers, wrong_with};
use crate::scenario::path::Path;
use crate::scenario::typed;

/// Checks what a file says of its numbers; these are returned.
pub fn evidence(check: &mut Check, typed: &typed::Scenario) -> Vec<Number> {
    let numbers = numbers(typed);
    for (of, rests_on) in &typed.evidence {
        let (at, path) = (Path::of(["evidence"]).key(of), Path::typed(of));
        if path.is_empty() || !numbers.iter().any(|number| number.path.is_within(&path)) {
            check.wrong(
                at.clone(),
                format_args!("`{of}`, where there is no number"),
                "the path of a number of this market, such as seam.rebuild_minutes, or of a table of them",
                "write the path as --set takes it",
            );
        }
        if let Some(found) = wrong_with(rests_on) {
            let expected = "rows of the evidence, such as \"E20: 45 s\", or \"assumed\"";
            check.wrong(at, found, expected, "name a row of docs/evidence.md, or write \"assumed\"");
        }
    }
    numbers
}
