//! The whole answer of `diff`: which two points, then what differs.

use super::changes::differences;
use crate::model::{Change, ChangeKind, DiffEnd, Path, Recorded, RunbookId};
use crate::render::clock::day_and_time;
use crate::render::layout::{pad, plain, width};
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::signs;
use crate::render::style::Style;
use crate::render::words;

/// Two points of a runbook's life and what differs.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// The runbook.
    pub id: &'a RunbookId,
    /// The earlier end.
    pub from: &'a DiffEnd,
    /// The later end.
    pub to: &'a DiffEnd,
    /// What differs.
    pub changes: &'a [Change],
    /// True when only what no field holds differs.
    pub layout: bool,
}

/// `diff`: every change in words.
pub fn diff(compared: &Compared<'_>, style: &Style) -> String {
    let mut page = Page::new(style);
    ends(compared, style, &mut page);
    differences(compared.changes, 2, style, &mut page);
    none(compared, &mut page);
    page.done()
}

/// `diff --stat`: how many changes in each part of the record.
pub fn diff_stat(compared: &Compared<'_>, style: &Style) -> String {
    let mut page = Page::new(style);
    ends(compared, style, &mut page);
    let mut parts: Vec<(String, Vec<&Change>)> = Vec::new();
    for change in compared.changes {
        let part = part_of(change);
        match parts.iter_mut().find(|(own, _)| *own == part) {
            Some((_, changes)) => changes.push(change),
            None => parts.push((part, vec![change])),
        }
    }
    let widest = parts.iter().map(|(part, _)| width(part)).max().unwrap_or(0);
    for (part, changes) in &parts {
        page.hang(&format!("  {}  ", pad(part, widest)), &counted(changes));
    }
    if parts.len() > 1 {
        let all: Vec<&Change> = compared.changes.iter().collect();
        page.line(format!("  {}  {}", pad(&ink(Ink::Muted, "all"), widest), counted(&all)));
    }
    none(compared, &mut page);
    page.done()
}

/// What an undo would take back.
pub fn undoing(id: &RunbookId, last: &Recorded, changes: &[Change], style: &Style) -> String {
    let mut page = Page::new(style);
    page.hang("", &format!("{id}: undo would take back"));
    page.hang("  ", &commit(last, style));
    page.line("and change:");
    differences(changes, 2, style, &mut page);
    page.done()
}

fn ends(compared: &Compared<'_>, style: &Style, page: &mut Page<'_>) {
    page.line(ink(Ink::Heading, &compared.id.to_string()));
    page.hang(&format!("  {}  ", ink(Ink::Muted, "from")), &end(compared.from, style));
    page.hang(&format!("  {}  ", ink(Ink::Muted, "to  ")), &end(compared.to, style));
    page.blank();
}

fn end(end: &DiffEnd, style: &Style) -> String {
    match end {
        DiffEnd::Nothing => "nothing: there was no such runbook".to_owned(),
        DiffEnd::File => "the file as it lies there, not yet recorded".to_owned(),
        DiffEnd::Commit(recorded) => commit(recorded, style),
    }
}

fn commit(recorded: &Recorded, style: &Style) -> String {
    let when = day_and_time(style.local(recorded.recorded_at));
    let words = words::entry(recorded);
    format!("{}  {when}  {words}, by {}", ink(Ink::Muted, recorded.commit.short()), plain(&recorded.author.name))
}

fn none(compared: &Compared<'_>, page: &mut Page<'_>) {
    if compared.layout {
        page.line("  No field differs: only comments, blank lines or the order of keys do.");
    } else if compared.changes.is_empty() {
        page.line("  Nothing differs.");
    }
}

/// The list or table that a change is in; the header for a field of the record itself.
fn part_of(change: &Change) -> String {
    match change.path.parse::<Path>() {
        Ok(path) if path.segments().len() > 1 => path.segments().first().map(plain).unwrap_or_default(),
        _ => "header".to_owned(),
    }
}

fn counted(changes: &[&Change]) -> String {
    let kinds = [
        (ChangeKind::Changed, "changed"),
        (ChangeKind::Added, "added"),
        (ChangeKind::Removed, "removed"),
        (ChangeKind::Moved, "moved"),
    ];
    let words = kinds.iter().filter_map(|(kind, word)| {
        let number = changes.iter().filter(|change| change.kind == *kind).count();
        (number > 0).then(|| signs::count(number, word, word))
    });
    words.collect::<Vec<_>>().join(", ")
}
