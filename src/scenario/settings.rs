//! Settings laid over a scenario: by `--set`, and by the `set` of a strategy.

use super::error::{Problem, name_remedy};
use super::path::{DEEPEST, Part, Path};
use super::rules::{Keys, is_key_of_all, keys_of, tables_with};
use super::text::{in_a_shell, short};
use super::tree::{Members, Node, Typed};
use super::typed::Capability;
use std::fmt;
use std::sync::Arc;

/// Longest value that is shown (characters).
const SHOWN: usize = 120;
/// Tables whose members the user names; a setting can change a member, not make one.
const NAMED_TABLES: [&str; 6] = ["segment", "journey", "channel", "staff", "stock", "campaign"];

/// A setting of the command line.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Dotted path of the key.
    pub path: String,
    /// The value: TOML where it is TOML, else the text itself.
    pub value: String,
    /// The option that it was typed as, such as `--set seam.identify_minutes=2` or `--level identity=0.5`.
    pub option: String,
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

    /// What `--set PATH=VALUE` says.
    pub fn of_path(path: &str, value: &str) -> Self {
        Self { path: path.into(), value: value.into(), option: format!("--set {}={value}", path.trim()) }
    }

    /// What `--level STRATEGY.CAPABILITY=LEVEL` says, or `--level CAPABILITY=LEVEL`, for all strategies but the baseline.
    pub fn of_level(whose: &str, value: &str) -> Self {
        let (strategy, capability) = whose.trim().rsplit_once('.').unwrap_or((ALL_OTHERS, whose.trim()));
        let path = format!("strategy.\"{}\".levels.{capability}", strategy.trim_matches('"'));
        Self { path, value: value.into(), option: format!("--level {}={value}", whose.trim()) }
    }

    /// What an option for a number of its own says, such as `--seed 7`.
    pub fn of_number(option: &str, path: &str, number: u64) -> Self {
        Self { path: path.into(), value: number.to_string(), option: format!("{option} {number}") }
    }
}

/// Where a setting was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// On the command line, as typed there.
    CommandLine(String),
    /// In the `set` table of the strategy at this position.
    Strategy(usize),
    /// In that of the change at this position.
    Change(usize),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine(typed) => f.write_str(&short(typed, 126)),
            Self::Strategy(at) => write!(f, "strategy[{at}]"),
            Self::Change(at) => write!(f, "change[{at}]"),
        }
    }
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

/// Stands for every strategy but the baseline, in the path of a setting.
const ALL_OTHERS: &str = "*";

/// What a setting of the command line comes to: one thing, or one for each strategy that it stands for.
pub fn of_command_line(tree: &Node, Setting { path, value, option }: &Setting) -> Vec<Laid> {
    let typed = Path::typed(path);
    let node = Arc::new(Node::of_command_line(value.trim()));
    let origin = Origin::CommandLine(option.clone());
    let laid = |path: Path| Laid { path: numbered(tree, &path), node: Arc::clone(&node), origin: origin.clone() };
    match typed.parts() {
        [Part::Key(list), Part::Key(all), rest @ ..] if list == "strategy" && all == ALL_OTHERS => {
            others(tree).map(|at| laid(Path::of(["strategy"]).index(at).and(rest))).collect()
        }
        _ => vec![laid(typed)],
    }
}

/// The positions of all strategies but the baseline.
fn others(tree: &Node) -> impl Iterator<Item = usize> {
    let list = tree.get("strategy").and_then(|list| list.items()).unwrap_or_default();
    let is_baseline = |one: &Node| one.get("baseline").is_some_and(|is| is.value == Typed::Truth(true));
    list.iter().enumerate().filter(move |(_, one)| !is_baseline(one)).map(|(at, _)| at)
}

/// A path with positions in place of the names of strategies and of the numbers of other items of lists.
fn numbered(tree: &Node, path: &Path) -> Path {
    let mut node = Some(tree);
    let of_strategies = path.parts().first() == Some(&Part::Key("strategy".into()));
    let numbered = path.parts().iter().enumerate().map(|(at, part)| {
        let position = match (part, node.and_then(Node::items)) {
            (Part::Key(key), Some(items)) if at == 1 && of_strategies => named(items, key),
            (Part::Key(key), Some(_)) => key.parse().ok(),
            _ => None,
        };
        let part = position.map_or_else(|| part.clone(), Part::Index);
        node = node.and_then(|node| node.at(&part)).map(AsRef::as_ref);
        part
    });
    Path::default().and(&numbered.collect::<Vec<Part>>())
}

