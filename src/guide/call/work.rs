//! Tasks and the steps of the way back: begun, interrupted, ended, with the time at which the key was pressed.

use crate::lifecycle::{Command, EndingWords, Stop, TaskAct};
use crate::model::{Prose, Result, Slug};

use super::desk::{Desk, View};

/// What a key means on a task or a step; true when something was recorded.
///
/// # Errors
/// As [`Desk::send`].
pub(super) fn act(desk: &mut Desk<'_>, view: &View, id: &Slug, key: char) -> Result<bool> {
    // the clock stops with the key, not with the last word of the note
    let pressed = desk.now();
    let act = match key {
        's' => TaskAct::Start { note: None },
        'd' => match desk.optional::<Prose>(view, "Note (may be empty)", "")? {
            Some(note) => TaskAct::Finish(ending(note)),
            None => return Ok(false),
        },
        'p' => match desk.optional::<Prose>(view, "Why (may be empty)", "")? {
            Some(note) => TaskAct::Pause(ending(note)),
            None => return Ok(false),
        },
        'f' => match desk.needed::<Prose>(view, "What went wrong", "")? {
            Some(note) => TaskAct::Fail(ending(Some(note))),
            None => return Ok(false),
        },
        'k' => match desk.needed::<Prose>(view, "Why is it left out", "")? {
            Some(note) => TaskAct::Skip(ending(Some(note))),
            None => return Ok(false),
        },
        'n' => return note(desk, view, id),
        _ => return Ok(false),
    };
    desk.send(&on(view, id, act), Some(pressed))
}

/// A note on a running task ends one attempt and begins the next in the same second: it is recorded at once, at its
/// time, and nothing is added to the work.
fn note(desk: &mut Desk<'_>, view: &View, id: &Slug) -> Result<bool> {
    let Some(note) = desk.needed::<Prose>(view, "Note", "")? else { return Ok(false) };
    let at = desk.now();
    Ok(desk.send(&on(view, id, TaskAct::Pause(ending(Some(note)))), Some(at))?
        && desk.send(&on(view, id, TaskAct::Start { note: None }), Some(at))?)
}

fn on(view: &View, id: &Slug, act: TaskAct) -> Command {
    match view.stop {
        Stop::Step(_) => Command::ActOnStep { step: id.to_string(), act },
        _ => Command::ActOnTask { task: id.to_string(), act },
    }
}

fn ending(note: Option<Prose>) -> EndingWords {
    EndingWords { note, ..EndingWords::default() }
}
