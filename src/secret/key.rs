//! Private keys in text form. A certificate or a public key is none.

use std::ops::Range;

use super::look::Look;

/// How a kind of block is written.
#[derive(Debug)]
pub(super) struct Block {
    /// What it begins with.
    pub(super) begin: &'static str,
    /// What ends its title.
    close: &'static str,
    /// What its last line begins with.
    pub(super) end: &'static str,
    /// What ends its last line; where empty, a number of base 16 does.
    last: &'static str,
    /// What its title says when it is private; every such block is where empty.
    title: &'static str,
}

/// The kinds: PEM and OpenPGP, SSH2, PuTTY.
pub(super) const BLOCKS: &[Block] = &[
    Block { begin: "-----BEGIN ", close: "-----", end: "-----END ", last: "-----", title: "PRIVATE KEY" },
    Block { begin: "---- BEGIN SSH2", close: "----", end: "---- END SSH2", last: "----", title: "PRIVATE KEY" },
    Block { begin: "PuTTY-User-Key-File-", close: ":", end: "Private-MAC:", last: "", title: "" },
];

impl Look for Block {
    fn secret_at(&self, text: &str, start: usize, _known: usize) -> Option<Range<usize>> {
        key_at(text, start)
    }
}

/// The longest title of a block that is looked at, in bytes.
const TITLE: usize = 80;

/// The private key block that begins at `start`, to the line that ends it; one that was cut short reaches to the end of
/// the text, for nobody can say where its key stops.
fn key_at(text: &str, start: usize) -> Option<Range<usize>> {
    block_at(text, start).map(|(_, range)| range)
}

fn block_at(text: &str, start: usize) -> Option<(&'static Block, Range<usize>)> {
    let rest = text.get(start..)?;
    let block = BLOCKS.iter().find(|block| rest.starts_with(block.begin))?;
    let title_to_end = rest.get(block.begin.len()..)?;
    let close = block.close.as_bytes();
    let at = title_to_end.as_bytes().windows(close.len()).take(TITLE).position(|seen| seen == close)?;
    let title = title_to_end.get(..at)?;
    if !title.contains(block.title) || title.contains('\n') {
        return None;
    }
    let body = start + block.begin.len() + at + close.len();
    let ended = text.get(body..)?.find(block.end).map(|at| body + at + block.end.len());
    Some((block, start..ended.map_or(text.len(), |end| end + last_line(text, end, block))))
}

/// How long the rest of the last line is, behind the words that begin it.
fn last_line(text: &str, end: usize, block: &Block) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    match block.last {
        "" => rest.len() - rest.trim_start_matches(' ').trim_start_matches(|c: char| c.is_ascii_hexdigit()).len(),
        last => rest.find(last).map_or(rest.len(), |at| at + last.len()),
    }
}

/// Where a block begins that may be a private key, once more has come.
pub(super) fn begun_in(text: &str) -> Option<usize> {
    let last = |block: &Block| text.rfind(block.begin).filter(|at| key_at(text, *at).is_none());
    BLOCKS.iter().filter_map(last).min()
}

/// The kind of block of a private key that begins in the text and does not end in it.
pub(super) fn open_in(text: &str) -> Option<&'static Block> {
    let last = |block: &Block| text.match_indices(block.begin).filter_map(|(at, _)| block_at(text, at)).last();
    let (block, range) = BLOCKS.iter().filter_map(last).max_by_key(|(_, range)| range.start)?;
    (!text.get(range)?.contains(block.end)).then_some(block)
}

/// What stands behind the last line of this kind of block, which begins at `end`.
pub(super) fn behind<'t>(text: &'t str, end: usize, block: &Block) -> &'t str {
    let from = end + block.end.len();
    text.get(from + last_line(text, from, block)..).unwrap_or_default()
}
