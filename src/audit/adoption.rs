//! What waits for an edit that adopts it by name: commits without an event, and merges that leave out one side.

use crate::model::{AuditCode, CommitId, Runbook, difference};
use crate::store::read;
use crate::trail::{BlobId, Touch};

use super::context::short;
use super::ledger::{Note, few};
use super::merges::LossyMerge;
use super::replay::Replay;

impl Replay<'_> {
    /// Commits without an event that are not adopted are told; afterwards none waits.
    pub(super) fn adopt(&mut self, adopts: &[CommitId]) {
        let waits = |(_, commit): &(usize, CommitId)| !adopts.contains(commit);
        self.state.pending.retain(waits);
        self.elsewhere.retain(waits);
        self.unadopted(false);
        self.state.by_event.clear();
    }

    /// Tells what waits; at the end of the history it can still be adopted.
    pub(super) fn unadopted(&mut self, is_end: bool) {
        let waiting = std::mem::take(&mut self.state.pending);
        let removal = waiting.iter().rev().map(|(place, _)| *place).find(|place| self.is_removal(*place));
        let is_gone = is_end && self.state.blob.is_none();
        for (place, _) in waiting {
            let fields = self.changed_at(place).unwrap_or_default();
            let named = if fields.is_empty() { String::new() } else { format!(": {}", few(&fields)) };
            let message = match self.is_removal(place) {
                true => "the record was removed, which no event can do".to_owned(),
                false => format!("the record was changed without an event{named}"),
            };
            let id = &self.id;
            let fix = match removal.and_then(|place| self.before(place)) {
                Some(last) if is_gone => format!("if it was a mistake: {}", id.brought_back_from(&last)),
                Some(last) if !is_end => format!("look at what was there: runbook show {id} --at {last}"),
                _ => format!("look at it; if it is right: runbook save {id}"),
            };
            let note = Note::new(AuditCode::NoEvent, message).at(place).of(id).fields(fields);
            let unread = self.unread.remove(&place).map(|why| Note::new(AuditCode::Unreadable, why).at(place).of(id));
            let mended = format!("mend the file, where it is still so; then: runbook save {id}");
            self.ledger.note(note.fix(fix));
            unread.into_iter().for_each(|unread| self.ledger.note(unread.fix(mended.clone())));
        }
    }

    /// What the commit at a place did to the record; nothing where it left it as it was.
    fn touch_at(&self, place: usize) -> Option<&Touch> {
        let entries = self.context.timelines.get(&self.id)?;
        entries.iter().find(|entry| entry.step.place == place)?.touch
    }

    fn is_removal(&self, place: usize) -> bool {
        self.touch_at(place).is_some_and(|touch| touch.new.is_none())
    }

    /// The commit that the one at a place was made on.
    fn before(&self, place: usize) -> Option<String> {
        let parent = self.context.survey.parents(place).first()?;
        Some(short(self.context.survey, *parent))
    }

    /// The fields that the commit at a place changed; nothing where one of both versions is not there or cannot be read.
    fn changed_at(&self, place: usize) -> Option<Vec<String>> {
        let touch = self.touch_at(place)?;
        let record = |blob: Option<BlobId>| {
            let bytes = self.objects.blob(blob?).ok()?;
            read(&self.id.path(), &bytes).ok()?.runbook.to_json().ok()
        };
        let (old, new) = (record(*touch.old.first()?)?, record(touch.new)?);
        Some(difference(&old, &new).into_iter().map(|change| change.path).collect())
    }

    /// The side that a merge leaves out, where an edit adopts that merge: it says what was dropped there.
    pub(super) fn dropped(&mut self, adopts: &[CommitId]) -> Option<Runbook> {
        let survey = self.context.survey;
        let is_adopted = |one: &&LossyMerge| survey.commit(one.merge).is_ok_and(|merge| adopts == [merge]);
        let at = self.left_out.iter().position(is_adopted)?;
        let blob = survey.file(self.objects, self.left_out.get(at)?.lost, &self.id.path()).ok()??;
        let record = read(&self.id.path(), &self.objects.blob(blob).ok()?).ok()?.runbook;
        self.left_out.remove(at);
        Some(record)
    }

    /// Merges that leave out what one side recorded, and that nobody answered for.
    pub(super) fn left_behind(&mut self) {
        for one in std::mem::take(&mut self.left_out) {
            let last = short(self.context.survey, one.last);
            let message = format!("the merge leaves out what {last} recorded of this runbook");
            let note = Note::new(AuditCode::UnexplainedChange, message).at(one.merge).of(&self.id);
            self.ledger.note(note.fix(format!("look at both sides; if it is right: runbook save {}", self.id)));
        }
    }
}
