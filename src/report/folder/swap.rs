//! New results in the stead of old ones: written on a stage, moved in place, and put in order if that was cut short.

use super::look::{self, Seen, is_as_it_was};
use super::{FolderError, ROOM, of_another_user, refused};
use crate::report::File;
use crate::report::manifest::MANIFEST;
use crate::scenario::text::words;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Letters by which a stage is told from others of its folder.
const LETTERS: usize = 6;
const NEW: &str = "new";
pub(super) const OLD: &str = "old";
/// Old results when the new ones are in place.
pub(super) const DONE: &str = "done";
/// Ending of a stage that is not put in order.
const KEPT: &str = ".kept";
/// The folder within a result folder.
const CHARTS: &str = "charts";

/// Puts files in place, with those on a stage, as a folder if it still is as it was, and returns what the user should know of it.
///
/// # Errors
/// If it is not, or the system refuses; then the folder stays as it is, and the results are kept where the error tells.
pub fn place(
    (room, folder): (&Path, &Path),
    stage: Option<TempDir>,
    files: &[File],
    as_it_was: impl FnOnce() -> Result<Option<Seen>, FolderError>,
) -> Result<Vec<String>, FolderError> {
    let stage = stage.map_or_else(|| prepared(room, folder), Ok);
    let stage = match stage.and_then(|stage| staged(stage, room, files)) {
        Ok(stage) => stage,
        Err(error) => {
            let kept = elsewhere(files);
            return Err(not_placed(folder, &words(&error), "room for the results", kept));
        }
    };
    let swapped = match as_it_was() {
        Ok(seen) => {
            let seen = seen.unwrap_or_default();
            swap(stage.path(), folder, &seen).map(|()| seen).map_err(|error| words(&error))
        }
        Err(error) => Err(error.what()),
    };
    match swapped {
        Ok(seen) => Ok(tidy(&stage.keep(), folder, &seen).into_iter().collect()),
        Err(what) if stands(&stage.path().join(OLD)) => {
            let stage = stage.keep();
            let what = format!("{what}; what was in the folder is in {}", stage.join(OLD).display());
            Err(not_placed(folder, &what, "a folder that can be replaced", Some(stage.join(NEW))))
        }
        Err(what) => {
            let kept = kept(&stage.keep());
            Err(not_placed(folder, &what, "a folder that can be replaced, as it was when the run began", Some(kept)))
        }
    }
}

fn not_placed(folder: &Path, what: &str, expected: &'static str, kept: Option<PathBuf>) -> FolderError {
    let remedy = kept.map_or_else(
        || "make room, and run it again: the results could be kept nowhere".into(),
        |kept| format!("the results are kept in {}: move them where you want them", kept.display()),
    );
    FolderError::NotPlaced { folder: folder.display().to_string(), what: what.into(), expected, remedy }
}

/// A stage with all files.
fn staged(stage: TempDir, room: &Path, files: &[File]) -> io::Result<TempDir> {
    write_all(&stage.path().join(NEW), files)?;
    settle(stage.path());
    settle(room);
    Ok(stage)
}

/// A stage with nothing on it, which is gone when it is no longer needed: the folder's name, a point and some letters.
pub(super) fn new_stage(room: &Path, folder: &Path) -> io::Result<TempDir> {
    let prefix = format!("{}.", folder.file_name().unwrap_or_default().to_string_lossy());
    tempfile::Builder::new().prefix(&prefix).rand_bytes(LETTERS).tempdir_in(room)
}

/// A stage on which files can be put.
pub(super) fn prepared(room: &Path, folder: &Path) -> io::Result<TempDir> {
    let stage = new_stage(room, folder)?;
    fs::create_dir(new_of(stage.path()))?;
    Ok(stage)
}

/// Where new files stand on a stage.
pub(super) fn new_of(stage: &Path) -> PathBuf {
    stage.join(NEW)
}

/// Where files are kept for which there is no room where they belong.
fn elsewhere(files: &[File]) -> Option<PathBuf> {
    let kept = tempfile::Builder::new().prefix("throughline-results.").tempdir().ok()?;
    fs::create_dir(kept.path().join(NEW)).and_then(|()| write_all(&kept.path().join(NEW), files)).ok()?;
    Some(kept.keep().join(NEW))
}

fn write_all(folder: &Path, files: &[File]) -> io::Result<()> {
    for file in files {
        let path = folder.join(&file.name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)?;
        let mut written = fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
        written.write_all(&file.bytes)?;
        written.sync_all()?;
        stretch();
    }
    settle_results(folder);
    Ok(())
}

fn settle_results(folder: &Path) {
    settle(&folder.join(CHARTS));
    settle(folder);
}

