//! `throughline run`: simulate, compare, write, show.

use super::as_dashboard::{dashboard_names, dashboards_named};
use super::session::{Job, ResultFolder, Session};
use super::{Changes, Charts, Failure, Format, Journeys, Theme, columns, note, say, shown, warn, within};
use crate::dashboards::asked_for;
use crate::experiment::{self, Order, Retelling, Study, differences};
use crate::report::journeys::{self, Rows};
use crate::report::streamed::Streamed;
use crate::report::terminal::dashboards;
use crate::report::{self, Circumstances, Compared};
use crate::scenario::lines::wrapped;
use crate::scenario::load::Loaded;
use crate::scenario::text::short;
use crate::scenario::{Scenario, design_point_flaw};
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Debug, Args)]
pub struct Run {
    /// Scenario files, or folders of them.
    #[arg(required = true, value_name = "FILE")]
    scenarios: Vec<PathBuf>,
    /// How to print the comparison.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Which charts to draw.
    #[arg(long, value_enum, default_value = "all")]
    charts: Charts,
    /// On what page charts are drawn.
    #[arg(long, value_enum, default_value = "light")]
    theme: Theme,
    /// Tell also what a dashboard would show; can be repeated, `all` for all of them (see describe --as).
    #[arg(long = "as", value_name = "DASHBOARD", value_parser = dashboard_names())]
    dashboards: Vec<String>,
    /// Write also contacts.csv, a row for each contact, and customers.csv, a row for each customer.
    #[arg(long, value_enum, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "csv")]
    journeys: Option<Journeys>,
    /// Of how many replications, from the first, these have rows.
    #[arg(long, value_name = "N", default_value = "1", requires = "journeys", value_parser = within(1..=u32::MAX), allow_negative_numbers = true)]
    journeys_replications: u32,
    /// What to call the results of these settings: their folder, and their design point in the tables.
    #[arg(long, value_name = "LABEL")]
    name: Option<String>,
    #[command(flatten)]
    session: Session,
    #[command(flatten)]
    changes: Changes,
}

impl Run {
    pub fn run(&self) -> Result<(), Failure> {
        let mut loaded = self.changes.load(&self.scenarios)?;
        self.check_label(loaded.len())?;
        let asked = asked_for(self.dashboards.iter().flat_map(|name| dashboards_named(name)));
        for one in &mut loaded {
            one.scenario.run.asked.dashboards = asked;
            one.scenario.design_point.clone_from(&self.name);
        }
        self.check_journeys(&loaded)?;
        let rows = self.journeys.map(Rows::from);
        let names = report::names(self.charts.forms(), rows);
        let Job { loaded, folders, threads } = self.session.begin(loaded, &names, rows)?;
        threads.install(|| self.simulate_write_and_show(loaded, folders))
    }

    /// Refuses a label that tables and folders cannot have, or that several scenarios would share.
    fn check_label(&self, scenarios: usize) -> Result<(), Failure> {
        let Some(label) = &self.name else { return Ok(()) };
        let wrong = |found: String, expected: &str, remedy: &str| {
            let label = short(label, 70);
            Err(Failure::Wrong(format!(
                "--name \"{label}\"\n  found:    {found}\n  expected: {expected}\n  remedy:   {remedy}"
            )))
        };
        if let Some((flaw, expected)) = design_point_flaw(label) {
            return wrong(format!("a label {flaw}"), expected, "choose another label, such as many-agents");
        }
        if scenarios > 1 {
            return wrong(
                format!("{scenarios} scenarios, whose results would go to one folder"),
                "one scenario",
                "leave --name out, or run them one by one, each with a label of its own",
            );
        }
        Ok(())
    }

    /// Refuses rows of more replications than there are.
    fn check_journeys(&self, loaded: &[Loaded]) -> Result<(), Failure> {
        let asked = self.journeys_replications;
        let too_few = |one: &&Loaded| one.scenario.run.replications < asked;
        let Some(one) = loaded.iter().find(too_few) else { return Ok(()) };
        let there_are = one.scenario.run.replications;
        Err(Failure::Wrong(format!(
            "--journeys-replications {asked}\n  found:    more replications than {} has\n  expected: at most {there_are}\n  remedy:   ask for fewer here, or for more with --replications",
            shown(&one.file)
        )))
    }

