//! What is handed to packages that analyse customers and contacts: rows of a result folder, in the shapes that
//! docs/exports.md settles and says why.

mod again;
mod calendar;
mod contacts;
mod customers;
mod paths;
mod results;
mod rows;

pub use results::Results;

use crate::report::folder::{FolderError, refused};
use crate::report::rounding::plain;
use crate::report::streamed::{Streamed, Summed};
use std::collections::BTreeMap;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

/// Who reads what is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Package {
    /// lifetimes.
    Lifetimes,
    /// pymc-marketing.
    PymcMarketing,
    /// `ChannelAttribution`.
    ChannelAttribution,
    /// pm4py.
    Pm4py,
}

/// What of a result folder is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// For whom.
    pub package: Package,
    /// The replication, from 1.
    pub replication: u32,
    /// The types of journeys; those that the package is for, where empty.
    pub journey_types: Vec<String>,
}

/// Why nothing is exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// What was asked for is not there.
    #[error("{place}\n  found:    {found}\n  expected: {expected}\n  remedy:   {remedy}")]
    Refused {
        /// Where.
        place: String,
        /// What is there.
        found: String,
        /// What was expected.
        expected: String,
        /// What to do about it.
        remedy: String,
    },
    /// The system refuses.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

impl ExportError {
    fn refused(place: impl Into<String>, found: &str, expected: &str, remedy: &str) -> Self {
        let [found, expected, remedy] = [found, expected, remedy].map(String::from);
        Self::Refused { place: place.into(), found, expected, remedy }
    }
}

impl Package {
    /// Its name, as typed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lifetimes => "lifetimes",
            Self::PymcMarketing => "pymc-marketing",
            Self::ChannelAttribution => "channelattribution",
            Self::Pm4py => "pm4py",
        }
    }

    /// The files that it reads.
    pub const fn files(self) -> &'static [&'static str] {
        match self {
            Self::Lifetimes | Self::PymcMarketing => &customers::FILES,
            Self::ChannelAttribution => &paths::FILES,
            Self::Pm4py => &contacts::FILES,
        }
    }

    /// Whether it is about purchases: of journeys of all types, only those that can bring money are for it, if any can.
    const fn is_about_purchases(self) -> bool {
        !matches!(self, Self::Pm4py)
    }
}

/// What was written of a strategy.
#[derive(Debug)]
pub struct Written {
    /// The files.
    pub files: Vec<Streamed>,
    /// What is in them, in a few words.
    pub told: String,
}

/// Writes what a package reads of the rows of strategies, each into the folder that `folder` has for it.
///
/// # Errors
/// If there are no such rows, or the package could not read them, or the system refuses.
pub fn write(
    results: &Results,
    wanted: &Wanted,
    strategies: &[String],
    mut folder: impl FnMut(usize) -> Result<PathBuf, FolderError>,
) -> Result<Vec<Written>, ExportError> {
    let types = results.journey_types(wanted)?;
    let mut written: BTreeMap<usize, Written> = BTreeMap::new();
    rows::read(results, (strategies, wanted.replication, &types), |at, names, rows| {
        let place = format!("{} (strategy \"{}\")", results.shown(), strategies[at]);
        let folder = folder(at)?;
        let sheets = Sheets { folder: &folder };
        let made = match wanted.package {
            Package::Lifetimes | Package::PymcMarketing => customers::write(&place, &rows, results.last_day()?, sheets),
            Package::ChannelAttribution => paths::write(&place, &rows, names, sheets),
            Package::Pm4py => contacts::write(&place, rows, names, sheets),
        };
        written.insert(at, made?);
        Ok(())
    })?;
    Ok(written.into_values().collect())
}

/// Where files are written.
#[derive(Clone, Copy)]
struct Sheets<'a> {
    folder: &'a Path,
}

impl Sheets<'_> {
    /// Writes a file.
    fn write(
        self,
        name: &str,
        rows: impl FnOnce(&mut BufWriter<Summed>) -> io::Result<()>,
    ) -> Result<Streamed, FolderError> {
        let path = self.folder.join(name);
        let written = || {
            let mut file = BufWriter::new(Summed::new(&path)?);
            rows(&mut file)?;
            file.into_inner()?.finish()
        };
        Ok(Streamed { name: name.into(), sum: written().map_err(refused(&path))? })
    }

    /// Writes a table.
    fn table(
        self,
        name: &str,
        columns: &[&str],
        rows: impl FnOnce(&mut csv::Writer<&mut BufWriter<Summed>>) -> csv::Result<()>,
    ) -> Result<Streamed, FolderError> {
        self.write(name, |file| {
            let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(file);
            table.write_record(columns)?;
            rows(&mut table)?;
            table.flush()
        })
    }
}

/// An amount of money, or another number of whole millionths, as text; exact to 2^53 of these.
fn decimal(millionths: u64) -> String {
    (millionths as f64 / rows::MILLION as f64).to_string()
}

/// So many of something.
fn count(many: usize, one: &str, more: &str) -> String {
    format!("{} {}", plain(many as f64, 0), if many == 1 { one } else { more })
}
