//! The runbook as a JSON document: for those who work from the store what `show --json` says, for a customer less.

use serde_json::{Value, json};

use super::Audience;
use super::exported::Exported;
use super::standing::standing;
use crate::model::RunResult;
use crate::model::keys::{Holds, Seen, Shape};
use crate::render::json;

/// The document.
pub fn document(exported: &Exported<'_>) -> Value {
    let whole = json::show(exported.id, exported.commit, exported.ready, exported.runbook);
    if exported.audience == Audience::Internal {
        return whole;
    }
    let mut record = whole.get("runbook").cloned().unwrap_or_default();
    if let Value::Object(fields) = &mut record {
        // the rest of its keys say nothing, or nothing for them
        fields.retain(|name, _| Shape::Record.key(name).is_some_and(|key| key.seen == Seen::ByCustomer));
        for (name, list) in fields.iter_mut() {
            let shape = Shape::Record.holds(name).inside();
            for item in list.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
                // what stayed in the store would stand here as its default, which may not be so
                item.retain(|name, _| !is_inside_flag(shape, name));
            }
        }
        for key in Shape::Record.keys().iter().filter(|key| key.seen == Seen::Whether) {
            let says = exported.runbook.header().contains_key(key.name);
            fields.insert(key.name.to_owned(), says.into());
        }
    }
    json!({
        "id": exported.id,
        "name": exported.runbook.name(),
        "standing": standing(exported),
        "moved_from": exported.call.and_then(|call| call.moved_from),
        // null where the trail that would tell is not in this clone
        "rolled_back": (exported.ending.is_some() || !exported.is_cut).then(|| exported.ending == Some(RunResult::RolledBack)),
        "incomplete": exported.is_cut,
        "runbook": record,
    })
}

fn is_inside_flag(shape: Shape, name: &str) -> bool {
    shape.key(name).is_some_and(|key| key.holds == Holds::Flag && key.seen == Seen::Inside)
}
