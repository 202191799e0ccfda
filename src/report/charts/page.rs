//! What all pages share: title, subtitle, footer, legend, and names as they are shown.

use super::font::{Weight, room, shorten};
use super::picture::{Area, Picture, Point, Text};
use super::scale::plain;
use super::theme::{Ink, LABEL, Look, MARGIN, MUTED, NUMBER, SMALL, SUBTITLE, TEXT, TITLE, WIDTH};
use crate::experiment::Study;

/// Where the body of a page starts.
pub const BODY: f64 = 104.0;
const FOOTER: f64 = 58.0;
const TEXT_WIDTH: f64 = WIDTH - 2.0 * MARGIN;

/// What the values of a chart are, for the footer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// Means with their 95 % intervals.
    WithIntervals,
    /// Means alone.
    Means,
}

/// A page with all but its body, which has this height; `note` explains signs that are not labelled.
pub fn page(study: &Study, title: &str, note: &str, values: Values, body: f64) -> Picture {
    let height = (BODY + body + FOOTER).ceil();
    let mut picture = Picture::new(title, (WIDTH, height));
    let subtitle = shorten(&study.scenario.title, TEXT_WIDTH, SUBTITLE, Weight::Regular);
    let title = shorten(title, TEXT_WIDTH, TITLE, Weight::Bold);
    picture.text(Text::new(&title, (MARGIN, 42.0), TITLE, TEXT).bold());
    picture.text(Text::new(&subtitle, (MARGIN, 72.0), SUBTITLE, MUTED));
    let foot = height - 24.0;
    let source = Text::new(&source(study, values), (WIDTH - MARGIN, foot), SMALL, MUTED).end();
    let note = shorten(note, TEXT_WIDTH - source.room() - 12.0, SMALL, Weight::Regular);
    picture.text(source);
    picture.text(Text::new(&note, (MARGIN, foot), SMALL, MUTED));
    picture
}

fn source(study: &Study, values: Values) -> String {
    let run = &study.scenario.run;
    let customers = plain(f64::from(run.customers), 0);
    let shown = match (run.replications, values) {
        (1, _) => "1 replication, no intervals".into(),
        (n, Values::WithIntervals) => format!("{} replications, 95 % intervals", plain(f64::from(n), 0)),
        (n, Values::Means) => format!("means of {} replications", plain(f64::from(n), 0)),
    };
    format!("{shown}, {customers} customers, throughline")
}

const BASELINE: &str = " (baseline)";

/// A strategy's name as shown.
pub fn name(study: &Study, strategy: usize) -> String {
    name_within(study, strategy, f64::INFINITY, LABEL)
}

/// A strategy's name as shown in a width; that it is the baseline is not cut off.
pub fn name_within(study: &Study, strategy: usize, limit: f64, size: f64) -> String {
    let name = &study.scenario.strategies[strategy].name;
    if strategy == study.scenario.baseline() {
        let left = limit - room(BASELINE, size, Weight::Bold);
        shorten(name, left, size, Weight::Bold) + BASELINE
    } else {
        shorten(name, limit, size, Weight::Regular)
    }
}

/// The weight in which a strategy's name is written.
pub fn weight(study: &Study, strategy: usize) -> Weight {
    if strategy == study.scenario.baseline() { Weight::Bold } else { Weight::Regular }
}

/// A name's first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What stands beside a name in a legend.
#[derive(Debug, Clone, Copy)]
pub enum Sample {
    /// A piece of a strategy's line.
    Line(Look),
    /// A piece of a bar.
    Block(Ink),
}

/// A sample, its name, and the weight in which that is written.
pub type Entry = (Sample, String, Weight);

const LINE: f64 = 25.0;
const SAMPLE: f64 = 30.0;
/// From a sample to its name.
const BESIDE: f64 = 8.0;

/// Adds a legend from the point on, in columns where it needs more than one line.
pub fn legend(picture: &mut Picture, (left, top): Point, entries: &[Entry]) {
    for ((sample, name, weight), (x, line)) in entries.iter().zip(legend_places(left, entries)) {
        let y = top + LINE * (line as f64 + 0.5);
        draw_sample(picture, (x, y), SAMPLE, *sample);
        picture.text(Text::new(name, (x + SAMPLE + BESIDE, y), LABEL, TEXT).weight(*weight));
    }
}

/// The height of a legend that starts there.
pub fn legend_height(left: f64, entries: &[Entry]) -> f64 {
    LINE * legend_places(left, entries).last().map_or(0.0, |(_, line)| (line + 1) as f64)
}

/// Where each entry starts, and in which line.
fn legend_places(left: f64, entries: &[Entry]) -> Vec<(f64, usize)> {
    const GAP: f64 = 14.0;
    let widths = entries.iter().map(|(_, name, weight)| SAMPLE + BESIDE + room(name, LABEL, *weight) + GAP);
    let widths: Vec<f64> = widths.collect();
    let available = WIDTH - MARGIN - left + GAP;
    if widths.iter().sum::<f64>() <= available {
        return (0..widths.len()).map(|at| (left + widths[..at].iter().sum::<f64>(), 0)).collect();
    }
    let column = widths.iter().copied().fold(0.0, f64::max);
    let columns = (available / column).max(1.0) as usize;
    (0..widths.len()).map(|at| (left + column * (at % columns) as f64, at / columns)).collect()
}

fn draw_sample(picture: &mut Picture, (x, y): Point, wide: f64, sample: Sample) {
    match sample {
        Sample::Line(look) => picture.stroke(vec![(x, y), (x + wide, y)], 3.0, look),
        Sample::Block(ink) => {
            picture.block(Area { left: x + wide - 18.0, top: y - 8.0, right: x + wide, bottom: y + 8.0 }, ink);
        }
    }
}

/// Says in an area's place that there is nothing to show.
pub fn nothing(picture: &mut Picture, at: Point) {
    picture.text(Text::new("no value", at, NUMBER, MUTED));
}
