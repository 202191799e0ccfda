//! The command line that made results, to be run once more.

use crate::report::folder::origin;
use crate::report::manifest::Manifest;
use crate::scenario::STANDARD_INPUT;
use crate::scenario::text::{clean, in_a_shell};
use std::path::{Path, PathBuf};

/// Where results are by default.
const OUTPUT: &str = "output";
/// Longest command that is told (characters).
const LONGEST: usize = 240;

/// The command that made the results of a folder, which stands in another, with more options; none where it is too long to
/// be told, or its scenario came through a pipe.
pub fn command(manifest: &Manifest, (folder, out): (&Path, &Path), more: &str) -> Option<String> {
    let file = scenario_file(manifest, folder)?;
    let mut command = vec!["throughline run".to_string(), in_a_shell(&clean(&file.to_string_lossy()))];
    command.extend(manifest.settings.iter().map(|setting| format!("--set {}", in_a_shell(setting))));
    command.extend(manifest.only_strategies.iter().map(|name| format!("--strategy {}", in_a_shell(name))));
    command.extend(manifest.design_point.iter().map(|label| format!("--name {}", in_a_shell(label))));
    command.push(more.into());
    if out != Path::new(OUTPUT) {
        command.push(format!("--out {}", in_a_shell(&clean(&out.to_string_lossy()))));
    }
    Some(command.join(" ")).filter(|command| command.chars().count() <= LONGEST)
}

/// The scenario file, as it was typed if that leads to it from here.
fn scenario_file(manifest: &Manifest, folder: &Path) -> Option<PathBuf> {
    let typed = PathBuf::from(&manifest.scenario_file);
    if typed == Path::new(STANDARD_INPUT) {
        return None;
    }
    let found = manifest.way_to_scenario_file.as_deref().and_then(|way| origin(folder, way));
    let leads_there = typed.canonicalize().ok() == found.as_deref().and_then(|found| found.canonicalize().ok());
    Some(found.filter(|_| !leads_there).unwrap_or(typed))
}
