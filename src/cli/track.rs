//! Work on either track, tasks or the steps of the rollback: planned, and recorded as it goes.

use super::arg_values::{item, without_blanks};
use super::lists::List;
use super::naming::{self, Which};
use super::session::{Answer, Session};
use super::work_args::{Became, Ended, Moving, Place, Plan};
use crate::lifecycle::{AttemptCommand, Command, EndingWords, Whereto, WorkCommand, find, open_attempt};
use crate::model::{Fault, Result, RunbookId, Slug, Track};
use crate::workspace::{Workspace, query};

/// One item of a track, as typed.
#[derive(Debug)]
pub(super) struct Named {
    /// The runbook.
    pub(super) which: Which,
    /// The item.
    pub(super) part: Option<String>,
}

fn list(track: Track) -> List {
    match track {
        Track::Tasks => List::Tasks,
        Track::Steps => List::Steps,
    }
}

fn find_item(track: Track, named: &Named, session: &Session<'_>, workspace: &Workspace) -> Result<(RunbookId, String)> {
    let id = named.which.find(session, workspace)?;
    let part = naming::item(session, workspace, &id, list(track), named.part.as_ref())?;
    Ok((id, part))
}

/// Plans one more.
///
/// # Errors
/// As the write door; `Usage` when the title is missing and nobody can be asked.
pub(super) fn add(
    track: Track,
    session: &mut Session<'_>,
    which: &Which,
    id: Option<Slug>,
    mut plan: Plan,
    place: Place,
) -> Result<Answer> {
    let workspace = session.open()?;
    let runbook = which.find(session, &workspace)?;
    plan.complete(list(track).item(), session)?;
    let options = id.clone().or_else(|| plan.id()).ok_or_else(|| Fault::bug("work without a title"))?;
    let mut fields = without_blanks(plan.fields());
    fields.insert("id".to_owned(), options.as_str().into());
    let place = place.named().unwrap_or(Whereto::Last);
    let command = WorkCommand::Add { item: item(fields)?, fixed_id: id.is_some(), place };
    let answer = session.change(&workspace, &runbook, &Command::Work(track, command), None)?;
    plan.remarks(&runbook).iter().for_each(|note| session.shell.note(note));
    Ok(answer)
}

/// Changes a plan.
///
/// # Errors
/// As the write door.
pub(super) fn set(track: Track, session: &mut Session<'_>, named: &Named, plan: &Plan) -> Result<Answer> {
    let workspace = session.open()?;
    let (id, item) = find_item(track, named, session, &workspace)?;
    let command = Command::Work(track, WorkCommand::Set { item, fields: plan.fields() });
    let answer = session.change(&workspace, &id, &command, None)?;
    plan.remarks(&id).iter().for_each(|note| session.shell.note(note));
    Ok(answer)
}

/// Takes one out of the plan.
///
/// # Errors
/// As the write door.
pub(super) fn remove(track: Track, session: &mut Session<'_>, named: &Named) -> Result<Answer> {
    let workspace = session.open()?;
    let (id, item) = find_item(track, named, session, &workspace)?;
    session.change(&workspace, &id, &Command::Work(track, WorkCommand::Remove { item }), None)
}

/// Puts one elsewhere.
///
/// # Errors
/// As the write door; `Usage` when no place is named.
pub(super) fn put(track: Track, session: &mut Session<'_>, named: &Named, place: Place) -> Result<Answer> {
    let place = place.named().ok_or_else(|| {
        let other = list(track).value_name();
        Fault::usage(format!("where to is missing: give --before {other}, --after {other}, --first or --last"))
    })?;
    let workspace = session.open()?;
    let (id, item) = find_item(track, named, session, &workspace)?;
    session.change(&workspace, &id, &Command::Work(track, WorkCommand::Move { item, place }), None)
}

/// Begins an attempt.
///
/// # Errors
/// As the write door.
pub(super) fn start(track: Track, session: &mut Session<'_>, named: &Named, moving: Moving) -> Result<Answer> {
    let workspace = session.open()?;
    let (id, item) = find_item(track, named, session, &workspace)?;
    let attempt = AttemptCommand::Start { note: moving.note };
    let command = Command::Work(track, WorkCommand::Attempt { item, attempt });
    session.change(&workspace, &id, &command, moving.happened.at.as_ref())
}

/// Interrupts an attempt.
///
/// # Errors
/// As the write door.
pub(super) fn pause(track: Track, session: &mut Session<'_>, named: &Named, moving: Moving) -> Result<Answer> {
    let workspace = session.open()?;
    let (id, item) = find_item(track, named, session, &workspace)?;
    let attempt = AttemptCommand::Pause(EndingWords { note: moving.note, ..EndingWords::default() });
    let command = Command::Work(track, WorkCommand::Attempt { item, attempt });
    session.change(&workspace, &id, &command, moving.happened.at.as_ref())
}

/// Ends an attempt.
///
/// # Errors
/// As the write door; `Usage` when a note or a length is missing and nobody can be asked.
pub(super) fn end(
    track: Track,
    session: &mut Session<'_>,
    named: &Named,
    ended: Ended,
    became: Became,
) -> Result<Answer> {
    let workspace = session.open()?;
    let (id, item) = find_item(track, named, session, &workspace)?;
    let at = ended.happened.at.clone();
    let is_measured = || -> Result<bool> {
        let runbook = query::view(&workspace, &id)?.runbook;
        let own = find(track.of(&runbook), |own| &own.id, &item, track.item());
        // what cannot be found is the write door's to refuse: nobody is asked how long it took
        Ok(own.map_or(true, |own| open_attempt(own).is_some()))
    };
    let attempt = ended.act(became, is_measured, session)?;
    session.change(&workspace, &id, &Command::Work(track, WorkCommand::Attempt { item, attempt }), at.as_ref())
}
