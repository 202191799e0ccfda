//! From a scenario text to a study, and closed forms held against its summary.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use throughline::experiment::{Order, Study, run};
use throughline::outcomes::SERIES;
use throughline::scenario::{Scenario, Setting, Source, Wishes, understand};
use throughline::stats::Estimate;

/// One strategy, with which nothing is compared.
pub const ALONE: &str = "[[strategy]]\nname = \"now\"\nbaseline = true\n";

/// Nothing weighs on choices, seams and loyalty.
pub const PLAIN: &str = r"
    [choice]
    habit = 0
    wait_aversion = 0
    taste_sd = 0
    [seam]
    identify_minutes = 0
    cold = 0
    [loss]
    a = 0
    b = 1
    late = 0
    given_up = 0
";

/// The size and length of a run.
pub fn sized(customers: u32, days: u32, replications: u32) -> String {
    format!("[run]\ncustomers = {customers}\nhorizon_days = {days}\nreplications = {replications}\nseed = 5\n")
}

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
    run(vec![shipped_scenario(text, settings, strategies)], Order::Forward, || {}).remove(0)
}

/// The shipped scenarios, by name.
pub fn shipped_texts() -> BTreeMap<String, String> {
    let folder = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")).expect("scenarios");
    let paths = folder.map(|entry| entry.expect("an entry").path());
    let named = paths.map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), path));
    named.map(|(name, path)| (name, std::fs::read_to_string(path).expect("a scenario"))).collect()
}

/// The scenario of which that is the study.
pub fn shipped_scenario(text: &str, settings: &[(&str, &str)], strategies: &[&str]) -> Scenario {
    let set = |(path, value): &(&str, &str)| Setting::of_path(path, value);
    let wishes = Wishes {
        settings: settings.iter().map(set).collect(),
        strategies: strategies.iter().map(ToString::to_string).collect(),
    };
    let source = Source::parse("shipped.toml".into(), text.into()).unwrap_or_else(|error| panic!("{error}"));
    understand(&source, "shipped", &wishes).unwrap_or_else(|error| panic!("{error}"))
}

/// A file of the data that is shared with other projects, where there is one.
pub fn shared(file: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("THROUGHLINE_SHARED").map_or(beside, PathBuf::from);
    Some(folder.join("data").join(file)).filter(|path| path.exists())
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
    estimate_of(study, strategy, metric, channel).mean
}

/// The estimate of an outcome under a strategy, in a channel (or passage, or pool; empty for all).
pub fn estimate_of(study: &Study, strategy: usize, metric: &str, channel: &str) -> Estimate {
    let key = key_of(study, metric, channel);
    study.estimate(strategy, key).unwrap_or_else(|| panic!("no value of {metric} {channel}"))
}

fn key_of(study: &Study, metric: &str, channel: &str) -> usize {
    study.key_of(metric, "", channel).unwrap_or_else(|| panic!("no outcome {metric} {channel}"))
}

/// An outcome in each replication, as far as it has a value there.
pub fn values_of(study: &Study, strategy: usize, metric: &str, channel: &str) -> Vec<f64> {
    study.values(strategy, key_of(study, metric, channel))
}

/// One outcome divided by another, replication by replication: a cost per journey, a share of contacts.
pub fn ratios(part: &[f64], whole: &[f64]) -> Vec<f64> {
    assert_eq!(part.len(), whole.len());
    part.iter().zip(whole).map(|(part, whole)| part / whole).collect()
}

/// Sum of several outcomes, replication by replication.
pub fn sums(parts: &[Vec<f64>]) -> Vec<f64> {
    (0..parts[0].len()).map(|replication| parts.iter().map(|part| part[replication]).sum()).collect()
}

/// The estimate of a weekly series at the end of the `week`-th week, counted from 1.
pub fn week_of(study: &Study, week: u32, series: &str) -> Estimate {
    let position = SERIES.iter().position(|one| one.id == series).expect("a weekly series of that name");
    study.week(0, week as usize - 1, position).unwrap_or_else(|| panic!("no value of {series} in week {week}"))
}

/// Holds the mean of an outcome over the replications against a closed form: within 3.5 standard errors, which a right
/// law passes in all but one of 800 seeds with 40 replications and one of 400 with 20, and a standard error below the
/// share `sharpness` of the value, so that the test can fail.
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
    let what = format!("{metric} {channel} of strategy {strategy}");
    assert_estimate_agrees(&what, estimate_of(study, strategy, metric, channel), expected, sharpness);
}

/// The same for values that are an outcome's over the replications, or made from several.
pub fn assert_values_agree(what: &str, values: &[f64], expected: f64, sharpness: f64) {
    let estimate = Estimate::of(values).unwrap_or_else(|| panic!("no value of {what}"));
    assert_estimate_agrees(what, estimate, expected, sharpness);
}

/// The same for an estimate.
pub fn assert_estimate_agrees(what: &str, estimate: Estimate, expected: f64, sharpness: f64) {
    assert_estimate_near(what, estimate, expected, sharpness, 0.0);
}

/// The same where the closed form is itself an approximation: beyond the 3.5 standard errors it may be wrong by the
/// share `slack` of its value.
pub fn assert_estimate_near(what: &str, estimate: Estimate, expected: f64, sharpness: f64, slack: f64) {
    let se = estimate.se.expect("a test has several replications");
    let size = expected.abs();
    assert!(se <= sharpness * size, "{what}: a standard error of {se} is too large to tell {expected} from its like");
    let off = (estimate.mean - expected).abs();
    let z = off / se;
    let mean = estimate.mean;
    // Outcomes are sums of whole numbers of 10^-6 minutes, cents or 10^-9: below that nothing can be told apart.
    let rounding = 1e-9 * size.max(1.0);
    assert!(
        off <= 3.5 * se + slack * size + rounding,
        "{what}: {mean} is {z:.1} standard errors ({se}) from {expected}"
    );
}

/// A rule, the smallest market in which it shows, and what becomes of outcomes there: strategy, name, channel, value.
pub type Rule<'a> = (&'a str, String, &'a [(usize, &'a str, &'a str, f64)]);

/// Holds rules against their markets, and tells all that are broken: each outcome within four standard errors of its value,
/// which are a tenth of it at most, and none where replications do not differ.
pub fn assert_rules(rules: &[Rule]) {
    let mut broken = Vec::new();
    for (says, market, outcomes) in rules {
        let study = study(market);
        for &(strategy, metric, channel, expected) in *outcomes {
            let Estimate { mean, se, .. } = estimate_of(&study, strategy, metric, channel);
            let four = 4.0 * se.expect("a test has several replications");
            let rounding = 1e-9 * expected.abs().max(1.0);
            if four > 0.1 * expected.abs() || (mean - expected).abs() > four + rounding {
                broken.push(format!("{says}: {metric} {channel} is {mean} (+- {four}), not {expected}"));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// Whether an outcome would be told apart from a closed form: more than 5 standard errors away.
pub fn disagrees(study: &Study, metric: &str, channel: &str, expected: f64) -> bool {
    let estimate = estimate_of(study, 0, metric, channel);
    (estimate.mean - expected).abs() > 5.0 * estimate.se.expect("a test has several replications")
}
