//! Blocks of code: what stands between two fences is taken whole, or stays whole.

use std::ops::Range;

use super::source_text::{SourceLine, SourceText};
use super::structure::LineKind;
use super::writing::{Writing, is_usual_fence};

/// The lines of the block of code that begins on a line, both fences included.
pub(super) fn block_at(page: &SourceText, at: usize) -> Option<Range<usize>> {
    let LineKind::Fence(Some(_)) = &page.line(at)?.kind else { return None };
    let inside = page.lines.iter().skip(at + 1).take_while(|line| line.kind == LineKind::Fenced).count();
    let end = at + 1 + inside;
    let is_closed = page.line(end).is_some_and(|line| line.kind == LineKind::Fence(None));
    Some(at..end + usize::from(is_closed))
}

/// How far in a block stands: the blanks and quotation marks before its first fence.
pub(super) fn indent(line: &SourceLine) -> usize {
    line.text.len() - line.text.trim_start_matches([' ', '\t', '>']).len()
}

/// The block word for word, without what sets all of it in.
pub(super) fn words(page: &SourceText, block: Range<usize>) -> String {
    let depth = page.line(block.start).map_or(0, indent);
    let dedented = |line: &SourceLine| {
        let is_set_in = |(at, c): &(usize, char)| *at < depth && matches!(c, ' ' | '\t' | '>');
        let skip: usize = line.text.char_indices().take_while(is_set_in).map(|(_, c)| c.len_utf8()).sum();
        line.text.get(skip..).unwrap_or_default().trim_end().to_owned()
    };
    let lines: Vec<String> = block.filter_map(|at| page.line(at)).map(dedented).collect();
    lines.join("\n")
}

/// Fences that somebody put round items or tasks say nothing by themselves; round anything else they belong to it.
pub(super) fn claim_emptied(writing: &mut Writing<'_>, lines: Range<usize>) {
    for at in lines {
        let Some(block) = block_at(writing.page, at).filter(|_| !writing.is_claimed(at)) else { continue };
        let is_usual = writing
            .line(at)
            .is_some_and(|line| matches!(&line.kind, LineKind::Fence(info) if is_usual_fence(info.as_deref())));
        let mut inside = block.clone().filter(|at| writing.line(*at).is_some_and(|line| line.kind == LineKind::Fenced));
        if is_usual && inside.all(|at| writing.is_claimed(at) || writing.line(at).is_none_or(SourceLine::is_blank)) {
            block.for_each(|at| writing.claim(at));
        }
    }
}
