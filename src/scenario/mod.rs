//! What a user writes: the file as typed, the scenario as meant, strategies as differences laid over the market, and
//! what is wrong with any of it.

mod check;
pub mod error;
pub mod meant;
mod source;
pub mod timetable;
pub mod typed;

pub use check::{BYTES_PER_CUSTOMER, MOST_CHANNELS, MOST_SEED, MOST_STEPS};
pub use error::ScenarioError;
pub use meant::{Market, Scenario};
pub use source::{Origin, Setting, Source, command_line_value, unplaced};

use check::Check;
use error::{Located, Problem, name_remedy};
use meant::{Names, Strategy};

/// What the command line changes in a scenario.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// Settings laid over the file.
    pub settings: Vec<Setting>,
    /// The strategies wanted, by name; all, where empty. The baseline is always among them.
    pub strategies: Vec<String>,
}

/// Checks a scenario file; `name` is what its results are called.
///
/// # Errors
/// Whatever is wrong with it, each with its place.
pub fn understand(source: &Source, name: &str, wishes: &Wishes) -> Result<Scenario, ScenarioError> {
    let mut typed = source.typed(&wishes.settings)?;
    let mut check = Check::default();
    let names = check::names(&mut check, &typed);
    let run = check::run(&mut check, &typed);
    check::scenario_name(&mut check, name);
    check::strategy_names(&mut check, &typed);
    one_baseline(&mut check, &typed);
    strategies_exist(&mut check, &typed, &wishes.strategies);
    if !check.problems.is_empty() {
        return Err(source.located(&wishes.settings, check.problems));
    }
    typed.sort_tables();
    let unchanged = market_under(source, &wishes.settings, &names, &typed::Strategy::default(), 0).err();
    let of_the_file = unchanged.unwrap_or_default();
    let mut strategies = Vec::new();
    let mut wrong: Vec<Located> = Vec::new();
    for (at, strategy) in typed.strategy.iter().enumerate() {
        let mut settings = wishes.settings.clone();
        settings.extend(strategy.set.iter().map(|(path, value)| Setting {
            path: path.clone(),
            value: value.clone(),
            origin: Origin::Strategy(at),
        }));
        match market_under(source, &settings, &names, strategy, at) {
            Ok(market) if is_wanted(strategy, wishes) => strategies.push(Strategy {
                name: strategy.name.clone(),
                description: strategy.description.clone(),
                baseline: strategy.baseline,
                market,
            }),
            Ok(_) => {}
            // What is wrong in the file itself is wrong under every strategy, and told once.
            Err(problems) => {
                let (shared, own) = problems.into_iter().partition(|problem| of_the_file.contains(problem));
                let located = [source.located(&wishes.settings, shared), source.located(&settings, own)];
                wrong.extend(located.into_iter().flat_map(|error| error.0));
            }
        }
    }
    if !wrong.is_empty() {
        return Err(ScenarioError(each_once(wrong)));
    }
    let resolved = toml::to_string_pretty(&typed).expect("a typed scenario can be written as TOML");
    Ok(Scenario { name: name.into(), title: typed.title, run, names, strategies, resolved })
}

/// The market under a strategy with all its settings, or what is wrong with it.
fn market_under(
    source: &Source,
    settings: &[Setting],
    names: &Names,
    strategy: &typed::Strategy,
    at: usize,
) -> Result<Market, Vec<Problem>> {
    let mut typed = source.typed_or_problem(settings).map_err(|problem| vec![problem])?;
    typed.sort_tables();
    let mut check = Check::default();
    check::names(&mut check, &typed);
    check::run(&mut check, &typed);
    let market = check::market(&mut check, &typed, names, strategy, at);
    if check.problems.is_empty() { Ok(market) } else { Err(check.problems) }
}

fn is_wanted(strategy: &typed::Strategy, wishes: &Wishes) -> bool {
    strategy.baseline || wishes.strategies.is_empty() || wishes.strategies.contains(&strategy.name)
}

fn each_once(problems: Vec<Located>) -> Vec<Located> {
    let mut once: Vec<Located> = Vec::new();
    for problem in problems {
        if !once.contains(&problem) {
            once.push(problem);
        }
    }
    once
}

fn one_baseline(check: &mut Check, typed: &typed::Scenario) {
    let baselines: Vec<usize> =
        typed.strategy.iter().enumerate().filter(|(_, strategy)| strategy.baseline).map(|(at, _)| at).collect();
    let mut wrong = |path: String, found: String, expected: &str, remedy: &str| {
        check.problems.push(Problem { path, found, expected: expected.into(), remedy: remedy.into() });
    };
    match baselines.as_slice() {
        [_] => {}
        [] => wrong(
            "strategy".into(),
            "no baseline".into(),
            "one strategy with `baseline = true`",
            "mark the one that the others are compared with",
        ),
        [first, second, ..] => wrong(
            format!("strategy[{second}].baseline"),
            format!("a second baseline, beside \"{}\"", typed.strategy[*first].name),
            "one strategy with `baseline = true`",
            "remove one of them",
        ),
    }
}

fn strategies_exist(check: &mut Check, typed: &typed::Scenario, wanted: &[String]) {
    let known: Vec<&str> = typed.strategy.iter().map(|strategy| strategy.name.as_str()).collect();
    for name in wanted.iter().filter(|name| !known.contains(&name.as_str())) {
        check.problems.push(Problem {
            path: String::new(),
            found: format!("--strategy \"{name}\""),
            expected: "the name of a strategy in the file".into(),
            remedy: name_remedy(name, known.iter().copied()),
        });
    }
}
