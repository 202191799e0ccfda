//! Settings laid over a scenario: by `--set`, and by the `set` of a strategy.

use super::error::{Problem, name_remedy};
use super::path::{DEEPEST, Path};
use super::text::short;
use super::tree::{Members, Node, Typed};
use std::fmt;
use std::sync::Arc;

/// Longest value that is shown (characters).
const SHOWN: usize = 120;
/// Tables whose members the user names; a setting can change a member, not make one.
const NAMED_TABLES: [&str; 4] = ["segment", "journey", "channel", "staff"];

/// A setting as typed on the command line: `--set PATH=VALUE`.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Dotted path of the key.
    pub path: String,
    /// The value: TOML where it is TOML, else the text itself.
    pub value: String,
}

/// As tables show it: without double quotes, which some readers leave doubled, and not at any length.
impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = format!("{}={}", Path::typed(&self.path), short(self.value.trim(), SHOWN));
        f.write_str(&shown.replace('"', "'"))
    }
}

impl Setting {
    /// As it is typed on the command line.
    pub fn typed(&self) -> String {
        format!("{}={}", self.path, self.value)
    }

    /// A setting of a number.
    pub fn of_number(path: &str, number: u64) -> Self {
        Self { path: path.into(), value: number.to_string() }
    }
}

/// Where a setting was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// On the command line, as typed there.
    CommandLine(String),
    /// In the `set` table of the strategy at this position.
    Strategy(usize),
}

/// A setting with the parts of its path.
#[derive(Debug, Clone)]
pub struct Laid {
    /// Where it is put.
    pub path: Path,
    /// What is put there.
    pub node: Arc<Node>,
    /// Where it was typed.
    pub origin: Origin,
}

impl From<&Setting> for Laid {
    fn from(Setting { path, value }: &Setting) -> Self {
        let typed = format!("{}={value}", path.trim());
        Self {
            path: Path::typed(path),
            node: Arc::new(Node::of_command_line(value.trim())),
            origin: Origin::CommandLine(typed),
        }
    }
}

/// What a strategy sets, in order.
pub fn of_strategy(tree: &Node, index: usize) -> Vec<Laid> {
    let Some(Typed::List(list)) = tree.get("strategy").map(|list| &list.value) else { return Vec::new() };
    let set = list.get(index).and_then(|strategy| strategy.get("set")).and_then(|set| set.members());
    let laid = |(path, node): (&String, &Arc<Node>)| Laid {
        path: Path::typed(path),
        node: Arc::clone(node),
        origin: Origin::Strategy(index),
    };
    set.map(|set| set.iter().map(laid).collect()).unwrap_or_default()
}

/// A scenario with settings laid over it.
///
/// # Errors
/// If a path does not exist, or may not be set.
pub fn laid_over(tree: &Node, settings: &[Laid]) -> Result<Node, Problem> {
    let mut tree = tree.clone();
    for setting in settings {
        put(&mut tree, setting)?;
    }
    Ok(tree)
}

/// Puts a setting into the tree, making the tables on the way unless they are things that the user names.
fn put(tree: &mut Node, setting: &Laid) -> Result<(), Problem> {
    let wrong = |found: String, expected: &str, remedy: &str| Err(problem(&setting.path, found, expected, remedy));
    let keys = setting.path.keys().unwrap_or_default();
    let Some((last, tables)) = keys.split_last().filter(|_| keys.iter().all(|key| !key.is_empty())) else {
        return wrong(
            if keys.is_empty() { "an empty path" } else { "a path with an empty part" }.into(),
            "the path of a setting, such as run.customers",
            "name the key",
        );
    };
    if keys.len() > DEEPEST {
        return wrong(
            format!("a path of {} parts", keys.len()),
            &format!("a path of at most {DEEPEST} parts"),
            "check the path; `throughline schema` tells all keys that there are",
        );
    }
    may_be_set(tree, setting, &keys)?;
    let mut node = tree;
    for part in tables {
        let Typed::Table(members) = &mut node.value else { return plain_value(setting, part) };
        let empty = || Arc::new(Node { at: setting.node.at, value: Typed::Table(Members::new()) });
        node = Arc::make_mut(members.entry((*part).to_string()).or_insert_with(empty));
        if node.members().is_none() {
            return plain_value(setting, part);
        }
    }
    if let Typed::Table(members) = &mut node.value {
        members.insert((*last).to_string(), Arc::clone(&setting.node));
    }
    Ok(())
}

fn plain_value(setting: &Laid, part: &str) -> Result<(), Problem> {
    Err(problem(&setting.path, format!("`{part}`, which holds a plain value"), "a table", "shorten the path"))
}

/// Refuses what a setting cannot change: the run, the strategies, a whole table, things that do not exist.
fn may_be_set(tree: &Node, setting: &Laid, keys: &[&str]) -> Result<(), Problem> {
    let wrong = |found: String, expected: &str, remedy: &str| Err(problem(&setting.path, found, expected, remedy));
    let top = keys[0];
    if top == "strategy" || top == "run" && matches!(setting.origin, Origin::Strategy(_)) {
        return wrong(
            format!("`{top}`"),
            "a setting of the market",
            "runs and strategies are the same for all that is compared; change them where they are declared",
        );
    }
    if keys.len() == 1 && setting.node.members().is_some() {
        let remedy = match setting.origin {
            Origin::Strategy(_) => "put the path in quotes: set = { \"staff.agents.servers\" = 2 }",
            Origin::CommandLine(_) => "name the key, such as staff.agents.servers=2",
        };
        return wrong(format!("`{top}`, a whole table"), "the path of one key", remedy);
    }
    if !NAMED_TABLES.contains(&top) {
        return Ok(());
    }
    let named = names_in(tree, &[top]);
    let a = if top == "staff" { "staff pool" } else { top };
    match keys {
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
fn names_in<'a>(tree: &'a Node, path: &[&str]) -> Vec<&'a str> {
    let members = path.iter().try_fold(tree, |node, key| node.get(key).map(AsRef::as_ref)).and_then(Node::members);
    members.map(|members| members.keys().map(String::as_str).collect()).unwrap_or_default()
}

fn problem(path: &Path, found: String, expected: &str, remedy: &str) -> Problem {
    Problem { path: path.clone(), found, expected: expected.into(), remedy: remedy.into() }
}
