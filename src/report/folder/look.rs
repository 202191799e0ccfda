//! What stands in a result folder, and whether it would be lost.

use super::{FolderError, ROOM, refused};
use crate::report::manifest::{MANIFEST, Manifest, hash_of};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// The largest manifest that is looked into; one has some kB.
const LARGEST_MANIFEST: u64 = 64 << 20;

/// What may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// Results that are as they were written.
    AsWritten,
    /// Results and whatever has their names.
    Anything,
}

/// What stands in a folder.
#[derive(Debug, Default)]
pub struct Seen {
    /// Files that will be replaced.
    pub replaced: BTreeMap<PathBuf, Metadata>,
    /// The uppermost entries that will be kept.
    pub kept: Vec<PathBuf>,
    /// Folders of which entries are replaced or kept, by their path in the folder itself.
    pub folders: Vec<PathBuf>,
}

impl Seen {
    /// All that has to be moved or removed.
    pub fn to_be_moved(&self) -> impl Iterator<Item = &PathBuf> {
        self.folders.iter().chain(self.replaced.keys()).chain(&self.kept)
    }

    /// A file that will be replaced and was not as it is when the folder was looked at before.
    pub fn changed_since(&self, before: Option<&Self>) -> Option<String> {
        let was = |path: &PathBuf| before.and_then(|before| before.replaced.get(path));
        let mut changed =
            self.replaced.iter().filter(|(path, now)| was(path).is_none_or(|was| !is_as_it_was(now, was)));
        changed.next().map(|(path, _)| shown(path))
    }
}

/// Whether nobody has written into a file in between, or put another in its place.
pub fn is_as_it_was(now: &Metadata, was: &Metadata) -> bool {
    now.len() == was.len() && now.modified().ok() == was.modified().ok() && number(now) == number(was)
}

#[cfg(unix)]
fn number(file: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(file)
}

#[cfg(not(unix))]
fn number(_file: &Metadata) -> u64 {
    0
}

/// Looks into a folder in whose stead files of these names shall be put; `None` if there is none.
///
/// # Errors
/// If something in it would be lost, or is in the way, or cannot be looked at.
pub fn look(folder: &Path, names: &[String], replace: Replace) -> Result<Option<Seen>, FolderError> {
    let in_the_way = |what: &str| FolderError::InTheWay {
        place: folder.display().to_string(),
        what: what.into(),
        expected: "a folder, or nothing",
    };
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(refused(folder)(error)),
        Ok(found) if found.is_symlink() => return Err(in_the_way("a link")),
        Ok(found) if !found.is_dir() => return Err(in_the_way("a file")),
        Ok(_) => {}
    }
    let manifest = manifest_in(folder);
    let found = Found::below(folder, manifest.as_ref(), names).map_err(refused(folder))?;
    found.nothing_is_in_the_way(folder)?;
    if replace == Replace::AsWritten {
        found.all_is_as_written(folder, manifest.as_ref())?;
    }
    Ok(Some(found.seen()))
}

/// The uppermost entries of a folder that neither its own manifest nor that of new results speaks of.
pub fn kept(folder: &Path, new: &Path) -> io::Result<Vec<PathBuf>> {
    let names: Vec<String> = manifest_in(new).into_iter().flat_map(|new| new.files_sha256.into_keys()).collect();
    Ok(Found::below(folder, manifest_in(folder).as_ref(), &names)?.seen().kept)
}

/// The results in a folder that are as they were written.
pub fn results(folder: &Path) -> Seen {
    let Some(manifest) = manifest_in(folder) else { return Seen::default() };
    let is_written = |name: &str| {
        let written = manifest.files_sha256.get(name);
        name == MANIFEST || written.is_some() && hash_of(&folder.join(name)).ok().as_ref() == written
    };
    let names = manifest.files_sha256.keys().map(String::as_str).chain([MANIFEST]).filter(|name| is_written(name));
    let found = names.filter_map(|name| Some((PathBuf::from(name), fs::symlink_metadata(folder.join(name)).ok()?)));
    Seen { replaced: found.collect(), ..Seen::default() }
}

/// The manifest in a folder, if there is one.
pub fn manifest_in(folder: &Path) -> Option<Manifest> {
    let path = folder.join(MANIFEST);
    let is_one = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file() && found.len() <= LARGEST_MANIFEST);
    if is_one { fs::read(path).ok().and_then(|bytes| Manifest::read(&bytes)) } else { None }
}

/// All entries of a folder, by their path in it.
struct Found {
    files: BTreeMap<PathBuf, Metadata>,
    folders: BTreeSet<PathBuf>,
    links: BTreeSet<PathBuf>,
    others: BTreeSet<PathBuf>,
    /// Names that were written, or will be.
    ours: BTreeSet<PathBuf>,
    /// Folders in which these are.
    our_folders: BTreeSet<PathBuf>,
}

