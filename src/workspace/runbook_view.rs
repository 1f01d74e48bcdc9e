//! Reading one runbook: as it lies there in its file, and how the file stands against the trail.

use std::time::Duration;

use crate::lifecycle::{Circumstances, HistoryFacts, Readiness, Stamp, Standing, permit};
use crate::model::{CommitId, DiffEnd, Fault, Identity, Kind, Moment, Result, Runbook, RunbookId, Settings};
use crate::store::atomic_fs::Folder;
use crate::store::lock::{Wait, WriteLock};
use crate::store::{Read, read};
use crate::trail::{BlobId, IndexState};

use super::guard::for_id;
use super::not_found::{deleted, missing};
use super::{Revision, Workspace};

/// So long a change that is being made is waited for.
const A_CHANGE: Duration = Duration::from_secs(2);

/// One runbook as it lies in its file, or as it was at a commit.
#[derive(Debug, Clone)]
pub struct RunbookView {
    /// Its id.
    pub id: RunbookId,
    /// What the record says.
    pub runbook: Runbook,
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// How the file stands against the trail.
    pub standing: Standing,
    /// The last commit that touched it; none before it was first recorded.
    pub commit: Option<CommitId>,
}

impl Workspace {
    /// Reads a runbook's file; never needs a lock and never heals. While a change is being made the branch is ahead of the
    /// file for a moment, which is no hand edit: then it looks again.
    ///
    /// # Errors
    /// `NotFound` where there is none, `Unreadable` when the file does not parse, `HandEdited` when it was deleted.
    pub fn look(&self, id: &RunbookId) -> Result<RunbookView> {
        let is_edited = |look: &Result<RunbookView>| match look {
            Ok(look) => look.standing == Standing::Edited,
            Err(fault) => fault.kind == Kind::HandEdited,
        };
        let mut look = self.look_now(id);
        let mut wait = Wait::new(A_CHANGE, &|| false);
        while is_edited(&look) {
            let is_being_changed = Folder::open(self.repository.private()).is_ok_and(|own| WriteLock::is_held(&own));
            self.repository.forget_index();
            look = self.look_now(id);
            if !is_being_changed || !wait.another()? {
                break;
            }
        }
        look
    }

    fn look_now(&self, id: &RunbookId) -> Result<RunbookView> {
        let head = self.repository.head()?.commit;
        let recorded = match &head {
            Some(head) => self.repository.blob_id_at(head, &id.path())?,
            None => None,
        };
        let Some(bytes) = self.layout.read_record(id)? else {
            return Err(if recorded.is_some() { deleted(id) } else { missing(id) });
        };
        let runbook = self.read_file(id, &bytes)?.runbook;
        let commit = self.repository.tip(id)?;
        let standing = self.standing(id, recorded, BlobId::of(&bytes)?)?;
        Ok(RunbookView { id: id.clone(), runbook, bytes, standing, commit })
    }

    /// Reads what a runbook's file holds; where that does not parse, says which recorded version does.
    pub(super) fn read_file(&self, id: &RunbookId, bytes: &[u8]) -> Result<Read> {
        read(&id.path(), bytes).map_err(|fault| {
            let last = if fault.kind == Kind::Unreadable { self.last_readable(id) } else { Ok(None) };
            match last {
                Ok(Some(commit)) => {
                    fault.hint(format!("see the version recorded last: runbook show {id} --at {}", commit.short()))
                }
                _ => fault,
            }
        })
    }

    /// The last commit whose record parses.
    fn last_readable(&self, id: &RunbookId) -> Result<Option<CommitId>> {
        for recorded in self.repository.log_of(id, None)? {
            let bytes = self.repository.blob_at(&recorded.commit, &id.path())?;
            if bytes.is_some_and(|bytes| read(&id.path(), &bytes).is_ok()) {
                return Ok(Some(recorded.commit));
            }
        }
        Ok(None)
    }

