//! What a page's front matter says about a runbook: `title: …`, `customer: …`, `owner: …`. All of it is kept as well.

use super::facts::Fact;
use super::languages::any_has;
use super::mail_head::{MAIL_HEAD, without_replies};
use super::meanings::HeaderField;
use super::sections::Section;
use super::source_text::{SourceText, number};
use super::structure::{Aside, FRONT_MATTER};
use super::vocabulary::{exact_field, folded, is_blank, is_placeholder};

/// One key with its value.
pub(super) struct FrontKey {
    /// The number of its line.
    pub(super) number: u64,
    pub(super) value: String,
}

/// The value of the first such key that says something, in the front matter of these sections.
pub(super) fn front_key(page: &SourceText, sections: &[Section], is_key: impl Fn(&str) -> bool) -> Option<FrontKey> {
    key_of(front_matter(page, sections)?, is_key)
}

/// The front matter, where it stands in these sections: nothing stands above it.
fn front_matter<'p>(page: &'p SourceText, sections: &[Section]) -> Option<&'p Aside> {
    let is_ours = |aside: &&Aside| sections.iter().any(|section| section.lines.contains(&aside.line));
    page.asides.first().filter(|aside| aside.what == FRONT_MATTER).filter(is_ours)
}

/// The fields of a runbook, its name apart, that the front matter of these sections says.
pub(super) fn front_facts(page: &SourceText, sections: &[Section]) -> Vec<Fact> {
    let Some(front) = front_matter(page, sections) else { return Vec::new() };
    let fact = |(at, line): (usize, &str)| {
        let (key, value) = line.split_once(':').filter(|_| !line.starts_with([' ', '\t', '-', '#']))?;
        let value = without_quotes(value);
        let is_name =
            |field: &HeaderField| matches!(field, HeaderField::Name | HeaderField::Customer | HeaderField::Task);
        let field = exact_field(&folded(key)).filter(|field| !is_name(field))?;
        let says = !is_blank(value) && !is_placeholder(value) && !value.starts_with(['[', '{', '|', '>']);
        says.then(|| Fact {
            field,
            label: key.trim().to_owned(),
            value: value.to_owned(),
            lines: Vec::new(),
            number: number(at),
        })
    };
    (front.line..).zip(front.text.lines()).filter_map(fact).collect()
}

/// What the first mail of these sections is about.
pub(super) fn subject(page: &SourceText, sections: &[Section]) -> Option<FrontKey> {
    let is_ours = |line: usize| sections.iter().any(|section| section.lines.contains(&line));
    let head = page.asides.iter().find(|aside| aside.what == MAIL_HEAD && is_ours(aside.line))?;
    let lines: Vec<&str> = head.text.lines().collect();
    let is_more = |line: &&&str| line.starts_with([' ', '\t']);
    let said = |line: &&str| {
        let (key, value) = line.split_once([':', '：']).filter(|_| !is_more(&line))?;
        any_has(|language| language.subjects, &folded(key)).then(|| value.to_owned())
    };
    let (at, first) = lines.iter().enumerate().find_map(|(at, line)| Some((at, said(line)?)))?;
    // a long subject goes on in lines that are set in; a mail has no quotation marks and no remarks of its own
    let more = lines.iter().skip(at + 1).take_while(is_more).map(|line| line.trim());
    let whole = std::iter::once(first.trim()).chain(more).collect::<Vec<_>>().join(" ");
    let value = without_replies(whole.trim_matches(['*', '_', ' '])).to_owned();
    let says = !is_blank(&value) && !is_placeholder(&value);
    says.then(|| FrontKey { number: number(head.line + at), value })
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
