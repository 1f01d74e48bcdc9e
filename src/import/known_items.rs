//! The items of records that are folded away in a text, by their words: a section of an export whose heading nobody knows is
//! the one whose items stand in it.

use std::collections::{HashMap, HashSet};

use super::cells::cells_of;
use super::inline::{decoded, unwrapped};
use super::items::item;
use super::meanings::{Side, Topic};
use super::rows::is_row;
use super::sections::Section;
use super::shown::unmarked;
use super::source_text::{SourceLine, SourceText};
use super::structure::LineKind;
use super::vocabulary::plain;
use crate::model::{Kept, Runbook, Slug};

/// How an item stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    /// Behind a bullet or a box.
    Item,
    /// In the first cell of a row.
    Row,
    /// In bold behind a bullet, over how it is done.
    Title,
    /// On a line of its own.
    Line,
}

/// Words of items, with the section in which each stands.
#[derive(Debug, Default)]
pub(super) struct KnownItems(HashMap<(Form, String), Topic>);

impl KnownItems {
    /// Those of these records.
    pub(super) fn of(records: &[Runbook], home: &Slug) -> Self {
        let mut known = Self::default();
        for record in records {
            for (list, topic) in [(&record.pre_call, Topic::PreCall), (&record.post_call, Topic::PostCall)] {
                list.iter().for_each(|own| known.add(&[Form::Item, Form::Row], own.text.as_str(), &topic));
            }
            for task in &record.tasks {
                known.add(&[Form::Row], task.title.as_str(), &Topic::Tasks);
            }
            for task in record.tasks.iter().chain(record.steps()) {
                known.add(&[Form::Title], task.title.as_str(), &Topic::Instructions);
            }
            for step in record.steps() {
                known.add(&[Form::Row], step.title.as_str(), &Topic::Rollback);
            }
            let back = record.rollback.iter().flat_map(|own| [&own.plan, &own.irreversible]).flatten();
            for line in back.flat_map(|text| text.as_str().lines()) {
                known.add(&[Form::Item, Form::Line], line, &Topic::Rollback);
            }
            for contact in &record.contacts {
                let side = if contact.side == *home { Side::Home } else { Side::Customer };
                let names = [&contact.name, &contact.handle, &contact.email].into_iter().flatten();
                names.for_each(|own| known.add(&[Form::Row], own.as_str(), &Topic::Contacts(Some(side))));
            }
        }
        known
    }

    fn add(&mut self, forms: &[Form], words: &str, topic: &Topic) {
        let words = item(words).map_or_else(|| plain(words), |own| plain(&own.text));
        for form in forms.iter().filter(|_| !words.is_empty()) {
            self.0.entry((*form, words.clone())).or_insert_with(|| topic.clone());
        }
    }

    /// Gives sections whose headings are not known the meaning of the items in them, unless these stand in a section of
    /// that meaning as well.
    pub(super) fn name(&self, page: &SourceText, found: &mut [Section]) {
        if self.0.is_empty() {
            return;
        }
        let of = |section: &Section| -> Vec<(Form, String)> {
            let lines = section.lines.clone().filter_map(|at| page.line(at));
            lines.filter_map(said).filter(|said| self.0.contains_key(said)).collect()
        };
        let is_known = |section: &&Section| section.heading.is_some() && section.topic != Topic::Other;
        let placed: HashSet<(Form, String)> = found
            .iter()
            .filter(is_known)
            .flat_map(|section| of(section).into_iter().filter(|said| self.0.get(said) == Some(&section.topic)))
            .collect();
        let is_unknown = |own: &&mut Section| {
            own.heading.is_some() && own.topic == Topic::Other && plain(&own.title) != plain(Kept::HEADING)
        };
        for section in found.iter_mut().filter(is_unknown) {
            let said = of(section);
            let mut topics = said.iter().filter(|said| !placed.contains(said)).filter_map(|said| self.0.get(said));
            if let Some(first) = topics.next()
                && topics.all(|other| other == first)
            {
                section.topic = first.clone();
            }
        }
    }
}

/// The words of a line by the form in which they stand.
fn said(line: &SourceLine) -> Option<(Form, String)> {
    let words = |text: &str| plain(&decoded(&unmarked(text), |_| false));
    if line.is_blank() || !matches!(line.kind, LineKind::Text | LineKind::Row) {
        return None;
    }
    if is_row(line) {
        let cell = cells_of(&line.text).into_iter().next()?;
        // an address, and a handle, may stand behind a name
        return Some((Form::Row, words(cell.split(" (").next().unwrap_or(&cell))));
    }
    let Some(own) = item(&line.text) else {
        let text = line.text.split_once(": ").map_or(line.text.as_str(), |(_, behind)| behind);
        return Some((Form::Line, words(text)));
    };
    let is_title = own.tick.is_none() && own.indent == 0 && unwrapped(&own.text).len() < own.text.len();
    Some((if is_title { Form::Title } else { Form::Item }, words(&own.text)))
}
