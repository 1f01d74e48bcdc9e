//! A task done target by target: one command for each target of the list, several at once, each result written down as
//! it comes.
//!
//! The trail gets an event when it begins or is picked up again and one when it ends or stops, with numbers only; which
//! targets they were stays beside the trail. Never runs a target twice that has a result, nor one that may have one.

mod bar;
mod counts;
mod pacing;
mod report;
mod target_command;
mod work_queue;
mod workers;

use std::path::PathBuf;

use crate::lifecycle::{AttemptCommand, Command, EndingWords, TargetsCommand, find, permit};
use crate::model::{Changed, Fault, Prose, Result, Slug, TaskOutcome, Totals, Track};
use crate::store::signals::{self, Hold};
use crate::workspace::change::{self, Attached};
use crate::workspace::query;
use crate::workspace::targets::{OpenTargets, TaskResults};

pub use pacing::Pacing;

use super::exec::{Exec, Piece};
use super::program::find_program;
use super::words::CommandWords;
use counts::Counts;
use report::BulkReport;
use workers::Course;

/// A task about to be done target by target.
pub struct Bulk<'a> {
    exec: &'a Exec<'a>,
    words: &'a CommandWords,
    program: PathBuf,
    targets: OpenTargets,
}

/// A run over the targets.
pub struct BulkDone {
    /// How many there are.
    pub count: u64,
    /// How many came to what, over all runs.
    pub totals: Totals,
    /// How many are not known.
    pub unknown: u64,
    /// How many the same command goes on with.
    pub left: u64,
    /// What the attempt came to.
    pub outcome: TaskOutcome,
    /// Why it stopped before the end, where it did.
    pub stopped: Option<String>,
    /// The log.
    pub log: Attached,
}

impl<'a> Bulk<'a> {
    /// Opens the list for a task, for this process alone.
    ///
    /// # Errors
    /// `Refused` by the rules, and where the list or its results are not on this machine; `Usage` for words that take no
    /// target; `Locked` while another process works with it.
    pub fn open(exec: &'a Exec<'a>, task: &Slug, words: &'a CommandWords) -> Result<Self> {
        let id = exec.id;
        let runbook = change::workable(exec.workspace, id, task.as_str(), (exec.clock)())?;
        words.must_take_targets(id)?;
        let program = find_program(words, exec.path, exec.dir)?;
        let targets = OpenTargets::new(exec.workspace, id, &runbook, task)?;
        Ok(Self { exec, words, program, targets })
    }

    /// How many may have been done by a run that was killed.
    pub fn unknown(&self) -> usize {
        self.targets.results.unknown()
    }

    /// Lets those be done again.
    ///
    /// # Errors
    /// `Disk`.
    pub fn redo_unknown(&mut self) -> Result<()> {
        self.targets.results.redo_unknown()
    }

    /// How many targets begin with a hyphen and could be taken for options.
    pub fn like_options(&self) -> usize {
        if self.words.may_take_options() {
            self.targets.list.iter().filter(|target| target.starts_with('-')).count()
        } else {
            0
        }
    }

    /// Works through what is left. What is recorded goes into `changes`, in order and whatever comes of the rest.
    ///
    /// # Errors
    /// `Refused` when nothing is left; as the write door, with everything that was done kept in the journal.
    pub fn run(
        self,
        pacing: Pacing,
        note: Option<&Prose>,
        changes: &mut Vec<Changed>,
        tell: &mut dyn FnMut(&str),
    ) -> Result<BulkDone> {
        let Self { exec, words, program, targets } = self;
        let OpenTargets { task, list, sha256, results } = targets;
        let before = Counts::of(&results);
        must_have_work(exec, &task, &results)?;
        let hold = Hold::begin();
        let begin = Command::Targets(TargetsCommand::Begin { task: task.to_string(), totals: before.totals });
        let began = exec.record(&begin, None, (exec.clock)())?;
        let attempt = began.after.tasks.iter().find(|own| own.id == task).map_or(1, |own| own.attempts.len());
        changes.push(began);
        let mut report = BulkReport::begin(exec, &task, attempt, words, &sha256, before);
        let rules = query::secret_rules(exec.workspace)?;
        let piece = Piece { track: Track::Tasks, id: task.clone() };
        let broken_off = || broken_off(exec, &piece);
        let (id, clock) = (exec.id, exec.clock);
        let course = Course { id, program, words, list: &list, rules: &rules, clock, broken_off: &broken_off, pacing };
        let mut ended = course.run(results, &mut report, tell);
        let rested = ended.results.rest();
        let counts = Counts::of(&ended.results);
        let Counts { count, totals, unknown } = counts;
        let fault = ended.fault.or(rested.err());
        let stopped = fault.as_ref().map(|fault| fault.message.clone()).or(ended.stopped);
        let log = report.end(exec, &task, attempt, counts, &ended.codes, &ended.results, stopped.as_deref());
        let path = log.as_ref().ok().map(|log| log.path.clone());
        let aside = signals::set_aside();
        let done = log.and_then(|log| {
            let (outcome, ending) = ending(counts, stopped.as_deref(), note, &log)?;
            let act = TargetsCommand::Run { task: task.to_string(), totals, ending };
            changes.push(exec.record(&Command::Targets(act), Some(&log), (exec.clock)().max(report.began))?);
            Ok((log, outcome))
        });
        let (log, outcome) = done.map_err(|late| {
            let is_recorded = path.is_some_and(|path| change::is_log_recorded(exec.workspace, &path));
            if let Some(why) = exec.ended_meanwhile(&piece).filter(|_| !is_recorded) {
                return counted_alone(exec, totals, changes, &format!("the run has stopped with {counts}: {why}"));
            }
            let how = match &stopped {
                Some(why) => format!("the run has stopped ({why}) with {counts}"),
                None => "the run is over".to_owned(),
            };
            let told = match is_recorded {
                true => "and",
                false => "but that is not recorded:",
            };
            let kept = match fault {
                Some(_) => "what could be written of the results is kept; a target whose result could not is unknown",
                None => "each result is kept",
            };
            Fault { message: format!("{how}, {told} {}; {kept}", late.message), ..late }
                .hint(format!("then: runbook task exec {} {task} --each-target …", exec.id))
        })?;
        drop((aside, ended.asked, hold));
        match fault {
            Some(fault) => Err(fault
                .hint(format!("then: runbook task exec {} {task} --each-target … goes on with what is left", exec.id))),
            None => Ok(BulkDone { count, totals, unknown, left: counts.left(), outcome, stopped, log }),
        }
    }
}

