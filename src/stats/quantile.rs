//! Exact quantile functions of laws that have no closed one.
//!
//! They solve the distribution function for its argument, from the nearer tail, and are slow:
//! table them with [`super::QuantileTable`] before drawing.

use statrs::function::beta::{beta_reg, ln_beta};
use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

/// Quantile function of the gamma law with the given mean (> 0, any unit) and coefficient of
/// variation (>= 0); with cv 0 it is the mean everywhere.
///
/// Shape 1/cv^2, scale mean cv^2. Quantiles too small for a double are 0.
pub fn gamma_quantile(mean: f64, cv: f64) -> impl Fn(f64) -> f64 {
    let (shape, scale) = gamma_shape_and_scale(mean, cv);
    move |u| {
        if cv > 0.0 { scale * unit_gamma_quantile(shape, u) } else { mean }
    }
}

/// Shape and scale of the gamma law with this mean and coefficient of variation (> 0).
pub fn gamma_shape_and_scale(mean: f64, cv: f64) -> (f64, f64) {
    (1.0 / (cv * cv), mean * cv * cv)
}

/// Quantile function of the beta law on [0, 1] with shapes `a` > 0 and `b` > 0.
///
/// Quantiles too small for a double are 0, those too near 1 are 1.
pub fn beta_quantile(a: f64, b: f64) -> impl Fn(f64) -> f64 {
    move |u| {
        if u <= 0.5 { beta_from_below(a, b, u) } else { 1.0 - beta_from_below(b, a, 1.0 - u) }
    }
}

/// Quantile of the gamma law with scale 1.
pub fn unit_gamma_quantile(shape: f64, u: f64) -> f64 {
    if u <= 0.5 { gamma_from_below(shape, u) } else { gamma_from_above(shape, 1.0 - u) }
}

/// Where the unit-scale gamma law has reached `level`: Newton's method on the log of the
/// distribution function against log x, which is nearly straight in the lower tail.
fn gamma_from_below(shape: f64, level: f64) -> f64 {
    let log_gamma = ln_gamma(shape);
    solve(shape, f64::MAX, |x| {
        let reached = gamma_lr(shape, x);
        let x_density = (shape * x.ln() - x - log_gamma).exp();
        let excess = (reached / level).ln();
        (excess, x * (-excess * reached / x_density).exp())
    })
}

/// Where only `tail` of the unit-scale gamma law is left: Newton's method on the log of the
/// survival function against x, which is nearly straight in the upper tail.
fn gamma_from_above(shape: f64, tail: f64) -> f64 {
    let log_gamma = ln_gamma(shape);
    solve(shape, f64::MAX, |x| {
        let left = gamma_ur(shape, x);
        let density = ((shape - 1.0) * x.ln() - x - log_gamma).exp();
        let excess = (tail / left).ln();
        (excess, x - excess * left / density)
    })
}

/// Where the beta law has reached `level`; see [`gamma_from_below`].
fn beta_from_below(a: f64, b: f64, level: f64) -> f64 {
    let log_beta = ln_beta(a, b);
    solve(a / (a + b), 1.0, |x| {
        let reached = beta_reg(a, b, x);
        let x_density = (a * x.ln() + (b - 1.0) * (1.0 - x).ln() - log_beta).exp();
        let excess = (reached / level).ln();
        (excess, x * (-excess * reached / x_density).exp())
    })
}

/// Root in (0, `end`) of an increasing function, from `start`.
///
/// `step` gives the function's sign at x and Newton's next x. A next x outside the bracket is
/// replaced by the middle of the bracket in bit patterns, which halves any range of positive
/// doubles to nothing in at most 63 steps.
fn solve(start: f64, end: f64, step: impl Fn(f64) -> (f64, f64)) -> f64 {
    const CLOSE: f64 = 1e-10; // Newton squares the error: a step as short as this is the last.
    const STEPS: usize = 300;
    let (mut low, mut high, mut x) = (0.0_f64, end, start);
    for _ in 0..STEPS {
        let (excess, next) = step(x);
        if excess == 0.0 {
            return x;
        }
        if (next - x).abs() <= CLOSE * x.min(end - x) {
            return next.clamp(low, high);
        }
        if excess > 0.0 {
            high = x;
        } else {
            low = x;
        }
        x = if next > low && next < high { next } else { bit_middle(low, high) };
        if x <= low || x >= high {
            return low;
        }
    }
    x
}

