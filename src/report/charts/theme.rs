//! Colours, sizes and line patterns: what makes all charts look like one family.

use crate::experiment::Study;

/// A colour with its opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink {
    /// Red, green and blue.
    pub rgb: (u8, u8, u8),
    /// Opacity in [0, 1].
    pub alpha: f64,
}

impl Ink {
    const fn solid(hex: u32) -> Self {
        Self { rgb: ((hex >> 16) as u8, (hex >> 8) as u8, hex as u8), alpha: 1.0 }
    }

    /// The same colour, less opaque.
    pub const fn faint(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }

    /// The colour between this one (0) and another (1).
    pub fn towards(self, other: Self, part: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * part).round() as u8;
        let (from, to) = (self.rgb, other.rgb);
        Self { rgb: (mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2)), alpha: self.alpha }
    }

    /// White or near black, whichever is easier to read on this colour.
    pub fn text_on(self) -> Self {
        let linear = |part: u8| (f64::from(part) / 255.0).powi(2);
        let luminance = 0.2126 * linear(self.rgb.0) + 0.7152 * linear(self.rgb.1) + 0.0722 * linear(self.rgb.2);
        if luminance < 0.27 { WHITE } else { TEXT }
    }
}

/// The page.
pub const WHITE: Ink = Ink::solid(0xFF_FF_FF);
/// What is to be read first.
pub const TEXT: Ink = Ink::solid(0x22_22_22);
/// What is to be read second: subtitles, units, axis numbers, the footer.
pub const MUTED: Ink = Ink::solid(0x5C_5C_5C);
/// Axis lines.
pub const AXIS: Ink = Ink::solid(0x8C_8C_8C);
/// Grid lines.
pub const GRID: Ink = Ink::solid(0xE3_E3_E3);
/// The full end of the heat map.
pub const HOT: Ink = Ink::solid(0x00_3D_66);
/// The middle of the heat map.
pub const WARM: Ink = Ink::solid(0x4F_9F_D0);
/// The nearly empty end of the heat map.
pub const COLD: Ink = Ink::solid(0xEE_F5_FA);

const BASELINE: Ink = Ink::solid(0x3A_3A_3A);

/// Okabe and Ito (2008) without black, which is the baseline's, and without yellow, which is too pale on white.
const HUES: [Ink; 6] = [
    Ink::solid(0x00_72_B2),
    Ink::solid(0xD5_5E_00),
    Ink::solid(0x00_9E_73),
    Ink::solid(0xCC_79_A7),
    Ink::solid(0xE6_9F_00),
    Ink::solid(0x56_B4_E9),
];

/// Parts of a whole: the muted scheme of Tol (2021), which colour-blind readers tell apart too. Other colours than the
/// strategies', so that no colour means two things.
pub const PARTS: [Ink; 5] = [
    Ink::solid(0x33_22_88),
    Ink::solid(0x88_CC_EE),
    Ink::solid(0xDD_CC_77),
    Ink::solid(0xCC_66_77),
    Ink::solid(0x88_22_55),
];

/// Width of every page.
pub const WIDTH: f64 = 1280.0;
/// Free space left and right.
pub const MARGIN: f64 = 44.0;

/// Size of the title.
pub const TITLE: f64 = 25.0;
/// Size of the subtitle.
pub const SUBTITLE: f64 = 15.5;
/// Size of panel titles and row labels.
pub const LABEL: f64 = 15.0;
/// Size of values and axis numbers.
pub const NUMBER: f64 = 13.5;
/// Size of the footer.
pub const SMALL: f64 = 12.5;

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
}

/// How a strategy looks: it depends on its position in the scenario only.
pub fn look(study: &Study, strategy: usize) -> Look {
    let baseline = study.scenario.baseline();
    if strategy == baseline {
        return Look { ink: BASELINE, dash: &[], marker: Marker::Circle };
    }
    let nth = strategy - usize::from(strategy > baseline);
    let hue = HUES[nth % HUES.len()];
    match nth / HUES.len() % 3 {
        0 => Look { ink: hue, dash: &[], marker: Marker::Circle },
        1 => Look { ink: hue.towards(BASELINE, 0.55), dash: &[9.0, 4.0], marker: Marker::Diamond },
        _ => Look { ink: hue.towards(WHITE, 0.35), dash: &[2.5, 3.0], marker: Marker::Square },
    }
}