    fn simulate_write_and_show(&self, loaded: Vec<Loaded>, mut folders: Vec<ResultFolder>) -> Result<(), Failure> {
        #[expect(clippy::disallowed_methods, reason = "the wall time goes to the manifest, which is no result")]
        let started = Instant::now();
        let (files, scenarios): (Vec<PathBuf>, Vec<Scenario>) =
            loaded.into_iter().map(|one| (one.file, one.scenario)).unzip();
        let streamed = self.retell(&scenarios, &mut folders)?;
        let compared = self.compare(scenarios);
        let wall_seconds = started.elapsed().as_secs_f64();
        let notes: Vec<Vec<String>> = compared.iter().map(|(study, _)| notes_on(study)).collect();
        let written = compared.iter().zip(&notes).zip(files).zip(folders).zip(streamed);
        let written = written
            .map(|(((noted, file), folder), streamed)| self.write(noted, &file, folder, (&streamed, wall_seconds)));
        // Where one cannot be written, the others are all the same.
        let written: Vec<Result<String, String>> = written.collect();
        let places = written.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
        if !self.session.quiet {
            note(notes.concat());
        }
        let told = self.show(&compared).and_then(|()| self.tell_where(&places, wall_seconds));
        let told = told.map_err(|failure| format!("{}{}", failure.message(), in_spite_of_that(&places)));
        let failed: Vec<String> = written.into_iter().filter_map(Result::err).chain(told.err()).collect();
        if failed.is_empty() { Ok(()) } else { Err(Failure::Failed(failed.join("\n"))) }
    }

    /// Writes rows of contacts and customers beside each result folder, where they are asked for; what of it there is for
    /// each.
    fn retell(&self, scenarios: &[Scenario], folders: &mut [ResultFolder]) -> Result<Vec<Vec<Streamed>>, Failure> {
        let Some(rows) = self.journeys.map(Rows::from) else { return Ok(vec![Vec::new(); scenarios.len()]) };
        let retellings = scenarios.iter().map(|scenario| Retelling::new(scenario, self.journeys_replications));
        let retellings: Vec<Retelling> = retellings.collect();
        let bar = self.session.progress(retellings.iter().map(|retelling| retelling.chapters.len()).sum());
        let written = retellings
            .iter()
            .zip(folders)
            .map(|(retelling, folder)| Ok(journeys::write(retelling, &folder.desk()?, rows, || bar.inc(1))?));
        let written = written.collect();
        bar.finish_and_clear();
        written
    }

    fn compare(&self, scenarios: Vec<Scenario>) -> Vec<Compared> {
        let bar = self.session.progress(scenarios.iter().map(experiment::runs).sum());
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
        (compared, notes): (&Compared, &Vec<String>),
        file: &Path,
        folder: ResultFolder,
        (streamed, wall_seconds): (&[Streamed], f64),
    ) -> Result<String, String> {
        let circumstances = Circumstances {
            scenario_file: shown(file),
            way_to_scenario_file: folder.way_to(file),
            notes: notes.clone(),
            threads: rayon::current_num_threads(),
            wall_seconds,
        };
        let results = report::files(compared, &circumstances, streamed, self.charts.forms(), self.theme.into())?;
        warn(&results.warnings);
        folder.place(&results.files)
    }

    fn show(&self, compared: &[Compared]) -> Result<(), Failure> {
        match self.format {
            _ if self.session.quiet => Ok(()),
            Format::Json => say(&format!("{}\n", report::json(compared))),
            Format::Table => compared.iter().try_for_each(|(study, list)| {
                say(&format!("{}\n", report::terminal::comparison(study, list, columns())))?;
                if study.has_dashboards() { say(&format!("{}\n", dashboards::shown(study, columns()))) } else { Ok(()) }
            }),
        }
    }

    fn tell_where(&self, places: &str, wall_seconds: f64) -> Result<(), Failure> {
        if self.session.quiet || self.format == Format::Json || places.is_empty() {
            return Ok(());
        }
        let what = if self.charts == Charts::None { "tables" } else { "tables and charts" };
        say(&wrapped(&format!("simulated in {wall_seconds:.1} s; {what} in {places}\n")))
    }
}

/// What looks like a slip in a scenario, or makes its results doubtful.
fn notes_on(study: &Study) -> Vec<String> {
    let doubts = experiment::doubts(study).into_iter().map(|doubt| format!("{}: note: {doubt}", study.scenario.name));
    study.scenario.notes.iter().cloned().chain(doubts).collect()
}

/// What a failure to show results says of them.
fn in_spite_of_that(places: &str) -> String {
    if places.is_empty() { String::new() } else { format!("; the results are in {places} nevertheless") }
}
