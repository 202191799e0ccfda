//! The values of a scenario as typed, each with its place in the text.

use super::error::Problem;
use super::path::{DEEPEST, Part, Path};
use super::text::short;
use indexmap::IndexMap;
use std::fmt::Write;
use std::sync::Arc;
use toml::de::{DeFloat, DeInteger, DeString, DeTable, DeValue};
use toml::{Spanned, Value};

/// Characters of text that take as much time as a value.
const TEXT_PER_VALUE: usize = 32;
/// Longest value that is shown (characters).
const SHOWN: usize = 120;

/// What is wrong, and the place in the text.
type Misplaced = (usize, Problem);

/// The members of a table, in order.
pub type Members = IndexMap<String, Arc<Node>>;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where in the text its key, or the item of the list, begins (bytes).
    pub at: usize,
    /// The value.
    pub value: Typed,
}

/// A value as typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with a point or an exponent, and how it is typed.
    Number(f64, String),
    /// A number that is beyond what can be held, as typed.
    Beyond(String),
    /// True or false.
    Truth(bool),
    /// A date or a time, as typed; due nowhere.
    Date(String),
    /// A list.
    List(Vec<Arc<Node>>),
    /// A table.
    Table(Members),
}

impl Node {
    /// A table of a text.
    ///
    /// # Errors
    /// If there are more tables in each other than can be meant; with the place.
    pub fn root(table: &DeTable<'_>) -> Result<Self, Misplaced> {
        Ok(Self { at: 0, value: members(table, &Path::default())? })
    }

    /// A value as typed on the command line: as in a file where it is TOML, else the text itself.
    pub fn of_command_line(text: &str) -> Self {
        let alone = format!("value = {text}");
        let table = DeTable::parse(&alone).ok().and_then(|table| Self::root(table.get_ref()).ok());
        let value = table.filter(|table| table.members().is_some_and(|members| members.len() == 1));
        let value = value.and_then(|table| table.get("value").map(|node| node.as_ref().clone()));
        let bare = || Self { at: 0, value: without_a_first_digit(text).unwrap_or_else(|| Typed::Text(text.into())) };
        value.unwrap_or_else(bare)
    }

    /// The members, if it is a table.
    pub const fn members(&self) -> Option<&Members> {
        if let Typed::Table(members) = &self.value { Some(members) } else { None }
    }

    /// The items, if it is a list.
    pub fn items(&self) -> Option<&[Arc<Self>]> {
        if let Typed::List(items) = &self.value { Some(items) } else { None }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        if let Typed::Text(text) = &self.value { Some(text) } else { None }
    }

    /// Whether it is a number.
    pub const fn is_number(&self) -> bool {
        matches!(self.value, Typed::Whole(_) | Typed::Number(..))
    }

    /// A member or an item.
    pub fn at(&self, part: &Part) -> Option<&Arc<Self>> {
        match part {
            Part::Key(key) => self.get(key),
            Part::Index(at) => self.items()?.get(*at),
        }
    }

    /// A member by its key.
    pub fn get(&self, key: &str) -> Option<&Arc<Self>> {
        self.members()?.get(key)
    }

    /// How much there is to do about it, in values.
    pub fn weight(&self) -> usize {
        1 + match &self.value {
            Typed::Text(text) | Typed::Beyond(text) | Typed::Date(text) => text.len() / TEXT_PER_VALUE,
            Typed::Whole(_) | Typed::Number(..) | Typed::Truth(_) => 0,
            Typed::List(list) => list.iter().map(|item| item.weight()).sum(),
            Typed::Table(members) => {
                members.iter().map(|(key, member)| key.len() / TEXT_PER_VALUE + member.weight()).sum()
            }
        }
    }

    /// The value for those who type it in another way; of what can be meant by nobody, its text.
    pub fn to_value(&self) -> Value {
        match &self.value {
            Typed::Text(text) | Typed::Beyond(text) | Typed::Date(text) => Value::String(text.clone()),
            Typed::Whole(number) => Value::Integer(*number),
            Typed::Number(number, _) => Value::Float(*number),
            Typed::Truth(truth) => Value::Boolean(*truth),
            Typed::List(list) => Value::Array(list.iter().map(|item| item.to_value()).collect()),
            Typed::Table(members) => {
                Value::Table(members.iter().map(|(key, member)| (key.clone(), member.to_value())).collect())
            }
        }
    }

