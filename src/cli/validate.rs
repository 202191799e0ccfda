//! `throughline validate`: the simulator beside theory, and beside what is observed.

use super::{Failure, say, say_as_it_is};
use crate::report::validation::{page, table, terminal};
use crate::validate::credible::{Size, look, stages};
use crate::validate::{self, check, credible, proofs, runs};
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;

#[derive(Debug, Args)]
pub struct Validate {
    /// How to print what was found.
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
    /// Simulate shipped scenarios in as many replications as they ask for, not in as many as most need.
    #[arg(long)]
    full: bool,
    /// Show no progress.
    #[arg(long)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For reading.
    Table,
    /// For programs: validate --format csv > validation.csv.
    Csv,
    /// As docs/validation.md.
    Markdown,
}

impl Validate {
    pub fn run(&self) -> Result<(), Failure> {
        let (proofs, stages) = (proofs(), stages());
        let size = if self.full { Size::Full } else { Size::Quick };
        let runs = (runs(&proofs) + credible::runs(&stages, size)) as u64;
        let bar = if self.quiet { ProgressBar::hidden() } else { ProgressBar::new(runs) };
        let findings = check(&proofs, validate::facts(&proofs), || bar.inc(1));
        let seen = look(&stages, size, || bar.inc(1));
        bar.finish_and_clear();
        match self.format {
            Form::Table => say(&terminal(&findings, &seen))?,
            Form::Csv => say_as_it_is(&table(&findings, &seen).csv())?,
            Form::Markdown => say(&page(&findings, &seen))?,
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
