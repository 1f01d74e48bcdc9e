//! The record's own commands in the call: shown, agreed to, run, and recorded by their exit code.

use std::io::Write as _;

use crate::guide::capture::Stream;
use crate::guide::exec::{Exec, Executed, Piece};
use crate::guide::words::CommandWords;
use crate::lifecycle::{NextStep, rehearsable};
use crate::model::{Changed, Prose, Result, Slug, Task, Track, visible_line};
use crate::render::call::Offer;

use super::offered_keys::AGREE;
use super::session::{CallSession, Pressed, View};

/// Runs the command of a task or a step; true when it was recorded how that ended.
///
/// # Errors
/// As [`CallSession::send`].
pub(super) fn run(session: &mut CallSession<'_>, view: &View, id: &Slug) -> Result<bool> {
    let is_step = matches!(view.stop, NextStep::Step(_));
    let tasks = if is_step { view.runbook.steps() } else { view.runbook.tasks.as_slice() };
    let Some(text) = tasks.iter().find(|own| own.id == *id).and_then(|own| own.command.as_ref()) else {
        return Ok(false);
    };
    let Some(words) = agreed(session, view, text)? else { return Ok(false) };
    let track = if is_step { Track::Steps } else { Track::Tasks };
    let piece = Piece { track, id: id.clone() };
    perform(session, |exec, changes, show| exec.perform(&piece, &words, None, changes, show))
}

/// Runs the rehearsal of a task, which marks this checklist item when it succeeds; true when it was recorded.
///
/// # Errors
/// As [`CallSession::send`].
pub(super) fn rehearse(session: &mut CallSession<'_>, view: &View, item: &Slug) -> Result<bool> {
    let tasks: Vec<&Task> = rehearsable(&view.runbook).collect();
    let chosen = match tasks.len() {
        0 | 1 => 0,
        _ => {
            let lines: Vec<(String, String)> =
                tasks.iter().map(|task| (String::new(), task.title.to_string())).collect();
            match session.choose(view, "Whose rehearsal?", &lines)? {
                Some(at) => at,
                None => return Ok(false),
            }
        }
    };
    let Some(task) = tasks.get(chosen) else { return Ok(false) };
    let Some(text) = &task.dry_run_command else { return Ok(false) };
    let Some(words) = agreed(session, view, text)? else { return Ok(false) };
    let items = vec![item.to_string()];
    perform(session, |exec, changes, show| exec.rehearse(&task.id, &words, items, None, changes, show))
}

/// Shows a command that somebody wrote into the record; its words when the person agrees to it.
fn agreed(session: &mut CallSession<'_>, view: &View, text: &Prose) -> Result<Option<CommandWords>> {
    let words = match CommandWords::of_text(text.as_str(), session.order.id) {
        Ok(words) => words,
        Err(fault) => {
            session.complain(&fault)?;
            return Ok(None);
        }
    };
    session.print(&format!("  $ {}\n", visible_line(&words.shown())))?;
    let agree: &[Offer] = AGREE;
    Ok((session.press(view, agree)? == Pressed::Key('y')).then_some(words))
}

/// Lends the terminal to a command and tells what was recorded of it.
fn perform(
    session: &mut CallSession<'_>,
    work: impl FnOnce(&Exec<'_>, &mut Vec<Changed>, &mut dyn FnMut(Stream, &[u8])) -> Result<Executed>,
) -> Result<bool> {
    let order = session.order;
    let by = session.me.clone();
    let exec = Exec {
        workspace: order.workspace,
        id: order.id,
        by: &by,
        clock: order.clock,
        options: order.options,
        path: order.path,
        dir: order.dir,
        terminal: order.terminal,
    };
    let mut out = session.screen.lend()?;
    let mut changes = Vec::new();
    let done = session.keyboard.lend(|| {
        work(&exec, &mut changes, &mut |_, bytes| {
            // a terminal that is gone is noticed at the next question
            let _ = out.write_all(bytes).and_then(|()| out.flush());
        })
    });
    if !changes.is_empty() {
        session.print("\n")?;
    }
    for changed in changes {
        session.tell(changed)?;
    }
    match done {
        Ok(done) => {
            session.say(&done.words())?;
            // whoever stops the command by Ctrl-C still reads what was recorded of it
            session.keyboard.must_go_on().map(|()| true)
        }
        Err(fault) => session.refuse(fault),
    }
}
