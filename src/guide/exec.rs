//! Doing a task by a command: the attempt is recorded as begun, the command is run and captured, and how it ended is
//! recorded together with what it said.
//!
//! A kill at any moment leaves an attempt that is running in the record, and what was said until then beside the trail;
//! the next run goes on from there. Refuses to run what the rules do not permit now.

use std::ffi::OsStr;
use std::path::Path;

use crate::lifecycle::{AttemptCommand, Command, EndingWords, Stamp, WorkCommand, open_attempt};
use crate::model::{
    Changed, Fault, Identity, Moment, Prose, Result, Runbook, RunbookId, Slug, State, Task, TaskOutcome, Track,
};
use crate::store::Spool;
use crate::store::signals::Hold;
use crate::workspace::change::{self, Attached, ChangeOptions};
use crate::workspace::{Workspace, query};

use super::capture::{Capture, Captured, ClosedLog, Ended, LeftOut, Stream, TerminalInfo, Title};
use super::program::find_program;
use super::words::CommandWords;

/// What is done by a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// A task, or a step of the rollback.
    pub track: Track,
    /// Its id.
    pub id: Slug,
}

/// A command about to do a piece of work.
pub struct Exec<'a> {
    /// The store.
    pub workspace: &'a Workspace,
    /// The runbook.
    pub id: &'a RunbookId,
    /// The person.
    pub by: &'a Identity,
    /// The time.
    pub clock: &'a dyn Fn() -> Moment,
    /// What the person allows.
    pub options: &'a ChangeOptions,
    /// Where programs are looked for.
    pub path: &'a OsStr,
    /// The working directory.
    pub dir: &'a Path,
    /// Where the person sits.
    pub terminal: TerminalInfo,
}

/// A command that did a piece of work, or failed to.
pub struct Executed {
    /// How the command ended.
    pub ended: Ended,
    /// What it came to.
    pub outcome: TaskOutcome,
    /// The log.
    pub log: Attached,
    /// What the log leaves out.
    pub left_out: LeftOut,
}

impl Executed {
    /// How it ended, and what is kept where.
    pub fn words(&self) -> String {
        let kept = format!("{}; what it said is kept in {}", self.ended.words(), self.log.path);
        match self.left_out.lines {
            0 => kept,
            lines => format!("{kept}, without {lines} lines from its middle"),
        }
    }
}

