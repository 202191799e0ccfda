//! A result folder, put in place whole or not at all, and replaced only if nothing in it would be lost.

use super::File;
use super::manifest::{MANIFEST, Manifest, hash};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

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
    /// There is a file in its place.
    #[error(
        "{folder}\n  found:    a file\n  expected: a folder, or nothing\n  remedy:   move the file, or choose another --out"
    )]
    File {
        /// The folder.
        folder: String,
    },
    /// The system refuses.
    #[error("{folder}: cannot be written: {error}")]
    Refused {
        /// The folder.
        folder: String,
        /// The system's word.
        error: io::Error,
    },
}

/// Checks that a folder can be replaced without loss, or need not be.
///
/// # Errors
/// If it holds something that would be lost, or cannot be looked into.
pub fn check(folder: &Path) -> Result<(), FolderError> {
    let refused = |error| FolderError::Refused { folder: folder.display().to_string(), error };
    let not_ours = |what: String| FolderError::NotOurs { folder: folder.display().to_string(), what };
    if !folder.exists() {
        return Ok(());
    }
    if !folder.is_dir() {
        return Err(FolderError::File { folder: folder.display().to_string() });
    }
    let found = listed(folder).map_err(refused)?;
    if found.is_empty() {
        return Ok(());
    }
    let manifest = std::fs::read(folder.join(MANIFEST)).ok().and_then(|bytes| Manifest::read(&bytes));
    let Some(manifest) = manifest else {
        let first = if found.contains(MANIFEST) { MANIFEST } else { found.first().map_or("", String::as_str) };
        return Err(not_ours(format!("`{first}`, which this tool did not write as it is")));
    };
    for name in found.iter().filter(|name| *name != MANIFEST) {
        let bytes = std::fs::read(folder.join(name)).map_err(refused)?;
        match manifest.files_sha256.get(name) {
            None => return Err(not_ours(format!("`{name}`, which this tool did not write"))),
            Some(written) if *written != hash(&bytes) => {
                return Err(not_ours(format!("`{name}`, which was changed since it was written")));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Puts files in place as a folder, in the stead of results that were there; files that this tool did not write stay.
///
/// # Errors
/// If the system refuses; then everything is as it was.
pub fn place(folder: &Path, files: &[File]) -> Result<(), FolderError> {
    let refused = |error| FolderError::Refused { folder: folder.display().to_string(), error };
    let fresh = beside(folder, "new");
    let old = beside(folder, "old");
    let written = write_all(&fresh, files)
        .and_then(|()| keep_foreign(folder, &fresh, files))
        .and_then(|()| swap(folder, &fresh, &old));
    if written.is_err() {
        let _ = std::fs::remove_dir_all(&fresh);
    }
    written.map_err(refused)
}

fn write_all(fresh: &Path, files: &[File]) -> io::Result<()> {
    let _ = std::fs::remove_dir_all(fresh);
    std::fs::create_dir_all(fresh)?;
    for file in files {
        let path = fresh.join(&file.name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, &file.bytes)?;
    }
    Ok(())
}

/// Copies what is neither ours nor about to be ours.
fn keep_foreign(folder: &Path, fresh: &Path, files: &[File]) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    let manifest = std::fs::read(folder.join(MANIFEST)).ok().and_then(|bytes| Manifest::read(&bytes));
    let ours = |name: &String| {
        files.iter().any(|file| file.name == *name)
            || manifest.as_ref().is_some_and(|m| m.files_sha256.contains_key(name))
    };
    for name in listed(folder)?.iter().filter(|name| !ours(name)) {
        let target = fresh.join(name);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::copy(folder.join(name), target)?;
    }
    Ok(())
}

fn swap(folder: &Path, fresh: &Path, old: &Path) -> io::Result<()> {
    if !folder.exists() {
        return std::fs::rename(fresh, folder);
    }
    let _ = std::fs::remove_dir_all(old);
    std::fs::rename(folder, old)?;
    if let Err(error) = std::fs::rename(fresh, folder) {
        std::fs::rename(old, folder)?;
        return Err(error);
    }
    if old.is_dir() { std::fs::remove_dir_all(old) } else { std::fs::remove_file(old) }
}

/// A hidden name beside the folder, on the same file system.
fn beside(folder: &Path, what: &str) -> PathBuf {
    let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    folder.with_file_name(format!(".{name}.{what}"))
}

/// All files below a folder, by their path in it.
fn listed(folder: &Path) -> io::Result<BTreeSet<String>> {
    fn walk(top: &Path, at: &Path, found: &mut BTreeSet<String>) -> io::Result<()> {
        for entry in std::fs::read_dir(at)? {
            let path = entry?.path();
            if path.is_dir() {
                walk(top, &path, found)?;
            } else {
                let below = path.strip_prefix(top).unwrap_or(&path);
                found.insert(
                    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"),
                );
            }
        }
        Ok(())
    }
    let mut found = BTreeSet::new();
    walk(folder, folder, &mut found)?;
    Ok(found)
}
