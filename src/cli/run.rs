//! `throughline run`: simulate, compare, write, show.

use super::scenarios::{Loaded, load, of_one_name};
use super::{Changes, Charts, Failure, Format, memory, open_files, say, shown, signals, warn, within};
use crate::experiment::{self, Difference, Order, Study, differences};
use crate::report::folder::{self, Hold, Replace};
use crate::report::{self, Circumstances};
use crate::scenario::Scenario;
use crate::scenario::lines::wrapped;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;
use std::time::Instant;

#[derive(Debug, Args)]
pub struct Run {
    /// Scenario files, or folders of them.
    #[arg(required = true, value_name = "FILE")]
    scenarios: Vec<PathBuf>,
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
    quiet: bool,
    /// How to print the comparison.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Which charts to draw.
    #[arg(long, value_enum, default_value = "all")]
    charts: Charts,
    #[command(flatten)]
    changes: Changes,
}

impl Run {
    pub fn run(&self) -> Result<(), Failure> {
        let loaded = load(&self.scenarios, &self.changes)?;
        let threads =
            self.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
        self.check_names_differ(&loaded)?;
        memory::check(&loaded, threads)?;
        open_files::check(loaded.len())?;
        signals::leave_nothing_half_written()?;
        let holds = self.hold_all(&loaded)?;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.map_err(|error| Failure::Failed(format!("threads: {error}")))?
            .install(|| self.simulate_write_and_show(loaded, holds, threads))
    }

    fn simulate_write_and_show(&self, loaded: Vec<Loaded>, holds: Vec<Hold>, threads: usize) -> Result<(), Failure> {
        #[expect(clippy::disallowed_methods, reason = "the wall time goes to the manifest, which is no result")]
        let started = Instant::now();
        let (files, scenarios): (Vec<PathBuf>, Vec<Scenario>) =
            loaded.into_iter().map(|one| (one.file, one.scenario)).unzip();
        let compared = self.compare(scenarios);
        let wall_seconds = started.elapsed().as_secs_f64();
        let written = compared.iter().zip(files).zip(holds).map(|(((study, list), file), hold)| {
            let settings = self.changes.set.clone();
            let way_to_scenario_file = folder::way_to(&file, &self.folder(&study.scenario));
            let scenario_file = shown(&file);
            let circumstances = Circumstances { scenario_file, way_to_scenario_file, settings, threads, wall_seconds };
            self.write(study, list, &circumstances, hold)
        });
        // Where one cannot be written, the others are all the same.
        let written: Vec<Result<String, String>> = written.collect();
        let places = written.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
        let told = self.show(&compared).and_then(|()| self.tell_where(&places, wall_seconds));
        let told = told.map_err(|failure| format!("{}{}", failure.message(), in_spite_of_that(&places)));
        let failed: Vec<String> = written.into_iter().filter_map(Result::err).chain(told.err()).collect();
        if failed.is_empty() { Ok(()) } else { Err(Failure::Failed(failed.join("\n"))) }
    }

    fn folder(&self, scenario: &Scenario) -> PathBuf {
        self.out.join(&scenario.name)
    }

    fn check_names_differ(&self, loaded: &[Loaded]) -> Result<(), Failure> {
        let Some((one, other)) = of_one_name(loaded) else { return Ok(()) };
        let folder = shown(&self.folder(&one.scenario));
        Err(Failure::Wrong(format!(
            "{}\n  found:    the same name as {}\n  expected: names that differ in more than case and blanks, since both would write {folder}\n  remedy:   rename one of the files, or run them with different --out",
            shown(&one.file),
            shown(&other.file),
        )))
    }

    /// Holds all folders, in order of name, so that of two runs for the same ones the first gets them all.
    fn hold_all(&self, loaded: &[Loaded]) -> Result<Vec<Hold>, Failure> {
        warn(&Vec::from_iter(folder::kept_in(&self.out)));
        let mut by_name: Vec<usize> = (0..loaded.len()).collect();
        by_name.sort_by_key(|&at| &loaded[at].scenario.name);
        let held = |at: usize| Ok((at, self.hold(&loaded[at])?));
        let mut holds = by_name.into_iter().map(held).collect::<Result<Vec<_>, Failure>>()?;
        holds.sort_by_key(|(at, _)| *at);
        Ok(holds.into_iter().map(|(_, hold)| hold).collect())
    }

    /// Holds a scenario's folder, and finds out before the work is done whether its results can be put in place.
    fn hold(&self, loaded: &Loaded) -> Result<Hold, Failure> {
        let replace = if self.force { Replace::Anything } else { Replace::AsWritten };
        let mut notes = Vec::new();
        let names = report::names(self.charts.forms());
        let hold = Hold::take(&self.out, &loaded.scenario.name, &names, replace, &mut notes);
        if hold.is_ok() {
            notes.extend(folder::results_of_another(&loaded.file, &self.folder(&loaded.scenario)));
        }
        warn(&notes);
        Ok(hold?)
    }

    fn compare(&self, scenarios: Vec<Scenario>) -> Vec<(Study, Vec<Difference>)> {
        let runs = scenarios.iter().map(experiment::runs).sum::<usize>();
        let bar = if self.quiet { ProgressBar::hidden() } else { ProgressBar::new(runs as u64) };
        bar.set_style(
            ProgressStyle::with_template("{bar:40} {pos}/{len} runs, {eta} left").expect("the template is valid"),
        );
        let studies = experiment::run(scenarios, Order::Forward, || bar.inc(1));
        bar.finish_and_clear();
        let with_differences = |study: Study| {
            let list = differences(&study);
            (study, list)
        };
        studies.into_iter().map(with_differences).collect()
    }

    /// Puts results in place; returns where that is.
    fn write(
        &self,
        study: &Study,
        list: &[Difference],
        circumstances: &Circumstances,
        hold: Hold,
    ) -> Result<String, String> {
        let results = report::files(study, list, circumstances, self.charts.forms())?;
        warn(&results.warnings);
        warn(&hold.place(&results.files).map_err(|error| error.to_string())?);
        Ok(format!("{}/", shown(&self.folder(&study.scenario))))
    }

    fn show(&self, compared: &[(Study, Vec<Difference>)]) -> Result<(), Failure> {
        match self.format {
            _ if self.quiet => Ok(()),
            Format::Json => say(&format!("{}\n", report::json(compared))),
            Format::Table => compared
                .iter()
                .try_for_each(|(study, list)| say(&format!("{}\n", report::terminal::comparison(study, list)))),
        }
    }

    fn tell_where(&self, places: &str, wall_seconds: f64) -> Result<(), Failure> {
        if self.quiet || self.format == Format::Json || places.is_empty() {
            return Ok(());
        }
        let what = if self.charts == Charts::None { "tables" } else { "tables and charts" };
        say(&wrapped(&format!("simulated in {wall_seconds:.1} s; {what} in {places}\n")))
    }
}

/// What a failure to show results says of them.
fn in_spite_of_that(places: &str) -> String {
    if places.is_empty() { String::new() } else { format!("; the results are all the same in {places}") }
}
