//! The header's table, field by field as in the documents.

use super::parts::table;
use super::text;
use crate::model::keys::{Labelled, Seen};
use crate::model::{Line, Moment, Prose, Runbook, Zone};

/// The header, whose first field is the table's own header; how it stands is said in other words to a customer.
pub(super) fn table_of(runbook: &Runbook, standing: Option<&str>) -> String {
    let is_internal = standing.is_none();
    let prose = |text: &Option<Prose>| text.as_ref().map(|text| text::line(text.as_str())).unwrap_or_default();
    let mut rows = vec![("Runbook description", prose(&runbook.summary))];
    rows.push(("Expected result", prose(&runbook.expected_result)));
    rows.push(("DRI", runbook.dri.as_ref().map(person).unwrap_or_default()));
    rows.push(("Schedule at", runbook.scheduled_at.map(|at| schedule(at, runbook.time_zone)).unwrap_or_default()));
    for field in runbook.labelled() {
        let is_seen = is_internal || field.key.seen == Seen::ByCustomer;
        let value = field.words.as_deref().map(|words| said(&field, words)).unwrap_or_default();
        // what the documents do not have stands there only when it says something
        if is_seen && (field.label.always || !value.is_empty()) {
            rows.push((field.label.document, value));
        }
    }
    // nor do they have these
    match standing {
        Some(standing) => rows.push(("State", text::line(standing))),
        None => {
            rows.extend(Some(("Agreed", prose(&runbook.agreed))).filter(|(_, value)| !value.is_empty()));
            rows.push(("State", state(runbook)));
        }
    }
    let name = text::line(&runbook.name());
    table(&["Runbook name", &name], rows.into_iter().map(|(label, value)| vec![label.to_owned(), value]))
}

fn said(field: &Labelled, words: &str) -> String {
    if field.is_link() { text::address(words) } else { text::line(words) }
}

/// A handle as code, which mentions nobody; a name as it is.
pub(super) fn person(word: &Line) -> String {
    let word = word.as_str();
    if word.starts_with('@') { text::code(word) } else { text::line(word) }
}

/// `2026-12-01 14:00 +01:00 (Europe/Berlin)`: what the zone's clocks show, and without doubt which of them.
fn schedule(at: Moment, zone: Option<Zone>) -> String {
    let local = zone.map_or(at, |zone| zone.local(at)).time();
    let clock = if local.format("%S").to_string() == "00" { "%H:%M" } else { "%H:%M:%S" };
    let words = local.format(&format!("%Y-%m-%d {clock} %:z")).to_string();
    match zone {
        Some(zone) => format!("`{words} ({zone})`"),
        None => format!("`{words}`"),
    }
}

fn state(runbook: &Runbook) -> String {
    match runbook.result {
        Some(result) => format!("{}, {result}", runbook.state),
        None => runbook.state.to_string(),
    }
}
