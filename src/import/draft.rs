//! A runbook read from a text, with everything that is to be said about it.

use std::collections::BTreeMap;

use super::answer_row::AnswerRow;
use super::source_text::Folded;
use crate::model::{Agreed, Extra, Kept, Line, Prose, Remark, Runbook, RunbookId, Unclear};

/// What stands below the title of a task in the section of instructions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HowDone {
    /// The line of the title.
    pub(super) line: u64,
    /// The last of its lines.
    pub(super) end: u64,
    pub(super) title: String,
    /// The lines as they stand, the title's first.
    pub(super) lines: Vec<String>,
}

/// A schedule that a person has to decide on: what it may mean, if anything is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSchedule {
    /// The line that it stands on.
    pub line: u64,
    /// The words as written.
    pub words: String,
    /// What they may mean; none where a zone is missing.
    pub unclear: Option<Unclear>,
}

/// The runbook of this store that a text was exported from.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Its id.
    pub id: RunbookId,
    /// Its file, byte for byte.
    pub bytes: Vec<u8>,
    /// The record as it stands in the store.
    pub stored: Runbook,
    /// The same with what was changed in the text since.
    pub merged: Runbook,
    /// What was changed, and what a person must look at.
    pub doubts: Vec<Remark>,
}

/// One runbook of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportDraft {
    /// The line on which it begins.
    pub line: u64,
    /// The first half of its name.
    pub customer: Option<Line>,
    /// The second half.
    pub task: Option<Line>,
    /// The record; its name is not yet in it ([`ImportDraft::named`]).
    pub runbook: Runbook,
    /// The schedule that nobody has decided on yet.
    pub schedule: Option<OpenSchedule>,
    /// The record that an export has folded away in the text.
    pub folded: Option<Folded>,
    /// The runbook of this store that the text was exported from, where that is known.
    pub origin: Option<Box<Origin>>,
    /// What was mended.
    pub repairs: Vec<Remark>,
    /// What a person must look at.
    pub doubts: Vec<Remark>,
    /// The lines of items, by `list.id`.
    pub(super) places: BTreeMap<String, u64>,
    /// The rows of permissions and obligations.
    pub(super) answers: Vec<AnswerRow>,
    /// What is said of how tasks are done.
    pub(super) how_done: Vec<HowDone>,
}

impl ImportDraft {
    /// The line on which an item of the record stands; the runbook's first line for anything else.
    pub fn line_of(&self, list: &str, item: &str) -> u64 {
        self.places.get(&format!("{list}.{item}")).copied().unwrap_or(self.line)
    }

    /// Lines were taken apart before they were read: from now on each bears the number that it has in the text.
    pub(super) fn renumber(&mut self, numbers: &[u64]) {
        let whole = |line: &mut u64| {
            let at = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
            *line = numbers.get(at).copied().unwrap_or(*line);
        };
        whole(&mut self.line);
        self.schedule.iter_mut().for_each(|open| whole(&mut open.line));
        self.folded.iter_mut().for_each(|folded| whole(&mut folded.line));
        self.repairs.iter_mut().chain(&mut self.doubts).for_each(|remark| whole(&mut remark.line));
        self.places.values_mut().for_each(whole);
        self.runbook.kept.iter_mut().filter_map(|kept| kept.line.as_mut()).for_each(whole);
    }

    /// The line on which a field of the header says something that was left out.
    pub(super) fn unread(&self, key: &str) -> Option<u64> {
        self.places.get(&format!("unread.{key}")).copied()
    }

    /// Something was mended that concerns the whole runbook.
    pub fn repair(&mut self, message: String) {
        self.repairs.push(Remark::new(self.line, message));
        self.sort();
    }

    /// Something about the text that a person must look at.
    pub fn doubt(&mut self, line: u64, message: String) {
        self.doubts.push(Remark::new(line, message));
        self.sort();
    }

    /// A person has said what the schedule means.
    pub fn settle(&mut self, agreed: &Agreed) {
        if let Some(open) = self.schedule.take() {
            self.runbook.scheduled_at = Some(agreed.scheduled_at);
            self.runbook.time_zone = agreed.time_zone.or(self.runbook.time_zone);
            self.repairs.push(Remark::new(open.line, format!("“{}” is taken as {}", open.words, agreed.scheduled_at)));
            self.keep(open.line, "scheduled_at", &open.words);
            self.sort();
        }
    }

    /// Nobody has said it: the schedule stays empty, and what was written is kept.
    pub fn leave_open(&mut self) {
        if let Some(open) = self.schedule.take() {
            let (why, ways) = match &open.unclear {
                Some(unclear) => (unclear.question.clone(), &unclear.candidates[..]),
                None => ("it does not say in which time zone".to_owned(), &[][..]),
            };
            let ways: Vec<String> = ways.iter().map(|candidate| candidate.words.clone()).collect();
            let ways = if ways.is_empty() { String::new() } else { format!("; it may be {}", ways.join(" or ")) };
            self.doubts.push(Remark::new(open.line, format!("the schedule “{}” is left out: {why}{ways}", open.words)));
            self.keep(open.line, "scheduled_at", &open.words);
            self.sort();
        }
    }

    fn keep(&mut self, line: u64, under: &str, text: &str) {
        if let Ok(text) = Prose::new(text) {
            let kept = Kept { line: Some(line), under: Line::new(under).ok(), text, extra: Extra::new() };
            // a text that comes twice
            if self.runbook.kept.iter().any(|own| own.text == kept.text && own.under == kept.under) {
                return;
            }
            let at = self.runbook.kept.partition_point(|own| own.line <= Some(line));
            self.runbook.kept.insert(at, kept);
        }
    }

    /// The record under its name.
    pub fn named(mut self, customer: Line, task: Line) -> Runbook {
        self.runbook.customer = customer;
        self.runbook.task = task;
        self.runbook
    }

    /// Repairs and doubts by their lines.
    pub(super) fn sort(&mut self) {
        self.repairs.sort();
        self.repairs.dedup();
        self.doubts.sort();
        self.doubts.dedup();
    }
}
