//! `throughline check`: is this a scenario, and what does it come to?

use super::{Changes, Failure, say, shown};
use crate::report;
use crate::scenario::lines::wrapped;
use clap::Args;
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
    #[command(flatten)]
    changes: Changes,
}

impl Check {
    pub fn run(&self) -> Result<(), Failure> {
        for one in self.changes.load(&self.scenarios)? {
            let (scenario, names) = (&one.scenario, &one.scenario.names);
            if self.resolved {
                say(&format!("# {}\n{}\n", shown(&one.file), scenario.resolved))?;
                continue;
            }
            if self.evidence {
                say(&format!("{}\n{}\n", shown(&one.file), report::evidence::evidence(scenario)))?;
                continue;
            }
            one.notes.iter().try_for_each(|note| say(&wrapped(&format!("{note}\n"))))?;
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

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
