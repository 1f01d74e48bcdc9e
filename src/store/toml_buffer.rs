//! A text under edit: changed between bytes, and laid out anew before its parts are looked for in other places.
//!
//! Everything that a change does not name keeps its bytes, because nothing but the named bytes is ever written. It knows
//! lines, comments and blank lines; it refuses to know what keys mean.

use std::ops::Range;

use super::outline::{Outline, TomlStep};
use crate::model::{Fault, Result};

/// New text for some bytes of the old.
pub(super) type Edit = (Range<usize>, String);

/// The text, always ending with a line break, and the places of its parts.
pub(super) struct TomlBuffer {
    pub(super) text: String,
    /// The file's own line end.
    pub(super) newline: &'static str,
    pub(super) outline: Outline,
    /// What is not written yet, because no other part is elsewhere because of it: new values in the place of old ones, new
    /// statements of one table, and then statements that go.
    held: Vec<Edit>,
    added: Option<Added>,
    has_dropped: bool,
}

/// Where the last of the statements goes that are held for one table.
#[derive(Debug, Clone)]
pub(super) struct Added {
    pub(super) table: Vec<TomlStep>,
    /// No key that comes before this one can follow without a look at the new text.
    pub(super) rank: usize,
    pub(super) at: usize,
    pub(super) indent: String,
}

impl TomlBuffer {
    /// Lays out the text, which must end with a line break.
    pub(super) fn new(text: String, newline: &'static str) -> Result<Self> {
        let outline = Outline::of(&text)?;
        Ok(Self { text, newline, outline, held: Vec::new(), added: None, has_dropped: false })
    }

    /// Makes edits of different bytes at once.
    pub(super) fn splice(&mut self, edits: Vec<Edit>) -> Result<()> {
        let mut edits: Vec<Edit> = self.held.drain(..).chain(edits).collect();
        if edits.is_empty() {
            return Ok(());
        }
        (self.added, self.has_dropped) = (None, false);
        edits.sort_by_key(|(at, _)| (at.start, at.end));
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        for (at, new) in edits {
            if at.start < done {
                return Err(Fault::bug("two edits of a text are about the same bytes"));
            }
            text.push_str(self.get(done..at.start));
            text.push_str(&new);
            done = at.end;
        }
        text.push_str(self.get(done..self.text.len()));
        self.outline = Outline::of(&text)?;
        self.text = text;
        Ok(())
    }

    /// Puts other words in the place of a part, without which no part would be elsewhere. They are written with the next
    /// edit, or by [`TomlBuffer::settle`]: as many as there are in one pass.
    pub(super) fn replace(&mut self, at: Range<usize>, new: String) {
        self.held.push((at, new));
    }

    /// Puts a new statement where `added` says. It is written with the next edit: as many as there are in one pass.
    pub(super) fn hold_added(&mut self, added: Added, statement: String) {
        self.held.push((added.at..added.at, statement));
        self.added = Some(added);
    }

    /// Takes a whole statement away, with the next edit: as many as there are in one pass.
    pub(super) fn hold_dropped(&mut self, edit: Edit) {
        self.held.push(edit);
        self.has_dropped = true;
    }

    /// Where the last held statement of this table goes, if one of this rank has its place behind it or further down.
    pub(super) fn last_added(&self, table: &[TomlStep], rank: usize) -> Option<&Added> {
        self.added.as_ref().filter(|added| added.table == table && added.rank <= rank)
    }

    /// True when a statement of this rank can be held for this table beside what is held already.
    pub(super) fn may_hold(&self, table: &[TomlStep], rank: usize) -> bool {
        !self.has_dropped && (self.added.is_none() || self.last_added(table, rank).is_some())
    }

    /// True when statements are held that go.
    pub(super) fn has_dropped(&self) -> bool {
        self.has_dropped
    }

    /// Writes what is held.
    pub(super) fn settle(&mut self) -> Result<()> {
        self.splice(Vec::new())
    }

    /// The bytes as text.
    pub(super) fn get(&self, at: Range<usize>) -> &str {
        self.text.get(at).unwrap_or_default()
    }

    /// Where the line of this byte begins.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.get(0..at).rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Where the line of this byte ends, behind its line break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.get(at..self.text.len()).find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// The line that begins here, without blanks around it.
    pub(super) fn line(&self, start: usize) -> &str {
        self.get(start..self.line_end(start)).trim()
    }

    /// The blanks with which the line of this byte begins.
    pub(super) fn indent(&self, at: usize) -> &str {
        let start = self.line_start(at);
        let rest = self.get(start..self.text.len());
        rest.get(..rest.len() - rest.trim_start_matches([' ', '\t']).len()).unwrap_or_default()
    }

