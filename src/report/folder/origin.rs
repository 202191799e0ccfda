//! Which scenario file results were made from, so that those of another one are not replaced without a word.

use super::look::manifest_in;
use std::path::{Component, Path, PathBuf};

/// The way from a result folder to a scenario file, such as `../../shop.toml`: wherever one stands from, however one spells
/// it, and even if both are moved together, it is the same. `None` where there is none, as to what comes through a pipe.
pub fn way_to(scenario_file: &Path, folder: &Path) -> Option<String> {
    let file = scenario_file.canonicalize().ok()?;
    Some(way(&real(folder)?, &file).to_string_lossy().into_owned())
}

/// The scenario file that results in a folder were made from, as the way to it says.
pub fn origin(folder: &Path, way: &str) -> Option<PathBuf> {
    Some(from(real(folder)?, way))
}

/// Tells of results of another scenario file than this one.
pub fn results_of_another(scenario_file: &Path, folder: &Path) -> Option<String> {
    let before = manifest_in(folder)?.way_to_scenario_file?;
    let now = way_to(scenario_file, folder)?;
    let other = origin(folder, &before)?;
    let told = || {
        format!(
            "{}: holds results of another scenario file, which will be replaced: {}",
            folder.display(),
            other.display()
        )
    };
    (before != now).then(told)
}

/// A folder's path without links, whether it is there or not.
fn real(folder: &Path) -> Option<PathBuf> {
    let out = folder.parent().filter(|out| !out.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(out.canonicalize().ok()?.join(folder.file_name()?))
}

fn way(from: &Path, to: &Path) -> PathBuf {
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

fn from(mut start: PathBuf, way: &str) -> PathBuf {
    for part in Path::new(way).components() {
        match part {
            Component::ParentDir => drop(start.pop()),
            part => start.push(part),
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_leads_from_a_folder_to_a_file() {
        for (folder, file, expected) in [
            ("/home/a/output/shop", "/home/a/shop.toml", "../../shop.toml"),
            ("/tmp/results/shop", "/home/a/shop.toml", "../../../home/a/shop.toml"),
        ] {
            let way = way(Path::new(folder), Path::new(file));
            assert_eq!(way, Path::new(expected));
            assert_eq!(from(PathBuf::from(folder), expected), Path::new(file));
        }
    }
}
