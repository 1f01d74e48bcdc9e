//! The checklists: items with their boxes, and under each what shows that it was done or what prevents it.
//!
//! "Mark the item if completed otherwise provide details which prevents it": a sentence under an open item is its reason.
//! Several points, a table or code there are none; one point alone may be one.

use super::fences;
use super::inline::{is_struck, prose, squeezed, unmarked, unwrapped};
use super::items::{Item, Tick, bullet, indented, item};
use super::rows::is_row;
use super::sections::Section;
use super::source_text::SourceLine;
use super::structure::LineKind;
use super::under_items::{continues, is_farewell, is_point, opposes, said};
use super::vocabulary::{is_estimate, is_form, is_guidance, is_inapplicable, is_placeholder, is_rehearsal};
use super::writing::{Writing, is_usual_fence, short};
use crate::model::{CheckItem, Checklist, Extra, Mark, Prose};

/// What prevents an item that does not apply.
const NOT_APPLICABLE: &str = "not applicable";

/// How long the words of an item may be, in bytes, that stand before those of the items below it.
const LONGEST_PARENT: usize = 2_000;

/// An item under way.
struct Open {
    number: u64,
    item: Item,
    text: String,
    /// What stands under it.
    under: Vec<String>,
    /// The lines on which that stands.
    lines: Vec<usize>,
    /// Whether anything under it stands there as a mere paragraph.
    is_loose: bool,
    /// Whether any of it is a sentence of its own, which says what it is about.
    has_sentence: bool,
    /// How much of it is a point of a list, a line of a quotation or of code.
    points: usize,
    /// Whether there is a table, or code of a language.
    has_block: bool,
    /// Whether the item itself stands in a block of code.
    is_fenced: bool,
}

/// Reads a checklist's section.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section, list: Checklist) {
    let has_boxes = section.lines.clone().any(|at| writing.line(at).is_some_and(|line| boxed(line).is_some()));
    let mut open: Option<Open> = None;
    let mut parents: Vec<(usize, String)> = Vec::new();
    let mut after_blank = false;
    for at in section.lines.clone() {
        let Some(line) = writing.line(at).filter(|_| !writing.is_claimed(at)) else { continue };
        if line.is_blank() {
            after_blank = true;
            continue;
        }
        match &line.kind {
            LineKind::Rule => {
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
                leave_struck(writing, at);
                continue;
            }
            if is_form(&own.text) {
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
            open = Some(Open {
                number: line.number,
                item: own,
                text,
                under: Vec::new(),
                lines: Vec::new(),
                is_loose: false,
                has_sentence: false,
                points: 0,
                has_block: false,
                is_fenced: line.kind == LineKind::Fenced,
            });
        } else if open.is_some() && is_farewell(&line.text) {
            // a signature belongs to nothing above it
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
                open.has_block |= is_row(line);
                open.lines.push(at);
                open.under.push(said(&line.text));
            }
        }
    }
    finish(writing, open, list);
    fences::claim_emptied(writing, section.lines.clone());
}

fn boxed(line: &SourceLine) -> Option<Item> {
    let is_words = matches!(line.kind, LineKind::Text | LineKind::Fenced | LineKind::Row);
    item(&line.text).filter(|own| is_words && own.tick.is_some())
}

/// Whether a line without a box belongs to the item above it.
fn belongs(line: &SourceLine, open: &Open, has_boxes: bool) -> bool {
    if is_guidance(&line.text) || super::vocabulary::quick_action(&line.text).is_some() {
        return false;
    }
    // a bullet as far out as the items is another point of the list, and not one that was ever ticked or left open
    !item(&line.text).is_some_and(|own| has_boxes && own.indent <= open.item.indent && line.kind != LineKind::Fenced)
}

/// What is struck out is no longer to be done, or was done: it stays as it stands.
pub(super) fn leave_struck(writing: &mut Writing<'_>, at: usize) {
    if let Some(line) = writing.line(at) {
        writing.leave(line.number, "what is struck out", &line.kept, "it is struck out");
        writing.claim(at);
    }
}

/// What a form has in the place of words is nothing to be done: it stays as it stands.
pub(super) fn leave_form(writing: &mut Writing<'_>, at: usize) {
    if let Some(line) = writing.line(at) {
        writing.leave(line.number, "what was not filled in", &line.kept, "it stands for words that are missing");
        writing.claim(at);
    }
}

