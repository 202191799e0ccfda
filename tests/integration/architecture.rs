//! A module imports only from those before it in the story of `lib.rs`.

use std::path::{Path, PathBuf};

const ORDER: [&str; 15] = [
    "stats",
    "theory",
    "mistakes",
    "scenario",
    "chance",
    "model",
    "engine",
    "dashboards",
    "attribution",
    "outcomes",
    "experiment",
    "validate",
    "report",
    "export",
    "cli",
];
const LEAVES: [&str; 2] = ["stats", "theory"];
/// What stands above all modules.
const TOP: [&str; 2] = ["lib.rs", "main.rs"];

fn place_of(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The modules that a source names after `crate::`.
fn imports(text: &str) -> Vec<&str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1))
        .filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next())
        .collect()
}

#[test]
fn modules_look_left_only() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&top, &mut files);
    let mut seen = 0;
    for file in files {
        let module = file
            .strip_prefix(&top)
            .expect("below src")
            .components()
            .next()
            .expect("a name")
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        if TOP.contains(&module.as_str()) {
            continue;
        }
        let own =
            place_of(module.trim_end_matches(".rs")).unwrap_or_else(|| panic!("`{module}` has no place in the order"));
        let text = std::fs::read_to_string(&file).expect("a source can be read");
        for import in imports(&text) {
            let other = place_of(import).unwrap_or_else(|| panic!("{} imports `{import}`", file.display()));
            let allowed = if LEAVES.contains(&ORDER[own]) { other == own } else { other <= own };
            assert!(allowed, "{} imports {import}", file.display());
            seen += 1;
        }
    }
    assert!(seen > 50, "the test has found only {seen} imports");
}

#[test]
fn the_files_that_the_architecture_names_are_there() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(top.join("docs/architecture.md")).expect("it is there");
    let named = text.split('`').skip(1).step_by(2).filter(|code| code.contains('/') && !code.contains(' '));
    let mut seen = 0;
    for name in named.filter(|name| name.ends_with('/') || name.contains('.')) {
        let is_there = ["", "src"].iter().any(|folder| top.join(folder).join(name).exists());
        assert!(is_there, "docs/architecture.md names `{name}`");
        seen += 1;
    }
    assert!(seen > 20, "{seen} names");
}

fn document(name: &str) -> String {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(top.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_model_is_told_by_the_seven_elements_of_odd_in_their_order() {
    let text = document("docs/model.md");
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("## ")).take(7).collect();
    let elements = [
        "## 1 Purpose and patterns",
        "## 2 Entities, state variables, and scales",
        "## 3 Process overview and scheduling",
        "## 4 Design concepts",
        "## 5 Initialization",
        "## 6 Input data",
        "## 7 Submodels",
    ];
    assert_eq!(headings, elements);
    let concepts = "Basic principles, Emergence, Adaptation, Objectives, Learning, Prediction, Sensing, Interaction, Stochasticity, Collectives, Observation";
    let places: Vec<Option<usize>> =
        concepts.split(", ").map(|concept| text.find(&format!("\n**{concept}.** "))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
}

/// As GitHub makes it of a heading.
fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || " -_".contains(*c);
    heading.trim_start_matches('#').trim().to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")
}

#[test]
fn what_the_documents_link_to_is_there() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(top.join("docs")).expect("docs").map(|entry| entry.expect("an entry").path());
    let pages = docs.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let mut seen = 0;
    for page in pages.chain([top.join("README.md")]) {
        let text = std::fs::read_to_string(&page).expect("a page can be read");
        let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
        for link in links.filter(|link| !link.contains("://") && !link.contains(' ')) {
            let (file, part) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { page.clone() } else { page.with_file_name(file) };
            assert!(target.exists(), "{} links to {link}", page.display());
            if !part.is_empty() {
                let text = std::fs::read_to_string(&target).expect("a page can be read");
                let is_there = text.lines().any(|line| line.starts_with('#') && anchor(line) == part);
                assert!(is_there, "{} links to {link}", page.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen} links");
}

#[test]
fn the_citation_is_of_the_version_that_is_here() {
    let version = concat!("\nversion: ", env!("CARGO_PKG_VERSION"), "\n");
    assert!(document("CITATION.cff").contains(version), "CITATION.cff has another version");
}
