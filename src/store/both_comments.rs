//! The comments of two sides put together in one text.
//!
//! What only one side changed is taken; where both changed a comment, both stay, ours first; where the place is gone, the
//! comment stays behind what stood before it. It refuses to change what a record says.

use super::comments::{Laid, Place, Side};
use super::record::{Read, read};
use super::toml_buffer::Edit;
use crate::model::{Fault, Result};

/// The merged record `held`, which was written into our text, with the comments of both sides.
///
/// # Errors
/// A bug when the text would then say something else.
pub fn with_comments_of_both(base: Option<&Read>, ours: &Read, theirs: &Read, held: &[u8]) -> Result<Vec<u8>> {
    let held = read(&ours.source.name, held)?;
    let base = base.map(Laid::of).transpose()?;
    let (ours, theirs) = (Laid::of(ours)?, Laid::of(theirs)?);
    let mut result = Laid::of(&held)?;
    let edits = result.alone_changed(base.as_ref(), &ours, &theirs);
    if !edits.is_empty() {
        result.splice(edits)?;
    }
    for (side, is_ours) in [(&ours, true), (&theirs, false)] {
        for (place, line) in side.own_lines(base.as_ref()) {
            let (here, there) = (ours.count(line), theirs.count(line));
            // a line that moved is the same one
            let before = base.as_ref().map_or(0, |base| base.count(line));
            let wanted = if is_ours { here } else { (here + there).saturating_sub(before).max(here).max(there) };
            let is_said = |laid: &Laid| laid.lines(place).iter().any(|said| said == line);
            if !is_said(&result) && (is_ours || !is_said(&ours)) && result.count(line) < wanted {
                let edit = result.addition(place, line, side);
                result.splice(vec![edit])?;
            }
        }
    }
    let mut text = result.page.text;
    if !held.source.text.ends_with('\n') {
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
    }
    let bytes = if held.source.bom { format!("\u{feff}{text}") } else { text }.into_bytes();
    if read(&held.source.name, &bytes)?.runbook != held.runbook {
        return Err(Fault::bug("comments would change what the record says"));
    }
    Ok(bytes)
}

impl Laid {
    /// How often this line stands anywhere.
    fn count(&self, line: &str) -> usize {
        self.blocks.values().flat_map(|block| &block.lines).filter(|there| *there == line).count()
    }

    /// The lines that the base does not have at their place, in the order of the text.
    fn own_lines<'a>(&'a self, base: Option<&Laid>) -> Vec<(&'a Place, &'a str)> {
        let mut blocks: Vec<_> = self.blocks.iter().collect();
        blocks.sort_by_key(|(_, block)| block.at.start);
        let own = blocks.into_iter().flat_map(|(place, block)| {
            let was = base.map_or(&[][..], |base| base.lines(place));
            let new = block.lines.iter().filter(|line| !line.is_empty() && !was.contains(line));
            new.map(move |line| (place, line.as_str()))
        });
        own.collect()
    }

    /// The edits for places whose comments only their side changed.
    fn alone_changed(&self, base: Option<&Laid>, ours: &Laid, theirs: &Laid) -> Vec<Edit> {
        let Some(base) = base else { return Vec::new() };
        let edits = base.blocks.iter().filter_map(|(place, was)| {
            let here = self.blocks.get(place)?;
            let new = theirs.lines(place);
            let steady = ours.lines(place) == was.lines && here.lines == was.lines;
            // what is gone with its key or item there is not a comment taken back
            let stands = theirs.has(&place.0);
            if !steady || new == was.lines || here.scattered || !stands {
                return None;
            }
            let text = match place.1 {
                Side::Behind => new.first().map_or_else(String::new, |line| format!(" {line}")),
                _ => self.as_lines(new, here.at.start),
            };
            Some((here.at.clone(), text))
        });
        edits.collect()
    }

    fn has(&self, anchor: &str) -> bool {
        anchor.is_empty() || self.anchors.iter().any(|(name, _)| name == anchor)
    }

    fn as_lines(&self, lines: &[String], like: usize) -> String {
        let (indent, end) = (self.page.indent(like), self.page.newline);
        let whole = |line: &String| if line.is_empty() { end.to_owned() } else { format!("{indent}{line}{end}") };
        lines.iter().map(whole).collect()
    }

    /// The edit that puts a line where it stood in `from`, or as near to it as there is a place.
    fn addition(&self, place: &Place, line: &str, from: &Laid) -> Edit {
        let (anchor, side) = place;
        let one = [line.to_owned()];
        let there = self.anchors.iter().find(|(name, _)| name == anchor);
        if let (Some(block), false) = (self.blocks.get(place), *side == Side::Behind) {
            return (block.at.end..block.at.end, self.as_lines(&one, block.at.start));
        }
        match (side, there) {
            (Side::Behind, Some((_, at))) if from.is_at_line_end(place) && !self.blocks.contains_key(place) => {
                let end = at.start + self.page.get(at.clone()).trim_end().len();
                (end..end, format!(" {line}"))
            }
            (Side::Above | Side::Behind, Some((_, at))) => (at.start..at.start, self.as_lines(&one, at.start)),
            _ => {
                let before = from.anchors.iter().rev().skip_while(|(name, _)| name != anchor);
                let mut before = before.skip(usize::from(*side != Side::Below));
                let near = before.find_map(|(name, _)| self.anchors.iter().find(|(own, _)| own == name));
                let (name, at) = near.map_or(("", 0), |(name, at)| (name.as_str(), at.end));
                let below = self.blocks.get(&(name.to_owned(), Side::Below));
                let at = below.map_or(at, |below| below.at.end);
                match below {
                    Some(below) => (at..at, self.as_lines(&one, below.at.start)),
                    None => self.page.insert_block(at, &self.as_lines(&one, at)),
                }
            }
        }
    }

    fn is_at_line_end(&self, place: &Place) -> bool {
        self.blocks.get(place).is_some_and(|block| !block.scattered)
    }
}
