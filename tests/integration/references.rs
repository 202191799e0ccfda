//! What is cited by author and year has its entry in docs/references.md.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A word before a year that is no author.
const MONTH: &str = "Jan";

/// Author, the last before the year where there are several, and year of each work that a text cites.
fn cited(text: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = text.split_whitespace().filter(|word| !["et", "al.", "al.,"].contains(word)).collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_string();
    let pairs = words.windows(2).map(|pair| (bare(pair[0]), bare(pair[1])));
    let is_name = |word: &str| {
        word.len() > 2 && word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase) && word != MONTH
    };
    let is_year = |word: &str| word.len() == 4 && matches!(word.parse(), Ok(1850..2100));
    pairs.filter(|(author, year)| is_name(author) && is_year(year)).collect()
}

/// The comments of all code below a folder, in one text.
fn comments(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            text += &comments(&entry);
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            let code = fs::read_to_string(entry).expect("code");
            let lines = code.lines().map(str::trim_start).filter(|line| line.starts_with("//"));
            text.extend(lines.flat_map(|line| [line.trim_start_matches(['/', '!']), "\n"]));
        }
    }
    text
}

/// Those of the cited works that have not exactly one entry.
fn without_an_entry(text: &str) -> Vec<(String, String)> {
    let page = fs::read_to_string(root().join("docs/references.md")).expect("docs/references.md");
    let entries: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("- ")).collect();
    let is_of = |entry: &str, author: &str, year: &str| {
        entry.split_once(&format!(" ({year}). ")).is_some_and(|(authors, _)| authors.contains(author))
    };
    let count = |author: &str, year: &str| entries.iter().filter(|entry| is_of(entry, author, year)).count();
    cited(text).into_iter().filter(|(author, year)| count(author, year) != 1).collect()
}

#[test]
fn a_citation_is_found_however_it_is_written() {
    let text =
        "(Tukey 1958), Grimm et al. (2020); Varghese &\nLauck 1987, on 2026-11-22, in 2024, since May, a year 1999";
    let works = [("Tukey", "1958"), ("Grimm", "2020"), ("Lauck", "1987")];
    assert_eq!(cited(text), works.map(|(author, year)| (author.to_string(), year.to_string())));
}

#[test]
fn what_the_model_and_the_comments_of_the_code_cite_has_its_entry() {
    let model = fs::read_to_string(root().join("docs/model.md")).expect("docs/model.md");
    assert!(cited(&model).len() >= 5, "model.md cites works");
    assert_eq!(without_an_entry(&model), []);
    let comments = comments(&root().join("src"));
    assert!(cited(&comments).len() >= 40, "comments cite works");
    assert_eq!(without_an_entry(&comments), []);
}
