//! The embedded fonts: how wide a text is, and how it is drawn on a bitmap.
//!
//! Open Sans, and `DejaVu Sans` for the European letters and signs that it lacks. Widths are those of the embedded fonts on
//! every backend. An SVG may be shown in another font: `room` leaves it more.

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendTextStyle, FontFamily, FontStyle, FontTransform};
use std::convert::Infallible;
use std::sync::LazyLock;

/// Where the embedded font is not installed, an SVG shows the next one that is.
const FAMILIES: &str = "Open Sans, Arial, Helvetica, Liberation Sans, sans-serif";
/// What the SVG backend divides sizes by.
const SVG_SIZE: f64 = 1.24;
/// How far the middle of small letters is above the line that they stand on (em).
pub const MIDDLE: f64 = 0.268;
/// Width of a character that the embedded fonts lack (em): about that of a Chinese one.
const SQUARE: f32 = 1.0;
/// How much wider than the embedded font those are that stand in for it: `DejaVu Sans` takes a seventh more for most
/// texts, and a fifth for a few.
const WIDER: f64 = 1.2;

static REGULAR: LazyLock<FontRef<'static>> =
    LazyLock::new(|| embedded(include_bytes!("../../../assets/fonts/OpenSans-Regular.ttf")));
static BOLD: LazyLock<FontRef<'static>> =
    LazyLock::new(|| embedded(include_bytes!("../../../assets/fonts/OpenSans-Bold.ttf")));

static REST: LazyLock<FontRef<'static>> =
    LazyLock::new(|| embedded(include_bytes!("../../../assets/fonts/DejaVuSans.ttf")));
static BOLD_REST: LazyLock<FontRef<'static>> =
    LazyLock::new(|| embedded(include_bytes!("../../../assets/fonts/DejaVuSans-Bold.ttf")));

fn embedded(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::try_from_slice(bytes).expect("the embedded fonts were read when this was built")
}

/// Weight of a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// For most texts.
    Regular,
    /// For titles and the baseline.
    Bold,
}

impl Weight {
    /// The font that has a sign for a character; the first, which has a box, where none has.
    fn font_of(self, c: char) -> &'static FontRef<'static> {
        let [first, rest]: [&'static FontRef<'static>; 2] = match self {
            Self::Regular => [&REGULAR, &REST],
            Self::Bold => [&BOLD, &BOLD_REST],
        };
        if first.glyph_id(c).0 == 0 && rest.glyph_id(c).0 != 0 { rest } else { first }
    }
}

/// Which end of a text its position means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// Direction of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// From left to right.
    Level,
    /// From below upwards.
    Up,
}

/// Width of a text of a size, in the unit of the size.
fn width(text: &str, size: f64, weight: Weight) -> f64 {
    text.chars().map(|c| advance(c, weight)).sum::<f64>() * size
}

/// Width to leave for a text, which may be shown in another font.
pub fn room(text: &str, size: f64, weight: Weight) -> f64 {
    width(text, size, weight) * WIDER
}

/// How far a character moves the next one (em).
fn advance(c: char, weight: Weight) -> f64 {
    let font = weight.font_of(c);
    f64::from(match font.glyph_id(c) {
        _ if is_unseen(c) => 0.0,
        glyph if glyph.0 == 0 => SQUARE,
        glyph => font.h_advance_unscaled(glyph) / font.units_per_em().unwrap_or(1000.0),
    })
}

/// Whether the embedded fonts have no sign for a character, so that a bitmap shows a box.
pub fn is_missing(c: char) -> bool {
    let lacks = |weight: Weight| weight.font_of(c).glyph_id(c).0 == 0;
    !is_unseen(c) && (lacks(Weight::Regular) || lacks(Weight::Bold))
}

/// Whether a character is never seen itself: joiners, marks of direction, selectors of a variant, tags.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{34F}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The text, cut and ended by an ellipsis if there is no room for it; its first letter always stays.
pub fn shorten(text: &str, limit: f64, size: f64, weight: Weight) -> String {
    if fitting(text, limit, size, weight) == text.len() {
        return text.into();
    }
    let end = fitting(text, limit - room("…", size, weight), size, weight);
    let first = text.chars().next().map_or(0, char::len_utf8);
    text[..end.max(first)].trim_end().to_owned() + "…"
}

