//! Which checklist items ask that the channels are told of the work, before it or after it.
//!
//! They are the documents' own items, known by how their ids begin, whether a template or an imported text brought them.

use crate::model::{CheckItem, Checklist, Runbook};

use super::Conditional;

/// What the ids of these items begin with.
const LEAD: &str = "inform";

/// True for an item that is done by posting a text to the channels.
pub fn is_announcement(item: &CheckItem) -> bool {
    item.id.as_str().starts_with(LEAD)
}

/// The first item of a list that still asks for the text to be posted.
pub fn open_announcement(runbook: &Runbook, list: Checklist) -> Option<&CheckItem> {
    let is_open = |item: &&CheckItem| item.mark.is_none() && item.is_applicable(&runbook.variables);
    runbook.checklist(list).iter().filter(|item| is_announcement(item)).find(is_open)
}
