//! How customers pass from channel to channel: a heat map of the baseline, and one of what the strategy in the title
//! changes, in which only changes that are shown are filled.

use super::font::{Weight, room, shorten};
use super::page::{Around, Values, name_within, page, weight};
use super::picture::{Area, Picture, Text};
use super::theme::{COLD, GRID, HOT, Ink, LABEL, LESS, MARGIN, MORE, MUTED, NUMBER, PAGE, SMALL, TEXT, WARM, WIDTH};
use crate::experiment::{Difference, Study, passages_shown_to_differ};
use crate::report::finding::{of_shown, shown};
use crate::report::rounding::{plain, signed};

const GAP: f64 = 40.0;
const START: &str = "start";
/// Cells of two maps are not narrower: then the changes stand alone.
const LEAST_CELL: f64 = 54.0;
/// From the body's start to the names of columns.
const TITLES: f64 = 56.0;
/// Height of what says which colour stands for what.
const KEY: f64 = 44.0;

/// By the channel before (the start first) and the channel of the contact; `None` where there is no such contact.
type Map = Vec<Vec<Option<f64>>>;

struct Layout {
    /// Where the maps' cells start.
    left: f64,
    /// From the start of the body to that of the cells.
    above: f64,
    /// Width and height of a cell.
    cell: (f64, f64),
    /// Width of a map.
    wide: f64,
    /// How the columns' names are written.
    columns: Columns,
}

#[derive(Clone, Copy)]
enum Columns {
    /// Side by side.
    Level,
    /// Upwards, no longer than this.
    Up(f64),
}

/// What a map shows.
struct Panel {
    title: Text,
    map: Map,
    /// Which values are shown, and filled.
    is_shown: Vec<Vec<bool>>,
    /// How a value is written, and on what.
    write: fn(f64) -> String,
    ink: fn(f64) -> Ink,
    /// From which part of the largest value the colours go to that.
    from: f64,
}

impl Panel {
    /// The largest value that is filled: of the full colour.
    fn most(&self) -> f64 {
        let shown = self.map.iter().flatten().zip(self.is_shown.iter().flatten()).filter(|(_, is_shown)| **is_shown);
        shown.filter_map(|(value, _)| *value).fold(0.0, |most, value| most.max(value.abs()))
    }
}

/// The chart.
pub fn picture(study: &Study, differences: &[Difference]) -> Picture {
    let channels = &study.scenario.names.channels;
    let strategy = shown(study, differences);
    let panels = panels(study, strategy, channels);
    let layout = layout(channels, panels.len());
    let body = layout.above + layout.cell.1 * (channels.len() + 1) as f64 + KEY;
    let key = study.key("contacts_per_journey");
    let note = match strategy {
        None => "Row “start”: first contacts. Empty: no contact, or channel closed.",
        Some(_) => {
            "Row “start”: first contacts. Empty: none. Not filled: no difference shown, or no verdict (5 %, Benjamini and Hochberg)."
        }
    };
    let around = Around {
        finding: of_shown(study, differences, &[key]),
        about: "From channel to channel: contacts per 100 journeys",
        note,
        values: Values::Means,
    };
    let (mut picture, start) = page(study, around, body);
    draw_rows(&mut picture, &layout, start, channels);
    for (at, panel) in panels.into_iter().enumerate() {
        let left = layout.left + at as f64 * (layout.wide + GAP);
        draw_columns(&mut picture, &layout, (left, start), channels);
        draw_map(&mut picture, &layout, (left, start + layout.above), &panel);
        draw_key(&mut picture, (left, start + body - KEY / 2.0 + 4.0), &panel);
        picture.text(Text { at: (left, start + 8.0), ..panel.title });
    }
    picture
}

/// The baseline's passages, if they find room, and the changes under a strategy, if there is another.
fn panels(study: &Study, strategy: Option<usize>, channels: &[String]) -> Vec<Panel> {
    let baseline = study.scenario.baseline();
    let before = map(study, baseline);
    let title = |words: &str, strategy| Text::new(words, (0.0, 0.0), LABEL, TEXT).weight(weight(study, strategy));
    let has_room_for_two = layout(channels, 2).cell.0 >= LEAST_CELL;
    let change = strategy.map(|strategy| {
        let words = format!("{}: change from the baseline", name_within(study, strategy, 250.0, LABEL));
        Panel {
            title: title(&words, strategy),
            map: change(&before, &map(study, strategy)),
            is_shown: changes_shown(study, strategy),
            write: change_in_words,
            ink: change_ink,
            from: -1.0,
        }
    });
    let level = (change.is_none() || has_room_for_two).then(|| Panel {
        title: title(&name_within(study, baseline, 400.0, LABEL), baseline),
        is_shown: vec![vec![true; channels.len()]; before.len()],
        map: before,
        write: level_in_words,
        ink: heat,
        from: 0.0,
    });
    level.into_iter().chain(change).collect()
}

