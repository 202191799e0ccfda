//! What can stand at each place of a scenario: read from the JSON Schema of the typed scenario, so that an editor that
//! holds a file against the schema, and `check`, refuse the same values.

use super::evidence::told;
use super::path::{Part, Path};
use super::tree::Node;
use super::typed::Scenario;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// What can stand at a place.
#[derive(Debug)]
pub enum Rule {
    /// A table.
    Table(Keys),
    /// A list of as many items.
    List { item: Box<Rule>, least: usize, most: usize },
    /// A number in a range; up to infinity, where there is no most.
    Number { least: f64, most: Option<f64>, unit: Option<String> },
    /// A whole number in a range.
    Whole { least: i64, most: i64, unit: Option<String> },
    /// A text of so many characters.
    Text { longest: usize },
    /// One of some words.
    Word(Vec<String>),
    /// True or false.
    Truth,
    /// One of several, and how they are told to a user.
    Either(Vec<Rule>, String),
    /// Whatever a setting may hold: it is held against the rule of the place where it is put.
    Anything,
}

/// The keys of a table.
#[derive(Debug, Default)]
pub struct Keys {
    /// Those that are known, in order of name.
    pub known: Vec<(String, Rule)>,
    /// Those that must be there.
    pub needed: Vec<String>,
    /// What stands at all others, where others can be.
    pub others: Option<Box<Rule>>,
    /// The names that others can have, if not any.
    pub names: Vec<String>,
    /// Fewest and most members.
    pub count: (usize, usize),
}

/// The rule of a whole scenario.
pub fn scenario() -> &'static Rule {
    static RULE: LazyLock<Rule> = LazyLock::new(|| rule(schema(), defs()));
    &RULE
}

/// The JSON Schema of the typed scenario, with marks of our own: `x-unit`, `x-told`, `x-evidence`.
pub fn schema() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(Scenario).to_value());
    &SCHEMA
}

/// What the schema refers to by name.
pub fn defs() -> &'static Value {
    &schema()["$defs"]
}

/// The JSON Schema of scenario files as editors and validators read it: without the marks that only this program knows.
pub fn json_schema() -> Value {
    let mut schema = schema().clone();
    make_plain(&mut schema);
    schema
}

/// The keys of a table of a scenario; `None` if there is no such table.
pub fn keys_of(table: &str) -> Option<&'static Keys> {
    let Rule::Table(tables) = scenario() else { return None };
    if let Rule::Table(keys) = tables.get(table)? { Some(keys) } else { None }
}

/// Whether a key can stand at the top of a scenario.
pub fn is_key_of_all(key: &str) -> bool {
    matches!(scenario(), Rule::Table(tables) if tables.get(key).is_some())
}

/// The tables at the top that know a key and are one for the whole scenario.
pub fn tables_with(key: &str) -> Vec<&'static str> {
    let Rule::Table(tables) = scenario() else { return Vec::new() };
    let has = |rule: &Rule| matches!(rule, Rule::Table(keys) if keys.known.iter().any(|(known, _)| known == key));
    tables.known.iter().filter(|(_, rule)| has(rule)).map(|(table, _)| table.as_str()).collect()
}

impl Rule {
    /// The unit of a number.
    pub fn unit(&self) -> Option<&str> {
        if let Self::Number { unit, .. } | Self::Whole { unit, .. } = self { unit.as_deref() } else { None }
    }

    /// The rule of what stands at a path, as far as there is one, and how much of the path that is.
    pub fn at<'a>(&'a self, node: &'a Node, path: &Path) -> Option<(&'a Self, &'a Node)> {
        path.parts().iter().try_fold((self, node), |(rule, node), part| match (rule, part) {
            (Self::Table(keys), Part::Key(key)) => Some((keys.get(key)?, node.get(key)?.as_ref())),
            _ => None,
        })
    }
}

impl Keys {
    /// The rule of a member.
    pub fn get(&self, key: &str) -> Option<&Rule> {
        let known = self.known.iter().find(|(name, _)| name == key).map(|(_, rule)| rule);
        known.or(self.others.as_deref())
    }
}

