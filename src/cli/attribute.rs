//! `throughline attribute`: which channels get the credit for what is sold, by rule and in truth.

use super::changes::wrong;
use super::session::{pool_of, threads};
use super::{Changes, Failure, columns, memory, note, say, say_as_it_is, shown, within};
use crate::attribution::{TableError, read};
use crate::experiment::{Closings, attribute};
use crate::report::attribution;
use crate::report::journeys::Rows;
use crate::report::terminal::brought::of_strategy;
use crate::report::terminal::credits::of_paths;
use crate::scenario::Scenario;
use crate::scenario::load::Loaded;
use crate::scenario::text::words;
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest table of paths that is read (bytes).
const LARGEST_TABLE: u64 = 1 << 28;
/// What files are called that hold a table of paths.
const TABLES: [&str; 3] = ["csv", "tsv", "txt"];
/// More channels than this have too many sets to run.
const MOST_IN_SETS: usize = 6;

#[derive(Debug, Args)]
pub struct Attribute {
    /// A scenario file; or a table of paths, in a file .csv, .tsv or .txt with columns path (such as web > store),
    /// `total_conversions`, `total_null` and, where there is one, `total_conversion_value`.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How to print what was found.
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
    /// Share orders out by Shapley's value, too: of a scenario with at most 6 channels that can be closed, which takes a run
    /// for every set of these.
    #[arg(long)]
    shapley: bool,
    /// Number of threads; all cores, where absent. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = within(1..=1024_u16), allow_negative_numbers = true)]
    threads: Option<u16>,
    /// Print no progress and no notes.
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    changes: Changes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For reading.
    Table,
    /// For programs: a row for each channel and rule.
    Csv,
}

impl From<TableError> for Failure {
    fn from(error: TableError) -> Self {
        Self::Wrong(error.to_string())
    }
}

impl Attribute {
    pub fn run(&self) -> Result<(), Failure> {
        let is_table = |ending: &std::ffi::OsStr| TABLES.iter().any(|table| ending.eq_ignore_ascii_case(table));
        if self.file.extension().is_some_and(is_table) { self.by_paths() } else { self.by_closing() }
    }

    /// Shares out what the paths of a table brought.
    fn by_paths(&self) -> Result<(), Failure> {
        let file = shown(&self.file);
        if let Some(option) = self.changes.first().or_else(|| self.of_simulation()) {
            let found = format!("{file}, a table of paths, in which nothing is simulated");
            return Err(wrong(option, &found, "a scenario file", "leave it out, or name a scenario (.toml)"));
        }
        let paths = read(&file, &bytes_of(&self.file)?)?;
        match self.format {
            Form::Table => say(&of_paths(&file, &paths, columns())),
            Form::Csv => say_as_it_is(&attribution::of_paths(&paths).csv()),
        }
    }

    /// Shares out what a strategy sells, and closes its channels.
    fn by_closing(&self) -> Result<(), Failure> {
        let loaded = self.only_one(self.changes.load(std::slice::from_ref(&self.file))?)?;
        if !self.quiet {
            note(loaded.notes.iter().cloned());
        }
        let closings = self.closings(&loaded)?;
        let all = Loaded { scenario: closings.scenario.clone(), notes: Vec::new(), ..loaded };
        let threads = threads(self.threads);
        memory::check(&[all], Some(Rows::Csv), threads)?;
        let bar = if self.quiet { ProgressBar::hidden() } else { ProgressBar::new(closings.runs() as u64) };
        let attributed = pool_of(threads)?.install(|| attribute(closings, || bar.inc(1)));
        bar.finish_and_clear();
        match self.format {
            Form::Table => say(&of_strategy(&attributed, columns())),
            Form::Csv => say_as_it_is(&attribution::of_strategy(&attributed).csv()),
        }
    }

    /// An option that was given and is of no use where nothing is simulated.
    fn of_simulation(&self) -> Option<&'static str> {
        if self.shapley { Some("--shapley") } else { self.threads.map(|_| "--threads") }
    }

    fn only_one(&self, mut loaded: Vec<Loaded>) -> Result<Loaded, Failure> {
        match loaded.pop() {
            Some(one) if loaded.is_empty() => Ok(one),
            _ => {
                let found = format!("{} scenarios", loaded.len() + 1);
                Err(wrong(&shown(&self.file), &found, "one scenario", "name the file of one of them"))
            }
        }
    }

    /// The strategy asked for, and once more without each of its channels, or each set of them.
    fn closings(&self, loaded: &Loaded) -> Result<Closings, Failure> {
        let (scenario, strategy) = (&loaded.scenario, strategy_of(&loaded.scenario)?);
        let closings = Closings::one_by_one(scenario, strategy);
        if !closings.sells() {
            let expected = "orders, which are credited to channels";
            let remedy = "give a journey a value, such as { mean = 60 }";
            return Err(wrong(&shown(&loaded.file), "no journey with a value", expected, remedy));
        }
        if !self.shapley {
            return Ok(closings);
        }
        let closable = closings.closable();
        if closable > MOST_IN_SETS {
            let found =
                format!("{closable} channels that can be closed, with {} sets of them to run", 1_u64 << closable);
            let remedy = "leave --shapley out, or close some for all: --set channel.NAME.open=false";
            return Err(wrong("--shapley", &found, &format!("at most {MOST_IN_SETS} such channels"), remedy));
        }
        Ok(Closings::all_sets(scenario, strategy))
    }
}

/// The position of the strategy that was asked for; of the baseline, where none was.
fn strategy_of(scenario: &Scenario) -> Result<usize, Failure> {
    match scenario.wishes.strategies.as_slice() {
        [] => Ok(scenario.baseline()),
        [name] => {
            let at = scenario.strategies.iter().position(|one| one.name == *name);
            Ok(at.expect("where there is no such strategy, that was refused"))
        }
        [name, others @ ..] => {
            let found = format!("{} strategies", others.len() + 1);
            Err(wrong("--strategy", &found, "one strategy", &format!("ask for one, such as \"{name}\"")))
        }
    }
}

/// All bytes of a table.
fn bytes_of(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: std::io::Error| {
        wrong(&shown(path), &words(&error), "a table of paths that can be read", "check the path, and its permissions")
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(LARGEST_TABLE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST_TABLE {
        let found = format!("more than {LARGEST_TABLE} bytes");
        return Err(wrong(&shown(path), &found, "a table of paths, each of them once", "sum rows of the same path up"));
    }
    Ok(bytes)
}
