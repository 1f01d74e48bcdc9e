//! The index of many exported runbooks, as Markdown.

use super::parts::table;
use super::text;
use crate::render::clock::date_in_zone;
use crate::render::export::entry::ExportedEntry;

/// The index, with a link to each file beside it.
pub fn index_markdown(title: &str, entries: &[ExportedEntry]) -> String {
    let rows = entries.iter().map(|entry| {
        let row = &entry.row;
        let name = match &entry.file {
            Ok(file) => format!("[{}]({file})", text::line(&entry.name())),
            Err(why) => format!("{}<br>{}", text::line(&entry.name()), text::line(why)),
        };
        let standing = row.standing.as_deref().map(text::line);
        let state = row.result.map(|result| result.to_string()).or(row.state.map(|state| state.to_string()));
        let when = row.scheduled_at.map(|at| date_in_zone(at, row.time_zone)).unwrap_or_default();
        let dri = row.dri.as_ref().map(super::header::person).unwrap_or_default();
        vec![name, when, standing.or(state).unwrap_or_default(), dri]
    });
    format!("# {}\n\n{}\n", text::line(title), table(&["Runbook", "When", "State", "DRI"], rows))
}
