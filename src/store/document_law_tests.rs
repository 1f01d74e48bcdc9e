//! The law of writing: whatever a person's file looks like and whatever is changed, the file reads back as the new record,
//! and every line that the change is not about stays byte for byte, in its order.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::document_style_tests::{Dice, write_in_some_style};
use super::outline::{Outline, TomlStep};
use super::{read, rewrite};
use crate::model::{ChangeKind, Path, Runbook, difference};

const WORDS: [&str; 6] = ["plain", "it's", "say \"x\"", "back\\slash", "two\nlines", "ends\n"];
const LINES: [&str; 4] = ["plain", "it's", "say \"x\"", "#no = \"comment\""];
const LISTS: [&str; 6] = ["contacts", "pre_call", "post_call", "permissions", "tasks", "obligations"];

fn word(dice: &mut Dice) -> Value {
    dice.pick(&WORDS).into()
}

fn line(dice: &mut Dice) -> Value {
    dice.pick(&LINES).into()
}

fn time(dice: &mut Dice) -> Value {
    json!(format!("2026-12-{:02}T14:00:00+01:00", dice.roll(28) + 1))
}

fn unknown(dice: &mut Dice) -> Value {
    match dice.roll(5) {
        0 => word(dice),
        1 => json!(dice.roll(9)),
        2 => json!([1, "a"]),
        3 => json!({"deep": {"er": dice.roll(9)}, "n": 1.5}),
        _ => json!([{"id": "u", "n": 1}, {"id": "v", "list": [true]}]),
    }
}

fn attempt(dice: &mut Dice) -> Value {
    let mut attempt = json!({"took": "5m", "outcome": "success", "by": "A <a@b.c>"});
    if dice.flip() {
        attempt["started_at"] = time(dice);
        attempt["note"] = word(dice);
    }
    attempt
}

fn item(dice: &mut Dice, list: &str, id: &str) -> Value {
    let mut item = match list {
        "contacts" => json!({"id": id, "side": "customer", "name": line(dice), "duties": ["execute", "verify"]}),
        "pre_call" | "post_call" => json!({"id": id, "text": word(dice), "required": true}),
        "permissions" => json!({"id": id, "action": word(dice), "covers": ["x"]}),
        "obligations" => json!({"id": id, "kind": "notify", "what": word(dice), "due": time(dice)}),
        _ => json!({"id": id, "title": line(dice), "estimate": "5m"}),
    };
    if matches!(list, "tasks" | "steps") && dice.flip() {
        item["attempts"] = (0..=dice.roll(2)).map(|_| attempt(dice)).collect();
    }
    if dice.roll(4) == 0 {
        item["colour of it"] = unknown(dice);
    }
    item
}

/// Ids are drawn from so few that an id comes back after it went; checklists have their own halves of one namespace.
fn new_id(dice: &mut Dice, list: &str, items: &[Value]) -> Option<String> {
    let id = format!("{}{}", if list == "post_call" { "q" } else { "i" }, dice.roll(6));
    (!items.iter().any(|item| item["id"] == id.as_str())).then_some(id)
}

pub(super) fn record(dice: &mut Dice) -> Value {
    let mut record = json!({"customer": "C", "task": "T", "state": "draft"});
    for key in ["summary", "agreed"] {
        if dice.flip() {
            record[key] = word(dice);
        }
    }
    if dice.flip() {
        record["scheduled_at"] = time(dice);
        record["variables"] = json!({"cause": line(dice), "paid": true});
    }
    for list in LISTS {
        let mut items = Vec::new();
        for _ in 0..dice.roll(4) {
            if let Some(id) = new_id(dice, list, &items) {
                items.push(item(dice, list, &id));
            }
        }
        if !items.is_empty() {
            record[list] = items.into();
        }
    }
    if dice.flip() {
        record["rollback"] = json!({"plan": word(dice), "links": ["a", "b"], "steps": [item(dice, "steps", "s")]});
    }
    if dice.flip() {
        record["approvals"] = json!([{"by": "A <a@b.c>", "at": time(dice), "plan": "x"}]);
    }
    for key in ["odd key", "x-team"] {
        if dice.flip() {
            record[key] = unknown(dice);
        }
    }
    record
}

fn object(value: &mut Value) -> &mut Map<String, Value> {
    value.as_object_mut().unwrap()
}

fn array<'v>(record: &'v mut Value, key: &str) -> &'v mut Vec<Value> {
    object(record).entry(key).or_insert_with(|| json!([])).as_array_mut().unwrap()
}

