//! What a store has recorded of an item, which a blank in a text that comes back never takes out of it.

use serde_json::{Map, Value};

/// The keys of a mark: what shows that it was done, or prevents it, goes with it.
pub(super) const MARK: [&str; 3] = ["mark", "reason", "evidence"];

/// Whether anything has happened to an item.
pub(super) fn has_happened(item: &Value) -> bool {
    ["attempts", "mark"].into_iter().any(|key| !is_blank(item.get(key)))
}

/// Whether a field's new value is no more than a blank in the place of what was recorded.
pub(super) fn is_blanked(item: &Map<String, Value>, field: &str, new: &Value) -> bool {
    match field {
        "attempts" => is_blank(new.get("attempts")) && !is_blank(item.get("attempts")),
        _ if MARK.contains(&field) => is_blank(new.get("mark")) && !is_blank(item.get("mark")),
        _ => false,
    }
}

/// The attempts of an item with the last one as the text has it: those before it stay, and so does what it leaves blank.
pub(super) fn with_last_attempt(item: &Map<String, Value>, new: Option<Value>) -> Option<Value> {
    let (Some(Value::Array(own)), Some(Value::Array(new))) = (item.get("attempts"), new.clone()) else { return new };
    let ([before @ .., last], [.., written]) = (own.as_slice(), new.as_slice()) else { return Some(new.into()) };
    let mut merged = written.clone();
    if let (Some(merged), Some(last)) = (merged.as_object_mut(), last.as_object())
        && merged.get("outcome") == last.get("outcome")
    {
        for (key, value) in last {
            merged.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    Some(before.iter().cloned().chain([merged]).collect())
}

/// Nothing, or an empty list.
pub(super) fn is_blank(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.is_null() || value.as_array().is_some_and(Vec::is_empty))
}
