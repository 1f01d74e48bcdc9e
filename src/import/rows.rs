//! Whether a line is a row of a table: asked before anybody knows which table it is of.

use super::cells::looks_like_row;
use super::source_text::SourceLine;
use super::structure::LineKind;

/// True for a line that is a row of a table, as Markdown or as people see it.
pub(super) fn is_row(line: &SourceLine) -> bool {
    match line.kind {
        LineKind::Row => line.text.contains('|'),
        LineKind::Text | LineKind::Fenced => looks_like_row(&line.text),
        _ => false,
    }
}
