//! Commands on the header: creating, setting fields and variables, scheduling.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::lifecycle::condition::{self, is_open, variables_of};
use crate::lifecycle::{consistency, free_text};
use crate::model::keys::{self, Changed, Holds, Shape};
use crate::model::{
    Act, Fault, Fields, ItemPlaces, Line, Link, Moment, Path, Prose, Result, Runbook, RunbookId, State, Zone,
};

use super::given::Circumstances;
use super::needs::only_in;

/// `schedule`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScheduleTo {
    /// The agreed start; none takes the schedule back.
    pub scheduled_at: Option<Moment>,
    /// The zone in which it was agreed.
    pub time_zone: Option<Zone>,
    /// Evidence that the customer agreed.
    pub agreed: Option<Prose>,
    /// `--allow-past`.
    pub allow_past: bool,
}

pub(super) fn create(
    id: &RunbookId,
    runbook: &Runbook,
    schedule: Option<&ScheduleTo>,
    context: &Circumstances<'_>,
) -> Result<Vec<Act>> {
    let record = whole(runbook)?;
    let mut acts = vec![Act::Create { runbook: id.clone(), record, by_hand: false }];
    if let Some(to) = schedule {
        acts.extend(self::schedule(runbook, to, context)?);
    }
    Ok(acts)
}

/// A record that was read from a text begins as it was read: what happened elsewhere is not decided anew.
pub(super) fn import(id: &RunbookId, runbook: &Runbook, source: Option<&Line>) -> Result<Vec<Act>> {
    Ok(vec![Act::Import { runbook: id.clone(), record: whole(runbook)?, source: source.cloned() }])
}

/// A record that does not contradict itself, as an event holds it.
fn whole(runbook: &Runbook) -> Result<Fields> {
    consistency::check(runbook)?;
    for name in runbook.variables.keys() {
        check_variable_name(name)?;
    }
    match serde_json::to_value(runbook) {
        Ok(Value::Object(record)) => Ok(record),
        _ => Err(Fault::bug("a record cannot be written as JSON")),
    }
}

pub(super) fn set(runbook: &Runbook, assignments: &[(String, String)], runbook_id: &RunbookId) -> Result<Vec<Act>> {
    if assignments.is_empty() {
        return Err(Fault::usage("nothing to set: write key=value")
            .hint(format!("runbook set {runbook_id} summary=\"What is done\"")));
    }
    let (mut fields, mut seen) = (Fields::new(), BTreeSet::new());
    let whole = LazyCell::new(|| serde_json::to_value(runbook).unwrap_or_default());
    let header = LazyCell::new(|| runbook.header());
    let mut places = ItemPlaces::default();
    for (key, words) in assignments {
        let path: Option<Path> = key.parse().ok().filter(|_| key.contains('.'));
        if let Some(old) = path.and_then(|path| free_text(&whole, &path, &mut places)) {
            if old != words && seen.insert(key.clone()) {
                fields.insert(key.clone(), Value::String(Prose::new(words)?.as_str().to_owned()));
            }
            continue;
        }
        let (key, value) = assignment(runbook, key, words, runbook_id)?;
        if !seen.insert(key.clone()) {
            return Err(Fault::usage(format!("`{key}` is given twice")));
        }
        let old = match key.strip_prefix("variables.") {
            Some(name) => runbook.variables.get(name),
            None => header.get(&key),
        };
        if old.unwrap_or(&Value::Null) != &value {
            fields.insert(key, value);
        }
    }
    Ok(if fields.is_empty() { Vec::new() } else { vec![Act::Set { fields }] })
}

