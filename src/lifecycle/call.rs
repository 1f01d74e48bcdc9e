//! The call as calendars know it: one model for every audience, made of the whole record and its trail.
//!
//! It refuses to know who reads it: the same call has the same time, length, status and sequence for everybody.

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::{Event, Length, Moment, Recorded, RunResult, Runbook, State, Zone};

use super::{HistoryFacts, Planned, apply};

/// How long a call is shown where nothing is estimated.
const USUAL_S: u64 = 3_600;

/// How long before its time a call is over and counts as having taken place then: those invited had been called to it.
const EARLY_S: i64 = 15 * 60;

/// Whether the call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallStatus {
    /// A time that the customer has not agreed to yet.
    Proposed,
    /// Agreed, or begun.
    Agreed,
    /// Cancelled, its time was taken back, or the work was over before it.
    Withdrawn,
}

/// The call with what the trail tells of its times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// When it begins; once it is withdrawn, when it would have begun.
    pub start: DateTime<Utc>,
    /// Its planned length in seconds, waiting included.
    pub length_s: u64,
    /// Whether it stands.
    pub status: CallStatus,
    /// Whether the customer agreed to its time.
    pub is_agreed: bool,
    /// How often it was told anew: a change of time, of length or of status each (RFC 5546, 2.1.4).
    pub sequence: usize,
    /// The time that this one came in place of; none where it never moved.
    pub moved_from: Option<Moment>,
    /// The zone that it was agreed in; none where that was an offset.
    pub zone: Option<Zone>,
}

impl Call {
    /// The call of a runbook, whose commits are given with the latest first; none where it never had a time.
    ///
    /// Each commit counts, and the record as it is now, should it differ from the last; a longer trail never counts less.
    pub fn of(runbook: &Runbook, trail: &[Recorded]) -> Option<Self> {
        let (mut life, mut record, mut call) = (Life::default(), None::<Runbook>, None::<Self>);
        for recorded in trail.iter().rev() {
            for event in &recorded.events {
                // one that cannot be applied is audit's to report; a runbook may also have been removed and made again
                let after = apply(record.as_ref(), event).or_else(|_| apply(None, event));
                record = after.ok().or(record);
                life.note(event, record.as_ref());
            }
            call = record.as_ref().and_then(|record| Self::now(record, &life, call)).or(call);
        }
        Self::now(runbook, &life, call)
    }

    /// The call after a change, which follows what calendars were told before.
    fn now(runbook: &Runbook, life: &Life, before: Option<Self>) -> Option<Self> {
        let moved_from = before.and_then(|own| own.moved_from);
        let call = match (runbook.scheduled_at, before) {
            (Some(at), _) => Self {
                start: at.utc(),
                length_s: planned_s(runbook),
                status: status(runbook, at, life),
                is_agreed: runbook.agreed.is_some(),
                sequence: 0,
                moved_from,
                zone: runbook.time_zone,
            },
            (None, Some(before)) => Self { status: CallStatus::Withdrawn, is_agreed: false, ..before },
            (None, None) => return None,
        };
        let Some(before) = before else { return Some(call) };
        let moved_from =
            if call.start == before.start { moved_from } else { Some(Moment::new(before.start.fixed_offset())) };
        let as_before = Self { sequence: before.sequence, moved_from, ..call };
        // the same moment on other clocks is no other time, and what shows an agreement is told by the status
        let untold =
            Self { moved_from: before.moved_from, zone: before.zone, is_agreed: before.is_agreed, ..as_before };
        let is_new = untold != before;
        Some(Self { sequence: before.sequence + usize::from(is_new), ..as_before })
    }

    /// When it is planned to end.
    pub fn end(&self) -> DateTime<Utc> {
        Moment::new(self.start.fixed_offset()).plus(&Length::from_seconds(self.length_s)).utc()
    }

    /// True once it does not take place.
    pub fn is_withdrawn(&self) -> bool {
        self.status == CallStatus::Withdrawn
    }

    /// True while it is still to come, as of this time: then an alarm is of use.
    pub fn is_to_come(&self, runbook: &Runbook, now: Moment, alarm: TimeDelta) -> bool {
        !self.is_withdrawn() && runbook.state.is_before_call() && self.start - alarm > now.utc()
    }
}

/// What the events told of the call so far.
#[derive(Debug, Default)]
struct Life {
    history: HistoryFacts,
    /// When the work was over.
    over_at: Option<Moment>,
}

impl Life {
    /// Goes on with an event, and with the record as it is after it.
    fn note(&mut self, event: &Event, after: Option<&Runbook>) {
        self.history.note(event);
        let is_over = after.is_some_and(|own| own.state.is_after_call());
        self.over_at = self.over_at.or(Some(event.at)).filter(|_| is_over);
    }
}

fn status(runbook: &Runbook, at: Moment, life: &Life) -> CallStatus {
    // a cancelled runbook that is open again for its duties has no call for that
    let is_reopened = runbook.state == State::WrapUp && life.history.ended == Some(RunResult::Cancelled);
    // work may begin days before its time; once it is over, nobody has to come any more
    let is_early = life.over_at.is_some_and(|over| at.seconds_since(over) > EARLY_S) && !runbook.state.is_before_call();
    if runbook.result == Some(RunResult::Cancelled) || is_reopened || is_early {
        CallStatus::Withdrawn
    } else if runbook.state.is_before_call() && runbook.agreed.is_none() {
        CallStatus::Proposed
    } else {
        CallStatus::Agreed
    }
}

/// The planned work with its waiting, internal tasks included: they take their time as well.
fn planned_s(runbook: &Runbook) -> u64 {
    match Planned::of_runbook(runbook).whole_s() {
        0 => USUAL_S,
        seconds => seconds,
    }
}
