//! What the trail says about a runbook's earlier life, as far as the rules ask.

use crate::model::{Act, Changes, Event, Identity, Moment, RunResult, same_word};

/// The earlier life of one runbook, gathered from its events in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HistoryFacts {
    /// When the call began.
    pub started_at: Option<Moment>,
    /// How the work ended, where that already decides the result.
    pub ended: Option<RunResult>,
    /// Everybody who wrote a part of the plan.
    pub authors: Vec<Identity>,
    /// The events of the last commit that was judged, for judging what takes them back.
    pub last: Vec<Event>,
    /// True where an earlier part of it cannot be read.
    pub is_partial: bool,
    /// How it was before each event, so that what was taken back counts no more.
    turns: Vec<(Option<Moment>, Option<RunResult>)>,
}

impl HistoryFacts {
    /// Gathers it from all events of a runbook, oldest first.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut history = Self::default();
        for event in events {
            history.note(event);
        }
        history
    }

    /// Goes on with the next event.
    pub fn note(&mut self, event: &Event) {
        let was = (self.started_at, self.ended);
        if let Act::Undo { undone, .. } = &event.act
            && let Some(then) = self.turns.len().checked_sub(undone.len()).and_then(|first| self.turns.get(first))
        {
            (self.started_at, self.ended) = *then;
        }
        self.turns.push(was);
        match &event.act {
            Act::Start => self.started_at = Some(event.at),
            Act::Abort { rolling_back, .. } => {
                self.ended = Some(if *rolling_back { RunResult::RolledBack } else { RunResult::Aborted });
            }
            Act::Cancel { .. } => self.ended = Some(RunResult::Cancelled),
            Act::Create { .. }
            | Act::Import { .. }
            | Act::Set { .. }
            | Act::Schedule { .. }
            | Act::Contact(_)
            | Act::Check(_)
            | Act::Permission(_)
            | Act::Work(..)
            | Act::RollbackPlan { .. }
            | Act::Rehearse { .. }
            | Act::Targets(_)
            | Act::Obligation(_)
            | Act::Approval(_)
            | Act::Finish
            | Act::Close { .. }
            | Act::Reopen { .. }
            | Act::Override { .. }
            | Act::Edit { .. }
            | Act::Undo { .. } => {}
        }
        // what a reviewer judges (`docs/format.md`, “People and approval”)
        if event.act.kind().changes == Changes::Plan {
            self.add_author(&event.by);
        }
    }

    /// Goes on with the events of one commit that cannot be judged.
    pub fn go_on(&mut self, events: &[Event]) {
        events.iter().for_each(|event| self.note(event));
        self.last = events.to_vec();
    }

    /// Somebody changed the record without an event, with plain git: they wrote a part of the plan.
    pub fn add_author(&mut self, person: &Identity) {
        if !self.authors.iter().any(|author| author.is_same_person(person)) {
            self.authors.push(person.clone());
        }
    }

    /// True when this person wrote a part of the plan.
    pub fn is_author(&self, person: &Identity) -> bool {
        self.authors.iter().any(|author| {
            author.is_same_person(person) || (author.email.is_empty() && same_word(&author.name, &person.name))
        })
    }
}
