//! Searching a whole value, a record or an event: which of its fields hold a secret, and of which kind.

use serde_json::Value;

use super::Rules;
use super::assignment::{claim_of, kind_of_key};
use super::claim::Tie;
use super::value::looks_like_value;

impl Rules {
    /// Each place below `value` that looks like a secret, with its kind.
    ///
    /// A place is the path of keys joined with dots; an item of a list is named by its `id`, else counted from one. A
    /// secret that stands in a key is masked in the place.
    pub fn scan(&self, value: &Value) -> Vec<(String, String)> {
        self.scan_at("", value)
    }

    /// The same for a value that stands at `place`, whose last key may say that the value is a password.
    pub fn scan_at(&self, place: &str, value: &Value) -> Vec<(String, String)> {
        let mut search = SecretSearch { rules: self, found: Vec::new() };
        let name = search.name(place, place);
        let key = place.rsplit('.').next().unwrap_or_default();
        search.value(&name, key, value);
        search.found
    }
}

struct SecretSearch<'r> {
    rules: &'r Rules,
    found: Vec<(String, String)>,
}

impl SecretSearch<'_> {
    /// A key as it may be shown; one that holds a secret is itself a finding.
    fn name(&mut self, key: &str, place: &str) -> String {
        let shown = self.rules.mask(key).into_owned();
        if shown != key {
            let place = self.rules.mask(place).into_owned();
            let kinds = self.rules.find(key).into_iter().map(|finding| (place.clone(), finding.kind));
            self.found.extend(kinds);
        }
        shown
    }

    fn value(&mut self, place: &str, key: &str, value: &Value) {
        match value {
            Value::String(text) => self.text(place, key, text),
            Value::Array(items) => {
                for (number, item) in (1_usize..).zip(items) {
                    let id = item.get("id").and_then(Value::as_str).filter(|id| !id.is_empty());
                    let step = match id {
                        Some(id) => self.rules.mask(id).into_owned(),
                        None => number.to_string(),
                    };
                    self.value(&join(place, &step), key, item);
                }
            }
            Value::Object(map) => {
                for (key, inner) in map {
                    let below = join(place, key);
                    let shown = self.name(key, &below);
                    self.value(&join(place, &shown), key, inner);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn text(&mut self, place: &str, key: &str, text: &str) {
        let found = self.rules.find(text);
        if found.is_empty() {
            let is_word = !text.contains(char::is_whitespace);
            let is_secret = |kind: &&str| is_word && looks_like_value(text, claim_of(kind, Tie::Loose));
            if let Some(kind) = kind_of_key(key).filter(is_secret) {
                self.found.push((place.to_owned(), kind.to_owned()));
            }
        }
        self.found.extend(found.into_iter().map(|finding| (place.to_owned(), finding.kind)));
    }
}

fn join(place: &str, step: &str) -> String {
    if place.is_empty() { step.to_owned() } else { format!("{place}.{step}") }
}
