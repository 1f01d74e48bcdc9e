//! One runbook from its first commit on: each event applied to the record that it met, and held against the file.
//!
//! A change without an event waits for the `edit` that adopts it by name. After anything unexplained the file counts, so
//! that one finding does not bring forth a hundred.

use crate::lifecycle::{Judged, Objection, Scene, apply, judge_recorded, pencilled};
use crate::model::{Act, AuditCode, CommitId, Event, Pencilled, Recorded, Result, Runbook, RunbookId, difference};
use crate::store::{read, rewrite};
use crate::trail::{BlobId, Objects};
use crate::workspace::guard::value;

use super::ground::Ground;
use super::ledger::{Ledger, Note};
use super::state::State;
use super::timeline::Entry;
use super::{logs, whole};

/// So many fields of one unexplained change are named.
const NAMED: usize = 8;

/// The replay of one runbook.
pub(super) struct Replay<'a> {
    ground: &'a Ground<'a>,
    objects: &'a Objects,
    id: RunbookId,
    state: State,
    /// Earlier states, kept where history has branches.
    earlier: Vec<State>,
    ledger: Ledger,
}

impl<'a> Replay<'a> {
    pub(super) fn new(ground: &'a Ground<'a>, objects: &'a Objects, id: RunbookId) -> Self {
        Self { ground, objects, id, state: State::default(), earlier: Vec::new(), ledger: Ledger::default() }
    }

    /// Replays every commit of the runbook.
    ///
    /// # Errors
    /// `Bug` only: what is wrong with the trail is written down.
    pub(super) fn run(mut self) -> Result<Ledger> {
        let entries = self.ground.timelines.get(&self.id).map_or(&[][..], Vec::as_slice);
        let keeps_earlier = !self.ground.survey.is_straight();
        for entry in entries {
            self.enter(entry)?;
            if keeps_earlier {
                self.earlier.push(self.state.clone());
            }
        }
        self.unadopted();
        Ok(self.ledger)
    }

    fn note(&mut self, place: usize, code: AuditCode, message: impl Into<String>) {
        let note = Note::new(code, message).at(place).of(&self.id);
        self.ledger.note(note);
    }

    fn enter(&mut self, entry: &Entry<'_>) -> Result<()> {
        let place = entry.step.place;
        let commit = self.ground.survey.commit(place)?;
        let (old, new) = match (entry.touch, &entry.step.claims) {
            (Some(touch), _) => (touch.old.first().copied().flatten(), touch.new),
            (None, Some((id, here))) if *id == self.id => (*here, *here),
            (None, _) => (self.state.blob, self.state.blob),
        };
        self.go_back_to(old);
        let others = entry.touch.map_or(&[][..], |touch| touch.old.get(1..).unwrap_or_default());
        let sides: Vec<Runbook> = others.iter().filter_map(|blob| self.join(*blob)).collect();
        if entry.touch.is_some_and(|touch| !touch.is_file) {
            self.note(
                place,
                AuditCode::Unreadable,
                "something else than a plain file stands where the record should be",
            );
        }
        let said = match self.objects.testimony(&commit) {
            Ok(testimony) => testimony.recorded,
            Err(trouble) => {
                self.ledger.note(whole::of_trouble(&trouble).at(place).of(&self.id));
                return Ok(());
            }
        };
        let bytes = self.content(place, new);
        let record = match &bytes {
            Some(_) if new == self.state.blob => self.state.record.clone(),
            Some(bytes) => self.parsed(place, &commit, bytes),
            None => None,
        };
        if entry.has_event {
            self.by_event(entry, &said, old, bytes.as_deref(), record.as_ref())?;
        } else if entry.touch.is_some() {
            self.by_hand(entry, &said, new.is_none(), sides);
        }
        self.logs_of(entry, &said);
        if let Some(record) = &record {
            for late in self.state.grants.late(record) {
                let message = format!(
                    "task `{}` began at {}, before permission `{}` was granted at {}",
                    late.task, late.begun, late.permission, late.answered
                );
                let note = Note::new(AuditCode::PermissionLate, message).at(place).of(&self.id);
                self.ledger.note(note.fields(vec![format!("permissions.{}.answered_at", late.permission)]));
            }
        }
        self.state.blob = new;
        self.state.record = record;
        self.state.last[0] = Some(commit.clone());
        if entry.touch.is_some() {
            self.state.last[1] = Some(commit);
        }
        Ok(())
    }

