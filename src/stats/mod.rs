//! Numbers in, numbers out: estimates, tests and tabled laws.
//!
//! Knows nothing of customers, channels or replications; draws nothing at random.

mod adjust;
mod estimate;
mod fit;
mod interval;
mod jackknife;
mod measure;
mod paired;
mod quantile;
mod sign;
mod student;
mod table;

pub use adjust::{benjamini_hochberg, holm};
pub use estimate::Estimate;
pub use fit::{chi_square_p, chi_square_uniform, ks_p};
pub use measure::{Kind, MONEY, Measure, Ratio};
pub use paired::Paired;
pub use quantile::{beta_quantile, gamma_quantile, gamma_shape_and_scale, unit_gamma_quantile};
pub use student::{critical, two_sided};
pub use table::{Knots, QuantileTable};

#[cfg(test)]
fn assert_within(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance, "{a} is not {b}");
}
