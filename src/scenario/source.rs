//! The text of a scenario file as a tree of values, with the place of each in the file, and settings laid over it.

use super::error::{Located, Problem, ScenarioError, did_you_mean, name_remedy};
use super::typed;
use serde::de::DeserializeOwned;
use std::ops::Range;
use std::path::Path;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

/// The largest file that is read; a scenario of a page has some kB.
const LARGEST_FILE: u64 = 4 << 20;
/// Tables whose members the user names; a setting can change a member, not make one.
const NAMED_TABLES: [&str; 4] = ["segment", "journey", "channel", "staff"];

/// One value put at a path.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Dotted path of the key.
    pub path: String,
    /// The value.
    pub value: Value,
    /// Where it was typed.
    pub origin: Origin,
}

/// Where a setting was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// On the command line.
    CommandLine,
    /// In the `set` table of the strategy at this position.
    Strategy(usize),
}

/// A scenario file's text and tree.
#[derive(Debug)]
pub struct Source {
    file: String,
    text: String,
    /// The values as typed.
    pub tree: Table,
}

impl Source {
    /// Reads and parses a file.
    ///
    /// # Errors
    /// If the file is missing, too large, no text, or no TOML.
    pub fn read(path: &Path) -> Result<Self, ScenarioError> {
        let file = path.display().to_string();
        let whole = |found: String, expected: &str, remedy: &str| unplaced(&file, found, expected, remedy);
        let meta = std::fs::metadata(path).map_err(|e| {
            whole(
                plain(&e),
                "a scenario file, or a folder of them",
                "check the path; `throughline new NAME` writes a first scenario",
            )
        })?;
        if !meta.is_file() {
            return Err(whole(
                "something that is no file".into(),
                "a scenario file",
                "name a .toml file, or a folder that holds some",
            ));
        }
        if meta.len() > LARGEST_FILE {
            return Err(whole(
                format!("a file of {} MB", meta.len() >> 20),
                "a scenario file of at most 4 MB",
                "check that this is the file you mean",
            ));
        }
        let bytes =
            std::fs::read(path).map_err(|e| whole(plain(&e), "a file that can be read", "check its permissions"))?;
        let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or_else(|| {
            whole(
                "bytes that are no text".into(),
                "a TOML file in UTF-8",
                "check that this is the file you mean, and save it as UTF-8",
            )
        })?;
        Self::parse(file, text)
    }

    /// Parses a text; `file` is the name used in errors.
    ///
    /// # Errors
    /// If the text is empty or no TOML.
    pub fn parse(file: String, text: String) -> Result<Self, ScenarioError> {
        match text.parse::<Table>() {
            Ok(tree) if tree.is_empty() => Err(unplaced(
                &file,
                "an empty scenario".into(),
                "at least [run], a [segment], a [journey], a [channel] and a [[strategy]]",
                "`throughline new NAME` writes a first scenario",
            )),
            Ok(tree) => Ok(Self { file, text, tree }),
            Err(error) => {
                let span = error.span().unwrap_or_default();
                let position = Some(line_and_column(&text, span.start));
                let problem = unreadable(&text, span, error.message());
                Err(ScenarioError(vec![Located { origin: file, position, problem }]))
            }
        }
    }

    /// The typed scenario after some settings; the settings' paths must exist.
    ///
    /// # Errors
    /// If a path does not exist, or a value has the wrong type.
    pub fn typed(&self, settings: &[Setting]) -> Result<typed::Scenario, ScenarioError> {
        self.typed_or_problem(settings).map_err(|problem| self.located(settings, vec![problem]))
    }

    /// The same, with the problem's place still to be found.
    ///
    /// # Errors
    /// If a path does not exist, or a value has the wrong type.
    pub fn typed_or_problem(&self, settings: &[Setting]) -> Result<typed::Scenario, Problem> {
        let mut tree = self.tree.clone();
        for setting in settings {
            put(&mut tree, setting)?;
        }
        let tree = Value::Table(tree);
        let typed = deserialize(&tree)?;
        dates_are_due_nowhere(&tree, "")?;
        Ok(typed)
    }

