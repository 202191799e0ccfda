//! Panels side by side that share their rows: a dot with its interval per row, on a scale of each panel's own.

use super::font::{Weight, room, shorten, wrap};
use super::page::nothing;
use super::picture::{Area, Picture, Point, Text};
use super::scale::{Scale, largest_before_a_gap, range};
use super::theme::{AXIS, GRID, LABEL, Look, MARGIN, MUTED, NUMBER, PAGE, SMALL, TEXT, WIDTH};
use crate::outcomes::Better;
use crate::report::rounding::plain;

const HEAD: f64 = 94.0;
const FOOT: f64 = 34.0;
const GAP: f64 = 24.0;
/// So many times the difference of the middle strategy are far away.
pub const FAR: f64 = 4.0;
/// What an arrow to a value beyond the scale takes.
const BEYOND: f64 = 30.0;

/// A row's name.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it says.
    pub name: String,
    /// Weight.
    pub weight: Weight,
}

/// A value with its interval, in the panel's unit.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The value.
    pub value: f64,
    /// Its interval, where there is one.
    pub ci: Option<(f64, f64)>,
    /// The value as written.
    pub number: String,
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
    /// A cross: it is worse.
    Cross,
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
    pub unit: String,
    /// Its better direction.
    pub better: Better,
    /// What its values are.
    pub kind: Kind,
    /// What is far away is far from here: from 0, or from the baseline's level.
    pub middle: f64,
    /// A value per row.
    pub values: Vec<Option<Entry>>,
}

impl Panel {
    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.values.iter().flatten()
    }

    /// The largest distance of those values beyond which others are far away; the baseline's own level is none.
    fn limit(&self) -> f64 {
        let distances = self.entries().map(|entry| self.away(entry).abs());
        let distances = distances.filter(|&distance| distance > 0.0 || self.kind == Kind::Differences);
        largest_before_a_gap(distances, FAR).unwrap_or(f64::INFINITY)
    }

    /// How far a value is from the middle.
    fn away(&self, entry: &Entry) -> f64 {
        entry.value - self.middle
    }

    /// Whether a value is drawn at the edge, with an arrow: it is far beyond where the others and their intervals reach.
    fn is_far(&self, entry: &Entry) -> bool {
        let limit = self.limit();
        let (low, high) = self.span(|other| self.away(other).abs() <= limit);
        let reach = (high - self.middle).max(self.middle - low);
        self.away(entry).abs() > limit && self.away(entry).abs() > FAR * reach
    }

    /// Whether any is.
    pub fn has_far(&self) -> bool {
        self.entries().any(|entry| self.is_far(entry))
    }

    /// What some of the values span, with their intervals.
    fn span(&self, is_one: impl Fn(&Entry) -> bool) -> (f64, f64) {
        let some = self.entries().filter(|entry| is_one(entry));
        let ends = some.flat_map(|v| [v.value, v.ci.map_or(v.value, |ci| ci.0), v.ci.map_or(v.value, |ci| ci.1)]);
        match self.kind {
            Kind::Levels => range(ends),
            Kind::Differences => range(ends.chain([0.0])),
        }
    }
}

/// Height of rows, panel titles and axes together.
pub fn height(rows: usize) -> f64 {
    HEAD + rows as f64 * row_height(rows) + FOOT
}

fn row_height(rows: usize) -> f64 {
    (400.0 / rows.max(1) as f64).clamp(48.0, 72.0)
}

/// Adds the panels, from a height on.
pub fn draw(picture: &mut Picture, top: f64, rows: &[Row], panels: &[Panel]) {
    let limit = if panels.len() > 4 { 200.0 } else { 300.0 };
    let lines: Vec<Vec<String>> = rows.iter().map(|row| wrap(&row.name, 2, limit, LABEL, row.weight)).collect();
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
    let (low, high) = panel.span(|entry| !panel.is_far(entry));
    let lies_beyond = |side: f64| panel.entries().any(|entry| panel.is_far(entry) && panel.away(entry) * side > 0.0);
    let room_for = |is_beyond| 8.0 + if is_beyond { BEYOND } else { 0.0 };
    let (from, to) = (area.left + room_for(lies_beyond(-1.0)), area.right - room_for(lies_beyond(1.0)));
    let scale = Scale { low, high, from, to };
    let scale = match panel.kind {
        Kind::Levels => scale,
        // What one side takes, the other lacks: a third time, that is little.
        Kind::Differences => (0..3).fold(scale, |scale, _| with_room_for_numbers(area, scale, panel)),
    };
    let zero = (panel.kind == Kind::Differences).then(|| scale.at(0.0));
    draw_head(picture, area, panel);
    draw_axis(picture, area, &scale, panel.kind);
    let each = area.height() / panel.values.len() as f64;
    for (at, value) in panel.values.iter().enumerate() {
        let y = area.top + each * (at as f64 + 0.5);
        match value {
            Some(value) if panel.is_far(value) => {
                draw_far_value(picture, area, (y, zero), value, panel.away(value));
            }
            Some(value) => draw_value(picture, area, &scale, (y, zero), value),
            None => nothing(picture, (area.left + 8.0, y)),
        }
    }
}