    /// Takes up the state in which the record was this content: on another branch that is an earlier one.
    fn go_back_to(&mut self, blob: Option<BlobId>) {
        if self.state.blob == blob {
            return;
        }
        if let Some(earlier) = self.earlier.iter().rev().find(|state| state.blob == blob) {
            let merged = std::mem::take(&mut self.state);
            self.state = earlier.clone();
            // what waits on the other branch is still to be adopted
            for waiting in merged.pending {
                if !self.state.pending.contains(&waiting) {
                    self.state.pending.push(waiting);
                }
            }
            return;
        }
        // the history before was left out
        let record = blob.and_then(|blob| self.objects.blob(blob).ok());
        let record = record.and_then(|bytes| read(&self.id.path(), &bytes).ok()).map(|read| read.runbook);
        self.state = State { blob, record, ..std::mem::take(&mut self.state) };
    }

    /// Takes in what another parent of a merge knows; answers with the record there.
    fn join(&mut self, blob: Option<BlobId>) -> Option<Runbook> {
        let side = self.earlier.iter().rev().find(|state| state.blob == blob)?;
        self.state.take_in(side);
        side.record.clone()
    }

    fn content(&mut self, place: usize, blob: Option<BlobId>) -> Option<Vec<u8>> {
        match self.objects.blob(blob?) {
            Ok(bytes) => Some(bytes),
            Err(trouble) => {
                self.ledger.note(whole::of_trouble(&trouble).at(place).of(&self.id));
                None
            }
        }
    }

    fn parsed(&mut self, place: usize, commit: &CommitId, bytes: &[u8]) -> Option<Runbook> {
        match read(&format!("{} at {}", self.id.path(), commit.short()), bytes) {
            Ok(read) => Some(read.runbook),
            Err(fault) => {
                self.note(place, AuditCode::Unreadable, fault.message);
                None
            }
        }
    }

    /// A commit that claims an event of this runbook.
    fn by_event(
        &mut self,
        entry: &Entry<'_>,
        said: &Recorded,
        old: Option<BlobId>,
        bytes: Option<&[u8]>,
        record: Option<&Runbook>,
    ) -> Result<()> {
        let place = entry.step.place;
        self.witness(place, said);
        if let Some(problem) = &said.problem {
            self.note(place, AuditCode::Unreadable, problem.clone());
            return Ok(());
        }
        if self.state.blob.is_some() && self.state.record.is_none() {
            // told where it became unreadable; nothing can be judged on it
            self.adopt(&[]);
            return Ok(());
        }
        let before = self.ground_of(place, &said.events, record);
        let settings = self.ground.policies.at(place);
        let scene = Scene { recorded: said.recorded_at, settings: &settings };
        let Judged { after, objections } = judge_recorded(before.as_ref(), &said.events, &mut self.state.past, scene);
        for objection in objections {
            let (code, message) = match objection {
                Objection::Illegal(message) => (AuditCode::IllegalEvent, message),
                Objection::Unfit(message) => (AuditCode::UnexplainedChange, message),
                Objection::Stranger(message) => (AuditCode::AuthorMismatch, message),
            };
            self.note(place, code, message);
        }
        match (after, record) {
            (Some(after), Some(record)) if after != *record => self.unexplained(place, entry, &after, record)?,
            (Some(after), Some(_)) => self.words_kept(place, &said.events, old, bytes, &after),
            (Some(_), None) if bytes.is_none() => {
                self.note(place, AuditCode::UnexplainedChange, "the event speaks of a record that is not there");
            }
            _ => {}
        }
        Ok(())
    }

