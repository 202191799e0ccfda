//! The same rows as Parquet: columns with their types, some thousand rows at a time.

use super::Summed;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Rows that are written together, and the most that are held in memory.
const AT_ONCE: usize = 1 << 16;
/// Columns of whole numbers; those of words are named below, and all others are numbers.
const WHOLE: [&str; 13] = [
    "replication",
    "customer",
    "journey",
    "contact",
    "day",
    "steps_done",
    "context_lost",
    "counts",
    "needs",
    "contacts",
    "orders",
    "lost_on_day",
    "joined_on_day",
];
/// Columns of words.
const WORDS: [&str; 12] = [
    "scenario",
    "strategy",
    "design_point",
    "segment",
    "journey_type",
    "channel",
    "transfer",
    "conflict",
    "contact_end",
    "journey_end",
    "lost_over",
    "settings",
];

/// What stands in a column of some rows, without cells that are empty, and where there is something.
enum Column {
    Words(Vec<ByteArray>, Vec<i16>),
    Whole(Vec<i64>, Vec<i16>),
    Numbers(Vec<f64>, Vec<i16>),
}

/// Puts parts together, each removed when it is bound in.
pub fn bind(mut out: Summed, header: &str, parts: impl Iterator<Item = PathBuf>) -> io::Result<Summed> {
    let names: Vec<&str> = header.trim_end().split(',').collect();
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let mut writer =
        SerializedFileWriter::new(&mut out, schema(&names).map_err(io::Error::other)?, Arc::new(properties))?;
    let mut columns = empty(&names);
    let mut rows = 0;
    for part in parts {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(File::open(&part)?);
        let mut row = csv::StringRecord::new();
        while reader.read_record(&mut row)? {
            columns.iter_mut().zip(&row).for_each(|(column, cell)| column.add(cell));
            rows += 1;
            if rows % AT_ONCE == 0 {
                write(&mut writer, &std::mem::replace(&mut columns, empty(&names)))?;
            }
        }
        fs::remove_file(part)?;
    }
    if rows % AT_ONCE > 0 {
        write(&mut writer, &columns)?;
    }
    writer.close()?;
    Ok(out)
}

fn schema(names: &[&str]) -> Result<TypePtr, ParquetError> {
    let field = |name: &&str| -> Result<TypePtr, ParquetError> {
        let (physical, logical) = match Column::of(name) {
            Column::Words(..) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Column::Whole(..) => (Physical::INT64, None),
            Column::Numbers(..) => (Physical::DOUBLE, None),
        };
        let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        Ok(Arc::new(field.with_logical_type(logical).build()?))
    };
    let fields = names.iter().map(field).collect::<Result<_, _>>()?;
    Ok(Arc::new(Type::group_type_builder("rows").with_fields(fields).build()?))
}

fn empty(names: &[&str]) -> Vec<Column> {
    names.iter().map(|name| Column::of(name)).collect()
}

fn write(writer: &mut SerializedFileWriter<&mut Summed>, columns: &[Column]) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for column in columns {
        let mut place = group.next_column()?.expect("as many columns as the schema has");
        column.write(&mut place)?;
        place.close()?;
    }
    group.close()?;
    Ok(())
}

impl Column {
    /// An empty one of that name.
    fn of(name: &str) -> Self {
        match name {
            name if WORDS.contains(&name) => Self::Words(Vec::new(), Vec::new()),
            name if WHOLE.contains(&name) => Self::Whole(Vec::new(), Vec::new()),
            _ => Self::Numbers(Vec::new(), Vec::new()),
        }
    }

    fn add(&mut self, cell: &str) {
        const NUMERIC: &str = "a column of numbers holds nothing else";
        let there = i16::from(!cell.is_empty());
        match self {
            Self::Words(cells, places) => {
                places.push(1);
                cells.push(cell.into());
            }
            Self::Whole(cells, places) => {
                places.push(there);
                cells.extend((there > 0).then(|| cell.parse::<i64>().expect(NUMERIC)));
            }
            Self::Numbers(cells, places) => {
                places.push(there);
                cells.extend((there > 0).then(|| cell.parse::<f64>().expect(NUMERIC)));
            }
        }
    }

    fn write(&self, place: &mut SerializedColumnWriter) -> Result<usize, ParquetError> {
        match self {
            Self::Words(cells, places) => place.typed::<ByteArrayType>().write_batch(cells, Some(places), None),
            Self::Whole(cells, places) => place.typed::<Int64Type>().write_batch(cells, Some(places), None),
            Self::Numbers(cells, places) => place.typed::<DoubleType>().write_batch(cells, Some(places), None),
        }
    }
}
