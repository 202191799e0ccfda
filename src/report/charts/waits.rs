//! The mean wait by hour of the day, channel by channel.

use super::font::{Weight, shorten};
use super::lines::{self, Axes, Line, Spot};
use super::page::{BODY, Entry, Sample, Values, legend, legend_height, name_within, page, weight};
use super::picture::{Area, Picture, Text};
use super::scale::{Ticks, ticks};
use super::theme::{LABEL, MARGIN, MUTED, SMALL, TEXT, WIDTH, look};
use crate::experiment::Study;

const GAP: f64 = 34.0;
/// Room left of a panel for numbers, above for its title, below for the hours.
const BESIDE: f64 = 46.0;
const ABOVE: f64 = 54.0;
const BELOW: f64 = 40.0;

/// The chart; none where nobody waits for staff.
pub fn picture(study: &Study) -> Option<Picture> {
    let channels: Vec<(usize, Vec<Line>)> = (0..study.scenario.names.channels.len())
        .filter(|&channel| has_staff(study, channel))
        .map(|channel| (channel, channel_lines(study, channel)))
        .filter(|(_, lines)| lines.iter().any(|line| line.last().is_some()))
        .collect();
    if channels.is_empty() {
        return None;
    }
    let columns = columns(channels.len());
    let rows = channels.len().div_ceil(columns);
    let (wide, high) = ((WIDTH - 2.0 * MARGIN + GAP) / columns as f64, (460.0 / rows as f64).max(210.0));
    let (mut picture, top) = begin(study, high * rows as f64);
    for (at, (channel, lines)) in channels.iter().enumerate() {
        let (left, top) = (MARGIN + wide * (at % columns) as f64, top + high * (at / columns) as f64);
        let cell = Area { left, top, right: left + wide - GAP, bottom: top + high };
        draw_panel(&mut picture, cell, &study.scenario.names.channels[*channel], lines);
    }
    Some(picture)
}

fn columns(panels: usize) -> usize {
    match panels {
        few @ 1..=3 => few,
        4 => 2,
        5 | 6 | 9 => 3,
        _ => 4,
    }
}

/// The page with its legend, for panels of this height together; and where they start.
fn begin(study: &Study, panels: f64) -> (Picture, f64) {
    let note = "Hour in which the customer came. Each panel has its own scale. Gaps: nobody came.";
    let entries = legend_entries(study);
    let height = legend_height(MARGIN, &entries) + 12.0;
    let mut picture = page(study, "Mean wait by hour of the day", note, Values::WithIntervals, height + panels);
    legend(&mut picture, (MARGIN, BODY - 6.0), &entries);
    (picture, BODY + height)
}

fn has_staff(study: &Study, channel: usize) -> bool {
    study.scenario.strategies.iter().any(|strategy| strategy.market.channels[channel].pool.is_some())
}

fn legend_entries(study: &Study) -> Vec<Entry> {
    let strategies = 0..study.scenario.strategies.len();
    strategies.map(|s| (Sample::Line(look(study, s)), name_within(study, s, 380.0, LABEL), weight(study, s))).collect()
}

fn channel_lines(study: &Study, channel: usize) -> Vec<Line> {
    let spot = |strategy: usize, hour: usize| {
        let estimate = study.hour(strategy, channel, hour)?;
        Some(Spot { x: hour as f64 + 0.5, y: estimate.mean, ci: estimate.ci })
    };
    (0..study.scenario.strategies.len())
        .map(|strategy| Line { look: look(study, strategy), spots: (0..24).map(|hour| spot(strategy, hour)).collect() })
        .collect()
}

fn draw_panel(picture: &mut Picture, cell: Area, channel: &str, lines: &[Line]) {
    let area =
        Area { left: cell.left + BESIDE, top: cell.top + ABOVE, right: cell.right - 18.0, bottom: cell.bottom - BELOW };
    let longest = lines::range(lines).1.max(f64::MIN_POSITIVE);
    let (unit, factor) = unit(longest);
    let lines: Vec<Line> = lines.iter().map(|line| in_unit(line, factor)).collect();
    let longest_shown = if longest > 1e-6 { longest * factor } else { 1.0 };
    let most = (area.height() / 38.0).min(6.0) as usize;
    let step = ticks(0.0, longest_shown, most).step;
    let axes = Axes::new(area, (0.0, 24.0), (0.0, (longest_shown / step).ceil() * step));
    let title = shorten(channel, area.width() + BESIDE, LABEL, Weight::Bold);
    picture.text(Text::new(&title, (cell.left, cell.top + 10.0), LABEL, TEXT).bold());
    picture.text(Text::new(unit, (cell.left, cell.top + 31.0), SMALL, MUTED));
    let every = if area.width() < 300.0 { 6 } else { 4 };
    let hours = (0..=24).step_by(every).map(f64::from).collect();
    let hours = Ticks { values: hours, step: every as f64, decimals: 0 };
    lines::frame(picture, &axes, &hours, &ticks(0.0, axes.y.high, most), |hour| format!("{hour:02.0}:00"));
    lines::draw(picture, &axes, &lines);
}

/// The unit in which waits up to this are shown, and what minutes are multiplied with.
fn unit(longest_minutes: f64) -> (&'static str, f64) {
    match longest_minutes {
        ..=180.0 => ("minutes", 1.0),
        ..=14_400.0 => ("hours", 1.0 / 60.0),
        _ => ("days", 1.0 / 1440.0),
    }
}

fn in_unit(line: &Line, factor: f64) -> Line {
    let spot =
        |spot: Spot| Spot { y: spot.y * factor, ci: spot.ci.map(|(low, high)| (low * factor, high * factor)), ..spot };
    Line { look: line.look, spots: line.spots.iter().map(|at| at.map(spot)).collect() }
}
