//! What a person put into a file beside its fields: an event leaves it as it was.
//!
//! Writing a file anew takes longer than all else that is asked of a commit, so it is done only where lines with remarks
//! differ.

use crate::model::{Runbook, RunbookId};
use crate::store::{read, rewrite};

/// True when the file is another one than the tool would have made of the earlier one.
pub(super) fn is_disturbed(id: &RunbookId, before: &[u8], now: &[u8], after: &Runbook) -> bool {
    if remarks(before).eq(remarks(now)) {
        return false;
    }
    let Ok(before) = read(&id.path(), before) else { return false };
    rewrite(&before, after).is_ok_and(|written| written != now)
}

/// The lines that may hold a comment.
fn remarks(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == b'\n').filter(|line| line.contains(&b'#'))
}
