//! Whether results can be put in place, found out before the work.
//!
//! Who may write in a folder does not say that it can be moved: a disk may be mounted there, it may belong to another user
//! where only owners move what is theirs, be protected by an attribute, or be part of a container's image. So the system
//! is asked for each move that placing will need, but onto a folder that is not empty. It refuses that in any case, and
//! looks at all other reasons first: what stands in the way is seen by a refusal other than that of a folder or a lock of
//! this run. Nothing is ever away from its place, not even for an instant, and a run that is killed meanwhile leaves a
//! stage with nothing of a user's on it, which the next one removes.

use super::look::Seen;
use super::swap::{DONE, OLD, new_stage, stretch};
use super::{FolderError, refused};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Tries whether a folder can be replaced, or be made where there is none.
///
/// # Errors
/// If the system would refuse it.
pub fn try_moves(room: &Path, folder: &Path, lock: &Path, seen: Option<&Seen>) -> Result<(), FolderError> {
    let stage = new_stage(room, folder).map_err(refused(room))?;
    let Some(seen) = seen else {
        let out = room.parent().unwrap_or(room);
        return tempfile::tempfile_in(out).map(drop).map_err(refused(out));
    };
    let moves = Moves::onto(stage.path(), lock).map_err(refused(room))?;
    stretch();
    seen.to_be_moved().try_for_each(|path| {
        // Without a slash at its end, which the folder itself would have.
        let path: PathBuf = folder.join(path).components().collect();
        moves.try_one(&path).map_err(refused(&path))
    })
}

/// Moves that cannot be done.
struct Moves {
    /// A folder that is not empty.
    target: PathBuf,
    /// How the system refuses to move a folder there that can be moved.
    of_a_folder: Option<i32>,
    /// The same of a file.
    of_a_file: Option<i32>,
}

impl Moves {
    fn onto(stage: &Path, lock: &Path) -> io::Result<Self> {
        let (target, folder) = (stage.join(OLD), stage.join(DONE));
        fs::create_dir_all(target.join(OLD))?;
        fs::create_dir(&folder)?;
        let refused = |ours| refusal(ours, &target).and_then(|error| error.raw_os_error());
        Ok(Self { of_a_folder: refused(&folder), of_a_file: refused(lock), target })
    }

    fn try_one(&self, path: &Path) -> io::Result<()> {
        let of_ours = if fs::symlink_metadata(path)?.is_dir() { self.of_a_folder } else { self.of_a_file };
        let speaks_against_it = |error: &io::Error| !is_about_the_target(error) && error.raw_os_error() != of_ours;
        refusal(path, &self.target).filter(speaks_against_it).map_or(Ok(()), Err)
    }
}

/// Most disks say what they mean; some, over a network, say of every refusal that it is not permitted.
fn is_about_the_target(error: &io::Error) -> bool {
    use io::ErrorKind::{AlreadyExists, DirectoryNotEmpty, IsADirectory};
    matches!(error.kind(), AlreadyExists | DirectoryNotEmpty | IsADirectory)
}

/// Why a move is refused; should it be done all the same, it is undone.
fn refusal(path: &Path, target: &Path) -> Option<io::Error> {
    match fs::rename(path, target) {
        Ok(()) => fs::rename(target, path).err(),
        Err(error) => Some(error),
    }
}
