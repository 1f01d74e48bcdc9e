//! Items that say themselves that they are not the work.

use super::labels::label_of;
use super::section_names::{is_not_the_work, is_out_of_scope};

/// Whether the words of an item say that it is not the work, or, over others, that these are not: "Out of scope: the
/// runners", "Open questions".
pub(super) fn is_no_work(text: &str, is_over_items: impl FnOnce() -> bool) -> bool {
    // "**Excluded** groups are restored" is work
    let labelled = Some(text).filter(|text| text.contains([':', '：'])).and_then(label_of);
    let (label, value) = labelled.unwrap_or_else(|| (text.to_owned(), String::new()));
    is_out_of_scope(&label) || value.trim().is_empty() && is_not_the_work(&label) && is_over_items()
}
