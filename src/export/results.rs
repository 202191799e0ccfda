//! A result folder from which rows are taken, and what of it can be.

use super::{ExportError, Package, Wanted, again};
use crate::report::File;
use crate::report::folder::manifest_in;
use crate::report::manifest::{Exported, Manifest, hash_of};
use crate::report::streamed::Streamed;
use crate::scenario::design_point_flaw;
use crate::scenario::error::did_you_mean;
use crate::scenario::path::{self, Part};
use crate::scenario::text::{clean, in_a_shell, short, words};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const CONTACTS: &str = "contacts.csv";
const COMPRESSED: &str = "contacts.csv.zst";
const IN_COLUMNS: &str = "contacts.parquet";

/// A result folder with rows of contacts.
#[derive(Debug)]
pub struct Results {
    folder: PathBuf,
    manifest: Manifest,
    rows: PathBuf,
}

impl Results {
    /// Opens a result folder.
    ///
    /// # Errors
    /// If it is none, or has no rows of contacts as they were written.
    pub fn open(folder: &Path) -> Result<Self, ExportError> {
        let place = clean(&folder.to_string_lossy()).into_owned();
        let Some(manifest) = manifest_in(folder) else {
            let found = if folder.is_dir() { "a folder without results" } else { "no folder" };
            return Err(ExportError::refused(
                place,
                found,
                "the folder of a run's results, such as output/tutorial",
                "check the path; `throughline run SCENARIO --journeys` makes such a folder, and says where it is",
            ));
        };
        if let Some(exported) = &manifest.exported {
            let found = format!("what was exported for {} already", exported.package);
            let remedy = "export from the folder that the run wrote";
            return Err(ExportError::refused(place, &found, "the folder of a run's results", remedy));
        }
        let mut results = Self { folder: folder.into(), manifest, rows: PathBuf::new() };
        results.rows = results.rows_as_written()?;
        Ok(results)
    }

    /// The table of contacts.
    pub fn rows(&self) -> &Path {
        &self.rows
    }

    /// Whether it is compressed.
    pub fn rows_are_compressed(&self) -> bool {
        self.rows.ends_with(COMPRESSED)
    }

    /// The folder as a person would write it.
    pub fn shown(&self) -> String {
        clean(&self.folder.to_string_lossy()).into_owned()
    }

    /// The name of the folder that holds what is exported for a package.
    pub fn folder_for(&self, package: Package) -> String {
        let name = self.folder.canonicalize().ok().and_then(|folder| Some(folder.file_name()?.to_owned()));
        format!("{}-for-{}", name.unwrap_or_default().to_string_lossy(), package.name())
    }

    /// The folder beside which it stands.
    pub fn beside(&self) -> PathBuf {
        match self.folder.parent() {
            Some(parent) if self.folder.file_name().is_some() && !parent.as_os_str().is_empty() => parent.into(),
            Some(_) if self.folder.file_name().is_some() => ".".into(),
            _ => self.folder.join(".."),
        }
    }

    /// The strategies that are asked for, in the order of the file; all, where none is.
    ///
    /// # Errors
    /// If there is no such strategy.
    pub fn strategies(&self, asked: &[String]) -> Result<Vec<String>, ExportError> {
        let all = &self.manifest.strategies;
        all_are_known("--strategy", asked, all)?;
        Ok(all.iter().filter(|name| asked.is_empty() || asked.contains(name)).cloned().collect())
    }

    /// The types of journeys that are taken.
    ///
    /// # Errors
    /// If there is no such type.
    pub(super) fn journey_types(&self, wanted: &Wanted) -> Result<Vec<String>, ExportError> {
        let journeys = self.manifest.scenario_object.get("journey").and_then(Value::as_object);
        let all: Vec<String> = journeys.into_iter().flatten().map(|(name, _)| name.clone()).collect();
        all_are_known("--journey-type", &wanted.journey_types, &all)?;
        if !wanted.journey_types.is_empty() || !wanted.package.is_about_purchases() {
            return Ok(wanted.journey_types.clone());
        }
        let with_value = journeys.into_iter().flatten().filter(|(_, journey)| journey.get("value").is_some());
        let all: BTreeSet<String> =
            with_value.map(|(name, _)| name.clone()).chain(self.given_value_by_strategies()).collect();
        Ok(all.into_iter().collect())
    }

    /// Types of journeys that have a value under some strategy alone.
    fn given_value_by_strategies(&self) -> impl Iterator<Item = String> {
        let strategies = self.manifest.scenario_object.get("strategy").and_then(Value::as_array);
        let sets = strategies.into_iter().flatten().filter_map(|one| one.get("set").and_then(Value::as_object));
        sets.flat_map(serde_json::Map::keys).filter_map(|key| match path::Path::typed(key).parts() {
            [Part::Key(journey), Part::Key(name), Part::Key(value), ..] if journey == "journey" && value == "value" => {
                Some(name.clone())
            }
            _ => None,
        })
    }

    /// The folder of a strategy in an export: called as it is, or by its number in the file where not every system can have
    /// such a folder.
    pub fn folder_of(&self, strategy: &str) -> String {
        let at = self.manifest.strategies.iter().position(|name| name == strategy).unwrap_or_default();
        // Names of strategies have no such sign.
        design_point_flaw(strategy).map_or_else(|| strategy.into(), |_| format!("#{}", at + 1))
    }

