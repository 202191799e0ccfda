//! The names that a scenario declares: of an alphabet that every terminal, folder and table takes, read as text by every
//! program that reads the tables, and told from each other by all of them.

use super::alphabet::{ALPHABET, flaw, is_reserved};
use super::misread::{Misread, alike_key};
use super::values::Check;
use crate::scenario::meant::Names;
use crate::scenario::path::Path;
use crate::scenario::text::short;
use crate::scenario::typed;
use std::collections::{BTreeMap, BTreeSet};

/// What tables show as the channel before a journey's first contact.
const BEFORE_ALL_CHANNELS: &str = "start";
/// How tables show a staff pool in the column of channels.
const BEFORE_POOLS: &str = "staff.";
/// How they show a stock pool there.
const BEFORE_STOCKS: &str = "stock.";
/// How they show a journey type there, where elapsed times are asked for.
const BEFORE_JOURNEYS: &str = "journey.";
/// Longest name that is shown (characters).
const SHOWN: usize = 70;

/// The names that a scenario declares: checked in order of declaration, numbered in order of name.
pub fn names(check: &mut Check, typed: &typed::Scenario) -> Names {
    let steps = steps_with_paths(typed);
    let mut names = Names {
        channels: typed.channel.keys().cloned().collect(),
        segments: typed.segment.keys().cloned().collect(),
        journeys: typed.journey.keys().cloned().collect(),
        pools: typed.staff.keys().cloned().collect(),
        stocks: typed.stock.keys().cloned().collect(),
        campaigns: typed.campaign.keys().cloned().collect(),
        steps: steps.iter().map(|(_, name)| (*name).into()).collect(),
        steps_of: Vec::new(),
    };
    for (table, list) in [
        ("channel", &names.channels),
        ("segment", &names.segments),
        ("journey", &names.journeys),
        ("staff", &names.pools),
        ("stock", &names.stocks),
        ("campaign", &names.campaigns),
    ] {
        all_fit(check, list.iter().map(|name| (Path::of([table, name]), name.as_str())));
    }
    all_fit(check, steps.iter().map(|(path, name)| (path.clone(), *name)));
    for channel in &names.channels {
        is_no_mark(check, channel, typed.run.elapsed);
    }
    let Names { channels, segments, journeys, pools, stocks, campaigns, steps, .. } = &mut names;
    for list in [channels, segments, journeys, pools, stocks, campaigns, steps] {
        list.sort_unstable();
    }
    let number = |step: &String| names.steps.iter().position(|known| known == step);
    let of_journey = |name: &String| typed.journey[name].steps.iter().filter_map(number).collect();
    names.steps_of = names.journeys.iter().map(of_journey).collect();
    names
}

/// The scenario's own name, which fills a column and names a folder: a date or a number there is still a name.
pub fn scenario_name(check: &mut Check, name: &str) {
    const ANOTHER: &str = "choose another name for the file";
    let shown = short(name, SHOWN);
    let mut wrong = |found: String, expected: &str| check.wrong(Path::default(), found, expected, ANOTHER);
    if let Some(misread @ (Misread::Missing | Misread::Formula)) = Misread::of(name) {
        wrong(
            format!("the file name `{shown}`, {}", misread.words()),
            "a file whose name every program takes for text",
        );
    } else if let Some(flaw) = flaw(name) {
        wrong(format!("the file name `{shown}`, {flaw}"), &format!("before .toml, {ALPHABET}"));
    } else if let Some((flaw, expected)) = folder_flaw(name) {
        wrong(format!("the file name `{shown}`, {flaw}"), expected);
    }
}

/// What keeps a label from filling the column of design points and naming a folder, and what is expected instead.
pub fn design_point_flaw(label: &str) -> Option<(String, &'static str)> {
    let misread =
        || Misread::of(label).map(|misread| (misread.words().into(), "a name that every program takes for text"));
    let flawed = || flaw(label).map(|flaw| (flaw, ALPHABET));
    let of_a_folder = || folder_flaw(label).map(|(flaw, expected)| (flaw.into(), expected));
    misread().or_else(flawed).or_else(of_a_folder)
}

