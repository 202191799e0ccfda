//! `throughline new`: a commented scenario to start from.

use super::{Failure, say, shown};
use crate::report::folder::refused;
use crate::scenario::text::in_a_shell;
use crate::scenario::{Source, Wishes, understand};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::{PathBuf, is_separator};

#[derive(Debug, Args)]
pub struct New {
    /// Name of the scenario; NAME.toml is written, and never over a file that is there.
    name: PathBuf,
    /// Which shipped scenario to write under that name.
    #[arg(long, value_enum, value_name = "SCENARIO", default_value = "tutorial")]
    from: Shipped,
}

/// A scenario that the program carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shipped {
    /// A small shop: web, store and telephone, every key that you are likely to touch explained.
    Tutorial,
    /// A retailer: store, web, app, phone, chat and e-mail.
    Retail,
    /// A telecom contact centre: web, chat, telephone and e-mail.
    ContactCentre,
    /// A support desk: mail, chat and telephone in one pool.
    SupportDesk,
    /// A bank: branch, web, app, telephone, video and e-mail, and when integration has paid back.
    Bank,
    /// An outage of three days: web and case record fail, telephone and chat take the rush.
    Outage,
}

impl Shipped {
    const fn text(self) -> &'static str {
        match self {
            Self::Tutorial => include_str!("../../scenarios/tutorial.toml"),
            Self::Retail => include_str!("../../scenarios/retail.toml"),
            Self::ContactCentre => include_str!("../../scenarios/contact-centre.toml"),
            Self::SupportDesk => include_str!("../../scenarios/support-desk.toml"),
            Self::Bank => include_str!("../../scenarios/bank.toml"),
            Self::Outage => include_str!("../../scenarios/outage.toml"),
        }
    }
}

impl New {
    pub fn run(&self) -> Result<(), Failure> {
        let path = self.path()?;
        let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
        let written = file.and_then(|mut file| {
            file.write_all(self.from.text().as_bytes()).inspect_err(|_| drop(std::fs::remove_file(&path)))
        });
        match written {
            Ok(()) => {
                say(&format!("{} is written; try: throughline run {}\n", shown(&path), in_a_shell(&shown(&path))))
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(Failure::Wrong(format!(
                "{}\n  found:    a file that is there already\n  expected: a new name\n  remedy:   choose another name, or move the file away",
                shown(&path)
            ))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Failure::Failed(format!(
                "{}\n  found:    a folder that does not exist\n  expected: a place where a file can be made\n  remedy:   make the folder first, or choose another place",
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
        let source = Source::parse(shown(&path), self.from.text().into());
        let named = source.and_then(|source| understand(&source, stem, &Wishes::default()));
        named.map(|_| path).map_err(|error| Failure::Wrong(error.to_string()))
    }
}
