//! Whether settings do anything: one that changes nothing is refused, one that repeats what is so already is noted.

use super::check::Check;
use super::error::{Located, Problem};
use super::filled::filled;
use super::idle::without_what_is_idle;
use super::meant::Market;
use super::path::{Part, Path};
use super::settings::{Laid, of_change, of_strategy};
use super::source::Source;
use super::text::in_a_shell;
use super::tree::Node;
use super::typed::{self, Capability, Kind};
use super::{Declared, MOST_VALUES, Wishes, changed, declared, market_under};
use std::collections::BTreeSet;
use toml::Value;

/// What was found about settings.
#[derive(Default)]
pub struct Effects {
    /// Of those without any.
    pub problems: Vec<Located>,
    /// On those that repeat.
    pub notes: Vec<String>,
}

/// A scenario in which settings are looked at.
pub struct Scene<'a> {
    /// Its file.
    pub source: &'a Source,
    /// Its name.
    pub name: &'a str,
    /// What the command line changes.
    pub wishes: &'a Wishes,
    /// What the file declares, with that.
    pub declared: &'a Declared,
    /// The market under each strategy that is wanted, in full effect, by its position in the file.
    pub markets: &'a [(usize, Market)],
}

impl Scene<'_> {
    /// Looks at the settings of the command line, each with all that it comes to; where none changes the market, at those of
    /// the strategies, which a point of a sweep may idle.
    pub fn effects(&self, laid: &[Vec<Laid>]) -> Effects {
        let mut effects = Effects::default();
        self.look_aside(&mut effects, laid);
        let is_asked = laid.iter().flatten().any(|one| is_of_the_market(&one.path));
        let days = changes_by_day(self.declared).len();
        let looks = if is_asked { (laid.len() + 1) * self.markets.len() * (days - 1) } else { 0 };
        if looks * self.declared.tree.weight() > MOST_VALUES {
            let told =
                "note: so many changes and strategies that no setting was looked at for whether it does anything";
            effects.notes.push(format!("{}: {told}", self.source.file()));
            return effects;
        }
        if is_asked {
            self.look_at_command_line(&mut effects, laid);
        }
        let strategies = 0..self.declared.typed.strategy.len();
        let sets: Vec<(usize, Vec<Laid>)> = strategies.map(|at| (at, of_strategy(&self.declared.tree, at))).collect();
        let looks = sets.iter().map(|(_, set)| set.len()).sum::<usize>() * days;
        if looks * self.declared.tree.weight() > MOST_VALUES {
            let told = "note: so many settings of strategies that none was looked at for whether it does anything";
            effects.notes.push(format!("{}: {told}", self.source.file()));
            return effects;
        }
        let mut of_strategies = Effects::default();
        for (strategy, set) in &sets {
            self.look_at_strategy(&mut of_strategies, laid, *strategy, set);
        }
        effects.notes.append(&mut of_strategies.notes);
        if is_asked {
            // A point of a sweep may idle what a strategy sets.
            effects.notes.extend(of_strategies.problems.iter().map(as_note));
        } else {
            effects.problems.append(&mut of_strategies.problems);
        }
        effects
    }

    /// Notes what the command line repeats of all that is beside the market: the run, the title, days; what is set again
    /// after it is refused.
    fn look_aside(&self, effects: &mut Effects, laid: &[Vec<Laid>]) {
        for (at, setting) in laid.iter().enumerate() {
            let Some(first) = setting.first().filter(|first| !is_of_the_market(&first.path)) else { continue };
            if laid[at + 1..].iter().flatten().any(|later| later.path == first.path) {
                let problem = Instead::later().problem(&first.path, "leave it out".into());
                effects.problems.extend(self.source.located(setting, vec![problem]));
                continue;
            }
            let rest: Vec<Laid> = [&laid[..at], &laid[at + 1..]].concat().concat();
            let paths: Vec<&Path> = setting.iter().map(|one| &one.path).collect();
            let before = declared(self.source, self.name, self.wishes, &rest);
            if before.is_ok_and(|before| is_repeated(&before.typed, &self.declared.typed, &paths)) {
                effects.notes.push(format!("{}: note: it is so already", first.origin));
            }
        }
    }

    /// Looks at the settings of the command line, each with all that it comes to.
    fn look_at_command_line(&self, effects: &mut Effects, laid: &[Vec<Laid>]) {
        let now = self.markets.iter().map(|(at, _)| Some((*at, self.markets_of(self.declared, *at)?)));
        // Where a change is wrong, that is told.
        if let Some(now) = now.collect::<Option<Vec<_>>>() {
            (0..laid.len()).for_each(|at| self.look_at_setting(effects, laid, at, &now));
        }
    }

    /// Looks at one setting of the command line beside the others.
    fn look_at_setting(&self, effects: &mut Effects, laid: &[Vec<Laid>], at: usize, now: &[(usize, Vec<Market>)]) {
        let setting = &laid[at];
        let rest: Vec<Laid> = [&laid[..at], &laid[at + 1..]].concat().concat();
        let Some(first) = setting.first().filter(|first| is_of_the_market(&first.path)) else { return };
        // Without it something is wrong: it does something.
        let Ok(before) = declared(self.source, self.name, self.wishes, &rest) else { return };
        let is_alike = |(at, markets): &&(usize, Vec<Market>)| {
            self.markets_of(&before, *at).is_some_and(|it| act_alike(&it, markets))
        };
        let (alike, other): (Vec<_>, Vec<_>) = now.iter().partition(is_alike);
        if !other.is_empty() {
            if is_scale(&first.path) && !alike.is_empty() {
                let names: Vec<String> =
                    alike.iter().map(|(at, _)| format!("\"{}\"", self.declared.typed.strategy[*at].name)).collect();
                effects.notes.push(format!("{}: note: under {}, {ROUNDED}", first.origin, names.join(", ")));
            }
            return;
        }
        let paths: Vec<&Path> = setting.iter().map(|one| &one.path).filter(|path| self.is_wanted(path)).collect();
        let is_later = laid[at + 1..].iter().flatten().any(|later| later.path == first.path);
        if is_scale(&first.path) {
            effects.notes.push(format!("{}: note: {ROUNDED}", first.origin));
        } else if !is_later && is_repeated(&before.typed, &self.declared.typed, &paths) {
            effects.notes.push(format!("{}: note: it is so already", first.origin));
        } else {
            let instead = if is_later { Instead::later() } else { self.instead(first) };
            let remedy = instead.by_command_line(&first.node.shown());
            effects.problems.extend(self.source.located(setting, vec![instead.problem(&first.path, remedy)]));
        }
    }

    /// The markets under a strategy in full effect, with the changes of each day; `None` if something is wrong with one.
    fn markets_of(&self, declared: &Declared, at: usize) -> Option<Vec<Market>> {
        let is_this = std::ptr::eq(declared, self.declared) && declared.typed.change.is_empty();
        match self.markets.iter().find(|(strategy, _)| is_this && *strategy == at) {
            Some((_, market)) => Some(vec![market.clone()]),
            None => markets_with(declared, &declared.typed, &of_strategy(&declared.tree, at), at),
        }
    }

    /// Whether a path is not that of a strategy that is left out.
    fn is_wanted(&self, path: &Path) -> bool {
        let [Part::Key(list), Part::Index(strategy), ..] = path.parts() else { return true };
        list != "strategy" || self.markets.iter().any(|(at, _)| at == strategy)
    }

    /// Looks at what a strategy sets, one after the other beside the others.
    fn look_at_strategy(&self, effects: &mut Effects, laid: &[Vec<Laid>], strategy: usize, set: &[Laid]) {
        let Declared { tree, typed, .. } = self.declared;
        let Some(markets) = self.markets_of(self.declared, strategy) else { return };
        let Ok(with) = changed(tree, set) else { return };
        for (at, setting) in set.iter().enumerate() {
            let rest = [&set[..at], &set[at + 1..]].concat();
            let Ok(without) = changed(tree, &rest) else { continue };
            if !markets_with(self.declared, typed, &rest, strategy).is_some_and(|it| act_alike(&it, &markets)) {
                continue;
            }
            let is_so = is_repeated(&without, &with, &[&setting.path]);
            if is_so || is_scale(&setting.path) {
                let (line, column) = self.source.line_and_column(setting.node.at);
                let said = if is_so { "is so already, without the strategy" } else { ROUNDED };
                let told = format!("{line}:{column}: note: {}: {said}", setting.path);
                effects.notes.push(format!("{}:{told}", self.source.file()));
            } else {
                let instead = self.instead(setting);
                let problem = instead.problem(&setting.path, instead.in_a_strategy());
                let all: Vec<Laid> = laid.iter().flatten().chain(set).cloned().collect();
                effects.problems.extend(self.source.located(&all, vec![problem]));
            }
        }
    }

    /// What keeps a setting from doing anything.
    fn instead(&self, setting: &Laid) -> Instead {
        let typed = &self.declared.typed;
        self.set_by_strategies(setting)
            .or_else(|| own_of_each(typed, &self.declared.tree, &setting.path))
            .or_else(|| self.set_by_a_change(setting))
            .or_else(|| self.without_level(&setting.path))
            .unwrap_or_else(|| Instead { why: "what is simulated here does not hang on it".into(), paths: Vec::new() })
    }

    /// Strategies that set the same.
    fn set_by_strategies(&self, setting: &Laid) -> Option<Instead> {
        let mut setting_it = Vec::new();
        for (at, _) in self.markets {
            let mut set = of_strategy(&self.declared.tree, *at).into_iter();
            if let Some(own) = set.find(|own| own.origin != setting.origin && own.path == setting.path) {
                let name = &self.declared.typed.strategy[*at].name;
                let path = Path::of(["strategy", name, "set", &own.path.to_string()]);
                setting_it.push((name.as_str(), path, own.path.to_string().contains('"')));
            }
        }
        let why = match setting_it.as_slice() {
            [] => return None,
            [(name, ..)] => format!("strategy \"{name}\" sets it, and nobody else needs it"),
            _ => "all strategies set it that need it".into(),
        };
        // A path in quotes cannot hold another in quotes.
        let can_be_typed = |(_, path, in_quotes)| if in_quotes { None } else { Some(path) };
        Some(Instead { why, paths: setting_it.into_iter().filter_map(can_be_typed).collect() })
    }

    /// A change that sets the same from the start on.
    fn set_by_a_change(&self, setting: &Laid) -> Option<Instead> {
        let changes = &self.declared.typed.change;
        let sets_it = |at: usize| of_change(&self.declared.tree, at).iter().any(|one| one.path == setting.path);
        let is_it = |&at: &usize| changes[at].day == 0 && changes[at].until_day.is_none() && sets_it(at);
        let at = (0..changes.len()).find(is_it)?;
        let why = format!("change[{at}] sets it from day 0 on");
        Some(Instead { why, paths: Vec::new() })
    }

    /// A capability that no strategy has.
    fn without_level(&self, path: &Path) -> Option<Instead> {
        let [Part::Key(capabilities), Part::Key(name), ..] = path.parts() else { return None };
        let strategies = || self.markets.iter().map(|(at, _)| &self.declared.typed.strategy[*at]);
        let is_cost = path.parts().get(2) == Some(&Part::Key("cost".into()));
        let has_level = |strategy: &typed::Strategy| {
            let single = !is_cost && strategy.seam_levels.contains_key(name);
            single || strategy.levels.get(name).is_some_and(|level| *level > 0.0)
        };
        let is_known = capabilities == "capability" && Capability::ALL.iter().any(|one| one.name() == name);
        let is_siloed = path.parts().last() == Some(&Part::Key("siloed".into()));
        if !is_known || is_siloed || strategies().any(has_level) {
            return None;
        }
        let single = if is_cost { " (levels of single passages cost nothing)" } else { "" };
        let why = format!("no strategy has a level of {name}{single}");
        Some(Instead { why, paths: Vec::new() })
    }
}