/// From the line of 0 to a number beside it.
const APART: f64 = 3.0;
/// How far a number may stand out of its panel.
const SPILL: f64 = GAP / 2.0 - 2.0;
/// A dot no farther from the line of 0 is on it.
const ON_IT: f64 = 8.0;

/// The scale, made to reach so far on both sides of 0 that the number of each dot there finds room there.
fn with_room_for_numbers(area: Area, scale: Scale, panel: &Panel) -> Scale {
    let zero = scale.at(0.0);
    // A point more than is needed, so that no rounding decides.
    let beside = APART - SPILL + 1.0;
    let widest = |side: f64| {
        let is_there = move |entry: &&Entry| (scale.at(entry.value) - zero) * side > ON_IT;
        panel.entries().filter(is_there).map(|entry| room(&entry.number, NUMBER, Weight::Regular) + beside)
    };
    let wide = scale.to - scale.from;
    let reach = |needed: f64, reserved: f64, other: f64| {
        let part = ((needed - reserved) / wide).clamp(0.0, 0.5);
        other * part / (1.0 - part)
    };
    let left = reach(widest(-1.0).fold(0.0, f64::max), scale.from - area.left, scale.high);
    let right = reach(widest(1.0).fold(0.0, f64::max), area.right - scale.to, -scale.low);
    Scale { low: scale.low.min(-left), high: scale.high.max(right), ..scale }
}

fn draw_head(picture: &mut Picture, area: Area, panel: &Panel) {
    let title = wrap(&panel.title, 2, area.width() + GAP - 8.0, LABEL, Weight::Bold);
    for (above, line) in title.iter().rev().enumerate() {
        picture.text(Text::new(line, (area.left, area.top - 58.0 - 22.0 * above as f64), LABEL, TEXT).bold());
    }
    let unit = match (panel.kind, panel.better) {
        (Kind::Differences, _) | (_, Better::Neither) => panel.unit.clone(),
        (Kind::Levels, better) => format!("{}, {} is better", panel.unit, better.words()),
    };
    let unit = shorten(&unit, area.width() + GAP - 8.0, SMALL, Weight::Regular);
    picture.text(Text::new(&unit, (area.left, area.top - 36.0), SMALL, MUTED));
    if panel.kind == Kind::Differences {
        draw_direction(picture, area, panel.better);
    }
}

fn draw_direction(picture: &mut Picture, area: Area, better: Better) {
    let y = area.top - 13.0;
    match better {
        Better::Neither => {}
        Better::Lower => {
            picture.arrow((area.left + 16.0, y), (area.left, y), MUTED);
            picture.text(Text::new("better", (area.left + 22.0, y), SMALL, MUTED));
        }
        Better::Higher => {
            picture.arrow((area.right - 16.0, y), (area.right, y), MUTED);
            picture.text(Text::new("better", (area.right - 22.0, y), SMALL, MUTED).end());
        }
    }
}

fn draw_axis(picture: &mut Picture, area: Area, scale: &Scale, kind: Kind) {
    let ticks = scale.ticks_beside();
    for &value in &ticks.values {
        let x = scale.at(value);
        picture.line(&[(x, area.top), (x, area.bottom)], 1.0, GRID);
        let number = Text::new(&plain(value, ticks.decimals), (x, area.bottom + 18.0), NUMBER, MUTED).middle();
        let half = number.room() / 2.0 - GAP / 2.0 + 2.0;
        if (area.left..area.right).contains(&(x - half)) && x + half <= area.right {
            picture.text(number);
        }
    }
    if kind == Kind::Differences {
        let x = scale.at(0.0);
        picture.line(&[(x, area.top), (x, area.bottom + 5.0)], 1.5, TEXT);
    }
    picture.line(&[(area.left, area.bottom), (area.right, area.bottom)], 1.25, AXIS);
}

