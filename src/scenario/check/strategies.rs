//! What holds of the list of strategies as a whole.

use super::values::Check;
use crate::scenario::error::name_remedy;
use crate::scenario::path::Path;
use crate::scenario::typed;

/// Exactly one strategy is what the others are compared with.
pub fn one_baseline(check: &mut Check, typed: &typed::Scenario) {
    const ONE: &str = "one strategy with `baseline = true`";
    let baselines: Vec<usize> =
        typed.strategy.iter().enumerate().filter(|(_, strategy)| strategy.baseline).map(|(at, _)| at).collect();
    match baselines.as_slice() {
        [_] => {}
        [] => check.wrong(Path::of(["strategy"]), "no baseline", ONE, "mark the one that the others are compared with"),
        [first, second, ..] => check.wrong(
            Path::of(["strategy"]).index(*second).key("baseline"),
            format_args!("a second baseline, beside \"{}\"", typed.strategy[*first].name),
            ONE,
            "remove one of them",
        ),
    }
}

/// The strategies that the command line asks for are in the file.
pub fn strategies_exist(check: &mut Check, typed: &typed::Scenario, wanted: &[String]) {
    let known: Vec<&str> = typed.strategy.iter().map(|strategy| strategy.name.as_str()).collect();
    for name in wanted.iter().filter(|name| !known.contains(&name.as_str())) {
        check.wrong(
            Path::default(),
            format_args!("--strategy \"{name}\""),
            "the name of a strategy in the file",
            name_remedy(name, known.iter().copied()),
        );
    }
}
