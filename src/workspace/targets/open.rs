//! A list opened for working through it: which target is next, and what became of each, written down as it comes.
//!
//! Refuses a list whose results are on another machine, so that no target is done twice. Runs nothing itself.

use crate::lifecycle::find;
use crate::model::{Fault, Line, Moment, Result, Runbook, RunbookId, Slug, Totals};
use crate::store::targets::{Outputs, TargetJournal, TargetList, TargetResult, TargetStore};
use crate::workspace::Workspace;

use super::kept::{list_of, none_loaded, not_here};

/// The list of a task, for this process alone.
pub struct OpenTargets {
    /// The task.
    pub task: Slug,
    /// The targets.
    pub list: TargetList,
    /// The SHA-256 of the list.
    pub sha256: Line,
    /// What became of each.
    pub results: TaskResults,
}

/// What became of each target, and what its command said.
pub struct TaskResults {
    journal: TargetJournal,
    outputs: Outputs,
}

impl OpenTargets {
    /// Opens the list of a runbook, as it was just read, for a task.
    ///
    /// # Errors
    /// `Refused` where the list or its results are not on this machine; `Locked` while another process works with it.
    pub fn new(workspace: &Workspace, id: &RunbookId, runbook: &Runbook, task: &Slug) -> Result<Self> {
        let own = find(&runbook.tasks, |own| &own.id, task.as_str(), "task")?;
        let targets = runbook.targets.as_ref().ok_or_else(|| none_loaded(id))?;
        if targets.purged_at.is_some() {
            return Err(not_here(id));
        }
        let store = TargetStore::open(workspace.private(), id)?;
        let list = list_of(&store, runbook, id)?;
        let journal = store.journal(task, &list)?;
        let known = if targets.task.as_ref() == Some(&own.id) { targets.totals() } else { Totals::default() };
        if known.all() > journal.totals().all() {
            return Err(Fault::refused(format!(
                "the record knows {} results of task `{task}`, this machine {}: it was worked through elsewhere",
                known.all(),
                journal.totals().all()
            ))
            .hint("go on where it was begun, so that no target is done twice")
            .hint(format!("or say that everything is to be done again: runbook targets load {id} FILE --replace")));
        }
        let outputs = store.outputs(task)?;
        Ok(Self { task: own.id.clone(), sha256: list.sha256()?, list, results: TaskResults { journal, outputs } })
    }
}

impl TaskResults {
    /// How many targets there are.
    pub fn count(&self) -> usize {
        self.journal.results().len()
    }

    /// How many came to what.
    pub fn totals(&self) -> Totals {
        self.journal.totals()
    }

    /// True when something is known of each target.
    pub fn are_complete(&self) -> bool {
        self.journal.results().iter().all(|result| result.is_result())
    }

    /// How many may have been done by a run that was killed.
    pub fn unknown(&self) -> usize {
        self.journal.results().iter().filter(|result| **result == TargetResult::Unknown).count()
    }

    /// Lets those be done again.
    ///
    /// # Errors
    /// `Disk`.
    pub fn redo_unknown(&mut self) -> Result<()> {
        let unknown = |(number, result): (usize, &TargetResult)| (*result == TargetResult::Unknown).then_some(number);
        let all: Vec<usize> = self.journal.results().iter().enumerate().filter_map(unknown).collect();
        all.into_iter().try_for_each(|number| self.journal.note(number, TargetResult::Left))
    }

    /// The first target from this one on that is left.
    pub fn left_from(&self, number: usize) -> Option<usize> {
        let ahead = self.journal.results().iter().skip(number).position(|result| *result == TargetResult::Left)?;
        Some(number + ahead)
    }

    /// The command of this target is about to start, of so many that run at once.
    ///
    /// # Errors
    /// `Disk`; then it must not start.
    pub fn begin(&mut self, number: usize, at_once: usize) -> Result<()> {
        self.journal.begin(number, at_once)
    }

    /// Keeps what the command of a target said, when and how it ended.
    ///
    /// # Errors
    /// `Disk`.
    pub fn keep_output(&mut self, target: &str, at: Moment, ended: &str, lines: &[String]) -> Result<()> {
        self.outputs.add(target, at, ended, lines)
    }

    /// Notes what became of a target.
    ///
    /// # Errors
    /// `Disk`.
    pub fn note(&mut self, number: usize, result: TargetResult) -> Result<()> {
        self.journal.note(number, result)
    }

    /// Nothing runs any more. Durable afterwards.
    ///
    /// # Errors
    /// `Disk`.
    pub fn rest(&mut self) -> Result<()> {
        self.journal.rest()
    }

    /// The SHA-256 of everything that was said, in hex.
    ///
    /// # Errors
    /// `Disk`.
    pub fn outputs_sha256(&self) -> Result<Line> {
        self.outputs.sha256()
    }
}
