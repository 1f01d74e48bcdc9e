//! The record's own commands at the desk: shown, agreed to, run, and recorded by their exit code.

use std::io::Write as _;

use crate::guide::capture::Mouth;
use crate::guide::exec::{Exec, Executed, Piece};
use crate::guide::words::CommandWords;
use crate::lifecycle::Stop;
use crate::model::{Prose, Result, Slug, Task, visible_line};
use crate::render::call::Offer;

use super::desk::{Desk, Pressed, View};
use super::keys::{AGREE, rehearsals};

/// Runs the command of a task or a step; true when it was recorded how that ended.
///
/// # Errors
/// As [`Desk::send`].
pub(super) fn run(desk: &mut Desk<'_>, view: &View, id: &Slug) -> Result<bool> {
    let is_step = matches!(view.stop, Stop::Step(_));
    let tasks = if is_step { view.runbook.steps() } else { view.runbook.tasks.as_slice() };
    let Some(text) = tasks.iter().find(|own| own.id == *id).and_then(|own| own.command.as_ref()) else {
        return Ok(false);
    };
    let Some(words) = agreed(desk, view, text)? else { return Ok(false) };
    let piece = if is_step { Piece::Step(id.clone()) } else { Piece::Task(id.clone()) };
    perform(desk, |exec, show| exec.perform(&piece, &words, None, show))
}

/// Runs the rehearsal of a task, which marks this checklist item when it succeeds; true when it was recorded.
///
/// # Errors
/// As [`Desk::send`].
pub(super) fn rehearse(desk: &mut Desk<'_>, view: &View, item: &Slug) -> Result<bool> {
    let tasks: Vec<&Task> = rehearsals(&view.runbook).collect();
    let chosen = match tasks.len() {
        0 | 1 => 0,
        _ => {
            let lines: Vec<(String, String)> =
                tasks.iter().map(|task| (String::new(), task.title.to_string())).collect();
            match desk.choose(view, "Whose rehearsal?", &lines)? {
                Some(at) => at,
                None => return Ok(false),
            }
        }
    };
    let Some(task) = tasks.get(chosen) else { return Ok(false) };
    let Some(text) = &task.dry_run_command else { return Ok(false) };
    let Some(words) = agreed(desk, view, text)? else { return Ok(false) };
    let items = vec![item.to_string()];
    perform(desk, |exec, show| exec.rehearse(&task.id, &words, items, None, show))
}

/// Shows a command that somebody wrote into the record; its words when the person agrees to it.
fn agreed(desk: &mut Desk<'_>, view: &View, text: &Prose) -> Result<Option<CommandWords>> {
    let words = match CommandWords::of_text(text.as_str()) {
        Ok(words) => words,
        Err(fault) => {
            desk.complain(&fault)?;
            return Ok(None);
        }
    };
    desk.print(&format!("  $ {}\n", visible_line(&words.shown())))?;
    let agree: &[Offer] = AGREE;
    Ok((desk.press(view, agree)? == Pressed::Key('y')).then_some(words))
}

/// Lends the terminal to a command and tells what was recorded of it.
fn perform(
    desk: &mut Desk<'_>,
    work: impl FnOnce(&Exec<'_>, &mut dyn FnMut(Mouth, &[u8])) -> Result<Executed>,
) -> Result<bool> {
    let order = desk.order;
    let by = desk.me.clone();
    let exec = Exec {
        workspace: order.workspace,
        id: order.id,
        by: &by,
        clock: order.clock,
        leave: order.leave,
        path: order.path,
        dir: order.dir,
        seat: order.seat,
    };
    let mut out = desk.screen.lend()?;
    let done = desk.keyboard.lend(|| {
        work(&exec, &mut |_, bytes| {
            // a terminal that is gone is noticed at the next question
            let _ = out.write_all(bytes).and_then(|()| out.flush());
        })
    });
    match done {
        Ok(done) => {
            let (ended, log) = (done.ended.words(), done.log.path.clone());
            desk.print("\n")?;
            for changed in done.changes {
                desk.tell(changed)?;
            }
            desk.say(&format!("{ended}; what it said is kept in {log}"))?;
            // whoever stops the command by Ctrl-C still reads what was recorded of it
            desk.keyboard.must_go_on().map(|()| true)
        }
        Err(fault) => desk.refuse(fault),
    }
}
