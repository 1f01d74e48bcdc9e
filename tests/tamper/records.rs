//! Tampering with records and what events say of them.

use serde_json::{Value, json};

use super::forge::{FILE, Forge, ID};
use super::hand_edits::{FILE_MODE, Kind, edited};

/// An honest event, and something else done to the file that no field shows.
fn beside(forge: &Forge, change: fn(String) -> String) {
    let event = forge.event(json!({"do": "set", "fields": {"summary": "Said"}}));
    let record = forge.record(std::slice::from_ref(&event));
    let changed = change(record.clone());
    assert_ne!(record, changed, "nothing is changed beside the event");
    let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &changed)))]);
    forge.commit(&tree, &forge.message(&[event]));
}

/// A record that begins once more, by such an event, and is another one afterwards.
fn begin_anew(forge: &Forge, mut act: Value) {
    let text = "format = 1\ncustomer = \"Acme\"\ntask = \"Enforce\"\nstate = \"draft\"\n";
    act["runbook"] = ID.into();
    act["record"] = json!({"format": 1, "customer": "Acme", "task": "Enforce", "state": "draft"});
    let event = forge.event(act);
    let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, text)))]);
    forge.commit(&tree, &forge.message(&[event]));
}

/// Every kind of it.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "a record edited without an event",
        code: "no-event",
        tamper: |forge| drop(forge.by_hand(&[(FILE, Some((FILE_MODE, &edited(forge))))])),
    },
    Kind { name: "a record removed", code: "no-event", tamper: |forge| drop(forge.by_hand(&[(FILE, None)])) },
    Kind {
        name: "a record renamed",
        code: "no-event",
        tamper: |forge| {
            let text = forge.file(&forge.head(), FILE);
            forge.by_hand(&[(FILE, None), ("runbooks/acme/renamed.toml", Some((FILE_MODE, &text)))]);
        },
    },
    Kind {
        name: "a link in the record's place",
        code: "unreadable",
        tamper: |forge| drop(forge.by_hand(&[(FILE, Some(("120000", "../other")))])),
    },
    Kind {
        name: "a trailer smuggled into a title",
        code: "no-event",
        tamper: |forge| {
            let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &edited(forge))))]);
            let event = forge.event(json!({"do": "set", "fields": {"summary": "Enforce something else"}}));
            forge.commit(&tree, &format!("Runbook-Event: {event}\nRunbook: {ID}\n"));
        },
    },
    Kind {
        name: "more in the file than the event says",
        code: "unexplained-change",
        tamper: |forge| {
            let event = forge.event(json!({"do": "set", "fields": {"summary": "Said"}}));
            let record = forge.record(std::slice::from_ref(&event)).replace("All is enforced", "Nothing is");
            let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &record)))]);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "a key that an event says twice",
        code: "unreadable",
        tamper: |forge| {
            let event = forge.event(json!({"do": "set", "fields": {"summary": "Said"}}));
            let record = forge.record(std::slice::from_ref(&event));
            let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &record)))]);
            let twice = "\"summary\":\"Something harmless\",\"summary\":\"Said\"";
            forge.commit(&tree, &forge.message(&[event]).replace("\"summary\":\"Said\"", twice));
        },
    },
    Kind {
        name: "an event that the file knows nothing of",
        code: "unexplained-change",
        tamper: |forge| {
            let event = forge.event(json!({"do": "set", "fields": {"summary": "Said"}}));
            let tree = forge.tree(&forge.head(), &[]);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "an event about an item that is not there",
        code: "unexplained-change",
        tamper: |forge| {
            let event = forge.event(json!({"do": "task.remove", "task": "nothing"}));
            let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &edited(forge))))]);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "a comment changed beside the event",
        code: "unexplained-change",
        tamper: |forge| {
            let event = forge.event(json!({"do": "set", "fields": {"summary": "Said"}}));
            let record = forge.record(std::slice::from_ref(&event)) + "\n# approved by the customer\n";
            let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &record)))]);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "blank lines beside the event",
        code: "unexplained-change",
        tamper: |forge| beside(forge, |text| text + "\n\n"),
    },
    Kind {
        name: "another line end beside the event",
        code: "unexplained-change",
        tamper: |forge| beside(forge, |text| text.replace('\n', "\r\n")),
    },
    Kind {
        name: "another order of keys beside the event",
        code: "unexplained-change",
        tamper: |forge| {
            beside(forge, |text| {
                text.replace("title = \"Tell\"\nestimate = \"10m\"\n", "estimate = \"10m\"\ntitle = \"Tell\"\n")
            })
        },
    },
    Kind {
        name: "other quotes beside the event",
        code: "unexplained-change",
        tamper: |forge| beside(forge, |text| text.replace("title = \"Tell\"", "title = 'Tell'")),
    },
    Kind {
        name: "another spelling of a number beside the event",
        code: "unexplained-change",
        tamper: |forge| beside(forge, |text| text.replace("format = 1", "format = 0x1")),
    },
    Kind {
        name: "another spelling of a length beside the event",
        code: "unexplained-change",
        tamper: |forge| beside(forge, |text| text.replace("estimate = \"1h\"", "estimate = \"60m\"")),
    },
    Kind {
        name: "a line that says nothing new beside the event",
        code: "unexplained-change",
        tamper: |forge| {
            beside(forge, |text| text.replace("title = \"Tell\"\n", "title = \"Tell\"\nrequired = false\n"))
        },
    },
    Kind {
        name: "a gate passed by a forged event",
        code: "illegal-event",
        tamper: |forge| drop(forge.says_and_does(json!({"do": "finish"}))),
    },
    Kind {
        name: "an override that opens nothing",
        code: "illegal-event",
        tamper: |forge| {
            drop(forge.says_and_does(json!({"do": "override", "code": "permission-open", "reason": "because"})))
        },
    },
    Kind {
        name: "an approval by the DRI",
        code: "illegal-event",
        tamper: |forge| drop(forge.says_and_does(json!({"do": "approve", "plan": "sha256:0"}))),
    },
    Kind {
        name: "a runbook created with everything done",
        code: "illegal-event",
        tamper: |forge| {
            let record =
                json!({"format": 1, "customer": "Acme", "task": "New", "state": "closed", "result": "completed"});
            let event = forge.event(json!({"do": "create", "runbook": "acme/new", "record": record}));
            let text = "format = 1\ncustomer = \"Acme\"\ntask = \"New\"\nstate = \"closed\"\nresult = \"completed\"\n";
            let tree = forge.tree(&forge.head(), &[("runbooks/acme/new.toml", Some((FILE_MODE, text)))]);
            forge.commit(&tree, &format!("acme/new: create\n\nRunbook: acme/new\nRunbook-Event: {event}\n"));
        },
    },
    Kind {
        name: "a runbook created by hand over itself",
        code: "unexplained-change",
        tamper: |forge| begin_anew(forge, json!({"do": "create", "by_hand": true})),
    },
    Kind {
        name: "a runbook imported over itself",
        code: "unexplained-change",
        tamper: |forge| begin_anew(forge, json!({"do": "import"})),
    },
    Kind {
        name: "an event of another runbook's creation",
        code: "illegal-event",
        tamper: |forge| {
            let text = "format = 1\ncustomer = \"Acme\"\ntask = \"New\"\nstate = \"draft\"\n";
            let record = json!({"format": 1, "customer": "Acme", "task": "New", "state": "draft"});
            let event =
                forge.event(json!({"do": "create", "runbook": "acme/another", "record": record, "by_hand": true}));
            let tree = forge.tree(&forge.head(), &[("runbooks/acme/new.toml", Some((FILE_MODE, text)))]);
            forge.commit(&tree, &format!("acme/new: create\n\nRunbook: acme/new\nRunbook-Event: {event}\n"));
        },
    },
    Kind {
        name: "a field that no record has",
        code: "illegal-event",
        tamper: |forge| drop(forge.says_and_does(json!({"do": "set", "fields": {"state": "wrap-up"}}))),
    },
    Kind {
        name: "an undo of what somebody else did",
        code: "illegal-event",
        tamper: |forge| {
            forge.sandbox.person("Jane Smith", "jane.smith@example.com");
            forge.sandbox.at("2026-11-24T10:00:00+01:00");
            forge.sandbox.git(&["reset", "-q", "--hard"]);
            forge.sandbox.run(&["set", ID, "summary=By Jane"]).ok();
            let undoes = forge.head();
            let change = json!({"path": "summary", "kind": "changed", "old": "By Jane", "new": "Enforce it"});
            forge.says_and_does(json!({"do": "undo", "undoes": undoes, "undone": ["set"], "changes": [change]}));
        },
    },
    Kind {
        name: "a task begun without its permission",
        code: "illegal-event",
        tamper: |forge| {
            let ask = forge.event(json!({"do": "permission.ask", "permission": "may"}));
            let end = forge.event(json!({"do": "task.pause", "task": "bulk", "outcome": "paused"}));
            let begin = forge.event(json!({"do": "task.start", "task": "bulk"}));
            let events = [ask, end, begin];
            let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &forge.record(&events))))]);
            forge.commit(&tree, &forge.message(&events));
        },
    },
    Kind {
        name: "a permission granted after the task that it covers",
        code: "permission-late",
        tamper: |forge| {
            let sandbox = &forge.sandbox;
            sandbox.at("2026-11-24T10:00:00+01:00");
            sandbox.git(&["reset", "-q", "--hard"]);
            let words = ["--id", "late", "--action", "remove the users that Acme lists", "--covers", "bulk"];
            sandbox.run(&[&["permission", "add", ID][..], &words].concat()).ok();
            sandbox
                .run(&["permission", "grant", ID, "late", "--by", "Tom", "--evidence", "https://t.example.com/2"])
                .ok();
        },
    },
    Kind {
        name: "a state changed by hand and adopted",
        code: "illegal-event",
        tamper: |forge| {
            let text = forge.file(&forge.head(), FILE).replace("state = \"running\"", "state = \"wrap-up\"");
            let by_hand = forge.by_hand(&[(FILE, Some((FILE_MODE, &text)))]);
            let change = json!({"path": "state", "kind": "changed", "old": "running", "new": "wrap-up"});
            let event = forge.event(json!({"do": "edit", "changes": [change], "adopts": [by_hand]}));
            let tree = forge.tree(&forge.head(), &[]);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "an approval written by hand for somebody else",
        code: "author-mismatch",
        tamper: |forge| {
            let at = forge.git(&["log", "-1", "--format=%cI"]);
            let approval = json!({"by": "Jane Smith <jane@example.com>", "at": at, "plan": "sha256:0"});
            let text = forge.file(&forge.head(), FILE)
                + &format!("\n[[approvals]]\nby = \"Jane Smith <jane@example.com>\"\nat = {at}\nplan = \"sha256:0\"\n");
            let change = json!({"path": "approvals", "kind": "added", "new": [approval]});
            let event = forge.event(json!({"do": "edit", "changes": [change]}));
            let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &text)))]);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
];
