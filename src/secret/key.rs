//! Private keys in text form. A certificate or a public key is none.

use std::ops::Range;

/// What every block begins with.
pub(super) const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";
/// What the last line of every block begins with.
pub(super) const END: &str = "-----END ";
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

/// True when a private key begins in the text and does not end in it.
pub(super) fn is_open(text: &str) -> bool {
    let last = text.match_indices(BEGIN).filter_map(|(at, _)| key_at(text, at)).last();
    last.and_then(|range| text.get(range)).is_some_and(|key| !key.contains(END))
}

/// What stands behind a block's last line, which begins at `end`.
pub(super) fn behind(text: &str, end: usize) -> &str {
    let rest = text.get(end + END.len()..).unwrap_or_default();
    rest.find(DASHES).and_then(|at| rest.get(at + DASHES.len()..)).unwrap_or_default()
}
