//! Statements put into their tables: the values of a whole record, as [`plain_values`](super::super::values) has them.
//!
//! A table is opened once and a key set once; what opens or sets one again is left to the parser, which knows when TOML
//! allows it.

use serde_json::{Map, Value};

use super::{NotSimple, Simple, Statement, Statements, must_be_usual};
use crate::model::keys::{Holds, Shape};

/// The deepest name of a table; the record has names of three words.
const MAX_NAME: usize = 8;

/// The values of a record, where its text has the usual form.
pub(in crate::store) fn values(text: &str) -> Result<Map<String, Value>, NotSimple> {
    must_be_usual(text)?;
    let mut root = Map::new();
    let (mut table, mut shape) = (&mut root, Shape::Record);
    for statement in Statements::new(text) {
        match statement? {
            Statement::Value(key, value) => set(table, shape, key, value)?,
            Statement::Table(name) => (table, shape) = open(&mut root, name, false)?,
            Statement::Item(name) => (table, shape) = open(&mut root, name, true)?,
        }
    }
    let mut checks = Vec::new();
    ids_must_differ(&root, Shape::Record, &mut checks)?;
    all_must_differ(checks)?;
    Ok(root)
}

fn set(table: &mut Map<String, Value>, shape: Shape, key: &str, value: Simple<'_>) -> Result<(), NotSimple> {
    let field = shape.holds(key);
    let value = match value {
        Simple::Time(time) if matches!(field, Holds::Time | Holds::Foreign) => time.into(),
        Simple::List(items) if shape != Shape::Variables && field != Holds::Time => {
            Value::Array(items.into_iter().map(plain).collect::<Result<_, _>>()?)
        }
        Simple::Text(_) if field == Holds::Time => return Err(NotSimple),
        value => plain(value)?,
    };
    match table.insert(key.to_owned(), value) {
        None => Ok(()),
        Some(_) => Err(NotSimple),
    }
}

fn plain(value: Simple<'_>) -> Result<Value, NotSimple> {
    match value {
        Simple::Text(text) => Ok(Value::String(text.into_owned())),
        Simple::Number(number) => Ok(number.into()),
        Simple::Flag(flag) => Ok(flag.into()),
        Simple::Time(_) | Simple::List(_) => Err(NotSimple),
    }
}

/// The table that a header opens, and what it is.
fn open<'r>(
    root: &'r mut Map<String, Value>,
    name: &str,
    is_item: bool,
) -> Result<(&'r mut Map<String, Value>, Shape), NotSimple> {
    let (mut table, mut shape) = (root, Shape::Record);
    let last = name.split('.').count() - 1;
    if last >= MAX_NAME {
        return Err(NotSimple);
    }
    for (place, word) in name.split('.').enumerate() {
        if shape == Shape::Variables {
            return Err(NotSimple);
        }
        shape = shape.holds(word).inside();
        table = if place < last { enter(table, word)? } else { add(table, word, is_item)? };
    }
    Ok((table, shape))
}

/// The table on the way to one below it: the last item of a list, or one that nobody has opened yet.
fn enter<'r>(table: &'r mut Map<String, Value>, word: &str) -> Result<&'r mut Map<String, Value>, NotSimple> {
    match table.entry(word).or_insert_with(|| Value::Object(Map::new())) {
        Value::Object(inside) => Ok(inside),
        Value::Array(items) => items.last_mut().and_then(Value::as_object_mut).ok_or(NotSimple),
        _ => Err(NotSimple),
    }
}

fn add<'r>(
    table: &'r mut Map<String, Value>,
    word: &str,
    is_item: bool,
) -> Result<&'r mut Map<String, Value>, NotSimple> {
    let fresh = || Value::Object(Map::new());
    let value = match (table.contains_key(word), is_item) {
        (false, false) => table.entry(word).or_insert_with(fresh),
        (false, true) => table.entry(word).or_insert_with(|| Value::Array(vec![fresh()])),
        (true, false) => return Err(NotSimple),
        (true, true) => {
            let items = table.get_mut(word).and_then(Value::as_array_mut).ok_or(NotSimple)?;
            // a list that stands behind a key takes no more items
            if !items.last().is_some_and(Value::is_object) {
                return Err(NotSimple);
            }
            items.push(fresh());
            return items.last_mut().and_then(Value::as_object_mut).ok_or(NotSimple);
        }
    };
    match value {
        Value::Array(items) => items.last_mut().and_then(Value::as_object_mut).ok_or(NotSimple),
        value => value.as_object_mut().ok_or(NotSimple),
    }
}

/// Refuses ids that are used twice in a list; both checklists share theirs, which are collected.
fn ids_must_differ<'v>(
    table: &'v Map<String, Value>,
    shape: Shape,
    checks: &mut Vec<&'v str>,
) -> Result<(), NotSimple> {
    for (key, value) in table {
        let field = shape.holds(key);
        let inside = field.inside();
        match value {
            Value::Array(items) => {
                let tables = || items.iter().filter_map(Value::as_object);
                let ids = tables().filter_map(|item| item.get("id")?.as_str());
                match field {
                    Holds::List(Shape::Check) => checks.extend(ids),
                    Holds::List(_) => all_must_differ(ids.collect())?,
                    _ => {}
                }
                tables().try_for_each(|item| ids_must_differ(item, inside, checks))?;
            }
            Value::Object(inner) => ids_must_differ(inner, inside, checks)?,
            _ => {}
        }
    }
    Ok(())
}

fn all_must_differ(mut ids: Vec<&str>) -> Result<(), NotSimple> {
    ids.sort_unstable();
    if ids.is_sorted_by(|a, b| a < b) { Ok(()) } else { Err(NotSimple) }
}
