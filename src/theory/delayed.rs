//! What comes about later: streams of which a part brings something about, an exponential time after.

/// How much of a steady stream of 1 a day from time 0 on has come about between two days, if each part of it does an
/// exponential time of this mean later: the integral of 1 - exp(-t / mean). A Poisson stream thinned and displaced is
/// Poisson again, with this mean (Rényi 1956).
pub fn come_about(from: f64, until: f64, mean: f64) -> f64 {
    if mean == 0.0 {
        return until - from;
    }
    until - from - mean * ((-from / mean).exp() - (-until / mean).exp())
}

/// The same where the stream of each customer begins at an exponential time of its own, at this rate (a day): the
/// expected number by a day is the integral of (1 - exp(-rate s)) (1 - exp(-(day - s) / mean)) over s.
pub fn come_about_after_a_start(rate: f64, day: f64, mean: f64) -> f64 {
    if mean == 0.0 {
        return come_about(0.0, day, 1.0 / rate);
    }
    let later = 1.0 / mean;
    let gone = |rate: f64| (1.0 - (-rate * day).exp()) / rate;
    let both = if (rate - later).abs() < 1e-9 * rate {
        day * (-rate * day).exp()
    } else {
        ((-later * day).exp() - (-rate * day).exp()) / (rate - later)
    };
    day - gone(rate) - gone(later) + both
}

/// Mean number of times that two baskets meet in a journey that fills one, in one of two channels, and turns to the other
/// with probability `turns` each time that it has, where it begins anew; those who are `known` there meet the older.
pub fn baskets_met(turns: f64, known: f64) -> f64 {
    known * turns / (1.0 - turns)
}

/// The same where the newer basket is lost in that, and whoever has to fill it again turns to the other channel with the
/// same probability: a chain of two states, the choice for the next step and the choice for the same again.
pub fn baskets_met_where_overwritten(turns: f64, known: f64) -> f64 {
    // Met from the next choice on: next = turns x filled; after a loss: again = (1 - turns) next + turns x filled;
    // filled = known (1 + again) + (1 - known) next.
    let of_filled = turns * (1.0 - known) + known * ((1.0 - turns) * turns + turns);
    turns * known / (1.0 - of_filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{assert_near, assert_within};

    #[test]
    fn what_comes_about_later_is_the_sum_of_many_small_parts() {
        let steps = 100_000;
        let sum = |from: f64, until: f64, of: &dyn Fn(f64) -> f64| -> f64 {
            let step = (until - from) / f64::from(steps);
            (0..steps).map(|at| of(from + step * (f64::from(at) + 0.5)) * step).sum()
        };
        assert_near(come_about(10.0, 30.0, 7.0), sum(10.0, 30.0, &|t| 1.0 - (-t / 7.0).exp()));
        let after = |rate: f64, s: f64| (1.0 - (-rate * s).exp()) * (1.0 - (-(30.0 - s) / 7.0).exp());
        for rate in [0.02, 1.0 / 7.0, 0.5] {
            assert_within(come_about_after_a_start(rate, 30.0, 7.0), sum(0.0, 30.0, &|s| after(rate, s)), 1e-5);
        }
    }

    #[test]
    fn what_comes_about_at_once_is_all_that_there_was() {
        assert_near(come_about(10.0, 30.0, 0.0), 20.0);
        assert_near(come_about_after_a_start(1e6, 30.0, 0.0), 30.0 - 1e-6);
    }

    #[test]
    fn baskets_meet_as_often_as_a_journey_turns_and_more_often_where_they_are_lost() {
        assert_near(baskets_met(0.5, 1.0), 1.0);
        // Known for sure: filled = 1 + again, again = next / 2 + filled / 2, next = filled / 2.
        assert_near(baskets_met_where_overwritten(0.5, 1.0), 2.0);
        assert_near(baskets_met_where_overwritten(0.5, 0.0), 0.0);
    }
}