/// One change such as a command makes.
fn change(dice: &mut Dice, record: &mut Value) {
    let list = dice.pick(&LISTS);
    match dice.roll(12) {
        0 => record[dice.pick(&["summary", "expected_result", "agreed"])] = word(dice),
        1 => record[dice.pick(&["dri", "meeting_url", "template"])] = line(dice),
        2 => {
            object(record).remove(dice.pick(&[
                "summary",
                "agreed",
                "dri",
                "scheduled_at",
                "odd key",
                "x-team",
                "variables",
            ]));
        }
        3 => {
            record["scheduled_at"] = time(dice);
            record["confidential"] = json!(dice.flip());
        }
        4 => {
            let value = if dice.flip() { line(dice) } else { json!(dice.roll(3)) };
            object(object(record).entry("variables").or_insert_with(|| json!({})))
                .insert(dice.pick(&["cause", "paid", "n w"]).to_owned(), value);
        }
        5 | 6 => {
            if let Some(id) = new_id(dice, list, array(record, list)) {
                let item = item(dice, list, &id);
                let at = dice.roll(array(record, list).len() + 1);
                array(record, list).insert(at, item);
            }
        }
        7 => {
            let items = array(record, list);
            if !items.is_empty() {
                items.remove(dice.roll(items.len()));
            }
        }
        8 => {
            let items = array(record, list);
            if items.len() > 1 {
                let moved = items.remove(dice.roll(items.len()));
                items.insert(dice.roll(items.len() + 1), moved);
            }
        }
        9 => {
            let items = array(record, "tasks");
            if let Some(at) = (!items.is_empty()).then(|| dice.roll(items.len())) {
                let attempt = attempt(dice);
                array(&mut items[at], "attempts").push(attempt);
            }
        }
        10 => {
            let items = array(record, list);
            if let Some(at) = (!items.is_empty()).then(|| dice.roll(items.len())) {
                let item = object(&mut items[at]);
                match list {
                    "contacts" => {
                        item.insert(
                            "duties".into(),
                            dice.pick(&[json!([]), json!(["verify"]), json!(["execute", "communicate", "verify"])]),
                        );
                    }
                    "pre_call" | "post_call" => {
                        item.insert("mark".into(), json!("done"));
                        item.insert("at".into(), time(dice));
                        item.insert("by".into(), json!("B <b@b.c>"));
                        item.insert("evidence".into(), word(dice));
                    }
                    _ => {
                        item.insert("when".into(), line(dice));
                        item.remove(dice.pick(&["estimate", "due", "attempts", "covers", "colour of it"]));
                    }
                }
            }
        }
        _ => {
            let rollback = object(record).entry("rollback").or_insert_with(|| json!({}));
            match dice.roll(4) {
                0 => rollback["plan"] = word(dice),
                1 => {
                    object(rollback).remove("plan");
                }
                2 => rollback["links"] = dice.pick(&[json!(["b"]), json!(["a", "c", "b"])]),
                _ => {
                    if let Some(id) = new_id(dice, "steps", array(rollback, "steps")) {
                        let item = item(dice, "steps", &id);
                        array(rollback, "steps").push(item);
                    }
                }
            }
        }
    }
}

/// The place in words, with ids where the record has them.
fn words_of(path: &[TomlStep], record: &Value) -> Vec<String> {
    let mut at = Some(record);
    path.iter()
        .map(|step| match step {
            TomlStep::Key(key) => {
                at = at.and_then(|value| value.get(key));
                key.clone()
            }
            TomlStep::Index(index) => {
                at = at.and_then(|value| value.get(*index));
                at.and_then(|item| item["id"].as_str()).map_or_else(|| (index + 1).to_string(), str::to_owned)
            }
        })
        .collect()
}

fn by_words<'v>(record: &'v Value, place: &[String]) -> Option<&'v Value> {
    place.iter().try_fold(record, |at, word| match at {
        Value::Array(items) => items
            .iter()
            .find(|item| item["id"] == word.as_str())
            .or_else(|| items.get(word.parse::<usize>().ok()?.checked_sub(1)?)),
        other => other.get(word),
    })
}

fn ended(text: &[u8]) -> String {
    let text = std::str::from_utf8(text).unwrap().trim_start_matches('\u{feff}');
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if text.ends_with('\n') { text.to_owned() } else { format!("{text}{newline}") }
}

