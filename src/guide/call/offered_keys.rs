//! Which keys each stop offers, the one that the return key means first.

use crate::lifecycle::{
    Conditional, NextStep, Remedy, Standing, TaskStatus, duty_standing, is_announcement, is_back_by_plan, rehearsable,
    rehearsal_item, rollback_steps, task_status,
};
use crate::model::{CheckItem, Checklist, Mark, ObligationKind, PermissionState, Slug, State, Task};
use crate::render::call::Offer;

use super::session::View;

/// What a customer may see on a shared screen.
const fn offer(key: char, word: &'static str, about: &'static str) -> Offer {
    Offer { key, word, about, is_shared: true }
}

/// What shows or takes something that a customer does not see.
const fn internal(key: char, word: &'static str, about: &'static str) -> Offer {
    Offer { key, word, about, is_shared: false }
}

const LATER: Offer = offer('l', "later", "pass over this for now; it comes back when you run this again");
const ADD: Offer = internal('t', "add task", "add a task on the fly, next to this one");
const BACK: Offer = offer('b', "back", "go back to what came before this");
const JUMP: Offer = offer('j', "jump", "go to any item of the list, done or not");
const HAND: Offer = internal('h', "hand over", "make somebody else the DRI");
const HELP: Offer = offer('?', "keys", "every key with what it does");
const LEAVE: Offer = offer('q', "leave", "leave; the same command goes on from here");
const ABORT: Offer = offer('x', "abort", "break the work off, with a reason; then the rollback follows");
const CANCEL: Offer = internal('x', "cancel", "the work will not be done, with a reason");
const WHOLE: Offer = internal('i', "whole text", "show instructions and commands whole");
const COMMAND: Offer =
    internal('e', "run command", "run its command: shown first, captured, and ended by its exit code");
const MESSAGE: Offer = offer('m', "message", "show the text to post, ready to copy");
const NOTE: Offer = internal('n', "note", "note something down now; the clock runs on");
const OVERRIDE: Offer =
    internal('o', "override", "pass what is missing by its codes, with a reason that every report shows");

/// The keys where the record cannot be read.
pub(super) const LOOK_AGAIN: &[Offer] = &[offer('r', "look again", "look at the record again"), LEAVE];

/// The keys under a command that was shown; the return key leaves it alone.
pub(super) const AGREE: &[Offer] =
    &[offer('n', "leave it", "it is not run"), offer('y', "run it", "run it as it stands there")];

/// The keys under the question whether a plan without steps was gone back by; the return key says nothing of the kind.
pub(super) const TAKEN_BACK: &[Offer] = &[
    offer('n', "not yet", "the work goes on being taken back"),
    offer('y', "all of it", "all of it was taken back: the work is over"),
];

/// The keys of a stop.
pub(super) fn offers(view: &View, present: bool) -> Vec<Offer> {
    let runbook = &view.runbook;
    let mut keys = own(view);
    let is_open = view.left.iter().any(|stop| stop.is_same(&view.stop));
    if !is_open {
        keys.insert(0, offer('g', "go on", "go on with what is left"));
    }
    match runbook.state {
        State::Draft | State::Scheduled => keys.extend([BACK, JUMP, ADD, HAND, CANCEL]),
        State::Running => keys.extend([BACK, JUMP, ADD, HAND, ABORT]),
        State::RollingBack => keys.extend([BACK, JUMP, HAND]),
        State::WrapUp | State::Closed => keys.extend([BACK, JUMP]),
    }
    if has_text(view) {
        keys.push(WHOLE);
    }
    if present {
        keys.retain(|own| own.is_shared);
    }
    keys.extend([HELP, LEAVE]);
    keys
}

