//! What readiness misses and no list holds: asked for right there, and set by the ordinary command.

use serde_json::json;

use crate::lifecycle::{Answer, Command, Missing, Remedy, ScheduleTo, WorkCommand, placeholder_fillers, placeholders};
use crate::model::{Agreed, Candidate, Fields, Length, Line, Link, Prose, Reading, Result, Track, Zone, read_schedule};
use crate::workspace::change;

use super::global_keys::add_task;
use super::people;
use super::session::{CallSession, View};

/// Mends a point; true when something was recorded.
///
/// # Errors
/// As [`CallSession::send`].
pub(super) fn mend(session: &mut CallSession<'_>, view: &View, point: &Missing) -> Result<bool> {
    match point.code.remedy() {
        Remedy::Answer(answer) => ask(session, view, point, answer),
        Remedy::Save => save(session, view),
        Remedy::Item(_) | Remedy::Approval | Remedy::Command => {
            session.say("This cannot be mended here; the command above does it, and this goes on by itself then.")?;
            Ok(false)
        }
    }
}

fn ask(session: &mut CallSession<'_>, view: &View, point: &Missing, answer: Answer) -> Result<bool> {
    match answer {
        Answer::Customer => set::<Line>(session, view, "customer", "Customer"),
        Answer::Task => set::<Line>(session, view, "task", "What is requested"),
        Answer::Summary => set::<Prose>(session, view, "summary", "What is done"),
        Answer::ExpectedResult => set::<Prose>(session, view, "expected_result", "What is true afterwards"),
        Answer::Dri => match people::choose_dri(session, view)? {
            Some(dri) => session.answer(view, &assign("dri", dri.as_str()), None),
            None => Ok(false),
        },
        Answer::DriContact => {
            let dri = view.runbook.dri.as_ref().map_or("", |dri| dri.as_str());
            people::add(session, view, people::GivenContact::of(dri), None)
        }
        Answer::Schedule => schedule(session, view),
        Answer::TimeZone => set::<Zone>(session, view, "time_zone", "Time zone, such as Europe/Berlin"),
        Answer::Agreed => set::<Prose>(session, view, "agreed", "What shows that the customer agreed (link or text)"),
        Answer::MeetingUrl => set::<Link>(session, view, "meeting_url", "Link to the meeting"),
        Answer::IssueUrl => set::<Link>(session, view, "issue_url", "Link to the issue"),
        Answer::Contact(duty) => people::give_duty(session, view, duty),
        Answer::FirstTask => {
            add_task(session, view)?;
            Ok(true)
        }
        Answer::Estimate => estimate(session, view, &point.item),
        Answer::Rollback => rollback(session, view),
        Answer::Placeholder => placeholder(session, view, point),
    }
}

fn assign(key: &str, value: &str) -> Command {
    Command::Set { assignments: vec![(key.to_owned(), value.to_owned())] }
}

/// Asks for one field of the header.
fn set<T>(session: &mut CallSession<'_>, view: &View, key: &str, question: &str) -> Result<bool>
where
    T: std::str::FromStr<Err = crate::model::Fault> + ToString,
{
    match session.needed::<T>(view, question, "")? {
        Some(value) => session.answer(view, &assign(key, &value.to_string()), None),
        None => Ok(false),
    }
}

fn schedule(session: &mut CallSession<'_>, view: &View) -> Result<bool> {
    let question = format!("Agreed start, such as {} Europe/Berlin", session.now().a_week_on());
    let Some(words) = session.needed::<Prose>(view, &question, "")? else { return Ok(false) };
    let default = session.order.workspace.settings().time_zone;
    let Some(agreed) = meant(session, view, words.as_str(), None, default)? else { return Ok(false) };
    for note in &agreed.notes {
        session.say(note)?;
    }
    let question = "What shows that the customer agreed (link or text; may be empty)";
    let Some(evidence) = session.optional::<Prose>(view, question, "")? else { return Ok(false) };
    let to = ScheduleTo {
        scheduled_at: Some(agreed.scheduled_at),
        time_zone: agreed.time_zone,
        agreed: evidence,
        allow_past: false,
    };
    session.answer(view, &Command::Schedule(to), None)
}

/// What words about a time mean; where they mean several things, the person chooses.
fn meant(
    session: &mut CallSession<'_>,
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
            let chosen = session.choose(view, &unclear.question, &lines)?;
            Ok(chosen.and_then(|at| unclear.candidates.get(at)).map(|candidate| candidate.agreed.clone()))
        }
        Ok(Reading::NoZone) => match session.needed::<Zone>(view, "Time zone, such as Europe/Berlin", "")? {
            Some(zone) => match read_schedule(words, Some(zone), default)? {
                Reading::Agreed(agreed) => Ok(Some(agreed)),
                _ => Ok(None),
            },
            None => Ok(None),
        },
        Err(fault) => {
            session.complain(&fault)?;
            Ok(None)
        }
    }
}

fn estimate(session: &mut CallSession<'_>, view: &View, task: &str) -> Result<bool> {
    match session.needed::<Length>(view, "Estimate, such as 10m or 1h15m", "")? {
        Some(length) => {
            let mut fields = Fields::new();
            fields.insert("estimate".to_owned(), json!(length));
            session.answer(view, &Command::Work(Track::Tasks, WorkCommand::Set { item: task.to_owned(), fields }), None)
        }
        None => Ok(false),
    }
}

fn rollback(session: &mut CallSession<'_>, view: &View) -> Result<bool> {
    let lines =
        [(String::new(), "there is a rollback: its plan".to_owned()), (String::new(), "there is none: why".to_owned())];
    let Some(chosen) = session.choose(view, "How is it taken back?", &lines)? else { return Ok(false) };
    let (key, question) =
        if chosen == 0 { ("plan", "How to go back") } else { ("irreversible", "Why there is no way back") };
    match session.needed::<Prose>(view, question, "")? {
        Some(text) => {
            let mut fields = Fields::new();
            fields.insert(key.to_owned(), json!(text));
            session.answer(view, &Command::RollbackPlan { fields }, None)
        }
        None => Ok(false),
    }
}

/// A placeholder that is the name of a variable gets its value; any other wants the text rewritten.
fn placeholder(session: &mut CallSession<'_>, view: &View, point: &Missing) -> Result<bool> {
    let hole = placeholders(&view.runbook).into_iter().find(|(path, _)| *path == point.item);
    let Some(name) = hole.and_then(|(path, hole)| placeholder_fillers(Some(&path), &hole).into_iter().next()) else {
        session.say("This text has to be rewritten; the command above does it, and this goes on by itself then.")?;
        return Ok(false);
    };
    match session.needed::<Line>(view, &name, "")? {
        Some(value) => session.answer(view, &assign(&format!("var.{name}"), value.as_str()), None),
        None => Ok(false),
    }
}

/// Records what somebody changed in the file by hand.
fn save(session: &mut CallSession<'_>, view: &View) -> Result<bool> {
    let Some(why) = session.optional::<Prose>(view, "Why was it changed (may be empty)", "")? else { return Ok(false) };
    let order = session.order;
    let stamp = session.stamp(None);
    session.record(|| change::save(order.workspace, order.id, why, &stamp, order.options))
}