/// Records what came of the targets where the attempt whose end would say it is over already; the fault that tells of it.
fn counted_alone(exec: &Exec<'_>, totals: Totals, changes: &mut Vec<Changed>, stopped: &str) -> Fault {
    let act = Command::Targets(TargetsCommand::Mark { totals });
    let fault = match exec.record(&act, None, (exec.clock)()) {
        Ok(changed) => {
            changes.push(changed);
            Fault::refused(format!("{stopped}; these numbers are recorded"))
        }
        Err(late) => Fault { message: format!("{stopped}; these numbers are not recorded: {}", late.message), ..late },
    };
    fault.hint(format!("which they are: runbook targets list {}", exec.id))
}

/// Why the work may not go on, where the attempt was ended elsewhere or its permission is gone; none where the record cannot
/// be read now.
fn broken_off(exec: &Exec<'_>, piece: &Piece) -> Option<String> {
    let runbook = query::view(exec.workspace, exec.id).ok()?.runbook;
    let refused = || permit(exec.id, &runbook, piece.id.as_str(), (exec.clock)()).err().map(|fault| fault.message);
    piece.ended_in(&runbook).or_else(refused)
}

/// Something must be left; or a run was killed so late that only its end is missing.
fn must_have_work(exec: &Exec<'_>, task: &Slug, results: &TaskResults) -> Result<()> {
    if !results.are_complete() {
        return Ok(());
    }
    let runbook = change::changeable(exec.workspace, exec.id)?;
    let own = find(&runbook.tasks, |own| &own.id, task.as_str(), "task")?;
    if crate::lifecycle::open_attempt(own).is_some() {
        return Ok(());
    }
    let counts = Counts::of(results);
    let fault = Fault::refused(format!("nothing is left to do: {counts}"));
    Err(match counts.totals.failed {
        0 => fault.hint(format!("runbook task finish {} {task}", exec.id)),
        _ => fault.hint(format!("runbook targets retry {} lets those that failed be done again", exec.id)),
    })
}

/// What the attempt came to: done when every target has a result and none failed, interrupted while some have none.
fn ending(
    counts: Counts,
    stopped: Option<&str>,
    note: Option<&Prose>,
    log: &Attached,
) -> Result<(TaskOutcome, AttemptCommand)> {
    let mut words = format!("{counts} of {}", counts.count);
    if let Some(why) = stopped {
        words = format!("{words}; {why}");
    }
    if let Some(note) = note {
        words = format!("{words}: {note}");
    }
    let ending = EndingWords {
        note: Some(Prose::new(words)?),
        log: Some(log.path.clone()),
        log_sha256: Some(log.sha256()?),
        ..EndingWords::default()
    };
    let without = counts.count.saturating_sub(counts.totals.all());
    Ok(match (without, counts.totals.failed) {
        (0, 0) => (TaskOutcome::Success, AttemptCommand::Finish(ending)),
        (0, _) => (TaskOutcome::Failed, AttemptCommand::Fail(ending)),
        (_, _) => (TaskOutcome::Paused, AttemptCommand::Pause(ending)),
    })
}
