//! `throughline validate`: the simulator beside theory.

use super::{Failure, say, say_as_it_is};
use crate::report::validation::{page, table, terminal};
use crate::validate::{check, proofs, runs};
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;

#[derive(Debug, Args)]
pub struct Validate {
    /// How to print what was found.
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
    /// Show no progress.
    #[arg(long)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For reading.
    Table,
    /// For programs.
    Csv,
    /// As docs/validation.md.
    Markdown,
}

impl Validate {
    pub fn run(&self) -> Result<(), Failure> {
        let proofs = proofs();
        let bar = if self.quiet { ProgressBar::hidden() } else { ProgressBar::new(runs(&proofs) as u64) };
        let findings = check(&proofs, || bar.inc(1));
        bar.finish_and_clear();
        match self.format {
            Form::Table => say(&terminal(&findings))?,
            Form::Csv => say_as_it_is(&table(&findings).csv())?,
            Form::Markdown => say(&page(&findings))?,
        }
        match findings.iter().filter(|one| !one.agrees).count() {
            0 => Ok(()),
            many => Err(Failure::Failed(format!(
                "validate\n  found:    {many} of {} facts that differ from theory\n  expected: none\n  remedy:   do not trust this program; its version and these lines tell its makers what is wrong",
                findings.len()
            ))),
        }
    }
}
