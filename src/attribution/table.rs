//! Reads a table of paths: what R's `ChannelAttribution` is given, and what `export` writes for it.

use super::{Came, Path, Paths};
use crate::scenario::error::did_you_mean;
use crate::scenario::text::short;
use csv::{ByteRecord, Reader, ReaderBuilder};
use std::collections::BTreeMap;

/// More channels than this are taken for a column of something else.
pub const MOST_CHANNELS: usize = 200;
/// Up to here whole numbers are exact as they are reckoned with; so many touches, each as often as its path, may be in a
/// table.
const MOST_TOUCHES: u128 = 1 << 53;
/// The largest value of a row.
const MOST_VALUE: f64 = 1e15;
/// Between two channels, with or without blanks around it.
const BETWEEN: char = '>';
/// Longest text that is shown of a cell, or of the columns (characters).
const SHOWN: usize = 120;
/// Longest name of a channel (characters).
const LONGEST_NAME: usize = 100;

/// What a column holds, and how it may be called: as in `ChannelAttribution`'s data, or as `export` calls it.
struct Column {
    names: [&'static str; 2],
    is_needed: bool,
}

const COLUMNS: [Column; 4] = [
    Column { names: ["path", "path"], is_needed: true },
    Column { names: ["total_conversions", "conversions"], is_needed: true },
    Column { names: ["total_null", "nulls"], is_needed: true },
    Column { names: ["total_conversion_value", "value"], is_needed: false },
];
const PATH: usize = 0;
const CONVERSIONS: usize = 1;
const NULLS: usize = 2;
const VALUE: usize = 3;

/// Why a table cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}\n  found:    {found}\n  expected: {expected}\n  remedy:   {remedy}")]
pub struct TableError {
    /// File, line and column.
    pub place: String,
    /// What is there.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do about it.
    pub remedy: String,
}

/// Reads a table with a header, with commas, semicolons or tabs between its cells; `file` is what messages call it. Its
/// channels are in order of first mention.
///
/// # Errors
/// Whatever is wrong with it first, by line.
pub fn read(file: &str, bytes: &[u8]) -> Result<Paths, TableError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = ReaderBuilder::new().delimiter(delimiter(bytes)).flexible(true).from_reader(bytes);
    let mut table = Table { file, at: Columns::of(file, &mut reader)?, channels: BTreeMap::new(), touches: 0 };
    let mut paths = Vec::new();
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(|error| no_table(file, &error))? {
        paths.push(table.path(&record)?);
    }
    let mut channels: Vec<(String, u16)> = table.channels.into_iter().collect();
    channels.sort_unstable_by_key(|&(_, number)| number);
    Ok(Paths { channels: channels.into_iter().map(|(name, _)| name).collect(), paths })
}

/// What stands between cells: of what can, the first in the header.
fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    header.iter().copied().find(|byte| b",;\t".contains(byte)).unwrap_or(b',')
}

fn no_table(file: &str, error: &csv::Error) -> TableError {
    TableError {
        place: file.into(),
        found: short(&error.to_string(), SHOWN),
        expected: "a table of paths as CSV".into(),
        remedy: "check that this is the file you mean".into(),
    }
}

/// Where columns stand.
struct Columns([Option<usize>; COLUMNS.len()]);

impl Columns {
    fn of(file: &str, reader: &mut Reader<&[u8]>) -> Result<Self, TableError> {
        let header = reader.byte_headers().map_err(|error| no_table(file, &error))?;
        let heads: Vec<String> = header.iter().map(|head| String::from_utf8_lossy(head).trim().into()).collect();
        let mut at = [None; COLUMNS.len()];
        for (at, column) in at.iter_mut().zip(&COLUMNS) {
            let named: Vec<usize> = (0..heads.len()).filter(|&at| column.names.contains(&heads[at].as_str())).collect();
            match named[..] {
                [one] => *at = Some(one),
                [] if !column.is_needed => {}
                [] => return Err(missing(file, &heads, column)),
                [..] => return Err(twice(file, &heads, &named)),
            }
        }
        Ok(Self(at))
    }
}

