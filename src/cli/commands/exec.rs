//! `task exec` and `rollback exec`: doing a piece of work by a command, with what it says captured.
//!
//! A record's own command is shown before it runs, and runs only on the person's yes.

use std::ffi::OsString;

use clap::Args;

use crate::cli::complete;
use crate::cli::each_target::Each;
use crate::cli::lists::List;
use crate::cli::naming::{self, Which};
use crate::cli::run_command::{self, Consent, Running};
use crate::cli::session::{Answer, Session};
use crate::guide::{CommandWords, Executed, Piece};
use crate::lifecycle::{CheckCommand, Command, Stamp, find, rehearsal_item};
use crate::model::{Changed, CheckItem, Fault, Prose, Result, Runbook, RunbookId, Slug, Task, TaskOutcome, Track};
use crate::workspace::{Workspace, change};

/// Run a command for a task, capture what it says, and record how it ended
///
/// The words after -- are run as they stand, without a shell; without them the task's own command is shown and run once
/// you agree. What it says is shown as it comes and kept in logs/, with the time of each line, secrets masked; the
/// attempt ends by the exit code. The exit code here is 0 when the command succeeded and 1 when it did not.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook task exec acme/enforce-2fa-on-all-groups remove-2fa-from-user-list -- ./remove-2fa --users users.csv
  runbook task exec 2fa remove --yes
  runbook task exec 2fa remove --dry-run --yes --check dry-run
  runbook task exec 2fa remove --each-target -j 4 -- ./remove-2fa --user {}
  runbook task exec 2fa review -- sh -c 'grep -c locked users.csv'")]
pub(super) struct ExecTask {
    #[command(flatten)]
    which: Which,
    /// The task
    #[arg(add = complete::items(List::Tasks))]
    task: Option<String>,
    #[command(flatten)]
    how: How,
    /// Run the task's rehearsal command and record the rehearsal; it needs no call and no permission
    #[arg(long)]
    dry_run: bool,
    /// Mark this checklist item as done, with the log as evidence, when the rehearsal succeeds
    #[arg(long = "check", value_name = "ITEM", requires = "dry_run", add = complete::items(List::Checks))]
    checks: Vec<String>,
    #[command(flatten)]
    each: Each,
    #[command(flatten)]
    command: Typed,
}

/// Run a command for a rollback step, capture what it says, and record how it ended
///
/// As `task exec`: the words after -- or the step's own command, without a shell, ended by its exit code.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook rollback exec acme/enforce-2fa-on-all-groups execute-the-method-with-status-enable -- ./method --status enable
  runbook rollback exec 2fa execute --yes")]
pub(super) struct ExecStep {
    #[command(flatten)]
    which: Which,
    /// The step
    #[arg(add = complete::items(List::Steps))]
    step: Option<String>,
    #[command(flatten)]
    how: How,
    #[command(flatten)]
    command: Typed,
}

#[derive(Debug, Args)]
struct How {
    /// Run the record's own command without asking
    #[arg(long, short = 'y')]
    yes: bool,
    /// What is to be said about the attempt
    #[arg(long)]
    note: Option<Prose>,
}

#[derive(Debug, Args)]
struct Typed {
    /// The command and its words, after --
    #[arg(last = true, value_name = "COMMAND")]
    words: Vec<OsString>,
}

impl ExecTask {
    /// Runs the command.
    ///
    /// # Errors
    /// What the rules refuse, before anything is run; as the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let part = naming::item(session, &workspace, &id, List::Tasks, self.task.as_ref())?;
        let runbook = change::changeable(&workspace, &id)?;
        let task = find(&runbook.tasks, |own| &own.id, &part, "task")?;
        if self.dry_run {
            return self.rehearse(session, &workspace, &id, &runbook, task);
        }
        change::workable(&workspace, &id, task.id.as_str(), session.around.clock()())?;
        let own = OwnCommand {
            text: task.command.as_ref(),
            of: format!("task `{}`", task.id),
            way: format!("runbook task set {id} {} --command COMMAND", task.id),
        };
        let Some(words) = own.or_typed(&self.command.words, self.how.yes, &id, session)? else { return Ok(Answer::No) };
        if self.each.each_target {
            return self.each.run(session, &workspace, &id, &task.id, &words, self.how.note.as_ref());
        }
        let piece = Piece { track: Track::Tasks, id: task.id.clone() };
        let running = Running::new(session, &workspace, &id)?;
        let note = self.how.note.as_ref();
        let (done, changed) =
            running.run(session, |exec, changes, show| exec.perform(&piece, &words, note, changes, show))?;
        answer(session, &workspace, &done, &changed)
    }

    fn rehearse(
        self,
        session: &mut Session<'_>,
        workspace: &Workspace,
        id: &RunbookId,
        runbook: &Runbook,
        task: &Task,
    ) -> Result<Answer> {
        let text = task.dry_run_command.as_ref();
        let own = OwnCommand {
            text,
            of: format!("the rehearsal of task `{}`", task.id),
            way: format!("runbook task set {id} {} --dry-run-command COMMAND", task.id),
        };
        let items =
            self.checks.iter().map(|part| Ok(check(runbook, part)?.id.to_string())).collect::<Result<Vec<_>>>()?;
        let Some(words) = own.or_typed(&self.command.words, self.how.yes, id, session)? else { return Ok(Answer::No) };
        let asked = rehearsal_item(runbook).filter(|_| items.is_empty()).map(|item| item.id.clone());
        let running = Running::new(session, workspace, id)?;
        let note = self.how.note.as_ref();
        let (done, changed) =
            running.run(session, |exec, changes, show| exec.rehearse(&task.id, &words, items, note, changes, show))?;
        let answer = answer(session, workspace, &done, &changed)?;
        if let (Some(item), TaskOutcome::Success) = (asked, done.outcome) {
            offer(session, workspace, id, item, &done)?;
        }
        Ok(answer)
    }
}

