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
    /// Change a setting of the market, such as --set staff.agents.servers=5; may be repeated.
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
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
        settings.extend(self.replications.map(|count| Setting::of_number("run.replications", count.into())));
        settings.extend(self.seed.map(|seed| Setting::of_number("run.seed", seed)));
        Ok(Wishes { settings, strategies: self.strategy.clone() })
    }
}

fn setting(typed: &str) -> Result<Setting, Failure> {
    match typed.split_once('=') {
        Some((path, value)) if !path.trim().is_empty() => Ok(Setting { path: path.into(), value: value.into() }),
        parts => Err(Failure::Wrong(format!(
            "--set {}\n  found:    {}\n  expected: a path and a value, such as run.customers=1000\n  remedy:   write PATH=VALUE",
            short(typed, 120),
            if parts.is_some() { "no path before `=`" } else { "no `=`" },
        ))),
    }
}
