//! Changes one after the other, each with its path, in the order in which the record holds its fields.

use serde_json::Value;

use super::text::{between, is_worth_it};
use crate::model::{Change, ChangeKind};
use crate::render::layout::{plain, prose, width};
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::style::Style;

/// What an item calls itself, the best first.
const NAMES: [&str; 6] = ["title", "text", "action", "what", "name", "code"];

/// All changes, indented.
pub(in crate::render) fn differences(changes: &[Change], indent: usize, style: &Style, page: &mut Page<'_>) {
    for change in changes {
        difference(change, indent, style, page);
    }
}

fn difference(change: &Change, indent: usize, style: &Style, page: &mut Page<'_>) {
    let path = plain(&change.path);
    let lead = |ink_of: Ink, sign: &str| format!("{}{} {path}", " ".repeat(indent), ink(ink_of, sign));
    match change.kind {
        ChangeKind::Added => told(&lead(Ink::Added, "+"), &change.new, Ink::Added, indent, page),
        ChangeKind::Removed => told(&lead(Ink::Removed, "-"), &change.old, Ink::Removed, indent, page),
        ChangeKind::Moved => {
            let place = |value: &Value| value.as_u64().map_or(0, |place| place + 1);
            let words = format!("moved from place {} to place {}", place(&change.old), place(&change.new));
            page.hang(&format!("{}  ", lead(Ink::Warn, ">")), &words);
        }
        ChangeKind::Changed => changed(&lead(Ink::Warn, "~"), change, indent, style, page),
    }
}

/// A field or an item that came or went, with everything that it holds.
fn told(lead: &str, value: &Value, colour: Ink, indent: usize, page: &mut Page<'_>) {
    let inner = indent + 4;
    match value {
        Value::Object(fields) => {
            let name = NAMES.iter().find_map(|key| fields.get(*key).and_then(Value::as_str).map(|text| (*key, text)));
            page.hang(&format!("{lead}  "), &ink(colour, &name.map_or(String::new(), |(_, text)| plain(text.trim()))));
            for (key, value) in fields {
                if key != "id" && name.is_none_or(|(named, _)| named != key) {
                    told(&format!("{}{}", " ".repeat(inner), plain(key)), value, colour, inner, page);
                }
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            page.line(lead);
            for (number, item) in items.iter().enumerate() {
                told(&format!("{}{}", " ".repeat(inner), number + 1), item, colour, inner, page);
            }
        }
        value => match as_lines(value) {
            Some(text) => {
                page.line(lead);
                page.text(inner, &ink(colour, &text));
            }
            None => page.hang(&format!("{lead}  "), &ink(colour, &one_line(value))),
        },
    }
}

fn changed(lead: &str, change: &Change, indent: usize, style: &Style, page: &mut Page<'_>) {
    let (old, new) = (one_line(&change.old), one_line(&change.new));
    let is_text = as_lines(&change.old).is_some() || as_lines(&change.new).is_some();
    let arrow = style.sign("→", "->");
    let short = width(lead) + width(&old) + width(&new) + 8 <= style.measure().min(80);
    if !is_text && (short || !is_worth_it(&old, &new)) {
        page.hang(&format!("{lead}  "), &format!("{} {arrow} {}", ink(Ink::Removed, &old), ink(Ink::Added, &new)));
        return;
    }
    page.line(lead);
    for line in between(&many_lines(&change.old), &many_lines(&change.new)) {
        page.text(indent + 4, &line);
    }
}

/// Text of several lines; none for everything else.
fn as_lines(value: &Value) -> Option<String> {
    value.as_str().filter(|text| text.trim_end().contains('\n')).map(prose)
}

fn many_lines(value: &Value) -> String {
    value.as_str().map_or_else(|| one_line(value), prose)
}

/// A value in a line: texts without quotes, lists with commas.
pub(in crate::render) fn one_line(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => "“”".to_owned(),
        Value::String(text) => plain(text.trim_end()),
        Value::Null => "nothing".to_owned(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            items.iter().map(one_line).collect::<Vec<_>>().join(", ")
        }
        other => plain(other.to_string()),
    }
}
