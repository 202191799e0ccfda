//! Messages to customers: contact pressure that halves, and what comes of it.

/// Contact pressure just before the n-th message, from 0, of a mailing every so many days: the geometric sum of those before.
pub fn pressure(n: u32, every_days: f64, half_life_days: f64) -> f64 {
    let left = 0.5_f64.powf(every_days / half_life_days);
    left * (1.0 - left.powi(n.cast_signed())) / (1.0 - left)
}

/// The mean of e^(-s P) over contact pressure P in the long run, where messages come at random, so many a day: shot noise.
pub fn fatigue_at_random(a_day: f64, half_life_days: f64, s: f64) -> f64 {
    let forgets = std::f64::consts::LN_2 / half_life_days;
    (-a_day / forgets * entire_exponential_integral(s)).exp()
}

/// The integral of (1 - e^(-u)) / u from 0 to x, by its series.
fn entire_exponential_integral(x: f64) -> f64 {
    let (mut sum, mut power) = (0.0, 1.0);
    for k in 1..100 {
        power *= -x / f64::from(k);
        sum -= power / f64::from(k);
    }
    sum
}

/// The share that still hears just before each message of so many, if the n-th, from 0, makes so many of those who hear it go.
pub fn still_hear(messages: u32, goes: impl Fn(u32) -> f64) -> Vec<f64> {
    let next = |hear: &mut f64, n: u32| {
        let now = *hear;
        *hear *= 1.0 - goes(n);
        Some(now)
    };
    (0..=messages).scan(1.0, next).collect()
}

/// The mean and the shape of a beta law with a coefficient of variation: its two parameters.
pub fn beta_of(mean: f64, cv: f64) -> (f64, f64) {
    let size = (1.0 - mean) / (mean * cv * cv) - 1.0;
    (mean * size, (1.0 - mean) * size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pressure_of_a_mailing_tends_to_that_of_one_without_a_beginning() {
        assert_eq!(pressure(0, 7.0, 7.0), 0.0);
        assert!((pressure(1, 7.0, 7.0) - 0.5).abs() < 1e-15);
        assert!((pressure(2, 7.0, 7.0) - 0.75).abs() < 1e-15);
        assert!((pressure(60, 7.0, 7.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn little_fatigue_goes_by_the_mean_pressure_alone() {
        // Campbell: the mean of shot noise is rate / forgetting.
        let (a_day, half_life, s) = (0.5, 6.0, 1e-6);
        let mean = a_day * half_life / std::f64::consts::LN_2;
        assert!((fatigue_at_random(a_day, half_life, s) - (1.0 - s * mean)).abs() < 1e-10);
    }

    #[test]
    fn the_integral_agrees_with_simpsons_rule() {
        let at = |u: f64| if u == 0.0 { 1.0 } else { (1.0 - (-u).exp()) / u };
        let (x, n) = (1.7, 1000);
        let weight = |k: u32| if k == 0 || k == n { 1.0 } else { 2.0 + 2.0 * f64::from(k % 2) };
        let sum: f64 = (0..=n).map(|k| weight(k) * at(x * f64::from(k) / f64::from(n))).sum();
        assert!((entire_exponential_integral(x) - sum * x / f64::from(n) / 3.0).abs() < 1e-10);
    }
}
