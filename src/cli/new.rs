//! `throughline new`: a commented scenario to start from.

use super::{Failure, say, shown};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

const TUTORIAL: &str = include_str!("../../scenarios/tutorial.toml");

#[derive(Debug, Args)]
pub struct New {
    /// Name of the scenario; NAME.toml is written, and never over a file that is there.
    name: PathBuf,
}

impl New {
    pub fn run(&self) -> Result<(), Failure> {
        let path = self.name.with_extension("toml");
        let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
        match file.and_then(|mut file| file.write_all(TUTORIAL.as_bytes())) {
            Ok(()) => say(&format!("{} is written; try: throughline run {}\n", shown(&path), shown(&path))),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(Failure::Wrong(format!(
                "{}\n  found:    a file that is there already\n  expected: a new name\n  remedy:   choose another name, or move the file away",
                shown(&path)
            ))),
            Err(error) => Err(Failure::Failed(format!("{}: cannot be written: {error}", shown(&path)))),
        }
    }
}
