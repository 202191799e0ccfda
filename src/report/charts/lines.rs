//! Lines with bands in a panel with two axes.

use super::picture::Text;
use super::picture::{Area, Picture, Point};
use super::scale::{Scale, Ticks};
use super::theme::{AXIS, GRID, Ink, Look, MUTED, NUMBER};
use crate::report::rounding::plain;

/// How opaque the bands of some lines are, which may all lie upon each other.
fn opacity(lines: usize) -> f64 {
    (0.6 / lines as f64).clamp(0.03, 0.16)
}

/// A value at a place, with its interval.
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    /// Where.
    pub x: f64,
    /// The value.
    pub y: f64,
    /// Its interval, where there is one.
    pub ci: Option<(f64, f64)>,
}

/// A line with gaps where there is no value.
#[derive(Debug, Clone)]
pub struct Line {
    /// Looks.
    pub look: Look,
    /// Its values in order.
    pub spots: Vec<Option<Spot>>,
}

impl Line {
    /// The last value.
    pub fn last(&self) -> Option<Spot> {
        self.spots.iter().rev().flatten().next().copied()
    }
}

/// A panel's two scales.
#[derive(Debug, Clone, Copy)]
pub struct Axes {
    /// From left to right.
    pub x: Scale,
    /// From the bottom up.
    pub y: Scale,
}

impl Axes {
    /// The scales of a panel in an area.
    pub fn new(area: Area, x: (f64, f64), y: (f64, f64)) -> Self {
        Self {
            x: Scale { low: x.0, high: x.1, from: area.left, to: area.right },
            y: Scale { low: y.0, high: y.1, from: area.bottom, to: area.top },
        }
    }
}

/// The range of values and intervals, of which wild ones are cut: no more than the values' own size or spread is added.
pub fn range(lines: &[Line]) -> (f64, f64) {
    let spots = || lines.iter().flat_map(|line| line.spots.iter().flatten());
    let (low, high) = super::scale::range(spots().map(|spot| spot.y));
    let (least, most) =
        super::scale::range(spots().flat_map(|spot| <[f64; 2]>::from(spot.ci.unwrap_or((spot.y, spot.y)))));
    let room = (high - low).max(high.abs() * 0.1);
    (least.max(low - room), most.min(high + room))
}

/// Draws the axes, with numbers on the ticks of both; `write_x` says how those of the x axis are written.
pub fn frame(picture: &mut Picture, axes: &Axes, x: &Ticks, y: &Ticks, write_x: impl Fn(f64) -> String) {
    let (left, right, bottom) = (axes.x.from, axes.x.to, axes.y.from);
    for &value in &y.values {
        let height = axes.y.at(value);
        picture.line(&[(left, height), (right, height)], 1.0, GRID);
        picture.text(Text::new(&plain(value, y.decimals), (left - 10.0, height), NUMBER, MUTED).end());
    }
    for &value in &x.values {
        let place = axes.x.at(value);
        picture.line(&[(place, bottom), (place, bottom + 5.0)], 1.25, AXIS);
        picture.text(Text::new(&write_x(value), (place, bottom + 18.0), NUMBER, MUTED).middle());
    }
    picture.line(&[(left, bottom), (right, bottom)], 1.25, AXIS);
}

/// Draws bands first, so that they cover no line, and thin lines last, so that none hides them.
pub fn draw(picture: &mut Picture, axes: &Axes, lines: &[Line]) {
    for line in lines {
        for run in runs(&line.spots) {
            band(picture, axes, line.look.ink.faint(opacity(lines.len())), &run);
        }
    }
    let mut from_thick_to_thin: Vec<&Line> = lines.iter().collect();
    from_thick_to_thin.sort_by(|one, other| other.look.width.total_cmp(&one.look.width));
    for line in from_thick_to_thin {
        for run in runs(&line.spots) {
            stroke(picture, axes, line.look, &run);
        }
    }
}

/// Neighbours that all have a value.
fn runs(spots: &[Option<Spot>]) -> impl Iterator<Item = Vec<Spot>> + '_ {
    spots.split(Option::is_none).filter(|run| !run.is_empty()).map(|run| run.iter().flatten().copied().collect())
}