/// A text in as few lines as hold it, of about the same length; what so many at most do not hold is cut off.
pub fn wrap(text: &str, most: usize, limit: f64, size: f64, weight: Weight) -> Vec<String> {
    const FRACTIONS: [f64; 5] = [0.5, 0.6, 0.7, 0.8, 0.9];
    let lines = filled(text, limit, size, weight);
    if lines.len() > most {
        let whole: Vec<&str> = lines[..most - 1].to_vec();
        let rest = text[whole.iter().map(|line| line.len() + 1).sum()..].trim();
        return whole.into_iter().map(String::from).chain([shorten(rest, limit, size, weight)]).collect();
    }
    let narrower = FRACTIONS.map(|fraction| filled(text, limit * fraction, size, weight));
    let even = narrower.into_iter().find(|narrow| lines.len() > 1 && narrow.len() == lines.len()).unwrap_or(lines);
    even.into_iter().map(|line| shorten(line, limit, size, weight)).collect()
}

/// Lines of a width, each with as many words as there is room for; a word that is longer has a line of its own.
fn filled(text: &str, limit: f64, size: f64, weight: Weight) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    loop {
        let end = fitting(rest, limit, size, weight);
        if end == rest.len() {
            lines.push(rest);
            return lines;
        }
        let space = if rest[end..].starts_with(' ') { Some(end) } else { rest[..end].rfind(' ') };
        let Some(at) = space.filter(|&at| at > 0).or_else(|| rest.find(' ')) else {
            lines.push(rest);
            return lines;
        };
        lines.push(&rest[..at]);
        rest = &rest[at + 1..];
    }
}

/// How much of a text there is room for (bytes), found in one pass, however long it is.
fn fitting(text: &str, limit: f64, size: f64, weight: Weight) -> usize {
    let mut wide = 0.0;
    let fits = |&(_, c): &(usize, char)| {
        wide += advance(c, weight);
        wide * size * WIDER <= limit
    };
    text.char_indices().take_while(fits).last().map_or(0, |(at, c)| at + c.len_utf8())
}

/// A text's looks in the form that plotting backends ask for, in pixels.
#[derive(Clone, Copy)]
pub struct Style {
    /// Size [pixels to the em].
    pub size: f64,
    /// Weight.
    pub weight: Weight,
    /// Colour.
    pub ink: BackendColor,
    /// Which end is where.
    pub align: Align,
    /// Direction.
    pub turn: Turn,
}

impl BackendTextStyle for Style {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.ink
    }

    fn size(&self) -> f64 {
        self.size * SVG_SIZE
    }

    fn transform(&self) -> FontTransform {
        match self.turn {
            Turn::Level => FontTransform::None,
            Turn::Up => FontTransform::Rotate270,
        }
    }

    fn style(&self) -> FontStyle {
        match self.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        }
    }

    fn anchor(&self) -> Pos {
        let h_pos = match self.align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        Pos::new(h_pos, VPos::Center)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(FAMILIES)
    }

    /// No height: `draw` puts the middle of the letters at 0 by itself.
    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (width(text, self.size, self.weight).round() as i32, 0)))
    }

    fn draw<E, Pixel: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        (left, middle): BackendCoord,
        mut pixel: Pixel,
    ) -> Result<Result<(), E>, Infallible> {
        for (font, glyph) in glyphs(text, self) {
            let Some(outline) = font.outline_glyph(glyph) else { continue };
            let corner = outline.px_bounds().min;
            let (x0, y0) = (left + corner.x as i32, middle + corner.y as i32);
            let mut done = Ok(());
            outline.draw(|x, y, cover| {
                let colour = self.color().mix(f64::from(cover.clamp(0.0, 1.0)));
                if done.is_ok() && cover > 0.0 {
                    done = pixel(x0 + x as i32, y0 + y as i32, colour);
                }
            });
            if done.is_err() {
                return Ok(done);
            }
        }
        Ok(Ok(()))
    }
}

