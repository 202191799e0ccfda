//! `throughline new`: a commented scenario to start from.

use super::{Failure, say, shown};
use crate::report::folder::refused;
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
        let path = self.path();
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

    fn path(&self) -> PathBuf {
        match self.name.file_name() {
            Some(name) if self.name.extension().is_none_or(|ending| ending != "toml") => {
                let mut name = name.to_os_string();
                name.push(".toml");
                self.name.with_file_name(name)
            }
            _ => self.name.clone(),
        }
    }
}
