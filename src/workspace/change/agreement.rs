//! An agreement to another time in a record that a person typed whole.
//!
//! A person may move a call in the file, as `schedule` does; what the customer agreed to was the time before. Only `agreed` is
//! taken out; the rest of the text stays as it was typed.

use crate::lifecycle::drop_agreement_of;
use crate::model::{Result, Runbook, RunbookId};
use crate::store::{Read, read, rewrite};

/// A record that a person typed, without the agreement that was given to another time.
pub(super) struct Settled {
    pub(super) read: Read,
    pub(super) bytes: Vec<u8>,
    /// What has to be told of it, if it is recorded.
    pub(super) words: String,
}

/// The record without an agreement that was given to another time; nothing where it has none. What a merge `joined` was
/// agreed on one of its sides.
///
/// # Errors
/// As [`rewrite`].
pub(super) fn without_old_agreement(
    id: &RunbookId,
    before: &Runbook,
    joined: &[Runbook],
    typed: &Read,
) -> Result<Option<Settled>> {
    let is_of_a_side =
        |side: &Runbook| side.scheduled_at == typed.runbook.scheduled_at && side.agreed == typed.runbook.agreed;
    let mut after = typed.runbook.clone();
    if joined.iter().any(is_of_a_side) || !drop_agreement_of(before, &mut after) {
        return Ok(None);
    }
    let bytes = rewrite(typed, &after)?;
    Ok(Some(Settled { read: read(&id.path(), &bytes)?, bytes, words: taken_out(id, before, &after) }))
}

/// What is told where an agreement was taken out, because it was given to no such time.
pub(super) fn taken_out(id: &RunbookId, before: &Runbook, after: &Runbook) -> String {
    match after.scheduled_at {
        Some(at) if before.scheduled_at.is_none() => format!(
            "what was agreed was said before there was a time: `agreed` is taken out; with their answer to it: runbook schedule {id} \"{at}\" --agreed EVIDENCE"
        ),
        Some(at) => format!(
            "the time was moved, and nobody agreed to the new one: `agreed` is taken out; with their answer: runbook schedule {id} \"{at}\" --agreed EVIDENCE"
        ),
        None => "the time was taken back, and the agreement to it with it".to_owned(),
    }
}
