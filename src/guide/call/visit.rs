//! One stop: its screen, a key, and what the key means there.

use crate::lifecycle::{Command, Overrides, Stop};
use crate::model::{Line, Prose, Result};
use crate::render::call;

use super::desk::{Desk, Pressed, View};
use super::turn::Turn;
use super::{command, everywhere, keys, lists, mend, work};

/// Shows a stop and does what a key means there.
///
/// # Errors
/// `Interrupted`, and faults of ours.
pub(super) fn visit(desk: &mut Desk<'_>, view: &View) -> Result<Turn> {
    desk.show(view)?;
    let offers = keys::offers(view, desk.order.present);
    loop {
        let key = match desk.press(view, &offers)? {
            Pressed::Key(key) => key,
            Pressed::Changed => return Ok(Turn::On),
            Pressed::Over => {
                desk.say("The waiting time is over.")?;
                return Ok(Turn::On);
            }
        };
        match key {
            '?' => {
                let text = call::help(&offers, &desk.look());
                desk.print(&text)?;
            }
            'i' => desk.show_whole(view)?,
            'm' if keys::text(view).is_some() => lists::text(desk, view)?,
            'q' => return Ok(Turn::Leave),
            'g' => return Ok(Turn::On),
            'l' => return Ok(Turn::Pass(view.stop.clone())),
            'b' => match everywhere::back(desk, view)? {
                Some(stop) => return Ok(Turn::To(stop)),
                None => desk.say("Nothing comes before this.")?,
            },
            'j' => match everywhere::jump(desk, view)? {
                Some(stop) => return Ok(Turn::To(stop)),
                None => return Ok(Turn::Stay),
            },
            't' => return everywhere::add_task(desk, view),
            'h' => return everywhere::hand_over(desk, view),
            'x' => return everywhere::break_off(desk, view),
            _ => return act(desk, view, key),
        }
    }
}

/// What a key of the stop's own means.
fn act(desk: &mut Desk<'_>, view: &View, key: char) -> Result<Turn> {
    match &view.stop {
        Stop::Mend(point) => mend::mend(desk, view, point).map(Turn::after),
        Stop::Check(_, id) if key == 'e' => command::rehearse(desk, view, id).map(Turn::after),
        Stop::Task(id) | Stop::Step(id) if key == 'e' => command::run(desk, view, id).map(Turn::after),
        Stop::Check(list, id) => lists::check(desk, view, *list, id, key).map(Turn::after),
        Stop::Permission(id) => lists::permission(desk, view, id, key).map(Turn::after),
        Stop::Duty(id) => lists::duty(desk, view, id).map(Turn::after),
        Stop::Task(id) | Stop::Step(id) => work::act(desk, view, id, key).map(Turn::after),
        Stop::Wait(_) => Ok(Turn::Pass(view.stop.clone())),
        Stop::Start => match key {
            'r' => Ok(first_open(view)),
            'o' => anyway(desk, view, |overrides| Command::Start { overrides }),
            _ => desk.send(&Command::Start { overrides: Overrides::default() }, None).map(Turn::after),
        },
        Stop::Finish => desk.send(&Command::Finish { overrides: Overrides::default() }, None).map(Turn::after),
        Stop::Close => match key {
            'r' => Ok(first_open(view)),
            'o' => anyway(desk, view, |overrides| Command::Close { result: None, reason: None, overrides }),
            _ => {
                let command = Command::Close { result: None, reason: None, overrides: Overrides::default() };
                desk.send(&command, None).map(Turn::after)
            }
        },
    }
}

fn first_open(view: &View) -> Turn {
    view.left.first().map_or(Turn::On, |stop| Turn::To(stop.clone()))
}

/// Passes a gate by the codes of everything that is open, with one reason.
fn anyway(desk: &mut Desk<'_>, view: &View, command: impl FnOnce(Overrides) -> Command) -> Result<Turn> {
    let mut codes: Vec<Line> = Vec::new();
    for code in desk.open_codes(view)? {
        let code = Line::new(code)?;
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let words: Vec<&str> = codes.iter().map(Line::as_str).collect();
    desk.say(&format!("This overrides: {}. It stays visible in the record and in every report.", words.join(", ")))?;
    let Some(reason) = desk.needed::<Prose>(view, "Why", "")? else { return Ok(Turn::Stay) };
    desk.send(&command(Overrides { codes, reason: Some(reason) }), None).map(Turn::after)
}
