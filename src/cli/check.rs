//! `throughline check`: is this a scenario, and what does it come to?

use super::scenarios::load;
use super::{Changes, Failure, say, shown};
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
    #[command(flatten)]
    changes: Changes,
}

impl Check {
    pub fn run(&self) -> Result<(), Failure> {
        for one in load(&self.scenarios, &self.changes)? {
            let (scenario, names) = (&one.scenario, &one.scenario.names);
            if self.resolved {
                say(&format!("# {}\n{}\n", shown(&one.file), scenario.resolved))?;
                continue;
            }
            one.notes.iter().try_for_each(|note| say(&wrapped(&format!("{note}\n"))))?;
            say(&wrapped(&format!(
                "{}: fine: {} strategies, {} segments, {} journeys, {} channels, {} staff pools\n",
                shown(&one.file),
                scenario.strategies.len(),
                names.segments.len(),
                names.journeys.len(),
                names.channels.len(),
                names.pools.len(),
            )))?;
        }
        Ok(())
    }
}
