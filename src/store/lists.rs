//! Items of a list: added, taken out, put elsewhere, wherever the list is written: under headers or between brackets.
//!
//! An item keeps its text, and the comments that touch it, when it moves. An item that goes takes its own lines; a comment
//! above it stays, set apart, because it may be about the whole list.

use serde_json::Value;

use super::fields::{field_at, inner, names};
use super::literal::{self, Form};
use super::new_text::{self, TextStyle};
use super::outline::{Inline, TomlStep};
use super::toml_buffer::TomlBuffer;
use crate::model::{Fault, Result};

/// The item of this number.
pub(super) fn item(list: &[TomlStep], index: usize) -> Vec<TomlStep> {
    inner(list, TomlStep::Index(index))
}

impl TomlBuffer {
    /// Puts an item into the list, behind the one of this number or first.
    pub(super) fn add_item_to(&mut self, list: &[TomlStep], after: Option<usize>, value: &Value) -> Result<()> {
        let field = field_at(list).item();
        if let Some(Inline::List { at, items }) = self.outline.value(list)
            && (!items.is_empty() || !value.is_object() || self.get(at.clone()).contains('#'))
        {
            let text = literal::value(value, field, Form::inline(self.newline));
            let edits = self.add_item(at, items, after, &text);
            return self.splice(edits);
        }
        let Some(first) = self.outline.section(&item(list, 0)) else {
            return self.put(list, &Value::Array(vec![value.clone()]));
        };
        let Some(header) = &first.header else { return Err(Fault::bug("an item of a list has no header")) };
        let place = match after {
            None => self.lead(first.start()),
            Some(index) => {
                self.block_end(&item(list, index)).ok_or_else(|| Fault::bug("an item is not in the text"))?
            }
        };
        let mark = self.get(header.mark.clone());
        let body = first.statements.first().map_or("", |statement| self.indent(statement.start));
        let look = TextStyle { newline: self.newline, header: self.indent(header.mark.start), body, flat: false };
        let Some(map) = value.as_object() else { return Err(Fault::bug("an item of a list is not a table")) };
        let text = new_text::table(mark, &names(list), map, field.inside(), look);
        let edit = self.insert_block(place, &text);
        self.splice(vec![edit])
    }

    /// Takes the item of this number out of the list.
    pub(super) fn drop_item_of(&mut self, list: &[TomlStep], index: usize) -> Result<()> {
        self.cut(&item(list, index))
    }

    /// Puts the item of this number behind another one (numbered without it), or first.
    pub(super) fn move_item(&mut self, list: &[TomlStep], index: usize, after: Option<usize>) -> Result<()> {
        if let Some(Inline::List { items, .. }) = self.outline.value(list) {
            let text = items.get(index).map(|item| self.get(item.at().clone()).to_owned());
            let text = text.ok_or_else(|| Fault::bug("an item is not in the text"))?;
            let edits = self.drop_item(items, index);
            self.splice(edits)?;
            let Some(Inline::List { at, items }) = self.outline.value(list) else {
                return Err(Fault::bug("a list went with its item"));
            };
            let edits = self.add_item(at, items, after, &text);
            return self.splice(edits);
        }
        let path = item(list, index);
        let mut runs = self.runs(&path);
        if let Some(first) = runs.first_mut() {
            first.start = self.lead(first.start);
        }
        if let Some(last) = runs.last_mut() {
            last.end = self.tail(last.end);
        }
        let text: Vec<String> = runs.iter().map(|run| self.get(run.clone()).to_owned()).collect();
        let edits = runs.into_iter().map(|run| self.cut_block(run)).collect();
        self.splice(edits)?;
        let place = match after {
            Some(after) => self.block_end(&item(list, after)),
            None => self.outline.section(&item(list, 0)).map(|first| self.lead(first.start())),
        };
        let place = place.ok_or_else(|| Fault::bug("an item is not in the text"))?;
        let edit = self.insert_block(place, &text.join(self.newline));
        self.splice(vec![edit])
    }
}
