//! A command in plain words for the model: what was asked for, as JSON with the keys that events have.
//!
//! Exhaustive over every command, so that a new one does not compile before the model knows it.

use runbook::lifecycle::{
    ApprovalCommand, AttemptCommand, CheckCommand, Command, ContactCommand, EndingWords, ObligationCommand, Overrides,
    PermissionCommand, ScheduleTo, TargetsCommand, Whereto, WorkCommand,
};
use runbook::model::{Totals, Track};
use serde_json::{Value, json};

/// What somebody asks for.
pub(super) fn asked(command: &Command) -> Value {
    match command {
        Command::Create { id, runbook, schedule } => {
            json!({"do": "create", "runbook": id, "record": runbook, "schedule": schedule.as_ref().map(scheduled)})
        }
        Command::Import { id, runbook, source } => {
            json!({"do": "import", "runbook": id, "record": runbook, "source": source})
        }
        Command::Set { assignments } => json!({"do": "set", "assignments": assignments}),
        Command::Schedule(to) => scheduled(to),
        Command::Contact(contact) => on_contact(contact),
        Command::Check(check) => on_check(check),
        Command::Permission(permission) => on_permission(permission),
        Command::Work(track, work) => on_work(*track, work),
        Command::RollbackPlan { fields } => json!({"do": "rollback.set", "fields": fields}),
        Command::Rehearse { task, outcome, words, items } => {
            with_words(json!({"do": "rehearse", "task": task, "outcome": outcome, "items": items}), words)
        }
        Command::Targets(act) => on_targets(act),
        Command::Obligation(ObligationCommand::Add { obligation, fixed_id }) => {
            json!({"do": "obligation.add", "obligation": obligation, "fixed": fixed_id})
        }
        Command::Obligation(ObligationCommand::Discharge { obligation, evidence }) => {
            json!({"do": "obligation.discharge", "obligation": obligation, "evidence": evidence})
        }
        Command::Approval(ApprovalCommand::Give) => json!({"do": "approve"}),
        Command::Approval(ApprovalCommand::Withdraw) => json!({"do": "approve.withdraw"}),
        Command::Start { overrides } => passed(json!({"do": "start"}), overrides),
        Command::Finish { overrides } => passed(json!({"do": "finish"}), overrides),
        Command::Abort { reason } => json!({"do": "abort", "reason": reason}),
        Command::Cancel { reason } => json!({"do": "cancel", "reason": reason}),
        Command::Close { result, reason, overrides } => {
            passed(json!({"do": "close", "result": result, "reason": reason}), overrides)
        }
        Command::Reopen { reason } => json!({"do": "reopen", "reason": reason}),
        Command::Undo { last, earlier } => json!({
            "do": "undo", "commit": last.commit, "author": last.author, "events": last.events, "earlier": earlier,
        }),
    }
}

fn scheduled(to: &ScheduleTo) -> Value {
    json!({
        "do": "schedule", "scheduled_at": to.scheduled_at, "time_zone": to.time_zone, "agreed": to.agreed,
        "allow_past": to.allow_past,
    })
}

fn placed(place: &Whereto) -> Value {
    match place {
        Whereto::First => json!("first"),
        Whereto::Last => json!("last"),
        Whereto::Before(other) => json!({"before": other}),
        Whereto::After(other) => json!({"after": other}),
    }
}

fn on_contact(command: &ContactCommand) -> Value {
    match command {
        ContactCommand::Add { contact, fixed_id } => {
            json!({"do": "contact.add", "contact": contact, "fixed": fixed_id})
        }
        ContactCommand::Set { contact, fields } => json!({"do": "contact.set", "contact": contact, "fields": fields}),
        ContactCommand::Remove { contact } => json!({"do": "contact.remove", "contact": contact}),
    }
}

fn on_check(command: &CheckCommand) -> Value {
    match command {
        CheckCommand::Add { list, item, fixed_id } => {
            json!({"do": "check.add", "list": list, "item": item, "fixed": fixed_id})
        }
        CheckCommand::Set { item, fields } => json!({"do": "check.set", "item": item, "fields": fields}),
        CheckCommand::Remove { item } => json!({"do": "check.remove", "item": item}),
        CheckCommand::Done { items, evidence } => json!({"do": "check.done", "items": items, "evidence": evidence}),
        CheckCommand::Prevent { item, reason } => json!({"do": "check.prevented", "item": item, "reason": reason}),
        CheckCommand::Clear { item } => json!({"do": "check.clear", "item": item}),
    }
}

