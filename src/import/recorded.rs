//! What a store has recorded of an item, which a blank in a text that comes back never takes out of it.

use serde_json::{Map, Value};

use super::record_items::is_same;

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
        _ if MARK.contains(&field) && is_blank(new.get("mark")) => !is_blank(item.get("mark")),
        // what shows it, or prevents it, may be torn off by what a reader writes above it
        "reason" | "evidence" => {
            is_same(new.get("mark"), item.get("mark")) && is_blank(new.get(field)) && !is_blank(item.get(field))
        }
        _ => false,
    }
}

/// The attempts of an item with the last one as the text has it: those before it stay, and so does what it leaves blank,
/// whatever its outcome is. `shown` is the item as the export showed it.
pub(super) fn with_last_attempt(item: &Map<String, Value>, shown: &Value, new: Option<Value>) -> Option<Value> {
    let (Some(Value::Array(own)), Some(Value::Array(new))) = (item.get("attempts"), new.clone()) else { return new };
    let ([before @ .., last], [.., written]) = (own.as_slice(), new.as_slice()) else { return Some(new.into()) };
    let mut merged = written.clone();
    if let (Some(merged), Some(last)) = (merged.as_object_mut(), last.as_object()) {
        // a length that nobody changed is the one between the times that stay
        let was = last_attempt(shown).and_then(|own| own.get("took"));
        if last.contains_key("started_at") && !last.contains_key("took") && is_same(merged.get("took"), was) {
            merged.remove("took");
        }
        for (key, value) in last {
            merged.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    Some(before.iter().cloned().chain([merged]).collect())
}

/// Whether the last attempt is recorded as the text has it, as far as the text was changed there: what else is recorded of it,
/// such as who said so, no text shows.
pub(super) fn is_taken_already(item: &Map<String, Value>, shown: &Value, text: &Value) -> bool {
    let own = item.get("attempts").and_then(|own| own.as_array()?.last());
    let (Some(own), Some(Value::Object(new))) = (own, last_attempt(text)) else { return false };
    let was = last_attempt(shown);
    let is_cleared = |key: &String| !new.contains_key(key);
    let mut changed = new.iter().filter(|(key, value)| !is_same(was.and_then(|was| was.get(*key)), Some(value)));
    let is_any_cleared = was.and_then(Value::as_object).is_some_and(|was| was.keys().any(is_cleared));
    !is_any_cleared && changed.all(|(key, value)| is_same(own.get(key), Some(value)))
}

/// The last attempt of an item.
pub(super) fn last_attempt(item: &Value) -> Option<&Value> {
    item.get("attempts")?.as_array()?.last()
}

/// What stays of an attempt whose outcome is another one now, as words; none where that is nothing.
pub(super) fn stays_beside(item: &Map<String, Value>, text: &Value) -> Option<String> {
    let (own, new) = (item.get("attempts")?.as_array()?.last()?, last_attempt(text)?);
    if own.get("outcome") == new.get("outcome") {
        return None;
    }
    let stays = ["note", "log"].into_iter().filter(|key| own.get(key).is_some() && new.get(key).is_none());
    let stays: Vec<String> = stays.map(|key| format!("`{key}`")).collect();
    (!stays.is_empty()).then(|| stays.join(" and "))
}

/// Nothing, or an empty list.
pub(super) fn is_blank(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.is_null() || value.as_array().is_some_and(Vec::is_empty))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_text_says_of_an_attempt_is_recorded_already_whatever_else_is_beside_it() {
        let task = |last: Value| json!({"id": "a", "attempts": [last]});
        let shown = task(json!({"outcome": "success", "took": "10m"}));
        let is_taken = |own: Value, text: Value| {
            let own = task(own);
            is_taken_already(own.as_object().unwrap(), &shown, &task(text))
        };
        let own = json!({"outcome": "failed", "took": "10m", "note": "it was slow", "by": "@ann"});
        assert!(is_taken(own.clone(), json!({"outcome": "failed", "took": "10m"})));
        assert!(!is_taken(own.clone(), json!({"outcome": "skipped", "took": "10m"})));
        assert!(!is_taken(own.clone(), json!({"outcome": "failed", "took": "1h"})));
        // a length that the text leaves out is a change of its own
        assert!(!is_taken(own, json!({"outcome": "failed"})));
        assert!(!is_taken_already(&Map::new(), &shown, &shown));
    }
}
