//! From the paths of files and folders to checked scenarios.

use super::source::{STANDARD_INPUT, is_open_pipe, is_standard_input};
use super::text::{clean, words};
use super::{Scenario, ScenarioError, Source, Wishes, alike, understand, unplaced};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A checked scenario and the file it comes from.
pub struct Loaded {
    /// The file.
    pub file: PathBuf,
    /// The scenario.
    pub scenario: Scenario,
    /// What other readers of its notation would refuse, and what is worth a look.
    pub notes: Vec<String>,
}

/// Loads files, and all `.toml` files of folders, in order of name; each once. `-` is standard input.
///
/// # Errors
/// Whatever is wrong with any of them.
pub fn load(paths: &[PathBuf], wishes: &Wishes) -> Result<Vec<Loaded>, ScenarioError> {
    let mut loaded: Vec<Loaded> = Vec::new();
    let mut wrongs = ScenarioError::default();
    for file in files(paths)? {
        let name = name_of(&file);
        let read = Source::read(&file);
        match read.and_then(|source| Ok((understand(&source, &name, wishes)?, source))) {
            Ok((scenario, source)) => {
                let notes = [source.notes(), scenario.notes.clone()].concat();
                let file = if is_standard_input(&file) { STANDARD_INPUT.into() } else { file };
                loaded.push(Loaded { file, scenario, notes });
            }
            Err(error) => wrongs = wrongs.and(error),
        }
    }
    if wrongs.problems.is_empty() { Ok(loaded) } else { Err(wrongs) }
}

/// What the results of a file are called.
fn name_of(file: &Path) -> String {
    if is_standard_input(file) {
        "stdin".into()
    } else if is_open_pipe(file) {
        "pipe".into()
    } else {
        file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
    }
}

/// Two scenarios whose results would go to one folder, on some system at least.
pub fn of_one_name(loaded: &[Loaded]) -> Option<(&Loaded, &Loaded)> {
    let twin = |(at, one): (usize, _)| Some((one, loaded[..at].iter().find(|other| is_alike(one, other))?));
    loaded.iter().enumerate().find_map(twin)
}

fn is_alike(one: &Loaded, other: &Loaded) -> bool {
    alike(&one.scenario.name, &other.scenario.name)
}

fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, ScenarioError> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() && !is_standard_input(path) {
            files.extend(in_folder(path)?);
        } else {
            files.push(path.clone());
        }
    }
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(identity(file)));
    Ok(files)
}

/// The same for every way to write the path of a file; a link with another name is another scenario.
fn identity(file: &Path) -> (PathBuf, Option<OsString>) {
    if is_standard_input(file) {
        return (STANDARD_INPUT.into(), None);
    }
    (file.canonicalize().unwrap_or_else(|_| file.into()), file.file_name().map(OsString::from))
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, ScenarioError> {
    let name = folder.display().to_string();
    let unreadable =
        |error: std::io::Error| unplaced(&name, words(&error), "a folder that can be read", "check its permissions");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.extension().is_some_and(|ending| ending == "toml") && !is_hidden && !path.is_dir() {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(unplaced(
            &clean(&folder.to_string_lossy()),
            "a folder without scenarios".into(),
            "a folder with .toml files",
            "name the folder that holds your scenarios",
        ));
    }
    Ok(files)
}
