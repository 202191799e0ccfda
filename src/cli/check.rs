//! `throughline check`: is this a scenario, and what does it come to?

use super::{Changes, Failure, note, say, say_as_it_is, shown};
use crate::experiment::{doubts, pilot};
use crate::report;
use crate::scenario::lines::wrapped;
use crate::scenario::load::Loaded;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Check {
    /// Scenario files, or folders of them.
    #[arg(required = true, value_name = "FILE")]
    scenarios: Vec<PathBuf>,
    /// Print the scenario with every default filled in.
    #[arg(long)]
    resolved: bool,
    /// Print how strong the numbers of the market are, and what they rest on.
    #[arg(long, conflicts_with = "resolved")]
    evidence: bool,
    /// How to print the evidence.
    #[arg(long, value_enum, default_value = "table", requires = "evidence")]
    format: Format,
    #[command(flatten)]
    changes: Changes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Counts by strength, and the sources, for reading.
    Table,
    /// Every number of the market, one a row, as CSV.
    Csv,
}

impl Check {
    pub fn run(&self) -> Result<(), Failure> {
        let loaded = self.changes.load(&self.scenarios)?;
        if self.format == Format::Csv {
            let scenarios = loaded.iter().map(|one| &one.scenario);
            return say_as_it_is(&report::evidence::table(scenarios).csv());
        }
        for one in loaded {
            let (scenario, names) = (&one.scenario, &one.scenario.names);
            if self.resolved {
                say(&format!("# {}\n{}\n", shown(&one.file), scenario.resolved))?;
                continue;
            }
            if self.evidence {
                say(&format!("{}\n{}\n", shown(&one.file), report::evidence::evidence(scenario)))?;
                continue;
            }
            note(one.notes.iter().cloned().chain(doubts_of_a_pilot(&one)));
            say(&wrapped(&format!(
                "{}: fine: {}, {}, {}, {}, {}\n",
                shown(&one.file),
                counted(scenario.strategies.len(), "strategy", "strategies"),
                counted(names.segments.len(), "segment", "segments"),
                counted(names.journeys.len(), "journey", "journeys"),
                counted(names.channels.len(), "channel", "channels"),
                counted(names.pools.len(), "staff pool", "staff pools"),
            )))?;
        }
        Ok(())
    }
}

/// What a short look makes doubtful.
fn doubts_of_a_pilot(one: &Loaded) -> Vec<String> {
    let Some((study, days)) = pilot(&one.scenario) else { return Vec::new() };
    let told = |doubt| format!("{}: note: in {days:.0} days, {doubt}", shown(&one.file));
    doubts(&study).into_iter().map(told).collect()
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
