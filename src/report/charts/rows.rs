//! Panels side by side that share their rows: a dot with its interval per row, on a scale of each panel's own.

use super::font::{Weight, room, shorten, wrap};
use super::page::nothing;
use super::picture::{Area, Picture, Point, Text};
use super::scale::{Scale, range, ticks};
use super::theme::{AXIS, GRID, LABEL, Look, MARGIN, MUTED, NUMBER, SMALL, TEXT, WHITE, WIDTH};
use crate::outcomes::Better;

const HEAD: f64 = 70.0;
const FOOT: f64 = 34.0;
const GAP: f64 = 30.0;

/// A row's name.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it says.
    pub name: String,
    /// Weight.
    pub weight: Weight,
}

/// A value with its interval, in the panel's unit.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The value.
    pub value: f64,
    /// Its interval, where there is one.
    pub ci: Option<(f64, f64)>,
    /// Looks.
    pub look: Look,
    /// The dot.
    pub dot: Dot,
}

/// How a dot is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dot {
    /// Filled.
    Full,
    /// Not filled: it shows nothing.
    Hollow,
}

/// What a panel's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Levels, on a scale that need not hold 0.
    Levels,
    /// Differences from 0, with a line there.
    Differences,
}

/// A panel.
#[derive(Debug, Clone)]
pub struct Panel {
    /// The outcome.
    pub title: String,
    /// Its unit.
    pub unit: &'static str,
    /// Its better direction.
    pub better: Better,
    /// What its values are.
    pub kind: Kind,
    /// A value per row.
    pub values: Vec<Option<Entry>>,
}

impl Panel {
    fn range(&self) -> (f64, f64) {
        let values = self.values.iter().flatten();
        let ends = values.flat_map(|v| [v.value, v.ci.map_or(v.value, |ci| ci.0), v.ci.map_or(v.value, |ci| ci.1)]);
        match self.kind {
            Kind::Levels => range(ends),
            Kind::Differences => range(ends.chain([0.0])),
        }
    }

    fn number(&self, value: f64, decimals: usize) -> String {
        match self.kind {
            Kind::Levels => super::scale::plain(value, decimals),
            Kind::Differences => super::scale::signed(value, enough(value, decimals)),
        }
    }
}

/// Decimals that leave more than zeros of a number, if a few more than the usual ones do.
fn enough(value: f64, usual: usize) -> usize {
    let tells = |decimals: &usize| super::scale::plain(value, *decimals).contains(|c| matches!(c, '1'..='9'));
    (usual..=usual + 2).find(tells).unwrap_or(usual)
}

/// Height of rows, panel titles and axes together.
pub fn height(rows: usize) -> f64 {
    HEAD + rows as f64 * row_height(rows) + FOOT
}

fn row_height(rows: usize) -> f64 {
    (400.0 / rows.max(1) as f64).clamp(42.0, 72.0)
}

/// Adds the panels, from a height on.
pub fn draw(picture: &mut Picture, top: f64, rows: &[Row], panels: &[Panel]) {
    let limit = if panels.len() > 3 { 240.0 } else { 330.0 };
    let lines: Vec<Vec<String>> = rows.iter().map(|row| wrap(&row.name, limit, LABEL, row.weight)).collect();
    let widths = rows.iter().zip(&lines).flat_map(|(row, lines)| lines.iter().map(|l| room(l, LABEL, row.weight)));
    let left = MARGIN + widths.fold(0.0, f64::max) + 12.0;
    let each = row_height(rows.len());
    let area = Area { left, top: top + HEAD, right: WIDTH - MARGIN, bottom: top + HEAD + each * rows.len() as f64 };
    for (at, (row, lines)) in rows.iter().zip(&lines).enumerate() {
        let middle = area.top + each * (at as f64 + 0.5);
        draw_name(picture, row, lines, middle);
        picture.line(&[(MARGIN, middle + each / 2.0), (area.right, middle + each / 2.0)], 1.0, GRID);
    }
    picture.line(&[(MARGIN, area.top), (area.right, area.top)], 1.0, GRID);
    let wide = (area.width() + GAP) / panels.len() as f64 - GAP;
    for (at, panel) in panels.iter().enumerate() {
        let left = area.left + at as f64 * (wide + GAP);
        draw_panel(picture, Area { left, right: left + wide, ..area }, panel);
    }
}

fn draw_name(picture: &mut Picture, row: &Row, lines: &[String], middle: f64) {
    for (at, line) in lines.iter().enumerate() {
        let y = middle + (at as f64 - (lines.len() - 1) as f64 / 2.0) * LABEL * 1.25;
        picture.text(Text::new(line, (MARGIN, y), LABEL, TEXT).weight(row.weight));
    }
}

