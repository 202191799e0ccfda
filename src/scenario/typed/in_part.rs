//! Tables that may be given in part: what is left out is that of a default, which may depend on other keys.

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::marker::PhantomData;
use toml::{Table, Value};

/// Some keys of a table of a kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InPart<T> {
    given: IndexMap<String, Value>,
    #[serde(skip)]
    whole: PhantomData<T>,
}

impl<T: Serialize + DeserializeOwned> InPart<T> {
    /// All keys of a table.
    pub fn whole(table: &T) -> Self {
        let given = Table::try_from(table).expect("what was read from a table can be written as one");
        Self { given: given.into_iter().collect(), whole: PhantomData }
    }

    /// The whole table: what is given, and the rest of a default.
    pub fn or(&self, default: T) -> T {
        let mut whole = Table::try_from(default).expect("what was read from a table can be written as one");
        whole.extend(self.given.clone());
        whole.try_into().expect("each key was held against the rule of its place")
    }
}

impl<T> Default for InPart<T> {
    fn default() -> Self {
        Self { given: IndexMap::new(), whole: PhantomData }
    }
}

impl<T: JsonSchema> JsonSchema for InPart<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}InPart", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = T::json_schema(generator);
        schema.remove("required");
        schema
    }
}
