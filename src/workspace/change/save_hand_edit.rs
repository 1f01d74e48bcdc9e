//! Recording what a person did to a file by hand, or committed with plain git.
//!
//! The file stays byte for byte as the person left it; leave for a false alarm is added to it, and an agreement to another
//! time is taken out of it. Refuses what only commands may change: the state, the result and the overrides, and anything in a
//! closed runbook; a commit that is already made is judged as the same edit in the work tree is.

use serde_json::Value;

use crate::audit::amended_commits;
use crate::lifecycle::{HandText, Stamp, check, only_by_command};
use crate::model::{
    Act, Changed, CommitId, Event, Fault, Kind, Prose, Recorded, Result, Runbook, RunbookId, difference,
};
use crate::publish::until_not_overtaken;
use crate::store::read;
use crate::trail::{BlobId, IndexState};
use crate::workspace::Workspace;
use crate::workspace::query::{behind, gone, last_event, missing, read_file};

use super::adopted::{committed, joined, waiting};
use super::agreement::{Settled, without_old_agreement};
use super::change_options::ChangeOptions;
use super::commit::{ToWrite, record};
use super::execute::unchanged;
use super::guard::{Typed, keep_secrets_out, keep_small};
use super::leave::{Noted, noted};
use super::loaded::{all_decided, begin};
use super::one_sided_merge::{OneSidedMerge, left_out, unheld};
use super::told_secrets::secrets_told;

/// How a runbook stands in the trail before its edit is recorded.
struct Earlier {
    /// The record as the last event left it; none when no event ever created it.
    runbook: Option<Runbook>,
    /// Its text.
    text: Vec<u8>,
    /// The commits without an event that are adopted, the latest first.
    adopts: Vec<CommitId>,
    /// The record as events left it on each side of a merge among them.
    joined: Vec<Runbook>,
    /// The commit of the last event.
    commit: Option<CommitId>,
}

impl Earlier {
    /// Nothing was there.
    const NONE: Self = Self { runbook: None, text: Vec::new(), adopts: Vec::new(), joined: Vec::new(), commit: None };

    /// The same for a file whose record was removed: one that only commands could have made of what was there is another
    /// runbook, which begins anew.
    fn of_this(self, id: &RunbookId, was_removed: bool, after: &Runbook) -> Self {
        let is_other = |before: &Runbook| only_by_command(id, before, &self.joined, after, HandText::File).is_err();
        if was_removed && self.runbook.as_ref().is_some_and(is_other) { Self::NONE } else { self }
    }

    /// The same with the commits of ours that somebody changed afterwards, such as by `git commit --amend`. Where the last
    /// commit is one, the edit begins with what its events had made of the record.
    fn with_amended(self, workspace: &Workspace, id: &RunbookId, log: &[Recorded], stamp: &Stamp) -> Result<Self> {
        let found = amended_commits(&workspace.repository, id, stamp.at())?;
        let last = log.first().map(|last| &last.commit);
        let ground = found.iter().find(|own| Some(&own.commit) == last).map(|own| own.after.clone());
        let adopts = found.into_iter().map(|own| own.commit).collect();
        Ok(Self { runbook: ground.or(self.runbook), adopts, ..self })
    }
}

