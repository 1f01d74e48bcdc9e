//! Whether what a header has in the place of a name is a runbook's.
//!
//! "Name" and "Title" stand over columns of servers and of people, too: only what stands in a header is the name of a runbook.

use super::languages::{all_of, any_has};
use super::meanings::HeaderField;
use super::name::halves;
use super::tables::Table;
use super::vocabulary::{field, folded, is_placeholder};

/// The most rows of a header.
const LONGEST_HEADER: usize = 30;

/// Whether what a table has in the place of a name is one: by a label that says so of itself, by other fields of the header
/// beside it, or by its form where it stands alone.
pub(super) fn names_a_runbook(table: &Table, label: &str, value: &str) -> bool {
    let is_certain = is_a_runbooks_name(label);
    let has_form = halves(value).is_some();
    let rows = table.rows.iter().filter(|row| !row.is_blank());
    if rows.clone().nth(1).is_none() {
        return is_certain || has_form;
    }
    // labels side by side, with the values below them
    let head = table.rows.first();
    let column = head.and_then(|head| Some((head, head.cells.iter().position(|cell| cell == label)?)));
    if column.is_some_and(|(head, at)| head.cell(at + 1) != value) && table.rows.len() == 2 {
        return is_certain || has_form;
    }
    if table.rows.len() > LONGEST_HEADER {
        return is_certain && has_form;
    }
    let is_other = |label: &str| field(label).is_some_and(|field| field != HeaderField::Name);
    let is_beside = rows.clone().any(|row| row.cells.iter().step_by(2).any(|cell| is_other(cell)));
    // a template's name is blank or stands for one
    is_beside || is_certain && (has_form || is_placeholder(value))
}

/// True for a label that can only be a runbook's name, whatever stands round it: "Runbook" alone stands over many a list.
fn is_a_runbooks_name(label: &str) -> bool {
    is_of_a_runbook(label) && !any_has(|language| language.runbook, &folded(label))
}

/// True for a label that can only be a runbook's name: no "Title", no "Subject".
pub(super) fn is_of_a_runbook(label: &str) -> bool {
    let label = folded(label);
    all_of(|language| language.runbook).any(|word| label.contains(word))
}
