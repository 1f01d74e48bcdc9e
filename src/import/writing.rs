//! A draft while it is being read: what was understood, which lines that took, and what is to be said.
//!
//! A line that no reader claims is kept word for word in the end, under the section that it stands in.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::answer_row::AnswerRow;
use super::draft::{HowDone, ImportDraft, OpenSchedule};
use super::inline::prose;
use super::options::ImportOptions;
use super::source_text::{SourceLine, SourceText, number};
use super::structure::LineKind;
use super::vocabulary::{is_blank, is_guidance};
use crate::model::{Extra, Kept, Line, Prose, Remark, Runbook, Slug};

/// The ids of one list, so that giving one takes the same time however many there are.
#[derive(Debug, Default)]
struct UsedIds {
    taken: HashSet<Slug>,
    /// How often a text led to each id.
    times: HashMap<Slug, u64>,
}

/// A draft under way.
pub(super) struct Writing<'p> {
    pub(super) page: &'p SourceText,
    pub(super) asked: &'p ImportOptions,
    pub(super) runbook: Runbook,
    pub(super) customer: Option<Line>,
    pub(super) task: Option<Line>,
    pub(super) schedule: Option<OpenSchedule>,
    repairs: Vec<Remark>,
    doubts: Vec<Remark>,
    claimed: HashSet<usize>,
    places: BTreeMap<String, u64>,
    /// The rows of permissions and obligations.
    pub(super) answers: Vec<AnswerRow>,
    /// What is said of how tasks are done.
    pub(super) how_done: Vec<HowDone>,
    ids: HashMap<String, UsedIds>,
    /// What each field was first said to be.
    pub(super) said: BTreeMap<&'static str, String>,
}

impl<'p> Writing<'p> {
    /// Nothing is read yet.
    pub(super) fn new(page: &'p SourceText, asked: &'p ImportOptions, runbook: Runbook) -> Self {
        Self {
            page,
            asked,
            runbook,
            customer: None,
            task: None,
            schedule: None,
            repairs: Vec::new(),
            doubts: Vec::new(),
            claimed: HashSet::new(),
            places: BTreeMap::new(),
            answers: Vec::new(),
            how_done: Vec::new(),
            ids: HashMap::new(),
            said: BTreeMap::new(),
        }
    }

    /// The line at an index.
    pub(super) fn line(&self, at: usize) -> Option<&'p SourceLine> {
        self.page.line(at)
    }

    /// For whom the work is done, as far as anybody has said it.
    pub(super) fn customer_name(&self) -> Option<&str> {
        self.asked.customer.as_ref().or(self.customer.as_ref()).map(Line::as_str)
    }

    /// Everything on the line has been understood.
    pub(super) fn claim(&mut self, at: usize) {
        self.claimed.insert(at);
    }

    /// True when somebody has understood the line.
    pub(super) fn is_claimed(&self, at: usize) -> bool {
        at >= self.page.lines.len() || self.claimed.contains(&at)
    }

    /// A value that is certain after mending.
    pub(super) fn repair(&mut self, line: u64, message: impl Into<String>) {
        self.repairs.push(Remark::new(line, message));
    }

    /// A value that was left out or may be wrong.
    pub(super) fn doubt(&mut self, line: u64, message: impl Into<String>) {
        self.doubts.push(Remark::new(line, message));
    }

    /// Words that have no place in the record stay in it as they are.
    pub(super) fn keep(&mut self, line: u64, under: &str, text: &str) {
        let text = text.trim_matches('\n');
        if text.trim().is_empty() {
            return;
        }
        let at = usize::try_from(line).unwrap_or_default().checked_sub(1);
        let own = at.and_then(|at| self.line(at)).and_then(|own| as_written(&own.kept, text));
        let text = own.unwrap_or(text);
        if let Ok(text) = Prose::new(text) {
            let under = super::inline::line(under);
            self.runbook.kept.push(Kept { line: Some(line), under, text, extra: Extra::new() });
        }
    }

    /// The words of a value that was taken stay beside it, as they were written.
    pub(super) fn keep_beside(&mut self, line: u64, what: &str, text: &str) {
        let before = self.runbook.kept.len();
        self.keep(line, &format!("{what}{}", Kept::AS_WRITTEN), text);
        // said once is enough
        if let [.., last, own] = self.runbook.kept.as_slice()
            && self.runbook.kept.len() > before
            && (last.line, &last.under, &last.text) == (own.line, &own.under, &own.text)
        {
            self.runbook.kept.pop();
        }
    }

    /// Words that were not understood: kept, and said.
    pub(super) fn leave(&mut self, line: u64, under: &str, text: &str, why: &str) {
        self.keep(line, under, text);
        self.doubt(line, format!("“{}” under {under} is kept as it stands: {why}", short(text)));
    }

    /// The id of a new item, made from its text; notes where it stands.
    pub(super) fn id(&mut self, list: &str, text: &str, line: u64) -> Slug {
        // both checklists share their ids
        let names = if list.starts_with("pre_") || list.starts_with("post_") { "checks" } else { list };
        let used = self.ids.entry(names.to_owned()).or_default();
        let wanted = Slug::from_text(text);
        let times = used.times.entry(wanted.clone()).or_insert(1);
        let id = match used.taken.contains(&wanted) {
            false => wanted,
            true => loop {
                *times += 1;
                let next = wanted.numbered(*times);
                if !used.taken.contains(&next) {
                    break next;
                }
            },
        };
        used.taken.insert(id.clone());
        self.places.insert(format!("{list}.{id}"), line);
        id
    }

    /// Something of the record stands on this line.
    pub(super) fn note_place(&mut self, what: &str, line: u64) {
        self.places.insert(what.to_owned(), line);
    }

    /// A field of the header says what was taken.
    pub(super) fn understood(&mut self, key: &str) {
        self.places.remove(&format!("unread.{key}"));
    }

    /// The line on which an item stands.
    pub(super) fn place(&self, list: &str, item: &str) -> Option<u64> {
        self.places.get(&format!("{list}.{item}")).copied()
    }

    /// The tasks behind the first so many, in the order of the text: its tables and its lists are read one after the other.
    pub(super) fn order_tasks(&mut self, before: usize) {
        let places = &self.places;
        if let Some(own) = self.runbook.tasks.get_mut(before..) {
            own.sort_by_cached_key(|task| places.get(&format!("tasks.{}", task.id)).copied());
        }
    }

    /// Keeps every line of a range that nobody has claimed, word for word, in pieces as they stand together.
    pub(super) fn keep_unclaimed(&mut self, lines: std::ops::Range<usize>, under: &str) {
        let mut piece: Vec<usize> = Vec::new();
        for at in lines {
            if self.is_claimed(at) {
                self.keep_piece(&std::mem::take(&mut piece), under);
            } else if !piece.is_empty() || self.line(at).is_some_and(|line| !line.is_blank()) {
                piece.push(at);
            }
        }
        self.keep_piece(&piece, under);
    }

    fn keep_piece(&mut self, piece: &[usize], under: &str) {
        let lines: Vec<&SourceLine> = piece.iter().filter_map(|at| self.line(*at)).collect();
        let Some(last) = lines.iter().rposition(|line| !line.is_blank()) else { return };
        let lines = lines.get(..=last).unwrap_or_default();
        let (Some(first), true) = (lines.first(), lines.iter().any(|line| says_something(line))) else { return };
        let text = lines.iter().map(|line| line.kept.as_str()).collect::<Vec<_>>().join("\n");
        let number = first.number;
        if lines.iter().filter(|line| !line.is_blank()).all(|line| is_guidance(&line.text)) {
            self.keep(number, under, &text);
            self.repair(number, format!("“{}” is the template's own guidance, not part of the plan", short(&text)));
        } else {
            self.leave(number, under, &text, "it has no place in a record");
        }
        piece.iter().for_each(|at| self.claim(*at));
    }

    /// The draft, once every reader has read.
    pub(super) fn done(self, first: usize) -> ImportDraft {
        let mut draft = ImportDraft {
            line: number(first),
            customer: self.customer,
            task: self.task,
            runbook: self.runbook,
            schedule: self.schedule,
            folded: None,
            origin: None,
            repairs: self.repairs,
            doubts: self.doubts,
            places: self.places,
            answers: self.answers,
            how_done: self.how_done,
        };
        draft.runbook.kept.sort_by_key(|kept| kept.line);
        draft.sort();
        draft
    }
}

