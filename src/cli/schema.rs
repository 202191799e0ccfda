//! `throughline schema`: the JSON Schema that editors read.

use super::{Failure, say};
use crate::scenario::typed::Scenario;

pub fn print() -> Result<(), Failure> {
    let schema = schemars::schema_for!(Scenario);
    let text =
        serde_json::to_string_pretty(&schema).map_err(|error| Failure::Failed(format!("the schema: {error}")))?;
    say(&format!("{text}\n"))
}
