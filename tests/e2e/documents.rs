//! The pages of the contract, `src/docs/format.md` and `src/docs/reference.md`, tried on the real binary: the example of a
//! record is one, its keys are the schema's, and each JSON document has the keys that the page says.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::str::Chars;

use serde_json::Value;

use super::plan::{self, ID};
use crate::env::Sandbox;

const FORMAT: &str = include_str!("../../src/docs/format.md");
const REFERENCE: &str = include_str!("../../src/docs/reference.md");
const ISSUE: &str = include_str!("../fixtures/import/page.md");

/// The part of a page under a heading.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = format!("\n# {heading}\n");
    let rest = &page[page.find(&start).unwrap_or_else(|| panic!("no heading “{heading}”")) + start.len()..];
    &rest[..rest.find("\n# ").unwrap_or(rest.len())]
}

/// The rows of a section's tables, each as its cells.
fn rows<'a>(page: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let lines = section(page, heading).lines().filter(|line| line.starts_with("| ") && line.contains('`'));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

fn spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// What a document has at least.
#[derive(Debug, PartialEq)]
enum Shape {
    Anything,
    Object(Vec<(String, Shape)>),
    List(Box<Shape>),
}

/// Reads `{"id", "events": [], "entries": [{"id"}]}`.
fn shape(chars: &mut Peekable<Chars<'_>>) -> Shape {
    let next = |chars: &mut Peekable<Chars<'_>>| {
        while chars.next_if(|c| c.is_whitespace() || *c == ',').is_some() {}
        chars.peek().copied()
    };
    match next(chars) {
        Some('{') => {
            chars.next();
            let mut fields = Vec::new();
            while next(chars) == Some('"') {
                chars.next();
                let name: String = std::iter::from_fn(|| chars.next_if(|c| *c != '"')).collect();
                chars.next();
                let has_shape = next(chars) == Some(':') && chars.next().is_some();
                fields.push((name, if has_shape { shape(chars) } else { Shape::Anything }));
            }
            assert_eq!(chars.next(), Some('}'), "{fields:?}");
            Shape::Object(fields)
        }
        Some('[') => {
            chars.next();
            let of = if next(chars) == Some(']') { Shape::Anything } else { shape(chars) };
            assert_eq!((next(chars), chars.next()), (Some(']'), Some(']')), "{of:?}");
            Shape::List(Box::new(of))
        }
        other => panic!("no shape begins with {other:?}"),
    }
}

fn hold(value: &Value, shape: &Shape, place: &str) {
    match shape {
        Shape::Anything => {}
        Shape::Object(fields) => {
            for (name, inner) in fields {
                let found = value.get(name).unwrap_or_else(|| panic!("{place}: no “{name}” in {value:#}"));
                hold(found, inner, &format!("{place}.{name}"));
            }
        }
        Shape::List(of) => {
            let list = value.as_array().unwrap_or_else(|| panic!("{place}: no list: {value:#}"));
            list.iter().for_each(|item| hold(item, of, place));
        }
    }
}

/// The answer of the command that a row of the page names.
fn answer(sandbox: &Sandbox, what: &str) -> Value {
    let words: &[&str] = match what {
        "any change" => &["set", ID, "summary=Said"],
        "`list`, `agenda`" => &["list", "--all"],
        "`show`" => &["show", ID],
        "`ready`" => &["ready", ID],
        "`log`" => &["log", ID],
        "`diff`" => &["diff", ID, "@created"],
        "`blame`" => &["blame", ID],
        "`audit`" => &["audit"],
        "`stats`" => &["stats"],
        "`template list`" => &["template", "list"],
        "`template check`" => &["template", "check", "blank"],
        "`doctor`" => &["doctor"],
        "`targets list`" => &["targets", "list", ID],
        "`init`" => &["init", "another"],
        "`clone`" => &["clone", ".", "cloned"],
        "`export -o`" => &["export", "--all", "--to", "json", "-o", "exported"],
        "`--version --verbose`" => &["--version", "--verbose"],
        "an error" => return serde_json::json!({"error": sandbox.run(&["show", "nowhere", "--json"]).error()}),
        "`import`" => return sandbox.call(&["import", "-", "--json"]).input(ISSUE).run().ok().json(),
        _ => panic!("the page says what JSON “{what}” has, and this test does not know how to ask for it"),
    };
    sandbox.run(&[words, &["--json"]].concat()).json()
}

#[test]
fn each_document_has_the_keys_that_the_reference_says() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    sandbox.call(&["targets", "load", ID, "-"]).input("anna\nbob\n").run().ok();
    let rows = rows(REFERENCE, "JSON");
    assert!(rows.len() > 15, "{rows:?}");
    for row in rows {
        let [what, document] = row[..] else { panic!("{row:?}") };
        let text = spans(document).next().unwrap_or_else(|| panic!("{what}: no document"));
        hold(&answer(&sandbox, what), &shape(&mut text.chars().peekable()), what);
    }
}

#[test]
fn a_point_and_an_override_have_the_keys_that_the_reference_says() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.run(&["set", ID, "meeting_url="]).ok();
    let row = rows(REFERENCE, "JSON").into_iter().find(|row| row[0] == "`ready`").expect("a row");
    let shapes: Vec<Shape> = spans(row[1]).map(|text| shape(&mut text.chars().peekable())).collect();
    let [_, point, overridden] = &shapes[..] else { panic!("{shapes:?}") };
    hold(&sandbox.run(&["ready", ID, "--json"]).json()["runbooks"][0]["missing"][0], point, "a point");
    sandbox.run(&["start", ID, "--override", "no-meeting-url", "--reason", "they call us"]).ok();
    hold(&sandbox.run(&["ready", ID, "--json"]).json()["runbooks"][0]["overridden"][0], overridden, "an override");
}

#[test]
fn the_example_of_a_record_is_one() {
    let sandbox = Sandbox::new();
    let example = section(FORMAT, "The record").split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    sandbox.write("runbooks/acme/example.toml", example.expect("an example"));
    sandbox.run(&["save", "acme/example"]).ok();
    let record = sandbox.json(&["show", "acme/example"])["runbook"].clone();
    assert_eq!((&record["state"], &record["tasks"][0]["estimate_s"]), (&"scheduled".into(), &4_500.into()));
    sandbox.run(&["audit"]).ok();
}

#[test]
fn the_keys_of_the_record_are_those_of_its_schema() {
    fn collect(value: &Value, names: &mut BTreeSet<String>) {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            names.extend(properties.keys().cloned());
        }
        match value {
            Value::Object(map) => map.values().for_each(|inner| collect(inner, names)),
            Value::Array(list) => list.iter().for_each(|inner| collect(inner, names)),
            _ => {}
        }
    }
    let mut schema = BTreeSet::new();
    collect(&Sandbox::bare().json(&["schema", "record"]), &mut schema);
    let mut page = BTreeSet::new();
    for row in rows(FORMAT, "The record") {
        let cells = if row[0].starts_with("`[") { &row[..] } else { &row[..1] };
        let keys = cells.iter().flat_map(|cell| spans(cell));
        page.extend(keys.flat_map(|key| key.trim_matches(['[', ']']).split('.')).map(str::to_owned));
    }
    assert_eq!(page, schema);
}

