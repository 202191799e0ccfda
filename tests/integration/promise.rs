//! Bytes are a promise: every cell that was printed is printed again, with the same bytes, under the same key; rows may be
//! added, and columns at the right end. What was printed stands in `promise/`, one folder for each scenario.
//!
//! Where a change means to move numbers, `RENEW_PROMISE=1 cargo test promise` writes the folders anew, and CHANGELOG says
//! what moved and why.

use crate::support::shipped;
use std::collections::BTreeMap;
use std::path::PathBuf;
use throughline::experiment::differences;
use throughline::report::tables;

/// What tells one row from another; *outcome* is the column `metric`.
const KEY: [&str; 10] =
    ["scenario", "strategy", "baseline", "design_point", "replication", "metric", "segment", "channel", "week", "hour"];
/// Depend on what else is among the headline's rows.
const EXCEPTED: [&str; 2] = ["p_adjusted", "verdict"];

/// A table's cells by key and column.
fn cells(table: &[u8]) -> BTreeMap<Vec<String>, BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(table);
    let header = reader.headers().expect("a header").clone();
    let row = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.expect("a row");
        let cell = |column: &str| header.iter().position(|name| name == column).map(|at| record[at].to_string());
        let key = KEY.iter().map(|column| cell(column).unwrap_or_default()).collect();
        (key, header.iter().map(String::from).zip(record.iter().map(String::from)).collect())
    };
    let rows: Vec<_> = reader.records().map(row).collect();
    let (count, cells) = (rows.len(), rows.into_iter().collect::<BTreeMap<_, _>>());
    assert_eq!(cells.len(), count, "a key tells one row from all others");
    cells
}

/// The first replication's rows, of a table that has a row for each.
fn first_replication(table: &[u8]) -> Vec<u8> {
    let mut reader = csv::Reader::from_reader(table);
    let header = reader.headers().expect("a header").clone();
    let column = header.iter().position(|name| name == "replication").expect("replications are numbered");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("memory");
    for row in reader.records().map(|row| row.expect("a row")).filter(|row| &row[column] == "1") {
        writer.write_record(&row).expect("memory");
    }
    writer.into_inner().expect("memory")
}

fn assert_kept(name: &str, scenario: &str) {
    let study =
        shipped(scenario, &[("run.customers", "150"), ("run.replications", "5"), ("run.horizon_days", "56")], &[]);
    let differences = differences(&study);
    let printed = [
        ("summary.csv", tables::summary(&study)),
        ("comparison.csv", tables::comparison(&study, &differences)),
        ("replications.csv", first_replication(&tables::replications(&study))),
        ("series.csv", tables::series(&study)),
        ("hours.csv", tables::hours(&study)),
    ];
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/integration/promise").join(name);
    for (table, now) in &printed {
        let file = folder.join(table);
        if std::env::var_os("RENEW_PROMISE").is_some() {
            std::fs::create_dir_all(&folder).expect("a folder for the tables");
            std::fs::write(&file, now).expect("a place for the table");
        }
        let before = std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let (before, now) = (cells(&before), cells(now));
        for (key, row) in &before {
            let again = now.get(key).unwrap_or_else(|| panic!("{table} has no row {key:?} any more"));
            for (column, cell) in row.iter().filter(|(column, _)| !EXCEPTED.contains(&column.as_str())) {
                assert_eq!(again.get(column), Some(cell), "{table}, {column} of {key:?}");
            }
        }
    }
}

#[test]
fn every_cell_of_the_tutorial_is_printed_again() {
    assert_kept("tutorial", include_str!("../../scenarios/tutorial.toml"));
}

#[test]
fn every_cell_of_the_contact_centre_is_printed_again() {
    assert_kept("contact-centre", include_str!("../../scenarios/contact-centre.toml"));
}
