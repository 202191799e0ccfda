//! The rows of `contacts.csv` that exports are made of, read one after the other.

use super::{ExportError, Results};
use crate::scenario::timetable::Micros;
use csv::ByteRecord;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};

/// Millionths of a minute, or of a unit of money.
pub const MILLION: u64 = 1_000_000;
/// Places after the point of what is counted in millionths.
const PLACES: usize = 6;
/// What is read at once (bytes).
const AT_ONCE: usize = 1 << 18;

/// A contact, or a journey that had none.
#[derive(Debug, Clone)]
pub struct Row {
    /// The customer, from 1.
    pub customer: u32,
    /// The journey, by its number among the customer's.
    pub journey: u64,
    /// The contact's place in the journey, from 1; 0 where there is none.
    pub number: u32,
    /// The number of the channel in the names.
    pub channel: u16,
    /// When the customer arrived.
    pub arrived: Micros,
    /// When the customer was gone, where that is known.
    pub ended: Option<Micros>,
    /// Whether the channel was closed.
    pub in_vain: bool,
    /// What became of the journey.
    pub fate: Fate,
    /// When the journey ended.
    pub journey_ended: Option<Micros>,
    /// Revenue of the journey, in its last row, if it was completed and had a value.
    pub value: Option<u64>,
}

/// What became of a journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Its last step was done.
    Completed,
    /// It ended without.
    InVain,
    /// It had not ended at the horizon.
    Open,
}

impl Row {
    /// Whether somebody arrived in an open channel: trips in vain are no contacts, as in all tables.
    pub const fn is_contact(&self) -> bool {
        self.number > 0 && !self.in_vain
    }

    /// The customer and the journey.
    pub const fn key(&self) -> (u32, u64) {
        (self.customer, self.journey)
    }
}

/// Names that rows mention by number.
#[derive(Debug, Default)]
pub struct Names(Vec<String>);

impl Names {
    /// The name with a number.
    pub fn of(&self, number: u16) -> &str {
        &self.0[usize::from(number)]
    }

    /// The number of a name.
    fn number(&mut self, name: &str) -> u16 {
        let known = self.0.iter().position(|known| known == name);
        let at = known.unwrap_or_else(|| {
            self.0.push(name.into());
            self.0.len() - 1
        });
        at as u16
    }
}

const COLUMNS: [&str; 13] = [
    "strategy",
    "replication",
    "customer",
    "journey",
    "journey_type",
    "contact",
    "channel",
    "arrived_minutes",
    "ended_minutes",
    "contact_end",
    "journey_end",
    "journey_ended_minutes",
    "value",
];

/// Hands the rows of a replication of several strategies to `each`, one strategy after the other, by its place among these;
/// of journeys of these types, or of all, where none is named.
///
/// # Errors
/// If the table is not as a run wrote it, or holds no such replication, or `each` fails.
pub fn read(
    results: &Results,
    (strategies, replication, types): (&[String], u32, &[String]),
    mut each: impl FnMut(usize, &Names, Vec<Row>) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let mut names = Names::default();
    let mut waiting: BTreeMap<usize, Vec<Row>> = (0..strategies.len()).map(|at| (at, Vec::new())).collect();
    let (mut of_last, mut most) = (None, 0);
    let mut table = Table::open(results)?;
    while let Some(line) = table.next()? {
        let strategy = line.text(0)?;
        let of: u32 = line.number(1)?;
        most = most.max(of);
        let at = strategies.iter().position(|name| name == strategy).filter(|_| of == replication);
        if of_last != at
            && let Some(ended) = of_last
            && let Some(rows) = waiting.remove(&ended)
        {
            each(ended, &names, rows)?;
        }
        of_last = at;
        let journey = line.text(4)?;
        if let Some(rows) = at.and_then(|at| waiting.get_mut(&at))
            && (types.is_empty() || types.iter().any(|name| name == journey))
        {
            rows.push(line.row(&mut names)?);
        }
    }
    if replication > most {
        return Err(results.too_few_replications(replication, most));
    }
    waiting.into_iter().try_for_each(|(at, rows)| each(at, &names, rows))
}