/// Why a folder cannot have a name on every system, and what it can have.
fn folder_flaw(name: &str) -> Option<(&'static str, &'static str)> {
    if name.starts_with('.') || name.ends_with('.') {
        return Some(("with a point at an end", "a name without a point at either end, since it names a folder"));
    }
    if name.contains('/') {
        return Some(("with `/`", "a name without `/`, since it names a folder"));
    }
    is_reserved(name).then_some(("which Windows keeps for a device", "a name that a folder can have"))
}

/// The names of the strategies, which stand in tables and charts alone.
pub fn strategy_names(check: &mut Check, typed: &typed::Scenario) {
    let path = |at: usize| Path::of(["strategy"]).index(at).key("name");
    all_fit(check, typed.strategy.iter().enumerate().map(|(at, strategy)| (path(at), strategy.name.as_str())));
}

/// Whether two names are one and the same to a spreadsheet's look-up, or to a folder that takes small and capital
/// letters, or two ways to encode a letter, for the same.
pub fn alike(one: &str, other: &str) -> bool {
    alike_key(one) == alike_key(other)
}

/// Each step with the list that mentions it first.
fn steps_with_paths(typed: &typed::Scenario) -> Vec<(Path, &str)> {
    let mut seen = BTreeSet::new();
    let mentions = typed.journey.iter().flat_map(|(journey, one)| one.steps.iter().map(move |step| (journey, step)));
    mentions
        .filter(|(_, step)| seen.insert(step.as_str()))
        .map(|(journey, step)| (Path::of(["journey", journey, "steps"]), step.as_str()))
        .collect()
}

/// Holds that each of some names of one kind is fit, read as text, and not alike another; one problem a name.
fn all_fit<'a>(check: &mut Check, named: impl Iterator<Item = (Path, &'a str)>) {
    let mut before: BTreeMap<String, &str> = BTreeMap::new();
    for (path, name) in named {
        if reads_as_text(check, &path, name) && is_fit(check, &path, name) {
            is_unlike(check, &path, name, before.get(&alike_key(name)).copied());
        }
        before.entry(alike_key(name)).or_insert(name);
    }
}

fn is_fit(check: &mut Check, path: &Path, name: &str) -> bool {
    let flaw = flaw(name);
    if let Some(flaw) = &flaw {
        check.wrong(path, format_args!("the name \"{}\", {flaw}", short(name, SHOWN)), ALPHABET, "rename it");
    }
    flaw.is_none()
}

fn reads_as_text(check: &mut Check, path: &Path, name: &str) -> bool {
    let misread = Misread::of(name);
    if let Some(misread) = misread {
        check.wrong(
            path,
            format_args!("the name `{}`, {}", short(name, SHOWN), misread.words()),
            "a name that every program takes for text",
            "add a word to it, or rename it",
        );
    }
    misread.is_none()
}

fn is_unlike(check: &mut Check, path: &Path, name: &str, twin: Option<&str>) {
    match twin {
        Some(same) if same == name => {
            check.wrong(path, format_args!("\"{name}\" again"), "names that differ", "rename one of them");
        }
        Some(other) => check.wrong(
            path,
            format_args!("the name `{name}` beside `{other}`, which a spreadsheet's look-up holds for the same"),
            "names that differ in more than case, blanks, joiners and the encoding of letters",
            "rename one of them",
        ),
        None => {}
    }
}

fn is_no_mark(check: &mut Check, channel: &str, with_journeys: bool) {
    let stands_for = match channel {
        BEFORE_ALL_CHANNELS => "the beginning of a journey",
        pool if pool.starts_with(BEFORE_POOLS) => "a staff pool in the tables",
        stock if stock.starts_with(BEFORE_STOCKS) => "a stock pool in the tables",
        journey if with_journeys && journey.starts_with(BEFORE_JOURNEYS) => {
            "a journey type in the tables, where run.elapsed is true"
        }
        _ => return,
    };
    check.wrong(
        Path::of(["channel", channel]),
        format_args!("`{channel}`"),
        format!("another name, since this one stands for {stands_for}"),
        "rename it",
    );
}
