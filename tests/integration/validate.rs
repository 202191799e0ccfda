//! The simulator beside theory, as a user sees it.

use crate::small::Place;

#[test]
fn every_fact_stands_in_the_page_of_the_docs_and_agrees() {
    let printed = Place::new().printed(&["validate", "--format", "markdown", "--quiet"]);
    assert_eq!(printed, include_str!("../../docs/validation.md"));
    assert!(printed.contains("| agrees |") && !printed.contains("DIFFERS"), "{printed}");
}

#[test]
fn a_program_reads_the_same_facts() {
    let printed = Place::new().printed(&["validate", "--format", "csv", "--quiet"]);
    let mut reader = csv::Reader::from_reader(printed.as_bytes());
    let heads = reader.headers().expect("heads").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let number = |row: &csv::StringRecord, column: &str| -> f64 {
        let at = heads.iter().position(|head| head == column).expect("a column");
        row[at].parse().expect("a number")
    };
    assert!(rows.len() >= 150);
    for row in &rows {
        let (off, se) = (number(row, "simulated") - number(row, "exact"), number(row, "se"));
        // What has no noise is exact but for rounding.
        assert!(if se > 0.0 { (off / se - number(row, "z")).abs() < 1e-9 } else { off.abs() < 1e-4 }, "{row:?}");
    }
}
