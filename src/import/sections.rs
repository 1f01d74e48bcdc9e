//! The sections of a text: each heading with what it announces and the lines below it.
//!
//! Headings below a section belong to it until one of the same or a higher level comes, unless they have a meaning of their
//! own. A heading is what Markdown says, and beyond it a line in bold, a line that ends with a colon, or one without the blank
//! behind its `#`, where it is exactly the name of a section.

use std::ops::Range;

use super::headings::{bare_time, is_exact_topic, is_of_people, is_of_the_call, is_weak_title, side, topic};
use super::inline::{bare, squeezed, unanchored, unwrapped};
use super::items::item;
use super::meanings::{HeaderField, Side, Topic};
use super::rows::is_row;
use super::section_names::{is_not_the_work, is_out_of_scope};
use super::shown::heading_words;
use super::source_text::{SourceLine, SourceText};
use super::structure::LineKind;
use super::vocabulary::is_estimate;

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
    /// Whether it is what it is because of the section that it stands in.
    pub(super) is_part: bool,
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

    /// The same without a heading, for lines in the middle of a section.
    pub(super) fn nameless(topic: Topic, lines: Range<usize>) -> Self {
        Self { topic, title: String::new(), level: 0, heading: None, lines, is_part: false }
    }
}

/// Every section of a text, in order. What its headings do not say of a section may be known of what stands in it, which
/// `by_content` tells.
pub(super) fn sections(page: &SourceText, by_content: impl FnOnce(&SourceText, &mut [Section])) -> Vec<Section> {
    let mut found = vec![Section::nameless(Topic::Other, 0..0)];
    let mut over = Over::default();
    let mut has_items = false;
    for at in 0..page.lines.len() {
        let may_be_apart = has_items && over.is_in_a_list(LABEL) && page.folded.is_empty();
        let Some((level, title)) = page.line(at).and_then(|line| heading(page, at, line, may_be_apart)) else {
            has_items |= page.line(at).is_some_and(|line| item(&line.text).is_some() || is_row(line));
            if let Some(open) = found.last_mut() {
                open.lines.end = at + 1;
            }
            continue;
        };
        has_items = false;
        let mut topic = topic(&title);
        if page.folded.is_empty() && is_apart(&title, &topic, over.is_in_a_list(level)) {
            topic = Topic::Example;
        }
        over.note(level, &topic);
        found.push(Section { topic, title, level, heading: Some(at), lines: at + 1..at + 1, is_part: false });
    }
    unmake_the_title(&mut found);
    by_content(page, &mut found);
    // the sections that each one stands in: their levels and what they announce
    let mut around: Vec<(u8, Topic)> = Vec::new();
    let has_during = found.iter().any(|section| bare_time(&section.title) == Some(Topic::Tasks));
    for section in found.iter_mut().filter(|section| section.heading.is_some()) {
        while around.last().is_some_and(|(level, _)| *level >= section.level) {
            around.pop();
        }
        announce(page, section, around.last().map(|(_, topic)| topic), has_during);
        // below open questions, what says what it is keeps its meaning
        let is_left_open = section.topic == Topic::Example && is_open_point(&section.title);
        around.push((section.level, if is_left_open { Topic::Other } else { section.topic.clone() }));
    }
    found
}

/// In so many lines behind a label it is looked whether the list above goes on, as a text may have many labels.
const LOOKED_AT: usize = 100;
/// The level of what is a heading only by its words, or by a fold.
const LABEL: u8 = 7;

/// The headings that a line stands under: their levels, and whether each is a list's or stands within one.
#[derive(Debug, Default)]
struct Over(Vec<(u8, bool)>);

impl Over {
    /// Whether what comes next is in a list. A label says of the list before it that something is not of it.
    fn is_in_a_list(&self, level: u8) -> bool {
        let mut above = self.0.iter().rev();
        above.find(|(own, _)| level >= LABEL || *own < level).is_some_and(|(_, is_in)| *is_in)
    }

    fn note(&mut self, level: u8, topic: &Topic) {
        let is_apart = *topic == Topic::Example && self.is_in_a_list(level);
        while self.0.last().is_some_and(|(own, _)| *own >= level) {
            self.0.pop();
        }
        let is_within = self.0.last().is_some_and(|(_, is_in)| *is_in) && *topic != Topic::Instructions;
        let is_list =
            matches!(topic, Topic::PreCall | Topic::PostCall | Topic::Tasks | Topic::Rollback | Topic::Contacts(_));
        self.0.push((level, is_apart || is_within || is_list));
    }
}

