//! `throughline run`: simulate, compare, show, write.

use super::scenarios::{Loaded, load, of_one_name};
use super::{Changes, Failure, Format, say, shown, unwritable};
use crate::experiment::{self, Difference, Order, Study, differences};
use crate::outcomes::{SERIES, layout};
use crate::report::{self, Circumstances, folder};
use crate::scenario::{BYTES_PER_CUSTOMER, Scenario};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

/// Held while results are being put in place, so that Ctrl-C waits for it.
static PUTTING_IN_PLACE: Mutex<()> = Mutex::new(());
/// Memory that a value of a replication takes, with its line in the table (bytes).
const BYTES_PER_VALUE: f64 = 200.0;

#[derive(Debug, Args)]
pub struct Run {
    /// Scenario files, or folders of them.
    #[arg(required = true, value_name = "FILE")]
    scenarios: Vec<PathBuf>,
    /// Folder below which each scenario gets its result folder.
    #[arg(long, value_name = "DIR", default_value = "output")]
    out: PathBuf,
    /// Number of threads; all cores, where absent. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Replace result folders even if they hold other files or were changed; other files are kept.
    #[arg(long)]
    force: bool,
    /// Print nothing but errors.
    #[arg(long)]
    quiet: bool,
    /// How to print the comparison.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    changes: Changes,
}

impl Run {
    pub fn run(&self) -> Result<(), Failure> {
        let loaded = load(&self.scenarios, &self.changes)?;
        let threads =
            self.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
        self.check_names_differ(&loaded)?;
        check_memory(&loaded, threads)?;
        for one in &loaded {
            self.check_folder(&self.folder(&one.scenario))?;
        }
        leave_nothing_half_written()?;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.map_err(|error| Failure::Failed(format!("threads: {error}")))?
            .install(|| self.simulate_show_and_write(loaded, threads))
    }

    fn simulate_show_and_write(&self, loaded: Vec<Loaded>, threads: usize) -> Result<(), Failure> {
        #[expect(clippy::disallowed_methods, reason = "the wall time goes to the manifest, which is no result")]
        let started = Instant::now();
        let (files, scenarios): (Vec<PathBuf>, Vec<Scenario>) =
            loaded.into_iter().map(|one| (one.file, one.scenario)).unzip();
        let compared = self.compare(scenarios);
        let wall_seconds = started.elapsed().as_secs_f64();
        self.show(&compared)?;
        for ((study, list), file) in compared.iter().zip(files) {
            let settings = self.changes.set.clone();
            let circumstances = Circumstances { scenario_file: shown(&file), settings, threads, wall_seconds };
            self.write(study, list, &circumstances)?;
        }
        self.tell_where(&compared, wall_seconds)
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

    /// Finds out before the work is done whether its results can be put in place.
    fn check_folder(&self, folder: &Path) -> Result<(), Failure> {
        let checked = folder::check(folder);
        match checked {
            Err(folder::FolderError::NotOurs { .. }) if self.force => {}
            Err(folder::FolderError::Refused { error, .. }) => return Err(unwritable(folder, &error)),
            Err(error) => return Err(Failure::Wrong(error.to_string())),
            Ok(()) => {}
        }
        std::fs::create_dir_all(&self.out)
            .and_then(|()| writable(&self.out))
            .map_err(|error| unwritable(&self.out, &error))
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

    fn write(&self, study: &Study, list: &[Difference], circumstances: &Circumstances) -> Result<(), Failure> {
        let files = report::files(study, list, circumstances).map_err(Failure::Failed)?;
        let _guard = PUTTING_IN_PLACE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        folder::place(&self.folder(&study.scenario), &files).map_err(|error| Failure::Failed(error.to_string()))
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

    fn tell_where(&self, compared: &[(Study, Vec<Difference>)], wall_seconds: f64) -> Result<(), Failure> {
        if self.quiet || self.format == Format::Json {
            return Ok(());
        }
        let folders: Vec<String> =
            compared.iter().map(|(study, _)| format!("{}/", shown(&self.folder(&study.scenario)))).collect();
        say(&format!("simulated in {wall_seconds:.1} s; tables and charts in {}\n", folders.join(", ")))
    }
}

/// Whether a file can be made in a folder.
fn writable(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(".throughline");
    std::fs::write(&probe, b"")?;
    std::fs::remove_file(probe)
}

/// Refuses what would not fit, before it starts.
fn check_memory(loaded: &[Loaded], threads: usize) -> Result<(), Failure> {
    let Some(free) = free_bytes() else { return Ok(()) };
    let largest = loaded.iter().map(|one| f64::from(one.scenario.run.customers)).fold(0.0, f64::max);
    let customers = largest * BYTES_PER_CUSTOMER * threads as f64;
    let values: f64 = loaded.iter().map(|one| values(&one.scenario)).sum();
    let needed = customers + values * BYTES_PER_VALUE;
    if needed <= free {
        return Ok(());
    }
    Err(Failure::Wrong(format!(
        "run\n  found:    a job that needs about {:.1} GB: {:.1} GB for {largest} customers on {threads} threads, {:.1} GB for results\n  expected: at most the {:.1} GB of memory that are free\n  remedy:   simulate fewer customers, days or replications, or use fewer --threads",
        needed / 1e9,
        customers / 1e9,
        values * BYTES_PER_VALUE / 1e9,
        free / 1e9
    )))
}

fn values(scenario: &Scenario) -> f64 {
    let weeks = scenario.run.horizon_days / 7.0 + 1.0;
    let each = layout(&scenario.names).len() as f64
        + weeks * SERIES.len() as f64
        + 24.0 * scenario.names.channels.len() as f64;
    each * experiment::runs(scenario) as f64
}

/// Free memory (bytes), where the system tells.
fn free_bytes() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("MemAvailable:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? * 1024.0)
}

/// Ctrl-C ends the process at once, but not in the middle of putting results in place.
fn leave_nothing_half_written() -> Result<(), Failure> {
    ctrlc::set_handler(|| {
        let _guard = PUTTING_IN_PLACE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        std::process::exit(130);
    })
    .map_err(|error| Failure::Failed(format!("Ctrl-C: {error}")))
}
