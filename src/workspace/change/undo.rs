//! Taking back the last commit of a runbook by a new one.
//!
//! What would be taken back is found first and shown; it is done only while that commit is still the last one.

use crate::lifecycle::{Circumstances, Command, HistoryFacts, LastChange, Stamp, decide};
use crate::model::{Act, Change, Changed, Fault, Kind, Recorded, Result, RunbookId};
use crate::publish::until_not_overtaken;
use crate::workspace::Workspace;
use crate::workspace::query::{missing, snapshot_of};

use super::change_options::ChangeOptions;
use super::execute::{ChangeRequest, carry_out};
use super::loaded::{begin, load};

/// What an undo would take back.
#[derive(Debug, Clone, PartialEq)]
pub struct Undoing {
    /// The commit that would be taken back.
    pub last: Recorded,
    /// What would change.
    pub changes: Vec<Change>,
    command: Command,
}

/// What an undo would do now, without doing it.
///
/// # Errors
/// `Refused` where the rules do not allow it, otherwise as [`execute`](super::execute()).
pub fn undoing(workspace: &Workspace, id: &RunbookId, stamp: &Stamp) -> Result<Undoing> {
    workspace.repository.require_history()?;
    // what an interrupted run left would look like a hand edit
    let _session = begin(workspace)?;
    let loaded = load(workspace, id)?;
    let log = workspace.repository.log_of(id, Some(2))?;
    let last = log.first().cloned().ok_or_else(|| missing(id))?;
    let earlier = snapshot_of(workspace, id, log.get(1))?.runbook.map(Box::new);
    let change = LastChange { commit: last.commit.clone(), author: last.author.clone(), events: last.events.clone() };
    let command = Command::Undo { last: change, earlier };
    let history = HistoryFacts::default();
    let context = Circumstances { id, stamp, settings: &workspace.settings, history: &history };
    let events = decide(Some(&loaded.read.runbook), &command, &context)?;
    let changes = events.into_iter().find_map(|event| match event.act {
        Act::Undo { changes, .. } => Some(changes),
        _ => None,
    });
    Ok(Undoing { last, changes: changes.unwrap_or_default(), command })
}

/// Takes the last commit back, if it is still the one that was shown.
///
/// # Errors
/// As [`undoing`]; `Refused` when somebody has recorded something since.
pub fn undo(
    workspace: &Workspace,
    id: &RunbookId,
    shown: &Undoing,
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Changed> {
    until_not_overtaken(|| {
        let session = begin(workspace)?;
        let loaded = load(workspace, id)?;
        if loaded.tip.as_ref() != Some(&shown.last.commit) {
            return Err(overtaken(id));
        }
        carry_out(workspace, session, &loaded, id, &ChangeRequest::of(&shown.command, stamp, options))
    })
}

fn overtaken(id: &RunbookId) -> Fault {
    Fault::new(Kind::Refused, format!("somebody has changed {id} since; nothing was taken back"))
        .hint(format!("look at what changed: runbook diff {id}"))
}
