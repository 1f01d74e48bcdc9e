//! The trail for scripts: one entry for each event, newest first; a commit without an event is one entry as well.

use serde_json::{Value, json};

use super::defaults::written_out_at;
use crate::model::{BlamedField, Change, ChangeKind, Event, Logged, Recorded, RunbookId};
use crate::render::Compared;
use crate::render::words;

/// `log`. Entries come in the order in which they are shown, as given; with `oldest_first` the events of one commit stand
/// in their own order, otherwise turned round.
pub fn log(entries: &[Logged], oldest_first: bool) -> Value {
    let entries: Vec<Value> = entries
        .iter()
        .flat_map(|logged| {
            let mut of_commit = of_commit(logged);
            if !oldest_first {
                of_commit.reverse();
            }
            of_commit
        })
        .collect();
    json!({"entries": entries})
}

/// `diff`.
pub fn diff(compared: &Compared<'_>) -> Value {
    let count = |kind| compared.changes.iter().filter(|change| change.kind == kind).count();
    json!({
        "id": compared.id,
        "from": compared.from.word(),
        "to": compared.to.word(),
        "changes": changes(compared.changes),
        "stat": {
            "added": count(ChangeKind::Added),
            "removed": count(ChangeKind::Removed),
            "changed": count(ChangeKind::Changed),
            "moved": count(ChangeKind::Moved),
        },
        "layout": compared.layout,
    })
}

/// Changes, each with both of its values.
fn changes(changes: &[Change]) -> Vec<Value> {
    let whole = |change: &Change, part: &Value| {
        let mut part = part.clone();
        written_out_at(&change.path.to_string(), &mut part);
        part
    };
    let both = |change: &Change| {
        let (old, new) = (whole(change, &change.old), whole(change, &change.new));
        json!({"path": change.path, "kind": change.kind, "old": old, "new": new})
    };
    changes.iter().map(both).collect()
}

/// `blame`.
pub fn blame(id: &RunbookId, fields: &[BlamedField]) -> Value {
    json!({"id": id, "fields": fields})
}

/// `undo --dry-run`: what would be taken back.
pub fn undoing(id: &RunbookId, last: &Recorded, taken: &[Change]) -> Value {
    json!({"id": id, "commit": null, "undoes": last.commit, "events": last.events, "changes": changes(taken)})
}

fn of_commit(logged: &Logged) -> Vec<Value> {
    let recorded = &logged.recorded;
    let patch = |number: usize| logged.changes.as_ref().and_then(|all| all.get(number));
    let entry = |number: usize, event: Option<&Event>, summary: String| {
        let mut entry = json!({
            "id": logged.id,
            "commit": recorded.commit,
            "author": recorded.author,
            "recorded_at": recorded.recorded_at,
            "at": event.map(|event| event.at),
            "event": event,
            "summary": summary,
            "taken_back": logged.taken_back,
        });
        if let (Some(taken), Value::Object(entry)) = (patch(number), &mut entry) {
            entry.insert("changes".to_owned(), changes(taken).into());
        }
        entry
    };
    match recorded.events.as_slice() {
        [] => vec![entry(0, None, recorded.words().to_owned())],
        [event] => vec![entry(0, Some(event), words::entry(recorded))],
        events => {
            let each = events.iter().enumerate();
            each.map(|(number, event)| entry(number, Some(event), words::recount(event))).collect()
        }
    }
}