fn band(picture: &mut Picture, axes: &Axes, ink: Ink, run: &[Spot]) {
    for part in run.split(|spot| spot.ci.is_none()).filter(|part| !part.is_empty()) {
        let edge = |pick: fn((f64, f64)) -> f64| {
            move |spot: &Spot| spot.ci.map(|ci| (axes.x.at(spot.x), axes.y.within(pick(ci))))
        };
        let (lower, upper) = (edge(|ci| ci.0), edge(|ci| ci.1));
        if part.len() == 1 {
            let bar: Vec<Point> = part.iter().filter_map(lower).chain(part.iter().filter_map(upper)).collect();
            picture.line(&bar, 2.0, ink.faint(0.5));
        } else {
            let outline = part.iter().filter_map(lower).chain(part.iter().rev().filter_map(upper)).collect();
            picture.shape(outline, ink);
        }
    }
}

/// Draws a line as far as it is inside the panel: what lies beyond leaves a gap, and is never drawn along the rim.
fn stroke(picture: &mut Picture, axes: &Axes, look: Look, run: &[Spot]) {
    let place = |(x, y): Point| (axes.x.at(x), axes.y.at(y));
    if let [only] = run {
        if axes.y.holds(only.y) {
            picture.dot(place((only.x, only.y)), look);
        }
        return;
    }
    let mut drawn: Vec<Point> = Vec::new();
    for (from, to) in run.windows(2).filter_map(|pair| inside(&axes.y, pair[0], pair[1])) {
        if drawn.last() != Some(&place(from)) {
            stroke_through(picture, look, std::mem::take(&mut drawn));
            drawn.push(place(from));
        }
        drawn.push(place(to));
    }
    stroke_through(picture, look, drawn);
}

/// Where what is drawn of a line ends.
pub fn end(axes: &Axes, line: &Line) -> Option<Point> {
    let spots: Vec<Spot> = line.spots.iter().flatten().copied().collect();
    let (_, (x, y)) = spots.windows(2).rev().find_map(|pair| inside(&axes.y, pair[0], pair[1]))?;
    Some((axes.x.at(x), axes.y.at(y)))
}

fn stroke_through(picture: &mut Picture, look: Look, points: Vec<Point>) {
    if !points.is_empty() {
        picture.stroke(points, look.width, look);
    }
}

/// The part of the way between two values that a scale holds; none where it holds none.
fn inside(scale: &Scale, from: Spot, to: Spot) -> Option<(Point, Point)> {
    let within = |spot: Spot| spot.y.clamp(scale.low, scale.high);
    let at = |y: f64| from.x + (y - from.y) / (to.y - from.y) * (to.x - from.x);
    let part = |spot: Spot| if scale.holds(spot.y) { (spot.x, spot.y) } else { (at(within(spot)), within(spot)) };
    let is_beyond = within(from) == within(to) && !(scale.holds(from.y) && scale.holds(to.y));
    (!is_beyond).then(|| (part(from), part(to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_leaves_the_panel_where_its_values_do_and_is_never_drawn_along_the_rim() {
        let scale = Scale { low: 0.0, high: 10.0, from: 0.0, to: 100.0 };
        let spot = |x: f64, y: f64| Spot { x, y, ci: None };
        let part = |from: (f64, f64), to: (f64, f64)| inside(&scale, spot(from.0, from.1), spot(to.0, to.1));
        assert_eq!(part((0.0, 5.0), (1.0, 6.0)), Some(((0.0, 5.0), (1.0, 6.0))));
        assert_eq!(part((0.0, 5.0), (1.0, 15.0)), Some(((0.0, 5.0), (0.5, 10.0))), "on its way up");
        assert_eq!(part((0.0, 30.0), (1.0, 20.0)), None, "all of it is beyond");
        assert_eq!(part((0.0, 20.0), (3.0, -10.0)), Some(((1.0, 10.0), (2.0, 0.0))), "right through");
        assert_eq!(part((0.0, 10.0), (1.0, 10.0)), Some(((0.0, 10.0), (1.0, 10.0))), "the rim is in the panel");
    }
}
