//! Locks in the hidden room, one for each result folder that is held, and what was made to have them.
//!
//! The room and the locks have the permissions of the folder of all results, so that whoever may put results there may
//! also hold a folder there. A file that no run has written is never taken for a lock, and a lock is never written
//! through a second name.

use super::swap::settle;
use super::{FolderError, of_another_user, refused};
use crate::scenario::text::words;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How often a lock is tried for that goes away, with the run that had it, while it is tried for.
const TRIES: usize = 100;
/// The longest number of a process that a lock can hold (digits).
const LONGEST_NUMBER: u64 = 20;
/// What anybody may do with a lock, as far as the room allows it: read and write.
#[cfg(unix)]
const READ_AND_WRITE: u32 = 0o666;

static HELD: Mutex<Held> = Mutex::new(Held { locks: BTreeMap::new(), made: Vec::new(), stages: Vec::new() });

/// What this process holds.
pub struct Held {
    locks: BTreeMap<PathBuf, File>,
    /// Folders that were not there before, the innermost first.
    made: Vec<PathBuf>,
    /// Stages on which a run writes before it puts anything in place.
    stages: Vec<PathBuf>,
}

/// What this process holds, in hand. Whoever puts results in place has it so, and a signal waits for that.
pub fn in_hand() -> MutexGuard<'static, Held> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until nothing is being put in place, takes all locks away, and leaves it so: for a process about to end.
pub fn let_go() {
    let mut held = in_hand();
    held.stages.iter().for_each(|stage| drop(fs::remove_dir_all(stage)));
    while let Some(lock) = held.locks.keys().next().cloned() {
        held.unlock(&lock);
    }
    std::mem::forget(held);
}

impl Held {
    /// Removes a stage if the process ends before it is looked after again.
    pub fn watch(&mut self, stage: &Path) {
        self.stages.push(stage.into());
    }

    /// Leaves a stage to whoever puts in place what is on it.
    pub fn unwatch(&mut self, stage: &Path) {
        self.stages.retain(|watched| watched != stage);
    }

    /// Locks a result folder; returns the lock's place in the room.
    ///
    /// # Errors
    /// If another run holds the folder, something else stands where the lock would, or the system refuses; then what was
    /// made for it is gone again.
    pub fn lock(&mut self, folder: &Path, room: &Path, notes: &mut Vec<String>) -> Result<PathBuf, FolderError> {
        let mut name = folder.file_name().unwrap_or_default().to_owned();
        name.push(".lock");
        let lock = room.join(name);
        match self.locked(folder, room, &lock, notes) {
            Ok(file) => {
                self.locks.insert(lock.clone(), file);
                Ok(lock)
            }
            Err(error) => {
                self.remove_what_is_empty(room);
                Err(error)
            }
        }
    }

    /// Takes a lock away, if it still is the one that was put there.
    pub fn unlock(&mut self, lock: &Path) {
        if let Some(file) = self.locks.remove(lock)
            && stands_at(&file, lock)
        {
            // Still held: whoever got it first would lose it here to a third.
            let _ = fs::remove_file(lock);
            drop(file);
        }
        lock.parent().into_iter().for_each(|room| self.remove_what_is_empty(room));
    }

    /// Removes the room, and what was made to have it, as far as nothing is in it.
    fn remove_what_is_empty(&self, room: &Path) {
        for folder in std::iter::once(room).chain(self.made.iter().map(PathBuf::as_path)) {
            let _ = fs::remove_dir(folder);
        }
    }

    fn locked(
        &mut self,
        folder: &Path,
        room: &Path,
        lock: &Path,
        notes: &mut Vec<String>,
    ) -> Result<File, FolderError> {
        for _ in 0..TRIES {
            self.make_room(room)?;
            let Some(mut file) = open(lock)? else { continue };
            let tried = file.try_lock();
            if let Err(TryLockError::WouldBlock) = tried {
                return Err(FolderError::Held { folder: folder.display().to_string(), by: holder(&mut file) });
            }
            // Whoever held it before may have taken it away since it was opened.
            if stands_at(&file, lock) {
                sign(&mut file, lock)?;
                if let Err(TryLockError::Error(error)) = tried {
                    notes.push(format!(
                        "{}: gives no locks ({}); start no second run for it",
                        room.display(),
                        words(&error)
                    ));
                }
                return Ok(file);
            }
        }
        Err(FolderError::Refused {
            place: lock.display().to_string(),
            error: std::io::Error::other("a disk on which a file is another one each time it is looked at"),
        })
    }

