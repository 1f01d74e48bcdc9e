//! The lifecycle's own commands: approving, starting, finishing, breaking off, closing, reopening, and undoing.

use serde_json::{Value, json};

use super::conditions::applies;
use super::gates::{Missing, closing, finishing, starting};
use super::record::{is_called, is_filled, list, plan, same_word, text, time, time_of};
use super::{Answer, REFUSED, Scene, USAGE};

pub fn answer(answer: &mut Answer, record: &Value, ask: &Value, judged_at: &Scene<'_>) {
    let verb = text(ask, "do");
    let states: &[&str] = match verb {
        "approve" | "start" | "cancel" => &["draft", "scheduled"],
        "finish" => &["running", "rolling-back"],
        "abort" => &["running"],
        "close" => &["wrap-up"],
        "reopen" => &["closed"],
        _ => &["draft", "scheduled", "running", "rolling-back", "wrap-up"],
    };
    answer.must(states.contains(&text(record, "state")), REFUSED);
    if verb == "finish" || verb == "abort" {
        answer.must(time(&judged_at.at) >= judged_at.history.started_at().and_then(time), REFUSED);
    }
    match verb {
        "approve" => approve(answer, record, judged_at),
        "approve.withdraw" => {
            answer.must(list(record, "approvals").iter().any(|own| own["by"] == judged_at.by.as_str()), REFUSED);
            answer.say(json!({"do": verb}));
        }
        "start" => pass(answer, ask, starting(record, judged_at), json!({"do": verb})),
        "finish" => pass(answer, ask, finishing(record), json!({"do": verb})),
        "abort" => abort(answer, record, ask, judged_at),
        "cancel" | "reopen" => {
            answer.needs_text(&ask["reason"]);
            answer.say(json!({"do": verb, "reason": ask["reason"]}));
        }
        "close" => close(answer, record, ask, judged_at),
        "undo" => undo(answer, ask, judged_at),
        _ => panic!("a command that the model does not know: {ask}"),
    }
}

/// By somebody other than the DRI and, unless the store allows it, than those who wrote a part of the plan.
fn approve(answer: &mut Answer, record: &Value, judged_at: &Scene<'_>) {
    let by = judged_at.by.as_str();
    let (name, email) = by.strip_suffix('>').and_then(|by| by.split_once(" <")).unwrap();
    let contacts = list(record, "contacts");
    let by_email = contacts.iter().find(|own| text(own, "email").eq_ignore_ascii_case(email));
    let contact = by_email.or_else(|| contacts.iter().find(|own| is_called(own, name)));
    let dri = text(record, "dri");
    answer.must(!same_word(dri, name) && !contact.is_some_and(|own| is_called(own, dri)), REFUSED);
    answer.must(judged_at.allow_author || !judged_at.history.is_author(by), REFUSED);
    let digest = (judged_at.digest)(&plan(record));
    if !list(record, "approvals").iter().any(|own| own["by"] == by && own["plan"] == digest.as_str()) {
        answer.say(json!({"do": "approve", "plan": digest}));
    }
}

/// Every code that names something missing, each for what it stands.
const CODES: &str = "no-customer no-task no-summary no-expected-result no-dri dri-not-contact no-schedule no-time-zone \
    not-agreed schedule-past no-meeting-url no-issue-url no-home-contact no-executor no-communicator \
    one-person-two-roles pre-call-open evidence-missing permission-open permission-refused no-tasks no-estimate \
    no-rollback placeholder approval-missing approval-stale hand-edited unreadable state task-open task-running \
    post-call-open obligation-open undecided";

/// A gate is passed when nothing is missing, or by overriding, with one reason, each code that can be.
fn pass(answer: &mut Answer, ask: &Value, mut missing: Vec<Missing>, then: Value) {
    let mut seen = Vec::new();
    for code in list(ask, "overrides").iter().map(|code| code.as_str().unwrap()) {
        answer.needs_text(&ask["override_reason"]);
        answer.must(CODES.split_whitespace().any(|own| own == code), USAGE);
        let before = missing.len();
        missing.retain(|point| point.code != code || !point.overridable);
        if missing.len() < before && !seen.contains(&code) {
            answer.say(json!({"do": "override", "code": code, "reason": ask["override_reason"]}));
        }
        seen.push(code);
    }
    answer.must(missing.is_empty(), REFUSED);
    answer.say(then);
}

