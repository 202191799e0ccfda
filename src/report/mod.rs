//! Results to files: tables, charts and a manifest, made whole in memory and put in place at once. Computes nothing.

pub mod charts;
pub mod folder;
mod manifest;
pub mod tables;
pub mod terminal;

pub use manifest::Circumstances;
pub use tables::json;

use crate::experiment::{Difference, Study};

/// A file of a result folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path within the folder, with `/`.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The names that files of a result folder can have.
pub fn names() -> Vec<String> {
    let tables = ["comparison", "hours", "replications", "series", "summary"].map(|table| format!("{table}.csv"));
    let charts = charts::NAMES.iter().flat_map(|chart| ["png", "svg"].map(|form| format!("charts/{chart}.{form}")));
    tables.into_iter().chain(charts).chain([manifest::MANIFEST.into()]).collect()
}

/// All files of a study's result folder.
///
/// # Errors
/// If a chart cannot be drawn.
pub fn files(study: &Study, differences: &[Difference], circumstances: &Circumstances) -> Result<Vec<File>, String> {
    let mut files = vec![
        File { name: "comparison.csv".into(), bytes: tables::comparison(study, differences) },
        File { name: "hours.csv".into(), bytes: tables::hours(study) },
        File { name: "replications.csv".into(), bytes: tables::replications(study) },
        File { name: "series.csv".into(), bytes: tables::series(study) },
        File { name: "summary.csv".into(), bytes: tables::summary(study) },
    ];
    for chart in charts::draw(study).map_err(|error| told(&error))? {
        files.push(File { name: format!("charts/{}.png", chart.name), bytes: chart.png });
        files.push(File { name: format!("charts/{}.svg", chart.name), bytes: chart.svg.into_bytes() });
    }
    let manifest = manifest::manifest(study, circumstances, &files);
    files.push(manifest);
    Ok(files)
}

/// An error with its causes.
fn told(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
