//! What the file leaves to its default stands in JSON (`docs/reference.md`, “JSON”): a script asks for a key and finds it.
//!
//! The table of keys says what that is. A value that is not there and has no default stays absent.

use serde_json::{Map, Value};

use crate::model::keys::{Holds, Key, Shape};

/// Whether the default of a key is told.
pub(super) type IsTold = fn(&Key) -> bool;

/// Puts in the defaults of a record that are told.
pub(super) fn written_out(record: &mut Value, is_told: IsTold) {
    fill(record, Holds::Table(Shape::Record), is_told);
}

/// Puts in every default of what a template says; what it leaves to the record's header stays open.
pub(super) fn written_out_in_template(template: &mut Value) {
    let Value::Object(fields) = template else { return };
    for (name, own) in fields {
        fill(own, Shape::Template.holds(name), |_| true);
    }
}

/// Puts in every default of a part of a record, whose place in it is given.
pub(super) fn written_out_at(path: &str, part: &mut Value) {
    let mut holds = Holds::Table(Shape::Record);
    for name in path.split('.') {
        holds = match holds {
            Holds::Table(shape) => shape.holds(name),
            Holds::List(_) => holds.item(),
            _ => return,
        };
    }
    fill(part, holds, |_| true);
}

fn fill(value: &mut Value, holds: Holds, is_told: IsTold) {
    match (value, holds) {
        (Value::Array(items), Holds::List(_)) => items.iter_mut().for_each(|item| fill(item, holds.item(), is_told)),
        (Value::Object(fields), Holds::Table(shape)) => fill_table(fields, shape, is_told),
        _ => {}
    }
}

fn fill_table(fields: &mut Map<String, Value>, shape: Shape, is_told: IsTold) {
    for key in shape.keys() {
        let default = key.default_value().filter(|_| is_told(key) && !fields.contains_key(key.name));
        if let Some(default) = default {
            fields.insert(key.name.to_owned(), default);
        }
        if let Some(own) = fields.get_mut(key.name) {
            fill(own, key.holds, is_told);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::written_out_at;

    #[test]
    fn a_part_has_the_defaults_of_its_place() {
        for (path, key, wanted) in [
            ("permissions.pp", "state", json!("wanted")),
            ("tasks.t", "internal", json!(false)),
            ("rollback.steps.s", "irreversible", json!(false)),
            ("pre_call.c", "required", json!(false)),
        ] {
            let mut part = json!({"id": "x"});
            written_out_at(path, &mut part);
            assert_eq!(part[key], wanted, "{path}");
        }
        let mut word = json!("said");
        written_out_at("tasks.t.title", &mut word);
        assert_eq!(word, json!("said"));
    }
}
