//! From a uniform draw to the wanted law, always by its quantile function: the same luck is the same quantile under
//! every strategy and in every channel.

use super::Uniform;
use super::maths::{exp, ln, probit};
use crate::scenario::meant::{Law, Shape};
use crate::stats::{Knots, QuantileTable, beta_quantile, gamma_shape_and_scale, unit_gamma_quantile};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A positive quantity that varies, ready to be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Varies {
    /// Always the same.
    Fixed(f64),
    /// Exponential with this mean.
    Exponential(f64),
    /// e to the power of a normal quantity.
    Lognormal {
        /// Its logarithm's mean.
        mu: f64,
        /// Its logarithm's standard deviation.
        sigma: f64,
    },
}

impl Varies {
    /// The law that was typed.
    pub fn new(law: &Law) -> Self {
        match law.law {
            _ if law.mean == 0.0 || law.mean.is_infinite() => Self::Fixed(law.mean),
            Shape::Lognormal if law.cv > 0.0 => {
                let variance = ln(1.0 + law.cv * law.cv);
                Self::Lognormal { mu: ln(law.mean) - 0.5 * variance, sigma: variance.sqrt() }
            }
            Shape::Exponential => Self::Exponential(law.mean),
            Shape::Fixed | Shape::Lognormal => Self::Fixed(law.mean),
        }
    }

    /// Exponential with this mean; a mean of 0 or infinity is fixed.
    pub fn exponential(mean: f64) -> Self {
        if mean == 0.0 || mean.is_infinite() { Self::Fixed(mean) } else { Self::Exponential(mean) }
    }

    /// The value at a draw.
    #[inline(always)]
    pub fn at(&self, luck: Uniform) -> f64 {
        match *self {
            Self::Fixed(value) => value,
            Self::Exponential(mean) => -mean * ln(1.0 - luck.get()),
            Self::Lognormal { mu, sigma } => lognormal(mu, sigma, luck),
        }
    }
}

fn lognormal(mu: f64, sigma: f64, luck: Uniform) -> f64 {
    exp(mu + sigma * probit(luck.get()))
}

/// Laws whose tables are made once, and shared by all rules that draw from them.
#[derive(Debug, Default)]
pub struct Laws {
    /// Gamma laws of scale 1, by the bits of the shape.
    gamma: BTreeMap<u64, Knots>,
    /// Beta laws, by the bits of both shapes.
    beta: BTreeMap<[u64; 2], Arc<QuantileTable>>,
}

impl Laws {
    /// Gamma with this mean and coefficient of variation.
    pub fn gamma(&mut self, mean: f64, cv: f64) -> Quantiles {
        if mean == 0.0 || cv == 0.0 {
            return Quantiles::Fixed(mean);
        }
        let (shape, scale) = gamma_shape_and_scale(mean, cv);
        let exact = self.gamma.entry(shape.to_bits()).or_insert_with(|| Knots::of(|u| unit_gamma_quantile(shape, u)));
        Quantiles::Table(Arc::new(QuantileTable::scaled(exact, scale)))
    }

    /// Beta(a, b); a = 0 or b = 0 stands for its limits.
    pub fn beta(&mut self, a: f64, b: f64) -> Quantiles {
        if a == 0.0 || b == 0.0 {
            return Quantiles::Fixed(if a == 0.0 { 0.0 } else { 1.0 });
        }
        let table = || Arc::new(QuantileTable::of(beta_quantile(a, b)));
        Quantiles::Table(self.beta.entry([a.to_bits(), b.to_bits()]).or_insert_with(table).clone())
    }
}

/// A law known by its table of quantiles, or one that never varies.
#[derive(Debug, Clone)]
pub enum Quantiles {
    /// Always the same.
    Fixed(f64),
    /// By table.
    Table(Arc<QuantileTable>),
}

impl Quantiles {
    /// The value at a draw, which is not made where nothing varies.
    #[inline]
    pub fn at(&self, luck: impl FnOnce() -> Uniform) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Table(table) => table.at(luck().get()),
        }
    }

    /// What the value at a draw is not above, for less work than the value.
    #[inline]
    pub fn bound(&self, luck: impl FnOnce() -> Uniform) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Table(table) => table.bound(luck().get()),
        }
    }
}
