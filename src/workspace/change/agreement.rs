//! An agreement to another time in a record that a person typed whole.
//!
//! A person may move a call in the file, as `schedule` does; what the customer agreed to was the time before. Only `agreed` is
//! taken out; the rest of the text stays as it was typed.

use crate::lifecycle::drop_agreement_of;
use crate::model::{Result, Runbook, RunbookId};
use crate::store::{Read, read, rewrite};
use crate::workspace::Workspace;

/// The record and its text without an agreement that was given to another time, which is told; nothing where there is none.
/// What a merge `joined` was agreed on one of its sides.
///
/// # Errors
/// As [`rewrite`].
pub(super) fn without_old_agreement(
    workspace: &Workspace,
    id: &RunbookId,
    before: &Runbook,
    joined: &[Runbook],
    typed: &Read,
) -> Result<Option<(Read, Vec<u8>)>> {
    let is_of_a_side =
        |side: &Runbook| side.scheduled_at == typed.runbook.scheduled_at && side.agreed == typed.runbook.agreed;
    let mut after = typed.runbook.clone();
    if joined.iter().any(is_of_a_side) || !drop_agreement_of(before, &mut after) {
        return Ok(None);
    }
    let bytes = rewrite(typed, &after)?;
    let words = match after.scheduled_at {
        Some(at) => format!(
            "the time was moved, and nobody agreed to the new one: `agreed` is taken out; with their answer: runbook schedule {id} \"{at}\" --agreed EVIDENCE"
        ),
        None => "the time was taken back, and the agreement to it with it".to_owned(),
    };
    let mut notes = workspace.notes.borrow_mut();
    if !notes.contains(&words) {
        notes.push(words);
    }
    drop(notes);
    Ok(Some((read(&id.path(), &bytes)?, bytes)))
}
