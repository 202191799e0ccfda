//! What would be lost without a channel, by a Markov chain of channels: whoever goes there goes nowhere.
//!
//! Anderl, Becker, von Wangenheim and Schumann (2016). Assumes that where a path goes on depends on the last channel alone,
//! and that nobody who finds a channel gone turns to another.

use super::Paths;
use crate::theory::Matrix;
use crate::theory::markov::AbsorbingChain;

/// The share of conversions that would be lost without each channel, 1 - P(conversion without it) / P(conversion), from 0 to
/// 1; `None` where nothing was converted, or where channels lead to each other for so long that no number tells when it ends.
///
/// Exact, by one system of linear equations: what is lost is the conversions of those who ever come to the channel, which
/// is P(ever comes there) x P(conversion from there on).
pub fn removal_effects(paths: &Paths) -> Option<Vec<f64>> {
    effects(&Flow::of(paths))
}

fn effects(flow: &Flow) -> Option<Vec<f64>> {
    let channels = flow.counts.len() - 1;
    let chain = AbsorbingChain::solve(flow.passage())?;
    let converts = chain.absorption(&flow.conversion());
    let converts = |from: usize| converts[from][0];
    if converts(START) <= 0.0 {
        return None;
    }
    let visits = chain.visits();
    let lost = |channel: usize| visits[START][channel] / visits[channel][channel] * converts(channel);
    Some((1..=channels).map(|channel| (lost(channel) / converts(START)).clamp(0.0, 1.0)).collect())
}

/// Where all paths begin; after it come the channels, and then conversion and nothing.
const START: usize = 0;

/// How many go from where to where; who stays in a channel goes nowhere new, and is not counted.
struct Flow {
    /// `[from][to]`: from the start or a channel, to the start (never), a channel, conversion, or nothing.
    counts: Matrix,
    /// How many leave.
    leave: Vec<f64>,
}

impl Flow {
    fn of(paths: &Paths) -> Self {
        let channels = paths.channels.len();
        let mut counts = vec![vec![0.0; channels + 3]; channels + 1];
        for path in &paths.paths {
            let came = path.came;
            let all = (came.conversions + came.nulls) as f64;
            let mut at = START;
            for to in path.touches.iter().map(|&touch| 1 + usize::from(touch)) {
                if to != at {
                    counts[at][to] += all;
                }
                at = to;
            }
            counts[at][channels + 1] += came.conversions as f64;
            counts[at][channels + 2] += came.nulls as f64;
        }
        Self::new(counts)
    }

    fn new(counts: Matrix) -> Self {
        let leave = counts.iter().map(|row| row.iter().sum()).collect();
        Self { counts, leave }
    }

    /// The share of those who leave that goes there.
    fn share(&self, from: usize, to: usize) -> f64 {
        if self.leave[from] > 0.0 { self.counts[from][to] / self.leave[from] } else { 0.0 }
    }

    /// Shares among the start and the channels.
    fn passage(&self) -> Matrix {
        let states = self.counts.len();
        (0..states).map(|from| (0..states).map(|to| self.share(from, to)).collect()).collect()
    }

    /// Shares that convert next, from the start (none) and from each channel.
    fn conversion(&self) -> Matrix {
        let states = self.counts.len();
        (0..states).map(|from| vec![self.share(from, states)]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Path, paths};
    use super::*;

    fn assert_near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{found:?} is not {expected:?}");
    }

    /// The chain of evidence 3.12: start->G .8, start->M .2; G->conversion .5, G->M .25, G->nothing .25; M->conversion.
    #[test]
    fn two_channels_are_missed_as_worked_by_hand() {
        let two = paths(&[("G", 8, 0.0, 4), ("G > M", 4, 0.0, 0), ("M", 4, 0.0, 0)]);
        assert_eq!(two.all().conversion(), Some(0.8));
        assert_near(&removal_effects(&two).expect("conversions"), &[0.75, 0.5]);
    }

