//! A chart as a list of marks in points of the page: what is drawn where, before any backend is known.

use super::font::{Align, Turn, Weight, width};
use super::theme::{Ink, Look, Marker, WHITE};

/// A place on the page; x to the right, y downwards.
pub type Point = (f64, f64);

/// A text; `at` is at the height of the middle of small letters.
#[derive(Debug, Clone)]
pub struct Text {
    /// What it says.
    pub says: String,
    /// Where its aligned end is.
    pub at: Point,
    /// Size.
    pub size: f64,
    /// Weight.
    pub weight: Weight,
    /// Colour.
    pub ink: Ink,
    /// Which end is at the point.
    pub align: Align,
    /// Direction.
    pub turn: Turn,
}

impl Text {
    /// A level text in regular weight that starts at a point.
    pub fn new(text: &str, at: Point, size: f64, ink: Ink) -> Self {
        // A control character would make the SVG malformed.
        let says = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        Self { says, at, size, weight: Weight::Regular, ink, align: Align::Start, turn: Turn::Level }
    }

    /// The same in bold.
    pub fn bold(self) -> Self {
        Self { weight: Weight::Bold, ..self }
    }

    /// The same in another weight.
    pub fn weight(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }

    /// The same with its middle at the point.
    pub fn middle(self) -> Self {
        Self { align: Align::Middle, ..self }
    }

    /// The same with its end at the point.
    pub fn end(self) -> Self {
        Self { align: Align::End, ..self }
    }

    /// The same written upwards.
    pub fn up(self) -> Self {
        Self { turn: Turn::Up, ..self }
    }

    /// Its width along the line of writing.
    pub fn width(&self) -> f64 {
        width(&self.says, self.size, self.weight)
    }
}

/// One thing drawn.
#[derive(Debug, Clone)]
pub enum Mark {
    /// A filled shape.
    Shape(Vec<Point>, Ink),
    /// A filled circle.
    Circle(Point, f64, Ink),
    /// A line through points, with its width; dashed where strokes and gaps are given.
    Line(Vec<Point>, f64, Ink, &'static [f64]),
    /// A text.
    Text(Text),
}

/// A rectangle on the page.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    /// Left side.
    pub left: f64,
    /// Upper side.
    pub top: f64,
    /// Right side.
    pub right: f64,
    /// Lower side.
    pub bottom: f64,
}

impl Area {
    /// From left to right.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// From top to bottom.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// All that is drawn on a page, from the bottom up.
#[derive(Debug, Clone)]
pub struct Picture {
    /// What the chart shows.
    pub title: String,
    /// Width and height.
    pub size: Point,
    /// The marks.
    pub marks: Vec<Mark>,
}

impl Picture {
    /// Adds a text.
    pub fn text(&mut self, text: Text) {
        self.marks.push(Mark::Text(text));
    }

    /// Adds a solid line.
    pub fn line(&mut self, points: &[Point], width: f64, ink: Ink) {
        self.marks.push(Mark::Line(points.to_vec(), width, ink, &[]));
    }

    /// Adds a filled rectangle.
    pub fn block(&mut self, area: Area, ink: Ink) {
        let Area { left, top, right, bottom } = area;
        self.shape(vec![(left, top), (right, top), (right, bottom), (left, bottom)], ink);
    }

    /// Adds a filled shape.
    pub fn shape(&mut self, points: Vec<Point>, ink: Ink) {
        self.marks.push(Mark::Shape(points, ink));
    }

    /// Adds a strategy's dot.
    pub fn dot(&mut self, at: Point, look: Look) {
        self.marker(at, 5.5, look.marker, look.ink);
    }

    /// Adds a strategy's dot, filled with the page's colour.
    pub fn ring(&mut self, at: Point, look: Look) {
        self.dot(at, look);
        self.marker(at, 3.2, look.marker, WHITE);
    }

    fn marker(&mut self, (x, y): Point, radius: f64, marker: Marker, ink: Ink) {
        match marker {
            Marker::Circle => self.marks.push(Mark::Circle((x, y), radius, ink)),
            Marker::Diamond => {
                let r = radius * 1.3;
                self.shape(vec![(x - r, y), (x, y - r), (x + r, y), (x, y + r)], ink);
            }
            Marker::Square => {
                let r = radius * 0.9;
                self.block(Area { left: x - r, top: y - r, right: x + r, bottom: y + r }, ink);
            }
        }
    }
}
