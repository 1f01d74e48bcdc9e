//! Reading and rewriting a record: what is read is written back byte for byte where nothing changed, a change is read
//! back as it was meant, and a line that it is not about stays.
//!
//! The first line of an input chooses the change.

use std::ops::Range;

use runbook::model::{Kind, Runbook};
use runbook::store::{self, Read};
use serde_json::{Map, Value, json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::choices::Choices;
use super::Target;

/// The target.
pub const RECORD: Target = Target {
    name: "record",
    check,
    words: &[
        "format = 1\n",
        "customer = \"C\"\n",
        "task = 'T'\n",
        "state = \"draft\"\n",
        "state = \"closed\"\nresult = \"success\"\n",
        "summary = \"\"\"\na\nb\n\"\"\"\n",
        "summary = '''x'''\n",
        "scheduled_at = 2026-12-01T14:00:00+01:00\n",
        "time_zone = \"Europe/Berlin\"\n",
        "confidential = true\n",
        "# a comment\n",
        " # behind",
        "[variables]\n",
        "variables.paid = true\n",
        "[[tasks]]\nid = \"b\"\ntitle = \"B\"\n",
        "[[tasks.attempts]]\ntook = \"5m\"\n",
        "tasks = [{ id = \"c\", title = \"C\" }]\n",
        "[[contacts]]\nid = \"d\"\nside = \"customer\"\n",
        "[rollback]\n",
        "rollback = { plan = \"x\" }\n",
        "[[rollback.steps]]\nid = \"e\"\ntitle = \"E\"\n",
        "[[pre_call]]\nid = \"f\"\ntext = \"F\"\n",
        "when = \"paid\"\n",
        "estimate = \"10m\"\n",
        "\"odd key\" = [1, 'a', { b = 1.5 }]\n",
        "x.y.z = 0x1f\n",
        "[x.y]\n",
        "[[x]]\n",
        "\"\"\"",
        "'''",
        "\\u0041",
        "\\",
        "\"",
        "'",
        "[",
        "]",
        "{",
        "}",
        ",",
        "=",
        "\n",
        "\r\n",
        "\t",
        "\u{feff}",
        "\u{85}",
        "<<<<<<< a\n",
        "2026-12-01",
        "nan",
        "1_000",
    ],
    seeds: &[],
    rounds: 1_500,
};

fn check(data: &[u8]) {
    let (mut choices, text) = Choices::of(data);
    let record = match store::read("x.toml", text) {
        Ok(record) => record,
        Err(fault) => return assert!(matches!(fault.kind, Kind::Unreadable | Kind::NewerFormat), "{fault}"),
    };
    let same = store::rewrite(&record, &record.runbook).expect("what was read can be written");
    assert_eq!(String::from_utf8_lossy(&same), String::from_utf8_lossy(text), "nothing changed, and the file did");
    for written in [store::render_new(&record.runbook), store::render_inside(&record.runbook)] {
        let written = written.expect("what was read can be written");
        let again = store::read("x.toml", written.as_bytes());
        assert_eq!(again.expect("what was written is read").runbook, record.runbook, "{written}");
    }
    let old = serde_json::to_value(&record.runbook).expect("a record as JSON");
    let mut new = old.clone();
    let changed = change(&mut new, &mut choices);
    let Ok(runbook) = serde_json::from_value::<Runbook>(new) else { return };
    rewritten(text, &record, &runbook, changed.as_deref());
}

/// Changes the record as some command would; the way to the value that was set, where it was one alone.
fn change(record: &mut Value, choices: &mut Choices<'_>) -> Option<Vec<Step>> {
    let word = ["new", "two\nlines", "a \"quoted\" 'one'", "\\", "# no comment", "", "=x\n"][choices.pick(7)];
    let line = word.replace('\n', " ");
    let at = choices.pick(8);
    let root = record.as_object_mut()?;
    match choices.pick(8) {
        0 => set(root, ["summary", "agreed", "expected_result"][choices.pick(3)], word.into()),
        1 => set(root, ["dri", "meeting_url", "customer"][choices.pick(3)], line.into()),
        2 => set(root, "scheduled_at", json!("2026-12-02T09:30:00Z")),
        3 => {
            let item = in_list(root, "tasks", at)?;
            let (key, value) =
                [("title", json!(line)), ("estimate", json!("7m")), ("command", json!(word))][choices.pick(3)].clone();
            set(item.1, key, value).map(|rest| [vec![Step::Key("tasks".to_owned()), Step::Item(item.0)], rest].concat())
        }
        4 => {
            let item = in_list(root, "tasks", at)?;
            let attempt = json!({"took": "5m", "outcome": "success", "note": word});
            item.1.entry("attempts").or_insert_with(|| json!([])).as_array_mut()?.push(attempt);
            None
        }
        5 => {
            let list = ["tasks", "contacts", "pre_call"][choices.pick(3)];
            let new = json!({"id": "zz-new", "title": line, "text": line, "side": "customer"});
            let items = root.entry(list).or_insert_with(|| json!([])).as_array_mut()?;
            items.insert(at % (items.len() + 1), keys_of(list, new));
            None
        }
        6 => {
            let items = root.get_mut(["tasks", "contacts", "pre_call"][choices.pick(3)])?.as_array_mut()?;
            (!items.is_empty()).then(|| items.remove(at % items.len()));
            None
        }
        _ => {
            root.remove(["summary", "agreed", "variables", "rollback", "scheduled_at"][choices.pick(5)]);
            None
        }
    }
}

/// One step of the way to a value.
#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Item(usize),
}

