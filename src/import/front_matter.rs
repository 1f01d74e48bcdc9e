//! What a page's front matter says about a name: `title: …`, `customer: …`. Its other keys are about the page, and kept.

use super::languages::any_has;
use super::mail_head::{MAIL_HEAD, without_replies};
use super::sections::Section;
use super::source_text::{SourceText, number};
use super::structure::{Aside, FRONT_MATTER};
use super::vocabulary::{folded, is_blank, is_placeholder};

/// One key with its value.
pub(super) struct FrontKey {
    /// The number of its line.
    pub(super) number: u64,
    pub(super) value: String,
}

/// The value of the first such key that says something, in the front matter of these sections.
pub(super) fn front_key(page: &SourceText, sections: &[Section], is_key: impl Fn(&str) -> bool) -> Option<FrontKey> {
    let is_ours = |line: usize| sections.iter().any(|section| section.lines.contains(&line));
    key_of(page.asides.iter().find(|aside| aside.what == FRONT_MATTER && is_ours(aside.line))?, is_key)
}

/// What the first mail of these sections is about.
pub(super) fn subject(page: &SourceText, sections: &[Section]) -> Option<FrontKey> {
    let is_ours = |line: usize| sections.iter().any(|section| section.lines.contains(&line));
    let head = page.asides.iter().find(|aside| aside.what == MAIL_HEAD && is_ours(aside.line))?;
    let own = key_of(head, |key| any_has(|language| language.subjects, key))?;
    Some(FrontKey { value: without_replies(own.value.trim_matches(['*', '_', ' '])).to_owned(), ..own })
}

fn key_of(front: &Aside, is_key: impl Fn(&str) -> bool) -> Option<FrontKey> {
    (front.line..).zip(front.text.lines()).find_map(|(at, line)| {
        let (key, value) = line.split_once(':')?;
        let value = without_quotes(value);
        let says = is_key(&folded(key)) && !line.starts_with([' ', '\t', '-', '#']);
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
