//! `throughline new`: a commented scenario to start from.

use super::{Failure, say, shown};
use crate::report::folder::refused;
use crate::scenario::{Source, Wishes, understand};
use clap::Args;
use std::io::Write;
use std::path::{PathBuf, is_separator};

const TUTORIAL: &str = include_str!("../../scenarios/tutorial.toml");

#[derive(Debug, Args)]
pub struct New {
    /// Name of the scenario; NAME.toml is written, and never over a file that is there.
    name: PathBuf,
}

impl New {
    pub fn run(&self) -> Result<(), Failure> {
        let path = self.path()?;
        let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
        let written = file.and_then(|mut file| {
            file.write_all(TUTORIAL.as_bytes()).inspect_err(|_| drop(std::fs::remove_file(&path)))
        });
        match written {
            Ok(()) => say(&format!("{} is written; try: throughline run {}\n", shown(&path), shown(&path))),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(Failure::Wrong(format!(
                "{}\n  found:    a file that is there already\n  expected: a new name\n  remedy:   choose another name, or move the file away",
                shown(&path)
            ))),
            Err(error) => Err(refused(&path)(error).into()),
        }
    }

    /// The file to write, with a name that a scenario can have.
    fn path(&self) -> Result<PathBuf, Failure> {
        let is_folder = self.name.to_string_lossy().ends_with(is_separator);
        let Some(name) = self.name.file_name().filter(|_| !is_folder) else {
            return Err(Failure::Wrong(format!(
                "new \"{}\"\n  found:    no name of a file\n  expected: the name of a scenario, such as shop\n  remedy:   choose another name",
                shown(&self.name)
            )));
        };
        let stem = name.to_string_lossy();
        let stem = stem.strip_suffix(".toml").unwrap_or(&stem);
        let path = self.name.with_file_name(format!("{stem}.toml"));
        let tutorial = Source::parse(shown(&path), TUTORIAL.into());
        let named = tutorial.and_then(|source| understand(&source, stem, &Wishes::default()));
        named.map(|_| path).map_err(|error| Failure::Wrong(error.to_string()))
    }
}
