//! Where the lines of a text begin, and where in it there is code.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// Where the lines of a text begin.
pub(super) struct Starts(Vec<usize>);

impl Starts {
    /// Of a text.
    pub(super) fn of(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// Where a line begins.
    pub(super) fn of_line(&self, at: usize) -> Option<usize> {
        self.0.get(at).copied()
    }

    /// The line that holds an offset.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The lines of a range, which may end with a line's end.
    pub(super) fn lines(&self, range: &Range<usize>) -> Range<usize> {
        self.line(range.start)..self.line(range.end.saturating_sub(1).max(range.start)) + 1
    }
}

/// Where there is code, in blocks and within lines; in order, and nothing in it overlaps.
pub(super) struct Code(Vec<Range<usize>>);

impl Code {
    /// Of a text.
    pub(super) fn of(text: &str) -> Self {
        let parser = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
        let is_code = |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
        let mut found: Vec<Range<usize>> = parser.filter(|(event, _)| is_code(event)).map(|(_, range)| range).collect();
        found.sort_by_key(|range| range.start);
        Self(found)
    }

    /// Whether an offset lies in code.
    pub(super) fn holds(&self, offset: usize) -> bool {
        self.0.get(self.0.partition_point(|range| range.end <= offset)).is_some_and(|range| range.contains(&offset))
    }
}

/// The line of the first fence that nothing closes.
pub(super) fn unclosed_fence(text: &str) -> Option<usize> {
    let starts = Starts::of(text);
    let mut parser = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    parser.find_map(|(event, range)| {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) = event else { return None };
        let lines = starts.lines(&range);
        let block = text.get(range)?;
        let mark = block.chars().next()?;
        let fence = block.chars().take_while(|c| *c == mark).count();
        let last = block.trim_end().lines().last()?.trim_start_matches([' ', '\t', '>']);
        let closes = lines.len() > 1 && last.len() >= fence && last.chars().all(|c| c == mark);
        (!closes).then_some(lines.start)
    })
}
