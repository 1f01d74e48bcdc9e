//! What a page's front matter says about a name: `title: …`, `customer: …`. Its other keys are about the page, and kept.

use super::sections::Section;
use super::source_text::{SourceText, number};
use super::structure::FRONT_MATTER;
use super::vocabulary::{is_blank, is_placeholder, plain};

/// One key with its value.
pub(super) struct FrontKey {
    /// The number of its line.
    pub(super) number: u64,
    pub(super) value: String,
}

/// The value of the first of these keys that says something, in the front matter of these sections.
pub(super) fn front_key(page: &SourceText, sections: &[Section], keys: &[&str]) -> Option<FrontKey> {
    let is_ours = |line: usize| sections.iter().any(|section| section.lines.contains(&line));
    let front = page.asides.iter().find(|aside| aside.what == FRONT_MATTER && is_ours(aside.line))?;
    (front.line..).zip(front.text.lines()).find_map(|(at, line)| {
        let (key, value) = line.split_once(':')?;
        let value = without_quotes(value);
        let says = keys.contains(&plain(key).as_str()) && !line.starts_with([' ', '\t', '-', '#']);
        (says && !is_blank(value) && !is_placeholder(value))
            .then(|| FrontKey { number: number(at), value: value.to_owned() })
    })
}

/// A value as it is meant: without its quotation marks, or without the remark behind it.
fn without_quotes(value: &str) -> &str {
    let value = value.trim();
    let quoted = ['"', '\''].into_iter().find_map(|mark| value.strip_prefix(mark)?.split_once(mark));
    match quoted {
        Some((inner, _)) => inner.trim(),
        None => value.split_once(" #").map_or(value, |(before, _)| before).trim(),
    }
}
