//! An item of a checklist as it was found becomes one of the record: what its box says, and what stands under it.

use super::how_it_stands::{gainsaid, said_at_the_end};
use super::inline::prose;
use super::items::{Item, Tick};
use super::shown::unpictured;
use super::structure::LineKind;
use super::under_items::opposes;
use super::vocabulary::{is_inapplicable, is_placeholder, is_rehearsal};
use super::writing::{Writing, short};
use crate::model::{CheckItem, Checklist, Extra, Mark, Prose};

/// What prevents an item that does not apply.
const NOT_APPLICABLE: &str = "not applicable";

/// An item under way.
#[derive(Debug)]
pub(super) struct Open {
    /// The number of its line.
    pub(super) number: u64,
    pub(super) item: Item,
    /// Its words, with those of the item that it stands in.
    pub(super) text: String,
    /// What stands under it.
    pub(super) under: Vec<String>,
    /// The lines on which that stands.
    pub(super) lines: Vec<usize>,
    /// Whether anything under it stands there as a mere paragraph.
    pub(super) is_loose: bool,
    /// Whether any of it is a sentence of its own, which says what it is about.
    pub(super) has_sentence: bool,
    /// Whether what stands under it says that it is a reason, by a label or as the documents write one.
    pub(super) says_so: bool,
    /// Whether any of it shows that the item was done.
    pub(super) shows_work: bool,
    /// How much of it is a point of a list, a line of a quotation or of code.
    pub(super) points: usize,
    /// Whether there is a table, or code of a language.
    pub(super) has_block: bool,
    /// Whether the item itself stands in a block of code.
    pub(super) is_fenced: bool,
}

impl Open {
    /// An item with nothing under it.
    pub(super) fn new(number: u64, item: Item, text: String) -> Self {
        Self {
            number,
            item,
            text,
            under: Vec::new(),
            lines: Vec::new(),
            is_loose: false,
            has_sentence: false,
            says_so: false,
            shows_work: false,
            points: 0,
            has_block: false,
            is_fenced: false,
        }
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
pub(super) fn finish(writing: &mut Writing<'_>, open: Option<Open>, list: Checklist) {
    let Some(open) = open else { return };
    let number = open.number;
    let (text, had_pictures) = unpictured(&open.text);
    if had_pictures {
        writing.keep_beside(number, "pictures", &open.text);
        writing.repair(number, format!("of “{}” the words are taken, and the picture is kept", short(&open.text)));
    }
    let Some(text) = prose(&text) else {
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
    } else if let (None, Some(said)) = (open.item.tick, said_at_the_end(text.as_str())) {
        writing.doubt(number, format!("“{}” has no box: it is open, whatever “{said}” says", short(text.as_str())));
    } else if open.item.tick.is_none() {
        writing.repair(number, format!("“{}” has no box: it is open", short(text.as_str())));
    }
    let under = open.under.join("\n");
    let is_missing = !under.trim().is_empty() && is_placeholder(&under) && !is_inapplicable(&under);
    if is_missing {
        writing.leave(number, list.word(), &under, "it stands for words that are missing");
    }
    let is_open = matches!(open.item.tick, Some(Tick::Open) | None);
    let is_detail = !open.has_sentence && (open.has_block || open.points > 1 || open.shows_work);
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
    } else if let Some(said) = gainsaid(&open.item, item.text.as_str()) {
        let quoted = short(item.text.as_str());
        let said = short(said);
        writing.doubt(number, format!("the box of “{quoted}” and “{said}” may say different things: the box counts"));
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
            if open.is_loose || !open.has_sentence || !open.says_so || open.points > 0 {
                writing.doubt(number, format!("“{}” is taken as what prevents “{quoted}”", short(words.as_str())));
            }
            item.mark = Some(Mark::Prevented);
            item.reason = Some(words);
        }
        (Some(Tick::Open) | None, None) => {}
    }
}