/// The glyphs of a text, from 0 to the right, their middle at 0; a box for what the fonts lack.
fn glyphs(text: &str, style: &Style) -> Vec<(&'static FontRef<'static>, Glyph)> {
    let size = style.size as f32;
    let mut x = 0.0;
    let place = |c: char| {
        let font = style.weight.font_of(c);
        let em = font.height_unscaled() / font.units_per_em().unwrap_or(1000.0);
        let scaled = font.as_scaled(PxScale::from(size * em));
        let mut glyph = scaled.scaled_glyph(c);
        let wide = advance(c, style.weight) as f32 * size;
        // The box is narrower than its place, in whose middle it stands.
        let before = if glyph.id.0 == 0 { (wide - scaled.h_advance(glyph.id)) / 2.0 } else { 0.0 };
        glyph.position = ab_glyph::point(x + before, size * MIDDLE as f32);
        x += wide;
        (font, glyph)
    };
    text.chars().filter(|&c| !is_unseen(c)).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bold(size: f64) -> Style {
        Style {
            size,
            weight: Weight::Bold,
            ink: BackendColor { alpha: 1.0, rgb: (0, 0, 0) },
            align: Align::Start,
            turn: Turn::Level,
        }
    }

    #[test]
    fn a_text_that_fits_stays_as_it_is() {
        assert_eq!(shorten("web", 100.0, 14.0, Weight::Regular), "web");
        assert_eq!(wrap("web shop", 2, 100.0, 14.0, Weight::Regular), ["web shop"]);
    }

    #[test]
    fn a_text_too_wide_ends_in_an_ellipsis_and_fits() {
        let short = shorten("a strategy with a very long name", 100.0, 14.0, Weight::Bold);
        assert!(short.ends_with('…') && room(&short, 14.0, Weight::Bold) <= 100.0, "{short}");
    }

    #[test]
    fn a_text_of_a_million_letters_is_read_once() {
        for text in ["w".repeat(1_000_000), "w ".repeat(500_000)] {
            assert_eq!(shorten(&text, 40.0, 14.0, Weight::Bold).chars().last(), Some('…'));
            assert_eq!(wrap(&text, 2, 1e6, 14.0, Weight::Regular).concat().chars().last(), Some('…'));
        }
    }

    #[test]
    fn the_first_letter_stays_where_there_is_no_room_at_all() {
        assert_eq!(shorten("web", -1.0, 14.0, Weight::Regular), "w…");
        assert_eq!(shorten("", -1.0, 14.0, Weight::Regular), "");
    }

    #[test]
    fn a_long_name_is_broken_at_a_space() {
        let lines = wrap("everything integrated and trained people", 2, 180.0, 14.0, Weight::Regular);
        assert_eq!(lines, ["everything integrated", "and trained people"].map(String::from));
    }

    #[test]
    fn lines_are_of_about_the_same_length_and_what_they_do_not_hold_is_cut_off() {
        let lines = |most| wrap("one two three four five six", most, 130.0, 14.0, Weight::Regular);
        assert_eq!(lines(3), ["one two three", "four five six"].map(String::from), "not: one two three four, five six");
        let short = wrap("one two three four five six", 2, 70.0, 14.0, Weight::Regular);
        assert_eq!(short, ["one two", "three f…"].map(String::from));
    }

    #[test]
    fn most_letters_of_europe_are_in_the_font() {
        for c in "…–−×±€äöüßéčł“”ΑθήναКиївViệt₫№≤ѓț".chars() {
            assert!(!is_missing(c), "{c}");
        }
    }

    #[test]
    fn the_scripts_of_europe_are_whole() {
        let ranges = [
            'A'..='z',
            'À'..='ɏ',
            'Ͱ'..='\u{377}',
            'Έ'..='Ί',
            'Ύ'..='Ρ',
            'Σ'..='ԥ',
            'Ա'..='Ֆ',
            'ა'..='ჶ',
            'Ḁ'..='ỹ',
            '←'..='⇿',
        ];
        let lacking: String = ranges.into_iter().flatten().filter(|&c| is_missing(c)).collect();
        assert_eq!(lacking, "");
    }

    #[test]
    fn what_the_font_lacks_is_missing_and_drawn_as_a_box() {
        assert!("北ไשلअ🛒".chars().all(is_missing));
        let (font, glyph) = glyphs("北", &bold(40.0)).remove(0);
        let box_ = font.outline_glyph(glyph).expect("the box has an outline").px_bounds();
        assert!(box_.min.x > 5.0 && box_.max.x < 35.0 && box_.height() > 20.0, "{box_:?}");
    }

    #[test]
    fn what_is_never_seen_takes_no_room_and_is_not_missed() {
        let unseen = "\u{200D}\u{FE0F}\u{200F}";
        assert_eq!((width(unseen, 14.0, Weight::Regular), unseen.chars().any(is_missing)), (0.0, false));
    }
}
