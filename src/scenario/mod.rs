//! What a user writes: the file as typed, the scenario as meant, strategies as differences laid over the market, and
//! what is wrong with any of it.

mod broken;
mod check;
mod closed;
mod course;
pub mod currency;
mod effects;
pub mod error;
pub mod evidence;
mod filled;
mod fits;
mod foreign;
mod idle;
pub mod lines;
pub mod load;
pub mod meant;
mod notation;
pub mod path;
pub mod reference;
mod rules;
mod settings;
mod source;
pub mod text;
mod thousands;
pub mod timetable;
mod tree;
pub mod typed;

pub use check::{BYTES_PER_CUSTOMER, MOST_SEED, alike, design_point_flaw};
pub use error::ScenarioError;
pub use meant::{Market, Scenario};
pub use rules::json_schema;
pub use settings::Setting;
pub use source::{STANDARD_INPUT, Source, unplaced};
pub use typed::bounds::{MOST_CHANNELS, MOST_STEPS};

use check::{Check, MOST_PROBLEMS};
use effects::Scene;
use error::{Located, Problem};
use fits::{hold, hold_where_set};
use meant::{Course, Names, Note, Strategy};
use path::Path;
use serde::Deserialize;
use settings::{Laid, laid_over, of_change, of_command_line, of_strategy};
use tree::{Node, Typed};

/// Most values to be seen through: those of the market times the strategies. A page of scenario has some 500 values.
const MOST_VALUES: usize = 500_000;

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
    let settings = of_all(source, wishes)?;
    let laid = settings.concat();
    let mut declared = declared(source, name, wishes, &laid)?;
    make_texts_visible(&mut declared.typed);
    let Declared { tree, typed, names, .. } = &declared;
    let unchanged = market_under(tree, typed, &[], names, &typed::Strategy::default(), 0);
    let mut of_the_file = Shared { problems: unchanged.err().unwrap_or_default().problems, told: Vec::new() };
    let (mut strategies, mut in_full, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    let mut wrong = ScenarioError::default();
    for (at, strategy) in typed.strategy.iter().enumerate() {
        let set = of_strategy(tree, at);
        match market_under(tree, typed, &set, names, strategy, at) {
            Ok((market, worth_a_look)) if is_wanted(strategy, wishes) => {
                let (Course { market: at_start, later }, undisturbed) = match courses(&declared, at, &market) {
                    Ok(courses) => courses,
                    Err(check) => {
                        add_once(&mut wrong, located_in_time(source, &laid, tree, at, check.problems));
                        continue;
                    }
                };
                add_notes(&mut notes, worth_a_look, &strategy.name);
                in_full.push((at, market));
                strategies.push(Strategy {
                    name: strategy.name.clone(),
                    place: at,
                    description: strategy.description.clone(),
                    baseline: strategy.baseline,
                    from_day: strategy.from_day,
                    market: at_start,
                    later,
                    undisturbed: undisturbed.map(Box::new),
                });
            }
            Ok(_) => {}
            Err(check) => {
                add_once(&mut wrong, of_the_file.located_under(source, &laid, (&strategy.name, set), check.problems));
                wrong.more = wrong.more.max(check.more);
                if wrong.problems.len() >= MOST_PROBLEMS {
                    break;
                }
            }
        }
    }
    if !wrong.problems.is_empty() {
        return Err(ScenarioError::by_line(wrong.problems, wrong.more));
    }
    let scene = Scene { source, name, wishes, declared: &declared, markets: &in_full };
    let effects = scene.effects(&settings);
    if !effects.problems.is_empty() {
        return Err(ScenarioError::by_line(effects.problems, 0));
    }
    let notes = with_strategies(notes, strategies.len());
    let notes = [effects.notes, thousands::notes(source, &laid), source.noted(notes)].concat();
    let resolved = filled::printed(typed);
    let Declared { typed, names, mut run, numbers, .. } = declared;
    run.asked.bad_days = strategies.iter().any(|strategy| strategy.undisturbed.is_some());
    run.asked.days |= run.asked.bad_days || strategies.iter().any(|strategy| !strategy.later.is_empty());
    run.asked.stock = strategies.iter().any(Strategy::has_stock);
    run.asked.refunds = strategies.iter().any(Strategy::has_refunds);
    run.asked.baskets_meet = strategies.iter().any(Strategy::has_baskets_that_meet);
    run.asked.personalisation = strategies.iter().any(Strategy::personalises);
    run.asked.outreach = strategies.iter().any(Strategy::has_outreach);
    run.asked.calendar = strategies.iter().any(Strategy::has_a_calendar);
    run.asked.joins = strategies.iter().any(Strategy::has_joiners);
    let smallest_relevant = typed.run.smallest_relevant.into_iter().collect();
    let (name, title, wishes) = (name.into(), typed.title, wishes.clone());
    Ok(Scenario {
        name,
        design_point: None,
        wishes,
        title,
        run,
        smallest_relevant,
        names,
        strategies,
        resolved,
        numbers,
        notes,
    })
}

