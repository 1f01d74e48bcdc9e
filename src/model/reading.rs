//! What words about a time came to: one meaning, a choice for a person, or a local time that is nowhere.
//!
//! A candidate is written so that it means itself and nothing else when it is given back. Nothing here chooses.

use chrono::{FixedOffset, NaiveDateTime};

use super::{Fault, Moment, Zone};

/// A time that has one meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// The instant, with the zone's offset where there is a zone.
    pub scheduled_at: Moment,
    /// The zone in which it was agreed, where one is known.
    pub time_zone: Option<Zone>,
    /// What a person should know about how the words were taken.
    pub notes: Vec<String>,
}

/// One of the meanings of words that have several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What it would be.
    pub agreed: Agreed,
    /// The words and flags that mean this and nothing else, ready for the command line.
    pub words: String,
    /// Why it may be meant, for people.
    pub remark: String,
}

/// Words that have several meanings, or none on the clocks of their zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear {
    /// What is to be decided, as a sentence.
    pub question: String,
    /// What may be meant, the likeliest first; never one alone is taken for granted.
    pub candidates: Vec<Candidate>,
}

/// What the words came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// They have one meaning.
    Agreed(Agreed),
    /// A person has to choose.
    Unclear(Unclear),
    /// A local time, and nothing says where.
    NoZone,
}

impl Unclear {
    /// The refusal, with each candidate as a hint.
    pub fn into_fault(self) -> Fault {
        let hints = self.candidates.into_iter().map(|candidate| format!("{}  # {}", candidate.words, candidate.remark));
        hints.fold(Fault::usage(self.question), Fault::hint)
    }
}

impl Agreed {
    pub(super) fn new(moment: Moment, zone: Option<Zone>) -> Self {
        Self { scheduled_at: moment, time_zone: zone, notes: Vec::new() }
    }

    #[must_use]
    pub(super) fn note(mut self, note: String) -> Self {
        self.notes.push(note);
        self
    }

    /// The offset at which the instant is written.
    pub(super) fn offset(&self) -> FixedOffset {
        *self.scheduled_at.time().offset()
    }
}

impl From<Agreed> for Candidate {
    /// Written with date, time, offset and zone, so that it reads back as itself.
    fn from(agreed: Agreed) -> Self {
        let moment = agreed.scheduled_at;
        let utc = Zone::UTC.shown(moment);
        let (words, remark) = match agreed.time_zone {
            Some(zone) => (format!("{} --zone {zone}", stamp(moment)), format!("{}, {utc}", zone.shown(moment))),
            None => (stamp(moment), utc),
        };
        Self { agreed, words, remark }
    }
}

impl Candidate {
    pub(super) fn new(moment: Moment, zone: Option<Zone>) -> Self {
        Agreed::new(moment, zone).into()
    }
}

/// A wall time as people write it, to the second only where it has seconds.
pub(super) fn plain(shown: NaiveDateTime) -> String {
    shown.format(if chrono::Timelike::second(&shown) == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" }).to_string()
}

fn stamp(moment: Moment) -> String {
    let time = moment.time();
    time.format(if chrono::Timelike::second(&time) == 0 { "%Y-%m-%dT%H:%M%:z" } else { "%Y-%m-%dT%H:%M:%S%:z" })
        .to_string()
}
