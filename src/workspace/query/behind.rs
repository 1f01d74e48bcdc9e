//! A file that is what the trail had before: nobody typed it, the branch has gone on without it, as after a push into the
//! branch that is checked out here.

use crate::model::{CommitId, Result, RunbookId};
use crate::trail::{BlobId, IndexState};
use crate::workspace::Workspace;

/// So far back it is looked for.
const LATEST: usize = 200;

/// The latest commit that left exactly this text of a record, other than what the head has; none where the text is new,
/// where it cannot be told, or where another text is staged, which stands nowhere else.
///
/// # Errors
/// `Git` when the index cannot be read.
pub(in crate::workspace) fn behind(
    workspace: &Workspace,
    id: &RunbookId,
    file: BlobId,
    recorded: BlobId,
) -> Result<Option<CommitId>> {
    let repository = &workspace.repository;
    // what somebody has just typed is in no commit, and no history need be read for it
    if !repository.has_blob(file) {
        return Ok(None);
    }
    let staged = repository.staged(&id.path())?;
    if ![IndexState::Staged(file), IndexState::Staged(recorded)].contains(&staged) {
        return Ok(None);
    }
    let Ok(log) = repository.log_of(id, Some(LATEST)) else { return Ok(None) };
    let had = |commit: &CommitId| repository.blob_id_at(commit, &id.path()).ok().flatten() == Some(file);
    Ok(log.into_iter().skip(1).map(|recorded| recorded.commit).find(had))
}