    /// The value in a few characters, about as it is typed.
    pub fn shown(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        short(&text, SHOWN)
    }

    fn write(&self, text: &mut String) {
        if text.len() > 4 * SHOWN {
            return;
        }
        let _ = match &self.value {
            Typed::Text(quoted) => write!(text, "\"{}\"", short(quoted, SHOWN)),
            Typed::Whole(number) => write!(text, "{number}"),
            Typed::Number(_, number) | Typed::Beyond(number) => text.write_str(&short(number, SHOWN)),
            Typed::Truth(truth) => write!(text, "{truth}"),
            Typed::Date(date) => write!(text, "{date}, a date or a time"),
            Typed::List(list) => {
                text.push('[');
                for (at, item) in list.iter().enumerate().take(SHOWN) {
                    text.push_str(if at == 0 { "" } else { ", " });
                    item.write(text);
                }
                text.write_str("]")
            }
            Typed::Table(members) => {
                text.push_str("{ ");
                for (at, (key, member)) in members.iter().enumerate().take(SHOWN) {
                    let _ = write!(text, "{}{} = ", if at == 0 { "" } else { ", " }, short(key, SHOWN));
                    member.write(text);
                }
                text.write_str(" }")
            }
        };
    }
}

/// A number such as .5, which a file must write with a digit before the point.
fn without_a_first_digit(text: &str) -> Option<Typed> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let number = text.parse().ok().filter(|_| digits.starts_with('.'))?;
    Some(Typed::Number(number, text.into()))
}

/// A number in a few characters, whatever its size, about as it is typed.
pub fn plain(value: f64) -> String {
    let size = value.abs();
    if value.is_nan() {
        "nan".into()
    } else if value != 0.0 && size.is_finite() && !(1e-6..1e15).contains(&size) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

fn members(table: &DeTable<'_>, path: &Path) -> Result<Typed, Misplaced> {
    let member = |(key, value): (&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)| {
        let name = key.get_ref().to_string();
        let value = typed(value.get_ref(), &path.key(&name), key.span().start)?;
        Ok((name, Arc::new(Node { at: key.span().start, value })))
    };
    Ok(Typed::Table(table.iter().map(member).collect::<Result<_, Misplaced>>()?))
}

fn typed(value: &DeValue<'_>, path: &Path, at: usize) -> Result<Typed, Misplaced> {
    if path.parts().len() > DEEPEST {
        let problem = Problem {
            path: path.first(DEEPEST),
            found: "a key within more tables and lists than that".into(),
            expected: format!("at most {DEEPEST} parts in the path of a key"),
            remedy: "check the key; `throughline schema` tells all that there are".into(),
        };
        return Err((at, problem));
    }
    Ok(match value {
        DeValue::String(text) => Typed::Text(text.to_string()),
        DeValue::Integer(number) => whole(number),
        DeValue::Float(number) => float(number),
        DeValue::Boolean(truth) => Typed::Truth(*truth),
        DeValue::Datetime(date) => Typed::Date(date.to_string()),
        DeValue::Array(list) => {
            let item = |(at, item): (usize, &Spanned<DeValue<'_>>)| {
                let value = typed(item.get_ref(), &path.index(at), item.span().start)?;
                Ok(Arc::new(Node { at: item.span().start, value }))
            };
            Typed::List(list.iter().enumerate().map(item).collect::<Result<_, Misplaced>>()?)
        }
        DeValue::Table(table) => members(table, path)?,
    })
}

fn whole(number: &DeInteger<'_>) -> Typed {
    let value = i64::from_str_radix(number.as_str(), number.radix());
    value.map_or_else(|_| Typed::Beyond(number.to_string()), Typed::Whole)
}

/// A number that only rounding makes 0 or infinite is none that was meant.
fn float(number: &DeFloat<'_>) -> Typed {
    let text = number.as_str();
    let said = text.trim_start_matches(['+', '-']);
    let digits = said.split(['e', 'E']).next().unwrap_or(said);
    match text.parse::<f64>() {
        Ok(value) if value == 0.0 && digits.contains(|c: char| ('1'..='9').contains(&c)) => Typed::Beyond(text.into()),
        Ok(value) if value.is_infinite() && said != "inf" => Typed::Beyond(text.into()),
        Ok(value) => Typed::Number(value, text.into()),
        Err(_) => Typed::Beyond(text.into()),
    }
}
