//! Parsed TOML as plain values, with everything checked that the types of the model cannot see: that times are times and
//! not text, ids used once, variables plain, nothing nested without end, no character that a terminal would act on.
//!
//! In tables that this version does not know, a time becomes its text and a number that is none (`nan`, `inf`) its word;
//! the file keeps them as they are.

use std::collections::HashSet;
use std::ops::Range;

use serde_json::{Map, Number, Value};
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use crate::model::keys::{Holds, Shape};
use crate::model::{Path, is_forbidden};

/// The deepest nesting of a record (`docs/format.md`, “The record”).
const MAX_DEPTH: usize = 32;

/// What is wrong, and where.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) at: Range<usize>,
    pub(super) path: Path,
    pub(super) what: String,
}

/// The tables as values.
pub(super) fn plain_values(root: &DeTable<'_>, shape: Shape) -> Result<Map<String, Value>, Wrong> {
    let mut reader = ValueReader { checks: HashSet::new(), twice: None };
    reader.table(root, shape, &Path::root())
}

/// The tables as values without the items whose id was used before, and these: for a checker that tells everything at
/// once.
pub(super) fn values_used_once(root: &DeTable<'_>, shape: Shape) -> Result<(Map<String, Value>, Vec<Wrong>), Wrong> {
    let mut reader = ValueReader { checks: HashSet::new(), twice: Some(Vec::new()) };
    let values = reader.table(root, shape, &Path::root())?;
    Ok((values, reader.twice.unwrap_or_default()))
}

struct ValueReader {
    /// The ids of both checklists, which share one namespace.
    checks: HashSet<String>,
    /// Where items whose id was used before are set aside; none where the first one ends the reading.
    twice: Option<Vec<Wrong>>,
}

fn wrong<T>(at: &Spanned<DeValue<'_>>, path: &Path, what: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { at: at.span(), path: path.clone(), what: what.into() })
}

impl ValueReader {
    fn table(&mut self, table: &DeTable<'_>, shape: Shape, path: &Path) -> Result<Map<String, Value>, Wrong> {
        let mut out = Map::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let here = path.join(name);
            if let Some(c) = name.chars().find(|c| is_forbidden(*c)) {
                return Err(Wrong { at: key.span(), path: here, what: format!("a key holds {}", character(c)) });
            }
            if here.segments().len() > MAX_DEPTH {
                return wrong(value, &here, format!("nested deeper than {MAX_DEPTH}"));
            }
            if shape == Shape::Variables {
                must_be_plain(value, &here)?;
            }
            out.insert(name.to_owned(), self.value(value, shape.holds(name), &here)?);
        }
        Ok(out)
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, field: Holds, path: &Path) -> Result<Value, Wrong> {
        match value.get_ref() {
            DeValue::Table(table) => self.table(table, field.inside(), path).map(Value::Object),
            DeValue::Array(items) => {
                if path.segments().len() >= MAX_DEPTH {
                    return wrong(value, path, format!("nested deeper than {MAX_DEPTH}"));
                }
                let mut ids = HashSet::new();
                let mut out = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    let here = path.join(item_name(item, index));
                    if let Some(id) = id_of(item).filter(|_| matches!(field, Holds::List(_))) {
                        let seen = if field.inside() == Shape::Check { &mut self.checks } else { &mut ids };
                        if !seen.insert(id.get_ref().as_str().unwrap_or_default().to_owned()) {
                            let twice = Wrong { at: id.span(), path: here, what: "this id is used twice".to_owned() };
                            let Some(aside) = &mut self.twice else { return Err(twice) };
                            aside.push(twice);
                            continue;
                        }
                    }
                    out.push(self.value(item, field.item(), &here)?);
                }
                Ok(Value::Array(out))
            }
            DeValue::String(text) if field == Holds::Time => wrong(value, path, time_wanted(text)),
            DeValue::String(text) => self::text(value, text, path),
            DeValue::Boolean(flag) => Ok(Value::Bool(*flag)),
            DeValue::Integer(number) => match integer(number) {
                Some(number) => Ok(number.into()),
                None => wrong(value, path, "this number is too large"),
            },
            DeValue::Float(number) => match number.as_str().parse().ok().and_then(Number::from_f64) {
                Some(number) => Ok(Value::Number(number)),
                None if field == Holds::Foreign && is_word(number.as_str()) => Ok(number.as_str().into()),
                None => wrong(value, path, format!("{} is not a number that can stand here", number.as_str())),
            },
            DeValue::Datetime(time) => match field {
                Holds::Foreign => Ok(time.to_string().into()),
                Holds::Time if time.offset.is_some() && time.date.is_some() && time.time.is_some() => {
                    Ok(time.to_string().into())
                }
                Holds::Time => wrong(value, path, time_without_offset(&time.to_string())),
                _ => wrong(value, path, format!("a time cannot stand here: {time}")),
            },
        }
    }
}

/// What TOML has for no number; a number that is too large for any is refused by other readers.
pub(super) fn is_word(number: &str) -> bool {
    matches!(number.trim_start_matches(['+', '-']), "nan" | "inf")
}

fn character(c: char) -> String {
    format!("the character U+{:04X}, which is not allowed", c as u32)
}

fn text(at: &Spanned<DeValue<'_>>, text: &str, path: &Path) -> Result<Value, Wrong> {
    let text = text.replace("\r\n", "\n");
    match text.chars().find(|c| is_forbidden(*c) && !matches!(c, '\n' | '\t')) {
        Some(c) => wrong(at, path, format!("the text holds {}", character(c))),
        None => Ok(Value::String(text)),
    }
}

fn integer(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn must_be_plain(value: &Spanned<DeValue<'_>>, path: &Path) -> Result<(), Wrong> {
    match value.get_ref() {
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) => Ok(()),
        other => wrong(value, path, format!("a variable is text, a number, or true or false, not {}", describe(other))),
    }
}

fn time_wanted(text: &str) -> String {
    match text.parse::<crate::model::Moment>() {
        Ok(_) => format!("a time stands without quotes: {text}"),
        Err(_) => format!("“{text}” is not a time with date and offset, without quotes: 2026-12-01T14:00:00+01:00"),
    }
}

fn time_without_offset(time: &str) -> String {
    format!("{time} is not a full time: it needs date, time and offset, such as 2026-12-01T14:00:00+01:00")
}

/// The value in a person's words.
pub(super) fn describe(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) if text.chars().count() <= 60 => format!("the text “{text}”"),
        DeValue::String(_) => "a longer text".to_owned(),
        DeValue::Integer(number) => format!("the number {number}"),
        DeValue::Float(number) => format!("the number {number}"),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(time) => format!("the time {time}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

fn id_of<'t, 'i>(item: &'t Spanned<DeValue<'i>>) -> Option<&'t Spanned<DeValue<'i>>> {
    item.get_ref().get("id").filter(|id| id.get_ref().is_str())
}

/// How paths call an item: by its id, otherwise by its number from one.
pub(super) fn item_name(item: &Spanned<DeValue<'_>>, index: usize) -> String {
    match id_of(item).and_then(|id| id.get_ref().as_str()) {
        Some(id) => id.to_owned(),
        None => (index + 1).to_string(),
    }
}
