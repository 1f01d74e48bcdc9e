//! What the parts of an audit write down, put in the order of history at the end.

use std::collections::BTreeSet;

use crate::model::{Audit, AuditCode, AuditFinding, Change, CommitId, Event, HandClaim, Result, RunbookId, excerpt};
use crate::trail::{ObjectFault, Survey};

/// So many fields of one unexplained change are named.
const NAMED: usize = 8;

/// The first of many names, and how many there are besides.
pub(super) fn few(names: &[String]) -> String {
    let mut named = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        named.push_str(&format!(" and {} more", names.len() - NAMED));
    }
    named
}

/// One finding before it is put in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    place: Option<usize>,
    /// True when it says no more than that an object is not here.
    is_absent: bool,
    finding: AuditFinding,
}

impl Note {
    pub(super) fn new(code: AuditCode, message: impl Into<String>) -> Self {
        let finding = AuditFinding {
            code,
            commit: None,
            id: None,
            fields: Vec::new(),
            message: excerpt(message.into()),
            fix: String::new(),
        };
        Self { place: None, is_absent: false, finding }
    }

    /// An object is not here, which says nothing about anybody.
    pub(super) fn absent(message: impl Into<String>) -> Self {
        Self { is_absent: true, ..Self::new(AuditCode::IncompleteHistory, message) }
    }

    /// At the commit of this place.
    pub(super) fn at(mut self, place: usize) -> Self {
        self.place = Some(place);
        self
    }

    /// About this runbook.
    pub(super) fn of(mut self, id: &RunbookId) -> Self {
        self.finding.id = Some(id.clone());
        self
    }

    /// About these fields.
    pub(super) fn fields(mut self, fields: Vec<String>) -> Self {
        self.finding.fields = fields;
        self
    }

    /// What to do about it.
    pub(super) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.finding.fix = fix.into();
        self
    }
}

/// Everything that was written down.
#[derive(Debug, Clone, Default)]
pub(super) struct Ledger {
    notes: Vec<Note>,
    pub(super) edits: usize,
    pub(super) signed: usize,
    pub(super) trail: usize,
    pub(super) by_hand: Vec<HandClaim>,
    pub(super) policy: Vec<CommitId>,
    pub(super) anchors: Vec<String>,
    pub(super) remembered: bool,
    pub(super) remarks: Vec<String>,
}

