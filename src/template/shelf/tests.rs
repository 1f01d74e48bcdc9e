//! The shelf finds, replaces, extends and refuses; its files are JSON here, because the reader is the shelf's guest.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::*;
use crate::model::Places;

fn reader(text: &TemplateText) -> Result<TemplateFile, Box<Misread>> {
    let wrong = |error: serde_json::Error| {
        let flaw = Flaw { key: String::new(), line: Some(1), message: error.to_string(), weight: Weight::Error };
        Box::new(Misread { fault: flaw.fault(&text.file), flaw })
    };
    let mut value: Value = serde_json::from_slice(&text.bytes).map_err(wrong)?;
    value["name"] = json!(text.name);
    let template = serde_json::from_value(value).map_err(wrong)?;
    Ok(TemplateFile {
        template,
        file: text.file.clone(),
        origin: text.origin,
        places: Places::default(),
        twice: Vec::new(),
    })
}

fn text(origin: Origin, name: &str, mut body: Value) -> TemplateText {
    if let Some(head) = body.as_object_mut() {
        head.entry("version").or_insert(json!(1));
        head.entry("title").or_insert(json!(name));
    }
    TemplateText {
        name: Slug::new(name).unwrap(),
        file: format!("{name}.toml"),
        origin,
        bytes: Cow::Owned(body.to_string().into_bytes()),
    }
}

fn shelf(own: &[(&str, Value)]) -> Shelf {
    let item = |id: &str| json!({"id": id, "text": id});
    let mut texts = vec![
        text(Origin::BuiltIn, "blank", json!({"pre_call": [item("inform")]})),
        text(Origin::BuiltIn, "base", json!({"fragment": true, "extends": "blank", "pre_call": [item("verify")]})),
        text(Origin::BuiltIn, "remove-2fa", json!({"extends": "base", "pre_call": [item("paid")]})),
        text(Origin::BuiltIn, "enforce-2fa", json!({"extends": "base", "without": ["pre_call.inform"]})),
    ];
    texts.extend(own.iter().map(|(name, body)| text(Origin::Store, name, body.clone())));
    Shelf::new(reader, texts, vec![("My Own".to_owned(), Fault::new(Kind::Unreadable, "no name"))])
}

fn items(template: &Template) -> Vec<&str> {
    template.pre_call.iter().map(|item| item.id.as_str()).collect()
}

#[test]
fn a_copy_is_made_of_the_built_in_whose_place_the_shell_has_just_emptied() {
    let mut shelf = shelf(&[("blank", json!({})), ("remove", json!({}))]);
    for own in shelf.texts.iter_mut().filter(|text| text.origin == Origin::Store) {
        own.bytes = Cow::Owned(Vec::new());
    }
    assert_eq!(shelf.text_to_copy("blank").unwrap().origin, Origin::BuiltIn);
    assert_eq!(shelf.text_to_copy("remove").unwrap().name.as_str(), "remove-2fa");
    assert_eq!(shelf.text("blank").unwrap().origin, Origin::Store);
}

#[test]
fn an_exact_name_or_an_unambiguous_part_finds_a_template() {
    let shelf = shelf(&[]);
    assert_eq!(shelf.find("remove").unwrap().name.as_str(), "remove-2fa");
    assert_eq!(shelf.find("blank").unwrap().name.as_str(), "blank");
    let fault = shelf.find("2fa").unwrap_err();
    assert!(fault.kind == Kind::Ambiguous && fault.message.contains("enforce-2fa, remove-2fa"), "{fault}");
    let fault = shelf.find("remvoe-2fa").unwrap_err();
    assert!(fault.kind == Kind::NotFound && fault.hints[0].contains("remove-2fa"), "{fault:?}");
    assert!(shelf.find("base").unwrap_err().message.contains("part of other templates"));
    assert_eq!(shelf.find("bas").unwrap_err().kind, Kind::NotFound);
    assert_eq!(shelf.find("My Own").unwrap_err().message, "no name");
}

