//! The smallest scenario that has a bit of everything, and a place of its own to run the command in.

use assert_cmd::Command;
use std::path::PathBuf;
use std::sync::LazyLock;
use tempfile::TempDir;

/// Two channels, a desk, two kinds of journeys and two strategies; a run takes a few milliseconds.
pub const SMALL: &str = r#"title = "Two channels and a desk"

[run]
customers = 200
horizon_days = 35
replications = 2
seed = 7

[segment.regulars]
share = 0.7
reach = { web = 0.9 }
taste = { web = 0.5 }
needs.purchase = { per_year = 12, cv = 1.0 }
needs.question = { per_year = 6 }

[segment.others]
share = 0.3
needs.purchase = { per_year = 3 }

[journey.purchase]
occasion = true
steps = ["choose", "order"]
value = { mean = 60, cv = 0.7 }
restart = "choose"

[journey.question]
steps = ["explain"]
follows = [{ journey = "purchase", probability = 0.2, after_days = 2 }]

[channel.web]
cost_per_contact = 0.1
step.choose = { leave = 0.3, success = 0.6, minutes = { mean = 6 } }
step.order = { leave = 0.2, success = 0.7, minutes = { mean = 4 } }
step.explain = { success = 0.5, minutes = { mean = 3 } }

[channel.phone]
kind = "live"
transfer = 0.3
patience_minutes = 5
step.order = { success = 0.9, minutes = { mean = 4 } }
step.explain = { success = 0.9, minutes = { mean = 3 } }

[staff.agents]
serves = ["phone"]
servers = 1
hours = "mon-sat 09:00-18:00"
cost_per_hour = 30

[choice]
synergy = { "web>phone" = 1.0 }

[[strategy]]
name = "silos"
baseline = true

[[strategy]]
name = "one record"
levels = { identity = 1.0, continuity = 1.0 }
seam_levels = { continuity = { "web>phone" = 0.5 } }

[[strategy]]
name = "second agent"
set = { "staff.agents.servers" = 2 }
"#;

/// The small scenario with one part of its text replaced.
pub fn small_with(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "the small scenario has no `{from}`");
    SMALL.replacen(from, to, 1)
}

/// Whether a text holds another, in whatever lines it is printed.
pub fn tells(what: &str) -> impl predicates::Predicate<str> + use<> {
    let what = in_one_line(what);
    predicates::prelude::predicate::function(move |text: &str| in_one_line(text).contains(&what))
}

/// A text without its line breaks and runs of blanks.
pub fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A folder that is gone after the test.
pub struct Place(TempDir);

impl Place {
    /// An empty one.
    pub fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder can be made"))
    }

    /// One with the small scenario as `small.toml`.
    pub fn with_small() -> Self {
        Self::new().file("small.toml", SMALL)
    }

    /// One with the small scenario and, in `output/small`, its results; they are made once for all tests.
    pub fn with_results() -> Self {
        static RESULTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
            let place = Place::with_small();
            place.throughline(&["run", "small.toml", "--quiet"]).assert().success();
            place.files("output")
        });
        RESULTS.iter().fold(Self::with_small(), |place, (name, bytes)| place.file(name, bytes))
    }

    /// The same with a file, and the folders on the way to it.
    pub fn file(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        let folder = path.parent().expect("a file is in a folder");
        std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text)).expect("a file can be written");
        self
    }

    /// The path of something in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The text of a file in it.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Names of what is in one of its folders, hidden ones too, in order.
    pub fn listed(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry can be read").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// All files below one of its folders, by their paths in the place.
    fn files(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let paths = self.listed(folder).into_iter().map(|name| format!("{folder}/{name}"));
        let below = |path: String| match std::fs::read(self.path(&path)) {
            Ok(bytes) => vec![(path, bytes)],
            Err(_) => self.files(&path),
        };
        paths.flat_map(below).collect()
    }

    /// The command, run here.
    pub fn throughline(&self, arguments: &[&str]) -> Command {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("throughline");
        command.current_dir(self.0.path()).args(arguments);
        command
    }

    /// What the command prints, when all goes well.
    pub fn printed(&self, arguments: &[&str]) -> String {
        let output = self.throughline(arguments).assert().success().get_output().stdout.clone();
        String::from_utf8(output).expect("the command prints text")
    }
}