/// The position of the strategy with a name.
fn named(strategies: &[Arc<Node>], name: &str) -> Option<usize> {
    strategies.iter().position(|one| one.get("name").is_some_and(|of| of.value == Typed::Text(name.into())))
}

/// What a strategy sets, in order.
pub fn of_strategy(tree: &Node, index: usize) -> Vec<Laid> {
    set_by(tree, "strategy", index, &Origin::Strategy(index))
}

/// What a change sets, in order.
pub fn of_change(tree: &Node, index: usize) -> Vec<Laid> {
    set_by(tree, "change", index, &Origin::Change(index))
}

fn set_by(tree: &Node, list: &str, index: usize, origin: &Origin) -> Vec<Laid> {
    let Some(Typed::List(list)) = tree.get(list).map(|list| &list.value) else { return Vec::new() };
    let set = list.get(index).and_then(|one| one.get("set")).and_then(|set| set.members());
    let laid = |(path, node): (&String, &Arc<Node>)| Laid {
        path: numbered(tree, &Path::typed(path)),
        node: Arc::clone(node),
        origin: origin.clone(),
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
    let parts = setting.path.parts();
    let is_empty = |part: &Part| *part == Part::Key(String::new());
    let Some((last, above)) = parts.split_last().filter(|_| !parts.iter().any(is_empty)) else {
        return wrong(
            if parts.is_empty() { "an empty path" } else { "a path with an empty part" }.into(),
            "the path of a setting, such as run.customers",
            "name the key",
        );
    };
    if parts.len() > DEEPEST {
        return wrong(
            format!("a path of {} parts", parts.len()),
            &format!("a path of at most {DEEPEST} parts"),
            "check the path; `throughline schema` tells all keys that there are",
        );
    }
    may_be_set(tree, setting)?;
    let mut node = tree;
    for part in above {
        node = Arc::make_mut(within(node, setting, part)?);
    }
    match (&mut node.value, last) {
        (Typed::Table(members), Part::Key(key)) => {
            members.insert(key.clone(), Arc::clone(&setting.node));
        }
        _ => *within(node, setting, last)? = Arc::clone(&setting.node),
    }
    Ok(())
}

/// What stands in a table or list under a part of the path; a table is made where there is none.
fn within<'a>(node: &'a mut Node, setting: &Laid, part: &Part) -> Result<&'a mut Arc<Node>, Problem> {
    let wrong = |found: String, expected: String, remedy: &str| Err(problem(&setting.path, found, &expected, remedy));
    match (&mut node.value, part) {
        (Typed::Table(members), Part::Key(key)) => {
            let empty = || Arc::new(Node { at: setting.node.at, value: Typed::Table(Members::new()) });
            Ok(members.entry(key.clone()).or_insert_with(empty))
        }
        (Typed::List(items), part) => {
            let (count, shown) = (items.len(), part.shown());
            match part {
                Part::Index(at) if *at < count => Ok(&mut items[*at]),
                _ if count == 0 => {
                    wrong(format!("`{shown}` of an empty list"), "a list with entries".into(), "set the whole list")
                }
                _ => wrong(
                    format!("`{shown}` of a list of {count}"),
                    format!("an entry by its number, from 0 to {}", count - 1),
                    "name one of these by its number, or set the whole list",
                ),
            }
        }
        _ => {
            let found = format!("`{}`, in what holds a plain value", part.shown());
            wrong(found, "a key of a table, or an entry of a list".into(), "shorten the path")
        }
    }
}