/// The keys that answer the stop itself.
fn own(view: &View) -> Vec<Offer> {
    let runbook = &view.runbook;
    match &view.stop {
        NextStep::Mend(point) => match point.code.remedy() {
            Remedy::Approval => vec![LATER],
            // nobody's edit is recorded, and what is undecided is decided in the file
            Remedy::Save if !matches!(view.standing, Standing::Edited | Standing::CommittedByHand) => vec![LATER],
            Remedy::Save => {
                vec![offer('m', "record it", "record what was changed by hand, as `runbook save` does"), LATER]
            }
            Remedy::Answer(_) | Remedy::Item(_) | Remedy::Command => {
                vec![offer('m', "mend it", "answer what is missing, here and now"), LATER]
            }
        },
        NextStep::Check(list, id) => {
            let item = runbook.checklist(*list).iter().find(|own| own.id == *id);
            let mut keys = item.map(check).unwrap_or_default();
            if text(view).is_some() {
                keys.insert(1.min(keys.len()), MESSAGE);
            }
            let is_asked_for = rehearsal_item(runbook).is_some_and(|own| own.id == *id);
            if is_asked_for && rehearsable(runbook).next().is_some() {
                let about = "run a task's rehearsal: shown first, captured, and this is done when it succeeds";
                keys.insert(1.min(keys.len()), Offer { word: "rehearse", about, ..COMMAND });
            }
            keys
        }
        NextStep::Permission(id) => {
            runbook.permissions.iter().find(|own| own.id == *id).map(|own| permission(own.state)).unwrap_or_default()
        }
        NextStep::Start => match view.left.len() {
            0 | 1 => vec![offer('s', "start the call", "the call begins")],
            _ => vec![
                internal('r', "show them", "go through the open points again"),
                Offer { word: "start anyway", ..OVERRIDE },
            ],
        },
        NextStep::Task(id) => work(&runbook.tasks, id),
        NextStep::Step(id) => work(runbook.steps(), id),
        NextStep::Wait(_) => vec![offer('c', "go on now", "go on although the time is not over")],
        NextStep::Finish => {
            vec![offer('f', "finish the work", "the work is over; what follows are the duties after it")]
        }
        NextStep::Duty(id) => match runbook.obligations.iter().find(|own| own.id == *id) {
            Some(duty) if duty_standing(runbook, duty).is_owed() => {
                let mut keys = vec![offer('d', "discharge", "it is discharged, with evidence"), LATER];
                if text(view).is_some() {
                    keys.insert(
                        1,
                        Offer { word: "the note", about: "show the admin note to leave, ready to copy", ..MESSAGE },
                    );
                }
                keys
            }
            _ => Vec::new(),
        },
        NextStep::Close if runbook.state == State::WrapUp && view.left.len() > 1 => vec![
            internal('r', "show them", "go through the open points again"),
            Offer { word: "close anyway", ..OVERRIDE },
        ],
        NextStep::Close if runbook.state == State::WrapUp => vec![offer('c', "close", "close the runbook")],
        NextStep::Close => Vec::new(),
    }
}

fn check(item: &CheckItem) -> Vec<Offer> {
    let done = offer('d', "done", "it is done; a link or text that shows it can be given");
    let prevented = offer('p', "prevented", "something prevents it; the reason is asked for");
    let clear = offer('c', "open again", "take the mark back");
    match item.mark {
        None if item.required => vec![done, LATER],
        None => vec![done, prevented, LATER],
        Some(Mark::Done) => vec![Offer { word: "evidence", about: "give the evidence", ..done }, clear],
        Some(Mark::Prevented) => vec![done, clear],
    }
}

fn permission(state: PermissionState) -> Vec<Offer> {
    let ask = offer('a', "asked", "the message was sent: record that the customer was asked");
    let grant = offer('y', "granted", "the customer said yes: who, and what shows it");
    let refuse = offer('r', "refused", "the customer said no: who, and what shows it");
    match state {
        PermissionState::Wanted => vec![ask, grant, refuse, LATER],
        PermissionState::Asked => vec![grant, refuse, Offer { word: "asked again", ..ask }, LATER],
        // the return key takes no refusal out of the record
        PermissionState::Refused => vec![LATER, Offer { word: "asked again", ..ask }],
        PermissionState::Granted => vec![Offer { word: "ask again", ..ask }],
    }
}

fn work(tasks: &[Task], id: &Slug) -> Vec<Offer> {
    let Some(task) = tasks.iter().find(|own| own.id == *id) else { return Vec::new() };
    let mut keys = attempt(task);
    if task.command.is_some() {
        keys.insert(1.min(keys.len()), COMMAND);
    }
    keys
}

