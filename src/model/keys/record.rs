//! The rows of the record: its header, and behind it its tables and lists.
//!
//! To add a field to the header, add it to [`Runbook`] and a row here, at the same place.

use super::key::Changed::{By, ByCommand, Renamed, Set};
use super::key::Rendered::Words;
use super::key::Seen::{ByCustomer, Whether};
use super::key::{Key, key, rows};
use super::shape::{Holds, Shape};
use crate::model::Runbook;

/// A field of the header that `set` sets.
const fn field(holds: Holds) -> Key {
    key(holds).changed(Set)
}

const fn line() -> Key {
    field(Holds::Line)
}

const fn text() -> Key {
    field(Holds::Text)
}

const fn link() -> Key {
    field(Holds::Link)
}

const fn table(shape: Shape) -> Key {
    key(Holds::Table(shape))
}

const fn list(shape: Shape) -> Key {
    key(Holds::List(shape))
}

rows! {
    /// The record's keys.
    RECORD: Runbook {
        format: key(Holds::Number).origin().changed(By("nothing: it belongs to the file")),
        customer: line().changed(Renamed).seen(ByCustomer),
        task: line().changed(Renamed).seen(ByCustomer),
        summary: text().rendered(Words).seen(ByCustomer),
        expected_result: text().rendered(Words).seen(ByCustomer),
        confidential: field(Holds::Flag).in_templates().on_by_default(),
        state: key(Holds::Word).happened().changed(By(
            "the lifecycle's commands: runbook start, finish, abort, cancel, close, reopen",
        )).seen(ByCustomer),
        result: key(Holds::Word).happened().changed(ByCommand("close", "--result RESULT --reason WHY")).seen(ByCustomer),
        dri: line().seen(ByCustomer),
        scheduled_at: key(Holds::Time).changed(ByCommand("schedule", "WHEN")).seen(ByCustomer),
        time_zone: field(Holds::Zone).seen(ByCustomer),
        agreed: text().seen(Whether),
        meeting_url: link().rendered(Words).seen(ByCustomer).label_of_documents("Meeting", "Meeting URL"),
        issue_url: link().label_of_documents("Issue", "Gitlab Issue"),
        ticket_url: link().label("Ticket"),
        template: line().origin().changed(By("runbook new --template")),
        variables: table(Shape::Variables),
        contacts: list(Shape::Contact).in_templates().seen(ByCustomer),
        pre_call: list(Shape::Check).in_templates(),
        permissions: list(Shape::Permission).in_templates().seen(ByCustomer),
        tasks: list(Shape::Task).in_templates().seen(ByCustomer),
        rollback: table(Shape::Rollback).in_templates().changed(ByCommand("rollback set", "--plan TEXT")),
        post_call: list(Shape::Check).in_templates(),
        obligations: list(Shape::Obligation).in_templates(),
        targets: table(Shape::Targets).happened(),
        kept: list(Shape::Kept).origin(),
        approvals: list(Shape::Approval).happened(),
        overrides: list(Shape::Override).happened(),
    }
}
