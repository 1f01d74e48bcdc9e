//! The guided call: what is left of a runbook, stop by stop, until it is closed or the person leaves.
//!
//! A reader that asks: every answer becomes an ordinary command and goes through the write door at once. The place is
//! computed from the record before each stop and stored nowhere, so that a call goes on from the same place after any
//! end, and two people may guide the same one.

mod asking;
mod command;
mod desk;
mod everywhere;
mod keys;
mod lists;
mod mend;
mod people;
mod turn;
mod visit;
mod work;

use crate::lifecycle::{Stop, stops};
use crate::model::{CommitId, Event, Fault, Result, Runbook, State};

pub use desk::Guidance;
use desk::{Desk, View};
use keys::LOOK_AGAIN;
use turn::Turn;

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
    jump: Option<Stop>,
    /// Stops that were passed over for now.
    passed: Vec<Stop>,
}

/// Guides a call until it is closed, the person leaves, or a signal ends it.
///
/// # Errors
/// `Interrupted` by a signal or a closed terminal; `Usage` where there is no keyboard; what stops the record from being
/// read at the beginning.
pub fn guide(order: Guidance<'_>) -> Result<Guided> {
    let mut desk = Desk::take(order)?;
    let mut wishes = Wishes::default();
    let mut runbook = desk.read()?.runbook;
    loop {
        let look = match desk.read() {
            Ok(look) => look,
            Err(fault) => match unreadable(&mut desk, &runbook, &fault)? {
                true => continue,
                false => break,
            },
        };
        runbook.clone_from(&look.runbook);
        let view = view(&desk, look, &wishes);
        if wishes.jump.is_none() && is_over(&desk, &view) {
            desk.farewell(&view)?;
            break;
        }
        match visit::visit(&mut desk, &view)? {
            Turn::On => wishes.jump = None,
            Turn::Stay => {}
            Turn::To(stop) => wishes.jump = Some(stop),
            Turn::Pass(stop) => {
                wishes.jump = None;
                wishes.passed.push(stop);
            }
            Turn::Leave => {
                desk.farewell(&view)?;
                break;
            }
        }
    }
    let (events, commit) = desk.leave();
    Ok(Guided { events, commit, runbook })
}

/// The first stop that is left and was not passed over, or the one that was jumped to.
fn view(desk: &Desk<'_>, look: crate::workspace::Look, wishes: &Wishes) -> View {
    let now = desk.now();
    let readiness = desk.order.workspace.readiness(&look, now);
    let by_hand = readiness.missing.iter().filter(|point| point.code == "hand-edited");
    let mut left = stops(&look.runbook, &readiness.missing, now);
    if !look.runbook.state.is_before_call() {
        left.splice(0..0, by_hand.cloned().map(Stop::Mend));
    }
    let is_passed = |stop: &Stop| wishes.passed.iter().any(|own| own.is_same(stop));
    let is_asked = |stop: &Stop| !desk.order.present || is_for_company(stop, look.runbook.state);
    let first = left.iter().find(|stop| is_asked(stop) && !is_passed(stop)).or(left.last());
    let stop = wishes.jump.clone().or_else(|| first.cloned()).unwrap_or(Stop::Close);
    View { runbook: look.runbook, bytes: look.bytes, commit: look.commit, stop, left }
}

/// What may be asked on a screen that a customer sees.
fn is_for_company(stop: &Stop, state: State) -> bool {
    match stop {
        Stop::Permission(_) | Stop::Start | Stop::Task(_) | Stop::Wait(_) => true,
        Stop::Finish => state == State::Running,
        _ => false,
    }
}

/// True when nothing is left that can be asked here.
fn is_over(desk: &Desk<'_>, view: &View) -> bool {
    view.runbook.state == State::Closed || (desk.order.present && !is_for_company(&view.stop, view.runbook.state))
}

/// Tells why the record cannot be read; true when the person wants to look again.
fn unreadable(desk: &mut Desk<'_>, runbook: &Runbook, fault: &Fault) -> Result<bool> {
    desk.complain(fault)?;
    let view = View { runbook: runbook.clone(), bytes: Vec::new(), commit: None, stop: Stop::Close, left: Vec::new() };
    loop {
        match desk.press(&view, LOOK_AGAIN)? {
            desk::Pressed::Key('q') => return Ok(false),
            // a record that changes is looked at of itself
            _ if desk.order.workspace.look(desk.order.id).is_ok() => return Ok(true),
            desk::Pressed::Key(_) => {
                desk.complain(fault)?;
            }
            _ => {}
        }
    }
}
