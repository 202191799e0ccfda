//! Efforts of many journeys in few numbers, from which quantiles are read.

use crate::scenario::timetable::{Micros, minutes};
use std::ops::AddAssign;

/// Bins: one for no effort at all, then 16 to a doubling, from 2^-6 minutes.
pub const EFFORT_BINS: usize = 1 + 16 * 28;

/// Efforts that are alike to a sixteenth, or below 2^-6 minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Efforts {
    /// How many.
    pub count: u64,
    /// The least of them; without any, more than any.
    least: Micros,
    /// The greatest of them.
    most: Micros,
}

impl Default for Efforts {
    fn default() -> Self {
        Self { count: 0, least: Micros::MAX, most: 0 }
    }
}

impl Efforts {
    /// Adds one.
    #[inline]
    pub fn add(&mut self, effort: Micros) {
        self.count += 1;
        // Seldom so, and cheaper to test than to store each time.
        if effort < self.least {
            self.least = effort;
        }
        if effort > self.most {
            self.most = effort;
        }
    }

    /// One of them by its rank from 0, as if they were evenly spaced.
    fn at(&self, rank: u64) -> f64 {
        let gaps = self.count.saturating_sub(1).max(1);
        self.least as f64 + (self.most - self.least) as f64 * (rank as f64 / gaps as f64)
    }
}

impl AddAssign<&Self> for Efforts {
    fn add_assign(&mut self, other: &Self) {
        self.count += other.count;
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
    }
}

/// The bin of an effort, read off the bits of the number of minutes.
#[inline]
pub fn effort_bin(effort: Micros) -> usize {
    const SIXTEENTHS: u32 = 48;
    let least = (0.015_625_f64).to_bits() >> SIXTEENTHS;
    let bin = minutes(effort).to_bits() >> SIXTEENTHS;
    if effort == 0 { 0 } else { (1 + bin.saturating_sub(least) as usize).min(EFFORT_BINS - 1) }
}

/// The effort that `tenths` tenths of the journeys do not exceed, by straight line between the two nearest (R's type 7);
/// `None` without journeys.
pub fn effort_quantile(bins: &[Efforts], tenths: u64) -> Option<f64> {
    let last = bins.iter().map(|bin| bin.count).sum::<u64>().checked_sub(1)?;
    let (rank, rest) = (last / 10 * tenths + last % 10 * tenths / 10, last % 10 * tenths % 10);
    let (below, above) = (at_rank(bins, rank), at_rank(bins, (rank + 1).min(last)));
    Some(below + (above - below) * (rest as f64 / 10.0))
}

fn at_rank(bins: &[Efforts], rank: u64) -> f64 {
    let mut rank = rank;
    for bin in bins {
        if rank < bin.count {
            return bin.at(rank);
        }
        rank -= bin.count;
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::timetable::MINUTE;

    fn bins(efforts: &[Micros]) -> Vec<Efforts> {
        let mut bins = vec![Efforts::default(); EFFORT_BINS];
        for &effort in efforts {
            bins[effort_bin(effort)].add(effort);
        }
        bins
    }

    fn exact(efforts: &[Micros], tenths: u64) -> f64 {
        let mut sorted = efforts.to_vec();
        sorted.sort_unstable();
        let place = (sorted.len() - 1) as f64 * tenths as f64 / 10.0;
        let (below, above) = (sorted[place.floor() as usize] as f64, sorted[place.ceil() as usize] as f64);
        below + (above - below) * place.fract()
    }

    /// Efforts from a millisecond to a year, from a plain generator.
    fn varied(n: u64) -> Vec<Micros> {
        let mix =
            |i: u64| i.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 32;
        (0..n).map(|i| (mix(i) << (mix(i + n) % 10)) / 7).collect()
    }

    #[test]
    fn journeys_that_all_take_the_same_effort_have_it_as_every_quantile() {
        for effort in [0, 1, 4 * MINUTE, 4_200_000, u64::from(u32::MAX)] {
            for n in [1, 2, 1_000] {
                let bins = bins(&vec![effort; n]);
                assert_eq!(effort_quantile(&bins, 5), Some(effort as f64));
                assert_eq!(effort_quantile(&bins, 9), Some(effort as f64));
            }
        }
        assert_eq!(effort_quantile(&bins(&[]), 5), None);
    }

    #[test]
    fn evenly_spaced_efforts_of_a_bin_have_exact_quantiles() {
        for efforts in [&[4_000_000, 4_200_000][..], &[4_000_000, 4_100_000, 4_200_000], &[4_000_000, 8_000_000]] {
            for tenths in [5, 9] {
                assert_eq!(effort_quantile(&bins(efforts), tenths), Some(exact(efforts, tenths)));
            }
        }
    }

    #[test]
    fn quantiles_are_a_sixteenth_off_at_worst_and_mostly_far_less() {
        let mut worst = 0.0_f64;
        for n in [1, 2, 3, 10, 99, 1_000, 100_000] {
            let efforts = varied(n);
            for tenths in [5, 9] {
                let exact = exact(&efforts, tenths);
                let off = (effort_quantile(&bins(&efforts), tenths).unwrap() - exact).abs();
                assert!(off <= (exact / 16.0).max(MINUTE as f64 / 64.0), "{n} journeys: {off} of {exact}");
                worst = worst.max(off / exact);
            }
        }
        assert!(worst < 0.01, "{worst}");
    }

    /// All but one at the lower end of a bin, where even spacing is as wrong as it can be.
    #[test]
    fn the_largest_error_is_the_width_of_a_bin() {
        let mut efforts = vec![4 * MINUTE; 1_000];
        efforts.push(4_249_999);
        let off = effort_quantile(&bins(&efforts), 9).unwrap() - exact(&efforts, 9);
        assert!(off > 0.2 * MINUTE as f64 && off <= 0.25 * MINUTE as f64, "{off}");
    }

    #[test]
    fn no_effort_is_told_apart_from_the_least_effort() {
        let none_and_little = bins(&[0, 0, 0, 10, 10]);
        assert_eq!(effort_quantile(&none_and_little, 5), Some(0.0));
        assert_eq!(effort_quantile(&none_and_little, 9), Some(10.0));
        assert_eq!((effort_bin(0), effort_bin(1), effort_bin(Micros::MAX)), (0, 1, EFFORT_BINS - 1));
    }

    #[test]
    fn bins_add_up_in_any_order() {
        let (first, last) = (varied(500), varied(70));
        let whole = bins(&[first.clone(), last.clone()].concat());
        for (a, b) in [(&first, &last), (&last, &first)] {
            let mut sum = bins(a);
            for (sum, more) in sum.iter_mut().zip(&bins(b)) {
                *sum += more;
            }
            assert_eq!(sum, whole);
        }
    }
}
