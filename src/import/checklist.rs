//! The checklists: items with their boxes, and under each what shows that it was done or what prevents it.
//!
//! "Mark the item if completed otherwise provide details which prevents it": a sentence under an open item is its reason.
//! Several points, a table or code there are none; one point alone may be one, and so may a sentence that does not say so.

use super::check_items::{Open, finish, leave_form};
use super::checklist_tables;
use super::fences;
use super::inline::{is_struck, squeezed, unwrapped};
use super::items::{Item, bullet, holds_boxes, indented, item};
use super::labels::label_of;
use super::no_work::is_no_work;
use super::rows::is_row;
use super::section_names::is_not_the_work;
use super::sections::Section;
use super::shown::unmarked;
use super::signs::begins_with_a_sign;
use super::source_text::SourceLine;
use super::structure::LineKind;
use super::under_items::{continues, is_evidence, is_farewell, is_over_items, is_point, is_signature, said, says_so};
use super::vocabulary::{is_estimate, is_guidance, is_left_open};
use super::writing::{Writing, is_usual_fence};
use crate::model::Checklist;

/// How long the words of an item may be, in bytes, that stand before those of the items below it.
const LONGEST_PARENT: usize = 2_000;

/// Reads a checklist's section.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section, list: Checklist) {
    let has_boxes = section.lines.clone().any(|at| writing.line(at).is_some_and(|line| boxed(line).is_some()));
    checklist_tables::read(writing, section, list);
    let is_export = !writing.page.folded.is_empty();
    let mut open: Option<Open> = None;
    let mut parents: Vec<(usize, String)> = Vec::new();
    let mut after_blank = false;
    let mut apart: Option<usize> = None;
    for at in section.lines.clone() {
        let Some(line) = writing.line(at).filter(|_| !writing.is_claimed(at)) else { continue };
        if line.is_blank() {
            after_blank = true;
            continue;
        }
        match &line.kind {
            LineKind::Rule => {
                if is_signature(&line.text) {
                    finish(writing, open.take(), list);
                }
                writing.claim(at);
                continue;
            }
            LineKind::Fence(info) => {
                let Some(block) = fences::block_at(writing.page, at) else { continue };
                let is_item = |line: &SourceLine| item(&line.text).is_some_and(|own| own.tick.is_some() || !has_boxes);
                let holds_items = block.clone().any(|at| writing.line(at).is_some_and(is_item));
                // within an item, a fence without a language of its own only quotes what is said
                let is_quoted = is_usual_fence(info.as_deref())
                    && open.as_ref().is_some_and(|open| fences::indent(line) > open.item.indent);
                if let (false, Some(open)) = (holds_items || is_quoted, &mut open) {
                    open.under.push(fences::words(writing.page, block.clone()));
                    open.is_loose |= fences::indent(line) <= open.item.indent;
                    open.has_block = true;
                    open.lines.extend(block.clone());
                    block.for_each(|at| writing.claim(at));
                    after_blank = false;
                }
                continue;
            }
            LineKind::Text | LineKind::Fenced | LineKind::Row | LineKind::Quoted => {}
            LineKind::Heading(..) | LineKind::Aside | LineKind::Tags => continue,
        }
        let is_fresh = std::mem::take(&mut after_blank);
        if is_estimate(&line.text) {
            // how long a whole phase takes says nothing about an item
            continue;
        }
        // what is set in below words that are not the work is none either
        apart = apart.filter(|indent| indented(&line.text).0 > *indent);
        if apart.is_none() && !is_export && is_apart(writing, at, section.lines.end, open.as_ref()) {
            apart = Some(indented(&line.text).0);
            finish(writing, open.take(), list);
        }
        if apart.is_some() {
            continue;
        }
        let own = item(&line.text).filter(|own| own.tick.is_some() || !has_boxes);
        // a paragraph set in below an item says something about it, whatever sign it begins with
        let is_inside =
            |own: &Item| !own.has_bullet && is_fresh && open.as_ref().is_some_and(|open| own.indent > open.item.indent);
        let own = own.filter(|own| !is_inside(own));
        // without boxes, what is indented below an item belongs to it
        let own =
            own.filter(|own| own.tick.is_some() || open.as_ref().is_none_or(|open| own.indent <= open.item.indent));
        if let Some(own) = own {
            finish(writing, open.take(), list);
            writing.claim(at);
            while parents.last().is_some_and(|(indent, _)| *indent + 1 >= own.indent) {
                parents.pop();
            }
            if is_struck(&own.text) {
                super::struck::leave(writing, at);
                continue;
            }
            if holds_boxes(&own.text) {
                writing.leave(line.number, list.word(), &line.kept, "it holds more than one item");
                continue;
            }
            if is_left_open(&own.text) {
                leave_form(writing, at);
                continue;
            }
            let words = unmarked(&own.text);
            let text = match parents.last() {
                Some((_, parent)) if parent.len() <= LONGEST_PARENT => {
                    format!("{}: {words}", parent.trim_end_matches([':', '.']))
                }
                _ => words,
            };
            parents.push((own.indent, text.clone()));
            open = Some(Open { is_fenced: line.kind == LineKind::Fenced, ..Open::new(line.number, own, text) });
        } else if open.as_ref().is_some_and(|open| ends_items(line, open)) {
            // a signature belongs to nothing above it, and what begins with a sign may be an item itself
            finish(writing, open.take(), list);
        } else if is_fresh && is_export && open.as_ref().is_some_and(|open| indented(&line.text).0 <= open.item.indent)
        {
            // an export sets in what belongs to an item: a paragraph at the margin is what a reader says about it
            finish(writing, open.take(), list);
        } else if is_fresh && open.as_ref().is_some_and(|open| is_title(line, open)) {
            // "**After**" stands over what follows
            finish(writing, open.take(), list);
        } else if open.as_ref().is_some_and(|open| !belongs(line, open, has_boxes) && item(&line.text).is_some()) {
            // another point of the list, which is none of its items: what follows is about that
            finish(writing, open.take(), list);
        } else if let Some(open) = &mut open
            && belongs(line, open, has_boxes)
        {
            writing.claim(at);
            let is_code = line.kind == LineKind::Fenced && !open.is_fenced;
            if !is_fresh && !is_code && open.under.is_empty() && continues(&open.text, line) {
                let more = unmarked(&squeezed(&line.text));
                for text in std::iter::once(&mut open.text).chain(parents.last_mut().map(|(_, text)| text)) {
                    text.push(' ');
                    text.push_str(&more);
                }
            } else {
                let (indent, words) = indented(&line.text);
                open.is_loose |= is_fresh
                    && indent <= open.item.indent
                    && unwrapped(words).len() == words.trim().len()
                    && !words.starts_with('>')
                    && bullet(words).is_none();
                let is_point = is_code || is_point(line);
                open.points += usize::from(is_point);
                open.has_sentence |= !is_point && !is_row(line);
                open.says_so |= says_so(&line.text);
                open.shows_work |= is_evidence(&line.text);
                open.has_block |= is_row(line);
                open.lines.push(at);
                open.under.push(said(&line.text));
            }
        }
    }
    finish(writing, open, list);
    fences::claim_emptied(writing, section.lines.clone());
}

