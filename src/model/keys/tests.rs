//! The rows against the model's own types: names, order, and what each key can hold.

use serde_json::{Value, json};

use super::*;
use crate::model::Runbook;

/// A table with every known key.
fn full(shape: Shape) -> Value {
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