/// Sees to it that a folder's entries outlast a loss of power, where the system can.
pub(super) fn settle(folder: &Path) {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
}

/// The same for what has come to a folder's place, and only then for the place that it has come from.
fn settle_move(folder: &Path, from: &Path) {
    folder.parent().into_iter().for_each(settle);
    settle(from);
}

/// Takes the old results off their place, and puts the new ones there, with all that is kept.
fn swap(stage: &Path, folder: &Path, seen: &Seen) -> io::Result<()> {
    let (new, old) = (stage.join(NEW), stage.join(OLD));
    if !stands(folder) {
        fs::rename(&new, folder)?;
    } else if let Err(error) = swap_with_old(&new, &old, folder, seen) {
        if stands(&old) {
            move_all(&seen.kept, &new, &old)?;
            settle_results(&old);
            fs::rename(&old, folder)?;
            settle_move(folder, stage);
        }
        return Err(error);
    }
    settle_move(folder, stage);
    stretch();
    Ok(())
}

fn swap_with_old(new: &Path, old: &Path, folder: &Path, seen: &Seen) -> io::Result<()> {
    stretch();
    fs::rename(folder, old)?;
    settle_move(old, folder.parent().unwrap_or(folder));
    stretch();
    take_over(&seen.kept, old, new)?;
    stretch();
    fs::rename(new, folder)
}

/// Moves what is kept from old results to new ones, and lets the same people in.
fn take_over(kept: &[PathBuf], old: &Path, new: &Path) -> io::Result<()> {
    move_all(kept, old, new)?;
    settle_results(new);
    settle_results(old);
    allow_as_before(old, new)
}

/// Lets the same people into new folders as into the old ones.
fn allow_as_before(old: &Path, new: &Path) -> io::Result<()> {
    for (old, new) in [(old.to_path_buf(), new.to_path_buf()), (old.join(CHARTS), new.join(CHARTS))] {
        if new.is_dir() && old.is_dir() {
            fs::set_permissions(new, fs::metadata(old)?.permissions())?;
        }
    }
    Ok(())
}

fn stands(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Moves entries as they are from one folder to another; those that have been moved before are passed over.
fn move_all(entries: &[PathBuf], from: &Path, to: &Path) -> io::Result<()> {
    for entry in entries {
        let (from, to) = (from.join(entry), to.join(entry));
        if stands(&from) {
            if stands(&to) {
                let what = format!("`{}`, which this disk takes for the name of a result", entry.display());
                return Err(io::Error::other(what));
            }
            to.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::rename(from, to)?;
            stretch();
        }
    }
    Ok(())
}

/// Removes the old results from a stage whose new ones are in place. What was written there in the meantime goes after
/// them, where its name is free; what cannot be removed or put there is kept, and told.
fn tidy(stage: &Path, folder: &Path, seen: &Seen) -> Option<String> {
    let done = stage.join(DONE);
    let _ = fs::rename(stage.join(OLD), &done);
    let _ = fs::remove_dir_all(stage.join(NEW));
    // The manifest last: without it, nobody knows the rest for results.
    let (manifest, others): (Vec<_>, Vec<_>) = seen.replaced.iter().partition(|(path, _)| path.as_os_str() == MANIFEST);
    for (path, was) in others.into_iter().chain(manifest) {
        let path = done.join(path);
        if fs::symlink_metadata(&path).is_ok_and(|now| is_as_it_was(&now, was)) {
            let _ = fs::remove_file(path);
            stretch();
        }
    }
    let _ = put_back(&done, folder);
    settle_results(folder);
    fs::remove_dir(stage).err()?;
    let left = names_in(&done).join("`, `");
    Some(format!(
        "{}: is replaced; of what was there, `{left}` was changed in the meantime or cannot be removed: it is kept in {}",
        folder.display(),
        kept(stage).display()
    ))
}

/// Moves what is in a folder to another, where its name is free, and removes what is empty then.
fn put_back(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let (entry, there) = entry.map(|entry| (entry.path(), to.join(entry.file_name())))?;
        let is_folder = fs::symlink_metadata(&entry)?.is_dir();
        if is_folder && (stands(&there) || is_empty(&entry)) {
            let _ = put_back(&entry, &there);
        } else if !stands(&there) {
            fs::rename(entry, there)?;
        }
    }
    fs::remove_dir(from)
}

/// Names of what is in a folder, in order.
pub(super) fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    names
}