    /// Puts each problem at its place: where its value was set, else where it stands in the file.
    pub fn located(&self, settings: &[Setting], problems: Vec<Problem>) -> ScenarioError {
        ScenarioError(problems.into_iter().map(|problem| self.locate(settings, problem)).collect())
    }

    fn locate(&self, settings: &[Setting], mut problem: Problem) -> Located {
        let set_here = |setting: &&Setting| {
            let rest = problem.path.strip_prefix(&setting.path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                || setting.path.starts_with(&format!("{}.", problem.path))
        };
        let position = match settings.iter().rev().find(set_here).map(|setting| (setting.origin, setting.path.clone()))
        {
            Some((Origin::CommandLine, path)) => {
                return Located { origin: format!("--set {path}"), position: None, problem };
            }
            Some((Origin::Strategy(index), path)) => {
                let name = self
                    .tree
                    .get("strategy")
                    .and_then(|list| list.get(index))
                    .and_then(|one| one.get("name"))
                    .and_then(Value::as_str);
                problem.path = format!("{} (strategy \"{}\")", problem.path, name.unwrap_or("?"));
                self.span(&[&format!("strategy[{index}]"), "set", &path])
            }
            None => self.span(&split(&problem.path)),
        };
        let position = position.map(|span| line_and_column(&self.text, span.start));
        Located { origin: self.file.clone(), position, problem }
    }

    /// The place of the key at a path, or of the nearest table above it that is typed.
    fn span(&self, path: &[&str]) -> Option<Range<usize>> {
        let root = DeTable::parse(&self.text).ok()?;
        let mut best = None;
        let mut table = root.get_ref();
        for key in path {
            let (name, index) = match key.split_once('[') {
                Some((name, index)) => (name, index.trim_end_matches(']').parse::<usize>().ok()),
                None => (*key, None),
            };
            let Some((found, mut value)) = table.iter().find(|(found, _)| found.get_ref() == name) else { break };
            best = Some(found.span());
            if let (Some(index), DeValue::Array(list)) = (index, value.get_ref()) {
                let Some(item) = list.get(index) else { break };
                best = Some(item.span());
                value = item;
            }
            match inner(value) {
                Some(next) => table = next,
                None => break,
            }
        }
        best
    }
}

fn inner<'a, 'i>(value: &'a Spanned<DeValue<'i>>) -> Option<&'a DeTable<'i>> {
    match value.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

/// What is wrong with a text that is no TOML.
fn unreadable(text: &str, span: Range<usize>, message: &str) -> Problem {
    let line = text.get(..span.start).and_then(|before| text.get(before.rfind('\n').map_or(0, |end| end + 1)..));
    let found = [text.get(span), line].into_iter().flatten().map(first_line).find(|found| !found.is_empty());
    let (expected, remedy) = match first_line(message) {
        duplicate if duplicate == "duplicate key" => {
            ("each key and each table once".into(), "remove one of the two, or rename it")
        }
        large if large.contains("as i128") || large.contains("as u128") => {
            (format!("a whole number of at most {}", i64::MAX), "write a smaller number")
        }
        other => (other, "mend the line; https://toml.io shows the notation"),
    };
    problem("", found.unwrap_or("the end of the file".into()), &expected, remedy)
}

/// A problem with a file as a whole.
pub fn unplaced(file: &str, found: String, expected: &str, remedy: &str) -> ScenarioError {
    let problem = Problem { path: String::new(), found, expected: expected.into(), remedy: remedy.into() };
    ScenarioError(vec![Located { origin: file.into(), position: None, problem }])
}

fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".into(),
        std::io::ErrorKind::PermissionDenied => "a file that may not be read".into(),
        _ => error.to_string(),
    }
}

/// The parts of a dotted path; a part in quotes may hold dots.
fn split(path: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let (part, after) = match rest.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
            Some((part, after)) => (part, after.strip_prefix('.').unwrap_or(after)),
            None => rest.split_once('.').unwrap_or((rest, "")),
        };
        parts.push(part);
        rest = after;
    }
    parts
}

