//! `throughline attribute`: which channels get the credit for what is sold, by rule and in truth.

use super::canvas::Canvas;
use super::changes::wrong;
use super::session::{pool_of, threads};
use super::{Changes, Failure, Theme, columns, memory, note, say, say_as_it_is, shown, within};
use crate::attribution::{TableError, read};
use crate::experiment::{Beside, Closings, attribute};
use crate::report::attribution;
use crate::report::credits;
use crate::report::journeys::Rows;
use crate::report::terminal::brought::of_strategy;
use crate::report::terminal::credits::of_paths;
use crate::scenario::Scenario;
use crate::scenario::load::Loaded;
use crate::scenario::meant::Run;
use crate::scenario::text::words;
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The largest table of paths that is read (bytes).
const LARGEST_TABLE: u64 = 1 << 28;
/// What files are called that hold a table of paths.
const TABLES: [&str; 3] = ["csv", "tsv", "txt"];
const DAYS_A_WEEK: u32 = 7;
/// More channels than this have too many sets to run.
const MOST_IN_SETS: usize = 6;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
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
    /// Close each channel on these days alone, too, from the first up to but not including the second, and tell how much of
    /// what that loses is lost then, and how much in the weeks after. Both days begin weeks: multiples of 7.
    #[arg(long, value_name = "FROM..UNTIL", allow_hyphen_values = true)]
    pulse: Option<String>,
    /// Weigh each channel a tenth less and a tenth more where customers choose, too, and send each campaign a tenth less and a
    /// tenth more often; tell what the next contacts and messages bring beside the average.
    #[arg(long)]
    tenth: bool,
    /// Draw the rules beside the truth: a file .svg or .png.
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    /// On what page the chart is drawn.
    #[arg(long, value_enum, default_value = "light", requires = "chart")]
    theme: Theme,
    /// Draw the chart even over a file that is there.
    #[arg(long, requires = "chart")]
    force: bool,
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
        let is_table = |ending: &OsStr| TABLES.iter().any(|table| ending.eq_ignore_ascii_case(table));
        if self.file.extension().is_some_and(is_table) { self.by_paths() } else { self.by_closing() }
    }

    /// Shares out what the paths of a table brought.
    fn by_paths(&self) -> Result<(), Failure> {
        let file = shown(&self.file);
        if let Some(option) = self.changes.first().or_else(|| self.of_simulation()) {
            let found = format!("{file}, a table of paths, in which nothing is simulated");
            return Err(wrong(option, &found, "a scenario file", "leave it out, or name a scenario (.toml)"));
        }
        let canvas = Canvas::of(self.chart.as_deref(), self.force)?;
        let paths = read(&file, &bytes_of(&self.file)?)?;
        match self.format {
            Form::Table => say(&of_paths(&file, &paths, columns())),
            Form::Csv => say_as_it_is(&attribution::of_paths(&paths).csv()),
        }?;
        canvas.map_or(Ok(()), |canvas| canvas.draw(&credits::of_paths(&file, &paths), self.theme.into()))
    }

    /// Shares out what a strategy sells, and closes its channels.
    fn by_closing(&self) -> Result<(), Failure> {
        let loaded = self.only_one(self.changes.load(std::slice::from_ref(&self.file))?)?;
        if !self.quiet {
            note(loaded.notes.iter().cloned());
        }
        let closings = self.closings(&loaded)?;
        let canvas = Canvas::of(self.chart.as_deref(), self.force)?;
        let all = Loaded { scenario: closings.scenario.clone(), notes: Vec::new(), ..loaded };
        let threads = threads(self.threads);
        memory::check(&[all], Some(Rows::Csv), threads)?;
        let bar = if self.quiet { ProgressBar::hidden() } else { ProgressBar::new(closings.runs() as u64) };
        let attributed = pool_of(threads)?.install(|| attribute(closings, || bar.inc(1)));
        bar.finish_and_clear();
        match self.format {
            Form::Table => say(&of_strategy(&attributed, columns())),
            Form::Csv => say_as_it_is(&attribution::of_strategy(&attributed).csv()),
        }?;
        canvas.map_or(Ok(()), |canvas| canvas.draw(&credits::of_strategy(&attributed), self.theme.into()))
    }

    /// An option that was given and is of no use where nothing is simulated.
    fn of_simulation(&self) -> Option<&'static str> {
        let given = [
            ("--shapley", self.shapley),
            ("--pulse", self.pulse.is_some()),
            ("--tenth", self.tenth),
            ("--threads", self.threads.is_some()),
        ];
        given.into_iter().find(|(_, is_given)| *is_given).map(|(option, _)| option)
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
        let beside = Beside { all_sets: false, pulse: self.days_of_pulse(scenario)?, tenth: self.tenth };
        let closings = Closings::of(scenario, strategy, beside.clone());
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
        Ok(Closings::of(scenario, strategy, Beside { all_sets: true, ..beside }))
    }

    /// The days on which channels are closed alone, where that is asked for.
    fn days_of_pulse(&self, scenario: &Scenario) -> Result<Option<Range<u32>>, Failure> {
        let Some(typed) = &self.pulse else { return Ok(None) };
        let Run { horizon_days, warm_up_days, .. } = scenario.run;
        let refused = |expected: &str| {
            let remedy = "name the first day and the one after the last, such as --pulse 182..210 for weeks 27 to 30";
            Err(wrong("--pulse", &format!("\"{typed}\""), expected, remedy))
        };
        let days =
            typed.split_once("..").map(|(from, until)| (from.trim().parse::<u32>(), until.trim().parse::<u32>()));
        let Some((Ok(from), Ok(until))) = days else { return refused("two days, with .. between them") };
        if from % DAYS_A_WEEK != 0 || until % DAYS_A_WEEK != 0 || from >= until {
            return refused("a first day and a later one, both multiples of 7: what is lost is told by week");
        }
        if f64::from(from) < warm_up_days || f64::from(until) >= horizon_days {
            let last = format!("days after the warm-up ({warm_up_days} days), with some left before {horizon_days}");
            return refused(&last);
        }
        Ok(Some(from..until))
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
