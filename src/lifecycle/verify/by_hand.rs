//! What a person may change with an editor, and what only commands may.
//!
//! A hand edit is a person's right and is recorded as one; no gate is passed by it, and nobody approves for somebody else.

use serde_json::Value;

use crate::lifecycle::{ApprovalCommand, Circumstances, Command, HistoryFacts, consistency, decide};
use crate::model::keys::{Holds, Key, Shape, Tells};
use crate::model::{
    Approval, Change, Event, Fault, Fields, PermissionState, Result, Runbook, RunbookId, State, difference,
};

use super::judged_at::{JudgedAt, Objection, stamp_of};

/// Where the words stand that somebody changed, and so how they are put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandText {
    /// In the record's file, to be saved.
    File,
    /// In a text that has not come into the file: an editor's, or one to be imported.
    Apart,
}

/// State and result move by commands, and a closed runbook by none; whoever brings the change, an editor or plain git.
/// `joined` is the record as events left it on each side of a merge: what those say was decided there.
///
/// # Errors
/// `Refused`, saying what only commands change.
pub fn only_by_command(
    runbook_id: &RunbookId,
    before: &Runbook,
    joined: &[Runbook],
    after: &Runbook,
    stands: HandText,
) -> Result<()> {
    let from = |side: &Runbook| from_one_side(runbook_id, side, after, stands);
    let Err(fault) = from(before) else { return Ok(()) };
    if joined.iter().any(|side| from(side).is_ok()) {
        return Ok(());
    }
    // a side that had come to this state says better what is wrong
    let there = joined.iter().find(|side| side.state == after.state);
    Err(there.and_then(|side| from(side).err()).unwrap_or(fault))
}

fn from_one_side(runbook_id: &RunbookId, before: &Runbook, after: &Runbook, stands: HandText) -> Result<()> {
    if before == after {
        return Ok(());
    }
    if before.state == State::Closed {
        return Err(Fault::refused("the runbook is closed; a closed runbook is changed only after it is reopened")
            .hint(match stands {
                HandText::File => {
                    format!("put the edit aside (git stash), then: runbook reopen {runbook_id} --reason WHY")
                }
                HandText::Apart => format!("runbook reopen {runbook_id} --reason WHY, and then the same again"),
            }));
    }
    if before.state != after.state || before.result != after.result {
        return Err(Fault::refused(format!(
            "the state was changed by hand from {} to {}; gates are passed by commands only",
            before.state, after.state
        ))
        .hint(format!("{}{}", state_back(before, after, stands), stands.afterwards(runbook_id))));
    }
    if before.overrides != after.overrides {
        return Err(Fault::refused("the overrides were changed by hand; gates are passed by commands only")
            .hint(format!("put them back as they were{}", stands.afterwards(runbook_id))));
    }
    Ok(())
}

impl HandText {
    fn place(self) -> &'static str {
        match self {
            Self::File => "in the file",
            Self::Apart => "in the text",
        }
    }

    /// What comes once it is put right.
    fn afterwards(self, runbook_id: &RunbookId) -> String {
        match self {
            Self::File => format!(", then: runbook save {runbook_id}"),
            Self::Apart => ", and then the same again".to_owned(),
        }
    }
}

/// How the state that commands led to comes back.
fn state_back(before: &Runbook, after: &Runbook, stands: HandText) -> String {
    let result = match (before.result, after.result) {
        (before, after) if before == after => String::new(),
        (None, _) => " and take `result` out of it".to_owned(),
        (Some(result), _) => format!(" and `result = \"{result}\"`"),
    };
    format!("put `state = \"{}\"` back {}{result}", before.state, stands.place())
}

/// Of the changes of an edit, those of marks, attempts, answers, discharges and approvals: what happened, not what is
/// planned.
pub fn hand_claims(changes: &[Change]) -> Vec<&Change> {
    changes.iter().filter(|change| is_happening(change)).collect()
}

/// True for the state in which every runbook begins, as a change says it: nothing has happened.
pub fn is_beginning(change: &Change) -> bool {
    change.path == "state" && change.new == State::Draft.word()
}

/// True for a change that says that a gate was passed: an approval, an override, a state behind a gate. A closed record
/// is the end of work that was done elsewhere.
pub fn claims_gate(change: &Change) -> bool {
    match change.path.split('.').next() {
        Some("approvals" | "overrides") => true,
        Some("state") => change.new != State::Draft.word() && change.new != State::Closed.word(),
        _ => false,
    }
}

fn is_happening(change: &Change) -> bool {
    let Ok(path) = change.path.parse::<crate::model::Path>() else { return true };
    let [field, within @ ..] = path.segments() else { return false };
    if Shape::Record.has_happened(field) {
        return true;
    }
    // the steps of the rollback are a list within a table
    let (item, within) = match (Shape::Record.holds(field), within) {
        (Holds::Table(table), [list, within @ ..]) => (table.holds(list).inside(), within),
        (holds, within) => (holds.inside(), within),
    };
    // the first is the item's id, which may be spelt like any key
    let mut keys = within.iter().skip(1);
    let is_told = |key: &Key, value: &Value| value.get(key.name).is_some_and(is_said);
    let mut happenings = item.keys().iter().filter(|key| key.tells == Tells::Happened);
    keys.any(|key| item.has_happened(key))
        || happenings.any(|key| is_told(key, &change.new) || is_told(key, &change.old))
}

