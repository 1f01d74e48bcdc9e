//! Creating a runbook under an id that nothing else bears.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::lifecycle::{Circumstances, Command, HistoryFacts, ScheduleTo, Stamp, ask_each_region, decide, replay};
use crate::model::{Changed, CommitId, Event, Fault, Result, Runbook, RunbookId};
use crate::publish::until_not_overtaken;
use crate::store::{render_new, with_schema_line};
use crate::workspace::Workspace;
use crate::workspace::query::removed;

use super::change_options::ChangeOptions;
use super::commit::{ToWrite, record};
use super::guard::{keep_secrets_out, keep_small};
use super::loaded::begin;

/// The beginning of a runbook, decided and not yet written.
pub(super) struct First {
    pub(super) events: Vec<Event>,
    pub(super) after: Runbook,
    pub(super) bytes: Vec<u8>,
}

/// Records a new runbook, and its schedule where one is given, in one commit.
///
/// # Errors
/// As [`execute`](super::execute()).
pub fn create(
    workspace: &Workspace,
    mut runbook: Runbook,
    schedule: Option<ScheduleTo>,
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Changed> {
    ask_each_region(&mut runbook, &workspace.settings);
    let mut changed = bring_in(workspace, &runbook, &GivenIds::default(), stamp, options, |id| Command::Create {
        id: id.clone(),
        runbook: Box::new(runbook.clone()),
        schedule: schedule.clone(),
    })?;
    match gone_before(workspace, &runbook, &changed.id) {
        Ok(gone) => changed.notes.extend(gone),
        // it is recorded: what cannot be read of another one takes nothing back
        Err(fault) => changed.notes.push(format!(
            "this is {}: another runbook had the id that its name makes, and what became of that one cannot be read: {fault}",
            changed.id
        )),
    }
    Ok(changed)
}

/// Why a runbook is not given the id that its name makes, where that was borne by one that is gone.
pub(super) fn gone_before(workspace: &Workspace, runbook: &Runbook, id: &RunbookId) -> Result<Option<String>> {
    let wanted = RunbookId::from_name(runbook.customer.as_str(), runbook.task.as_str());
    if wanted == *id {
        return Ok(None);
    }
    let gone = removed(workspace, &wanted)?;
    Ok(gone.map(|gone| format!("{}; its trail keeps its id, so this is another one: {id}", gone.words())))
}

/// Records the first event of a runbook, by the command that `command` makes for its free id.
///
/// # Errors
/// As [`execute`].
pub(super) fn bring_in(
    workspace: &Workspace,
    runbook: &Runbook,
    others: &GivenIds,
    stamp: &Stamp,
    options: &ChangeOptions,
    command: impl Fn(&RunbookId) -> Command,
) -> Result<Changed> {
    until_not_overtaken(|| {
        let session = begin(workspace)?;
        let head = workspace.repository.head()?.commit;
        let id = free_id(workspace, runbook, head.as_ref(), others)?;
        let first = first(workspace, &id, head.as_ref(), &command(&id), stamp, options)?;
        let writing = ToWrite {
            id: &id,
            previous: workspace.repository.tip(&id)?,
            head,
            before: None,
            after: first.after,
            events: first.events,
            bytes: first.bytes,
            left: None,
            log: None,
            body: None,
            follows: &[],
            notes: Vec::new(),
        };
        record(workspace, session, writing, stamp)
    })
}

/// What the first command for a runbook comes to; nothing is written.
///
/// # Errors
/// What the lifecycle refuses, a secret, a record that would be too large, a twin of the file.
pub(super) fn first(
    workspace: &Workspace,
    id: &RunbookId,
    head: Option<&CommitId>,
    command: &Command,
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<First> {
    if let Some(twin) = workspace.repository.twin(head, id)? {
        return Err(Fault::refused(format!("{twin} differs from {} by upper and lower case alone", id.path()))
            .hint(format!("rename {twin} to lower case with git mv")));
    }
    let history = HistoryFacts::default();
    let context = Circumstances { id, stamp, settings: &workspace.settings, history: &history };
    let mut events = decide(None, command, &context)?;
    let leave = keep_secrets_out(workspace, &events, None, stamp, options)?;
    events.extend(leave);
    let after = replay(None, &events)?.ok_or_else(|| Fault::bug("a creation without a runbook"))?;
    let bytes = with_schema_line(&render_new(&after)?).into_bytes();
    keep_small(id, &bytes)?;
    Ok(First { events, after, bytes })
}

/// The ids that the runbooks of one text get: each another one.
#[derive(Debug, Default)]
pub(super) struct GivenIds {
    given: RefCell<HashSet<RunbookId>>,
    /// By the id that a name makes, the last number that was tried: of many with one name none asks for all before it.
    tried: RefCell<HashMap<RunbookId, u64>>,
}

impl GivenIds {
    /// No other one gets this id.
    pub(super) fn give(&self, id: RunbookId) {
        self.given.borrow_mut().insert(id);
    }
}

/// The id made from the name, or the first of `-2`, `-3` … that neither a file nor the trail nor the others know.
pub(super) fn free_id(
    workspace: &Workspace,
    runbook: &Runbook,
    head: Option<&CommitId>,
    others: &GivenIds,
) -> Result<RunbookId> {
    let wanted = RunbookId::from_name(runbook.customer.as_str(), runbook.task.as_str());
    let is_taken =
        |id: &RunbookId| -> Result<bool> { Ok(others.given.borrow().contains(id) || is_taken(workspace, id, head)?) };
    if !is_taken(&wanted)? {
        return Ok(wanted);
    }
    let mut number = others.tried.borrow().get(&wanted).copied().unwrap_or(2);
    loop {
        let id = RunbookId { customer: wanted.customer.clone(), task: wanted.task.numbered(number) };
        if !is_taken(&id)? {
            others.tried.borrow_mut().insert(wanted, number);
            return Ok(id);
        }
        number += 1;
    }
}

fn is_taken(workspace: &Workspace, id: &RunbookId, head: Option<&CommitId>) -> Result<bool> {
    if workspace.layout.read_record(id)?.is_some() {
        return Ok(true);
    }
    match head {
        // one that is gone keeps its id: two runbooks would share one trail
        Some(head) => {
            Ok(workspace.repository.blob_id_at(head, &id.path())?.is_some() || workspace.repository.tip(id)?.is_some())
        }
        None => Ok(false),
    }
}
