//! Phrases that every part of a shown runbook uses: who did it and when, and keys that nobody knows.

use crate::model::{Extra, Identity, Moment};
use crate::render::clock::date_and_time;
use crate::render::layout::plain;
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::style::Style;

/// Keys that this version does not know, so that nothing of the record is hidden.
pub(super) fn unknown(of: &str, extra: &Extra, indent: usize, page: &mut Page<'_>) {
    if extra.is_empty() {
        return;
    }
    if of.is_empty() {
        page.heading("Other keys of the file", "");
    }
    for (key, value) in extra {
        page.hang(
            &" ".repeat(indent.max(2)),
            &format!("{} = {}", ink(Ink::Muted, &plain(key)), plain(value.to_string())),
        );
    }
}

/// `John Doe, 2026-11-30 09:12` on the reader's clock.
pub(super) fn who_and_when(by: Option<&Identity>, at: Option<Moment>, style: &Style) -> String {
    let who = by.map(|by| format!("by {}", plain(&by.name)));
    let when = at.map(|at| date_and_time(style.local(at)));
    [who, when].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