/// What runs ends as failed; the rollback follows where something was done and there is a way to take it back.
fn abort(answer: &mut Answer, record: &Value, ask: &Value, judged_at: &Scene<'_>) {
    answer.needs_text(&ask["reason"]);
    let mut is_attempted = false;
    for task in list(record, "tasks") {
        let attempts = list(task, "attempts");
        is_attempted |= attempts.iter().any(|attempt| attempt["outcome"] != "skipped");
        if let Some(open) = attempts.last().filter(|last| last["outcome"].is_null()) {
            answer.must(time_of(open, "started_at") <= time(&judged_at.at), REFUSED);
            answer.say(json!({"do": "task.fail", "task": task["id"], "outcome": "failed", "note": ask["reason"]}));
        }
    }
    let back = &record["rollback"];
    let has_steps = list(record, "rollback.steps").iter().any(|step| applies(step, record));
    let is_planned = is_filled(&back["plan"]) || !list(back, "links").is_empty() || has_steps;
    let rolling_back = is_attempted && is_planned && !is_filled(&back["irreversible"]);
    answer.say(json!({"do": "abort", "reason": ask["reason"], "rolling_back": rolling_back}));
}

/// The result follows from the record; another one needs a reason.
fn close(answer: &mut Answer, record: &Value, ask: &Value, judged_at: &Scene<'_>) {
    let is_partial = |task: &Value| match list(task, "attempts").last().map_or("", |last| text(last, "outcome")) {
        "failed" => true,
        "skipped" => task["required"] == json!(true),
        _ => false,
    };
    let tasks = list(record, "tasks");
    let partial = tasks.iter().filter(|task| applies(task, record)).any(is_partial);
    let computed = judged_at.history.ended().unwrap_or(if partial { "partial" } else { "completed" });
    let wished = ask["result"].as_str().filter(|wished| *wished != computed);
    let reason = match wished {
        Some(_) => {
            answer.needs_text(&ask["reason"]);
            &ask["reason"]
        }
        // the one reason that a command takes is that of its overrides
        None if !list(ask, "overrides").is_empty() => &Value::Null,
        None => &ask["reason"],
    };
    let event = json!({"do": "close", "result": wished.unwrap_or(computed), "reason": reason});
    pass(answer, ask, closing(record), event);
}

/// The last commit is taken back by whoever made it, where the world has seen nothing of it.
fn undo(answer: &mut Answer, ask: &Value, judged_at: &Scene<'_>) {
    let events = list(ask, "events");
    for event in events {
        let verb = text(event, "do");
        let stays = ["create", "import", "override", "permission.refuse", "close", "cancel", "reopen", "rehearse"];
        let gates = ["start", "finish", "abort", "approve"];
        let is_gate = |name: &Value| gates.contains(&name.as_str().unwrap());
        let stays = stays.contains(&verb)
            || verb.starts_with("targets.")
            || (verb == "undo" && list(event, "undone").iter().any(is_gate))
            || (verb == "edit" && !list(event, "adopts").is_empty())
            || !event["log"].is_null();
        answer.must(!stays, REFUSED);
        answer.must(event["by"] == judged_at.by.as_str(), REFUSED);
    }
    answer.must(ask["author"] == judged_at.by.as_str() && !events.is_empty(), REFUSED);
    answer.must(!ask["earlier"].is_null() && ask["earlier"]["state"] != "closed", REFUSED);
    let names: Vec<&Value> = events.iter().map(|event| &event["do"]).collect();
    answer.say(json!({"do": "undo", "undoes": ask["commit"], "undone": names, "changes": ask["changes"]}));
}