#[test]
fn what_is_extended_is_put_in() {
    let shelf = shelf(&[]);
    assert_eq!(items(&shelf.find("remove-2fa").unwrap()), ["inform", "verify", "paid"]);
    assert_eq!(items(&shelf.find("enforce-2fa").unwrap()), ["verify"]);
}

#[test]
fn the_teams_own_replaces_the_built_in_and_may_extend_it() {
    let own = [
        ("blank", json!({"extends": "blank", "version": 9, "pre_call": [{"id": "ours", "text": "o"}]})),
        ("ours", json!({"extends": "remove-2fa"})),
    ];
    let shelf = shelf(&own);
    let blank = shelf.find("blank").unwrap();
    assert_eq!((items(&blank), blank.label()), (vec!["inform", "ours"], "blank@9".to_owned()));
    assert_eq!(items(&shelf.find("ours").unwrap()), ["inform", "ours", "verify", "paid"]);
}

#[test]
fn every_template_has_one_row_and_broken_ones_say_why() {
    let own = [
        ("blank", json!({"title": "Ours"})),
        ("broken", json!({"title": 5})),
        ("wrong", json!({"summary": "{{ colour }}", "tasks": [{"id": "a", "title": "A", "when": "b"}]})),
    ];
    let rows = shelf(&own).rows();
    let told: Vec<(&str, &str, bool)> =
        rows.iter().map(|row| (row.name.as_str(), row.source.as_str(), row.problem.is_some())).collect();
    assert_eq!(
        told,
        [
            ("My Own", "store", true),
            ("blank", "store", false),
            ("broken", "store", true),
            ("enforce-2fa", "built-in", false),
            ("remove-2fa", "built-in", false),
            ("wrong", "store", true),
        ]
    );
    assert_eq!(rows[1].title, "Ours");
    let fault = shelf(&own).find("wrong").unwrap_err();
    assert_eq!(fault.kind, Kind::Unreadable);
    assert!(fault.message.contains("wrong.toml, `summary`: the text reads `colour`"), "{fault}");
    assert_eq!(fault.message.lines().count(), 2, "{fault}");
}

#[test]
fn what_cannot_be_extended_is_told_at_extends() {
    let own = [
        ("lost", json!({"extends": "blnk"})),
        ("a", json!({"extends": "b"})),
        ("b", json!({"extends": "a"})),
        ("mine", json!({"extends": "mine"})),
        ("broken", json!({"title": 5})),
        ("onbroken", json!({"extends": "broken"})),
        ("wrong", json!({"summary": "{{ colour }}"})),
        ("onwrong", json!({"extends": "wrong", "summary": "fine"})),
    ];
    let shelf = shelf(&own);
    for (name, wanted) in [
        ("lost", "there is no template `blnk` to extend; did you mean `blank`?"),
        ("a", "b.toml, `extends`: it extends itself, by way of `a`"),
        ("mine", "there is no template `mine` to extend"),
        ("onbroken", "it cannot be extended: broken.toml"),
        ("onwrong", "wrong.toml, `summary`: the text reads `colour`"),
    ] {
        let fault = shelf.find(name).unwrap_err();
        assert!(fault.kind == Kind::Unreadable && fault.message.contains(wanted), "{name}: {fault}");
    }
    let flaws = shelf.check(&text(Origin::Store, "lost", json!({"extends": "blnk"})));
    assert_eq!(flaws.iter().map(|flaw| flaw.key.as_str()).collect::<Vec<_>>(), ["extends"]);
    let flaws = shelf.check(&text(Origin::Store, "x", json!({"extends": "lost"})));
    assert!(flaws.len() == 1 && flaws[0].message.starts_with("lost.toml, `extends`: there is no"), "{flaws:?}");
    let flaws = shelf.check(&text(Origin::Store, "broken", json!({"title": 5})));
    assert_eq!(flaws.len(), 1);
}
