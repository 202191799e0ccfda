//! How customers pass from channel to channel, as heat maps of the baseline and of the last other strategy.

use super::font::{Weight, room, shorten};
use super::page::{BODY, Values, name_within, page, weight};
use super::picture::{Area, Picture, Text};
use super::scale::plain;
use super::theme::{COLD, GRID, HOT, Ink, LABEL, MARGIN, MUTED, NUMBER, SMALL, TEXT, WARM, WHITE, WIDTH};
use crate::experiment::Study;

const GAP: f64 = 40.0;
const START: &str = "start";

/// Contacts per 100 journeys, by the channel before (the start first) and the channel of the contact; `None` where there
/// is no such contact.
type Map = Vec<Vec<Option<f64>>>;

struct Layout {
    /// Where the maps' cells start.
    left: f64,
    top: f64,
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

/// The chart.
pub fn picture(study: &Study) -> Picture {
    let baseline = study.scenario.baseline();
    let last = (0..study.scenario.strategies.len()).rev().find(|&strategy| strategy != baseline);
    let shown: Vec<usize> = [baseline].into_iter().chain(last).collect();
    let channels = &study.scenario.names.channels;
    let layout = layout(channels, shown.len());
    let body = layout.top - BODY + layout.cell.1 * (channels.len() + 1) as f64 + 8.0;
    let note = "Row “start”: first contacts of journeys. Empty: no contact, or channel closed.";
    let title = "From channel to channel: contacts per 100 journeys";
    let mut picture = page(study, title, note, Values::Means, body);
    let maps: Vec<Map> = shown.iter().map(|&strategy| map(study, strategy)).collect();
    let most = maps.iter().flatten().flatten().flatten().copied().fold(0.0, f64::max);
    draw_rows(&mut picture, &layout, channels);
    for (at, (map, &strategy)) in maps.iter().zip(&shown).enumerate() {
        let left = layout.left + at as f64 * (layout.wide + GAP);
        let title = name_within(study, strategy, layout.wide, LABEL);
        picture.text(Text::new(&title, (left, BODY + 8.0), LABEL, TEXT).weight(weight(study, strategy)));
        draw_columns(&mut picture, &layout, left, channels);
        draw_map(&mut picture, &layout, left, map, most);
    }
    picture
}

fn layout(channels: &[String], maps: usize) -> Layout {
    let longest = |size| channels.iter().map(|name| room(name, size, Weight::Regular)).fold(0.0, f64::max);
    let left = MARGIN + longest(LABEL).clamp(room("channel before", SMALL, Weight::Regular), 190.0) + 12.0;
    // A single map stays narrow enough to be read along its rows.
    let wide = if maps == 1 { (WIDTH - MARGIN - left).min(760.0) } else { (WIDTH - MARGIN - left - GAP) / 2.0 };
    let cell = ((wide / channels.len() as f64).min(160.0), (420.0 / (channels.len() + 1) as f64).clamp(28.0, 56.0));
    let names = longest(NUMBER);
    let (columns, height) = if names + 4.0 <= cell.0 {
        (Columns::Level, 20.0)
    } else {
        (Columns::Up(names.min(150.0)), names.min(150.0) + 4.0)
    };
    Layout { left, top: BODY + 52.0 + height, cell, wide, columns }
}

/// Rows in the order start, then the channels.
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

fn draw_rows(picture: &mut Picture, layout: &Layout, channels: &[String]) {
    let end = layout.left - 12.0;
    picture.text(Text::new("channel before", (end, layout.top - 14.0), SMALL, MUTED).end());
    let names = [START].into_iter().chain(channels.iter().map(String::as_str));
    for (at, name) in names.enumerate() {
        let y = layout.top + layout.cell.1 * (at as f64 + 0.5);
        let name = shorten(name, end - MARGIN, LABEL, Weight::Regular);
        picture.text(Text::new(&name, (end, y), LABEL, TEXT).end());
    }
}

fn draw_columns(picture: &mut Picture, layout: &Layout, left: f64, channels: &[String]) {
    picture.text(Text::new("channel of the contact", (left, BODY + 32.0), SMALL, MUTED));
    for (at, name) in channels.iter().enumerate() {
        let x = left + layout.cell.0 * (at as f64 + 0.5);
        match layout.columns {
            Columns::Level => picture.text(Text::new(name, (x, layout.top - 14.0), NUMBER, TEXT).middle()),
            Columns::Up(limit) => {
                let name = shorten(name, limit, NUMBER, Weight::Regular);
                picture.text(Text::new(&name, (x, layout.top - 7.0), NUMBER, TEXT).up());
            }
        }
    }
}

fn draw_map(picture: &mut Picture, layout: &Layout, left: f64, map: &Map, most: f64) {
    let (wide, high) = layout.cell;
    for (row, values) in map.iter().enumerate() {
        for (column, value) in values.iter().enumerate() {
            let (x, y) = (left + wide * column as f64, layout.top + high * row as f64);
            let cell = Area { left: x, top: y, right: x + wide, bottom: y + high };
            if let Some(value) = value {
                draw_cell(picture, cell, *value, most);
            }
        }
    }
    let right = left + wide * map.first().map_or(0, Vec::len) as f64;
    let bottom = layout.top + high * map.len() as f64;
    for row in 0..=map.len() {
        let y = layout.top + high * row as f64;
        picture.line(&[(left, y), (right, y)], if row == 1 { 2.0 } else { 1.0 }, if row == 1 { WHITE } else { GRID });
    }
    for column in 0..=map.first().map_or(0, Vec::len) {
        let x = left + wide * column as f64;
        picture.line(&[(x, layout.top), (x, bottom)], 1.0, GRID);
    }
}

/// The root, because most passages are rare beside the start.
fn draw_cell(picture: &mut Picture, cell: Area, value: f64, most: f64) {
    let ink = heat((value / most).sqrt());
    picture.block(cell, ink);
    let number = match value {
        value if value >= 9.95 => plain(value, 0),
        value if value >= 0.05 => plain(value, 1),
        _ => "<0.1".into(),
    };
    let size = if cell.width() < 36.0 { 11.0 } else { NUMBER };
    if room(&number, size, Weight::Regular) <= cell.width() {
        let middle = (f64::midpoint(cell.left, cell.right), f64::midpoint(cell.top, cell.bottom));
        picture.text(Text::new(&number, middle, size, ink.text_on()).middle());
    }
}

fn heat(part: f64) -> Ink {
    if part < 0.5 { COLD.towards(WARM, part * 2.0) } else { WARM.towards(HOT, part * 2.0 - 1.0) }
}
