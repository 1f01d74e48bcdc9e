//! A table with the heads of the tasks under the heading of something else: the heading over it is missing.

use super::facts::{FactShape, shape};
use super::meanings::Topic;
use super::sections::Section;
use super::tables::{Table, tables};
use super::task_tables::{has_the_documents_columns, of_table};
use super::tasks::Track;
use super::writing::Writing;

/// Reads such tables, and says so. Where the tasks have a section of their own, a table in a checklist is one of its
/// items, and that is said.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section, has_tasks: bool) {
    let is_checklist = matches!(section.topic, Topic::PreCall | Topic::PostCall);
    if !is_checklist && !matches!(section.topic, Topic::Contacts(_) | Topic::Permissions | Topic::Obligations) {
        return;
    }
    for table in tables(writing.page, section.lines.clone()) {
        let Some(first) = table.rows.first().filter(|_| has_the_heads(&table)) else { continue };
        let heads = format!("the table under “{}” has the heads of the tasks", section.under());
        if !has_tasks {
            of_table(writing, &table, Track::Tasks);
            super::left_out::note(writing, &Topic::Tasks, first.number);
            writing
                .doubt(first.number, format!("{heads}, which have no heading of their own: it is taken as the tasks"));
        } else if is_checklist {
            let message = format!("{heads}, which stand elsewhere: it is taken as {}", section.topic);
            writing.doubt(first.number, message);
        }
    }
}

/// True for heads that say of each task how it ended and how long it takes.
fn has_the_heads(table: &Table) -> bool {
    shape(table) == FactShape::Tasks && has_the_documents_columns(table)
}

/// Whether a row of the table was understood as something else.
pub(super) fn is_taken(writing: &Writing<'_>, table: &Table) -> bool {
    table.rows.iter().any(|row| !row.is_blank() && writing.is_claimed(row.at))
}
