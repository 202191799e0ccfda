//! Colours, sizes and line patterns: what makes all charts look like one family.

use crate::experiment::Study;

/// What charts are shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// A white page.
    Light,
    /// A page that is nearly black.
    Dark,
}

/// Red, green and blue.
pub type Rgb = (u8, u8, u8);

/// A colour on either page, with its opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink {
    light: Rgb,
    dark: Rgb,
    /// Opacity in [0, 1].
    pub alpha: f64,
}

impl Ink {
    const fn solid(light: u32, dark: u32) -> Self {
        Self { light: rgb(light), dark: rgb(dark), alpha: 1.0 }
    }

    /// The colour in a theme.
    pub const fn rgb(self, theme: Theme) -> Rgb {
        match theme {
            Theme::Light => self.light,
            Theme::Dark => self.dark,
        }
    }

    /// The same colour, less opaque.
    pub const fn faint(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }

    /// The colour between this one (0) and another (1).
    pub fn towards(self, other: Self, part: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * part).round() as u8;
        let between = |from: Rgb, to: Rgb| (mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2));
        Self { light: between(self.light, other.light), dark: between(self.dark, other.dark), ..self }
    }

    /// The page's colour or that of texts, whichever is easier to read on this one.
    pub fn text_on(self) -> Self {
        let easier = |theme| {
            let on = |ink: Self| contrast(ink.rgb(theme), self.rgb(theme));
            if on(TEXT) > on(PAGE) { TEXT.rgb(theme) } else { PAGE.rgb(theme) }
        };
        Self { light: easier(Theme::Light), dark: easier(Theme::Dark), alpha: 1.0 }
    }
}

