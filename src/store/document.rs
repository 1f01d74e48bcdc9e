//! Writing a changed record back into the person's own TOML.
//!
//! Only what differs is written, at its place; every other byte stays: comments, order, blank lines, unknown keys, line
//! ends, byte-order mark, the last line break or none. It refuses to answer with a text that does not read back as exactly
//! the new record.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::common_part::{COMPARABLE, common_part};
use super::fields::inner;
use super::header_lists::Placed;
use super::lists;
use super::outline::TomlStep;
use super::record::{Read, read};
use super::toml_buffer::TomlBuffer;
use crate::model::{Fault, Kind, Listing, Result, Runbook, listing, longest_rising};

/// The file that says what `new` says, in the words and the order of the file that was read.
///
/// # Errors
/// `Bug` when the text would not read back as `new`; nothing was written then.
pub fn rewrite(read: &Read, new: &Runbook) -> Result<Vec<u8>> {
    let (old_record, new_record) = (values(&read.runbook)?, values(new)?);
    let source = &read.source;
    let newline = source.newline();
    let ended = source.text.ends_with('\n');
    let mut text = source.text.clone();
    if !ended {
        text.push_str(newline);
    }
    let mut page = TomlBuffer::new(text, newline)?;
    table(&mut page, &[], &old_record, &new_record)?;
    page.settle()?;
    let mut text = page.text;
    if !ended {
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
    }
    let bytes = if source.bom { format!("\u{feff}{text}") } else { text }.into_bytes();
    read_back(&source.name, &bytes, &new_record)?;
    Ok(bytes)
}

fn values(runbook: &Runbook) -> Result<Map<String, Value>> {
    match serde_json::to_value(runbook) {
        Ok(Value::Object(record)) => Ok(record),
        other => Err(Fault::bug(format!("a record is not a table: {other:?}"))),
    }
}

/// The last line of defence: what was written says what was meant, to the letter.
fn read_back(name: &str, bytes: &[u8], wanted: &Map<String, Value>) -> Result<()> {
    let again = match read(name, bytes) {
        Ok(again) => values(&again.runbook)?,
        // the file outgrew its limit: the words are too many
        Err(fault) if bytes.len() > super::MAX_FILE => return Err(Fault::new(Kind::Usage, fault.message)),
        Err(fault) => return Err(Fault::bug(format!("the changed record would not be readable: {fault}"))),
    };
    match crate::model::difference(&Value::Object(wanted.clone()), &Value::Object(again)).first() {
        None => Ok(()),
        Some(change) => {
            Err(Fault::bug(format!("the changed record would not say what it should at `{}`", change.path)))
        }
    }
}

fn table(page: &mut TomlBuffer, path: &[TomlStep], old: &Map<String, Value>, new: &Map<String, Value>) -> Result<()> {
    for (key, value) in new {
        let here = inner(path, TomlStep::Key(key.clone()));
        match old.get(key) {
            None => appear(page, &here, value)?,
            Some(before) => change(page, &here, before, value)?,
        }
    }
    for (key, value) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        remove(page, &inner(path, TomlStep::Key(key.clone())), value)?;
    }
    Ok(())
}

/// A key that the record did not have. An empty list may stand there all the same, with comments in it.
fn appear(page: &mut TomlBuffer, path: &[TomlStep], value: &Value) -> Result<()> {
    match value {
        Value::Array(items) if has_comments(page, path) => {
            items.iter().enumerate().try_for_each(|(index, item)| page.add_item_to(path, index.checked_sub(1), item))
        }
        _ => page.put(path, value),
    }
}

fn has_comments(page: &TomlBuffer, path: &[TomlStep]) -> bool {
    page.outline.value(path).is_some_and(|value| page.get(value.at().clone()).contains('#'))
}

fn change(page: &mut TomlBuffer, path: &[TomlStep], old: &Value, new: &Value) -> Result<()> {
    if old == new {
        return Ok(());
    }
    match (old, new) {
        (Value::Object(old), Value::Object(fields)) => {
            table(page, path, old, fields)?;
            // a table that lost everything stands only where it has a header or braces of its own
            if page.is_still_there(path)? { Ok(()) } else { page.put(path, new) }
        }
        (Value::Array(olds), Value::Array(news)) => match (listing(olds), listing(news)) {
            (Some(Listing::ById), Some(Listing::ById)) => by_id(page, path, olds, news),
            (Some(Listing::ByNumber), Some(Listing::ByNumber)) => by_number(page, path, olds, news),
            (None, None) if are_words(olds) && are_words(news) => words(page, path, olds, news),
            _ => page.put(path, new),
        },
        _ => page.put(path, new),
    }
}

/// A key that goes. What it holds goes part by part, so that the comments between the parts stay.
fn remove(page: &mut TomlBuffer, path: &[TomlStep], old: &Value) -> Result<()> {
    match old {
        Value::Array(items) if listing(items).is_some() && page.outline.value(path).is_none() => {
            page.rearrange(path, items.len(), &[])?;
        }
        Value::Array(items) if listing(items).is_some() => {
            (0..items.len()).rev().try_for_each(|index| page.drop_item_of(path, index))?;
        }
        Value::Object(fields) if page.outline.value(path).is_none() => {
            fields.iter().try_for_each(|(key, value)| remove(page, &inner(path, TomlStep::Key(key.clone())), value))?;
        }
        _ => {}
    }
    page.cut(path)
}

