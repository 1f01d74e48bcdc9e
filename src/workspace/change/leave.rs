//! The leave that was given for words that look like a secret, noted in a record which a person typed whole.
//!
//! Only the override is added; the rest of the text stays as it was typed.

use crate::lifecycle::replay;
use crate::model::{Event, Fault, Result, Runbook};
use crate::store::{Read, rewrite};

/// The record and its text with what was recorded beside the edit, `events`; nothing where that is nothing.
///
/// # Errors
/// As [`rewrite`].
pub(super) fn with_leave(typed: &Read, events: &[Event]) -> Result<Option<(Runbook, Vec<u8>)>> {
    if events.is_empty() {
        return Ok(None);
    }
    let after =
        replay(Some(typed.runbook.clone()), events)?.ok_or_else(|| Fault::bug("an edit left no runbook behind"))?;
    let bytes = rewrite(typed, &after)?;
    Ok(Some((after, bytes)))
}
