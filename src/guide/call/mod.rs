//! The guided call: what is left of a runbook, stop by stop, until it is closed or the person leaves.
//!
//! A reader that asks: every answer becomes an ordinary command and goes through the write door at once. The place is
//! computed from the record before each stop and stored nowhere, so that a call goes on from the same place after any
//! end, and two people may guide the same one.

mod asking;
mod command;
mod fix;
mod global_keys;
mod lists;
mod next;
mod offered_keys;
mod people;
mod session;
mod step;
mod work;

use crate::lifecycle::{NextStep, Standing, next_steps};
use crate::model::{CommitId, Event, Fault, Result, Runbook, Slug, State};
use crate::workspace::query;

use next::Next;
use offered_keys::LOOK_AGAIN;
pub use session::Guidance;
use session::{CallSession, View};

/// What a guided call left.
pub struct Guided {
    /// What was recorded, in order.
    pub events: Vec<Event>,
    /// The last commit of it; none where nothing was answered.
    pub commit: Option<CommitId>,
    /// The runbook as it is now.
    pub runbook: Runbook,
}

/// Where somebody wants to be, for as long as the terminal lives.
#[derive(Default)]
struct Wishes {
    /// A stop to which somebody jumped.
    jump: Option<NextStep>,
    /// Stops that were passed over for now.
    passed: Vec<NextStep>,
}

/// Guides a call until it is closed, the person leaves, or a signal ends it. What hooks and git say of its changes while a
/// customer looks on is not said but added to `unsaid`, however the call ends.
///
/// # Errors
/// `Interrupted` by a signal or a closed terminal; `Usage` where there is no keyboard; what stops the record from being
/// read at the beginning.
pub fn guide(order: Guidance<'_>, unsaid: &mut Vec<String>) -> Result<Guided> {
    let mut session = CallSession::take(order, unsaid)?;
    let mut wishes = Wishes::default();
    let mut runbook = session.read()?.runbook;
    loop {
        let look = match session.read() {
            Ok(look) => look,
            Err(fault) => match unreadable(&mut session, &runbook, &fault)? {
                true => continue,
                false => break,
            },
        };
        runbook.clone_from(&look.runbook);
        let view = view(&session, look, &wishes)?;
        if wishes.jump.is_none() && is_over(&session, &view) {
            session.farewell(&view, true)?;
            break;
        }
        match step::visit(&mut session, &view)? {
            Next::On => wishes.jump = None,
            Next::Stay => {}
            Next::To(stop) => wishes.jump = Some(stop),
            Next::Pass(stop) => {
                wishes.jump = None;
                wishes.passed.push(stop);
            }
            Next::Leave => {
                session.farewell(&view, false)?;
                break;
            }
        }
    }
    let (events, commit) = session.into_recorded();
    Ok(Guided { events, commit, runbook })
}

/// The first stop that is left and was not passed over, or the one that was jumped to.
fn view(session: &CallSession<'_>, look: query::RunbookView, wishes: &Wishes) -> Result<View> {
    let now = session.now();
    let readiness = query::readiness(session.order.workspace, &look, now);
    let left = next_steps(session.order.id, &look.runbook, &readiness.missing, now);
    let is_passed = |stop: &NextStep| wishes.passed.iter().any(|own| own.is_same(stop));
    let shown = session.shown(&look.runbook)?;
    let is_asked = |stop: &NextStep| !session.order.present || is_for_company(stop, &left, &shown);
    let first = left.iter().find(|stop| is_asked(stop) && !is_passed(stop)).or(left.last());
    let stop = wishes.jump.clone().or_else(|| first.cloned()).unwrap_or(NextStep::Close);
    Ok(View {
        runbook: look.runbook,
        shown,
        bytes: look.bytes,
        commit: look.commit,
        standing: look.standing,
        stop,
        left,
    })
}

/// What may be asked on a screen that a customer sees, of the runbook as it is shown there. The work is not finished there
/// while something of it is left that is done elsewhere.
fn is_for_company(stop: &NextStep, left: &[NextStep], shown: &Runbook) -> bool {
    let is_shown = |id: &Slug| shown.tasks.iter().any(|own| own.id == *id);
    match stop {
        NextStep::Permission(_) | NextStep::Start => true,
        NextStep::Task(id) | NextStep::Wait(id) => is_shown(id),
        NextStep::Finish => {
            let is_elsewhere = |stop: &NextStep| matches!(stop, NextStep::Task(id) if !is_shown(id));
            shown.state == State::Running && !left.iter().any(is_elsewhere)
        }
        _ => false,
    }
}

/// True when nothing is left that can be asked here.
fn is_over(session: &CallSession<'_>, view: &View) -> bool {
    view.runbook.state == State::Closed
        || (session.order.present && !is_for_company(&view.stop, &view.left, &view.shown))
}

/// Tells why the record cannot be read; true when the person wants to look again.
fn unreadable(session: &mut CallSession<'_>, runbook: &Runbook, fault: &Fault) -> Result<bool> {
    session.complain(fault)?;
    let shown = session.shown(runbook)?;
    let (runbook, stop) = (runbook.clone(), NextStep::Close);
    let view =
        View { runbook, shown, bytes: Vec::new(), commit: None, standing: Standing::Edited, stop, left: Vec::new() };
    loop {
        match session.press(&view, LOOK_AGAIN)? {
            session::Pressed::Key('q') => return Ok(false),
            // a record that changes is looked at of itself
            _ if query::view(session.order.workspace, session.order.id).is_ok() => return Ok(true),
            session::Pressed::Key(_) => {
                session.complain(fault)?;
            }
            _ => {}
        }
    }
}
