//! Results to files: tables, charts and a manifest, made whole in memory and put in place at once. Computes nothing.

pub mod attribution;
pub mod bad_day;
pub mod charts;
pub mod credits;
pub mod definitions;
pub mod evidence;
pub mod finding;
pub mod folder;
pub mod journeys;
pub mod manifest;
mod payback;
pub mod rounding;
pub mod streamed;
mod table;
pub mod tables;
pub mod terminal;
pub mod validation;

pub use manifest::Circumstances;
pub use table::{Cell, Table};
pub use tables::{Compared, json};

use charts::{Drawing, Form, Theme};
use journeys::Rows;
use std::collections::BTreeSet;
use streamed::Streamed;

/// A file of a result folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path within the folder, with `/`.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The table of what dashboards count, where any is asked for.
const DASHBOARDS: &str = "dashboards.csv";

/// The table of what changes that end did, where there are any.
const BAD_DAY: &str = "bad_day.csv";

/// The table of cohorts, where somebody joins.
const COHORTS: &str = "cohorts.csv";

/// The names that files of a result folder can have, with charts in these forms, and with rows where they are asked for.
pub fn names(forms: &[Form], rows: Option<Rows>) -> Vec<String> {
    let tables = tables::TABLES.map(|(table, _)| format!("{table}.csv"));
    let charts =
        charts::names().flat_map(|chart| forms.iter().map(move |form| format!("charts/{chart}.{}", form.ending())));
    tables
        .into_iter()
        .chain([BAD_DAY.into(), COHORTS.into(), DASHBOARDS.into()])
        .chain(rows.map(Rows::names).into_iter().flatten())
        .chain(charts)
        .chain([manifest::MANIFEST.into()])
        .collect()
}

/// What a study's result folder holds, and what is to be said about it.
#[derive(Debug, Clone)]
pub struct Results {
    /// The files.
    pub files: Vec<File>,
    /// What a reader of the files would not see by themselves.
    pub warnings: Vec<String>,
}

/// All files of a study's result folder but those that were streamed, with its charts in these forms and in a theme.
///
/// # Errors
/// If a chart cannot be drawn.
pub fn files(
    (study, differences): &Compared,
    circumstances: &Circumstances,
    streamed: &[Streamed],
    forms: &[Form],
    theme: Theme,
) -> Result<Results, String> {
    let table =
        |(name, of): &(&str, tables::Made)| File { name: format!("{name}.csv"), bytes: of(study, differences).csv() };
    let mut files: Vec<File> = tables::TABLES.iter().map(table).collect();
    if !study.undisturbed.is_empty() {
        files.push(File { name: BAD_DAY.into(), bytes: tables::bad_day(study).csv() });
    }
    if study.scenario.run.asked.joins {
        files.push(File { name: COHORTS.into(), bytes: tables::cohorts(study).csv() });
    }
    if study.has_dashboards() {
        files.push(File { name: DASHBOARDS.into(), bytes: tables::dashboards(study).csv() });
    }
    let drawn = charts::draw(study, differences, forms, theme).map_err(|error| told(&error))?;
    let chart = |drawing: Drawing| File { name: format!("charts/{}", drawing.name), bytes: drawing.bytes };
    files.extend(drawn.drawings.into_iter().map(chart));
    let manifest = manifest::manifest(study, circumstances, &files, streamed);
    files.push(manifest);
    Ok(Results { files, warnings: about_boxes(&study.scenario.name, &drawn.boxes, forms).into_iter().collect() })
}

/// Which characters a bitmap does not show.
pub fn about_boxes(scenario: &str, boxes: &BTreeSet<char>, forms: &[Form]) -> Option<String> {
    const NAMED: usize = 12;
    let named: Vec<String> = boxes.iter().take(NAMED).map(|&c| format!("{c} (U+{:04X})", u32::from(c))).collect();
    let others = boxes.len().saturating_sub(NAMED);
    let remedy = if forms.contains(&Form::Svg) { "use the SVG charts" } else { "draw SVG charts, with --charts svg" };
    let more = if others > 0 { format!(" and {others} more") } else { String::new() };
    (!boxes.is_empty()).then(|| {
        format!(
            "{scenario}: its PNG charts show a box for each of some characters\n  found:    {}{more}\n  expected: characters of the embedded fonts: Latin, Greek, Cyrillic, Armenian, Georgian, arrows, signs\n  remedy:   {remedy}, which show them in a font of the reader's",
            named.join(", ")
        )
    })
}

/// An error with its causes.
fn told(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::{Form, about_boxes};

    #[test]
    fn characters_shown_as_boxes_are_named() {
        let warning = about_boxes("tea", &"北→".chars().collect(), &[Form::Png, Form::Svg]).expect("a warning");
        assert!(warning.contains("→ (U+2192), 北 (U+5317)\n") && warning.contains("use the SVG charts"), "{warning}");
        let without_svg = about_boxes("tea", &"北".chars().collect(), &[Form::Png]).expect("a warning");
        assert!(without_svg.contains("draw SVG charts, with --charts svg"), "{without_svg}");
        let many = about_boxes("tea", &('一'..='丟').collect(), &[Form::Png]).expect("a warning");
        assert!(many.contains("and 20 more"), "{many}");
        assert_eq!(about_boxes("tea", &"".chars().collect(), &[Form::Png]), None);
    }
}
