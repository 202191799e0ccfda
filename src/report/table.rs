//! A table as columns and rows, and what each format makes of it.

use indexmap::IndexMap;
use serde::Serialize;
use std::borrow::Cow;

/// A table: as many cells in each row as there are columns. Rows are made as they are written.
pub struct Table<'a> {
    /// Names of the columns.
    pub columns: Vec<&'static str>,
    /// Rows from the first.
    pub rows: Box<dyn Iterator<Item = Vec<Cell<'a>>> + 'a>,
}

/// What stands in one column of one row.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Cell<'a> {
    /// A name or a word.
    Text(Cow<'a, str>),
    /// A count.
    Whole(u64),
    /// A number, or none.
    Number(Option<f64>),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<usize> for Cell<'_> {
    fn from(count: usize) -> Self {
        Self::Whole(count as u64)
    }
}

impl From<u64> for Cell<'_> {
    fn from(count: u64) -> Self {
        Self::Whole(count)
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<Option<f64>> for Cell<'_> {
    fn from(number: Option<f64>) -> Self {
        Self::Number(number)
    }
}

impl<'a> Table<'a> {
    /// As CSV with a header; an empty number says that there is none.
    pub fn csv(self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.columns).expect("writing to memory cannot fail");
        for row in self.rows {
            writer
                .write_record(row.iter().map(|cell| cell.text().into_owned()))
                .expect("writing to memory cannot fail");
        }
        writer.into_inner().expect("writing to memory cannot fail")
    }

    /// As objects with a member for each column, for JSON.
    pub fn objects(self) -> Vec<IndexMap<&'static str, Cell<'a>>> {
        let Self { columns, rows } = self;
        let object = |row: Vec<Cell<'a>>| {
            debug_assert_eq!(row.len(), columns.len());
            columns.iter().copied().zip(row).collect()
        };
        rows.map(object).collect()
    }
}

impl Cell<'_> {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Whole(count) => count.to_string().into(),
            Self::Number(number) => number.map_or_else(String::new, shortest).into(),
        }
    }
}

/// The shortest text that is read as the same double; never a whole number that a reader would take for an integer too
/// large for it.
fn shortest(number: f64) -> String {
    let is_plain = number == 0.0 || (1e-4..1e16).contains(&number.abs());
    if is_plain { number.to_string() } else { format!("{number:e}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_is_read_back_as_the_same_double() {
        let extremes = [f64::MIN_POSITIVE, f64::MAX, 5e-324, f64::EPSILON, -0.0, 1e16, 1e-4, 9.999e15];
        let mixed =
            (0..10_000_u64).map(|i| f64::from_bits(i.wrapping_mul(0x9E37_79B9_7F4A_7C15))).filter(|x| x.is_finite());
        for value in extremes.into_iter().chain(mixed) {
            let text = shortest(value);
            assert_eq!(text.parse::<f64>().map(f64::to_bits), Ok(value.to_bits()), "{text}");
            assert!(text.len() <= 24, "{text}");
        }
    }

    #[test]
    fn a_large_number_is_not_taken_for_an_integer() {
        assert_eq!(shortest(1e16), "1e16");
        assert_eq!(shortest(123_456_789.25), "123456789.25");
        assert_eq!(shortest(0.0), "0");
    }

    #[test]
    fn each_format_says_the_same_in_its_own_way() {
        let table = || Table {
            columns: vec!["channel", "n", "mean", "se"],
            rows: Box::new(std::iter::once(vec!["web, app".into(), 3_usize.into(), 0.5.into(), None.into()])),
        };
        assert_eq!(table().csv(), b"channel,n,mean,se\n\"web, app\",3,0.5,\n");
        let json = serde_json::to_string(&table().objects()).expect("JSON");
        assert_eq!(json, r#"[{"channel":"web, app","n":3,"mean":0.5,"se":null}]"#);
    }

    #[test]
    fn a_table_without_rows_has_its_header() {
        let table = Table { columns: vec!["a", "b"], rows: Box::new(std::iter::empty()) };
        assert_eq!(table.csv(), b"a,b\n");
    }
}