fn layout(channels: &[String], maps: usize) -> Layout {
    let longest = |size| channels.iter().map(|name| room(name, size, Weight::Regular)).fold(0.0, f64::max);
    let left = MARGIN + longest(LABEL).clamp(room("channel before", SMALL, Weight::Regular), 190.0) + 12.0;
    // A single map stays narrow enough to be read along its rows.
    let wide = if maps == 1 { (WIDTH - MARGIN - left).min(960.0) } else { (WIDTH - MARGIN - left - GAP) / 2.0 };
    let cell = ((wide / channels.len() as f64).min(160.0), (420.0 / (channels.len() + 1) as f64).clamp(28.0, 56.0));
    let names = longest(NUMBER);
    let (columns, height) = if names + 4.0 <= cell.0 {
        (Columns::Level, 20.0)
    } else {
        (Columns::Up(names.min(150.0)), names.min(150.0) + 4.0)
    };
    Layout { left, above: TITLES + height, cell, wide, columns }
}

/// Contacts per 100 journeys, in the order start, then the channels.
fn map(study: &Study, strategy: usize) -> Map {
    let channels = &study.scenario.names.channels;
    let contacts = |before: &str, channel: &str| {
        let key = study.key_of("contact_flow", "", &format!("{before}>{channel}"))?;
        study.estimate(strategy, key).map(|estimate| estimate.mean).filter(|&mean| mean > 0.0)
    };
    let befores = || [START].into_iter().chain(channels.iter().map(String::as_str));
    let journeys: f64 = channels.iter().filter_map(|channel| contacts(START, channel)).sum();
    let per_100 = |contacts: f64| (journeys > 0.0).then(|| contacts / journeys * 100.0);
    let row = |before: &str| channels.iter().map(|channel| contacts(before, channel).and_then(per_100)).collect();
    befores().map(row).collect()
}

/// Which passages are shown to be more or fewer than the baseline's, per journey.
fn changes_shown(study: &Study, strategy: usize) -> Vec<Vec<bool>> {
    let channels = &study.scenario.names.channels;
    let befores = || [START].into_iter().chain(channels.iter().map(String::as_str));
    let passages = befores().flat_map(|before| channels.iter().map(move |channel| format!("{before}>{channel}")));
    let keys: Vec<Option<usize>> = passages.map(|passage| study.key_of("contact_flow", "", &passage)).collect();
    let known = |keys: &[Option<usize>]| keys.iter().flatten().copied().collect::<Vec<_>>();
    let shown = passages_shown_to_differ(study, strategy, &known(&keys), &known(&keys[..channels.len()]));
    let row = |row: &[Option<usize>]| row.iter().map(|key| key.is_some_and(|key| shown.contains(&key))).collect();
    keys.chunks(channels.len()).map(row).collect()
}

/// What is there after, less what was there before.
fn change(before: &Map, after: &Map) -> Map {
    let cell = |(before, after): (&Option<f64>, &Option<f64>)| {
        (before.is_some() || after.is_some()).then(|| after.unwrap_or(0.0) - before.unwrap_or(0.0))
    };
    let row = |(before, after): (&Vec<Option<f64>>, &Vec<Option<f64>>)| before.iter().zip(after).map(cell).collect();
    before.iter().zip(after).map(row).collect()
}

fn draw_rows(picture: &mut Picture, layout: &Layout, start: f64, channels: &[String]) {
    let (end, top) = (layout.left - 12.0, start + layout.above);
    picture.text(Text::new("channel before", (end, top - 14.0), SMALL, MUTED).end());
    let names = [START].into_iter().chain(channels.iter().map(String::as_str));
    for (at, name) in names.enumerate() {
        let y = top + layout.cell.1 * (at as f64 + 0.5);
        let name = shorten(name, end - MARGIN, LABEL, Weight::Regular);
        picture.text(Text::new(&name, (end, y), LABEL, TEXT).end());
    }
}

