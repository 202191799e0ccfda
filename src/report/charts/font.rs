//! The embedded font: how wide a text is, and how it is drawn on a bitmap.
//!
//! Widths are those of the embedded font on every backend, so that what fits in the bitmap fits in the SVG too.

use super::theme::Ink;
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
const MIDDLE: f32 = 0.268;

static REGULAR: LazyLock<FontRef<'static>> =
    LazyLock::new(|| embedded(include_bytes!("../../../assets/fonts/OpenSans-Regular.ttf")));
static BOLD: LazyLock<FontRef<'static>> =
    LazyLock::new(|| embedded(include_bytes!("../../../assets/fonts/OpenSans-Bold.ttf")));

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
    fn font(self) -> &'static FontRef<'static> {
        match self {
            Self::Regular => &REGULAR,
            Self::Bold => &BOLD,
        }
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
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let font = weight.font();
    text.chars().map(|c| f64::from(advance(font, c))).sum::<f64>() * size
}

/// How far a character moves the next one (em); another font will draw those that this one lacks, about a square each.
fn advance(font: &FontRef, c: char) -> f32 {
    let units = font.units_per_em().unwrap_or(1000.0);
    match font.glyph_id(c) {
        glyph if glyph.0 == 0 => 1.0,
        glyph => font.h_advance_unscaled(glyph) / units,
    }
}

/// The text, cut and ended by an ellipsis if it is too wide.
pub fn shorten(text: &str, limit: f64, size: f64, weight: Weight) -> String {
    if width(text, size, weight) <= limit {
        return text.into();
    }
    let letters: Vec<char> = text.chars().collect();
    let cut = |kept: usize| letters[..kept].iter().collect::<String>().trim_end().to_owned() + "…";
    let fits = |kept: &usize| width(&cut(*kept), size, weight) <= limit;
    cut((1..letters.len()).rev().find(fits).unwrap_or(1))
}

/// The text in at most two lines, broken at a space where there is one.
pub fn wrap(text: &str, limit: f64, size: f64, weight: Weight) -> Vec<String> {
    if width(text, size, weight) <= limit {
        return vec![text.into()];
    }
    let mut spaces = text.char_indices().filter(|&(_, c)| c == ' ').map(|(at, _)| at);
    let fits = |at: &usize| width(&text[..*at], size, weight) <= limit;
    match spaces.rfind(fits) {
        Some(at) if at > 0 => vec![text[..at].into(), shorten(text[at..].trim(), limit, size, weight)],
        _ => vec![shorten(text, limit, size, weight)],
    }
}

/// A text's looks in the form that plotting backends ask for, in pixels.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Size [pixels to the em].
    pub size: f64,
    /// Weight.
    pub weight: Weight,
    /// Colour.
    pub ink: Ink,
    /// Which end is where.
    pub align: Align,
    /// Direction.
    pub turn: Turn,
}

impl BackendTextStyle for Style {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        BackendColor { alpha: self.ink.alpha, rgb: self.ink.rgb }
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
        for glyph in glyphs(text, self) {
            let Some(outline) = self.weight.font().outline_glyph(glyph) else { continue };
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

/// The glyphs of a text, from 0 to the right, their middle at 0.
fn glyphs(text: &str, style: &Style) -> Vec<Glyph> {
    let font = style.weight.font();
    let em = font.height_unscaled() / font.units_per_em().unwrap_or(1000.0);
    let size = style.size as f32;
    let scaled = font.as_scaled(PxScale::from(size * em));
    let mut x = 0.0;
    let place = |c: char| {
        let mut glyph = scaled.scaled_glyph(c);
        glyph.position = ab_glyph::point(x, size * MIDDLE);
        x += advance(font, c) * size;
        glyph
    };
    text.chars().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_fits_stays_as_it_is() {
        assert_eq!(shorten("web", 100.0, 14.0, Weight::Regular), "web");
        assert_eq!(wrap("web shop", 100.0, 14.0, Weight::Regular), ["web shop"]);
    }

    #[test]
    fn a_text_too_wide_ends_in_an_ellipsis_and_fits() {
        let short = shorten("a strategy with a very long name", 100.0, 14.0, Weight::Bold);
        assert!(short.ends_with('…') && width(&short, 14.0, Weight::Bold) <= 100.0, "{short}");
    }

    #[test]
    fn a_long_name_is_broken_at_a_space() {
        let lines = wrap("everything integrated and trained people", 150.0, 14.0, Weight::Regular);
        assert_eq!(lines, ["everything integrated", "and trained people"].map(String::from));
    }

    #[test]
    fn every_character_that_charts_write_is_in_the_font() {
        for c in "…–−×±€äöüßéčł“”".chars() {
            assert!(REGULAR.glyph_id(c).0 != 0 && BOLD.glyph_id(c).0 != 0, "{c}");
        }
    }
}