/// Whether a title that announces this says, where it stands, that what is under it is not the work.
fn is_apart(title: &str, topic: &Topic, is_in_a_list: bool) -> bool {
    let may_be_open = is_in_a_list && matches!(topic, Topic::Other | Topic::Header | Topic::Field(_));
    is_out_of_scope(title) || may_be_open && is_not_the_work(title)
}

/// "Open questions": what stands under it is not settled, and may be work.
fn is_open_point(title: &str) -> bool {
    is_not_the_work(title) && !is_out_of_scope(title)
}

/// The title over a whole text is no section of it, whatever words it has: "Cutover and rollback", "Migration plan".
fn unmake_the_title(found: &mut [Section]) {
    let is_list =
        |section: &Section| matches!(section.topic, Topic::PreCall | Topic::PostCall | Topic::Tasks | Topic::Rollback);
    let mut headings = found.iter_mut().filter(|section| section.heading.is_some());
    let is_apart = |section: &Section| section.topic == Topic::Example && is_not_the_work(&section.title);
    let Some(first) = headings.next().filter(|first| is_list(first) || is_apart(first)) else { return };
    let (mut others, mut lists, mut is_over_all) = (0, 0, true);
    for section in headings {
        others += 1;
        lists += usize::from(is_list(section));
        is_over_all &= section.level > first.level;
    }
    if is_over_all && (lists > 0 || others > 1 && !is_exact_topic(&first.title)) {
        first.topic = Topic::Other;
    }
}

/// Level and title, where the line is a heading. In a list, what says that it is not the work is one, too.
fn heading(page: &SourceText, at: usize, line: &SourceLine, may_be_apart: bool) -> Option<(u8, String)> {
    match &line.kind {
        LineKind::Heading(level, title) => Some((*level, clean(title))),
        LineKind::Text => {
            let text = line.text.trim();
            let marks = text.chars().take_while(|c| *c == '#').count();
            if (1..=6).contains(&marks) {
                let title = clean(text.get(marks..)?.trim_matches('#'));
                return is_exact_topic(&title).then(|| (u8::try_from(marks).unwrap_or(6), title));
            }
            // an item of a list is no heading, and neither is what stands within one
            let before = at.checked_sub(1).and_then(|before| page.line(before)).filter(|before| !before.is_blank());
            let is_within = before.is_some_and(|before| {
                before.kind == LineKind::Text && (item(&before.text).is_some() || before.text.starts_with([' ', '\t']))
            });
            if item(&line.text).is_some() || line.text.starts_with([' ', '\t']) || is_within && !may_be_apart {
                return None;
            }
            let is_alone = before.is_none_or(|before| before.kind != LineKind::Text);
            let is_bold = unwrapped(text).len() < text.len() && !text.starts_with('`');
            let is_titled = is_bold || text.ends_with([':', '：']);
            let is_marked = is_titled || is_alone;
            // "担当者: @john" says a value
            let bare = unwrapped(text);
            let is_label = bare.split_once([':', '：']).is_some_and(|(_, value)| value.contains(char::is_alphanumeric));
            if is_label || !is_marked || text.starts_with(['|', '>', '[']) {
                return None;
            }
            let title = clean(text);
            let is_section = !is_within && is_exact_topic(&title);
            let is_apart =
                may_be_apart && (is_titled || !is_within) && is_not_the_work(&title) && !steps_go_on(page, at);
            (is_section || is_apart).then_some((LABEL, title))
        }
        _ => None,
    }
}

/// Whether the list above a label goes on behind what the label says: `2. Start` where the label's own would begin with 1.
fn steps_go_on(page: &SourceText, at: usize) -> bool {
    let number = |line: &SourceLine| {
        let text = line.text.as_str();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let is_number = text.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')']));
        text.get(..digits).filter(|_| is_number)?.parse::<u32>().ok()
    };
    let behind = (at + 1..page.lines.len()).take(LOOKED_AT).filter_map(|at| page.line(at));
    let mut behind = behind.take_while(|line| !matches!(line.kind, LineKind::Heading(..)));
    behind.find_map(number).is_some_and(|first| first > 1)
}

/// A heading's words without what wraps them.
fn clean(title: &str) -> String {
    // the colon of ":rocket:" ends no label
    let without_colon = |title: &'_ str| -> String {
        let is_picture = title.rsplit(' ').next().is_some_and(|last| last.len() > 2 && last.starts_with(':'));
        if is_picture { title.to_owned() } else { title.trim_end_matches([':', '：']).to_owned() }
    };
    let title = without_colon(unanchored(title));
    let title = without_colon(unwrapped(&title));
    let title = title.as_str();
    squeezed(&bare(&heading_words(unanchored(title)).words))
}