/// One `key=value` in the record's own words and types.
fn assignment(runbook: &Runbook, key: &str, words: &str, runbook_id: &RunbookId) -> Result<(String, Value)> {
    let text = |line: &str| Value::String(line.to_owned());
    let in_field = |fault: Fault| Fault { message: format!("{key}: {}", fault.message), ..fault };
    if let Some(name) = key.strip_prefix("var.").or_else(|| key.strip_prefix("variables.")) {
        return variable(runbook, name, words);
    }
    let row = Shape::Record.key(key);
    match row.map(|row| row.changed) {
        Some(Changed::Set) => {}
        Some(Changed::Renamed) if words.trim().is_empty() => {
            return Err(Fault::usage(format!("`{key}` cannot be empty: it is half of the runbook's name")));
        }
        Some(Changed::Renamed) => {}
        Some(Changed::By(words)) => {
            return Err(Fault::usage(format!("`{key}` is not changed with set")).hint(words));
        }
        Some(Changed::ByCommand(command, words)) => {
            return Err(Fault::usage(format!("`{key}` is not changed with set"))
                .hint(format!("runbook {command} {runbook_id} {words}")));
        }
        Some(Changed::WithItem) | None if runbook.variables.contains_key(key) => return variable(runbook, key, words),
        Some(Changed::WithItem) | None => return Err(unknown_key(runbook, key, runbook_id)),
    }
    let value = match row.map_or(Holds::Foreign, |row| row.holds) {
        Holds::Flag => Value::Bool(match words {
            "true" | "yes" => true,
            "false" | "no" => false,
            _ => return Err(Fault::usage(format!("{key} is true or false, not “{words}”"))),
        }),
        _ if words.is_empty() => Value::Null,
        Holds::Line => text(Line::new(words.trim()).map_err(in_field)?.as_str()),
        Holds::Link => text(words.parse::<Link>().map_err(in_field)?.as_str()),
        Holds::Zone => text(words.parse::<Zone>().map_err(in_field)?.name()),
        // what else a field may hold is refused when the event is applied, where it does not fit
        _ => text(Prose::new(words).map_err(in_field)?.as_str()),
    };
    Ok((key.to_owned(), value))
}

fn unknown_key(runbook: &Runbook, key: &str, runbook_id: &RunbookId) -> Fault {
    let fault = Fault::usage(format!("“{key}” is neither a field nor a variable of this runbook"));
    let names = keys::settable().map(|row| row.name).chain(runbook.variables.keys().map(String::as_str));
    match crate::lifecycle::suggestion(key, names) {
        Some(near) => fault.hint(format!("did you mean `{near}`?")),
        None => fault.hint(format!("to make a variable: runbook set {runbook_id} var.{key}=VALUE")),
    }
}

/// Refuses what cannot name a variable: what conditions cannot read, and the names of a runbook's own fields.
///
/// # Errors
/// `Usage`, saying which of the two it is.
pub fn check_variable_name(name: &str) -> Result<()> {
    let mut letters = name.chars();
    let well_formed = letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !well_formed {
        return Err(Fault::usage(format!("“{name}” cannot name a variable: use letters, digits and _")));
    }
    if Shape::Record.key(name).is_some() {
        return Err(Fault::usage(format!("`{name}` is a field of every runbook and cannot name a variable")));
    }
    Ok(())
}

/// A variable's new value, of the kind that it has already; a new one is a flag or a number when it reads as one.
fn variable(runbook: &Runbook, name: &str, words: &str) -> Result<(String, Value)> {
    check_variable_name(name)?;
    let key = format!("variables.{name}");
    if words.is_empty() {
        let used = users_of(runbook, name);
        if !used.is_empty() {
            return Err(Fault::refused(format!(
                "the variable `{name}` is read by the condition of {}",
                used.join(", ")
            ))
            .hint("give it another value, or change those conditions first"));
        }
        return Ok((key, Value::Null));
    }
    let text = || Prose::new(words).map(|text| Value::String(text.as_str().to_owned()));
    // an open variable has no kind yet
    let value = match (runbook.variables.get(name).filter(|value| !is_open(value)), words) {
        (Some(Value::String(_)), _) => text()?,
        (_, "true" | "yes") => Value::Bool(true),
        (_, "false" | "no") => Value::Bool(false),
        (Some(Value::Bool(_)), _) => {
            return Err(Fault::usage(format!("the variable `{name}` is true or false, not “{words}”")));
        }
        _ => match words.parse::<i64>() {
            Ok(number) if number.to_string() == words => Value::Number(number.into()),
            _ => text()?,
        },
    };
    Ok((key, value))
}

