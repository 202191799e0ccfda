//! Whether a job may have as many files open as it needs, found out before it starts.

use super::Failure;
#[cfg(unix)]
use std::os::fd::{AsFd, OwnedFd};

/// Files that are open beside the locks: standard ones, and what is read and written while results are put in place.
#[cfg(unix)]
const OTHERS: usize = 32;

/// Refuses more result folders than there can be locks, each of which is an open file.
#[cfg(unix)]
pub fn check(folders: usize) -> Result<(), Failure> {
    let needed = folders + OTHERS;
    let open: Vec<OwnedFd> = (0..needed).map_while(|_| std::io::stderr().as_fd().try_clone_to_owned().ok()).collect();
    if open.len() == needed {
        return Ok(());
    }
    Err(Failure::Failed(format!(
        "run\n  found:    {folders} scenarios, each with a result folder that is locked by an open file, and no more than {open} files that may be opened\n  expected: {needed} files that may be opened\n  remedy:   allow more (`ulimit -n {allowed}`), or run fewer scenarios at once",
        open = open.len(),
        allowed = needed + OTHERS,
    )))
}

/// There is no such bound.
#[cfg(not(unix))]
pub fn check(_folders: usize) -> Result<(), Failure> {
    Ok(())
}
