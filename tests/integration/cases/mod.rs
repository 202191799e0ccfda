//! Small markets after public reports of people who run desks and shops, each with a right value computed apart.
//!
//! The markets stand beside these files. Exact laws are worked out in `throughline::theory` and held to the digits that
//! were reported; the simulation is then held to within three standard errors of the law, or, where the right value was
//! itself simulated by another program, of that value with both standard errors.

mod customers;
mod handing_over;
mod passages;
mod pools;
mod queues;
mod ratios;
mod sums;
mod tables;

use crate::support::{estimate_of, strategy, values_of};
use throughline::experiment::Study;
use throughline::stats::Estimate;

/// Runs the market of that name.
macro_rules! case {
    ($name:literal) => {
        crate::support::study(include_str!(concat!($name, ".toml")))
    };
}
use case;

/// Holds an outcome under the first strategy to its right value: within three standard errors, and these below the share
/// `sharpness` of the value, so that the test can fail.
fn assert_right(study: &Study, metric: &str, channel: &str, right: f64, sharpness: f64) {
    assert_simulated(study, metric, channel, (right, 0.0), sharpness);
}

/// The same against a right value that has a standard error of its own.
fn assert_simulated(study: &Study, metric: &str, channel: &str, right: (f64, f64), sharpness: f64) {
    assert_near(&format!("{metric} {channel}"), estimate_of(study, 0, metric, channel), right, sharpness);
}

/// The same under the strategy of that name.
fn assert_right_under(study: &Study, name: &str, metric: &str, channel: &str, right: f64, sharpness: f64) {
    let estimate = estimate_of(study, strategy(study, name), metric, channel);
    assert_near(&format!("{metric} {channel} of {name}"), estimate, (right, 0.0), sharpness);
}

fn assert_near(what: &str, estimate: Estimate, (right, of_right): (f64, f64), sharpness: f64) {
    let se = estimate.se.expect("a case has several replications");
    assert!(
        se <= sharpness * right.abs(),
        "{what}: a standard error of {se} is too large to tell {right} from its like"
    );
    let z = (estimate.mean - right) / se.hypot(of_right).max(1e-9 * right.abs().max(1.0));
    println!("{what}: {} for {right}, se {se}, z {z:.2}", estimate.mean);
    assert!(z.abs() <= 3.0, "{what}: {} is {z:.1} standard errors ({se}) from {right}", estimate.mean);
}

/// Holds an outcome under the strategy of that name to its right value in every replication.
fn assert_exact_under(study: &Study, name: &str, metric: &str, channel: &str, right: f64) {
    let values = values_of(study, strategy(study, name), metric, channel);
    assert_eq!(values.len(), study.scenario.run.replications as usize, "{metric} {channel} of {name} lacks values");
    for value in values {
        assert!(
            (value - right).abs() <= 1e-9 * right.abs().max(1.0),
            "{metric} {channel} of {name}: {value}, not {right}"
        );
    }
}

/// Holds a number to the digits that were reported of it.
fn assert_reported(exact: f64, reported: f64, last_digit: f64) {
    assert!((exact - reported).abs() <= 0.51 * last_digit, "{exact} is not the {reported} that was reported");
}
