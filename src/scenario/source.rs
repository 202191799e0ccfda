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
            whole(plain(&e), "a scenario file", "check the path; `throughline new NAME` writes a first scenario")
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
                let problem = Problem {
                    path: String::new(),
                    found: error
                        .span()
                        .and_then(|span| text.get(span))
                        .map(first_line)
                        .filter(|found| !found.is_empty())
                        .unwrap_or("text that is no TOML".into()),
                    expected: first_line(error.message()),
                    remedy: "mend the line; https://toml.io shows the notation".into(),
                };
                let position = error.span().map(|span| line_and_column(&text, span.start));
                Err(ScenarioError(vec![Located { origin: file, position, problem }]))
            }
        }
    }

    /// The typed scenario after some settings; the settings' paths must exist.
    ///
    /// # Errors
    /// If a path does not exist, or a value has the wrong type.
    pub fn typed(&self, settings: &[Setting]) -> Result<typed::Scenario, ScenarioError> {
        let mut tree = self.tree.clone();
        for setting in settings {
            put(&mut tree, setting).map_err(|problem| self.located(settings, vec![problem]))?;
        }
        deserialize(Value::Table(tree)).map_err(|problem| self.located(settings, vec![problem]))
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

/// A problem with a file as a whole.
pub fn unplaced(file: &str, found: String, expected: &str, remedy: &str) -> ScenarioError {
    let problem = Problem { path: String::new(), found, expected: expected.into(), remedy: remedy.into() };
    ScenarioError(vec![Located { origin: file.into(), position: None, problem }])
}

fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file".into(),
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
    if setting.origin != Origin::CommandLine && parts[0] == "run" || parts[0] == "strategy" {
        return Err(problem(
            &setting.path,
            format!("`{}`", parts[0]),
            "a setting of the market",
            "runs and strategies are the same for all that is compared; set them at the top",
        ));
    }
    if NAMED_TABLES.contains(&parts[0]) {
        let named: Vec<&str> = tree
            .get(parts[0])
            .and_then(Value::as_table)
            .map(|table| table.keys().map(String::as_str).collect())
            .unwrap_or_default();
        if parts.len() < 3 || !named.contains(&parts[1]) {
            let typed = parts.get(1).copied().unwrap_or_default();
            return Err(problem(
                &setting.path,
                format!("`{typed}`"),
                &format!("a {} of this scenario and one of its keys", parts[0]),
                &name_remedy(typed, named),
            ));
        }
    }
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

fn deserialize<T: DeserializeOwned>(tree: Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(tree).map_err(|error| {
        let path = error.path().to_string();
        explained(if path == "." { "" } else { &path }, error.into_inner().message())
    })
}

/// Says in the user's words what the deserializer says in its own.
fn explained(path: &str, message: &str) -> Problem {
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
    if let Some((found, expected)) = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))
        .and_then(|rest| rest.split_once(", expected "))
    {
        let expected = match first_line(expected).as_str() {
            "f64" => "a number".to_string(),
            "u8" => "a whole number from 0 to 255".to_string(),
            "u16" => "a whole number from 0 to 65535".to_string(),
            "u32" | "u64" => "a whole number, 0 or more".to_string(),
            "a map" => "a table".to_string(),
            "a sequence" => "a list".to_string(),
            other => other
                .strip_prefix("struct ")
                .map_or(other.to_string(), |name| format!("a table ({})", name.to_lowercase())),
        };
        return problem(path, found.to_string(), &expected, "write a value of that type");
    }
    problem(path, first_line(message), "a value that is known here", "`throughline schema` tells what can stand here")
}

fn problem(path: &str, found: String, expected: &str, remedy: &str) -> Problem {
    Problem { path: path.into(), found, expected: expected.into(), remedy: remedy.into() }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().chars().take(120).collect()
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
        .and_then(|mut table| table.remove("value"))
        .unwrap_or_else(|| Value::String(text.into()))
}
