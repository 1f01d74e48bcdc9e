//! Lists as CSV (RFC 4180), one header row each: tasks, contacts, checklists of a runbook, and the runbooks themselves.
//!
//! A customer gets fewer columns, chosen by what may go out, and no checklists.

#[cfg(test)]
mod tests;
mod text;

pub use text::{Dialect, Separator};

use super::Audience;
use super::exported::Exported;

use crate::lifecycle::{Conditional, outcome, worked_s};
use crate::model::{CheckItem, Contact, Override, Result, Row, Task};
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

/// One list of one runbook; none of its lists goes out to a customer but those that may.
///
/// # Errors
/// `Bug` only.
pub fn csv(exported: &Exported<'_>, part: Part, dialect: Dialect) -> Result<String> {
    let sheet = |lines, columns: &[&str]| sheet(lines, columns, dialect);
    match (part, exported.audience) {
        (Part::Tasks, Audience::Internal) => sheet(tasks(exported), &ALL_OF_TASKS),
        (Part::Tasks, Audience::Customer) => sheet(tasks(exported), &THEIRS_OF_TASKS),
        (Part::Contacts, Audience::Internal) => sheet(contacts(exported), &ALL_OF_CONTACTS),
        (Part::Contacts, Audience::Customer) => sheet(contacts(exported), &THEIRS_OF_CONTACTS),
        (Part::Checks, Audience::Internal) => sheet(checks(exported), &ALL_OF_CHECKS),
        (Part::Checks, Audience::Customer) => Ok("\r\n".to_owned()),
    }
}

/// The runbooks of a store, as `list` has them.
///
/// # Errors
/// `Bug` only.
pub fn csv_list(rows: &[Row], audience: Audience, dialect: Dialect) -> Result<String> {
    let columns: &[&str] = match audience {
        Audience::Internal => &ALL_OF_LIST,
        Audience::Customer => &THEIRS_OF_LIST,
    };
    sheet(rows.iter().map(row).collect(), columns, dialect)
}

/// A line's values by column.
type Values = Vec<(&'static str, String)>;

/// The gates that were passed although they were not met, with their reasons: on every line, whichever list somebody has.
const OVERRIDDEN: &str = "overridden";
const ALL_OF_TASKS: [&str; 16] = [
    "runbook",
    "id",
    "title",
    "applies",
    "outcome",
    "estimate",
    "estimate_s",
    "actual",
    "actual_s",
    "attempts",
    "started_at",
    "finished_at",
    "wait_s",
    "note",
    "link",
    OVERRIDDEN,
];
const THEIRS_OF_TASKS: [&str; 6] = ["title", "outcome", "estimate", "estimate_s", "actual", "actual_s"];
const ALL_OF_CONTACTS: [&str; 12] = [
    "runbook",
    "id",
    "side",
    "name",
    "handle",
    "email",
    "role",
    "duties",
    "description",
    "time_zone",
    "region",
    OVERRIDDEN,
];
const THEIRS_OF_CONTACTS: [&str; 7] = ["side", "name", "role", "handle", "email", "time_zone", "region"];
const ALL_OF_CHECKS: [&str; 13] = [
    "runbook",
    "list",
    "id",
    "text",
    "applies",
    "required",
    "wants_evidence",
    "mark",
    "reason",
    "evidence",
    "by",
    "at",
    OVERRIDDEN,
];
const ALL_OF_LIST: [&str; 14] = [
    "id",
    "name",
    "state",
    "result",
    "dri",
    "scheduled_at",
    "time_zone",
    "ready",
    "tasks_done",
    "tasks_total",
    "estimate_s",
    "actual_s",
    "problem",
    OVERRIDDEN,
];
const THEIRS_OF_LIST: [&str; 11] = [
    "name",
    "state",
    "result",
    "scheduled_at",
    "time_zone",
    "tasks_done",
    "tasks_total",
    "estimate_s",
    "actual_s",
    "dri",
    "standing",
];

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
    let actual = (!task.attempts.is_empty()).then(|| worked_s(task, exported.now));
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
        ("standing", words(&row.standing)),
        (OVERRIDDEN, overridden(&row.overrides)),
    ]
}