/// What each setting of the command line comes to, in the scenario with those before it.
fn of_all(source: &Source, wishes: &Wishes) -> Result<Vec<Vec<Laid>>, ScenarioError> {
    let mut tree = source.tree.clone();
    let mut settings = Vec::new();
    for setting in &wishes.settings {
        let laid = of_command_line(&tree, setting);
        if laid.is_empty() {
            return Err(unplaced(
                &setting.option,
                "no strategy beside the baseline".into(),
                "a scenario with other strategies",
                "name the strategy, such as strategy.NAME.levels.identity",
            ));
        }
        // Where it cannot be laid over the scenario, that is told later.
        tree = laid_over(&tree, &laid).unwrap_or(tree);
        settings.push(laid);
    }
    Ok(settings)
}

/// Shows as escapes what texts hold and is not seen.
fn make_texts_visible(typed: &mut typed::Scenario) {
    let descriptions = typed.strategy.iter_mut().map(|strategy| &mut strategy.description);
    for visible in descriptions.chain([&mut typed.title]) {
        *visible = text::clean(visible).into_owned();
    }
}

/// What is wrong in the file itself, and the same under all strategies; each is told once.
struct Shared {
    problems: Vec<Problem>,
    told: Vec<Problem>,
}

impl Shared {
    /// What is wrong under a strategy and not told yet, each at its place.
    fn located_under(
        &mut self,
        source: &Source,
        laid: &[Laid],
        (strategy, set): (&str, Vec<Laid>),
        problems: Vec<Problem>,
    ) -> Vec<Located> {
        let (mut shared, own): (Vec<_>, Vec<_>) =
            problems.into_iter().partition(|problem| self.problems.contains(problem));
        shared.retain(|problem| !self.told.contains(problem));
        self.told.extend(shared.iter().cloned());
        let all: Vec<Laid> = laid.iter().cloned().chain(set).collect();
        let is_of_strategies = |path: &Path| path.is_within(&Path::of(["strategy"]));
        let mut own_located = source.located(&all, own);
        for one in own_located.iter_mut().filter(|one| one.position.is_some() && !is_of_strategies(&one.problem.path)) {
            one.under.get_or_insert_with(|| strategy.into());
        }
        [source.located(laid, shared), own_located].concat()
    }
}

/// What is wrong on some day of a strategy's course, each at its place.
fn located_in_time(source: &Source, laid: &[Laid], tree: &Node, at: usize, problems: Vec<Problem>) -> Vec<Located> {
    let changes = tree.get("change").and_then(|list| list.items()).map_or(0, <[_]>::len);
    let of_changes = (0..changes).flat_map(|number| of_change(tree, number));
    let all: Vec<Laid> = laid.iter().cloned().chain(of_changes).chain(of_strategy(tree, at)).collect();
    source.located(&all, problems)
}

/// What a file declares: values that fit, and what they are said to rest on.
struct Declared {
    tree: Node,
    typed: typed::Scenario,
    names: Names,
    run: meant::Run,
    numbers: Vec<evidence::Number>,
}

/// What a file declares, with the command line's settings laid over it: values that fit, names, and a run.
fn declared(source: &Source, name: &str, wishes: &Wishes, laid: &[Laid]) -> Result<Declared, ScenarioError> {
    let refused = |check: Check| ScenarioError::by_line(source.located(laid, check.problems), check.more);
    let tree = tree_that_fits(source, laid).map_err(refused)?;
    let mut typed = as_typed(&tree);
    let changed: Vec<&Path> = laid.iter().map(|one| &one.path).collect();
    let numbers = evidence::numbers(&typed, &tree, &changed);
    let (names, run) = named(name, &typed, &numbers, wishes).map_err(refused)?;
    let mut check = Check::default();
    check::pools_get_channels(&mut check, &typed, |path| set_in(&tree, &typed).any(|set| path.is_within(&set)));
    check.or(()).map_err(refused)?;
    typed.sort_tables();
    Ok(Declared { tree, typed, names, run, numbers })
}

/// What changes and strategies set.
fn set_in<'a>(tree: &'a Node, typed: &'a typed::Scenario) -> impl Iterator<Item = Path> + 'a {
    let of_changes = (0..typed.change.len()).flat_map(|number| of_change(tree, number));
    let of_strategies = (0..typed.strategy.len()).flat_map(|at| of_strategy(tree, at));
    of_changes.chain(of_strategies).map(|one| one.path)
}

/// The values of a file with settings laid over them, each held against the rule of its place.
fn tree_that_fits(source: &Source, laid: &[Laid]) -> Result<Node, Check> {
    let tree = laid_over(&source.tree, laid).map_err(Check::of)?;
    let mut check = Check::default();
    hold(&mut check, rules::scenario(), &tree, &Path::default());
    if let Some(run) = tree.get("run") {
        check.problems.iter_mut().for_each(|problem| check::remedy_of_size(problem, run));
    }
    little_enough(&mut check, &tree);
    check.or(tree)
}

