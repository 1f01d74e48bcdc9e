//! The index of many exported runbooks: one line each, with a link to its file.

use super::parts::{aside, badge, cell, page, row, row_head, table, tbody, thead};
use super::text::{Markup, element, link_beside, words};
use crate::model::Moment;
use crate::render::clock::in_zone;
use crate::render::export::entry::ExportedEntry;

/// The index as a page.
pub fn index_html(title: &str, entries: &[ExportedEntry], now: Moment) -> String {
    let rows = entries.iter().map(line).collect();
    let head = thead(&[("Runbook", false), ("When", false), ("State", false), ("DRI", false)]);
    let table = table("", [head, tbody("", rows)]);
    let top = [words("h1", "", title)];
    let table = if entries.is_empty() { words("p", "", "There is none.") } else { table };
    let inside = [
        element("header", &[("class", "top")], top.into_iter().collect()),
        element("main", &[("id", "main")], element("section", &[("aria-label", "Runbooks")], table)),
        element("footer", &[], words("p", "", format!("Exported {}.", in_zone(now, None)))),
    ];
    page(title, "", inside.into_iter().collect())
}

fn line(entry: &ExportedEntry) -> Markup {
    let own = &entry.row;
    let name = entry.name();
    let (name, problem) = match &entry.file {
        Ok(file) => (link_beside(&name, file), Markup::none()),
        Err(why) => (Markup::text(&name), aside(Markup::text(why))),
    };
    let when = own.scheduled_at.map(|at| in_zone(at, own.time_zone)).unwrap_or_default();
    let state = match (&own.standing, own.result, own.state) {
        (Some(standing), ..) => Markup::text(standing),
        (None, Some(result), _) => badge("", result.word()),
        (None, None, Some(state)) => badge("note", state.word()),
        (None, None, None) => Markup::none(),
    };
    let dri = own.dri.as_ref().map(ToString::to_string).unwrap_or_default();
    let cells = [
        row_head([name, problem].into_iter().collect()),
        cell(Markup::text(when)),
        cell(state),
        cell(Markup::text(dri)),
    ];
    row("", cells.into_iter().collect())
}
