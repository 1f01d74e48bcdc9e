//! Which characters usual text is made of. Carriage returns are unusual, and so is whatever a field may not hold.

use crate::model::is_forbidden;

/// Text that is left to the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Unusual;

/// Looks at every character once, so that nobody has to look again inside a text or a comment.
pub(in crate::store) fn must_be_usual(text: &str) -> Result<(), Unusual> {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    // in blocks, which a machine looks at in a few steps; a sum has no way out in its midst
    let is_ascii = text.as_bytes().chunks(64).all(|block| block.iter().filter(|byte| !is_plain(byte)).count() == 0);
    let is_allowed = |c: char| matches!(c, '\n' | '\t') || !is_forbidden(c);
    if is_ascii || text.chars().all(is_allowed) { Ok(()) } else { Err(Unusual) }
}
