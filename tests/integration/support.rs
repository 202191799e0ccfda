//! From a scenario text to a study, and closed forms held against its summary.

use throughline::experiment::{Order, Study, run};
use throughline::scenario::{Origin, Scenario, Setting, Source, Wishes, command_line_value, understand};

/// Runs a scenario text through the public path.
pub fn study(text: &str) -> Study {
    study_in(text, Order::Forward)
}

/// The same with the customers in a given order.
pub fn study_in(text: &str, order: Order) -> Study {
    run(vec![scenario(text)], order, || {}).remove(0)
}

/// Runs a shipped scenario with settings laid over it, as `--set` and `--strategy` do.
pub fn shipped(text: &str, settings: &[(&str, &str)], strategies: &[&str]) -> Study {
    let set = |(path, value): &(&str, &str)| Setting {
        path: (*path).into(),
        value: command_line_value(value),
        origin: Origin::CommandLine,
    };
    let wishes = Wishes {
        settings: settings.iter().map(set).collect(),
        strategies: strategies.iter().map(ToString::to_string).collect(),
    };
    let source = Source::parse("shipped.toml".into(), text.into()).unwrap_or_else(|error| panic!("{error}"));
    run(vec![understand(&source, "shipped", &wishes).unwrap_or_else(|error| panic!("{error}"))], Order::Forward, || {})
        .remove(0)
}

/// The position of a strategy by name.
pub fn strategy(study: &Study, name: &str) -> usize {
    study
        .scenario
        .strategies
        .iter()
        .position(|strategy| strategy.name == name)
        .unwrap_or_else(|| panic!("no strategy {name}"))
}

/// A checked scenario from its text.
pub fn scenario(text: &str) -> Scenario {
    let source = Source::parse("test.toml".into(), text.into()).unwrap_or_else(|error| panic!("{error}"));
    understand(&source, "test", &Wishes::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// The mean of an outcome of the whole market under the first strategy.
pub fn mean(study: &Study, metric: &str) -> f64 {
    mean_of(study, 0, metric, "")
}

/// The mean of an outcome under a strategy, in a channel (or passage, or pool; empty for all).
pub fn mean_of(study: &Study, strategy: usize, metric: &str, channel: &str) -> f64 {
    let key = study.key_of(metric, "", channel).unwrap_or_else(|| panic!("no outcome {metric} {channel}"));
    study.estimate(strategy, key).unwrap_or_else(|| panic!("no value of {metric} {channel}")).mean
}

/// Holds the mean of an outcome over the replications against a closed form: within 3.5 standard errors, which a right
/// law passes in all but one of 2000 seeds, and a standard error below the share `sharpness` of the value, so that the
/// test can fail.
pub fn assert_agrees(study: &Study, metric: &str, channel: &str, expected: f64, sharpness: f64) {
    assert_strategy_agrees(study, 0, metric, channel, expected, sharpness);
}

/// The same under a strategy.
pub fn assert_strategy_agrees(
    study: &Study,
    strategy: usize,
    metric: &str,
    channel: &str,
    expected: f64,
    sharpness: f64,
) {
    let key = study.key_of(metric, "", channel).unwrap_or_else(|| panic!("no outcome {metric} {channel}"));
    let estimate = study.estimate(strategy, key).unwrap_or_else(|| panic!("no value of {metric} {channel}"));
    let se = estimate.se.expect("a test has several replications");
    assert!(
        se <= sharpness * expected.abs(),
        "{metric} {channel}: a standard error of {se} is too large to tell {expected} from its like"
    );
    let z = (estimate.mean - expected) / se;
    assert!(z.abs() <= 3.5, "{metric} {channel}: {} is {z:.1} standard errors ({se}) from {expected}", estimate.mean);
}

/// Whether an outcome would be told apart from a closed form: more than 5 standard errors away.
pub fn disagrees(study: &Study, metric: &str, channel: &str, expected: f64) -> bool {
    let key = study.key_of(metric, "", channel).unwrap_or_else(|| panic!("no outcome {metric} {channel}"));
    let estimate = study.estimate(0, key).unwrap_or_else(|| panic!("no value of {metric} {channel}"));
    (estimate.mean - expected).abs() > 5.0 * estimate.se.expect("a test has several replications")
}
