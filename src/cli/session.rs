//! What verbs that simulate have in common: threads, signals, progress, and the folders that results go to.

use super::{Failure, memory, open_files, shown, signals, warn, within};
use crate::report::File;
use crate::report::folder::{self, Hold, Replace};
use crate::report::journeys::Rows;
use crate::scenario::load::{Loaded, of_one_name};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};

/// How to simulate, and where results go.
#[derive(Debug, Args)]
pub struct Session {
    /// Folder below which each scenario gets its result folder.
    #[arg(long, value_name = "DIR", default_value = "output")]
    out: PathBuf,
    /// Number of threads; all cores, where absent. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = within(1..=1024_u16), allow_negative_numbers = true)]
    threads: Option<u16>,
    /// Replace result folders even if they hold other files or were changed; other files are kept.
    #[arg(long)]
    force: bool,
    /// Print nothing but errors, and warnings about the files that are written.
    #[arg(long)]
    pub quiet: bool,
}

/// A job of which everything that can be refused has been looked at.
pub struct Job {
    /// The scenarios.
    pub loaded: Vec<Loaded>,
    /// The folder that the results of each go to.
    pub folders: Vec<ResultFolder>,
    /// The threads that it is done with.
    pub threads: rayon::ThreadPool,
}

/// The folder that the results of a scenario go to, held until they are there.
pub struct ResultFolder {
    /// Where it is.
    pub path: PathBuf,
    hold: Hold,
}

impl Session {
    /// Gets ready to simulate, with results in files of these names, rows of contacts and customers among them where they are
    /// asked for; whatever can be refused is refused here.
    pub fn begin(&self, loaded: Vec<Loaded>, names: &[String], rows: Option<Rows>) -> Result<Job, Failure> {
        let threads = threads(self.threads);
        self.check_names_differ(&loaded)?;
        memory::check(&loaded, rows, threads)?;
        open_files::check(loaded.len())?;
        signals::leave_nothing_half_written()?;
        let folders = self.hold_all(&loaded, names)?;
        Ok(Job { loaded, folders, threads: pool_of(threads)? })
    }

    /// A bar that shows how many of so many runs are done.
    pub fn progress(&self, runs: usize) -> ProgressBar {
        let bar = if self.quiet { ProgressBar::hidden() } else { ProgressBar::new(runs as u64) };
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} runs, {eta} left");
        bar.with_style(style.expect("the template is valid"))
    }

    fn folder(&self, loaded: &Loaded) -> PathBuf {
        self.out.join(loaded.scenario.results_name())
    }

    fn check_names_differ(&self, loaded: &[Loaded]) -> Result<(), Failure> {
        let Some((one, other)) = of_one_name(loaded) else { return Ok(()) };
        let folder = shown(&self.folder(one));
        Err(Failure::Wrong(format!(
            "{}\n  found:    the same name as {}\n  expected: names that differ in more than case and blanks, since both would write {folder}\n  remedy:   rename one of the files, or run them with different --out",
            shown(&one.file),
            shown(&other.file),
        )))
    }

    /// Holds all folders, in order of name, so that of two runs for the same ones the first gets them all.
    fn hold_all(&self, loaded: &[Loaded], names: &[String]) -> Result<Vec<ResultFolder>, Failure> {
        warn(&Vec::from_iter(folder::kept_in(&self.out)));
        let mut by_name: Vec<usize> = (0..loaded.len()).collect();
        by_name.sort_by_key(|&at| &loaded[at].scenario.name);
        let held = |at: usize| Ok((at, self.hold(&loaded[at], names)?));
        let mut folders = by_name.into_iter().map(held).collect::<Result<Vec<_>, Failure>>()?;
        folders.sort_by_key(|(at, _)| *at);
        Ok(folders.into_iter().map(|(_, folder)| folder).collect())
    }

    /// Holds a scenario's folder, and finds out before the work is done whether its results can be put in place.
    fn hold(&self, loaded: &Loaded, names: &[String]) -> Result<ResultFolder, Failure> {
        let replace = if self.force { Replace::Anything } else { Replace::AsWritten };
        let mut notes = Vec::new();
        let path = self.folder(loaded);
        let hold = Hold::take(&self.out, loaded.scenario.results_name(), names, replace, &mut notes);
        if hold.is_ok() {
            notes.extend(folder::results_of_another(&loaded.file, &path));
            notes.extend(folder::results_of_other_settings(&loaded.scenario.wishes, &path));
        }
        warn(&notes);
        Ok(ResultFolder { path, hold: hold? })
    }
}

/// Number of threads: as asked for, else of all cores.
pub fn threads(asked: Option<u16>) -> usize {
    asked.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
}

/// So many threads.
pub fn pool_of(threads: usize) -> Result<rayon::ThreadPool, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| Failure::Failed(format!("threads: {error}")))
}

impl ResultFolder {
    /// The way from here to a file.
    pub fn way_to(&self, file: &Path) -> Option<String> {
        folder::way_to(file, &self.path)
    }

    /// A folder in which files can be written that are put in place with the others.
    pub fn desk(&mut self) -> Result<PathBuf, Failure> {
        Ok(self.hold.desk()?)
    }

    /// Puts results in place; returns where that is.
    pub fn place(self, files: &[File]) -> Result<String, String> {
        warn(&self.hold.place(files).map_err(|error| error.to_string())?);
        Ok(format!("{}/", shown(&self.path)))
    }
}