fn attempt(task: &Task) -> Vec<Offer> {
    let skip = offer('k', "skip", "leave it out, with a reason");
    let start = offer('s', "start", "its clock runs from now on");
    match task_status(task) {
        TaskStatus::Running => vec![
            offer('d', "done", "it succeeded; a note can be given"),
            offer('f', "failed", "it failed; what went wrong is asked for"),
            offer('p', "pause", "stop its clock until it is gone on with"),
            NOTE,
            skip,
        ],
        TaskStatus::Ended(_) => vec![Offer { word: "try again", about: "start another attempt", ..start }],
        TaskStatus::Paused => vec![Offer { word: "go on", ..start }, skip],
        TaskStatus::Open => vec![start, skip],
    }
}

/// A text that a stop asks to be posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// The channels are told of the work.
    Before,
    /// The channels are told how it went.
    After,
    /// The admin notes.
    Notes,
}

/// The text that this stop asks to be posted: the lists' items that inform somebody, and the duty of an admin note.
pub(super) fn text(view: &View) -> Option<Text> {
    match &view.stop {
        NextStep::Check(list, id) => {
            let item = view.runbook.checklist(*list).iter().find(|own| own.id == *id)?;
            let text = if *list == Checklist::Pre { Text::Before } else { Text::After };
            is_announcement(item).then_some(text)
        }
        NextStep::Duty(id) => {
            let duty = view.runbook.obligations.iter().find(|own| own.id == *id)?;
            (duty.kind == ObligationKind::AdminNote).then_some(Text::Notes)
        }
        _ => None,
    }
}

fn has_text(view: &View) -> bool {
    let runbook = &view.runbook;
    let is_told = |own: &Task| own.instructions.is_some() || own.command.is_some() || own.dry_run_command.is_some();
    let find = |tasks: &[Task], id: &Slug| tasks.iter().any(|own| own.id == *id && is_told(own));
    match &view.stop {
        NextStep::Task(id) => find(&runbook.tasks, id),
        NextStep::Step(id) => find(runbook.steps(), id),
        // a plan without steps is gone back by as it is written
        NextStep::Finish if is_back_by_plan(runbook) => runbook.rollback.as_ref().is_some_and(|own| own.plan.is_some()),
        _ => false,
    }
}

/// Everything of this part of the call, done or not, in order: what can be jumped to.
pub(super) fn course(view: &View, present: bool) -> Vec<NextStep> {
    let (runbook, left) = (&view.runbook, &view.left);
    let variables = &runbook.variables;
    let checks = |list: Checklist| {
        let items = runbook.checklist(list).iter().filter(|own| own.is_applicable(variables));
        items.map(move |own| NextStep::Check(list, own.id.clone())).collect::<Vec<_>>()
    };
    let permissions = || {
        let items = runbook.permissions.iter().filter(|own| own.is_applicable(variables));
        items.map(|own| NextStep::Permission(own.id.clone())).collect::<Vec<_>>()
    };
    let mends = left.iter().filter(|stop| matches!(stop, NextStep::Mend(_))).cloned();
    let mut all: Vec<NextStep> = mends.collect();
    match runbook.state {
        State::Draft | State::Scheduled => {
            all.extend(checks(Checklist::Pre));
            all.extend(permissions());
        }
        State::Running => {
            all.extend(permissions());
            let tasks = runbook.tasks.iter().filter(|own| own.is_applicable(variables));
            all.extend(tasks.map(|own| NextStep::Task(own.id.clone())));
        }
        State::RollingBack => all.extend(rollback_steps(runbook).into_iter().map(|own| NextStep::Step(own.id.clone()))),
        State::WrapUp | State::Closed => {
            all.extend(checks(Checklist::Post));
            let duties = runbook.obligations.iter().filter(|own| duty_standing(runbook, own).has_arisen());
            all.extend(duties.map(|own| NextStep::Duty(own.id.clone())));
        }
    }
    all.extend(
        left.iter().filter(|stop| matches!(stop, NextStep::Start | NextStep::Finish | NextStep::Close)).cloned(),
    );
    if present {
        all.retain(|stop| match stop {
            NextStep::Task(id) => view.shown.tasks.iter().any(|own| own.id == *id),
            _ => matches!(stop, NextStep::Permission(_) | NextStep::Start),
        });
    }
    all
}