    /// Tells of exports in a folder that are of other results, or of other rows of these: those that are replaced, and those
    /// that stay beside.
    pub fn others_in(&self, out: &Path, wanted: &Wanted, folders: &[String]) -> Option<String> {
        let is_other = |manifest: &Manifest| {
            let (ours, theirs) = (&self.manifest, manifest);
            manifest.exported.as_ref().is_some_and(|exported| {
                (&ours.scenario_sha256, ours.seed, wanted.replication, &wanted.journey_types)
                    != (&theirs.scenario_sha256, theirs.seed, exported.replication, &exported.journey_types)
            })
        };
        let entries = std::fs::read_dir(out).into_iter().flatten().flatten();
        let others = entries.filter(|entry| manifest_in(&entry.path()).as_ref().is_some_and(is_other));
        let mut names: Vec<String> = others.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort_unstable();
        let stay: Vec<String> = names.iter().filter(|name| !folders.contains(name)).cloned().collect();
        let beside = if stay.is_empty() { String::new() } else { format!("; {} stay beside", stay.join(", ")) };
        let told = || {
            let of_others = "exports of other settings, or of other rows";
            format!(
                "{}: holds {of_others}: {}{beside}; another --out keeps all",
                clean(&out.to_string_lossy()),
                names.join(", ")
            )
        };
        (!names.is_empty()).then(told)
    }

    /// The last whole day that was simulated.
    pub(super) fn last_day(&self) -> Result<u64, ExportError> {
        let run = self.manifest.scenario_object.get("run");
        let days = run.and_then(|run| run.get("horizon_days")).and_then(Value::as_f64).map(|days| days as u64);
        days.filter(|&days| days > 0).map(|days| days - 1).ok_or_else(|| {
            ExportError::refused(
                self.shown(),
                "a run of less than a day",
                "whole days, which models of customers count",
                "run for longer (run.horizon_days)",
            )
        })
    }

    /// The manifest of what was exported from here.
    pub fn manifest_of(&self, wanted: &Wanted, strategy: &str, files: &[Streamed]) -> File {
        let exported = Exported {
            package: wanted.package.name().into(),
            strategy: strategy.into(),
            replication: wanted.replication,
            journey_types: wanted.journey_types.clone(),
        };
        self.manifest.of_export(exported, files)
    }

    pub(super) fn too_few_replications(&self, asked: u32, there_are: u32) -> ExportError {
        let found = match there_are {
            0 => "rows without a single journey".into(),
            1 => "rows of 1 replication".into(),
            many => format!("rows of {many} replications"),
        };
        let all = self.manifest.replications;
        let remedy = if there_are == 0 {
            "give customers needs, or run for longer (run.horizon_days)".into()
        } else if asked > all {
            format!("ask for one of the first {all} with --replication, or run with more --replications")
        } else {
            format!("ask for an earlier one with --replication, or write more of them: {}", self.run_with(asked))
        };
        ExportError::refused(self.shown(), &found, &format!("rows of replication {asked}"), &remedy)
    }

    /// A table that is not as a run wrote it.
    pub(super) fn changed(&self, found: &str) -> ExportError {
        ExportError::refused(
            clean(&self.rows.to_string_lossy()),
            &format!(
                "{}: it was changed since it was written, or written by another version",
                short(&clean(found), 120)
            ),
            "rows as the run wrote them",
            &format!("write them again: {}", self.run_with(1)),
        )
    }

    pub(super) fn unreadable(&self, error: &std::io::Error) -> ExportError {
        ExportError::refused(
            clean(&self.rows.to_string_lossy()),
            &words(error),
            "a file that can be read",
            &format!("write it again: {}", self.run_with(1)),
        )
    }

    fn rows_as_written(&self) -> Result<PathBuf, ExportError> {
        let written = &self.manifest.files_sha256;
        let Some((name, hash)) = [CONTACTS, COMPRESSED].iter().find_map(|name| written.get_key_value(*name)) else {
            let found = if written.contains_key(IN_COLUMNS) {
                "contacts.parquet, which is not read here"
            } else {
                "results without rows of contacts"
            };
            let remedy = format!("write them: {}", self.run_with(1));
            return Err(ExportError::refused(self.shown(), found, "contacts.csv or contacts.csv.zst", &remedy));
        };
        let rows = self.folder.join(name);
        let remedy = format!("write it again: {}", self.run_with(1));
        let place = clean(&rows.to_string_lossy()).into_owned();
        let found = match hash_of(&rows) {
            Ok(found) if found == *hash => return Ok(rows),
            Ok(_) => "a file that was changed since it was written".into(),
            Err(error) => words(&error),
        };
        Err(ExportError::refused(place, &found, "the rows as the run wrote them", &remedy))
    }

    /// The command that runs the same once more, with rows of so many replications.
    fn run_with(&self, replications: u32) -> String {
        let form = if self.manifest.files_sha256.contains_key(COMPRESSED) { "=zst" } else { "" };
        let many = if replications > 1 { format!(" --journeys-replications {replications}") } else { String::new() };
        let more = format!("--journeys{form}{many}");
        again::command(&self.manifest, (&self.folder, &self.beside()), &more)
            .unwrap_or_else(|| format!("the same command with {more}"))
    }
}

/// Refuses a name that is not among all.
fn all_are_known(option: &str, asked: &[String], all: &[String]) -> Result<(), ExportError> {
    let Some(unknown) = asked.iter().find(|name| !all.contains(name)) else { return Ok(()) };
    let like = did_you_mean(unknown, all.iter().map(String::as_str));
    let remedy = like.map_or_else(|| "choose one of them".into(), |like| format!("did you mean \"{like}\"?"));
    Err(ExportError::refused(
        format!("{option} {}", in_a_shell(&short(&clean(unknown), 60))),
        "a name that these results do not know",
        &format!("one of: {}", short(&all.join(", "), 200)),
        &remedy,
    ))
}