/// The longest line in which a text is looked for, in bytes.
const LONGEST_LINE: usize = 4_000;

/// How a text stands in its line: with the backslashes and blanks that reading takes out; none where it does not stand there.
fn as_written<'l>(line: &'l str, text: &str) -> Option<&'l str> {
    if line.len() > LONGEST_LINE || text.contains('\n') {
        return None;
    }
    if !(line.contains('\\') || line.contains("  ") || line.contains('\t')) {
        return None;
    }
    let read = |text: &str| {
        let mut found: Vec<(char, usize)> = Vec::new();
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let is_escape = c == '\\' && chars.peek().is_some_and(|(_, next)| next.is_ascii_punctuation());
            let is_again = c.is_whitespace() && found.last().is_some_and(|(last, _)| *last == ' ');
            if !is_escape && !is_again {
                found.push((if c.is_whitespace() { ' ' } else { c }, at));
            }
        }
        found
    };
    let (own, wanted) = (read(line), read(text.trim()));
    let is_it =
        |from: &usize| own.iter().skip(*from).map(|(c, _)| c).take(wanted.len()).eq(wanted.iter().map(|(c, _)| c));
    let from = (0..own.len().checked_sub(wanted.len())? + 1).find(is_it)?;
    // the backslash before the first character is its own
    let start = own.get(from)?.1;
    let start = if line.get(..start)?.ends_with('\\') { start - 1 } else { start };
    let last = own.get(from + wanted.len().checked_sub(1)?)?;
    line.get(start..last.1 + line.get(last.1..)?.chars().next()?.len_utf8())
}

/// The text as prose, where it says something.
pub(super) fn words(text: &str) -> Option<Prose> {
    if is_blank(text) { None } else { prose(text) }
}

/// Whether a line holds more than the marks of a page: rules, fences, tags, the lines of a table without words.
pub(super) fn says_something(line: &SourceLine) -> bool {
    let is_mark = |c: char| {
        c.is_whitespace() || matches!(c, '-' | '_' | '*' | '=' | '|' | '#' | '>' | '~' | ':' | '+' | '`' | '\\')
    };
    match &line.kind {
        LineKind::Fence(info) => !is_usual_fence(info.as_deref()),
        LineKind::Tags => false,
        _ => !line.text.chars().all(is_mark),
    }
}

/// True for what stands behind a fence without saying anything.
pub(super) fn is_usual_fence(info: Option<&str>) -> bool {
    matches!(info.unwrap_or_default().trim(), "" | "plain" | "plaintext" | "text" | "txt" | "md" | "markdown")
}

/// The beginning of a text, for quoting it.
pub(super) fn short(text: &str) -> String {
    let text = super::inline::squeezed(text);
    let cut: String = text.chars().take(60).collect();
    if cut.len() < text.len() { format!("{}…", cut.trim_end()) } else { cut }
}
