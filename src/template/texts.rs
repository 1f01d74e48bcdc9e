//! Every text of a record's plan, with its place and what it is: words to render, a command, or a condition.
//!
//! It renders nothing; ids, durations and keys that the record does not know are not shown to anybody.

use serde_json::{Map, Value};

use crate::model::keys::{Key, Rendered, Shape};
use crate::model::{Path, Result};

/// What sees each text, and may change it.
pub(super) type Visit<'v> = dyn FnMut(&Path, Rendered, &mut String) -> Result<()> + 'v;

/// Shows every text of the record to `visit`, in order.
///
/// # Errors
/// The first that `visit` makes.
pub(super) fn each(record: &mut Map<String, Value>, visit: &mut Visit<'_>) -> Result<()> {
    in_table(record, Shape::Record, &Path::root(), visit)
}

fn in_table(table: &mut Map<String, Value>, shape: Shape, path: &Path, visit: &mut Visit<'_>) -> Result<()> {
    for (name, value) in table {
        if let Some(key) = shape.key(name) {
            in_value(value, key, &path.join(name.as_str()), visit)?;
        }
    }
    Ok(())
}

fn in_value(value: &mut Value, key: &Key, path: &Path, visit: &mut Visit<'_>) -> Result<()> {
    match value {
        Value::String(text) => key.rendered.map_or(Ok(()), |rendered| visit(path, rendered, text)),
        Value::Object(table) => in_table(table, key.holds.inside(), path, visit),
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                let name =
                    item.get("id").and_then(Value::as_str).map_or_else(|| (index + 1).to_string(), str::to_owned);
                in_value(item, key, &path.join(name), visit)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
