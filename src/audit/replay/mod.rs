//! One runbook from its first commit on: each event applied to the record that it met, and held against the file.
//!
//! A change without an event waits for the `edit` that adopts it by name. After anything unexplained the file counts, so
//! that one finding does not bring forth a hundred.

mod versions;

use std::collections::BTreeMap;

use crate::lifecycle::{Judged, JudgedAt, Objection, apply, hand_claims, judge_recorded};
use crate::model::{Act, AuditCode, CommitId, Event, Recorded, Result, Runbook, RunbookId, difference};
use crate::trail::{BlobId, Objects};

use super::amended_commit::{Amended, AmendedCommit};
use super::context::AuditContext;
use super::ledger::{Ledger, Note, few, of_trouble};
use super::merges::LossyMerge;
use super::rebased::GONE;
use super::state::{self, State};
use super::timeline::TimelineEntry;
use super::{layout, logs, rebased};

/// The replay of one runbook.
pub(super) struct Replay<'a> {
    pub(super) context: &'a AuditContext<'a>,
    pub(super) objects: &'a Objects,
    pub(super) id: RunbookId,
    pub(super) state: State,
    /// Earlier states, kept where history has branches.
    earlier: Vec<State>,
    /// What waits to be adopted on a branch that the replay has left.
    pub(super) elsewhere: Vec<(usize, CommitId)>,
    /// Merges that leave out one side of it, and wait to be adopted as well.
    pub(super) left_out: Vec<&'a LossyMerge>,
    /// Commits that hold more than their events say, and wait to be adopted too.
    pub(super) amended: Vec<Amended>,
    /// Why the record that a commit without an event brought cannot be read, by the commit's place.
    pub(super) unread: BTreeMap<usize, String>,
    pub(super) ledger: Ledger,
}

impl<'a> Replay<'a> {
    pub(super) fn new(context: &'a AuditContext<'a>, objects: &'a Objects, id: RunbookId) -> Self {
        Self {
            context,
            objects,
            state: State::default(),
            earlier: Vec::new(),
            elsewhere: Vec::new(),
            left_out: context.left_out.iter().filter(|one| one.id == id).collect(),
            id,
            amended: Vec::new(),
            unread: BTreeMap::new(),
            ledger: Ledger::default(),
        }
    }

    /// Replays every commit of the runbook.
    ///
    /// # Errors
    /// `Bug` only: what is wrong with the trail is written down.
    pub(super) fn run(mut self) -> Result<Ledger> {
        self.follow()?;
        if !self.context.survey.is_straight() {
            let lost = logs::lost(self.context.survey, self.objects, &self.id, &self.earlier);
            lost.into_iter().for_each(|note| self.ledger.note(note));
        }
        self.state.pending.append(&mut self.elsewhere);
        self.unadopted(true);
        self.unexplained_left();
        self.left_behind();
        Ok(self.ledger)
    }

    /// The commits that hold more than their events say, and that no edit has adopted.
    ///
    /// # Errors
    /// As [`Replay::run`].
    pub(super) fn amended(mut self) -> Result<Vec<Amended>> {
        self.follow().map(|()| self.amended)
    }

    fn follow(&mut self) -> Result<()> {
        let entries = self.context.timelines.get(&self.id).map_or(&[][..], Vec::as_slice);
        let keeps_earlier = !self.context.survey.is_straight();
        for entry in entries {
            self.enter(entry)?;
            if keeps_earlier {
                self.earlier.push(self.state.clone());
            }
        }
        Ok(())
    }

    fn note(&mut self, place: usize, code: AuditCode, message: impl Into<String>) {
        let note = Note::new(code, message).at(place).of(&self.id);
        self.ledger.note(note);
    }

