//! Lists as CSV (RFC 4180), one header row each: tasks, contacts, checklists of a runbook, and the runbooks themselves.
//!
//! A customer gets the columns of those keys that may go out, as the table of keys says, and no checklists.

#[cfg(test)]
mod tests;
mod text;

pub use text::Dialect;

use super::Audience;
use super::exported::Exported;

use crate::lifecycle::{Conditional, outcome, worked_s};
use crate::model::keys::Shape;
use crate::model::{CheckItem, Contact, Fault, Override, Result, Row, Task};
use crate::render::clock::length;

/// Which list of a runbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The work.
    Tasks,
    /// Who attends.
    Contacts,
    /// Both checklists.
    Checks,
}

/// One list of one runbook; a customer gets of it what may go out.
///
/// # Errors
/// `Refused` for a list of which nothing may go out.
pub fn csv(exported: &Exported<'_>, part: Part, dialect: Dialect) -> Result<String> {
    let (lines, shape, all) = match part {
        Part::Tasks => (tasks(exported), Shape::Task, &TASKS[..]),
        Part::Contacts => (contacts(exported), Shape::Contact, &CONTACTS[..]),
        Part::Checks => (checks(exported), Shape::Check, &CHECKS[..]),
    };
    let columns = columns(all, shape, exported.audience);
    if columns.is_empty() {
        return Err(Fault::refused("checklists are internal: they do not go out to a customer")
            .hint("--part tasks or --part contacts can"));
    }
    sheet(lines, &columns, dialect)
}

/// The runbooks of a store, as `list` has them.
///
/// # Errors
/// `Bug` only.
pub fn csv_list(rows: &[Row], audience: Audience, dialect: Dialect) -> Result<String> {
    let mut columns = columns(&LIST, Shape::Record, audience);
    if audience == Audience::Customer {
        columns.push(STANDING);
    }
    sheet(rows.iter().map(row).collect(), &columns, dialect)
}

/// A line's values by column.
type Values = Vec<(&'static str, String)>;

/// What a column is called, and the key that it tells or is counted from: its path below the table of the line. A column
/// of which no key is named stays in the store.
type Column = (&'static str, &'static str);

/// Stands for no key.
const INSIDE: &str = "";
/// The gates that were passed although they were not met, with their reasons: on every line, whichever list somebody has.
const OVERRIDDEN: &str = "overridden";
/// The sentence that tells a customer how it stands, in place of what tells us.
const STANDING: &str = "standing";
const TASKS: [Column; 16] = [
    ("runbook", INSIDE),
    ("id", "id"),
    ("title", "title"),
    ("applies", "when"),
    ("outcome", "attempts.outcome"),
    ("estimate", "estimate"),
    ("estimate_s", "estimate"),
    ("actual", "attempts.took"),
    ("actual_s", "attempts.took"),
    // how often it was tried is nothing that a customer is told
    ("attempts", INSIDE),
    ("started_at", "attempts.started_at"),
    ("finished_at", "attempts.finished_at"),
    ("wait_s", "wait"),
    ("note", "attempts.note"),
    ("link", "link"),
    (OVERRIDDEN, INSIDE),
];
const CONTACTS: [Column; 12] = [
    ("runbook", INSIDE),
    ("id", "id"),
    ("side", "side"),
    ("name", "name"),
    ("handle", "handle"),
    ("email", "email"),
    ("role", "role"),
    ("duties", "duties"),
    ("description", "description"),
    ("time_zone", "time_zone"),
    ("region", "region"),
    (OVERRIDDEN, INSIDE),
];
const CHECKS: [Column; 13] = [
    ("runbook", INSIDE),
    ("list", INSIDE),
    ("id", "id"),
    ("text", "text"),
    ("applies", "when"),
    ("required", "required"),
    ("wants_evidence", "wants_evidence"),
    ("mark", "mark"),
    ("reason", "reason"),
    ("evidence", "evidence"),
    ("by", "by"),
    ("at", "at"),
    (OVERRIDDEN, INSIDE),
];
const LIST: [Column; 14] = [
    ("id", INSIDE),
    ("name", "task"),
    ("state", "state"),
    ("result", "result"),
    ("dri", "dri"),
    ("scheduled_at", "scheduled_at"),
    ("time_zone", "time_zone"),
    ("ready", INSIDE),
    ("tasks_done", "tasks.attempts.outcome"),
    ("tasks_total", "tasks"),
    ("estimate_s", "tasks.estimate"),
    ("actual_s", "tasks.attempts.took"),
    ("problem", INSIDE),
    (OVERRIDDEN, "overrides"),
];

/// The columns that this audience gets: all, or those of keys that the customer may see.
fn columns(all: &[Column], shape: Shape, audience: Audience) -> Vec<&'static str> {
    let is_told = |path: &str| audience == Audience::Internal || shape.goes_out(path);
    all.iter().filter(|(_, path)| is_told(path)).map(|(name, _)| *name).collect()
}

