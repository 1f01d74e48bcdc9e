//! For every field: its value, who gave it, when, by which event.

use super::clock::date_and_time;
use super::diff::one_line;
use super::layout::{cut, plain};
use super::page::Page;
use super::palette::{Ink, ink};
use super::style::Style;
use crate::model::{BlamedField, CommitId, Path};

/// `blame`: the fields of the header first, then item by item.
pub fn blame(fields: &[BlamedField], style: &Style) -> String {
    let mut page = Page::new(style);
    if fields.is_empty() {
        page.line("No such field has a value.");
    }
    let mut group = String::new();
    for field in fields {
        let (holder, name) = split(&field.path);
        if holder != group {
            page.heading(&plain(&holder), "");
            group = holder;
        }
        let room = style.measure().min(160).saturating_sub(4).max(20);
        let value = cut(&one_line(&field.value), room.saturating_sub(name.chars().count() + 2));
        page.line(format!("  {}  {value}", ink(Ink::Muted, &plain(&name))));
        let event = match (&field.event, &field.adopted) {
            (Some(event), None) => plain(event),
            (Some(event), Some(commit)) => format!("adopted by {} in {}", plain(event), short(commit)),
            (None, _) => ink(Ink::Warn, "without an event"),
        };
        let when = date_and_time(style.local(field.at));
        let who = format!("{when}  {}  {event}, by {}", short(&field.commit), plain(&field.author.name));
        page.hang("      ", &ink(Ink::Muted, &who));
    }
    page.done()
}

fn short(commit: &CommitId) -> &str {
    commit.short()
}

/// The item that holds a field, and the field's own name in it.
fn split(path: &str) -> (String, String) {
    let Ok(parsed) = path.parse::<Path>() else { return (String::new(), path.to_owned()) };
    let at = match parsed.segments() {
        [list, _, _, ..] if list == "rollback" && parsed.segments().len() > 3 => 3,
        [list, ..] if list == "rollback" || list == "variables" => 1,
        [_, _, _, ..] => 2,
        _ => 0,
    };
    let (holder, name) = parsed.segments().split_at_checked(at).unwrap_or_default();
    (Path::of(holder.to_vec()).to_string(), Path::of(name.to_vec()).to_string())
}
