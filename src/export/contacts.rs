//! Contacts as events of journeys: for pm4py, and for whatever else reads XES.

use super::calendar::moment;
use super::rows::{Names, Row};
use super::{ExportError, Sheets, Written, count};
use std::io::{self, Write};

pub const FILES: [&str; 3] = ["events.csv", "contacts.csv", "log.xes"];

const CASE: &str = "case:concept:name";
const ACTIVITY: &str = "concept:name";
const TIME: &str = "time:timestamp";
const START: &str = "start_timestamp";
const CUSTOMER: &str = "case:customer";

const BEGIN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <classifier name="channel" keys="concept:name"/>
"#;
const END: &str = "</log>\n";

/// A contact as it is written.
struct Event<'a> {
    case: String,
    customer: String,
    channel: &'a str,
    arrived: String,
    ended: String,
    number: String,
}

pub fn write(place: &str, mut rows: Vec<Row>, names: &Names, sheets: Sheets) -> Result<Written, ExportError> {
    rows.retain(|row| row.is_contact() && row.ended.is_some());
    rows.sort_by_key(|row| (row.key(), row.arrived, row.number));
    if rows.is_empty() {
        return Err(ExportError::refused(
            place,
            "no contact of these types of journeys",
            "contacts, which are the events of a log",
            "choose other strategies with --strategy, or other journeys with --journey-type",
        ));
    }
    let journeys = || rows.chunk_by(|row, next| row.key() == next.key());
    let events = || rows.iter().map(|row| event(row, names));
    let [by_arrival, with_both, log] = FILES;
    let files = vec![
        sheets.table(by_arrival, &[CASE, ACTIVITY, TIME, "contact", CUSTOMER], |table| {
            events().try_for_each(|one| {
                table.write_record([&one.case, one.channel, &one.arrived, &one.number, &one.customer])
            })
        })?,
        sheets.table(with_both, &[CASE, ACTIVITY, START, TIME, "contact", CUSTOMER], |table| {
            events().try_for_each(|one| {
                table.write_record([&one.case, one.channel, &one.arrived, &one.ended, &one.number, &one.customer])
            })
        })?,
        sheets.write(log, |file| {
            file.write_all(BEGIN.as_bytes())?;
            journeys().try_for_each(|journey| trace(file, journey, names))?;
            file.write_all(END.as_bytes())
        })?,
    ];
    let contacts = count(rows.len(), "contact", "contacts");
    let told = format!("{contacts} of {}", count(journeys().count(), "journey", "journeys"));
    Ok(Written { files, told })
}

fn event<'a>(row: &Row, names: &'a Names) -> Event<'a> {
    Event {
        case: format!("{}-{}", row.customer, row.journey),
        customer: row.customer.to_string(),
        channel: names.of(row.channel),
        arrived: moment(row.arrived),
        ended: moment(row.ended.expect("only contacts that ended are events")),
        number: row.number.to_string(),
    }
}

fn trace(file: &mut impl Write, journey: &[Row], names: &Names) -> io::Result<()> {
    let Event { case, customer, .. } = event(&journey[0], names);
    writeln!(file, "  <trace>")?;
    attribute(file, 4, "string", ACTIVITY, &case)?;
    attribute(file, 4, "string", "customer", &customer)?;
    for row in journey {
        let one = event(row, names);
        writeln!(file, "    <event>")?;
        attribute(file, 6, "string", ACTIVITY, &one.channel.replace('&', "&amp;"))?;
        attribute(file, 6, "date", TIME, &one.arrived)?;
        attribute(file, 6, "date", "ended", &one.ended)?;
        attribute(file, 6, "int", "contact", &one.number)?;
        writeln!(file, "    </event>")?;
    }
    writeln!(file, "  </trace>")
}

/// An attribute. Of what XML has other signs for, names hold `&` alone (docs/tables.md).
fn attribute(file: &mut impl Write, indent: usize, kind: &str, key: &str, value: &str) -> io::Result<()> {
    writeln!(file, r#"{:indent$}<{kind} key="{key}" value="{value}"/>"#, "")
}
