//! How the base grew or shrank under each strategy, in a sentence, where customers join.

use crate::experiment::Study;
use crate::report::rounding::{Rounding, plain};

/// Who joined, at which cost, and how many there are in the end; nothing where nobody joins.
pub(super) fn sentence(study: &Study, strategy: usize) -> Option<String> {
    let shown = |metric: &str| {
        let key = study.key_of(metric, "", "")?;
        let estimate = study.estimate(strategy, key)?;
        let rounding = Rounding::of(study.keys[key].measure.unit, [(estimate.mean, estimate.ci)]);
        let unit = rounding.unit();
        let amount = rounding.plain(estimate.mean);
        Some((estimate.mean, if unit == "customers" { amount } else { format!("{amount} {unit}") }))
    };
    let (_, joined) = shown("joined_customers")?;
    let (cost, paid) = shown("acquisition_cost")?;
    let (_, there) = shown("active_customers")?;
    let at_a_cost = if cost > 0.0 { format!(" at a cost of {paid}") } else { String::new() };
    Some(format!(
        "{}: {joined} customers joined{at_a_cost}; of all, {there} are active at the horizon, for {} at the start.",
        study.scenario.strategies[strategy].name,
        plain(f64::from(study.scenario.run.customers), 0),
    ))
}