/// What is wrong with a setting, as a note.
fn as_note(located: &Located) -> String {
    let place = located.position.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
    let Problem { path, found, .. } = &located.problem;
    format!("{}{place}: note: {path} does nothing with what the command line sets ({found})", located.origin)
}

const EXPECTED: &str = "a setting by which something differs";
/// Of a factor on agents that leaves each of their numbers as it was.
const ROUNDED: &str = "as many agents as without it, since each number of them is rounded";

/// What stands in the place of a setting, and how it could do something.
struct Instead {
    why: String,
    /// What to set instead.
    paths: Vec<Path>,
}

impl Instead {
    fn later() -> Self {
        Self { why: "the same is set again after it".into(), paths: Vec::new() }
    }

    fn problem(&self, path: &Path, remedy: String) -> Problem {
        let found = format!("no change: {}", self.why);
        Problem { path: path.clone(), found, expected: EXPECTED.into(), remedy }
    }

    fn by_command_line(&self, value: &str) -> String {
        let set = |path: &Path| format!("--set {}", in_a_shell(&format!("{path}={value}")));
        match self.paths.as_slice() {
            [] => "leave it out".into(),
            [first] => set(first),
            [first, ..] => format!("{}, and so with the others", set(first)),
        }
    }

    fn in_a_strategy(&self) -> String {
        match self.paths.as_slice() {
            [] => "leave it out".into(),
            paths => format!("leave it out, or set {}", listed(paths)),
        }
    }
}

