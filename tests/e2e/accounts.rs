//! Work on accounts as a support engineer lives it, with the source documents beside: what is found only during the work
//! decides what follows, and nothing is closed while a duty is open.

use serde_json::Value;

use super::plan::codes;
use crate::env::Sandbox;

const CALL: &str = "2026-12-01T10:00:00+01:00";

/// A runbook of this template with header, people, an agreed time, and everything before the call but `open`.
fn prepared(sandbox: &Sandbox, id: &str, name: &str, template: &str, vars: &[&str], open: &[&str]) {
    let mut words = vec!["new", name, "--template", template, "--dri", "@john_doe"];
    words.extend([
        "--meeting",
        "https://zoom.example.com/j/1",
        "--issue",
        "https://gitlab.example.com/runbooks/-/issues/12",
    ]);
    words.extend(["--ticket", "https://zendesk.example.com/agent/tickets/123"]);
    vars.iter().for_each(|var| words.extend(["--var", var]));
    sandbox.change(&words);
    for (side, name, handle, duty) in [
        ("gitlab", "John Doe", "@john_doe", "execute"),
        ("gitlab", "Jane Smith", "@jane_smith", "communicate"),
        ("customer", "Tom Blogs", "@tom", "verify"),
    ] {
        sandbox.run(&["contact", "add", id, "--side", side, "--name", name, "--handle", handle, "--duty", duty]).ok();
    }
    let agreed = ["--zone", "Europe/Berlin", "--agreed", "ticket 123, reply 2"];
    sandbox.run(&[&["schedule", id, "2026-12-01 10:00"][..], &agreed].concat()).ok();
    let report = sandbox.run(&["ready", id, "--json"]).json();
    let points = report["runbooks"][0]["missing"].as_array().expect("points").clone();
    let before: Vec<&str> = points
        .iter()
        .filter(|point| point["code"] == "pre-call-open")
        .map(|point| point["item"].as_str().expect("an item"))
        .filter(|item| !open.contains(item))
        .collect();
    sandbox.run(&[&["check", "done", id][..], &before, &["--evidence", "ticket 123, internal note 1"]].concat()).ok();
}

fn record(sandbox: &Sandbox, id: &str) -> Value {
    sandbox.json(&["show", id])["runbook"].clone()
}

fn item<'r>(record: &'r Value, list: &str, id: &str) -> &'r Value {
    let items = record[list].as_array().expect("a list");
    items.iter().find(|item| item["id"] == id).unwrap_or_else(|| panic!("no {list}.{id}"))
}

fn missing(sandbox: &Sandbox, id: &str) -> Vec<String> {
    codes(&sandbox.run(&["ready", id, "--json"]).json()["runbooks"][0]["missing"])
}

fn grant(sandbox: &Sandbox, id: &str, permission: &str) {
    sandbox.run(&["permission", "ask", id, permission]).ok();
    let answer = ["--by", "Tom Blogs", "--evidence", "ticket 123, reply 5"];
    sandbox.run(&[&["permission", "grant", id, permission][..], &answer].concat()).ok();
}

fn tick_after_the_call(sandbox: &Sandbox, id: &str, items: &[&str]) {
    sandbox.run(&[&["check", "done", id][..], items, &["--evidence", "issue 12, note 4"]].concat()).ok();
}

const AFTER: [&str; 5] = ["inform-completion", "call-summary", "log-attached", "customer-verified", "no-data-left"];