    /// All of a (4 of 8) and of what goes on to b; without b, one of the two who pass through it from c.
    #[test]
    fn three_channels_are_missed_as_worked_by_hand() {
        // From the start: a 4/8, c 4/8. a: converts 2/4, else b. b: converts 3/4. c: b 2/4, converts 1/4, nothing 1/4.
        // P = (1/2)(1/2 + 1/2 * 3/4) + (1/2)(1/4 + 1/2 * 3/4) = 7/16 + 5/16 = 3/4.
        let three = paths(&[("a", 2, 0.0, 0), ("a > b", 1, 0.0, 1), ("c > b", 2, 0.0, 0), ("c", 1, 0.0, 1)]);
        let lost = [7.0 / 16.0, 0.5 * 0.75, 5.0 / 16.0];
        let expected: Vec<f64> = lost.iter().map(|lost| lost / 0.75).collect();
        assert_near(&removal_effects(&three).expect("conversions"), &expected);
    }

    /// Evidence 3.12: store, web, app and e-mail, of a hundred who leave each.
    #[test]
    fn four_channels_are_missed_as_evidence_says() {
        let flow = Flow::new(vec![
            vec![0.0, 10.0, 45.0, 15.0, 30.0, 0.0, 0.0],
            vec![0.0, 0.0, 10.0, 5.0, 5.0, 30.0, 50.0],
            vec![0.0, 15.0, 0.0, 5.0, 10.0, 5.0, 65.0],
            vec![0.0, 10.0, 10.0, 0.0, 5.0, 10.0, 65.0],
            vec![0.0, 5.0, 30.0, 10.0, 0.0, 2.0, 53.0],
        ]);
        assert_near(&effects(&flow).expect("conversions"), &[0.558_431, 0.501_791, 0.254_434, 0.238_203]);
    }

    /// The other way, as the definition says: conversions counted in the chain with a channel's inflow gone to nothing.
    #[test]
    fn effects_are_those_of_chains_with_the_channel_taken_out() {
        let cyclic = paths(&[
            ("a > b > a > c", 3, 0.0, 2),
            ("b > c > b", 1, 0.0, 4),
            ("c > a > a > b > c > a", 2, 0.0, 1),
            ("d > a", 1, 0.0, 0),
            ("d", 0, 0.0, 7),
        ]);
        let flow = Flow::of(&cyclic);
        let conversion = |without: Option<usize>| {
            let mut passage = flow.passage();
            if let Some(channel) = without {
                for row in &mut passage {
                    row[channel] = 0.0;
                }
            }
            AbsorbingChain::solve(passage).expect("every path ends").absorption(&flow.conversion())[START][0]
        };
        let expected: Vec<f64> = (1..=4).map(|channel| 1.0 - conversion(Some(channel)) / conversion(None)).collect();
        assert_near(&removal_effects(&cyclic).expect("conversions"), &expected);
    }

    #[test]
    fn staying_in_a_channel_changes_nothing() {
        let short = paths(&[("a > b", 3, 0.0, 2), ("b", 1, 0.0, 1)]);
        let long = paths(&[("a > a > a > b > b", 3, 0.0, 2), ("b > b", 1, 0.0, 1)]);
        assert_eq!(removal_effects(&short), removal_effects(&long));
    }

    #[test]
    fn a_channel_that_nobody_comes_to_is_not_missed() {
        let mut some = paths(&[("a", 3, 0.0, 2), ("b", 0, 0.0, 0)]);
        some.channels.push("c".into());
        assert_eq!(removal_effects(&some), Some(vec![1.0, 0.0, 0.0]));
        assert_eq!(removal_effects(&paths(&[("a", 0, 0.0, 2)])), None);
        assert_eq!(removal_effects(&Paths::default()), None);
    }

    #[test]
    fn a_path_of_a_million_touches_is_no_trouble() {
        let touches = (0..1_000_000_u32).map(|at| (at % 2) as u16).collect();
        let mut long = paths(&[("a", 1, 0.0, 0), ("b", 0, 0.0, 1)]);
        long.paths.push(Path { touches, came: crate::attribution::Came { conversions: 1, value: 0.0, nulls: 1 } });
        let effects = removal_effects(&long).expect("conversions");
        assert!(effects.iter().all(|effect| (0.0..=1.0).contains(effect)), "{effects:?}");
    }
}
