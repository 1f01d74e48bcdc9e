//! A file that is what the trail had before: nobody typed it, the branch has gone on without it, as after a push into the
//! branch that is checked out here.

use crate::model::{CommitId, RunbookId};
use crate::trail::BlobId;
use crate::workspace::Workspace;

/// So far back it is looked for.
const LATEST: usize = 200;

/// The latest commit that left exactly this text of a record, other than what the head has; none where the text is new, or
/// where it cannot be told.
pub(in crate::workspace) fn behind(workspace: &Workspace, id: &RunbookId, file: BlobId) -> Option<CommitId> {
    let repository = &workspace.repository;
    let log = repository.log_of(id, Some(LATEST)).ok()?;
    let had = |commit: &CommitId| repository.blob_id_at(commit, &id.path()).ok().flatten() == Some(file);
    log.into_iter().skip(1).map(|recorded| recorded.commit).find(had)
}

/// How the file of a record that is behind comes up to the branch.
pub(in crate::workspace) fn way_up(id: &RunbookId) -> String {
    format!("bring it up to the branch: git restore --staged --worktree {}", id.path())
}
