//! The items of a template: ids that lead somewhere and stand once, known keys, a plan and not what became of one.

use serde_json::{Map, Value};

use super::report::CheckReport;
use crate::model::keys::{Holds, Shape};
use crate::model::{Cause, Link, ObligationKind, Path, Slug, Template};
use crate::template::inherit::leave_out;

pub(super) fn check(report: &mut CheckReport<'_>, inherited: Option<&Template>, whole: &Template) {
    let own = report.template().record();
    lists(report, &Path::root(), &own, Shape::Record);
    for key in Shape::Record.in_templates() {
        if let (Holds::Table(shape), Some(Value::Object(table))) = (key.holds, own.get(key.name)) {
            let path = Path::of([key.name]);
            keys(report, &path, table, shape);
            lists(report, &path, table, shape);
        }
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

/// The items of every list in a table.
fn lists(report: &mut CheckReport<'_>, path: &Path, table: &Map<String, Value>, shape: Shape) {
    for list in shape.in_templates().filter(|key| matches!(key.holds, Holds::List(_))) {
        let items = table.get(list.name).and_then(Value::as_array).into_iter().flatten();
        for item in items.filter_map(Value::as_object) {
            let id = item.get("id").and_then(Value::as_str).unwrap_or_default();
            self::item(report, &path.join(list.name).join(id), item, list.holds.inside());
        }
    }
}

fn item(report: &mut CheckReport<'_>, path: &Path, item: &Map<String, Value>, shape: Shape) {
    keys(report, path, item, shape);
    for key in shape.in_templates().filter(|key| key.holds == Holds::Link) {
        if let Some(link) = item.get(key.name).and_then(Value::as_str) {
            check_link(report, &path.join(key.name), link);
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
    for (key, link) in template.header().filter(|(key, _)| key.holds == Holds::Link) {
        check_link(report, &Path::of([key.name]), link.as_str().unwrap_or_default());
    }
    for (number, source) in template.sources.iter().enumerate() {
        if let Some(link) = &source.link {
            check_link(report, &Path::of(["sources".to_owned(), (number + 1).to_string()]), link.as_str());
        }
    }
}

fn keys(report: &mut CheckReport<'_>, path: &Path, table: &Map<String, Value>, shape: Shape) {
    let known: Vec<&str> = shape.in_templates().map(|key| key.name).collect();
    for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
        let here = path.join(key.as_str());
        match has_happened(key) {
            true => report.error(&here, "a template says what is planned; this key says what happened"),
            false => report.unknown(&here, key, &known),
        }
    }
}

/// True where one of the items that a template has would tell by this key what happened to it.
fn has_happened(key: &str) -> bool {
    let shapes = Shape::Record.in_templates().map(|list| list.holds.inside());
    shapes.into_iter().any(|shape| shape.has_happened(key))
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