/// Only the keys that an item of this list has.
fn keys_of(list: &str, mut item: Value) -> Value {
    let gone: &[&str] = match list {
        "tasks" => &["text", "side"],
        "contacts" => &["text", "title"],
        _ => &["title", "side"],
    };
    if let Some(item) = item.as_object_mut() {
        item.retain(|key, _| !gone.contains(&key.as_str()));
    }
    item
}

fn set(table: &mut Map<String, Value>, key: &str, value: Value) -> Option<Vec<Step>> {
    table.insert(key.to_owned(), value);
    Some(vec![Step::Key(key.to_owned())])
}

fn in_list<'r>(root: &'r mut Map<String, Value>, list: &str, at: usize) -> Option<(usize, &'r mut Map<String, Value>)> {
    let items = root.get_mut(list)?.as_array_mut()?;
    let at = at % items.len().max(1);
    Some((at, items.get_mut(at)?.as_object_mut()?))
}

/// The file with the change in it reads back as the new record, and no other line was touched.
fn rewritten(text: &[u8], record: &Read, new: &Runbook, changed: Option<&[Step]>) {
    let written = match store::rewrite(record, new) {
        Ok(written) => written,
        Err(fault) => {
            assert!(text.len() > store::MAX_FILE / 2, "a change cannot be written: {fault}");
            return;
        }
    };
    let again = store::read("x.toml", &written).expect("what was written is read");
    assert_eq!(&again.runbook, new, "{}", String::from_utf8_lossy(&written));
    assert_eq!(written.starts_with("\u{feff}".as_bytes()), text.starts_with("\u{feff}".as_bytes()), "the first mark");
    let (Some(way), Ok(old), Ok(new)) = (changed, std::str::from_utf8(text), std::str::from_utf8(&written)) else {
        return;
    };
    only_about(old.trim_start_matches('\u{feff}'), new.trim_start_matches('\u{feff}'), way);
}

/// The lines that went from the old text are those of the value that was set; where there was none, none went.
fn only_about(old: &str, new: &str, way: &[Step]) {
    let (olds, news): (Vec<&str>, Vec<&str>) = (lines(old), lines(new));
    let first = olds.iter().zip(&news).take_while(|(old, new)| old == new).count();
    let most = olds.len().min(news.len()) - first;
    let last = olds.iter().rev().zip(news.iter().rev()).take(most).take_while(|(old, new)| old == new).count();
    let gone = first..olds.len() - last;
    let table = DeTable::parse(old).expect("a record is TOML");
    let about = match place(table.get_ref(), way) {
        Place::Value(span) => line_of(old, span.start)..line_of(old, span.end) + 1,
        // a table between braces is one line, or a few, in which the key finds its room
        Place::Braces(span) => line_of(old, span.start)..line_of(old, span.end) + 1,
        Place::Nowhere => 0..0,
    };
    let is_about = gone.is_empty() || (about.start <= gone.start && gone.end <= about.end);
    assert!(is_about, "lines {gone:?} of the old text are gone, and the change is about {about:?}\n{old}\n---\n{new}");
}

/// The lines, without what ends them: the last line may have none, and needs one when another follows.
fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

/// Where a value stands.
enum Place {
    Value(Range<usize>),
    /// It does not, and what is to hold it is written between braces.
    Braces(Range<usize>),
    Nowhere,
}

fn place(table: &DeTable<'_>, way: &[Step]) -> Place {
    let Some((Step::Key(key), rest)) = way.split_first() else { return Place::Nowhere };
    let Some((name, value)) = table.iter().find(|(name, _)| name.get_ref() == key.as_str()) else {
        return Place::Nowhere;
    };
    let whole = name.span().start.min(value.span().start)..value.span().end;
    let Some((Step::Item(at), rest)) = rest.split_first() else { return Place::Value(whole) };
    let item: Option<&Spanned<DeValue<'_>>> = value.get_ref().as_array().and_then(|items| items.get(*at));
    let Some((item, fields)) = item.and_then(|item| Some((item, item.get_ref().as_table()?))) else {
        return Place::Nowhere;
    };
    match place(fields, rest) {
        Place::Nowhere if value.get_ref().as_array().is_some_and(|items| is_between_brackets(value, items.len())) => {
            Place::Braces(item.span())
        }
        place => place,
    }
}

/// True for a list that is written as one value.
fn is_between_brackets(list: &Spanned<DeValue<'_>>, items: usize) -> bool {
    items > 0 && list.get_ref().as_array().is_some_and(|own| own.iter().all(|item| list.span().end >= item.span().end))
}