#[test]
fn a_shape_is_read_and_held() {
    let read = |text: &str| shape(&mut text.chars().peekable());
    let shape = read("{\"id\", \"list\": [{\"code\"}], \"more\": []}");
    hold(&serde_json::json!({"id": 1, "list": [{"code": 2}], "more": [], "other": 3}), &shape, "x");
    for bad in [serde_json::json!({"id": 1, "list": [{}], "more": []}), serde_json::json!({"id": 1, "list": []})] {
        assert!(std::panic::catch_unwind(|| hold(&bad, &shape, "x")).is_err(), "{bad}");
    }
}

#[test]
fn version_says_one_line_and_verbose_says_what_is_linked_in() {
    let sandbox = Sandbox::bare();
    let plain = concat!("runbook ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(sandbox.run(&["--version"]).ok().stdout, plain);
    for words in [["--version", "--verbose"], ["--verbose", "--version"], ["-V", "--verbose"]] {
        let out = sandbox.run(&words);
        assert!(out.ok().stdout.starts_with(plain), "{out}");
        for said in ["\ncommit: ", "\nlibgit2: 1.", "\nzone data: 20", "MIT License", "LINKING EXCEPTION", "| git2 |"] {
            out.says(said);
        }
    }
    sandbox.run(&["--verbose", "list"]).code(2).complains("--version");
    sandbox.run(&["list", "--verbose"]).code(2);
}
