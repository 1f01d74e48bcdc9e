//! The keys of a record as `format.md` lists them: which table each belongs to and which of them hold times.
//!
//! Reading uses it to be strict about times, writing to put a key where a person would look for it. It refuses to know
//! what a value means; that is the model's.

/// A table of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Record,
    Variables,
    Contact,
    Check,
    Permission,
    Task,
    Attempt,
    Rollback,
    Obligation,
    Targets,
    Kept,
    Approval,
    Override,
    /// A template, whose lists are those of the record.
    Template,
    /// A table that this version does not know.
    Foreign,
}

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// A time with its offset.
    Time,
    /// Text, a number, a flag, or a list of words.
    Plain,
    /// A table.
    Table(Shape),
    /// A list of tables.
    List(Shape),
    /// Anything: the key is not known.
    Foreign,
}

use Field::{List, Plain, Table, Time};

type Keys = &'static [(&'static str, Field)];

const RECORD: Keys = &[
    ("format", Plain),
    ("customer", Plain),
    ("task", Plain),
    ("summary", Plain),
    ("expected_result", Plain),
    ("confidential", Plain),
    ("state", Plain),
    ("result", Plain),
    ("dri", Plain),
    ("scheduled_at", Time),
    ("time_zone", Plain),
    ("agreed", Plain),
    ("meeting_url", Plain),
    ("issue_url", Plain),
    ("ticket_url", Plain),
    ("template", Plain),
    ("variables", Table(Shape::Variables)),
    ("contacts", List(Shape::Contact)),
    ("pre_call", List(Shape::Check)),
    ("permissions", List(Shape::Permission)),
    ("tasks", List(Shape::Task)),
    ("rollback", Table(Shape::Rollback)),
    ("post_call", List(Shape::Check)),
    ("obligations", List(Shape::Obligation)),
    ("targets", Table(Shape::Targets)),
    ("kept", List(Shape::Kept)),
    ("approvals", List(Shape::Approval)),
    ("overrides", List(Shape::Override)),
];

const CONTACT: Keys = &[
    ("id", Plain),
    ("side", Plain),
    ("name", Plain),
    ("handle", Plain),
    ("email", Plain),
    ("role", Plain),
    ("duties", Plain),
    ("description", Plain),
    ("time_zone", Plain),
    ("region", Plain),
];

const CHECK: Keys = &[
    ("id", Plain),
    ("text", Plain),
    ("required", Plain),
    ("wants_evidence", Plain),
    ("when", Plain),
    ("mark", Plain),
    ("reason", Plain),
    ("evidence", Plain),
    ("by", Plain),
    ("at", Time),
];

const PERMISSION: Keys = &[
    ("id", Plain),
    ("action", Plain),
    ("from", Plain),
    ("standing", Plain),
    ("covers", Plain),
    ("state", Plain),
    ("asked_at", Time),
    ("answered_at", Time),
    ("answered_by", Plain),
    ("evidence", Plain),
    ("when", Plain),
];

const TASK: Keys = &[
    ("id", Plain),
    ("title", Plain),
    ("link", Plain),
    ("instructions", Plain),
    ("estimate", Plain),
    ("command", Plain),
    ("dry_run_command", Plain),
    ("wait", Plain),
    ("irreversible", Plain),
    ("required", Plain),
    ("when", Plain),
    ("attempts", List(Shape::Attempt)),
    ("rehearsals", List(Shape::Attempt)),
];

const ATTEMPT: Keys = &[
    ("started_at", Time),
    ("finished_at", Time),
    ("took", Plain),
    ("outcome", Plain),
    ("note", Plain),
    ("log", Plain),
    ("by", Plain),
];

const ROLLBACK: Keys = &[("plan", Plain), ("links", Plain), ("irreversible", Plain), ("steps", List(Shape::Task))];

const OBLIGATION: Keys = &[
    ("id", Plain),
    ("kind", Plain),
    ("what", Plain),
    ("note", Plain),
    ("arises", Plain),
    ("due_in", Plain),
    ("due", Time),
    ("when", Plain),
    ("discharged_at", Time),
    ("by", Plain),
    ("evidence", Plain),
];

const TARGETS: Keys = &[
    ("count", Plain),
    ("sha256", Plain),
    ("task", Plain),
    ("done", Plain),
    ("failed", Plain),
    ("skipped", Plain),
    ("purged_at", Time),
];

const KEPT: Keys = &[("line", Plain), ("under", Plain), ("text", Plain)];

const APPROVAL: Keys = &[("by", Plain), ("at", Time), ("plan", Plain)];

const OVERRIDE: Keys = &[("code", Plain), ("reason", Plain), ("by", Plain), ("at", Time)];

