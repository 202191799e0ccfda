//! The levers of integration, and what a firm may decide.

use super::{Named, bounds};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The two end values of a parameter that a capability owns.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ends {
    /// Value at level 0.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub siloed: f64,
    /// Value at level 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub integrated: f64,
}

/// What a capability costs at level 1; a level L costs L times as much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Cost {
    /// Once (EUR).
    #[schemars(range(min = 0.0, max = 1e12), extend("x-unit" = "EUR"))]
    pub once: f64,
    /// Every year of 364 days (EUR).
    #[schemars(range(min = 0.0, max = 1e12), extend("x-unit" = "EUR"))]
    pub per_year: f64,
    /// Every contact in any channel (EUR) (I4: about 0.33).
    #[schemars(range(min = 0.0, max = 1e12), extend("x-unit" = "EUR"))]
    pub per_contact: f64,
}

/// The levers of integration.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Capabilities {
    /// The firm knows who this is, in every channel.
    pub identity: Identity,
    /// Customers pick up where they left off.
    pub continuity: Continuity,
    /// Channels say the same.
    pub consistency: Consistency,
    /// Channels pass customers on to the right place, with their story.
    pub routing: Routing,
}

/// The firm knows who this is, in every channel.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Identity {
    /// Probability that a contact needs no identification (E20).
    pub recognised: Ends,
    /// What it costs.
    pub cost: Cost,
}

/// Customers pick up where they left off.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Continuity {
    /// Probability that context survives between channels (E7, E18).
    pub context_kept: Ends,
    /// Probability that context survives from contact to contact within a channel (E7, E18).
    pub context_kept_within: Ends,
    /// What it costs.
    pub cost: Cost,
}

/// Channels say the same.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Consistency {
    /// Probability that two channels tell the same (C24).
    pub consistent: Ends,
    /// What it costs.
    pub cost: Cost,
}

/// Channels pass customers on to the right place, with their story.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Routing {
    /// Probability that a transfer goes where the step succeeds most often. Assumed; order from E16.
    pub routed_right: Ends,
    /// Probability that a transfer keeps context and place in the queue. Assumed; order from E16.
    pub warm: Ends,
    /// What it costs.
    pub cost: Cost,
}

impl Default for Identity {
    fn default() -> Self {
        Self { recognised: ends(0.41, 0.95), cost: Cost::default() }
    }
}

impl Default for Continuity {
    fn default() -> Self {
        Self { context_kept: ends(0.15, 0.90), context_kept_within: ends(0.85, 0.95), cost: Cost::default() }
    }
}

impl Default for Consistency {
    fn default() -> Self {
        Self { consistent: ends(0.72, 0.98), cost: Cost::default() }
    }
}

impl Default for Routing {
    fn default() -> Self {
        Self { routed_right: ends(0.30, 0.85), warm: ends(0.10, 0.90), cost: Cost::default() }
    }
}

/// What the firm decides: a named difference from the market.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Strategy {
    /// The strategy's name in every table and chart.
    #[schemars(schema_with = "bounds::name")]
    pub name: String,
    /// Whether the others are compared with this one; exactly one is.
    #[serde(default)]
    pub baseline: bool,
    /// What it stands for, in one line.
    #[serde(default)]
    #[schemars(length(max = 500))]
    pub description: String,
    /// Level of each capability in [0, 1]; 0 where not named.
    #[serde(default)]
    #[schemars(extend("additionalProperties" = { "type": "number", "minimum": 0.0, "maximum": 1.0 }), extend("propertyNames" = { "enum": ["identity", "continuity", "consistency", "routing"] }))]
    pub levels: Named<f64>,
    /// Levels for single seams: `continuity = { "web>phone" = 0.4 }`.
    #[serde(default)]
    #[schemars(extend("propertyNames" = { "enum": ["identity", "continuity", "consistency", "routing"] }, "additionalProperties" = { "type": "object", "additionalProperties": { "type": "number", "minimum": 0.0, "maximum": 1.0 } }))]
    pub seam_levels: Named<Named<f64>>,
    /// The channels that are open; all, where absent.
    #[serde(default)]
    #[schemars(length(max = 16))]
    pub channels: Option<Vec<String>>,
    /// Any setting of the market, by its path: `"staff.agents.servers" = 2`.
    #[serde(default)]
    #[schemars(with = "Named<serde_json::Value>")]
    pub set: Named<toml::Value>,
}

/// What survives of a basket between channels: of journeys with `restart`. Assumed, under the ceiling of oracle 16.
pub const BASKET_KEPT: Ends = ends(0.55, 0.90);
/// What survives of a basket within a channel. Assumed.
pub const BASKET_KEPT_WITHIN: Ends = ends(0.95, 0.98);

const fn ends(siloed: f64, integrated: f64) -> Ends {
    Ends { siloed, integrated }
}
