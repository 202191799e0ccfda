//! What holds of the list of strategies as a whole.

use super::values::Check;
use crate::scenario::error::{Problem, name_remedy};
use crate::scenario::path::Path;
use crate::scenario::typed;

/// Exactly one strategy is what the others are compared with.
pub fn one_baseline(check: &mut Check, typed: &typed::Scenario) {
    let baselines: Vec<usize> =
        typed.strategy.iter().enumerate().filter(|(_, strategy)| strategy.baseline).map(|(at, _)| at).collect();
    let mut wrong = |path: Path, found: String, expected: &str, remedy: &str| {
        check.problems.push(Problem { path, found, expected: expected.into(), remedy: remedy.into() });
    };
    match baselines.as_slice() {
        [_] => {}
        [] => wrong(
            Path::of(["strategy"]),
            "no baseline".into(),
            "one strategy with `baseline = true`",
            "mark the one that the others are compared with",
        ),
        [first, second, ..] => wrong(
            Path::of(["strategy"]).index(*second).key("baseline"),
            format!("a second baseline, beside \"{}\"", typed.strategy[*first].name),
            "one strategy with `baseline = true`",
            "remove one of them",
        ),
    }
}

/// The strategies that the command line asks for are in the file.
pub fn strategies_exist(check: &mut Check, typed: &typed::Scenario, wanted: &[String]) {
    let known: Vec<&str> = typed.strategy.iter().map(|strategy| strategy.name.as_str()).collect();
    for name in wanted.iter().filter(|name| !known.contains(&name.as_str())) {
        check.problems.push(Problem {
            path: Path::default(),
            found: format!("--strategy \"{name}\""),
            expected: "the name of a strategy in the file".into(),
            remedy: name_remedy(name, known.iter().copied()),
        });
    }
}
