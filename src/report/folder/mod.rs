//! A result folder: held while a run works for it, put in place whole or not at all, and replaced only if nothing in it
//! would be lost.
//!
//! What a run needs for that stands in a hidden room beside the folders, `.throughline`: a lock for each folder that is
//! held, and the stage on which its files are written before they are put in place. At every instant the old or the new
//! results are whole under the folder's name, or on a stage, from which the next run puts them back.

mod hold;
mod lock;
mod look;
mod moves;
mod origin;
mod settings;
mod swap;

pub use hold::Hold;
pub use lock::let_go;
pub use look::{Replace, manifest_in};
pub use origin::{origin, results_of_another, way_to};
pub use settings::results_of_other_settings;
pub use swap::kept_in;

use crate::scenario::text::words;
use std::io;
use std::path::Path;

/// The hidden room, below the folder of all results.
const ROOM: &str = ".throughline";

/// Why a folder is left alone.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It holds something that this tool did not write, or that was changed since.
    #[error(
        "{folder}\n  found:    {what}\n  expected: a result folder as it was written, an empty folder, or none\n  remedy:   move what you want to keep, choose another --out, or add --force to replace the results and keep the rest"
    )]
    NotOurs {
        /// The folder.
        folder: String,
        /// What was found.
        what: String,
    },
    /// Something is in the way that is never replaced.
    #[error("{place}\n  found:    {what}\n  expected: {expected}\n  remedy:   move it, or choose another --out")]
    InTheWay {
        /// Where it is.
        place: String,
        /// What it is.
        what: String,
        /// What may be there.
        expected: &'static str,
    },
    /// Another run works for it.
    #[error(
        "{folder}\n  found:    another run that works for this folder{by}\n  expected: one run at a time\n  remedy:   wait until it has ended, or choose another --out"
    )]
    Held {
        /// The folder.
        folder: String,
        /// The process, where it is known.
        by: String,
    },
    /// Another user has made what stands there, in a place that is open to both.
    #[error(
        "{place}\n  found:    what a run of another user has made, and this one may not change\n  expected: the permissions of {out}\n  remedy:   let its owner run this again or give it these permissions, or choose another --out"
    )]
    Closed {
        /// Where it stands.
        place: String,
        /// The folder of all results.
        out: String,
    },
    /// The system refuses.
    #[error(
        "{place}: cannot be written\n  found:    {}\n  expected: a place where files can be made and moved\n  remedy:   choose another place (for results with --out)",
        found(error)
    )]
    Refused {
        /// Where it does.
        place: String,
        /// The system's word.
        error: io::Error,
    },
    /// The results are there, but could not be put in place.
    #[error("{folder}\n  found:    {what}\n  expected: {expected}\n  remedy:   {remedy}")]
    NotPlaced {
        /// The folder.
        folder: String,
        /// What went wrong.
        what: String,
        /// What was wanted.
        expected: &'static str,
        /// Where the results are.
        remedy: String,
    },
}

impl FolderError {
    /// What was found, for a message that says the rest.
    fn what(self) -> String {
        match self {
            Self::NotOurs { what, .. } | Self::InTheWay { what, .. } => what,
            Self::Refused { place, error } => format!("{place}, {}", found(&error)),
            error => error.to_string(),
        }
    }
}

/// What a run of another user has made in the room.
fn of_another_user(place: &Path, room: &Path) -> FolderError {
    let out = room.parent().unwrap_or(room);
    FolderError::Closed { place: place.display().to_string(), out: out.display().to_string() }
}

/// What the system refuses at a place.
pub fn refused(place: &Path) -> impl Fn(io::Error) -> FolderError {
    let place = place.display().to_string();
    move |error| FolderError::Refused { place: place.clone(), error }
}

fn found(error: &io::Error) -> String {
    use io::ErrorKind::{
        AlreadyExists, CrossesDevices, NotADirectory, NotFound, PermissionDenied, ResourceBusy, StorageFull,
    };
    match error.kind() {
        AlreadyExists | NotADirectory => "a file where a folder is needed".into(),
        CrossesDevices => "what stands on another disk, or in the image of a container, and cannot be moved".into(),
        NotFound => "a folder that does not exist, or that cannot be made".into(),
        PermissionDenied => "no permission to write there, or to move it".into(),
        ResourceBusy => "a place where a disk is mounted, which cannot be moved".into(),
        StorageFull => "no space left".into(),
        _ => words(error),
    }
}
