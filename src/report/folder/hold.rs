//! Who works for a result folder.

use super::lock::in_hand;
use super::look::{Replace, Seen, look, manifest_in};
use super::{FolderError, ROOM, moves, refused, swap};
use crate::report::File;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A result folder for which nobody else works.
#[derive(Debug)]
pub struct Hold {
    folder: PathBuf,
    room: PathBuf,
    lock: PathBuf,
    replace: Replace,
    seen: Option<Seen>,
    /// Where files stand that were written before the others.
    stage: Option<TempDir>,
}

impl Hold {
    /// Holds the folder `name` below `out`, after finding out that files of these names can be put in place there without
    /// loss. What a run that was stopped has left behind is put in order first; `notes` tell of it, whatever comes after.
    ///
    /// # Errors
    /// If another run holds it, something in it would be lost, or the system refuses; then nothing new stands anywhere.
    pub fn take(
        out: &Path,
        name: &str,
        names: &[String],
        replace: Replace,
        notes: &mut Vec<String>,
    ) -> Result<Self, FolderError> {
        let (folder, room) = (out.join(name), out.join(ROOM));
        let lock = in_hand().lock(&folder, &room, notes)?;
        let mut hold = Self { folder, room, lock, replace, seen: None, stage: None };
        hold.put_in_order(name, notes)?;
        hold.seen = look(&hold.folder, names, replace)?;
        hold.try_moves()?;
        Ok(hold)
    }

    /// A folder in which files can be written that are put in place with the others, and are gone if none are.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn desk(&mut self) -> Result<PathBuf, FolderError> {
        let stage = swap::prepared(&self.room, &self.folder).map_err(refused(&self.room))?;
        in_hand().watch(stage.path());
        let desk = swap::new_of(stage.path());
        self.stage = Some(stage);
        Ok(desk)
    }

    /// Puts files in place, in the stead of results that were there, with those on the desk; what this tool did not write
    /// stays. Returns what the user should know of it.
    ///
    /// # Errors
    /// If the folder is no longer as it was, or the system refuses; then it stays as it is, and the error tells where the
    /// results are.
    pub fn place(mut self, files: &[File]) -> Result<Vec<String>, FolderError> {
        let mut in_hand = in_hand();
        let stage = self.stage.take();
        if let Some(stage) = &stage {
            in_hand.unwatch(stage.path());
        }
        let on_desk = stage.iter().flat_map(|stage| swap::names_in(&swap::new_of(stage.path())));
        let names: Vec<String> = files.iter().map(|file| file.name.clone()).chain(on_desk).collect();
        let as_it_was = || -> Result<Option<Seen>, FolderError> {
            let now = look(&self.folder, &names, self.replace)?;
            if let Some(changed) = now.as_ref().and_then(|now| now.changed_since(self.seen.as_ref())) {
                let what = format!("`{changed}`, which was changed during the run");
                return Err(FolderError::NotOurs { folder: self.folder.display().to_string(), what });
            }
            Ok(now)
        };
        let removed = self.removed_by(&names);
        let placed = swap::place((&self.room, &self.folder), stage, files, as_it_was);
        drop(in_hand);
        placed.map(|notes| removed.into_iter().chain(notes).collect())
    }

    /// Tells which files of earlier results go, since none of their names comes anew.
    fn removed_by(&self, names: &[String]) -> Option<String> {
        const NAMED: usize = 3;
        let written = manifest_in(&self.folder)?.files_sha256.into_keys();
        let gone: Vec<String> =
            written.filter(|name| !names.contains(name) && self.folder.join(name).is_file()).collect();
        let some = gone.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if gone.len() > NAMED { format!(" and {} more", gone.len() - NAMED) } else { String::new() };
        let folder = self.folder.display();
        (!gone.is_empty())
            .then(|| format!("{folder}: {some}{more} of earlier results removed, since this run makes no such file"))
    }

    fn put_in_order(&self, name: &str, notes: &mut Vec<String>) -> Result<(), FolderError> {
        let _in_hand = in_hand();
        swap::mend(&self.room, name, &self.folder, notes)
    }

    fn try_moves(&self) -> Result<(), FolderError> {
        let _in_hand = in_hand();
        moves::try_moves(&self.room, &self.folder, &self.lock, self.seen.as_ref())
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        drop(self.stage.take());
        in_hand().unlock(&self.lock);
    }
}