/// How far below the middle of a row a value is drawn, whose number stands above it.
const BELOW: f64 = 11.0;

fn draw_value(picture: &mut Picture, area: Area, scale: &Scale, (middle, zero): (f64, Option<f64>), value: &Entry) {
    let (x, y) = (scale.at(value.value), middle + BELOW);
    if let Some((low, high)) = value.ci {
        let (from, to) = (scale.at(low), scale.at(high));
        picture.line(&[(from, y), (to, y)], 2.5, value.look.ink);
        // Ends of an interval that the dot covers would only blur the dot.
        for side in [from, to].into_iter().filter(|side| (side - x).abs() > 7.0) {
            picture.line(&[(side, y - 5.0), (side, y + 5.0)], 1.75, value.look.ink);
        }
    }
    draw_dot(picture, (x, y), value);
    draw_number(picture, area, (x, middle - 8.0), zero, value);
}

/// A value beyond the scale, at the edge that it is beyond, with an arrow there.
fn draw_far_value(picture: &mut Picture, area: Area, (middle, zero): (f64, Option<f64>), value: &Entry, away: f64) {
    let y = middle + BELOW;
    let (edge, inwards) = if away < 0.0 { (area.left, 1.0) } else { (area.right, -1.0) };
    let x = edge + inwards * (BEYOND - 6.0);
    picture.arrow((x, y), (edge, y), value.look.ink);
    draw_dot(picture, (x, y), value);
    draw_number(picture, area, (x, middle - 8.0), zero, value);
}

fn draw_dot(picture: &mut Picture, at: Point, value: &Entry) {
    match value.dot {
        Dot::Full => picture.dot(at, value.look),
        Dot::Hollow => picture.ring(at, value.look),
        Dot::Cross => picture.cross(at, value.look),
    }
}

fn draw_number(picture: &mut Picture, area: Area, (x, y): Point, zero: Option<f64>, value: &Entry) {
    let number = shorten(&value.number, area.width() + GAP - 8.0, NUMBER, Weight::Regular);
    let half = room(&number, NUMBER, Weight::Regular) / 2.0;
    let x = middle_of_number(area, half, x, zero);
    let text = Text::new(&number, (x, y), NUMBER, TEXT).middle();
    picture.block(Area { left: x - half, top: y - 9.0, right: x + half, bottom: y + 9.0 }, PAGE);
    picture.text(text);
}

/// Over its dot, or beside the line of 0 where it would cross that: on the side of its dot, if there is room.
fn middle_of_number(area: Area, half: f64, x: f64, zero: Option<f64>) -> f64 {
    let (from, to) = (area.left + half, area.right - half);
    let over = x.min(to).max(from);
    let Some(zero) = zero.filter(|zero| (zero - over).abs() < half + APART) else { return over };
    let (left, right) = (zero - half - APART, zero + half + APART);
    let sides = if x < zero { [left, right] } else { [right, left] };
    sides.into_iter().find(|side| (from - SPILL..=to + SPILL).contains(side)).unwrap_or(over)
}

#[cfg(test)]
mod tests {
    use super::super::picture::Mark;
    use super::super::theme::Marker;
    use super::*;

    #[test]
    fn a_number_finds_room_on_the_side_of_its_dot() {
        let area = Area { left: 0.0, top: 0.0, right: 150.0, bottom: 10.0 };
        let look = Look { ink: TEXT, dash: &[], marker: Marker::Circle, width: 1.0 };
        let entry = |value: f64| Some(Entry { value, ci: None, number: "+0.179".into(), look, dot: Dot::Full });
        let panel = |values: &[f64]| Panel {
            title: String::new(),
            unit: "min".into(),
            better: Better::Lower,
            kind: Kind::Differences,
            middle: 0.0,
            values: values.iter().copied().map(entry).collect(),
        };
        let half = room("+0.179", NUMBER, Weight::Regular) / 2.0;
        let drawn = |values: &[f64]| {
            let (low, high) = range(values.iter().copied().chain([0.0]));
            let scale = Scale { low, high, from: 8.0, to: 142.0 };
            let scale = (0..3).fold(scale, |scale, _| with_room_for_numbers(area, scale, &panel(values)));
            let at = |value| middle_of_number(area, half, scale.at(value), Some(scale.at(0.0))) - scale.at(0.0);
            values.iter().map(|&value| at(value)).collect::<Vec<_>>()
        };
        assert!(drawn(&[-1.0, 0.2]).iter().zip([-1.0, 1.0]).all(|(middle, side)| middle * side > half));
        assert!(drawn(&[-0.3, 0.8]).iter().zip([-1.0, 1.0]).all(|(middle, side)| middle * side > half));
        assert!(drawn(&[-0.2, 1.0]).iter().zip([-1.0, 1.0]).all(|(middle, side)| middle * side > half));
    }

