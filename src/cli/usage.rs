//! Wrong usage of the command line, told as a wrong scenario is.

use super::Failure;
use crate::scenario::error::did_you_mean;
use crate::scenario::text::{clean, in_a_shell, short};
use clap::error::ContextKind::{
    InvalidArg, InvalidSubcommand, InvalidValue, PriorArg, SuggestedArg, Usage, ValidValue,
};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Error};
use std::error::Error as _;
use std::path::Path;

/// Longest part of a message (characters).
const LONGEST: usize = 240;
const HELP: &str = "--help tells what can be written";

/// What is wrong with some arguments.
pub fn wrong(error: &Error) -> Failure {
    let said =
        |kind: ContextKind| error.get(kind).map_or_else(String::new, |said| short(&clean(&said.to_string()), LONGEST));
    let value = Some(said(InvalidValue)).filter(|value| !value.is_empty());
    let value = value.map_or_else(|| "nothing".into(), |value| format!("\"{value}\""));
    let (at, usage) = (said(InvalidArg), said(Usage).trim_start_matches("Usage: ").into());
    let (at, found, expected, like) = match error.kind() {
        ErrorKind::UnknownArgument => {
            let like = Some(said(SuggestedArg)).filter(|like| !like.is_empty());
            if let Some(command) = command_with(&at) {
                let remedy = format!("{at} belongs to `throughline {command}`");
                return Failure::Wrong(format!(
                    "{at}\n  found:    an argument that is not known here\n  expected: {usage}\n  remedy:   {remedy}"
                ));
            }
            (at, "an argument that is not known here".into(), usage, like)
        }
        ErrorKind::InvalidSubcommand if is_scenario(&said(InvalidSubcommand)) => {
            let file = said(InvalidSubcommand);
            let found = "a scenario file where a command is due";
            let remedy = format!("name the command before it: throughline run {}", in_a_shell(&file));
            let expected = format!("one of: {}", commands().join(", "));
            return Failure::Wrong(format!(
                "{file}\n  found:    {found}\n  expected: {expected}\n  remedy:   {remedy}"
            ));
        }
        ErrorKind::InvalidSubcommand => {
            let (command, known) = (said(InvalidSubcommand), commands());
            let like = like(&command, &known);
            (command, "a command that is not known".into(), format!("one of: {}", known.join(", ")), like)
        }
        ErrorKind::InvalidValue => {
            let known = listed(error.get(ValidValue));
            let expected = if known.is_empty() { "a value".into() } else { format!("one of: {}", known.join(", ")) };
            (at, value, expected, like(&said(InvalidValue), &known))
        }
        ErrorKind::ValueValidation => {
            let expected = error.source().map_or_else(|| "another value".into(), ToString::to_string);
            let remedy = without_marks(&said(InvalidValue))
                .map_or_else(|| "write one in that range".into(), |number| format!("write {number}"));
            return Failure::Wrong(format!("{at}\n  found:    {value}\n  expected: {expected}\n  remedy:   {remedy}"));
        }
        ErrorKind::MissingRequiredArgument => (at, "nothing".into(), usage, None),
        ErrorKind::ArgumentConflict if said(PriorArg) != at => {
            (at, format!("`{}` beside it", said(PriorArg)), "one of the two".into(), None)
        }
        ErrorKind::ArgumentConflict => (at, "it, given twice".into(), "it, given once".into(), None),
        ErrorKind::TooManyValues => (at, value, "no value".into(), None),
        ErrorKind::InvalidUtf8 => {
            (String::from("an argument"), "bytes that are no text".into(), "text in UTF-8".into(), None)
        }
        _ => return Failure::Wrong(error.to_string().trim_end().into()),
    };
    let like = like.map_or_else(String::new, |like| format!("did you mean `{like}`? "));
    Failure::Wrong(format!("{at}\n  found:    {found}\n  expected: {expected}\n  remedy:   {like}{HELP}"))
}

/// Whether a word in the place of a command is the name of a scenario file.
fn is_scenario(word: &str) -> bool {
    Path::new(word).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

/// The only command that has an option.
fn command_with(option: &str) -> Option<String> {
    let command = super::Cli::command();
    let has = |command: &&clap::Command| {
        command.get_arguments().any(|one| one.get_long().is_some_and(|long| Some(long) == option.strip_prefix("--")))
    };
    let mut found = command.get_subcommands().filter(has);
    found.next().filter(|_| found.next().is_none()).map(|command| command.get_name().into())
}

/// A whole number that is written with marks between its thousands.
fn without_marks(typed: &str) -> Option<String> {
    let groups: Vec<&str> = typed.split(['.', ',', '_', ' ', '\'']).collect();
    if groups.iter().skip(1).any(|group| group.len() != 3) {
        return None;
    }
    let digits: String = typed.chars().filter(|c| !['.', ',', '_', ' ', '\''].contains(c)).collect();
    let is_number =
        !digits.is_empty() && digits.len() < typed.len() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(digits)
}

fn like(typed: &str, known: &[String]) -> Option<String> {
    did_you_mean(typed, known.iter().map(String::as_str)).map(String::from)
}

fn listed(value: Option<&ContextValue>) -> Vec<String> {
    if let Some(ContextValue::Strings(list)) = value { list.clone() } else { Vec::new() }
}

fn commands() -> Vec<String> {
    super::Cli::command().get_subcommands().map(|command| command.get_name().into()).collect()
}
