//! A chart as a list of marks in points of the page: what is drawn where, before any backend is known.

use super::font::{Align, MIDDLE, Turn, Weight, room};
use super::theme::{Ink, Look, Marker, PAGE};

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
        Self { says: legible(text), at, size, weight: Weight::Regular, ink, align: Align::Start, turn: Turn::Level }
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

    /// The room that it needs along the line of writing, in whatever font.
    pub fn room(&self) -> f64 {
        room(&self.says, self.size, self.weight)
    }

    /// Where its aligned end is on the line that its letters stand on.
    pub fn foot(&self) -> Point {
        let (x, y) = self.at;
        match self.turn {
            Turn::Level => (x, y + MIDDLE * self.size),
            Turn::Up => (x + MIDDLE * self.size, y),
        }
    }
}

/// A text as every form can hold it: XML knows neither control characters, which become blanks, nor U+FFFE and U+FFFF,
/// which become the sign for a character that cannot be shown.
fn legible(text: &str) -> String {
    let shown = |c: char| match c {
        c if c.is_control() => ' ',
        '\u{FFFE}' | '\u{FFFF}' => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(shown).collect()
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

impl Mark {
    fn places(&self) -> &[Point] {
        match self {
            Self::Shape(points, _) | Self::Line(points, ..) => points,
            Self::Circle(at, ..) | Self::Text(Text { at, .. }) => std::slice::from_ref(at),
        }
    }
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
    title: String,
    size: Point,
    marks: Vec<Mark>,
}

impl Picture {
    /// An empty page of a width and a height, with what its chart shows.
    pub fn new(title: &str, size: Point) -> Self {
        Self { title: legible(title), size, marks: Vec::new() }
    }

    /// What the chart shows.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Width and height.
    pub fn size(&self) -> Point {
        self.size
    }

    /// The marks; each is at places on the page.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The texts among them.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.marks.iter().filter_map(|mark| if let Mark::Text(text) = mark { Some(text) } else { None })
    }

    /// Adds a mark. Backends would move to the edge of the page what is beyond it, and to its corner what is nowhere:
    /// such a mark is a mistake of ours, and is left out.
    fn add(&mut self, mark: Mark) {
        let placed =
            mark.places().iter().all(|&(x, y)| (0.0..=self.size.0).contains(&x) && (0.0..=self.size.1).contains(&y));
        debug_assert!(placed, "{}: {mark:?} is off the page", self.title);
        if placed {
            self.marks.push(mark);
        }
    }

    /// Adds a text, if it says anything.
    pub fn text(&mut self, text: Text) {
        if !text.says.is_empty() {
            self.add(Mark::Text(text));
        }
    }

    /// Adds a solid line.
    pub fn line(&mut self, points: &[Point], width: f64, ink: Ink) {
        self.add(Mark::Line(points.to_vec(), width, ink, &[]));
    }

    /// Adds a strategy's line.
    pub fn stroke(&mut self, points: Vec<Point>, width: f64, look: Look) {
        self.add(Mark::Line(points, width, look.ink, look.dash));
    }

    /// Adds a filled rectangle.
    pub fn block(&mut self, area: Area, ink: Ink) {
        let Area { left, top, right, bottom } = area;
        self.shape(vec![(left, top), (right, top), (right, bottom), (left, bottom)], ink);
    }

    /// Adds a filled shape.
    pub fn shape(&mut self, points: Vec<Point>, ink: Ink) {
        self.add(Mark::Shape(points, ink));
    }

    /// Adds a strategy's dot.
    pub fn dot(&mut self, at: Point, look: Look) {
        self.marker(at, 5.5, look.marker, look.ink);
    }

    /// Adds a strategy's dot, filled with the page's colour.
    pub fn ring(&mut self, at: Point, look: Look) {
        self.dot(at, look);
        self.marker(at, 3.2, look.marker, PAGE);
    }

    /// Adds a strategy's cross, in the place of its dot.
    pub fn cross(&mut self, (x, y): Point, look: Look) {
        let arm = 5.5;
        self.line(&[(x - arm, y - arm), (x + arm, y + arm)], 3.5, look.ink);
        self.line(&[(x - arm, y + arm), (x + arm, y - arm)], 3.5, look.ink);
    }

    /// Adds an arrow that ends at a point, with its head there.
    pub fn arrow(&mut self, from: Point, (x, y): Point, ink: Ink) {
        let back = if from.0 > x { 7.0 } else { -7.0 };
        self.line(&[from, (x + back, y)], 1.5, ink);
        self.shape(vec![(x, y), (x + back, y - 4.5), (x + back, y + 4.5)], ink);
    }

    /// Adds the outline of a rectangle.
    pub fn frame(&mut self, area: Area, width: f64, ink: Ink) {
        let Area { left, top, right, bottom } = area;
        self.line(&[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], width, ink);
    }

    fn marker(&mut self, (x, y): Point, radius: f64, marker: Marker, ink: Ink) {
        match marker {
            Marker::Circle => self.add(Mark::Circle((x, y), radius, ink)),
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

#[cfg(test)]
mod tests {
    use super::super::theme::{SMALL, TEXT};
    use super::*;

    #[test]
    fn a_text_holds_only_what_xml_knows() {
        let text = Text::new("a\0b\u{1B}c\u{85}d\u{FFFE}e\u{FFFF}f", (0.0, 0.0), SMALL, TEXT);
        assert_eq!(text.says, "a b c d\u{FFFD}e\u{FFFD}f");
        assert_eq!(Picture::new("a\u{1}\u{FFFF}", (1.0, 1.0)).title(), "a \u{FFFD}");
    }

    #[test]
    fn letters_stand_below_their_middle_and_those_written_upwards_right_of_it() {
        let text = Text::new("web", (20.0, 30.0), 10.0, TEXT);
        assert_eq!((text.foot(), text.clone().up().foot()), ((20.0, 32.68), (22.68, 30.0)));
    }

    #[test]
    #[should_panic(expected = "is off the page")]
    fn a_point_beyond_the_page_is_no_place() {
        Picture::new("", (10.0, 10.0)).line(&[(0.0, 0.0), (0.0, 10.5)], 1.0, TEXT);
    }

    #[test]
    #[should_panic(expected = "is off the page")]
    fn a_value_that_is_none_has_no_place() {
        Picture::new("", (10.0, 10.0))
            .dot((f64::NAN, 1.0), Look { ink: TEXT, dash: &[], marker: Marker::Circle, width: 1.0 });
    }
}