fn by_id(page: &mut TomlBuffer, path: &[TomlStep], olds: &[Value], news: &[Value]) -> Result<()> {
    let id = |item: &Value| item.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let old_ids: Vec<String> = olds.iter().map(id).collect();
    let new_ids: Vec<String> = news.iter().map(id).collect();
    let before: HashMap<&String, usize> = old_ids.iter().zip(0..).collect();
    for (id, new) in new_ids.iter().zip(news) {
        if let Some(index) = before.get(id)
            && let Some(old) = olds.get(*index)
        {
            change_item(page, path, *index, old, new)?;
        }
    }
    if old_ids == new_ids {
        return Ok(());
    }
    if page.outline.value(path).is_none() {
        let places = new_ids.iter().zip(news).map(|(id, new)| match before.get(id) {
            Some(index) => Placed::Old(*index),
            None => Placed::New(new),
        });
        return page.rearrange(path, olds.len(), &places.collect::<Vec<_>>());
    }
    in_brackets(page, path, &old_ids, &new_ids, news)
}

/// An item that stands together under headers is changed apart from all others, which then need not be laid out anew.
fn change_item(page: &mut TomlBuffer, list: &[TomlStep], index: usize, old: &Value, new: &Value) -> Result<()> {
    if old == new {
        return Ok(());
    }
    match page.part(list, index) {
        Some(part) => page.change_part(part, |own| change(own, &lists::item(list, 0), old, new)),
        None => change(page, &lists::item(list, index), old, new),
    }
}

/// The items of a list between brackets come, go and move one by one.
fn in_brackets(
    page: &mut TomlBuffer,
    path: &[TomlStep],
    old_ids: &[String],
    new_ids: &[String],
    news: &[Value],
) -> Result<()> {
    let before = |id: &String| old_ids.iter().position(|old| old == id);
    let mut order = old_ids.to_vec();
    for index in (0..order.len()).rev() {
        if order.get(index).is_some_and(|id| !new_ids.contains(id)) {
            // the last item first makes room for the new ones, so that the list keeps its form
            if order.len() == 1 && !new_ids.is_empty() {
                break;
            }
            page.drop_item_of(path, index)?;
            order.remove(index);
        }
    }
    let leftover = order.first().filter(|id| !new_ids.contains(id)).cloned();
    let kept: Vec<usize> = new_ids.iter().filter_map(before).collect();
    let steady = longest_rising(&kept);
    let mut last: Option<String> = leftover.clone();
    for (id, new) in new_ids.iter().zip(news) {
        let after = |order: &[String]| last.as_ref().and_then(|last| order.iter().position(|id| id == last));
        match before(id) {
            Some(index) if steady.contains(&index) => {}
            Some(_) => {
                let from = order.iter().position(|other| other == id).ok_or_else(|| Fault::bug("an item was lost"))?;
                order.remove(from);
                let to = after(&order);
                page.move_item(path, from, to)?;
                order.insert(to.map_or(0, |to| to + 1), id.clone());
            }
            None => {
                let to = after(&order);
                page.add_item_to(path, to, new)?;
                order.insert(to.map_or(0, |to| to + 1), id.clone());
            }
        }
        last = Some(id.clone());
    }
    match leftover {
        Some(_) => page.drop_item_of(path, 0),
        None => Ok(()),
    }
}

/// Lists without ids: what stands in both keeps its place and its comments, what lies between is changed by number.
fn by_number(page: &mut TomlBuffer, path: &[TomlStep], olds: &[Value], news: &[Value]) -> Result<()> {
    let mut common = common_part(olds, news);
    // the ends of both lists close the last stretch
    let (mut old_end, mut new_end) = (olds.len(), news.len());
    loop {
        let (old_start, new_start) = common.last().map_or((0, 0), |(old, new)| (old + 1, new + 1));
        // from the end, so that the numbers of what comes before stay
        let (stretch, wanted) = (old_end.saturating_sub(old_start), new_end.saturating_sub(new_start));
        for index in (old_start + wanted.min(stretch)..old_end).rev() {
            page.drop_item_of(path, index)?;
        }
        let pairs = olds.iter().skip(old_start).zip(news.iter().skip(new_start)).take(stretch.min(wanted));
        for (number, (old, new)) in pairs.enumerate() {
            change_item(page, path, old_start + number, old, new)?;
        }
        for number in stretch..wanted {
            if let Some(new) = news.get(new_start + number) {
                page.add_item_to(path, (old_start + number).checked_sub(1), new)?;
            }
        }
        match common.pop() {
            Some(pair) => (old_end, new_end) = pair,
            None => return Ok(()),
        }
    }
}

fn are_words(items: &[Value]) -> bool {
    items.iter().all(|item| !item.is_object() && !item.is_array())
}

/// Lists of words lose and gain single words, so that comments beside the others stay.
fn words(page: &mut TomlBuffer, path: &[TomlStep], olds: &[Value], news: &[Value]) -> Result<()> {
    if olds.len().saturating_mul(news.len()) > COMPARABLE || page.outline.value(path).is_none() {
        return page.put(path, &Value::Array(news.to_vec()));
    }
    let common = common_part(olds, news);
    for index in (0..olds.len()).rev() {
        if !common.iter().any(|(old, _)| *old == index) {
            page.drop_item_of(path, index)?;
        }
    }
    for (index, new) in news.iter().enumerate() {
        if !common.iter().any(|(_, kept)| *kept == index) {
            page.add_item_to(path, index.checked_sub(1), new)?;
        }
    }
    Ok(())
}
