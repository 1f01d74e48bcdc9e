//! The targets of a runbook as commands find them: the list on this machine, and what became of each.

use serde_json::{Value, json};

use super::naming::Which;
use super::session::{Answer, Session};
use crate::lifecycle::{Command, TargetsCommand};
use crate::model::{Fault, Result, RunbookId, Slug, Totals};
use crate::store::targets::{TargetList, TargetResult, TargetStore, tally};
use crate::workspace::{Workspace, change, query};

/// A list that is there, with what became of each in the task that works through it.
pub(super) struct Known {
    /// The runbook.
    pub(super) id: RunbookId,
    /// What is kept.
    pub(super) store: TargetStore,
    /// The list.
    pub(super) list: TargetList,
    /// The task that works through it.
    pub(super) task: Option<Slug>,
    /// What became of each.
    pub(super) fates: Vec<TargetResult>,
}

impl Known {
    /// The runbook's list.
    ///
    /// # Errors
    /// `Refused` where there is none on this machine.
    pub(super) fn of(session: &Session<'_>, workspace: &Workspace, which: &Which) -> Result<Self> {
        let id = which.find(session, workspace)?;
        let runbook = query::view(workspace, &id)?.runbook;
        let load = || format!("runbook targets load {id} FILE");
        let Some(targets) = &runbook.targets else {
            return Err(Fault::refused("the runbook has no list of targets").hint(load()));
        };
        if let Some(at) = targets.purged_at {
            return Err(Fault::refused(format!("the list of targets was deleted at {at}")).hint(load()));
        }
        let store = TargetStore::open(workspace.private(), &id)?;
        let Some(list) = store.list()? else {
            return Err(Fault::refused("the list of targets is not on this machine").hint(load()));
        };
        if targets.sha256.as_ref() != Some(&list.sha256()?) {
            return Err(
                Fault::refused("the list on this machine is not the one that the record speaks of").hint(load())
            );
        }
        let fates = match &targets.task {
            Some(task) => store.fates(task, &list)?,
            None => None,
        };
        let fates = fates.unwrap_or_else(|| vec![TargetResult::Left; list.count()]);
        Ok(Self { id, store, list, task: targets.task.clone(), fates })
    }

    /// The named ones, and those that are meant by what became of them.
    ///
    /// # Errors
    /// `NotFound` for one that is not in the list.
    pub(super) fn chosen(&self, targets: &[String], is_meant: impl Fn(TargetResult) -> bool) -> Result<Vec<usize>> {
        let look = |fault: Fault| fault.hint(format!("runbook targets list {}", self.id));
        let mut chosen = self.list.find(targets).map_err(look)?;
        chosen.extend(self.fates.iter().enumerate().filter(|(_, fate)| is_meant(**fate)).map(|(number, _)| number));
        chosen.sort_unstable();
        chosen.dedup();
        Ok(chosen)
    }

    /// Gives these another fate, in the journal and then by an event; the journal goes back where that is refused.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn change(
        &self,
        chosen: &[usize],
        fate: TargetResult,
        act: impl FnOnce(Totals) -> TargetsCommand,
        session: &mut Session<'_>,
        workspace: &Workspace,
    ) -> Result<Answer> {
        let Some(task) = &self.task else {
            return Err(Fault::refused("no task has begun with the list yet")
                .hint(format!("runbook task exec {} TASK --each-target -- COMMAND {{}}", self.id)));
        };
        change::changeable(workspace, &self.id)?;
        let mut journal = self.store.journal(task, &self.list)?;
        let before: Vec<(usize, TargetResult)> =
            chosen.iter().filter_map(|number| Some((*number, *journal.fates().get(*number)?))).collect();
        before.iter().filter(|(_, own)| *own != fate).try_for_each(|(number, _)| journal.note(*number, fate))?;
        journal.rest()?;
        let stamp = session.stamp(workspace, None)?;
        let command = Command::Targets(act(journal.totals()));
        match change::execute(workspace, &self.id, &command, &stamp, &session.options()) {
            Ok(changed) => session.tell(workspace, &changed),
            Err(fault) => {
                before.iter().try_for_each(|(number, own)| journal.note(*number, *own))?;
                Err(fault)
            }
        }
    }
}

/// One target for scripts.
pub(super) fn row(target: &str, fate: TargetResult, said: Option<String>) -> Value {
    let code = match fate {
        TargetResult::Failed(code) => Some(code),
        TargetResult::Done => Some(0),
        TargetResult::Left | TargetResult::Unknown | TargetResult::Skipped => None,
    };
    let mut row = json!({"target": target, "result": fate.word(), "exit_code": code});
    if let (Some(fields), Some(said)) = (row.as_object_mut(), said) {
        fields.insert("output".to_owned(), json!(said));
    }
    row
}

impl Known {
    /// All of them for scripts.
    pub(super) fn document(&self, rows: Vec<Value>) -> Value {
        let totals = tally(&self.fates);
        let unknown = self.fates.iter().filter(|fate| **fate == TargetResult::Unknown).count();
        let count = u64::try_from(self.list.count()).unwrap_or(u64::MAX);
        json!({
            "id": self.id, "task": self.task, "count": count, "done": totals.done, "failed": totals.failed,
            "skipped": totals.skipped, "left": count.saturating_sub(totals.all()), "unknown": unknown, "targets": rows,
        })
    }
}
