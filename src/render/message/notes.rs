//! Admin notes: one line each, `Date | Note | Link`, as they are left on the accounts and groups that were changed.

use crate::lifecycle::{DutyState, duty_standing, has_placeholder, placeholder_names};
use crate::model::{Fault, Moment, Obligation, ObligationKind, Result, Runbook, RunbookId, Slug, is_filled};
use crate::render::clock::date;
use crate::render::layout::plain;

/// One line to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminNote {
    /// The duty that asks for it; none where the runbook names no such duty.
    pub obligation: Option<Slug>,
    /// Whether it was left already.
    pub is_left: bool,
    /// Whether it is owed by now.
    pub is_owed: bool,
    /// The line.
    pub line: String,
}

/// The admin notes of a runbook, one for each duty to leave one that applies; the day is that of the work, in UTC.
///
/// # Errors
/// `Refused` while there is no ticket to point to, or a note still holds a placeholder.
pub fn notes(id: &RunbookId, runbook: &Runbook, now: Moment) -> Result<Vec<AdminNote>> {
    let ticket = runbook.ticket_url.as_ref().filter(|link| is_filled(&Some(*link))).ok_or_else(|| {
        Fault::refused("an admin note ends with the link to the customer's ticket, and there is none yet")
            .hint(format!("runbook set {id} ticket_url=https://…"))
    })?;
    let duties: Vec<&Obligation> = runbook
        .obligations
        .iter()
        .filter(|duty| duty.kind == ObligationKind::AdminNote)
        .filter(|duty| duty_standing(runbook, duty).standing != DutyState::NotApplicable)
        .collect();
    let day = date(Moment::new(worked_on(runbook, now).utc().fixed_offset()));
    let line = |body: &str| format!("{day} | {} | {}", plain(body.trim()), plain(ticket));
    if duties.is_empty() {
        let body = format!("{} | customer requested", runbook.task);
        return Ok(vec![AdminNote { obligation: None, is_left: false, is_owed: false, line: line(&body) }]);
    }
    duties
        .into_iter()
        .map(|duty| {
            let body = body(runbook, duty);
            filled(id, duty, &body)?;
            let is_left = duty.discharged_at.is_some();
            let is_owed = duty_standing(runbook, duty).is_owed();
            Ok(AdminNote { obligation: Some(duty.id.clone()), is_left, is_owed, line: line(&body) })
        })
        .collect()
}

/// The day on which the work was last done, a way back included; before it, today.
fn worked_on(runbook: &Runbook, now: Moment) -> Moment {
    let attempts = runbook.tasks.iter().chain(runbook.steps()).flat_map(|task| &task.attempts);
    attempts.filter_map(|attempt| attempt.finished_at.or(attempt.started_at)).max().unwrap_or(now)
}

fn body(runbook: &Runbook, duty: &Obligation) -> String {
    match &duty.note {
        Some(note) if is_filled(&duty.note) => note.to_string(),
        _ => format!("{} | customer requested", runbook.task),
    }
}

fn filled(id: &RunbookId, duty: &Obligation, body: &str) -> Result<()> {
    if !has_placeholder(body) {
        return Ok(());
    }
    let fault = Fault::refused(format!("the note of `{}` still holds a placeholder: “{body}”", duty.id));
    Err(placeholder_names(body)
        .iter()
        .fold(fault, |fault, name| fault.hint(format!("runbook set {id} var.{name}=VALUE"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn lines(duties: Value, ticket: Option<&str>) -> Result<Vec<String>> {
        let mut record = json!({
            "customer": "Acme", "task": "Remove 2FA", "state": "running", "obligations": duties,
            "variables": {"paid": false},
            "tasks": [{"id": "a", "title": "A", "attempts": [{"started_at": "2026-12-01T23:30:00-05:00"}]}],
        });
        if let Some(ticket) = ticket {
            record["ticket_url"] = json!(ticket);
        }
        let runbook: Runbook = serde_json::from_value(record).unwrap();
        let notes = notes(&"acme/x".parse().unwrap(), &runbook, "2026-12-09T10:00:00Z".parse().unwrap())?;
        Ok(notes.into_iter().map(|note| note.line).collect())
    }

    #[test]
    fn a_note_is_one_line_of_date_note_and_link() {
        let ticket = Some("https://gitlab.zendesk.com/agent/tickets/123");
        let note = |note: &str| json!({"id": "n", "kind": "admin-note", "what": "w", "note": note});
        assert_eq!(
            lines(json!([note("2FA removed | user requested")]), ticket).unwrap(),
            ["2026-12-02 | 2FA removed | user requested | https://gitlab.zendesk.com/agent/tickets/123"]
        );
        let mut off = note("x");
        off["when"] = json!("paid");
        let other = json!({"id": "d", "kind": "delete-data", "what": "w"});
        let derived = "2026-12-02 | Remove 2FA | customer requested | https://gitlab.zendesk.com/agent/tickets/123";
        assert_eq!(lines(json!([off, other]), ticket).unwrap(), [derived]);
    }

    #[test]
    fn what_is_missing_is_said() {
        let duties = json!([{"id": "n", "kind": "admin-note", "what": "w", "note": "moved to {{ address }}"}]);
        let fault = lines(duties.clone(), None).unwrap_err();
        assert!(fault.hints[0].contains("ticket_url="), "{fault:?}");
        let fault = lines(duties, Some("https://example.com/1")).unwrap_err();
        assert_eq!(fault.hints, ["runbook set acme/x var.address=VALUE"]);
    }
}
