//! Paths of channels, and what came of them: for `ChannelAttribution`.

use super::rows::{Fate, Names, Row};
use super::{ExportError, Sheets, Written, count, decimal};
use std::collections::BTreeMap;

pub const FILES: [&str; 1] = ["paths.csv"];

/// What the package takes for the start of a path.
const START: &str = "(start)";
const BETWEEN: &str = " > ";

/// What came of the journeys of a path.
#[derive(Debug, Default)]
struct Came {
    conversions: u64,
    value: u64,
    nulls: u64,
}

pub fn write(place: &str, rows: &[Row], names: &Names, sheets: Sheets) -> Result<Written, ExportError> {
    let mut paths: BTreeMap<String, Came> = BTreeMap::new();
    for journey in rows.chunk_by(|row, next| row.key() == next.key()) {
        add(&mut paths, journey, names);
    }
    if paths.keys().any(|path| path.split(BETWEEN).any(|channel| channel == START)) {
        return Err(ExportError::refused(
            place,
            "a channel called `(start)`, which ChannelAttribution takes for the start of every path",
            "channels with other names",
            "rename the channel in the scenario, and run it again",
        ));
    }
    let conversions: u64 = paths.values().map(|came| came.conversions).sum();
    if conversions == 0 {
        return Err(ExportError::refused(
            place,
            "no journey of these types that had a contact and was completed",
            "conversions, which are given to channels",
            "choose other strategies with --strategy, or other journeys with --journey-type",
        ));
    }
    let journeys = paths.values().map(|came| came.conversions + came.nulls).sum::<u64>() as usize;
    let told = format!(
        "{} of {}, {}",
        count(paths.len(), "path", "paths"),
        count(journeys, "journey", "journeys"),
        count(conversions as usize, "conversion", "conversions")
    );
    let file = sheets.table(FILES[0], &["path", "conversions", "value", "nulls"], |table| {
        paths.iter().try_for_each(|(path, came)| {
            let [conversions, nulls] = [came.conversions, came.nulls].map(|number| number.to_string());
            table.write_record([path, &conversions, &decimal(came.value), &nulls])
        })
    })?;
    Ok(Written { files: vec![file], told })
}

/// Adds a journey that has ended to those of its path.
fn add(paths: &mut BTreeMap<String, Came>, journey: &[Row], names: &Names) {
    let mut contacts: Vec<&Row> = journey.iter().filter(|row| row.is_contact()).collect();
    contacts.sort_by_key(|row| (row.arrived, row.number));
    let channels: Vec<&str> = contacts.iter().map(|row| names.of(row.channel)).collect();
    let fate = journey[0].fate;
    if channels.is_empty() || fate == Fate::Open {
        return;
    }
    let came = paths.entry(channels.join(BETWEEN)).or_default();
    match fate {
        Fate::Completed => came.conversions += 1,
        _ => came.nulls += 1,
    }
    came.value += journey.iter().filter_map(|row| row.value).sum::<u64>();
}