    /// What the events say besides: who, when, on which commit.
    fn witness(&mut self, place: usize, said: &Recorded) {
        for event in &said.events {
            if event.by != said.author {
                let message = format!("the event is by {}, the commit by {}", event.by, said.author);
                self.note(place, AuditCode::AuthorMismatch, message);
            }
            if event.at > said.recorded_at {
                let message =
                    format!("`{}` is said to have happened at {}, after it was recorded", event.name(), event.at);
                self.note(place, AuditCode::TimeFuture, message);
            }
        }
        for event in &said.events {
            if let Act::Undo { undoes, .. } = &event.act
                && self.state.last[0].as_ref() != Some(undoes)
            {
                let message = format!("it takes back {}, which is not the runbook's last commit", undoes.short());
                self.note(place, AuditCode::IllegalEvent, message);
            }
        }
        if let Some(claimed) = &said.previous
            && !self.state.follows(claimed)
            && !self.is_earlier(claimed)
        {
            let known = self.ground.survey.holds(claimed);
            if !known && self.ground.is_incomplete {
                return;
            }
            let message = match (&self.state.last[0], known) {
                (_, false) => format!(
                    "it names {} as the runbook's commit before, which is not in this history: commits were rewritten or left out",
                    claimed.short()
                ),
                (Some(last), true) => {
                    format!("it names {} as the runbook's commit before, and that is {}", claimed.short(), last.short())
                }
                (None, true) => {
                    format!("it names {} as the runbook's commit before, and there is none", claimed.short())
                }
            };
            self.note(place, AuditCode::HistoryRewritten, message);
        }
    }

    /// True when a commit left the record as this one met it, on a branch.
    fn is_earlier(&self, claimed: &CommitId) -> bool {
        self.earlier.iter().filter(|state| state.blob == self.state.blob).any(|state| state.follows(claimed))
    }

    /// The record that events met. An edit that adopts begins where the last event ended.
    fn ground_of(&mut self, place: usize, events: &[Event], record: Option<&Runbook>) -> Option<Runbook> {
        match events.first().map(|event| &event.act) {
            Some(Act::Edit { adopts, changes, .. }) => {
                self.ledger.edits += 1;
                self.remember_pencilled(place, events, changes);
                let waiting: Vec<CommitId> = self.state.pending.iter().map(|(_, commit)| commit.clone()).collect();
                if let Some(stranger) = adopts.iter().find(|own| !waiting.contains(own)) {
                    let message = format!(
                        "the edit adopts {}, which is no change without an event of this runbook",
                        stranger.short()
                    );
                    self.note(place, AuditCode::UnexplainedChange, message);
                }
                let begins_earlier = !waiting.is_empty() && waiting.iter().all(|own| adopts.contains(own));
                let by_event = std::mem::take(&mut self.state.by_event);
                self.adopt(adopts);
                if !begins_earlier {
                    return self.state.record.clone();
                }
                // what a merge joined was edited from one of its sides
                let leads_here = |side: &&Runbook| {
                    events.first().is_some_and(|edit| apply(Some(side), edit).is_ok_and(|after| Some(&after) == record))
                };
                by_event.iter().find(leads_here).or(by_event.first()).cloned()
            }
            Some(Act::Create { by_hand: true, .. }) => {
                self.ledger.edits += 1;
                self.state.pending.clear();
                std::mem::take(&mut self.state.by_event).into_iter().next()
            }
            _ => {
                self.adopt(&[]);
                self.state.record.clone()
            }
        }
    }

