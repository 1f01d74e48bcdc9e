//! The rows against the model's own types: names, order, and what each key can hold.

use serde_json::{Value, json};

use super::*;
use crate::model::Runbook;

/// A table with every known key.
pub(crate) fn full(shape: Shape) -> Value {
    let word = |key: &str| match key {
        "state" if shape == Shape::Record => json!("closed"),
        "state" => json!("granted"),
        "result" => json!("partial"),
        "mark" => json!("done"),
        "outcome" => json!("success"),
        "kind" => json!("notify"),
        "arises" => json!("tasks.x"),
        "by" => json!("A <a@example.com>"),
        _ => json!("x"),
    };
    let value = |key: &Key| match key.holds {
        Holds::Line | Holds::Text | Holds::Link => json!("x"),
        Holds::Zone => json!("Europe/Berlin"),
        Holds::Flag => json!(true),
        Holds::Number => json!(1),
        Holds::Length => json!("5m"),
        Holds::Words if key.name == "duties" => json!(["execute"]),
        Holds::Words => json!(["x"]),
        Holds::Time => json!("2026-12-01T14:00:00+01:00"),
        Holds::Table(Shape::Variables) => json!({"cause": "x"}),
        Holds::Table(inside) => full(inside),
        Holds::List(inside) => json!([full(inside)]),
        Holds::Word | Holds::Foreign => word(key.name),
    };
    shape.keys().iter().map(|key| (key.name.to_owned(), value(key))).collect()
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
    let runbook: Runbook = serde_json::from_value(full(Shape::Record)).unwrap();
    let mut head = runbook.clone();
    let taken = head.take_tables();
    let left = serde_json::to_value(&head).unwrap();
    assert_eq!(left.as_object(), Some(&runbook.header()));
    for key in Shape::Record.keys() {
        assert_eq!(left.get(key.name).is_none(), key.holds.is_table(), "{}", key.name);
    }
    assert_eq!(head.with_tables(taken), runbook);
}

#[test]
fn the_keys_are_those_of_the_model_in_its_order() {
    let ours = full(Shape::Record);
    let runbook: Runbook = serde_json::from_value(ours.clone()).unwrap();
    assert!(runbook.extra.is_empty() && runbook.tasks[0].extra.is_empty());
    same_order(&ours, &serde_json::to_value(&runbook).unwrap(), "record");
}

#[test]
fn a_template_says_nothing_that_happened_and_fills_only_what_it_says() {
    let shapes = Shape::Record.in_templates().map(|key| key.holds.inside()).chain([Shape::Record, Shape::Task]);
    for key in shapes.flat_map(Shape::keys) {
        assert!(!key.in_templates || key.tells == Tells::Plan, "{}", key.name);
        assert!(key.rendered.is_none() || key.in_templates, "{}", key.name);
        assert!(!key.is_free || key.rendered.is_some(), "{}", key.name);
        assert!(!key.settles || key.tells == Tells::Happened, "{}", key.name);
    }
}

#[test]
fn a_field_of_the_header_can_be_set_or_says_by_what_it_is_changed() {
    for key in header() {
        assert_ne!(key.changed, Changed::WithItem, "{}", key.name);
    }
    let settable: Vec<&str> = settable().map(|key| key.name).collect();
    assert!(settable.starts_with(&["customer", "task", "summary"]), "{settable:?}");
}

#[test]
fn a_field_is_set_by_its_key_and_what_does_not_fit_changes_nothing() {
    let mut runbook: Runbook = serde_json::from_value(full(Shape::Record)).unwrap();
    let before = runbook.clone();
    runbook.set_field("time_zone", json!("nowhere")).unwrap_err();
    assert_eq!(runbook, before);
    runbook.set_field("ticket_url", json!("https://example.com")).unwrap();
    let words: Vec<_> = runbook.labelled().into_iter().map(|own| (own.label.short, own.words.unwrap())).collect();
    assert!(words.contains(&("Ticket", "https://example.com".to_owned())), "{words:?}");
    assert_eq!(runbook.tasks, before.tasks);
}

/// The least that a table must say.
fn least(shape: Shape) -> Value {
    let kept = ["customer", "task", "id", "text", "action", "title", "kind", "what", "arises", "side", "line", "under"];
    let always = |key: &Key| match shape {
        Shape::Record => ["customer", "task", "state"].contains(&key.name),
        Shape::Rollback | Shape::Attempt => false,
        Shape::Targets | Shape::Kept | Shape::Approval | Shape::Override => true,
        _ => kept.contains(&key.name),
    };
    let full = full(shape);
    shape.keys().iter().filter(|key| always(key)).map(|key| (key.name.to_owned(), full[key.name].clone())).collect()
}

/// A table as the model writes it although the key says its default, read from words that say it or not.
fn read_back(shape: Shape, table: Value) -> Value {
    let record = |list: &str, value: Value| {
        let mut whole = least(Shape::Record);
        whole[list] = value;
        let read: Runbook = serde_json::from_value(whole).unwrap();
        serde_json::to_value(read).unwrap()
    };
    match Shape::Record.keys().iter().find(|key| key.holds.inside() == shape) {
        Some(key) if matches!(key.holds, Holds::List(_)) => record(key.name, json!([table])),
        Some(key) => record(key.name, table),
        None => serde_json::to_value(serde_json::from_value::<Runbook>(table).unwrap()).unwrap(),
    }
}

#[test]
fn a_default_means_what_an_absent_key_means() {
    let tables = Shape::Record.keys().iter().map(|key| key.holds.inside());
    let shapes = tables.filter(|shape| !matches!(shape, Shape::Foreign | Shape::Variables)).chain([Shape::Record]);
    for shape in shapes {
        for key in shape.keys() {
            let Some(default) = key.default_value() else { continue };
            let mut said = least(shape);
            if said.get(key.name).is_some() {
                continue;
            }
            let unsaid = read_back(shape, said.clone());
            said[key.name] = default;
            let said = read_back(shape, said);
            // an empty rollback is written as one, which is all that tells it from none
            if key.holds != Holds::Table(Shape::Rollback) {
                assert_eq!(said, unsaid, "{shape:?}.{}", key.name);
            }
        }
    }
}
