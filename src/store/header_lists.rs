//! Lists whose items stand under headers of their own, changed in a time that grows with the text and not with its square:
//! an item is changed as a text of its own, and all items that come, go or stand elsewhere do so together.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde_json::Value;

use super::lists::item;
use super::outline::TomlStep;
use super::toml_buffer::TomlBuffer;
use crate::model::{Fault, Result, longest_rising};

/// What stands at one place of a list that is put in order.
pub(super) enum Placed<'v> {
    /// The item that had this number before.
    Old(usize),
    /// A new one.
    New(&'v Value),
}

/// An item as a text of its own, followed by the header that comes behind it.
pub(super) struct ItemPart {
    /// The bytes that it stands for.
    pub(super) at: Range<usize>,
    /// The header behind it.
    next: Range<usize>,
}

impl TomlBuffer {
    /// The bytes of an item of the record's own lists, where they stand together under headers, up to the next header.
    pub(super) fn part(&self, list: &[TomlStep], index: usize) -> Option<ItemPart> {
        if !list.iter().all(|step| matches!(step, TomlStep::Key(_))) {
            return None;
        }
        let path = item(list, index);
        self.outline.section(&path)?.header.as_ref()?;
        let [run] = self.runs(&path).try_into().ok()?;
        let last = self.outline.under(&path).last()?.0;
        let end = self.text.len();
        let next = self.outline.sections.get(last + 1).and_then(|section| section.header.as_ref());
        let next = next.map_or(end..end, |header| header.line.clone());
        Some(ItemPart { at: run.start..next.start, next })
    }

    /// Changes a part as a text of its own, in which the item is the first of its list.
    pub(super) fn change_part(
        &mut self,
        part: ItemPart,
        change: impl FnOnce(&mut TomlBuffer) -> Result<()>,
    ) -> Result<()> {
        let behind = self.get(part.next.clone()).to_owned();
        let mut own = TomlBuffer::new(self.get(part.at.start..part.next.end).to_owned(), self.newline)?;
        change(&mut own)?;
        own.settle()?;
        let text = own.text.strip_suffix(&behind).ok_or_else(|| Fault::bug("a change of an item went beyond it"))?;
        self.replace(part.at, text.to_owned());
        Ok(())
    }

    /// Puts a list of `count` items under headers in another order, with what is new; what is not named goes.
    pub(super) fn rearrange(&mut self, list: &[TomlStep], count: usize, wanted: &[Placed<'_>]) -> Result<()> {
        self.settle()?;
        let kept: Vec<usize> = wanted.iter().filter_map(Placed::old).collect();
        let mut steady: HashSet<usize> = longest_rising(&kept).into_iter().collect();
        // where none stays, the first goes last, so that the list keeps its form
        let makes_room = steady.is_empty() && !wanted.is_empty();
        if makes_room {
            steady.insert(0);
        }
        let kept: HashSet<usize> = kept.into_iter().collect();
        let mut texts = Vec::with_capacity(wanted.len());
        for placed in wanted {
            texts.push(match placed {
                Placed::Old(number) if steady.contains(number) => None,
                Placed::Old(number) => Some(self.lines_of(list, *number)),
                Placed::New(value) => Some(self.item_text(list, value)?),
            });
        }
        self.take_out(list, (0..count).collect(), &steady, &kept)?;
        let mut left: Vec<usize> = steady.into_iter().collect();
        left.sort_unstable();
        let now: HashMap<usize, usize> = left.into_iter().zip(0..).collect();
        let mut edits = Vec::new();
        let mut behind = makes_room.then_some(0);
        let mut block: Vec<String> = Vec::new();
        for (placed, text) in wanted.iter().zip(texts) {
            match text {
                Some(text) => block.push(text),
                None => {
                    if !block.is_empty() {
                        edits.push(self.insert_block(self.place_behind(list, behind)?, &block.join(self.newline)));
                        block.clear();
                    }
                    behind = placed.old().and_then(|number| now.get(&number).copied());
                }
            }
        }
        if !block.is_empty() {
            edits.push(self.insert_block(self.place_behind(list, behind)?, &block.join(self.newline)));
        }
        self.splice(edits)?;
        if makes_room { self.drop_item_of(list, 0) } else { Ok(()) }
    }

    /// Takes out what is not `steady`: what is `kept` elsewhere with its comments, the others without. No two at once
    /// that stand side by side, so that the blank line between them is counted once.
    fn take_out(
        &mut self,
        list: &[TomlStep],
        mut left: Vec<usize>,
        steady: &HashSet<usize>,
        kept: &HashSet<usize>,
    ) -> Result<()> {
        while left.len() > steady.len() {
            let mut edits = Vec::new();
            let mut stays = Vec::with_capacity(left.len());
            let mut is_beside = false;
            for (index, number) in left.iter().enumerate().rev() {
                if is_beside || steady.contains(number) {
                    is_beside = false;
                    stays.push(*number);
                    continue;
                }
                let path = item(list, index);
                let runs = if kept.contains(number) { self.runs_with_comments(&path) } else { self.runs(&path) };
                edits.extend(runs.into_iter().map(|run| self.cut_block(run)));
                is_beside = true;
            }
            self.splice(edits)?;
            stays.reverse();
            left = stays;
        }
        Ok(())
    }

    /// The lines of an item, with the comments that touch it.
    pub(super) fn lines_of(&self, list: &[TomlStep], index: usize) -> String {
        let runs = self.runs_with_comments(&item(list, index));
        runs.into_iter().map(|run| self.get(run)).collect::<Vec<_>>().join(self.newline)
    }

    /// The bytes of everything at and inside this place, and the comments that touch it.
    pub(super) fn runs_with_comments(&self, path: &[TomlStep]) -> Vec<Range<usize>> {
        let mut runs = self.runs(path);
        if let Some(first) = runs.first_mut() {
            first.start = self.lead(first.start);
        }
        if let Some(last) = runs.last_mut() {
            last.end = self.tail(last.end);
        }
        runs
    }
}

impl Placed<'_> {
    fn old(&self) -> Option<usize> {
        match self {
            Self::Old(number) => Some(*number),
            Self::New(_) => None,
        }
    }
}
