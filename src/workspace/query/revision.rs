//! Points in a runbook's life, as people name them, and how the runbook stood there.
//!
//! A point is a commit, a time, a mark such as `@approved`, or the file as it lies there. A time means what was recorded
//! by then, whatever it says about when it happened. Refuses a record that does not parse, naming where.

use std::str::FromStr;

use crate::lifecycle::suggestion;
use crate::model::{
    Act, ApprovalAct, CommitId, DiffEnd, Event, Fault, Kind, Moment, Recorded, Result, Runbook, RunbookId,
};
use crate::workspace::Workspace;

use super::not_found::{deleted, missing};
use super::record::{read_at, read_file};
use super::secrets::masked;

/// A point in a runbook's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revision {
    /// The file as it lies in the work tree.
    File,
    /// The last event of a kind, and so many of the runbook's commits before it.
    Mark(Milestone, usize),
    /// What was recorded by this time.
    Time(Moment),
    /// A commit, by any name that git understands.
    Revision(String),
}

/// An event that people go back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Milestone {
    /// It came into being.
    Created,
    /// The call was agreed, or moved.
    Scheduled,
    /// Somebody approved the plan.
    Approved,
    /// The call began.
    Started,
    /// The work, or the rollback, was over.
    Finished,
    /// It was closed, or cancelled.
    Closed,
}

impl Milestone {
    /// Every mark and its word.
    pub const ALL: [(Self, &str); 6] = [
        (Self::Created, "@created"),
        (Self::Scheduled, "@scheduled"),
        (Self::Approved, "@approved"),
        (Self::Started, "@started"),
        (Self::Finished, "@finished"),
        (Self::Closed, "@closed"),
    ];

    fn fits(self, event: &Event) -> bool {
        match &event.act {
            Act::Create { .. } | Act::Import { .. } => self == Self::Created,
            Act::Schedule { scheduled_at, .. } => self == Self::Scheduled && scheduled_at.is_some(),
            Act::Approval(ApprovalAct::Give { .. }) => self == Self::Approved,
            Act::Start => self == Self::Started,
            Act::Finish => self == Self::Finished,
            Act::Close { .. } | Act::Cancel { .. } => self == Self::Closed,
            _ => false,
        }
    }

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(own, _)| *own == self).map_or("", |(_, word)| word)
    }
}

impl Revision {
    /// The word for the file as it lies there.
    pub const FILE: &'static str = "@file";
}

impl FromStr for Revision {
    type Err = Fault;

    /// Reads `@file`, a mark with any number of `~` behind it, or takes the words for a commit. Times are read by who
    /// knows the clocks.
    fn from_str(words: &str) -> Result<Self> {
        let bare = words.trim_end_matches('~');
        let back = words.len() - bare.len();
        let is_gits = bare.len() < 2 || !bare.starts_with('@') || bare.starts_with("@{") || !is_word(bare);
        if let Some((mark, _)) = Milestone::ALL.iter().find(|(_, word)| *word == bare) {
            return Ok(Self::Mark(*mark, back));
        }
        match words {
            Self::FILE => Ok(Self::File),
            _ if is_gits => Ok(Self::Revision(words.to_owned())),
            _ => {
                let known = || Milestone::ALL.iter().map(|(_, word)| *word).chain([Self::FILE]);
                let fault = Fault::usage(format!("“{words}” is no point in a runbook's life"));
                Err(match suggestion(bare, known()) {
                    Some(near) => fault.hint(format!("did you mean `{near}`?")),
                    None => {
                        fault.hint(format!("a commit, a time, or one of {}", known().collect::<Vec<_>>().join(", ")))
                    }
                })
            }
        }
    }
}

fn is_word(text: &str) -> bool {
    text.chars().skip(1).all(|c| c.is_ascii_alphabetic())
}

/// How a runbook stood at a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Which point it was found to be.
    pub end: DiffEnd,
    /// The record; none where there was none.
    pub runbook: Option<Runbook>,
    /// The file's bytes; empty where there was none.
    pub bytes: Vec<u8>,
}

/// How the runbook stood at a point.
///
/// # Errors
/// `NotFound` for a commit or an event that does not exist, `Unreadable` for a record that does not parse there.
pub fn snapshot(workspace: &Workspace, id: &RunbookId, point: &Revision) -> Result<Snapshot> {
    match point {
        Revision::File => snapshot_of_file(workspace, id),
        Revision::Revision(words) => snapshot_at(workspace, id, &workspace.repository.resolve(words)?),
        Revision::Mark(mark, back) => {
            let log = workspace.repository.log_of(id, None)?;
            let Some(found) = marked(&log, *mark) else {
                require_beginning(workspace, id, &log)?;
                return Err(never(id, *mark));
            };
            snapshot_in(workspace, id, &log, log.get(found.saturating_add(*back)))
        }
        Revision::Time(time) => {
            let log = workspace.repository.log_of(id, None)?;
            snapshot_in(workspace, id, &log, log.iter().find(|recorded| recorded.recorded_at <= *time))
        }
    }
}

/// As [`snapshot_of`], of a commit in the runbook's log; that there was none before it is said only where that is known.
pub(super) fn snapshot_in(
    workspace: &Workspace,
    id: &RunbookId,
    log: &[Recorded],
    recorded: Option<&Recorded>,
) -> Result<Snapshot> {
    if recorded.is_none() {
        require_beginning(workspace, id, log)?;
    }
    snapshot_of(workspace, id, recorded)
}