    fn make_room(&mut self, room: &Path) -> Result<(), FolderError> {
        let out = room.parent().unwrap_or(room);
        let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && fs::symlink_metadata(folder).is_err();
        self.made.extend(out.ancestors().take_while(is_missing).map(PathBuf::from));
        fs::create_dir_all(out).map_err(refused(out))?;
        match fs::create_dir(room) {
            Ok(()) => {
                let _ = fs::metadata(out).and_then(|out| fs::set_permissions(room, out.permissions()));
                // What is moved into the room must be within reach after a loss of power.
                out.ancestors().for_each(settle);
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => is_folder(room),
            // Another run has just found that nothing is left there.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(refused(room)(error)),
        }
    }
}

fn is_folder(room: &Path) -> Result<(), FolderError> {
    match fs::symlink_metadata(room) {
        Ok(found) if !found.is_dir() => Err(FolderError::InTheWay {
            place: room.display().to_string(),
            what: "something that is no folder".into(),
            expected: "a folder, in which runs keep their locks, or nothing",
        }),
        _ => Ok(()),
    }
}

/// The file at a path, made if there is none, never through a link; `None` if it has just gone.
fn open(lock: &Path) -> Result<Option<File>, FolderError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    let opened = match options.clone().create_new(true).open(lock) {
        Ok(file) => {
            share(&file, lock);
            Ok(file)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            match fs::symlink_metadata(lock) {
                Ok(found) if !found.is_file() => return Err(no_lock(lock, "something that is no file")),
                _ => {}
            }
            options.open(lock)
        }
        Err(error) => Err(error),
    };
    match opened {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(closed(lock, error)),
        Err(error) => Err(refused(lock)(error)),
    }
}

fn no_lock(lock: &Path, what: &str) -> FolderError {
    FolderError::InTheWay {
        place: lock.display().to_string(),
        what: what.into(),
        expected: "the lock of a result folder, or nothing",
    }
}

/// Why a lock may not be written: it, or its room, is another user's, unless nothing may be written beside the room either.
fn closed(lock: &Path, error: std::io::Error) -> FolderError {
    let Some((room, out)) = lock.parent().and_then(|room| Some((room, room.parent()?))) else {
        return refused(lock)(error);
    };
    if tempfile::tempfile_in(out).is_err() {
        return refused(out)(error);
    }
    let place = if fs::symlink_metadata(lock).is_ok() { lock } else { room };
    of_another_user(place, room)
}

/// Lets whoever may write in the room write to a lock.
#[cfg(unix)]
fn share(file: &File, lock: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let of_room = lock.parent().and_then(|room| fs::metadata(room).ok()).map(|room| room.permissions().mode());
    if let Some(mode) = of_room {
        let _ = file.set_permissions(fs::Permissions::from_mode(mode & READ_AND_WRITE));
    }
}

#[cfg(not(unix))]
fn share(_file: &File, _lock: &Path) {}

#[cfg(unix)]
fn stands_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |found: std::io::Result<fs::Metadata>| found.ok().map(|found| (found.dev(), found.ino()));
    let open = number(file.metadata());
    open.is_some() && open == number(fs::symlink_metadata(path))
}

#[cfg(not(unix))]
fn stands_at(_file: &File, path: &Path) -> bool {
    path.exists()
}

/// Writes the number of this process into a lock.
fn sign(file: &mut File, lock: &Path) -> Result<(), FolderError> {
    if has_other_names(file) {
        return Err(no_lock(lock, "a file that has a second name"));
    }
    if !is_empty_or_signed(file) {
        return Err(no_lock(lock, "a file that no run has written"));
    }
    let signed = file.rewind().and_then(|()| file.set_len(0)).and_then(|()| write!(file, "{}", std::process::id()));
    signed.inspect_err(|_| drop(fs::remove_file(lock))).map_err(refused(lock))
}

#[cfg(unix)]
fn has_other_names(file: &File) -> bool {
    file.metadata().is_ok_and(|found| std::os::unix::fs::MetadataExt::nlink(&found) > 1)
}

#[cfg(not(unix))]
fn has_other_names(_file: &File) -> bool {
    false
}

fn is_empty_or_signed(file: &mut File) -> bool {
    file.metadata().is_ok_and(|found| found.len() == 0) || number_in(file).is_some()
}

/// The number of a process, if a file holds that and nothing else.
fn number_in(file: &mut File) -> Option<String> {
    let mut text = String::new();
    file.take(LONGEST_NUMBER + 1).read_to_string(&mut text).ok()?;
    let is_number =
        (1..=LONGEST_NUMBER as usize).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(text)
}

/// The process that has written its number into a lock.
fn holder(lock: &mut File) -> String {
    number_in(lock).map_or_else(String::new, |number| format!(", process {number}"))
}
