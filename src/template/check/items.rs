//! The items of a template: ids that lead somewhere and stand once, known keys, a plan and not what became of one.

use serde_json::{Map, Value};

use super::report::CheckReport;
use crate::model::{Cause, Link, ObligationKind, Path, Slug, Template};
use crate::template::inherit::leave_out;

const CONTACT: &[&str] =
    &["id", "side", "name", "handle", "email", "role", "duties", "description", "time_zone", "region"];
const CHECK: &[&str] = &["id", "text", "required", "wants_evidence", "when"];
const PERMISSION: &[&str] = &["id", "action", "from", "standing", "covers", "when"];
const TASK: &[&str] = &[
    "id",
    "title",
    "link",
    "instructions",
    "estimate",
    "command",
    "dry_run_command",
    "wait",
    "irreversible",
    "required",
    "when",
];
const ROLLBACK: &[&str] = &["plan", "links", "irreversible", "steps"];
const OBLIGATION: &[&str] = &["id", "kind", "what", "note", "arises", "due_in", "due", "when"];

/// Keys that say what happened to an item.
const HAPPENED: &[&str] = &[
    "mark",
    "reason",
    "evidence",
    "by",
    "at",
    "state",
    "asked_at",
    "answered_at",
    "answered_by",
    "attempts",
    "rehearsals",
    "discharged_at",
];

pub(super) fn check(report: &mut CheckReport<'_>, inherited: Option<&Template>, whole: &Template) {
    let own = report.template().record();
    for (list, known) in [
        ("contacts", CONTACT),
        ("pre_call", CHECK),
        ("permissions", PERMISSION),
        ("tasks", TASK),
        ("post_call", CHECK),
        ("obligations", OBLIGATION),
    ] {
        items(report, &Path::of([list]), own.get(list), known);
    }
    if let Some(Value::Object(rollback)) = own.get("rollback") {
        keys(report, &Path::of(["rollback"]), rollback, ROLLBACK);
        items(report, &Path::of(["rollback", "steps"]), rollback.get("steps"), TASK);
    }
    links(report);
    left_out(report, inherited);
    references(report, whole);
    estimates(report);
    let is_plan = !whole.tasks.is_empty() && !whole.fragment;
    if is_plan && whole.rollback.is_none() {
        report.advice(
            &Path::of(["rollback"]),
            "there is no way back: add [rollback] with `plan`, or `irreversible` and why",
        );
    }
}

fn items(report: &mut CheckReport<'_>, list: &Path, items: Option<&Value>, known: &[&str]) {
    for item in items.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object) {
        let id = item.get("id").and_then(Value::as_str).unwrap_or_default();
        let path = list.join(id);
        keys(report, &path, item, known);
        if let Some(link) = item.get("link").and_then(Value::as_str) {
            check_link(report, &path.join("link"), link);
        }
    }
}

fn check_link(report: &mut CheckReport<'_>, path: &Path, link: &str) {
    if !link.contains("{{") && !Link::is_link(link) {
        report.error(path, format!("“{link}” is not a link: write it with its scheme, https://…"));
    }
}

fn links(report: &mut CheckReport<'_>) {
    let template = report.template().clone();
    for link in template.rollback.iter().flat_map(|rollback| &rollback.links) {
        check_link(report, &Path::of(["rollback", "links"]), link.as_str());
    }
    if let Some(link) = &template.meeting_url {
        check_link(report, &Path::of(["meeting_url"]), link.as_str());
    }
    for (number, source) in template.sources.iter().enumerate() {
        if let Some(link) = &source.link {
            check_link(report, &Path::of(["sources".to_owned(), (number + 1).to_string()]), link.as_str());
        }
    }
}

fn keys(report: &mut CheckReport<'_>, path: &Path, table: &Map<String, Value>, known: &[&str]) {
    for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
        let here = path.join(key.as_str());
        match HAPPENED.contains(&key.as_str()) {
            true => report.error(&here, "a template says what is planned; this key says what happened"),
            false => report.unknown(&here, key, known),
        }
    }
}

fn left_out(report: &mut CheckReport<'_>, inherited: Option<&Template>) {
    for path in report.template().without.clone() {
        let is_there = inherited.is_some_and(|inherited| leave_out(&mut inherited.clone(), &path));
        if !is_there {
            // a team that replaces an inherited template breaks nothing by leaving items out of it
            report.advice(&Path::of(["without"]), format!("nothing named `{path}` is inherited"));
        }
    }
}

fn references(report: &mut CheckReport<'_>, whole: &Template) {
    let has_task = |id: &Slug| whole.tasks.iter().any(|task| task.id == *id);
    for permission in &whole.permissions {
        let path = Path::of(["permissions", permission.id.as_str()]);
        for task in permission.covers.iter().filter(|task| !has_task(task)) {
            let near = crate::lifecycle::suggestion(task.as_str(), whole.tasks.iter().map(|task| task.id.as_str()));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            report.error(&path.join("covers"), format!("there is no task `{task}`{near}"));
        }
        if let Some(from) = &permission.from
            && !whole.contacts.iter().any(|contact| contact.id == *from)
        {
            report.error(&path.join("from"), format!("there is no contact `{from}`"));
        }
    }
    for duty in &whole.obligations {
        if duty.kind == ObligationKind::AdminNote && duty.note.is_none() {
            report.advice(
                &Path::of(["obligations", duty.id.as_str()]),
                "the admin note has no words: add `note`, such as \"2FA removed | user requested\"",
            );
        }
        if let Some(cause) = duty.arises.as_ref().filter(|cause| !stands(whole, cause)) {
            report.error(&Path::of(["obligations", duty.id.as_str(), "arises"]), format!("there is no `{cause}`"));
        }
    }
    for item in &whole.post_call {
        if whole.pre_call.iter().any(|other| other.id == item.id) {
            report.error(
                &Path::of(["post_call", item.id.as_str()]),
                "this id stands before the call as well: both lists share their ids",
            );
        }
    }
}

/// True when the template has the item that brings a duty.
fn stands(whole: &Template, cause: &Cause) -> bool {
    let steps = whole.rollback.iter().flat_map(|rollback| &rollback.steps);
    match cause {
        Cause::Task(id) => whole.tasks.iter().any(|own| own.id == *id),
        Cause::Step(id) => steps.map(|own| &own.id).any(|own| own == id),
        Cause::Permission(id) => whole.permissions.iter().any(|own| own.id == *id),
        Cause::PreCall(id) => whole.pre_call.iter().any(|own| own.id == *id),
        Cause::PostCall(id) => whole.post_call.iter().any(|own| own.id == *id),
    }
}

fn estimates(report: &mut CheckReport<'_>) {
    for task in report.template().tasks.clone() {
        if task.estimate.is_none() {
            report.advice(
                &Path::of(["tasks", task.id.as_str(), "estimate"]),
                "the task has no estimate: without one its runbook is not ready",
            );
        }
    }
}