impl Found {
    fn below(folder: &Path, manifest: Option<&Manifest>, names: &[String]) -> io::Result<Self> {
        let written = manifest.into_iter().flat_map(|manifest| manifest.files_sha256.keys());
        let ours: BTreeSet<PathBuf> =
            written.chain(names).map(PathBuf::from).chain([PathBuf::from(MANIFEST)]).collect();
        let our_folders = ours.iter().flat_map(|path| path.ancestors().skip(1)).map(PathBuf::from).collect();
        let mut found = Self {
            files: BTreeMap::new(),
            folders: BTreeSet::new(),
            links: BTreeSet::new(),
            others: BTreeSet::new(),
            ours,
            our_folders,
        };
        found.add(folder, Path::new(""))?;
        Ok(found)
    }

    fn add(&mut self, top: &Path, at: &Path) -> io::Result<()> {
        for entry in fs::read_dir(top.join(at))? {
            let entry = entry?;
            let (path, kind): (PathBuf, FileType) = (at.join(entry.file_name()), entry.file_type()?);
            if kind.is_dir() {
                // What lies in a folder that is kept whole is nobody's business.
                if self.our_folders.contains(&path) {
                    self.add(top, &path)?;
                }
                self.folders.insert(path);
            } else if kind.is_file() {
                self.files.insert(path, entry.metadata()?);
            } else if kind.is_symlink() {
                self.links.insert(path);
            } else {
                self.others.insert(path);
            }
        }
        Ok(())
    }

    fn nothing_is_in_the_way(&self, folder: &Path) -> Result<(), FolderError> {
        let refuse = |path: &Path, what: &str, expected| {
            Err(FolderError::InTheWay { place: folder.join(path).display().to_string(), what: what.into(), expected })
        };
        if let Some(path) = self.folders.get(Path::new(ROOM)) {
            return refuse(path, "the room of other runs, whose results stand here", "a folder for results of one run");
        }
        if let Some(path) = self.others.first() {
            return refuse(path, "something that is neither file, folder nor link", "files and folders");
        }
        if let Some(path) = self.links.iter().find(|path| self.ours.contains(*path) || self.our_folders.contains(*path))
        {
            return refuse(path, "a link", "a file or folder as it was written, or nothing");
        }
        if let Some(path) = self.folders.intersection(&self.ours).next() {
            return refuse(path, "a folder", "a file as it was written, or nothing");
        }
        if let Some(path) = self.files.keys().find(|path| self.our_folders.contains(*path)) {
            return refuse(path, "a file", "a folder as it was written, or nothing");
        }
        Ok(())
    }

    fn all_is_as_written(&self, folder: &Path, manifest: Option<&Manifest>) -> Result<(), FolderError> {
        let not_ours = |what: String| Err(FolderError::NotOurs { folder: folder.display().to_string(), what });
        if self.files.is_empty() && self.links.is_empty() && self.folders.is_empty() {
            return Ok(());
        }
        let Some(manifest) = manifest else {
            let manifest = PathBuf::from(MANIFEST);
            let first = if self.files.contains_key(&manifest) { Some(&manifest) } else { self.first() };
            let first = first.map_or_else(String::new, |path| shown(path));
            return not_ours(format!("`{first}`, which this tool did not write as it is"));
        };
        if let Some(foreign) =
            self.foreign(|path| path.to_str().is_some_and(|path| manifest.files_sha256.contains_key(path)))
        {
            return not_ours(format!("`{}`, which this tool did not write", shown(foreign)));
        }
        if fs::read(folder.join(MANIFEST)).map_err(refused(folder))? != manifest.bytes() {
            return not_ours(format!("`{MANIFEST}`, which was changed since it was written"));
        }
        for (name, written) in &manifest.files_sha256 {
            let path = Path::new(name);
            let Some(found) = self.files.get(path) else { continue };
            let has_its_length = manifest.files_bytes.get(name).is_none_or(|bytes| *bytes == found.len());
            if !has_its_length || hash_of(&folder.join(path)).map_err(refused(folder))? != *written {
                return not_ours(format!("`{name}`, which was changed since it was written"));
            }
        }
        Ok(())
    }

    fn first(&self) -> Option<&PathBuf> {
        self.files.keys().chain(&self.links).chain(&self.folders).min()
    }

    /// The first entry that was not written as part of the results.
    fn foreign(&self, is_written: impl Fn(&Path) -> bool) -> Option<&PathBuf> {
        let files = self.files.keys().filter(|path| !is_written(path) && path.as_os_str() != MANIFEST);
        let folders = self.folders.iter().filter(|path| !self.our_folders.contains(*path));
        files.chain(folders).chain(&self.links).min()
    }

    fn seen(self) -> Seen {
        let (replaced, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
            self.files.into_iter().partition(|(path, _)| self.ours.contains(path));
        let (folders, other_folders): (Vec<_>, Vec<_>) =
            self.folders.into_iter().partition(|path| self.our_folders.contains(path));
        let kept = others.into_keys().chain(other_folders).chain(self.links).chain(self.others).collect();
        Seen { replaced, kept, folders: std::iter::once(PathBuf::new()).chain(folders).collect() }
    }
}

fn shown(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