impl Exec<'_> {
    /// Runs the command for a task or a step: starts an attempt unless one is running, and ends it by the exit code. What is
    /// recorded goes into `changes`, in order and whatever comes of the rest.
    ///
    /// # Errors
    /// `Refused` by state and permissions, before anything is run; `Usage` for a program that is not there or that cannot
    /// be run; `System` when the machine cannot look for it or start it; as the write door when the end cannot be recorded,
    /// saying where the output is kept. An attempt that was begun stays open.
    pub fn perform(
        &self,
        piece: &Piece,
        words: &CommandWords,
        note: Option<&Prose>,
        changes: &mut Vec<Changed>,
        show: &mut dyn FnMut(Stream, &[u8]),
    ) -> Result<Executed> {
        let task = self.find(piece)?;
        find_program(words, self.path, self.dir)?;
        let hold = Hold::begin();
        let is_running = open_attempt(&task).is_some();
        let attempt = task.attempts.len() + usize::from(!is_running);
        let stem = match piece.track {
            Track::Tasks => format!("{}-{attempt}", piece.id),
            Track::Steps => format!("rollback.{}-{attempt}", piece.id),
        };
        let spool = self.spool(&stem)?;
        if !is_running {
            changes.push(self.record(&piece.acting(AttemptCommand::Start { note: None }), None, (self.clock)())?);
        }
        let title = self.title(words).with(piece.what(), format!("{}, attempt {attempt}", piece.id));
        let captured = self.capture(words, &title, &spool, show).map_err(|fault| self.without_end(piece, fault))?;
        let done = self.settle(&stem, spool, captured, note, &Purpose::Work(piece), changes)?;
        drop(hold);
        Ok(done)
    }

    /// Runs a rehearsal of a task, which needs no call and no permission; one that succeeds marks these checklist items.
    ///
    /// # Errors
    /// As [`Exec::perform`].
    pub fn rehearse(
        &self,
        task: &Slug,
        words: &CommandWords,
        items: Vec<String>,
        note: Option<&Prose>,
        changes: &mut Vec<Changed>,
        show: &mut dyn FnMut(Stream, &[u8]),
    ) -> Result<Executed> {
        let own = self.find_in(&change::changeable(self.workspace, self.id)?.tasks, task)?;
        find_program(words, self.path, self.dir)?;
        let hold = Hold::begin();
        let number = own.rehearsals.len() + 1;
        let stem = format!("{task}.rehearsal-{number}");
        let spool = self.spool(&stem)?;
        let title = self.title(words).with("task", format!("{task}, rehearsal {number}"));
        let captured = self.capture(words, &title, &spool, show)?;
        let done = self.settle(&stem, spool, captured, note, &Purpose::Rehearsal(task, items), changes)?;
        drop(hold);
        Ok(done)
    }

    /// The piece as the record has it, if it may be worked on now.
    fn find(&self, piece: &Piece) -> Result<Task> {
        let id = &piece.id;
        match piece.track {
            Track::Tasks => {
                let runbook = change::workable(self.workspace, self.id, id.as_str(), (self.clock)())?;
                self.find_in(&runbook.tasks, id)
            }
            Track::Steps => {
                let runbook = change::changeable(self.workspace, self.id)?;
                if runbook.state == State::RollingBack {
                    return self.find_in(runbook.steps(), id);
                }
                Err(Fault::refused(format!(
                    "the runbook is {}: rollback steps are worked on while it is rolling back",
                    runbook.state
                ))
                .hint(format!("runbook abort {} --reason WHY", self.id)))
            }
        }
    }

    fn find_in(&self, tasks: &[Task], id: &Slug) -> Result<Task> {
        tasks
            .iter()
            .find(|own| own.id == *id)
            .cloned()
            .ok_or_else(|| Fault::bug(format!("`{id}` was found, and is not there any more")))
    }

    fn spool(&self, stem: &str) -> Result<Spool> {
        let name = format!("{}.{}.{stem}.log", self.id.customer, self.id.task);
        Spool::open(self.workspace.private(), &name)
    }

    pub(super) fn title(&self, words: &CommandWords) -> Title {
        Title::default().with("runbook", self.id.to_string()).with("command", words.shown())
    }

    fn capture(
        &self,
        words: &CommandWords,
        title: &Title,
        spool: &Spool,
        show: &mut dyn FnMut(Stream, &[u8]),
    ) -> Result<Captured> {
        let rules = query::secret_rules(self.workspace)?;
        let title = &title.masked(&rules);
        Capture { words, title, rules: &rules, clock: self.clock, terminal: self.terminal }.run(spool, show)
    }

    pub(super) fn record(&self, command: &Command, log: Option<&Attached>, now: Moment) -> Result<Changed> {
        let stamp = Stamp { now, happened: None, by: self.by.clone() };
        change::execute_with_log(self.workspace, self.id, command, &stamp, self.options, log)
    }

    /// The fault of a run that has no end in the record: its attempt stays open, unless somebody ended it meanwhile.
    fn without_end(&self, piece: &Piece, fault: Fault) -> Fault {
        let id = self.id;
        if let Some(why) = self.ended_meanwhile(piece) {
            return Fault { message: format!("{}; {why}", fault.message), ..fault }.hint(format!("runbook log {id}"));
        }
        let of = match piece.track {
            Track::Tasks => "task",
            Track::Steps => "rollback",
        };
        Fault { message: format!("{}; the attempt stays open", fault.message), ..fault }
            .hint(format!("end the attempt yourself: runbook {of} finish|fail|pause {id} {}", piece.id))
    }

    /// Whether the attempt that is running here was ended elsewhere, as by the end of the call; none also where the record
    /// cannot be read now.
    pub(super) fn ended_meanwhile(&self, piece: &Piece) -> Option<String> {
        piece.ended_in(&query::view(self.workspace, self.id).ok()?.runbook)
    }

    /// Records the end with the log; where that fails, what was said stays beside the trail, and the fault says what the
    /// record has instead.
    fn settle(
        &self,
        stem: &str,
        spool: Spool,
        captured: Captured,
        note: Option<&Prose>,
        purpose: &Purpose<'_>,
        changes: &mut Vec<Changed>,
    ) -> Result<Executed> {
        let outcome = if captured.ended.is_success() { TaskOutcome::Success } else { TaskOutcome::Failed };
        let path = change::log_path(self.workspace, self.id, stem);
        let mut record = || {
            let text = captured.log.text.clone()?;
            let log = Attached { path: path.clone()?, text, capture: Some(spool.name().to_owned()) };
            let ending = EndingWords {
                note: noted(note, &captured.ended)?,
                log: Some(log.path.clone()),
                log_sha256: Some(log.sha256()?),
                ..EndingWords::default()
            };
            let command = purpose.ended(outcome, captured.began, ending);
            changes.push(self.record(&command, Some(&log), captured.finished)?);
            Ok::<_, Fault>(log)
        };
        let recorded = record();
        // the error may also have come after it was recorded
        let is_in = recorded.is_ok() || path.is_ok_and(|path| change::is_log_recorded(self.workspace, &path));
        let ended = format!("the command has ended ({})", captured.ended.words());
        match recorded {
            Err(fault) if !is_in => {
                let message = format!("{ended}, but that is not recorded: {}", fault.message);
                let kept = captured.log.keep_beside(&spool);
                let fault = Fault { message, ..fault }.hint(kept);
                Err(match purpose {
                    Purpose::Work(piece) => self.without_end(piece, fault),
                    Purpose::Rehearsal(..) => fault,
                })
            }
            recorded => {
                let log =
                    recorded.map_err(|fault| Fault { message: format!("{ended}, and {}", fault.message), ..fault })?;
                let Captured { ended, log: ClosedLog { left_out, .. }, .. } = captured;
                Ok(Executed { ended, outcome, log, left_out })
            }
        }
    }
}