fn sheet(lines: Vec<Values>, columns: &[&str], dialect: Dialect) -> Result<String> {
    let mut all = vec![columns.to_vec()];
    for values in &lines {
        let value = |column: &&str| values.iter().find(|(name, _)| name == column).map(|(_, value)| value.as_str());
        all.push(columns.iter().map(|column| value(column).unwrap_or_default()).collect());
    }
    text::sheet(all, dialect)
}

fn words(value: &Option<impl ToString>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn overridden(all: &[Override]) -> String {
    let words: Vec<String> = all.iter().map(|own| format!("{}: {}", own.code, own.reason)).collect();
    words.join("\n")
}

fn tasks(exported: &Exported<'_>) -> Vec<Values> {
    exported.runbook.tasks.iter().map(|task| self::task(task, exported)).collect()
}

fn task(task: &Task, exported: &Exported<'_>) -> Values {
    let actual = worked_s(task, exported.now);
    let notes: Vec<String> =
        task.attempts.iter().filter_map(|own| own.note.as_ref()).map(ToString::to_string).collect();
    vec![
        ("runbook", exported.id.to_string()),
        ("id", task.id.to_string()),
        ("title", task.title.to_string()),
        ("applies", task.is_applicable(&exported.runbook.variables).to_string()),
        ("outcome", words(&outcome(task))),
        ("estimate", words(&task.estimate)),
        ("estimate_s", words(&task.estimate.as_ref().map(|own| own.seconds()))),
        ("actual", words(&actual.map(length))),
        ("actual_s", words(&actual)),
        ("attempts", task.attempts.len().to_string()),
        ("started_at", words(&task.attempts.first().and_then(|own| own.started_at))),
        ("finished_at", words(&task.attempts.last().and_then(|own| own.finished_at))),
        ("wait_s", words(&task.wait.as_ref().map(|own| own.seconds()))),
        ("note", notes.join("\n")),
        ("link", words(&task.link)),
        (OVERRIDDEN, overridden(&exported.runbook.overrides)),
    ]
}

fn contacts(exported: &Exported<'_>) -> Vec<Values> {
    exported.runbook.contacts.iter().map(|contact| self::contact(contact, exported)).collect()
}

fn contact(contact: &Contact, exported: &Exported<'_>) -> Values {
    let duties: Vec<&str> = contact.duties.iter().map(|duty| duty.word()).collect();
    vec![
        ("runbook", exported.id.to_string()),
        ("id", contact.id.to_string()),
        ("side", contact.side.to_string()),
        ("name", words(&contact.name)),
        ("handle", words(&contact.handle)),
        ("email", words(&contact.email)),
        ("role", words(&contact.role)),
        ("duties", duties.join(" ")),
        ("description", words(&contact.description)),
        ("time_zone", words(&contact.time_zone)),
        ("region", words(&contact.region)),
        (OVERRIDDEN, overridden(&exported.runbook.overrides)),
    ]
}

fn checks(exported: &Exported<'_>) -> Vec<Values> {
    let runbook = exported.runbook;
    let lists = [("pre_call", &runbook.pre_call), ("post_call", &runbook.post_call)];
    lists.iter().flat_map(|(list, items)| items.iter().map(|item| check(list, item, exported))).collect()
}

fn check(list: &str, item: &CheckItem, exported: &Exported<'_>) -> Values {
    vec![
        ("runbook", exported.id.to_string()),
        ("list", list.to_owned()),
        ("id", item.id.to_string()),
        ("text", item.text.to_string()),
        ("applies", item.is_applicable(&exported.runbook.variables).to_string()),
        ("required", item.required.to_string()),
        ("wants_evidence", item.wants_evidence.to_string()),
        ("mark", words(&item.mark)),
        ("reason", words(&item.reason)),
        ("evidence", words(&item.evidence)),
        ("by", words(&item.by)),
        ("at", words(&item.at)),
        (OVERRIDDEN, overridden(&exported.runbook.overrides)),
    ]
}

fn row(row: &Row) -> Values {
    vec![
        ("id", row.label().to_owned()),
        ("name", words(&row.name)),
        ("state", words(&row.state)),
        ("result", words(&row.result)),
        ("dri", words(&row.dri)),
        ("scheduled_at", words(&row.scheduled_at)),
        ("time_zone", words(&row.time_zone)),
        ("ready", words(&row.ready)),
        ("tasks_done", words(&row.tasks_done)),
        ("tasks_total", words(&row.tasks_total)),
        ("estimate_s", words(&row.estimate_s)),
        ("actual_s", words(&row.actual_s)),
        ("problem", words(&row.problem)),
        (STANDING, words(&row.standing)),
        (OVERRIDDEN, overridden(&row.overrides)),
    ]
}
