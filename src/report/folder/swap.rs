//! New results in the stead of old ones: written on a stage, moved in place, and put in order if that was cut short.

use super::FolderError;
use super::look::{self, Seen};
use crate::report::File;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Letters by which a stage is told from others of its folder.
const LETTERS: usize = 6;
const NEW: &str = "new";
const OLD: &str = "old";

/// Puts files in place as a folder if it still is as it was, and returns what the user should know of it.
///
/// # Errors
/// If it is not, or the system refuses; then the folder stays as it is, and the results are kept where the error tells.
pub fn place(
    room: &Path,
    folder: &Path,
    files: &[File],
    as_it_was: impl FnOnce() -> Result<Option<Seen>, FolderError>,
) -> Result<Vec<String>, FolderError> {
    let stage = match staged(room, folder, files) {
        Ok(stage) => stage,
        Err(error) => {
            let kept = elsewhere(folder, files);
            return Err(not_placed(folder, &error.to_string(), "room for the results", kept));
        }
    };
    let swapped = match as_it_was() {
        Ok(seen) => swap(stage.path(), folder, seen.as_ref()).map_err(|error| error.to_string()),
        Err(FolderError::NotOurs { what, .. } | FolderError::InTheWay { what, .. }) => Err(what),
        Err(error) => Err(error.to_string()),
    };
    match swapped {
        Ok(()) => Ok(tidy(&stage.keep(), folder).into_iter().collect()),
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
fn staged(room: &Path, folder: &Path, files: &[File]) -> io::Result<TempDir> {
    let stage = tempfile::Builder::new().prefix(&prefix(folder)).rand_bytes(LETTERS).tempdir_in(room)?;
    write_all(&stage.path().join(NEW), files)?;
    Ok(stage)
}

/// The folder's name and a point.
fn prefix(folder: &Path) -> String {
    format!("{}.", folder.file_name().unwrap_or_default().to_string_lossy())
}

/// Where files are kept for which there is no room where they belong.
fn elsewhere(folder: &Path, files: &[File]) -> Option<PathBuf> {
    let kept = tempfile::Builder::new().prefix(&format!("throughline-{}", prefix(folder))).tempdir().ok()?;
    write_all(&kept.path().join(NEW), files).ok()?;
    Some(kept.keep().join(NEW))
}

fn write_all(folder: &Path, files: &[File]) -> io::Result<()> {
    fs::create_dir(folder)?;
    for file in files {
        let path = folder.join(&file.name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)?;
        let mut written = fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
        written.write_all(&file.bytes)?;
        written.sync_all()?;
        stretch();
    }
    let parents: std::collections::BTreeSet<PathBuf> =
        files.iter().filter_map(|file| folder.join(&file.name).parent().map(PathBuf::from)).collect();
    for parent in &parents {
        settle(parent);
    }
    Ok(())
}

/// Sees to it that a folder's entries outlast a loss of power, where the system can.
fn settle(folder: &Path) {
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
}

/// Takes the old results off their place, and puts the new ones there, with all that is kept.
fn swap(stage: &Path, folder: &Path, seen: Option<&Seen>) -> io::Result<()> {
    let (new, old) = (stage.join(NEW), stage.join(OLD));
    if let Some(seen) = seen {
        stretch();
        fs::rename(folder, &old)?;
        stretch();
        if let Err(error) = move_all(&seen.kept, &old, &new) {
            move_all(&seen.kept, &new, &old)?;
            fs::rename(&old, folder)?;
            return Err(error);
        }
    }
    stretch();
    if let Err(error) = fs::rename(&new, folder) {
        if let Some(seen) = seen {
            move_all(&seen.kept, &new, &old)?;
            fs::rename(&old, folder)?;
        }
        return Err(error);
    }
    folder.parent().into_iter().for_each(settle);
    stretch();
    Ok(())
}

/// Moves entries as they are from one folder to another; those that have been moved before are passed over.
fn move_all(entries: &[PathBuf], from: &Path, to: &Path) -> io::Result<()> {
    for entry in entries {
        let (from, to) = (from.join(entry), to.join(entry));
        if fs::symlink_metadata(&from).is_ok() {
            to.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::rename(from, to)?;
            stretch();
        }
    }
    Ok(())
}

/// Removes a stage whose new results are in place; where that cannot be, tells so.
fn tidy(stage: &Path, folder: &Path) -> Option<String> {
    let error = fs::remove_dir_all(stage).err()?;
    let kept = kept(stage);
    Some(format!(
        "{}: is replaced; the results that were there could not be removed from {} ({error})",
        folder.display(),
        kept.display()
    ))
}

/// Keeps a stage from being put in order; returns where its results are.
fn kept(stage: &Path) -> PathBuf {
    let mut name = stage.as_os_str().to_owned();
    name.push(".kept");
    let kept = PathBuf::from(name);
    let stage = if fs::rename(stage, &kept).is_ok() { kept } else { stage.to_path_buf() };
    let new = stage.join(NEW);
    if new.exists() { new } else { stage }
}

/// Puts in order what runs for this folder have left behind that were stopped, and tells what was done.
///
/// # Errors
/// If the system refuses.
pub fn mend(room: &Path, name: &str, folder: &Path) -> io::Result<Vec<String>> {
    let mut notes = Vec::new();
    for stage in stages(room, name)? {
        let (new, old) = (stage.join(NEW), stage.join(OLD));
        let stands = |path: &Path| fs::symlink_metadata(path).is_ok();
        match (stands(&old), stands(&new), stands(folder)) {
            (false, ..) | (true, false, true) => notes.extend(tidy(&stage, folder)),
            (true, false, false) => {
                fs::rename(&old, folder)?;
                notes.push(format!("{}: is back; a run that was stopped had taken it away", folder.display()));
                notes.extend(tidy(&stage, folder));
            }
            (true, true, false) => {
                move_all(&look::kept(&old, &names_in(&new)?)?, &old, &new)?;
                fs::rename(&new, folder)?;
                notes.push(format!(
                    "{}: has now the results of a run that was stopped while it put them in place",
                    folder.display()
                ));
                notes.extend(tidy(&stage, folder));
            }
            (true, true, true) => notes.push(format!(
                "{}: a run was stopped while it put its results in place; it and what it should have replaced are kept in {}",
                folder.display(),
                kept(&stage).parent().unwrap_or(room).display()
            )),
        }
    }
    Ok(notes)
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

/// The files in new results, by their path in them.
fn names_in(new: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(new)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            names.extend(names_in(&entry.path())?.into_iter().map(|below| format!("{name}/{below}")));
        } else {
            names.push(name);
        }
    }
    Ok(names)
}

/// Waits between the steps of placing as long as a test asks for, in debug builds.
fn stretch() {
    if cfg!(debug_assertions) {
        let asked = std::env::var("THROUGHLINE_STRETCH_PLACING").ok().and_then(|text| text.parse().ok());
        std::thread::sleep(std::time::Duration::from_millis(asked.unwrap_or(0)));
    }
}
