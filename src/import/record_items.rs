//! The items of records taken apart, and when two of them say the same.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};

/// For each of `some`, its place among `others`: by the same words, otherwise by the same place.
pub(super) fn pairs(some: &[Value], others: &[Value], known_by: &[&str]) -> Vec<Option<usize>> {
    let words = |item: &Value| known(item, known_by).map(|own| typed(own).to_string());
    let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (at, other) in others.iter().enumerate() {
        if let Some(words) = words(other) {
            places.entry(words).or_default().push_back(at);
        }
    }
    let by_words = |item: &Value| places.get_mut(&words(item)?)?.pop_front();
    let mut found: Vec<Option<usize>> = some.iter().map(by_words).collect();
    let mut taken: HashSet<usize> = found.iter().flatten().copied().collect();
    for (at, place) in found.iter_mut().enumerate().filter(|(_, place)| place.is_none()) {
        if at < others.len() && taken.insert(at) {
            *place = Some(at);
        }
    }
    found
}

/// What an item is known by: the first of these fields that it has.
pub(super) fn known<'v>(item: &'v Value, by: &[&str]) -> Option<&'v Value> {
    by.iter().find_map(|key| item.get(*key))
}

/// Every field but the id that one of two forms of an item has.
pub(super) fn fields_of<'v>(one: &'v Value, other: &'v Value) -> BTreeSet<&'v str> {
    let keys = [one, other].into_iter().filter_map(Value::as_object).flat_map(Map::keys);
    keys.map(String::as_str).filter(|key| *key != "id").collect()
}

/// A value as somebody types it: editors put other quotation marks, dashes and blanks in its place, which changes nothing.
pub(super) fn typed(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(plain_marks(text)),
        Value::Array(all) => Value::Array(all.iter().map(typed).collect()),
        Value::Object(map) => Value::Object(map.iter().map(|(key, own)| (key.clone(), typed(own))).collect()),
        other => other.clone(),
    }
}

/// True for values that are the same as somebody types them.
pub(super) fn is_same(old: Option<&Value>, new: Option<&Value>) -> bool {
    old == new || old.map(typed) == new.map(typed)
}

fn plain_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '‘' | '’' | '‚' => out.push('\''),
            '“' | '”' | '„' => out.push('"'),
            '…' => out.push_str("..."),
            '–' | '—' | '‐' | '‑' | '−' => out.push('-'),
            '\u{a0}' | '\u{2002}' | '\u{2003}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => out.push(' '),
            c => out.push(c),
        }
    }
    // two of them between blanks are a dash; `--force` is none
    without_angles(&out.replace(" -- ", " - "))
}

/// The text without the angle brackets that some editors put round an address.
fn without_angles(text: &str) -> String {
    let mut parts = text.split("<http");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (address, rest) = match part.split_once('>') {
            Some((address, rest)) if !address.contains(char::is_whitespace) => (address, rest),
            _ => {
                out.push('<');
                ("", part)
            }
        };
        out.push_str("http");
        out.push_str(address);
        out.push_str(rest);
    }
    out
}

/// Its id.
pub(super) fn id(item: &Value) -> &str {
    item.get("id").and_then(Value::as_str).unwrap_or_default()
}

/// The items of a list, of the rollback steps too.
pub(super) fn items(map: &Map<String, Value>, list: &str) -> Vec<Value> {
    let found = match list.split_once('.') {
        Some((table, key)) => map.get(table).and_then(|table| table.get(key)),
        None => map.get(list),
    };
    found.and_then(Value::as_array).cloned().unwrap_or_default()
}

/// Gives a list other items.
pub(super) fn set_items(map: &mut Map<String, Value>, list: &str, items: Vec<Value>) {
    let (table, key) = match list.split_once('.') {
        Some((table, key)) => {
            let own = map.entry(table).or_insert_with(|| Value::Object(Map::new()));
            let Some(own) = own.as_object_mut() else { return };
            (own, key)
        }
        None => (map, list),
    };
    table.insert(key.to_owned(), Value::Array(items));
}

/// Gives a key a value, or takes it out.
pub(super) fn put(map: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    match value {
        Some(value) => {
            map.insert(key.to_owned(), value);
        }
        None => {
            map.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_editor_puts_in_place_of_plain_marks_changes_nothing() {
        let is_same = |old: &str, new: &str| is_same(Some(&Value::from(old)), Some(&Value::from(new)));
        for dash in ["–", "—", "‐", "‑", "−", "--"] {
            assert!(is_same("Stop - all", &format!("Stop {dash} all")), "{dash}");
        }
        for (old, new) in [
            ("it's \"here\"", "it’s “here”"),
            ("wait...", "wait…"),
            ("10 m", "10\u{a0}m"),
            ("10 m", "10\u{2009}m"),
            ("10 m", "10\u{2007}m"),
            ("10 m", "10\u{202f}m"),
        ] {
            assert!(is_same(old, new), "{new}");
        }
        for (old, new) in [("Run -f", "Run --f"), ("Stop all", "Stop - all"), ("10m", "10 m"), ("A", "a")] {
            assert!(!is_same(old, new), "{new}");
        }
    }
}
