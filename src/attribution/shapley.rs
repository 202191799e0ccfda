//! What each of several adds to them all, on average over the orders in which they could have come.
//!
//! Shapley (1953).

/// More players than this have too many sets.
pub const MOST_PLAYERS: usize = 12;

/// The value of each of so many players; `worth` tells what a set of them, given as bits, is worth. The values sum to what
/// all are worth less what none is.
///
/// # Panics
/// With more than [`MOST_PLAYERS`].
pub fn shapley(players: usize, worth: impl Fn(usize) -> f64) -> Vec<f64> {
    assert!(players <= MOST_PLAYERS, "{players} players have too many sets");
    let worth: Vec<f64> = (0..1 << players).map(worth).collect();
    let value = |player: usize| -> f64 {
        let without = (0..worth.len()).filter(|set| set >> player & 1 == 0);
        without.map(|set| share_of_orders(players, set.count_ones()) * (worth[set | 1 << player] - worth[set])).sum()
    };
    (0..players).map(value).collect()
}

/// The share of all orders of players in which just these so many come before a certain one: s! (n - s - 1)! / n!.
fn share_of_orders(players: usize, before: u32) -> f64 {
    let ways = (1..=before).fold(1.0, |ways, at| ways * (players as f64 - f64::from(at)) / f64::from(at));
    1.0 / (players as f64 * ways)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_near(found: &[f64], expected: &[f64]) {
        assert!(found.len() == expected.len(), "{found:?}");
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?} is not {expected:?}");
    }

    /// Evidence 3.12: A .04, B .03, C .01, AB .09, AC .06, BC .05, ABC .12.
    #[test]
    fn three_channels_share_what_they_sell_as_worked_by_hand() {
        let worth = [0.0, 0.04, 0.03, 0.09, 0.01, 0.06, 0.05, 0.12];
        assert_near(&shapley(3, |set| worth[set]), &[0.055, 0.045, 0.020]);
        assert_near(&shapley(2, |set| worth[set]), &[0.05, 0.04]);
    }

    #[test]
    fn either_of_two_is_enough_as_worked_by_hand() {
        let fails = |set: usize| {
            [0.05, 0.03]
                .iter()
                .enumerate()
                .filter(|(at, _)| set >> at & 1 == 1)
                .fold(1.0, |fails, (_, p)| fails * (1.0 - p))
        };
        assert_near(&shapley(2, |set| 1.0 - fails(set)), &[0.04925, 0.02925]);
    }

    #[test]
    fn who_adds_the_same_to_every_set_is_worth_that_and_all_are_worth_what_there_is() {
        let adds: Vec<f64> = (0..MOST_PLAYERS).map(|player| player as f64).collect();
        let sum = |set: usize| adds.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, add)| add).sum();
        assert_near(&shapley(MOST_PLAYERS, sum), &adds);
        let squares = shapley(MOST_PLAYERS, |set| f64::from(set.count_ones().pow(2)));
        assert_near(&[squares.iter().sum()], &[144.0]);
        assert_near(&shapley(0, |_| 3.0), &[]);
    }
}
