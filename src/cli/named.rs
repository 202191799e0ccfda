//! `throughline describe NAME`: what is known by one name.

use super::Failure;
use super::as_dashboard::dashboards_named;
use super::describe::{by_time, capability, default_of, one_line, outcome, row_of_evidence};
use super::words;
use crate::dashboards::dashboards;
use crate::outcomes::{COHORTS, HOURS, METRICS, SERIES};
use crate::report::definitions;
use crate::scenario::error::did_you_mean;
use crate::scenario::evidence::{Row, rows, told as with_grade};
use crate::scenario::lines::hung;
use crate::scenario::reference::{Key, Section, sections, stands_for};
use crate::scenario::text::{clean, short};
use crate::scenario::typed::Capability;

/// Most names that are told of those that begin with a word.
const SOME: usize = 5;
/// Longest name that is told in a message (characters).
const LONGEST: usize = 120;

/// What is told of a name.
struct Entry {
    /// The name; of a key or a table, the path, with NAME for names of the user's.
    name: String,
    told: String,
}

fn entry(name: impl Into<String>, told: String) -> Entry {
    Entry { name: name.into(), told }
}

/// All that is known by a name.
///
/// # Errors
/// That nothing is.
pub fn told(name: &str) -> Result<String, Failure> {
    let entries = entries();
    let told = |is_it: &dyn Fn(&Entry) -> bool| -> Vec<&str> {
        entries.iter().filter(|entry| is_it(entry)).map(|entry| entry.told.as_str()).collect()
    };
    let found = told(&|entry| stands_for(&entry.name, name));
    let found = if found.is_empty() { told(&|entry| entry.name.rsplit('.').next() == Some(name)) } else { found };
    if found.is_empty() { Err(unknown(name, &entries)) } else { Ok(found.join("\n")) }
}

/// A row of the evidence, with all that its table says.
fn of_row(name: &str, row: &Row) -> String {
    let says = row.says.iter().map(|(head, cell)| hung(&format!("    {head}: {cell}"), 6) + "\n");
    row_of_evidence(name, row) + &says.collect::<String>()
}

fn of_word(name: &str, told: &str) -> String {
    format!("  {name}\n{}\n", hung(&format!("    {told}"), 6))
}

fn unknown(name: &str, entries: &[Entry]) -> Failure {
    let names = entries.iter().map(|entry| entry.name.as_str());
    let goes_on = |one: &&str| one.strip_prefix(name).is_some_and(|rest| rest.starts_with('_'));
    let mut begin: Vec<&str> = names.clone().filter(goes_on).collect();
    begin.dedup();
    begin.truncate(SOME);
    let like = match did_you_mean(name, names) {
        _ if !begin.is_empty() => format!("names that begin with it: {}; ", begin.join(", ")),
        Some(like) => format!("did you mean `{like}`? "),
        None => String::new(),
    };
    let name = short(&clean(name), LONGEST);
    Failure::Wrong(format!(
        "describe {name}\n  found:    a name that is not known\n  expected: an outcome, a word of its tables, a capability or its parameter, a key or a table of a scenario, a row of the evidence, or a dashboard\n  remedy:   {like}describe and describe --keys list the names"
    ))
}

fn entries() -> Vec<Entry> {
    let mut entries: Vec<Entry> =
        METRICS.iter().map(|one| entry(one.id, of_outcome(&outcome(one), OF_METRICS))).collect();
    entries.extend(SERIES.iter().map(|one| entry(one.id, of_outcome(&by_time(one), OF_SERIES))));
    entries.extend(HOURS.iter().map(|one| entry(one.id, of_outcome(&by_time(one), OF_HOURS))));
    entries.extend(COHORTS.iter().map(|one| entry(one.id, of_outcome(&by_time(one), OF_COHORTS))));
    entries.extend(Capability::ALL.iter().flat_map(|&one| of_capability(one)));
    entries.extend(rows().iter().map(|(name, row)| entry(*name, of_row(name, row))));
    entries.extend(words::OF_TABLES.iter().map(|(name, told)| entry(*name, of_word(name, told))));
    entries.extend(words::GLOSSARY.iter().map(|(name, told)| entry(*name, of_word(name, told))));
    entries.extend(dashboards().map(|one| entry(one.name, definitions::told(dashboards_named(one.name)))));
    entries.extend(sections().iter().flat_map(of_section));
    entries
}

/// Where outcomes stand.
const OF_METRICS: &str = "in summary.csv, comparison.csv and replications.csv";
/// Where outcomes by week stand.
const OF_SERIES: &str = "by week, in series.csv";
/// Where outcomes by hour stand.
const OF_HOURS: &str = "by hour, in hours.csv";
/// Where outcomes by age stand.
const OF_COHORTS: &str = "by age of a cohort, in cohorts.csv";

fn of_outcome(told: &str, stands: &str) -> String {
    format!("{told}    {stands}\n")
}

/// A capability by its own name and by those of what it owns.
fn of_capability(one: Capability) -> Vec<Entry> {
    let mut names: Vec<&str> = one.owns().iter().map(|owned| owned.parameter).collect();
    names.push(one.name());
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| entry(name, capability(one))).collect()
}

/// A table of a scenario and its keys. A key is told once, where its table has a heading.
fn of_section(section: &Section) -> Vec<Entry> {
    let keys: Vec<&str> = section.keys.iter().map(|key| key.path.as_str()).collect();
    let table = format!(
        "  {}\n{}\n{}\n",
        section.heading,
        hung(&format!("    {}", one_line(section.meaning)), 6),
        hung(&format!("    keys: {}", keys.join(", ")), 6)
    );
    let key = |key: &Key| entry(section.path_of(key), of_key(&section.path_of(key), key));
    let table = Some(entry(section.path.as_str(), table)).filter(|table| !table.name.is_empty());
    table.into_iter().chain(section.keys.iter().map(key)).collect()
}

fn of_key(path: &str, key: &Key) -> String {
    let unit = key.unit.as_ref().map_or_else(String::new, |unit| format!(" [{unit}]"));
    let source = key.evidence.map_or_else(String::new, with_grade);
    let parts =
        [("range", &key.expected), ("default", &default_of(key, "none: it has to be typed")), ("source", &source)];
    let parts = parts.iter().filter(|(_, part)| !part.is_empty());
    let head = format!("  {path}{unit}\n{}\n", hung(&format!("    {}", one_line(key.meaning)), 6));
    parts.fold(head, |text, (label, part)| text + &hung(&format!("    {label}: {part}"), 6) + "\n")
}
