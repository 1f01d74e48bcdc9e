//! Which characters usual text is made of. Carriage returns are unusual, and so is whatever a field may not hold.

use crate::model::is_forbidden;

/// Text that is left to the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct NotSimple;

impl std::fmt::Display for NotSimple {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("written in an unusual form")
    }
}

impl std::error::Error for NotSimple {}

/// Looks at every character once, so that nobody has to look again inside a text or a comment.
pub(in crate::store) fn must_be_usual(text: &str) -> Result<(), NotSimple> {
    // in blocks without a way out in their midst, of which a machine does many bytes in one step
    let is_plain =
        |block: &[u8]| block.iter().fold(true, |all, byte| all & matches!(byte, b' '..=b'~' | b'\n' | b'\t'));
    let is_ascii = text.as_bytes().chunks(64).all(is_plain);
    let is_allowed = |c: char| matches!(c, '\n' | '\t') || !is_forbidden(c);
    if is_ascii || text.chars().all(is_allowed) { Ok(()) } else { Err(NotSimple) }
}
