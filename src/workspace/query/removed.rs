//! Runbooks whose record was removed by plain git: gone, and the trail still tells their story.
//!
//! Found by an id or a part of one, as those that are there. Refuses to bring one back: that is a person's to do.

use crate::model::{Fault, Kind, Recorded, Result, RunbookId};
use crate::workspace::Workspace;

use super::secrets::masked;

/// A runbook that is in the trail and nowhere else.
#[derive(Debug, Clone, PartialEq)]
pub struct Removed {
    /// Its id.
    pub id: RunbookId,
    /// The commit that removed the record.
    pub removed: Recorded,
    /// The last commit that has the record.
    pub last: Option<Recorded>,
}

impl Removed {
    /// What became of it, in one sentence.
    pub fn words(&self) -> String {
        let Recorded { commit, author, recorded_at, .. } = &self.removed;
        format!("{} is gone: {} removed its record in {} at {recorded_at}", self.id, author.name, commit.short())
    }

    /// As the answer to who wants it as it is now.
    pub fn fault(&self) -> Fault {
        self.ways().into_iter().fold(Fault::new(Kind::NotFound, self.words()), Fault::hint)
    }

    /// The commands that lead on.
    pub fn ways(&self) -> Vec<String> {
        let mut ways = vec![format!("its story: runbook log {}", self.id)];
        if let Some(last) = self.last.as_ref().map(|last| last.commit.short()) {
            let id = &self.id;
            ways.push(format!("as it last was: runbook show {id} --at {last}"));
            ways.push(format!("to bring it back: {}", id.brought_back_from(last)));
        }
        ways
    }
}

/// What became of a runbook that has no file and is not in the head, where the trail knows it.
pub(in crate::workspace) fn removed(workspace: &Workspace, id: &RunbookId) -> Result<Option<Removed>> {
    let head = workspace.repository.head()?.commit;
    let recorded = head.map(|head| workspace.repository.blob_id_at(&head, &id.path())).transpose()?.flatten();
    if recorded.is_some() || workspace.layout.read_record(id)?.is_some() {
        return Ok(None);
    }
    let log = workspace.repository.log_of(id, None)?;
    let has_record = |recorded: &&Recorded| {
        workspace.repository.blob_id_at(&recorded.commit, &id.path()).is_ok_and(|blob| blob.is_some())
    };
    let last = log.iter().find(has_record).cloned();
    let mut removal = log.into_iter().next();
    masked(workspace, removal.iter_mut())?;
    Ok(removal.map(|removed| Removed { id: id.clone(), removed, last }))
}
