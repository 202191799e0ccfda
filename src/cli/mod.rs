//! The command line: one file per subcommand.

mod as_dashboard;
mod attribute;
mod canvas;
mod changes;
mod check;
mod describe;
mod export;
mod memory;
mod named;
mod new;
mod open_files;
mod run;
mod schema;
mod session;
mod shell;
mod signals;
mod usage;
mod validate;
mod words;

use crate::report::charts::{self, Form};
use crate::report::folder::FolderError;
use crate::report::journeys::Rows;
use crate::scenario::ScenarioError;
use crate::scenario::lines::{WIDTH, wrapped};
use crate::scenario::text::{clean, clean_lines, words};
use changes::Changes;
use clap::{Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::fmt::Display;
use std::io::Write;
use std::ops::RangeInclusive;
use std::path::Path;
use std::str::FromStr;

#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Simulate scenarios, compare their strategies, and write tables and charts.
    Run(run::Run),
    /// Check scenario files without running them.
    Check(check::Check),
    /// Write rows of a run in the shapes that packages for customers and contacts read.
    Export(export::Export),
    /// Credit channels with what is sold: by rule, and by running the same customers once more without each; or by rule
    /// alone, over a table of paths.
    Attribute(attribute::Attribute),
    /// Hold the simulator against closed forms, to which it must come where all but a mechanism or two are off, and the shipped
    /// scenarios against what is observed.
    Validate(validate::Validate),
    /// Write a commented scenario to start from.
    New(new::New),
    /// Print the JSON Schema of scenario files.
    Schema,
    /// Print every outcome's definition, and what each capability owns; or what one name stands for; or every key; or how a
    /// dashboard counts.
    Describe(describe::Describe),
    /// Print a script with which a shell completes what is typed.
    Completions(shell::Completions),
    /// Print the manual page: throughline manual | man -l -
    Manual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading.
    Table,
    /// Everything that summary.csv and comparison.csv hold.
    Json,
}

/// In which forms charts are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Charts {
    /// No charts.
    None,
    /// As SVG, which takes next to no time.
    Svg,
    /// As PNG.
    Png,
    /// As SVG and as PNG.
    All,
}

impl Charts {
    const fn forms(self) -> &'static [Form] {
        match self {
            Self::None => &[],
            Self::Svg => &[Form::Svg],
            Self::Png => &[Form::Png],
            Self::All => &[Form::Svg, Form::Png],
        }
    }
}

/// In which form contacts and customers are written one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Journeys {
    /// contacts.csv and customers.csv.
    Csv,
    /// contacts.csv.zst and customers.csv.zst, compressed by Zstandard.
    Zst,
    /// contacts.parquet and customers.parquet.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl From<Journeys> for Rows {
    fn from(journeys: Journeys) -> Self {
        match journeys {
            Journeys::Csv => Self::Csv,
            Journeys::Zst => Self::Zst,
            #[cfg(feature = "parquet")]
            Journeys::Parquet => Self::Parquet,
        }
    }
}

/// On what page charts are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Theme {
    /// White.
    Light,
    /// Nearly black.
    Dark,
}

impl From<Theme> for charts::Theme {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
        }
    }
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The request or the scenario is wrong.
    Wrong(String),
    /// The request was fine, and something else went wrong.
    Failed(String),
}

impl Failure {
    /// The process's exit code.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Failed(_) => 1,
            Self::Wrong(_) => 2,
        }
    }

    /// The message, cleaned of all that acts on a terminal, in lines that fit.
    pub fn message(&self) -> String {
        match self {
            Self::Failed(message) | Self::Wrong(message) => wrapped(&clean_lines(message)),
        }
    }
}

impl From<ScenarioError> for Failure {
    fn from(error: ScenarioError) -> Self {
        Self::Wrong(error.to_string())
    }
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::NotOurs { .. } | FolderError::InTheWay { .. } => Self::Wrong(error.to_string()),
            _ => Self::Failed(error.to_string()),
        }
    }
}

/// Does what the arguments of the command line ask for.
///
/// # Errors
/// Why it was not done.
pub fn answer(arguments: impl IntoIterator<Item = OsString>) -> Result<(), Failure> {
    match Cli::try_parse_from(arguments) {
        Ok(cli) => cli.verb.run(),
        Err(wrong) if wrong.use_stderr() => Err(usage::wrong(&wrong)),
        Err(help) => say(&wrapped(&help.to_string())),
    }
}

impl Verb {
    fn run(&self) -> Result<(), Failure> {
        match self {
            Self::Run(run) => run.run(),
            Self::Check(check) => check.run(),
            Self::Export(export) => export.run(),
            Self::Attribute(attribute) => attribute.run(),
            Self::Validate(validate) => validate.run(),
            Self::New(new) => new.run(),
            Self::Schema => schema::print(),
            Self::Describe(describe) => describe.run(),
            Self::Completions(completions) => completions.run(),
            Self::Manual => shell::manual(),
        }
    }
}

/// A whole number in a range, as typed on the command line.
fn within<T: FromStr + PartialOrd + Display>(range: RangeInclusive<T>) -> impl Fn(&str) -> Result<T, String> + Clone
where
    RangeInclusive<T>: Clone,
{
    let expected = format!("a whole number from {} to {}", range.start(), range.end());
    move |text| text.parse().ok().filter(|number| range.contains(number)).ok_or_else(|| expected.clone())
}

/// Prints to standard output, cleaned of all that acts on a terminal; a reader who has gone away has seen enough.
fn say(text: &str) -> Result<(), Failure> {
    say_as_it_is(clean_lines(text).as_bytes())
}

/// Prints what other programs read to standard output.
fn say_as_it_is(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::Failed(format!("standard output: {}", words(&error))))
        }
        _ => Ok(()),
    }
}

/// Columns of the terminal: as `COLUMNS` says, else as it is; where what is printed goes elsewhere, 80.
fn columns() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    let found = || console::Term::stdout().size_checked().map(|(_, columns)| columns.into());
    said.or_else(found).unwrap_or(WIDTH).max(WIDTH)
}

/// Prints to standard error what a reader of the results should know.
fn warn(warnings: &[String]) {
    for warning in warnings {
        // Who has closed standard error does not want to know.
        let _ = writeln!(std::io::stderr().lock(), "{}", wrapped(&clean_lines(&format!("warning: {warning}"))));
    }
}

/// Prints to standard error what is worth a look.
fn note(notes: impl IntoIterator<Item = String>) {
    for note in notes {
        let _ = writeln!(std::io::stderr().lock(), "{}", wrapped(&clean_lines(&note)));
    }
}

/// A path as a person would write it.
fn shown(path: &Path) -> String {
    clean(&path.to_string_lossy()).into_owned()
}
