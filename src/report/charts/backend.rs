//! A picture as SVG and as PNG, drawn by the same code.

use super::font::Style;
use super::picture::{Mark, Picture, Point, Text};
use super::theme::{Ink, PAGE, Theme};
use plotters::prelude::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingErrorKind};

/// Pixels of the bitmap to a point of the page: sharp on slides.
const PIXELS: usize = 2;
/// Pixels to a metre: 192 to an inch, with which the width of a page is that of a slide, 13.33 inches.
const PER_METRE: u32 = 7559;
/// The bitmap is drawn larger by this and then averaged: smooth edges at any angle.
const OVERSAMPLING: usize = 2;
/// Backends count in whole units; this many to a point.
const UNITS: f64 = (PIXELS * OVERSAMPLING) as f64;

/// What went wrong while drawing.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    /// The drawing itself.
    #[error("{0}")]
    Drawing(String),
    /// Packing the bitmap.
    #[error("the bitmap could not be packed: {0}")]
    Packing(#[from] png::EncodingError),
}

impl<E: std::error::Error + Send + Sync> From<DrawingErrorKind<E>> for Cause {
    fn from(error: DrawingErrorKind<E>) -> Self {
        Self::Drawing(error.to_string())
    }
}

/// The picture as SVG.
///
/// # Errors
/// If the backend fails.
pub fn svg(picture: &Picture, theme: Theme) -> Result<String, Cause> {
    let mut drawn = String::new();
    let (width, height) = units(picture.size());
    {
        let mut backend = SVGBackend::with_string(&mut drawn, (width, height));
        paint(picture, theme, Text::foot, &mut backend)?;
        backend.present()?;
    }
    // The units are finer than points: show the page in its own size, and say what it is to those who cannot see it.
    let first = drawn.find('\n').map_or(0, |end| end + 1);
    let size = format!("width=\"{}\" height=\"{}\"", picture.size().0, picture.size().1);
    let view = format!("viewBox=\"0 0 {width} {height}\"");
    let title = picture.title().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let head =
        format!("<svg {size} {view} xmlns=\"http://www.w3.org/2000/svg\" role=\"img\">\n<title>{title}</title>\n");
    Ok(head + &where_they_stand(&drawn[first..]))
}

/// Texts without the shift downwards that the backend writes, which some programs do not know, and without the line breaks
/// around them. What a text says has neither quotes nor angles of its own in SVG, so that it stays as it is.
fn where_they_stand(marks: &str) -> String {
    marks.replace(" dy=\"0.5ex\"", "").replace("\">\n", "\">").replace("\n</text>", "</text>")
}

/// The picture as PNG.
///
/// # Errors
/// If the backend fails or the bitmap cannot be packed.
pub fn png(picture: &Picture, theme: Theme) -> Result<Vec<u8>, Cause> {
    let size = units(picture.size());
    let mut fine = vec![0; size.0 as usize * size.1 as usize * 3];
    {
        let mut backend = BitMapBackend::with_buffer(&mut fine, size);
        paint(picture, theme, |text| text.at, &mut backend)?;
        backend.present()?;
    }
    let (width, height) = (size.0 as usize / OVERSAMPLING, size.1 as usize / OVERSAMPLING);
    let mut packed = Vec::new();
    let mut encoder = png::Encoder::new(&mut packed, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: PER_METRE, yppu: PER_METRE, unit: png::Unit::Meter }));
    encoder.write_header()?.write_image_data(&averaged(&fine, width))?;
    Ok(packed)
}

/// Each pixel of the result is the mean of a square of four fine ones.
fn averaged(fine: &[u8], width: usize) -> Vec<u8> {
    let row = width * OVERSAMPLING * 3;
    let mut coarse = vec![0; fine.len() / OVERSAMPLING.pow(2)];
    for (rows, means) in fine.chunks_exact(row * OVERSAMPLING).zip(coarse.chunks_exact_mut(width * 3)) {
        let (upper, lower) = rows.split_at(row);
        let pairs = upper.as_chunks::<6>().0.iter().zip(lower.as_chunks::<6>().0);
        for (mean, (a, b)) in means.as_chunks_mut::<3>().0.iter_mut().zip(pairs) {
            let sum = |at: usize| u16::from(a[at]) + u16::from(a[at + 3]) + u16::from(b[at]) + u16::from(b[at + 3]);
            *mean = [sum(0), sum(1), sum(2)].map(|sum| (sum / 4) as u8);
        }
    }
    coarse
}