const fn rgb(hex: u32) -> Rgb {
    ((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// How much two colours differ in luminance, from 1 to 21 (WCAG 2).
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(of: Rgb) -> f64 {
    let linear = |part: u8| (f64::from(part) / 255.0).powf(2.2);
    0.2126 * linear(of.0) + 0.7152 * linear(of.1) + 0.0722 * linear(of.2)
}

/// The page.
pub const PAGE: Ink = Ink::solid(0xFF_FF_FF, 0x16_18_1D);
/// What is to be read first.
pub const TEXT: Ink = Ink::solid(0x22_22_22, 0xF0_F0_F0);
/// What is to be read second: subtitles, units, axis numbers, the footer.
pub const MUTED: Ink = Ink::solid(0x5C_5C_5C, 0xB4_B4_B4);
/// Axis lines.
pub const AXIS: Ink = Ink::solid(0x8C_8C_8C, 0x8C_8C_8C);
/// Grid lines.
pub const GRID: Ink = Ink::solid(0xE3_E3_E3, 0x34_37_3D);
/// The full end of the heat map.
pub const HOT: Ink = Ink::solid(0x00_3D_66, 0xCD_E9_FB);
/// The middle of the heat map.
pub const WARM: Ink = Ink::solid(0x4F_9F_D0, 0x3B_86_B5);
/// The nearly empty end of the heat map.
pub const COLD: Ink = Ink::solid(0xEE_F5_FA, 0x1E_2A_33);
/// The full end of what has become more.
pub const MORE: Ink = Ink::solid(0x1F_5F_A0, 0x7F_BC_EE);
/// The full end of what has become less.
pub const LESS: Ink = Ink::solid(0xA8_50_12, 0xEE_AB_78);

const BASELINE: Ink = Ink::solid(0x3A_3A_3A, 0xE4_E4_E4);

/// Okabe and Ito (2008) without black, which is the baseline's, and without yellow, which is too pale on white; lighter on
/// a dark page.
const HUES: [Ink; 6] = [
    Ink::solid(0x00_72_B2, 0x3D_9B_D9),
    Ink::solid(0xD5_5E_00, 0xF2_8A_3C),
    Ink::solid(0x00_9E_73, 0x2C_C2_95),
    Ink::solid(0xCC_79_A7, 0xE2_9C_C4),
    Ink::solid(0xE6_9F_00, 0xF0_B9_3A),
    Ink::solid(0x56_B4_E9, 0xA8_DC_F7),
];

/// Parts of a whole: the muted scheme of Tol (2021), which colour-blind readers tell apart too. Other colours than the
/// strategies', so that no colour means two things.
pub const PARTS: [Ink; 5] = [
    Ink::solid(0x33_22_88, 0x8C_7F_E0),
    Ink::solid(0x88_CC_EE, 0x88_CC_EE),
    Ink::solid(0xDD_CC_77, 0xDD_CC_77),
    Ink::solid(0xCC_66_77, 0xCC_66_77),
    Ink::solid(0x88_22_55, 0xC2_60_9A),
];

/// Width of every page.
pub const WIDTH: f64 = 1280.0;
/// Free space left and right.
pub const MARGIN: f64 = 44.0;

/// The smallest text: 12 points on a slide of 13.33 inches, as which a page is shown.
#[cfg(test)]
pub const SMALLEST: f64 = 16.0;
/// Size of the title.
pub const TITLE: f64 = 24.0;
/// Size of the subtitle.
pub const SUBTITLE: f64 = 17.0;
/// Size of panel titles and row labels.
pub const LABEL: f64 = 17.0;
/// Size of values and axis numbers.
pub const NUMBER: f64 = 16.0;
/// Size of the footer.
pub const SMALL: f64 = 16.0;

/// The shape of a dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// Round.
    Circle,
    /// Standing on a corner.
    Diamond,
    /// Standing on a side.
    Square,
}

/// How a strategy looks in every chart.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Colour.
    pub ink: Ink,
    /// Lengths of strokes and gaps; none for a solid line.
    pub dash: &'static [f64],
    /// Shape of its dots.
    pub marker: Marker,
    /// Width of its lines: the baseline's, drawn last, leaves what it covers to be seen on both sides.
    pub width: f64,
}

/// How a strategy looks: it depends on its place in the scenario file only, and on that of the baseline.
pub fn look(study: &Study, strategy: usize) -> Look {
    let place = |strategy: usize| study.scenario.strategies[strategy].place;
    let baseline = study.scenario.baseline();
    if strategy == baseline {
        return Look { ink: BASELINE, dash: &[], marker: Marker::Circle, width: 1.5 };
    }
    look_of(place(strategy) - usize::from(place(strategy) > place(baseline)))
}

/// Looks that all differ in colour or in shape.
const LOOKS: usize = HUES.len() * 9;

/// How the nth strategy beside the baseline looks: hues first, then their tones, each with a shape; then other pairs of the
/// two.
fn look_of(nth: usize) -> Look {
    let (hue, round) = (HUES[nth % HUES.len()], nth % LOOKS / HUES.len());
    let ink = match round % 3 {
        0 => hue,
        1 => hue.towards(BASELINE, 0.55),
        _ => hue.towards(PAGE, 0.35),
    };
    let (dash, marker): (&[f64], _) = match (round + round / 3) % 3 {
        0 => (&[], Marker::Circle),
        1 => (&[9.0, 4.0], Marker::Diamond),
        _ => (&[2.5, 3.0], Marker::Square),
    };
    Look { ink, dash, marker, width: 3.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_four_strategies_beside_the_baseline_all_look_different() {
        let looks: Vec<Look> = (0..LOOKS).map(look_of).collect();
        for (at, one) in looks.iter().enumerate() {
            let is_same = |other: &&Look| (one.ink, one.dash, one.marker) == (other.ink, other.dash, other.marker);
            assert_eq!((LOOKS, looks.iter().filter(is_same).count()), (54, 1), "look {at}");
        }
    }

    #[test]
    fn what_is_read_stands_out_from_either_page() {
        for theme in [Theme::Light, Theme::Dark] {
            let on_page = |ink: Ink| contrast(ink.rgb(theme), PAGE.rgb(theme));
            assert!(on_page(TEXT) > 12.0 && on_page(MUTED) > 4.5, "{theme:?}");
            assert!(HUES.into_iter().chain([BASELINE]).all(|ink| on_page(ink) > 2.0), "{theme:?}");
            for part in [0.0, 0.25, 0.5, 0.75, 1.0] {
                for ink in [COLD.towards(HOT, part), PAGE.towards(MORE, part), PAGE.towards(LESS, part)] {
                    assert!(contrast(ink.text_on().rgb(theme), ink.rgb(theme)) > 4.0, "{theme:?} {part}");
                }
            }
        }
    }
}