    #[test]
    fn a_number_stands_beside_the_line_of_0_and_not_on_it() {
        let area = Area { left: 0.0, top: 0.0, right: 200.0, bottom: 10.0 };
        let middle = |x, zero| middle_of_number(area, 20.0, x, Some(zero));
        assert_eq!((middle(60.0, 120.0), middle(190.0, 120.0)), (60.0, 180.0), "over the dot, within the panel");
        assert_eq!((middle(119.0, 120.0), middle(120.0, 120.0), middle(130.0, 120.0)), (97.0, 143.0, 143.0));
        assert_eq!((middle(195.0, 190.0), middle(6.0, 8.0)), (167.0, 31.0), "where there is room");
        assert_eq!(middle_of_number(area, 20.0, 119.0, None), 119.0);
        assert_eq!(middle_of_number(area, 90.0, 119.0, Some(120.0)), 110.0, "there is room on neither side");
    }

    #[test]
    fn a_strategy_far_away_is_at_the_edge_and_squeezes_no_other() {
        let look = Look { ink: TEXT, dash: &[], marker: Marker::Circle, width: 1.0 };
        let entry = |value: f64| Some(Entry { value, ci: None, number: format!("{value}"), look, dot: Dot::Full });
        let values = [-400.0, 10.0, 20.0, 40.0];
        let row = |_| Row { name: "a strategy".into(), weight: Weight::Regular };
        let panel = Panel {
            title: "Profit".into(),
            unit: "EUR".into(),
            better: Better::Higher,
            kind: Kind::Differences,
            middle: 0.0,
            values: values.map(entry).into(),
        };
        let mut picture = Picture::new("", (WIDTH, 600.0));
        draw(&mut picture, 0.0, &values.map(row), &[panel]);
        let dot = |mark: &Mark| if let Mark::Circle((x, _), ..) = mark { Some(*x) } else { None };
        let dots: Vec<f64> = picture.marks().iter().filter_map(dot).collect();
        assert!(dots[3] - dots[1] > 0.6 * (WIDTH - 2.0 * MARGIN - 250.0), "{dots:?}");
        assert!(dots[0] < dots[1] && picture.texts().any(|text| text.says == "-400"), "{dots:?}");
        let is_arrowhead = |mark: &Mark| matches!(mark, Mark::Shape(points, _) if points.len() == 3);
        // One to the value, one to where better is.
        assert_eq!(picture.marks().iter().filter(|mark| is_arrowhead(mark)).count(), 2);
    }

    #[test]
    fn a_level_far_from_that_of_the_baseline_is_at_the_edge_unless_intervals_reach_as_far() {
        let look = Look { ink: TEXT, dash: &[], marker: Marker::Circle, width: 1.0 };
        let drawn_of = |values: [f64; 4], half: f64| {
            let entry = |value: f64| {
                let ci = Some((value - half, value + half));
                Some(Entry { value, ci, number: format!("{value}"), look, dot: Dot::Full })
            };
            let panel = Panel {
                title: "Effort".into(),
                unit: "min".into(),
                better: Better::Lower,
                kind: Kind::Levels,
                middle: 20.0,
                values: values.map(entry).into(),
            };
            let mut picture = Picture::new("", (WIDTH, 600.0));
            draw(&mut picture, 0.0, &values.map(|_| Row { name: "s".into(), weight: Weight::Regular }), &[panel]);
            let is_arrowhead = |mark: &&Mark| matches!(mark, Mark::Shape(points, _) if points.len() == 3);
            picture.marks().iter().filter(is_arrowhead).count()
        };
        let drawn = |half: f64| drawn_of([20.0, 21.0, 19.0, 90.0], half);
        assert_eq!((drawn(0.5), drawn(80.0)), (1, 0));
        assert_eq!(
            drawn_of([20.0, 20.001, 21.0, 90.0], 0.0001),
            1,
            "one that is almost the baseline puts no other there"
        );
        assert_eq!(drawn(20.0), 0, "seventy times as far, but not beside the intervals");
    }
}
