//! Recording what a person did to a file by hand, or committed with plain git.
//!
//! The file stays byte for byte as the person left it; leave for a false alarm is added to it. Refuses what only commands may change: the state, the result and
//! the overrides, and anything in a closed runbook; a commit that is already made is adopted as it is.

use std::collections::HashSet;

use serde_json::Value;

use crate::lifecycle::{Stamp, check, only_by_command};
use crate::model::{
    Act, Changed, CommitId, Event, Fault, Kind, Prose, Recorded, Result, Runbook, RunbookId, difference,
};
use crate::publish::until_not_overtaken;
use crate::store::read;
use crate::trail::{BlobId, IndexState};
use crate::workspace::Workspace;
use crate::workspace::query::{gone, is_event_of, last_event, missing, read_file, secret_rules};

use super::change_options::ChangeOptions;
use super::commit::{ToWrite, record};
use super::execute::unchanged;
use super::guard::{Typed, body, keep_secrets_out, keep_small};
use super::leave::with_leave;
use super::loaded::begin;
use super::one_sided_merge::{OneSidedMerge, left_out};

/// How a runbook stands in the trail before its edit is recorded.
struct Earlier {
    /// The record as the last event left it; none when no event ever created it.
    runbook: Option<Runbook>,
    /// Its text.
    text: Vec<u8>,
    /// The commits without an event that are adopted, the latest first.
    adopts: Vec<CommitId>,
}

impl Earlier {
    /// Nothing was there.
    const NONE: Self = Self { runbook: None, text: Vec::new(), adopts: Vec::new() };

    /// The same for a file whose record was removed: one that only commands could have made of what was there is another
    /// runbook, which begins anew.
    fn of_this(self, id: &RunbookId, was_removed: bool, after: &Runbook) -> Self {
        let is_other = |before: &Runbook| before != after && only_by_command(id, before, after).is_err();
        if was_removed && self.runbook.as_ref().is_some_and(is_other) { Self::NONE } else { self }
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
    let after = &typed.runbook;
    let is_edited = recorded != Some(BlobId::of(&bytes)?);
    let log = workspace.repository.log_of(id, None)?;
    let earlier = earlier(workspace, id, &log, recorded.is_some(), is_edited)?.of_this(id, recorded.is_none(), after);
    nothing_else_staged(workspace, id, head.as_ref(), &bytes)?;
    if !is_edited && earlier.adopts.is_empty() {
        return Ok(unchanged(id, after));
    }
    let act = match &earlier.runbook {
        Some(before) => {
            if is_edited && before != after {
                only_by_command(id, before, after)?;
            }
            let changes = difference(&before.to_json()?, &after.to_json()?);
            Act::Edit { changes, why: why.cloned(), adopts: earlier.adopts.clone() }
        }
        None => match after.to_json()? {
            Value::Object(record) => Act::Create { runbook: id.clone(), record, by_hand: true },
            _ => return Err(Fault::bug("a record is not a table")),
        },
    };
    check(after).map_err(|fault| unfit(id, fault))?;
    let mut events = vec![Event::new(act, stamp.at(), stamp.by.clone())];
    let head_text = match &head {
        Some(head) if recorded.is_some() => workspace.repository.blob_at(head, &id.path())?.unwrap_or_default(),
        _ => Vec::new(),
    };
    let changes = match read(&id.path(), &head_text) {
        Ok(read) if recorded.is_some() => Some(difference(&read.runbook.to_json()?, &after.to_json()?)),
        _ => None,
    };
    let words = Typed { before: &head_text, after: &bytes, changes: changes.as_deref(), why };
    keep_secrets_out(workspace, &mut events, Some(&words), stamp, options)?;
    let leave = with_leave(&typed, events.get(1..).unwrap_or_default())?;
    let left = leave.is_some().then(|| bytes.clone());
    let (after, bytes) = leave.unwrap_or_else(|| (after.clone(), bytes));
    keep_small(id, &bytes)?;
    let writing = ToWrite {
        id,
        head,
        previous: log.into_iter().next().map(|last| last.commit),
        before: earlier.runbook.as_ref(),
        after: &after,
        events: &events,
        bytes,
        left,
        log: None,
        body: body(why),
        follows: &[],
    };
    let commit = record(workspace, session, writing, stamp)?;
    tell_of_secrets(workspace, id, &earlier, &head_text)?;
    Ok(Changed { id: id.clone(), before: earlier.runbook, after, events, commit: Some(commit) })
}

/// What somebody committed with plain git is in the repository already: refusing to adopt it would hide nothing. So the
/// secrets in it are told, with what helps.
fn tell_of_secrets(workspace: &Workspace, id: &RunbookId, earlier: &Earlier, head_text: &[u8]) -> Result<()> {
    let rules = secret_rules(workspace)?;
    let mut texts = Vec::new();
    for commit in earlier.adopts.iter().rev() {
        if let Some(text) = workspace.repository.blob_at(commit, &id.path())? {
            texts.push((format!("commit {}", commit.short()), text));
        }
    }
    texts.push(("the head".to_owned(), head_text.to_vec()));
    let mut known: HashSet<String> = rules.words(&String::from_utf8_lossy(&earlier.text)).collect();
    let mut places = Vec::new();
    for (whose, text) in texts {
        let text = String::from_utf8_lossy(&text).into_owned();
        let found = rules.find_lines(&text, |secret| !known.contains(secret));
        places.extend(found.into_iter().map(|(line, kind)| format!("{whose}, line {line}: {kind}")));
        known.extend(rules.words(&text));
    }
    if !places.is_empty() {
        workspace.notes.borrow_mut().push(format!(
            "{} was committed with plain git with what looks like a secret ({}); it stays in the history: revoke it where it is valid, then take it out of the file",
            id.path(),
            places.join("; ")
        ));
    }
    Ok(())
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
        Some(OneSidedMerge { merge, record }) => Earlier { runbook: Some(record), text, adopts: vec![merge] },
        None => Earlier { runbook, text, adopts },
    })
}

/// The commits by plain git that no event has followed yet, the latest first. Behind a merge they lie on any side, also
/// where the log has events between them.
fn waiting(workspace: &Workspace, id: &RunbookId, log: &[Recorded]) -> Result<Vec<CommitId>> {
    let latest: Vec<CommitId> =
        log.iter().take_while(|recorded| !is_event_of(recorded, id)).map(|own| own.commit.clone()).collect();
    let mut is_straight = true;
    for commit in &latest {
        is_straight &= workspace.repository.parents(commit)?.len() < 2;
    }
    if is_straight {
        return Ok(latest);
    }
    let events: HashSet<&CommitId> =
        log.iter().filter(|recorded| is_event_of(recorded, id)).map(|own| &own.commit).collect();
    let mut seen: HashSet<CommitId> = HashSet::new();
    let mut left: Vec<CommitId> = latest.first().cloned().into_iter().collect();
    while let Some(commit) = left.pop() {
        if !events.contains(&commit) && !seen.contains(&commit) {
            left.extend(workspace.repository.parents(&commit)?);
            seen.insert(commit);
        }
    }
    Ok(log.iter().map(|own| own.commit.clone()).filter(|commit| seen.contains(commit)).collect())
}

/// A file whose parts contradict each other cannot be recorded.
pub(super) fn unfit(id: &RunbookId, fault: Fault) -> Fault {
    Fault::new(Kind::Unreadable, format!("{} contradicts itself:\n{}", id.path(), fault.message))
        .hint(format!("mend the file, then: runbook save {id}"))
}
