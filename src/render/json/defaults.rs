//! What the file leaves to its default stands in JSON (`docs/reference.md`, “JSON”): a script asks for a key and finds it.
//!
//! The table of keys says what that is. A value that is not there and has no default stays absent.

use serde_json::{Map, Value};

use crate::model::keys::{Holds, Shape};

/// Puts in every default of a record.
pub(super) fn written_out(record: &mut Value) {
    fill(record, Holds::Table(Shape::Record));
}

fn fill(value: &mut Value, holds: Holds) {
    match (value, holds) {
        (Value::Array(items), Holds::List(_)) => items.iter_mut().for_each(|item| fill(item, holds.item())),
        (Value::Object(fields), Holds::Table(shape)) => fill_table(fields, shape),
        _ => {}
    }
}

fn fill_table(fields: &mut Map<String, Value>, shape: Shape) {
    for key in shape.keys() {
        if let (false, Some(default)) = (fields.contains_key(key.name), key.default_value()) {
            fields.insert(key.name.to_owned(), default);
        }
        if let Some(own) = fields.get_mut(key.name) {
            fill(own, key.holds);
        }
    }
}
