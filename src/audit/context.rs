//! What a person wants to know, and what all parts of an audit look at.

use std::path::PathBuf;

use crate::model::{CommitId, Moment};
use crate::trail::Survey;

use super::merges::LossyMerge;
use super::policy::Policies;
use super::timeline::Timelines;

/// What a person wants audited, and against what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditOptions {
    /// Only these runbooks; all of them where there are none.
    pub parts: Vec<String>,
    /// Commits that have to be in the history.
    pub expect: Vec<String>,
    /// The file of signers whom the person trusts, where they name one for this run.
    pub signers: Option<PathBuf>,
    /// Every commit of the trail has to be signed, whatever the settings say.
    pub all_signed: bool,
    /// The person's folder for state, in which the audited head is remembered; none to remember nothing.
    pub memory: Option<PathBuf>,
    /// A history that was rewritten is taken as it is from now on.
    pub accept: bool,
    /// The time now.
    pub now: Moment,
}

impl AuditOptions {
    /// Everything, by what the store itself asks for, with nothing remembered.
    pub fn plain(now: Moment) -> Self {
        Self {
            parts: Vec::new(),
            expect: Vec::new(),
            signers: None,
            all_signed: false,
            memory: None,
            accept: false,
            now,
        }
    }
}

/// What all parts of an audit look at.
pub(super) struct AuditContext<'a> {
    pub(super) survey: &'a Survey,
    pub(super) timelines: &'a Timelines<'a>,
    pub(super) policies: &'a Policies,
    pub(super) options: &'a AuditOptions,
    /// Merges that leave out what one side recorded.
    pub(super) left_out: &'a [LossyMerge],
    /// True when parts of the history are missing.
    pub(super) is_incomplete: bool,
}

/// The first digits of a commit at a place, for sentences.
pub(super) fn short(survey: &Survey, place: usize) -> String {
    survey.commit(place).map_or_else(|_| "?".to_owned(), |commit: CommitId| commit.short().to_owned())
}