    fn is_blank_or_end(&self, start: usize) -> bool {
        start >= self.text.len() || self.line(start).is_empty()
    }

    /// Where the comments begin that stand directly above the line that begins here.
    pub(super) fn lead(&self, line: usize) -> usize {
        let floor = self.outline.floor(line);
        let mut start = line;
        while start > floor {
            let above = self.line_start(start - 1);
            if above < floor || !self.line(above).starts_with('#') {
                break;
            }
            start = above;
        }
        start
    }

    /// Where the comments end that stand directly below the line that ends here, unless they lead to what follows.
    pub(super) fn tail(&self, end: usize) -> usize {
        let mut at = end;
        while at < self.text.len() && self.line(at).starts_with('#') {
            at = self.line_end(at);
        }
        if self.outline.begins_at(at) { end } else { at }
    }

    /// Where the last line of everything at and inside this place ends, the comments below it included.
    pub(super) fn block_end(&self, path: &[TomlStep]) -> Option<usize> {
        self.outline.under(path).map(|(_, section)| section.end()).max().map(|end| self.tail(end))
    }

    /// The bytes of everything at and inside this place: one range where it stands together.
    pub(super) fn runs(&self, path: &[TomlStep]) -> Vec<Range<usize>> {
        let mut runs: Vec<(usize, Range<usize>)> = Vec::new();
        for (number, section) in self.outline.under(path) {
            match runs.last_mut() {
                Some((last, run)) if *last + 1 == number => {
                    *last = number;
                    run.end = section.end();
                }
                _ => runs.push((number, section.start()..section.end())),
            }
        }
        runs.into_iter().map(|(_, run)| run).collect()
    }

    /// The edit that puts whole lines here, set apart by a blank line from what stands around.
    pub(super) fn insert_block(&self, at: usize, block: &str) -> Edit {
        let mut text = String::new();
        if at > 0 && !self.line(self.line_start(at - 1)).is_empty() {
            text.push_str(self.newline);
        }
        text.push_str(block);
        if !self.is_blank_or_end(at) {
            text.push_str(self.newline);
        }
        (at..at, text)
    }

    /// The edit that takes whole lines out, with one of the blank lines around them; a comment that stood directly above
    /// stays, and does not become the comment of what follows.
    pub(super) fn cut_block(&self, mut at: Range<usize>) -> Edit {
        let above = (at.start > 0).then(|| self.line_start(at.start - 1));
        let above_line = above.map_or("", |above| self.line(above));
        let below_is_blank = self.is_blank_or_end(at.end);
        match above {
            Some(above) if above_line.is_empty() && below_is_blank => at.start = above,
            None if below_is_blank && at.end < self.text.len() => at.end = self.line_end(at.end),
            _ => {}
        }
        let apart = above_line.starts_with('#') && !below_is_blank;
        (at, if apart { self.newline.to_owned() } else { String::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tasks(index: usize) -> [TomlStep; 2] {
        [TomlStep::Key("tasks".into()), TomlStep::Index(index)]
    }

    const TEXT: &str = "a = \"\"\"\n# no comment\"\"\"\n# lead 1\n# lead 2\n[[tasks]]\nid = 1\n# tail\n\n# apart\n\n# lead\n[[tasks]]\nid = 2\n# lead 3\n[[tasks]]\n";

    #[test]
    fn comments_belong_to_what_they_touch() {
        let page = TomlBuffer::new(TEXT.to_owned(), "\n").unwrap();
        let start = |index| page.outline.section(&tasks(index)).unwrap().start();
        assert_eq!(page.get(page.lead(start(0))..start(0)), "# lead 1\n# lead 2\n");
        assert_eq!(page.get(page.lead(start(1))..start(1)), "# lead\n");
        let end = |index| page.outline.section(&tasks(index)).unwrap().end();
        assert_eq!(page.get(end(0)..page.tail(end(0))), "# tail\n");
        assert_eq!(page.tail(end(1)), end(1), "what leads to the next is not the tail of this");
    }

    #[test]
    fn a_block_put_in_and_taken_out_leaves_the_text_as_it_was() {
        for text in ["a = 1\n", "a = 1\n\n[b]\nc = 1\n", "a = 1\n\n\n[b]\n"] {
            let mut page = TomlBuffer::new(text.to_owned(), "\n").unwrap();
            page.splice(vec![page.insert_block("a = 1\n".len(), "[[tasks]]\nid = 1\n")]).unwrap();
            let run = page.runs(&tasks(0)).remove(0);
            page.splice(vec![page.cut_block(run)]).unwrap();
            assert_eq!(page.text, text);
        }
    }
}