/// A table of contacts.
struct Table<'a> {
    results: &'a Results,
    reader: csv::Reader<Box<dyn Read>>,
    columns: [usize; COLUMNS.len()],
    record: ByteRecord,
}

/// A line of it.
struct Line<'a> {
    results: &'a Results,
    columns: &'a [usize; COLUMNS.len()],
    record: &'a ByteRecord,
}

impl<'a> Table<'a> {
    fn open(results: &'a Results) -> Result<Self, ExportError> {
        let file = File::open(results.rows()).map_err(|error| results.unreadable(&error))?;
        let file = BufReader::with_capacity(AT_ONCE, file);
        let bytes: Box<dyn Read> = if results.rows_are_compressed() {
            Box::new(zstd::Decoder::with_buffer(file).map_err(|error| results.unreadable(&error))?)
        } else {
            Box::new(file)
        };
        let mut reader = csv::ReaderBuilder::new().buffer_capacity(AT_ONCE).from_reader(bytes);
        let heads = reader.byte_headers().map_err(|error| results.changed(&error.to_string()))?.clone();
        let place = |column: &str| heads.iter().position(|head| head == column.as_bytes());
        let mut columns = [0; COLUMNS.len()];
        for (at, column) in columns.iter_mut().zip(COLUMNS) {
            *at = place(column).ok_or_else(|| results.changed(&format!("no column `{column}`")))?;
        }
        Ok(Self { results, reader, columns, record: ByteRecord::new() })
    }

    fn next(&mut self) -> Result<Option<Line<'_>>, ExportError> {
        let read = self.reader.read_byte_record(&mut self.record);
        let is_there = read.map_err(|error| self.results.changed(&error.to_string()))?;
        Ok(is_there.then_some(Line { results: self.results, columns: &self.columns, record: &self.record }))
    }
}

impl Line<'_> {
    fn row(&self, names: &mut Names) -> Result<Row, ExportError> {
        let journey_end = self.text(10)?;
        Ok(Row {
            customer: self.number(2)?,
            journey: self.number(3)?,
            number: self.number(5)?,
            channel: names.number(self.text(6)?),
            arrived: self.millionths(7)?.unwrap_or_default(),
            ended: self.millionths(8)?,
            in_vain: self.text(9)? == "in vain",
            fate: match journey_end {
                "resolved at once" | "resolved late" | "recovered" => Fate::Completed,
                "open" => Fate::Open,
                _ => Fate::InVain,
            },
            journey_ended: self.millionths(11)?,
            value: self.millionths(12)?,
        })
    }

    fn text(&self, column: usize) -> Result<&str, ExportError> {
        let cell = self.record.get(self.columns[column]).unwrap_or_default();
        str::from_utf8(cell).map_err(|_| self.wrong(column, "no text"))
    }

    fn number<T: std::str::FromStr>(&self, column: usize) -> Result<T, ExportError> {
        let text = self.text(column)?;
        text.parse().map_err(|_| self.wrong(column, text))
    }

    /// A number of at most six places after the point, in whole millionths; `None` where the cell is empty.
    fn millionths(&self, column: usize) -> Result<Option<u64>, ExportError> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        millionths(text).map(Some).ok_or_else(|| self.wrong(column, text))
    }

    fn wrong(&self, column: usize, found: &str) -> ExportError {
        let line = self.record.position().map_or(0, csv::Position::line);
        self.results.changed(&format!("line {line}, {}: {found}", COLUMNS[column]))
    }
}

fn millionths(text: &str) -> Option<u64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    if rest.len() > PLACES || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let rest: u64 = format!("{rest:0<PLACES$}").parse().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(MILLION)?.checked_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_to_the_last_place() {
        for (text, expected) in [
            ("0", Some(0)),
            ("20.478295", Some(20_478_295)),
            ("7.5", Some(7_500_000)),
            ("18446744073709.551615", Some(u64::MAX)),
            ("18446744073709.551616", None),
            ("1.2345678", None),
            ("-1", None),
            ("1.-5", None),
            ("", None),
        ] {
            assert_eq!(millionths(text), expected, "{text}");
        }
    }
}
