//! Closed forms that the simulation must reduce to when all but one mechanism is off.
//!
//! Every function states its source, its assumptions and its units; nothing here simulates, and
//! nothing here knows a scenario.

pub mod chain;
pub mod choice;
pub mod delayed;
pub mod growth;
pub mod lines;
pub mod markov;
pub mod outreach;
pub mod personalisation;
pub mod pools;
pub mod queues;
pub mod recontact;
pub mod shifts;
pub mod smoothing;
pub mod stock;
pub mod survival;

/// A square or rectangular table of numbers, row by row.
pub type Matrix = Vec<Vec<f64>>;

/// Share of a list of positive weights that falls on its last, when one more is appended that is
/// `ratio` times the last; `share` is the last one's share before.
///
/// Sums over long birth-death chains are built with it state by state, as running averages that
/// can neither overflow nor cancel; Erlang's B recursion is its first use.
fn share_of_next(share: f64, ratio: f64) -> f64 {
    ratio * share / (1.0 + ratio * share)
}

/// Moves a running average towards a new value that carries `share` of all weight.
fn averaged(average: f64, share: f64, value: f64) -> f64 {
    average + share * (value - average)
}

/// Fails unless two numbers agree to the six decimals of the worked examples.
#[cfg(test)]
fn assert_near(a: f64, b: f64) {
    assert_within(a, b, 1e-6);
}

#[cfg(test)]
fn assert_within(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance, "{a} is not {b}");
}

/// As [`assert_near`], element by element.
#[cfg(test)]
fn assert_all_near(a: &[f64], b: &[f64]) {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).for_each(|(&a, &b)| assert_near(a, b));
}