    fn enter(&mut self, entry: &TimelineEntry<'_>) -> Result<()> {
        let place = entry.step.place;
        let commit = self.context.survey.commit(place)?;
        let (old, new) = match (entry.touch, &entry.step.claims) {
            (Some(touch), _) => (touch.old.first().copied().flatten(), touch.new),
            (None, Some((id, here))) if *id == self.id => (*here, *here),
            (None, _) => (self.state.blob, self.state.blob),
        };
        self.go_back_to(old);
        let others = entry.touch.map_or(&[][..], |touch| touch.old.get(1..).unwrap_or_default());
        let sides: Vec<State> = others.iter().filter_map(|blob| self.join(*blob)).collect();
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
                self.ledger.note(of_trouble(&trouble).at(place).of(&self.id));
                return Ok(());
            }
        };
        let bytes = self.content(place, new);
        let record = match &bytes {
            Some(_) if new == self.state.blob => self.state.record.clone(),
            Some(bytes) => self.parsed(entry, &commit, bytes),
            None => None,
        };
        if entry.has_event {
            self.by_event(entry, &said, (new, bytes.as_deref()), record.as_ref())?;
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
        self.state.bytes = bytes;
        self.state.record = record;
        self.state.last[0] = Some(commit.clone());
        if entry.touch.is_some() {
            self.state.last[1] = Some(commit);
        }
        Ok(())
    }

    /// A commit that claims an event of this runbook.
    fn by_event(
        &mut self,
        entry: &TimelineEntry<'_>,
        said: &Recorded,
        (new, bytes): (Option<BlobId>, Option<&[u8]>),
        record: Option<&Runbook>,
    ) -> Result<()> {
        let place = entry.step.place;
        let is_carried = self.witness(place, said);
        if let Some(problem) = &said.problem {
            self.note(place, AuditCode::Unreadable, problem.clone());
            return Ok(());
        }
        let adopts = match said.events.first().map(|event| &event.act) {
            Some(Act::Edit { adopts, .. }) => adopts.as_slice(),
            _ => &[],
        };
        let is_found = matches!(said.events.first().map(|event| &event.act), Some(Act::Create { by_hand: true, .. }));
        // what takes up commits that cannot be seen here was made on a record that is not known
        let is_left_out = |own: &CommitId| {
            let survey = self.context.survey;
            survey.is_unseen(own) || (self.context.is_incomplete && !survey.holds(own))
        };
        // where a parent or a tree is not here, what the commit changed is not known
        let is_cut = self.context.survey.is_cut(place)
            || !entry.step.troubles().is_empty()
            || adopts.iter().chain(said.previous.iter().filter(|_| is_found)).any(is_left_out);
        if is_cut || self.state.is_unknown(!adopts.is_empty()) {
            // told where it became unreadable or is missing; nothing can be judged on it
            self.adopt(adopts);
            self.pass_over(&said.events, is_cut);
            return Ok(());
        }
        let (before, joined) = self.ground_of(place, &said.events, record)?;
        let begins =
            matches!(said.events.first().map(|event| &event.act), Some(Act::Create { .. } | Act::Import { .. }));
        if before.is_none() && !begins && self.context.is_incomplete {
            // what it was made on was left out of this clone
            self.pass_over(&said.events, true);
            return Ok(());
        }
        let settings = self.context.policies.at(place);
        let replaced = is_carried.then(|| rebased::replaced(before.as_ref(), &said.events, record)).flatten();
        if replaced.is_some() {
            self.rewritten(place, "the order of the list is another one than the event says");
        }
        let events = replaced.as_deref().unwrap_or(&said.events);
        let judged_at = JudgedAt { id: &self.id, recorded: said.recorded_at, settings: &settings, joined: &joined };
        let Judged { after, objections } = judge_recorded(before.as_ref(), events, &mut self.state.history, judged_at);
        let after = after.map(|after| record.filter(|_| replaced.is_some()).cloned().unwrap_or(after));
        for objection in objections {
            let (code, message) = match objection {
                Objection::Illegal(message) => (AuditCode::IllegalEvent, message),
                Objection::Unfit(message) => (AuditCode::UnexplainedChange, message),
                Objection::Stranger(message) => (AuditCode::AuthorMismatch, message),
            };
            self.note(place, code, message);
        }
        match (after, record) {
            (Some(after), Some(record)) if after != *record => self.unexplained(entry, said, after, record)?,
            (Some(after), Some(_)) => self.words_kept(entry, said, bytes, after),
            (Some(_), None) if new.is_none() => {
                self.note(place, AuditCode::UnexplainedChange, "the event speaks of a record that is not there");
            }
            _ => {}
        }
        Ok(())
    }

    /// Goes on after events that cannot be judged; where what they were made on is not here, nor can what follows from it.
    fn pass_over(&mut self, events: &[Event], is_cut: bool) {
        self.state.history.go_on(events);
        self.state.history.is_partial |= is_cut;
    }

    /// What the events say besides: who, when, on which commit. True when that commit is another one, as after a rebase.
    fn witness(&mut self, place: usize, said: &Recorded) -> bool {
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
            if let Act::Create { runbook, .. } | Act::Import { runbook, .. } = &event.act
                && *runbook != self.id
            {
                self.note(
                    place,
                    AuditCode::IllegalEvent,
                    format!("it creates {runbook}, and is recorded of {}", self.id),
                );
            }
            // one that names what its own claim names was carried along with it: the claim is told below
            if let Act::Undo { undoes, .. } = &event.act
                && self.state.last[0].as_ref() != Some(undoes)
                && said.previous.as_ref() != Some(undoes)
            {
                let message = format!("it takes back {}, which is not the runbook's last commit", undoes.short());
                self.note(place, AuditCode::IllegalEvent, message);
            }
        }
        let Some(claimed) = &said.previous else {
            let is_first = self.state.last[0].is_none() || said.events.is_empty();
            if !is_first {
                self.rewritten(place, "it does not name the runbook's commit before, as every command does");
            }
            return !is_first;
        };
        if self.state.follows(claimed) || self.is_earlier(claimed) {
            return false;
        }
        let (is_known, names) = (self.context.survey.holds(claimed), "as the runbook's commit before");
        if self.context.survey.is_unseen(claimed) {
            // whether it changed this runbook cannot be seen
            return false;
        }
        let claimed = claimed.short();
        let message = match (&self.state.last[0], is_known) {
            (_, false) if self.context.is_incomplete => return false,
            (_, false) => format!("it names {claimed} {names}, which {GONE}"),
            (Some(last), true) => format!("it names {claimed} {names}, and that is {}", last.short()),
            (None, true) => format!("it names {claimed} {names}, and there is none"),
        };
        self.rewritten(place, message);
        true
    }

    /// What a rebase leaves behind.
    fn rewritten(&mut self, place: usize, message: impl Into<String>) {
        self.ledger.note(rebased::note(message).at(place).of(&self.id));
    }

    /// The record that events met, and those that a merge joined. An edit that adopts begins where the last event ended.
    fn ground_of(
        &mut self,
        place: usize,
        events: &[Event],
        record: Option<&Runbook>,
    ) -> Result<(Option<Runbook>, Vec<Runbook>)> {
        let commit = self.context.survey.commit(place)?;
        for event in events.iter().skip(1) {
            if let Act::Edit { changes, .. } = &event.act {
                self.ledger.edits += 1;
                self.ledger.pencil(&commit, &self.id, events, hand_claims(changes));
            }
        }
        match events.first().map(|event| &event.act) {
            Some(Act::Edit { adopts, changes, .. }) => {
                self.ledger.edits += 1;
                if let Some(side) = self.dropped(adopts) {
                    self.adopt(&[]);
                    let dropped = hand_claims(changes).into_iter().filter(|change| !change.old.is_null());
                    self.ledger.pencil(&commit, &self.id, events, dropped);
                    return Ok((Some(side), self.state.record.iter().cloned().collect()));
                }
                let (adopts, ground) = self.explain(place, events, adopts)?;
                let waiting: Vec<CommitId> = self.state.pending.iter().map(|(_, commit)| commit.clone()).collect();
                let adopted = rebased::adopted(&adopts, &waiting, self.context.survey);
                // what the named commit changed may have been left out of this clone
                for stranger in adopted.strangers.iter().take(1).filter(|_| !self.context.is_incomplete) {
                    let message = format!(
                        "the edit adopts {}, which is no change without an event of this runbook",
                        stranger.short()
                    );
                    self.note(place, AuditCode::UnexplainedChange, message);
                }
                for gone in adopted.gone.iter().take(1).filter(|_| !self.context.is_incomplete) {
                    self.rewritten(place, format!("the edit adopts {}, which {GONE}", gone.short()));
                }
                let begins_earlier = !waiting.is_empty() && waiting.iter().all(|own| adopted.commits.contains(own));
                let by_event = std::mem::take(&mut self.state.by_event);
                self.adopt(&adopted.commits);
                if !begins_earlier {
                    self.ledger.pencil(&commit, &self.id, events, hand_claims(changes));
                    return Ok((ground.or_else(|| self.state.record.clone()), Vec::new()));
                }
                // what a merge joined was edited from one of its sides
                let leads_here = |side: &&Runbook| {
                    events.first().is_some_and(|edit| apply(Some(side), edit).is_ok_and(|after| Some(&after) == record))
                };
                let before = by_event.iter().find(leads_here).or(by_event.first()).cloned();
                let brought = state::brought(before.as_ref(), &by_event)?;
                let written = hand_claims(changes).into_iter().filter(|change| !brought.contains(change));
                self.ledger.pencil(&commit, &self.id, events, written);
                Ok((before, by_event))
            }
            Some(Act::Create { by_hand: true, record: found, .. }) => {
                self.ledger.edits += 1;
                self.ledger.pencil(&commit, &self.id, events, &state::happened(found));
                // a file that nobody created yet was found; one that has a life cannot begin it anew
                let before = match (self.state.pending.is_empty(), self.state.blob.is_some()) {
                    (true, _) => self.state.record.clone(),
                    (false, true) => std::mem::take(&mut self.state.by_event).into_iter().next(),
                    (false, false) => {
                        // brought back as it was, nothing is gone; otherwise another one stands in its place
                        if self.state.by_event.first() != record {
                            self.adopt(&[]);
                        }
                        self.state.by_event.clear();
                        None
                    }
                };
                self.state.pending.clear();
                Ok((before, Vec::new()))
            }
            first => {
                if let Some(Act::Import { record, .. }) = first {
                    self.ledger.pencil(&commit, &self.id, events, &state::gates(record));
                }
                self.adopt(&[]);
                Ok((self.state.record.clone(), Vec::new()))
            }
        }
    }

    /// A commit that changes the record without an event of this runbook.
    fn by_hand(&mut self, entry: &TimelineEntry<'_>, said: &Recorded, is_gone: bool, sides: Vec<State>) {
        let place = entry.step.place;
        self.state.history.add_author(&said.author);
        self.state.history.last.clear();
        self.state.wait();
        sides.into_iter().for_each(|side| self.state.wait_with(side));
        if is_gone && self.state.came_by_hand() {
            // as the last event left it: there is none
            self.state.pending.clear();
            return;
        }
        self.state.pending.push((place, said.commit.clone()));
    }

    /// A commit whose events say something else than its file holds.
    fn unexplained(
        &mut self,
        entry: &TimelineEntry<'_>,
        said: &Recorded,
        after: Runbook,
        record: &Runbook,
    ) -> Result<()> {
        let fields: Vec<String> =
            difference(&after.to_json()?, &record.to_json()?).into_iter().map(|change| change.path).collect();
        let named = few(&fields);
        let message = match entry.touch {
            None => format!("the event says what the file does not: {named}"),
            Some(_) => format!("the event does not explain what the file holds: {named}"),
        };
        let note = Note::new(AuditCode::UnexplainedChange, message).at(entry.step.place).of(&self.id);
        let own = AmendedCommit { commit: said.commit.clone(), after, record: record.clone() };
        self.told_later(own, note.fields(fields));
        Ok(())
    }

    /// An event leaves everything beside its change as it was, comments too.
    fn words_kept(&mut self, entry: &TimelineEntry<'_>, said: &Recorded, bytes: Option<&[u8]>, after: Runbook) {
        let is_whole = |event: &Event| matches!(event.act, Act::Create { .. } | Act::Import { .. } | Act::Edit { .. });
        let (Some(bytes), Some(before)) = (bytes, self.state.bytes.as_deref()) else { return };
        if said.events.iter().any(is_whole) {
            return;
        }
        if layout::is_disturbed(&self.id, before, bytes, &after) {
            let message = "the comments or the layout of the file changed beside what the event says";
            let note = Note::new(AuditCode::UnexplainedChange, message).at(entry.step.place).of(&self.id);
            let own = AmendedCommit { commit: said.commit.clone(), record: after.clone(), after };
            self.told_later(own, note);
        }
    }

    /// Captured output: what an event vouches for is there, and stays as it was.
    fn logs_of(&mut self, entry: &TimelineEntry<'_>, said: &Recorded) {
        let found = logs::examine(entry, said, &self.id, &mut self.state.logs, self.objects);
        for (code, message, path) in found {
            let note = Note::new(code, message).at(entry.step.place).of(&self.id);
            self.ledger.note(note.fields(vec![path]));
        }
    }
}
