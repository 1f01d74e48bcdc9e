//! The law of quick reading: whatever it answers, the parser answers the same, key for key and in the same order.

use proptest::prelude::*;
use serde_json::Value;
use toml::de::DeTable;

use super::super::document_law_tests::record;
use super::super::document_style_tests::{Dice, write_in_some_style};
use super::super::head::{header_of, read_header};
use super::super::render_new;
use super::super::values::plain_values;
use super::values;
use crate::model::Runbook;
use crate::model::keys::Shape;

/// Pieces from which texts are made that are nearly TOML, and sometimes are.
const PIECES: &[&str] = &[
    "a = ",
    "id = ",
    "at = ",
    "\"x\"",
    "'y'",
    "\"\"\"",
    "'''",
    "\"",
    "'",
    "\\",
    "\\n",
    "\\u0041",
    "\n",
    "\n",
    "\n",
    "\r\n",
    " ",
    "\t",
    "# note",
    "=",
    ",",
    "[",
    "]",
    "[[",
    "]]",
    "[tasks]\n",
    "[[tasks]]\n",
    "[[tasks.attempts]]\n",
    "[rollback]\n",
    "[[rollback.steps]]\n",
    "[variables]\n",
    "[[variables]]\n",
    "[x.y]\n",
    "[[x]]\n",
    "[x]\n",
    "tasks = []\n",
    "x = [1, 'a']\n",
    "[[pre_call]]\nid = \"a\"\n",
    "[[post_call]]\nid = \"a\"\n",
    "scheduled_at = ",
    "started_at = ",
    "2026-12-01T14:00:00Z",
    "2026-12-01T14:00:00-05:30",
    "2024-02-29T23:59:59+00:00",
    "2026-02-29T00:00:00Z",
    "2026-12-01T14:00:00-00:00",
    "2026-12-01T14:00:00",
    "2026-12-01 14:00:00Z",
    "2026-12-01",
    "0",
    "7",
    "-0",
    "-12",
    "007",
    "1_000",
    "0x1f",
    "1.5",
    "+1",
    "nan",
    "true",
    "false",
    "{",
    "}",
    ".",
    "é",
    "\u{202e}",
    "\u{85}",
    "\u{feff}",
    "\u{7f}",
    "\u{1b}",
    "format = 1\n",
    "999999999999999999",
    "9999999999999999999",
    "b.c = 1\n",
    "\"q\" = 1\n",
];

fn by_parser(text: &str) -> Option<Value> {
    let parsed = DeTable::parse(text).ok()?;
    plain_values(parsed.get_ref(), Shape::Record).ok().map(Value::Object)
}

/// True where there was an answer, which is the parser's; as text, because the order of keys counts.
fn is_answered(text: &str) -> bool {
    let Ok(quick) = values(text) else { return false };
    let quick = Value::Object(quick).to_string();
    assert_eq!(Some(quick), by_parser(text).map(|value| value.to_string()), "{text:?}");
    true
}

/// A text with a few pieces put in, or put in place of what was there.
fn disturbed(text: &str, changes: &[(usize, usize, usize)]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for (place, gone, piece) in changes {
        let start = place % (text.len() + 1);
        let end = (start + gone).min(text.len());
        text.splice(start..end, PIECES[piece % PIECES.len()].chars());
    }
    text.into_iter().collect()
}

fn changes() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    prop::collection::vec((any::<usize>(), 0..4_usize, any::<usize>()), 0..4)
}

proptest! {
    #[test]
    fn what_people_write_is_read_as_the_parser_reads_it(dice in prop::collection::vec(any::<u8>(), 0..400), changes in changes()) {
        let mut dice = Dice::new(dice);
        let value = record(&mut dice);
        let bytes = write_in_some_style(&mut dice, &value);
        let text = String::from_utf8(bytes).unwrap();
        is_answered(&text);
        is_answered(&disturbed(&text, &changes));
    }

    #[test]
    fn what_we_write_is_answered_and_disturbed_it_is_never_wrong(dice in prop::collection::vec(any::<u8>(), 0..400), changes in changes()) {
        let mut value = record(&mut Dice::new(dice));
        // keys that need quotes and numbers with a point are no usual form
        value.as_object_mut().unwrap().retain(|key, _| !matches!(key.as_str(), "odd key" | "x-team"));
        for list in ["contacts", "pre_call", "post_call", "permissions", "tasks", "obligations"] {
            let items = value.get_mut(list).and_then(Value::as_array_mut);
            items.into_iter().flatten().for_each(|item| {
                item.as_object_mut().unwrap().remove("colour of it");
            });
        }
        if let Some(step) = value.pointer_mut("/rollback/steps/0") {
            step.as_object_mut().unwrap().remove("colour of it");
        }
        let runbook: Runbook = serde_json::from_value(value).unwrap();
        let text = render_new(&runbook).unwrap();
        prop_assert!(is_answered(&text), "{}", text);
        is_answered(&disturbed(&text, &changes));
    }

    #[test]
    fn what_is_hardly_toml_is_never_read_wrongly(pieces in prop::collection::vec(0..PIECES.len(), 0..12)) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        is_answered(&text);
        is_answered(&text.replace(['[', ']'], ""));
    }

    #[test]
    fn a_head_is_the_records_own(dice in prop::collection::vec(any::<u8>(), 0..400), changes in changes()) {
        let mut dice = Dice::new(dice);
        let value = record(&mut dice);
        let text = String::from_utf8(write_in_some_style(&mut dice, &value)).unwrap();
        let text = disturbed(&text, &changes);
        // a head may be read although what stands behind it cannot be
        if let Ok(whole) = super::super::read("x", text.as_bytes()) {
            let header = read_header("x", text.as_bytes());
            prop_assert_eq!(header.ok(), Some(header_of(whole.runbook)), "{}", text);
        }
    }
}

#[test]
fn each_usual_value_is_answered() {
    for value in [
        "\"\"",
        "\"a\\\"b\\\\c\\n\\t\"",
        "'a\\b'",
        "\"\"\"\na\n\"b\" 'c' \\\\\n\"\"\"",
        "'''\na''b\n'''",
        "0",
        "-7",
        "true",
        "[]",
        "[ \"a\", 1,\n  true,\n]",
        "\"日本\"",
        "2026-12-01T14:00:00+01:00",
        "2024-02-29T00:00:00Z",
    ] {
        assert!(
            is_answered(&format!("# note\n\n  x = {value} # note\n[[tasks]]\n[tasks.deep]\nid = \"a\"")),
            "{value}"
        );
    }
}

#[test]
fn what_is_said_twice_is_left_to_the_parser() {
    for text in [
        "a = 1\na = 2\n",
        "[x]\n[x]\n",
        "x = []\n[[x]]\n",
        "x = 1\n[x.y]\n",
        "[x]\n[[x]]\n",
        "[[x]]\n[x]\n",
        "[x.y]\n[x]\n",
        "[[tasks]]\nid = \"a\"\n[[tasks]]\nid = \"a\"\n",
        "[[pre_call]]\nid = \"a\"\n[[post_call]]\nid = \"a\"\n",
        "[variables.x]\n",
        "[variables]\nx = []\n",
        "summary = 2026-12-01T14:00:00Z\n",
        "scheduled_at = \"x\"\n",
    ] {
        assert!(values(text).is_err(), "{text}");
    }
}
