//! Private keys in text form. A certificate or a public key is none.

use std::ops::Range;

/// What every block begins with.
pub(super) const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";
const END: &str = "-----END ";
/// The longest title of a block that is looked at, in bytes.
const TITLE: usize = 80;

/// The private key block that begins at `start`, to the line that ends it; one that was cut short reaches to the end of
/// the text, for nobody can say where its key stops.
pub(super) fn key_at(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let title_to_end = rest.get(BEGIN.len()..)?;
    let close = title_to_end.as_bytes().windows(DASHES.len()).take(TITLE).position(|seen| seen == DASHES.as_bytes())?;
    let title = title_to_end.get(..close)?;
    if !title.contains("PRIVATE KEY") || title.contains('\n') {
        return None;
    }
    let body = start + BEGIN.len() + close + DASHES.len();
    let Some(end) = text.get(body..)?.find(END).map(|at| body + at + END.len()) else {
        return Some(start..text.len());
    };
    let close = text.get(end..)?.find(DASHES).map_or(text.len(), |at| end + at + DASHES.len());
    Some(start..close)
}
