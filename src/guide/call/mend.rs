//! What readiness misses and no list holds: asked for right there, and set by the ordinary command.

use serde_json::json;

use crate::lifecycle::{Command, Point, ScheduleTo};
use crate::model::{Agreed, Candidate, Duty, Fields, Length, Line, Link, Prose, Reading, Result, Zone, read_schedule};

use super::desk::{Desk, View};
use super::everywhere::add_task;
use super::people;

/// Mends a point; true when something was recorded.
///
/// # Errors
/// As [`Desk::send`].
pub(super) fn mend(desk: &mut Desk<'_>, view: &View, point: &Point) -> Result<bool> {
    match point.code {
        "no-summary" => set::<Prose>(desk, view, "summary", "What is done"),
        "no-expected-result" => set::<Prose>(desk, view, "expected_result", "What is true afterwards"),
        "no-customer" => set::<Line>(desk, view, "customer", "Customer"),
        "no-task" => set::<Line>(desk, view, "task", "What is requested"),
        "no-time-zone" => set::<Zone>(desk, view, "time_zone", "Time zone, such as Europe/Berlin"),
        "not-agreed" => set::<Prose>(desk, view, "agreed", "What shows that the customer agreed (link or text)"),
        "no-meeting-url" => set::<Link>(desk, view, "meeting_url", "Link to the meeting"),
        "no-issue-url" => set::<Link>(desk, view, "issue_url", "Link to the issue"),
        "no-dri" => match people::choose_dri(desk, view)? {
            Some(dri) => desk.send(&assign("dri", dri.as_str()), None),
            None => Ok(false),
        },
        "dri-not-contact" => {
            let dri = view.runbook.dri.as_ref().map_or("", |dri| dri.as_str()).to_owned();
            people::add(desk, view, &dri, None)
        }
        "no-home-contact" | "no-executor" => people::give_duty(desk, view, Duty::Execute),
        "no-communicator" | "one-person-two-roles" => people::give_duty(desk, view, Duty::Communicate),
        "no-schedule" | "schedule-past" => schedule(desk, view),
        "no-estimate" => estimate(desk, view, &point.item),
        "no-tasks" => {
            add_task(desk, view)?;
            Ok(true)
        }
        "no-rollback" => rollback(desk, view),
        "placeholder" => placeholder(desk, view, point),
        "hand-edited" => save(desk, view),
        _ => {
            desk.say("This cannot be mended here; the command above does it, and this goes on by itself then.")?;
            Ok(false)
        }
    }
}

fn assign(key: &str, value: &str) -> Command {
    Command::Set { assignments: vec![(key.to_owned(), value.to_owned())] }
}

/// Asks for one field of the header.
fn set<T>(desk: &mut Desk<'_>, view: &View, key: &str, question: &str) -> Result<bool>
where
    T: std::str::FromStr<Err = crate::model::Fault> + ToString,
{
    match desk.needed::<T>(view, question, "")? {
        Some(value) => desk.send(&assign(key, &value.to_string()), None),
        None => Ok(false),
    }
}

fn schedule(desk: &mut Desk<'_>, view: &View) -> Result<bool> {
    let question = "Agreed start, such as 2026-12-01 14:00 Europe/Berlin";
    let Some(words) = desk.needed::<Prose>(view, question, "")? else { return Ok(false) };
    let default = desk.order.workspace.settings().time_zone;
    let Some(agreed) = meant(desk, view, words.as_str(), None, default)? else { return Ok(false) };
    for note in &agreed.notes {
        desk.say(note)?;
    }
    let question = "What shows that the customer agreed (link or text; may be empty)";
    let Some(evidence) = desk.optional::<Prose>(view, question, "")? else { return Ok(false) };
    let to = ScheduleTo {
        scheduled_at: Some(agreed.scheduled_at),
        time_zone: agreed.time_zone,
        agreed: evidence,
        allow_past: false,
    };
    desk.send(&Command::Schedule(to), None)
}

/// What words about a time mean; where they mean several things, the person chooses.
fn meant(
    desk: &mut Desk<'_>,
    view: &View,
    words: &str,
    zone: Option<Zone>,
    default: Option<Zone>,
) -> Result<Option<Agreed>> {
    match read_schedule(words, zone, default) {
        Ok(Reading::Agreed(agreed)) => Ok(Some(agreed)),
        Ok(Reading::Unclear(unclear)) => {
            let line = |candidate: &Candidate| {
                let zone = candidate.agreed.time_zone.map_or("by its offset".to_owned(), |zone| zone.to_string());
                (String::new(), format!("{zone}: {}", candidate.remark))
            };
            let lines: Vec<(String, String)> = unclear.candidates.iter().map(line).collect();
            let chosen = desk.choose(view, &unclear.question, &lines)?;
            Ok(chosen.and_then(|at| unclear.candidates.get(at)).map(|candidate| candidate.agreed.clone()))
        }
        Ok(Reading::NoZone) => match desk.needed::<Zone>(view, "Time zone, such as Europe/Berlin", "")? {
            Some(zone) => match read_schedule(words, Some(zone), default)? {
                Reading::Agreed(agreed) => Ok(Some(agreed)),
                _ => Ok(None),
            },
            None => Ok(None),
        },
        Err(fault) => {
            desk.complain(&fault)?;
            Ok(None)
        }
    }
}

fn estimate(desk: &mut Desk<'_>, view: &View, task: &str) -> Result<bool> {
    match desk.needed::<Length>(view, "Estimate, such as 10m or 1h15m", "")? {
        Some(length) => {
            let mut fields = Fields::new();
            fields.insert("estimate".to_owned(), json!(length));
            desk.send(&Command::SetTask { task: task.to_owned(), fields }, None)
        }
        None => Ok(false),
    }
}

fn rollback(desk: &mut Desk<'_>, view: &View) -> Result<bool> {
    let lines =
        [(String::new(), "there is a way back: its plan".to_owned()), (String::new(), "there is none: why".to_owned())];
    let Some(chosen) = desk.choose(view, "How is it taken back?", &lines)? else { return Ok(false) };
    let (key, question) =
        if chosen == 0 { ("plan", "How to go back") } else { ("irreversible", "Why there is no way back") };
    match desk.needed::<Prose>(view, question, "")? {
        Some(text) => {
            let mut fields = Fields::new();
            fields.insert(key.to_owned(), json!(text));
            desk.send(&Command::SetRollback { fields }, None)
        }
        None => Ok(false),
    }
}

/// A placeholder that is the name of a variable gets its value; any other wants the text rewritten.
fn placeholder(desk: &mut Desk<'_>, view: &View, point: &Point) -> Result<bool> {
    let name = point.fix.split_whitespace().find_map(|word| word.strip_prefix("var.")?.strip_suffix("=VALUE"));
    let Some(name) = name else {
        desk.say("This text has to be rewritten; the command above does it, and this goes on by itself then.")?;
        return Ok(false);
    };
    match desk.needed::<Line>(view, name, "")? {
        Some(value) => desk.send(&assign(&format!("var.{name}"), value.as_str()), None),
        None => Ok(false),
    }
}

/// Records what somebody changed in the file by hand.
fn save(desk: &mut Desk<'_>, view: &View) -> Result<bool> {
    let Some(why) = desk.optional::<Prose>(view, "Why was it changed (may be empty)", "")? else { return Ok(false) };
    let order = desk.order;
    let stamp = desk.stamp(None);
    desk.record(|| order.workspace.save(order.id, why, &stamp, order.leave))
}