/// What a command is run for, which decides how its end is recorded.
enum Purpose<'p> {
    /// Doing a piece of work.
    Work(&'p Piece),
    /// Rehearsing a task, which marks these checklist items when it succeeds.
    Rehearsal(&'p Slug, Vec<String>),
}

impl Purpose<'_> {
    fn ended(&self, outcome: TaskOutcome, began: Moment, words: EndingWords) -> Command {
        match (self, outcome) {
            (Self::Work(piece), TaskOutcome::Success) => piece.acting(AttemptCommand::Finish(words)),
            (Self::Work(piece), _) => piece.acting(AttemptCommand::Fail(words)),
            (Self::Rehearsal(task, items), _) => {
                let words = EndingWords { started_at: Some(began), ..words };
                Command::Rehearse { task: task.to_string(), outcome, words, items: items.clone() }
            }
        }
    }
}

impl Piece {
    fn what(&self) -> &'static str {
        match self.track {
            Track::Tasks => "task",
            Track::Steps => "rollback step",
        }
    }

    /// What is said where no attempt of it is open any more.
    pub(super) fn ended_in(&self, runbook: &Runbook) -> Option<String> {
        let pieces = match self.track {
            Track::Tasks => &runbook.tasks,
            Track::Steps => runbook.steps(),
        };
        let own = pieces.iter().find(|own| own.id == self.id);
        let is_open = own.is_some_and(|own| open_attempt(own).is_some());
        (!is_open).then(|| format!("the attempt was ended meanwhile, and the runbook is {}", runbook.state))
    }

    fn acting(&self, attempt: AttemptCommand) -> Command {
        Command::Work(self.track, WorkCommand::Attempt { item: self.id.to_string(), attempt })
    }
}

/// The person's note, and how it ended where it did not succeed.
fn noted(note: Option<&Prose>, ended: &Ended) -> Result<Option<Prose>> {
    match (note, ended.is_success()) {
        (note, true) => Ok(note.cloned()),
        (None, false) => Prose::new(ended.words()).map(Some),
        (Some(note), false) => Prose::new(format!("{}: {note}", ended.words())).map(Some),
    }
}
