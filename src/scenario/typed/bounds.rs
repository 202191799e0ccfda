//! Bounds that several keys share: names, tables of named things, and laws whose mean depends on what they measure.
//! Bounds of a single key stand at the key.

use super::{Campaign, Channel, Journey, Law, Named, Segment, Staff, Step, Stock};
use crate::scenario::currency;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

/// Most channels a market can have.
pub const MOST_CHANNELS: usize = 16;
/// Most segments, and most journey types.
pub const MOST_NAMED: usize = 64;
/// Most steps a journey can have.
pub const MOST_STEPS: usize = 8;
/// Longest name (characters).
pub const LONGEST_NAME: usize = 60;
/// Marks that a name can hold beside letters, combining marks, digits and blanks.
pub const MARKS_IN_NAMES: &str = "-_.,&/()+'%";

/// A name: letters and marks of any script, digits, blanks and a few signs; no blank at either end.
pub fn name(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "minLength": 1,
        "maxLength": LONGEST_NAME,
        "pattern": r"^[\p{L}\p{Nd}_.,&/()'%]([\p{L}\p{M}\p{Nd}\p{Join_Control} _.,&/()+'%-]*[\p{L}\p{M}\p{Nd}\p{Join_Control}_.,&/()+'%-])?$",
    })
}

/// The steps of a journey.
pub fn step_names(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": name(generator), "minItems": 1, "maxItems": MOST_STEPS, "uniqueItems": true })
}

fn named<T: JsonSchema>(generator: &mut SchemaGenerator, least: usize, most: usize) -> Schema {
    let mut schema = generator.subschema_for::<Named<T>>();
    schema.insert("propertyNames".into(), name(generator).to_value());
    schema.insert("minProperties".into(), json!(least));
    schema.insert("maxProperties".into(), json!(most));
    schema
}

/// All segments.
pub fn segments(generator: &mut SchemaGenerator) -> Schema {
    named::<Segment>(generator, 1, MOST_NAMED)
}

/// All journey types.
pub fn journeys(generator: &mut SchemaGenerator) -> Schema {
    named::<Journey>(generator, 1, MOST_NAMED)
}

/// All channels.
pub fn channels(generator: &mut SchemaGenerator) -> Schema {
    named::<Channel>(generator, 1, MOST_CHANNELS)
}

/// All staff pools; a channel has at most one.
pub fn pools(generator: &mut SchemaGenerator) -> Schema {
    named::<Staff>(generator, 0, MOST_CHANNELS)
}

/// All pools of goods; a channel has at most one.
pub fn stocks(generator: &mut SchemaGenerator) -> Schema {
    named::<Stock>(generator, 0, MOST_CHANNELS)
}

/// All campaigns.
pub fn campaigns(generator: &mut SchemaGenerator) -> Schema {
    named::<Campaign>(generator, 0, MOST_NAMED)
}

/// What numbers rest on.
pub fn evidence(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "object", "maxProperties": 2000, "additionalProperties": { "type": "string", "maxLength": 200 } })
}

/// The code of a currency; the usual ones stand apart so that a message need not tell all.
pub fn currency(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "anyOf": [{ "enum": ["EUR", "USD", "GBP", "CHF"] }, { "enum": currency::CODES.to_vec() }],
        "x-told": "the code of a currency (ISO 4217) such as EUR, USD, GBP or CHF; XXX for none in particular",
    })
}

/// Outcomes for which one can say what would matter: those in which firms decide.
pub const RELEVANT: [&str; 20] = [
    "effort_per_journey",
    "effort_per_completed_journey",
    "conversion_rate",
    "conversion_by_customer",
    "resolution_rate",
    "completion_rate",
    "first_contact_resolution",
    "retention_rate",
    "satisfaction",
    "nps",
    "contacts_per_journey",
    "wait_minutes",
    "abandonment_rate",
    "service_level",
    "revenue",
    "margin",
    "cost_to_serve",
    "profit",
    "profit_per_customer",
    "npv",
];

/// The smallest difference that would matter, by outcome.
pub fn smallest_relevant(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "propertyNames": { "enum": RELEVANT },
        "additionalProperties": { "type": "number", "minimum": 0.0 },
    })
}

/// The steps that a channel offers.
pub fn steps(generator: &mut SchemaGenerator) -> Schema {
    named::<Step>(generator, 0, MOST_NAMED * MOST_STEPS)
}

/// A law of a time of one attempt.
pub fn law_in_minutes(generator: &mut SchemaGenerator) -> Schema {
    law(generator, &json!({ "maximum": 1e6, "x-unit": "minutes" }))
}

/// A law of the value of an order.
pub fn law_in_euros(generator: &mut SchemaGenerator) -> Schema {
    law(generator, &json!({ "maximum": 1e9, "x-unit": "EUR" }))
}

/// A law of a time that may have no end, given in part.
pub fn law_without_end(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = law(generator, &json!({ "x-unit": "minutes" }));
    schema.remove("required");
    schema
}

fn law(generator: &mut SchemaGenerator, of_the_mean: &Value) -> Schema {
    let mut schema = Law::json_schema(generator);
    let mean = schema.pointer_mut("/properties/mean").and_then(Value::as_object_mut).expect("a law has a mean");
    mean.extend(of_the_mean.as_object().cloned().unwrap_or_default());
    schema
}
