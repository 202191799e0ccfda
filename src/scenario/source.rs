//! A scenario file: its text, the tree of its values, and the place in the text of whatever is wrong.

use super::broken::broken;
use super::error::{Located, Problem, ScenarioError};
use super::meant::Note;
use super::notation::unquoted_paths;
use super::path::{Part, Path};
use super::settings::{Laid, Origin};
use super::text::words;
use super::tree::Node;
use std::io::Read;
use toml::de::DeTable;

/// The largest file that is read; a scenario of a page has some kB.
const LARGEST_FILE: u64 = 1 << 20;

/// What standard input is called in messages.
pub const STANDARD_INPUT: &str = "standard input";

/// A scenario file's text and tree.
#[derive(Debug)]
pub struct Source {
    file: String,
    text: String,
    /// The values as typed.
    pub(super) tree: Node,
}

impl Source {
    /// Reads and parses a file, standard input, or what comes through an open pipe.
    ///
    /// # Errors
    /// If the file is missing, too large, no text, or no TOML.
    pub fn read(path: &std::path::Path) -> Result<Self, ScenarioError> {
        if is_standard_input(path) {
            return Self::from_bytes(STANDARD_INPUT.into(), std::io::stdin().lock());
        }
        let file = path.display().to_string();
        let whole = |found: String, expected: &str, remedy: &str| unplaced(&file, found, expected, remedy);
        let meta = std::fs::metadata(path)
            .map_err(|e| whole(plain(&e), "a scenario file, or a folder of them", &remedy_of_path(path)))?;
        if !meta.is_file() && !is_open_pipe(path) {
            return Err(whole(
                "something that is no file".into(),
                "a scenario file",
                "name a .toml file, a folder that holds some, or - for standard input",
            ));
        }
        if meta.len() > LARGEST_FILE {
            return Err(too_large(&file, format!("a file of {} bytes", meta.len())));
        }
        let opened = std::fs::File::open(path);
        let opened = opened.map_err(|e| whole(plain(&e), "a file that can be read", "check its permissions"))?;
        Self::from_bytes(file, opened).map_err(|error| of_another_kind(path).unwrap_or(error))
    }

    /// Reads and parses what comes, up to the size of the largest file.
    fn from_bytes(file: String, reader: impl Read) -> Result<Self, ScenarioError> {
        let mut bytes = Vec::new();
        if let Err(error) = reader.take(LARGEST_FILE + 1).read_to_end(&mut bytes) {
            return Err(unplaced(&file, plain(&error), "a file that can be read", "check its permissions"));
        }
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(too_large(&file, format!("more than {LARGEST_FILE} bytes")));
        }
        let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
        let no_text = || {
            let remedy = "check that this is the file you mean, and save it as UTF-8";
            unplaced(&file, "bytes that are no text".into(), "a TOML file in UTF-8", remedy)
        };
        let text = text.ok_or_else(no_text)?;
        Self::parse(file, text)
    }

    /// Parses a text; `file` is the name used in errors.
    ///
    /// # Errors
    /// If the text is empty or no TOML.
    pub fn parse(file: String, text: String) -> Result<Self, ScenarioError> {
        let located = |file: &str, (at, problem): (usize, Problem)| {
            let position = Some(line_and_column(&text, at));
            Located { origin: file.into(), position, under: None, problem }
        };
        let (table, errors) = DeTable::parse_recoverable(&text);
        let begins = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
        if let Some(first) = errors.iter().min_by_key(|error| begins(error)) {
            let wrong = broken(&text, first.span().unwrap_or_default(), first.message());
            return Err(ScenarioError::one(located(&file, wrong)));
        }
        if table.get_ref().is_empty() {
            return Err(unplaced(
                &file,
                "an empty scenario".into(),
                "at least [run], a [segment], a [journey], a [channel] and a [[strategy]]",
                "`throughline new NAME` writes a first scenario",
            ));
        }
        let tree = Node::root(table.get_ref()).map_err(|wrong| ScenarioError::one(located(&file, wrong)))?;
        let unquoted = unquoted_paths(&tree);
        if !unquoted.is_empty() {
            let wrongs = unquoted.into_iter().map(|wrong| located(&file, wrong)).collect();
            return Err(ScenarioError::by_line(wrongs, 0));
        }
        Ok(Self { file, text, tree })
    }

    /// The notes on the text's notation, each with its line.
    pub fn notes(&self) -> Vec<String> {
        super::notation::newer(&self.text).into_iter().map(|(at, what)| self.note_at(at, &what)).collect()
    }

    /// A note on what stands at a place.
    pub(super) fn note_at(&self, at: usize, what: &str) -> String {
        let (line, column) = line_and_column(&self.text, at);
        format!("{}:{line}:{column}: note: {what}", self.file)
    }

    /// Notes on what stands at some paths, in the order of their lines.
    pub(super) fn noted(&self, mut notes: Vec<Note>) -> Vec<String> {
        notes.sort_by_key(|note| self.place(&note.path));
        let told = notes.into_iter().map(|note| {
            let place = self.place(&note.path).map(|at| line_and_column(&self.text, at));
            let place = place.map_or(String::new(), |(line, column)| format!(":{line}:{column}"));
            format!("{}{place}: note: {}", self.file, note.what)
        });
        told.collect()
    }

    /// What the file is called in messages.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// The line and column of a place.
    pub(super) fn line_and_column(&self, at: usize) -> (usize, usize) {
        line_and_column(&self.text, at)
    }

    /// Puts each problem at its place: where its value was set, else where it stands in the file.
    pub(super) fn located(&self, laid: &[Laid], problems: Vec<Problem>) -> Vec<Located> {
        problems.into_iter().map(|problem| self.locate(laid, problem)).collect()
    }

    fn locate(&self, laid: &[Laid], mut problem: Problem) -> Located {
        let path = &problem.path;
        let meets = |one: &Laid| path.is_within(&one.path) || one.path.is_within(path);
        let is_set_here = |one: &&Laid| *path == one.path || !path.is_empty() && meets(one);
        let (origin, at, under) = match laid.iter().rev().find(is_set_here) {
            Some(Laid { origin: origin @ Origin::CommandLine(_), path: set, .. }) => {
                if path == set {
                    problem.path = Path::default();
                }
                (origin.to_string(), None, None)
            }
            Some(Laid { origin: Origin::Strategy(index), node, .. }) => {
                (self.file.clone(), Some(node.at), self.name_of(*index).map(String::from))
            }
            Some(Laid { origin: Origin::Change(_), node, .. }) => (self.file.clone(), Some(node.at), None),
            None => {
                let place = self.place(path);
                self.name_strategy(&mut problem.path);
                (self.file.clone(), place, None)
            }
        };
        Located { origin, position: at.map(|at| line_and_column(&self.text, at)), under, problem }
    }

    /// Puts the name of a strategy, if it has one, where its number stands in a path.
    fn name_strategy(&self, path: &mut Path) {
        if let [Part::Key(list), Part::Index(index), below @ ..] = path.parts()
            && let Some(name) = self.name_of(*index).filter(|_| list == "strategy")
        {
            *path = Path::of(["strategy", name]).and(below);
        }
    }

    /// What a strategy is called, if it has a name.
    fn name_of(&self, index: usize) -> Option<&str> {
        self.tree.get("strategy")?.items()?.get(index)?.get("name")?.text().filter(|name| !name.trim().is_empty())
    }

    /// The place of the key at a path, or of the nearest table above it that is typed.
    fn place(&self, path: &Path) -> Option<usize> {
        let mut place = None;
        let mut node = &self.tree;
        for part in path.parts() {
            let Some(next) = node.at(part) else { break };
            place = Some(next.at);
            node = next;
        }
        place
    }
}

