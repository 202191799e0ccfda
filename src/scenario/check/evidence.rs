//! What numbers are said to rest on: of numbers that there are, on rows that there are.

use super::values::Check;
use crate::scenario::evidence::{Number, wrong_with};
use crate::scenario::path::Path;
use crate::scenario::typed;
use std::collections::BTreeSet;

/// Checks what a file says of its numbers.
pub fn evidence(check: &mut Check, typed: &typed::Scenario, numbers: &[Number]) {
    let prefixes =
        |number: &Number| (1..=number.path.parts().len()).map(|parts| number.path.first(parts)).collect::<Vec<_>>();
    let known: BTreeSet<Path> = numbers.iter().flat_map(prefixes).collect();
    for (of, rests_on) in &typed.evidence {
        let at = Path::of(["evidence"]).key(of);
        if !known.contains(&Path::typed(of)) {
            check.wrong(
                at.clone(),
                format_args!("`{of}`, where there is no number"),
                "the path of a number of this market, such as seam.rebuild_minutes, or of a table of them",
                "write the path as --set takes it",
            );
        }
        if let Some(found) = wrong_with(rests_on) {
            let expected =
                "rows of the evidence, \"assumed\" or \"own\", and after a colon what you like: \"E20: 45 s\"";
            check.wrong(at, found, expected, "`throughline describe --evidence` lists the rows");
        }
    }
}