/// Whether an item without a box says that it, or what is set in below it, is not the work.
fn is_apart(writing: &Writing<'_>, at: usize, end: usize, open: Option<&Open>) -> bool {
    let Some(line) = writing.line(at) else { return false };
    let indent = indented(&line.text).0;
    if open.is_some_and(|open| indent > open.item.indent) || is_row(line) {
        return false;
    }
    let is_over = || is_over_items(writing, at, indent, end);
    item(&line.text).is_some_and(|own| own.tick.is_none() && is_no_work(&own.text, is_over))
}

/// Whether a line as far out as the item above it says nothing about that: the end of a letter, a label of what is not the
/// work, or a sign of its own.
fn ends_items(line: &SourceLine, open: &Open) -> bool {
    let (indent, words) = indented(&line.text);
    let is_out = indent <= open.item.indent && !is_row(line) && line.kind != LineKind::Fenced;
    let is_label = || label_of(words).is_some_and(|(label, _)| is_not_the_work(&label));
    let begins = || is_label() || begins_with_a_sign(words, !open.item.has_bullet);
    is_farewell(&line.text) || is_signature(&line.text) || is_out && bullet(words).is_none() && begins()
}

fn boxed(line: &SourceLine) -> Option<Item> {
    let is_words = matches!(line.kind, LineKind::Text | LineKind::Fenced | LineKind::Row);
    item(&line.text).filter(|own| is_words && own.tick.is_some())
}

/// A line of its own, as far out as the items and all of it in bold, is the title of those below it.
fn is_title(line: &SourceLine, open: &Open) -> bool {
    let (indent, words) = indented(&line.text);
    let words = words.trim();
    indent <= open.item.indent && words.starts_with("**") && unwrapped(words).len() + 3 < words.len()
}

/// Whether a line without a box belongs to the item above it.
fn belongs(line: &SourceLine, open: &Open, has_boxes: bool) -> bool {
    if is_guidance(&line.text) || super::vocabulary::quick_action(&line.text).is_some() {
        return false;
    }
    // a bullet as far out as the items is another point of the list, and not one that was ever ticked or left open
    !item(&line.text).is_some_and(|own| has_boxes && own.indent <= open.item.indent && line.kind != LineKind::Fenced)
}