fn missing(file: &str, heads: &[String], column: &Column) -> TableError {
    let name = column.names[0];
    let others = heads.iter().map(String::as_str).filter(|head| !COLUMNS.iter().any(|one| one.names.contains(head)));
    let remedy = match did_you_mean(name, others) {
        Some(like) => format!("call the column `{}` so, if it is that", short(like, SHOWN)),
        None => "add it, or call the column that holds it so".into(),
    };
    TableError {
        place: format!("{file}:1: {name}"),
        found: format!("no such column; there are {}", short(&heads.join(", "), SHOWN)),
        expected: "path, total_conversions, total_null, and total_conversion_value where there is one".into(),
        remedy,
    }
}

fn twice(file: &str, heads: &[String], places: &[usize]) -> TableError {
    let names: Vec<String> = places.iter().map(|&at| format!("`{}`", heads[at])).collect();
    TableError {
        place: format!("{file}:1: {}", heads[places[0]]),
        found: format!("{} columns of it: {}", places.len(), short(&names.join(", "), SHOWN)),
        expected: "one".into(),
        remedy: "take the others out".into(),
    }
}

/// A table that is being read.
struct Table<'a> {
    file: &'a str,
    at: Columns,
    /// Channels by name, with their positions.
    channels: BTreeMap<String, u16>,
    /// Touches so far, each as often as its path.
    touches: u128,
}

impl Table<'_> {
    fn path(&mut self, row: &ByteRecord) -> Result<Path, TableError> {
        let [conversions, nulls] = [self.count(row, CONVERSIONS)?, self.count(row, NULLS)?];
        let value = if self.at.0[VALUE].is_some() { self.value(row)? } else { 0.0 };
        let touches = self.channels_of(row)?;
        self.touches += touches.len() as u128 * (u128::from(conversions) + u128::from(nulls));
        if self.touches > MOST_TOUCHES {
            let found = "more than 2^53 touches up to here, each as often as its path";
            return Err(self.wrong(row, PATH, found.into(), "fewer", "count in thousands, or attribute a part of it"));
        }
        Ok(Path { touches, came: Came { conversions, value, nulls } })
    }

    fn channels_of(&mut self, row: &ByteRecord) -> Result<Vec<u16>, TableError> {
        let path = self.text(row, PATH)?.to_string();
        let touch = |name: &str| {
            let name = name.trim();
            if name.is_empty() || name.chars().count() > LONGEST_NAME {
                let found =
                    if name.is_empty() { "a channel without a name" } else { "a name of more than 100 characters" };
                let found = format!("{found}, in \"{}\"", short(&path, SHOWN));
                return Err(self.wrong(
                    row,
                    PATH,
                    found,
                    "channels with > between them",
                    "write them as in web > store",
                ));
            }
            self.number(name).ok_or_else(|| {
                let found =
                    format!("more than {MOST_CHANNELS} channels up to here, the last \"{}\"", short(name, SHOWN));
                self.wrong(row, PATH, found, "channels, which are few", "group them before, such as by their kind")
            })
        };
        path.split(BETWEEN).map(touch).collect()
    }

    /// The position of a channel; none where there are too many.
    fn number(&mut self, name: &str) -> Option<u16> {
        if let Some(&number) = self.channels.get(name) {
            return Some(number);
        }
        let number = self.channels.len();
        if number == MOST_CHANNELS {
            return None;
        }
        self.channels.insert(name.into(), number as u16);
        Some(number as u16)
    }

    fn count(&self, row: &ByteRecord, column: usize) -> Result<u64, TableError> {
        let text = self.text(row, column)?;
        whole(text).ok_or_else(|| {
            self.wrong(
                row,
                column,
                shown(text),
                "a whole number, 0 or more",
                "write how many took the path, such as 12",
            )
        })
    }

    fn value(&self, row: &ByteRecord) -> Result<f64, TableError> {
        let text = self.text(row, VALUE)?;
        let value = text.parse().ok().filter(|value| (0.0..=MOST_VALUE).contains(value));
        value.ok_or_else(|| {
            let expected = "a number from 0 to 1e15, with a point for its decimals";
            self.wrong(
                row,
                VALUE,
                shown(text),
                expected,
                "write what those who took the path paid in all, such as 99.5",
            )
        })
    }

    fn text<'r>(&self, row: &'r ByteRecord, column: usize) -> Result<&'r str, TableError> {
        let cell = self.at.0[column].and_then(|at| row.get(at)).unwrap_or_default();
        let text = str::from_utf8(cell).map(str::trim);
        text.map_err(|_| self.wrong(row, column, "bytes that are no text".into(), "UTF-8", "save the file as UTF-8"))
    }

    fn wrong(&self, row: &ByteRecord, column: usize, found: String, expected: &str, remedy: &str) -> TableError {
        let line = row.position().map_or(0, csv::Position::line);
        let name = COLUMNS[column].names[0];
        TableError {
            place: format!("{}:{line}: {name}", self.file),
            found,
            expected: expected.into(),
            remedy: remedy.into(),
        }
    }
}

