//! How a random life begins: a runbook that is nearly ready, without some of what it should have.
//!
//! Its items bear the few ids that random commands name, so that what is asked for meets what is there.

use proptest::prelude::*;
use runbook::lifecycle::{Command, ScheduleTo};
use runbook::model::{Moment, Prose, Runbook, RunbookId};
use serde_json::{Value, json};

/// A runbook with everything that the gates ask for, or could ask for after a few steps.
fn full() -> Value {
    json!({
        "customer": "Acme", "task": "Try everything", "state": "draft",
        "summary": "Change {{ what }}", "expected_result": "It is changed", "dri": "@lead",
        "meeting_url": "https://meet.example.com/a", "issue_url": "https://issues.example.com/1",
        "variables": {"paid": true, "cause": "x", "info": "", "what": "all of it"},
        "contacts": [
            {"id": "a", "side": "gitlab", "name": "Lead", "handle": "@lead", "duties": ["execute"]},
            {"id": "b", "side": "gitlab", "name": "Speaker", "email": "reviewer@example.com", "duties": ["communicate"]},
            {"id": "zz", "side": "customer", "name": "Jane"},
        ],
        "pre_call": [
            {"id": "a", "text": "Told the channels", "mark": null},
            {"id": "inform", "text": "Verified", "required": true, "when": "paid"},
        ],
        "permissions": [{"id": "a", "action": "delete project acme/old", "from": "zz", "covers": ["bulk-change"]}],
        "tasks": [
            {"id": "a", "title": "Look", "estimate": "10m"},
            {"id": "bulk-change", "title": "Change", "estimate": "1h", "required": true},
            {"id": "zz", "title": "Repair", "estimate": "5m", "when": "cause == \"x\" and info"},
        ],
        "rollback": {"plan": "Put it back", "steps": [
            {"id": "a", "title": "Restore"}, {"id": "b", "title": "Tell", "when": "not paid"},
        ]},
        "post_call": [
            {"id": "b", "text": "Wrote the summary", "wants_evidence": true},
            {"id": "zz", "text": "Asked again", "when": "info"},
        ],
        "obligations": [
            {"id": "a", "kind": "delete-data", "what": "Delete it", "arises": "tasks.a", "due_in": "1d"},
            {"id": "b", "kind": "update-issue", "what": "Update the issue"},
            {"id": "inform", "kind": "notify", "what": "Tell them", "arises": "permissions.a", "when": "paid"},
        ],
    })
}

/// What can be missing or otherwise without leaving a record that contradicts itself.
const PIECES: [(&str, &str); 26] = [
    ("/summary", "null"),
    ("/summary", "\"Change all of it\""),
    ("/expected_result", "null"),
    ("/dri", "null"),
    ("/dri", "\"reviewer\""),
    ("/meeting_url", "\"the usual room\""),
    ("/issue_url", "null"),
    ("/variables/paid", "false"),
    ("/variables/info", "\"given\""),
    ("/contacts/0/duties", "[]"),
    ("/contacts/1/duties", "[\"execute\", \"communicate\"]"),
    ("/contacts/1/handle", "\"@lead\""),
    ("/contacts/0/side", "\"customer\""),
    ("/pre_call", "[]"),
    ("/pre_call/0/wants_evidence", "true"),
    ("/pre_call/1/required", "false"),
    ("/permissions/0/covers", "[]"),
    ("/permissions/0/action", "\"do whatever is needed\""),
    ("/permissions/0/action", "\"delete project {{ what }}\""),
    ("/tasks/0/estimate", "null"),
    ("/tasks/2/when", "null"),
    ("/rollback/plan", "null"),
    ("/rollback/irreversible", "\"It cannot be undone\""),
    ("/rollback/steps", "[]"),
    ("/post_call", "[]"),
    ("/obligations", "[]"),
];

/// What may have happened to what is brought in.
const LIVED: [(&str, &str); 11] = [
    ("/tasks/0/attempts", r#"[{"took": "5m", "outcome": "success"}]"#),
    ("/tasks/0/attempts", r#"[{"started_at": "2026-09-26T05:00:00+01:00", "took": "5m", "outcome": "failed"}]"#),
    ("/tasks/1/attempts", r#"[{"started_at": "2026-09-26T05:10:00+01:00", "took": "5m", "outcome": "paused"}]"#),
    ("/tasks/1/attempts", r#"[{"outcome": "skipped"}]"#),
    ("/permissions/0/state", "\"granted\""),
    ("/permissions/0/answered_at", "\"2026-09-26T05:05:00+01:00\""),
    ("/permissions/0/state", "\"refused\""),
    ("/pre_call/1/mark", "\"done\""),
    ("/obligations/0/discharged_at", "\"2026-09-26T05:20:00+01:00\""),
    ("/rollback/steps/0/attempts", r#"[{"took": "5m", "outcome": "success"}]"#),
    ("/rollback/irreversible", "\"It cannot be undone\""),
];

/// Puts what was chosen into its places, where there are such.
fn put(record: &mut Value, pieces: &[(&str, &str)], chosen: &[bool]) {
    for ((place, value), _) in pieces.iter().zip(chosen).filter(|(_, chosen)| **chosen) {
        let (within, key) = place.rsplit_once('/').unwrap();
        if let Some(within) = record.pointer_mut(within) {
            within[key] = serde_json::from_str(value).unwrap();
        }
    }
}

/// The command that makes a runbook, or brings one in.
pub(super) fn beginning() -> impl Strategy<Value = Command> {
    let pieces = prop::collection::vec(prop::bool::weighted(0.15), PIECES.len());
    let schedule = prop::option::of((0_i64..200_000, any::<bool>(), any::<bool>()));
    // what was brought in from elsewhere may stand anywhere in its life
    let states =
        vec![None, None, None, Some("draft"), Some("running"), Some("running"), Some("rolling-back"), Some("wrap-up")];
    let lived = prop::collection::vec(prop::bool::weighted(0.5), LIVED.len());
    (pieces, lived, schedule, prop::sample::select(states)).prop_map(|(pieces, lived, schedule, imported)| {
        let mut record = full();
        record["state"] = imported.unwrap_or("draft").into();
        put(&mut record, &PIECES, &pieces);
        if imported.is_some() {
            put(&mut record, &LIVED, &lived);
        }
        let runbook: Runbook = serde_json::from_value(record).unwrap();
        let (id, runbook) = (RunbookId::from_name("Acme", "Try everything"), Box::new(runbook));
        let schedule = schedule.map(|(seconds, in_zone, is_agreed)| ScheduleTo {
            scheduled_at: Some(Moment::from_git(1_790_400_000 + seconds, 60)),
            time_zone: in_zone.then(|| "Europe/Berlin".parse().unwrap()),
            agreed: is_agreed.then(|| Prose::new("they said so").unwrap()),
            allow_past: false,
        });
        match imported {
            Some(_) => Command::Import { id, runbook, source: None },
            None => Command::Create { id, runbook, schedule },
        }
    })
}
