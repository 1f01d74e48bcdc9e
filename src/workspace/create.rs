//! Creating a runbook under an id that nothing else bears.

use crate::lifecycle::{Circumstances, Command, HistoryFacts, ScheduleTo, Stamp, ask_each_region, decide, replay};
use crate::model::{Changed, CommitId, Event, Fault, Result, Runbook, RunbookId};
use crate::publish::until_not_overtaken;
use crate::store::{render_new, with_schema_line};

use super::change::ToWrite;
use super::guard::{for_id, keep_small};
use super::{ChangeOptions, Workspace};

/// The beginning of a runbook, decided and not yet written.
pub(super) struct First {
    pub(super) events: Vec<Event>,
    pub(super) after: Runbook,
    pub(super) bytes: Vec<u8>,
}

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
        options: &ChangeOptions,
    ) -> Result<Changed> {
        ask_each_region(&mut runbook, &self.settings);
        self.bring_in(&runbook, stamp, options, |id| Command::Create {
            id: id.clone(),
            runbook: Box::new(runbook.clone()),
            schedule: schedule.clone(),
        })
    }

    /// Records the first event of a runbook, by the command that `command` makes for its free id.
    ///
    /// # Errors
    /// As [`Workspace::change`].
    pub(super) fn bring_in(
        &self,
        runbook: &Runbook,
        stamp: &Stamp,
        options: &ChangeOptions,
        command: impl Fn(&RunbookId) -> Command,
    ) -> Result<Changed> {
        until_not_overtaken(|| {
            let session = self.begin()?;
            let head = self.repository.head()?.commit;
            let id = self.free_id(runbook, head.as_ref(), &[])?;
            let first = self.first(&id, head.as_ref(), &command(&id), stamp, options)?;
            let writing = ToWrite {
                id: &id,
                previous: self.repository.tip(&id)?,
                head,
                before: None,
                after: &first.after,
                events: &first.events,
                bytes: first.bytes,
                log: None,
                body: None,
            };
            let commit = self.record(session, writing, stamp)?;
            Ok(Changed { id, before: None, after: first.after, events: first.events, commit: Some(commit) })
        })
    }

    /// What the first command for a runbook comes to; nothing is written.
    ///
    /// # Errors
    /// What the lifecycle refuses, a secret, a record that would be too large, a twin of the file.
    pub(super) fn first(
        &self,
        id: &RunbookId,
        head: Option<&CommitId>,
        command: &Command,
        stamp: &Stamp,
        options: &ChangeOptions,
    ) -> Result<First> {
        if let Some(twin) = self.repository.twin(head, id)? {
            return Err(Fault::refused(format!("{twin} differs from {} by upper and lower case alone", id.path()))
                .hint(format!("rename {twin} to lower case with git mv")));
        }
        let history = HistoryFacts::default();
        let context = Circumstances { stamp, settings: &self.settings, history: &history };
        let mut events = decide(None, command, &context).map_err(|fault| for_id(fault, id))?;
        self.keep_secrets_out(&mut events, stamp, options)?;
        let after = replay(None, &events)?.ok_or_else(|| Fault::bug("a creation without a runbook"))?;
        let bytes = with_schema_line(&render_new(&after)?).into_bytes();
        keep_small(id, &bytes)?;
        Ok(First { events, after, bytes })
    }

    /// The id made from the name, or the first of `-2`, `-3` … that neither a file nor the trail nor `others` know.
    pub(super) fn free_id(
        &self,
        runbook: &Runbook,
        head: Option<&CommitId>,
        others: &[RunbookId],
    ) -> Result<RunbookId> {
        let options = RunbookId::from_name(runbook.customer.as_str(), runbook.task.as_str());
        let fault = std::cell::RefCell::new(None);
        let task = options.task.clone().unique(|task| {
            let id = RunbookId { customer: options.customer.clone(), task: task.clone() };
            others.contains(&id)
                || self.is_taken(&id, head).unwrap_or_else(|problem| {
                    fault.borrow_mut().get_or_insert(problem);
                    false
                })
        });
        match fault.into_inner() {
            Some(fault) => Err(fault),
            None => Ok(RunbookId { customer: options.customer, task }),
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
