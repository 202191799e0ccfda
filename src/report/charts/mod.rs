//! A study's charts, as SVG and PNG in memory; the files are another module's.
//!
//! Each chart is first a list of marks on a page (`picture`), in points, and then drawn by one piece of code for both
//! forms (`backend`). The same study gives the same bytes.

mod backend;
mod comparison;
mod differences;
mod effort;
mod flow;
mod font;
mod lines;
mod page;
mod picture;
mod rows;
mod scale;
mod survival;
mod theme;
mod waits;

#[cfg(test)]
mod odd;

use crate::experiment::Study;
use picture::Picture;
use rayon::prelude::*;

/// The names of all charts.
pub const NAMES: [&str; 6] = ["comparison", "differences", "survival", "effort", "flow", "waits"];

/// A chart, drawn.
#[derive(Debug, Clone)]
pub struct Chart {
    /// Stable name.
    pub name: &'static str,
    /// As SVG.
    pub svg: String,
    /// As PNG, two pixels to a point of the SVG.
    pub png: Vec<u8>,
}

/// A chart that could not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("the chart `{chart}` could not be drawn")]
pub struct ChartError {
    /// Its name.
    pub chart: &'static str,
    source: backend::Cause,
}

/// Draws the charts that the study has something to show in.
///
/// # Errors
/// If a drawing cannot be made or packed.
pub fn draw(study: &Study) -> Result<Vec<Chart>, ChartError> {
    pictures(study).into_par_iter().map(|(name, picture)| chart(name, &picture)).collect()
}

fn chart(name: &'static str, picture: &Picture) -> Result<Chart, ChartError> {
    let failed = |source| ChartError { chart: name, source };
    Ok(Chart { name, svg: backend::svg(picture).map_err(failed)?, png: backend::png(picture).map_err(failed)? })
}

fn pictures(study: &Study) -> Vec<(&'static str, Picture)> {
    let all = [
        ("comparison", Some(comparison::picture(study))),
        ("differences", differences::picture(study)),
        ("survival", Some(survival::picture(study))),
        ("effort", Some(effort::picture(study))),
        ("flow", Some(flow::picture(study))),
        ("waits", waits::picture(study)),
    ];
    all.into_iter().filter_map(|(name, picture)| Some((name, picture?))).collect()
}