/// Refuses where a shallow clone has cut off how the runbook began: what was before its log is not known.
fn require_beginning(workspace: &Workspace, id: &RunbookId, log: &[Recorded]) -> Result<()> {
    if workspace.repository.is_cut_off(id, log) { workspace.repository.require_history() } else { Ok(()) }
}

fn snapshot_of_file(workspace: &Workspace, id: &RunbookId) -> Result<Snapshot> {
    let Some(bytes) = workspace.record_text(id)? else {
        let head = workspace.repository.head()?.commit;
        let recorded = head.map(|head| workspace.repository.blob_id_at(&head, &id.path())).transpose()?.flatten();
        return Err(if recorded.is_some() { deleted(workspace, id) } else { missing(id) });
    };
    let runbook = Some(read_file(workspace, id, &bytes)?.runbook);
    Ok(Snapshot { end: DiffEnd::File, runbook, bytes })
}

pub(super) fn snapshot_at(workspace: &Workspace, id: &RunbookId, commit: &CommitId) -> Result<Snapshot> {
    let recorded = workspace.repository.recorded(commit)?;
    snapshot_of(workspace, id, Some(&recorded))
}

pub(in crate::workspace) fn snapshot_of(
    workspace: &Workspace,
    id: &RunbookId,
    recorded: Option<&Recorded>,
) -> Result<Snapshot> {
    let Some(recorded) = recorded else {
        return Ok(Snapshot { end: DiffEnd::Nothing, runbook: None, bytes: Vec::new() });
    };
    let bytes = workspace.repository.blob_at(&recorded.commit, &id.path())?;
    let runbook = bytes.as_deref().map(|bytes| read_at(id, &recorded.commit, bytes)).transpose()?;
    let mut end = recorded.clone();
    masked(workspace, std::iter::once(&mut end))?;
    Ok(Snapshot { end: DiffEnd::Commit(Box::new(end)), runbook, bytes: bytes.unwrap_or_default() })
}

/// Where in the log, the latest first, the last event of this mark stands that was not taken back.
fn marked(log: &[Recorded], mark: Milestone) -> Option<usize> {
    let gone = undone(&log.iter().collect::<Vec<_>>());
    log.iter()
        .position(|recorded| !gone.contains(&&recorded.commit) && recorded.events.iter().any(|event| mark.fits(event)))
}

/// The commits of a log, the latest first, that were taken back by one that was not taken back itself.
pub(super) fn undone<'l>(log: &[&'l Recorded]) -> Vec<&'l CommitId> {
    let mut gone: Vec<&CommitId> = Vec::new();
    for recorded in log.iter().copied() {
        // an undo stands behind what it undoes, so that all who could have taken this one back were seen
        if gone.contains(&&recorded.commit) {
            continue;
        }
        gone.extend(recorded.events.iter().filter_map(|event| match &event.act {
            Act::Undo { undoes, .. } => Some(undoes),
            _ => None,
        }));
    }
    gone
}

fn never(id: &RunbookId, mark: Milestone) -> Fault {
    Fault::new(Kind::NotFound, format!("{id} has no {}: that has not happened, or was taken back", mark.word()))
        .hint(format!("runbook log {id}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Identity;

    #[test]
    fn an_undo_that_was_undone_takes_nothing_back() {
        let id = |number: usize| -> CommitId { format!("{number:040}").parse().unwrap() };
        let log = |length: usize| -> Vec<Recorded> {
            // the first is a change, each other one takes the one before it back
            let act = |number: usize| match number {
                0 => Act::Start,
                _ => Act::Undo { undoes: id(number - 1), undone: Vec::new(), changes: Vec::new() },
            };
            let at: Moment = "2026-12-01T14:00:00Z".parse().unwrap();
            let by: Identity = "A <a@example.com>".parse().unwrap();
            let recorded = |number: usize| Recorded {
                commit: id(number),
                author: by.clone(),
                recorded_at: at,
                subject: String::new(),
                runbook: None,
                previous: None,
                events: vec![Event::new(act(number), at, by.clone())],
                problem: None,
            };
            (0..length).rev().map(recorded).collect()
        };
        for length in 1..7 {
            let log = log(length);
            let gone = undone(&log.iter().collect::<Vec<_>>());
            for (number, recorded) in log.iter().rev().enumerate() {
                // the last stands, the one before it does not, and so on
                let stands = (length - 1 - number) % 2 == 0;
                assert_eq!(gone.contains(&&recorded.commit), !stands, "{number} of {length}");
            }
        }
    }

    #[test]
    fn marks_the_file_and_commits_are_told_apart() {
        for (words, point) in [
            ("@file", Revision::File),
            ("@started", Revision::Mark(Milestone::Started, 0)),
            ("@approved~~", Revision::Mark(Milestone::Approved, 2)),
            ("@", Revision::Revision("@".into())),
            ("@~2", Revision::Revision("@~2".into())),
            ("@{1}", Revision::Revision("@{1}".into())),
            ("HEAD~", Revision::Revision("HEAD~".into())),
        ] {
            assert_eq!(words.parse::<Revision>().unwrap(), point, "{words}");
        }
        let fault = "@aproved".parse::<Revision>().unwrap_err();
        assert_eq!((fault.kind, fault.hints), (Kind::Usage, vec!["did you mean `@approved`?".to_owned()]));
    }
}