/// What a heading announces where it stands. What it means by itself it keeps; otherwise it belongs to what it stands in.
/// "Before" and "After" alone may stand over what was and what is, unless "During" stands between them.
fn announce(page: &SourceText, section: &mut Section, above: Option<&Topic>, has_during: bool) {
    let own = section.topic.clone();
    let is_weak = is_weak_title(&section.title);
    let is_list = |topic: &&Topic| matches!(topic, Topic::PreCall | Topic::PostCall | Topic::Tasks);
    let holds = Holding::of(page, section);
    if let (Some(Topic::Contacts(whose)), Topic::Other | Topic::Field(_) | Topic::Contacts(None)) = (above, &own)
        && !holds.boxes
    {
        section.topic = Topic::Contacts(side(&section.title).or(*whose));
        section.is_part = own == Topic::Other && side(&section.title).is_none();
        return;
    }
    section.topic = match (above, own) {
        // what is to be ticked is of the list, although it is open
        (Some(above @ (Topic::PreCall | Topic::PostCall)), Topic::Example)
            if holds.boxes && is_open_point(&section.title) =>
        {
            section.is_part = true;
            above.clone()
        }
        (Some(Topic::Rollback), Topic::Example) if is_not_the_work(&section.title) => Topic::Example,
        // below a plan for the rollback, its own steps and remarks
        (Some(Topic::Rollback), Topic::PreCall | Topic::PostCall) if !is_of_the_call(&section.title) => Topic::Rollback,
        (Some(Topic::Rollback), Topic::Tasks | Topic::Field(_) | Topic::Other | Topic::Header | Topic::Example) => {
            Topic::Rollback
        }
        (Some(Topic::Example), own) if own != Topic::Header => Topic::Example,
        (Some(Topic::Instructions), _) => Topic::Instructions,
        // no contact is made of an item with a box
        (above, Topic::Contacts(_) | Topic::Field(HeaderField::Customer)) if holds.boxes => {
            section.is_part = true;
            above.filter(is_list).cloned().unwrap_or(Topic::Other)
        }
        (Some(above @ (Topic::PreCall | Topic::PostCall)), Topic::Tasks) if is_weak => {
            section.is_part = true;
            above.clone()
        }
        // how long it takes, and who does it, is nothing to be done
        (Some(above), _) if is_list(&above) && is_estimate(&format!("{}: x", section.title)) => Topic::Other,
        (Some(above), Topic::Other) if is_list(&above) && is_of_people(&section.title) && !holds.boxes => {
            Topic::Contacts(None)
        }
        (Some(above), Topic::Other | Topic::Header) if is_list(&above) => {
            section.is_part = true;
            above.clone()
        }
        (Some(above), Topic::Field(_)) if is_list(&above) && (holds.items || *above == Topic::Tasks) => {
            section.is_part = true;
            above.clone()
        }
        (None | Some(Topic::Other | Topic::Header), Topic::Other) if holds.boxes || has_during && holds.items => {
            bare_time(&section.title).unwrap_or(Topic::Other)
        }
        // "Customer" on its own is a field only with one value below
        (_, Topic::Field(HeaderField::Customer)) if !holds.one_line => Topic::Contacts(Some(Side::Customer)),
        (_, own) => own,
    };
}

/// What stands below a heading, as far as that says what the heading is.
#[derive(Debug, Default)]
struct Holding {
    /// An item with a box.
    boxes: bool,
    /// An item of any kind, or a row of a table.
    items: bool,
    /// One line of words, and nothing else.
    one_line: bool,
}

impl Holding {
    fn of(page: &SourceText, section: &Section) -> Self {
        let lines = section.lines.clone().filter_map(|at| page.line(at));
        let words: Vec<&SourceLine> =
            lines.filter(|line| matches!(line.kind, LineKind::Text | LineKind::Row | LineKind::Fenced)).collect();
        let own: Vec<_> = words.iter().filter_map(|line| item(&line.text)).collect();
        let said = words.iter().filter(|line| !line.is_blank()).count();
        let has_rows = words.iter().any(|line| is_row(line));
        Self {
            boxes: own.iter().any(|own| own.tick.is_some()),
            items: !own.is_empty() || has_rows,
            one_line: said == 1 && own.is_empty() && !has_rows,
        }
    }
}
