//! What the command line changes in scenarios.

use super::{Failure, within};
use crate::scenario::load::{Loaded, load};
use crate::scenario::text::short;
use crate::scenario::{MOST_SEED, Setting, Wishes};
use clap::Args;
use std::path::PathBuf;

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
        Ok(load(paths, &self.wishes()?)?)
    }

    fn wishes(&self) -> Result<Wishes, Failure> {
        let mut settings = self.set.iter().map(|one| setting(one)).collect::<Result<Vec<_>, _>>()?;
        settings.extend(self.level.iter().map(|one| level(one)).collect::<Result<Vec<_>, _>>()?);
        settings.extend(self.replications.map(|count| Setting::of_number("run.replications", count.into())));
        settings.extend(self.seed.map(|seed| Setting::of_number("run.seed", seed)));
        Ok(Wishes { settings, strategies: self.strategy.clone() })
    }
}

fn setting(typed: &str) -> Result<Setting, Failure> {
    let (path, value) =
        two_sides(typed, "--set", "a path and a value, such as run.customers=1000", "write PATH=VALUE")?;
    Ok(Setting { path: path.into(), value: value.into() })
}

/// The setting that a level is short for.
fn level(typed: &str) -> Result<Setting, Failure> {
    let expected = "a capability and its level, such as identity=0.5, or omnichannel.identity=0.5";
    let (path, value) = two_sides(typed, "--level", expected, "write CAPABILITY=LEVEL")?;
    let (strategy, capability) = path.trim().rsplit_once('.').unwrap_or(("*", path.trim()));
    let name = strategy.trim_matches('"');
    Ok(Setting { path: format!("strategy.\"{name}\".levels.{capability}"), value: value.into() })
}

/// What stands before and after the first `=`.
fn two_sides<'a>(typed: &'a str, flag: &str, expected: &str, remedy: &str) -> Result<(&'a str, &'a str), Failure> {
    typed.split_once('=').filter(|(path, _)| !path.trim().is_empty()).ok_or_else(|| {
        let found = if typed.contains('=') { "nothing before `=`" } else { "no `=`" };
        let typed = short(typed, 120);
        Failure::Wrong(format!("{flag} {typed}\n  found:    {found}\n  expected: {expected}\n  remedy:   {remedy}"))
    })
}