/// The items whose condition reads this variable.
fn users_of(runbook: &Runbook, name: &str) -> Vec<String> {
    let reads = |when: &Line| variables_of(when.as_str()).is_ok_and(|names| names.iter().any(|own| own == name));
    condition::all(runbook).into_iter().filter(|(_, when)| reads(when)).map(|(path, _)| path).collect()
}

pub(super) fn schedule(runbook: &Runbook, to: &ScheduleTo, context: &Circumstances<'_>) -> Result<Vec<Act>> {
    let way = match runbook.state {
        State::WrapUp => "a call at another time is another runbook: runbook new \"CUSTOMER - TASK\"".to_owned(),
        _ => format!("runbook show {}", context.id),
    };
    only_in(runbook, &[State::Draft, State::Scheduled], "only a draft or a scheduled runbook is given a time", &way)?;
    let moved = runbook.scheduled_at != to.scheduled_at;
    let agreed = match (&to.agreed, to.scheduled_at) {
        (_, None) => None,
        (Some(agreed), _) => Some(agreed.clone()),
        (None, _) if moved => None,
        (None, _) => runbook.agreed.clone(),
    };
    if let Some(at) = to.scheduled_at
        && !to.allow_past
        && context.is_past(at)
    {
        return Err(Fault::refused(format!("{at} is already past"))
            .hint("check date and zone; --allow-past records a call that has taken place"));
    }
    let same_words = runbook.scheduled_at.map(|at| at.to_string()) == to.scheduled_at.map(|at| at.to_string());
    if same_words && runbook.time_zone == to.time_zone && runbook.agreed == agreed {
        let settled = to.scheduled_at.is_some() == (runbook.state == State::Scheduled);
        if settled {
            return Ok(Vec::new());
        }
    }
    Ok(vec![Act::Schedule { scheduled_at: to.scheduled_at, time_zone: to.time_zone, agreed }])
}

/// Drops an agreement that was given to another time, wherever the new one comes from; true when there was one.
pub fn drop_agreement_of(before: &Runbook, after: &mut Runbook) -> bool {
    let is_moved = before.scheduled_at.is_some() && before.scheduled_at != after.scheduled_at;
    let is_of_before = is_moved && after.agreed.is_some() && after.agreed == before.agreed;
    if is_of_before {
        after.agreed = None;
    }
    is_of_before
}

pub(super) fn apply_schedule(runbook: &mut Runbook, at: Option<Moment>, zone: Option<Zone>, agreed: &Option<Prose>) {
    runbook.scheduled_at = at;
    runbook.time_zone = zone;
    runbook.agreed.clone_from(agreed);
    runbook.state = if at.is_some() { State::Scheduled } else { State::Draft };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_to_another_time_is_dropped() {
        let at = |time: &str, agreed: &str| Runbook {
            scheduled_at: time.parse().ok(),
            agreed: agreed.parse().ok(),
            ..Runbook::new("Acme".parse().unwrap(), "X".parse().unwrap())
        };
        let before = at("2026-12-01T14:00:00+01:00", "by phone");
        for (mut after, dropped) in [
            (at("2026-12-02T14:00:00+01:00", "by phone"), true),
            (at("2026-12-01T14:00:00+01:00", "by phone"), false),
            (at("2026-12-02T14:00:00+01:00", "by mail"), false),
        ] {
            assert_eq!(drop_agreement_of(&before, &mut after), dropped);
            assert_eq!(after.agreed.is_none(), dropped);
        }
    }
}
