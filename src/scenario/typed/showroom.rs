//! Where customers see the goods, and what that does.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What it does that customers see the goods somewhere: off where `channels` is empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Showroom {
    /// Channels in which customers see the goods, in a contact that is served to an end.
    #[schemars(length(max = 16))]
    pub channels: Vec<String>,
    /// Probability that a need of a customer who has seen the goods, of a type with a value, brings one more about.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off; C17: 0.03 to 0.10"))]
    pub needs: f64,
    /// Mean time until it does, exponential.
    #[schemars(range(min = 0.0, max = 36_400.0), extend("x-unit" = "days", "x-evidence" = "assumed"))]
    pub after_days: f64,
    /// Factor on the probability that an order completed in other channels is sent back by a customer who has seen the goods.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-evidence" = "off; C36: below 1"))]
    pub sent_back: f64,
}

impl Default for Showroom {
    fn default() -> Self {
        Self { channels: Vec::new(), needs: 0.0, after_days: 30.0, sent_back: 1.0 }
    }
}

impl Showroom {
    /// Whether all is as where nothing is said.
    pub fn is_off(&self) -> bool {
        *self == Self::default()
    }
}
