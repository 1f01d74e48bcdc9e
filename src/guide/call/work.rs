//! Tasks and the rollback steps: begun, interrupted, ended, with the time at which the key was pressed.

use crate::lifecycle::{AttemptCommand, Command, EndingWords, NextStep, WorkCommand};
use crate::model::{Prose, Result, Slug, Track};

use super::session::{CallSession, View};

/// What a key means on a task or a step; true when something was recorded.
///
/// # Errors
/// As [`CallSession::send`].
pub(super) fn act(session: &mut CallSession<'_>, view: &View, id: &Slug, key: char) -> Result<bool> {
    // the clock stops with the key, not with the last word of the note
    let pressed = session.now();
    let act = match key {
        's' => AttemptCommand::Start { note: None },
        'd' => match session.optional::<Prose>(view, "Note (may be empty)", "")? {
            Some(note) => AttemptCommand::Finish(ending(note)),
            None => return Ok(false),
        },
        'p' => match session.optional::<Prose>(view, "Why (may be empty)", "")? {
            Some(note) => AttemptCommand::Pause(ending(note)),
            None => return Ok(false),
        },
        'f' => match session.needed::<Prose>(view, "What went wrong", "")? {
            Some(note) => AttemptCommand::Fail(ending(Some(note))),
            None => return Ok(false),
        },
        'k' => match session.needed::<Prose>(view, "Why is it left out", "")? {
            Some(note) => AttemptCommand::Skip(ending(Some(note))),
            None => return Ok(false),
        },
        'n' => return note(session, view, id),
        _ => return Ok(false),
    };
    session.answer(view, &on(view, id, act), Some(pressed))
}

/// A note on a running task ends one attempt and begins the next in the same second: it is recorded at once, at its
/// time, and nothing is added to the work.
fn note(session: &mut CallSession<'_>, view: &View, id: &Slug) -> Result<bool> {
    let Some(note) = session.needed::<Prose>(view, "Note", "")? else { return Ok(false) };
    let at = session.now();
    Ok(session.answer(view, &on(view, id, AttemptCommand::Pause(ending(Some(note)))), Some(at))?
        && session.send(&on(view, id, AttemptCommand::Start { note: None }), Some(at))?)
}

fn on(view: &View, id: &Slug, attempt: AttemptCommand) -> Command {
    let track = if matches!(view.stop, NextStep::Step(_)) { Track::Steps } else { Track::Tasks };
    Command::Work(track, WorkCommand::Attempt { item: id.to_string(), attempt })
}

fn ending(note: Option<Prose>) -> EndingWords {
    EndingWords { note, ..EndingWords::default() }
}
