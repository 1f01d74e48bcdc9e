//! One command for one runbook, from the lock to the commit; what is refused on the way leaves everything as it was.

use crate::lifecycle::{Circumstances, Command, HistoryFacts, OpenQuestion, Stamp, decide, replay};
use crate::model::{Changed, Fault, Result, Runbook, RunbookId};
use crate::publish::{WriteSession, until_not_overtaken};
use crate::store::following::Following;
use crate::store::rewrite;
use crate::workspace::Workspace;
use crate::workspace::query::history;

use super::agreement::taken_out;
use super::answers::understood;
use super::captured_log::{Attached, check_log};
use super::change_options::ChangeOptions;
use super::commit::{ToWrite, record};
use super::guard::{keep_secrets_out, keep_small};
use super::loaded::{Loaded, begin, load};

/// What a person asks of a runbook.
pub(super) struct ChangeRequest<'a> {
    pub(super) command: &'a Command,
    pub(super) stamp: &'a Stamp,
    pub(super) options: &'a ChangeOptions,
    /// Captured output that the same commit holds.
    pub(super) log: Option<&'a Attached>,
    /// What follows beside the trail, also where nothing has to be recorded.
    pub(super) follows: &'a [Following],
    /// The question that it answers, where somebody was asked about an item as it was shown.
    pub(super) question: Option<OpenQuestion<'a>>,
}

impl<'a> ChangeRequest<'a> {
    /// The command alone.
    pub(super) fn of(command: &'a Command, stamp: &'a Stamp, options: &'a ChangeOptions) -> Self {
        Self { command, stamp, options, log: None, follows: &[], question: None }
    }
}

/// Carries out a command on a runbook: one commit, or nothing where nothing had to change.
///
/// # Errors
/// What the lifecycle refuses; `HandEdited` when the file is not the trail's head; `Locked`, `Git`, `Disk`, `Hook`,
/// `Secret`. After any of them file, index and head are as they were.
pub fn execute(
    workspace: &Workspace,
    id: &RunbookId,
    command: &Command,
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Changed> {
    execute_all(workspace, id, &ChangeRequest::of(command, stamp, options))
}

/// As [`execute`], and what follows beside the trail is done when it is recorded, or found recorded already.
///
/// # Errors
/// As [`execute`]; where the message says that the change is recorded, the next run does what follows.
pub fn execute_with_following(
    workspace: &Workspace,
    id: &RunbookId,
    command: &Command,
    stamp: &Stamp,
    options: &ChangeOptions,
    follows: &[Following],
) -> Result<Changed> {
    execute_all(workspace, id, &ChangeRequest { follows, ..ChangeRequest::of(command, stamp, options) })
}

/// As [`execute`], for the answer to a question about an item.
///
/// # Errors
/// As [`execute`]; `Refused` where the item is not what was shown any more.
pub fn answer(
    workspace: &Workspace,
    id: &RunbookId,
    command: &Command,
    stamp: &Stamp,
    options: &ChangeOptions,
    question: OpenQuestion<'_>,
) -> Result<Changed> {
    let question = Some(question);
    execute_all(workspace, id, &ChangeRequest { question, ..ChangeRequest::of(command, stamp, options) })
}

/// As [`execute`], and the same commit holds captured output of which an event says the digest.
///
/// # Errors
/// As [`execute`]; `Secret` when the output holds one.
pub fn execute_with_log(
    workspace: &Workspace,
    id: &RunbookId,
    command: &Command,
    stamp: &Stamp,
    options: &ChangeOptions,
    log: Option<&Attached>,
) -> Result<Changed> {
    let spool = log.and_then(|log| log.capture.clone()).map(|name| Following::DropCapture { name });
    let follows = spool.as_slice();
    execute_all(workspace, id, &ChangeRequest { log, follows, ..ChangeRequest::of(command, stamp, options) })
}

fn execute_all(workspace: &Workspace, id: &RunbookId, asked: &ChangeRequest<'_>) -> Result<Changed> {
    until_not_overtaken(|| {
        let session = begin(workspace)?;
        let loaded = load(workspace, id)?;
        carry_out(workspace, session, &loaded, id, asked)
    })
}

/// Decides, applies, writes back and commits on the ground that was read while the session is held.
pub(super) fn carry_out(
    workspace: &Workspace,
    session: WriteSession<'_>,
    loaded: &Loaded,
    id: &RunbookId,
    asked: &ChangeRequest<'_>,
) -> Result<Changed> {
    let ChangeRequest { command, stamp, options, log, follows, question } = *asked;
    let before = &loaded.read.runbook;
    if let Some(question) = question {
        question.must_stand(before)?;
    }
    let history = if command.needs_history(stamp) { history(workspace, id)? } else { HistoryFacts::default() };
    let context = Circumstances { id, stamp, settings: &workspace.settings, history: &history };
    let command = understood(workspace, before, command)?;
    let mut events = decide(Some(before), &command, &context)?;
    if events.is_empty() {
        session.store().do_beside(follows)?;
        return Ok(unchanged(id, before));
    }
    let leave = keep_secrets_out(workspace, &events, None, stamp, options)?;
    events.extend(leave);
    if let Some(log) = log {
        check_log(workspace, id, log, &events)?;
    }
    let after = replay(Some(before.clone()), &events)?.ok_or_else(|| Fault::bug("a change without a runbook"))?;
    let bytes = rewrite(&loaded.read, &after)?;
    keep_small(id, &bytes)?;
    let loses_agreement = matches!(*command, Command::Schedule(_)) && before.agreed.is_some() && after.agreed.is_none();
    let notes = if loses_agreement { vec![taken_out(id, before, &after)] } else { Vec::new() };
    let writing = ToWrite {
        id,
        head: loaded.head.clone(),
        previous: loaded.tip.clone(),
        before: Some(before),
        after,
        events,
        bytes,
        left: None,
        log,
        body: None,
        follows,
        notes,
    };
    record(workspace, session, writing, stamp)
}

/// The answer when a command finds everything as it asks for.
pub(super) fn unchanged(id: &RunbookId, runbook: &Runbook) -> Changed {
    Changed {
        id: id.clone(),
        before: Some(runbook.clone()),
        after: runbook.clone(),
        events: Vec::new(),
        commit: None,
        notes: Vec::new(),
    }
}
