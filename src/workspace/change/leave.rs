//! The leave that was given for words that look like a secret, noted in a record which a person typed whole.
//!
//! Only the override is added; the rest of the text stays as it was typed.

use crate::lifecycle::replay;
use crate::model::{Event, Fault, Result, Runbook};
use crate::store::{Read, rewrite};

/// What is recorded of a text that a person typed.
pub(super) struct Noted {
    /// The record.
    pub(super) after: Runbook,
    /// Its text.
    pub(super) bytes: Vec<u8>,
    /// The events: the edit, and the leave that was given with it.
    pub(super) events: Vec<Event>,
}

/// The record as it was typed, `bytes`, with its event, and with the leave in it where that was given.
///
/// # Errors
/// As [`rewrite`].
pub(super) fn noted(typed: &Read, bytes: &[u8], event: Event, leave: Option<Event>) -> Result<Noted> {
    let Some(leave) = leave else {
        return Ok(Noted { after: typed.runbook.clone(), bytes: bytes.to_vec(), events: vec![event] });
    };
    let after = replay(Some(typed.runbook.clone()), std::slice::from_ref(&leave))?
        .ok_or_else(|| Fault::bug("an edit left no runbook behind"))?;
    let bytes = rewrite(typed, &after)?;
    Ok(Noted { after, bytes, events: vec![event, leave] })
}
