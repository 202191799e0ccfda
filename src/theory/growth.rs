//! A base of customers of which some are lost at any time, and which others join at any time.

/// Share of customers still there after a time, who are lost at a rate that is gamma over customers, with this mean and
/// coefficient of variation: its Laplace transform, exponential where all are alike (cv 0).
pub fn survival(rate: f64, cv: f64, t: f64) -> f64 {
    if cv == 0.0 { (-rate * t).exp() } else { (1.0 + rate * cv * cv * t).powf(-1.0 / (cv * cv)) }
}

/// Customers there after a time, of so many at the start and so many who join a year, who all are lost at this rate a year:
/// an M/M/infinity queue that does not begin empty.
pub fn base(first: f64, join: f64, loss: f64, years: f64) -> f64 {
    first * survival(loss, 0.0, years) + join * years_there(loss, years)
}

/// Time for which somebody is there within so many years, on average, who is lost at this rate; also the mean number there of
/// those who joined in that time at a rate of one a year.
pub fn years_there(loss: f64, years: f64) -> f64 {
    if loss == 0.0 { years } else { -(-loss * years).exp_m1() / loss }
}

/// Time for which all are there together within so many years who join at a rate of one a year and are not lost.
pub fn years_of_joiners(years: f64) -> f64 {
    years * years / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-9, "{value} for {expected}");
    }

    #[test]
    fn a_base_that_gains_what_it_loses_holds_and_forgets_how_it_began() {
        assert_near(base(500.0, 100.0, 0.2, 3.0), 500.0);
        assert_near(base(0.0, 100.0, 0.2, 1000.0), 500.0);
        assert_near(base(40.0, 7.0, 0.0, 3.0), 61.0);
        assert_near(base(40.0, 0.0, 0.3, 2.0), 40.0 * (-0.6_f64).exp());
    }

    #[test]
    fn customers_who_hardly_differ_are_lost_as_if_they_were_alike_and_others_the_slower_the_more_they_differ() {
        assert!((survival(0.4, 1e-4, 2.0) - survival(0.4, 0.0, 2.0)).abs() < 1e-6);
        assert_near(survival(0.4, 1.0, 2.0), 1.0 / 1.8);
        assert!(survival(0.4, 2.0, 2.0) > survival(0.4, 1.0, 2.0));
    }

    #[test]
    fn time_there_is_the_sum_over_short_spans() {
        let steps = 100_000;
        let sum: f64 = (0..steps).map(|at| (-0.3 * (f64::from(at) + 0.5) / 50_000.0).exp() / 50_000.0).sum();
        assert_near(years_there(0.3, 2.0), sum);
        assert_near(years_of_joiners(3.0), 4.5);
    }
}
