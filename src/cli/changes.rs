//! What the command line changes in scenarios.

use super::{Failure, within};
use crate::scenario::load::{Loaded, load};
use crate::scenario::text::{in_a_shell, short};
use crate::scenario::{MOST_SEED, Setting, Wishes};
use clap::Args;
use std::path::{Path, PathBuf};

/// What the command line changes in scenarios.
#[derive(Debug, Clone, Default, Args)]
pub struct Changes {
    /// Change a setting of the market, such as `--set seam.identify_minutes=2`; may be repeated.
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Change the level of a capability, for all strategies but the baseline, such as `--level identity=0.5`, or for one,
    /// such as `--level omnichannel.identity=0.5`; may be repeated.
    #[arg(long, value_name = "[STRATEGY.]CAPABILITY=LEVEL")]
    level: Vec<String>,
    /// Only this strategy, beside the baseline; may be repeated.
    #[arg(long, value_name = "NAME")]
    strategy: Vec<String>,
    /// Where all luck comes from, in place of the scenario's seed; below 2^53.
    #[arg(long, value_name = "N", value_parser = within(0..=MOST_SEED), allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Number of replications, in place of the scenario's.
    #[arg(long, value_name = "N", value_parser = within(1..=100_000_u32), allow_negative_numbers = true)]
    replications: Option<u32>,
}

impl Changes {
    /// Loads scenarios with these changes.
    pub fn load(&self, paths: &[PathBuf]) -> Result<Vec<Loaded>, Failure> {
        let wishes = self.wishes()?;
        self.no_setting_is_torn(paths)?;
        Ok(load(paths, &wishes)?)
    }

    /// The first of these options that was given.
    pub fn first(&self) -> Option<&'static str> {
        let given = [
            ("--set", !self.set.is_empty()),
            ("--level", !self.level.is_empty()),
            ("--strategy", !self.strategy.is_empty()),
            ("--seed", self.seed.is_some()),
            ("--replications", self.replications.is_some()),
        ];
        given.into_iter().find(|(_, is_given)| *is_given).map(|(option, _)| option)
    }

    /// Refuses words that stand where files do and are none, as the shell makes them from a setting with blanks.
    fn no_setting_is_torn(&self, paths: &[PathBuf]) -> Result<(), Failure> {
        let settings: Vec<(&str, &String)> =
            self.set.iter().map(|one| ("--set", one)).chain(self.level.iter().map(|one| ("--level", one))).collect();
        let words: Vec<&str> = paths.iter().filter(|path| is_torn_off(path)).filter_map(|path| path.to_str()).collect();
        let (Some(&(flag, setting)), Some(first)) = (settings.first(), words.first()) else { return Ok(()) };
        let whole = match settings.len() {
            1 => in_a_shell(&format!("{setting} {}", words.join(" "))),
            _ => "'PATH=VALUE'".into(),
        };
        Err(wrong(
            &short(first, 120),
            "no such file or folder",
            "a scenario file, or a folder of them",
            &format!("check the path; if it belongs to a setting, put that in quotes: {flag} {}", short(&whole, 120)),
        ))
    }

    fn wishes(&self) -> Result<Wishes, Failure> {
        let mut settings = self.set.iter().map(|one| setting(one)).collect::<Result<Vec<_>, _>>()?;
        settings.extend(self.level.iter().map(|one| level(one)).collect::<Result<Vec<_>, _>>()?);
        settings.extend(
            self.replications.map(|count| Setting::of_number("--replications", "run.replications", count.into())),
        );
        settings.extend(self.seed.map(|seed| Setting::of_number("--seed", "run.seed", seed)));
        Ok(Wishes { settings, strategies: self.strategy.clone() })
    }
}

/// Whether a word among the files is none, and does not look like one.
fn is_torn_off(path: &Path) -> bool {
    let looks_like_one = path.components().count() > 1 || path.extension().is_some() || path == Path::new("-");
    !looks_like_one && !path.exists() && !path.with_extension("toml").exists()
}

fn setting(typed: &str) -> Result<Setting, Failure> {
    let expected = "a path and a value, such as run.customers=1000";
    let (path, value) = two_sides(typed, "--set", expected, "write PATH=VALUE; in quotes, if it holds blanks")?;
    Ok(Setting::of_path(path, value))
}

/// The setting that a level is short for.
fn level(typed: &str) -> Result<Setting, Failure> {
    let expected = "a capability and its level, such as identity=0.5, or omnichannel.identity=0.5";
    let (whose, value) =
        two_sides(typed, "--level", expected, "write CAPABILITY=LEVEL; in quotes, if it holds blanks")?;
    Ok(Setting::of_level(whose, value))
}

/// What stands before and after the first `=`.
fn two_sides<'a>(typed: &'a str, flag: &str, expected: &str, remedy: &str) -> Result<(&'a str, &'a str), Failure> {
    let wrong =
        |found: &str, remedy: &str| Err(wrong(&format!("{flag} {}", short(typed, 120)), found, expected, remedy));
    match typed.split_once('=') {
        None => wrong("no `=`", remedy),
        Some((path, _)) if path.trim().is_empty() => wrong("nothing before `=`", remedy),
        Some((_, value)) if holds_another(value) => {
            let alone: Vec<String> = typed.split(',').map(|one| format!("{flag} {}", in_a_shell(one.trim()))).collect();
            wrong("several, with commas between them", &format!("write each by itself: {}", alone.join(" ")))
        }
        Some(sides) => Ok(sides),
    }
}

/// Whether a value that is no text, list or table of its own goes on with another setting.
fn holds_another(value: &str) -> bool {
    let is_enclosed = value.trim_start().starts_with(['{', '[', '"', '\'']);
    !is_enclosed && value.split_once(',').is_some_and(|(_, rest)| rest.contains('='))
}

/// What is wrong with something that was typed on the command line, or with what it names.
pub fn wrong(typed: &str, found: &str, expected: &str, remedy: &str) -> Failure {
    Failure::Wrong(format!("{typed}\n  found:    {found}\n  expected: {expected}\n  remedy:   {remedy}"))
}
