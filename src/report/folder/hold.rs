//! Who works for a result folder.

use super::look::{Replace, Seen, look};
use super::{FolderError, refused, swap};
use crate::report::File;
use std::collections::BTreeSet;
use std::fs::{OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The hidden room, below the folder of all results.
pub const ROOM: &str = ".throughline";

/// Locks of this process. Whoever puts results in place has it in hand, so that a signal waits for that.
static HELD: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn held() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until nothing is being put in place, takes all locks away, and leaves it so: for a process about to end.
pub fn let_go() {
    let held = held();
    for lock in &*held {
        remove(lock);
    }
    std::mem::forget(held);
}

fn remove(lock: &Path) {
    let _ = std::fs::remove_file(lock);
    if let Some(room) = lock.parent() {
        let _ = std::fs::remove_dir(room);
    }
}

/// A result folder for which nobody else works.
#[derive(Debug)]
pub struct Hold {
    folder: PathBuf,
    room: PathBuf,
    lock: PathBuf,
    _locked: std::fs::File,
    replace: Replace,
    seen: Option<Seen>,
}

impl Hold {
    /// Holds the folder `name` below `out`, after finding out that files of these names can be put in place there without
    /// loss. What a run that was stopped has left behind is put in order first; `notes` tell of it, whatever comes after.
    ///
    /// # Errors
    /// If another run holds it, something in it would be lost, or the system refuses.
    pub fn take(
        out: &Path,
        name: &str,
        names: &[String],
        replace: Replace,
        notes: &mut Vec<String>,
    ) -> Result<Self, FolderError> {
        std::fs::create_dir_all(out).map_err(refused(out))?;
        let (folder, room) = (out.join(name), out.join(ROOM));
        let lock = room.join(format!("{name}.lock"));
        let mut in_hand = held();
        let locked = locked(&folder, &room, &lock, notes)?;
        in_hand.insert(lock.clone());
        drop(in_hand);
        let mut hold = Self { folder, room, lock, _locked: locked, replace, seen: None };
        swap::mend(&hold.room, name, &hold.folder, notes).map_err(refused(&hold.folder))?;
        hold.seen = look(&hold.folder, names, replace)?;
        Ok(hold)
    }

    /// Puts files in place, in the stead of results that were there; what this tool did not write stays. Returns what the
    /// user should know of it.
    ///
    /// # Errors
    /// If the folder is no longer as it was, or the system refuses; then it stays as it is, and the error tells where the
    /// results are.
    pub fn place(self, files: &[File]) -> Result<Vec<String>, FolderError> {
        let in_hand = held();
        let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
        let as_it_was = || -> Result<Option<Seen>, FolderError> {
            let now = look(&self.folder, &names, self.replace)?;
            if let Some(changed) = now.as_ref().and_then(|now| now.changed_since(self.seen.as_ref())) {
                let what = format!("`{changed}`, which was changed during the run");
                return Err(FolderError::NotOurs { folder: self.folder.display().to_string(), what });
            }
            Ok(now)
        };
        let placed = swap::place(&self.room, &self.folder, files, as_it_was);
        drop(in_hand);
        placed
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut in_hand = held();
        in_hand.remove(&self.lock);
        remove(&self.lock);
    }
}

/// A locked file that stands at the path.
fn locked(folder: &Path, room: &Path, lock: &Path, notes: &mut Vec<String>) -> Result<std::fs::File, FolderError> {
    loop {
        make_room(room)?;
        let Some(mut file) = open(lock)? else { continue };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(FolderError::Held { folder: folder.display().to_string(), by: holder(&mut file) });
            }
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                notes.push(format!("{}: knows no locks; start no second run for it", room.display()));
            }
            Err(TryLockError::Error(error)) => return Err(refused(lock)(error)),
        }
        // Whoever held it before may have taken it away since it was opened.
        if stands_at(&file, lock) {
            let signed = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
            signed.inspect_err(|_| remove(lock)).map_err(refused(lock))?;
            return Ok(file);
        }
    }
}

fn make_room(room: &Path) -> Result<(), FolderError> {
    match std::fs::create_dir(room) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(refused(room)(error)),
        _ => match std::fs::symlink_metadata(room) {
            Ok(found) if !found.is_dir() => Err(FolderError::InTheWay {
                place: room.display().to_string(),
                what: "something that is no folder".into(),
                expected: "a folder, in which runs keep their locks, or nothing",
            }),
            _ => Ok(()),
        },
    }
}

/// The file at a path, made if there is none, never through a link; `None` if it has just gone.
fn open(lock: &Path) -> Result<Option<std::fs::File>, FolderError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    match options.clone().create_new(true).open(lock) {
        Ok(file) => return Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(refused(lock)(error)),
        Err(_) => {}
    }
    match std::fs::symlink_metadata(lock) {
        Ok(found) if !found.is_file() => {
            return Err(FolderError::InTheWay {
                place: lock.display().to_string(),
                what: "something that is no file".into(),
                expected: "the lock of a result folder, or nothing",
            });
        }
        _ => {}
    }
    match options.open(lock) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(refused(lock)(error)),
    }
}

#[cfg(unix)]
fn stands_at(file: &std::fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |found: io::Result<std::fs::Metadata>| found.ok().map(|found| (found.dev(), found.ino()));
    let open = number(file.metadata());
    open.is_some() && open == number(std::fs::symlink_metadata(path))
}

#[cfg(not(unix))]
fn stands_at(_file: &std::fs::File, path: &Path) -> bool {
    path.exists()
}

/// The process that has written its number into a lock.
fn holder(lock: &mut std::fs::File) -> String {
    let mut number = String::new();
    let read = lock.take(20).read_to_string(&mut number);
    let is_number = read.is_ok() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { format!(", process {number}") } else { String::new() }
}
