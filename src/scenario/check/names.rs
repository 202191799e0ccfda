//! The names that a scenario declares: as many as can be numbered, fit for paths, and read as text by every program
//! that reads the tables.

use super::MOST_CHANNELS;
use super::misread::{Misread, alike_key};
use super::ranges::Check;
use crate::scenario::meant::Names;
use crate::scenario::typed;
use std::fmt::Display;

const MOST_NAMED: usize = 64;

/// What tables show as the channel before a journey's first contact.
const BEFORE_ALL_CHANNELS: &str = "start";

/// The names that a scenario declares: checked in order of declaration, numbered in order of name.
pub fn names(check: &mut Check, typed: &typed::Scenario) -> Names {
    let declared = |table: &[&String]| table.iter().map(|name| (*name).clone()).collect::<Vec<_>>();
    let mut steps: Vec<String> = Vec::new();
    for step in typed.journey.values().flat_map(|journey| &journey.steps) {
        if !steps.contains(step) {
            steps.push(step.clone());
        }
    }
    let mut names = Names {
        channels: declared(&typed.channel.keys().collect::<Vec<_>>()),
        segments: declared(&typed.segment.keys().collect::<Vec<_>>()),
        journeys: declared(&typed.journey.keys().collect::<Vec<_>>()),
        pools: declared(&typed.staff.keys().collect::<Vec<_>>()),
        steps,
    };
    for (table, list, most) in [
        ("channel", &names.channels, MOST_CHANNELS),
        ("segment", &names.segments, MOST_NAMED),
        ("journey", &names.journeys, MOST_NAMED),
        ("staff", &names.pools, MOST_NAMED),
    ] {
        if list.len() > most {
            check.wrong(table, list.len(), format!("at most {most}"), "merge some that are alike");
        }
        if list.is_empty() && table != "staff" {
            check.wrong(
                table,
                "none",
                format!("at least one [{table}.NAME]"),
                "`throughline new NAME` writes a first scenario",
            );
        }
        let path = |name: &str| format!("{table}.\"{name}\"");
        all_readable(check, list.iter().map(|name| (path(name), name.as_str())), fit_for_paths);
    }
    all_readable(check, steps_with_paths(typed, &names.steps), fit_for_paths);
    if names.channels.iter().any(|channel| channel == BEFORE_ALL_CHANNELS) {
        check.wrong(
            format_args!("channel.{BEFORE_ALL_CHANNELS}"),
            format_args!("`{BEFORE_ALL_CHANNELS}`"),
            "another name, since this one stands for the beginning of a journey",
            "rename it",
        );
    }
    for list in [&mut names.channels, &mut names.segments, &mut names.journeys, &mut names.pools, &mut names.steps] {
        list.sort_unstable();
    }
    names
}

/// The scenario's own name, which fills a column: a date or a number there is still a name, a gap is none.
pub fn scenario_name(check: &mut Check, name: &str) {
    if let Some(misread @ (Misread::Missing | Misread::Formula)) = Misread::of(name) {
        check.wrong(
            "",
            format_args!("the file name `{name}`, {}", misread.words()),
            "a file whose name every program takes for text",
            "rename the file",
        );
    }
}

/// The names of the strategies, which stand in tables and charts alone.
pub fn strategy_names(check: &mut Check, typed: &typed::Scenario) {
    let path = |at: usize| format!("strategy[{at}].name");
    let named = typed.strategy.iter().enumerate().map(|(at, strategy)| (path(at), strategy.name.as_str()));
    all_readable(check, named, fit_to_be_shown);
}

/// Each step with the list that mentions it first.
fn steps_with_paths<'a>(typed: &'a typed::Scenario, steps: &'a [String]) -> impl Iterator<Item = (String, &'a str)> {
    steps.iter().map(|step| {
        let mentions = |journey: &typed::Journey| journey.steps.contains(step);
        let journey = typed.journey.iter().find(|(_, journey)| mentions(journey)).map_or("", |(name, _)| name);
        (format!("journey.{journey}.steps"), step.as_str())
    })
}

/// Holds that each of some names of one kind is fit, read as text, and not alike another; one problem a name.
fn all_readable<'a>(
    check: &mut Check,
    named: impl Iterator<Item = (String, &'a str)>,
    fit: fn(&mut Check, &str, &str) -> bool,
) {
    let mut before: Vec<&str> = Vec::new();
    for (path, name) in named {
        let _ = fit(check, &path, name) && read_as_text(check, &path, name) && unlike(check, &path, name, &before);
        before.push(name);
    }
}

/// A name must be fit for paths such as `channel.web.step.order` and `web>phone`, and for tables.
fn fit_for_paths(check: &mut Check, path: &str, name: &str) -> bool {
    let unfit = |c: char| c.is_control() || ['.', '>', '"', '[', ']', ','].contains(&c);
    let fit = !name.trim().is_empty() && name.trim() == name && !name.contains(unfit);
    if !fit {
        check.wrong(
            path,
            format_args!("the name {name:?}"),
            "a name without . > \" [ ] commas and outer spaces",
            "rename it",
        );
    }
    fit
}

fn fit_to_be_shown(check: &mut Check, path: &str, name: &str) -> bool {
    let fit = !name.trim().is_empty() && name.trim() == name && !name.contains(char::is_control);
    if !fit {
        check.wrong(
            path,
            format_args!("{name:?}"),
            "a name that can be shown in tables and charts, without outer spaces",
            "name the strategy in one line",
        );
    }
    fit
}

fn read_as_text(check: &mut Check, path: impl Display, name: &str) -> bool {
    let misread = Misread::of(name);
    if let Some(misread) = misread {
        check.wrong(
            path,
            format_args!("the name `{name}`, {}", misread.words()),
            "a name that every program takes for text",
            "add a word to it, or rename it",
        );
    }
    misread.is_none()
}

fn unlike(check: &mut Check, path: &str, name: &str, before: &[&str]) -> bool {
    let twin = before.iter().find(|other| alike_key(other) == alike_key(name));
    match twin {
        Some(&same) if same == name => {
            check.wrong(path, format_args!("\"{name}\" again"), "names that differ", "rename one of them");
        }
        Some(other) => check.wrong(
            path,
            format_args!("the name `{name}` beside `{other}`, which a spreadsheet's look-up holds for the same"),
            "names that differ in more than case and blanks",
            "rename one of them",
        ),
        None => {}
    }
    twin.is_none()
}
