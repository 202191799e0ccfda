//! What a firm may decide.

use super::{Named, bounds, capabilities};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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
    #[schemars(schema_with = "levels")]
    pub levels: Named<f64>,
    /// Levels for single seams: `continuity = { "web>phone" = 0.4 }`.
    #[serde(default)]
    #[schemars(schema_with = "seam_levels")]
    pub seam_levels: Named<Named<f64>>,
    /// The channels that are open; all, where absent.
    #[serde(default)]
    #[schemars(length(max = 16))]
    pub channels: Option<Vec<String>>,
    /// Any setting of the market, by its path: `"staff.agents.servers" = 2`.
    #[serde(default)]
    #[schemars(with = "Named<serde_json::Value>")]
    pub set: Named<toml::Value>,
    /// The day from which its levels and settings take effect; before it the strategy is the market without them. From
    /// the start, where absent.
    #[serde(default)]
    #[schemars(range(min = 0, max = 36_400), extend("x-unit" = "days"))]
    pub from_day: Option<u32>,
    /// The day on which they are in full effect, in a straight line from `from_day` on; what cannot be divided takes
    /// effect then. `from_day`, where absent.
    #[serde(default)]
    #[schemars(range(min = 0, max = 36_400), extend("x-unit" = "days"))]
    pub full_day: Option<u32>,
}

/// What changes for all strategies, for a time or for good.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The day at whose start it begins.
    #[schemars(range(min = 0, max = 36_400), extend("x-unit" = "days"))]
    pub day: u32,
    /// The day at whose start it is over; for good, where absent.
    #[serde(default)]
    #[schemars(range(min = 1, max = 36_400), extend("x-unit" = "days"))]
    pub until_day: Option<u32>,
    /// What is set meanwhile, by its path, such as `"channel.phone.open" = false`.
    #[serde(default)]
    #[schemars(with = "Named<serde_json::Value>")]
    pub set: Named<toml::Value>,
}

impl Change {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: u32) -> bool {
        self.day <= day && self.until_day.is_none_or(|until| day < until)
    }
}

fn levels(_: &mut SchemaGenerator) -> Schema {
    of_capabilities(&level())
}

fn seam_levels(_: &mut SchemaGenerator) -> Schema {
    of_capabilities(&json!({ "type": "object", "additionalProperties": level() }))
}

fn level() -> Value {
    json!({ "type": "number", "minimum": 0.0, "maximum": 1.0 })
}

/// A table with something for capabilities.
fn of_capabilities(each: &Value) -> Schema {
    json_schema!({
        "type": "object",
        "additionalProperties": each,
        "propertyNames": { "enum": capabilities::names() },
    })
}