fn draw_panel(picture: &mut Picture, area: Area, panel: &Panel) {
    let (low, high) = panel.range();
    let rough = ticks(low, high, 4);
    let decimals = if rough.step < 100.0 { rough.decimals + 1 } else { 0 };
    let numbers =
        panel.values.iter().flatten().map(|v| room(&panel.number(v.value, decimals), NUMBER, Weight::Regular));
    let beside = numbers.fold(0.0, f64::max) + 15.0;
    let scale = Scale { low, high, from: area.left + 8.0, to: area.right - beside };
    draw_head(picture, area, panel);
    draw_axis(picture, area, &scale, panel.kind);
    let each = area.height() / panel.values.len() as f64;
    for (at, value) in panel.values.iter().enumerate() {
        let y = area.top + each * (at as f64 + 0.5);
        match value {
            Some(value) => draw_value(picture, &scale, y, value, &panel.number(value.value, decimals)),
            None => nothing(picture, (area.left + 8.0, y)),
        }
    }
}

fn draw_head(picture: &mut Picture, area: Area, panel: &Panel) {
    let title = shorten(&panel.title, area.width(), LABEL, Weight::Bold);
    picture.text(Text::new(&title, (area.left, area.top - 54.0), LABEL, TEXT).bold());
    let unit = match (panel.kind, panel.better) {
        (Kind::Differences, _) | (_, Better::Neither) => panel.unit.into(),
        (Kind::Levels, better) => format!("{}, {} is better", panel.unit, better.words()),
    };
    picture.text(Text::new(&unit, (area.left, area.top - 33.0), SMALL, MUTED));
    if panel.kind == Kind::Differences {
        draw_direction(picture, area, panel.better);
    }
}

fn draw_direction(picture: &mut Picture, area: Area, better: Better) {
    let y = area.top - 13.0;
    match better {
        Better::Neither => {}
        Better::Lower => {
            arrow(picture, (area.left + 16.0, y), (area.left, y));
            picture.text(Text::new("better", (area.left + 22.0, y), SMALL, MUTED));
        }
        Better::Higher => {
            arrow(picture, (area.right - 16.0, y), (area.right, y));
            picture.text(Text::new("better", (area.right - 22.0, y), SMALL, MUTED).end());
        }
    }
}

fn arrow(picture: &mut Picture, from: Point, (x, y): Point) {
    let back = if from.0 > x { 7.0 } else { -7.0 };
    picture.line(&[from, (x + back, y)], 1.5, MUTED);
    picture.shape(vec![(x, y), (x + back, y - 4.5), (x + back, y + 4.5)], MUTED);
}

fn draw_axis(picture: &mut Picture, area: Area, scale: &Scale, kind: Kind) {
    let ticks = scale.ticks_beside();
    for &value in &ticks.values {
        let x = scale.at(value);
        picture.line(&[(x, area.top), (x, area.bottom)], 1.0, GRID);
        let number = super::scale::plain(value, ticks.decimals);
        picture.text(Text::new(&number, (x, area.bottom + 18.0), NUMBER, MUTED).middle());
    }
    if kind == Kind::Differences {
        let x = scale.at(0.0);
        picture.line(&[(x, area.top), (x, area.bottom + 5.0)], 1.5, TEXT);
    }
    picture.line(&[(area.left, area.bottom), (area.right, area.bottom)], 1.25, AXIS);
}

fn draw_value(picture: &mut Picture, scale: &Scale, y: f64, value: &Entry, number: &str) {
    let x = scale.at(value.value);
    let mut end = x;
    if let Some((low, high)) = value.ci {
        let (from, to) = (scale.at(low), scale.at(high));
        picture.line(&[(from, y), (to, y)], 2.5, value.look.ink);
        // Ends of an interval that the dot covers would only blur the dot.
        for side in [from, to].into_iter().filter(|side| (side - x).abs() > 7.0) {
            picture.line(&[(side, y - 5.0), (side, y + 5.0)], 1.75, value.look.ink);
        }
        end = to;
    }
    match value.dot {
        Dot::Full => picture.dot((x, y), value.look),
        Dot::Hollow => picture.ring((x, y), value.look),
    }
    let text = Text::new(number, (end.max(x + 6.0) + 7.0, y), NUMBER, TEXT);
    let (left, right) = (text.at.0 - 2.0, text.at.0 + text.room());
    picture.block(Area { left, top: y - 9.0, right, bottom: y + 9.0 }, WHITE);
    picture.text(text);
}