fn units((width, height): Point) -> (u32, u32) {
    ((width * UNITS).round() as u32, (height * UNITS).round() as u32)
}

fn unit((x, y): Point) -> BackendCoord {
    ((x * UNITS).round() as i32, (y * UNITS).round() as i32)
}

struct Pen(Ink, Theme, f64);

impl BackendStyle for Pen {
    fn color(&self) -> BackendColor {
        BackendColor { alpha: self.0.alpha, rgb: self.0.rgb(self.1) }
    }

    fn stroke_width(&self) -> u32 {
        (self.2 * UNITS).round().max(1.0) as u32
    }
}

/// Draws all marks; texts where `place` says.
fn paint<B: DrawingBackend>(
    picture: &Picture,
    theme: Theme,
    place: fn(&Text) -> Point,
    backend: &mut B,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    let pen = |ink: Ink, width: f64| Pen(ink, theme, width);
    backend.ensure_prepared()?;
    backend.draw_rect((0, 0), unit(picture.size()), &pen(PAGE, 0.0), true)?;
    for mark in picture.marks() {
        match mark {
            Mark::Shape(points, ink) => backend.fill_polygon(points.iter().map(|&at| unit(at)), &pen(*ink, 0.0))?,
            Mark::Circle(at, radius, ink) => {
                backend.draw_circle(unit(*at), (radius * UNITS).round() as u32, &pen(*ink, 0.0), true)?;
            }
            Mark::Line(points, width, ink, dash) => {
                for stroke in strokes(points, dash) {
                    backend.draw_path(stroke.into_iter().map(unit), &pen(*ink, *width))?;
                }
            }
            Mark::Text(text) => backend.draw_text(&text.says, &style(text, theme), unit(place(text)))?,
        }
    }
    Ok(())
}

fn style(text: &Text, theme: Theme) -> Style {
    Style {
        size: text.size * UNITS,
        weight: text.weight,
        ink: Pen(text.ink, theme, 0.0).color(),
        align: text.align,
        turn: text.turn,
    }
}

/// A line cut into the strokes of its pattern.
fn strokes(points: &[Point], dash: &[f64]) -> Vec<Vec<Point>> {
    if dash.is_empty() || points.len() < 2 {
        return vec![points.to_vec()];
    }
    let mut lengths = dash.iter().copied().cycle();
    let mut left = lengths.next().unwrap_or(1.0);
    let mut pieces = vec![vec![points[0]]];
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut rest = (to.0 - from.0).hypot(to.1 - from.1);
        while rest > left {
            let part = left / rest;
            from = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            rest -= left;
            left = lengths.next().unwrap_or(1.0);
            pieces.last_mut().expect("there is always a piece begun").push(from);
            pieces.push(vec![from]);
        }
        left -= rest;
        pieces.last_mut().expect("there is always a piece begun").push(to);
    }
    // Strokes and gaps take turns.
    pieces.into_iter().step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dashed_line_has_gaps_that_go_round_corners() {
        let strokes = strokes(&[(0.0, 0.0), (5.0, 0.0), (5.0, 4.0)], &[4.0, 2.0]);
        assert_eq!(strokes, [vec![(0.0, 0.0), (4.0, 0.0)], vec![(5.0, 1.0), (5.0, 4.0)]]);
    }

    #[test]
    fn averaging_takes_the_mean_of_each_square() {
        let fine: Vec<u8> = [[0; 3], [100; 3], [40; 3], [60; 3]].concat();
        assert_eq!(averaged(&fine, 1), [50; 3]);
    }
}