impl Ledger {
    pub(super) fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// Lists what happened according to a hand, not to a command.
    pub(super) fn pencil<'c>(
        &mut self,
        commit: &CommitId,
        id: &RunbookId,
        events: &[Event],
        changes: impl IntoIterator<Item = &'c Change>,
    ) {
        let paths: Vec<String> = changes.into_iter().map(|change| change.path.clone()).collect();
        if paths.is_empty() {
            return;
        }
        let by = events.first().map(|event| event.by.to_string()).unwrap_or_default();
        self.by_hand.push(HandClaim { commit: commit.clone(), id: id.clone(), paths, by });
    }

    pub(super) fn is_clean(&self) -> bool {
        self.notes.is_empty()
    }

    /// True when something of this code was found.
    pub(super) fn has(&self, code: AuditCode) -> bool {
        self.notes.iter().any(|note| note.finding.code == code)
    }

    /// True when a part of the history is not here, so that nobody is held to what they say of it. What is here and cannot
    /// be read is no such part.
    pub(super) fn is_incomplete(&self) -> bool {
        self.has(AuditCode::IncompleteHistory)
    }

    /// Takes over what another one holds.
    pub(super) fn take(&mut self, other: Self) {
        self.notes.extend(other.notes);
        self.edits += other.edits;
        self.by_hand.extend(other.by_hand);
    }

    /// Drops the findings of rewritten history at these commits; answers how many there were.
    pub(super) fn drop_claims(&mut self, places: &BTreeSet<usize>) -> usize {
        let before = self.notes.len();
        self.notes.retain(|note| {
            note.finding.code != AuditCode::HistoryRewritten || note.place.is_none_or(|place| !places.contains(&place))
        });
        before - self.notes.len()
    }

    /// Drops what says no more than that an object is not here.
    pub(super) fn drop_absent(&mut self) {
        self.notes.retain(|note| !note.is_absent);
    }

    /// Drops what is about other runbooks.
    pub(super) fn keep_only(&mut self, wanted: &[RunbookId]) {
        self.notes.retain(|note| note.finding.id.as_ref().is_none_or(|id| wanted.contains(id)));
    }

    /// The findings, oldest first; those about the whole history before all others.
    pub(super) fn findings(&mut self, survey: Option<&Survey>) -> Result<Vec<AuditFinding>> {
        let mut notes = std::mem::take(&mut self.notes);
        notes.sort_by_key(|note| note.place);
        let notes = absent_once(notes);
        let mut findings: Vec<AuditFinding> = Vec::new();
        let (mut place, mut first) = (None, 0);
        for note in notes {
            if note.place != place {
                (place, first) = (note.place, findings.len());
            }
            let commit = place.zip(survey).map(|(place, survey)| survey.commit(place)).transpose()?;
            let mut finding = AuditFinding { commit, ..note.finding };
            if finding.fix.is_empty() {
                finding.fix = way_out(finding.code, finding.commit.as_ref());
            }
            if !findings.iter().skip(first).any(|told| *told == finding) {
                findings.push(finding);
            }
        }
        Ok(findings)
    }

    /// The whole answer.
    pub(super) fn audit(mut self, survey: &Survey, head: CommitId, commits: usize, runbooks: usize) -> Result<Audit> {
        Ok(Audit {
            ok: self.is_clean(),
            head: Some(head),
            commits,
            runbooks,
            edits: self.edits,
            signed: self.signed,
            trail: self.trail,
            findings: self.findings(Some(survey))?,
            by_hand: self.by_hand,
            policy: self.policy,
            anchors: self.anchors,
            remembered: self.remembered,
            notes: self.remarks,
        })
    }
}

/// What to do about a finding that nothing mends: what a person must find out, and where.
fn way_out(code: AuditCode, commit: Option<&CommitId>) -> String {
    let name = commit.map_or("HEAD", CommitId::short);
    match code {
        AuditCode::TimeBackwards | AuditCode::TimeFuture => {
            format!("find out whose clock was wrong: git show --format=fuller {name}")
        }
        AuditCode::Unsigned | AuditCode::BadSignature | AuditCode::UntrustedSigner => {
            format!("find out who made it, and with which key: git verify-commit --verbose {name}")
        }
        AuditCode::HistoryRewritten => "find out who rewrote it, and when: git reflog".to_owned(),
        AuditCode::IncompleteHistory => "find out what is missing here: runbook doctor".to_owned(),
        AuditCode::NoEvent
        | AuditCode::UnexplainedChange
        | AuditCode::IllegalEvent
        | AuditCode::PermissionLate
        | AuditCode::AuthorMismatch
        | AuditCode::ForeignPath
        | AuditCode::LogChanged
        | AuditCode::Unreadable => format!("find out who recorded it, and why: git show {name}"),
    }
}

/// Everything that is not here is one finding: a clone that left content out did so everywhere.
fn absent_once(notes: Vec<Note>) -> Vec<Note> {
    let (mut absent, mut rest): (Vec<Note>, Vec<Note>) = notes.into_iter().partition(|note| note.is_absent);
    let objects: BTreeSet<&str> = absent.iter().map(|note| note.finding.message.as_str()).collect();
    if let (Some(first), 2..) = (absent.first(), objects.len()) {
        let message = format!("{} (and {} more objects)", first.finding.message, objects.len() - 1);
        absent = vec![Note::absent(message).fix(first.finding.fix.clone())];
    }
    absent.append(&mut rest);
    absent.sort_by_key(|note| note.place);
    absent
}

/// What is wrong with an object, as a finding.
pub(super) fn of_trouble(trouble: &ObjectFault) -> Note {
    match trouble {
        ObjectFault::Missing(words) => Note::absent(words.clone()).fix(ObjectFault::FETCH),
        ObjectFault::Damaged(words) | ObjectFault::Malformed(words) => {
            Note::new(AuditCode::Unreadable, words.clone()).fix("git fsck; fetch it again from where it is whole")
        }
    }
}
