//! Lengths stand twice in JSON: as the record writes them (`estimate`) and in whole seconds (`estimate_s`).

use serde_json::{Map, Value};

use crate::model::Length;
use crate::model::keys::{Holds, Shape};

/// Adds the seconds beside every length of a record, as `KEY_s` behind its key.
pub(super) fn in_seconds(record: &mut Value) {
    beside(record, Holds::Table(Shape::Record));
}

fn beside(value: &mut Value, holds: Holds) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| beside(item, holds.item())),
        Value::Object(fields) => {
            let mut both = Map::new();
            for (key, mut value) in std::mem::take(fields) {
                let holds = holds.inside().holds(&key);
                beside(&mut value, holds);
                let text = value.as_str().filter(|_| holds == Holds::Length);
                let seconds = text.and_then(|text| text.parse::<Length>().ok()).map(|length| length.seconds());
                let name = format!("{key}_s");
                both.insert(key, value);
                if let Some(seconds) = seconds {
                    both.insert(name, seconds.into());
                }
            }
            *fields = both;
        }
        _ => {}
    }
}
