//! What an audit found, as data: findings with commit, runbook and field, and what the verdict rests on.
//!
//! Keys are those of `docs/reference.md`, “JSON”; codes are stable words. Judges nothing.

use serde::{Serialize, Serializer};

use super::{CommitId, RunbookId};

/// What is wrong with a trail, as a stable word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuditCode {
    /// A record changed in a commit without an event for it.
    NoEvent,
    /// The event does not explain what changed.
    UnexplainedChange,
    /// The lifecycle would have refused the event.
    IllegalEvent,
    /// A permission was answered after the action that it covers.
    PermissionLate,
    /// A commit was recorded before the one that it follows.
    TimeBackwards,
    /// Something lies after its own recording, or after now.
    TimeFuture,
    /// An event speaks for somebody who is not the commit's author.
    AuthorMismatch,
    /// A runbook's commit touches other paths than its record and its logs.
    ForeignPath,
    /// History is not the one that was known.
    HistoryRewritten,
    /// History cannot be read as a whole.
    IncompleteHistory,
    /// A signature is missing that the policy asks for.
    Unsigned,
    /// A signature is not over its commit.
    BadSignature,
    /// A signature is by nobody whom the person trusts.
    UntrustedSigner,
    /// Captured output is not what its event says.
    LogChanged,
    /// A record, an event or an object cannot be read.
    Unreadable,
}

impl AuditCode {
    /// Every code.
    pub const ALL: [Self; 15] = [
        Self::NoEvent,
        Self::UnexplainedChange,
        Self::IllegalEvent,
        Self::PermissionLate,
        Self::TimeBackwards,
        Self::TimeFuture,
        Self::AuthorMismatch,
        Self::ForeignPath,
        Self::HistoryRewritten,
        Self::IncompleteHistory,
        Self::Unsigned,
        Self::BadSignature,
        Self::UntrustedSigner,
        Self::LogChanged,
        Self::Unreadable,
    ];

    /// The word that scripts see.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoEvent => "no-event",
            Self::UnexplainedChange => "unexplained-change",
            Self::IllegalEvent => "illegal-event",
            Self::PermissionLate => "permission-late",
            Self::TimeBackwards => "time-backwards",
            Self::TimeFuture => "time-future",
            Self::AuthorMismatch => "author-mismatch",
            Self::ForeignPath => "foreign-path",
            Self::HistoryRewritten => "history-rewritten",
            Self::IncompleteHistory => "incomplete-history",
            Self::Unsigned => "unsigned",
            Self::BadSignature => "bad-signature",
            Self::UntrustedSigner => "untrusted-signer",
            Self::LogChanged => "log-changed",
            Self::Unreadable => "unreadable",
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditFinding {
    /// What it is.
    pub code: AuditCode,
    /// The commit; none where it concerns the whole history.
    pub commit: Option<CommitId>,
    /// The runbook; none where it concerns none.
    pub id: Option<RunbookId>,
    /// The fields or paths that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// One sentence.
    pub message: String,
    /// What to do; may be empty.
    pub fix: String,
}

/// Marks, attempts, answers and approvals that were written with an editor and recorded as one hand edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandClaim {
    /// The commit that recorded them.
    pub commit: CommitId,
    /// The runbook.
    pub id: RunbookId,
    /// The fields.
    pub paths: Vec<String>,
    /// Who recorded them.
    pub by: String,
}

/// One field of a hand edit, as scripts see it.
#[derive(Serialize)]
struct HandClaimField<'a> {
    commit: &'a CommitId,
    id: &'a RunbookId,
    path: &'a str,
    by: &'a str,
}

fn by_field<S: Serializer>(edits: &[HandClaim], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(edits.iter().flat_map(|HandClaim { commit, id, paths, by }| {
        paths.iter().map(move |path| HandClaimField { commit, id, path, by })
    }))
}

/// An audit's whole answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Audit {
    /// True when nothing is wrong.
    pub ok: bool,
    /// The commit up to which was read; none in a store without any.
    pub head: Option<CommitId>,
    /// How many commits were examined.
    pub commits: usize,
    /// How many runbooks were replayed.
    pub runbooks: usize,
    /// What is wrong, in the order of history.
    pub findings: Vec<AuditFinding>,
    /// How many hand edits were recorded by an event.
    pub edits: usize,
    /// How many commits of the trail bear a good signature of somebody whom the person trusts.
    pub signed: usize,
    /// How many commits the trail has.
    pub trail: usize,
    /// What of these edits says that something happened.
    #[serde(serialize_with = "by_field")]
    pub by_hand: Vec<HandClaim>,
    /// Commits that changed the store's settings, and with them its policies.
    pub policy: Vec<CommitId>,
    /// What the history was held against; without any, one that was rewritten as a whole cannot be seen.
    pub anchors: Vec<String>,
    /// True when the next audit is held against this head.
    pub remembered: bool,
    /// What a reader should know besides.
    pub notes: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_as_its_word() {
        for code in AuditCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.word());
        }
    }
}
