//! The audit: every runbook replayed from its first commit, and each commit held against what its event says.
//!
//! Reads raw objects only; believes neither caches nor grafts, and no verifier that the repository names. What it cannot
//! see without an anchor it says. Changes nothing but the head that is remembered outside the repository.

mod adoption;
mod amended;
mod amended_commit;
mod anchors;
mod context;
mod layout;
mod ledger;
mod logs;
mod merges;
mod policy;
mod rebased;
mod replay;
mod signatures;
mod state;
mod timeline;
mod whole;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::model::{Audit, AuditCode, Result, RunbookId};
use crate::trail::{Objects, Repository, Survey};

use context::AuditContext;
use ledger::{Ledger, Note};
use policy::Policies;
use replay::Replay;
use timeline::timelines;

pub use amended::amended_commits;
pub use amended_commit::AmendedCommit;
pub use context::AuditOptions;

/// Audits the trail behind the head. `resolve` finds the runbook that a person's words mean, where they are no id of the
/// trail.
///
/// # Errors
/// `Git` and `Disk` when it cannot be judged at all; `NotFound`, `Ambiguous` and `Usage` for what the person named.
pub fn audit(
    repository: &Repository,
    options: &AuditOptions,
    resolve: impl Fn(&str) -> Result<RunbookId>,
) -> Result<Audit> {
    let head = repository.named_head()?;
    let mut ledger = Ledger::default();
    for hindrance in repository.hindrances()? {
        ledger.note(Note::new(AuditCode::IncompleteHistory, hindrance.message).fix(hindrance.fix));
    }
    let Some(commit) = head.commit.clone() else {
        return Ok(Audit { ok: ledger.is_clean(), findings: ledger.findings(None)?, ..Audit::default() });
    };
    let place = repository.object_place();
    let survey = Survey::of(&place, &commit)?;
    place.was_read()?;
    if survey.is_empty() {
        whole::troubles(&survey, &mut ledger);
        return ledger.audit(&survey, commit, 0, 0);
    }
    let objects = Objects::open(&place)?;
    let timelines = timelines(&survey);
    let policies = Policies::over(&survey, &objects, &mut ledger);
    let is_incomplete = ledger.is_incomplete() || !survey.troubles.is_empty();
    let left_out = merges::left_out(&survey, &objects);
    let (survey, timelines, policies, left_out) = (&survey, &timelines, &policies, &left_out);
    let context = AuditContext { survey, timelines, policies, options, left_out, is_incomplete };
    let wanted = wanted(&context, resolve)?;
    whole::examine(&context, &mut ledger);
    let replayed: Result<Vec<Ledger>> = wanted
        .clone()
        .into_par_iter()
        .map_init(
            || Objects::open(&place),
            |objects, id| {
                let objects = objects.as_ref().map_err(Clone::clone)?;
                Replay::new(&context, objects, id).run()
            },
        )
        .collect();
    replayed?.into_iter().for_each(|own| ledger.take(own));
    signatures::examine(repository, &context, &place, &mut ledger)?;
    // before anything is remembered
    place.was_read()?;
    anchors::examine(repository, &context, &head, &mut ledger)?;
    let is_part = !options.parts.is_empty();
    if is_part {
        ledger.keep_only(&wanted);
    }
    let commits = if is_part { timeline::commits(timelines, &wanted) } else { survey.len() };
    if repository.is_shallow() {
        // told already; what else is not here shows when the clone is whole
        ledger.drop_absent();
    }
    ledger.audit(survey, commit, commits, wanted.len())
}

/// The runbooks that are replayed.
fn wanted(context: &AuditContext<'_>, resolve: impl Fn(&str) -> Result<RunbookId>) -> Result<Vec<RunbookId>> {
    let mut wanted: Vec<RunbookId> = Vec::new();
    for part in &context.options.parts {
        let id = match RunbookId::typed(part) {
            // a whole id means what it says, also where its record was removed
            Some(id) if context.timelines.contains_key(&id) => id,
            _ => resolve(part)?,
        };
        if !wanted.contains(&id) {
            wanted.push(id);
        }
    }
    if context.options.parts.is_empty() {
        wanted = context.timelines.keys().cloned().collect();
    }
    Ok(wanted)
}
