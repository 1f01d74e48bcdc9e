//! A record's header by its keys: the values, and what every view shows as a label with words.

use serde_json::Value;

use super::key::{Key, Label};
use super::lookup::header;
use super::shape::Holds;
use crate::model::{Fields, Runbook};

/// A field of the header that every view shows in the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// Its row.
    pub key: &'static Key,
    /// What views call it.
    pub label: Label,
    /// What it says, where it says something.
    pub words: Option<String>,
}

impl Runbook {
    /// The header's fields by their keys; those that say nothing are not there.
    pub fn header(&self) -> Fields {
        let mut head = self.clone();
        head.take_tables();
        match serde_json::to_value(head) {
            Ok(Value::Object(fields)) => fields,
            _ => Fields::new(),
        }
    }

    /// The fields of the header that no view has a place of its own for, in the order of the record.
    pub fn labelled(&self) -> Vec<Labelled> {
        let values = self.header();
        let words = |key: &Key| match values.get(key.name)? {
            Value::String(text) => Some(text.clone()),
            value => Some(value.to_string()),
        };
        header().filter_map(|key| Some(Labelled { key, label: key.label?, words: words(key) })).collect()
    }

    /// Gives a field of the header this value.
    ///
    /// # Errors
    /// Why the value does not fit; the runbook is then as it was.
    pub fn set_field(&mut self, key: &str, value: Value) -> Result<(), serde_json::Error> {
        let mut values = self.header();
        values.insert(key.to_owned(), value);
        let changed: Self = serde_json::from_value(Value::Object(values))?;
        let tables = self.take_tables();
        *self = changed.with_tables(tables);
        Ok(())
    }
}

impl Labelled {
    /// True where the words are a link.
    pub fn is_link(&self) -> bool {
        self.key.holds == Holds::Link
    }

    /// True where the words may have several lines.
    pub fn is_text(&self) -> bool {
        self.key.holds == Holds::Text
    }
}