/// Puts an item into the record.
fn finish(writing: &mut Writing<'_>, open: Option<Open>, list: Checklist) {
    let Some(open) = open else { return };
    let number = open.number;
    let Some(text) = prose(&open.text) else {
        if !open.under.is_empty() {
            writing.leave(number, list.word(), &open.under.join("\n"), "the item above it is empty");
        }
        return;
    };
    if !open.item.is_plain {
        let mark = if open.item.tick == Some(Tick::Ticked) { "- [x]" } else { "- [ ]" };
        let mark = if open.item.tick == Some(Tick::Inapplicable) { "- [~]" } else { mark };
        let what =
            if open.item.tick.is_some() { format!("is taken as {mark}") } else { "has no box: it is open".to_owned() };
        if open.item.tick != Some(Tick::Odd) {
            writing.repair(number, format!("“{}” {what}", short(text.as_str())));
        }
    } else if open.item.tick.is_none() {
        writing.repair(number, format!("“{}” has no box: it is open", short(text.as_str())));
    }
    let under = open.under.join("\n");
    let is_missing = !under.trim().is_empty() && is_placeholder(&under) && !is_inapplicable(&under);
    if is_missing {
        writing.leave(number, list.word(), &under, "it stands for words that are missing");
    }
    let is_open = matches!(open.item.tick, Some(Tick::Open) | None);
    let is_detail = !open.has_sentence && (open.has_block || open.points > 1);
    let is_said = is_missing || is_open && is_detail;
    if is_said && !is_missing {
        leave_details(writing, &open, list);
    }
    let words = if is_said { None } else { prose(&under) };
    let id = writing.id(list.word(), text.as_str(), number);
    let rehearsal = is_rehearsal(text.as_str());
    let mut item = CheckItem {
        id,
        text,
        required: false,
        wants_evidence: false,
        rehearsal,
        when: None,
        mark: None,
        reason: None,
        evidence: None,
        by: None,
        at: None,
        extra: Extra::new(),
    };
    if opposes(open.item.tick, item.text.as_str()) {
        let quoted = short(item.text.as_str());
        writing.doubt(
            number,
            format!("the box of “{quoted}” and the sign behind it say different things: the box counts"),
        );
    }
    judge(writing, &mut item, &open, words);
    match list {
        Checklist::Pre => writing.runbook.pre_call.push(item),
        Checklist::Post => writing.runbook.post_call.push(item),
    }
}

/// Details below an open item are kept as they stand, with the fences round them: they do not say what prevents it.
fn leave_details(writing: &mut Writing<'_>, open: &Open, list: Checklist) {
    let (Some(first), Some(last)) = (open.lines.iter().min(), open.lines.iter().max()) else { return };
    let is_fence = |at: usize| writing.line(at).is_some_and(|line| matches!(line.kind, LineKind::Fence(_)));
    let first = first.checked_sub(1).filter(|before| is_fence(*before)).unwrap_or(*first);
    let end = last + 1 + usize::from(is_fence(last + 1));
    let lines: Vec<&str> = (first..end).filter_map(|at| writing.line(at)).map(|line| line.kept.as_str()).collect();
    let number = writing.line(first).map_or(open.number, |line| line.number);
    let why = format!("they are details of “{}”, which is open, and no reason that prevents it", short(&open.text));
    writing.leave(number, list.word(), &lines.join("\n"), &why);
    (first..end).for_each(|at| writing.claim(at));
}

/// What the box and the words under it say.
fn judge(writing: &mut Writing<'_>, item: &mut CheckItem, open: &Open, words: Option<Prose>) {
    let number = open.number;
    let quoted = short(item.text.as_str());
    match (open.item.tick, words) {
        (Some(Tick::Ticked), words) => {
            item.mark = Some(Mark::Done);
            item.evidence = words;
        }
        (Some(Tick::Inapplicable), words) => {
            let reason = words.map_or(NOT_APPLICABLE.to_owned(), |words| format!("{NOT_APPLICABLE}: {words}"));
            item.mark = Some(Mark::Prevented);
            item.reason = Prose::new(reason).ok();
            writing.repair(number, format!("“{quoted}” with [~] is prevented as not applicable"));
        }
        (Some(Tick::Odd), words) => {
            writing.doubt(number, format!("“{quoted}” stays open: its box holds neither a blank nor an x"));
            let at = usize::try_from(number).unwrap_or_default().saturating_sub(1);
            if let Some(line) = writing.page.line(at) {
                let text = line.kept.clone();
                let words = words.map_or(String::new(), |words| format!("\n{words}"));
                writing.keep(number, "a box", &format!("{text}{words}"));
            }
        }
        (Some(Tick::Open) | None, Some(words)) => {
            if open.is_loose || !open.has_sentence {
                writing.doubt(number, format!("“{}” is taken as what prevents “{quoted}”", short(words.as_str())));
            }
            item.mark = Some(Mark::Prevented);
            item.reason = Some(words);
        }
        (Some(Tick::Open) | None, None) => {}
    }
}
