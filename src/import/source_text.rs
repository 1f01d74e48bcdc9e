//! A text as the readers get it: lines with their numbers and kinds, and what stands beside the runbook.

use super::decode::lines_of;
use super::html_tables::rows_apart;
use super::structure::{Aside, LineKind, Structure};
use crate::model::{Remark, Result, RunbookId};

/// The record that an export folds away at the end of its Markdown, as TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The line of its fence.
    pub line: u64,
    /// The text inside the fence.
    pub toml: String,
}

/// What stands before the id of the runbook in the folded record's first line.
pub const ORIGIN: &str = "# runbook: ";

impl Folded {
    /// The id of the runbook that was exported, where the export says it.
    pub fn origin(&self) -> Option<RunbookId> {
        let first = self.toml.lines().find(|line| !line.trim().is_empty())?;
        first.trim().strip_prefix(ORIGIN)?.trim().parse().ok()
    }

    /// The record with the quotation marks and blanks that an editor may have put in place of the plain ones.
    pub fn straightened(&self) -> String {
        self.toml.replace(['“', '”', '„'], "\"").replace(['‘', '’'], "'").replace('\u{a0}', " ")
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourceLine {
    /// Its number, from one.
    pub(super) number: u64,
    /// Its words, as they are read.
    pub(super) text: String,
    /// The line as it stands, for keeping it word for word; without what is told as an aside.
    pub(super) kept: String,
    /// What it is.
    pub(super) kind: LineKind,
}

impl SourceLine {
    /// True when it says nothing.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.kind != LineKind::Tags
    }
}

impl SourceLine {
    /// Editors write blanks that do not break behind the marks that begin a line; there they mean nothing.
    fn with_plain_blanks(&mut self) {
        let is_mark = |c: char| {
            c.is_whitespace()
                || c.is_ascii_digit()
                || matches!(c, '-' | '*' | '+' | '•' | '#' | '>' | '|' | '[' | ']' | 'x' | 'X' | '.' | ')' | '~')
        };
        let end = self.text.find(|c| !is_mark(c)).unwrap_or(self.text.len());
        let (marks, words) = self.text.split_at_checked(end).unwrap_or(("", &self.text));
        if marks.contains(['\u{a0}', '\u{202f}', '\u{2007}']) {
            self.text = format!("{}{words}", marks.replace(['\u{a0}', '\u{202f}', '\u{2007}'], " "));
        }
    }
}

/// A whole text.
#[derive(Debug, Default)]
pub(super) struct SourceText {
    pub(super) lines: Vec<SourceLine>,
    pub(super) asides: Vec<Aside>,
    /// What was mended before anything was read.
    pub(super) repairs: Vec<Remark>,
    /// What may be wrong with the text as a whole.
    pub(super) doubts: Vec<Remark>,
    /// The folded records with the index of their fence.
    pub(super) folded: Vec<(usize, Folded)>,
    /// Where lines were taken apart: the numbers that they have in the text. Reading counts its own.
    pub(super) numbers: Vec<u64>,
    /// Whether anything stands outside the blocks of code.
    pub(super) is_more_than_code: bool,
}

impl SourceText {
    /// Takes a text apart.
    ///
    /// # Errors
    /// `Usage` for what is no text.
    pub(super) fn of(bytes: &[u8]) -> Result<Self> {
        let (mut lines, mut repairs) = lines_of(bytes)?;
        let mut numbers = Vec::new();
        if let Some((apart, own)) = rows_apart(&lines) {
            (lines, numbers) = (apart, own);
            for repair in &mut repairs {
                repair.line = number(numbers.partition_point(|own| *own < repair.line));
            }
        }
        let structure = Structure::of(lines);
        let doubts = structure
            .open_fences
            .iter()
            .map(|at| {
                Remark::new(number(*at), "a fence begins here and never ends: what follows is read as if it did not")
            })
            .collect();
        let lines = (1..)
            .zip(structure.lines.into_iter().zip(structure.kinds))
            .map(|(number, (text, kind))| SourceLine { number, kept: text.clone(), text, kind })
            .collect();
        let mut page = Self { lines, asides: structure.asides, repairs, doubts, numbers, ..Self::default() };
        page.asides.sort_by_key(|aside| aside.line);
        page.repairs.sort();
        page.doubts.sort();
        for (at, kept) in structure.written {
            if let Some(line) = page.lines.get_mut(at) {
                line.kept = kept;
            }
        }
        page.lines.iter_mut().for_each(SourceLine::with_plain_blanks);
        page.take_out_records();
        page.set_quotations_apart();
        Ok(page)
    }

    /// The line at an index.
    pub(super) fn line(&self, at: usize) -> Option<&SourceLine> {
        self.lines.get(at)
    }

    /// Fences that hold a record in TOML are no text for people.
    fn take_out_records(&mut self) {
        let mut at = 0;
        while at < self.lines.len() {
            if let Some(end) = self.record_at(at) {
                let inside = self.lines.iter().skip(at + 1).take(end - at - 1).map(|line| line.text.as_str());
                let toml = inside.collect::<Vec<_>>().join("\n") + "\n";
                self.drop_summary(at);
                self.folded.push((at, Folded { line: number(at), toml }));
                for line in self.lines.iter_mut().skip(at).take(end + 1 - at) {
                    line.kind = LineKind::Aside;
                    line.text.clear();
                    line.kept.clear();
                }
                at = end;
            }
            at += 1;
        }
    }

    /// What somebody quotes is no part of the runbook, whatever it looks like; a text that is all quoted was forwarded so.
    fn set_quotations_apart(&mut self) {
        let is_quoted = |line: &SourceLine| line.text.starts_with('>');
        self.is_more_than_code = self.lines.iter().any(|line| {
            !line.is_blank() && !matches!(line.kind, LineKind::Fence(_) | LineKind::Fenced | LineKind::Aside)
        });
        if self.lines.iter().filter(|line| !line.is_blank()).all(is_quoted) {
            return;
        }
        for line in self.lines.iter_mut().filter(|line| is_quoted(line)) {
            if matches!(line.kind, LineKind::Text | LineKind::Row | LineKind::Heading(..)) {
                line.kind = LineKind::Quoted;
            }
        }
    }

    /// The words on the fold say what is in it.
    fn drop_summary(&mut self, fence: usize) {
        for at in (fence.saturating_sub(3)..fence).rev() {
            if let Some(line) = self.lines.get_mut(at).filter(|line| matches!(line.kind, LineKind::Heading(7, _))) {
                line.kind = LineKind::Aside;
                line.text.clear();
                line.kept.clear();
                return;
            }
        }
    }

    /// The index of the closing fence, where a record begins at this line.
    fn record_at(&self, at: usize) -> Option<usize> {
        let LineKind::Fence(Some(info)) = &self.line(at)?.kind else { return None };
        if info.split_whitespace().next() != Some("toml") {
            return None;
        }
        let inside = self.lines.iter().skip(at + 1).take_while(|line| line.kind == LineKind::Fenced);
        let keys: Vec<&str> =
            inside.clone().filter_map(|line| line.text.split_once('=')).map(|(key, _)| key.trim()).collect();
        let is_record = ["format", "customer", "task", "state"].iter().all(|key| keys.contains(key));
        is_record.then(|| at + 1 + inside.count())
    }
}

/// The number of the line at this index.
pub(super) fn number(at: usize) -> u64 {
    u64::try_from(at).unwrap_or(u64::MAX).saturating_add(1)
}