/// Whether a path stands for standard input.
pub fn is_standard_input(path: &std::path::Path) -> bool {
    ["-", "/dev/stdin", "/dev/fd/0"].iter().any(|input| path.as_os_str() == *input)
}

/// Whether a path is that of a pipe that this process has open, as one that a shell puts in the place of `<(command)`. One
/// that has a path of its own is none: to open it may take for ever.
#[cfg(unix)]
pub fn is_open_pipe(path: &std::path::Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let is_pipe = std::fs::metadata(path).is_ok_and(|meta| meta.file_type().is_fifo());
    is_pipe && path.canonicalize().is_err()
}

/// Whether a path is that of an open pipe; here there are none.
#[cfg(not(unix))]
pub fn is_open_pipe(_: &std::path::Path) -> bool {
    false
}

/// What to say of a file that cannot be read, and by its ending is of another kind.
fn of_another_kind(path: &std::path::Path) -> Option<ScenarioError> {
    const OTHERS: [&str; 10] = ["md", "html", "csv", "tsv", "pdf", "svg", "png", "xlsx", "parquet", "rs"];
    let ending = path.extension()?.to_str()?;
    let found = format!("a file that ends in .{ending}, and holds no TOML");
    let name = path.display().to_string();
    OTHERS.contains(&ending).then(|| unplaced(&name, found, "a scenario file, NAME.toml", "name the scenario file"))
}

fn too_large(file: &str, found: String) -> ScenarioError {
    let expected = format!("a scenario file of at most {LARGEST_FILE} bytes (1 MiB)");
    unplaced(file, found, &expected, "check that this is the file you mean")
}

/// The file that is meant by a path where there is none, if it lies nearby.
fn remedy_of_path(path: &std::path::Path) -> String {
    let dashed = path.to_str().and_then(|word| word.strip_prefix(['–', '—']));
    if let Some(option) = dashed {
        return format!("write --{}, with two hyphens of the keyboard", option.trim_start_matches(['-', '–', '—']));
    }
    let with_ending = path.with_extension("toml");
    let name = with_ending.file_name().unwrap_or_default();
    let nearby = [with_ending.clone(), std::path::Path::new("scenarios").join(name)];
    match nearby.iter().find(|other| other.as_path() != path && other.is_file()) {
        Some(other) => format!("did you mean {}?", other.display()),
        None => "check the path; `throughline new NAME` writes a first scenario".into(),
    }
}

/// A problem with a file as a whole.
pub fn unplaced(file: &str, found: String, expected: &str, remedy: &str) -> ScenarioError {
    let problem = Problem { path: Path::default(), found, expected: expected.into(), remedy: remedy.into() };
    ScenarioError::one(Located { origin: file.into(), position: None, under: None, problem })
}

fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".into(),
        std::io::ErrorKind::PermissionDenied => "a file that may not be read".into(),
        _ => words(error),
    }
}

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(offset.min(text.len()))];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    (line, column)
}
