//! Numbers on a line of the page: the line, its ticks, and how numbers are written beside it.

use super::font::{Weight, room};
use super::theme::NUMBER;
use crate::report::rounding::plain;

/// Values from `low` to `high` on a line of the page.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// The value at the start.
    pub low: f64,
    /// The value at the end.
    pub high: f64,
    /// Where the line starts.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

impl Scale {
    /// The place of a value.
    pub fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// The place of a value, or the end of the line that it is beyond.
    pub fn within(&self, value: f64) -> f64 {
        self.at(value.clamp(self.low, self.high))
    }

    /// Whether a value is on the line.
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Ticks whose numbers stand side by side without touching.
    pub fn ticks_beside(&self) -> Ticks {
        let fits = |ticks: &Ticks| {
            let wide = |&value: &f64| room(&plain(value, ticks.decimals), NUMBER, Weight::Regular);
            let apart = (self.at(ticks.step) - self.at(0.0)).abs();
            ticks.values.windows(2).all(|pair| f64::midpoint(wide(&pair[0]), wide(&pair[1])) + 4.0 <= apart)
        };
        let mut candidates = (1..=6).rev().map(|most| ticks(self.low, self.high, most));
        candidates.find(fits).unwrap_or_else(|| ticks(self.low, self.high, 1))
    }
}

/// Round values on a scale.
#[derive(Debug, Clone)]
pub struct Ticks {
    /// The values.
    pub values: Vec<f64>,
    /// Their distance.
    pub step: f64,
    /// Decimals that tell them apart.
    pub decimals: usize,
}

/// Ticks at 1, 2 or 5 times a power of ten, of which about `most` fit between the ends.
pub fn ticks(low: f64, high: f64, most: usize) -> Ticks {
    let raw = (high - low) / most as f64;
    let power = raw.log10().floor() as i32;
    let unit = 10_f64.powi(power);
    let (times, carry) = match raw / unit {
        m if m <= 1.0 => (1.0, 0),
        m if m <= 2.0 => (2.0, 0),
        m if m <= 5.0 => (5.0, 0),
        _ => (10.0, 1),
    };
    let step = times * unit;
    let slack = 1e-9;
    let (first, last) = ((low / step - slack).ceil() as i64, (high / step + slack).floor() as i64);
    Ticks {
        values: (first..=last).map(|n| n as f64 * step).collect(),
        step,
        decimals: usize::try_from(-(power + carry)).unwrap_or(0),
    }
}

/// The smallest range that holds the values, widened where they are all alike; (0, 1) without any.
pub fn range(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values
        .into_iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if low > high {
        return (0.0, 1.0);
    }
    let size = low.abs().max(high.abs());
    if high - low > size * 1e-9 {
        return (low, high);
    }
    let room = if size > 0.0 { size * 0.05 } else { 0.5 };
    (low - room, high + room)
}

/// The largest size that is no more than so many times the middle one (of two, the smaller), if there is a larger: what is
/// beyond is drawn at the edge, so that it does not squeeze the others.
pub fn largest_usual(sizes: impl IntoIterator<Item = f64>, times: f64) -> Option<f64> {
    let mut sizes: Vec<f64> = sizes.into_iter().collect();
    sizes.sort_by(f64::total_cmp);
    let middle = if sizes.len() == 2 { sizes[0] } else { *sizes.get(sizes.len() / 2)? };
    let usual = sizes.iter().copied().rfind(|&size| size <= times * middle)?;
    (middle > 0.0 && sizes.last() > Some(&usual)).then_some(usual)
}

/// The largest size before a gap of so many times, where what is beyond are no more than half: these are drawn at the edge,
/// so that they do not squeeze the others.
pub fn largest_before_a_gap(sizes: impl IntoIterator<Item = f64>, times: f64) -> Option<f64> {
    let mut sizes: Vec<f64> = sizes.into_iter().collect();
    sizes.sort_by(f64::total_cmp);
    let gaps = (sizes.len().div_ceil(2)..sizes.len()).map(|beyond| (sizes[beyond - 1], sizes[beyond]));
    gaps.filter(|(near, far)| *near > 0.0 && *far > times * near).map(|(near, _)| near).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_told_apart_by_their_decimals() {
        let shown = |low, high| {
            let ticks = ticks(low, high, 4);
            ticks.values.iter().map(|&value| plain(value, ticks.decimals)).collect::<Vec<_>>()
        };
        assert_eq!(shown(0.0, 1.0), ["0.0", "0.5", "1.0"]);
        assert_eq!(shown(-0.03, 0.05), ["−0.02", "0.00", "0.02", "0.04"]);
        assert_eq!(shown(0.0, 9000.0), ["0", "5,000"]);
    }

    #[test]
    fn a_range_has_a_width_even_if_all_values_are_alike() {
        assert_eq!(range([]), (0.0, 1.0));
        assert_eq!(range([0.0, 0.0]), (-0.5, 0.5));
        assert_eq!(range([20.0]), (19.0, 21.0));
    }

    #[test]
    fn who_is_far_away_is_so_from_whoever_is_next() {
        let near = |sizes: &[f64]| largest_before_a_gap(sizes.iter().copied(), 4.0);
        assert_eq!(near(&[5.5, 0.5, 0.04, 0.46]), Some(0.5));
        assert_eq!(near(&[148.0, 2.0]), Some(2.0));
        assert_eq!(near(&[30.9, 2.8, 1.4, 30.2]), Some(2.8), "two of four");
        assert_eq!(
            near(&[0.1, 0.39, 0.47, 0.51, 0.1, 0.1, 0.1, 0.1, 5.5]),
            Some(0.51),
            "not those who are next to others"
        );
        assert_eq!(near(&[3.0, 2.9, 2.8, 0.1]), None, "most are no exception");
        assert_eq!((near(&[0.0, 0.0, 5.0]), near(&[1.0]), near(&[])), (None, None, None));
    }

    #[test]
    fn what_is_far_away_is_so_from_most_others() {
        let usual = |sizes: &[f64]| largest_usual(sizes.iter().copied(), 5.0);
        assert_eq!(usual(&[5.5, 0.5, 0.04, 0.46]), Some(0.5));
        assert_eq!(usual(&[148.0, 2.0]), Some(2.0));
        assert_eq!(usual(&[3.0, 0.8, 0.7]), None);
        assert_eq!(usual(&[9.0, 9.0, 0.1, 0.1]), None, "half are alike");
        assert_eq!(usual(&[9.0, 0.0, 0.0]), None, "nothing is left to choose a scale by");
        assert_eq!((usual(&[]), usual(&[1.0])), (None, None));
    }
}