/// A permission that nobody was asked for yet says so in its state.
fn is_said(value: &Value) -> bool {
    !value.is_null() && value != PermissionState::Wanted.word() && value.as_array().is_none_or(|list| !list.is_empty())
}

/// Judges an edit by what it made of the record.
pub(super) fn edited(
    before: Option<&Runbook>,
    after: &Runbook,
    event: &Event,
    history: &HistoryFacts,
    judged: JudgedAt<'_>,
) -> Vec<Objection> {
    let Some(before) = before else { return Vec::new() };
    let mut found = whole(after);
    if let Err(fault) = only_by_command(judged.id, before, judged.joined, after, HandText::File) {
        found.push(Objection::Illegal(fault.message));
    }
    let is_known =
        |own: &Approval| std::iter::once(before).chain(judged.joined).any(|side| side.approvals.contains(own));
    for approval in after.approvals.iter().filter(|own| !is_known(own)) {
        found.extend(approved(after, approval, event, history, judged));
    }
    found
}

/// An approval that was written into the file is the writer's own, and one that the lifecycle would have taken.
fn approved(
    after: &Runbook,
    approval: &Approval,
    event: &Event,
    history: &HistoryFacts,
    judged: JudgedAt<'_>,
) -> Option<Objection> {
    if approval.by != event.by {
        return Some(Objection::Stranger(format!(
            "the approval of {} was written by hand by {}",
            approval.by, event.by
        )));
    }
    let mut asked = after.clone();
    asked.approvals.clear();
    let stamp = stamp_of(event, judged);
    let context = Circumstances { id: judged.id, stamp: &stamp, settings: judged.settings, history };
    let refusal = decide(Some(&asked), &Command::Approval(ApprovalCommand::Give), &context).err()?;
    Some(Objection::Illegal(format!("an approval was written by hand: {}", refusal.message)))
}

/// Judges a record that a person wrote whole: nobody approves for somebody else in it.
pub(super) fn written(record: &Runbook, event: &Event) -> Vec<Objection> {
    let strangers = record.approvals.iter().filter(|own| own.by != event.by);
    let strange = strangers
        .map(|own| Objection::Stranger(format!("the approval of {} was written by hand by {}", own.by, event.by)));
    whole(record).into_iter().chain(strange).collect()
}

/// Judges a record that was found or imported: what happened elsewhere is not judged anew, in whatever state it came.
pub(super) fn whole(record: &Runbook) -> Vec<Objection> {
    consistency::problems(record)
        .into_iter()
        .map(|problem| Objection::Illegal(format!("the record contradicts itself: {problem}")))
        .collect()
}

/// A runbook that a command creates is a draft in which nothing has happened yet: what counts as that is the table of
/// keys' to say.
pub(super) fn fresh(record: &Runbook) -> Vec<Objection> {
    let whole = match record.to_json() {
        Ok(whole) => difference(&Value::Object(Fields::new()), &whole),
        Err(fault) => return vec![Objection::Illegal(fault.message)],
    };
    let began = hand_claims(&whole).into_iter().filter(|change| !is_beginning(change));
    began
        .map(|change| {
            let what = format!(
                "the new runbook began with `{}`; a new one is a draft in which nothing has happened",
                change.path
            );
            Objection::Illegal(what)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(more: &Value) -> Runbook {
        let mut record = json!({"customer": "Acme", "task": "Odd", "state": "draft"});
        for (key, value) in more.as_object().unwrap() {
            record[key] = value.clone();
        }
        serde_json::from_value(record).unwrap()
    }

    #[test]
    fn an_item_may_be_called_like_a_key_of_what_happened() {
        let item = |id: &str| json!([{"id": id, "text": "x"}]);
        let task = |id: &str| json!([{"id": id, "title": "x"}]);
        for record in [
            record(&json!({"pre_call": item("evidence"), "post_call": item("mark")})),
            record(&json!({"tasks": task("attempts"), "rollback": {"steps": task("rehearsals")}})),
            record(&json!({"permissions": [{"id": "state", "action": "x"}]})),
            record(&json!({"obligations": [{"id": "by", "kind": "notify", "what": "x"}]})),
        ] {
            assert_eq!(fresh(&record), [], "{record:?}");
        }
    }

    #[test]
    fn nothing_has_happened_in_a_new_runbook() {
        let attempt = json!([{"took": "5m", "outcome": "success"}]);
        for told in [
            json!({"state": "running"}),
            json!({"pre_call": [{"id": "a", "text": "x", "mark": "done"}]}),
            json!({"tasks": [{"id": "a", "title": "x", "rehearsals": attempt}]}),
            json!({"rollback": {"steps": [{"id": "a", "title": "x", "attempts": attempt}]}}),
            json!({"permissions": [{"id": "a", "action": "x", "state": "granted"}]}),
            json!({"obligations": [{"id": "a", "kind": "notify", "what": "x", "discharged_at": "2026-12-01T14:00:00Z"}]}),
            json!({"targets": {"count": 2}}),
            json!({"overrides": [{"code": "not-agreed", "reason": "x", "by": "A <a@e.example>", "at": "2026-12-01T14:00:00Z"}]}),
        ] {
            assert_ne!(fresh(&record(&told)), [], "{told}");
        }
    }
}