/// The names that a scenario declares and the run, where both are sound, all that is asked for is there, and numbers rest on
/// what there is.
fn named(
    name: &str,
    typed: &typed::Scenario,
    numbers: &[evidence::Number],
    wishes: &Wishes,
) -> Result<(Names, meant::Run), Check> {
    let mut check = Check::default();
    let names = check::names(&mut check, typed);
    let run = check::run(&mut check, typed);
    check::scenario_name(&mut check, name);
    check::strategy_names(&mut check, typed);
    check::one_baseline(&mut check, typed);
    check::strategies_exist(&mut check, typed, &wishes.strategies);
    check::steps_are_as_channels_write_them(&mut check, typed);
    check::evidence(&mut check, typed, numbers);
    check.or((names, run))
}

/// Every value is seen through once for each strategy.
fn little_enough(check: &mut Check, tree: &Node) {
    let strategies = match tree.get("strategy").map(|list| &list.value) {
        Some(Typed::List(list)) => list.len().max(1),
        _ => 1,
    };
    let values = tree.weight();
    if values * strategies > MOST_VALUES {
        check.wrong(
            Path::default(),
            format_args!("some {values} values under {strategies} strategies, {} in all", values * strategies),
            format!("at most {MOST_VALUES} in all"),
            "simulate fewer strategies at a time, or a simpler market",
        );
    }
}

fn as_typed(tree: &Node) -> typed::Scenario {
    typed::Scenario::deserialize(tree.to_value()).expect("a tree that fits the rules of the typed scenario is one")
}

/// The market under a strategy with all its settings and the notes on it, or what is wrong with it.
fn market_under(
    tree: &Node,
    typed: &typed::Scenario,
    set: &[Laid],
    names: &Names,
    strategy: &typed::Strategy,
    at: usize,
) -> Result<(Market, Vec<Note>), Check> {
    let mut check = Check::default();
    let changed = if set.is_empty() { None } else { Some(changed(tree, set)?) };
    let typed = changed.as_ref().unwrap_or(typed);
    check::names(&mut check, typed);
    check::run(&mut check, typed);
    let market = check::market(&mut check, typed, names, strategy, at);
    let market = check.or(market)?;
    let notes = check::notes(&market, typed, names, (at, strategy));
    Ok((market, notes))
}

/// The course of the market under a strategy, which is this one in full effect; and without changes that end, where there
/// are any.
fn courses(declared: &Declared, at: usize, market: &Market) -> Result<(Course, Option<Course>), Check> {
    let Declared { tree, typed, names, .. } = declared;
    if typed.change.is_empty() && typed.strategy.iter().all(|one| (one.from_day, one.full_day) == (None, None)) {
        return Ok((Course { market: market.clone(), later: Vec::new() }, None));
    }
    let declared = course::Declared { tree, typed, names };
    let whole = course::course(declared, at, true)?;
    let any_ends = typed.change.iter().any(|change| change.until_day.is_some());
    let undisturbed = if any_ends { Some(course::course(declared, at, false)?) } else { None };
    Ok((whole, undisturbed))
}

/// The scenario with a strategy's settings laid over it.
fn changed(tree: &Node, set: &[Laid]) -> Result<typed::Scenario, Check> {
    let mut check = Check::default();
    let tree = laid_over(tree, set).map_err(Check::of)?;
    hold_where_set(&mut check, rules::scenario(), &tree, set.iter().map(|one| &one.path));
    let mut typed = as_typed(&check.or(tree)?);
    typed.sort_tables();
    Ok(typed)
}

fn is_wanted(strategy: &typed::Strategy, wishes: &Wishes) -> bool {
    strategy.baseline || wishes.strategies.is_empty() || wishes.strategies.contains(&strategy.name)
}

/// A note, and the strategies under which it holds.
type Noted = (Note, Vec<String>);

/// Adds what is noted under a strategy; what is of the same place, or in the same words, is noted once.
fn add_notes(notes: &mut Vec<Noted>, more: Vec<Note>, strategy: &str) {
    for note in more {
        let is_of_strategy = |path: &Path| path.is_within(&Path::of(["strategy"]));
        let is_same = |told: &Note| {
            told.what == note.what
                && (told.path == note.path || is_of_strategy(&told.path) && is_of_strategy(&note.path))
        };
        match notes.iter_mut().find(|(told, _)| is_same(told)) {
            Some((_, under)) => under.push(strategy.into()),
            None => notes.push((note, vec![strategy.into()])),
        }
    }
}

/// Notes that say under which strategies they hold, where that is not all of so many, and their place does not say it.
fn with_strategies(notes: Vec<Noted>, of: usize) -> Vec<Note> {
    let told = |(mut note, under): Noted| {
        let says_it = note.path.is_within(&Path::of(["strategy"]));
        if under.len() < of && !says_it {
            let names: Vec<String> = under.iter().map(|name| format!("\"{name}\"")).collect();
            note.what = format!("{} (under {})", note.what, names.join(", "));
        }
        note
    };
    notes.into_iter().map(told).collect()
}

fn add_once(error: &mut ScenarioError, problems: Vec<Located>) {
    for problem in problems {
        if !error.problems.contains(&problem) {
            error.problems.push(problem);
        }
    }
}
