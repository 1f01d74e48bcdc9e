//! Who an export is for, and the record that a customer may see.
//!
//! What goes out is what the table of keys allows: a field that nobody allowed stays in, whatever is added to records later.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::lifecycle::{Conditional, outcome, worked_s};
use crate::model::keys::{Seen, Shape};
use crate::model::{Attempt, Length, Line, Moment, Runbook, Slug, Task, TaskOutcome, Zone};
use crate::render::names::Names;

/// What stands for words of which a customer learns only that there are some.
const SAID: &str = "yes";

/// Who an export is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// The people who work from the store.
    #[default]
    Internal,
    /// The customer: only what may go out.
    Customer,
}

/// The runbook as its customer may see it: name, description, schedule on their clocks, meeting, who is on the call in
/// which role, their own people's details, tasks with planned and actual, wording and state of permissions, how it stands.
///
/// Internal tasks stay in. Ids say nothing: they are numbered anew. Attempts that run count up to `now`. Where prose calls
/// somebody of ours by handle or address, it calls them by name.
pub fn for_customer(runbook: &Runbook, home_side: &Slug, now: Moment) -> Runbook {
    let zone = their_zone(runbook, home_side);
    let tasks = runbook.tasks.iter().filter(|task| !task.internal && task.is_applicable(&runbook.variables));
    let permissions = runbook.permissions.iter().filter(|permission| permission.is_applicable(&runbook.variables));
    let seen_by_them = Runbook {
        confidential: runbook.confidential,
        dri: dri_name(runbook),
        scheduled_at: runbook.scheduled_at.map(|at| zone.map_or(at, |zone| zone.local(at))),
        time_zone: zone,
        contacts: numbered(runbook.contacts.iter(), "contact", |own, id| {
            seen(own, Shape::Contact, id, own.side != *home_side)
        }),
        tasks: numbered(tasks, "task", |own, id| task(own, id, now)),
        permissions: numbered(permissions, "permission", |own, id| seen(own, Shape::Permission, id, false)),
        ..header(runbook)
    };
    named(seen_by_them, &Names::of_home(runbook))
}

/// The same with people of ours by name wherever prose speaks of them.
fn named(runbook: Runbook, names: &Names) -> Runbook {
    if names.is_empty() {
        return runbook;
    }
    let Ok(mut value) = serde_json::to_value(&runbook) else { return runbook };
    name_in(&mut value, names);
    serde_json::from_value(value).unwrap_or(runbook)
}

fn name_in(value: &mut Value, names: &Names) {
    match value {
        Value::String(text) => *text = names.told(text),
        Value::Array(items) => items.iter_mut().for_each(|item| name_in(item, names)),
        // a link is no prose, and would lead nowhere
        Value::Object(fields) => {
            let prose = fields.iter_mut().filter(|(key, _)| !matches!(key.as_str(), "id" | "side" | "meeting_url"));
            prose.for_each(|(_, value)| name_in(value, names));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The fields of the header that may go out.
fn header(runbook: &Runbook) -> Runbook {
    let mut fields = runbook.header();
    fields.retain(|name, _| is_seen(Shape::Record, name, false));
    for key in Shape::Record.keys().iter().filter(|key| key.seen == Seen::Whether) {
        fields.entry(key.name).and_modify(|value| *value = SAID.into());
    }
    let header = serde_json::from_value(Value::Object(fields));
    header.unwrap_or_else(|_| Runbook::new(runbook.customer.clone(), runbook.task.clone()))
}

/// The keys of an item that may go out, under an id that says nothing. What is no item without the others stays in.
fn seen<T: Serialize + DeserializeOwned>(item: &T, shape: Shape, id: &Slug, is_theirs: bool) -> Option<T> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(item) else { return None };
    fields.retain(|name, _| is_seen(shape, name, is_theirs));
    fields.insert("id".to_owned(), id.as_str().into());
    serde_json::from_value(Value::Object(fields)).ok()
}

fn is_seen(shape: Shape, name: &str, is_theirs: bool) -> bool {
    match shape.key(name).map_or(Seen::Inside, |key| key.seen) {
        Seen::Inside => false,
        Seen::OfTheirs => is_theirs,
        Seen::ByCustomer | Seen::Whether => true,
    }
}

/// The customer's clocks: those of the agreement where one of theirs has them, otherwise their first.
fn their_zone(runbook: &Runbook, home_side: &Slug) -> Option<Zone> {
    let theirs: Vec<Zone> =
        runbook.contacts.iter().filter(|own| own.side != *home_side).filter_map(|own| own.time_zone).collect();
    let agreed = runbook.time_zone;
    theirs.iter().copied().find(|zone| Some(*zone) == agreed).or(theirs.first().copied()).or(agreed)
}

/// The DRI by name; a handle that nobody's name is known for stays in.
fn dri_name(runbook: &Runbook) -> Option<Line> {
    let named = runbook.dri_contact().map(|contact| contact.name.clone());
    named.unwrap_or_else(|| runbook.dri.clone().filter(|dri| !dri.as_str().trim_start().starts_with('@')))
}

fn numbered<'a, T: 'a, U>(
    items: impl Iterator<Item = &'a T>,
    word: &str,
    make: impl Fn(&'a T, &Slug) -> Option<U>,
) -> Vec<U> {
    let numbered = items.enumerate().map(|(index, item)| (item, Slug::from_text(&format!("{word}-{}", index + 1))));
    numbered.filter_map(|(item, id)| make(item, &id)).collect()
}

fn task(own: &Task, id: &Slug, now: Moment) -> Option<Task> {
    let attempt = outcome(own).map(|ended| {
        let worked = worked_s(own, now);
        let took = (worked > 0 || ended != TaskOutcome::Skipped).then(|| Length::from_seconds(worked));
        Attempt { outcome: Some(ended), took, ..Attempt::default() }
    });
    Some(Task { attempts: attempt.into_iter().collect(), ..seen(own, Shape::Task, id, false)? })
}
