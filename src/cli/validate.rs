//! `throughline validate`: the simulator beside theory, and beside what is observed.

use super::{Failure, say, say_as_it_is};
#[cfg(debug_assertions)]
use crate::mistakes::{self, Mistake};
use crate::report::validation::{page, table, terminal};
use crate::validate::credible::{Size, Stage, look, stages};
use crate::validate::{self, Proof, check, credible, proofs, runs};
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;

#[derive(Debug, Args)]
pub struct Validate {
    /// How to print what was found.
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
    /// Simulate shipped scenarios in all the replications that they ask for; else in fewer, enough for most facts.
    #[arg(long)]
    full: bool,
    /// Show no progress.
    #[arg(long)]
    quiet: bool,
    /// A rule to break first, to see that it is found.
    #[cfg(debug_assertions)]
    #[arg(long = "break", value_enum, value_name = "RULE", hide = true)]
    mistake: Option<Mistake>,
    /// The only law to look at.
    #[cfg(debug_assertions)]
    #[arg(long, value_name = "LAW", hide = true)]
    only: Option<String>,
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
        let all = proofs();
        let among = validate::facts(&all);
        let (proofs, stages) = self.wanted(all);
        let size = if self.full { Size::Full } else { Size::Quick };
        let runs = (runs(&proofs) + credible::runs(&stages, size)) as u64;
        let bar = if self.quiet { ProgressBar::hidden() } else { ProgressBar::new(runs) };
        let findings = check(&proofs, among, || bar.inc(1));
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

    /// All facts, in a program that is released.
    #[cfg(not(debug_assertions))]
    fn wanted(&self, proofs: Vec<Proof>) -> (Vec<Proof>, Vec<Stage>) {
        (proofs, stages())
    }

    /// The facts that are asked for, with a rule broken if that is.
    #[cfg(debug_assertions)]
    fn wanted(&self, mut proofs: Vec<Proof>) -> (Vec<Proof>, Vec<Stage>) {
        self.mistake.into_iter().for_each(mistakes::make);
        let Some(law) = &self.only else { return (proofs, stages()) };
        for proof in &mut proofs {
            proof.facts.retain(|fact| fact.law == law);
        }
        proofs.retain(|proof| !proof.facts.is_empty());
        (proofs, Vec::new())
    }
}