fn listed(paths: &[Path]) -> String {
    const MOST: usize = 3;
    let shown: Vec<String> = paths.iter().take(MOST).map(ToString::to_string).collect();
    let rest = if paths.len() > MOST { format!(" and {} more", paths.len() - MOST) } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}

/// Keys of a whole scenario that the channels, journeys or segments can have of their own.
const GENERAL: [(&str, &str, &str); 7] = [
    ("seam.rebuild_minutes", "journey", "rebuild_minutes"),
    ("seam.identify_minutes", "channel", "identify_minutes"),
    ("choice.taste_sd", "channel", "taste_sd"),
    ("loss.a", "segment", "loss.a"),
    ("loss.b", "segment", "loss.b"),
    ("capability.continuity.context_kept", "journey", "context_kept"),
    ("capability.continuity.context_kept_within", "journey", "context_kept_within"),
];

/// What channels, journeys or segments have of their own in place of a general setting.
fn own_of_each(typed: &typed::Scenario, tree: &Node, path: &Path) -> Option<Instead> {
    let (general, table, key) = GENERAL.iter().find(|(general, ..)| path.is_within(&Path::typed(general)))?;
    let below = &path.parts()[Path::typed(general).parts().len()..];
    let own = tree.get(table)?.members()?.keys().map(|name| Path::of([table, name]).and(Path::typed(key).parts()));
    let own: Vec<Path> = own.filter(|own| acts_in(typed, own)).collect();
    let has_own = |own: &&Path| own.parts().iter().try_fold(tree, |node, part| Some(node.at(part)?.as_ref())).is_some();
    let paths: Vec<Path> = own.iter().filter(has_own).map(|own| own.and(below)).collect();
    let why = match paths.as_slice() {
        [] => return None,
        [one] => format!("{one} stands in its place"),
        _ => format!("{} stand in its place", listed(&paths)),
    };
    Some(Instead { why, paths })
}

