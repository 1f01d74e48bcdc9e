//! What a command is given besides its noun: time and person, and what was typed of items, places, endings and overrides.
//!
//! Items are named by an id or an unambiguous part of one, as typed; finding the item is the lifecycle's business.

use crate::lifecycle::{HistoryFacts, ReadinessCode};
use crate::model::{Ending, Fault, Identity, Length, Line, Moment, Place, Prose, Result, RunbookId, Settings, Slug};

/// An item as a person named it: an id or an unambiguous part of one.
pub type Named = String;

/// When it is, when it happened, and who acts. Taken once, at the door; below it nobody asks for the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The time now: when the act is recorded.
    pub now: Moment,
    /// When it happened, where it is recorded late (`--at`).
    pub happened: Option<Moment>,
    /// Who acts.
    pub by: Identity,
}

impl Stamp {
    /// When it happened.
    pub fn at(&self) -> Moment {
        self.happened.unwrap_or(self.now)
    }
}

/// What the rules read besides the runbook itself.
#[derive(Debug, Clone)]
pub struct Circumstances<'a> {
    /// The runbook's id, which hints name.
    pub id: &'a RunbookId,
    /// Time and person.
    pub stamp: &'a Stamp,
    /// The store's settings.
    pub settings: &'a Settings,
    /// What the trail says about this runbook's earlier life; needed where [`super::Command::needs_history`] says so.
    pub history: &'a HistoryFacts,
}

impl Circumstances<'_> {
    /// True once a time lies more than the grace of the settings behind (`docs/format.md`, “Time”).
    pub fn is_past(&self, at: Moment) -> bool {
        at.plus(&self.settings.readiness.grace) < self.stamp.now
    }
}

/// A gate that is passed although it is not met: the codes and one reason for all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overrides {
    /// What is passed.
    pub codes: Vec<ReadinessCode>,
    /// Why.
    pub reason: Option<Prose>,
}

/// Where a list item goes, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Whereto {
    /// At the beginning.
    First,
    /// At the end.
    #[default]
    Last,
    /// Before this item.
    Before(Named),
    /// After this item.
    After(Named),
}

impl From<&Place> for Whereto {
    fn from(place: &Place) -> Self {
        match place {
            Place::First => Self::First,
            Place::Last => Self::Last,
            Place::Before(id) => Self::Before(id.to_string()),
            Place::After(id) => Self::After(id.to_string()),
        }
    }
}

/// How an attempt ended, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EndingWords {
    /// `--started`: when the attempt began, for one that was not recorded as begun.
    pub started_at: Option<Moment>,
    /// `--took`: its length, where the times are not known.
    pub took: Option<Length>,
    /// `--note`.
    pub note: Option<Prose>,
    /// The captured output's path in the store.
    pub log: Option<Line>,
    /// The captured output's SHA-256.
    pub log_sha256: Option<Line>,
}

impl From<&EndingWords> for Ending {
    fn from(words: &EndingWords) -> Self {
        Self {
            started_at: words.started_at,
            took: words.took.clone(),
            note: words.note.clone(),
            log: words.log.clone(),
            log_sha256: words.log_sha256.clone(),
        }
    }
}

impl From<&Ending> for EndingWords {
    fn from(ending: &Ending) -> Self {
        Self {
            started_at: ending.started_at,
            took: ending.took.clone(),
            note: ending.note.clone(),
            log: ending.log.clone(),
            log_sha256: ending.log_sha256.clone(),
        }
    }
}

/// The id that an item gets: the one asked for, or one made from its text that nothing else bears.
pub(super) fn item_id(wish: &Slug, fixed: bool, taken: impl Fn(&Slug) -> bool) -> Result<Slug> {
    if fixed && taken(wish) {
        return Err(
            Fault::refused(format!("there is already an item `{wish}`")).hint("choose another --id, or leave it out")
        );
    }
    Ok(wish.clone().unique(taken))
}
