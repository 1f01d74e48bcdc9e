//! Judging recorded events: would the lifecycle have answered with exactly these, on the record that they met?
//!
//! The command is recalled from the events and decided anew, with the time, the person, the settings and the earlier life
//! of that day. Nothing is believed because it is recorded. Refuses to judge what is no rule of the lifecycle: authors,
//! files and commits are the audit's.

mod by_hand;
mod command_of;
mod judged_at;
mod late;

use crate::model::{Act, Event, Fault, Line, Runbook};

use super::{Circumstances, Command, HistoryFacts, LastChange, apply, decide};
use command_of::{CommandOf, command_of};
use judged_at::stamp_of;

pub use by_hand::{HandText, claims_gate, hand_claims, is_beginning, only_by_command};
pub use judged_at::{JudgedAt, Objection};
pub use late::{Grants, Late};

/// What came of judging the events of one commit.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The record that the events make; none where they do not fit.
    pub after: Option<Runbook>,
    /// Everything that is wrong with them.
    pub objections: Vec<Objection>,
}

/// Judges the events of one commit in order, on the record that they met. `history` is what came before, and goes on with
/// them.
pub fn judge_recorded(
    before: Option<&Runbook>,
    events: &[Event],
    history: &mut HistoryFacts,
    judged: JudgedAt<'_>,
) -> Judged {
    let mut record = before.cloned();
    let mut objections = Vec::new();
    let mut left = events;
    while let Some(first) = left.first() {
        let (count, recalled) = command_of(left, judged.id);
        let (group, rest) = left.split_at(count.clamp(1, left.len()));
        left = rest;
        let after = match follow(record.as_ref(), group) {
            Ok(after) => after,
            Err(fault) => {
                objections.push(Objection::Unfit(fault.message));
                return Judged { after: None, objections };
            }
        };
        let found = match recalled {
            Ok(CommandOf::Command(command)) => by_command(record.as_ref(), &command, group, history, judged),
            Ok(CommandOf::Edit) => by_hand::edited(record.as_ref(), &after, first, history, judged),
            Ok(CommandOf::Undo) => undone(record.as_ref(), &after, first, history, judged),
            Ok(CommandOf::Whole) if matches!(first.act, Act::Create { .. }) => by_hand::written(&after, first),
            Ok(CommandOf::Whole) => by_hand::whole(&after),
            Ok(CommandOf::Aside) => Vec::new(),
            Err(why) => vec![Objection::Illegal(why)],
        };
        objections.extend(found);
        group.iter().for_each(|event| history.note(event));
        record = Some(after);
    }
    history.last = events.to_vec();
    Judged { after: record, objections }
}

/// An undo restores what the last commit met: that commit's events, applied again, give the record that was taken back.
fn undone(
    before: Option<&Runbook>,
    after: &Runbook,
    event: &Event,
    history: &HistoryFacts,
    judged: JudgedAt<'_>,
) -> Vec<Objection> {
    let Act::Undo { undoes, undone, .. } = &event.act else { return Vec::new() };
    if !history.last.iter().map(Event::name).eq(undone.iter().map(Line::as_str)) {
        return vec![Objection::Illegal("it takes back other events than the last ones".to_owned())];
    }
    let again = history.last.iter().try_fold(after.clone(), |record, event| apply(Some(&record), event));
    if again.ok().as_ref() != before {
        return vec![Objection::Illegal("it does more than take the last change back".to_owned())];
    }
    let author = history.last.first().map_or_else(|| event.by.clone(), |last| last.by.clone());
    let last = LastChange { commit: undoes.clone(), author, events: history.last.clone() };
    let command = Command::Undo { last, earlier: Some(Box::new(after.clone())) };
    by_command(before, &command, std::slice::from_ref(event), history, judged)
}

/// The record after a group of events.
fn follow(before: Option<&Runbook>, group: &[Event]) -> Result<Runbook, Fault> {
    let mut record: Option<Runbook> = None;
    for event in group {
        record = Some(apply(record.as_ref().or(before), event)?);
    }
    record.ok_or_else(|| Fault::bug("no event to follow"))
}

/// Decides the command anew and compares the answer with what is recorded.
fn by_command(
    before: Option<&Runbook>,
    command: &Command,
    group: &[Event],
    history: &HistoryFacts,
    judged: JudgedAt<'_>,
) -> Vec<Objection> {
    let Some(first) = group.first() else { return Vec::new() };
    let stamp = stamp_of(first, judged);
    let nothing = HistoryFacts::default();
    let history = if command.needs_history(&stamp) { history } else { &nothing };
    if history.is_partial {
        // nobody here knows what it was decided on
        return Vec::new();
    }
    let circumstances = Circumstances { id: judged.id, stamp: &stamp, settings: judged.settings, history };
    match decide(before, command, &circumstances) {
        Err(fault) => vec![Objection::Illegal(fault.message)],
        // one command has one time and one person: events that differ in them came from no single one
        Ok(decided) if decided != group => {
            vec![Objection::Illegal(otherwise(&decided, group))]
        }
        Ok(_) => match (&first.act, before) {
            (Act::Create { .. }, _) => {
                follow(None, group).map_or_else(|_| Vec::new(), |record| by_hand::fresh(&record))
            }
            _ => Vec::new(),
        },
    }
}

/// How the lifecycle's own answer differs from what is recorded.
fn otherwise(decided: &[Event], group: &[Event]) -> String {
    let names = |events: &[Event]| match events {
        [] => "nothing at all, because nothing would change".to_owned(),
        events => events.iter().map(|event| format!("`{}`", event.name())).collect::<Vec<_>>().join(" and "),
    };
    let (wanted, found) = (names(decided), names(group));
    if wanted == found {
        return format!("the event {found} says something else than the command would have recorded here");
    }
    format!("{found} is recorded where the command would have recorded {wanted}")
}