/// Refuses what a setting cannot change: a strategy's name, by a strategy the run, a whole table, things that do not exist.
fn may_be_set(tree: &Node, setting: &Laid) -> Result<(), Problem> {
    let wrong = |found: String, expected: &str, remedy: &str| Err(problem(&setting.path, found, expected, remedy));
    let [Part::Key(top), below @ ..] = setting.path.parts() else { return Ok(()) };
    let of_file = !matches!(setting.origin, Origin::CommandLine(_));
    if of_file && ["change", "currency", "run", "strategy"].contains(&top.as_str()) {
        return wrong(
            format!("`{top}`"),
            "a setting of the market",
            "runs and strategies are the same for all that is compared; change them where they are declared",
        );
    }
    if top == "strategy" {
        return may_be_set_of_a_strategy(tree, setting, below);
    }
    if let (true, Some(keys)) = (below.is_empty(), keys_of(top)) {
        let remedy = remedy_of_a_table(tree, setting, top, keys);
        return wrong(format!("`{top}`, a whole table"), "the path of one key", &remedy);
    }
    if !NAMED_TABLES.contains(&top.as_str()) {
        return is_whole(tree, setting);
    }
    let a = match top.as_str() {
        "staff" => "staff pool",
        "stock" => "stock pool",
        _ => top,
    };
    match below {
        [name, ..] if tree.get(top).and_then(|table| table.at(name)).is_none() => {
            let named = names_in(tree, &[top]);
            let name = name.shown();
            wrong(format!("`{name}`"), &format!("a {a} of this scenario"), &name_remedy(&name, named))
        }
        [Part::Key(name), Part::Key(table), step, _, ..] if top == "channel" && table == "step" => {
            let (step, offered) = (step.shown(), names_in(tree, &["channel", name, "step"]));
            if offered.contains(&step.as_str()) {
                return Ok(());
            }
            wrong(format!("`{step}`"), &format!("a step that `{name}` offers"), &name_remedy(&step, offered))
        }
        [Part::Key(name), Part::Key(table), _, ..]
            if top == "staff" && table == "timetable" && names_in(tree, &["staff", name]).contains(&"servers") =>
        {
            let own = |key: &str| Path::of(["staff", name, key]);
            wrong(
                "`timetable`, of a pool that has `servers` instead".into(),
                "a key of this pool",
                &format!("set {}, {} or {}", own("servers"), own("hours"), own("scale")),
            )
        }
        [_, _, ..] => Ok(()),
        _ => wrong(
            format!("`{}`, a whole table", setting.path),
            &format!("the path of one key of a {a}"),
            "name the key, such as staff.agents.servers",
        ),
    }
}

/// How to set keys of a table by themselves: those that were typed, and those that it must have and has not.
fn remedy_of_a_table(tree: &Node, setting: &Laid, top: &str, keys: &Keys) -> String {
    let of_file = tree.get(top).and_then(|table| table.members());
    let has = |of: Option<&Members>, key: &String| of.is_some_and(|members| members.contains_key(key));
    let typed = setting.node.members();
    let lacks: Vec<&String> = keys.needed.iter().filter(|key| !has(of_file, key) && !has(typed, key)).collect();
    let needs = lacks.first().map_or_else(String::new, |key| format!("; a {top} needs {top}.{key}, too"));
    let is_known = |key: &String| keys.known.iter().any(|(known, _)| known == key);
    match (&setting.origin, typed) {
        (Origin::Strategy(_) | Origin::Change(_), Some(_)) => {
            let (path, value) = innermost(&setting.path, &setting.node);
            format!("put the path in quotes: set = {{ \"{path}\" = {value} }}{needs}")
        }
        (Origin::CommandLine(_), Some(members)) if !members.is_empty() && members.keys().all(is_known) => {
            let one = |(key, value): (&String, &Arc<Node>)| in_a_shell(&format!("{top}.{key}={}", value.shown()));
            let all: Vec<String> = members.iter().map(|member| format!("--set {}", one(member))).collect();
            format!("set each key by itself: {}{needs}", short(&all.join(" "), SHOWN))
        }
        _ => {
            let first = lacks.first().copied().or_else(|| keys.known.first().map(|(key, _)| key));
            format!("name one of its keys, such as {top}.{}", first.map_or("NAME.KEY", String::as_str))
        }
    }
}