    /// Reads a runbook on which this task is about to be worked: refused unless its record can be changed and the rules
    /// permit the task now.
    ///
    /// # Errors
    /// As [`Workspace::changeable`]; `Refused` by state, condition and permission.
    pub fn workable(&self, id: &RunbookId, task: &str, now: Moment) -> Result<Runbook> {
        let runbook = self.changeable(id)?;
        permit(&runbook, task, now).map_err(|fault| for_id(fault, id))?;
        Ok(runbook)
    }

    /// Reads a runbook whose record a change would find fit to be changed: as it would find it, under the locks and after
    /// what an interrupted run has left is finished.
    ///
    /// # Errors
    /// `NotFound`, `HandEdited`, `Unreadable`; `Locked` and `Git` as a change.
    pub fn changeable(&self, id: &RunbookId) -> Result<Runbook> {
        let _session = self.begin()?;
        Ok(self.loaded(id)?.read.runbook)
    }

    /// How a file of this content stands against the head, the index, and the trail.
    pub(super) fn standing(&self, id: &RunbookId, recorded: Option<BlobId>, file: BlobId) -> Result<Standing> {
        if recorded != Some(file) {
            return Ok(Standing::Edited);
        }
        let index = self.repository.staged(&id.path())?;
        self.standing_of(id, recorded, index, file)
    }

    /// The same, with what stands in the index.
    pub(super) fn standing_of(
        &self,
        id: &RunbookId,
        recorded: Option<BlobId>,
        index: IndexState,
        file: BlobId,
    ) -> Result<Standing> {
        Ok(if recorded != Some(file) || index != IndexState::Staged(file) {
            Standing::Edited
        } else if self.repository.is_hand_committed(id)? {
            Standing::CommittedByHand
        } else {
            Standing::Recorded
        })
    }

    /// Reads a runbook as it was at a point of its life, and says when that was recorded.
    ///
    /// # Errors
    /// `NotFound` when there is no such point or it does not hold the runbook, `Unreadable` when it does not parse.
    pub fn look_at(&self, id: &RunbookId, point: &Revision) -> Result<(RunbookView, Option<Moment>)> {
        if *point == Revision::File {
            return Ok((self.look(id)?, None));
        }
        let stand = self.stand(id, point)?;
        let (recorded, place) = match &stand.end {
            DiffEnd::Commit(recorded) => (Some(recorded), recorded.commit.short().to_owned()),
            _ => (None, "that time".to_owned()),
        };
        let runbook = stand.runbook.ok_or_else(|| {
            Fault::new(Kind::NotFound, format!("{id} did not exist at {place}")).hint(format!("runbook log {id}"))
        })?;
        let look = RunbookView {
            id: id.clone(),
            runbook,
            bytes: stand.bytes,
            standing: Standing::Recorded,
            commit: recorded.map(|recorded| recorded.commit.clone()),
        };
        Ok((look, recorded.map(|recorded| recorded.recorded_at)))
    }

    /// What is still missing before the call can start.
    pub fn readiness(&self, look: &RunbookView, now: Moment) -> Readiness {
        self.judge(&look.runbook, look.standing, now, &look.id)
    }

    pub(super) fn judge(&self, runbook: &Runbook, standing: Standing, now: Moment, id: &RunbookId) -> Readiness {
        let mut readiness = readiness_of(runbook, standing, &self.settings, now);
        for point in readiness.missing.iter_mut().chain(&mut readiness.warnings) {
            for way in std::iter::once(&mut point.fix).chain(&mut point.also) {
                *way = super::guard::with_id(way, id);
            }
        }
        readiness
    }
}

/// Readiness as it is judged for nobody in particular.
pub(super) fn readiness_of(runbook: &Runbook, standing: Standing, settings: &Settings, now: Moment) -> Readiness {
    let nobody = Identity { name: String::new(), email: String::new() };
    let stamp = Stamp { now, happened: None, by: nobody };
    let history = HistoryFacts::default();
    Readiness::of(runbook, standing, &Circumstances { stamp: &stamp, settings, history: &history })
}
