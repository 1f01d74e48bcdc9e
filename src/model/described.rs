//! The schema of each kind of file, for editors that check and complete while somebody types: JSON Schema, draft 7,
//! which the editors of TOML understand best.
//!
//! It is derived from the model's own types, with their documentation as what an editor shows. Keys that a schema does
//! not know are allowed, as the records allow them.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::{Runbook, Settings, Template, keys};

/// A kind of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Described {
    /// A runbook's record.
    Record,
    /// A template.
    Template,
    /// The settings of a store.
    Settings,
}

impl Described {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Record, Self::Template, Self::Settings];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Template => "template",
            Self::Settings => "settings",
        }
    }

    /// Its schema.
    pub fn schema(self) -> Value {
        let generator = SchemaSettings::draft07().into_generator();
        let (schema, title) = match self {
            Self::Record => (generator.into_root_schema_for::<Runbook>(), "The record of a runbook"),
            Self::Template => (generator.into_root_schema_for::<Template>(), "A template of runbooks"),
            Self::Settings => (generator.into_root_schema_for::<Settings>(), "The settings of a store of runbooks"),
        };
        let mut schema = schema.to_value();
        if let Value::Object(keys) = &mut schema {
            keys.insert("title".to_owned(), title.into());
            if self == Self::Template {
                of_template(keys);
            }
        }
        schema
    }
}

fn of_template(schema: &mut Map<String, Value>) {
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        // a file may leave them out: its own name says them
        required.retain(|key| !["name", "title", "version"].iter().any(|name| key == name));
    }
    let record = Described::Record.schema();
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return };
    for key in keys::header().filter(|key| key.in_templates) {
        let Some(mut property) = record.pointer(&format!("/properties/{}", key.name)).cloned() else { continue };
        if let Value::Object(property) = &mut property {
            property.insert("description".to_owned(), "As in the record.".into());
            // a template may leave out what a record always has
            property.shift_remove("default");
            if let Some(kind) = property.get_mut("type").filter(|kind| kind.is_string()) {
                *kind = vec![kind.take(), "null".into()].into();
            }
        }
        // in front of the lists, as in a record
        let lists = properties.keys().position(|name| name == "contacts").unwrap_or(properties.len());
        properties.shift_insert(lists, key.name.to_owned(), property);
    }
}
