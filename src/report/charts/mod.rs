//! A study's charts, as SVG and PNG in memory; the files are another module's.
//!
//! Each chart is first a list of marks on a page (`picture`), in points, and then drawn by one piece of code for both
//! forms (`backend`). The same study gives the same bytes.

mod attribution;
mod backend;
mod bad_day;
mod bridge;
mod cohorts;
mod comparison;
mod differences;
mod effort;
mod flow;
mod font;
mod gaps;
mod lines;
mod page;
mod payback;
mod picture;
mod rows;
mod scale;
mod survival;
mod theme;
mod waits;
mod weeks;

#[cfg(test)]
mod odd;

use crate::experiment::{Difference, Study};
pub use attribution::{Credits, Line, Of};
pub use page::{Values, source};
use picture::Picture;
use rayon::prelude::*;
use std::collections::BTreeSet;
pub use theme::Theme;

/// What draws a chart, where a study has something to show in it.
type Draws = fn(&Study, &[Difference]) -> Option<Picture>;

/// All charts by their stable names.
const CHARTS: [(&str, Draws); 11] = [
    ("comparison", |study, differences| Some(comparison::picture(study, differences))),
    ("differences", differences::picture),
    ("survival", |study, differences| Some(survival::picture(study, differences))),
    ("effort", |study, differences| Some(effort::picture(study, differences))),
    ("effort_differences", differences::causes),
    ("flow", |study, differences| Some(flow::picture(study, differences))),
    ("waits", waits::picture),
    ("profit_bridge", bridge::picture),
    ("payback", payback::picture),
    ("bad_day", bad_day::picture),
    ("cohorts", cohorts::picture),
];

/// The names of all charts.
pub fn names() -> impl ExactSizeIterator<Item = &'static str> {
    CHARTS.iter().map(|(name, _)| *name)
}

/// The form of a chart's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Scalable, for pages and for programs that draw.
    Svg,
    /// A bitmap, two pixels to a point of the SVG.
    Png,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Svg, Self::Png];

    /// The ending of its files' names.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// A chart, drawn in one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Stable name, with the form as its ending.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The charts of a study, drawn.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// Each chart in each form.
    pub drawings: Vec<Drawing>,
    /// Characters for which bitmaps show a box, since their font has no sign for them.
    pub boxes: BTreeSet<char>,
}

/// A chart that could not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("the chart `{chart}` could not be drawn")]
pub struct ChartError {
    /// Its name.
    pub chart: &'static str,
    source: backend::Cause,
}

/// Draws the charts that the study has something to show in, in these forms and in a theme.
///
/// # Errors
/// If a drawing cannot be made or packed; of several the first.
pub fn draw(study: &Study, differences: &[Difference], forms: &[Form], theme: Theme) -> Result<Drawn, ChartError> {
    let pictures = if forms.is_empty() { Vec::new() } else { pictures(study, differences) };
    let wanted: Vec<(&Named, Form)> =
        pictures.iter().flat_map(|it| forms.iter().map(move |&form| (it, form))).collect();
    let drawings = all_or_first_error(&wanted, |&((chart, picture), form)| drawing(chart, picture, form, theme))?;
    let bitmaps = pictures.iter().filter(|_| forms.contains(&Form::Png));
    Ok(Drawn { drawings, boxes: bitmaps.flat_map(|(_, picture)| boxes(picture)).collect() })
}

/// Draws what channels are credited with, by rule and in truth, in one form; and for which characters that shows a box.
///
/// # Errors
/// If the drawing cannot be made or packed.
pub fn draw_credits(credits: &Credits, form: Form, theme: Theme) -> Result<Drawn, ChartError> {
    let picture = attribution::picture(credits);
    let drawing = drawing("attribution", &picture, form, theme)?;
    let boxes = if form == Form::Png { boxes(&picture).collect() } else { BTreeSet::new() };
    Ok(Drawn { drawings: vec![drawing], boxes })
}

/// In parallel; which error is told depends on the order of what is done, and not on which thread came first.
fn all_or_first_error<T: Sync, U: Send, E: Send>(
    all: &[T],
    each: impl Fn(&T) -> Result<U, E> + Send + Sync,
) -> Result<Vec<U>, E> {
    let done: Vec<Result<U, E>> = all.par_iter().map(each).collect();
    done.into_iter().collect()
}

fn drawing(chart: &'static str, picture: &Picture, form: Form, theme: Theme) -> Result<Drawing, ChartError> {
    let drawn = match form {
        Form::Svg => backend::svg(picture, theme).map(String::into_bytes),
        Form::Png => backend::png(picture, theme),
    };
    let bytes = drawn.map_err(|source| ChartError { chart, source })?;
    Ok(Drawing { name: format!("{chart}.{}", form.ending()), bytes })
}

fn boxes(picture: &Picture) -> impl Iterator<Item = char> {
    picture.texts().flat_map(|text| text.says.chars()).filter(|&c| font::is_missing(c))
}

/// A picture with the stable name of its chart.
type Named = (&'static str, Picture);

fn pictures(study: &Study, differences: &[Difference]) -> Vec<Named> {
    CHARTS.iter().filter_map(|(name, picture)| Some((*name, picture(study, differences)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::all_or_first_error;
    use std::time::Duration;

    #[test]
    fn of_two_errors_the_first_is_told_even_if_it_comes_last() {
        let slow_first = |&nth: &u64| {
            std::thread::sleep(Duration::from_millis(40 * (1 - nth)));
            Err::<(), u64>(nth)
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
        assert_eq!(pool.install(|| all_or_first_error(&[0, 1], slow_first)), Err(0));
    }
}
