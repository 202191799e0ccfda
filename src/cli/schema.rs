//! `throughline schema`: the JSON Schema that editors read.

use super::{Failure, say};
use crate::scenario::json_schema;

pub fn print() -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(&json_schema())
        .map_err(|error| Failure::Failed(format!("the schema: {error}")))?;
    say(&format!("{text}\n"))
}
