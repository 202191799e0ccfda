//! Every key of a scenario with its meaning, its range, its default and what that rests on: read from the JSON Schema of
//! the typed scenario, where each stands once.

use super::fits::{expected, in_brackets};
use super::path::{Part, Path};
use super::rules::{defs, rule, schema};
use serde_json::{Map, Value};

/// A table of a scenario with a heading of its own.
#[derive(Debug)]
pub struct Section {
    /// Its heading, such as `[channel.NAME]`.
    pub heading: String,
    /// Its path, such as `channel.NAME`; empty at the top.
    pub path: String,
    /// What it is.
    pub meaning: &'static str,
    /// Its keys.
    pub keys: Vec<Key>,
}

/// A key.
#[derive(Debug)]
pub struct Key {
    /// Its path within the section.
    pub path: String,
    /// What it means.
    pub meaning: &'static str,
    /// Its unit.
    pub unit: Option<String>,
    /// What can stand there, in that unit.
    pub expected: String,
    /// Whether it has to be typed wherever its table is.
    pub is_required: bool,
    /// What stands there where nothing is typed, unless the keys in it tell.
    pub default: Option<&'static Value>,
    /// What the default rests on.
    pub evidence: Option<&'static str>,
}

/// A place of a scenario, with the default and the evidence that it inherits from the tables around it.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    schema: &'static Value,
    default: Option<&'static Value>,
    /// What its default rests on.
    pub evidence: Option<&'static str>,
}

impl Found {
    /// What stands at a path.
    pub fn at(path: &Path) -> Option<Self> {
        path.parts().iter().try_fold(Self::of(schema()), |found, part| found.member(part))
    }

    /// What stands there where nothing is typed, if that is a number.
    pub fn default_number(&self) -> Option<f64> {
        self.default.and_then(Value::as_f64)
    }

    fn of(schema: &'static Value) -> Self {
        Self { schema, default: schema.get("default"), evidence: schema.get("x-evidence").and_then(Value::as_str) }
    }

    fn member(&self, part: &Part) -> Option<Self> {
        let (own, inherited) = match part {
            Part::Key(key) => {
                let named = || alternatives(self.schema).find_map(|schema| schema.get("additionalProperties"));
                let own = properties(self.schema).and_then(|properties| properties.get(key)).or_else(named)?;
                (own, self.default.and_then(|default| default.get(key)))
            }
            Part::Index(_) => (alternatives(self.schema).find_map(|schema| schema.get("items"))?, None),
        };
        let own = Self::of(own);
        Some(Self { default: inherited.or(own.default), evidence: own.evidence.or(self.evidence), ..own })
    }

    fn key(self, path: &str, is_required: bool) -> Key {
        let rule = rule(self.schema, defs());
        let unit = rule.unit();
        Key {
            path: path.into(),
            meaning: meaning(self.schema),
            unit: unit.map(String::from),
            expected: expected(&rule).replace(&in_brackets(unit), ""),
            is_required,
            default: self.default.filter(|default| !default.is_null() && !self.is_table()),
            evidence: self.evidence,
        }
    }

    /// Whether it is a table with known keys.
    fn is_table(&self) -> bool {
        properties(self.schema).is_some()
    }
}

/// A schema, and those that it refers to or leaves the choice between.
fn alternatives(schema: &'static Value) -> impl Iterator<Item = &'static Value> {
    let reference = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"));
    let either = ["anyOf", "oneOf"].iter().find_map(|key| schema.get(key)?.as_array());
    let others: Vec<&Value> =
        either.into_iter().flatten().flat_map(|one| alternatives(one).collect::<Vec<_>>()).collect();
    [schema].into_iter().chain(reference.map(|name| &defs()[name])).chain(others)
}

fn properties(schema: &'static Value) -> Option<&'static Map<String, Value>> {
    alternatives(schema).find_map(|schema| schema.get("properties")?.as_object())
}

fn is_required(schema: &'static Value, name: &str) -> bool {
    let lists = alternatives(schema).filter_map(|schema| schema.get("required")?.as_array());
    lists.flatten().any(|required| required == name)
}

fn meaning(schema: &'static Value) -> &'static str {
    alternatives(schema).find_map(|schema| schema.get("description")?.as_str()).unwrap_or_default()
}

impl Section {
    /// The path of one of its keys, from the top.
    pub fn path_of(&self, key: &Key) -> String {
        joined(&self.path, &key.path)
    }
}

/// Whether a path as typed is one that a path with NAME for names of the user's stands for.
pub fn stands_for(path: &str, typed: &str) -> bool {
    let (path, typed) = (Path::typed(path), Path::typed(typed));
    let is_one = |(part, typed): (&Part, &Part)| part == typed || *part == Part::Key("NAME".into());
    path.parts().len() == typed.parts().len() && path.parts().iter().zip(typed.parts()).all(is_one)
}

/// All keys, by the tables that they stand in.
pub fn sections() -> Vec<Section> {
    let mut sections = Vec::new();
    add_section(&mut sections, "", "At the top", Found::of(schema()));
    sections
}

/// Adds the section of a table, and those of the tables in it.
fn add_section(sections: &mut Vec<Section>, path: &str, heading: &str, table: Found) {
    let (mut keys, mut within) = (Vec::new(), Vec::new());
    add_keys(&mut keys, &mut within, "", table);
    if !keys.is_empty() {
        sections.push(Section { heading: heading.into(), path: path.into(), meaning: meaning(table.schema), keys });
    }
    for Within { path: own, table, is_list } in within {
        let path = joined(path, &own);
        let heading = if is_list { format!("[[{path}]]") } else { format!("[{path}]") };
        add_section(sections, &path, &heading, table);
    }
}

/// A table in another, with a heading of its own.
struct Within {
    path: String,
    table: Found,
    is_list: bool,
}

/// Adds the keys of a table by their paths, and puts aside the tables in it that have a heading of their own: those at the
/// top, and those of which there can be many.
fn add_keys(keys: &mut Vec<Key>, within: &mut Vec<Within>, path: &str, table: Found) {
    let is_top = std::ptr::eq(table.schema, schema());
    for name in properties(table.schema).into_iter().flat_map(Map::keys) {
        let Some(member) = table.member(&Part::Key(name.clone())) else { continue };
        let path = joined(path, name);
        let any = member.member(&Part::Key("NAME".into())).filter(|_| !member.is_table());
        let item = member.member(&Part::Index(0));
        if let Some(table) = any.filter(Found::is_table) {
            within.push(Within { path: joined(&path, "NAME"), table, is_list: false });
        } else if let Some(table) = item.filter(Found::is_table) {
            within.push(Within { path, table, is_list: true });
        } else if is_top && member.is_table() {
            within.push(Within { path, table: member, is_list: false });
        } else {
            keys.push(member.key(&path, is_required(table.schema, name) && member.default.is_none()));
            add_keys(keys, within, &path, member);
        }
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.into() } else { format!("{path}.{name}") }
}
