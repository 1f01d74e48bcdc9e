//! The list that is on this machine, and what became of each target in the task that works through it.

use crate::lifecycle::{Command, Stamp, TargetsCommand};
use crate::model::{Changed, Fault, Moment, Result, Runbook, RunbookId, Slug, State, Totals};
use crate::publish::{Leftover, leftovers};
use crate::store::following::Following;
use crate::store::targets::{Outputs, TargetList, TargetResult, TargetStore, tally};
use crate::workspace::Workspace;
use crate::workspace::change::{self, ChangeOptions};
use crate::workspace::query;

/// A list that is there, with what became of each of its targets.
pub struct KeptTargets {
    /// The runbook.
    pub id: RunbookId,
    /// The list.
    pub list: TargetList,
    /// The task that works through it.
    pub task: Option<Slug>,
    /// What became of each.
    pub results: Vec<TargetResult>,
    /// True while an interrupted run is not finished: the record may know of more than is kept here.
    pub is_behind: bool,
    store: TargetStore,
}

impl KeptTargets {
    /// The runbook's list.
    ///
    /// # Errors
    /// `Refused` where there is none on this machine; as [`query::view`].
    pub fn of(workspace: &Workspace, id: &RunbookId) -> Result<Self> {
        let runbook = query::view(workspace, id)?.runbook;
        let targets = runbook.targets.as_ref().ok_or_else(|| none_loaded(id))?;
        let store = TargetStore::open(workspace.private(), id)?;
        if let Some(at) = targets.purged_at {
            return Err(match store.list()? {
                None => Fault::refused(format!("the list of targets was deleted at {at}")).hint(match runbook.state {
                    State::Closed => format!("what became of them, in numbers: runbook show {id}"),
                    _ => how_to_load(id),
                }),
                Some(_) => unless_finished(workspace, still_here(id, at)),
            });
        }
        let list = list_of(&store, &runbook, id).map_err(|fault| unless_finished(workspace, fault))?;
        let results = match &targets.task {
            Some(task) => store.results(task, &list)?,
            None => None,
        };
        let results = results.unwrap_or_else(|| vec![TargetResult::Left; list.count()]);
        let is_behind = is_unfinished(workspace);
        Ok(Self { id: id.clone(), list, task: targets.task.clone(), results, is_behind, store })
    }

    /// How many came to what.
    pub fn totals(&self) -> Totals {
        tally(&self.results)
    }

    /// What the commands of the targets said; none while no task has begun with the list.
    ///
    /// # Errors
    /// `Disk`.
    pub fn outputs(&self) -> Result<Option<Outputs>> {
        self.task.as_ref().map(|task| self.store.outputs(task)).transpose()
    }

    /// Where those stand that are named, and those that are meant by what became of them.
    ///
    /// # Errors
    /// `NotFound` for one that is not in the list.
    pub fn chosen(&self, targets: &[String], is_meant: impl Fn(TargetResult) -> bool) -> Result<Vec<usize>> {
        let view = |fault: Fault| fault.hint(format!("runbook targets list {}", self.id));
        let mut chosen = self.list.find(targets).map_err(view)?;
        chosen
            .extend(self.results.iter().enumerate().filter(|(_, result)| is_meant(**result)).map(|(number, _)| number));
        chosen.sort_unstable();
        chosen.dedup();
        Ok(chosen)
    }

    /// Says by hand what became of these.
    ///
    /// # Errors
    /// `Refused` before a task has begun with the list, `Locked` while one works through it; as [`change::execute`].
    pub fn mark(
        &self,
        workspace: &Workspace,
        chosen: &[usize],
        result: TargetResult,
        stamp: &Stamp,
        options: &ChangeOptions,
    ) -> Result<Changed> {
        self.note(workspace, chosen, result, |totals| TargetsCommand::Mark { totals }, stamp, options)
    }

    /// Lets these be done again.
    ///
    /// # Errors
    /// As [`KeptTargets::mark`].
    pub fn retry(
        &self,
        workspace: &Workspace,
        chosen: &[usize],
        stamp: &Stamp,
        options: &ChangeOptions,
    ) -> Result<Changed> {
        self.note(workspace, chosen, TargetResult::Left, |totals| TargetsCommand::Retry { totals }, stamp, options)
    }

    /// Records the numbers by an event, and what became of each in the journal once that is done.
    fn note(
        &self,
        workspace: &Workspace,
        chosen: &[usize],
        result: TargetResult,
        command: impl FnOnce(Totals) -> TargetsCommand,
        stamp: &Stamp,
        options: &ChangeOptions,
    ) -> Result<Changed> {
        let Some(task) = &self.task else {
            return Err(Fault::refused("no task has begun with the list yet")
                .hint(format!("runbook task exec {} TASK --each-target -- COMMAND {{}}", self.id)));
        };
        change::changeable(workspace, &self.id)?;
        let journal = self.store.journal(task, &self.list)?;
        let (totals, lines) = journal.with(&chosen.iter().map(|number| (*number, result)).collect::<Vec<_>>());
        let noted = Following::NoteTargets { runbook: self.id.clone(), task: task.clone(), lines };
        let command = Command::Targets(command(totals));
        change::execute_with_following(workspace, &self.id, &command, stamp, options, &[noted])
    }
}

/// The list on this machine, if it is the one that the record speaks of.
pub(super) fn list_of(store: &TargetStore, runbook: &Runbook, id: &RunbookId) -> Result<TargetList> {
    let Some(list) = store.list()? else { return Err(not_here(id)) };
    if runbook.targets.as_ref().and_then(|targets| targets.sha256.as_ref()) != Some(&list.sha256()?) {
        return Err(
            Fault::refused("the list on this machine is not the one that the record speaks of").hint(how_to_load(id))
        );
    }
    Ok(list)
}

/// A list that the record takes for deleted, and that is on this machine all the same.
fn still_here(id: &RunbookId, at: Moment) -> Fault {
    Fault::refused(format!("the list of targets was deleted at {at}, says the record, and is still on this machine"))
        .hint(format!("runbook targets purge {id}"))
}

/// Says first that an interrupted run is to be finished, where there is one: that may be all that is amiss.
fn unless_finished(workspace: &Workspace, mut fault: Fault) -> Fault {
    if is_unfinished(workspace) {
        fault.hints.insert(0, "an interrupted run is not finished yet; this does it: runbook doctor --fix".to_owned());
    }
    fault
}

/// True when an interrupted run left a change that is recorded and not finished.
fn is_unfinished(workspace: &Workspace) -> bool {
    let is_it = |leftover: &Leftover| matches!(leftover, Leftover::Unfinished(_));
    leftovers(&workspace.repository).is_ok_and(|found| found.iter().any(is_it))
}

pub(super) fn none_loaded(id: &RunbookId) -> Fault {
    Fault::refused("the runbook has no list of targets").hint(how_to_load(id))
}

pub(super) fn not_here(id: &RunbookId) -> Fault {
    Fault::refused("the list of targets is not on this machine").hint(how_to_load(id))
}

fn how_to_load(id: &RunbookId) -> String {
    format!("runbook targets load {id} FILE")
}