    fn remember_pencilled(&mut self, place: usize, events: &[Event], changes: &[crate::model::Change]) {
        let Ok(commit) = self.ground.survey.commit(place) else { return };
        let by = events.first().map(|event| event.by.to_string()).unwrap_or_default();
        for change in pencilled(changes) {
            let (commit, id, path) = (commit.clone(), self.id.clone(), change.path.clone());
            self.ledger.by_hand.push(Pencilled { commit, id, path, by: by.clone() });
        }
    }

    /// Commits without an event that are not adopted are told; afterwards none waits.
    fn adopt(&mut self, adopts: &[CommitId]) {
        self.state.pending.retain(|(_, commit)| !adopts.contains(commit));
        self.unadopted();
        self.state.by_event.clear();
    }

    fn unadopted(&mut self) {
        for (place, _) in std::mem::take(&mut self.state.pending) {
            let message = "the record was changed without an event";
            let note = Note::new(AuditCode::NoEvent, message).at(place).of(&self.id);
            self.ledger.note(note.fix(format!("look at it; if it is right: runbook save {}", self.id)));
        }
    }

    /// A commit that changes the record without an event of this runbook.
    fn by_hand(&mut self, entry: &Entry<'_>, said: &Recorded, is_gone: bool, sides: Vec<Runbook>) {
        let place = entry.step.place;
        self.state.past.add_author(&said.author);
        self.state.past.last.clear();
        if is_gone {
            self.note(place, AuditCode::NoEvent, "the record was removed, which no event can do");
            return;
        }
        if self.state.pending.is_empty() {
            self.state.by_event = self.state.record.take().into_iter().collect();
        }
        self.state.by_event.extend(sides);
        self.state.pending.push((place, said.commit.clone()));
    }

    fn unexplained(&mut self, place: usize, entry: &Entry<'_>, after: &Runbook, record: &Runbook) -> Result<()> {
        let fields: Vec<String> =
            difference(&value(after)?, &value(record)?).into_iter().map(|change| change.path).collect();
        let mut named = fields.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        if fields.len() > NAMED {
            named.push_str(&format!(" and {} more", fields.len() - NAMED));
        }
        let message = match entry.touch {
            None => format!("the event says what the file does not: {named}"),
            Some(_) => format!("the event does not explain what the file holds: {named}"),
        };
        let note = Note::new(AuditCode::UnexplainedChange, message).at(place).of(&self.id);
        self.ledger.note(note.fields(fields));
        Ok(())
    }

    /// An event leaves every comment as it was. Where lines with remarks differ, the file is written anew to compare.
    fn words_kept(
        &mut self,
        place: usize,
        events: &[Event],
        old: Option<BlobId>,
        bytes: Option<&[u8]>,
        after: &Runbook,
    ) {
        let is_whole = |event: &Event| matches!(event.act, Act::Create { .. } | Act::Import { .. } | Act::Edit { .. });
        let (Some(bytes), Some(old)) = (bytes, old) else { return };
        if events.iter().any(is_whole) {
            return;
        }
        let Ok(before) = self.objects.blob(old) else { return };
        if remarks(&before).eq(remarks(bytes)) {
            return;
        }
        let Ok(before) = read(&self.id.path(), &before) else { return };
        if rewrite(&before, after).is_ok_and(|written| written != bytes) {
            let message = "the comments or the layout of the file changed beside what the event says";
            self.note(place, AuditCode::UnexplainedChange, message);
        }
    }

    /// Captured output: what an event vouches for is there, and stays as it was.
    fn logs_of(&mut self, entry: &Entry<'_>, said: &Recorded) {
        let found = logs::examine(entry, said, &self.id, &mut self.state.logs, self.objects);
        for (code, message, path) in found {
            let note = Note::new(code, message).at(entry.step.place).of(&self.id);
            self.ledger.note(note.fields(vec![path]));
        }
    }
}

/// The lines that may hold a comment.
fn remarks(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == b'\n').filter(|line| line.contains(&b'#'))
}
