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
        self.settle()?;
        if let Some(Inline::List { at, items }) = self.outline.value(list)
            && (!items.is_empty() || !value.is_object() || self.get(at.clone()).contains('#'))
        {
            let text = literal::value(value, field_at(list).item(), Form::inline(self.newline));
            let edits = self.add_item(at, items, after, &text);
            return self.splice(edits);
        }
        if self.outline.section(&item(list, 0)).is_none() {
            return self.put(list, &Value::Array(vec![value.clone()]));
        }
        let edit = self.insert_block(self.place_behind(list, after)?, &self.item_text(list, value)?);
        self.splice(vec![edit])
    }

    /// Where an item under a header goes: behind the one of this number, or first.
    pub(super) fn place_behind(&self, list: &[TomlStep], after: Option<usize>) -> Result<usize> {
        let place = match after {
            Some(after) => self.block_end(&item(list, after)),
            None => self.outline.section(&item(list, 0)).map(|first| self.lead(first.start())),
        };
        place.ok_or_else(|| Fault::bug("an item is not in the text"))
    }

    /// An item under a header, as the first of its list is written.
    pub(super) fn item_text(&self, list: &[TomlStep], value: &Value) -> Result<String> {
        let first = self.outline.section(&item(list, 0));
        let Some((first, header)) = first.and_then(|first| Some((first, first.header.as_ref()?))) else {
            return Err(Fault::bug("an item of a list has no header"));
        };
        let body = first.statements.first().map_or("", |statement| self.indent(statement.start));
        let look = TextStyle { newline: self.newline, header: self.indent(header.mark.start), body, flat: false };
        let Some(map) = value.as_object() else { return Err(Fault::bug("an item of a list is not a table")) };
        Ok(new_text::table(self.get(header.mark.clone()), &names(list), map, field_at(list).item().inside(), look))
    }

    /// Takes the item of this number out of the list.
    pub(super) fn drop_item_of(&mut self, list: &[TomlStep], index: usize) -> Result<()> {
        self.cut(&item(list, index))
    }

    /// Puts the item of this number of a list between brackets behind another one (numbered without it), or first.
    pub(super) fn move_item(&mut self, list: &[TomlStep], index: usize, after: Option<usize>) -> Result<()> {
        self.settle()?;
        let lost = || Fault::bug("an item is not in the text");
        let Some(Inline::List { items, .. }) = self.outline.value(list) else { return Err(lost()) };
        let text = items.get(index).map(|item| self.get(item.at().clone()).to_owned()).ok_or_else(lost)?;
        let edits = self.drop_item(items, index);
        self.splice(edits)?;
        let Some(Inline::List { at, items }) = self.outline.value(list) else {
            return Err(Fault::bug("a list went with its item"));
        };
        let edits = self.add_item(at, items, after, &text);
        self.splice(edits)
    }
}
