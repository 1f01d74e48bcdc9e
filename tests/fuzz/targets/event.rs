//! Events: the JSON of a trail, an event a line. What is read writes and reads itself, and a replay ends with a record or
//! with a refusal.

use runbook::lifecycle::apply;
use runbook::model::{Event, Runbook};
use runbook::store;
use serde_json::Value;

use super::Target;

/// The target.
pub const EVENT: Target = Target {
    name: "event",
    check,
    words: &[
        "{\"v\":1,\"do\":\"",
        "\",\"at\":\"2026-12-01T14:00:00Z\",\"by\":\"A <a@b.c>\"}\n",
        "task.add",
        "task.finish",
        "task.start",
        "check.done",
        "contact.remove",
        "schedule",
        "set",
        "edit",
        "undo",
        "reopen",
        "close",
        "start",
        "\"changes\":[{\"path\":\"",
        "\",\"kind\":\"changed\",\"old\":",
        "\"kind\":\"moved\"",
        "\"fields\":{\"summary\":\"",
        "\"record\":{",
        "\"task\":\"",
        "\"id\":\"a\"",
        "tasks.",
        "null",
        "1e400",
        "-0",
        "18446744073709551616",
        "\\u0000",
        "\\ud800",
        "\\n",
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
    ],
    seeds: &[],
    rounds: 300,
};

fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut record: Option<Runbook> = None;
    for line in text.lines() {
        let Ok(event) = Event::read(line) else { continue };
        assert!(serde_json::from_str::<Value>(line).is_ok_and(|json| json.is_object()), "no JSON, and an event");
        let written = serde_json::to_string(&event).expect("an event as JSON");
        let again = Event::read(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
        assert_eq!(again, event, "{written}");
        assert_eq!(serde_json::to_string(&again).ok(), Some(written));
        if let Ok(after) = apply(record.as_ref(), &event) {
            record = Some(after);
        }
    }
    if let Some(record) = record {
        let file = store::render_new(&record).expect("a record that can be written");
        // what a hostile trail says may be no record; what is one is the same on the disk
        if let Ok(again) = store::read("x.toml", file.as_bytes()) {
            assert_eq!(again.runbook, record, "{file}");
        }
    }
}