fn bit_middle(low: f64, high: f64) -> f64 {
    f64::from_bits(u64::midpoint(low.to_bits(), high.to_bits()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Beta, ContinuousCDF, Gamma};

    const LEVELS: [f64; 9] = [1e-9, 1e-6, 1e-3, 0.1, 0.5, 0.9, 0.999, 1.0 - 1e-6, 1.0 - 1e-9];

    fn near(a: f64, b: f64, relative: f64) {
        assert!((a - b).abs() <= relative * b.abs(), "{a} is not {b}");
    }

    /// Compares on the nearer tail, where the level is known to full precision.
    fn returns(law: &impl ContinuousCDF<f64, f64>, x: f64, u: f64) {
        if u <= 0.5 {
            near(law.cdf(x), u, 1e-10);
        } else {
            near(law.sf(x), 1.0 - u, 1e-10);
        }
    }

    #[test]
    fn gamma_quantiles_return_to_their_level() {
        for shape in [0.1, 0.243, 1.0, 2.5, 40.0, 1e4] {
            let law = Gamma::new(shape, 1.0).unwrap();
            let quantile = gamma_quantile(shape, 1.0 / f64::sqrt(shape));
            for u in LEVELS {
                returns(&law, quantile(u), u);
            }
        }
    }

    #[test]
    fn beta_quantiles_return_to_their_level() {
        for (a, b) in [(0.5, 9.5), (0.793, 2.426), (0.668, 3.806), (2.0, 5.0), (200.0, 300.0)] {
            let law = Beta::new(a, b).unwrap();
            let quantile = beta_quantile(a, b);
            for u in LEVELS {
                returns(&law, quantile(u), u);
            }
        }
    }

    #[test]
    fn a_quantile_squeezed_against_one_still_returns_to_its_level() {
        let law = Beta::new(5.0, 0.01).unwrap();
        for u in [0.10, 0.13, 0.164] {
            near(law.cdf(beta_quantile(5.0, 0.01)(u)), u, 1e-8);
        }
    }

    /// Reference values by bisection at 40 decimal digits.
    #[test]
    fn gamma_quantiles_agree_with_high_precision() {
        let reference = [
            (0.243, 1e-9, 6.169_183_562_554_808e-38),
            (0.243, 0.5, 0.040_026_081_980_571_85),
            (0.243, 1.0 - 1e-9, 17.210_258_664_989_11),
            (0.01, 0.001, 5.660_738_147_061_881e-301),
            (0.01, 1.0 - 1e-9, 13.481_814_871_596_06),
            (100.0, 1e-9, 51.143_302_228_837_42),
            (100.0, 1.0 - 1e-9, 172.071_039_870_002_1),
        ];
        for (shape, u, x) in reference {
            near(unit_gamma_quantile(shape, u), x, 1e-12);
        }
    }

    /// Reference values by bisection at 40 decimal digits.
    #[test]
    fn beta_quantiles_agree_with_high_precision() {
        let reference = [
            (0.5, 9.5, 1e-9, 8.487_696_057_270_842e-20),
            (0.5, 9.5, 0.5, 0.024_281_187_474_235_297),
            (0.5, 9.5, 1.0 - 1e-9, 0.865_755_996_444_473_5),
            (0.793, 2.426, 1e-9, 1.751_892_793_211_084e-12),
            (0.793, 2.426, 1.0 - 1e-9, 0.999_772_355_781_483),
            (0.05, 0.05, 1e-9, 9.711_823_602_720_252e-175),
            (0.05, 0.05, 0.75, 0.999_999_116_715_494_8),
            (30.0, 70.0, 1e-9, 0.088_079_275_364_676_7),
            (30.0, 70.0, 1.0 - 1e-9, 0.596_215_466_033_051_6),
        ];
        for (a, b, u, x) in reference {
            near(beta_quantile(a, b)(u), x, 1e-11);
        }
    }

    #[test]
    fn laws_with_closed_quantiles_are_met_exactly() {
        let exponential = gamma_quantile(3.0, 1.0);
        let power = beta_quantile(0.3, 1.0);
        for u in LEVELS {
            near(exponential(u), -3.0 * (-u).ln_1p(), 1e-12);
            near(power(u), u.powf(1.0 / 0.3), 1e-12);
        }
    }

    #[test]
    fn a_gamma_law_without_variation_is_its_mean() {
        assert!((gamma_quantile(4.2, 0.0)(0.3) - 4.2).abs() < f64::EPSILON);
    }

    #[test]
    fn quantiles_too_small_for_a_double_are_zero() {
        assert!(gamma_quantile(1.0, 40.0)(1e-9) < f64::MIN_POSITIVE);
        assert!(beta_quantile(1e-3, 1.0)(1e-9) < f64::MIN_POSITIVE);
        assert!(beta_quantile(1.0, 1e-3)(0.75) <= 1.0);
    }
}
