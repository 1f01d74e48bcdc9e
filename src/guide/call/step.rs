//! One stop: its screen, a key, and what the key means there.

use crate::lifecycle::{Command, NextStep, Overrides, is_back_by_plan};
use crate::model::{Prose, Result};
use crate::render::call;

use super::next::Next;
use super::session::{CallSession, Pressed, View};
use super::{command, fix, global_keys, lists, offered_keys, work};

/// Shows a stop and does what a key means there.
///
/// # Errors
/// `Interrupted`, and faults of ours.
pub(super) fn visit(session: &mut CallSession<'_>, view: &View) -> Result<Next> {
    session.show(view)?;
    let offers = offered_keys::offers(view, session.order.present);
    loop {
        let key = match session.press(view, &offers)? {
            Pressed::Key(key) => key,
            Pressed::Changed => return Ok(Next::On),
            Pressed::Over => {
                session.say("The waiting time is over.")?;
                return Ok(Next::On);
            }
        };
        match key {
            '?' => {
                let text = call::help(&offers, &session.style());
                session.print(&text)?;
            }
            'i' => session.show_whole(view)?,
            'm' if offered_keys::text(view).is_some() => lists::text(session, view)?,
            'q' => return Ok(Next::Leave),
            'g' => return Ok(Next::On),
            'l' => return Ok(Next::Pass(view.stop.clone())),
            'b' => match global_keys::back(session, view)? {
                Some(stop) => return Ok(Next::To(stop)),
                None => session.say("Nothing comes before this.")?,
            },
            'j' => match global_keys::jump(session, view)? {
                Some(stop) => return Ok(Next::To(stop)),
                None => return Ok(Next::Stay),
            },
            't' => return global_keys::add_task(session, view),
            'h' => return global_keys::hand_over(session, view),
            'x' => return global_keys::break_off(session, view),
            _ => return act(session, view, key),
        }
    }
}

/// What a key of the stop's own means.
fn act(session: &mut CallSession<'_>, view: &View, key: char) -> Result<Next> {
    match &view.stop {
        NextStep::Mend(point) => fix::mend(session, view, point).map(Next::after),
        NextStep::Check(_, id) if key == 'e' => command::rehearse(session, view, id).map(Next::after),
        NextStep::Task(id) | NextStep::Step(id) if key == 'e' => command::run(session, view, id).map(Next::after),
        NextStep::Check(list, id) => lists::check(session, view, *list, id, key).map(Next::after),
        NextStep::Permission(id) => lists::permission(session, view, id, key).map(Next::after),
        NextStep::Duty(id) => lists::duty(session, view, id).map(Next::after),
        NextStep::Task(id) | NextStep::Step(id) => work::act(session, view, id, key).map(Next::after),
        NextStep::Wait(_) => Ok(Next::Pass(view.stop.clone())),
        NextStep::Start => match key {
            'r' => Ok(first_open(view)),
            'o' => anyway(session, view, |overrides| Command::Start { overrides }),
            _ => session.send(&Command::Start { overrides: Overrides::default() }, None).map(Next::after),
        },
        NextStep::Finish if !is_taken_back(session, view)? => Ok(Next::Stay),
        NextStep::Finish => session.send(&Command::Finish { overrides: Overrides::default() }, None).map(Next::after),
        NextStep::Close => match key {
            'r' => Ok(first_open(view)),
            'o' => anyway(session, view, |overrides| Command::Close { result: None, reason: None, overrides }),
            _ => {
                let command = Command::Close { result: None, reason: None, overrides: Overrides::default() };
                session.send(&command, None).map(Next::after)
            }
        },
    }
}

/// Whether the work may be called taken back: where no step says so, somebody has to.
fn is_taken_back(session: &mut CallSession<'_>, view: &View) -> Result<bool> {
    if !is_back_by_plan(&view.runbook) {
        return Ok(true);
    }
    session.say("Was all of it taken back, as the plan says?")?;
    Ok(session.press(view, offered_keys::TAKEN_BACK)? == Pressed::Key('y'))
}

fn first_open(view: &View) -> Next {
    view.left.first().map_or(Next::On, |stop| Next::To(stop.clone()))
}

/// Passes a gate by the codes of everything that is open, with one reason.
fn anyway(session: &mut CallSession<'_>, view: &View, command: impl FnOnce(Overrides) -> Command) -> Result<Next> {
    let mut codes = Vec::new();
    for code in session.open_codes(view)? {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let words: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
    session
        .say(&format!("This overrides: {}. It stays visible in the record and in every report.", words.join(", ")))?;
    let Some(reason) = session.needed::<Prose>(view, "Why", "")? else { return Ok(Next::Stay) };
    session.answer(view, &command(Overrides { codes, reason: Some(reason) }), None).map(Next::after)
}