fn shown(text: &str) -> String {
    if text.is_empty() { "nothing".into() } else { format!("\"{}\"", short(text, SHOWN)) }
}

/// A whole number, also with a point and zeros after it.
fn whole(text: &str) -> Option<u64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let is_whole = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    (is_whole && rest.bytes().all(|byte| byte == b'0')).then(|| whole.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str =
        "path,total_conversions,total_conversion_value,total_null\nweb > store,2,30.5,3.0\nstore,0,0,4\n";

    fn refused(text: &str) -> String {
        read("paths.csv", text.as_bytes()).expect_err(text).to_string()
    }

    #[test]
    fn a_table_is_read_with_any_usual_separator_and_by_either_name() {
        let expected = super::super::paths(&[("web > store", 2, 30.5, 3), ("store", 0, 0.0, 4)]);
        let exported = SMALL.replace("total_null", "nulls").replace("total_conversion_value", "value");
        let exported = exported.replace("total_conversions", "conversions");
        let tight = SMALL.replace(" > ", ">").replace('\n', "\r\n");
        for text in
            [SMALL, &SMALL.replace(',', ";"), &SMALL.replace(',', "\t"), &format!("\u{feff}{SMALL}"), &exported, &tight]
        {
            assert_eq!(read("paths.csv", text.as_bytes()).as_ref(), Ok(&expected), "{text}");
        }
        let without_value = "total_null,path,total_conversions\n3,web>store,2\n";
        assert_eq!(read("", without_value.as_bytes()).map(|paths| paths.all().value), Ok(0.0));
        assert_eq!(read("", b"path,total_conversions,total_null\n").map(|paths| paths.paths.len()), Ok(0));
    }

    #[test]
    fn what_is_wrong_is_told_by_line_and_column() {
        for (from, to, expected) in [
            (
                "total_conversions",
                "total_conversion",
                "paths.csv:1: total_conversions\n  found:    no such column; there are path, total_conversion, ",
            ),
            ("total_conversions", "total_conversion", "call the column `total_conversion` so"),
            ("total_conversion_value", "conversions", "2 columns of it"),
            ("2,30.5", "2.5,30.5", "paths.csv:2: total_conversions\n  found:    \"2.5\"\n  expected: a whole number"),
            ("4\n", "-4\n", "paths.csv:3: total_null\n  found:    \"-4\""),
            ("4\n", "\n", "paths.csv:3: total_null\n  found:    nothing"),
            ("4\n", "99999999999999999999\n", "paths.csv:3: total_null"),
            ("4\n", "9999999999999999\n", "more than 2^53 touches"),
            ("30.5", "\"30,5\"", "paths.csv:2: total_conversion_value\n  found:    \"30,5\""),
            ("30.5", "NaN", "found:    \"NaN\""),
            ("web > store", "web > > store", "a channel without a name, in \"web > > store\""),
            ("\nstore", "\n", "paths.csv:3: path\n  found:    a channel without a name"),
        ] {
            let told = refused(&SMALL.replacen(from, to, 1));
            assert!(told.contains(expected), "{expected}: {told}");
        }
        assert!(refused("").contains("paths.csv:1: path"));
        assert!(
            read("p", b"path,total_conversions,total_null\n\xff,1,1\n").expect_err("no text").found.contains("no text")
        );
    }

    #[test]
    fn so_many_channels_are_none() {
        let rows = |many: usize| (0..many).map(|at| format!("channel {at},1,1\n")).collect::<Vec<_>>().concat();
        let table = |many: usize| format!("path,total_conversions,total_null\n{}", rows(many));
        assert_eq!(read("", table(MOST_CHANNELS).as_bytes()).map(|paths| paths.channels.len()), Ok(MOST_CHANNELS));
        assert!(refused(&table(100_000)).contains("paths.csv:202: path\n  found:    more than 200 channels"));
    }
}