/// Whether a key of its own would do anything there.
fn acts_in(typed: &typed::Scenario, own: &Path) -> bool {
    match own.parts() {
        [Part::Key(journey), Part::Key(name), Part::Key(key)] if journey == "journey" && key == "rebuild_minutes" => {
            typed.journey.get(name).is_some_and(|journey| journey.restart.is_none())
        }
        [Part::Key(channel), Part::Key(name), Part::Key(key)] if channel == "channel" && key == "identify_minutes" => {
            typed.channel.get(name).is_some_and(|channel| channel.kind != Kind::SelfService)
        }
        _ => true,
    }
}

/// Whether it is the factor on a pool's agents.
fn is_scale(path: &Path) -> bool {
    matches!(path.parts(), [Part::Key(staff), _, Part::Key(scale)] if staff == "staff" && scale == "scale")
}

/// Whether it is the market that a setting changes; the size of a run, when something changes, and what is only for people
/// may be set in vain.
fn is_of_the_market(path: &Path) -> bool {
    const NOT_AT_THE_TOP: [&str; 5] = ["run", "title", "currency", "evidence", "change"];
    let is_aside =
        |part: &Part| matches!(part, Part::Key(key) if ["description", "from_day", "full_day"].contains(&key.as_str()));
    let Some(Part::Key(top)) = path.parts().first() else { return false };
    !NOT_AT_THE_TOP.contains(&top.as_str()) && !path.parts().last().is_some_and(is_aside)
}

/// Whether the values at some paths are the same, all defaults filled in.
fn is_repeated(before: &typed::Scenario, after: &typed::Scenario, paths: &[&Path]) -> bool {
    let [before, after] =
        [before, after].map(|typed| Value::try_from(filled(typed)).expect("a typed scenario can be written as TOML"));
    paths.iter().all(|path| value_at(&before, path).is_some_and(|value| value_at(&after, path) == Some(value)))
}

fn value_at<'a>(value: &'a Value, path: &Path) -> Option<&'a Value> {
    path.parts().iter().try_fold(value, |value, part| match part {
        Part::Key(key) => value.get(key),
        Part::Index(at) => value.get(*at),
    })
}

/// Whether markets act alike, one by one.
fn act_alike(some: &[Market], others: &[Market]) -> bool {
    let two = |(one, other)| one == other || without_what_is_idle(one) == without_what_is_idle(other);
    some.len() == others.len() && some.iter().zip(others).all(two)
}

/// The markets under a strategy with settings of its own, in full effect, with the changes of each day; `None` if something
/// is wrong with one.
fn markets_with(declared: &Declared, typed: &typed::Scenario, set: &[Laid], at: usize) -> Option<Vec<Market>> {
    let strategy = typed.strategy.get(at)?;
    let market = |changes: Vec<Laid>| {
        let laid = [&changes, set].concat();
        let found: Result<_, Check> = market_under(&declared.tree, typed, &laid, &declared.names, strategy, at);
        found.ok().map(|(market, _)| market)
    };
    changes_by_day(declared).into_iter().map(market).collect()
}

/// What changes set, from each day on that something changes, the first included.
fn changes_by_day(declared: &Declared) -> Vec<Vec<Laid>> {
    let changes = &declared.typed.change;
    let ends = changes.iter().flat_map(|change| [Some(change.day), change.until_day]).flatten();
    let days: BTreeSet<u32> = ends.chain([0]).collect();
    let of_day = |day: u32| {
        (0..changes.len()).filter(move |&at| changes[at].holds_on(day)).flat_map(|at| of_change(&declared.tree, at))
    };
    days.into_iter().map(|day| of_day(day).collect()).collect()
}