impl ExecStep {
    /// Runs the command.
    ///
    /// # Errors
    /// As [`ExecTask::run`].
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let part = naming::item(session, &workspace, &id, List::Steps, self.step.as_ref())?;
        let runbook = change::changeable(&workspace, &id)?;
        let step = find(runbook.steps(), |own| &own.id, &part, "step")?;
        let own = OwnCommand {
            text: step.command.as_ref(),
            of: format!("step `{}`", step.id),
            way: format!("runbook rollback step {id} {} --command COMMAND", step.id),
        };
        let Some(words) = own.or_typed(&self.command.words, self.how.yes, &id, session)? else { return Ok(Answer::No) };
        let piece = Piece { track: Track::Steps, id: step.id.clone() };
        let running = Running::new(session, &workspace, &id)?;
        let note = self.how.note.as_ref();
        let (done, changed) =
            running.run(session, |exec, changes, show| exec.perform(&piece, &words, note, changes, show))?;
        answer(session, &workspace, &done, &changed)
    }
}

/// A command that stands in the record.
struct OwnCommand<'r> {
    text: Option<&'r Prose>,
    /// Whose it is.
    of: String,
    /// What puts it there.
    way: String,
}

impl OwnCommand<'_> {
    /// The words that a person typed, otherwise the record's own if they agree to it; none when they do not.
    fn or_typed(
        &self,
        typed: &[OsString],
        yes: bool,
        id: &RunbookId,
        session: &mut Session<'_>,
    ) -> Result<Option<CommandWords>> {
        if let Some(words) = CommandWords::typed(typed) {
            return Ok(Some(words));
        }
        let text = self.text.ok_or_else(|| {
            Fault::usage(format!("{} has no command of its own: write one after --", self.of))
                .hint(format!("or put it into the record: {}", self.way))
        })?;
        let words = CommandWords::of_text(text.as_str(), id)?;
        Ok(Consent { yes }.to(&words, &self.of, session)?.then_some(words))
    }
}

/// Says what was recorded; yes when the command succeeded.
fn answer(session: &mut Session<'_>, workspace: &Workspace, done: &Executed, changed: &Changed) -> Result<Answer> {
    run_command::tell(session, workspace, done, changed)?;
    Ok(if done.outcome == TaskOutcome::Success { Answer::Yes } else { Answer::No })
}

fn check<'r>(runbook: &'r Runbook, part: &str) -> Result<&'r CheckItem> {
    let all: Vec<&CheckItem> = runbook.pre_call.iter().chain(&runbook.post_call).collect();
    find(&all, |own| &own.id, part, "checklist item").copied()
}

/// Marks the item that asks for a rehearsal if the person wants it; says how where nobody can be asked.
fn offer(session: &mut Session<'_>, workspace: &Workspace, id: &RunbookId, item: Slug, done: &Executed) -> Result<()> {
    let log = Prose::new(done.log.path.as_str())?;
    let Some(asker) = session.asker() else {
        if !session.globals.json {
            session.shell.note(&format!("it was not marked: runbook check done {id} {item} --evidence {log}"));
        }
        return Ok(());
    };
    if asker.confirm(&format!("Mark `{item}` as done, with the log as evidence?"), true)? {
        let command = Command::Check(CheckCommand::Done { items: vec![item.to_string()], evidence: Some(log) });
        let stamp = Stamp { now: session.around.clock()(), happened: None, by: workspace.identity()? };
        let changed = change::execute(workspace, id, &command, &stamp, &session.options())?;
        session.answer(&changed, |session| {
            let words = session.words(workspace, &changed);
            session.shell.complain(&words);
            Ok(())
        })?;
    }
    Ok(())
}