/// What earlier runs have kept in the room below a folder, and nobody has taken away.
pub fn kept_in(out: &Path) -> Option<String> {
    let room = out.join(ROOM);
    let mut kept = names_in(&room);
    kept.retain(|name| name.ends_with(KEPT));
    let told = || {
        format!(
            "{}: earlier runs have kept files here, which no run removes: take what you want, and remove the rest of {}",
            room.display(),
            kept.join(", ")
        )
    };
    (!kept.is_empty()).then(told)
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// Keeps a stage from being put in order; returns where its results are.
fn kept(stage: &Path) -> PathBuf {
    let mut name = stage.as_os_str().to_owned();
    name.push(KEPT);
    let kept = PathBuf::from(name);
    let stage = if fs::rename(stage, &kept).is_ok() { kept } else { stage.to_path_buf() };
    let new = stage.join(NEW);
    if new.exists() { new } else { stage }
}

/// Puts in order what runs for this folder have left behind that were stopped, and tells what was done.
///
/// # Errors
/// If the system refuses.
pub fn mend(room: &Path, name: &str, folder: &Path, notes: &mut Vec<String>) -> Result<(), FolderError> {
    for stage in stages(room, name).map_err(refused(room))? {
        if fs::read_dir(&stage).is_err() {
            return Err(of_another_user(&stage, room));
        }
        put_in_order(&stage, folder, notes).map_err(refused(folder))?;
    }
    Ok(())
}

fn put_in_order(stage: &Path, folder: &Path, notes: &mut Vec<String>) -> io::Result<()> {
    let (new, old) = (stage.join(NEW), stage.join(OLD));
    // Where moves are only tried, there are no new results yet.
    if !stands(folder) && !stands(&new) {
        take_away_probe(&old);
    }
    match (stands(&old), stands(&new), stands(folder)) {
        (false, ..) => notes.extend(tidy(stage, folder, &look::results(&stage.join(DONE)))),
        (true, false, true) => notes.extend(tidy(stage, folder, &look::results(&old))),
        (true, false, false) => {
            fs::rename(&old, folder)?;
            settle_move(folder, stage);
            notes.push(format!("{}: is back; a run that was stopped had taken it away", folder.display()));
            notes.extend(tidy(stage, folder, &Seen::default()));
        }
        (true, true, false) => {
            take_over(&look::kept(&old, &new)?, &old, &new)?;
            fs::rename(&new, folder)?;
            settle_move(folder, stage);
            notes.push(format!(
                "{}: has now the results of a run that was stopped while it put them in place",
                folder.display()
            ));
            notes.extend(tidy(stage, folder, &look::results(&old)));
        }
        (true, true, true) => notes.push(format!(
            "{}: a run was stopped while it put its results in place; they, and \
                 what they should have replaced, are kept in {}",
            folder.display(),
            kept(stage).parent().unwrap_or(stage).display()
        )),
    }
    Ok(())
}

/// Takes away what a run that was stopped while it tried moves left in the place of old results: a folder with nothing but
/// an empty one in it, or that one not made yet.
fn take_away_probe(old: &Path) {
    let is_probe = match fs::read_dir(old).map(Iterator::count) {
        Ok(0) => true,
        Ok(1) => fs::remove_dir(old.join(OLD)).is_ok(),
        _ => false,
    };
    if is_probe {
        // If it cannot be removed, it is put back as an empty result folder would be.
        let _ = fs::remove_dir(old);
    }
}

/// The stages of a folder, in order of name.
fn stages(room: &Path, name: &str) -> io::Result<Vec<PathBuf>> {
    let is_stage = |found: &str| {
        let letters = found.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
        letters.is_some_and(|letters| letters.len() == LETTERS && letters.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(room)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() && entry.file_name().to_str().is_some_and(is_stage) {
            found.push(entry.path());
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Waits between the steps of placing as long as a test asks for, in debug builds.
pub(super) fn stretch() {
    if cfg!(debug_assertions) {
        let asked = std::env::var("THROUGHLINE_STRETCH_PLACING").ok().and_then(|text| text.parse().ok());
        std::thread::sleep(std::time::Duration::from_millis(asked.unwrap_or(0)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_replaces_nothing() {
        let place = TempDir::new().expect("a temporary folder can be made");
        let (old, new) = (place.path().join(OLD), place.path().join(NEW));
        for (folder, text) in [(&old, "mine"), (&new, "a result")] {
            fs::create_dir(folder).and_then(|()| fs::write(folder.join("a"), text)).expect("it can be written");
        }
        move_all(&["a".into()], &old, &new).expect_err("the name is taken");
        let read = |folder: &Path| fs::read_to_string(folder.join("a")).expect("it is there");
        assert_eq!((read(&old), read(&new)), ("mine".into(), "a result".into()));
    }
}
