//! The sections of a text: each heading with what it announces and the lines below it.
//!
//! A heading is what Markdown says, and beyond it a line in bold, a line that ends with a colon, or one without the blank
//! behind its `#`, where it is exactly the name of a section.

use std::ops::Range;

use super::inline::unwrapped;
use super::source_text::{SourceLine, SourceText};
use super::structure::LineKind;
use super::vocabulary::{HeaderField, Side, Topic, is_exact_topic, side, topic};

/// A heading and what stands below it, up to the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// What it announces.
    pub(super) topic: Topic,
    /// The heading's words; empty for what stands before the first heading.
    pub(super) title: String,
    /// The heading's level; 0 where there is none.
    pub(super) level: u8,
    /// The index of the heading's line.
    pub(super) heading: Option<usize>,
    /// The lines below the heading.
    pub(super) lines: Range<usize>,
}

impl Section {
    /// The first line, its heading's where there is one.
    pub(super) fn first(&self) -> usize {
        self.heading.unwrap_or(self.lines.start)
    }

    /// What kept lines are said to stand under.
    pub(super) fn under(&self) -> &str {
        if self.title.is_empty() { "before the first heading" } else { &self.title }
    }
}

/// Every section of a text, in order.
pub(super) fn sections(page: &SourceText) -> Vec<Section> {
    let mut found = vec![Section { topic: Topic::Other, title: String::new(), level: 0, heading: None, lines: 0..0 }];
    for at in 0..page.lines.len() {
        let Some((level, title)) = page.line(at).and_then(|line| heading(page, at, line)) else {
            if let Some(open) = found.last_mut() {
                open.lines.end = at + 1;
            }
            continue;
        };
        let topic = announced(&title, level, &found);
        found.push(Section { topic, title, level, heading: Some(at), lines: at + 1..at + 1 });
    }
    found
}

/// Level and title, where the line is a heading.
fn heading(page: &SourceText, at: usize, line: &SourceLine) -> Option<(u8, String)> {
    match &line.kind {
        LineKind::Heading(level, title) => Some((*level, clean(title))),
        LineKind::Text => {
            let text = line.text.trim();
            let marks = text.chars().take_while(|c| *c == '#').count();
            if (1..=6).contains(&marks) {
                let title = text.get(marks..)?.trim_matches('#');
                return is_exact_topic(title).then(|| (u8::try_from(marks).unwrap_or(6), clean(title)));
            }
            let is_alone = at
                .checked_sub(1)
                .and_then(|before| page.line(before))
                .is_none_or(|before| before.is_blank() || before.kind != LineKind::Text);
            let is_bold = unwrapped(text).len() < text.len() && !text.starts_with('`');
            let is_marked =
                is_bold || text.ends_with(':') || (is_alone && !text.starts_with(['-', '*', '+', '|', '[']));
            (is_marked && is_exact_topic(text) && !text.starts_with(['|', '>'])).then(|| (7, clean(text)))
        }
        _ => None,
    }
}

/// A heading's words without what wraps them.
fn clean(title: &str) -> String {
    super::inline::squeezed(unwrapped(title.trim_end_matches(':')).trim_end_matches(':'))
}

/// What a heading announces where it stands.
fn announced(title: &str, level: u8, before: &[Section]) -> Topic {
    let topic = topic(title);
    let above = before.iter().rev().find(|section| section.level < level && section.heading.is_some());
    let within_contacts = before
        .iter()
        .rev()
        .find(|section| section.level < level && section.level > 0)
        .is_some_and(|section| matches!(section.topic, Topic::Contacts(_)));
    if within_contacts && let Some(side) = side(title) {
        return Topic::Contacts(Some(side));
    }
    match (above.map(|section| &section.topic), &topic) {
        // below a plan for the rollback, its own steps and remarks
        (Some(Topic::Rollback), Topic::Tasks | Topic::Field(_) | Topic::Other | Topic::Header | Topic::Example) => {
            Topic::Rollback
        }
        (Some(Topic::Example), _) if !matches!(topic, Topic::Header) => Topic::Example,
        (Some(Topic::Instructions), _) => Topic::Instructions,
        (Some(Topic::Tasks), Topic::Field(_)) => Topic::Other,
        // "Customer" and "GitLab" on their own are a field only with a value below
        (_, Topic::Field(HeaderField::Customer)) => Topic::Contacts(Some(Side::Customer)),
        _ => topic,
    }
}
