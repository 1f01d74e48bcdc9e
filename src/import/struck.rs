//! What is struck out: no longer to be done, or done. It stays as it stands, with everything that is set in below it.

use super::items::{indented, item};
use super::structure::LineKind;
use super::writing::Writing;

/// Under what it is kept.
pub(super) const STRUCK_OUT: &str = "what is struck out";

/// Keeps the item or the row on this line, and what belongs to it.
pub(super) fn leave(writing: &mut Writing<'_>, at: usize) {
    let Some(line) = writing.line(at) else { return };
    let end = end_below(writing, at);
    let lines: Vec<&str> = (at..end).filter_map(|at| writing.line(at)).map(|line| line.kept.as_str()).collect();
    writing.leave(line.number, STRUCK_OUT, &lines.join("\n"), "it is struck out");
    (at..end).for_each(|at| writing.claim(at));
}

/// Where the lines end that are set in below an item.
fn end_below(writing: &Writing<'_>, at: usize) -> usize {
    let Some(own) = writing.line(at).and_then(|line| item(&line.text)) else { return at + 1 };
    let (mut end, mut next) = (at + 1, at + 1);
    while let Some(line) = writing.line(next) {
        let is_apart = matches!(line.kind, LineKind::Heading(..) | LineKind::Rule) || writing.is_claimed(next);
        if !line.is_blank() {
            if is_apart || indented(&line.text).0 <= own.indent {
                break;
            }
            end = next + 1;
        }
        next += 1;
    }
    end
}