fn draw_columns(picture: &mut Picture, layout: &Layout, (left, start): (f64, f64), channels: &[String]) {
    let top = start + layout.above;
    picture.text(Text::new("channel of the contact", (left, start + 34.0), SMALL, MUTED));
    for (at, name) in channels.iter().enumerate() {
        let x = left + layout.cell.0 * (at as f64 + 0.5);
        match layout.columns {
            Columns::Level => picture.text(Text::new(name, (x, top - 14.0), NUMBER, TEXT).middle()),
            Columns::Up(limit) => {
                let name = shorten(name, limit, NUMBER, Weight::Regular);
                picture.text(Text::new(&name, (x, top - 7.0), NUMBER, TEXT).up());
            }
        }
    }
}

fn draw_map(picture: &mut Picture, layout: &Layout, (left, top): (f64, f64), panel: &Panel) {
    let (map, (wide, high)) = (&panel.map, layout.cell);
    let most = panel.most();
    for (row, values) in map.iter().enumerate() {
        for (column, value) in values.iter().enumerate() {
            let (x, y) = (left + wide * column as f64, top + high * row as f64);
            let cell = Area { left: x, top: y, right: x + wide, bottom: y + high };
            let ink = |value: f64| (panel.ink)(if most > 0.0 { value / most } else { 0.0 });
            match value {
                Some(value) if panel.is_shown[row][column] => {
                    picture.block(cell, ink(*value));
                    draw_number(picture, cell, &(panel.write)(*value), ink(*value).text_on());
                }
                Some(value) => draw_number(picture, cell, &(panel.write)(*value), MUTED),
                None => {}
            }
        }
    }
    let right = left + wide * map.first().map_or(0, Vec::len) as f64;
    let bottom = top + high * map.len() as f64;
    for row in 0..=map.len() {
        let y = top + high * row as f64;
        picture.line(&[(left, y), (right, y)], if row == 1 { 2.0 } else { 1.0 }, if row == 1 { PAGE } else { GRID });
    }
    for column in 0..=map.first().map_or(0, Vec::len) {
        let x = left + wide * column as f64;
        picture.line(&[(x, top), (x, bottom)], 1.0, GRID);
    }
}

fn draw_number(picture: &mut Picture, cell: Area, number: &str, ink: Ink) {
    if room(number, NUMBER, Weight::Regular) <= cell.width() {
        let middle = (f64::midpoint(cell.left, cell.right), f64::midpoint(cell.top, cell.bottom));
        picture.text(Text::new(number, middle, NUMBER, ink).middle());
    }
}

/// Which colour stands for what: from the smallest to the largest that is filled; nothing where nothing is.
fn draw_key(picture: &mut Picture, (left, y): (f64, f64), panel: &Panel) {
    const STEPS: u32 = 8;
    const STEP: f64 = 18.0;
    let most = panel.most();
    if most == 0.0 {
        return;
    }
    let low = if panel.from < 0.0 { (panel.write)(-most) } else { plain(0.0, 0) };
    let first = Text::new(&low, (left, y), SMALL, MUTED);
    let start = left + first.room() + 8.0;
    for step in 0..=STEPS {
        let part = panel.from + (1.0 - panel.from) * f64::from(step) / f64::from(STEPS);
        let left = start + STEP * f64::from(step);
        picture.block(Area { left, top: y - 8.0, right: left + STEP, bottom: y + 8.0 }, (panel.ink)(part));
    }
    let right = start + STEP * f64::from(STEPS + 1);
    picture.frame(Area { left: start, top: y - 8.0, right, bottom: y + 8.0 }, 1.0, GRID);
    picture.text(first);
    picture.text(Text::new(&(panel.write)(most), (right + 8.0, y), SMALL, MUTED));
}

fn level_in_words(contacts: f64) -> String {
    if contacts >= 0.05 { plain(contacts, 1) } else { "<0.1".into() }
}

/// By the root, because most passages are rare beside the start.
fn heat(part: f64) -> Ink {
    let part = part.sqrt();
    if part < 0.5 { COLD.towards(WARM, part * 2.0) } else { WARM.towards(HOT, part * 2.0 - 1.0) }
}

fn change_in_words(contacts: f64) -> String {
    signed(contacts, 1)
}

fn change_ink(part: f64) -> Ink {
    PAGE.towards(if part < 0.0 { LESS } else { MORE }, part.abs())
}

#[cfg(test)]
mod tests {
    use super::change;

    #[test]
    fn a_passage_that_comes_or_goes_changes_by_all_of_it() {
        let (before, after) =
            (vec![vec![Some(4.0), Some(3.0), None, None]], vec![vec![Some(5.5), None, Some(2.0), None]]);
        assert_eq!(change(&before, &after), [[Some(1.5), Some(-3.0), Some(2.0), None]]);
    }
}
