//! Creating a runbook under an id that nothing else bears.

use crate::lifecycle::{Circumstances, Command, Past, ScheduleTo, Stamp, ask_each_region, decide, replay};
use crate::model::{Changed, CommitId, Fault, Result, Runbook, RunbookId};
use crate::store::render_new;

use super::change::Writing;
use super::guard::{for_id, keep_small};
use super::session::until_not_overtaken;
use super::{Leave, Workspace};

impl Workspace {
    /// Records a new runbook, and its schedule where one is given, in one commit.
    ///
    /// # Errors
    /// As [`Workspace::change`].
    pub fn create(
        &self,
        mut runbook: Runbook,
        schedule: Option<ScheduleTo>,
        stamp: &Stamp,
        leave: &Leave,
    ) -> Result<Changed> {
        ask_each_region(&mut runbook, &self.settings);
        until_not_overtaken(|| self.create_locked(runbook.clone(), schedule.clone(), stamp, leave))
    }

    fn create_locked(
        &self,
        runbook: Runbook,
        schedule: Option<ScheduleTo>,
        stamp: &Stamp,
        leave: &Leave,
    ) -> Result<Changed> {
        let session = self.begin()?;
        let head = self.repository.head()?.commit;
        let id = self.free_id(&runbook, head.as_ref())?;
        if let Some(twin) = self.repository.twin(head.as_ref(), &id)? {
            return Err(Fault::refused(format!("{twin} differs from {} by upper and lower case alone", id.path()))
                .hint(format!("rename {twin} to lower case with git mv")));
        }
        let past = Past::default();
        let context = Circumstances { stamp, settings: &self.settings, past: &past };
        let command = Command::Create { id: id.clone(), runbook: Box::new(runbook), schedule };
        let mut events = decide(None, &command, &context).map_err(|fault| for_id(fault, &id))?;
        self.keep_secrets_out(&mut events, stamp, leave)?;
        let after = replay(None, &events)?.ok_or_else(|| Fault::bug("a creation without a runbook"))?;
        let bytes = render_new(&after)?.into_bytes();
        keep_small(&id, &bytes)?;
        let writing = Writing {
            id: &id,
            previous: self.repository.tip(&id)?,
            head,
            before: None,
            after: &after,
            events: &events,
            bytes,
            log: None,
            body: None,
        };
        let commit = self.record(session, writing, stamp)?;
        Ok(Changed { id, before: None, after, events, commit: Some(commit) })
    }

    /// The id made from the name, or the first of `-2`, `-3` … that neither a file nor the trail knows.
    fn free_id(&self, runbook: &Runbook, head: Option<&CommitId>) -> Result<RunbookId> {
        let wish = RunbookId::from_name(runbook.customer.as_str(), runbook.task.as_str());
        let fault = std::cell::RefCell::new(None);
        let task = wish.task.clone().unique(|task| {
            let id = RunbookId { customer: wish.customer.clone(), task: task.clone() };
            self.is_taken(&id, head).unwrap_or_else(|problem| {
                fault.borrow_mut().get_or_insert(problem);
                false
            })
        });
        match fault.into_inner() {
            Some(fault) => Err(fault),
            None => Ok(RunbookId { customer: wish.customer, task }),
        }
    }

    fn is_taken(&self, id: &RunbookId, head: Option<&CommitId>) -> Result<bool> {
        if self.layout.read_record(id)?.is_some() {
            return Ok(true);
        }
        match head {
            Some(head) => Ok(self.repository.blob_id_at(head, &id.path())?.is_some()),
            None => Ok(false),
        }
    }
}