fn on_permission(command: &PermissionCommand) -> Value {
    match command {
        PermissionCommand::Add { permission, fixed_id, from, covers } => json!({
            "do": "permission.add", "permission": permission, "fixed": fixed_id, "from": from, "covers": covers,
        }),
        PermissionCommand::Set { permission, fields, from, covers } => json!({
            "do": "permission.set", "permission": permission, "fields": fields, "from": from, "covers": covers,
        }),
        PermissionCommand::Remove { permission } => json!({"do": "permission.remove", "permission": permission}),
        PermissionCommand::Ask { permission } => json!({"do": "permission.ask", "permission": permission}),
        PermissionCommand::Answer { permission, granted, answered_by, evidence } => json!({
            "do": if *granted { "permission.grant" } else { "permission.refuse" },
            "permission": permission, "answered_by": answered_by, "evidence": evidence,
        }),
    }
}

fn on_work(track: Track, command: &WorkCommand) -> Value {
    let (noun, key) = match track {
        Track::Tasks => ("task", "task"),
        Track::Steps => ("rollback", "step"),
    };
    match command {
        WorkCommand::Add { item, fixed_id, place } => {
            json!({"do": format!("{noun}.add"), key: item, "fixed": fixed_id, "place": placed(place)})
        }
        WorkCommand::Set { item, fields } => json!({"do": format!("{noun}.set"), key: item, "fields": fields}),
        WorkCommand::Remove { item } => json!({"do": format!("{noun}.remove"), key: item}),
        WorkCommand::Move { item, place } => json!({"do": format!("{noun}.move"), key: item, "place": placed(place)}),
        WorkCommand::Attempt { item, attempt } => worked(noun, key, item, attempt),
    }
}

fn worked(noun: &str, key: &str, item: &str, act: &AttemptCommand) -> Value {
    let (verb, words) = match act {
        AttemptCommand::Start { note } => return json!({"do": format!("{noun}.start"), key: item, "note": note}),
        AttemptCommand::Finish(words) => ("finish", words),
        AttemptCommand::Fail(words) => ("fail", words),
        AttemptCommand::Skip(words) => ("skip", words),
        AttemptCommand::Pause(words) => ("pause", words),
    };
    with_words(json!({"do": format!("{noun}.{verb}"), key: item}), words)
}

fn with_words(mut ask: Value, words: &EndingWords) -> Value {
    let EndingWords { started_at, took, note, log, log_sha256 } = words;
    let more = json!({"started_at": started_at, "took": took, "note": note, "log": log, "log_sha256": log_sha256});
    ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    ask
}

fn passed(mut ask: Value, overrides: &Overrides) -> Value {
    ask["overrides"] = json!(overrides.codes);
    ask["override_reason"] = json!(overrides.reason);
    ask
}

fn on_targets(act: &TargetsCommand) -> Value {
    let counted = |verb: &str, Totals { done, failed, skipped }: &Totals| json!({"do": format!("targets.{verb}"), "done": done, "failed": failed, "skipped": skipped});
    match act {
        TargetsCommand::Load { count, sha256, replace } => {
            json!({"do": "targets.load", "count": count, "sha256": sha256, "replace": replace})
        }
        TargetsCommand::Begin { task, totals } => {
            let mut ask = counted("begin", totals);
            ask["task"] = json!(task);
            ask
        }
        TargetsCommand::Run { task, totals, ending } => {
            let mut ask = counted("run", totals);
            ask["task"] = json!(task);
            ask["ending"] = worked("task", "task", task, ending);
            ask
        }
        TargetsCommand::Mark { totals } => counted("mark", totals),
        TargetsCommand::Retry { totals } => counted("retry", totals),
        TargetsCommand::Purge { obligations } => json!({"do": "targets.purge", "obligations": obligations}),
    }
}
