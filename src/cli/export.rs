//! `throughline export`: rows of a run, for packages that analyse customers and contacts.

use super::{Failure, say, shown, signals, warn, within};
use crate::export::{self, ExportError, Package, Results, Wanted};
use crate::report::folder::{FolderError, Hold, Replace};
use crate::scenario::lines::wrapped;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Export {
    /// Folder with the results of a run with --journeys.
    results: PathBuf,
    /// The package that reads what is written.
    #[arg(long = "for", value_enum, value_name = "PACKAGE")]
    package: Reader,
    /// Only this strategy; may be repeated. All of them, where absent.
    #[arg(long, value_name = "NAME")]
    strategy: Vec<String>,
    /// Only journeys of this type; may be repeated. Where absent, all of them for pm4py, and for the others those that
    /// have a value, if any have.
    #[arg(long, value_name = "NAME")]
    journey_type: Vec<String>,
    /// Of which replication.
    #[arg(long, value_name = "N", default_value = "1", value_parser = within(1..=u32::MAX), allow_negative_numbers = true)]
    replication: u32,
    /// Folder below which the export gets its own; that of the results, where absent.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace an earlier export even if its folders hold other files or were changed; other files are kept.
    #[arg(long)]
    force: bool,
}

/// A package that reads what is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Reader {
    /// Purchases by customer and day, and a summary by customer.
    Lifetimes,
    /// The same.
    PymcMarketing,
    /// Paths of channels with conversions, value and nulls.
    Channelattribution,
    /// Contacts as events of journeys, as CSV and XES; bupaR reads them, too.
    #[value(alias = "bupar")]
    Pm4py,
}

impl From<Reader> for Package {
    fn from(reader: Reader) -> Self {
        match reader {
            Reader::Lifetimes => Self::Lifetimes,
            Reader::PymcMarketing => Self::PymcMarketing,
            Reader::Channelattribution => Self::ChannelAttribution,
            Reader::Pm4py => Self::Pm4py,
        }
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Refused { .. } => Self::Wrong(error.to_string()),
            ExportError::Folder(error) => error.into(),
        }
    }
}

impl Export {
    pub fn run(&self) -> Result<(), Failure> {
        let results = Results::open(&self.results)?;
        let wanted = Wanted {
            package: self.package.into(),
            replication: self.replication,
            journey_types: self.journey_type.clone(),
        };
        let strategies = results.strategies(&self.strategy)?;
        let out = self.out.clone().unwrap_or_else(|| results.beside()).join(results.folder_for(wanted.package));
        let folders: Vec<String> = strategies.iter().map(|name| results.folder_of(name)).collect();
        signals::leave_nothing_half_written()?;
        let mut holds = self.hold_all(&out, &folders, wanted.package)?;
        warn(&Vec::from_iter(results.others_in(&out, &wanted, &folders)));
        let mut told = Vec::new();
        let written = export::write(&results, &wanted, &strategies, |at| holds[at].desk())?;
        for (((hold, one), strategy), folder) in holds.into_iter().zip(written).zip(&strategies).zip(&folders) {
            warn(&hold.place(&[results.manifest_of(&wanted, strategy, &one.files)])?);
            let is_in = if folder == strategy { String::new() } else { format!(" (in {folder})") };
            told.push(format!("{strategy}: {}{is_in}\n", one.told));
        }
        say(&wrapped(&format!("{}in {}/, a folder for each strategy\n", told.concat(), shown(&out))))
    }

    /// Holds all folders.
    fn hold_all(&self, out: &Path, folders: &[String], package: Package) -> Result<Vec<Hold>, Failure> {
        let replace = if self.force { Replace::Anything } else { Replace::AsWritten };
        let names: Vec<String> = package.files().iter().map(|&name| name.into()).collect();
        let mut notes = Vec::new();
        let hold = |name: &String| Hold::take(out, name, &names, replace, &mut notes);
        let holds: Result<Vec<Hold>, FolderError> = folders.iter().map(hold).collect();
        warn(&notes);
        Ok(holds?)
    }
}
