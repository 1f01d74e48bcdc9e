//! The documents' complete example, typed at the command line, up to any point of its life.

use serde_json::Value;

use crate::env::Sandbox;

/// The id of the documents' example.
pub const ID: &str = "acme/enforce-2fa-on-all-groups";

/// Its file in the store.
pub const FILE: &str = "runbooks/acme/enforce-2fa-on-all-groups.toml";

/// Before the call begins, in the zone where it was agreed.
pub const CALL: &str = "2026-12-01T13:58:00+01:00";

/// The name and the header.
pub fn draft(sandbox: &Sandbox) {
    sandbox
        .run(&[
            "new",
            "Acme - Enforce 2FA on all groups",
            "--summary",
            "Acme Inc. requires us to enforce 2FA on all of their 2500 groups",
            "--dri",
            "@john_doe",
            "--meeting",
            "https://example.zoom.com/my/example.meeting",
            "--issue",
            "https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1",
            "--ticket",
            "https://tickets.example.com/agent/tickets/123",
        ])
        .ok();
    sandbox.run(&["set", ID, "expected_result=Two-factor authentication is required in every group"]).ok();
}

/// Contacts, tasks and the rollback.
pub fn planned(sandbox: &Sandbox) {
    draft(sandbox);
    for (side, name, handle, role, duty) in [
        ("gitlab", "John Doe", "@john_doe", "Technical Execution", "execute"),
        ("gitlab", "Jane Smith", "@jane_smith", "Communication & Technical assistance", "communicate"),
        ("customer", "Tom Blogs", "@tom", "Systems Engineer", "verify"),
        ("customer", "harry Page", "@harry", "IT Manager", "coordinate"),
    ] {
        let words = ["--side", side, "--name", name, "--handle", handle, "--role", role, "--duty", duty];
        sandbox.run(&[&["contact", "add", ID][..], &words].concat()).ok();
    }
    for (id, title, estimate) in [
        ("confirm-state", "Confirm the users provided state", "10m"),
        ("bulk-change", "Remove 2FA from user list", "1h15m"),
        ("review-errors", "Review users with errors", "20m"),
        ("tell", "Update issue with outcome", "10m"),
    ] {
        sandbox
            .run(&[
                "task",
                "add",
                ID,
                "--id",
                id,
                "--title",
                title,
                "--estimate",
                estimate,
                "--link",
                "https://handbook.example.com/2fa",
            ])
            .ok();
    }
    sandbox.run(&["rollback", "set", ID, "--plan", "Execute the same method with `status: 'enable'`"]).ok();
}

/// Everything that readiness asks for; scheduled for 2026-12-01 14:00 in Berlin.
pub fn ready(sandbox: &Sandbox) {
    planned(sandbox);
    for item in ids(&record(sandbox), "pre_call") {
        sandbox.run(&["check", "done", ID, &item, "--evidence", "https://chat.example.com/1"]).ok();
    }
    sandbox
        .run(&[
            "schedule",
            ID,
            "2026-12-01 14:00",
            "--zone",
            "Europe/Berlin",
            "--agreed",
            "https://tickets.example.com/agent/tickets/123#agreed",
        ])
        .ok();
}

/// The call is on.
pub fn running(sandbox: &Sandbox) {
    ready(sandbox);
    sandbox.at(CALL);
    sandbox.run(&["start", ID]).ok();
}

/// The work is over, the duties after it are not.
pub fn wrapped(sandbox: &Sandbox) {
    running(sandbox);
    for task in ids(&record(sandbox), "tasks") {
        sandbox.run(&["task", "start", ID, &task]).ok();
        sandbox.clock.pass(600);
        sandbox.run(&["task", "finish", ID, &task]).ok();
    }
    sandbox.run(&["finish", ID]).ok();
}

/// Closed.
pub fn closed(sandbox: &Sandbox) {
    wrapped(sandbox);
    discharge_all(sandbox);
    sandbox.run(&["close", ID]).ok();
}

/// The post-call list and every obligation.
pub fn discharge_all(sandbox: &Sandbox) {
    let record = record(sandbox);
    for item in ids(&record, "post_call") {
        sandbox.run(&["check", "done", ID, &item, "--evidence", "https://chat.example.com/2"]).ok();
    }
    for duty in ids(&record, "obligations") {
        sandbox.run(&["obligation", "discharge", ID, &duty, "--evidence", "https://issues.example.com/1#note"]).ok();
    }
}

/// The record as `show` has it.
#[track_caller]
pub fn record(sandbox: &Sandbox) -> Value {
    sandbox.json(&["show", ID])["runbook"].clone()
}

/// The ids of a list in a record.
pub fn ids(record: &Value, list: &str) -> Vec<String> {
    let items = record[list].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

/// The codes of what `ready` misses.
#[track_caller]
pub fn missing(sandbox: &Sandbox, id: &str) -> Vec<String> {
    let out = sandbox.run(&["ready", id, "--json"]);
    assert!(out.code < 2, "{out}");
    let answer = out.json();
    codes(&answer["runbooks"][0]["missing"])
}

/// The codes of a list of findings.
pub fn codes(list: &Value) -> Vec<String> {
    let list = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    list.iter().map(|finding| finding["code"].as_str().expect("a code").to_owned()).collect()
}
