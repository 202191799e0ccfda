//! Stock that is ordered up to a level at regular reviews, under a Poisson demand that does not wait.

/// The share of a Poisson demand of this mean that so many units serve: E[min(N, S)] / mean, exact.
pub fn fill_rate(mean: f64, units: u32) -> f64 {
    served(&poisson(mean, units), units) / mean
}

/// The same where the mean differs from day to day by a gamma factor with this coefficient of variation: demand is negative
/// binomial.
pub fn fill_rate_on_uneven_days(mean: f64, cv: f64, units: u32) -> f64 {
    let (spread, size) = (mean * cv * cv, 1.0 / (cv * cv));
    let mut probability = (1.0 + spread).powf(-size);
    let of_count = |count: u32| {
        let this = probability;
        probability *= (size + f64::from(count)) / f64::from(count + 1) * spread / (1.0 + spread);
        this
    };
    served(&(0..=units).map(of_count).collect::<Vec<f64>>(), units) / mean
}

/// Mean units left between two deliveries of so many, under a Poisson demand of this mean from one to the next: the integral
/// of E[(S - N)+] over it.
pub fn left_on_average(mean: f64, units: u32) -> f64 {
    let mut beyond = 1.0;
    let of_count = |(count, probability): (u32, f64)| {
        beyond -= probability;
        f64::from(units - count) * beyond / mean
    };
    (0..units).zip(poisson(mean, units)).map(of_count).sum()
}

/// The share that a stock serves which is ordered up to `units` at every review and delivered a lead time later, no later
/// than the next review; whoever finds nothing goes. `until_delivery` and `until_review` are the mean demands from a review
/// to the delivery, and from there to the next review.
///
/// What is on hand at the reviews is a chain on 0 to `units`: of x, min(x, D) go until the delivery, which brings what was
/// missing, and then min(., D') until the next.
pub fn fill_rate_with_lead(until_delivery: f64, until_review: f64, units: u32) -> f64 {
    let (first, second) = (poisson(until_delivery, units), poisson(until_review, units));
    let states = units as usize + 1;
    let mut at_review = vec![1.0 / states as f64; states];
    let mut sold = 0.0;
    for _ in 0..10_000 {
        let mut next = vec![0.0; states];
        sold = 0.0;
        for (on_hand, &share) in at_review.iter().enumerate() {
            for (left, go) in falling(&first, on_hand) {
                let delivered = left + (units as usize - on_hand);
                for (rest, chance) in falling(&second, delivered) {
                    next[rest] += share * go * chance;
                    sold += share * go * chance * (on_hand - left + delivered - rest) as f64;
                }
            }
        }
        let moved: f64 = next.iter().zip(&at_review).map(|(new, old)| (new - old).abs()).sum();
        at_review = next;
        if moved < 1e-15 {
            break;
        }
    }
    sold / (until_delivery + until_review)
}

/// Eppen's ratio: the safety that n pools in one ask of that of n apart, where the demands of any two correlate so; for
/// normal demands, and the ratio of the standard deviations for any (Eppen 1979).
pub fn pooled_over_apart(pools: u32, correlation: f64) -> f64 {
    let n = f64::from(pools);
    ((1.0 + (n - 1.0) * correlation) / n).sqrt()
}

/// How two Poisson counts of this mean correlate that share a factor with this coefficient of variation.
pub fn correlation_by_days(mean: f64, cv: f64) -> f64 {
    cv * cv * mean / (1.0 + cv * cv * mean)
}

/// Where so many units come to by a demand, and how likely.
fn falling(demand: &[f64], units: usize) -> impl Iterator<Item = (usize, f64)> {
    let some = (0..units).map(move |asked| (units - asked, demand[asked]));
    let rest = 1.0 - demand[..units].iter().sum::<f64>();
    some.chain([(0, rest)])
}

/// Probabilities of 0 up to `most`.
fn poisson(mean: f64, most: u32) -> Vec<f64> {
    let mut probability = (-mean).exp();
    (0..=most)
        .map(|count| {
            let this = probability;
            probability *= mean / f64::from(count + 1);
            this
        })
        .collect()
}

fn served(demand: &[f64], units: u32) -> f64 {
    let below: f64 = (0..units).map(|asked| demand[asked as usize] * f64::from(asked)).sum();
    let rest = 1.0 - demand[..units as usize].iter().sum::<f64>();
    below + rest * f64::from(units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::assert_near;

    #[test]
    fn fill_rates_are_those_of_the_worked_example() {
        assert_near(fill_rate(5.0, 7), 0.948_904);
        assert_near(fill_rate(10.0, 14), 0.981_306);
        assert_near(fill_rate(3.0, 0), 0.0);
    }

    #[test]
    fn a_delivery_at_once_or_with_the_next_review_is_a_plain_fill_rate_or_half_a_chain() {
        assert_near(fill_rate_with_lead(0.0, 5.0, 7), fill_rate(5.0, 7));
        // With one unit and a delivery just before the next review: a sold unit is back two reviews later.
        let sold = 1.0 - (-1.0_f64).exp();
        assert_near(fill_rate_with_lead(1.0, 0.0, 1), sold / (1.0 + sold));
    }

    #[test]
    fn uneven_days_that_are_next_to_even_are_poisson_and_uneven_ones_serve_less() {
        assert!((fill_rate_on_uneven_days(5.0, 1e-4, 7) - fill_rate(5.0, 7)).abs() < 1e-6);
        // Geometric: of each unit, one in two is asked for beyond those before.
        assert_near(fill_rate_on_uneven_days(1.0, 1.0, 2), 0.75);
    }

    #[test]
    fn units_left_are_what_nobody_took_yet() {
        // One unit, gone after a unit exponential, over two of its means.
        assert_near(left_on_average(2.0, 1), (1.0 - (-2.0_f64).exp()) / 2.0);
        // Of many, half of the demand is gone on average.
        assert_near(left_on_average(10.0, 100), 95.0);
    }

    #[test]
    fn what_is_missing_of_large_demands_goes_by_the_standard_deviation_as_in_eppen() {
        const MEAN: f64 = 225.0;
        for cv in [1e-4, 0.1] {
            // Units a standard deviation above the mean, apart and in one pool; between whole numbers by a straight line.
            let missing = |mean: f64| {
                let units = mean + (mean + cv * cv * mean * mean).sqrt();
                let of_whole = |units: f64| mean * (1.0 - fill_rate_on_uneven_days(mean, cv, units as u32));
                of_whole(units) + units.fract() * (of_whole(units + 1.0) - of_whole(units))
            };
            let ratio = missing(2.0 * MEAN) / (2.0 * missing(MEAN));
            let eppen = pooled_over_apart(2, correlation_by_days(MEAN, cv));
            assert!((ratio / eppen - 1.0).abs() < 0.02, "{ratio} for {eppen}");
        }
    }

    #[test]
    fn pooling_gains_less_where_demands_go_together() {
        assert_near(pooled_over_apart(2, 0.0), 0.5_f64.sqrt());
        assert_near(pooled_over_apart(4, 0.3), 0.689_202);
        assert_near(pooled_over_apart(2, 1.0), 1.0);
        assert_near(correlation_by_days(10.0, 0.5), 2.5 / 3.5);
    }
}