#[test]
fn a_locked_account_without_two_factor_is_unlocked_when_no_code_can_come() {
    let sandbox = Sandbox::new();
    let id = "acme/unlock-jdoe";
    prepared(&sandbox, id, "Acme - Unlock jdoe", "unlock-locked-account", &["username=jdoe"], &[]);
    let ready = sandbox.json(&["ready", id]);
    let warnings = &ready["runbooks"][0]["warnings"];
    assert_eq!(codes(warnings), ["undecided"], "which lock it is, is found on the way");
    sandbox.at(CALL);
    sandbox.change(&["start", id]);

    // the figures of the documents stand in what the engineer reads, and in what the user is told
    let shown = sandbox.run(&["show", id]);
    shown.ok().says("3 failed attempts").says("valid for 60 minutes").says("Support::SaaS::Account Locked");
    sandbox.change(&["task", "finish", id, "classify", "--took", "4m"]);
    sandbox.refused(3, &["message", id, "permission"]).complains("runbook set acme/unlock-jdoe two_factor=VALUE");
    sandbox.refused(2, &["set", id, "two_factor=maybe"]).complains("takes yes or no");
    sandbox.change(&["set", id, "two_factor=no"]).says("now applies, tasks: follow-the-code");
    sandbox.change(&["task", "finish", id, "explain", "--took", "3m"]);
    sandbox.refused(3, &["task", "start", id, "wait-for-unlock"]);
    let words = ["task", "finish", id, "follow-the-code", "--took", "8m", "--note", "deferred by their mail server"];
    sandbox.change(&words).says("next: runbook set acme/unlock-jdoe code_problem=VALUE");
    sandbox.refused(3, &["finish", id]).complains("`code_problem` is not decided yet");

    // no code can come: now a hand is needed, and with it everything that comes before an action
    sandbox.refused(2, &["set", id, "code_problem=delivry"]).complains("one of none, delivery, address-lost");
    sandbox.change(&["set", id, "code_problem=delivery"]).says("standing-verified").says("permissions: unlock");
    sandbox.refused(3, &["task", "start", id, "unlock"]).complains("`paid` is not decided yet").complains("paid=VALUE");
    sandbox.change(&["set", id, "paid=no"]).says("paid-for-manual-unlock");
    sandbox.change(&["set", id, "paid=yes"]).says("next: runbook check done acme/unlock-jdoe standing-verified");
    let asked = sandbox.change(&["permission", "ask", id, "unlock"]);
    asked.says("Could you please provide permission for Support to unlock the account @jdoe");
    sandbox
        .refused(3, &["task", "start", id, "unlock"])
        .complains("permission `unlock`")
        .complains("standing-verified");
    grant(&sandbox, id, "unlock");
    sandbox.refused(3, &["task", "start", id, "unlock"]).complains("Ownership of @jdoe is verified");
    sandbox.change(&[
        "check",
        "done",
        id,
        "standing-verified",
        "--evidence",
        "challenges, internal note 3, Jane agrees",
    ]);
    sandbox.change(&["task", "finish", id, "unlock", "--took", "3m"]);
    sandbox.change(&["task", "finish", id, "sign-in", "--took", "4m"]);
    sandbox.change(&["finish", id]);

    tick_after_the_call(&sandbox, id, &AFTER);
    sandbox.run(&["obligation", "discharge", id, "update-issue", "--evidence", "issue 12, note 4"]).ok();
    sandbox.refused(3, &["close", id]).complains("Leave the admin note on @jdoe");
    let note = "2026-12-01 | Account unlocked | User Requested | https://zendesk.example.com/agent/tickets/123";
    sandbox.run(&["note", id]).ok().says(note);
    sandbox.change(&["obligation", "discharge", id, "admin-note", "--evidence", "the user page"]);
    assert_eq!(sandbox.change(&["close", id, "--json"]).json()["result"], "completed");
}

#[test]
fn a_locked_account_with_two_factor_needs_nothing_but_time() {
    let sandbox = Sandbox::new();
    let id = "acme/unlock-jdoe";
    let vars = ["username=jdoe", "two_factor=yes"];
    prepared(&sandbox, id, "Acme - Unlock jdoe", "unlock-locked-account", &vars, &[]);
    sandbox.at(CALL);
    sandbox.change(&["start", id]);
    for task in ["classify", "explain", "wait-for-unlock", "sign-in"] {
        sandbox.run(&["task", "finish", id, task, "--took", "5m"]).ok();
    }
    sandbox.change(&["finish", id]);
    tick_after_the_call(&sandbox, id, &AFTER);
    sandbox.run(&["obligation", "discharge", id, "update-issue", "--evidence", "issue 12, note 4"]).ok();
    assert_eq!(
        sandbox.change(&["close", id, "--json"]).json()["result"],
        "completed",
        "nothing was done, so no note is owed"
    );
}