/// Puts a setting into the tree, making the tables on the way unless they are things that the user names.
fn put(tree: &mut Table, setting: &Setting) -> Result<(), Problem> {
    let parts = split(&setting.path);
    let Some((last, tables)) = parts.split_last().filter(|(last, _)| !last.is_empty()) else {
        return Err(problem(
            &setting.path,
            "an empty path".into(),
            "the path of a setting, such as run.customers",
            "name the key",
        ));
    };
    may_be_set(tree, setting, &parts)?;
    let mut table = tree;
    for part in tables {
        let next = table.entry((*part).to_string()).or_insert_with(|| Value::Table(Table::new()));
        table = next.as_table_mut().ok_or_else(|| {
            problem(&setting.path, format!("`{part}`, which holds a plain value"), "a table", "shorten the path")
        })?;
    }
    table.insert((*last).to_string(), setting.value.clone());
    Ok(())
}

/// Refuses what a setting cannot change: the run, the strategies, a whole table, things that do not exist.
fn may_be_set(tree: &Table, setting: &Setting, parts: &[&str]) -> Result<(), Problem> {
    let wrong = |found: String, expected: &str, remedy: &str| Err(problem(&setting.path, found, expected, remedy));
    let top = parts[0];
    if top == "strategy" || top == "run" && setting.origin != Origin::CommandLine {
        return wrong(
            format!("`{top}`"),
            "a setting of the market",
            "runs and strategies are the same for all that is compared; change them where they are declared",
        );
    }
    if parts.len() == 1 && setting.value.is_table() {
        return wrong(
            format!("`{top}`, a whole table"),
            "the path of one key, in quotes",
            "put the path in quotes: set = { \"staff.agents.servers\" = 2 }",
        );
    }
    if !NAMED_TABLES.contains(&top) {
        return Ok(());
    }
    let named = names_in(tree, &[top]);
    let a = if top == "staff" { "staff pool" } else { top };
    match parts {
        [_, name, ..] if !named.contains(name) => {
            wrong(format!("`{name}`"), &format!("a {a} of this scenario"), &name_remedy(name, named))
        }
        ["channel", name, "step", step, _, ..] if !names_in(tree, &["channel", name, "step"]).contains(step) => wrong(
            format!("`{step}`"),
            &format!("a step that `{name}` offers"),
            &name_remedy(step, names_in(tree, &["channel", name, "step"])),
        ),
        [_, _, _, ..] => Ok(()),
        _ => wrong(
            format!("`{}`, a whole table", setting.path),
            &format!("the path of one key of a {a}"),
            "name the key, such as staff.agents.servers",
        ),
    }
}

/// The keys of the table at a path.
fn names_in<'a>(tree: &'a Table, path: &[&str]) -> Vec<&'a str> {
    let (last, tables) = path.split_last().expect("a path has parts");
    let table = tables.iter().try_fold(tree, |table, key| table.get(*key)?.as_table());
    let named = table.and_then(|table| table.get(*last)).and_then(Value::as_table);
    named.map(|table| table.keys().map(String::as_str).collect()).unwrap_or_default()
}

fn deserialize<T: DeserializeOwned>(tree: &Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(tree.clone()).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { "" } else { &path };
        explained(path, &value_at(tree, path), error.inner().message())
    })
}