const TEMPLATE: Keys = &[
    ("variables", List(Shape::Foreign)),
    ("contacts", List(Shape::Contact)),
    ("pre_call", List(Shape::Check)),
    ("permissions", List(Shape::Permission)),
    ("tasks", List(Shape::Task)),
    ("rollback", Table(Shape::Rollback)),
    ("post_call", List(Shape::Check)),
    ("obligations", List(Shape::Obligation)),
];

impl Shape {
    /// The known keys, in the order of `format.md`.
    pub(super) fn keys(self) -> Keys {
        match self {
            Self::Record => RECORD,
            Self::Contact => CONTACT,
            Self::Check => CHECK,
            Self::Permission => PERMISSION,
            Self::Task => TASK,
            Self::Attempt => ATTEMPT,
            Self::Rollback => ROLLBACK,
            Self::Obligation => OBLIGATION,
            Self::Targets => TARGETS,
            Self::Kept => KEPT,
            Self::Approval => APPROVAL,
            Self::Override => OVERRIDE,
            Self::Template => TEMPLATE,
            Self::Variables | Self::Foreign => &[],
        }
    }

    /// What this key holds.
    pub(super) fn field(self, key: &str) -> Field {
        match self {
            Self::Variables => Plain,
            _ => self.keys().iter().find(|(name, _)| *name == key).map_or(Field::Foreign, |(_, field)| *field),
        }
    }
}

impl Field {
    /// The shape of the tables inside.
    pub(super) fn inside(self) -> Shape {
        match self {
            Self::Table(shape) | Self::List(shape) => shape,
            Self::Time | Self::Plain | Self::Foreign => Shape::Foreign,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Runbook;
    use serde_json::{Value, json};

    /// A record with every known key of every known table.
    fn full(shape: Shape) -> Value {
        let at = "2026-12-01T14:00:00+01:00";
        let word = |key: &str| match key {
            "format" | "count" | "line" | "done" | "failed" | "skipped" => json!(1),
            "confidential" | "required" | "wants_evidence" => json!(true),
            "irreversible" if shape == Shape::Task => json!(true),
            "state" if shape == Shape::Record => json!("closed"),
            "state" => json!("granted"),
            "result" => json!("partial"),
            "time_zone" => json!("Europe/Berlin"),
            "duties" => json!(["execute"]),
            "covers" | "links" => json!(["x"]),
            "mark" => json!("done"),
            "outcome" => json!("success"),
            "kind" => json!("notify"),
            "estimate" | "wait" | "took" | "due_in" => json!("5m"),
            "arises" => json!("tasks.x"),
            "by" => json!("A <a@example.com>"),
            _ => json!("x"),
        };
        shape
            .keys()
            .iter()
            .map(|(key, field)| {
                let value = match field {
                    Time => json!(at),
                    Plain | Field::Foreign => word(key),
                    Table(Shape::Variables) => json!({"cause": "x"}),
                    Table(inside) => full(*inside),
                    List(inside) => json!([full(*inside)]),
                };
                ((*key).to_owned(), value)
            })
            .collect()
    }

    fn same_order(ours: &Value, theirs: &Value, at: &str) {
        match (ours, theirs) {
            (Value::Object(ours), Value::Object(theirs)) => {
                assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>(), "{at}");
                for (key, value) in ours {
                    same_order(value, &theirs[key], key);
                }
            }
            (Value::Array(ours), Value::Array(theirs)) => {
                ours.iter().zip(theirs).for_each(|(ours, theirs)| same_order(ours, theirs, at));
            }
            _ => assert_eq!(ours, theirs, "{at}"),
        }
    }

    #[test]
    fn the_models_tables_are_those_keys_that_hold_tables() {
        let holds_tables = |field: &Field| matches!(field, Table(_) | List(_));
        let tables: Vec<&str> = RECORD.iter().filter(|(_, field)| holds_tables(field)).map(|(key, _)| *key).collect();
        assert_eq!(tables, Runbook::TABLES);
        let runbook: Runbook = serde_json::from_value(full(Shape::Record)).unwrap();
        let mut head = runbook.clone();
        let taken = head.take_tables();
        let keys = serde_json::to_value(&head).unwrap();
        assert!(Runbook::TABLES.iter().all(|key| keys.get(key).is_none()), "{keys}");
        assert_eq!(head.with_tables(taken), runbook);
    }

    #[test]
    fn the_keys_are_those_of_the_model_in_its_order() {
        let ours = full(Shape::Record);
        let runbook: Runbook = serde_json::from_value(ours.clone()).unwrap();
        assert!(runbook.extra.is_empty() && runbook.tasks[0].extra.is_empty());
        same_order(&ours, &serde_json::to_value(&runbook).unwrap(), "record");
    }
}