#[test]
fn a_block_by_a_migration_is_found_during_the_work_and_its_branch_follows() {
    let sandbox = Sandbox::new();
    let id = "acme/reinstate-mmeier";
    let vars = ["username=mmeier"];
    let open = ["requester-matches"];
    prepared(&sandbox, id, "Acme - Reinstate mmeier", "reinstate-blocked-account", &vars, &open);
    // only who may ask is helped, whoever overrides what
    assert_eq!(missing(&sandbox, id), ["pre-call-open"]);
    sandbox.at(CALL);
    sandbox.refused(3, &["start", id, "--override", "pre-call-open", "--reason", "urgent"]);
    sandbox.refused(3, &["check", "prevented", id, "requester-matches", "--reason", "urgent"]);
    sandbox.change(&["check", "done", id, "requester-matches", "--evidence", "written from its primary address"]);
    sandbox.change(&["start", id]);
    sandbox.change(&[
        "task",
        "finish",
        id,
        "find-cause",
        "--took",
        "6m",
        "--note",
        "blocked by a migration, 2023-02-11",
    ]);
    sandbox.refused(3, &["task", "start", id, "unblock"]).complains("cause is not decided").complains("cause=VALUE");
    sandbox.refused(3, &["finish", id]).complains("`cause` is not decided yet");

    sandbox.refused(2, &["set", id, "cause=migration"]).complains("ps-migration, sm-migration");
    let set = sandbox.change(&["set", id, "cause=ps-migration"]);
    set.says("before the call: standing-verified").says("permissions: unblock").says("tasks: unblock, tell-reinstated");
    sandbox.refused(3, &["task", "start", id, "request-review"]).complains("does not apply");
    grant(&sandbox, id, "unblock");
    sandbox.refused(3, &["task", "start", id, "unblock"]).complains("is required and not done");
    sandbox.change(&[
        "check",
        "done",
        id,
        "standing-verified",
        "--evidence",
        "challenges, internal note 2, Jane agrees",
    ]);
    sandbox.change(&["task", "finish", id, "unblock", "--took", "2m"]);
    sandbox.change(&["task", "finish", id, "tell-reinstated", "--took", "2m"]);
    sandbox.change(&["finish", id]);

    tick_after_the_call(&sandbox, id, &AFTER);
    let refused = sandbox.refused(3, &["close", id]);
    refused.complains("admin note").complains("decision and its reasoning").complains("Update the issue");
    assert!(!refused.stderr.contains("Trust and Safety has answered"), "nobody asked them: {refused}");
    sandbox.run(&["note", id]).ok().says("2026-12-01 | Unblocked | user requested | ");
    for duty in ["update-issue", "admin-note", "decision-told"] {
        sandbox.run(&["obligation", "discharge", id, duty, "--evidence", "ticket 123, reply 6"]).ok();
    }
    assert_eq!(sandbox.change(&["close", id, "--json"]).json()["result"], "completed");
}

#[test]
fn what_trust_and_safety_must_answer_has_a_deadline_and_its_reasoning_is_told() {
    let sandbox = Sandbox::new();
    let id = "acme/reinstate-mmeier";
    let vars = ["username=mmeier", "cause=trust-and-safety"];
    prepared(&sandbox, id, "Acme - Reinstate mmeier", "reinstate-blocked-account", &vars, &[]);
    sandbox.at(CALL);
    sandbox.change(&["start", id]);
    for task in ["find-cause", "request-review", "first-reply"] {
        sandbox.run(&["task", "start", id, task]).ok();
        sandbox.run(&["task", "finish", id, task]).ok();
    }
    let shown = sandbox.run(&["show", id]);
    shown.ok().says("Wed 2026-12-02 10:00").says("Escalated-TrustAndSafety");
    sandbox.change(&["set", id, "decision=remain-blocked"]).says("now applies, tasks: tell-still-blocked");
    sandbox.change(&["set", id, "blocked_because=intentional"]);
    let told = item(&record(&sandbox, id), "tasks", "tell-still-blocked")["instructions"].clone();
    assert!(told.as_str().expect("instructions").contains("(intentional)"), "{told}");
    for task in ["await-review", "tell-still-blocked"] {
        sandbox.run(&["task", "finish", id, task, "--took", "5m"]).ok();
    }
    sandbox.change(&["finish", id]);
    tick_after_the_call(&sandbox, id, &AFTER);
    sandbox.run(&["obligation", "discharge", id, "update-issue", "--evidence", "issue 12, note 4"]).ok();
    sandbox.refused(3, &["close", id]).complains("Reinstatement Request").complains("its reasoning");
    for duty in ["review-answered", "decision-told"] {
        sandbox.run(&["obligation", "discharge", id, duty, "--evidence", "request 77"]).ok();
    }
    sandbox.change(&["close", id]);
}

