//! The JSON documents that scripts rely on (`docs/reference.md`, “JSON”): keys are added, never renamed, never left
//! out.

mod defaults;
mod duties;
mod lengths;
#[cfg(test)]
mod tests;
mod trail;

use serde_json::{Value, json};

use super::checked::Checked;
use super::message::AdminNote;
use super::report::ReadyReport;
use crate::lifecycle::Missing;
use crate::model::keys::Key;
use crate::model::{
    Audit, CommitId, DoctorFinding, Event, Fault, Row, Runbook, RunbookId, Slug, Template, TemplateRow, is_forbidden,
    is_hidden_mark,
};

pub use trail::{blame, diff, log, undoing};

/// The document as it is printed: indented, on lines of its own, with everything that a terminal might act on escaped in
/// JSON's own way, so that the values are the same.
pub fn text(document: &Value) -> String {
    let pretty = serde_json::to_string_pretty(document).unwrap_or_default();
    let mut out = String::with_capacity(pretty.len() + 1);
    for c in pretty.chars() {
        if (is_forbidden(c) && c != '\n') || is_hidden_mark(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    out
}

/// A record with the defaults that are told, and with every length in seconds as well.
pub(super) fn record(runbook: &Runbook, is_told: fn(&Key) -> bool) -> Value {
    let mut record = serde_json::to_value(runbook).unwrap_or_default();
    defaults::written_out(&mut record, is_told);
    lengths::in_seconds(&mut record);
    record
}

/// `show`: the record.
pub fn show(id: &RunbookId, commit: Option<&CommitId>, ready: bool, runbook: &Runbook) -> Value {
    let mut record = record(runbook, |_| true);
    duties::with_standing(&mut record, runbook);
    json!({"id": id, "name": runbook.name(), "commit": commit, "ready": ready, "runbook": record})
}

/// `list` and `agenda`.
pub fn list(rows: &[Row]) -> Value {
    json!({"runbooks": rows})
}

/// `ready`.
pub fn ready(reports: &[ReadyReport]) -> Value {
    let runbooks: Vec<Value> = reports
        .iter()
        .map(|report| {
            json!({
                "id": report.id,
                "ready": report.readiness.is_ready(),
                "missing": points(&report.readiness.missing),
                "overridden": report.readiness.overridden,
                "warnings": points(&report.readiness.warnings),
            })
        })
        .collect();
    json!({"ready": reports.iter().all(|report| report.readiness.is_ready()), "runbooks": runbooks})
}

fn points(points: &[Missing]) -> Vec<Value> {
    points
        .iter()
        .map(|point| {
            json!({
                "code": point.code,
                "item": point.item,
                "message": point.message,
                "fix": point.fix,
                "also": point.also,
            })
        })
        .collect()
}

/// Any change; `commit` is none where nothing had to change.
pub fn changed(id: &RunbookId, commit: Option<&CommitId>, events: &[Event], after: &Runbook) -> Value {
    json!({"id": id, "commit": commit, "events": events, "state": after.state, "result": after.result})
}

/// `message`: the text, with the channels that it is for and the permissions that it asks for.
pub fn message(id: &RunbookId, kind: &str, channels: &[String], permissions: &[Slug], text: &str) -> Value {
    json!({"id": id, "kind": kind, "channels": channels, "permissions": permissions, "message": text})
}

/// `note`.
pub fn admin_notes(id: &RunbookId, notes: &[AdminNote]) -> Value {
    let notes: Vec<Value> = notes
        .iter()
        .map(|note| json!({"obligation": note.obligation, "left": note.is_left, "line": note.line}))
        .collect();
    json!({"id": id, "notes": notes})
}

/// `template check`: fine when nothing was found in any file.
pub fn checked(files: &[Checked]) -> Value {
    let found: Vec<Value> = files
        .iter()
        .map(|one| json!({"file": one.file, "template": one.name, "ok": one.flaws.is_empty(), "flaws": one.flaws}))
        .collect();
    json!({"ok": files.iter().all(|one| one.flaws.is_empty()), "files": found})
}

/// `import`: the first runbook of the text, and in `more` the others in the same shape.
pub fn imported(all: &[crate::model::Imported]) -> Value {
    let one = |done: &crate::model::Imported| {
        json!({
            "id": done.id,
            "how": done.how,
            "commit": done.commit,
            "state": done.runbook.state,
            "result": done.runbook.result,
            "repairs": done.repairs,
            "doubts": done.doubts,
            "more": [],
            "runbook": record(&done.runbook, |_| true),
        })
    };
    let mut all = all.iter().map(one);
    let mut first = all.next().unwrap_or_default();
    if let Some(object) = first.as_object_mut() {
        object.insert("more".to_owned(), all.collect());
    }
    first
}

/// `template show`: the template with everything put in that it extends.
pub fn template(template: &Template) -> Value {
    let mut document = serde_json::to_value(template).unwrap_or_default();
    defaults::written_out_in_template(&mut document);
    document
}

/// A record as JSON with what its file leaves to its default.
pub fn whole_record(mut record: Value) -> Value {
    defaults::written_out(&mut record, |_| true);
    record
}

/// `template list`.
pub fn templates(rows: &[TemplateRow]) -> Value {
    json!({"templates": rows})
}

/// `doctor`: fine when everything that was found is mended.
pub fn doctor(findings: &[DoctorFinding]) -> Value {
    json!({"ok": findings.iter().all(|finding| finding.fixed), "findings": findings})
}

/// `audit`.
pub fn audit(audit: &Audit) -> Value {
    serde_json::to_value(audit).unwrap_or_default()
}

/// An error, as it goes to stderr.
pub fn fault(fault: &Fault) -> Value {
    json!({"error": {
        "code": fault.kind.exit_code(),
        "kind": fault.kind.word(),
        "message": fault.message,
        "hints": fault.hints,
    }})
}
