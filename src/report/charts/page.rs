//! What all pages share: title, subtitle, footer, legend, and names as they are shown.

use super::font::{Weight, room, shorten, wrap};
use super::picture::{Area, Picture, Point, Text};
use super::theme::{Ink, LABEL, Look, MARGIN, MUTED, NUMBER, SMALL, SUBTITLE, TEXT, TITLE, WIDTH};
use crate::experiment::Study;
use crate::report::rounding::plain;

/// Where the body of a page starts below a title of one line.
const BODY: f64 = 104.0;
/// Most lines of the title.
const TITLE_LINES: usize = 3;
/// Height of a line of the title.
const TITLE_LINE: f64 = 31.0;
const FOOTER: f64 = 58.0;
/// Height of a line of the footer.
const FOOTER_LINE: f64 = 26.0;
const TEXT_WIDTH: f64 = WIDTH - 2.0 * MARGIN;

/// What the values of a chart are, for the footer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// Means with their 95 % intervals.
    WithIntervals,
    /// Means alone.
    Means,
}

/// What is written around the body of a page.
#[derive(Debug, Clone)]
pub struct Around<'a> {
    /// What was found; where nothing could be, `about` is the title.
    pub finding: Option<String>,
    /// What is shown.
    pub about: &'a str,
    /// Signs that are not labelled.
    pub note: &'a str,
    /// What values are.
    pub values: Values,
}

/// A page with all but its body, which has this height; and where that starts.
pub fn page(study: &Study, around: Around, body: f64) -> (Picture, f64) {
    let scenario = &study.scenario.title;
    let (title, subtitle) = match around.finding {
        Some(finding) => (finding, format!("{}. {scenario}", around.about)),
        None => (around.about.into(), scenario.clone()),
    };
    framed((&title, &subtitle), (around.note, &source(study, around.values)), body)
}

/// The same with a title, a line below it, and what stands below the body on the left and on the right.
pub fn framed((title, subtitle): (&str, &str), (note, source): (&str, &str), body: f64) -> (Picture, f64) {
    let lines = wrap(title, TITLE_LINES, TEXT_WIDTH, TITLE, Weight::Bold);
    let top = BODY + TITLE_LINE * (lines.len() - 1) as f64;
    let note = shorten(note, TEXT_WIDTH, SMALL, Weight::Regular);
    let source = Text::new(source, (0.0, 0.0), SMALL, MUTED).end();
    let has_room = room(&note, SMALL, Weight::Regular) + source.room() + 12.0 <= TEXT_WIDTH;
    let above = if has_room { 0.0 } else { FOOTER_LINE };
    let height = (top + body + FOOTER + above).ceil();
    let mut picture = Picture::new(title, (WIDTH, height));
    for (at, line) in lines.iter().enumerate() {
        picture.text(Text::new(line, (MARGIN, 40.0 + TITLE_LINE * at as f64), TITLE, TEXT).bold());
    }
    let subtitle = shorten(subtitle, TEXT_WIDTH, SUBTITLE, Weight::Regular);
    picture.text(Text::new(&subtitle, (MARGIN, top - 33.0), SUBTITLE, MUTED));
    picture.text(Text::new(&note, (MARGIN, height - 24.0 - above), SMALL, MUTED));
    picture.text(Text { at: (WIDTH - MARGIN, height - 24.0), ..source });
    (picture, top)
}

/// What the values of a study are, and of what.
pub fn source(study: &Study, values: Values) -> String {
    let run = &study.scenario.run;
    let customers = plain(f64::from(run.customers), 0);
    let shown = match (run.replications, values) {
        (1, _) => "1 replication, no intervals".into(),
        (n, Values::WithIntervals) => format!("{} replications, 95 % intervals", plain(f64::from(n), 0)),
        (n, Values::Means) => format!("means of {} replications", plain(f64::from(n), 0)),
    };
    let at_the_start = if run.asked.joins { " at the start" } else { "" };
    let rest = format!("{shown}, {customers} customers{at_the_start}, throughline");
    let Some(changed) = study.scenario.changed() else { return rest };
    // Whatever was set, how many replications there are is not cut off.
    let left = TEXT_WIDTH - room(&format!("; {rest}"), SMALL, Weight::Regular);
    format!("{}; {rest}", shorten(&changed, left, SMALL, Weight::Regular))
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

const LINE: f64 = 27.0;
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
        Sample::Line(look) => picture.stroke(vec![(x, y), (x + wide, y)], look.width, look),
        Sample::Block(ink) => {
            picture.block(Area { left: x + wide - 18.0, top: y - 8.0, right: x + wide, bottom: y + 8.0 }, ink);
        }
    }
}

/// Says in an area's place that there is nothing to show.
pub fn nothing(picture: &mut Picture, at: Point) {
    picture.text(Text::new("no value", at, NUMBER, MUTED));
}
