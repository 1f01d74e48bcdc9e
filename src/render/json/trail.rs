//! The trail for scripts: one entry for each event, newest first; a commit without an event is one entry as well.

use serde_json::{Value, json};

use crate::model::{Event, Recorded};
use crate::render::words;

/// `log`. Entries come newest first, as given; the events of one commit are turned round accordingly.
pub fn log(entries: &[Recorded]) -> Value {
    let entries: Vec<Value> = entries.iter().flat_map(of_commit).collect();
    json!({"entries": entries})
}

fn of_commit(recorded: &Recorded) -> Vec<Value> {
    let entry = |event: Option<&Event>, summary: String| {
        json!({
            "id": recorded.runbook,
            "commit": recorded.commit,
            "author": recorded.author,
            "recorded_at": recorded.recorded_at,
            "at": event.map(|event| event.at),
            "event": event,
            "summary": summary,
        })
    };
    match recorded.events.as_slice() {
        [] => vec![entry(None, recorded.words().to_owned())],
        [event] => vec![entry(Some(event), words::entry(recorded))],
        events => events.iter().rev().map(|event| entry(Some(event), words::recount(event))).collect(),
    }
}