/// The rule that a schema stands for.
pub fn rule(schema: &Value, defs: &Value) -> Rule {
    let Some(schema) = schema.as_object() else { return Rule::Anything };
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/")) {
        return rule(&defs[name], defs);
    }
    let either = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array);
    if let Some(list) = either {
        return either_of(schema, list, defs);
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return Rule::Word(words.iter().filter_map(Value::as_str).map(String::from).collect());
    }
    let number = |key: &str| schema.get(key).and_then(Value::as_f64);
    let count = |key: &str| schema.get(key).and_then(Value::as_u64).map(|count| count as usize);
    let unit = schema.get("x-unit").and_then(Value::as_str).map(String::from);
    match kind(schema) {
        Some("object") => Rule::Table(keys(schema, defs)),
        Some("array") => Rule::List {
            item: Box::new(rule(schema.get("items").unwrap_or(&Value::Null), defs)),
            least: count("minItems").unwrap_or(0),
            most: count("maxItems").unwrap_or(usize::MAX),
        },
        Some("number") => {
            Rule::Number { least: number("minimum").unwrap_or(f64::NEG_INFINITY), most: number("maximum"), unit }
        }
        Some("integer") => Rule::Whole {
            least: schema.get("minimum").and_then(Value::as_i64).unwrap_or(i64::MIN),
            most: schema.get("maximum").and_then(Value::as_i64).unwrap_or(i64::MAX),
            unit,
        },
        Some("string") => Rule::Text { longest: count("maxLength").unwrap_or(usize::MAX) },
        Some("boolean") => Rule::Truth,
        _ => Rule::Anything,
    }
}

/// The type, leaving out the null that TOML does not have.
fn kind(schema: &Map<String, Value>) -> Option<&str> {
    match schema.get("type")? {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        kind => kind.as_str(),
    }
}

fn either_of(schema: &Map<String, Value>, list: &[Value], defs: &Value) -> Rule {
    let words: Vec<String> = list.iter().filter_map(|one| one["const"].as_str()).map(String::from).collect();
    if words.len() == list.len() {
        return Rule::Word(words);
    }
    let mut rules: Vec<Rule> = list.iter().filter(|one| one["type"] != "null").map(|one| rule(one, defs)).collect();
    match rules.len() {
        1 => rules.remove(0),
        _ => Rule::Either(rules, schema.get("x-told").and_then(Value::as_str).unwrap_or_default().into()),
    }
}

fn keys(schema: &Map<String, Value>, defs: &Value) -> Keys {
    let known = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let needed = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    let others = schema.get("additionalProperties").filter(|others| **others != Value::Bool(false));
    let names = schema.get("propertyNames").and_then(|names| names["enum"].as_array()).into_iter().flatten();
    let count = |key: &str, absent| schema.get(key).and_then(Value::as_u64).map_or(absent, |count| count as usize);
    Keys {
        known: known.map(|(key, value)| (key.clone(), rule(value, defs))).collect(),
        needed: needed.filter_map(Value::as_str).map(String::from).collect(),
        others: others.map(|others| Box::new(rule(others, defs))),
        names: names.filter_map(Value::as_str).map(String::from).collect(),
        count: (count("minProperties", 0), count("maxProperties", usize::MAX)),
    }
}

/// Takes out marks of our own, formats that validators need not know, and the null that TOML does not have.
fn make_plain(value: &mut Value) {
    match value {
        Value::Object(schema) => {
            say_in_description(schema);
            let is_ours = |key: &str, value: &Value| match key {
                "format" => value.is_string(),
                "default" => value.is_null(),
                _ => key.starts_with("x-"),
            };
            schema.retain(|key, value| !is_ours(key, value));
            let kind = kind(schema).map(Value::from);
            if let Some(kind) = kind.filter(|_| schema["type"].is_array()) {
                schema.insert("type".into(), kind);
            }
            without_null(schema);
            schema.values_mut().for_each(make_plain);
        }
        Value::Array(list) => list.iter_mut().for_each(make_plain),
        _ => {}
    }
}

/// Says unit and evidence, which are marks of our own, where editors show it.
fn say_in_description(schema: &mut Map<String, Value>) {
    let mark = |key: &str| schema.get(key).and_then(Value::as_str);
    let unit = mark("x-unit").map(|unit| format!(" Unit: {unit}."));
    let evidence = mark("x-evidence").map(|evidence| format!(" Evidence: {}.", told(evidence)));
    let said: String = unit.into_iter().chain(evidence).collect();
    if let Some(Value::String(description)) = schema.get_mut("description") {
        description.push_str(&said);
    }
}

fn without_null(schema: &mut Map<String, Value>) {
    let Some(Value::Array(list)) = schema.get_mut("anyOf") else { return };
    list.retain(|one| one["type"] != "null");
    if list.len() == 1 {
        let only = list.remove(0);
        schema.remove("anyOf");
        schema.extend(only.as_object().cloned().unwrap_or_default());
    }
}