/// Records the hand edits of a runbook's file as one `edit` event, or its creation by hand.
///
/// # Errors
/// As [`execute`](super::execute()); `Unreadable` when the file does not parse, `Refused` for what only commands may change.
pub fn save(
    workspace: &Workspace,
    id: &RunbookId,
    why: Option<Prose>,
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Changed> {
    until_not_overtaken(|| save_locked(workspace, id, why.as_ref(), stamp, options))
}

fn save_locked(
    workspace: &Workspace,
    id: &RunbookId,
    why: Option<&Prose>,
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Changed> {
    let session = begin(workspace)?;
    let head = workspace.repository.head()?.commit;
    let recorded = match &head {
        Some(head) => workspace.repository.blob_id_at(head, &id.path())?,
        None => None,
    };
    let Some(bytes) = workspace.layout.read_record(id)? else {
        return Err(if recorded.is_some() { gone(workspace, id) } else { missing(id) });
    };
    let typed = read_file(workspace, id, &bytes)?;
    let is_edited = recorded != Some(BlobId::of(&bytes)?);
    let log = workspace.repository.log_of(id, None)?;
    let mut earlier =
        earlier(workspace, id, &log, recorded.is_some(), is_edited)?.of_this(id, recorded.is_none(), &typed.runbook);
    nothing_else_staged(workspace, id, head.as_ref(), &bytes)?;
    all_decided(id, &bytes, Kind::Refused)?;
    if !is_edited && earlier.adopts.is_empty() {
        earlier = earlier.with_amended(workspace, id, &log, stamp)?;
    }
    if !is_edited && earlier.adopts.is_empty() {
        return Ok(unchanged(id, &typed.runbook));
    }
    let there = bytes;
    let settled = match &earlier.runbook {
        Some(before) => without_old_agreement(id, before, &earlier.joined, &typed)?,
        None => None,
    };
    let (typed, bytes, notes) = match settled {
        Some(Settled { read, bytes, words }) => (read, bytes, vec![words]),
        None => (typed, there.clone(), Vec::new()),
    };
    let after = &typed.runbook;
    let act = match &earlier.runbook {
        Some(before) => {
            only_by_command(id, before, &earlier.joined, after, HandText::File).map_err(|fault| {
                match &earlier.commit {
                    Some(last) if !earlier.adopts.is_empty() => committed(id, before, last, fault),
                    _ => fault,
                }
            })?;
            let changes = difference(&before.to_json()?, &after.to_json()?);
            Act::Edit { changes, why: why.cloned(), adopts: earlier.adopts.clone() }
        }
        None => match after.to_json()? {
            Value::Object(record) => Act::Create { runbook: id.clone(), record, by_hand: true },
            _ => return Err(Fault::bug("a record is not a table")),
        },
    };
    check(after).map_err(|fault| unfit(id, fault))?;
    let event = Event::new(act, stamp.at(), stamp.by.clone());
    let head_text = match &head {
        Some(head) if recorded.is_some() => workspace.repository.blob_at(head, &id.path())?.unwrap_or_default(),
        _ => Vec::new(),
    };
    // what the trail holds of a record that was removed is in it already, too
    let known = if recorded.is_some() { &head_text } else { &earlier.text };
    let changes = match read(&id.path(), known) {
        Ok(read) => Some(difference(&read.runbook.to_json()?, &after.to_json()?)),
        Err(_) => None,
    };
    let words = Typed { before: known, after: &bytes, changes: changes.as_deref(), why };
    let leave = keep_secrets_out(workspace, std::slice::from_ref(&event), Some(&words), stamp, options)?;
    let told = match &event.act {
        Act::Edit { changes, .. } => changes.as_slice(),
        _ => &[],
    };
    let mut said = unheld(workspace, id, &earlier.adopts, after, told)?;
    said.extend(brought_back(id, recorded.is_none(), &event.act, &log));
    let Noted { after, bytes, events } = noted(&typed, &bytes, event, leave)?;
    let left = (bytes != there).then_some(there);
    keep_small(id, &bytes)?;
    let writing = ToWrite {
        id,
        head,
        previous: log.into_iter().next().map(|last| last.commit),
        before: earlier.runbook.as_ref(),
        after,
        events,
        bytes: bytes.clone(),
        left,
        log: None,
        body: body(why, &said),
        follows: &[],
        notes,
    };
    let taken_back = match recorded {
        Some(recorded) if is_edited => behind(workspace, id, BlobId::of(&writing.bytes)?, recorded)?,
        _ => None,
    };
    let mut changed = record(workspace, session, writing, stamp)?;
    changed.notes.extend(said);
    if let Some(had) = taken_back {
        let since = "it takes back what was recorded since";
        changed
            .notes
            .push(format!("the text is that of {}: {since}; if that is not meant: runbook undo {id}", had.short()));
    }
    match secrets_told(workspace, id, &earlier.adopts, &earlier.text, &head_text, &bytes) {
        Ok(told) => changed.notes.extend(told),
        // the change is recorded: what cannot be looked at now takes nothing back
        Err(fault) => changed
            .notes
            .push(format!("{} was not searched for secrets as plain git had committed it: {fault}", id.path())),
    }
    Ok(changed)
}

/// Refuses when the index holds a third text, neither the head's nor the file's: recording the file would lose it.
fn nothing_else_staged(workspace: &Workspace, id: &RunbookId, head: Option<&CommitId>, bytes: &[u8]) -> Result<()> {
    let status = workspace.repository.status(head, id)?;
    if !status.is_staged() || status.index == IndexState::Staged(BlobId::of(bytes)?) {
        return Ok(());
    }
    if status.index == IndexState::Absent && head.is_none_or(|_| status.head.is_none()) {
        return Ok(());
    }
    let path = id.path();
    let fault = |what: &str| Fault::new(Kind::HandEdited, format!("{path} {what}"));
    let beside = |whose: &str| {
        let file = workspace.repository.git_dir().join(format!("{}.{whose}.toml", id.task));
        shell_words::quote(&file.display().to_string()).into_owned()
    };
    Err(match status.index {
        IndexState::Conflict => fault("has a conflict in git's index")
            .hint(format!("choose what the file shall say, then: git add {path}, then: runbook save {id}")),
        IndexState::Absent => fault("is staged to be removed, and lies there")
            .hint(format!("to keep it: git restore --staged {path}, then: runbook save {id}")),
        IndexState::Staged(_) => fault("has another text staged, which recording the file would lose")
            .hint(format!(
                "to record the file, with what is staged kept beside: git show :{path} > {} && git restore --staged {path}, then: runbook save {id}",
                beside("staged")
            ))
            .hint(format!(
                "to record what is staged, with the file kept beside: cp {path} {} && git restore --worktree {path}, then: runbook save {id}",
                beside("file")
            )),
    })
}

/// The record as the last event left it, and the commit by plain git that came after, if one did. Where there is nothing
/// else to record, a merge that leaves out one side, and the record there.
fn earlier(
    workspace: &Workspace,
    id: &RunbookId,
    log: &[Recorded],
    is_recorded: bool,
    is_edited: bool,
) -> Result<Earlier> {
    let by_event = last_event(workspace, id, log)?;
    let commit = by_event.map(|recorded| recorded.commit.clone());
    if !is_recorded && by_event.is_none() {
        return Ok(Earlier::NONE);
    }
    let (runbook, text) = match by_event {
        Some(recorded) => match workspace.repository.blob_at(&recorded.commit, &id.path())? {
            Some(bytes) => {
                let place = format!("{} at {}", id.path(), recorded.commit.short());
                (Some(read(&place, &bytes)?.runbook), bytes)
            }
            None => (None, Vec::new()),
        },
        None => (None, Vec::new()),
    };
    let adopts = waiting(workspace, id, log)?;
    let left_out = if is_edited || !adopts.is_empty() { None } else { left_out(workspace, id, log)? };
    Ok(match left_out {
        Some(OneSidedMerge { merge, record }) => {
            let joined = runbook.into_iter().collect();
            Earlier { runbook: Some(record), text, adopts: vec![merge], joined, commit }
        }
        None => {
            let joined = joined(workspace, id, log, &adopts)?;
            Earlier { runbook, text, adopts, joined, commit }
        }
    })
}

/// What is said of a record that is recorded again after it was removed, which its fields alone do not tell.
fn brought_back(id: &RunbookId, was_removed: bool, act: &Act, log: &[Recorded]) -> Option<String> {
    let last = log.first().filter(|_| was_removed && matches!(act, Act::Edit { .. }))?;
    Some(format!("{id} is there again: it was removed in {}", last.commit.short()))
}

/// The reason that a person gave, and what a merge left out, as the commit tells it.
fn body(why: Option<&Prose>, said: &[String]) -> Option<String> {
    let words: Vec<&str> = why.map(Prose::as_str).into_iter().chain(said.iter().map(String::as_str)).collect();
    (!words.is_empty()).then(|| words.join("\n\n"))
}

/// A file whose parts contradict each other cannot be recorded.
pub(super) fn unfit(id: &RunbookId, fault: Fault) -> Fault {
    Fault::new(Kind::Unreadable, format!("{} contradicts itself:\n{}", id.path(), fault.message))
        .hint(format!("mend the file, then: runbook save {id}"))
}