/// Refuses a path that begins where no scenario does, and names the whole ones that end so.
fn is_whole(tree: &Node, setting: &Laid) -> Result<(), Problem> {
    const MOST: usize = 3;
    let whole = match setting.path.parts() {
        [Part::Key(top), below @ ..] if !is_key_of_all(top) => {
            let of_all = if below.is_empty() { tables_with(top) } else { Vec::new() };
            let of_all: Vec<Path> = of_all.into_iter().map(|table| Path::of([table, top])).collect();
            let in_the_file = ending_so(tree, &Path::default(), &setting.path).into_iter();
            let others: Vec<Path> = in_the_file.filter(|path| !of_all.contains(path)).collect();
            [of_all, others].concat()
        }
        _ => return Ok(()),
    };
    let rest = if whole.len() > MOST { " or another that ends so" } else { "" };
    let whole: Vec<String> = whole.iter().take(MOST).map(|path| format!("{path}={}", setting.node.shown())).collect();
    if whole.is_empty() {
        return Ok(());
    }
    let found = format!("`{}`, the end of a path", setting.path);
    let remedy = format!("write {}{rest}", whole.join(" or "));
    Err(problem(&setting.path, found, "the whole path of a key", &remedy))
}

/// The paths of plain values below a node that end as another does, or are the first number of a table that does.
fn ending_so(node: &Node, path: &Path, end: &Path) -> Vec<Path> {
    let Some(members) = node.members() else { return Vec::new() };
    let here = members.iter().filter(|(key, _)| !(path.is_empty() && *key == "evidence"));
    let found = here.flat_map(|(key, member)| {
        let path = path.key(key);
        if !path.parts().ends_with(end.parts()) {
            return ending_so(member, &path, end);
        }
        match member.members() {
            None => vec![path],
            Some(table) => {
                table.iter().find(|(_, one)| one.is_number()).map(|(key, _)| path.key(key)).into_iter().collect()
            }
        }
    });
    found.collect()
}

/// Where the tables of a single key within each other lead to, and what stands there.
fn innermost(path: &Path, node: &Node) -> (Path, String) {
    match node.members().and_then(|members| members.iter().next().filter(|_| members.len() == 1)) {
        Some((key, member)) => innermost(&path.key(key), member),
        None => (path.clone(), node.shown()),
    }
}

/// Of a strategy, all can be set but what tells it from the others.
fn may_be_set_of_a_strategy(tree: &Node, setting: &Laid, below: &[Part]) -> Result<(), Problem> {
    let wrong = |found: String, expected: &str, remedy: &str| Err(problem(&setting.path, found, expected, remedy));
    match below {
        [Part::Index(_), Part::Key(key), ..] if key == "name" || key == "baseline" => {
            wrong(format!("`{key}`"), "what a strategy does", "change it where the strategy is declared")
        }
        [Part::Index(_), Part::Key(levels), Part::Key(name)] if levels == "levels" && is_strategy(tree, name) => wrong(
            format!("`{name}`, a strategy"),
            "a capability, after a strategy where it is for that alone",
            &format!("write --level {}", in_a_shell(&format!("{name}.CAPABILITY={}", setting.node.shown()))),
        ),
        [Part::Index(_), Part::Key(_), ..] => Ok(()),
        [Part::Key(name), ..] => {
            let items = tree.get("strategy").and_then(|list| list.items()).unwrap_or_default();
            let names = items.iter().filter_map(|one| one.get("name")).filter_map(|name| name.text());
            let names: Vec<&str> = names.collect();
            wrong(
                format!("`{name}`"),
                "a strategy of this scenario, or * for all but the baseline",
                &name_remedy(name, names),
            )
        }
        _ => wrong(
            "a whole strategy".into(),
            "the path of one key of a strategy",
            "name the key, such as strategy.omnichannel.levels.identity",
        ),
    }
}

/// Whether it is the name of a strategy, and not that of a capability as well.
fn is_strategy(tree: &Node, name: &str) -> bool {
    let items = tree.get("strategy").and_then(|list| list.items()).unwrap_or_default();
    named(items, name).is_some() && Capability::ALL.iter().all(|capability| capability.name() != name)
}

/// The keys of the table at a path.
fn names_in<'a>(tree: &'a Node, path: &[&str]) -> Vec<&'a str> {
    let members = path.iter().try_fold(tree, |node, key| node.get(key).map(AsRef::as_ref)).and_then(Node::members);
    members.map(|members| members.keys().map(String::as_str).collect()).unwrap_or_default()
}

fn problem(path: &Path, found: String, expected: &str, remedy: &str) -> Problem {
    Problem { path: path.clone(), found, expected: expected.into(), remedy: remedy.into() }
}
