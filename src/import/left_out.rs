//! Sections of an export that came back without them: what is recorded there stays.

use serde_json::Value;

use super::draft::ImportDraft;
use super::meanings::{Side, Topic};
use super::returned::Refold;
use super::writing::Writing;

/// Notes that the text has a section of this meaning at a line.
pub(super) fn note(writing: &mut Writing<'_>, topic: &Topic, line: u64) {
    let home = writing.asked.home_side.to_string();
    let name = match topic {
        Topic::PreCall => "pre_call".to_owned(),
        Topic::PostCall => "post_call".to_owned(),
        Topic::Tasks | Topic::Step => "tasks".to_owned(),
        Topic::Rollback => "rollback".to_owned(),
        Topic::Contacts(None) => ANYBODY.to_owned(),
        Topic::Contacts(Some(Side::Home)) => format!("contacts.{home}"),
        Topic::Contacts(Some(Side::Customer)) => "contacts.customer".to_owned(),
        _ => return,
    };
    writing.note_place(&key(&name), line);
}

/// A section of people that says not whose.
const ANYBODY: &str = "contacts";

fn key(name: &str) -> String {
    format!("section.{name}")
}

impl ImportDraft {
    fn has_section(&self, name: &str) -> bool {
        self.places.contains_key(&key(name))
    }
}

impl Refold<'_> {
    /// Whether the section in which the export showed an item is not in the text.
    pub(super) fn is_left_out(&self, list: &str, item: &Value) -> bool {
        let name = match list {
            "contacts" => format!("{ANYBODY}.{}", item.get("side").and_then(Value::as_str).unwrap_or_default()),
            "rollback.steps" => "rollback".to_owned(),
            list => list.to_owned(),
        };
        let is_of_anybody = list == "contacts" && self.draft.has_section(ANYBODY);
        self.ground.shown.has_section(&name) && !self.draft.has_section(&name) && !is_of_anybody
    }

    /// Says that what stood there stays.
    pub(super) fn leave_out(&mut self, list: &str) {
        let words = "is left out of the text: what is recorded stays";
        self.say(self.draft.line, format!("the section of `{list}` {words}"));
    }
}
