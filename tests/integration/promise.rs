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
/// Of a headline's row, depend on the others, and so may move where there are other rows.
const SHARED: [&str; 2] = ["p_adjusted", "verdict"];

/// A table's cells by key and column.
type Cells = BTreeMap<Vec<String>, BTreeMap<String, String>>;

fn cells(table: &[u8]) -> Cells {
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
        ("summary.csv", tables::summary(&study).csv()),
        ("comparison.csv", tables::comparison(&study, &differences).csv()),
        ("replications.csv", first_replication(&tables::replications(&study).csv())),
        ("series.csv", tables::series(&study).csv()),
        ("hours.csv", tables::hours(&study).csv()),
    ];
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/integration/promise").join(name);
    for (table, now) in &printed {
        let file = folder.join(table);
        if std::env::var_os("RENEW_PROMISE").is_some() {
            std::fs::create_dir_all(&folder).expect("a folder for the tables");
            std::fs::write(&file, now).expect("a place for the table");
        }
        let before = std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert_printed_again(table, &cells(&before), &cells(now));
    }
}

fn assert_printed_again(table: &str, before: &Cells, now: &Cells) {
    let others = headline(before) != headline(now);
    for (key, row) in before {
        let again = now.get(key).unwrap_or_else(|| panic!("{table} has no row {key:?} any more"));
        let may_move = |column: &String| others && is_headline(row) && SHARED.contains(&column.as_str());
        for (column, cell) in row.iter().filter(|(column, _)| !may_move(column)) {
            assert_eq!(again.get(column), Some(cell), "{table}, {column} of {key:?}");
        }
    }
}

fn headline(cells: &Cells) -> Vec<&Vec<String>> {
    cells.iter().filter(|(_, row)| is_headline(row)).map(|(key, _)| key).collect()
}

fn is_headline(row: &BTreeMap<String, String>) -> bool {
    row.get("p_adjusted").is_some_and(|p| !p.is_empty())
}

#[test]
fn every_cell_of_the_tutorial_is_printed_again() {
    assert_kept("tutorial", include_str!("../../scenarios/tutorial.toml"));
}

#[test]
fn every_cell_of_the_retailer_is_printed_again() {
    assert_kept("retail", include_str!("../../scenarios/retail.toml"));
}

#[test]
fn every_cell_of_the_market_without_gain_is_printed_again() {
    assert_kept("no-gain", include_str!("../../scenarios/no-gain.toml"));
}

#[test]
fn only_what_headlines_share_may_move_and_only_with_others_among_them() {
    let row = |metric: &str, p: &str, verdict: &str| {
        let cells = [("metric", metric), ("p_adjusted", p), ("verdict", verdict), ("mean", "1")];
        (vec![metric.into()], cells.map(|(column, cell)| (column.into(), cell.into())).into())
    };
    let before = Cells::from([row("profit", "0.01", "better"), row("waits", "", "lower")]);
    let kept = |now: Cells| std::panic::catch_unwind(|| assert_printed_again("a table", &before, &now)).is_ok();
    assert!(kept(before.clone()));
    assert!(!kept(Cells::from([row("profit", "0.02", "better"), row("waits", "", "lower")])));
    let other = row("loyalty", "0.01", "better");
    assert!(kept(Cells::from([row("profit", "0.02", "worse"), row("waits", "", "lower"), other.clone()])));
    assert!(!kept(Cells::from([row("profit", "0.02", "worse"), row("waits", "", "higher"), other.clone()])));
    assert!(!kept(Cells::from([row("profit", "0.02", "worse"), other])));
}

#[test]
fn every_cell_of_the_contact_centre_is_printed_again() {
    assert_kept("contact-centre", include_str!("../../scenarios/contact-centre.toml"));
}