#[test]
fn downloaded_data_is_deleted_before_the_runbook_is_closed() {
    let sandbox = Sandbox::new();
    let id = "acme/clone-app";
    let vars = ["namespace_path=acme/app", "problem=job 77 fails with their submodules"];
    prepared(&sandbox, id, "Acme - Clone app", "download-data", &vars, &[]);
    let asked = sandbox.change(&["permission", "ask", id, "download"]);
    asked.says("permission for Support to copy the Git repository of the project `acme/app`").says("delete the copy");
    sandbox.change(&["permission", "refuse", id, "download", "--by", "Tom Blogs", "--evidence", "ticket 123, reply 3"]);
    sandbox.at(CALL);
    sandbox.refused(3, &["start", id, "--override", "permission-refused", "--reason", "urgent"]);
    grant(&sandbox, id, "download");
    sandbox.change(&["start", id]);

    // nothing is owed before anything was copied
    let discharge =
        |evidence: &str| ["obligation", "discharge", id, "delete-copies", "--evidence", evidence].map(str::to_owned);
    let words = discharge("nothing there");
    sandbox.refused(3, &words.iter().map(String::as_str).collect::<Vec<_>>()).complains("comes with tasks.download");
    sandbox.change(&["task", "finish", id, "download", "--took", "8m", "--note", "~/zd/123 on jd-laptop, John Doe"]);
    sandbox.change(&["task", "finish", id, "reproduce", "--took", "50m"]);
    sandbox.change(&["task", "finish", id, "delete", "--took", "5m"]);
    sandbox.change(&["finish", id]);
    tick_after_the_call(&sandbox, id, &[&AFTER[..], &["access-log"]].concat());
    for duty in ["update-issue", "note-on-namespace"] {
        sandbox.run(&["obligation", "discharge", id, duty, "--evidence", "issue 12, note 4"]).ok();
    }
    sandbox.refused(3, &["close", id]).complains("Delete every copy of the Git repository of `acme/app`");
    sandbox.refused(2, &["obligation", "discharge", id, "delete-copies"]).complains("--evidence");
    let words = discharge("~/zd/123 on jd-laptop, removed by John Doe, 2026-12-01 11:20");
    sandbox.change(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(sandbox.change(&["close", id, "--json"]).json()["result"], "completed");
    let duty = item(&record(&sandbox, id), "obligations", "delete-copies").clone();
    assert!(duty["evidence"].as_str().expect("evidence").contains("jd-laptop"), "{duty}");
}

#[test]
fn texts_follow_a_corrected_answer_and_what_happened_keeps_its_words() {
    let sandbox = Sandbox::new();
    let id = "acme/2fa-off";
    let vars = ["user_count=2500", "list_name=users.csv"];
    let mut words = vec!["new", "Acme - 2FA off", "--template", "bulk-2fa-removal"];
    vars.iter().for_each(|var| words.extend(["--var", var]));
    sandbox.change(&words);
    let set = sandbox.change(&["set", id, "user_count=2498"]);
    set.says("set variables.user_count, summary; 2 texts follow");
    let now = record(&sandbox, id);
    assert_eq!(now["variables"]["user_count"], 2498);
    for text in [&now["summary"], &item(&now, "permissions", "remove-2fa")["action"]] {
        let text = text.as_str().expect("a text");
        assert!(text.contains("2498 accounts") && !text.contains("2500"), "{text}");
    }

    // a person's own words stay, and so does what the customer was asked
    sandbox.change(&["set", id, "summary=2FA off for the list"]);
    sandbox.change(&["set", id, "work_date=2026-12-01"]);
    sandbox.change(&["permission", "ask", id, "remove-2fa"]);
    sandbox.change(&["set", id, "user_count=2497"]);
    let now = record(&sandbox, id);
    assert_eq!(now["summary"], "2FA off for the list");
    let asked = item(&now, "permissions", "remove-2fa")["action"].as_str().expect("a text").to_owned();
    assert!(asked.contains("2498 accounts"), "{asked}");
    let task = item(&now, "tasks", "confirm-state")["instructions"].as_str().expect("a text").to_owned();
    assert!(task.contains("2497 users"), "{task}");
    sandbox.refused(2, &["set", id, "user_count=many"]).complains("whole number");
}
