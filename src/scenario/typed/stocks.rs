//! Goods that channels sell from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Goods that channels sell from: some like items, of each so many units. A pool all of whose channels a strategy closes
/// holds nothing and costs nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stock {
    /// Units of each item: as many are there at the start, and each review orders up to so many.
    #[schemars(range(min = 0, max = 100_000), extend("x-unit" = "units"))]
    pub order_up_to: u32,
    /// Like items, of which each journey wants one.
    #[serde(default = "one_item")]
    #[schemars(range(min = 1, max = 10_000), extend("x-unit" = "items", "x-evidence" = "off"))]
    pub items: u32,
    /// Time from review to review; the first is at the start.
    #[serde(default = "one_day")]
    #[schemars(range(min = 0.01, max = 36_400.0), extend("x-unit" = "days", "x-evidence" = "assumed"))]
    pub review_days: f64,
    /// Time from a review until what it orders arrives.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 36_400.0), extend("x-unit" = "days", "x-evidence" = "off"))]
    pub lead_days: f64,
    /// With which chance customers who do not see the stock believe that what they want is out; see
    /// `choice.stockout_aversion`.
    #[serde(default = "believed_out")]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "C37: 0.08"))]
    pub believed_out: f64,
    /// Probability that whoever sees the stock is shown an item as there that is out.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off"))]
    pub shown_wrongly: f64,
    /// Cost of a unit on hand, a year of 364 days.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e9), extend("x-unit" = "EUR", "x-evidence" = "off"))]
    pub holding_cost_per_year: f64,
}

const fn believed_out() -> f64 {
    0.08
}

const fn one_item() -> u32 {
    1
}

const fn one_day() -> f64 {
    1.0
}