/// The lines of the old text that the changes are not about, and every comment outside of items that went.
fn must_stay(text: &str, old: &Value, new: &Value) -> (Vec<String>, Vec<String>) {
    let changes: Vec<(Vec<String>, ChangeKind)> = difference(old, new)
        .into_iter()
        .map(|change| (change.path.parse::<Path>().unwrap().segments().to_vec(), change.kind))
        .collect();
    let outline = Outline::of(text).unwrap();
    let mut about = vec![false; text.len()];
    let mut gone = vec![false; text.len()];
    for (number, section) in outline.sections.iter().enumerate() {
        let place = words_of(&section.path, old);
        let lost = section.header.is_some() && by_words(new, &place).is_none();
        let within =
            |kinds: &[ChangeKind]| changes.iter().any(|(path, kind)| kinds.contains(kind) && place.starts_with(path));
        if lost && let Some(header) = &section.header {
            about[header.line.clone()].fill(true);
        }
        if section.header.is_some() && within(&[ChangeKind::Removed, ChangeKind::Moved, ChangeKind::Changed]) {
            // what stands between two tables of one item is the item's
            let whole = changes.iter().map(|(path, _)| path).find(|path| place.starts_with(path)).unwrap_or(&place);
            let next = outline.sections.get(number + 1).filter(|next| words_of(&next.path, old).starts_with(whole));
            let end = next.map_or(section.end(), |next| next.start());
            about[section.start()..end].fill(true);
            gone[section.start()..end].fill(!within(&[ChangeKind::Moved]) || within(&[ChangeKind::Removed]));
        }
        for statement in &section.statements {
            let mut full = section.path.clone();
            full.extend(statement.keys.iter().cloned().map(TomlStep::Key));
            let full = words_of(&full, old);
            if changes.iter().any(|(path, _)| full.starts_with(path) || path.starts_with(&full)) {
                about[statement.line.clone()].fill(true);
            }
        }
    }
    let moved = changes.iter().any(|(_, kind)| *kind == ChangeKind::Moved);
    let (mut lines, mut comments, mut at) = (Vec::new(), Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let is_comment = line.trim().starts_with('#');
        if !(about[at] || line.trim().is_empty() || (moved && is_comment)) {
            lines.push(line.to_owned());
        }
        if !gone[at]
            && let Some((_, comment)) = line.split_once("# c")
        {
            comments.extend(comment.split_whitespace().next().map(|number| format!("c{number}")));
        }
        at += line.len();
    }
    (lines, comments)
}

fn check(old_text: &[u8], new_text: &[u8], old: &Value, new: &Value) -> Result<(), String> {
    let (before, after) = (ended(old_text), ended(new_text));
    let (lines, comments) = must_stay(&before, old, new);
    let mut rest = after.split_inclusive('\n');
    if let Some(line) = lines.iter().find(|line| !rest.any(|other| other == line.as_str())) {
        return Err(format!("the line {line:?} is gone or stands elsewhere"));
    }
    let present: Vec<&str> = after.split_whitespace().collect();
    match comments.iter().find(|comment| !present.contains(&comment.as_str())) {
        Some(comment) => Err(format!("the comment {comment} is gone")),
        None => Ok(()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, max_shrink_iters: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn thirty_changes_leave_everything_else_as_the_person_wrote_it(
        record_dice in prop::collection::vec(any::<u8>(), 0..200),
        style_dice in prop::collection::vec(any::<u8>(), 0..600),
        change_dice in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let runbook: Runbook = serde_json::from_value(record(&mut Dice::new(record_dice))).unwrap();
        let mut old = serde_json::to_value(&runbook).unwrap();
        let mut bytes = write_in_some_style(&mut Dice::new(style_dice), &old);
        let mut dice = Dice::new(change_dice);
        for _ in 0..30 {
            let shown = || String::from_utf8_lossy(&bytes).into_owned();
            let before = read("x.toml", &bytes).map_err(|fault| TestCaseError::fail(format!("{fault}\n{}", shown())))?;
            prop_assert_eq!(serde_json::to_value(&before.runbook).unwrap(), old.clone(), "{}", shown());
            let mut next = old.clone();
            change(&mut dice, &mut next);
            let new: Runbook = serde_json::from_value(next).unwrap();
            let new_record = serde_json::to_value(&new).unwrap();
            let story = || format!("{:#?}\n--- before\n{}", difference(&old, &new_record), shown());
            let written = rewrite(&before, &new).map_err(|fault| TestCaseError::fail(format!("{fault}\n{}", story())))?;
            prop_assert_eq!(written.starts_with(b"\xef\xbb\xbf"), bytes.starts_with(b"\xef\xbb\xbf"));
            prop_assert_eq!(written.ends_with(b"\n"), bytes.ends_with(b"\n"));
            let crlf = |bytes: &[u8]| String::from_utf8_lossy(bytes).matches("\r\n").count();
            let lf = |bytes: &[u8]| String::from_utf8_lossy(bytes).matches('\n').count();
            prop_assert!(crlf(&written) == 0 || crlf(&written) == lf(&written), "mixed line ends");
            check(&bytes, &written, &old, &new_record)
                .map_err(|why| TestCaseError::fail(format!("{why}\n{}\n--- after\n{}", story(), String::from_utf8_lossy(&written))))?;
            (bytes, old) = (written, new_record);
        }
    }
}