/// Refuses a date or a time: the deserializer takes it for a text where a text is due, and refuses it elsewhere itself.
fn dates_are_due_nowhere(value: &Value, path: &str) -> Result<(), Problem> {
    match value {
        Value::Datetime(date) => {
            Err(problem(path, format!("{date}, a date or a time"), "a text in quotes", "put it in quotes"))
        }
        Value::Array(list) => {
            list.iter().enumerate().try_for_each(|(at, item)| dates_are_due_nowhere(item, &format!("{path}[{at}]")))
        }
        // What a strategy sets is looked at where it is put.
        Value::Table(table) => table
            .iter()
            .filter(|(key, _)| !(path.starts_with("strategy[") && *key == "set"))
            .try_for_each(|(key, item)| {
                dates_are_due_nowhere(item, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") })
            }),
        _ => Ok(()),
    }
}

/// The value at a path as it would be typed.
fn value_at(tree: &Value, path: &str) -> String {
    let value = split(path).into_iter().try_fold(tree, |value, key| match key.split_once('[') {
        Some((name, index)) => value.get(name)?.get(index.trim_end_matches(']').parse::<usize>().ok()?),
        None => value.get(key),
    });
    match value {
        Some(Value::String(text)) => first_line(&format!("{text:?}")),
        Some(value) => first_line(&value.to_string()),
        None => String::new(),
    }
}

/// Says in the user's words what the deserializer says in its own.
fn explained(path: &str, found: &str, message: &str) -> Problem {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if message.starts_with("unknown field") || message.starts_with("unknown variant") {
        let (typed, known) = quoted.split_first().map_or(("", &[][..]), |(typed, known)| (*typed, known));
        let what = if message.starts_with("unknown field") { "key" } else { "word" };
        let remedy = did_you_mean(typed, known.iter().copied()).map_or_else(
            || format!("remove it, or use one of: {}", known.join(", ")),
            |like| format!("did you mean `{like}`?"),
        );
        return problem(path, format!("`{typed}`"), &format!("a {what} that is known here"), &remedy);
    }
    if let Some(field) = message.strip_prefix("missing field ") {
        return problem(
            path,
            "nothing".into(),
            &format!("the key {field}"),
            &format!("add {field}; `throughline schema` tells its meaning"),
        );
    }
    if let Some((_, expected)) = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))
        .and_then(|rest| rest.split_once(", expected "))
    {
        let (expected, remedy) = kind_of_value(&first_line(expected));
        return problem(path, found.into(), &expected, remedy);
    }
    problem(path, found.into(), &first_line(message), "`throughline schema` tells what can stand here")
}

/// What a type is called by those who type it, and how to write it.
fn kind_of_value(rust: &str) -> (String, &'static str) {
    let (expected, remedy) = match rust {
        "f64" => ("a number", "write a plain number, without quotes or unit"),
        "u8" => ("a whole number from 0 to 255", "write a whole number"),
        "u16" => ("a whole number from 0 to 65535", "write a whole number"),
        "u32" => ("a whole number from 0 to 4294967295", "write a whole number"),
        "u64" => ("a whole number, 0 or more", "write a whole number"),
        "a boolean" => ("true or false", "write true or false, without quotes"),
        "a string" => ("a text in quotes", "put it in quotes"),
        "a sequence" => ("a list", "write [ ... ], and above a table double brackets, such as [[strategy]]"),
        "struct Law" => ("a table with a mean", "write { mean = 4, cv = 1.0 }"),
        "struct Needs" => ("a table of needs", "write { per_year = 6, cv = 1.0 }"),
        "struct Ends" => ("two end values", "write { siloed = 0.4, integrated = 0.9 }"),
        "a map" => ("a table", "write { key = value }, or a [table] of its own"),
        other if other.starts_with("struct ") => ("a table", "write { key = value }, or a [table] of its own"),
        other => return (other.into(), "`throughline schema` tells what can stand here"),
    };
    (expected.into(), remedy)
}

fn problem(path: &str, found: String, expected: &str, remedy: &str) -> Problem {
    Problem { path: path.into(), found, expected: expected.into(), remedy: remedy.into() }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().chars().filter(|c| !c.is_control()).take(120).collect()
}

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(offset.min(text.len()))];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    (line, column)
}

/// A value as typed on the command line: TOML where it is TOML, else the text itself.
pub fn command_line_value(text: &str) -> Value {
    format!("value = {text}")
        .parse::<Table>()
        .ok()
        .filter(|table| table.len() == 1)
        .and_then(|mut table| table.remove("value"))
        .unwrap_or_else(|| Value::String(text.into()))
}
